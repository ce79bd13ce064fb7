//! The ladder: what is tried when the modem misbehaves, the gentlest step first, each so often and no
//! more, and at the end "a person must look". No step is taken while a part is between Ctrl-Z and its
//! answer.
//!
//! Each kind of trouble climbs by itself and begins at the bottom again when it is over: a modem that
//! can be read but never sends does not look well because it was read.

use super::Machine;
use super::event::Effect;
use super::phase::{Phase, Resume};
use super::rouse::Then;
use super::talk::{Reply, SLOW, USUAL};
use crate::modem::handle::Down;
use crate::modem::status::{State, Why};
use crate::modem::steps::{Rung, Tried};
use std::time::Duration;

/// How long a modem that restarts is left alone, if it does not say that it has started.
const RESTARTING: Duration = Duration::from_secs(10);
/// How long the radio stays off.
const RADIO_OFF: Duration = Duration::from_secs(2);
/// Without a network for so long, and it is worth a step: the radio, then a restart, then a person.
const NO_NETWORK: [Duration; 3] = [
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(30 * 60),
];
/// How often the radio is switched off and on after that: a SIM that was turned away does not ask the
/// network again before.
const ASK_ANEW: Duration = Duration::from_secs(60 * 60);
/// So many texts in a row that the modem ended without a reason are its own doing, whoever they were to.
const DOUBTS: u8 = 2;
/// After a person was called because no text could be handed over, one is tried so often.
const TRY_A_TEXT: Duration = Duration::from_secs(5 * 60);

/// What is wrong, as far as it matters for what helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The port can't be opened, or went away.
    Port,
    /// It does not answer a bare `AT`.
    Deaf,
    /// It answers and can't be set up.
    SetUp,
    /// It is set up, and leaves commands unanswered or can't be read.
    Reading,
    /// It leaves texts unanswered, or refuses them for reasons of its own.
    Texts,
    /// It has no network.
    Network,
}

impl Trouble {
    /// The steps, and how often each is tried.
    fn steps(self) -> &'static [(Rung, u8)] {
        match self {
            Self::Port => &[(Rung::Reopen, 8)],
            Self::Deaf => &[(Rung::Reopen, 4), (Rung::Reset, 1), (Rung::Reopen, 3)],
            Self::SetUp => &[
                (Rung::SetUp, 1),
                (Rung::Reopen, 1),
                (Rung::Radio, 1),
                (Rung::Reset, 1),
                (Rung::Reopen, 2),
            ],
            Self::Reading => &[
                (Rung::Escape, 3),
                (Rung::SetUp, 2),
                (Rung::Radio, 1),
                (Rung::Reset, 1),
                (Rung::Reopen, 2),
            ],
            Self::Texts => &[
                (Rung::Escape, 2),
                (Rung::SetUp, 1),
                (Rung::Radio, 1),
                (Rung::Reset, 1),
                (Rung::Reopen, 1),
            ],
            Self::Network => &[(Rung::Radio, 1), (Rung::Reset, 1)],
        }
    }

    fn rung(self, taken: u8) -> Rung {
        let mut left = taken;
        for (rung, times) in self.steps() {
            match left.checked_sub(*times) {
                None => return *rung,
                Some(rest) => left = rest,
            }
        }
        Rung::Person
    }
}

/// The ladder's end was reached.
const AT_THE_END: u8 = u8::MAX;

/// How far each trouble has climbed.
#[derive(Debug, Default)]
pub(super) struct Ladder {
    /// Steps taken against each, or [`AT_THE_END`].
    taken: [u8; 6],
    /// Since when there is no network.
    without_network: Option<Duration>,
    /// When the radio was last switched off and on because there is no network.
    asked_anew: Duration,
    /// Until when no text is tried.
    no_texts_until: Duration,
    /// Texts in a row that the modem ended in a way that tells nothing.
    doubts: u8,
}

impl Ladder {
    fn taken(&mut self, trouble: Trouble) -> &mut u8 {
        let [port, deaf, set_up, reading, texts, network] = &mut self.taken;
        match trouble {
            Trouble::Port => port,
            Trouble::Deaf => deaf,
            Trouble::SetUp => set_up,
            Trouble::Reading => reading,
            Trouble::Texts => texts,
            Trouble::Network => network,
        }
    }

    /// The next step that is at least `from`.
    fn climb(&mut self, trouble: Trouble, from: Rung) -> Rung {
        let taken = self.taken(trouble);
        while trouble.rung(*taken) < from {
            *taken += 1;
        }
        let rung = trouble.rung(*taken);
        *taken = match rung {
            Rung::Person => AT_THE_END,
            _ => *taken + 1,
        };
        rung
    }

    /// Whether texts wait for a person.
    pub(super) fn holds_texts(&self, now: Duration) -> bool {
        now < self.no_texts_until
    }
}

impl Machine {
    /// A command of the session was left unanswered.
    pub(super) fn unanswered(&mut self) {
        self.climb(Trouble::Reading, Rung::Escape, Why::NoAnswer);
    }

    /// A text was left unanswered, at the prompt or after Ctrl-Z.
    pub(super) fn text_unanswered(&mut self) {
        self.climb(Trouble::Texts, Rung::Escape, Why::NoAnswer);
    }

    /// The modem refused a text for a reason of its own.
    pub(super) fn text_refused(&mut self) {
        self.climb(Trouble::Texts, Rung::SetUp, Why::TextRefused);
    }

    /// The modem ended a text in a way that does not tell whether it went.
    pub(super) fn text_in_doubt(&mut self) {
        self.ladder.doubts = self.ladder.doubts.saturating_add(1);
        if self.ladder.doubts >= DOUBTS {
            self.text_refused();
        }
    }

    /// Takes the next step. What gets the line in step again follows the last one too.
    fn climb(&mut self, trouble: Trouble, from: Rung, why: Why) {
        match self.next_step(trouble, from, &why) {
            Rung::Escape => self.rouse(Then::Idle),
            Rung::Person => {
                if trouble == Trouble::Texts {
                    let wait = self.jitter.shorten(TRY_A_TEXT);
                    self.ladder.no_texts_until = self.now + wait;
                    self.judge();
                }
                if from == Rung::Escape {
                    self.rouse(Then::Idle);
                }
            }
            rung => self.heal(rung, why),
        }
    }

    /// The next step against this trouble, noted for the log and the page.
    pub(super) fn next_step(&mut self, trouble: Trouble, from: Rung, why: &Why) -> Rung {
        if !self.works() {
            // Whoever only looks changes nothing, and need not: it tells what it saw.
            return match trouble {
                Trouble::Port | Trouble::Deaf => Rung::Reopen,
                Trouble::SetUp => Rung::SetUp,
                Trouble::Reading | Trouble::Texts | Trouble::Network => Rung::Escape,
            };
        }
        let rung = self.ladder.climb(trouble, from);
        if rung == Rung::Person {
            self.person_must_look(why);
        } else {
            self.note(rung, why);
        }
        rung
    }

    /// Nothing helps from here. Said once, until the modem is well.
    pub(super) fn person_must_look(&mut self, why: &Why) {
        if !std::mem::replace(&mut self.status.needs_person, true) {
            self.note(Rung::Person, why);
        }
    }

    fn note(&mut self, rung: Rung, why: &Why) {
        let step = Tried {
            at: self.now,
            rung,
            why: why.clone(),
        };
        self.status.steps.push(step.clone());
        self.out.push_back(Effect::Tried(step));
    }

    /// Carries a step out, from setting up to opening the port again.
    pub(super) fn heal(&mut self, rung: Rung, why: Why) {
        let command = match rung {
            Rung::Escape | Rung::SetUp | Rung::Person => return self.start_over(why),
            Rung::Reopen => return self.close_port(why),
            Rung::Radio => "AT+CFUN=4",
            Rung::Reset => "AT+CFUN=1,1",
        };
        self.break_off();
        self.answer_all(Down::Away);
        self.forget_session();
        if self.status.state != State::Down {
            self.set_state(State::Starting, Some(why));
        }
        let patience = if rung == Rung::Radio { SLOW } else { USUAL };
        self.ask(command, patience);
        self.phase = Phase::Healing(rung);
    }

    /// Whatever it said to that, it is set up anew, which switches the radio on.
    pub(super) fn healed(&mut self, rung: Rung, _reply: &Reply) {
        let pause = if rung == Rung::Reset {
            RESTARTING
        } else {
            RADIO_OFF
        };
        self.phase = Phase::Waiting {
            until: self.now + pause,
            then: Resume::BringUp,
        };
    }

    /// All that it holds was read.
    pub(super) fn reads_well(&mut self) {
        for trouble in [
            Trouble::Port,
            Trouble::Deaf,
            Trouble::SetUp,
            Trouble::Reading,
        ] {
            *self.ladder.taken(trouble) = 0;
        }
        self.see_whether_well();
    }

    /// The network took a text.
    pub(super) fn sends_well(&mut self) {
        *self.ladder.taken(Trouble::Texts) = 0;
        self.ladder.doubts = 0;
        self.ladder.no_texts_until = Duration::ZERO;
        self.see_whether_well();
    }

    fn see_whether_well(&mut self) {
        self.status.needs_person = self.ladder.taken.contains(&AT_THE_END);
    }

    /// Looks at how long there has been no network; true when a step is taken against it.
    pub(super) fn network_is_looked_for(&mut self) -> bool {
        if self.status.registration.is_registered() {
            self.ladder.without_network = None;
            *self.ladder.taken(Trouble::Network) = 0;
            self.see_whether_well();
            return false;
        }
        let why = self.status.why.clone().unwrap_or(Why::Searching);
        let since = *self.ladder.without_network.get_or_insert(self.now);
        let away = self.now.saturating_sub(since);
        let taken = usize::from(*self.ladder.taken(Trouble::Network));
        let is_due = NO_NETWORK.get(taken).is_some_and(|after| away >= *after);
        let is_due_anew = *self.ladder.taken(Trouble::Network) == AT_THE_END
            && self.now.saturating_sub(self.ladder.asked_anew) >= ASK_ANEW;
        let rung = if is_due && self.works() {
            self.next_step(Trouble::Network, Rung::Radio, &why)
        } else if is_due_anew {
            self.note(Rung::Radio, &why);
            Rung::Radio
        } else {
            return false;
        };
        self.ladder.asked_anew = self.now;
        if rung == Rung::Person {
            return false;
        }
        self.heal(rung, why);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trouble_has_its_steps_and_ends_with_a_person() {
        use Rung::{Escape, Person, Radio, Reopen, Reset, SetUp};
        let climbed = |trouble: Trouble, from| {
            let mut ladder = Ladder::default();
            let mut rungs: Vec<Rung> = (0..12).map(|_| ladder.climb(trouble, from)).collect();
            assert_eq!(rungs.last(), Some(&Person), "{trouble:?}");
            rungs.dedup();
            rungs
        };
        let whole = [Escape, SetUp, Radio, Reset, Reopen, Person];
        assert_eq!(climbed(Trouble::Reading, Escape), whole);
        assert_eq!(climbed(Trouble::Texts, Escape), whole);
        assert_eq!(climbed(Trouble::Texts, SetUp), whole[1..]);
        assert_eq!(climbed(Trouble::Port, Escape), [Reopen, Person]);
        assert_eq!(
            climbed(Trouble::Deaf, Escape),
            [Reopen, Reset, Reopen, Person]
        );
        assert_eq!(
            climbed(Trouble::SetUp, Escape),
            [SetUp, Reopen, Radio, Reset, Reopen, Person]
        );
        assert_eq!(climbed(Trouble::Network, Radio), [Radio, Reset, Person]);
    }
}
