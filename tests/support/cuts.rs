//! The worst moment of a text, again and again: Ctrl-Z is written, and no answer comes. What becomes of
//! the text is the store's work, on a real database; its judge knows what the network took.
//!
//! The counts of modem and SIM are the simulator's own. What the modem's task does around them is
//! written down here once more, in a few lines, so that hours pass in milliseconds: the count is read
//! at the start of a session (twice), after each text and each minute, and weighed 130 s after a doubt.

#[path = "cuts/task.rs"]
mod task;

use super::seed::{customer, set_up};
use chrono::{DateTime, Utc};
use readybell::domain::random::Random;
use readybell::domain::text::TextState;
use readybell::domain::time::Now;
use readybell::domain::why::Why;
use readybell::sim::Counts;
use readybell::sim::script::{Keeping, Referring};
use readybell::store::{Attempt, Store, Unsure};
use std::collections::HashMap;
use std::time::Duration;
use tempfile::TempDir;

/// Whether the network sends status reports, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reports {
    /// It sends none.
    Never,
    /// As soon as the text is delivered.
    Soon,
    /// When all else has told what it can, and the next text has gone.
    Late,
}

/// What a modem has that tells of a text.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The network's status reports.
    pub reports: Reports,
    /// How the SIM keeps its count.
    pub keeping: Keeping,
    /// How references are given.
    pub referring: Referring,
}

/// One that has nothing that tells.
pub const NONE: Kind = Kind {
    reports: Reports::Never,
    keeping: Keeping::Missing,
    referring: Referring::Constant(0),
};
/// One that has each alone.
pub const REPORTS: Kind = Kind {
    reports: Reports::Soon,
    ..NONE
};
/// See [`REPORTS`].
pub const COUNTER: Kind = Kind {
    keeping: Keeping::Kept,
    ..NONE
};
/// See [`REPORTS`].
pub const REFERENCE: Kind = Kind {
    referring: Referring::On,
    ..NONE
};
/// One that has all three.
pub const ALL: Kind = Kind {
    reports: Reports::Soon,
    keeping: Keeping::Kept,
    referring: Referring::On,
};

/// What comes instead of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// A power cut of everything.
    Cut,
    /// The box dies; the modem keeps its power and goes on.
    BoxDies,
    /// An error that says nothing.
    Error,
    /// Nothing at all.
    Silence,
}

/// How far the text was then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Far {
    /// It was not tried.
    Untried,
    /// It was tried, and the network did not take it.
    Tried,
    /// The network took it.
    Taken,
}

/// In turn: half are taken, a quarter is tried and not taken, a quarter is not tried.
pub const EACH: [Far; 4] = [Far::Taken, Far::Untried, Far::Taken, Far::Tried];

/// What became of the texts.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Settled, and right: it went.
    pub went: usize,
    /// Settled, and right: it did not go, and was sent after all.
    pub back: usize,
    /// Nobody knows, but it probably went; and how many of those did.
    pub probably: usize,
    pub probably_did: usize,
    /// Nobody knows.
    pub unsure: usize,
    /// What was said and is not true, or was sent twice.
    pub wrong: Vec<String>,
}

/// Longer than the two minutes within which a report may be another text's to the same number.
const CUSTOMERS: usize = 20;
const SIM: &str = "imsi:001010123456789";
/// The time-out after Ctrl-Z.
const ANSWER: u64 = 130;
const POLL: u64 = 60;

/// A shop, its modem, and what the network took.
pub struct Rig {
    store: Option<Store>,
    now: Now,
    kind: Kind,
    counts: Counts,
    random: Random,
    count: Option<u8>,
    is_worthless: bool,
    used: bool,
    refused: bool,
    refused_since: bool,
    polled: Duration,
    reference: Option<u8>,
    doubt_since: Duration,
    ended: Vec<Attempt>,
    customers: Vec<i64>,
    turn: usize,
    taken: HashMap<i64, usize>,
    pub tally: Tally,
    directory: TempDir,
}

impl Rig {
    /// A shop whose modem has been seen to refuse a text.
    pub async fn open(kind: Kind, seed: u64) -> Self {
        let directory = TempDir::with_prefix("readybell-cuts-").unwrap();
        let wall: DateTime<Utc> = "2026-11-24T16:00:00Z".parse().unwrap();
        let now = Now {
            wall,
            mono: Duration::from_secs(1),
            trusted: true,
        };
        let store = Store::open(directory.path(), now).await.unwrap();
        set_up(&store, now).await;
        let mut settings = store.settings().await.unwrap();
        settings.limits.per_day = 1_000_000;
        settings.limits.per_hour = 1_000_000;
        let by = "the test".to_owned();
        store.set_settings(settings, by, now).await.unwrap();
        let mut customers = Vec::new();
        for n in 0..CUSTOMERS {
            customers.push(customer(&store, &format!("+1555013{:04}", 1000 + n), now).await);
        }
        let mut random = Random::new(seed);
        let mut counts = Counts::new(random.octet());
        counts.keep(kind.keeping);
        counts.refer(kind.referring);
        let mut rig = Self {
            store: Some(store),
            now,
            kind,
            counts,
            random,
            count: None,
            is_worthless: false,
            used: false,
            refused: false,
            refused_since: false,
            polled: now.mono,
            reference: None,
            doubt_since: now.mono,
            ended: Vec::new(),
            customers,
            turn: 0,
            taken: HashMap::new(),
            tally: Tally::default(),
            directory,
        };
        rig.begin_session().await;
        rig.send(true).await;
        rig.send(false).await;
        rig
    }

    /// Six texts that go, and one whose answer never comes; then what is known of it.
    pub async fn trial(&mut self, instead: Instead, far: Far) {
        self.wait_for_day().await;
        for _ in 0..6 {
            self.send(true).await;
        }
        let (id, permit) = self.next_text().await;
        let (attempt, line) = (permit.attempt(), self.line());
        let released = self.store().released(attempt, line, self.now);
        released.await.unwrap();
        self.used = true;
        let mut reference = (far != Far::Untried).then(|| self.try_one());
        if far == Far::Taken {
            *self.taken.entry(id).or_default() += 1;
        }
        self.doubt_since = self.now.mono;
        let released_at = self.now.wall;
        match instead {
            Instead::Cut => {
                self.counts.dark(self.now.mono);
                self.restart().await;
            }
            Instead::BoxDies => {
                // Half of what the modem still has to do, the network takes.
                if reference.is_none() {
                    reference = Some(self.try_one());
                    if self.random.octet().is_multiple_of(2) {
                        *self.taken.entry(id).or_default() += 1;
                    }
                }
                self.counts.answered(self.taken.contains_key(&id));
                self.restart().await;
            }
            Instead::Error => {
                if reference.is_some() {
                    self.counts.answered(false);
                }
                self.is_unsure(attempt, Why::BareError).await;
                self.ended.push(attempt);
                self.read().await;
            }
            Instead::Silence => {
                // Nothing is read and nothing polled while the answer is awaited.
                self.go_on_to(self.now.mono + Duration::from_secs(ANSWER));
                self.polled = self.now.mono;
                self.is_unsure(attempt, Why::Silence).await;
                self.read().await;
            }
        }
        let reference = reference.filter(|_| self.taken.contains_key(&id));
        if let (Reports::Soon, Some(reference)) = (self.kind.reports, reference) {
            self.pass(5).await;
            self.report(permit.tpdu(), reference, released_at).await;
        }
        self.pass(ANSWER + POLL).await;
        if self.state(id).await == TextState::Unsure {
            // The next text has the next reference.
            self.send(true).await;
            self.pass(POLL + 1).await;
        }
        if let (Reports::Late, Some(reference)) = (self.kind.reports, reference) {
            self.report(permit.tpdu(), reference, released_at).await;
        }
        let how = format!("{instead:?} {far:?}");
        if self.state(id).await == TextState::Queued {
            self.is_sent_after_all(id, &how).await;
        } else {
            self.judge(id, &how).await;
        }
        // A person ends the doubt, so that the next has its own.
        if self.state(id).await == TextState::Unsure {
            let by = "the test".to_owned();
            let ended = self.store().settle_unsure(id, Unsure::LetGo, by, self.now);
            ended.await.unwrap();
        }
    }

    async fn is_sent_after_all(&mut self, id: i64, how: &str) {
        let again = self.mint().await;
        self.hand_over(id, &again, true).await;
        if self.taken.get(&id) == Some(&1) {
            self.tally.back += 1;
        } else {
            let wrong = format!("{:?} {how}: sent twice", self.kind);
            self.tally.wrong.push(wrong);
        }
    }

    async fn judge(&mut self, id: i64, how: &str) {
        let went = self.taken.get(&id).copied().unwrap_or(0);
        let (state, reason) = (self.state(id).await, self.reason(id));
        let tally = &mut self.tally;
        match (state, Why::read(&reason).map(|(why, _)| why)) {
            (TextState::Sent | TextState::Delivered, _) if went == 1 => tally.went += 1,
            (TextState::Unsure, Some(Why::SimCounted | Why::ReferenceUsed)) => {
                tally.probably += 1;
                tally.probably_did += went;
            }
            (TextState::Unsure, Some(Why::BareError | Why::Silence | Why::Stopped)) => {
                tally.unsure += 1;
            }
            _ => {
                let kind = self.kind;
                let said = format!("{kind:?} {how}: {state:?} {reason}, taken {went} times");
                tally.wrong.push(said);
            }
        }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().expect("the store is open")
    }

    async fn state(&self, id: i64) -> TextState {
        self.store().text_state(id).await.unwrap().unwrap()
    }

    fn reason(&self, id: i64) -> String {
        let database = rusqlite::Connection::open(self.directory.path().join("readybell.db"));
        let database = database.unwrap();
        let sql = "SELECT reason FROM outbox WHERE id = ?1";
        database.query_row(sql, [id], |row| row.get(0)).unwrap()
    }
}
