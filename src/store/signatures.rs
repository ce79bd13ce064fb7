//! Signatures: opened, answered, and what follows in the ledger, each in one transaction.
//!
//! A signing remembers the ledger's last row of when it was opened. Its signature lifts a revocation
//! only where that is older: a sheet that was printed before the STOP, or a screen that was handed
//! over before it, can't bring anything back (promise 8 of the house).

use super::attachments::{self, Attachment};
use super::codec::{self, ms};
use super::sessions::Lock;
use super::signed::Hand;
use super::staff::digest;
use super::{Confirmation, Deed, Store, StoreError, Terminal, Thing, by, jobs};
use crate::domain::consent::names;
use crate::domain::lang::Lang;
use crate::domain::signature::Signature;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::wording::ConsentLine;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

/// Where something is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// On a screen in the customer's hands.
    Screen,
    /// On a printed sheet.
    Paper,
}

names!(Way { Screen = "screen", Paper = "paper" });

/// How a signing is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// On the screen whose session has this token.
    Screen(String),
    /// On paper, with these lines.
    Paper(Vec<Answer>),
}

/// A line as it was shown, and the answer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The line's name.
    pub line: String,
    /// Which wording, such as `en-1`.
    pub version: String,
    /// The exact words.
    pub words: String,
    /// Whether it was ticked.
    pub yes: bool,
}

/// What a customer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The signing that this answers.
    pub signing: i64,
    /// The language of the lines.
    pub lang: Lang,
    /// Each line that was asked.
    pub lines: Vec<Answer>,
    /// The initials beside the line for offers.
    pub initials: String,
    /// The signature on the screen.
    pub signature: Option<Signature>,
    /// Who took a sheet back; empty for a screen.
    pub taken_by: String,
    /// The screen at which it was answered, or the answers on paper were typed in.
    pub terminal: Option<Terminal>,
    /// The texts that confirm what was agreed to.
    pub confirmations: Vec<(TextKind, Confirmation)>,
}

/// A signing that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub id: i64,
    /// The job.
    pub job: i64,
    /// Where it is signed.
    pub way: Way,
    /// The language of the lines.
    pub lang: Lang,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// The staff member who handed it over.
    pub opened_by: String,
    /// The ledger's last row then.
    pub(super) opened_row: i64,
    /// When it was answered.
    pub done_at: Option<DateTime<Utc>>,
}

/// What is kept of a signing, to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SigningEvidence {
    /// The signing.
    pub opened: Opened,
    /// Who took the sheet back; empty for a screen.
    pub done_by: String,
    /// The lines and the answers.
    pub answers: Vec<Answer>,
    /// The initials beside the line for offers.
    pub initials: String,
    /// The signature on the screen; None for paper, for no signature, and once it was erased.
    pub signature: Option<Signature>,
    /// Photos and scans of the sheet.
    pub attachments: Vec<Attachment>,
}

impl Store {
    /// Opens a signing. On a screen, the session goes into the customer's hands in the same
    /// transaction. Of a sheet of paper, the lines are kept as they are printed: what is signed later
    /// is these words, whatever the shop's wording is by then.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn open_signing(
        &self,
        job: i64,
        opening: Opening,
        lang: Lang,
        by: String,
        now: Now,
    ) -> Result<i64, StoreError> {
        self.write(move |tx| {
            jobs::job(tx, job)?;
            let (way, token, printed) = match opening {
                Opening::Screen(token) => (Way::Screen, Some(token), Vec::new()),
                Opening::Paper(lines) => (Way::Paper, None, lines),
            };
            let printed = serde_json::to_string(&printed)?;
            tx.execute(
                "INSERT INTO signing (job_id, way, lang, opened_at, opened_by, opened_row, answers)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(id), 0) FROM ledger), ?6)",
                params![
                    job,
                    way.as_str(),
                    lang.spoken().code(),
                    ms(now.wall),
                    by,
                    printed
                ],
            )?;
            let id = tx.last_insert_rowid();
            if let Some(token) = token {
                lock(tx, &token, Lock::Signing(job))?;
            }
            Deed::OpenedSigning { job, way }.note(tx, &by, now)?;
            Ok(id)
        })
        .await
    }

    /// The newest signing of a job, of one way.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn newest_signing(&self, job: i64, way: Way) -> Result<Option<Opened>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, job_id, way, lang, opened_at, opened_by, opened_row, done_at FROM signing
                 WHERE job_id = ?1 AND way = ?2 ORDER BY id DESC LIMIT 1",
            )?;
            Ok(statement.query_row(params![job, way.as_str()], opened).optional()?)
        })
        .await
    }

    /// A signing.
    ///
    /// # Errors
    /// When there is none of that number.
    pub async fn signing(&self, id: i64) -> Result<SigningEvidence, StoreError> {
        self.read(move |tx| evidence(tx, id)).await
    }

    /// Every signing of a job that was answered, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn signings(&self, job: i64) -> Result<Vec<SigningEvidence>, StoreError> {
        self.read(move |tx| {
            let ids: Vec<i64> = tx
                .prepare_cached(
                    "SELECT id FROM signing WHERE job_id = ?1 AND done_at IS NOT NULL ORDER BY id DESC",
                )?
                .query_map([job], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            ids.into_iter().map(|id| evidence(tx, id)).collect()
        })
        .await
    }

    /// Keeps what a customer answered, with everything that follows: the ledger's rows, the
    /// confirmations, the job's next step; and locks the screen. Answered once: a repeat changes
    /// nothing.
    ///
    /// Returns the lines that were ticked and not granted, because a STOP came after the signing was
    /// opened.
    ///
    /// # Errors
    /// When there is no such signing.
    pub async fn sign(
        &self,
        mut answers: Answers,
        token: Option<String>,
        now: Now,
    ) -> Result<Vec<ConsentLine>, StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
            if let Some(token) = token {
                lock(tx, &token, Lock::Locked)?;
                answers.terminal = by::terminal(tx, &token)?;
            }
            let opened = find(tx, answers.signing)?;
            if opened.done_at.is_some() {
                return Ok(Vec::new());
            }
            Hand {
                tx,
                run: &run,
                opened: &opened,
                now,
            }
            .take(&answers)
        })
        .await
    }
}

fn lock(tx: &Transaction<'_>, token: &str, lock: Lock) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE session SET locked_for = ?2 WHERE token_hash = ?1",
        params![digest(token), lock.name()],
    )?;
    Ok(())
}

pub(super) fn find(tx: &Transaction<'_>, id: i64) -> Result<Opened, StoreError> {
    tx.prepare_cached(
        "SELECT id, job_id, way, lang, opened_at, opened_by, opened_row, done_at FROM signing WHERE id = ?1",
    )?
    .query_row([id], opened)
    .optional()?
    .ok_or(StoreError::Missing(Thing::Signature))
}

/// Everything that is kept of a signing, in this transaction.
pub(super) fn evidence(tx: &Transaction<'_>, id: i64) -> Result<SigningEvidence, StoreError> {
    let opened = find(tx, id)?;
    let (done_by, answers, initials, strokes) = tx
        .prepare_cached("SELECT done_by, answers, initials, strokes FROM signing WHERE id = ?1")?
        .query_row([id], |row| {
            Ok((
                row.get("done_by")?,
                row.get::<_, String>("answers")?,
                row.get("initials")?,
                row.get::<_, String>("strokes")?,
            ))
        })?;
    Ok(SigningEvidence {
        opened,
        done_by,
        answers: serde_json::from_str(&answers)
            .map_err(|error| StoreError::Damaged(format!("signing {id}: {error}")))?,
        initials,
        signature: Signature::read(&strokes).ok(),
        attachments: attachments::of(tx, id)?,
    })
}

fn opened(row: &Row<'_>) -> rusqlite::Result<Opened> {
    Ok(Opened {
        id: row.get("id")?,
        job: row.get("job_id")?,
        way: codec::named(row, "way", Way::from_name)?,
        lang: codec::lang(row, "lang")?,
        opened_at: codec::at(row, "opened_at")?,
        opened_by: row.get("opened_by")?,
        opened_row: row.get("opened_row")?,
        done_at: codec::maybe_at(row, "done_at")?,
    })
}
