//! What a restored backup does not know: the time between its making and the restore.
//!
//! In one transaction the ledger gets the revocations that the journal tells, what had not left ends on the
//! call list, and the store is marked: from then on the gate holds everything that goes by itself, until the
//! owner has seen the gap and says so.

use super::codec::ms;
use super::erased::{PREFIX, pseudonym};
use super::journal::{Revoked, Told};
use super::ledger::{NewRow, append};
use super::outbox::{self, Waiting};
use super::waiting::{call_off, settle_holds};
use super::{Deed, Store, StoreError, settings, tasks};
use crate::domain::consent::{ConsentEvent, Scope};
use crate::domain::purpose::Purpose;
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;

/// The setting that marks a store as restored. Gone once the owner has confirmed.
const RESTORED: &str = "restored";

/// What a restore found, and what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// When the backup was made: nothing is known from then on.
    pub from: DateTime<Utc>,
    /// When it was restored.
    pub until: DateTime<Utc>,
    /// Revocations that the journal told and the backup did not know.
    pub revoked: usize,
    /// Lines of the journal that could not be read.
    pub unreadable: usize,
    /// Texts that had not left, and now never will.
    pub expired: usize,
    /// How many customers are to be called about that.
    pub calls: usize,
    /// The ledger's last row in the backup.
    last_row: i64,
}

/// Somebody who was erased after the backup was made, and is there again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The customer.
    pub customer: i64,
    /// The name.
    pub name: String,
}

/// No more of them are named at a time: the rest follows once these are erased again.
const NAMED: i64 = 50;

/// Whether the owner has a gap to confirm.
pub(super) fn is_open(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(settings::get(tx, RESTORED)?.is_some())
}

/// The gap that the owner has not confirmed.
pub(super) fn open(tx: &Transaction<'_>) -> Result<Option<Gap>, StoreError> {
    let kept = settings::get(tx, RESTORED)?;
    Ok(kept.map(|kept| serde_json::from_str(&kept)).transpose()?)
}

impl Store {
    /// The gap that the owner has not confirmed, and who was erased in it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn gap(&self) -> Result<Option<(Gap, Vec<Back>)>, StoreError> {
        self.read(|tx| {
            let Some(gap) = open(tx)? else {
                return Ok(None);
            };
            let back = back(tx, &gap)?;
            Ok(Some((gap, back)))
        })
        .await
    }

    /// The owner has seen the gap: what goes by itself goes again. Confirming it twice does nothing.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn confirm_gap(&self, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let Some(gap) = open(tx)? else {
                return Ok(());
            };
            tx.execute("DELETE FROM setting WHERE name = ?1", [RESTORED])?;
            tx.execute(
                "UPDATE outbox SET held_until = NULL
                 WHERE state IN ('queued', 'sending') AND hold = 'restored'",
                [],
            )?;
            let Gap { from, until, .. } = gap;
            Deed::ConfirmedGap { from, until }.note(tx, &by, now)
        })
        .await
    }

    /// What follows in a database that was just put in the place of another.
    pub(super) async fn is_restored(
        &self,
        made_at: DateTime<Utc>,
        told: Told,
        now: Now,
    ) -> Result<Gap, StoreError> {
        self.write(move |tx| {
            let count = |sql: &str| -> Result<i64, StoreError> {
                Ok(tx.query_row(sql, [], |row| row.get(0))?)
            };
            let last_row = count("SELECT coalesce(max(id), 0) FROM ledger")?;
            let calls = "SELECT count(*) FROM task WHERE kind = 'call' AND closed_at IS NULL";
            let calls_before = count(calls)?;
            let latest = told.revoked.iter().map(|line| line.recorded_at).max();
            let mut gap = Gap {
                from: made_at,
                until: now.wall.max(made_at).max(latest.unwrap_or(made_at)),
                revoked: 0,
                unreadable: told.unreadable,
                expired: 0,
                calls: 0,
                last_row,
            };
            gap.revoked = replay(tx, told.revoked, now)?;
            gap.expired = expire_all(tx, now)?;
            let calls = count(calls)? - calls_before;
            gap.calls = usize::try_from(calls).unwrap_or_default();
            // Who was let go in the meantime must not be signed in again.
            tx.execute("DELETE FROM session", [])?;
            settings::set(tx, RESTORED, &serde_json::to_string(&gap)?, "", now)?;
            Deed::Restored { made_at }.note(tx, "", now)?;
            Ok(gap)
        })
        .await
    }
}

/// Writes into the ledger what it does not know yet. Returns how many revocations that were.
fn replay(tx: &Transaction<'_>, told: Vec<Revoked>, now: Now) -> Result<usize, StoreError> {
    let mut unknown = Vec::new();
    for line in told {
        let known = tx
            .prepare_cached("SELECT 1 FROM ledger WHERE id = ?1 AND lower(hex(row_hash)) = ?2")?
            .exists(params![line.row, line.hash])?;
        if !known {
            unknown.push(line);
        }
    }
    if unknown.is_empty() {
        return Ok(0);
    }
    let contacts = contacts(tx)?;
    let count = unknown.len();
    for line in unknown {
        let contact = match contacts.get(&line.contact) {
            Some(contact) => *contact,
            None => stranger(tx, &line, now)?,
        };
        revoke(tx, contact, &line, now)?;
    }
    Ok(count)
}

/// Every contact point by its pseudonym.
fn contacts(tx: &Transaction<'_>) -> Result<HashMap<String, i64>, StoreError> {
    let mut statement = tx.prepare("SELECT id, address FROM contact_point")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut contacts = HashMap::new();
    for row in rows {
        let (id, address): (i64, String) = row?;
        let name = match address.starts_with(PREFIX) {
            true => address,
            false => pseudonym(tx, &address)?,
        };
        contacts.insert(name, id);
    }
    Ok(contacts)
}

/// A number that came after the backup was made is known by its hash alone, as an erased one is: when it
/// comes again, it is found by that, and the revocation with it.
fn stranger(tx: &Transaction<'_>, line: &Revoked, now: Now) -> Result<i64, StoreError> {
    let lang = settings::settings(tx)?.lang.code();
    tx.prepare_cached(
        "INSERT INTO contact_point (kind, address, lang, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (address) DO UPDATE SET kind = ?1 RETURNING id",
    )?
    .query_row(
        params![line.kind, line.contact, lang, ms(now.wall)],
        |row| row.get(0),
    )
    .map_err(StoreError::from)
}

fn revoke(tx: &Transaction<'_>, contact: i64, line: &Revoked, now: Now) -> Result<(), StoreError> {
    let row = NewRow {
        contact,
        event: ConsentEvent::Revoke,
        scope: line.scope,
        method: line.method,
        actor: line.actor,
        about: None,
        occurred_at: line.occurred_at,
        // The words and who said them were lost; the row that had them is named.
        evidence: json!({ "journal": { "row": line.row, "hash": line.hash, "recorded_at": ms(line.recorded_at) } }),
    };
    append(tx, row, now)?;
    call_off(tx, contact, line.scope, now)?;
    if line.scope == Scope::All {
        settle_holds(tx, contact, Why::OptedOut, now)?;
    }
    Ok(())
}

/// Ends every text that had not left: it may have since. Whoever waits for word is called.
fn expire_all(tx: &Transaction<'_>, now: Now) -> Result<usize, StoreError> {
    let all = outbox::waiting(tx, "?1 = 0", 0)?;
    for text in &all {
        outbox::drop_rest(tx, text, TextState::Expired, Why::Restored.as_str(), now)?;
        call(tx, text, now)?;
    }
    Ok(all.len())
}

/// Offers, codes and what confirms a word of the customer's are let go: nobody is called about those.
fn call(tx: &Transaction<'_>, text: &Waiting, now: Now) -> Result<(), StoreError> {
    let why = Why::CallAfterRestore.as_str();
    match text.purpose {
        Purpose::Conversation => {
            tasks::call(tx, Some(text.contact), text.job, Some(text.id), why, now)
        }
        _ => outbox::missed(tx, text, why, now),
    }
}

/// Those erased since, as far as the journal tells, who are there again.
fn back(tx: &Transaction<'_>, gap: &Gap) -> Result<Vec<Back>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT DISTINCT customer.id, name FROM ledger
         JOIN customer_contact USING (contact_id) JOIN customer ON customer.id = customer_id
         WHERE ledger.id > ?1 AND method = 'erasure' AND recorded_at <= ?2 AND erased_at IS NULL
             AND customer.created_at <= ?4
         ORDER BY customer.id LIMIT ?3",
    )?;
    let rows = statement.query_map(
        params![gap.last_row, ms(gap.until), NAMED, ms(gap.from)],
        |row| {
            Ok(Back {
                customer: row.get(0)?,
                name: row.get(1)?,
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}
