//! Texts that come in parts, joined when all are there or have been waited for.

use super::codec::ms;
use super::{Store, StoreError};
use crate::domain::time::Now;
use crate::wire::{self, Incoming, decode_listed};
use chrono::TimeDelta;
use rusqlite::{Transaction, params};

/// The parts of a text are waited for this long, then what is there counts.
const PARTS_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// Parts that come further apart than this are of different texts, though their reference is the
/// same.
const ONE_TEXT_WITHIN: TimeDelta = TimeDelta::hours(72);

impl Store {
    /// Joins the texts whose missing parts have been waited for long enough. Returns whether there
    /// were any.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn join_overdue(&self, now: Now) -> Result<bool, StoreError> {
        let limits = [ms(now.wall - PARTS_WITHIN), ms(now.wall + PARTS_WITHIN)];
        let any = self
            .read(move |tx| Ok(tx.prepare_cached(OVERDUE)?.exists(limits)?))
            .await?;
        if any {
            self.write(move |tx| {
                let overdue: Vec<i64> = tx
                    .prepare_cached(OVERDUE)?
                    .query_map(limits, |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                for part in overdue {
                    let loose = tx.query_row(
                        "SELECT inbox_id IS NULL FROM tpdu WHERE id = ?1",
                        [part],
                        |row| row.get(0),
                    )?;
                    if loose {
                        join(tx, part, true)?;
                    }
                }
                Ok(())
            })
            .await?;
        }
        Ok(any)
    }
}

/// What came in the future came before the clock was set back, and has waited for nobody knows how long.
/// INDEXED BY: in the order of their numbers it would go through everything that ever came in.
const OVERDUE: &str =
    "SELECT id FROM tpdu INDEXED BY tpdu_loose WHERE kind = 'deliver' AND inbox_id IS NULL
    AND repeat_of IS NULL AND reference IS NOT NULL AND (received_at < ?1 OR received_at > ?2) ORDER BY id";

/// Joins the parts of the text that `part` belongs to, when all are there, or when they have been
/// waited for. A part that comes after its text was joined joins it again, whole.
pub(super) fn join(tx: &Transaction<'_>, part: i64, overdue: bool) -> Result<(), StoreError> {
    let (sim, sender, reference, total, received_at, contact): (
        String,
        String,
        u16,
        i64,
        i64,
        Option<i64>,
    ) = tx
        .prepare_cached(
            "SELECT sim, sender, reference, total, received_at, contact_id FROM tpdu WHERE id = ?1",
        )?
        .query_row([part], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        })?;
    let mut statement = tx.prepare_cached(
        "SELECT seq, max(id) AS id, bytes, min(sc_at) AS sc_at FROM tpdu
         WHERE sim = ?1 AND reference = ?3 AND total = ?4 AND repeat_of IS NULL AND received_at > ?5
             AND sender IN (SELECT ?2 UNION ALL SELECT sender FROM tpdu INDEXED BY tpdu_loose
                 WHERE contact_id = ?6 AND kind = 'deliver' AND inbox_id IS NULL AND repeat_of IS NULL)
             AND (inbox_id IS NULL
                 OR EXISTS (SELECT 1 FROM inbox WHERE inbox.id = inbox_id AND complete = 0))
         GROUP BY seq ORDER BY seq",
    )?;
    let since = received_at - ONE_TEXT_WITHIN.num_milliseconds();
    let parts: Vec<(i64, i64, Vec<u8>, Option<i64>)> = statement
        .query_map(
            params![sim, sender, reference, total, since, contact],
            |row| {
                Ok((
                    row.get("seq")?,
                    row.get("id")?,
                    row.get("bytes")?,
                    row.get("sc_at")?,
                ))
            },
        )?
        .collect::<Result<_, _>>()?;
    let complete = i64::try_from(parts.len()).unwrap_or(0) == total;
    if !complete && !overdue {
        return Ok(());
    }
    let data: Vec<_> = parts
        .iter()
        .filter_map(|(_, _, bytes, _)| user_data(bytes))
        .collect();
    let words = wire::join(&data);
    let sc_at = parts.iter().filter_map(|(_, _, _, at)| *at).max();
    tx.prepare_cached(
        "INSERT INTO inbox (contact_id, sender, words, complete, sc_at, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![contact, sender, words, complete, sc_at, received_at])?;
    let inbox = tx.last_insert_rowid();
    for (_, id, _, _) in parts {
        tx.prepare_cached("UPDATE tpdu SET inbox_id = ?2 WHERE id = ?1")?
            .execute([id, inbox])?;
    }
    Ok(())
}

fn user_data(tpdu: &[u8]) -> Option<wire::UserData> {
    match decode_listed(&[&[0], tpdu].concat(), None).ok()?.incoming {
        Incoming::Deliver(deliver) => Some(deliver.data),
        _ => None,
    }
}
