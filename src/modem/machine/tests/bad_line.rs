//! The machine on the simulated modem over a line that loses, doubles or cuts, in virtual time. The judge
//! knows only what the network took and what was stored.
//!
//! One kind of damage at a time: the line has no checksum, so an octet that is lost where another comes
//! twice, or a bit that is turned within the words, can't be told from what was sent.

use super::*;
use crate::domain::time::Now;
use crate::sim::world::{Effect as Said, World};
use crate::sim::{Event as Seen, SimConfig};
use crate::wire::{Address, Submit, UserData, Validity};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashSet;

const CUSTOMER: &str = "+15550134477";

struct Line {
    machine: Machine,
    world: World,
    now: Duration,
    open: bool,
    /// TPDUs that were stored, as they came over the line.
    stored: HashSet<String>,
    /// TPDUs that the modem no longer holds.
    deleted: Vec<String>,
    accepted: Vec<String>,
    settled: usize,
    drained: Option<bool>,
}

impl Line {
    fn new(seed: u64) -> Self {
        let config = SimConfig {
            seed,
            ..SimConfig::default()
        };
        Self {
            machine: Machine::new(Purpose::Work, None, LineRules::default(), Jitter::none()),
            world: World::new(&config, at(Duration::ZERO)),
            now: Duration::ZERO,
            open: false,
            stored: HashSet::new(),
            deleted: Vec::new(),
            accepted: Vec::new(),
            settled: 0,
            drained: None,
        }
    }

    fn script(&mut self, line: &str) {
        let command = line.parse().unwrap();
        self.world.command(&command, at(self.now)).unwrap();
        self.listen();
    }

    /// What the modem said goes to the machine, and what it recorded to the judge.
    fn listen(&mut self) {
        while let Some(effect) = self.world.effect() {
            match effect {
                Said::Write(bytes) if self.open => self.event(Event::Bytes(&bytes)),
                Said::Record(recorded) => match recorded.event {
                    Seen::Accepted { words, .. } => self.accepted.push(words),
                    Seen::Deleted { tpdu, .. } => self.deleted.push(tpdu),
                    _ => {}
                },
                Said::Write(_) | Said::Unplug | Said::Plug => {}
            }
        }
    }

    fn event(&mut self, event: Event<'_>) {
        self.machine.handle(event, self.now);
        while let Some(effect) = self.machine.effect() {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        let answer = match effect {
            Effect::Open => {
                self.open = true;
                self.world.attach(true, at(self.now));
                Event::Opened
            }
            Effect::Close => {
                self.open = false;
                return self.world.attach(false, at(self.now));
            }
            Effect::Write(bytes) => return self.world.bytes(&bytes, at(self.now)),
            Effect::TakeListing { entries, .. } => {
                let places = entries.iter().map(|entry| entry.index).collect();
                let tpdus = entries.iter().map(|entry| hex(&entry.tpdu));
                self.stored.extend(tpdus);
                Event::ListingTaken(places)
            }
            Effect::TakeDirect { tpdu, .. } => {
                self.stored.insert(hex(&tpdu));
                Event::DirectTaken
            }
            Effect::CopyDeleted { .. } => Event::CopyDeleted,
            Effect::Release(..) => Event::Released,
            Effect::TryPin => Event::PinNoted,
            Effect::Settle { .. } => {
                self.settled += 1;
                return;
            }
            Effect::Drained(_, result) => {
                self.drained = Some(result.is_ok());
                return;
            }
            _ => return,
        };
        self.machine.handle(answer, self.now);
    }

    /// Lets time pass until that is so. False: it never was.
    fn until(&mut self, most: Duration, is_so: impl Fn(&Self) -> bool) -> bool {
        let end = self.now + most;
        loop {
            self.listen();
            if is_so(self) {
                return true;
            }
            let due = [self.machine.deadline(), self.world.deadline()];
            let Some(next) = due.into_iter().flatten().min().filter(|next| *next <= end) else {
                self.now = end;
                return false;
            };
            self.now = self.now.max(next);
            self.world.run(at(self.now));
            self.listen();
            if self.machine.deadline().is_some_and(|due| due <= self.now) {
                self.event(Event::Tick);
            }
        }
    }

    fn drain(&mut self, ticket: u64) -> bool {
        self.drained = None;
        self.event(Event::Drain(Ticket(ticket)));
        self.until(Duration::from_secs(600), |line| line.drained.is_some());
        self.drained == Some(true)
    }
}

fn at(mono: Duration) -> Now {
    let noon: DateTime<Utc> = "2026-11-24T18:00:00Z".parse().unwrap();
    Now {
        wall: noon + TimeDelta::from_std(mono).unwrap(),
        mono,
        trusted: true,
    }
}

fn hex(tpdu: &[u8]) -> String {
    tpdu.iter().map(|octet| format!("{octet:02X}")).collect()
}

fn submit(words: &str) -> Vec<u8> {
    let to = Address::phone(CUSTOMER).unwrap();
    let validity = Validity::at_most(Duration::from_secs(3600));
    let submit = Submit::new(to, validity, UserData::text(words));
    submit.encode().unwrap()
}

#[test]
fn on_a_bad_line_nothing_goes_twice_and_nothing_that_came_is_lost() {
    let noises = ["noise lose 4", "noise double 4", "noise cut 20"];
    for (seed, noise) in (0..12).zip(noises.into_iter().cycle()) {
        let mut line = Line::new(seed);
        assert!(line.until(Duration::from_secs(60), |line| {
            line.machine.status().state == State::Ready
        }));
        line.script(noise);
        let (mut sends, mut ticket) = (0, 0);
        for n in 0..20 {
            line.script(&format!("text {CUSTOMER} Thanks, {n}"));
            ticket += 1;
            if line.drain(ticket) {
                sends += 1;
                line.event(Event::Send(Handover {
                    ticket: Ticket(1_000 + n),
                    tpdu: submit(&format!("Ready, {n}")),
                    session: line.machine.status().session,
                    expires: line.now + Duration::from_secs(30),
                }));
                let ends = line.until(Duration::from_secs(600), |line| line.settled == sends);
                assert!(ends, "{noise}, seed {seed}: send {n} never ended");
            }
        }
        for good in ["noise lose 0", "noise double 0", "noise cut 0"] {
            line.script(good);
        }
        line.until(Duration::from_secs(600), |line| {
            line.machine.status().state == State::Ready
        });
        assert!(
            line.drain(0),
            "{noise}, seed {seed}: a good line, and no drain"
        );
        line.listen();
        let went = line.accepted.len();
        let different: HashSet<_> = line.accepted.iter().collect();
        assert_eq!(
            different.len(),
            went,
            "{noise}, seed {seed}: something went twice"
        );
        assert!(
            sends > 5 && went > 5,
            "{noise}, seed {seed}: {went} of {sends} went"
        );
        for tpdu in &line.deleted {
            assert!(
                line.stored.contains(tpdu),
                "{noise}, seed {seed}: {tpdu} was deleted and never stored"
            );
        }
        assert!(
            line.deleted.len() >= 20,
            "{noise}, seed {seed}: {} of 20 came",
            line.deleted.len()
        );
    }
}
