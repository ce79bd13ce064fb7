//! The store's transactions, on a real database on disk. Time is an argument, so nothing waits.

mod backup;
mod caps;
mod clock;
mod codes;
mod evidence;
mod follow_up;
mod inbound;
mod join;
mod journal;
mod kinds;
mod ledger;
mod lines;
mod matrix;
mod missed;
mod opening;
mod reports;
mod restore;
mod retention;
mod round_trip;
mod sending;
mod sessions;
mod upgrade;
mod visits;

use super::*;
use crate::domain::consent::{Method, Scope};
use crate::domain::job::{JobState, WaitsFor};
use crate::domain::lang::Lang;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::wire::{Address, Deliver, StatusReport, Timestamp, Validity, split};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

pub const SIM: &str = "310260000000001";
pub const LUIS: &str = "+15550134477";

/// A shop on a Tuesday at two in the afternoon, Chicago time.
pub struct Shop {
    pub store: Store,
    pub now: Now,
    pub directory: tempfile::TempDir,
}

impl Shop {
    pub async fn open() -> Self {
        Self::open_at(true).await
    }

    /// The same, whose clock may not be trusted.
    pub async fn open_at(trusted: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let wall = DateTime::parse_from_rfc3339("2026-11-24T14:00:00-06:00")
            .unwrap()
            .to_utc();
        let now = Now {
            wall,
            mono: Duration::from_secs(1),
            trusted,
        };
        let store = Store::open(directory.path(), now).await.unwrap();
        let shop = Self {
            store,
            now,
            directory,
        };
        shop.settings(|settings| {
            settings.brand = "House of Hardknocks".to_owned();
            settings.undo_seconds = 0;
            settings.limits.paced = false;
        })
        .await;
        shop.store.set_bays(vec![1, 2]).await.unwrap();
        shop
    }

    /// The same directory in a new run, as after a power cut.
    pub async fn again(self) -> Self {
        let Self {
            store,
            mut now,
            directory,
        } = self;
        drop(store);
        now.mono = Duration::from_secs(1);
        let store = Store::open(directory.path(), now).await.unwrap();
        Self {
            store,
            now,
            directory,
        }
    }

    pub async fn settings(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.store.settings().await.unwrap();
        change(&mut settings);
        self.store
            .set_settings(settings, "test".to_owned(), self.now)
            .await
            .unwrap();
    }

    pub fn later(&mut self, seconds: i64) {
        self.now.wall += TimeDelta::seconds(seconds);
        self.now.mono += Duration::from_secs(seconds.unsigned_abs());
    }

    /// A job whose customer agreed to service texts, or did not.
    pub async fn job(&self, agreed: bool) -> i64 {
        self.store
            .take_in(self.new_job(agreed), self.now)
            .await
            .unwrap()
    }

    pub async fn cancel(&self, job: i64) {
        let (to, by) = (JobState::Cancelled, "Jo".to_owned());
        let moved = self
            .store
            .move_job(job, to, None, WaitsFor::Turn, by, self.now);
        moved.await.unwrap();
    }

    pub fn new_job(&self, agreed: bool) -> NewJob {
        let grant = Grant {
            scope: Scope::Service,
            method: Method::InPerson,
            version: "en-1".to_owned(),
            lang: "en".to_owned(),
            words: "Texts about my vehicle.".to_owned(),
            staff: "Jo".into(),
        };
        NewJob {
            name: "Luis".to_owned(),
            number: Some(PhoneNumber::parse(LUIS, Country::US).unwrap()),
            lang: Lang::En,
            vehicle: "2012 Chevy Tahoe".to_owned(),
            colour: String::new(),
            plate: String::new(),
            work: "Subwoofer".to_owned(),
            note: String::new(),
            promised_at: None,
            state: JobState::Waiting,
            bay: None,
            grants: if agreed { vec![grant] } else { Vec::new() },
            confirmation: "You get texts about your vehicle.".to_owned(),
            confirm_before: self.now.wall + TimeDelta::days(1),
            by: "Jo".to_owned(),
        }
    }

    pub async fn contact(&self) -> i64 {
        let number = PhoneNumber::parse(LUIS, Country::US).unwrap();
        self.store.contact_of(number).await.unwrap().unwrap().id
    }

    pub async fn text(&self, job: i64, kind: TextKind, words: &str) -> Queued {
        Queued {
            template: String::new(),
            contact: self.contact().await,
            purpose: Purpose::Service,
            kind,
            words: words.to_owned(),
            job: Some(job),
            answers: None,
            origin: Origin::Button,
            asked_by: "the button".to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: self.now.wall + TimeDelta::hours(4),
            undo: Duration::ZERO,
        }
    }

    pub async fn ready(&self, job: i64) -> Ready {
        let text = self.text(job, TextKind::Ready, "It is ready.").await;
        self.store
            .announce(job, Some(text), "Jo".to_owned(), self.now)
            .await
            .unwrap()
    }

    pub async fn mint(&self) -> Option<Permit> {
        match self.store.mint(1, false, self.now).await.unwrap() {
            Minted::Part(permit) => Some(permit),
            Minted::Nothing(_) => None,
        }
    }

    /// Hands one part over, and the network takes it.
    pub async fn send(&self, mr: u8) -> bool {
        let Some(permit) = self.mint().await else {
            return false;
        };
        self.store
            .released(permit.attempt(), OnLine::default(), self.now)
            .await
            .unwrap();
        self.settle(permit.attempt(), Outcome::Sent { mr }).await;
        true
    }

    pub async fn settle(&self, attempt: Attempt, outcome: Outcome) {
        self.store
            .settle(attempt, SIM.to_owned(), outcome, self.now)
            .await
            .unwrap();
    }

    /// Sends everything that may go.
    pub async fn send_all(&self) -> u8 {
        let mut sent = 0;
        while self.send(sent).await {
            sent += 1;
        }
        sent
    }

    pub async fn listing(&self, tpdus: &[Vec<u8>]) -> Vec<u32> {
        let entries = tpdus.iter().zip(0..).map(|(tpdu, index)| Listed {
            index,
            tpdu: tpdu.clone(),
        });
        let entries = entries.collect();
        self.store
            .take_listing(SIM.to_owned(), "SM".to_owned(), entries, self.now)
            .await
            .unwrap()
    }

    /// The phone texts, and what it texted is stored, deleted and applied.
    pub async fn receives(&self, words: &str) {
        self.receives_sent_at(words, self.now.wall).await;
    }

    pub async fn receives_sent_at(&self, words: &str, at: DateTime<Utc>) {
        self.receives_from(LUIS, words, at).await;
    }

    pub async fn receives_from(&self, from: &str, words: &str, at: DateTime<Utc>) {
        let tpdus = delivers(from, words, at);
        for index in self.listing(&tpdus).await {
            self.store
                .sim_copy_deleted(SIM.to_owned(), "SM".to_owned(), index, self.now)
                .await
                .unwrap();
        }
        self.store.apply_inbound(self.now).await.unwrap();
    }

    pub async fn state_of_last(&self) -> (TextState, String) {
        self.store
            .read(|tx| {
                Ok(tx.query_row(
                    "SELECT state, reason FROM outbox ORDER BY id DESC LIMIT 1",
                    [],
                    |row| Ok((codec::text_state(row, "state")?, row.get("reason")?)),
                )?)
            })
            .await
            .unwrap()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.store
            .read(move |tx| Ok(tx.query_row(sql, [], |row| row.get(0))?))
            .await
            .unwrap()
    }
}

/// The deliveries that a text from `from` comes in, one a part.
pub fn delivers(from: &str, words: &str, at: DateTime<Utc>) -> Vec<Vec<u8>> {
    let parts = split(words, 7).unwrap();
    let time = Timestamp::from_time(at.fixed_offset());
    parts
        .into_iter()
        .map(|data| {
            Deliver::new(Address::phone(from).unwrap(), time, data)
                .encode()
                .unwrap()
        })
        .collect()
}

/// A report that `reference` was delivered to `to`.
pub fn report(to: &str, reference: u8, status: u8, at: DateTime<Utc>) -> Vec<u8> {
    let time = Timestamp::from_time(at.fixed_offset());
    let report = StatusReport {
        more_waiting: false,
        answers_command: false,
        reference,
        recipient: Address::phone(to).unwrap(),
        sent_at: time,
        settled_at: time,
        status,
    };
    report.encode().unwrap()
}

#[test]
fn validity_is_rounded_down() {
    let lifetime = Duration::from_secs(4 * 3600 + 60);
    assert!(Validity::at_most(lifetime).duration().unwrap() <= lifetime);
}
