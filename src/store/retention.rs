//! What has been kept for as long as the shop keeps it goes: the words of texts, and the proofs of consent
//! that has ended. What stays is that there was a text, when, to whom and what became of it; and each row of
//! the ledger, whose chain holds without its evidence, as after an erasure (see [`super::erase`]). So a
//! number that opted out stays opted out for ever.

use super::codec::{instant, ms};
use super::ledger::standing;
use super::settings::{get, set, settings};
use super::{Deed, Store, StoreError};
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::domain::retention::{Retention, before, believed};
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

/// The row with the instant up to which the time was believed when it was looked last.
const LOOKED: &str = "retention_looked";
/// Once a day, and a little less, so that it does not wander through the day.
const EVERY: TimeDelta = TimeDelta::hours(20);
/// Rows that one transaction looks through: whoever wants to send waits no longer.
const AT_A_TIME: i64 = 5_000;
/// Who is written down to have done it.
const WHO: &str = "the program";

/// A job of that number is open: what was written about it is needed.
const OPEN_JOB: &str = "EXISTS (SELECT 1 FROM job INDEXED BY job_open
    WHERE state IN ('booked', 'waiting', 'in_bay', 'ready')
        AND old.contact_id IN (job.contact_id, job.email_id))";

/// What is to go of one kind: its table, the column with its time, and how it goes. `?1` and `?2` are the
/// first row and the one after the last; `?3` is the instant before which it is old.
struct Kind {
    table: &'static str,
    at: &'static str,
    takes: &'static str,
}

/// In this order: the bytes of a text go once its words have.
const TEXTS: [Kind; 3] = [
    Kind {
        table: "inbox",
        at: "received_at",
        // What nobody has read waits for a reader.
        takes: "UPDATE inbox AS old SET words = '', sender = ''
            WHERE id >= ?1 AND id < ?2 AND received_at < ?3 AND (words <> '' OR sender <> '')
                AND applied_at IS NOT NULL AND reviewed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM task WHERE task.inbox_id = old.id AND closed_at IS NULL)",
    },
    Kind {
        table: "outbox",
        at: "created_at",
        takes: "UPDATE outbox AS old SET words = ''
            WHERE id >= ?1 AND id < ?2 AND created_at < ?3 AND words <> ''
                AND state NOT IN ('queued', 'sending', 'unsure')",
    },
    Kind {
        table: "tpdu",
        at: "received_at",
        takes: "UPDATE tpdu AS old SET bytes = x'', sender = ''
            WHERE id >= ?1 AND id < ?2 AND received_at < ?3 AND (length(bytes) > 0 OR sender <> '')
                AND sim_copy_pending = 0
                AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.id = old.inbox_id AND words <> '')",
    },
];

impl Store {
    /// Lets go of what is old enough, once a day.
    ///
    /// # Errors
    /// When the database can't be written; what is gone stays gone.
    pub(super) async fn let_go(&self, now: Now) -> Result<(), StoreError> {
        let Some((time, kept)) = self.write_unheard(move |tx| begin(tx, now)).await? else {
            return Ok(());
        };
        let old = before(time, kept.texts);
        let mut texts = 0;
        for kind in &TEXTS {
            let gone = self.let_go_of(kind, old, time).await?;
            // The bytes belong to texts that are counted already.
            texts += if kind.table == "tpdu" { 0 } else { gone };
        }
        let proofs = self.let_go_of_proofs(before(time, kept.proofs)).await?;
        if texts + proofs == 0 {
            return Ok(());
        }
        tracing::info!(texts, proofs, "let go of what is old enough");
        self.write(move |tx| Deed::LetGo { texts, proofs }.note(tx, WHO, now))
            .await?;
        if let Err(error) = self.fold_log().await {
            tracing::warn!(%error, "the log keeps what went until it is folded back");
        }
        Ok(())
    }

    async fn let_go_of(
        &self,
        kind: &'static Kind,
        old: DateTime<Utc>,
        time: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let (mut from, mut gone) = (0, 0);
        loop {
            let (next, went) = self
                .write_unheard(move |tx| chunk(tx, kind, from, old, time))
                .await?;
            gone += went;
            match next {
                Some(next) => from = next,
                None => return Ok(gone),
            }
        }
    }

    async fn let_go_of_proofs(&self, old: DateTime<Utc>) -> Result<usize, StoreError> {
        let (mut from, mut gone) = (0, 0);
        loop {
            let (next, went) = self.write_unheard(move |tx| proofs(tx, from, old)).await?;
            gone += went;
            match next {
                Some(next) => from = next,
                None => return Ok(gone),
            }
        }
    }
}

/// Up to when the time is believed, and how long things are kept; None where it was looked today already.
fn begin(tx: &Transaction<'_>, now: Now) -> Result<Option<(DateTime<Utc>, Retention)>, StoreError> {
    let last = get(tx, LOOKED)?.and_then(|at| at.parse().ok()).map(instant);
    if last.is_some_and(|last| last <= now.wall && now.wall - last < EVERY) {
        return Ok(None);
    }
    let time = believed(last, now.wall);
    set(tx, LOOKED, &ms(time).to_string(), "", now)?;
    let shop = settings(tx)?;
    Ok(Some((time, shop.retention.of(shop.country))))
}

/// Looks through the next rows from `from` on, as far as the first that is young for sure: what comes after
/// it is not old, whatever the clock said then. Returns where to go on, and how many went.
fn chunk(
    tx: &Transaction<'_>,
    kind: &Kind,
    from: i64,
    old: DateTime<Utc>,
    time: DateTime<Utc>,
) -> Result<(Option<i64>, usize), StoreError> {
    let (table, at) = (kind.table, kind.at);
    let until = from + AT_A_TIME;
    let last: i64 = tx
        .prepare_cached(&format!("SELECT coalesce(max(id), 0) FROM {table}"))?
        .query_row([], |row| row.get(0))?;
    let young: Option<i64> = tx
        .prepare_cached(&format!(
            "SELECT id FROM {table} WHERE id >= ?1 AND id < ?2 AND {at} >= ?3 AND {at} <= ?4
             ORDER BY id LIMIT 1"
        ))?
        .query_row(params![from, until, ms(old), ms(time)], |row| row.get(0))
        .optional()?;
    let gone = tx
        .prepare_cached(&format!("{} AND NOT {OPEN_JOB}", kind.takes))?
        .execute(params![from, young.unwrap_or(until), ms(old)])?;
    let next = (young.is_none() && until <= last).then_some(until);
    Ok((next, gone))
}

/// Deletes the proofs of the next contact points from `from` on whose consent ended long enough ago, or
/// never stood. Returns where to go on, and how many went.
fn proofs(
    tx: &Transaction<'_>,
    from: i64,
    old: DateTime<Utc>,
) -> Result<(Option<i64>, usize), StoreError> {
    let until = from + AT_A_TIME;
    let last: i64 = tx
        .prepare_cached("SELECT coalesce(max(id), 0) FROM contact_point")?
        .query_row([], |row| row.get(0))?;
    let contacts: Vec<i64> = tx
        .prepare_cached(&format!(
            "SELECT old.contact_id FROM ledger AS old WHERE old.contact_id >= ?1 AND old.contact_id < ?2
             GROUP BY old.contact_id HAVING max(recorded_at) < ?3
                 AND EXISTS (SELECT 1 FROM evidence JOIN ledger AS mine ON mine.id = ledger_id
                     WHERE mine.contact_id = old.contact_id)
                 AND NOT {OPEN_JOB}"
        ))?
        .query_map(params![from, until, ms(old)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut gone = 0;
    for contact in contacts {
        let standing = standing(tx, contact)?;
        let stands = [Purpose::Service, Purpose::Promotional]
            .iter()
            .any(|purpose| matches!(standing.consent(*purpose), Consent::Granted | Consent::Held));
        if !stands {
            gone += forget_proofs(tx, contact)?;
        }
    }
    Ok(((until <= last).then_some(until), gone))
}

/// Deletes what proves the acts of one contact point; of a signature also what was drawn and scanned, where
/// no other one's proof leans on it.
fn forget_proofs(tx: &Transaction<'_>, contact: i64) -> Result<usize, StoreError> {
    const SIGNINGS: &str = "SELECT DISTINCT json_extract(body, '$.signing') FROM evidence
        JOIN ledger ON ledger.id = ledger_id WHERE contact_id = ?1 AND json_extract(body, '$.signing') IS NOT NULL";
    let signings: Vec<i64> = tx
        .prepare_cached(SIGNINGS)?
        .query_map([contact], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let gone = tx
        .prepare_cached(
            "DELETE FROM evidence WHERE ledger_id IN (SELECT id FROM ledger WHERE contact_id = ?1)",
        )?
        .execute([contact])?;
    for signing in signings {
        let leans = tx
            .prepare_cached(
                "SELECT 1 FROM signing JOIN job ON job.id = job_id
                 JOIN ledger ON contact_id IN (job.contact_id, job.email_id)
                 JOIN evidence ON ledger_id = ledger.id
                 WHERE signing.id = ?1 AND json_extract(body, '$.signing') = ?1",
            )?
            .exists([signing])?;
        if leans {
            continue;
        }
        for sql in [
            "UPDATE signing SET answers = '[]', initials = '', strokes = '' WHERE id = ?1",
            "DELETE FROM attachment WHERE signing_id = ?1",
        ] {
            tx.prepare_cached(sql)?.execute([signing])?;
        }
    }
    Ok(gone)
}
