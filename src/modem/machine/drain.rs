//! Reading all that the modem holds. `empty` stores it and then deletes it.

use super::event::{Effect, Ticket};
use super::listing::Listing;
use super::phase::Phase;
use super::rouse::Then;
use super::spare::Counts;
use super::talk::{Reply, SLOW, USUAL};
use super::{Machine, errors, listing};
use crate::modem::handle::{Down, Drained};
use crate::modem::status::{StorageUse, Why};
use crate::store::Listed;
use crate::wire::at::reply;
use std::collections::VecDeque;
use std::time::Duration;

/// Each line of a listing grants it so long anew.
const LISTING: Duration = Duration::from_secs(20);
/// A text that was announced may not be readable yet (Huawei); then it is looked for again.
const SECOND_LOOK: Duration = Duration::from_millis(500);
/// After an error a stray OK may follow; it must not answer the next command.
const REST: Duration = Duration::from_millis(50);
/// Before a busy modem is asked again.
const BUSY: Duration = Duration::from_secs(1);
/// How often a listing is tried, and how often everything is read again because more came in.
const TRIES: u8 = 4;
const ROUNDS: u8 = 5;
/// Places to look at one by one where the modem does not say how many it has.
const UNTOLD_PLACES: u32 = 50;

/// A drain that runs.
#[derive(Debug)]
pub(super) struct Drain {
    tickets: Vec<Ticket>,
    /// The memories that are still to be read, the first one now.
    pub rest: VecDeque<String>,
    pub stage: Stage,
    /// Of the minute's poll: everything is listed, and every listing goes to the store.
    is_of_poll: bool,
    /// Something was announced, so something should be found.
    expects: bool,
    /// How much the memory holds that is read now, as the modem says.
    pub counted: Option<u32>,
    pub found: bool,
    tries: u8,
    rounds: u8,
    /// Every place was read once, and the modem counted more than was found.
    missed_some: bool,
    /// The last listing that was damaged on the line, to see whether it is so each time.
    damaged: Option<Vec<Listed>>,
}

#[derive(Debug)]
pub(super) enum Stage {
    Selecting,
    /// Before a second try of the listing: a modem that reset itself is back in text mode.
    PduMode,
    Listing,
    /// Place by place, for modems that can't list.
    Reading {
        index: u32,
        last: u32,
        found: Vec<Listed>,
    },
    /// A pause before `Listing` or `Reading` goes on.
    Resting {
        until: Duration,
        then: Box<Stage>,
    },
    /// The listing is being committed.
    Storing {
        entries: Vec<Listed>,
    },
    /// Places are emptied, the first of `todo` now.
    Deleting {
        entries: Vec<Listed>,
        todo: VecDeque<u32>,
        is_committing: bool,
    },
    /// Before everything is read once more.
    LookingAgain {
        until: Duration,
    },
}

impl Drain {
    /// Whether it takes no short cut: see `spare`.
    pub(super) fn spares_nothing(&self) -> bool {
        self.is_of_poll || self.expects
    }

    /// Whether what was read is what the modem holds. What looks damaged is believed where the modem says
    /// it so each time; what is torn, after the last try only.
    fn believes(&self, read: &Listing) -> bool {
        let is_the_same = self.damaged.as_ref() == Some(&read.entries);
        read.is_whole || (is_the_same && (!read.is_torn || self.tries == TRIES))
    }

    pub(super) fn until(&self) -> Option<Duration> {
        match &self.stage {
            Stage::Resting { until, .. } | Stage::LookingAgain { until } => Some(*until),
            _ => None,
        }
    }
}

impl Machine {
    /// Reads everything, for all who asked until now.
    pub(super) fn begin_drain(&mut self, is_of_poll: bool) {
        let drain = Drain {
            tickets: std::mem::take(&mut self.wishes.drains),
            rest: VecDeque::new(),
            stage: Stage::Selecting,
            is_of_poll,
            expects: false,
            counted: None,
            found: false,
            tries: 0,
            rounds: 0,
            missed_some: false,
            damaged: None,
        };
        self.read_all(drain);
    }

    fn read_all(&mut self, mut drain: Drain) {
        drain.rest = self.facts.storages.iter().cloned().collect();
        drain.expects = std::mem::take(&mut self.wishes.announced) | self.take_due_reports();
        drain.found = false;
        drain.rounds += 1;
        self.read_next(drain);
    }

    pub(super) fn read_next(&mut self, mut drain: Drain) {
        drain.tries = 0;
        drain.damaged = None;
        drain.counted = None;
        drain.missed_some = false;
        match drain.rest.front() {
            None => self.all_read(drain),
            Some(name) if self.facts.selected.as_ref() == Some(name) => self.list(drain),
            Some(_) => self.select(drain),
        }
    }

    /// Chooses the memory that is read and emptied; where texts are kept stays as it is.
    fn select(&mut self, mut drain: Drain) {
        let name = drain.rest.front().cloned().unwrap_or_default();
        drain.stage = Stage::Selecting;
        // Until it has said so, nobody knows which one it works on.
        self.facts.selected = None;
        self.ask(&self.facts.selection_of(&name), SLOW);
        self.phase = Phase::Draining(drain);
    }

    fn list(&mut self, mut drain: Drain) {
        if self.facts.no_listing {
            let name = drain.rest.front().cloned().unwrap_or_default();
            let last = self
                .storage(&name)
                .map_or(UNTOLD_PLACES, |known| known.total);
            return self.read_place(drain, 0, last, Vec::new());
        }
        drain.stage = Stage::Listing;
        self.ask("AT+CMGL=4", LISTING);
        self.phase = Phase::Draining(drain);
    }

    fn read_place(&mut self, mut drain: Drain, index: u32, last: u32, found: Vec<Listed>) {
        if index > last {
            return self.places_read(drain, last, found);
        }
        drain.stage = Stage::Reading { index, last, found };
        self.ask(&format!("AT+CMGR={index}"), USUAL);
        self.phase = Phase::Draining(drain);
    }

    /// A bare ERROR says that a place is empty, or that the modem had a bad moment. Where it counts
    /// more than was found, everything is read once more before it is believed.
    fn places_read(&mut self, mut drain: Drain, last: u32, found: Vec<Listed>) {
        let lacks_some = drain
            .counted
            .is_some_and(|counted| counted as usize > found.len());
        if lacks_some && self.facts.counts != Counts::Wrong && !drain.missed_some {
            drain.missed_some = true;
            return self.read_place(drain, 0, last, Vec::new());
        }
        self.compare_counts(drain.counted, found.len());
        self.store_listing(drain, found);
    }

    pub(super) fn drain_answered(&mut self, mut drain: Drain, reply: &Reply) {
        if reply.is_silence() {
            self.drain_failed(&drain, Down::Away);
            return self.unanswered();
        }
        if reply.error().is_some_and(errors::is_no_sim) {
            self.drain_failed(&drain, Down::Away);
            return self.start_over(Why::NoSim);
        }
        if reply.error().is_some_and(errors::is_sim_locked) {
            self.drain_failed(&drain, Down::Away);
            return self.start_over(Why::SimBusy);
        }
        match std::mem::replace(&mut drain.stage, Stage::Selecting) {
            Stage::Selecting => self.selected(drain, reply),
            Stage::PduMode => self.list(drain),
            Stage::Listing => self.listed(drain, reply),
            Stage::Reading { index, last, found } => {
                self.place_read(drain, reply, index, last, found);
            }
            Stage::Deleting { entries, todo, .. } => self.deleted(drain, reply, entries, todo),
            stage
            @ (Stage::Resting { .. } | Stage::Storing { .. } | Stage::LookingAgain { .. }) => {
                drain.stage = stage;
                self.phase = Phase::Draining(drain);
            }
        }
    }

    pub(super) fn drain_is_due(&mut self, mut drain: Drain) {
        match std::mem::replace(&mut drain.stage, Stage::Selecting) {
            Stage::LookingAgain { .. } => self.read_all(drain),
            Stage::Resting { then, .. } => match *then {
                Stage::Reading { index, last, found } => {
                    self.read_place(drain, index, last, found);
                }
                Stage::PduMode => {
                    drain.stage = Stage::PduMode;
                    self.ask("AT+CMGF=0", USUAL);
                    self.phase = Phase::Draining(drain);
                }
                Stage::Selecting => self.select(drain),
                _ => self.list(drain),
            },
            stage => {
                drain.stage = stage;
                self.phase = Phase::Draining(drain);
            }
        }
    }

    fn selected(&mut self, mut drain: Drain, reply: &Reply) {
        let name = drain.rest.front().cloned().unwrap_or_default();
        let told = reply.find(reply::memories).is_some();
        if reply.is_ok() && self.facts.tells_memories && !told {
            // This is the answer to something else: a listing now would be of another memory.
            self.drain_failed(&drain, Down::Away);
            return self.rouse(Then::Idle);
        }
        if reply.is_ok() {
            if let Some(memory) = reply
                .find(reply::memories)
                .and_then(|all| all.first().cloned())
            {
                let used = u32::from(memory.used);
                drain.counted = Some(used);
                self.note_storage(&name, used, u32::from(memory.total));
            }
            self.facts.worked_with(&name);
            self.facts.selected = Some(name);
            if self.is_surely_empty(&drain) {
                return self.nothing_to_store(drain);
            }
            return self.list(drain);
        }
        if reply.error().is_some_and(errors::is_busy) {
            return self.again(drain, "busy", BUSY, Stage::Selecting);
        }
        if !self.facts.names_all_memories && !self.facts.has_worked_with(&name) {
            // Some want all three named.
            self.facts.names_all_memories = true;
            return self.select(drain);
        }
        self.facts.names_all_memories = false;
        let keeps_texts = name == self.facts.receive_into;
        if self.facts.has_worked_with(&name) || (keeps_texts && !self.facts.cannot_choose) {
            return self.drain_failed(&drain, Down::Away);
        }
        if keeps_texts {
            // It lets none be chosen, so it works on the one it has.
            self.facts.selected = Some(name);
            return self.list(drain);
        }
        // Advertised and not allowed. The next poll tries again, lest it was for the moment only.
        self.facts.storages.retain(|kept| *kept != name);
        drain.rest.pop_front();
        self.read_next(drain);
    }

    fn listed(&mut self, mut drain: Drain, reply: &Reply) {
        if reply.error().is_some_and(errors::is_busy) {
            return self.again(drain, "busy", BUSY, Stage::Listing);
        }
        let name = drain.rest.front().cloned().unwrap_or_default();
        let counts_none = self.storage(&name).is_some_and(|known| known.used == 0);
        if counts_none && reply.error().is_some_and(errors::is_empty_listing) {
            return self.store_listing(drain, Vec::new());
        }
        if !reply.is_ok() {
            if drain.tries > 0 {
                self.facts.no_listing = true;
                return self.again(drain, "refused", REST, Stage::Listing);
            }
            return self.again(drain, "refused", REST, Stage::PduMode);
        }
        let listing = listing::read(reply);
        if drain.believes(&listing) {
            self.compare_counts(drain.counted, reply.entries.len());
            return self.store_listing(drain, listing.entries);
        }
        // Octets got lost on the line, or the modem always says it so: then it says it again.
        drain.damaged = Some(listing.entries);
        self.again(drain, "damaged on the line", REST, Stage::PduMode);
    }

    fn place_read(
        &mut self,
        mut drain: Drain,
        reply: &Reply,
        index: u32,
        last: u32,
        mut found: Vec<Listed>,
    ) {
        let read = listing::read_place(reply, index);
        match reply.error() {
            Some(error) if errors::is_empty_place(error) => {}
            Some(_) => {
                let then = Stage::Reading { index, last, found };
                return self.again(drain, "busy", BUSY, then);
            }
            None if drain.believes(&read) => {
                drain.damaged = None;
                found.extend(read.entries);
                return self.read_place(drain, index + 1, last, found);
            }
            None => {
                drain.damaged = Some(read.entries);
                let then = Stage::Reading { index, last, found };
                return self.again(drain, "damaged on the line", REST, then);
            }
        }
        let next = Stage::Reading {
            index: index + 1,
            last,
            found,
        };
        drain.tries = 0;
        self.rest(drain, REST, next);
    }

    /// The same once more, so often and no more.
    fn again(&mut self, drain: Drain, why: &'static str, pause: Duration, then: Stage) {
        self.out.push_back(Effect::AskedAgain(why));
        self.rest(drain, pause, then);
    }

    fn rest(&mut self, mut drain: Drain, pause: Duration, then: Stage) {
        drain.tries += 1;
        if drain.tries > TRIES {
            self.drain_failed(&drain, Down::Away);
            return self.unanswered();
        }
        drain.stage = Stage::Resting {
            until: self.now + pause,
            then: Box::new(then),
        };
        self.phase = Phase::Draining(drain);
    }

    fn all_read(&mut self, mut drain: Drain) {
        let missed = drain.expects && !drain.found && drain.rounds == 1;
        let more = self.wishes.announced && drain.rounds < ROUNDS;
        if missed || more {
            let pause = if missed { SECOND_LOOK } else { Duration::ZERO };
            drain.stage = Stage::LookingAgain {
                until: self.now + pause,
            };
            self.phase = Phase::Draining(drain);
            return;
        }
        self.reads_well();
        self.judge();
        if drain.tickets.is_empty() {
            return;
        }
        self.wishes.fresh = true;
        let drained = Drained {
            session: self.status.session,
            received: std::mem::take(&mut self.wishes.received),
            was_full: std::mem::take(&mut self.wishes.was_full),
        };
        for ticket in drain.tickets {
            self.out.push_back(Effect::Drained(ticket, Ok(drained)));
        }
    }

    /// Tells those who wait. What was announced stays on the modem and is found by the next poll.
    pub(super) fn drain_failed(&mut self, drain: &Drain, down: Down) {
        for ticket in &drain.tickets {
            self.out.push_back(Effect::Drained(*ticket, Err(down)));
        }
    }

    pub(super) fn storage(&self, name: &str) -> Option<&StorageUse> {
        self.status.storages.iter().find(|known| known.name == name)
    }

    pub(super) fn note_storage(&mut self, name: &str, used: u32, total: u32) {
        let storages = &mut self.status.storages;
        match storages.iter_mut().find(|known| known.name == name) {
            Some(known) => (known.used, known.total) = (used, total),
            None => storages.push(StorageUse {
                name: name.to_owned(),
                used,
                total,
            }),
        }
    }
}
