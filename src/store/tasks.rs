//! What a person must do. The call list is the tasks whose kind is `call`.

use super::codec::ms;
use super::taps::{self, CalledOff, Tapped};
use super::{Deed, Store, StoreError, Thing, outbox};
use crate::domain::consent::names;
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;

/// What has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// Phone the customer: a text may not, or could not, go.
    Call,
    /// Decide what an unclear text means.
    Decide,
    /// "CANCEL": ask by phone whether the visit was meant.
    CheckAppointment,
    /// The number belongs to somebody else.
    WrongNumber,
    /// An opt-out whose sender could not be told for sure.
    UnmatchedOptOut,
    /// A visit or an order is to be changed.
    ChangeRequest,
    /// The customer has another number.
    NumberChanged,
    /// The codes of the day look as if somebody makes the shop pay for texts.
    CodeAlarm,
    /// A sheet was signed, and its photo or scan is not here yet.
    ScanMissing,
    /// A customer was not pleased with the work.
    LowScore,
    /// Someone called the line, and nobody can answer there: call back.
    MissedCall,
}

names!(TaskKind {
    Call = "call", Decide = "decide", CheckAppointment = "check_appointment",
    WrongNumber = "wrong_number", UnmatchedOptOut = "unmatched_opt_out",
    ChangeRequest = "change_request", NumberChanged = "number_changed",
    CodeAlarm = "code_alarm",
    ScanMissing = "scan_missing", LowScore = "low_score", MissedCall = "missed_call",
});

/// A task that is to be opened.
#[derive(Debug, Clone)]
pub(super) struct NewTask {
    pub kind: TaskKind,
    pub contact: Option<i64>,
    pub job: Option<i64>,
    pub outbox: Option<i64>,
    pub inbox: Option<i64>,
    pub why: String,
    pub urgent: bool,
    pub due_at: Option<DateTime<Utc>>,
}

/// Opens a task, unless the same is open already: one call a job, one task a text, one missed call a
/// caller, whom the reason names where no contact point does.
pub(super) fn open(tx: &Transaction<'_>, task: &NewTask, now: Now) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO task (kind, contact_id, job_id, outbox_id, inbox_id, why, urgent, opened_at, due_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
         WHERE NOT EXISTS (SELECT 1 FROM task WHERE closed_at IS NULL AND kind = ?1
             AND contact_id IS ?2 AND job_id IS ?3 AND inbox_id IS ?5
             AND (kind <> 'missed_call' OR contact_id IS NOT NULL OR why = ?6))",
    )?
    .execute(params![
        task.kind.as_str(),
        task.contact,
        task.job,
        task.outbox,
        task.inbox,
        task.why,
        task.urgent,
        ms(now.wall),
        task.due_at.map(ms)
    ])?;
    Ok(())
}

/// Puts a customer on the call list.
pub(super) fn call(
    tx: &Transaction<'_>,
    contact: Option<i64>,
    job: Option<i64>,
    outbox: Option<i64>,
    why: &str,
    now: Now,
) -> Result<(), StoreError> {
    let task = NewTask {
        kind: TaskKind::Call,
        contact,
        job,
        outbox,
        inbox: None,
        why: why.to_owned(),
        urgent: false,
        due_at: None,
    };
    open(tx, &task, now)
}

/// Closes the open calls of a job: what they were about has changed.
pub(super) fn close_calls(
    tx: &Transaction<'_>,
    job: i64,
    who: &str,
    outcome: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE task SET closed_at = ?2, closed_by = ?3, outcome = ?4
         WHERE job_id = ?1 AND kind = 'call' AND closed_at IS NULL",
    )?
    .execute(params![job, ms(now.wall), who, outcome])?;
    Ok(())
}

/// Nobody looks for another number any more: the last open job with this one has another.
pub(super) fn number_replaced(
    tx: &Transaction<'_>,
    contact: i64,
    who: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE task SET closed_at = ?2, closed_by = ?3, outcome = 'done'
         WHERE contact_id = ?1 AND kind IN ('wrong_number', 'number_changed') AND closed_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM job WHERE job.contact_id = ?1
                 AND job.state IN ('booked', 'waiting', 'in_bay', 'ready'))",
    )?
    .execute(params![contact, ms(now.wall), who])?;
    Ok(())
}

impl Store {
    /// Puts the customer of a job on the call list.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn call(
        &self,
        contact: Option<i64>,
        job: i64,
        why: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| call(tx, contact, Some(job), None, &why, now))
            .await
    }

    /// A person did it: called, left a voicemail, or dealt with it otherwise. "No answer" keeps a
    /// call open and notes the try. A customer who was reached needs no queued text about that job. It can be
    /// taken back for a moment, with those texts.
    ///
    /// # Errors
    /// When there is no such open task.
    pub async fn close_task(
        &self,
        task: i64,
        outcome: String,
        who: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let was = Was::of(tx, task)?;
            let closed_at = (outcome != "no_answer").then(|| ms(now.wall));
            tx.prepare_cached(
                "UPDATE task SET closed_at = ?2, closed_by = ?3, outcome = ?4 WHERE id = ?1",
            )?
            .execute(params![task, closed_at, who, outcome])?;
            let texts = match (was.job, was.is_call && closed_at.is_some()) {
                (Some(job), true) => outbox::waiting(tx, "job_id = ?1", job)?,
                _ => Vec::new(),
            };
            let called_off = CalledOff::of(tx, &texts, was.job)?;
            for text in &texts {
                let why = Why::WasCalled.as_str();
                outbox::drop_rest(tx, text, TextState::Cancelled, why, now)?;
            }
            let whose = (was.contact, was.job);
            let what = Tapped::Task {
                task,
                outcome: outcome.clone(),
            };
            let (by, how) = (who.clone(), outcome.clone());
            taps::keep_about(tx, &shared, whose, (&who, what, now), move |tx, now| {
                let changed = tx
                    .prepare_cached(
                        "UPDATE task SET closed_at = NULL, closed_by = ?2, outcome = ?3
                         WHERE id = ?1 AND closed_at IS ?4 AND closed_by = ?5 AND outcome = ?6",
                    )?
                    .execute(params![task, was.by, was.outcome, closed_at, by, how])?;
                taps::in_time(changed)?;
                called_off.put_back(tx, now).map(drop)
            })?;
            Deed::DidTask { task, outcome }.note(tx, &who, now)
        })
        .await
    }
}

/// An open task, as it was before somebody did it.
struct Was {
    contact: Option<i64>,
    job: Option<i64>,
    is_call: bool,
    by: String,
    outcome: String,
}

impl Was {
    fn of(tx: &Transaction<'_>, task: i64) -> Result<Self, StoreError> {
        tx.prepare_cached(
            "SELECT contact_id, job_id, kind = 'call' AS is_call, closed_by, outcome
             FROM task WHERE id = ?1 AND closed_at IS NULL",
        )?
        .query_row([task], |row| {
            Ok(Self {
                contact: row.get("contact_id")?,
                job: row.get("job_id")?,
                is_call: row.get("is_call")?,
                by: row.get("closed_by")?,
                outcome: row.get("outcome")?,
            })
        })
        .optional()?
        .ok_or(StoreError::Missing(Thing::OpenTask))
    }
}
