//! The two counts of texts: the reference that the modem gives each, and what the SIM keeps of it
//! (EF_SMSS, TS 31.102 4.2.9). An honest modem counts both up by one with each try (TS 23.040
//! 9.2.3.6); the script makes them lie in the ways that are known, and in some more.

use std::time::Duration;

use crate::domain::random::Random;
use crate::sim::script::{Keeping, Referring};

/// Both counts.
#[derive(Debug)]
pub struct Counts {
    keeping: Keeping,
    referring: Referring,
    /// The last reference that was given.
    reference: u8,
    /// What the SIM's file holds.
    kept: u8,
    /// What is still to be written there, and when; None waits for the answer.
    unwritten: Option<(Option<Duration>, u8)>,
    /// What the file held when the modem began to lose it.
    at_start: u8,
}

impl Counts {
    /// Both stand at `last`, and are honest.
    pub fn new(last: u8) -> Self {
        Self {
            keeping: Keeping::Kept,
            referring: Referring::On,
            reference: last,
            kept: last,
            unwritten: None,
            at_start: last,
        }
    }

    /// How the SIM's count is kept from now on.
    pub fn keep(&mut self, keeping: Keeping) {
        self.keeping = keeping;
        self.unwritten = None;
        self.at_start = self.kept;
    }

    /// How references are given from now on.
    pub fn refer(&mut self, referring: Referring) {
        self.referring = referring;
    }

    /// The reference of a text that is tried now.
    pub fn tried(&mut self, random: &mut Random, now: Duration) -> u8 {
        self.settle(now);
        self.reference = match self.referring {
            Referring::On | Referring::Anew => self.reference.wrapping_add(1),
            Referring::Constant(always) => always,
            Referring::Random => random.octet(),
        };
        let next = self.kept.wrapping_add(1);
        match self.keeping {
            Keeping::Kept | Keeping::Lost => self.kept = next,
            Keeping::Late(delay) => self.unwritten = Some((Some(now + delay), next)),
            Keeping::Answered | Keeping::Taken => self.unwritten = Some((None, next)),
            Keeping::Constant | Keeping::Random | Keeping::Read | Keeping::Missing => {}
        }
        self.reference
    }

    /// The modem says how the last one ended.
    pub fn answered(&mut self, taken: bool) {
        if let Some((None, next)) = self.unwritten.take_if(|(due, _)| due.is_none())
            && (taken || self.keeping == Keeping::Answered)
        {
            self.kept = next;
        }
    }

    /// What reading the file tells; None where there is no such file.
    pub fn read(&mut self, random: &mut Random, now: Duration) -> Option<u8> {
        self.settle(now);
        match self.keeping {
            Keeping::Missing => return None,
            Keeping::Random => self.kept = random.octet(),
            Keeping::Read => self.kept = self.kept.wrapping_add(1),
            _ => {}
        }
        Some(self.kept)
    }

    /// The modem lost its power, or starts anew.
    pub fn dark(&mut self, now: Duration) {
        self.settle(now);
        self.unwritten = None;
        if self.keeping == Keeping::Lost {
            self.kept = self.at_start;
        }
        if self.referring == Referring::Anew {
            self.reference = u8::MAX;
        }
    }

    fn settle(&mut self, now: Duration) {
        let due = |(due, _): &mut (Option<Duration>, u8)| due.is_some_and(|due| due <= now);
        if let Some((_, next)) = self.unwritten.take_if(due) {
            self.kept = next;
        }
    }
}
