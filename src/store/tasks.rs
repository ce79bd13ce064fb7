//! What a person must do. The call list is the tasks whose kind is `call`.

use super::codec::ms;
use super::{Deed, Store, StoreError, Thing};
use crate::domain::consent::names;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

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
    /// call open and notes the try. A customer who was reached needs no queued text about that job.
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
        self.write(move |tx| {
            let keep_open = outcome == "no_answer";
            let changed = tx
                .prepare_cached(
                    "UPDATE task SET outcome = ?2, closed_by = ?3,
                         closed_at = CASE ?4 WHEN 1 THEN NULL ELSE ?5 END
                     WHERE id = ?1 AND closed_at IS NULL",
                )?
                .execute(params![task, outcome, who, keep_open, ms(now.wall)])?;
            if changed == 0 {
                return Err(StoreError::Missing(Thing::OpenTask));
            }
            let job: Option<i64> = tx.query_row(
                "SELECT CASE kind WHEN 'call' THEN job_id END FROM task WHERE id = ?1",
                [task],
                |row| row.get(0),
            )?;
            if let (Some(job), false) = (job, keep_open) {
                super::outbox::cancel_for_job(tx, job, Why::WasCalled.as_str(), now, |_| true)?;
            }
            Deed::DidTask { task, outcome }.note(tx, &who, now)
        })
        .await
    }
}
