//! A text that the line sends to itself: how it is told from all others, and when it has failed.

use super::consent::names;
use super::follow_up;
use chrono::TimeDelta;

/// What the words begin with. A token follows, so no two are alike and nobody else can make one up.
const BEGINNING: &str = "Readybell checks this line: ";
/// It is given up when it is not back so long after it went.
pub const BACK_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// After so long without an inbound text or a report the line is checked.
pub const QUIET_FOR: TimeDelta = TimeDelta::hours(24);

/// Why the line's text to itself was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// It did not go.
    NotSent,
    /// The network says that it can't be delivered.
    NotDelivered,
    /// It went, and did not come back.
    DidNotArrive,
}

names!(Failure {
    NotSent = "not_sent", NotDelivered = "not_delivered", DidNotArrive = "did_not_arrive",
});

/// The words of a new one; `None`: these random bytes are no good, take others.
pub fn words(random: &[u8; 32]) -> Option<String> {
    let token = follow_up::own_code(random)?;
    Some(format!("{BEGINNING}{token}"))
}

/// Whether these may be such words. The store knows which ones really went.
pub fn may_be(words: &str) -> bool {
    words.starts_with(BEGINNING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::alphabet::{Encoding, segments};

    #[test]
    fn the_words_fit_in_one_part_and_are_known_again() {
        let random: [u8; 32] = std::array::from_fn(|n| n as u8);
        let words = words(&random).unwrap();
        assert!(may_be(&words), "{words}");
        let segments = segments(&words);
        assert_eq!((segments.encoding, segments.parts), (Encoding::Gsm7, 1));
        assert!(!may_be("When will it be ready?"));
    }
}
