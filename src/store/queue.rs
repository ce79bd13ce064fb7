//! The line of waiting texts: whose turn it is, and when it will be.

use super::StoreError;
use super::codec::{self, mono_ms, ms};
use crate::domain::purpose::Purpose;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::time::Duration;

/// A text whose turn it may be.
pub(super) struct Candidate {
    pub id: i64,
    pub contact: i64,
    pub purpose: Purpose,
    pub kind: TextKind,
    pub words: String,
    pub not_before: DateTime<Utc>,
    pub send_before: DateTime<Utc>,
    /// The part that is next, from 1.
    pub part: i64,
    pub tries: i64,
    /// When its part before this one went.
    pub last_sent: Option<DateTime<Utc>>,
    pub job: Option<i64>,
    /// Its place in line.
    pub rank: i64,
}

/// Ranks by priority first, then age.
const RANK: &str = "(priority << 48) | outbox.id";

/// By how much the time of day was set since a text was put in, for one whose times count on this run's
/// monotonic clock; 0 for the others. `?1` is the time of day, `?2` the run, `?3` its monotonic time.
pub(super) const SET_SINCE: &str =
    "(CASE made_run WHEN ?2 THEN (?1 - ?3) - (created_at - made_mono) ELSE 0 END)";

/// The first text after `after` that no time holds back.
pub(super) fn next(
    tx: &Transaction<'_>,
    run: &str,
    now: Now,
    after: i64,
) -> Result<Option<Candidate>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT outbox.id, contact_id, purpose, kind, words, not_before, send_before, job_id,
             {RANK} AS rank,
             (SELECT count(*) FROM part WHERE outbox_id = outbox.id AND state NOT IN ('waiting')) + 1 AS part,
             coalesce((SELECT max(tries) FROM part WHERE outbox_id = outbox.id AND state = 'waiting'), 0) AS tries,
             (SELECT max(sent_at) FROM part WHERE outbox_id = outbox.id) AS last_sent,
             {SET_SINCE} AS set_since
         FROM outbox
         WHERE state IN ('queued', 'sending') AND {RANK} > ?4
             AND not_before + {SET_SINCE} <= ?1 AND coalesce(held_until, 0) <= ?1
             AND (undo_run = '' OR (undo_run = ?2 AND undo_until <= ?3))
             AND NOT EXISTS (SELECT 1 FROM part WHERE outbox_id = outbox.id
                 AND (state IN ('sending', 'released') OR (state = 'waiting' AND retry_at > ?1)))
         ORDER BY priority, outbox.id LIMIT 1"
    ))?;
    let found = statement
        .query_row(
            params![ms(now.wall), run, mono_ms(now.mono), after],
            |row| {
                let set_since = TimeDelta::milliseconds(row.get("set_since")?);
                let day = |at: DateTime<Utc>| at.checked_add_signed(set_since).unwrap_or(at);
                Ok(Candidate {
                    id: row.get("id")?,
                    contact: row.get("contact_id")?,
                    purpose: codec::purpose(row, "purpose")?,
                    kind: codec::text_kind(row, "kind")?,
                    words: row.get("words")?,
                    not_before: day(codec::at(row, "not_before")?),
                    send_before: day(codec::at(row, "send_before")?),
                    part: row.get("part")?,
                    tries: row.get("tries")?,
                    last_sent: codec::maybe_at(row, "last_sent")?,
                    job: row.get("job_id")?,
                    rank: row.get("rank")?,
                })
            },
        )
        .optional()?;
    Ok(found)
}

/// How long until a time that holds a text back has passed.
pub(super) fn wake(
    tx: &Transaction<'_>,
    run: &str,
    now: Now,
) -> Result<Option<Duration>, StoreError> {
    let (wall, undo): (Option<i64>, Option<i64>) = tx
        .prepare_cached(&format!(
            "SELECT min(CASE WHEN later > ?1 THEN min(later, ends) WHEN ends > ?1 THEN ends END),
                 min(CASE WHEN undo_run = ?2 AND undo_until > ?3 THEN undo_until END)
             FROM (SELECT *, send_before + {SET_SINCE} AS ends,
                 max(not_before + {SET_SINCE}, coalesce(held_until, 0), coalesce(
                     (SELECT max(retry_at) FROM part WHERE outbox_id = outbox.id AND state = 'waiting'), 0)) AS later
             FROM outbox WHERE state IN ('queued', 'sending')
                 AND NOT EXISTS (SELECT 1 FROM part WHERE outbox_id = outbox.id AND state IN ('sending', 'released')))",
        ))?
        .query_row(params![ms(now.wall), run, mono_ms(now.mono)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let until = |later: i64, now: i64| {
        Duration::from_millis(u64::try_from(later.saturating_sub(now)).unwrap_or(0))
    };
    let wall = wall.map(|at| until(at, ms(now.wall)));
    let undo = undo.map(|at| until(at, mono_ms(now.mono)));
    Ok([wall, undo].into_iter().flatten().min())
}
