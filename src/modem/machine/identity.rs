//! Which SIM it is: by its subscriber's number or, where the modem doesn't tell that, by the card's own.

use super::Machine;
use super::bringup::Step;
use super::event::Effect;
use crate::modem::status::State;

/// A SIM that tells nothing of itself.
pub(super) const UNKNOWN: &str = "unknown";
/// So often one answer may differ from the one before it, until the SIM counts as one that does not tell.
const MOST_CLAIMS: u8 = 8;

/// What it has said in this bring-up.
#[derive(Debug, Default)]
pub(super) struct Claim {
    last: String,
    claims: u8,
}

impl Machine {
    /// The modem says which SIM it holds. An octet that gets lost or turned on the line makes it another,
    /// whose copies would all be news: so what is not known as the shop's has to be said twice.
    pub(super) fn claims(&mut self, sim: String, step: Step) {
        let claim = &mut self.facts.claim;
        if self.rules.sims.contains(&sim) || claim.last == sim {
            return self.identified(sim);
        }
        claim.claims += 1;
        if claim.claims > MOST_CLAIMS {
            return self.identified(UNKNOWN.to_owned());
        }
        if claim.claims > 1 {
            self.out
                .push_back(Effect::AskedAgain("damaged on the line"));
        }
        claim.last = sim;
        self.step(step);
    }

    pub(super) fn identified(&mut self, sim: String) {
        self.status.sim = sim;
        self.adopt_sim();
        if !self.status.needs_person {
            self.set_state(State::Starting, None);
        }
        self.step(Step::PduMode);
    }

    /// The first SIM that is ever seen is the shop's.
    fn adopt_sim(&mut self) {
        if self.rules.sims.is_empty() && self.status.sim != UNKNOWN && self.works() {
            self.rules.sims.push(self.status.sim.clone());
            self.out
                .push_back(Effect::AdoptSim(self.status.sim.clone()));
        }
    }

    /// Whether the shop's SIM is known by something that this one has not told. It may be busy: it is asked
    /// again, and nothing is sent with it meanwhile.
    pub(super) fn sim_is_in_doubt(&self) -> bool {
        let is_told = |known: &String| kind(known) == kind(&self.status.sim);
        !self.rules.sims.is_empty() && !self.rules.sims.iter().any(is_told)
    }
}

/// By which number a SIM is known: `imsi` or `iccid`.
fn kind(sim: &str) -> &str {
    sim.split(':').next().unwrap_or_default()
}

/// The subscriber's number.
pub(super) fn imsi(line: &str) -> Option<String> {
    number(line).map(|digits| format!("imsi:{digits}"))
}

/// The card's.
pub(super) fn iccid(line: &str) -> Option<String> {
    number(line).map(|digits| format!("iccid:{digits}"))
}

/// An IMSI has 6 to 15 digits, an ICCID up to 20 (ITU-T E.212 and E.118).
const DIGITS: std::ops::RangeInclusive<usize> = 6..=20;

/// A number alone on its line, or after a name. A card's may end in one or two letters that fill it up.
fn number(line: &str) -> Option<&str> {
    let value = line.rsplit(':').next().unwrap_or(line);
    let value = value.trim().trim_matches('"');
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_long = DIGITS.contains(&digits.len());
    (is_long && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}
