//! Getting into step with a modem of which nothing is known: it may sit in a prompt, sleep, or owe
//! the answer to an earlier command.

use super::Machine;
use super::event::Effect;
use super::ladder::Trouble;
use super::phase::Phase;
use super::talk::{Reply, SHORT};
use crate::modem::status::Why;
use crate::modem::steps::Rung;
use std::time::Duration;

/// How long what is left over may still come in after ESC.
const HUSH: Duration = Duration::from_millis(200);
/// How long the line must be quiet after the answer to `AT`: a late answer to an earlier command
/// looks like the answer to `AT`, and then the true one follows.
const LISTEN: Duration = Duration::from_millis(100);
/// The same after a command that got no answer in time, whose answer may be on its way.
const LISTEN_LONG: Duration = Duration::from_secs(1);
/// Tries after a command got no answer. With the beat of `idle` and the time-out of a command,
/// a dead modem is found within a minute.
const TRIES: u8 = 3;
/// Tries on a port just opened: the first `AT` after power-save gets no answer.
const TRIES_AT_START: u8 = 5;

/// An attempt to get into step.
#[derive(Debug)]
pub(super) struct Rousing {
    stage: Stage,
    tries: u8,
    then: Then,
}

#[derive(Debug)]
enum Stage {
    /// ESC was written; whatever comes now is old.
    Hushing(Duration),
    /// `AT` is out.
    Asking,
    /// `AT` was answered; another answer now means that it was not the last.
    Listening(Duration),
}

/// What follows once the line is in step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    BringUp,
    Idle,
}

impl Rousing {
    pub(super) fn until(&self) -> Option<Duration> {
        match self.stage {
            Stage::Hushing(until) | Stage::Listening(until) => Some(until),
            Stage::Asking => None,
        }
    }

    pub(super) fn leads_to_idle(&self) -> bool {
        self.then == Then::Idle
    }
}

impl Machine {
    /// ESC frees a modem from a prompt, and ends nothing else.
    pub(super) fn rouse(&mut self, then: Then) {
        let tries = match then {
            Then::BringUp => TRIES_AT_START,
            Then::Idle => TRIES,
        };
        self.hush(then, tries);
    }

    fn hush(&mut self, then: Then, tries: u8) {
        self.exchange = None;
        self.write(b"\x1b\r".to_vec(), "ESC".to_owned());
        self.phase = Phase::Rousing(Rousing {
            stage: Stage::Hushing(self.now + HUSH),
            tries,
            then,
        });
    }

    pub(super) fn rousing_is_due(&mut self, rousing: Rousing) {
        match rousing.stage {
            Stage::Hushing(_) => {
                self.ask("AT", SHORT);
                self.phase = Phase::Rousing(Rousing {
                    stage: Stage::Asking,
                    ..rousing
                });
            }
            Stage::Listening(_) | Stage::Asking => match rousing.then {
                Then::BringUp => self.bring_up(),
                Then::Idle => self.phase = Phase::Idle,
            },
        }
    }

    pub(super) fn roused(&mut self, rousing: Rousing, reply: &Reply) {
        if reply.is_silence() {
            self.try_again(rousing);
        } else {
            // ERROR is an answer too: some do not know a bare AT.
            let quiet = match rousing.then {
                Then::BringUp => LISTEN,
                Then::Idle => LISTEN_LONG,
            };
            self.phase = Phase::Rousing(Rousing {
                stage: Stage::Listening(self.now + quiet),
                ..rousing
            });
        }
    }

    /// A final result that nobody asked for.
    pub(super) fn stray_end(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Rousing(rousing) if matches!(rousing.stage, Stage::Listening(_)) => {
                self.try_again(rousing);
            }
            Phase::Sending(sending) if sending.is_before_release() => self.abandon(&sending),
            phase => self.phase = phase,
        }
    }

    /// The modem waits for a text: the ESC came too early for it.
    pub(super) fn prompted_while_rousing(&mut self) {
        if let Phase::Rousing(rousing) = std::mem::replace(&mut self.phase, Phase::Idle) {
            self.try_again(rousing);
        }
    }

    fn try_again(&mut self, rousing: Rousing) {
        match rousing.tries.checked_sub(1) {
            Some(tries) if tries > 0 => {
                self.out.push_back(Effect::AskedAgain("out of step"));
                self.hush(rousing.then, tries);
            }
            _ => match self.next_step(Trouble::Deaf, Rung::Escape, &Why::NoAnswer) {
                Rung::Reset => self.heal(Rung::Reset, Why::NoAnswer),
                _ => self.close_port(Why::NoAnswer),
            },
        }
    }
}
