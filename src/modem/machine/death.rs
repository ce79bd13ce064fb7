//! The port comes, goes, and comes back.

use super::Machine;
use super::event::{Effect, Purpose};
use super::ladder::Trouble;
use super::phase::Phase;
use super::rouse::Then;
use crate::modem::handle::Down;
use crate::modem::status::{Registration, State, Why};
use crate::modem::steps::Rung;
use std::time::Duration;

/// The first wait before the port is opened again; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// When the modem was last heard, and how patient the next opening is.
#[derive(Debug)]
pub(super) struct Life {
    heard: Duration,
    wait: Duration,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            heard: Duration::ZERO,
            wait: FIRST_WAIT,
        }
    }
}

impl Life {
    pub(super) fn heard(&mut self, now: Duration) {
        self.heard = now;
    }

    pub(super) fn last_heard(&self) -> Duration {
        self.heard
    }

    /// It lives: the next death is followed by a quick opening.
    pub(super) fn is_well(&mut self) {
        self.wait = FIRST_WAIT;
    }

    fn next_wait(&mut self) -> Duration {
        let wait = self.wait;
        self.wait = (wait * 2).min(LONGEST_WAIT);
        wait
    }
}

impl Machine {
    pub(super) fn open(&mut self) {
        self.phase = Phase::Opening;
        self.out.push_back(Effect::Open);
    }

    pub(super) fn opened(&mut self) {
        self.death.heard(self.now);
        self.digest = Default::default();
        self.rouse(Then::BringUp);
    }

    pub(super) fn open_failed(&mut self, why: Why) {
        self.next_step(Trouble::Port, Rung::Reopen, &why);
        self.set_state(State::Down, Some(why));
        let wait = self.jitter.shorten(self.death.next_wait());
        self.phase = Phase::Closed {
            until: self.now + wait,
        };
    }

    /// Its device is gone.
    pub(super) fn unplugged(&mut self) {
        self.next_step(Trouble::Port, Rung::Reopen, &Why::Unplugged);
        self.port_gone(Why::Unplugged);
    }

    /// The machine itself gives the port up.
    pub(super) fn close_port(&mut self, why: Why) {
        self.out.push_back(Effect::Close);
        self.port_gone(why);
    }

    /// Whatever was going on ends here.
    fn port_gone(&mut self, why: Why) {
        // What was not carried out yet can't be any more. A release that was not committed is
        // none.
        self.out
            .retain(|effect| !matches!(effect, Effect::Write(_) | Effect::Release(..)));
        self.exchange = None;
        self.rang_out();
        self.break_off();
        self.answer_all(Down::Away);
        self.forget_session();
        self.set_state(State::Down, Some(why));
        let wait = self.jitter.shorten(self.death.next_wait());
        self.phase = Phase::Closed {
            until: self.now + wait,
        };
    }

    /// Ends what the modem was doing for someone; it can't be gone on with.
    pub(super) fn break_off(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Sending(sending) => self.send_broken_off(&sending),
            Phase::Draining(drain) => self.drain_failed(&drain, Down::Away),
            Phase::Asking(asking) => self.question_broken_off(&asking, Down::Away),
            _ => {}
        }
        self.refuse_part();
    }

    /// The modem restarted, or its SIM went: set it up again without closing the port.
    pub(super) fn start_over(&mut self, why: Why) {
        self.break_off();
        self.answer_all(Down::Away);
        self.forget_session();
        self.set_state(State::Starting, Some(why));
        self.rouse(Then::BringUp);
    }

    pub(super) fn forget_session(&mut self) {
        self.facts = Default::default();
        self.wishes.forget_session();
        self.status.registration = Registration::Unknown;
        self.status.operator.clear();
        self.status.signal_dbm = None;
        self.status.storages.clear();
    }

    /// Comes to an end: at once, or when the network has answered for a part that was released.
    pub(super) fn stop(&mut self) {
        self.wishes.stopping = true;
        self.rang_out();
        self.refuse_part();
        self.answer_all(Down::Stopping);
        if !self.owes_an_answer() {
            self.finish();
        }
    }

    pub(super) fn finish(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Stopped) {
            Phase::Sending(sending) => {
                self.write(b"\x1b\r".to_vec(), "ESC".to_owned());
                self.send_broken_off(&sending);
            }
            Phase::Draining(drain) => self.drain_failed(&drain, Down::Stopping),
            Phase::Asking(asking) => self.question_broken_off(&asking, Down::Stopping),
            _ => {}
        }
        self.exchange = None;
        self.rang_out();
        self.phase = Phase::Stopped;
        self.out.push_back(Effect::Close);
        self.set_state(State::Down, Some(Why::Stopping));
    }

    /// Whether the modem was set up to be more than looked at.
    pub(super) fn works(&self) -> bool {
        self.purpose == Purpose::Work
    }
}
