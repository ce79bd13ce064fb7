//! The SIM's own count of texts (EF_SMSS, TS 31.102 4.2.9), and what is seen of it and of the
//! references around a text whose answer never came.
//!
//! The count is read when the session begins, after each text, and with each poll; so it is known
//! before each Ctrl-Z, and one that moves by itself is found out. What it proves the store decides.

use super::Machine;
use super::errors;
use super::event::{Effect, Ticket};
use super::phase::Phase;
use super::rouse::Then;
use super::send::ANSWER;
use super::talk::{Reply, SLOW};
use crate::domain::evidence::Sign;
use crate::store::OnLine;
use crate::wire::at::reply;
use std::time::Duration;

/// READ BINARY (176) of EF_SMSS (6F43), two octets: the last reference, and whether the SIM is full.
const READ: &str = "AT+CRSM=176,28483,0,0,2";
/// Doubts that are kept in mind; older ones are the store's to judge without us.
const DOUBTS: usize = 4;

/// What is known of the count in this session.
#[derive(Debug, Default)]
pub(super) struct Count {
    value: Option<u8>,
    /// It is not told, or changes when nothing is sent.
    is_worthless: bool,
    /// Something was handed over since it was read.
    used: bool,
    /// That was one text, and the network refused it.
    refused: bool,
}

/// What has to be remembered of doubtful texts. It outlives sessions.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// When the last doubtful text was released; before the first, when the modem was first set up.
    since: Option<Duration>,
    /// When the last text was released.
    released: Duration,
    /// The doubtful ones to which the modem said an end, and since when it was not set up anew.
    ended: Vec<Ticket>,
    /// It does not answer the question.
    is_deaf: bool,
    /// The last reference in this session, and what was handed over after it.
    reference: Option<u8>,
    refused_since: u8,
    doubtful_since: bool,
}

impl Machine {
    /// The modem is set up anew: it may have lost its power.
    pub(super) fn power_may_be_lost(&mut self) {
        self.doubts.ended.clear();
        self.doubts.reference = None;
    }

    /// A session begins.
    pub(super) fn count_anew(&mut self) {
        self.doubts.since.get_or_insert(self.now);
        self.wishes.count = true;
    }

    /// Ctrl-Z is written.
    pub(super) fn one_is_released(&mut self) {
        self.doubts.released = self.now;
        self.facts.count.used = true;
        self.facts.count.refused = false;
        self.wishes.count = true;
    }

    /// The network took it.
    pub(super) fn one_was_taken(&mut self, mr: u8) {
        let doubts = &mut self.doubts;
        let last = doubts.reference.replace(mr);
        let refused = std::mem::take(&mut doubts.refused_since);
        let doubtful = std::mem::take(&mut doubts.doubtful_since);
        if let (Some(last), 1, false) = (last, refused, doubtful) {
            self.tells_of_tries(Sign::Reference, mr.wrapping_sub(last).wrapping_sub(1));
        }
    }

    /// It was refused after it had been handed over.
    pub(super) fn one_was_refused(&mut self) {
        self.facts.count.refused = true;
        self.doubts.refused_since = self.doubts.refused_since.saturating_add(1);
    }

    /// Nobody knows whether it went. `ended`: the modem said an end to it.
    pub(super) fn one_is_doubtful(&mut self, ticket: Ticket, ended: bool) {
        let doubts = &mut self.doubts;
        doubts.since = Some(doubts.released);
        doubts.doubtful_since = true;
        if ended {
            if doubts.ended.len() >= DOUBTS {
                doubts.ended.remove(0);
            }
            doubts.ended.push(ticket);
        }
    }

    /// Whether the count is to be read now.
    pub(super) fn wants_to_count(&mut self) -> bool {
        let wanted = std::mem::take(&mut self.wishes.count) && self.works();
        if wanted && (self.facts.count.is_worthless || self.doubts.is_deaf) {
            self.weigh();
            return false;
        }
        wanted
    }

    pub(super) fn begin_count(&mut self) {
        self.ask(READ, SLOW);
        self.phase = Phase::Counting;
    }

    pub(super) fn counted(&mut self, reply: &Reply) {
        let before = self.facts.count.value.take();
        if reply.is_silence() {
            // It may be the question that it can't bear: it is asked no more.
            self.doubts.is_deaf = true;
            return self.rouse(Then::Idle);
        }
        let value = reply.find(reply::last_reference).filter(|_| reply.is_ok());
        let count = &mut self.facts.count;
        let used = std::mem::take(&mut count.used);
        let refused = std::mem::take(&mut count.refused);
        match (before, value) {
            (_, None) => count.is_worthless = !reply.error().is_some_and(errors::is_busy),
            (Some(before), Some(value)) if !used && before != value => count.is_worthless = true,
            (Some(before), Some(value)) if refused => {
                self.tells_of_tries(Sign::Counter, value.wrapping_sub(before));
            }
            // The first is read twice: nothing was sent in between.
            (None, Some(_)) => self.wishes.count = true,
            _ => {}
        }
        let count = &mut self.facts.count;
        count.value = value.filter(|_| !count.is_worthless);
        self.weigh();
    }

    /// The line, with the count as it stands.
    pub(super) fn on_line(&self) -> OnLine {
        OnLine {
            sim: self.status.sim.clone(),
            modem: format!("{} {}", self.status.maker, self.status.model),
            counter: self.facts.count.value,
        }
    }

    /// Once in a poll, when a full time-out has passed since the last doubtful text.
    fn weigh(&mut self) {
        let since = self.doubts.since.unwrap_or(self.now);
        if std::mem::take(&mut self.wishes.weigh) && self.now.saturating_sub(since) >= ANSWER {
            self.out.push_back(Effect::Weigh {
                line: self.on_line(),
                ended: self.doubts.ended.clone(),
            });
        }
    }

    /// `moved`: by how much a count has moved with a text that was refused.
    fn tells_of_tries(&mut self, sign: Sign, moved: u8) {
        self.out.push_back(Effect::CountsTries {
            line: self.on_line(),
            sign,
            counted: moved == 1,
        });
    }
}
