//! Floor 2: the only place that reads a clock, and the machine's table of time zones.
//!
//! A [`Clock`] gives [`Now`], which everything else takes as an argument. The time of day comes
//! from the machine, or, in the demo and in tests, from a base that moves with tokio's clock, so
//! that one advance moves both.

use crate::domain::clock_trust::{ClockTrust, Seen, Sign};
use crate::domain::time::Now;
use crate::domain::zone::{Zone, ZoneError};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Gives the time. One per process, shared by everyone.
#[derive(Debug)]
pub struct Clock {
    origin: Instant,
    source: Source,
    trust: Mutex<ClockTrust>,
    /// Told when somebody moves the time of day, or says something of it.
    moves: Notify,
}

#[derive(Debug)]
enum Source {
    Machine(Signs),
    /// The time of day at `origin`, for the demo and for tests; it can be moved.
    Moved(Mutex<DateTime<Utc>>),
}

/// Where the machine says what has set its clock.
#[derive(Debug)]
struct Signs {
    /// systemd-timesyncd touches it each time that it has learned the time.
    synced: PathBuf,
    /// The kernel says in it whether a clock with a battery set the time when the machine started.
    by_battery: PathBuf,
}

impl Clock {
    /// The machine's clock. Not trusted until it is known to be right.
    pub fn of_the_machine() -> Self {
        Self::with(Source::Machine(Signs {
            synced: "/run/systemd/timesync/synchronized".into(),
            by_battery: "/sys/class/rtc/rtc0/hctosys".into(),
        }))
    }

    /// A clock that shows `start` now and goes on from there. Trusted.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        let clock = Self::with(Source::Moved(Mutex::new(start)));
        clock.set_trusted(true);
        clock
    }

    fn with(source: Source) -> Self {
        Self {
            origin: Instant::now(),
            source,
            trust: Mutex::default(),
            moves: Notify::new(),
        }
    }

    /// Both times, and whether the first is known to be right.
    pub fn now(&self) -> Now {
        let (seen, sign) = self.look();
        Now {
            wall: seen.wall,
            mono: seen.mono,
            trusted: sign.is_some(),
        }
    }

    /// Whether the time of day is known to be right.
    pub fn is_trusted(&self) -> bool {
        self.sign().is_some()
    }

    /// What vouches for the time of day; None: nothing does.
    pub fn sign(&self) -> Option<Sign> {
        self.look().1
    }

    /// How often the time of day has jumped in this run.
    pub fn jumps(&self) -> u64 {
        self.trust().jumps()
    }

    /// A signed-in person says that the time shown is right, or the clock is found not to be.
    pub fn set_trusted(&self, trusted: bool) {
        self.tells_of_time(|trust, _| trust.confirm(trusted));
    }

    /// What the mobile network says that it is.
    pub fn network_says(&self, said: DateTime<FixedOffset>) {
        self.tells_of_time(|trust, mono| trust.network_says(said, mono));
    }

    /// A service center has dated a text so, which has just come in.
    pub fn text_was_dated(&self, at: DateTime<Utc>) {
        self.tells_of_time(|trust, mono| trust.text_was_dated(at, mono));
    }

    /// By how much the mobile network's time is ahead of this clock's, where it says one.
    pub fn network_is_ahead(&self) -> Option<TimeDelta> {
        self.look();
        self.trust().network_is_ahead()
    }

    /// Waits until somebody moves the time of day, or says what makes it known or unknown. One waits
    /// for it: the loop that sends.
    pub async fn moved(&self) {
        self.moves.notified().await;
    }

    /// Shows another time of day from now on, which is the right one. Only a clock made by
    /// [`Clock::starting_at`] moves.
    pub fn show(&self, wall: DateTime<Utc>) {
        if self.moves_to(wall) {
            self.trust().was_set(wall, self.origin.elapsed());
            self.moves.notify_one();
        }
    }

    /// Shows another time of day from now on, as a clock does that somebody has set and nobody knows
    /// why. Only a clock made by [`Clock::starting_at`] jumps.
    pub fn jump_to(&self, wall: DateTime<Utc>) {
        self.look();
        if self.moves_to(wall) {
            self.moves.notify_one();
        }
    }

    /// The zero of this run's monotonic times, on tokio's clock.
    pub fn began(&self) -> Instant {
        self.origin
    }

    fn moves_to(&self, wall: DateTime<Utc>) -> bool {
        let Source::Moved(start) = &self.source else {
            return false;
        };
        let elapsed = TimeDelta::from_std(self.origin.elapsed()).unwrap_or(TimeDelta::zero());
        *start
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) =
            wall.checked_sub_signed(elapsed).unwrap_or(wall);
        true
    }

    /// Takes in what somebody says of the time, and wakes who waits if that changes anything.
    fn tells_of_time(&self, tell: impl FnOnce(&mut ClockTrust, Duration)) {
        let (seen, before) = self.look();
        tell(&mut self.trust(), seen.mono);
        if self.sign().is_some() != before.is_some() {
            self.moves.notify_one();
        }
    }

    fn look(&self) -> (Seen, Option<Sign>) {
        // Within the lock, so that nobody looks at an older time after a newer one.
        let mut trust = self.trust();
        let seen = self.seen();
        let sign = trust.look(seen);
        (seen, sign)
    }

    fn trust(&self) -> MutexGuard<'_, ClockTrust> {
        self.trust
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn seen(&self) -> Seen {
        let mono = self.origin.elapsed();
        match &self.source {
            Source::Machine(signs) => Seen {
                wall: Utc::now(),
                mono,
                synced: std::fs::metadata(&signs.synced)
                    .and_then(|file| file.modified())
                    .ok()
                    .map(DateTime::from),
                by_battery: std::fs::read_to_string(&signs.by_battery)
                    .is_ok_and(|set| set.trim() == "1"),
            },
            Source::Moved(start) => {
                let start = *start
                    .lock()
                    .unwrap_or_else(|poisoned| poisoned.into_inner());
                Seen {
                    wall: TimeDelta::from_std(mono)
                        .ok()
                        .and_then(|elapsed| start.checked_add_signed(elapsed))
                        .unwrap_or(start),
                    mono,
                    synced: None,
                    by_battery: false,
                }
            }
        }
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

    #[tokio::test(start_paused = true)]
    async fn a_jump_ends_trust_and_being_set_does_not() {
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let clock = Clock::starting_at(start);
        tokio::time::advance(Duration::from_secs(60)).await;
        clock.show(start + TimeDelta::days(1));
        assert_eq!((clock.sign(), clock.jumps()), (Some(Sign::Person), 0));
        clock.jump_to(start);
        assert_eq!((clock.sign(), clock.jumps()), (None, 1));
        clock.network_says(start.fixed_offset());
        assert_eq!(clock.sign(), Some(Sign::Network));
        assert_eq!(clock.network_is_ahead(), Some(TimeDelta::zero()));
    }

    #[test]
    fn the_machine_says_what_has_set_its_clock() {
        let directory = tempfile::tempdir().unwrap();
        let clock = || {
            Clock::with(Source::Machine(Signs {
                synced: directory.path().join("synchronized"),
                by_battery: directory.path().join("hctosys"),
            }))
        };
        let say = |name: &str, words: &str| {
            std::fs::write(directory.path().join(name), words).unwrap();
        };
        let one = clock();
        assert_eq!(one.sign(), None);
        say("hctosys", "0\n");
        assert_eq!(one.sign(), None);
        say("hctosys", "1\n");
        assert_eq!(one.sign(), Some(Sign::Battery));
        say("hctosys", "0\n");
        say("synchronized", "");
        assert_eq!(one.sign(), Some(Sign::TimeService));
        assert_eq!(clock().sign(), Some(Sign::TimeService));
        std::fs::remove_file(directory.path().join("synchronized")).unwrap();
        assert_eq!(one.sign(), None);
        one.set_trusted(true);
        assert_eq!(one.sign(), Some(Sign::Person));
        assert_eq!(one.jumps(), 0);
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
