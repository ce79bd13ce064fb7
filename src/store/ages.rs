//! How old a session is.
//!
//! The wall clock is a bad measure of it: a machine without a battery clock may jump by months when
//! it learns the time. So in the run that knows a session, its age is counted on the monotonic
//! clock; the wall's times in the database only carry it from one run to the next.

use super::access::locked;
use super::codec::ms;
use super::{Store, StoreError};
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;
use std::collections::HashMap;
use std::time::Duration;

/// A sign-in that was not used for this long has ended.
const IDLE: Duration = Duration::from_secs(12 * 3600);
/// A sign-in ends after this long, used or not.
const LIFE: Duration = Duration::from_secs(30 * 24 * 3600);
/// How often it is written down that a session is in use.
const NOTED_EVERY: Duration = Duration::from_secs(15 * 60);

/// The sessions that this run has seen, by the hash of their token.
pub(super) type Seen = HashMap<[u8; 32], Age>;

/// When a session was used last, and when it ends, on the monotonic clock of this run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Age {
    used: Duration,
    /// When a person did something there: what the page fetches by itself is no use of that kind.
    touched: Duration,
    noted: Duration,
    ends: Duration,
}

impl Age {
    /// Of one that begins.
    pub fn of_a_new_one(now: Now) -> Self {
        Self {
            used: now.mono,
            touched: now.mono,
            noted: now.mono,
            ends: now.mono + LIFE,
        }
    }

    /// Of one that another run has written down, if it is good still. What lies in the future was
    /// just now: the clock has gone back.
    pub fn of_an_old_one(created_at: i64, seen_at: i64, now: Now) -> Option<Self> {
        let since = |at: i64| Duration::from_millis(u64::try_from(ms(now.wall) - at).unwrap_or(0));
        let left = LIFE.checked_sub(since(created_at))?;
        let idle = since(seen_at);
        (idle < IDLE).then_some(Self {
            used: now.mono,
            touched: now.mono.saturating_sub(idle),
            noted: now.mono.saturating_sub(idle),
            ends: now.mono + left,
        })
    }

    /// Whether it has not ended.
    pub fn is_good(&self, now: Now) -> bool {
        now.mono < self.ends && now.mono.saturating_sub(self.used) < IDLE
    }

    /// For how long nobody has done anything there.
    pub fn untouched(&self, now: Now) -> Duration {
        now.mono.saturating_sub(self.touched)
    }

    /// Somebody does something there now.
    pub fn is_touched(&mut self, now: Now) {
        self.touched = now.mono;
    }

    /// It is used now. Gives when it began, by the wall clock of now, if that is to be written down
    /// again.
    pub fn is_used(&mut self, now: Now) -> Option<DateTime<Utc>> {
        self.used = now.mono;
        if now.mono.saturating_sub(self.noted) <= NOTED_EVERY {
            return None;
        }
        self.noted = now.mono;
        let old = LIFE.saturating_sub(self.ends.saturating_sub(now.mono));
        Some(now.wall - TimeDelta::from_std(old).unwrap_or_default())
    }
}

impl Store {
    /// Forgets sessions that have ended, `most` of them at most. Returns how many it was.
    pub(super) async fn forget_sessions(&self, most: u32, now: Now) -> Result<usize, StoreError> {
        let good: Seen = {
            let mut seen = locked(&self.shared.sessions);
            seen.retain(|_, age| age.is_good(now));
            seen.clone()
        };
        let before = |age: Duration| ms(now.wall - TimeDelta::from_std(age).unwrap_or_default());
        let (idle, old) = (before(IDLE), before(LIFE));
        self.write(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT token_hash FROM session WHERE seen_at <= ?1 OR created_at <= ?2 LIMIT ?3",
            )?;
            let ended = statement
                .query_map(params![idle, old, most], |row| row.get(0))?
                .collect::<Result<Vec<[u8; 32]>, _>>()?;
            let mut forgotten = 0;
            for hash in ended.iter().filter(|hash| !good.contains_key(*hash)) {
                forgotten += tx
                    .prepare_cached("DELETE FROM session WHERE token_hash = ?1")?
                    .execute([hash])?;
            }
            Ok(forgotten)
        })
        .await
    }
}
