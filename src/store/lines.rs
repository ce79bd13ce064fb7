//! The lines of work of a job, with their prices, and their summary in one line.

use super::codec;
use super::{Deed, Store, StoreError, Thing};
use crate::domain::job::LineStanding;
use crate::domain::receipt::ReceiptLine;
use crate::domain::time::Now;
use rusqlite::{Transaction, params};

/// A line of work that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewLine {
    /// What is to be done.
    pub words: String,
    /// Its price in minor units of the shop's currency; None where it is not known yet.
    pub price: Option<i64>,
}

/// A line of work of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkLine {
    /// Its number in the job; never used twice.
    pub seq: i64,
    /// What is to be done.
    pub words: String,
    /// Its price in minor units of the shop's currency; None where it is not known yet.
    pub price: Option<i64>,
    /// Where it stands between the shop and the customer.
    pub standing: LineStanding,
    /// The text that asked for approval.
    pub outbox: Option<i64>,
    /// The text that answered it.
    pub inbox: Option<i64>,
}

impl Store {
    /// The lines of a job, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn lines(&self, job: i64) -> Result<Vec<WorkLine>, StoreError> {
        self.read(move |tx| of(tx, job)).await
    }

    /// Puts these lines in place of the agreed ones. What the customer was asked stays.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn set_lines(
        &self,
        job: i64,
        lines: Vec<NewLine>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            set(tx, job, &lines)?;
            Deed::Lines { job }.note(tx, &by, now)
        })
        .await
    }
}

impl WorkLine {
    /// Whether staff typed it, and may type it anew. A line that the customer was asked about keeps
    /// the texts that prove it.
    pub fn is_typed(&self) -> bool {
        self.standing == LineStanding::Agreed && self.outbox.is_none()
    }
}

impl From<WorkLine> for ReceiptLine {
    fn from(line: WorkLine) -> Self {
        Self {
            words: line.words,
            price: line.price,
            asked: line.standing == LineStanding::Asked,
        }
    }
}

/// The lines of a job, in order: what was asked about comes last, because the others get new numbers
/// whenever they are typed anew.
pub(super) fn of(tx: &Transaction<'_>, job: i64) -> Result<Vec<WorkLine>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT seq, words, price, standing, outbox_id, inbox_id FROM job_line
         WHERE job_id = ?1 ORDER BY outbox_id IS NOT NULL, seq",
    )?;
    let rows = statement.query_map([job], |row| {
        Ok(WorkLine {
            seq: row.get("seq")?,
            words: row.get("words")?,
            price: row.get("price")?,
            standing: codec::line_standing(row, "standing")?,
            outbox: row.get("outbox_id")?,
            inbox: row.get("inbox_id")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds a line and returns its number. The summary follows.
pub(super) fn add(
    tx: &Transaction<'_>,
    job: i64,
    line: &NewLine,
    standing: LineStanding,
    outbox: Option<i64>,
) -> Result<i64, StoreError> {
    let seq: i64 = tx
        .prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM job_line WHERE job_id = ?1")?
        .query_row([job], |row| row.get(0))?;
    tx.prepare_cached(
        "INSERT INTO job_line (job_id, seq, words, price, standing, outbox_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        job,
        seq,
        line.words,
        line.price,
        standing.as_str(),
        outbox
    ])?;
    summarize(tx, job)?;
    Ok(seq)
}

/// Puts these lines in place of the agreed ones.
pub(super) fn set(tx: &Transaction<'_>, job: i64, lines: &[NewLine]) -> Result<(), StoreError> {
    let there = tx
        .prepare_cached("SELECT 1 FROM job WHERE id = ?1")?
        .exists([job])?;
    if !there {
        return Err(StoreError::Missing(Thing::Job));
    }
    // A line that was asked about and agreed to keeps the texts that prove it.
    tx.prepare_cached(
        "DELETE FROM job_line WHERE job_id = ?1 AND standing = 'agreed' AND outbox_id IS NULL",
    )?
    .execute([job])?;
    for line in lines {
        add(tx, job, line, LineStanding::Agreed, None)?;
    }
    summarize(tx, job)
}

/// Keeps the one-line summary of a job: the agreed lines, one after the other.
pub(super) fn summarize(tx: &Transaction<'_>, job: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE job SET work = coalesce((SELECT group_concat(words, ', ') FROM
             (SELECT words FROM job_line WHERE job_id = ?1 AND standing = 'agreed'
              ORDER BY outbox_id IS NOT NULL, seq)), '')
         WHERE id = ?1",
    )?
    .execute([job])?;
    Ok(())
}
