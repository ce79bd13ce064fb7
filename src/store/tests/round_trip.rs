//! The line's texts to itself, with time in hand.

use super::*;
use crate::domain::round_trip::Failure;

const LINE: &str = "+12065550100";

fn number(written: &str) -> PhoneNumber {
    PhoneNumber::parse(written, Country::US).unwrap()
}

impl Shop {
    async fn with_line() -> Self {
        let shop = Self::open().await;
        shop.settings(|settings| settings.line = Some(number(LINE)))
            .await;
        shop
    }

    async fn starts(&self, by: &str) -> Option<i64> {
        let started = self
            .store
            .start_round_trip(SIM.to_owned(), by.to_owned(), self.now);
        started.await.unwrap()
    }

    async fn trip(&self) -> RoundTrip {
        self.store.last_round_trip().await.unwrap().unwrap()
    }

    async fn is_due(&self) -> bool {
        let due = self.store.line_check_is_due(SIM.to_owned(), self.now);
        due.await.unwrap()
    }

    async fn judged(&self) -> Option<Failure> {
        let judged = self.store.judge_round_trip(self.now).await.unwrap();
        judged.and_then(|trip| trip.failure())
    }

    async fn comes_back(&self) {
        let text = self.trip().await.text;
        let words: String = self
            .store
            .read(move |tx| {
                Ok(
                    tx.query_row("SELECT words FROM outbox WHERE id = ?1", [text], |row| {
                        row.get(0)
                    })?,
                )
            })
            .await
            .unwrap();
        self.receives_from(LINE, &words, self.now.wall).await;
    }

    async fn is_deaf(&self) -> bool {
        let top = self.store.top(self.now).await.unwrap();
        top.deaf_since.is_some()
    }
}

#[tokio::test]
async fn a_text_to_the_line_itself_is_timed_both_ways_and_is_no_conversation() {
    let mut shop = Shop::with_line().await;
    let text = shop.starts("Ann").await;
    assert_eq!(shop.starts("Jo").await, text, "one at a time");
    let permit = shop.mint().await.unwrap();
    let released = shop
        .store
        .released(permit.attempt(), OnLine::default(), shop.now);
    released.await.unwrap();
    shop.later(3);
    shop.settle(permit.attempt(), Outcome::Sent { mr: 7 }).await;
    shop.later(7);
    shop.comes_back().await;
    shop.later(1);
    let tpdu = report(LINE, 7, 0, shop.now.wall);
    shop.listing(&[tpdu]).await;
    let trip = shop.trip().await;
    let seconds = TimeDelta::seconds;
    assert_eq!(
        (trip.out(), trip.back(), trip.report(), trip.failure()),
        (Some(seconds(3)), Some(seconds(7)), Some(seconds(8)), None)
    );
    // A repeat by the network changes nothing, and neither is anybody's text.
    shop.later(60);
    shop.comes_back().await;
    assert_eq!(shop.trip().await, trip);
    for none in ["inbox", "task", "ledger"] {
        let sql = match none {
            "inbox" => "SELECT count(*) FROM inbox",
            "task" => "SELECT count(*) FROM task",
            _ => "SELECT count(*) FROM ledger",
        };
        assert_eq!(shop.count(sql).await, 0, "{none}");
    }
    // The same words from another number are a text like any other.
    let words = "SELECT count(*) FROM inbox WHERE words LIKE 'Readybell checks%'";
    shop.receives_from(LUIS, "Readybell checks this line: ABCDEFGH", shop.now.wall)
        .await;
    assert_eq!(shop.count(words).await, 1);
}

#[tokio::test]
async fn it_goes_to_the_line_s_own_number_and_nowhere_else() {
    let shop = Shop::open().await;
    assert_eq!(shop.starts("Ann").await, None, "no number is guessed");
    shop.settings(|settings| settings.phone = LUIS.to_owned())
        .await;
    assert_eq!(shop.starts("Ann").await, None, "customers call that one");
    let told = shop
        .store
        .sim_tells_number(SIM.to_owned(), Some(number(LINE)), shop.now);
    told.await.unwrap();
    assert!(shop.starts("Ann").await.is_some());
    assert_eq!(shop.trip().await.number, number(LINE));
    // Before it goes, the owner corrects the number: the old one may be anybody's.
    shop.settings(|settings| settings.line = Some(number("+12065550199")))
        .await;
    assert!(shop.mint().await.is_none());
    assert_eq!(shop.state_of_last().await.0, TextState::Refused);
    assert_eq!(shop.judged().await, Some(Failure::NotSent));
    assert!(!shop.is_deaf().await, "it shows nothing of receiving");
}

#[tokio::test]
async fn one_that_is_not_back_in_ten_minutes_has_failed_until_something_comes_in() {
    let mut shop = Shop::with_line().await;
    shop.job(true).await;
    shop.send_all().await;
    shop.starts("Ann").await;
    assert!(shop.send(7).await);
    shop.later(599);
    assert_eq!(shop.judged().await, None);
    shop.later(1);
    assert_eq!(shop.judged().await, Some(Failure::DidNotArrive));
    assert_eq!(shop.judged().await, None, "it is told once");
    assert!(shop.is_deaf().await);
    shop.later(60);
    let mut shop = shop.again().await;
    assert!(shop.is_deaf().await, "a restart forgets nothing");
    shop.receives("Hi").await;
    assert!(!shop.is_deaf().await, "it does receive");
    // And one that comes late has come.
    shop.later(60);
    shop.comes_back().await;
    assert_eq!(shop.trip().await.failure(), None);

    shop.later(60);
    shop.starts("Ann").await;
    assert!(shop.send(8).await);
    shop.later(3600);
    shop.judged().await;
    assert!(shop.is_deaf().await);
    shop.later(60);
    shop.starts("Ann").await;
    assert!(shop.send(9).await);
    shop.comes_back().await;
    assert!(!shop.is_deaf().await, "the next one came back");
}

#[tokio::test]
async fn a_day_of_silence_makes_it_due_in_open_hours_once_a_day() {
    const HOUR: i64 = 3600;
    let mut shop = Shop::with_line().await;
    shop.later(23 * HOUR);
    assert!(!shop.is_due().await, "it is here for less than a day");
    shop.later(HOUR);
    assert!(shop.is_due().await, "Wednesday, two in the afternoon");
    shop.now.trusted = false;
    assert!(!shop.is_due().await, "by which clock?");
    shop.now.trusted = true;
    shop.settings(|settings| settings.checks_line = false).await;
    assert!(!shop.is_due().await, "the owner wants none");
    shop.settings(|settings| settings.checks_line = true).await;
    shop.receives("Hi").await;
    assert!(!shop.is_due().await, "something came in");

    shop.later(24 * HOUR);
    assert!(shop.is_due().await);
    shop.starts("").await;
    assert!(!shop.is_due().await, "it is on its way");
    shop.send_all().await;
    shop.later(5);
    shop.comes_back().await;
    shop.later(23 * HOUR);
    assert!(!shop.is_due().await, "it was heard of less than a day ago");
    shop.later(HOUR);
    assert!(shop.is_due().await, "a day after that");
    shop.later(5 * HOUR);
    assert!(!shop.is_due().await, "it is closed, on Friday evening");
    shop.later(14 * HOUR);
    assert!(shop.is_due().await, "Saturday morning");
}

#[tokio::test]
async fn a_number_that_never_proved_itself_is_not_tried_again_without_a_person() {
    const DAY: i64 = 24 * 3600;
    let mut shop = Shop::with_line().await;
    shop.later(DAY);
    assert!(shop.is_due().await);
    shop.starts("").await;
    shop.send_all().await;
    shop.later(3600);
    assert_eq!(shop.judged().await, Some(Failure::DidNotArrive));
    shop.later(DAY);
    assert!(!shop.is_due().await, "it may be a stranger's");
    shop.starts("Ann").await;
    shop.send_all().await;
    shop.comes_back().await;
    shop.later(DAY);
    assert!(shop.is_due().await, "now it is proved");
    let other = shop.store.line_check_is_due("another".to_owned(), shop.now);
    assert!(other.await.unwrap(), "another SIM is tried once as well");
}
