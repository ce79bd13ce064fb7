//! Calls that nobody could answer.

use super::views::Task;
use super::*;
use crate::domain::job::WaitsFor;

impl Shop {
    async fn called_by(&self, caller: Option<&str>) {
        let caller = caller.map(|number| Address::phone(number).unwrap());
        self.store.missed_call(caller, self.now).await.unwrap();
    }

    async fn to_call(&self) -> Vec<Task> {
        self.store.calls(0, self.now).await.unwrap().top.tasks
    }

    async fn called_back(&self, task: i64, outcome: &str) {
        let closed = self
            .store
            .close_task(task, outcome.to_owned(), "Jo".to_owned(), self.now);
        closed.await.unwrap();
    }
}

#[tokio::test]
async fn a_customer_is_called_back_once_however_the_network_writes_the_number() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    for number in [LUIS, "15550134477", "5550134477"] {
        shop.called_by(Some(number)).await;
        shop.later(60);
    }
    let tasks = shop.to_call().await;
    let [task] = tasks.as_slice() else {
        panic!("{tasks:?}");
    };
    assert_eq!(task.kind, TaskKind::MissedCall);
    assert_eq!(
        (task.name.as_str(), task.why.as_str()),
        ("Luis", "missed_call")
    );
    assert_eq!(task.number.as_ref().unwrap().as_e164(), LUIS);
    assert_eq!(task.contact, Some(shop.contact().await));

    shop.called_back(task.id, "no_answer").await;
    shop.called_by(Some(LUIS)).await;
    assert_eq!(shop.to_call().await.len(), 1, "it is still to be done");
    shop.called_back(task.id, "called").await;
    assert!(shop.to_call().await.is_empty());
    let done = shop.store.calls(0, shop.now).await.unwrap().done;
    assert_eq!(done.len(), 1);
    shop.called_by(Some(LUIS)).await;
    assert_eq!(shop.to_call().await.len(), 1, "a later call is another");
}

#[tokio::test]
async fn whoever_is_not_known_is_called_back_too_each_by_a_number_of_their_own() {
    let shop = Shop::open().await;
    for caller in [
        None,
        Some("+12065550199"),
        Some("2065550198"),
        Some("4711"),
        None,
    ] {
        shop.called_by(caller).await;
    }
    shop.called_by(Some("12065550199")).await;
    let shown: Vec<_> = shop
        .to_call()
        .await
        .into_iter()
        .map(|task| {
            (
                task.why,
                task.number.map(|number| number.as_e164().to_owned()),
            )
        })
        .collect();
    let row = |why: &str, number: Option<&str>| (why.to_owned(), number.map(str::to_owned));
    assert_eq!(
        shown,
        [
            row("missed_call_withheld", None),
            row("missed_call:+12065550199", Some("+12065550199")),
            row("missed_call:+12065550198", Some("+12065550198")),
            row("missed_call:4711", None),
        ]
    );
    // A stranger's call makes nobody known, and no text follows.
    assert_eq!(shop.count("SELECT count(*) FROM contact_point").await, 0);
    assert_eq!(shop.count("SELECT count(*) FROM outbox").await, 0);
}

#[tokio::test]
async fn a_call_proves_no_number_and_hides_no_other_call_that_is_to_be_made() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    let contact = shop.contact().await;
    for why in ["ready_failing", "not_sent"] {
        let job = (why == "ready_failing").then_some(job);
        let task = move |tx: &rusqlite::Transaction<'_>, now| {
            tasks::call(tx, Some(contact), job, None, why, now)
        };
        let now = shop.now;
        shop.store.write(move |tx| task(tx, now)).await.unwrap();
        shop.called_by(Some(LUIS)).await;
    }
    let whys: Vec<_> = shop
        .to_call()
        .await
        .into_iter()
        .map(|task| task.why)
        .collect();
    assert_eq!(whys, ["ready_failing", "missed_call", "not_sent"]);
    let proved = "SELECT count(*) FROM contact_point WHERE verified_at IS NOT NULL";
    assert_eq!(shop.count(proved).await, 0);
}

#[tokio::test]
async fn who_is_erased_leaves_no_missed_call() {
    let shop = Shop::open().await;
    shop.called_by(Some(LUIS)).await;
    let job = shop.job(true).await;
    shop.called_by(Some(LUIS)).await;
    assert_eq!(shop.count("SELECT count(*) FROM task").await, 2);
    let (over, by) = (JobState::PickedUp, "Jo".to_owned());
    let moved = shop
        .store
        .move_job(job, over, None, WaitsFor::Turn, by, shop.now);
    moved.await.unwrap();
    let erased = shop.store.erase(1, "Jo".to_owned(), shop.now);
    erased.await.unwrap();
    assert_eq!(shop.count("SELECT count(*) FROM task").await, 0);
}

const TEXTED_BACK: &str = "SELECT count(*) FROM outbox WHERE kind = 'missed_call'";

impl Shop {
    /// Whoever calls is texted back here; Luis agreed to texts, or did not.
    async fn texts_back(agreed: bool) -> Self {
        let shop = Self::open().await;
        shop.settings(|settings| settings.texts_back = true).await;
        shop.job(agreed).await;
        shop.send_all().await;
        shop
    }

    fn at(&mut self, time: &str) {
        let time = DateTime::parse_from_rfc3339(time).unwrap().to_utc();
        let passed = time - self.now.wall;
        self.later(passed.num_seconds());
    }
}

#[tokio::test]
async fn a_customer_who_agreed_is_texted_back_once_a_day_of_the_shop() {
    let mut shop = Shop::texts_back(true).await;
    shop.called_by(Some("5550134477")).await;
    let words = "SELECT words = 'House of Hardknocks: we missed your call. Nobody can answer calls to this \
                 number, so we''ll call you back. You can also text us here.' FROM outbox ORDER BY id DESC";
    assert_eq!(shop.count(words).await, 1);
    assert_eq!(shop.send_all().await, 1);
    assert_eq!(
        shop.to_call().await.len(),
        1,
        "and called back all the same"
    );

    shop.at("2026-11-24T17:59:00-06:00");
    shop.called_by(Some(LUIS)).await;
    let mut shop = shop.again().await;
    shop.called_by(Some(LUIS)).await;
    assert_eq!(
        shop.count(TEXTED_BACK).await,
        1,
        "a restart forgets nothing"
    );
    // It is tomorrow in UTC at six in the evening here; here it is another day after the night.
    shop.settings(|settings| settings.open = crate::domain::hours::Week::daily(0, 24))
        .await;
    shop.at("2026-11-24T20:30:00-06:00");
    shop.called_by(Some(LUIS)).await;
    assert_eq!(shop.count(TEXTED_BACK).await, 1, "the day is the shop's");
    shop.at("2026-11-25T09:00:00-06:00");
    shop.called_by(Some(LUIS)).await;
    assert_eq!(shop.send_all().await, 1);
    assert_eq!(shop.count(TEXTED_BACK).await, 2);
}

#[tokio::test]
async fn nobody_is_texted_back_whom_the_gate_would_keep_waiting_or_refuse() {
    for (what, agreed, says) in [
        ("no consent", false, None),
        ("opted out", true, Some("STOP")),
        (
            "an unclear text",
            true,
            Some("please no more of these messages I guess"),
        ),
    ] {
        let mut shop = Shop::texts_back(agreed).await;
        if let Some(words) = says {
            shop.receives(words).await;
            shop.later(60);
        }
        shop.called_by(Some(LUIS)).await;
        shop.called_by(Some("+12065550199")).await;
        shop.called_by(None).await;
        assert_eq!(shop.count(TEXTED_BACK).await, 0, "{what}");
    }
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.called_by(Some(LUIS)).await;
    assert_eq!(shop.count(TEXTED_BACK).await, 0, "it is off by default");
}

#[tokio::test]
async fn outside_open_hours_nobody_is_texted_back_and_never_late() {
    for (closed, trusted) in [
        ("2026-11-24T08:59:00-06:00", true),
        ("2026-11-24T18:00:00-06:00", true),
        ("2026-11-29T14:00:00-06:00", true),
        ("2026-11-25T14:00:00-06:00", false),
    ] {
        let mut shop = Shop::texts_back(true).await;
        shop.at(closed);
        shop.now.trusted = trusted;
        shop.called_by(Some(LUIS)).await;
        assert_eq!(shop.count(TEXTED_BACK).await, 0, "{closed}");
    }
    // Five minutes to closing; the modem is away until it is over. The call is on the list already.
    let mut shop = Shop::texts_back(true).await;
    shop.at("2026-11-24T17:55:00-06:00");
    shop.called_by(Some(LUIS)).await;
    shop.later(5 * 60);
    assert_eq!(shop.send_all().await, 0);
    shop.store.expire(shop.now).await.unwrap();
    assert_eq!(shop.state_of_last().await.0, TextState::Expired);
    assert_eq!(shop.to_call().await.len(), 1);
}

#[tokio::test]
async fn a_text_back_that_the_network_refuses_makes_no_second_task() {
    let shop = Shop::texts_back(true).await;
    shop.called_by(Some(LUIS)).await;
    let permit = shop.mint().await.unwrap();
    shop.store
        .released(permit.attempt(), OnLine::default(), shop.now)
        .await
        .unwrap();
    let refused = Outcome::Refused {
        class: crate::wire::at::Refusal::Permanent,
        words: "this number does not exist".to_owned(),
    };
    shop.settle(permit.attempt(), refused).await;
    assert_eq!(shop.state_of_last().await.0, TextState::Failed);
    assert_eq!(shop.to_call().await.len(), 1);
}
