//! A real store, two phone numbers, and the list of what people did, for the oracle.

use super::oracle::{Deed, Moment, Text, forbidden};
use super::{Act, minutes, template};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::domain::consent::{Method, Scope};
use readybell::domain::job::JobState;
use readybell::domain::lang::Lang;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::domain::time::Now;
use readybell::store::{Decision, Grant, Listed, NewJob, Origin, Queued, Store, StoreError};
use readybell::wire::{Address, Deliver, Timestamp, split};
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
    pub(super) deeds: [Vec<Deed>; 2],
    /// What was put in, by its number in the outbox.
    pub(super) texts: HashMap<i64, Text>,
    /// The inbound texts, as the inbox numbers them, and the last unclear one of each number.
    inbound: i64,
    unclear: [Option<i64>; 2],
    newest_stop: [Option<DateTime<Utc>>; 2],
    stamps: HashSet<(usize, &'static str, i64)>,
    /// The parts that went or may have gone.
    pub(super) gone: HashSet<(i64, u8)>,
    /// How many parts were handed over.
    pub went: usize,
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
            deeds: Default::default(),
            texts: HashMap::new(),
            inbound: 0,
            unclear: [None, None],
            newest_stop: [None, None],
            stamps: HashSet::new(),
            gone: HashSet::new(),
            went: 0,
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
            } => self.write(*who, words, *minutes_ago),
            Act::Decide { who, decision } => self.decide(*who, *decision),
            Act::OptOut { who, taken_back } => self.opt_out(*who, *taken_back),
            Act::Review { who } => self.review(*who),
            Act::Pass(count) => self.pass(minutes(*count)),
            Act::SetClock(count) => self.now.wall += minutes(*count),
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
        // The last run's lock may be held for a moment more, by a thread that is just ending.
        self.store = Some(loop {
            let opened = Store::open(self.directory.path(), self.now);
            match self.runtime.block_on(opened) {
                Err(StoreError::InUse(_)) => std::thread::yield_now(),
                opened => break opened.unwrap(),
            }
        });
    }

    fn pass(&mut self, time: TimeDelta) {
        self.now.wall += time;
        self.now.mono += time.to_std().unwrap();
    }

    pub(super) fn moment(&self, settling: bool) -> Moment {
        Moment {
            wall: self.now.wall,
            trusted: self.now.trusted,
            settling,
        }
    }

    fn contact(&self, who: usize) -> Option<i64> {
        let contact = self.on_store(async |store| store.contact_of(number(who)).await.unwrap());
        contact.map(|contact| contact.id)
    }

    fn take_in(&mut self, who: usize, service: bool, offers: bool, own: bool) {
        let method = if own {
            Method::ScreenSignature
        } else {
            Method::InPerson
        };
        let grant = |scope| Grant {
            scope,
            method,
            version: "en-1".to_owned(),
            lang: "en".to_owned(),
            words: "Yes.".to_owned(),
            staff: "Jo".to_owned(),
        };
        let mut grants = Vec::new();
        if service {
            grants.push(grant(Scope::Service));
            self.deeds[who].push(Deed::Agreed { own });
        }
        if offers {
            grants.push(grant(Scope::Promotional));
            self.deeds[who].push(Deed::AgreedToOffers { own });
        }
        let send_before = self.now.wall + TimeDelta::hours(24);
        let new = NewJob {
            name: "Luis".to_owned(),
            number: Some(number(who)),
            lang: Lang::En,
            vehicle: String::new(),
            colour: String::new(),
            plate: String::new(),
            work: String::new(),
            note: String::new(),
            promised_at: None,
            state: JobState::Waiting,
            bay: None,
            grants,
            confirmation: "You get texts about your vehicle.".to_owned(),
            confirm_before: send_before,
            by: "Jo".to_owned(),
        };
        let now = self.now;
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
        let queued = Queued {
            contact,
            purpose,
            kind,
            words,
            job: None,
            answers: None,
            origin: Origin::Api,
            asked_by: "Jo".to_owned(),
            not_before,
            send_before,
            undo: Duration::ZERO,
        };
        let now = self.now;
        match self.on_store(async |store| store.queue(queued, now).await) {
            Ok(id) => {
                let after = self.deeds[who].len();
                let text = Text {
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

    fn write(&mut self, who: usize, words: &'static str, minutes_ago: i64) {
        let mut sent = self.now.wall - minutes(minutes_ago);
        while !self.stamps.insert((who, words, sent.timestamp())) {
            sent += TimeDelta::seconds(1);
        }
        let sent = DateTime::from_timestamp(sent.timestamp(), 0).unwrap();
        let from = Address::phone(NUMBERS[who]).unwrap();
        let data = split(words, 1).unwrap().swap_remove(0);
        let tpdu = Deliver::new(from, Timestamp::from_time(sent.fixed_offset()), data);
        let entry = Listed {
            index: 1,
            tpdu: tpdu.encode().unwrap(),
        };
        let now = self.now;
        self.on_store(async |store| {
            let (sim, storage) = (SIM.to_owned(), "SM".to_owned());
            let listing = store.take_listing(sim.clone(), storage.clone(), vec![entry], now);
            listing.await.unwrap();
            store.sim_copy_deleted(sim, storage, 1, now).await.unwrap();
            assert_eq!(store.apply_inbound(now).await.unwrap(), 1);
        });
        self.inbound += 1;
        self.note_written(who, words, sent);
    }

    fn note_written(&mut self, who: usize, words: &str, sent: DateTime<Utc>) {
        let place = usize::try_from(self.inbound).unwrap();
        let wall = self.now.wall;
        let known = self.now.trusted && sent < wall;
        let deeds = &mut self.deeds[who];
        let wrote = |read| Deed::Wrote { at: wall, read };
        let older = self.newest_stop[who].is_some_and(|stop| sent < stop);
        match words {
            "STOP" => {
                let from = if known { sent } else { wall };
                deeds.push(Deed::Stopped {
                    from,
                    by_staff: false,
                });
                self.newest_stop[who] = self.newest_stop[who].max(Some(sent));
            }
            "no more offers" => {
                deeds.push(Deed::NoOffers);
                self.newest_stop[who] = self.newest_stop[who].max(Some(sent));
            }
            "START" if older => deeds.push(wrote(false)),
            "START" => deeds.extend([Deed::Started, wrote(true)]),
            "HELP" => deeds.push(wrote(true)),
            "why are you texting me" => {
                deeds.extend([Deed::Unclear(place), wrote(false)]);
                self.unclear[who] = Some(self.inbound);
            }
            _ => deeds.push(wrote(false)),
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
        let place = usize::try_from(inbox).unwrap();
        let by_staff = true;
        let deeds = &mut self.deeds[who];
        match decision {
            Decision::OptOut => deeds.push(Deed::Stopped {
                from: now.wall,
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
        let from = now.wall;
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

fn number(who: usize) -> PhoneNumber {
    PhoneNumber::parse(NUMBERS[who], Country::US).unwrap()
}
