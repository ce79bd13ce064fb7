//! A real store, two phone numbers, and the list of what people did, for the oracle.

use super::oracle::{Deed, Moment, Text, forbidden};
use super::{Act, minutes};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::domain::consent::{Method, Scope};
use readybell::domain::job::JobState;
use readybell::domain::lang::Lang;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;
use readybell::domain::template::Vars;
use readybell::domain::text::TextKind;
use readybell::domain::time::Now;
use readybell::domain::words::{Kind, builtin};
use readybell::store::{
    Decision, Grant, Listed, Minted, NewJob, Origin, Outcome, Permit, Queued, Store, StoreError,
};
use readybell::wire::at::Refusal;
use readybell::wire::{Address, Content, Deliver, Incoming, Timestamp, decode_listed, split};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const NUMBERS: [&str; 2] = ["+15550134477", "+15550134478"];
const BRAND: &str = "Hardknocks";
const SIM: &str = "imsi:1";

/// A shop in the model.
pub struct Shop {
    runtime: Runtime,
    store: Option<Store>,
    now: Now,
    deeds: [Vec<Deed>; 2],
    /// What was put in, by its number in the outbox.
    texts: HashMap<i64, Text>,
    /// The inbound texts, as the inbox numbers them, and the last unclear one of each number.
    inbound: i64,
    unclear: [Option<i64>; 2],
    newest_stop: [Option<DateTime<Utc>>; 2],
    stamps: HashSet<(usize, &'static str, i64)>,
    /// The parts that went or may have gone.
    gone: HashSet<(i64, u8)>,
    /// How many parts were handed over.
    pub went: usize,
    /// What went and must not have.
    pub forbidden: Vec<String>,
    directory: TempDir,
}

impl Shop {
    /// A shop on a Tuesday at two in the afternoon, with nobody in it.
    pub fn open() -> Self {
        let directory = tempfile::tempdir_in(template().parent().unwrap()).unwrap();
        for name in ["readybell.db", "readybell.db-wal", "ballast"] {
            let (from, to) = (template().join(name), directory.path().join(name));
            // Nobody writes to the ballast, which is large; where there is little room there is none.
            let _ = match name {
                "ballast" => std::fs::hard_link(from, to),
                _ => std::fs::copy(from, to).map(drop),
            };
        }
        let mut shop = Self {
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
            store: None,
            now: beginning(),
            deeds: Default::default(),
            texts: HashMap::new(),
            inbound: 0,
            unclear: [None, None],
            newest_stop: [None, None],
            stamps: HashSet::new(),
            gone: HashSet::new(),
            went: 0,
            forbidden: Vec::new(),
            directory,
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

    fn on_store<T>(&self, work: impl AsyncFnOnce(&Store) -> T) -> T {
        self.runtime.block_on(work(self.store.as_ref().unwrap()))
    }

    fn database(&self) -> Connection {
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

    fn moment(&self, settling: bool) -> Moment {
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

    fn send(&mut self, settling: bool, endings: &[u8]) {
        let now = self.now;
        self.on_store(async |store| {
            store.look_again().await.unwrap();
            store.expire(now).await.unwrap();
        });
        for ending in endings {
            let minted = self.on_store(async |store| store.mint(1, settling, now).await.unwrap());
            let Minted::Part(permit) = minted else {
                return;
            };
            self.judge(&permit, settling, *ending);
        }
    }

    /// Shows a permit to the oracle, and lets its part end.
    fn judge(&mut self, permit: &Permit, settling: bool, ending: u8) {
        let (who, id, part, automatic) = self.read(permit);
        let known = self.texts.get(&id).cloned();
        let text = Text {
            part,
            ..known.or(automatic).unwrap()
        };
        self.went += 1;
        if let Some(why) = forbidden(&self.deeds[who], &text, self.moment(settling)) {
            self.forbidden
                .push(format!("text {id} {:?} went: {why}", text.kind));
        }
        if self.gone.contains(&(id, part)) {
            self.forbidden
                .push(format!("text {id} {:?} went twice", text.kind));
        }
        let words = || "a reason".to_owned();
        let outcome = match ending % 8 {
            0 => Outcome::NotSent,
            1 => Outcome::Refused {
                class: Refusal::Temporary,
                words: words(),
            },
            2 => Outcome::Unsure { words: words() },
            mr => Outcome::Sent { mr },
        };
        if !matches!(outcome, Outcome::NotSent | Outcome::Refused { .. }) {
            self.gone.insert((id, part));
            if text.kind == TextKind::StopConfirmation {
                self.deeds[who].push(Deed::Confirmed);
            }
        }
        let (attempt, now) = (permit.attempt(), self.now);
        self.on_store(async |store| {
            store.released(attempt, now).await.unwrap();
            store
                .settle(attempt, SIM.to_owned(), outcome, now)
                .await
                .unwrap();
        });
    }

    /// Whom a permit is for, which text and part it is, and what it is when nobody put it in.
    fn read(&self, permit: &Permit) -> (usize, i64, u8, Option<Text>) {
        let listed = decode_listed(&[&[0], permit.tpdu()].concat(), None).unwrap();
        let Incoming::Stored(submit) = listed.incoming else {
            panic!("a permit is for a SUBMIT");
        };
        let to = submit.to.written();
        let who = NUMBERS.iter().position(|number| *number == to).unwrap();
        let Content::Text { words, .. } = submit.content() else {
            panic!("a permit is for a text");
        };
        let part = submit.data.concat().map_or(1, |concat| concat.sequence);
        let id = self.sending();
        let automatic = automatic(&words, self.now.wall);
        assert!(
            automatic.is_some() || self.texts.contains_key(&id),
            "who put this in? {words}"
        );
        (who, id, part, automatic)
    }

    fn sending(&self) -> i64 {
        let sql = "SELECT outbox_id FROM part WHERE state = 'sending'";
        self.database()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }
}

/// A reply of the machine's, by its words. Its lifetime is the machine's own, so it has none here.
fn automatic(words: &str, now: DateTime<Utc>) -> Option<Text> {
    let is = |kind: Kind| {
        let said = builtin(kind, Lang::En).render(&Vars::brand(BRAND)).unwrap();
        said == words
    };
    let kind = if words == "You get texts about your vehicle." {
        TextKind::ServiceConfirmation
    } else {
        [
            Kind::StopOne,
            Kind::StopBoth,
            Kind::StopPromo,
            Kind::Help,
            Kind::Start,
            Kind::AskForStart,
        ]
        .into_iter()
        .find(|kind| is(*kind))?
        .into()
    };
    Some(Text {
        purpose: Purpose::Compliance,
        kind,
        part: 1,
        not_before: DateTime::UNIX_EPOCH,
        send_before: now + TimeDelta::days(1),
        after: usize::MAX,
    })
}

fn number(who: usize) -> PhoneNumber {
    PhoneNumber::parse(NUMBERS[who], Country::US).unwrap()
}

fn beginning() -> Now {
    let wall = DateTime::parse_from_rfc3339("2026-11-24T14:00:00-06:00").unwrap();
    Now {
        wall: wall.to_utc(),
        mono: Duration::from_secs(1),
        trusted: true,
    }
}

/// A data directory that is as new, made once: to make one costs more than a whole sequence.
fn template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, template) = TEMPLATE.get_or_init(|| {
        let directory = crate::support::daemon::fast_directory();
        let directory = tempfile::Builder::new()
            .prefix("readybell-model-")
            .tempdir_in(directory)
            .unwrap();
        let template = directory.path().join("template");
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let now = beginning();
            let store = Store::open(&template, now).await.unwrap();
            let mut settings = store.settings().await.unwrap();
            settings.brand = BRAND.to_owned();
            settings.undo_seconds = 0;
            settings.offers_unlocked = true;
            settings.limits.paced = false;
            store
                .set_settings(settings, "Jo".to_owned(), now)
                .await
                .unwrap();
        });
        drop(runtime);
        (directory, template)
    });
    template
}
