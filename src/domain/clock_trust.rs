//! Whether the time of day is known to be right, and what a jump of the clock does to that.
//!
//! The time of day and the time since the start run side by side. Where they come apart, somebody or
//! something has set the clock, and whoever vouched for the time before vouches for it no more.

use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, Utc};
use std::ops::RangeInclusive;
use std::time::Duration;

/// The two may come apart by so much: they are read one after the other, and a leap second is no jump.
const APART: TimeDelta = TimeDelta::seconds(5);
/// The network's time may differ by so much: some networks are no better than that.
const NETWORK_WITHIN: TimeDelta = TimeDelta::seconds(60);
/// A service center's clock is a little off, now and then.
const DATED_WITHIN: TimeDelta = TimeDelta::minutes(2);
/// No place is farther from UTC.
const FARTHEST_ZONE: TimeDelta = TimeDelta::hours(14);
/// A modem that was told no time counts from a year of its maker's choice: 1970, 1980, 2000, 2002, 2004.
/// None of them is one of these.
const YEARS: RangeInclusive<i32> = 2026..=2069;

/// What vouches for the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A time service has set the clock.
    TimeService,
    /// A person said that it is right.
    Person,
    /// The mobile network says the same time.
    Network,
    /// A clock with a battery set it when the machine started.
    Battery,
}

/// What the machine shows at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The time of day.
    pub wall: DateTime<Utc>,
    /// The time since the start of this run.
    pub mono: Duration,
    /// When a time service last said that it has set the clock, by that clock.
    pub synced: Option<DateTime<Utc>>,
    /// A clock with a battery set the time when the machine started.
    pub by_battery: bool,
}

/// Whether the clock is right, as far as anything has said so since its last jump.
///
/// Times of day are kept as offsets from the time since the start, so that they stay right whatever is
/// done to the clock.
#[derive(Debug, Default)]
pub struct ClockTrust {
    looked: Option<Looked>,
    jumps: u64,
    confirmed: bool,
    /// A time service said this before the last jump. It counts when it says it anew.
    void: Option<DateTime<Utc>>,
    network: Option<Network>,
    /// It is so late at least: a text came that was dated so.
    dated: Option<TimeDelta>,
    /// By so much the clock was behind such a date when a person said that it is right all the same.
    overruled: TimeDelta,
}

/// What the last look at the clock gave.
#[derive(Debug, Clone, Copy)]
struct Looked {
    /// The offset after the last jump, with which later ones are compared.
    first: TimeDelta,
    offset: TimeDelta,
    at: Duration,
    synced: Option<DateTime<Utc>>,
}

/// What the modem says that the network says.
#[derive(Debug, Clone, Copy)]
struct Network {
    offset: TimeDelta,
    /// The zone that came with it; zero is also what modems say that don't know theirs.
    zone: TimeDelta,
}

impl ClockTrust {
    /// A person says that the time is right, or that it is not.
    pub fn confirm(&mut self, is_right: bool) {
        self.confirmed = is_right;
        self.overruled = self.behind();
    }

    /// The mobile network's time as the modem tells it. It stays true when the network is lost.
    pub fn network_says(&mut self, said: DateTime<FixedOffset>, mono: Duration) {
        if YEARS.contains(&said.year()) {
            self.network = Some(Network {
                offset: offset(said.to_utc(), mono),
                zone: TimeDelta::seconds(said.offset().local_minus_utc().into()),
            });
        }
    }

    /// A text came in that a service center dated so: it is no earlier now.
    pub fn text_was_dated(&mut self, at: DateTime<Utc>, mono: Duration) {
        self.dated = self.dated.max(Some(offset(at, mono)));
    }

    /// Somebody who knows what time it is has set the clock. That is no jump, and what was said of the
    /// time before was said of another.
    pub fn was_set(&mut self, wall: DateTime<Utc>, mono: Duration) {
        let offset = offset(wall, mono);
        self.looked = Some(Looked {
            first: offset,
            offset,
            at: mono,
            synced: None,
        });
        (self.network, self.dated) = (None, None);
    }

    /// Takes in what the machine shows, and says what vouches for its time. None: nothing does.
    pub fn look(&mut self, seen: Seen) -> Option<Sign> {
        let offset = offset(seen.wall, seen.mono);
        let before = self.looked;
        let jumped = before.filter(|before| (offset - before.first).abs() > APART);
        if jumped.is_some() {
            self.jumps += 1;
            self.confirmed = false;
        }
        if (before.is_none() || jumped.is_some()) && !was_synced(&seen, offset, before) {
            self.void = seen.synced;
        }
        self.looked = Some(Looked {
            first: before
                .filter(|_| jumped.is_none())
                .map_or(offset, |before| before.first),
            offset,
            at: seen.mono,
            synced: seen.synced,
        });
        self.sign(&seen)
    }

    /// How often the clock has jumped.
    pub fn jumps(&self) -> u64 {
        self.jumps
    }

    /// By how much the network's time is ahead of the clock's. None: it says none that can be told.
    pub fn network_is_ahead(&self) -> Option<TimeDelta> {
        let network = self.network?;
        let ahead = network.offset - self.looked?.offset;
        (is_near(ahead) || !may_be_a_zone(ahead, network.zone)).then_some(ahead)
    }

    fn sign(&self, seen: &Seen) -> Option<Sign> {
        if seen.synced.is_some() && seen.synced != self.void {
            return Some(Sign::TimeService);
        }
        if self.confirmed && self.behind() <= self.overruled + DATED_WITHIN {
            return Some(Sign::Person);
        }
        match self.network_is_ahead() {
            Some(ahead) => is_near(ahead).then_some(Sign::Network),
            None => {
                let holds = seen.by_battery && self.jumps == 0 && self.behind() <= DATED_WITHIN;
                holds.then_some(Sign::Battery)
            }
        }
    }

    /// By how much the clock is behind the latest date of a text.
    fn behind(&self) -> TimeDelta {
        let behind = self
            .dated
            .zip(self.looked)
            .map(|(dated, now)| dated - now.offset);
        behind.unwrap_or_default().max(TimeDelta::zero())
    }
}

/// Whether what a time service said last was said of this clock: it is new, and by what the clock shows
/// now that is not in the future, nor earlier than the last look at what it showed `before`.
fn was_synced(seen: &Seen, now: TimeDelta, before: Option<Looked>) -> bool {
    seen.synced.is_some_and(|synced| {
        let at = synced - DateTime::UNIX_EPOCH - now;
        let is_new =
            before.is_none_or(|before| before.synced != seen.synced && at > since_start(before.at));
        is_new && at <= since_start(seen.mono) + APART
    })
}

fn is_near(ahead: TimeDelta) -> bool {
    ahead.abs() <= NETWORK_WITHIN
}

/// Whether the modem's zone explains by how much its time is ahead: some tell local time as if it were
/// UTC, and some UTC beside the local zone.
fn may_be_a_zone(ahead: TimeDelta, zone: TimeDelta) -> bool {
    if !zone.is_zero() {
        return is_near(ahead + zone);
    }
    let quarter = TimeDelta::minutes(15).num_seconds();
    let rest = (ahead.num_seconds() + quarter / 2).rem_euclid(quarter) - quarter / 2;
    ahead.abs() <= FARTHEST_ZONE && is_near(TimeDelta::seconds(rest))
}

fn offset(wall: DateTime<Utc>, mono: Duration) -> TimeDelta {
    wall - DateTime::UNIX_EPOCH - since_start(mono)
}

fn since_start(mono: Duration) -> TimeDelta {
    TimeDelta::from_std(mono).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
#[path = "clock_trust_tests.rs"]
mod tests;
