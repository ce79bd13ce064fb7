//! A real store, two phone numbers, and the list of what people did, for the oracle.

use super::oracle::{Deed, Moment, Point, Text, forbidden};
use super::receiving::Half;
use super::{Act, minutes, template};
use crate::support::seed::{grant, job, number, text};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::domain::consent::{Method, Scope};
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::domain::time::Now;
use readybell::store::{Decision, NewJob, Queued, Store, StoreError};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

pub const NUMBERS: [&str; 2] = ["+15550134477", "+15550134478"];
pub const SIM: &str = "imsi:1";

/// A shop in the model.
pub struct Shop {
    runtime: Runtime,
    pub(super) store: Option<Store>,
    pub(super) now: Now,
    /// Which run this is.
    run: u32,
    pub(super) deeds: [Vec<Deed>; 2],
    /// What was put in, by its number in the outbox.
    pub(super) texts: HashMap<i64, Text>,
    /// The inbound texts, as the inbox numbers them, and the last unclear one of each number.
    pub(super) inbound: i64,
    pub(super) unclear: [Option<i64>; 2],
    pub(super) newest_stop: [Option<DateTime<Utc>>; 2],
    pub(super) stamps: HashSet<(usize, &'static str, i64)>,
    /// The texts in parts so far, and the one whose last part never comes.
    pub(super) references: u8,
    pub(super) half: Option<Half>,
    /// The unclear texts that nobody has decided: whose, and since when.
    pub(super) undecided: HashMap<i64, (usize, DateTime<Utc>)>,
    /// The parts that went or may have gone.
    pub(super) gone: HashSet<(i64, u8)>,
    /// How many parts were handed over.
    pub went: usize,
    /// How many texts came in of which a part was lost, and how many time decided.
    pub halves: usize,
    pub by_time: usize,
    /// What went and must not have.
    pub forbidden: Vec<String>,
    directory: TempDir,
}

impl Shop {
    /// A shop on a Tuesday at two in the afternoon, with nobody in it.
    pub fn open() -> Self {
        let mut shop = Self {
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
            store: None,
            now: template::beginning(),
            run: 0,
            deeds: Default::default(),
            texts: HashMap::new(),
            inbound: 0,
            unclear: [None, None],
            newest_stop: [None, None],
            stamps: HashSet::new(),
            references: 0,
            half: None,
            undecided: HashMap::new(),
            gone: HashSet::new(),
            went: 0,
            halves: 0,
            by_time: 0,
            forbidden: Vec::new(),
            directory: template::copy(),
        };
        shop.restart();
        shop
    }

    /// Does one thing.
    pub fn act(&mut self, act: &Act) {
        self.pass(TimeDelta::seconds(1));
        match act {
            Act::TakeIn {
                who,
                service,
                offers,
                own,
            } => self.take_in(*who, *service, *offers, *own),
            Act::Queue {
                who,
                what,
                wait,
                lives,
                long,
            } => {
                self.queue(*who, *what, *wait, *lives, *long);
            }
            Act::Write {
                who,
                words,
                minutes_ago,
                pieces,
            } => self.write(*who, words, *minutes_ago, *pieces),
            Act::Decide { who, decision } => self.decide(*who, *decision),
            Act::OptOut { who, taken_back } => self.opt_out(*who, *taken_back),
            Act::Review { who } => self.review(*who),
            Act::Pass(count) => self.pass(minutes(*count)),
            Act::Jump {
                minutes: count,
                known,
            } => {
                self.now.wall += minutes(*count);
                self.now.trusted = *known;
            }
            Act::Trust(trusted) => self.now.trusted = *trusted,
            Act::Restart => self.restart(),
            Act::Send { settling, endings } => self.send(*settling, endings),
        }
    }

    /// The waiting texts that a sender would hand over now if it asked no gate, and must not.
    pub fn forbidden_among_waiting(&mut self) -> Vec<String> {
        let database = self.database();
        let mut statement = database
            .prepare(
                "SELECT outbox.id, address FROM outbox
                 JOIN contact_point ON contact_point.id = contact_id WHERE state = 'queued'",
            )
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let waiting: Vec<(i64, String)> = rows.unwrap().map(Result::unwrap).collect();
        let moment = self.moment(false);
        waiting
            .into_iter()
            .filter_map(|(id, to)| {
                let who = NUMBERS.iter().position(|number| *number == to)?;
                let why = forbidden(&self.deeds[who], self.texts.get(&id)?, moment)?;
                Some(why.to_owned())
            })
            .collect()
    }

    pub(super) fn on_store<T>(&self, work: impl AsyncFnOnce(&Store) -> T) -> T {
        self.runtime.block_on(work(self.store.as_ref().unwrap()))
    }

    pub(super) fn database(&self) -> Connection {
        Connection::open(self.directory.path().join("readybell.db")).unwrap()
    }

    fn restart(&mut self) {
        self.store = None;
        self.now.mono = Duration::from_secs(1);
        self.run += 1;
        // The last run's lock may be held for a moment more, by a thread that is just ending.
        self.store = Some(loop {
            let opened = Store::open(self.directory.path(), self.now);
            match self.runtime.block_on(opened) {
                Err(StoreError::InUse(_)) => std::thread::yield_now(),
                opened => break opened.unwrap(),
            }
        });
    }

    pub(super) fn pass(&mut self, time: TimeDelta) {
        self.now.wall += time;
        self.now.mono += time.to_std().unwrap();
    }

    pub(super) fn moment(&self, settling: bool) -> Moment {
        Moment {
            at: self.point(),
            trusted: self.now.trusted,
            settling,
        }
    }

    pub(super) fn point(&self) -> Point {
        Point {
            wall: self.now.wall,
            run: self.run,
            mono: TimeDelta::from_std(self.now.mono).unwrap(),
        }
    }

    fn contact(&self, who: usize) -> Option<i64> {
        let contact =
            self.on_store(async |store| store.contact_of(number(NUMBERS[who])).await.unwrap());
        contact.map(|contact| contact.id)
    }

    fn take_in(&mut self, who: usize, service: bool, offers: bool, own: bool) {
        let method = if own {
            Method::ScreenSignature
        } else {
            Method::InPerson
        };
        let mut grants = Vec::new();
        if service {
            grants.push(grant(Scope::Service, method));
            self.deeds[who].push(Deed::Agreed { own });
        }
        if offers {
            grants.push(grant(Scope::Promotional, method));
            self.deeds[who].push(Deed::AgreedToOffers { own });
        }
        let now = self.now;
        let new = NewJob {
            grants,
            ..job(number(NUMBERS[who]), now)
        };
        self.on_store(async |store| store.take_in(new, now).await.unwrap());
    }

    fn queue(&mut self, who: usize, what: (Purpose, TextKind), wait: i64, lives: i64, long: bool) {
        let Some(contact) = self.contact(who) else {
            return;
        };
        let (purpose, kind) = what;
        let not_before = self.now.wall + TimeDelta::hours(wait);
        let send_before = self.now.wall + TimeDelta::hours(lives);
        let words = "It goes on as it should. ".repeat(if long { 9 } else { 1 });
        let now = self.now;
        let queued = Queued {
            template: String::new(),
            purpose,
            kind,
            not_before,
            send_before,
            ..text(contact, &words, now)
        };
        match self.on_store(async |store| store.queue(queued, now).await) {
            Ok(id) => {
                let after = self.deeds[who].len();
                let urgent = matches!(purpose, Purpose::Compliance | Purpose::Verification);
                let by_the_day = matches!(kind, TextKind::Ready | TextKind::FromProgram);
                let counts_from_now = urgent || !(self.now.trusted || by_the_day);
                let text = Text {
                    made: counts_from_now.then(|| self.point()),
                    purpose,
                    kind,
                    part: 1,
                    not_before,
                    send_before,
                    after,
                };
                self.texts.insert(id, text);
            }
            Err(StoreError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn decide(&mut self, who: usize, decision: Decision) {
        let Some(inbox) = self.unclear[who].take() else {
            return;
        };
        let now = self.now;
        self.on_store(async |store| {
            store
                .decide(inbox, decision, "Jo".to_owned(), now)
                .await
                .unwrap()
        });
        self.undecided.remove(&inbox);
        let place = usize::try_from(inbox).unwrap();
        let by_staff = true;
        let point = self.point();
        let deeds = &mut self.deeds[who];
        match decision {
            Decision::OptOut => deeds.push(Deed::Stopped {
                from: point,
                by_staff,
            }),
            Decision::Keep => {}
            Decision::NoOffers => deeds.push(Deed::NoOffers),
            Decision::OnlyReady => deeds.push(Deed::OnlyReady),
        }
        deeds.push(Deed::Decided(place));
    }

    fn opt_out(&mut self, who: usize, taken_back: bool) {
        let Some(contact) = self.contact(who) else {
            return;
        };
        let now = self.now;
        let by = || "Jo".to_owned();
        let from = self.point();
        self.deeds[who].push(Deed::Stopped {
            from,
            by_staff: true,
        });
        let undone = self.on_store(async |store| {
            let words = "said so".to_owned();
            let row = store
                .opt_out(contact, None, words, by(), now)
                .await
                .unwrap();
            taken_back && store.undo_opt_out(row, by(), now).await.is_ok()
        });
        if undone {
            self.deeds[who].push(Deed::TakenBack);
        }
    }

    fn review(&mut self, who: usize) {
        if let Some(contact) = self.contact(who) {
            let now = self.now;
            self.on_store(async |store| {
                store.reviewed(contact, "Jo".to_owned(), now).await.unwrap()
            });
            self.deeds[who].push(Deed::Reviewed);
        }
    }
}
