//! What follows a pick-up: asked once, answered by a score, an offer with a code, and the code redeemed.

use super::super::Worth;
use super::*;
use crate::domain::follow_up::Codes;
use crate::domain::job::WaitsFor;

const ANA: &str = "+15550139921";

/// A job whose customer also agreed to offers, picked up.
struct Visit {
    shop: Shop,
    job: i64,
}

impl Visit {
    /// Everything is on; the customer signed for both.
    async fn open() -> Self {
        let shop = Shop::open().await;
        shop.settings(|settings| {
            settings.offers_unlocked = true;
            let wanted = &mut settings.follow_up;
            wanted.asks = true;
            wanted.review_link = "https://reviews.example/hardknocks".to_owned();
            wanted.offers = true;
            wanted.codes = Codes::Shared;
            wanted.shared_code = "HARDKNOCKS15".to_owned();
        })
        .await;
        let mut new = shop.new_job(true);
        let signed = |scope| Grant {
            scope,
            method: Method::ScreenSignature,
            ..new.grants[0].clone()
        };
        new.grants = vec![signed(Scope::Service), signed(Scope::Promotional)];
        let job = shop.store.take_in(new, shop.now).await.unwrap();
        shop.send_all().await;
        Self { shop, job }
    }

    async fn moves(&self, to: JobState) {
        let (bay, waits) = (None, WaitsFor::Turn);
        let by = "Jo".to_owned();
        let store = &self.shop.store;
        store
            .move_job(self.job, to, bay, waits, by, self.shop.now)
            .await
            .unwrap();
    }

    /// Picked up at two on a Tuesday; two hours later the question goes.
    async fn asked() -> Self {
        let mut visit = Self::open().await;
        visit.moves(JobState::PickedUp).await;
        visit.shop.later(2 * 3600);
        assert_eq!(visit.shop.send_all().await, 1);
        visit.shop.later(60);
        visit
    }

    async fn count(&self, kind: &'static str, state: &'static str) -> i64 {
        let store = &self.shop.store;
        store
            .read(move |tx| {
                let sql = "SELECT count(*) FROM outbox WHERE kind = ?1 AND state = ?2";
                Ok(tx.query_row(sql, [kind, state], |row| row.get(0))?)
            })
            .await
            .unwrap()
    }

    async fn words(&self, kind: &'static str) -> String {
        let store = &self.shop.store;
        store
            .read(move |tx| {
                let sql = "SELECT words FROM outbox WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
                Ok(tx.query_row(sql, [kind], |row| row.get(0))?)
            })
            .await
            .unwrap()
    }

    async fn score(&self) -> Option<i64> {
        let job = self.job;
        self.shop
            .store
            .read(move |tx| {
                let sql = "SELECT score FROM feedback WHERE job_id = ?1";
                Ok(tx.query_row(sql, [job], |row| row.get(0))?)
            })
            .await
            .unwrap()
    }

    async fn worth(&self, code: &str, customer: Option<i64>) -> Worth {
        let (code, now) = (code.to_owned(), self.shop.now);
        let store = &self.shop.store;
        store
            .read(move |tx| super::super::redeem::worth(tx, &code, customer, now))
            .await
            .unwrap()
    }

    /// A week later, on a Tuesday at two, the offer goes.
    async fn offered(codes: Codes) -> Self {
        let mut visit = Self::open().await;
        visit
            .shop
            .settings(|settings| settings.follow_up.codes = codes)
            .await;
        let contact = visit.shop.contact().await;
        let now = visit.shop.now;
        let verify = move |tx: &rusqlite::Transaction<'_>| {
            super::super::codes::verified(tx, contact, "code", now)
        };
        visit.shop.store.write(verify).await.unwrap();
        visit.moves(JobState::PickedUp).await;
        visit.shop.later(7 * 24 * 3600);
        assert_eq!(
            visit.shop.send_all().await,
            1,
            "the question's time is over"
        );
        visit
    }
}

#[tokio::test(start_paused = true)]
async fn the_question_goes_two_hours_after_pick_up_and_once() {
    let mut visit = Visit::open().await;
    visit.moves(JobState::PickedUp).await;
    assert_eq!(visit.count("feedback", "queued").await, 1);
    visit.shop.later(2 * 3600 - 1);
    assert_eq!(visit.shop.send_all().await, 0, "too early");
    visit.shop.later(1);
    assert_eq!(visit.shop.send_all().await, 1);
    assert_eq!(
        visit.words("feedback").await,
        "House of Hardknocks: thanks for bringing in 2012 Chevy Tahoe. How did we do? Reply 1 to 5; 5 is best."
    );
    // Back, and picked up again: nobody is asked twice.
    visit.moves(JobState::Waiting).await;
    visit.moves(JobState::PickedUp).await;
    assert_eq!(visit.count("feedback", "queued").await, 0);
    visit.shop.later(3 * 3600);
    assert_eq!(visit.shop.send_all().await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_comes_back_is_not_asked_about_until_it_is_picked_up_again() {
    let mut visit = Visit::open().await;
    visit.moves(JobState::PickedUp).await;
    let store = visit.shop.store.clone();
    store
        .bring_back(visit.job, "Jo".to_owned(), visit.shop.now)
        .await
        .unwrap();
    assert_eq!(visit.count("feedback", "queued").await, 0);
    assert_eq!(visit.count("offer", "queued").await, 0);
    visit.shop.later(3 * 3600);
    assert_eq!(visit.shop.send_all().await, 0);
    visit.moves(JobState::PickedUp).await;
    assert_eq!(visit.count("feedback", "queued").await, 1);
    assert_eq!(visit.count("offer", "queued").await, 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_put_in_that_is_off_or_that_nobody_agreed_to() {
    for (asks, offers, unlocked, agreed, tell, texts) in [
        (true, true, true, true, "text", 1),
        (false, true, true, true, "text", 0),
        (true, true, true, false, "text", 0),
        (true, true, true, true, "call", 0),
        (true, true, true, true, "email", 0),
        (true, true, true, true, "both", 1),
        (false, true, false, true, "text", 0),
    ] {
        let shop = Shop::open().await;
        shop.settings(|settings| {
            settings.offers_unlocked = unlocked;
            settings.follow_up.asks = asks;
            settings.follow_up.offers = offers;
        })
        .await;
        let job = shop.job(agreed).await;
        let set = move |tx: &rusqlite::Transaction<'_>| {
            tx.execute("UPDATE job SET tell = ?1", [tell])?;
            Ok(())
        };
        shop.store.write(set).await.unwrap();
        let visit = Visit { shop, job };
        visit.moves(JobState::PickedUp).await;
        // Consent to texts about the vehicle is none to offers.
        assert_eq!(visit.count("offer", "queued").await, 0);
        let name = (asks, offers, unlocked, agreed, tell);
        assert_eq!(visit.count("feedback", "queued").await, texts, "{name:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_sent_in_three_days_is_not_sent() {
    let mut visit = Visit::open().await;
    visit.moves(JobState::PickedUp).await;
    visit.shop.later(2 * 3600 + 3 * 24 * 3600);
    visit.shop.store.expire(visit.shop.now).await.unwrap();
    assert_eq!(visit.count("feedback", "expired").await, 1);
    let calls = visit.shop.count("SELECT count(*) FROM task").await;
    assert_eq!(calls, 0, "nobody is called for that");
}

#[tokio::test(start_paused = true)]
async fn a_score_is_kept_with_its_text_counts_as_read_and_is_thanked_for_once() {
    let visit = Visit::asked().await;
    visit.shop.receives("5!").await;
    assert_eq!(visit.score().await, Some(5));
    let read = "SELECT count(*) FROM feedback JOIN inbox ON inbox.id = inbox_id
                WHERE inbox.words = '5!' AND reviewed_at IS NOT NULL AND answered_at IS NOT NULL";
    assert_eq!(visit.shop.count(read).await, 1);
    assert_eq!(visit.shop.send_all().await, 1);
    assert_eq!(
        visit.words("thanks").await,
        "House of Hardknocks: thank you for telling us. A review helps others find us: https://reviews.example/hardknocks"
    );
    assert_eq!(visit.shop.count("SELECT count(*) FROM task").await, 0);
    // A second number is no second answer: people read it.
    visit.shop.receives("4").await;
    assert_eq!(visit.score().await, Some(5));
    assert_eq!(visit.shop.send_all().await, 0);
    let unread = "SELECT count(*) FROM inbox WHERE words = '4' AND reviewed_at IS NULL";
    assert_eq!(visit.shop.count(unread).await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_low_score_is_an_urgent_task_and_gets_the_same_thanks() {
    let mut thanks = Vec::new();
    for (score, tasks) in [("5", 0), ("4", 0), ("3", 1), ("one star", 1)] {
        let visit = Visit::asked().await;
        visit.shop.receives(score).await;
        let open = "SELECT count(*) FROM task WHERE kind = 'low_score' AND urgent = 1
                    AND closed_at IS NULL AND inbox_id IS NOT NULL AND job_id IS NOT NULL";
        assert_eq!(visit.shop.count(open).await, tasks, "{score}");
        assert_eq!(visit.shop.send_all().await, 1, "{score}");
        thanks.push(visit.words("thanks").await);
    }
    thanks.dedup();
    assert_eq!(thanks.len(), 1, "{thanks:?}");
}

#[tokio::test(start_paused = true)]
async fn a_number_out_of_the_blue_is_a_conversation() {
    let visit = Visit::open().await;
    visit.moves(JobState::PickedUp).await;
    visit.shop.receives("5").await;
    assert_eq!(visit.score().await, None, "nothing has been asked yet");
    // Staff have asked something since: the number may be the answer to that.
    let visit = Visit::asked().await;
    let mut typed = visit
        .shop
        .text(visit.job, TextKind::Typed, "How many amps did you want?")
        .await;
    typed.purpose = Purpose::Conversation;
    visit.shop.store.queue(typed, visit.shop.now).await.unwrap();
    visit.shop.receives("2").await;
    assert_eq!(visit.score().await, None);
}

#[tokio::test(start_paused = true)]
async fn stop_wins_and_ends_what_waits() {
    let mut visit = Visit::open().await;
    visit.moves(JobState::PickedUp).await;
    visit.shop.receives("STOP").await;
    assert_eq!(visit.count("feedback", "cancelled").await, 1);
    assert_eq!(visit.count("offer", "cancelled").await, 1);
    visit.shop.send_all().await;
    visit.shop.later(8 * 24 * 3600);
    assert_eq!(visit.shop.send_all().await, 0);

    let visit = Visit::asked().await;
    visit.shop.receives("STOP").await;
    visit.shop.send_all().await;
    visit.shop.receives("1").await;
    assert_eq!(visit.score().await, Some(1), "it is an answer all the same");
    assert_eq!(visit.count("thanks", "queued").await, 0);
    assert_eq!(
        visit.shop.send_all().await,
        0,
        "nothing automatic after a STOP"
    );
}

#[tokio::test(start_paused = true)]
async fn an_offer_names_its_code_and_its_last_day() {
    let visit = Visit::offered(Codes::Shared).await;
    assert_eq!(
        visit.words("offer").await,
        "House of Hardknocks: 15% off your next visit with code HARDKNOCKS15 until 12/31. Reply STOP to end."
    );
    let own = Visit::offered(Codes::Unique).await;
    let code: String = own
        .shop
        .store
        .read(|tx| {
            Ok(
                tx.query_row("SELECT code FROM offer WHERE shared = 0", [], |row| {
                    row.get(0)
                })?,
            )
        })
        .await
        .unwrap();
    assert_eq!(code.len(), 8);
    assert!(own.words("offer").await.contains(&code));
}

#[tokio::test(start_paused = true)]
async fn a_code_of_its_own_is_good_once_for_whom_it_was_texted() {
    let mut visit = Visit::offered(Codes::Unique).await;
    let code: String = visit
        .shop
        .store
        .read(|tx| Ok(tx.query_row("SELECT code FROM offer", [], |row| row.get(0))?))
        .await
        .unwrap();
    let typed = format!(" {}-{} ", &code[..4].to_lowercase(), &code[4..]);
    let Worth::Good { customer, name, .. } = visit.worth(&code, None).await else {
        panic!("not good");
    };
    assert_eq!(name, "Luis");
    let (store, now) = (visit.shop.store.clone(), visit.shop.now);
    let by = || "Jo".to_owned();
    let (_, id) = store
        .redeem(typed.clone(), customer, by(), now)
        .await
        .unwrap();
    let (worth, none) = store
        .redeem(typed.clone(), customer, by(), now)
        .await
        .unwrap();
    assert!(
        matches!(&worth, Worth::Used(used) if used.by == "Jo" && used.name == "Luis"),
        "{worth:?}"
    );
    assert_eq!(none, None);
    store.undo_redeem(id.unwrap(), by(), now).await.unwrap();
    assert!(matches!(
        store.undo_redeem(id.unwrap(), by(), now).await,
        Err(StoreError::TooLate)
    ));
    assert!(matches!(visit.worth(&code, None).await, Worth::Good { .. }));
    assert_eq!(visit.worth("CDFHJKMN", None).await, Worth::Unknown);
    assert_eq!(visit.worth("", None).await, Worth::Unknown);
    // Its last day is the 31st of December.
    visit.shop.now.wall = DateTime::parse_from_rfc3339("2026-12-31T23:59:59-06:00")
        .unwrap()
        .to_utc();
    assert!(matches!(visit.worth(&code, None).await, Worth::Good { .. }));
    visit.shop.later(1);
    assert!(matches!(
        visit.worth(&code, None).await,
        Worth::Expired { .. }
    ));
    let noted = "SELECT count(*) FROM audit WHERE detail LIKE '%redeemed%' AND who = 'Jo'";
    assert_eq!(visit.shop.count(noted).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_code_that_never_left_is_unknown() {
    let visit = Visit::open().await;
    visit
        .shop
        .settings(|settings| settings.follow_up.codes = Codes::Unique)
        .await;
    visit.moves(JobState::PickedUp).await;
    let code: String = visit
        .shop
        .store
        .read(|tx| Ok(tx.query_row("SELECT code FROM offer", [], |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(visit.worth(&code, None).await, Worth::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a_shared_code_is_good_once_for_each_customer() {
    let visit = Visit::offered(Codes::Shared).await;
    let (store, now) = (visit.shop.store.clone(), visit.shop.now);
    assert_eq!(visit.worth("HARDKNOCKS15", None).await, Worth::ForWhom);
    let mut other = visit.shop.new_job(true);
    other.name = "Ana".to_owned();
    other.number = Some(PhoneNumber::parse(ANA, Country::US).unwrap());
    let job = store.take_in(other, now).await.unwrap();
    let customers: Vec<i64> = store
        .read(|tx| {
            let mut statement = tx.prepare("SELECT id FROM customer ORDER BY id")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    let [luis, ana] = customers[..] else {
        panic!("{customers:?}");
    };
    for customer in [luis, ana] {
        let code = "hardknocks15".to_owned();
        let (worth, id) = store
            .redeem(code.clone(), customer, "Jo".to_owned(), now)
            .await
            .unwrap();
        assert!(id.is_some(), "{worth:?}");
        let (worth, again) = store
            .redeem(code, customer, "Jo".to_owned(), now)
            .await
            .unwrap();
        assert!(matches!(worth, Worth::Used(_)) && again.is_none());
    }
    let visits = "SELECT job_id FROM redemption ORDER BY id DESC LIMIT 1";
    assert_eq!(
        visit.shop.count(visits).await,
        job,
        "for the visit that is open"
    );
    // Two entries of one person become one, with what both redeemed.
    store.merge(luis, ana, "Jo".to_owned(), now).await.unwrap();
    assert_eq!(
        visit
            .shop
            .count("SELECT count(DISTINCT customer_id) FROM redemption")
            .await,
        1
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_handed_to_a_person_has_the_score_the_offer_and_the_redeemed_code() {
    let visit = Visit::asked().await;
    visit.shop.receives("4").await;
    let store = visit.shop.store.clone();
    let (by, now) = ("Jo".to_owned(), visit.shop.now);
    let customer = visit.shop.count("SELECT customer_id FROM job").await;
    let code = "HARDKNOCKS15".to_owned();
    let (_, id) = store.redeem(code, customer, by.clone(), now).await.unwrap();
    assert!(id.is_some());
    let whole = store
        .export_person(customer, by.clone(), now)
        .await
        .unwrap();
    assert_eq!(whole["scores"][0]["score"], 4);
    assert_eq!(whole["offers"][0]["code"], "HARDKNOCKS15");
    assert_eq!(whole["redeemed_codes"][0]["by"], "Jo");
    store.erase(customer, by, now).await.unwrap();
    for (sql, left) in [
        ("SELECT count(*) FROM redemption", 0),
        ("SELECT count(*) FROM offer", 0),
        (
            "SELECT count(*) FROM feedback WHERE inbox_id IS NOT NULL",
            0,
        ),
        // The shop's figures stay.
        ("SELECT sum(score) FROM feedback", 4),
    ] {
        assert_eq!(visit.shop.count(sql).await, left, "{sql}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_erased_persons_texts_do_not_follow_on_a_number_that_others_have() {
    let mut visit = Visit::open().await;
    let mut other = visit.shop.new_job(true);
    other.name = "Marta".to_owned();
    let store = visit.shop.store.clone();
    store.take_in(other, visit.shop.now).await.unwrap();
    visit.moves(JobState::PickedUp).await;
    let customer = visit
        .shop
        .count("SELECT customer_id FROM job ORDER BY id LIMIT 1")
        .await;
    store
        .erase(customer, "Jo".to_owned(), visit.shop.now)
        .await
        .unwrap();
    visit.shop.later(3 * 3600);
    assert_eq!(visit.shop.send_all().await, 0);
    assert_eq!(visit.shop.count("SELECT count(*) FROM offer").await, 0);
}
