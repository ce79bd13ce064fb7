//! Whether the modem says when it wants a text (quirk 2). Most do within milliseconds, some lose the
//! prompt once, and a few never write it and take the text all the same.

use std::time::Duration;

/// How long it may take.
const USUAL: Duration = Duration::from_secs(5);
/// After one was missed: a text that is escaped from is not lost, and goes in the next try.
const AFTER_A_MISS: Duration = Duration::from_secs(3);
/// From a modem that never writes it.
const NEVER: Duration = Duration::from_millis(500);
/// So many are missed, with an answered `AT` after each, before a text goes without.
const MOST_MISSES: u8 = 2;

/// What is known of it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompts {
    /// It comes.
    #[default]
    Come,
    /// So many did not, in a row.
    Missed(u8),
    /// The modem took a text without.
    Never,
}

impl Prompts {
    /// How long the next one is waited for.
    pub(super) fn patience(self) -> Duration {
        match self {
            Self::Come => USUAL,
            Self::Missed(_) => AFTER_A_MISS,
            Self::Never => NEVER,
        }
    }

    /// One did not come. Whether the text goes all the same.
    pub(super) fn missed(&mut self) -> bool {
        match self {
            Self::Come => *self = Self::Missed(1),
            Self::Missed(misses) if *misses < MOST_MISSES => *misses += 1,
            Self::Missed(_) | Self::Never => return true,
        }
        false
    }

    /// A text was taken.
    pub(super) fn text_was_taken(&mut self) {
        if let Self::Missed(MOST_MISSES..) = self {
            *self = Self::Never;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_without_a_prompt_only_after_two_were_missed() {
        let mut prompts = Prompts::default();
        assert!(!prompts.missed() && !prompts.missed());
        prompts.text_was_taken();
        assert_eq!(prompts, Prompts::Never);
        assert!(prompts.missed());
        let mut prompts = Prompts::Missed(1);
        prompts.text_was_taken();
        assert_eq!(prompts, Prompts::Missed(1), "an older one's late answer");
    }
}
