//! What was learned of the modem in one session.

use super::announce::Plans;
use super::counting::Count;
use super::family::Family;
use super::identity::Claim;
use super::poll::Polled;
use super::spare::Counts;
use crate::store::Listed;
use std::time::Duration;

/// What was learned of the modem in this session.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The memories to read, in order.
    pub storages: Vec<String>,
    /// The memories that can be read as far as the modem says.
    pub offered: Vec<String>,
    /// The memory that commands work on, where it is known.
    pub selected: Option<String>,
    /// Where the modem puts what comes in.
    pub receive_into: String,
    /// The message service (`+CSMS`); with 1, what comes straight over the line is acknowledged.
    pub service: Option<u16>,
    pub plans: Plans,
    pub family: Family,
    /// What was left on the SIM because it could not be deleted: not new when seen again.
    pub left: Vec<(String, Listed)>,
    /// `AT+CMGL` is refused: read place by place.
    pub no_listing: bool,
    pub polled: Polled,
    pub count: Count,
    /// Whether it counts right what a memory holds.
    pub counts: Counts,
    /// What was read could not be stored.
    pub not_stored: bool,
    /// It answers the choice of a memory with how full it is.
    pub tells_memories: bool,
    /// It refused the choice of a memory in the bring-up.
    pub cannot_choose: bool,
    /// It says itself that it has no memory to read.
    pub has_no_memory: bool,
    /// It has none, none can be chosen, and it announces nothing: nothing can come in.
    pub cannot_receive: bool,
    /// It refuses `AT+CPMS` with one memory.
    pub names_all_memories: bool,
    /// Memories that could be chosen at least once.
    worked_with: Vec<String>,
    /// The PIN was accepted in this bring-up.
    pub pin_entered: bool,
    /// Who made it was asked again after that.
    pub named_after_pin: bool,
    /// Which SIM it said that it holds.
    pub claim: Claim,
    /// Since when one step has been tried, and the pause before its next try.
    pub trying_since: Option<Duration>,
    pub pause: Duration,
}

impl Facts {
    /// A step succeeded: the next has all its time.
    pub(super) fn patience_anew(&mut self) {
        self.trying_since = None;
        self.pause = Duration::ZERO;
    }

    /// The command that reads and empties `storage` from now on, and leaves the others as they are.
    pub(super) fn selection_of(&self, storage: &str) -> String {
        let kept = &self.receive_into;
        if self.names_all_memories {
            format!("AT+CPMS=\"{storage}\",\"{kept}\",\"{kept}\"")
        } else {
            format!("AT+CPMS=\"{storage}\"")
        }
    }

    pub(super) fn worked_with(&mut self, storage: &str) {
        if !self.has_worked_with(storage) {
            self.worked_with.push(storage.to_owned());
        }
    }

    pub(super) fn has_worked_with(&self, storage: &str) -> bool {
        self.worked_with.iter().any(|name| name == storage)
    }
}
