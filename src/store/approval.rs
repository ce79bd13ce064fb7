//! Questions about the work: a line with a price that the customer is asked about, and the answer.

use super::codec::ms;
use super::lines::{self, NewLine};
use super::outbox::{self, Queued};
use super::{Deed, Store, StoreError, Thing, jobs, question, tasks, verdict};
use crate::domain::gate::{Refusal, Verdict};
use crate::domain::job::{JobState, LineStanding};
use crate::domain::route::Question;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The text is in the outbox.
    Text {
        /// The text.
        text: i64,
    },
    /// No text may go: the customer is on the call list.
    Call {
        /// Why. None: the job has no number to text.
        why: Option<Refusal>,
    },
}

/// A question that waits for its answer.
pub(super) struct Open {
    job: i64,
    seq: i64,
    pub question: Question,
}

impl Store {
    /// Asks whether a line of work is wanted: the line waits for the answer, and the text goes, or
    /// the customer is put on the call list where it may not. No answer until `answer_by` is a call.
    ///
    /// # Errors
    /// [`StoreError::QuestionOpen`] when this number has not answered an earlier question; or the
    /// job is done.
    pub async fn ask_approval(
        &self,
        job: i64,
        line: NewLine,
        text: Option<Queued>,
        answer_by: DateTime<Utc>,
        by: String,
        now: Now,
    ) -> Result<Asked, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let found = jobs::job(tx, job)?;
            if !TextKind::Approval.fits(found.state) {
                return Err(StoreError::Transition {
                    from: found.state,
                    to: JobState::InBay,
                });
            }
            if let Some(contact) = found.contact
                && let Some(job) = unanswered(tx, contact)?
            {
                return Err(StoreError::QuestionOpen { job });
            }
            let why = match &text {
                None => Some(None),
                Some(text) => match verdict::foresee(tx, &shared, text, now)? {
                    Verdict::Refuse(why) => Some(Some(why)),
                    _ => None,
                },
            };
            let asked = match (&text, why) {
                (Some(text), None) => {
                    let id = outbox::put(tx, &shared.run, text, now)?;
                    let seq = lines::add(tx, job, &line, LineStanding::Asked, Some(id))?;
                    due(tx, job, seq, answer_by)?;
                    Asked::Text { text: id }
                }
                (_, why) => {
                    lines::add(tx, job, &line, LineStanding::Asked, None)?;
                    let words = Why::Ask.with(&line.words);
                    tasks::call(tx, found.contact, Some(job), None, &words, now)?;
                    Asked::Call { why: why.flatten() }
                }
            };
            Deed::AskedFor { job }.note(tx, &by, now)?;
            Ok(asked)
        })
        .await
    }

    /// Staff note what the customer said to a question.
    ///
    /// # Errors
    /// When there is no such open question.
    pub async fn note_answer(
        &self,
        job: i64,
        seq: i64,
        yes: bool,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let open = tx
                .prepare_cached(
                    "SELECT 1 FROM job_line WHERE job_id = ?1 AND seq = ?2 AND standing = 'asked'",
                )?
                .exists([job, seq])?;
            if !open {
                return Err(StoreError::Missing(Thing::OpenQuestion));
            }
            // A question that has not left would only confuse now.
            outbox::cancel_for_job(tx, job, Why::Answered.as_str(), now, |kind| {
                kind == TextKind::Approval
            })?;
            settle(tx, job, seq, yes, None, &by, now)?;
            Deed::Answered {
                job,
                line: seq,
                yes,
            }
            .note(tx, &by, now)
        })
        .await
    }

    /// Whoever has not answered in time is to be called.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn call_unanswered(&self, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            if !now.trusted {
                return Ok(());
            }
            type Due = (i64, i64, String, Option<i64>, Option<i64>);
            let due: Vec<Due> = tx
                .prepare_cached(
                    "SELECT job_id, seq, words, outbox_id,
                         (SELECT contact_id FROM job WHERE id = job_id)
                     FROM job_line WHERE answer_by IS NOT NULL AND answer_by <= ?1",
                )?
                .query_map([ms(now.wall)], |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                    ))
                })?
                .collect::<Result<_, _>>()?;
            for (job, seq, words, text, contact) in due {
                tx.prepare_cached(
                    "UPDATE job_line SET answer_by = NULL WHERE job_id = ?1 AND seq = ?2",
                )?
                .execute([job, seq])?;
                let state = jobs::job(tx, job)?.state;
                if TextKind::Approval.fits(state) {
                    let why = Why::NoAnswer.with(&words);
                    tasks::call(tx, contact, Some(job), text, &why, now)?;
                }
            }
            Ok(())
        })
        .await
    }
}

fn due(tx: &Transaction<'_>, job: i64, seq: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE job_line SET answer_by = ?3 WHERE job_id = ?1 AND seq = ?2")?
        .execute(params![job, seq, ms(at)])?;
    Ok(())
}

/// The job of a question to this number that may still be answered by a text.
fn unanswered(tx: &Transaction<'_>, contact: i64) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .prepare_cached(
            "SELECT job_line.job_id FROM job JOIN job_line ON job_line.job_id = job.id
                 JOIN outbox ON outbox.id = job_line.outbox_id
             WHERE job.contact_id = ?1 AND standing = 'asked'
                 AND job.state IN ('booked', 'waiting', 'in_bay')
                 AND outbox.state NOT IN ('failed', 'refused', 'expired', 'cancelled') LIMIT 1",
        )?
        .query_row([contact], |row| row.get(0))
        .optional()?)
}

/// The newest question to this number that has left and has no answer.
pub(super) fn open_question(
    tx: &Transaction<'_>,
    contact: i64,
) -> Result<Option<Open>, StoreError> {
    let found = tx
        .prepare_cached(
            &format!(
                "SELECT job_line.job_id AS job_id, seq, {}
                 FROM outbox JOIN job_line ON job_line.job_id = outbox.job_id AND job_line.outbox_id = outbox.id
                 WHERE outbox.contact_id = ?1 AND kind = 'approval' AND standing = 'asked' AND {}
                 ORDER BY outbox.id DESC LIMIT 1",
                question::COLUMNS,
                outbox::HAS_LEFT,
            ),
        )?
        .query_row([contact], |row| {
            Ok(Open {
                job: row.get("job_id")?,
                seq: row.get("seq")?,
                question: question::question(row)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// The customer's text answers the open question; the text itself is kept with the line.
pub(super) fn answered_by_text(
    tx: &Transaction<'_>,
    contact: i64,
    inbox: i64,
    yes: bool,
    now: Now,
) -> Result<(), StoreError> {
    match open_question(tx, contact)? {
        Some(open) => settle(tx, open.job, open.seq, yes, Some(inbox), "", now),
        None => Ok(()),
    }
}

fn settle(
    tx: &Transaction<'_>,
    job: i64,
    seq: i64,
    yes: bool,
    inbox: Option<i64>,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let standing = if yes {
        LineStanding::Agreed
    } else {
        LineStanding::Declined
    };
    tx.prepare_cached(
        "UPDATE job_line SET standing = ?3, inbox_id = ?4, answer_by = NULL, answered_at = ?5, answered_by = ?6
         WHERE job_id = ?1 AND seq = ?2",
    )?
    .execute(params![job, seq, standing.as_str(), inbox, ms(now.wall), by])?;
    lines::summarize(tx, job)?;
    tx.prepare_cached(
        "UPDATE task SET closed_at = ?2, closed_by = ?3, outcome = ?4
         WHERE job_id = ?1 AND kind = 'call' AND closed_at IS NULL
             AND (why LIKE 'ask:%' OR why LIKE 'no\\_reply:%' ESCAPE '\\'
                 OR outbox_id = (SELECT outbox_id FROM job_line WHERE job_id = ?1 AND seq = ?5))",
    )?
    .execute(params![job, ms(now.wall), by, Why::Answered.as_str(), seq])?;
    Ok(())
}
