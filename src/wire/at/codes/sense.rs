//! What an error comes down to: for the text, for the modem, and for the person who reads it.

use std::time::Duration;

/// What a refusal means for what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It will never go so: the number, the text or the subscription is at fault.
    Permanent,
    /// Not accepted now; it may go later.
    Temporary,
    /// Not accepted: the modem or the SIM is not ready for it.
    OfTheModem,
    /// It cannot be told whether the network accepted it.
    Ambiguous,
}

/// The wait after the first refusal; it doubles with each.
const FIRST_RETRY: Duration = Duration::from_secs(10);
/// Refusals of one part before its text has failed: the last comes five minutes after the first, and
/// by then the customer is better called.
const MOST_TRIES: u32 = 6;

impl Refusal {
    /// Whether it proves that a text was not accepted.
    pub fn proves_non_acceptance(self) -> bool {
        self != Self::Ambiguous
    }

    /// How long to wait before the next try after so many; `None` when there is to be none. What is
    /// ambiguous is never tried again by itself.
    pub fn retry_after(self, tries: u32) -> Option<Duration> {
        match self {
            Self::Temporary | Self::OfTheModem if tries < MOST_TRIES => {
                Some(FIRST_RETRY * 2_u32.pow(tries.saturating_sub(1)))
            }
            Self::Temporary | Self::OfTheModem | Self::Permanent | Self::Ambiguous => None,
        }
    }
}

/// What the modem itself is to be given after a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Nothing: it did its part.
    Nothing,
    /// It is asked how it stands, at once.
    Ask,
    /// Its memories are emptied.
    Empty,
    /// It is set up anew.
    SetUp,
}

/// What the standards' codes come down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words that staff see say what each means")]
pub enum Sense {
    NoSuchNumber,
    BadNumber,
    Barred,
    PlanForbids,
    NetworkRefuses,
    BadText,
    PhoneFull,
    PhoneAway,
    NetworkDown,
    NetworkBusy,
    Passing,
    NoNetwork,
    NoAnswer,
    Repeat,
    ModemFails,
    NotAboutTexts,
    NotAdmitted,
    NoSim,
    SimBusy,
    SimFails,
    PinWanted,
    PukWanted,
    LockedToCarrier,
    MemoryFull,
    MemoryFails,
    NoServiceCenter,
    NotNow,
}

impl Sense {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::NoSuchNumber,
        Self::BadNumber,
        Self::Barred,
        Self::PlanForbids,
        Self::NetworkRefuses,
        Self::BadText,
        Self::PhoneFull,
        Self::PhoneAway,
        Self::NetworkDown,
        Self::NetworkBusy,
        Self::Passing,
        Self::NoNetwork,
        Self::NoAnswer,
        Self::Repeat,
        Self::ModemFails,
        Self::NotAboutTexts,
        Self::NotAdmitted,
        Self::NoSim,
        Self::SimBusy,
        Self::SimFails,
        Self::PinWanted,
        Self::PukWanted,
        Self::LockedToCarrier,
        Self::MemoryFull,
        Self::MemoryFails,
        Self::NoServiceCenter,
        Self::NotNow,
    ];

    /// What it means for a text whose PDU was handed over, and what follows for the modem.
    pub fn follows(self) -> (Refusal, Remedy) {
        match self {
            Self::NoSuchNumber
            | Self::BadNumber
            | Self::Barred
            | Self::PlanForbids
            | Self::NetworkRefuses
            | Self::BadText => (Refusal::Permanent, Remedy::Nothing),
            Self::PhoneFull
            | Self::PhoneAway
            | Self::NetworkDown
            | Self::NetworkBusy
            | Self::Passing => (Refusal::Temporary, Remedy::Nothing),
            Self::NoNetwork => (Refusal::Temporary, Remedy::Ask),
            Self::NoAnswer | Self::Repeat | Self::ModemFails | Self::NotAboutTexts => {
                (Refusal::Ambiguous, Remedy::Nothing)
            }
            Self::NotAdmitted | Self::NoServiceCenter => (Refusal::OfTheModem, Remedy::Ask),
            Self::SimBusy => (Refusal::OfTheModem, Remedy::Nothing),
            Self::MemoryFull => (Refusal::OfTheModem, Remedy::Empty),
            Self::NoSim
            | Self::SimFails
            | Self::PinWanted
            | Self::PukWanted
            | Self::LockedToCarrier
            | Self::MemoryFails
            | Self::NotNow => (Refusal::OfTheModem, Remedy::SetUp),
        }
    }

    /// What it means for a text whose PDU was handed over.
    pub fn refusal(self) -> Refusal {
        self.follows().0
    }

    /// What follows for the modem.
    pub fn remedy(self) -> Remedy {
        self.follows().1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end_after_five_minutes() {
        let waits: Vec<u64> = (1..)
            .map_while(|tries| Refusal::Temporary.retry_after(tries))
            .map(|wait| wait.as_secs())
            .collect();
        assert_eq!(waits, [10, 20, 40, 80, 160]);
        assert_eq!(Refusal::OfTheModem.retry_after(1), Some(FIRST_RETRY));
        assert_eq!(Refusal::Permanent.retry_after(1), None);
        assert_eq!(Refusal::Ambiguous.retry_after(1), None);
    }
}
