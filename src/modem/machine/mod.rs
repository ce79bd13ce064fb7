//! The modem's heart: events go in, effects come out. No port, no store, no clock, no `async`.
//!
//! The caller hands in an [`Event`] with the monotonic time, then takes [`Effect`]s out one after
//! the other with [`Machine::effect`] and carries each out before the next. A commit is answered
//! by its own event before anything else happens. When nothing happens until
//! [`Machine::deadline`], it hands in [`Event::Tick`].
//!
//! One command is on the line at a time. `talk` writes it and gathers its reply; the reply goes to
//! the phase that asked: `rouse` (get into step), `bringup`, `poll`, `drain` or `send`. What nobody
//! asked for goes to `unasked`, calls to `calls`, and what a person asks by hand is `asking`. Death is in `death`: whatever the phase, a port that is gone ends
//! it in one way. What is tried against trouble, and in which order, is in `ladder`.

mod announce;
mod asking;
mod bringup;
mod calls;
mod counting;
mod death;
mod drain;
mod empty;
mod errors;
mod event;
mod facts;
mod family;
mod identity;
mod idle;
mod jitter;
mod ladder;
mod line;
mod listing;
mod memory;
mod phase;
mod poll;
mod prompt;
mod rouse;
mod send;
mod spare;
mod talk;
mod unasked;

pub(super) use event::{Effect, Event, Handover, Purpose, Ticket, Unstored};
pub(super) use jitter::Jitter;

use super::handle::Down;
use super::status::{ModemStatus, State, Why};
use crate::store::LineRules;
use crate::wire::at::Digest;
use phase::Phase;
use std::collections::VecDeque;
use std::time::Duration;
use talk::Exchange;

/// One modem, from closed port to sent text.
#[derive(Debug)]
pub(super) struct Machine {
    purpose: Purpose,
    pin: Option<String>,
    pin_use: line::PinUse,
    rules: LineRules,
    digest: Digest,
    exchange: Option<Exchange>,
    phase: Phase,
    now: Duration,
    out: VecDeque<Effect>,
    status: ModemStatus,
    told: ModemStatus,
    facts: facts::Facts,
    wishes: idle::Wishes,
    /// The attempt whose Ctrl-Z was written and whose answer is still owed. It outlives time-outs
    /// and sessions, and ends with its answer or with the next `AT+CMGS`.
    owed: Option<send::Owed>,
    death: death::Life,
    doubts: counting::Doubts,
    /// Commands of the bring-up in a row that got no answer.
    silences: u8,
    ladder: ladder::Ladder,
    ringing: Option<calls::Ringing>,
    /// It leaves these wishes unanswered, so it is not asked again.
    deaf_to: Vec<bringup::Step>,
    /// The same for the question what time it is.
    is_deaf_to_time: bool,
    prompts: prompt::Prompts,
    jitter: Jitter,
}

impl Machine {
    /// A closed one. The first [`Event::Tick`] opens the port.
    pub(super) fn new(
        purpose: Purpose,
        pin: Option<String>,
        rules: LineRules,
        jitter: Jitter,
    ) -> Self {
        Self {
            purpose,
            pin,
            pin_use: line::PinUse::of(&rules),
            rules,
            digest: Digest::new(),
            exchange: None,
            phase: Phase::Closed {
                until: Duration::ZERO,
            },
            now: Duration::ZERO,
            out: VecDeque::new(),
            status: ModemStatus::unopened(),
            told: ModemStatus::unopened(),
            facts: facts::Facts::default(),
            wishes: idle::Wishes::default(),
            owed: None,
            death: death::Life::default(),
            doubts: counting::Doubts::default(),
            silences: 0,
            ladder: ladder::Ladder::default(),
            ringing: None,
            deaf_to: Vec::new(),
            is_deaf_to_time: false,
            prompts: prompt::Prompts::default(),
            jitter,
        }
    }

    /// Takes one event in. `now` never goes back.
    pub(super) fn handle(&mut self, event: Event<'_>, now: Duration) {
        self.now = self.now.max(now);
        if self.rung_out_at().is_some_and(|at| at <= self.now) {
            self.rang_out();
        }
        match event {
            Event::Tick => self.tick(),
            Event::Opened => self.opened(),
            Event::OpenFailed(why) => self.open_failed(why),
            Event::Closed => self.unplugged(),
            Event::Bytes(bytes) => self.bytes(bytes),
            Event::Ask(ticket, question) => self.question(ticket, question),
            Event::Drain(ticket) => self.wishes.drains.push(ticket),
            Event::Send(part) => self.part_handed_over(part),
            Event::Stop => self.stop(),
            Event::ListingTaken(indexes) => self.listing_taken(&indexes),
            Event::CopyDeleted => self.copy_deleted(),
            Event::DirectTaken => self.direct_taken(),
            Event::Released => self.released(),
            Event::PinNoted => self.pin_noted(),
            Event::Rules(rules) => self.rules_changed(rules),
            Event::NotStored(what) => self.not_stored(what),
        }
        self.pick_work();
        self.tell_status();
    }

    /// The next thing to do, in order; `None` when all is done.
    pub(super) fn effect(&mut self) -> Option<Effect> {
        self.out.pop_front()
    }

    /// When to hand in [`Event::Tick`] if nothing else happens. `None` only after the end.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let exchange = self.exchange.as_ref().map(|exchange| exchange.until);
        let work = exchange.or_else(|| self.phase.until().or_else(|| self.idle_deadline()));
        [work, self.rung_out_at()].into_iter().flatten().min()
    }

    /// How the modem stands.
    pub(super) fn status(&self) -> &ModemStatus {
        &self.status
    }

    /// Everything is closed after [`Event::Stop`].
    pub(super) fn is_stopped(&self) -> bool {
        matches!(self.phase, Phase::Stopped)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.death.heard(self.now);
        self.digest.push(bytes);
        while let Some(item) = self.digest.next_item() {
            self.item(item);
        }
    }

    fn tick(&mut self) {
        if self
            .exchange
            .as_ref()
            .is_some_and(|exchange| exchange.until <= self.now)
        {
            self.silence();
        } else if self.exchange.is_none()
            && self.phase.until().is_some_and(|until| until <= self.now)
        {
            self.phase_is_due();
        }
    }

    /// Whatever had to wait is answered now that it can't happen.
    fn answer_all(&mut self, down: Down) {
        for ticket in std::mem::take(&mut self.wishes.drains) {
            self.out.push_back(Effect::Drained(ticket, Err(down)));
        }
    }

    fn set_state(&mut self, state: State, why: Option<Why>) {
        if self.status.state != state {
            self.status.since = self.now;
        }
        self.status.state = state;
        self.status.why = why;
    }

    fn tell_status(&mut self) {
        if self.status != self.told {
            self.told = self.status.clone();
            self.out
                .push_back(Effect::Status(Box::new(self.status.clone())));
        }
    }
}

#[cfg(test)]
mod tests;
