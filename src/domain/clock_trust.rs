//! Whether the time of day is known to be right, and what a jump of the clock does to that.
//!
//! The time of day and the time since the start run side by side. Where they come apart, somebody or
//! something has set the clock, and whatever vouched for the time before vouches for it no more.

use chrono::TimeDelta;
use std::time::SystemTime;

/// They may come apart by so much: the two are read one after the other, and a leap second is no jump.
const APART: TimeDelta = TimeDelta::seconds(5);

/// What the machine shows at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The time of day less the time since the start.
    pub offset: TimeDelta,
    /// When a time service last said that it has set the clock, by that clock.
    pub synced: Option<SystemTime>,
    /// A clock with a battery set the time when the machine started.
    pub by_battery: bool,
}

/// Whether the clock is right, as far as anything has said so since its last jump.
#[derive(Debug, Default)]
pub struct ClockTrust {
    offset: Option<TimeDelta>,
    confirmed: bool,
    synced: Option<SystemTime>,
    /// The time service said this before the last jump. It counts when it says it anew.
    void: Option<SystemTime>,
    jumps: u64,
}

impl ClockTrust {
    /// A person says that the time is right, or that it is not.
    pub fn confirm(&mut self, is_right: bool) {
        self.confirmed = is_right;
    }

    /// Takes in what the machine shows, and says whether its time is right.
    pub fn look(&mut self, seen: Seen) -> bool {
        let before = self.offset.get_or_insert(seen.offset);
        if (seen.offset - *before).abs() > APART {
            *before = seen.offset;
            self.jumps += 1;
            self.confirmed = false;
            self.void = self.synced;
        }
        self.synced = seen.synced;
        let by_service = seen.synced.is_some() && seen.synced != self.void;
        self.confirmed || by_service || (seen.by_battery && self.jumps == 0)
    }

    /// How often the clock has jumped.
    pub fn jumps(&self) -> u64 {
        self.jumps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const YEAR: i64 = 365 * 24 * 3600;
    /// From a second to ten years, in both directions.
    const JUMPS: [i64; 8] = [6, 60, 3600, 10 * YEAR, -6, -60, -3600, -10 * YEAR];

    fn seen(offset: i64, synced: Option<u64>, by_battery: bool) -> Seen {
        Seen {
            offset: TimeDelta::seconds(1_790_000_000 + offset),
            synced: synced.map(|at| SystemTime::UNIX_EPOCH + Duration::from_secs(at)),
            by_battery,
        }
    }

    #[test]
    fn nothing_vouches_for_a_clock_at_first() {
        let mut trust = ClockTrust::default();
        assert!(!trust.look(seen(0, None, false)));
        assert!(trust.look(seen(0, None, true)), "a battery");
        assert!(trust.look(seen(0, Some(7), false)), "a time service");
        assert!(!trust.look(seen(0, None, false)));
        trust.confirm(true);
        assert!(trust.look(seen(0, None, false)), "a person");
        trust.confirm(false);
        assert!(!trust.look(seen(0, None, false)));
    }

    #[test]
    fn after_a_jump_nothing_that_was_said_before_counts() {
        for jump in JUMPS {
            // Who vouched for it: a person, a time service, a battery.
            for (person, service, battery) in [
                (true, None, false),
                (false, Some(7), false),
                (false, None, true),
                (true, Some(7), true),
            ] {
                let case = format!("{jump} s, {person} {service:?} {battery}");
                let mut trust = ClockTrust::default();
                trust.look(seen(0, service, battery));
                trust.confirm(person);
                assert!(trust.look(seen(0, service, battery)), "{case}");
                assert!(!trust.look(seen(jump, service, battery)), "{case}");
                assert!(!trust.look(seen(jump, service, battery)), "{case}");
                // Back again is a jump as well: who knows which of the two was right?
                assert!(!trust.look(seen(0, service, battery)), "{case}");
                assert_eq!(trust.jumps(), 2, "{case}");
                // Only what is said now counts.
                assert!(trust.look(seen(0, Some(8), battery)), "{case}");
                assert!(!trust.look(seen(0, service, battery)), "{case}");
                trust.confirm(true);
                assert!(trust.look(seen(0, service, battery)), "{case}");
            }
        }
    }

    #[test]
    fn a_time_service_that_sets_the_clock_is_believed_at_once() {
        for jump in JUMPS {
            for before in [None, Some(7)] {
                let mut trust = ClockTrust::default();
                trust.look(seen(0, before, false));
                assert!(trust.look(seen(jump, Some(8), false)), "{jump} s");
                assert!(trust.look(seen(jump, Some(8), false)), "{jump} s");
                // It sets the clock a moment before it says so.
                let mut trust = ClockTrust::default();
                trust.look(seen(0, before, false));
                assert!(!trust.look(seen(jump, before, false)), "{jump} s");
                assert!(trust.look(seen(jump, Some(8), false)), "{jump} s");
            }
        }
    }

    #[test]
    fn a_second_is_no_jump_and_many_seconds_are() {
        let mut trust = ClockTrust::default();
        trust.look(seen(0, None, false));
        trust.confirm(true);
        for offset in [1, -1, 0, 5, -5] {
            assert!(trust.look(seen(offset, None, false)), "{offset}");
        }
        // Steps that are small each come apart all the same.
        let last = (1..=6).map(|offset| trust.look(seen(offset, None, false)));
        assert_eq!(last.last(), Some(false));
        assert_eq!(trust.jumps(), 1);
    }
}
