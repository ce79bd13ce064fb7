//! What somebody did with one tap, and can take back for a moment.
//!
//! A tap counts at once. How to put back what was before lies in memory, for whoever tapped and for half a
//! minute; a restart takes nothing back. Each place that does something knows how it is undone, and keeps
//! that here in the same transaction. Where something else came in between it is too late.

use super::access::{Shared, locked};
use super::codec::ms;
use super::outbox::Waiting;
use super::{Decision, Deed, Store, StoreError, Unsure};
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tapped", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the fields say what they are")]
pub enum Tapped {
    /// A call was made, or a task done.
    Task { task: i64, outcome: String },
    /// A conversation is done with.
    Conversation { contact: i64 },
    /// What an unclear text means.
    Decided { inbox: i64, decision: Decision },
    /// A waiting text was called off.
    CalledOff { text: i64 },
    /// What became of a text that may not have gone.
    Settled { text: i64, decision: Unsure },
    /// A program's token is good for nothing.
    Revoked { token: i64 },
    /// No screen takes a PIN.
    ForgotScreens,
    /// A bay is no more.
    RemovedBay { bay: i64 },
}

/// Something that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tap {
    /// Its number, for as long as it lasts.
    pub id: i64,
    /// What was done.
    pub what: Tapped,
    /// Whom or what it was done to, by name; empty where there is none.
    pub whom: String,
    /// For how long it can be taken back.
    pub left: Duration,
}

/// Puts back what was before.
type Back = Arc<dyn Fn(&Transaction<'_>, Now) -> Result<(), StoreError> + Send + Sync>;

/// The taps of this run that can be taken back, the oldest first.
#[derive(Default)]
pub(super) struct Taps(Mutex<Vec<Kept>>);

struct Kept {
    id: i64,
    by: String,
    what: Tapped,
    whom: String,
    until: Duration,
    back: Back,
}

/// A tap can be taken back for so long.
const UNDO: Duration = Duration::from_secs(30);

impl Taps {
    /// Keeps how to take back what `by` does now.
    pub fn keep(
        &self,
        by: &str,
        what: Tapped,
        whom: String,
        now: Now,
        back: impl Fn(&Transaction<'_>, Now) -> Result<(), StoreError> + Send + Sync + 'static,
    ) {
        let mut taps = locked(&self.0);
        taps.retain(|tap| tap.until > now.mono);
        // A page of another run must not name one of these.
        let next = taps.last().map_or(0, |tap| tap.id + 1);
        taps.push(Kept {
            id: next.max(ms(now.wall)),
            by: by.to_owned(),
            what,
            whom,
            until: now.mono + UNDO,
            back: Arc::new(back),
        });
    }
}

impl Store {
    /// What somebody can still take back, the newest first.
    pub fn taps(&self, by: &str, now: Now) -> Vec<Tap> {
        let taps = locked(&self.shared.taps.0);
        let theirs = taps.iter().rev().filter(|tap| tap.by == by);
        let tap = |tap: &Kept| {
            Some(Tap {
                id: tap.id,
                what: tap.what.clone(),
                whom: tap.whom.clone(),
                left: tap
                    .until
                    .checked_sub(now.mono)
                    .filter(|left| !left.is_zero())?,
            })
        };
        theirs.filter_map(tap).collect()
    }

    /// Takes back what that person did a moment ago.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when the time is over, or something else came in between.
    pub async fn take_tap_back(&self, tap: i64, by: String, now: Now) -> Result<(), StoreError> {
        let found = {
            let taps = locked(&self.shared.taps.0);
            let found = taps
                .iter()
                .find(|kept| kept.id == tap && kept.by == by && kept.until > now.mono);
            found.map(|kept| (Arc::clone(&kept.back), kept.what.clone()))
        };
        let (back, what) = found.ok_or(StoreError::TooLate)?;
        self.write(move |tx| {
            back(tx, now)?;
            Deed::TookTapBack { what }.note(tx, &by, now)
        })
        .await?;
        locked(&self.shared.taps.0).retain(|kept| kept.id != tap);
        Ok(())
    }
}

/// Keeps a tap about a customer, whose name the page then says.
pub(super) fn keep_about(
    tx: &Transaction<'_>,
    shared: &Shared,
    (contact, job): (Option<i64>, Option<i64>),
    (by, what, now): (&str, Tapped, Now),
    back: impl Fn(&Transaction<'_>, Now) -> Result<(), StoreError> + Send + Sync + 'static,
) -> Result<(), StoreError> {
    let whom = tx
        .prepare_cached(
            "SELECT coalesce(
                 (SELECT name FROM job JOIN customer ON customer.id = job.customer_id WHERE job.id = ?2),
                 (SELECT max(name) FROM customer_contact JOIN customer ON customer.id = customer_id
                  WHERE customer_contact.contact_id = ?1), '')",
        )?
        .query_row([contact, job], |row| row.get(0))?;
    shared.taps.keep(by, what, whom, now, back);
    Ok(())
}

/// Texts that a tap is about to call off, and what must not change if they shall come back.
pub(super) struct CalledOff {
    texts: Vec<i64>,
    /// Their job and when it had last changed; none where they are about no job.
    job: Option<(i64, i64)>,
    /// The newest of all texts.
    newest: i64,
}

impl CalledOff {
    /// Those of them that have not begun to leave.
    pub fn of(
        tx: &Transaction<'_>,
        texts: &[Waiting],
        job: Option<i64>,
    ) -> Result<Self, StoreError> {
        let whole = texts.iter().filter(|text| !text.begun && !text.in_flight);
        Ok(Self {
            texts: whole.map(|text| text.id).collect(),
            job: match job {
                Some(job) => Some((job, changed_at(tx, job)?)),
                None => None,
            },
            newest: tx.query_row("SELECT coalesce(max(id), 0) FROM outbox", [], |row| {
                row.get(0)
            })?,
        })
    }

    /// Puts them in line again, unless they are too old, or their job has moved on or has a newer text. The
    /// gate is asked again before any of them goes.
    pub fn put_back(&self, tx: &Transaction<'_>, now: Now) -> Result<usize, StoreError> {
        if let Some((job, changed)) = self.job {
            let newer = tx
                .prepare_cached("SELECT 1 FROM outbox WHERE job_id = ?1 AND id > ?2")?
                .exists([job, self.newest])?;
            if newer || changed_at(tx, job)? != changed {
                return Ok(0);
            }
        }
        let mut back = 0;
        for text in &self.texts {
            back += tx
                .prepare_cached(
                    "UPDATE outbox SET state = 'queued', reason = '', settled_at = NULL
                     WHERE id = ?1 AND state = 'cancelled' AND send_before > ?2",
                )?
                .execute(params![text, ms(now.wall)])?;
        }
        Ok(back)
    }
}

fn changed_at(tx: &Transaction<'_>, job: i64) -> Result<i64, StoreError> {
    let at = tx
        .prepare_cached("SELECT changed_at FROM job WHERE id = ?1")?
        .query_row([job], |row| row.get(0))
        .optional()?;
    Ok(at.unwrap_or(0))
}

/// Too late, unless one row was changed.
pub(super) fn in_time(changed: usize) -> Result<(), StoreError> {
    match changed {
        0 => Err(StoreError::TooLate),
        _ => Ok(()),
    }
}
