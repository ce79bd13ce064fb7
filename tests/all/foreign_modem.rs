//! The program on a modem that this project did not write: `readybell serve` on ofono-phonesim's
//! port. What goes out is asked for and followed over the API; what comes in is judged by the API,
//! the database and the ledger.

use crate::support::bench::Bench;
use crate::support::daemon::Daemon;
use crate::support::phonesim::{Phonesim, numbers};
use crate::support::process::PATIENCE;
use crate::support::seed;
use chrono::{DateTime, Timelike, Utc};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long the slow number is silent.
const SILENCE: Duration = Duration::from_secs(8);
/// A network may take two minutes to answer, so nothing is given up before this.
const TIME_OUT: Duration = Duration::from_secs(130);
/// What a program may do here.
const SCOPES: [&str; 2] = ["service", "permission"];

/// The shop, its modem, and the program.
struct House {
    phonesim: Phonesim,
    daemon: Daemon,
    token: String,
    bench: Bench,
}

impl House {
    /// A shop at two in the afternoon; each of these customers has agreed to texts. The date is
    /// today's, because phonesim stamps what comes in with it.
    fn open(customers: &[&str]) -> Self {
        let phonesim = Phonesim::start(SILENCE);
        let mut bench = Bench::new();
        let today = Utc::now();
        bench.set_clock(today);
        std::os::unix::fs::symlink(phonesim.port(), bench.file("modem")).unwrap();
        let token = "rb_of_a_program".to_owned();
        bench.with_store(async |store, now| {
            seed::set_up(store, now).await;
            let mut settings = store.settings().await.unwrap();
            settings.zone = where_it_is_two(today);
            let set = store.set_settings(settings, "Sam".to_owned(), now);
            set.await.unwrap();
            for national in customers {
                seed::customer(store, &e164(national), now).await;
            }
            let scopes = SCOPES.map(str::to_owned).to_vec();
            let added = store.add_token(
                "till".to_owned(),
                token.clone(),
                scopes,
                "Sam".to_owned(),
                now,
            );
            added.await.unwrap();
        });
        let daemon = bench.open();
        daemon.is_ready();
        Self {
            phonesim,
            daemon,
            token,
            bench,
        }
    }

    /// Asks for a text, as a program does; gives its id.
    fn text(&self, national: &str) -> i64 {
        let (status, answer) = self.ask_for_text(national);
        assert_eq!(status, 202, "{answer}");
        answer["id"].as_i64().unwrap()
    }

    fn ask_for_text(&self, national: &str) -> (u16, Value) {
        let text = json!({ "to": e164(national), "purpose": "service", "body": "It goes well." });
        self.daemon.ask(&self.token, "POST", "/texts", &text)
    }

    /// Where a text stands.
    fn look(&self, text: i64) -> Value {
        let path = format!("/texts/{text}");
        let (status, answer) = self.daemon.ask(&self.token, "GET", &path, &Value::Null);
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Waits until this can be said of the text in the database. Gives what the API says then.
    #[track_caller]
    fn comes_to(&self, text: i64, patience: Duration, condition: &str) -> Value {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM outbox JOIN part ON outbox_id = outbox.id
             WHERE outbox.id = {text} AND {condition})"
        );
        let is_so = |database: &Connection| database.query_row(&sql, [], |row| row.get(0)).unwrap();
        let came = self.bench.says_in_time(patience, is_so);
        let stands = self.look(text);
        assert!(came, "never {condition}: {stands}");
        stands
    }

    #[track_caller]
    fn becomes(&self, text: i64, state: &str) -> Value {
        self.comes_to(text, PATIENCE, &format!("outbox.state = '{state}'"))
    }

    /// The program ends in order, and what it leaves holds.
    fn close(mut self) {
        assert!(self.daemon.process.terminate().success());
        let verified = self.bench.run(&["ledger", "verify"]);
        assert!(verified.status.success(), "{verified:?}");
    }
}

/// A time zone in which it is two in the afternoon; its name counts hours westward.
fn where_it_is_two(now: DateTime<Utc>) -> String {
    format!("Etc/GMT{:+}", i64::from(now.hour()) - 14)
}

fn e164(national: &str) -> String {
    format!("+1{national}")
}

#[test]
fn texts_go_out_and_their_reports_come_back() {
    let house = House::open(&[numbers::DELIVERED, numbers::UNDELIVERED]);
    let delivered = house.text(numbers::DELIVERED);
    let stands = house.becomes(delivered, "delivered");
    assert_eq!(stands["parts"][0]["report"]["status"], 0, "{stands}");
    assert_eq!(stands["parts"][0]["tries"], 1, "{stands}");
    let undelivered = house.text(numbers::UNDELIVERED);
    let stands = house.becomes(undelivered, "undelivered");
    assert_eq!(stands["parts"][0]["report"]["status"], 0x46, "{stands}");
    house.close();
}

#[test]
fn a_late_answer_is_waited_for_and_a_refusal_is_tried_again() {
    let house = House::open(&[numbers::SLOW, numbers::REFUSED]);
    let slow = house.text(numbers::SLOW);
    let refused = house.text(numbers::REFUSED);
    let began = Instant::now();
    let stands = house.becomes(slow, "sent");
    assert_eq!(stands["parts"][0]["tries"], 1, "{stands}");
    assert!(began.elapsed() > SILENCE / 2, "{:?}", began.elapsed());

    // 38 is "network out of order" (TS 24.011 E.2): it did not go, and may go later.
    let stands = house.comes_to(refused, PATIENCE, "tries = 2 AND outbox.state = 'queued'");
    assert_eq!(stands["state"], "queued", "{stands}");
    let why = stands["why"].as_str().unwrap();
    assert!(why.contains("CMS 38"), "{stands}");
    house.close();
}

#[test]
fn a_silence_without_end_leaves_the_text_unsure_and_the_next_one_goes() {
    let house = House::open(&[numbers::SILENT, numbers::DELIVERED]);
    let silent = house.text(numbers::SILENT);
    let began = Instant::now();
    let stands = house.comes_to(silent, TIME_OUT + PATIENCE, "outbox.state = 'unsure'");
    assert!(
        began.elapsed() > TIME_OUT - Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(stands["parts"][0]["tries"], 1, "{stands}");
    assert!(stands["why"].is_string(), "{stands}");

    let next = house.text(numbers::DELIVERED);
    house.becomes(next, "delivered");
    let stands = house.look(silent);
    assert_eq!(stands["state"], "unsure", "sent again: {stands}");
    house.close();
}

#[test]
fn stop_comes_in_is_confirmed_once_and_nothing_goes_after_it() {
    let mut house = House::open(&[numbers::DELIVERED]);
    let text = house.text(numbers::DELIVERED);
    house.becomes(text, "delivered");

    let from = e164(numbers::DELIVERED);
    house.phonesim.inject_text(&from, "STOP");
    let confirmed =
        "SELECT count(*) FROM outbox WHERE kind = 'stop_confirmation' AND state = 'delivered'";
    house.bench.counts(1, confirmed);
    let (status, answer) = house.ask_for_text(numbers::DELIVERED);
    assert_eq!(
        (status, &answer["reason"]),
        (422, &json!("opted_out")),
        "{answer}"
    );

    house.phonesim.inject_text(&from, "STOP now, please");
    house
        .bench
        .counts(2, "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL");
    let count = |sql: &str| -> i64 {
        let database = house.bench.database();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(
        count("SELECT count(*) FROM outbox WHERE kind = 'stop_confirmation'"),
        1
    );
    assert_eq!(
        count("SELECT count(*) FROM ledger WHERE event = 'revoke' AND actor = 'customer'"),
        1 + 1,
        "each opt-out is written down"
    );
    house.close();
}
