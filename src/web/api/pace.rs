//! How many requests one token may make: enough for any till, and too few to keep everybody else waiting.

use super::problem::{self, Problem};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// So many may come at once.
const BURST: u32 = 600;
/// Each of them counts for so long.
const EACH: Duration = Duration::from_millis(100);

/// Until when the requests of each token are paid for, on the monotonic clock. Forgotten at a restart.
#[derive(Debug, Clone, Default)]
pub struct Pace(Arc<Mutex<HashMap<i64, Duration>>>);

impl Pace {
    /// Counts a request of a token.
    ///
    /// # Errors
    /// When it has made too many.
    pub fn take(&self, token: i64, mono: Duration) -> Result<(), Problem> {
        let mut paid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paid.retain(|_, until| *until > mono);
        let until = paid.get(&token).copied().unwrap_or(mono) + EACH;
        let ahead = until.saturating_sub(mono);
        let wait = ahead.saturating_sub(EACH * BURST);
        if !wait.is_zero() {
            return Err(problem::TOO_MANY
                .because("This token makes too many requests. Wait as long as Retry-After says."));
        }
        paid.insert(token, until);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_goes_and_then_one_for_each_moment_that_passes() {
        let pace = Pace::default();
        let taken = |token, mono| {
            let goes = |_: &u32| pace.take(token, mono).is_ok();
            (0..1_000).take_while(goes).count()
        };
        assert_eq!(taken(1, Duration::ZERO), 600);
        assert_eq!(taken(2, Duration::ZERO), 600, "each has its own");
        assert_eq!(taken(1, Duration::from_secs(1)), 10);
        assert_eq!(taken(1, Duration::from_secs(3_600)), 600);
    }
}
