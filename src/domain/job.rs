//! One visit's work order, and the states it goes through.

use super::consent::names;
use serde::{Deserialize, Serialize};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Expected later.
    Booked,
    /// Here, and not yet in a bay.
    Waiting,
    /// Being worked on.
    InBay,
    /// Done; the customer may come.
    Ready,
    /// Gone.
    PickedUp,
    /// Called off.
    Cancelled,
}

names!(JobState {
    Booked = "booked", Waiting = "waiting", InBay = "in_bay", Ready = "ready",
    PickedUp = "picked_up", Cancelled = "cancelled",
});

/// What a waiting job waits for, beyond a free bay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitsFor {
    /// Its turn.
    Turn,
    /// A part that has been ordered.
    Part,
    /// The next day.
    Tomorrow,
}

names!(WaitsFor { Turn = "", Part = "part", Tomorrow = "tomorrow" });

/// Where taking a job in was left. A job is on the board from the first step on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum IntakeStep {
    /// The phone number, the e-mail address and how to be told.
    Number,
    /// The code and the consent.
    Consent,
    /// The receipt.
    Receipt,
    /// Nothing is left to do.
    #[default]
    Done,
}

names!(IntakeStep {
    Number = "number", Consent = "consent", Receipt = "receipt", Done = "done",
});

/// How a customer wants to be told about the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tell {
    /// By text.
    #[default]
    Text,
    /// By e-mail.
    Email,
    /// By text and by e-mail.
    Both,
    /// By a call, or at the counter.
    Call,
}

names!(Tell { Text = "text", Email = "email", Both = "both", Call = "call" });

impl Tell {
    /// Whether texts about the job are wanted.
    pub fn by_text(self) -> bool {
        matches!(self, Self::Text | Self::Both)
    }

    /// Whether e-mail about the job is wanted.
    pub fn by_email(self) -> bool {
        matches!(self, Self::Email | Self::Both)
    }
}

/// Where a line of work stands between the shop and the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LineStanding {
    /// It is done, or will be.
    #[default]
    Agreed,
    /// The customer has been asked.
    Asked,
    /// The customer said no.
    Declined,
}

names!(LineStanding { Agreed = "agreed", Asked = "asked", Declined = "declined" });

impl JobState {
    /// Those in which a job is on the board, in the order of its columns.
    pub const OPEN: [Self; 4] = [Self::Booked, Self::Waiting, Self::InBay, Self::Ready];

    /// Whether the job is still on the board.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::PickedUp | Self::Cancelled)
    }

    /// Whether a job may go from this state to that one. Backwards is allowed; what is cancelled
    /// or gone can come back to where it was; and a vehicle may be taken away unfinished.
    pub fn may_become(self, next: Self) -> bool {
        use JobState::{Booked, Cancelled, InBay, PickedUp, Ready, Waiting};
        self != next
            && match self {
                Booked => matches!(next, Waiting | InBay | Cancelled),
                Waiting => matches!(next, Booked | InBay | Ready | PickedUp | Cancelled),
                InBay => matches!(next, Booked | Waiting | Ready | PickedUp | Cancelled),
                Ready => matches!(next, Waiting | InBay | PickedUp | Cancelled),
                PickedUp | Cancelled => next.is_open(),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_go_forward_and_back_and_never_to_where_they_are() {
        use JobState::{Booked, Cancelled, InBay, PickedUp, Ready, Waiting};
        let way = [Booked, Waiting, InBay, Ready, PickedUp];
        for pair in way.windows(2) {
            assert!(pair[0].may_become(pair[1]), "{pair:?}");
        }
        assert!(Ready.may_become(InBay), "not ready after all");
        assert!(!Booked.may_become(PickedUp));
        for state in [Booked, Waiting, InBay, Ready, PickedUp, Cancelled] {
            assert!(!state.may_become(state));
            assert_eq!(JobState::from_name(state.as_str()), Some(state));
        }
    }
}
