//! A time zone, from the system's own tables.
//!
//! Built from the bytes of a TZif file (RFC 9636); reading that file is somebody else's work. Quiet
//! hours follow the machine's tables, not tables that were compiled in and age.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use std::fmt;

/// A named time zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    table: tz::TimeZone,
}

/// Why the bytes are no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The time zone {name} can't be read ({why}). Reinstall the package tzdata")]
pub struct ZoneError {
    name: String,
    why: String,
}

/// What clocks on the wall show at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Date and time of day on the wall.
    pub wall: NaiveDateTime,
    /// Seconds east of UTC.
    pub offset: i32,
    /// Whether it is daylight-saving time.
    pub dst: bool,
}

/// The instants at which clocks on the wall show a given time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instants {
    /// Once: every ordinary time.
    Once(DateTime<Utc>),
    /// Twice, because the clocks went back in between.
    Twice(DateTime<Utc>, DateTime<Utc>),
    /// Never, because the clocks jumped over it; here is the instant of the jump.
    Never(DateTime<Utc>),
}

impl Instants {
    /// The first such instant, or the jump over it.
    pub fn earliest(self) -> DateTime<Utc> {
        match self {
            Self::Once(at) | Self::Twice(at, _) | Self::Never(at) => at,
        }
    }

    /// The last such instant, or the jump over it.
    pub fn latest(self) -> DateTime<Utc> {
        match self {
            Self::Once(at) | Self::Twice(_, at) | Self::Never(at) => at,
        }
    }
}

impl Zone {
    /// Reads a zone from the bytes of its TZif file.
    ///
    /// # Errors
    /// When the bytes are not a TZif file.
    pub fn from_tzif(name: &str, bytes: &[u8]) -> Result<Self, ZoneError> {
        match tz::TimeZone::from_tz_data(bytes) {
            Ok(table) => Ok(Self {
                name: name.to_owned(),
                table,
            }),
            Err(error) => Err(ZoneError {
                name: name.to_owned(),
                why: error.to_string(),
            }),
        }
    }

    /// UTC, which needs no table.
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            table: tz::TimeZone::utc(),
        }
    }

    /// Its name, such as `America/Chicago`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the clocks show at that instant.
    pub fn local(&self, at: DateTime<Utc>) -> LocalTime {
        let (offset, dst) = match self.table.find_local_time_type(at.timestamp()) {
            Ok(kind) => (kind.ut_offset(), kind.is_dst()),
            Err(_) => self.last_known(),
        };
        let wall = at
            .naive_utc()
            .checked_add_signed(TimeDelta::seconds(i64::from(offset)))
            .unwrap_or(at.naive_utc());
        LocalTime { wall, offset, dst }
    }

    /// The instants at which the clocks show `wall`.
    pub fn instants(&self, wall: NaiveDateTime) -> Instants {
        let as_utc = wall.and_utc();
        let before = shifted(as_utc, TimeDelta::days(-1));
        let after = shifted(as_utc, TimeDelta::days(1));
        let at = |offset: i32| {
            let instant = shifted(as_utc, TimeDelta::seconds(-i64::from(offset)));
            (self.local(instant).wall == wall).then_some(instant)
        };
        match (at(self.local(before).offset), at(self.local(after).offset)) {
            (Some(first), Some(second)) if first < second => Instants::Twice(first, second),
            (Some(first), Some(second)) if second < first => Instants::Twice(second, first),
            (Some(instant), _) | (None, Some(instant)) => Instants::Once(instant),
            (None, None) => Instants::Never(self.jump_over(wall, before, after)),
        }
    }

    /// The first instant after `after` at which the clocks show that time of day. On a day whose
    /// clocks jump over it, the instant of the jump.
    pub fn next_at(&self, after: DateTime<Utc>, time: NaiveTime) -> DateTime<Utc> {
        let today = self.local(after).wall.date();
        for days in 0..=2 {
            let Some(day) = today.checked_add_days(Days::new(days)) else {
                break;
            };
            let found = self.instants(day.and_time(time));
            for instant in [found.earliest(), found.latest()] {
                if instant > after {
                    return instant;
                }
            }
        }
        shifted(after, TimeDelta::days(1))
    }

    /// Halves the span until the second of the jump is found.
    fn jump_over(
        &self,
        wall: NaiveDateTime,
        before: DateTime<Utc>,
        after: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let (mut low, mut high) = (before.timestamp(), after.timestamp());
        while high.saturating_sub(low) > 1 {
            let middle = low + (high - low) / 2;
            let shown = DateTime::from_timestamp(middle, 0).map(|at| self.local(at).wall);
            if shown.is_some_and(|shown| shown > wall) {
                high = middle;
            } else {
                low = middle;
            }
        }
        DateTime::from_timestamp(high, 0).unwrap_or(after)
    }

    /// Old tables end at their last change; what held then is the best guess.
    fn last_known(&self) -> (i32, bool) {
        let table = self.table.as_ref();
        let index = table
            .transitions()
            .last()
            .map_or(0, tz::timezone::Transition::local_time_type_index);
        table
            .local_time_types()
            .get(index)
            .map_or((0, false), |kind| (kind.ut_offset(), kind.is_dst()))
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

fn shifted(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(by).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn zone(name: &str) -> Zone {
        let bytes = std::fs::read(format!("/usr/share/zoneinfo/{name}"))
            .expect("install the package tzdata");
        Zone::from_tzif(name, &bytes).unwrap()
    }

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        wall(text).and_utc()
    }

    #[test]
    fn clocks_show_winter_and_summer_time() {
        let chicago = zone("America/Chicago");
        let winter = chicago.local(utc("2026-01-15 18:00"));
        assert_eq!((winter.wall, winter.dst), (wall("2026-01-15 12:00"), false));
        let summer = chicago.local(utc("2026-07-15 18:00"));
        assert_eq!(
            (summer.wall, summer.offset),
            (wall("2026-07-15 13:00"), -5 * 3600)
        );
        assert!(summer.dst);
        let moscow = zone("Europe/Moscow");
        assert_eq!(
            moscow.local(utc("2026-07-15 18:00")).wall,
            wall("2026-07-15 21:00")
        );
        assert_eq!(
            moscow.local(utc("2026-01-15 18:00")).wall,
            wall("2026-01-15 21:00")
        );
    }

    #[test]
    fn a_skipped_hour_never_shows_and_a_repeated_one_shows_twice() {
        let new_york = zone("America/New_York");
        assert_eq!(
            new_york.instants(wall("2026-03-08 02:30")),
            Instants::Never(utc("2026-03-08 07:00"))
        );
        assert_eq!(
            new_york.instants(wall("2026-11-01 01:30")),
            Instants::Twice(utc("2026-11-01 05:30"), utc("2026-11-01 06:30"))
        );
        assert_eq!(
            new_york.instants(wall("2026-11-01 09:00")),
            Instants::Once(utc("2026-11-01 14:00"))
        );
        let lord_howe = zone("Australia/Lord_Howe");
        assert_eq!(
            lord_howe.instants(wall("2026-10-04 02:15")),
            Instants::Never(utc("2026-10-03 15:30"))
        );
    }

    #[test]
    fn nine_o_clock_tomorrow_is_right_over_a_change_of_clocks() {
        let chicago = zone("America/Chicago");
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        assert_eq!(
            chicago.next_at(utc("2026-03-08 04:00"), nine),
            utc("2026-03-08 14:00")
        );
        assert_eq!(
            chicago.next_at(utc("2026-10-31 14:00"), nine),
            utc("2026-11-01 15:00")
        );
        let skipped = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        assert_eq!(
            chicago.next_at(utc("2026-03-08 04:00"), skipped),
            utc("2026-03-08 08:00")
        );
    }

    #[test]
    fn rubbish_is_refused_with_its_name() {
        let error = Zone::from_tzif("Nowhere/Here", b"rubbish").unwrap_err();
        assert!(error.to_string().contains("Nowhere/Here"));
        assert!(Zone::from_tzif("x", b"").is_err());
    }

    #[test]
    fn the_ends_of_time_are_survived() {
        for zone in [Zone::utc(), zone("America/Chicago")] {
            for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                let _ = zone.local(at);
                let _ = zone.instants(at.naive_utc());
                let _ = zone.next_at(at, NaiveTime::MIN);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn an_instant_is_among_the_instants_of_its_wall_time(
            which in 0usize..4,
            second in 0i64..4_000_000_000,
        ) {
            let name = ["America/Chicago", "America/New_York", "Europe/Moscow", "Australia/Lord_Howe"][which];
            let zone = zone(name);
            let at = DateTime::from_timestamp(second, 0).unwrap();
            let found = zone.instants(zone.local(at).wall);
            prop_assert!(
                found.earliest() == at || found.latest() == at,
                "{name}: {at} is not in {found:?}"
            );
        }

        #[test]
        fn the_next_time_of_day_is_later_right_and_near(
            which in 0usize..4,
            second in 1_500_000_000i64..2_500_000_000,
            minute in 0u32..1440,
        ) {
            let name = ["America/Chicago", "America/New_York", "Europe/Moscow", "Australia/Lord_Howe"][which];
            let zone = zone(name);
            let after = DateTime::from_timestamp(second, 0).unwrap();
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
            let next = zone.next_at(after, time);
            prop_assert!(next > after && next - after <= TimeDelta::hours(26));
            let shown = zone.local(next).wall;
            let day = NaiveDate::from(shown);
            let skipped = matches!(zone.instants(day.and_time(time)), Instants::Never(at) if at == next);
            prop_assert!(shown.time() == time || skipped);
        }
    }
}
