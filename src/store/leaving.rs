//! Jobs that leave the board and come back, and what is said of them at closing.

use super::codec::{self, ms};
use super::{Deed, Store, StoreError, Thing, jobs, tasks};
use crate::domain::job::{JobState, WaitsFor};
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// A job that has left the board, and can be brought back as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its number.
    pub job: i64,
    /// The customer's name.
    pub name: String,
    /// Picked up, or cancelled.
    pub state: JobState,
    /// When.
    pub at: DateTime<Utc>,
}

/// For so long a job that was picked up or cancelled can be brought back as it was: a sweep at closing
/// takes its time, and what was said first can be wrong too.
const BROUGHT_BACK_WITHIN: TimeDelta = TimeDelta::hours(1);
/// Who left lately is looked for among so many of the newest jobs.
const LOOKED_THROUGH: i64 = 1_000;
/// So many of them are shown.
const GONE_SHOWN: usize = 20;

impl Store {
    /// A job that has just left the board. None: it is there, or left it long ago.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn gone(&self, job: i64, now: Now) -> Result<Option<Gone>, StoreError> {
        self.read(move |tx| gone(tx, job, now)).await
    }

    /// Those that left the board lately, the last first: each can still be brought back.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn just_gone(&self, now: Now) -> Result<Vec<Gone>, StoreError> {
        self.read(move |tx| {
            let since = now.wall - BROUGHT_BACK_WITHIN;
            let mut found = tx
                .prepare_cached(&format!(
                    "{GONE} AND job.id > (SELECT coalesce(max(id), 0) FROM job) - ?2"
                ))?
                .query_map(params![ms(since), LOOKED_THROUGH], read_gone)?
                .collect::<Result<Vec<_>, _>>()?;
            found.sort_by_key(|gone| std::cmp::Reverse((gone.at, gone.job)));
            found.truncate(GONE_SHOWN);
            Ok(found)
        })
        .await
    }

    /// Brings a job back to where it stood before it was picked up or cancelled, with the texts and
    /// the calls that ended with that. What has left stays as it is.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when that is long ago; or another job is in its bay.
    pub async fn bring_back(&self, job: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let left = gone(tx, job, now)?.ok_or(StoreError::TooLate)?;
            let (state, waits, bay, ready_at) = tx
                .prepare_cached("SELECT was_state, was_waits, was_bay, ready_at FROM job WHERE id = ?1")?
                .query_row([job], |row| {
                    Ok((
                        codec::job_state(row, "was_state")?,
                        codec::waits_for(row, "was_waits")?,
                        row.get::<_, Option<i64>>("was_bay")?,
                        row.get::<_, Option<i64>>("ready_at")?,
                    ))
                })?;
            jobs::move_job(tx, job, state, bay, waits, now)?;
            tx.prepare_cached("UPDATE job SET ready_at = ?2, bay_id = ?3 WHERE id = ?1")?
                .execute(params![job, ready_at, bay])?;
            let at = ms(left.at);
            // The gate is asked again before any of them goes.
            tx.prepare_cached(
                "UPDATE outbox SET state = 'queued', reason = '', settled_at = NULL
                 WHERE job_id = ?1 AND state = 'cancelled' AND settled_at = ?2 AND reason = ?3
                     AND kind NOT IN ('feedback', 'offer')
                     AND send_before > ?4 AND NOT EXISTS (SELECT 1 FROM part WHERE outbox_id = outbox.id)",
            )?
            .execute(params![job, at, Why::MovedOn.as_str(), ms(now.wall)])?;
            tx.prepare_cached(
                "UPDATE task SET closed_at = NULL, closed_by = '', outcome = ''
                 WHERE job_id = ?1 AND kind = 'call' AND closed_at = ?2 AND outcome = ?3",
            )?
            .execute(params![job, at, left.state.as_str()])?;
            Deed::BroughtBack { job }.note(tx, &by, now)
        })
        .await
    }

    /// A vehicle stays over night where it is; one that waits, waits until tomorrow.
    ///
    /// # Errors
    /// When there is no such open job.
    pub async fn stays(&self, job: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            open(tx, job)?;
            tx.prepare_cached(
                "UPDATE job SET stays_from = ?2, changed_at = ?2,
                     waits_for = CASE WHEN state = 'waiting' AND waits_for = '' THEN ?3 ELSE waits_for END
                 WHERE id = ?1",
            )?
            .execute(params![job, ms(now.wall), WaitsFor::Tomorrow.as_str()])?;
            Deed::StaysOvernight { job }.note(tx, &by, now)
        })
        .await
    }

    /// Puts the customer of a job that is still here at closing on the call list.
    ///
    /// # Errors
    /// When there is no such open job.
    pub async fn call_at_closing(&self, job: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let contact = open(tx, job)?;
            tasks::call(tx, contact, Some(job), None, Why::StillHere.as_str(), now)?;
            Deed::ToCallAtClosing { job }.note(tx, &by, now)
        })
        .await
    }

    /// Takes back what was said of a vehicle at closing: it may be asked about again. A call that it
    /// was put on the list for is made by nobody.
    ///
    /// # Errors
    /// When there is no such open job.
    pub async fn unsay(&self, job: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            open(tx, job)?;
            tx.prepare_cached(
                "UPDATE job SET stays_from = NULL, changed_at = ?2,
                     waits_for = CASE WHEN stays_from IS NOT NULL AND waits_for = ?3 THEN '' ELSE waits_for END
                 WHERE id = ?1",
            )?
            .execute(params![job, ms(now.wall), WaitsFor::Tomorrow.as_str()])?;
            tx.prepare_cached(
                "DELETE FROM task WHERE job_id = ?1 AND kind = 'call' AND closed_at IS NULL AND why = ?2",
            )?
            .execute(params![job, Why::StillHere.as_str()])?;
            Deed::UnsaidAtClosing { job }.note(tx, &by, now)
        })
        .await
    }
}

/// The contact point of an open job.
fn open(tx: &Transaction<'_>, job: i64) -> Result<Option<i64>, StoreError> {
    let found = jobs::job(tx, job)?;
    if found.state.is_open() {
        Ok(found.contact)
    } else {
        Err(StoreError::Missing(Thing::OpenJob))
    }
}

/// What has left since a time and was on the board before.
const GONE: &str =
    "SELECT job.id, name, state, changed_at FROM job JOIN customer ON customer.id = customer_id
     WHERE state IN ('picked_up', 'cancelled')
         AND was_state IN ('booked', 'waiting', 'in_bay', 'ready') AND changed_at > ?1";

fn gone(tx: &Transaction<'_>, job: i64, now: Now) -> Result<Option<Gone>, StoreError> {
    let since = now.wall - BROUGHT_BACK_WITHIN;
    let found = tx
        .prepare_cached(&format!("{GONE} AND job.id = ?2"))?
        .query_row(params![ms(since), job], read_gone)
        .optional()?;
    Ok(found)
}

fn read_gone(row: &Row<'_>) -> rusqlite::Result<Gone> {
    Ok(Gone {
        job: row.get("id")?,
        name: row.get("name")?,
        state: codec::job_state(row, "state")?,
        at: codec::at(row, "changed_at")?,
    })
}
