//! Waits that are not always the same, so that two who wait for each other do not meet for ever.

use crate::domain::random::Random;
use std::time::Duration;

/// Shortens waits at random. A seed gives the same waits again; none leaves them as they are.
#[derive(Debug, Clone)]
pub(in crate::modem) struct Jitter(Option<Random>);

impl Jitter {
    /// Repeats with its seed.
    pub(in crate::modem) fn seeded(seed: u64) -> Self {
        Self(Some(Random::new(seed)))
    }

    /// Leaves each wait as it is.
    pub(in crate::modem) fn none() -> Self {
        Self(None)
    }

    /// From three quarters of the wait to all of it: never longer, because a modem that is back is to
    /// be found in time.
    pub(super) fn shorten(&mut self, wait: Duration) -> Duration {
        let Some(random) = &mut self.0 else {
            return wait;
        };
        wait * (768 + u32::from(random.octet())) / 1023
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_lie_between_three_quarters_and_all_and_repeat_with_the_seed() {
        let whole = Duration::from_secs(12);
        let waits = |seed| {
            let mut jitter = Jitter::seeded(seed);
            (0..200)
                .map(|_| jitter.shorten(whole))
                .collect::<Vec<Duration>>()
        };
        let first = waits(1);
        assert!(first.iter().all(|wait| (9..=12).contains(&wait.as_secs())));
        assert!(first.iter().min().unwrap() < &Duration::from_secs(10));
        assert!(first.iter().max().unwrap() > &Duration::from_secs(11));
        assert_eq!(first, waits(1));
        assert_ne!(first, waits(2));
        assert_eq!(Jitter::none().shorten(whole), whole);
    }
}
