use super::*;
use crate::domain::consent::Consent;
use crate::store::decisions::Decision;

async fn service(shop: &Shop) -> Consent {
    shop.store
        .standing(shop.contact().await)
        .await
        .unwrap()
        .consent(Purpose::Service)
}

#[tokio::test]
async fn a_stop_is_confirmed_once_and_nothing_follows() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    shop.ready(job).await;
    shop.receives("STOP").await;
    assert_eq!(service(&shop).await, Consent::Revoked);
    assert_eq!(shop.send_all().await, 1);
    assert_eq!(
        shop.count("SELECT count(*) FROM task WHERE kind = 'call'")
            .await,
        1,
        "ready becomes a call"
    );
    for words in ["Stop", "stop please", "STOP STOP"] {
        shop.later(60);
        shop.receives(words).await;
    }
    assert_eq!(shop.send_all().await, 0);
    shop.later(60);
    shop.receives("START").await;
    assert_eq!(service(&shop).await, Consent::Granted);
    assert_eq!(shop.send_all().await, 1);
}

#[tokio::test]
async fn a_confirmation_that_waits_is_superseded_by_what_the_customer_writes_next() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    let waiting = "SELECT count(*) FROM outbox WHERE state = 'queued' AND kind = ";
    let confirmations: &'static str = format!("{waiting}'stop_confirmation'").leak();
    let replies: &'static str = format!("{waiting}'start_reply'").leak();
    for (words, confirmed, welcomed) in [
        ("STOP", 1, 0),
        ("START", 0, 1),
        ("STOP", 1, 0),
        ("Stop it", 1, 0),
    ] {
        shop.later(20);
        shop.receives(words).await;
        assert_eq!(shop.count(confirmations).await, confirmed, "{words}");
        assert_eq!(shop.count(replies).await, welcomed, "{words}");
    }
    assert_eq!(service(&shop).await, Consent::Revoked);
    assert_eq!(shop.send_all().await, 1, "one confirmation");
    assert_eq!(shop.send_all().await, 0);
}

#[tokio::test]
async fn a_copy_that_was_stored_before_the_cut_is_not_new_after_it() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let stop = delivers(LUIS, "HELP", shop.now.wall);
    assert_eq!(shop.listing(&stop).await, [0]);
    let shop = shop.again().await;
    // The index is another now: places are numbered anew.
    let moved = vec![Listed {
        index: 12,
        tpdu: stop[0].clone(),
    }];
    let delete = shop
        .store
        .take_listing(SIM.into(), "SM".into(), moved, shop.now)
        .await
        .unwrap();
    assert_eq!(delete, [12]);
    shop.store
        .sim_copy_deleted(SIM.into(), "SM".into(), 12, shop.now)
        .await
        .unwrap();
    shop.store.apply_inbound(shop.now).await.unwrap();
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(shop.count("SELECT count(*) FROM inbox").await, 1);
    assert_eq!(
        shop.count("SELECT count(*) FROM tpdu WHERE sim_copy_pending = 1")
            .await,
        0
    );
}

#[tokio::test]
async fn a_repeat_by_the_network_is_logged_and_not_applied() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    let at = shop.now.wall;
    shop.receives_sent_at("Is it done?", at).await;
    shop.later(3600);
    shop.receives_sent_at("Is it done?", at).await;
    assert_eq!(shop.count("SELECT count(*) FROM inbox").await, 1);
    assert_eq!(
        shop.count("SELECT count(*) FROM tpdu WHERE repeat_of IS NOT NULL")
            .await,
        1
    );
    shop.receives_sent_at("Is it done?", at + TimeDelta::seconds(1))
        .await;
    assert_eq!(
        shop.count("SELECT count(*) FROM inbox").await,
        2,
        "another time makes another text"
    );
}

#[tokio::test]
async fn within_one_drain_the_service_centres_clock_orders_one_senders_texts() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    let at = shop.now.wall;
    let start = delivers(LUIS, "START", at - TimeDelta::seconds(10));
    let stop = delivers(LUIS, "STOP", at);
    shop.listing(&[stop[0].clone(), start[0].clone()]).await;
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Revoked);
    // A START that the network held back is older than the STOP, and is left to people.
    shop.receives_sent_at("START", at - TimeDelta::seconds(60))
        .await;
    assert_eq!(service(&shop).await, Consent::Revoked);
    assert_eq!(
        shop.count("SELECT count(*) FROM task WHERE kind = 'decide'")
            .await,
        1
    );
}

#[tokio::test]
async fn one_person_comes_in_many_spellings() {
    for spelling in ["+15550134477", "15550134477", "5550134477"] {
        let shop = Shop::open().await;
        shop.job(true).await;
        let stop = delivers(spelling, "STOP", shop.now.wall);
        shop.listing(&stop).await;
        shop.store.apply_inbound(shop.now).await.unwrap();
        assert_eq!(service(&shop).await, Consent::Revoked, "{spelling}");
    }
}

#[tokio::test]
async fn an_opt_out_from_nobody_is_kept_and_is_a_red_task() {
    let shop = Shop::open().await;
    shop.listing(&delivers("+15550139999", "STOP", shop.now.wall))
        .await;
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(
        shop.count("SELECT count(*) FROM task WHERE kind = 'unmatched_opt_out' AND urgent = 1")
            .await,
        1
    );
    let number = PhoneNumber::parse("+15550139999", Country::US).unwrap();
    let contact = shop.store.contact_of(number).await.unwrap().unwrap();
    let standing = shop.store.standing(contact.id).await.unwrap();
    assert_eq!(standing.consent(Purpose::Service), Consent::Revoked);
}

#[tokio::test]
async fn an_unclear_text_holds_until_staff_decide() {
    for (decision, sent) in [
        (Decision::Keep, 1),
        (Decision::OnlyReady, 1),
        (Decision::NoOffers, 1),
        (Decision::OptOut, 0),
    ] {
        let mut shop = Shop::open().await;
        let job = shop.job(true).await;
        shop.send_all().await;
        shop.receives("too many texts").await;
        assert_eq!(service(&shop).await, Consent::Held);
        assert!(matches!(shop.ready(job).await, Ready::Waits { .. }));
        assert_eq!(
            shop.count("SELECT count(*) FROM task WHERE kind = 'call'")
                .await,
            1
        );
        assert_eq!(shop.send_all().await, 0);
        let inbox = shop.count("SELECT max(id) FROM inbox").await;
        shop.store
            .decide(inbox, decision, "Jo".to_owned(), shop.now)
            .await
            .unwrap();
        assert_eq!(shop.send_all().await, sent, "{decision:?}");
        shop.later(31);
        assert_eq!(
            shop.send_all().await,
            1 - sent,
            "{decision:?}: an opt-out is confirmed after its undo window"
        );
    }
}

#[tokio::test]
async fn an_unclear_text_that_nobody_decides_ends_as_an_opt_out() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    shop.receives("not interested").await;
    shop.later(2 * 86_400);
    shop.store.decide_overdue(shop.now).await.unwrap();
    assert_eq!(
        service(&shop).await,
        Consent::Held,
        "the second open day has not ended"
    );
    shop.later(5 * 3600);
    shop.store.decide_overdue(shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Revoked);

    // Taken back, it has its time again.
    let ended = shop.count("SELECT max(id) FROM ledger").await;
    let by = "Ann".to_owned();
    shop.store.undo_opt_out(ended, by, shop.now).await.unwrap();
    shop.store.decide_overdue(shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Held);
    shop.later(4 * 86_400);
    shop.store.decide_overdue(shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Revoked);
}

#[tokio::test]
async fn the_owner_corrects_what_staff_or_a_timer_ended_and_never_a_customers_stop() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    let contact = shop.contact().await;
    let by = || "Ann".to_owned();
    let correct = async |shop: &Shop, row: i64, reason: &str| {
        shop.store
            .correct_opt_out(1, row, reason.to_owned(), by(), shop.now)
            .await
    };
    let row = shop
        .store
        .opt_out(contact, None, "the wrong Luis".into(), by(), shop.now)
        .await
        .unwrap();
    let text = shop.ready(job).await;
    assert!(matches!(text, Ready::Call { .. }), "{text:?}");
    assert!(correct(&shop, row, " ").await.is_err(), "it needs a reason");
    assert!(correct(&shop, 1, "a grant").await.is_err());
    correct(&shop, row, "It was another Luis.").await.unwrap();
    assert_eq!(service(&shop).await, Consent::Granted);
    shop.later(31);
    assert_eq!(
        shop.send_all().await,
        0,
        "neither the confirmation, nor what was refused"
    );
    assert!(correct(&shop, row, "twice").await.is_err());
    let rows =
        "SELECT count(*) FROM ledger WHERE event = 'correct' AND actor = 'owner' AND about = 2";
    assert_eq!(shop.count(rows).await, 1);
    let said = "SELECT count(*) FROM evidence WHERE json_extract(body, '$.reason') = 'It was another Luis.'";
    assert_eq!(shop.count(said).await, 1);

    shop.receives("not interested").await;
    shop.later(3 * 86_400);
    shop.store.decide_overdue(shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Revoked);
    let timed = shop.count("SELECT max(id) FROM ledger").await;
    correct(&shop, timed, "Luis meant the warranty.")
        .await
        .unwrap();
    assert_eq!(service(&shop).await, Consent::Granted, "nor does it wait");
    shop.store.decide_overdue(shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Granted);

    let again = shop
        .store
        .opt_out(contact, None, String::new(), by(), shop.now)
        .await
        .unwrap();
    shop.receives("STOP").await;
    let stop = shop.count("SELECT max(id) FROM ledger").await;
    let refused = correct(&shop, stop, "by hand").await;
    assert!(matches!(refused, Err(StoreError::NotCorrectable)));
    correct(&shop, again, "too").await.unwrap();
    assert_eq!(service(&shop).await, Consent::Revoked, "the STOP stands");
    // What staff read out of the phone's own STOP is the phone's too.
    let inbox = shop.count("SELECT max(id) FROM inbox").await;
    let read = shop
        .store
        .opt_out(contact, Some(inbox), String::new(), by(), shop.now)
        .await
        .unwrap();
    let refused = correct(&shop, read, "by hand").await;
    assert!(matches!(refused, Err(StoreError::NotCorrectable)));
}

async fn offers(shop: &Shop) -> Consent {
    let contact = shop.contact().await;
    let standing = shop.store.standing(contact).await.unwrap();
    standing.consent(Purpose::Promotional)
}

const OFFERS_LINES: &str = "SELECT count(*) FROM outbox WHERE kind = 'offers_question'";

#[tokio::test]
async fn a_join_and_a_yes_as_the_very_next_answer_bring_offers_with_that_line_as_evidence() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    shop.receives("JOIN").await;
    shop.later(20);
    shop.receives("Join").await;
    assert_eq!(shop.count(OFFERS_LINES).await, 1, "the guard of replies");
    shop.send_all().await;
    shop.later(60);
    shop.receives("YES").await;
    assert_eq!(offers(&shop).await, Consent::None, "not the very next");

    shop.later(86_400);
    shop.receives("JOIN").await;
    assert_eq!(offers(&shop).await, Consent::None, "JOIN alone is none");
    shop.receives("YES").await;
    assert_eq!(offers(&shop).await, Consent::None, "nothing has left yet");
    shop.later(86_400);
    shop.receives("JOIN").await;
    shop.send_all().await;
    shop.later(60);
    // The owner rewords the line in the meantime: what was texted counts.
    let (line, lang) = (crate::domain::wording::ConsentLine::Offers, Lang::En);
    let new = "{shop} {number}: offers".to_owned();
    let reworded = shop.store.reword(line, lang, new, "Ann".into(), shop.now);
    reworded.await.unwrap();
    shop.receives("Yes").await;
    assert_eq!(offers(&shop).await, Consent::Granted);
    assert_eq!(service(&shop).await, Consent::Granted);
    let proved = "SELECT count(*) FROM ledger JOIN evidence ON ledger_id = ledger.id
        WHERE scope = 'promotional' AND method = 'sms_keyword' AND actor = 'customer'
            AND json_extract(body, '$.version') = 'en-1' AND json_extract(body, '$.words') = 'Yes'
            AND json_extract(body, '$.disclosure') LIKE 'House of Hardknocks: I agree that %Reply YES%STOP to end.'";
    assert_eq!(shop.count(proved).await, 1);
    assert_eq!(shop.send_all().await, 1, "one confirmation");
}

#[tokio::test]
async fn a_join_after_a_stop_or_a_yes_to_something_newer_is_for_staff() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    let unread = "SELECT count(*) FROM inbox WHERE reviewed_at IS NULL";
    shop.receives("STOP").await;
    shop.later(60);
    shop.receives("JOIN").await;
    assert_eq!(shop.count(OFFERS_LINES).await, 0);
    assert_eq!(shop.count(unread).await, 1);
    shop.later(3600);
    shop.receives("START").await;
    shop.send_all().await;
    shop.later(3600);
    shop.receives("JOIN").await;
    assert_eq!(shop.count(OFFERS_LINES).await, 1);
    shop.send_all().await;
    shop.later(60);
    shop.ready(job).await;
    shop.send_all().await;
    shop.receives("YES").await;
    assert_eq!(offers(&shop).await, Consent::Revoked, "\"ready\" was last");
    assert_eq!(shop.count(unread).await, 2);
}

#[tokio::test]
async fn staff_can_undo_their_own_opt_out_and_not_a_customers() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    let contact = shop.contact().await;
    let by = || "Jo".to_owned();
    let row = shop
        .store
        .opt_out(contact, None, "said so on the phone".into(), by(), shop.now)
        .await
        .unwrap();
    assert_eq!(service(&shop).await, Consent::Revoked);
    assert_eq!(
        shop.send_all().await,
        0,
        "the confirmation waits out the undo window"
    );
    shop.store.undo_opt_out(row, by(), shop.now).await.unwrap();
    assert_eq!(service(&shop).await, Consent::Granted);
    let row = shop
        .store
        .opt_out(contact, None, String::new(), by(), shop.now)
        .await
        .unwrap();
    shop.later(31);
    assert!(shop.store.undo_opt_out(row, by(), shop.now).await.is_err());
    assert_eq!(shop.send_all().await, 1);
    shop.receives("START").await;
    shop.receives("STOP").await;
    let stop = shop.count("SELECT max(id) FROM ledger").await;
    assert!(shop.store.undo_opt_out(stop, by(), shop.now).await.is_err());
    shop.job(true).await;
    assert_eq!(
        service(&shop).await,
        Consent::Revoked,
        "a new job lifts nothing"
    );
}

#[tokio::test]
async fn what_is_no_text_is_shown_as_such() {
    let shop = Shop::open().await;
    let wap = "440A8111110301003BF56080207130238A3B0B05040B8423F000032A0202362E3130322E3137312E3135302F524E453955304A6D713551414142666C414141414D774141423651414141414100";
    let bytes: Vec<u8> = (0..wap.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&wap[i..i + 2], 16).unwrap())
        .collect();
    shop.listing(&[bytes, vec![0xFF, 0x00]]).await;
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(
        shop.count("SELECT count(*) FROM inbox WHERE kind = 'picture'")
            .await,
        1
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM inbox WHERE kind = 'unreadable'")
            .await,
        1
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM tpdu WHERE sim_copy_pending = 1")
            .await,
        2
    );
}
