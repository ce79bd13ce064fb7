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
        self.store.calls(self.now).await.unwrap().top.tasks
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
    let done = shop.store.calls(shop.now).await.unwrap().done;
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
