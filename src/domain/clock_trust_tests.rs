//! What vouches for the time of day, and until when.

use super::*;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const YEARS: i64 = 10 * 365 * DAY;
/// From a few seconds to ten years, in both directions.
const JUMPS: [i64; 8] = [6, HOUR, DAY, YEARS, -6, -HOUR, -DAY, -YEARS];

/// A machine: its clock, and what else it shows.
struct Machine {
    trust: ClockTrust,
    seen: Seen,
}

impl Machine {
    fn new() -> Self {
        Self {
            trust: ClockTrust::default(),
            seen: Seen {
                wall: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
                mono: Duration::ZERO,
                synced: None,
                by_battery: false,
            },
        }
    }

    fn look(&mut self) -> Option<Sign> {
        self.trust.look(self.seen)
    }

    /// A minute passes, as between two rounds of the sender.
    fn later(&mut self) -> Option<Sign> {
        self.passes(60);
        self.look()
    }

    fn passes(&mut self, seconds: i64) {
        self.seen.wall += TimeDelta::seconds(seconds);
        self.seen.mono += Duration::from_secs(seconds.unsigned_abs());
    }

    fn jumps(&mut self, seconds: i64) {
        self.seen.wall += TimeDelta::seconds(seconds);
    }

    fn is_synced(&mut self) {
        self.seen.synced = Some(self.seen.wall);
    }

    /// The network says a time that is so many seconds ahead, in a zone so many hours from UTC.
    fn network_says(&mut self, ahead: i64, zone: i32) {
        let zone = FixedOffset::east_opt(zone * 3600).unwrap();
        let said = self.seen.wall + TimeDelta::seconds(ahead);
        let said = said.with_timezone(&zone);
        self.trust.network_says(said, self.seen.mono);
    }

    fn text_was_dated(&mut self, ahead: i64) {
        let at = self.seen.wall + TimeDelta::seconds(ahead);
        self.trust.text_was_dated(at, self.seen.mono);
    }
}

#[test]
fn each_sign_vouches_by_itself() {
    let mut one = Machine::new();
    assert_eq!(one.look(), None);
    one.network_says(20, -6);
    assert_eq!(one.look(), Some(Sign::Network));
    one.trust.confirm(true);
    assert_eq!(one.look(), Some(Sign::Person));
    one.is_synced();
    assert_eq!(one.later(), Some(Sign::TimeService));
    one.seen.synced = None;
    one.trust.confirm(false);
    assert_eq!(one.look(), Some(Sign::Network));
    let mut one = Machine::new();
    one.seen.by_battery = true;
    assert_eq!(one.look(), Some(Sign::Battery));
}

#[test]
fn after_a_jump_nothing_that_was_said_before_counts() {
    for jump in JUMPS {
        for (person, service, battery) in [
            (true, false, false),
            (false, true, false),
            (false, false, true),
            (true, true, true),
        ] {
            let case = format!("{jump} s, {person} {service} {battery}");
            let mut one = Machine::new();
            one.seen.by_battery = battery;
            if service {
                one.is_synced();
            }
            one.later();
            one.trust.confirm(person);
            assert!(one.later().is_some(), "{case}");
            one.jumps(jump);
            assert_eq!(one.look(), None, "{case}");
            assert_eq!(one.later(), None, "{case}");
            // Until the time comes again at which the service said so, and beyond.
            one.passes(2 * jump.abs());
            assert_eq!(one.look(), None, "{case}");
            // Back again is a jump as well: who knows which of the two was right?
            one.jumps(-jump);
            assert_eq!(one.later(), None, "{case}");
            assert_eq!(one.trust.jumps(), 2, "{case}");
            // Only what is said now counts.
            one.trust.confirm(true);
            assert_eq!(one.later(), Some(Sign::Person), "{case}");
            one.is_synced();
            assert_eq!(one.later(), Some(Sign::TimeService), "{case}");
        }
    }
}

#[test]
fn a_time_service_that_sets_the_clock_is_believed_at_once() {
    for jump in JUMPS {
        for before in [false, true] {
            let mut one = Machine::new();
            if before {
                one.is_synced();
            }
            one.later();
            one.passes(30);
            one.jumps(jump);
            one.is_synced();
            assert_eq!(one.look(), Some(Sign::TimeService), "{jump} s");
            // It sets the clock a moment before it says so.
            one.passes(30);
            one.jumps(jump);
            assert_eq!(one.look(), None, "{jump} s");
            one.is_synced();
            assert_eq!(one.look(), Some(Sign::TimeService), "{jump} s");
        }
    }
}

#[test]
fn what_a_service_said_between_the_last_look_and_a_jump_is_void_too() {
    for jump in [HOUR, DAY, YEARS, -HOUR, -DAY, -YEARS] {
        let mut one = Machine::new();
        one.later();
        one.passes(30);
        one.is_synced();
        one.jumps(jump);
        assert_eq!(one.look(), None, "{jump} s");
        one.passes(2 * jump.abs());
        assert_eq!(one.look(), None, "{jump} s");
    }
    // And what it said of a clock that was set back before this program began.
    let mut one = Machine::new();
    one.seen.synced = Some(one.seen.wall + TimeDelta::hours(1));
    assert_eq!(one.look(), None);
    one.passes(2 * HOUR);
    assert_eq!(one.look(), None);
}

#[test]
fn a_second_is_no_jump_and_many_seconds_are() {
    let mut one = Machine::new();
    one.look();
    one.trust.confirm(true);
    for step in [1, -1, 5, -5, -5, 5] {
        one.jumps(step);
        assert_eq!(one.look(), Some(Sign::Person), "{step}");
    }
    // Steps that are small each come apart all the same.
    for _ in 0..5 {
        one.jumps(1);
        assert_eq!(one.look(), Some(Sign::Person));
    }
    one.jumps(1);
    assert_eq!((one.look(), one.trust.jumps()), (None, 1));
}

#[test]
fn the_network_vouches_for_a_clock_that_shows_the_same_and_against_a_battery() {
    for ahead in [0, 60, -60] {
        let mut one = Machine::new();
        one.network_says(ahead, -6);
        assert_eq!(one.look(), Some(Sign::Network), "{ahead}");
        one.network_says(ahead, 0);
        assert_eq!(one.look(), Some(Sign::Network), "{ahead}");
    }
    for ahead in [61, -61, HOUR, -DAY, YEARS] {
        let mut one = Machine::new();
        one.seen.by_battery = true;
        one.network_says(ahead, -6);
        assert_eq!(one.look(), None, "{ahead}");
        let told = one.trust.network_is_ahead();
        assert_eq!(told, Some(TimeDelta::seconds(ahead)));
        // A person who says that the clock is right has seen both; a time service knows better.
        one.trust.confirm(true);
        assert_eq!(one.look(), Some(Sign::Person), "{ahead}");
        one.is_synced();
        assert_eq!(one.later(), Some(Sign::TimeService), "{ahead}");
    }
}

#[test]
fn the_network_knows_the_time_whatever_is_done_to_the_clock() {
    for jump in [HOUR, DAY, YEARS, -HOUR, -DAY, -YEARS] {
        let mut one = Machine::new();
        one.network_says(3, -6);
        assert_eq!(one.look(), Some(Sign::Network));
        one.jumps(jump);
        assert_eq!(one.later(), None, "{jump}");
        let told = one.trust.network_is_ahead();
        assert_eq!(told, Some(TimeDelta::seconds(3 - jump)));
        one.jumps(-jump);
        assert_eq!(one.later(), Some(Sign::Network), "{jump}");
    }
}

#[test]
fn local_time_that_comes_as_utc_vouches_for_nothing_and_against_nothing() {
    for ahead in [-6 * HOUR, 5 * HOUR + 45 * 60, 900 + 20, -HOUR - 20] {
        let mut one = Machine::new();
        one.seen.by_battery = true;
        one.network_says(ahead, 0);
        assert_eq!(one.look(), Some(Sign::Battery), "{ahead}");
        assert_eq!(one.trust.network_is_ahead(), None, "{ahead}");
        // With a zone it would be the clock that is wrong.
        one.network_says(ahead, 2);
        assert_eq!(one.look(), None, "{ahead}");
    }
    // UTC beside the local zone, six hours behind it: read as local time, it is six hours ahead.
    let mut one = Machine::new();
    one.seen.by_battery = true;
    one.network_says(6 * HOUR - 20, -6);
    assert_eq!(one.look(), Some(Sign::Battery));
    assert_eq!(one.trust.network_is_ahead(), None);
}

#[test]
fn the_year_that_a_modem_begins_with_vouches_for_nothing() {
    for said in [
        "1980-01-06T00:01:02+00:00",
        "2080-01-06T00:01:02+00:00",
        "2004-01-01T00:01:02+00:00",
        "2070-01-01T00:01:02-06:00",
        "2000-01-01T00:01:02+02:00",
    ] {
        let mut one = Machine::new();
        let said = DateTime::parse_from_rfc3339(said).unwrap();
        one.seen.wall = said.to_utc();
        one.trust.network_says(said, one.seen.mono);
        assert_eq!(one.look(), None, "{said}");
        one.seen.by_battery = true;
        assert_eq!(one.later(), Some(Sign::Battery), "{said}");
        assert_eq!(one.trust.network_is_ahead(), None, "{said}");
        // What was said before holds on.
        let mut one = Machine::new();
        one.network_says(0, -6);
        one.trust.network_says(said, one.seen.mono);
        assert_eq!(one.look(), Some(Sign::Network), "{said}");
    }
}

#[test]
fn a_clock_that_is_behind_the_date_of_a_text_is_wrong() {
    let mut one = Machine::new();
    one.seen.by_battery = true;
    one.look();
    for earlier in [-DAY, -60, 60, 120] {
        one.text_was_dated(earlier);
        assert_eq!(one.look(), Some(Sign::Battery), "{earlier}");
    }
    one.trust.confirm(true);
    one.text_was_dated(HOUR);
    assert_eq!(one.look(), None, "neither battery nor person");
    // Whoever is asked again may know better than the service center, which is asked no more.
    one.trust.confirm(true);
    assert_eq!(one.later(), Some(Sign::Person));
    one.text_was_dated(HOUR + 30);
    assert_eq!(one.later(), Some(Sign::Person));
    one.text_was_dated(2 * HOUR);
    assert_eq!(one.later(), None);
    one.is_synced();
    assert_eq!(one.later(), Some(Sign::TimeService));
}

#[test]
fn a_clock_that_is_set_by_whoever_knows_the_time_has_not_jumped() {
    let mut one = Machine::new();
    one.look();
    one.trust.confirm(true);
    one.network_says(0, -6);
    one.jumps(DAY);
    one.trust.was_set(one.seen.wall, one.seen.mono);
    assert_eq!(one.later(), Some(Sign::Person));
    assert_eq!(one.trust.network_is_ahead(), None);
    assert_eq!(one.trust.jumps(), 0);
}
