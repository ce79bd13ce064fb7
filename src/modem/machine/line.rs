//! What the owner decides about the line: which SIM is the shop's, whether its PIN may be tried, and
//! whether texts go in another network. Whatever holds texts back, inbound goes on.

use super::Machine;
use super::asking::Asking;
use super::bringup::Step;
use super::event::Effect;
use super::phase::{Phase, Resume};
use super::talk::SLOW;
use crate::modem::status::{Registration, Why};
use crate::store::LineRules;

/// What became of the configured PIN. Three wrong tries lock a SIM, so a wrong one is tried once, by
/// whichever run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PinUse {
    /// It may be entered.
    Untried,
    /// The SIM took it in this run: it is right.
    Accepted,
    /// It was entered, and not accepted as far as is known.
    Spent,
}

impl PinUse {
    pub(super) fn of(rules: &LineRules) -> Self {
        if rules.pin_is_spent {
            Self::Spent
        } else {
            Self::Untried
        }
    }
}

impl Machine {
    /// Something was decided anew.
    pub(super) fn rules_changed(&mut self, rules: LineRules) {
        if self.pin_use != PinUse::Accepted {
            self.pin_use = PinUse::of(&rules);
        }
        self.rules = rules;
        match &mut self.phase {
            // In the middle of a poll nothing is known of the network.
            Phase::Polling(_) => {}
            Phase::Waiting {
                until,
                then: Resume::BringUp,
            }
            | Phase::Asking(Asking {
                waits: Some((until, Resume::BringUp)),
                ..
            }) => *until = self.now,
            phase if phase.is_up() => self.judge(),
            _ => {}
        }
    }

    /// Why nothing is sent, though the modem is set up.
    pub(super) fn why_on_hold(&self) -> Option<Why> {
        let sim = &self.status.sim;
        let is_another = !self.rules.sims.is_empty() && !self.rules.sims.contains(sim);
        let roams = self.status.registration == Registration::Roaming;
        if self.facts.cannot_receive {
            Some(Why::CannotReceive)
        } else if is_another {
            Some(Why::SimChanged)
        } else if self.ladder.holds_texts(self.now) {
            Some(Why::TakesNoTexts)
        } else if roams && !self.rules.may_roam {
            Some(Why::Roaming)
        } else {
            None
        }
    }

    /// Before the PIN is entered it is kept that it was: an answer that gets lost, or a power cut, is
    /// no reason for a second try.
    pub(super) fn note_pin(&mut self) {
        match self.pin_use {
            PinUse::Spent => self.stuck(Why::PinRefused),
            PinUse::Untried | PinUse::Accepted if self.pin.is_none() => self.stuck(Why::PinNeeded),
            // Whoever only looks does not spend the one try.
            PinUse::Untried | PinUse::Accepted if !self.works() => self.stuck(Why::PinNotTried),
            PinUse::Untried | PinUse::Accepted => {
                self.out.push_back(Effect::TryPin);
                self.phase = Phase::BringUp(Step::EnterPin);
            }
        }
    }

    /// It is kept: now it may be entered.
    pub(super) fn pin_noted(&mut self) {
        if !matches!(self.phase, Phase::BringUp(Step::EnterPin)) || self.exchange.is_some() {
            return;
        }
        let pin = self.pin.clone().unwrap_or_default();
        self.pin_use = PinUse::Spent;
        self.ask_as(&format!("AT+CPIN=\"{pin}\""), "AT+CPIN=…", SLOW);
    }

    /// It could not be kept.
    pub(super) fn pin_not_noted(&mut self) {
        if matches!(self.phase, Phase::BringUp(Step::EnterPin)) {
            self.stuck(Why::NotStored);
        }
    }

    pub(super) fn pin_accepted(&mut self) {
        self.pin_use = PinUse::Accepted;
        self.facts.pin_entered = true;
        self.out.push_back(Effect::PinAccepted);
    }
}
