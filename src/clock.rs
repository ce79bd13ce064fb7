//! Floor 2: the only place that reads a clock, and the machine's table of time zones.
//!
//! A [`Clock`] gives [`Now`], which everything else takes as an argument. The time of day comes
//! from the machine, or, in the demo and in tests, from a base that moves with tokio's clock, so
//! that one advance moves both.

use crate::domain::time::Now;
use crate::domain::zone::{Zone, ZoneError};
use chrono::{DateTime, TimeDelta, Utc};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use tokio::sync::Notify;
use tokio::time::Instant;

/// Gives the time. One per process, shared by everyone.
#[derive(Debug)]
pub struct Clock {
    origin: Instant,
    source: Source,
    confirmed: AtomicBool,
    /// Told when somebody moves the time of day.
    moves: Notify,
}

#[derive(Debug)]
enum Source {
    Machine,
    /// The time of day at `origin`, for the demo and for tests; it can be moved.
    Moved(Mutex<DateTime<Utc>>),
}

impl Clock {
    /// The machine's clock. Not trusted until it is known to be right.
    pub fn of_the_machine() -> Self {
        Self {
            origin: Instant::now(),
            source: Source::Machine,
            confirmed: AtomicBool::new(false),
            moves: Notify::new(),
        }
    }

    /// A clock that shows `start` now and goes on from there. Trusted.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self {
            origin: Instant::now(),
            source: Source::Moved(Mutex::new(start)),
            confirmed: AtomicBool::new(true),
            moves: Notify::new(),
        }
    }

    /// The time now.
    pub fn now(&self) -> Now {
        let mono = self.origin.elapsed();
        let wall = match &self.source {
            Source::Machine => Utc::now(),
            Source::Moved(start) => {
                let start = *start
                    .lock()
                    .unwrap_or_else(|poisoned| poisoned.into_inner());
                TimeDelta::from_std(mono)
                    .ok()
                    .and_then(|elapsed| start.checked_add_signed(elapsed))
                    .unwrap_or(start)
            }
        };
        Now {
            wall,
            mono,
            trusted: self.is_trusted(),
        }
    }

    /// Whether the time of day is known to be right: a person confirmed it after this start, a
    /// time service has set it, or a clock with a battery did at boot.
    pub fn is_trusted(&self) -> bool {
        self.confirmed.load(Ordering::Relaxed) || self.is_set_by_a_time_service()
    }

    /// A signed-in person says that the time shown is right, or the clock is found not to be.
    pub fn set_trusted(&self, trusted: bool) {
        self.confirmed.store(trusted, Ordering::Relaxed);
    }

    /// Waits until somebody moves the time of day. One waits for it: the loop that sends.
    pub async fn moved(&self) {
        self.moves.notified().await;
    }

    /// Shows another time of day from now on. Only a clock made by [`Clock::starting_at`] moves.
    pub fn show(&self, wall: DateTime<Utc>) {
        if let Source::Moved(start) = &self.source {
            let elapsed = TimeDelta::from_std(self.origin.elapsed()).unwrap_or(TimeDelta::zero());
            let moved = wall.checked_sub_signed(elapsed).unwrap_or(wall);
            *start
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner()) = moved;
            self.moves.notify_one();
        }
    }

    /// The zero of this run's monotonic times, on tokio's clock.
    pub fn began(&self) -> Instant {
        self.origin
    }

    fn is_set_by_a_time_service(&self) -> bool {
        // systemd-timesyncd makes the first; the kernel says in the second whether a clock with a
        // battery set the time at boot.
        matches!(self.source, Source::Machine)
            && (Path::new("/run/systemd/timesync/synchronized").exists()
                || std::fs::read_to_string("/sys/class/rtc/rtc0/hctosys")
                    .is_ok_and(|set| set.trim() == "1"))
    }
}

/// Where Linux keeps the time zones.
const ZONEINFO: &str = "/usr/share/zoneinfo";

/// Why there is no such zone.
#[derive(Debug, thiserror::Error)]
pub enum ZoneMissing {
    /// There is no file of that name.
    #[error(
        "there is no time zone named {0:?} on this machine; use a name such as America/Chicago, and see that the package tzdata is installed"
    )]
    Unknown(String),
    /// The file is no time zone.
    #[error(transparent)]
    Unreadable(#[from] ZoneError),
}

/// Reads a zone from the machine's tables.
///
/// # Errors
/// When there is none of that name, or it can't be read.
pub fn zone(name: &str) -> Result<Zone, ZoneMissing> {
    let plain = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b))
        && !name.starts_with('/');
    let bytes = plain
        .then(|| std::fs::read(Path::new(ZONEINFO).join(name)).ok())
        .flatten();
    let bytes = bytes.ok_or_else(|| ZoneMissing::Unknown(name.to_owned()))?;
    Ok(Zone::from_tzif(name, &bytes)?)
}

/// Every zone that the machine's tables list, by name, each with the country that it is of (ISO 3166,
/// two letters). Empty where they list none.
pub fn zones() -> &'static [(String, String)] {
    static ZONES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    ZONES.get_or_init(|| {
        let table = std::fs::read_to_string(Path::new(ZONEINFO).join("zone.tab"));
        let table = table.unwrap_or_default();
        let rows = table.lines().filter(|row| !row.starts_with('#'));
        // Country, coordinates, name, and perhaps a remark, with a tab between.
        let mut zones: Vec<_> = rows
            .filter_map(|row| {
                let mut parts = row.split('\t');
                let (country, _, name) = (parts.next()?, parts.next()?, parts.next()?);
                Some((name.to_owned(), country.to_owned()))
            })
            .collect();
        zones.sort();
        zones
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn one_advance_moves_both_times() {
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let clock = Clock::starting_at(start);
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now().wall, start + TimeDelta::seconds(90));
        assert_eq!(clock.now().mono, Duration::from_secs(90));
        clock.show(start);
        assert_eq!(clock.now().wall, start);
        assert_eq!(clock.now().mono, Duration::from_secs(90));
    }

    #[test]
    fn every_zone_that_is_listed_can_be_read() {
        let all = zones();
        assert!(all.len() > 300, "{}", all.len());
        let chicago = ("America/Chicago".to_owned(), "US".to_owned());
        assert!(all.contains(&chicago));
        for (name, _) in all {
            assert!(zone(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn zones_come_from_the_machine_and_from_nowhere_else() {
        assert_eq!(zone("America/Chicago").unwrap().name(), "America/Chicago");
        for name in [
            "",
            "America/Gotham",
            "../../etc/passwd",
            "/etc/passwd",
            "America",
        ] {
            assert!(zone(name).is_err(), "{name}");
        }
    }
}
