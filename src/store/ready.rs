//! Announcing a job ready, and taking that back: the job, its text and the call list change together
//! or not at all.

use super::codec;
use super::jobs::{Job, free, job, move_job};
use super::outbox::{self, Queued};
use super::{Deed, Store, StoreError, people, tasks, verdict};
use crate::domain::gate::{Hold, Refusal, Verdict};
use crate::domain::job::{JobState, WaitsFor};
use crate::domain::purpose::Purpose;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};
use std::sync::Arc;

/// What announcing a job did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// The text waits out its undo window, then goes.
    Armed {
        /// The job.
        job: i64,
        /// The text.
        text: i64,
    },
    /// The text waits for more than that, until then if a time is known.
    Waits {
        /// The job.
        job: i64,
        /// Until when.
        until: Option<DateTime<Utc>>,
        /// For what.
        why: Hold,
    },
    /// No text may go: the customer is on the call list.
    Call {
        /// The job.
        job: i64,
        /// Why.
        why: Refusal,
    },
    /// There is no job in this bay.
    NoJob,
    /// The job was announced already.
    Already {
        /// The job.
        job: i64,
    },
}

/// A "ready" in its undo window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Armed {
    /// The bay that the job was announced from.
    pub bay: i64,
    /// The text.
    pub text: i64,
    /// When the window ends, on the monotonic clock of this run.
    pub until: std::time::Duration,
}

impl Store {
    /// The announced jobs whose text can still be taken back.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn armed(&self, now: Now) -> Result<Vec<Armed>, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            // The index of the queue counts only where its own words are said; and by itself SQLite
            // would go through all that was ever about a job. The priority leaves the rest of a long
            // queue aside.
            let mut statement = tx.prepare_cached(
                "SELECT bay_id, outbox.id, undo_until FROM outbox INDEXED BY outbox_queue
                 JOIN job ON job.id = outbox.job_id
                 WHERE outbox.state IN ('queued', 'sending') AND outbox.state = 'queued' AND kind = 'ready'
                     AND priority = ?3 AND undo_run = ?1 AND undo_until > ?2 AND bay_id IS NOT NULL",
            )?;
            let service = Purpose::Service.priority();
            let asked = params![run, codec::mono_ms(now.mono), service];
            let rows = statement.query_map(asked, |row| {
                let until: i64 = row.get("undo_until")?;
                Ok(Armed {
                    bay: row.get("bay_id")?,
                    text: row.get("id")?,
                    until: std::time::Duration::from_millis(until.unsigned_abs()),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Announces a job ready with `text`, in one transaction: the job's state, the text with its
    /// undo window, and, where no text may go, the call list. Announcing it twice does nothing.
    ///
    /// # Errors
    /// When the job can't become ready, or the database can't be written.
    pub async fn announce(
        &self,
        id: i64,
        text: Option<Queued>,
        by: String,
        now: Now,
    ) -> Result<Ready, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let found = job(tx, id)?;
            if found.state == JobState::Ready {
                return Ok(Ready::Already { job: id });
            }
            move_job(tx, id, JobState::Ready, found.bay, WaitsFor::Turn, now)?;
            Deed::Announced { job: id }.note(tx, &by, now)?;
            let Some(text) = text else {
                let words = why_untexted(tx, &found)?;
                tasks::call(tx, found.contact, Some(id), None, &words, now)?;
                return Ok(Ready::Call {
                    job: id,
                    why: Refusal::CallOnly,
                });
            };
            match verdict::foresee(tx, &shared, &text, now)? {
                Verdict::Refuse(why) => {
                    let words = Why::Ready.with(why.as_str());
                    tasks::call(tx, Some(text.contact), Some(id), None, &words, now)?;
                    Ok(Ready::Call { job: id, why })
                }
                Verdict::Hold(until, why) if why != Hold::NotYet => {
                    let waiting = outbox::put(tx, &shared.run, &text, now)?;
                    if let Some(words) = why.call_at_once() {
                        let words = words.as_str();
                        tasks::call(tx, Some(text.contact), Some(id), Some(waiting), words, now)?;
                    } else if until.is_some() {
                        let words = Why::ReadyQuiet.as_str();
                        tasks::call(tx, Some(text.contact), Some(id), Some(waiting), words, now)?;
                    }
                    Ok(Ready::Waits {
                        job: id,
                        until,
                        why,
                    })
                }
                _ => Ok(Ready::Armed {
                    job: id,
                    text: outbox::put(tx, &shared.run, &text, now)?,
                }),
            }
        })
        .await
    }

    /// Takes an announcement back while its text has not begun to leave: the job goes back where it
    /// was.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when the text has begun to leave, or the job has gone on.
    pub async fn take_back(&self, id: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let found = job(tx, id)?;
            if found.state != JobState::Ready {
                return Err(StoreError::TooLate);
            }
            let gone: bool = tx.query_row(
                "SELECT EXISTS (SELECT 1 FROM outbox JOIN part ON part.outbox_id = outbox.id
                     JOIN job ON job.id = outbox.job_id
                     WHERE outbox.job_id = ?1 AND kind = 'ready' AND outbox.created_at >= job.ready_at
                         AND part.state <> 'waiting')",
                [id],
                |row| row.get(0),
            )?;
            if gone {
                return Err(StoreError::TooLate);
            }
            back_to_bay(tx, &found, now)?;
            tasks::close_calls(tx, id, &by, Why::TakenBack.as_str(), now)?;
            Deed::TookBack { job: id }.note(tx, &by, now)
        })
        .await
    }

    /// A job that was announced is not ready after all: it goes back to its bay, or waits when the
    /// bay is taken. Returns whether the customer may have been told, so that a correction is due.
    ///
    /// # Errors
    /// When the job is not ready.
    pub async fn not_ready_after_all(
        &self,
        id: i64,
        by: String,
        now: Now,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let found = job(tx, id)?;
            if found.state != JobState::Ready {
                return Err(StoreError::Transition { from: found.state, to: JobState::InBay });
            }
            let told: bool = tx.query_row(
                "SELECT EXISTS (SELECT 1 FROM outbox WHERE job_id = ?1 AND kind = 'ready'
                     AND state IN ('sending', 'sent', 'delivered', 'undelivered', 'unsure', 'cut_short'))",
                [id],
                |row| row.get(0),
            )?;
            back_to_bay(tx, &found, now)?;
            tasks::close_calls(tx, id, &by, Why::NotReady.as_str(), now)?;
            Deed::NotReadyAfterAll { job: id }.note(tx, &by, now)?;
            Ok(told)
        })
        .await
    }
}

fn back_to_bay(tx: &Transaction<'_>, found: &Job, now: Now) -> Result<(), StoreError> {
    let bay = found.bay.filter(|bay| free(tx, *bay).is_ok());
    let state = if bay.is_some() {
        JobState::InBay
    } else {
        JobState::Waiting
    };
    move_job(tx, found.id, state, bay, WaitsFor::Turn, now)
}

/// Why nothing is texted about a job that is ready, whatever is agreed to.
fn why_untexted(tx: &Transaction<'_>, job: &Job) -> Result<String, StoreError> {
    if job.tell.by_email() && !job.tell.by_text() {
        return Ok(Why::ReadyByEmail.as_str().to_owned());
    }
    Ok(match job.contact {
        None => Why::ReadyNoNumber.as_str().to_owned(),
        Some(contact) if !people::contact(tx, contact)?.can_be_texted => {
            Why::Ready.with(Refusal::CallOnly.as_str())
        }
        Some(_) => Why::ReadyNoTexts.as_str().to_owned(),
    })
}
