//! Why a text is sent.

use serde::{Deserialize, Serialize};

/// Why a text is sent. The gate's rules, the priority and the lifetime all hang on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Replies to STOP, START and HELP, and the opt-in confirmation.
    Compliance,
    /// A code that proves a number.
    Verification,
    /// Typed by staff.
    Conversation,
    /// About the customer's job.
    Service,
    /// Asks how it went.
    Feedback,
    /// An offer.
    Promotional,
    /// To the shop's own people.
    Staff,
}

impl Purpose {
    /// Every purpose, in the order in which texts leave.
    pub const ALL: [Self; 7] = [
        Self::Compliance,
        Self::Verification,
        Self::Conversation,
        Self::Service,
        Self::Staff,
        Self::Feedback,
        Self::Promotional,
    ];

    /// The name in the store, the API and the logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compliance => "compliance",
            Self::Verification => "verification",
            Self::Conversation => "conversation",
            Self::Service => "service",
            Self::Feedback => "feedback",
            Self::Promotional => "promotional",
            Self::Staff => "staff",
        }
    }

    /// The purpose of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == name)
    }

    /// Its place in line: 0 leaves first.
    pub fn priority(self) -> u8 {
        match self {
            Self::Compliance => 0,
            Self::Verification => 1,
            Self::Conversation => 2,
            Self::Service => 3,
            Self::Staff => 4,
            Self::Feedback => 5,
            Self::Promotional => 6,
        }
    }

    /// Whether a text goes though the time of day is unknown and the network's backlog unread:
    /// compliance replies and codes only. How long such a text lives nobody changes by setting a clock.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::Compliance | Self::Verification)
    }

    /// Whether staff are asked about a text that may not have gone. The others are let go: they
    /// are short-lived, or a second one would be worse than none.
    pub fn is_asked_about(self) -> bool {
        matches!(self, Self::Conversation | Self::Service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_the_list_is_in_order_of_priority() {
        for (place, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!(Purpose::from_name(purpose.as_str()), Some(purpose));
            assert_eq!(usize::from(purpose.priority()), place);
        }
    }
}
