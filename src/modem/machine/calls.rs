//! Someone calls the line. Nobody answers it: when the ringing is over, it is a missed call.

use super::Machine;
use super::event::Effect;
use crate::wire::Address;
use std::time::Duration;

/// A modem says RING every three to six seconds. One that has said none for so long rings no more.
const RUNG_OUT: Duration = Duration::from_secs(8);

/// A call that comes in.
#[derive(Debug)]
pub(super) struct Ringing {
    /// `None` until the network tells it, and where it is withheld.
    caller: Option<Address>,
    /// When it rang last.
    last: Duration,
}

impl Machine {
    /// It rings; who it is may be told in a line of its own.
    pub(super) fn rings(&mut self, told: Option<&Address>) {
        let is_another = self.ringing.as_ref().is_some_and(
            |call| matches!((&call.caller, told), (Some(caller), Some(told)) if caller != told),
        );
        if is_another {
            self.rang_out();
        }
        let caller = self.ringing.take().and_then(|call| call.caller);
        self.ringing = Some(Ringing {
            caller: told.cloned().or(caller),
            last: self.now,
        });
    }

    /// When the call that comes in counts as over.
    pub(super) fn rung_out_at(&self) -> Option<Duration> {
        self.ringing.as_ref().map(|call| call.last + RUNG_OUT)
    }

    /// The call is over: the caller gave up, or nothing more is heard of it.
    pub(super) fn rang_out(&mut self) {
        if let Some(call) = self.ringing.take()
            && self.works()
        {
            self.out.push_back(Effect::Missed(call.caller));
        }
    }
}
