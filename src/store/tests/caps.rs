//! The caps, and what becomes of offers that are received badly.

use super::*;
use crate::domain::settings::Limits;
use rusqlite::params;

const OFFER: (Purpose, TextKind) = (Purpose::Promotional, TextKind::Offer);
const FEEDBACK: (Purpose, TextKind) = (Purpose::Feedback, TextKind::Feedback);
const NEXT: (Purpose, TextKind) = (Purpose::Service, TextKind::NextInLine);
const READY: (Purpose, TextKind) = (Purpose::Service, TextKind::Ready);

/// A shop whose Luis agreed to everything and proved his number, and which texts at any hour.
async fn shop() -> (Shop, i64) {
    shop_that_agreed("Offers").await
}

/// The same, with the words of the line for offers.
async fn shop_that_agreed(line: &str) -> (Shop, i64) {
    let shop = Shop::open().await;
    shop.settings(|settings| {
        settings.offers_unlocked = true;
        settings.limits.per_hour = 50;
    })
    .await;
    let mut new = shop.new_job(true);
    let mut offers = new.grants[0].clone();
    offers.scope = Scope::Promotional;
    offers.words = line.to_owned();
    offers.method = Method::ScreenSignature;
    new.grants.push(offers);
    let job = shop.store.take_in(new, shop.now).await.unwrap();
    shop.receives("Thanks").await;
    shop.store
        .write(|tx| {
            Ok(tx.execute_batch(
                "UPDATE inbox SET reviewed_at = 0; UPDATE outbox SET state = 'cancelled'",
            )?)
        })
        .await
        .unwrap();
    (shop, job)
}

/// So many texts that went so long ago: each to another number.
async fn went(shop: &Shop, how_many: i64, kind: (Purpose, TextKind), words: &str, ago: TimeDelta) {
    went_at(shop, (0..how_many).map(|n| (n, ago)), kind, words).await;
}

/// A text to each of these numbers of Chicago's, that went so long ago.
async fn went_at(
    shop: &Shop,
    each: impl Iterator<Item = (i64, TimeDelta)>,
    (purpose, _): (Purpose, TextKind),
    words: &str,
) {
    let now = shop.now.wall;
    let each: Vec<(i64, i64)> = each
        .map(|(number, ago)| (number, (now - ago).timestamp_millis()))
        .collect();
    let words = words.to_owned();
    let sql = "INSERT INTO outbox (contact_id, purpose, priority, words, origin, created_at, send_before, state)
               VALUES (?1, ?2, 9, ?3, 'page', ?4, ?4, 'sent')";
    shop.store
        .write(move |tx| {
            for (n, at) in each {
                let number = format!("+1312555{n:04}");
                tx.execute(
                    "INSERT OR IGNORE INTO contact_point (kind, address, created_at) VALUES ('number', ?1, 0)",
                    [&number],
                )?;
                let contact: i64 = tx.query_row(
                    "SELECT id FROM contact_point WHERE address = ?1",
                    [&number],
                    |row| row.get(0),
                )?;
                // Words with a # are different each time.
                let words = words.replace('#', &n.to_string());
                tx.execute(sql, params![contact, purpose.as_str(), words, at])?;
                let text = tx.last_insert_rowid();
                let attempt = -text;
                tx.execute(
                    "INSERT INTO part (outbox_id, seq, state, attempt, sent_at) VALUES (?1, 1, 'sent', ?2, ?3)",
                    params![text, attempt, at],
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// Why such a text to Luis would wait; empty when it would go.
async fn waits(
    shop: &Shop,
    job: i64,
    (purpose, kind): (Purpose, TextKind),
    words: &str,
) -> &'static str {
    let mut text = shop.text(job, kind, words).await;
    text.purpose = purpose;
    text.send_before = shop.now.wall + TimeDelta::days(30);
    let (shared, now) = (std::sync::Arc::clone(&shop.store.shared), shop.now);
    let verdict = shop
        .store
        .read(move |tx| verdict::foresee(tx, &shared, &text, now))
        .await
        .unwrap();
    match verdict {
        crate::domain::gate::Verdict::Send => "",
        crate::domain::gate::Verdict::Hold(_, why) => why.as_str(),
        crate::domain::gate::Verdict::Refuse(why) => why.as_str(),
    }
}

#[tokio::test]
async fn nobody_gets_more_offers_a_month_than_the_line_said_that_they_agreed_to() {
    for (line, second) in [
        ("Offers, up to 1 a month.", "capped"),
        ("Offers, up to 2 a month.", ""),
        ("Offers, up to 9 a month.", ""),
        ("Offers now and then.", ""),
    ] {
        let (mut shop, job) = shop_that_agreed(line).await;
        let mut offer = shop.text(job, TextKind::Offer, "15 % off").await;
        offer.purpose = Purpose::Promotional;
        shop.store.queue(offer, shop.now).await.unwrap();
        assert_eq!(shop.send_all().await, 1);
        shop.later(8 * 86_400);
        assert_eq!(waits(&shop, job, OFFER, "x").await, second, "{line}");
        shop.later(26 * 86_400);
        assert_eq!(waits(&shop, job, OFFER, "x").await, "", "{line}");
    }
}

#[tokio::test]
async fn as_the_hour_fills_offers_wait_first_and_what_is_reserved_never() {
    let minute = TimeDelta::minutes(1);
    for (gone, waiting) in [
        (39, ["", "", "", ""]),
        (40, ["capped", "", "", ""]),
        (44, ["capped", "", "", ""]),
        (45, ["capped", "capped", "", ""]),
        (49, ["capped", "capped", "", ""]),
        (50, ["capped", "capped", "capped", ""]),
    ] {
        let (shop, job) = shop().await;
        went(&shop, gone, READY, "ready #", minute).await;
        for (text, waiting) in [OFFER, FEEDBACK, NEXT, READY].into_iter().zip(waiting) {
            assert_eq!(
                waits(&shop, job, text, "x").await,
                waiting,
                "{gone} {text:?}"
            );
        }
        let mut shop = shop.again().await;
        let kept = waits(&shop, job, OFFER, "x").await;
        assert_eq!(kept, waiting[0], "a restart forgets nothing");
        shop.later(3600);
        assert_eq!(waits(&shop, job, OFFER, "x").await, "", "an hour later");
    }
}

#[tokio::test]
async fn each_shipped_limit_binds_at_its_number_and_ends_with_its_window() {
    let (minute, hour, day) = (60, 3600, 86_400);
    // What has gone, what it binds then, how many bind it, and the window in seconds.
    for (gone, bound, most, window) in [
        (READY, NEXT, 6, minute),
        (READY, NEXT, 60, hour),
        (READY, NEXT, 150, day),
        (READY, FEEDBACK, 135, day),
        (READY, OFFER, 120, day),
        (OFFER, OFFER, 10, hour),
        (OFFER, OFFER, 30, day),
    ] {
        let (mut shop, job) = shop().await;
        shop.settings(|settings| {
            settings.limits = Limits {
                numbers_per_day: u32::MAX,
                ..Limits::default()
            };
        })
        .await;
        for number in 0..6 {
            let from = format!("+1312555{number:04}");
            shop.receives_from(&from, "How much is it?", shop.now.wall)
                .await;
        }
        // Spread over the window, so that no shorter one fills.
        let apart = (window * 1000 - 2000) / most;
        let ago = |n| (n, TimeDelta::milliseconds(n * apart + 1000));
        went_at(&shop, (1..most).map(ago), gone, "one #").await;
        let what = format!("{most} of {gone:?} in {window} s");
        assert_eq!(waits(&shop, job, bound, "x").await, "", "{what}: below");
        went_at(&shop, (0..1).map(ago), gone, "one #").await;
        assert_eq!(waits(&shop, job, bound, "x").await, "capped", "{what}");
        assert_eq!(waits(&shop, job, READY, "x").await, "", "{what}: reserved");
        shop.later(window);
        assert_eq!(waits(&shop, job, bound, "x").await, "", "{what}: over");
    }
}

#[tokio::test]
async fn a_hundred_numbers_are_texted_a_day_and_those_may_be_texted_again() {
    let (mut shop, job) = shop().await;
    let earlier = TimeDelta::hours(2);
    went(&shop, 99, READY, "ready #", earlier).await;
    assert_eq!(waits(&shop, job, NEXT, "x").await, "");
    went_at(&shop, std::iter::once((99, earlier)), READY, "ready").await;
    assert_eq!(waits(&shop, job, NEXT, "x").await, "capped");
    assert_eq!(waits(&shop, job, READY, "x").await, "", "reserved");
    let ready = shop.text(job, TextKind::Ready, "ready").await;
    shop.store.queue(ready, shop.now).await.unwrap();
    assert_eq!(shop.send_all().await, 1);
    shop.later(120);
    assert_eq!(
        waits(&shop, job, NEXT, "x").await,
        "",
        "Luis is one of them"
    );
}

#[tokio::test]
async fn the_same_words_go_twenty_times_an_hour_but_for_what_is_reserved() {
    let (shop, job) = shop().await;
    went(&shop, 19, READY, "the same", TimeDelta::minutes(5)).await;
    assert_eq!(waits(&shop, job, OFFER, "the same").await, "");
    went(&shop, 1, READY, "the same", TimeDelta::minutes(5)).await;
    assert_eq!(waits(&shop, job, OFFER, "the same").await, "capped");
    assert_eq!(waits(&shop, job, NEXT, "the same").await, "capped");
    assert_eq!(waits(&shop, job, OFFER, "others").await, "");
    assert_eq!(waits(&shop, job, READY, "the same").await, "");
}

#[tokio::test]
async fn an_offer_in_two_parts_is_not_held_back_by_its_own_first() {
    let (shop, job) = shop().await;
    let words = "a".repeat(200);
    let mut offer = shop.text(job, TextKind::Offer, &words).await;
    offer.purpose = Purpose::Promotional;
    shop.store.queue(offer, shop.now).await.unwrap();
    assert_eq!(shop.send_all().await, 2);
    assert_eq!(shop.state_of_last().await.0, TextState::Sent);
    assert_eq!(waits(&shop, job, OFFER, "x").await, "capped", "one a week");
}

#[tokio::test]
async fn offers_that_nobody_answers_stop_and_go_on_when_the_week_is_over() {
    let (mut shop, job) = shop().await;
    went(&shop, 30, OFFER, "offer #", TimeDelta::days(2)).await;
    assert_eq!(waits(&shop, job, OFFER, "x").await, "unwelcome");
    assert_eq!(waits(&shop, job, FEEDBACK, "x").await, "");
    for n in 0..6 {
        let at = shop.now.wall;
        shop.receives_from(&format!("+1312555{n:04}"), "How much is it?", at)
            .await;
    }
    assert_eq!(
        waits(&shop, job, OFFER, "x").await,
        "",
        "five for one are borne"
    );
    went(&shop, 1, OFFER, "offer #", TimeDelta::days(1)).await;
    assert_eq!(waits(&shop, job, OFFER, "x").await, "unwelcome");
    shop.later(6 * 86_400);
    assert_eq!(waits(&shop, job, OFFER, "x").await, "");
}

#[tokio::test]
async fn offers_stop_when_customers_opt_out_or_complain() {
    for words in ["STOP", "This is harassment, I will report you"] {
        let (shop, job) = shop().await;
        went(&shop, 10, OFFER, "offer #", TimeDelta::days(2)).await;
        let enough = if words == "STOP" { 2 } else { 5 };
        for n in 0..enough {
            assert_eq!(waits(&shop, job, OFFER, "x").await, "", "{words}: {n}");
            let from = format!("+1312555{n:04}");
            shop.receives_from(&from, words, shop.now.wall).await;
        }
        assert_eq!(waits(&shop, job, OFFER, "x").await, "unwelcome", "{words}");
        assert_eq!(waits(&shop, job, READY, "x").await, "");
    }
}
