//! Taking back what staff, or a time limit, ended a moment ago.
//!
//! An opt-out from everything can be taken back while its confirmation waits; what ended less is not
//! confirmed, and can be taken back for as long.

use super::codec::{self, instant, mono_ms, ms};
use super::ledger::{NewRow, append};
use super::{Deed, Store, StoreError, apply, by_email, outbox, settings};
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;
use std::time::Duration;

impl Store {
    /// Takes a staff-made opt-out back within its undo window.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when its confirmation may have gone, or it was the customer's own.
    pub async fn undo_opt_out(&self, row: i64, by: String, now: Now) -> Result<(), StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| undo(tx, &run, row, &by, now)).await
    }
}

/// Takes back what a row of the ledger ended, within its undo window.
pub(super) fn undo(
    tx: &Transaction<'_>,
    run: &str,
    row: i64,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let contact: i64 = tx
        .query_row(
            "SELECT contact_id FROM ledger WHERE id = ?1 AND event = 'revoke' AND actor IN ('staff', 'timer')",
            [row],
            |row| row.get(0),
        )
        .optional()?
        .ok_or(StoreError::TooLate)?;
    let confirmation: Option<i64> = tx
        .query_row(
            "SELECT id FROM outbox WHERE contact_id = ?1 AND kind = 'stop_confirmation' AND state = 'queued'
                 AND consent_row = ?2 AND undo_run = ?3 AND undo_until > ?4",
            params![contact, row, run, mono_ms(now.mono)],
            |row| row.get(0),
        )
        .optional()?;
    let scope = match confirmation {
        Some(text) => {
            outbox::end(
                tx,
                text,
                TextState::Cancelled,
                Why::OptOutTakenBack.as_str(),
                now,
            )?;
            Scope::All
        }
        None => {
            let last = lesser(tx, contact, now.wall)?.filter(|last| last.row == row);
            last.ok_or(StoreError::TooLate)?.scope
        }
    };
    take_back(tx, contact, scope, row, by, now)?;
    hold_again(tx, contact, row, by, now)?;
    by_email::undo_with(tx, row, by, now)?;
    ask_again(tx, row, now)?;
    Deed::TookOptOutBack { row }.note(tx, by, now)
}

/// For so long what ended less than everything can be taken back. No text hangs on it, so the ledger's
/// own time will do.
const UNDO: TimeDelta = TimeDelta::seconds(30);

/// Something that was ended here a moment ago, and can still be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undoable {
    /// The row of the ledger that ended it.
    pub row: i64,
    /// What it ended.
    pub scope: Scope,
    /// For how long it can be taken back.
    pub left: Duration,
}

/// What staff ended at a number just now, where it was less than everything: offers, or all but
/// "ready".
pub(super) fn lesser(
    tx: &Transaction<'_>,
    contact: i64,
    now: DateTime<Utc>,
) -> Result<Option<Undoable>, StoreError> {
    // A decision also ends what the unclear text held, by a row behind it.
    let newest = tx
        .prepare_cached(
            "SELECT ledger.id AS row, scope, recorded_at, event = 'revoke' AND actor = 'staff'
                 AND scope IN ('promotional', 'progress') AND method NOT IN ('web', 'erasure')
                 AND json_extract(body, '$.signing') IS NULL AS undoable
             FROM ledger LEFT JOIN evidence ON ledger_id = ledger.id
             WHERE contact_id = ?1 AND event <> 'release' ORDER BY ledger.id DESC LIMIT 1",
        )?
        .query_row([contact], |row| {
            let undoable: bool = row.get("undoable")?;
            let at = instant(row.get("recorded_at")?);
            let left = (UNDO - (now - at)).to_std().unwrap_or(Duration::ZERO);
            let undoable = undoable && at <= now && !left.is_zero();
            Ok(undoable.then_some(Undoable {
                row: row.get("row")?,
                scope: codec::scope(row, "scope")?,
                left,
            }))
        })
        .optional()?;
    Ok(newest.flatten())
}

/// What the unclear text held before that decision is held again.
fn hold_again(
    tx: &Transaction<'_>,
    contact: i64,
    row: i64,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let released: Option<i64> = tx
        .prepare_cached(
            "SELECT released.id FROM evidence
             JOIN inbox ON inbox.id = json_extract(evidence.body, '$.inbox')
             JOIN ledger AS released ON released.about = inbox.hold_row
             WHERE evidence.ledger_id = ?1 AND released.contact_id = ?2 AND released.id > ?1
                 AND released.event = 'release' AND released.actor = 'staff'",
        )?
        .query_row([row, contact], |row| row.get(0))
        .optional()?;
    match released {
        Some(released) => take_back(tx, contact, Scope::All, released, by, now),
        None => Ok(()),
    }
}

/// Writes down that a row of the ledger is taken back.
pub(super) fn take_back(
    tx: &Transaction<'_>,
    contact: i64,
    scope: Scope,
    row: i64,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let undo = NewRow {
        contact,
        event: ConsentEvent::Undo,
        scope,
        method: Method::Decision,
        actor: Actor::Staff,
        about: Some(row),
        occurred_at: now.wall,
        evidence: json!({ "staff": by }),
    };
    append(tx, undo, now).map(drop)
}

/// The text that an opt-out was read out of waits for a reader, or for a decision, once more. One whose
/// time was over has it again from now on.
fn ask_again(tx: &Transaction<'_>, row: i64, now: Now) -> Result<(), StoreError> {
    let inbox: Option<i64> = tx
        .query_row(
            "SELECT json_extract(body, '$.inbox') FROM evidence WHERE ledger_id = ?1",
            [row],
            |row| row.get(0),
        )
        .optional()?
        .flatten();
    let Some(inbox) = inbox else { return Ok(()) };
    tx.execute(
        "UPDATE inbox SET reviewed_at = NULL, reviewed_by = '', decision = '' WHERE id = ?1",
        [inbox],
    )?;
    let due = apply::open_days_later(settings::settings(tx)?.as_ref(), now.wall);
    tx.execute(
        "UPDATE task SET closed_at = NULL, closed_by = '', outcome = '',
             due_at = CASE WHEN due_at > ?2 THEN due_at ELSE ?3 END
         WHERE inbox_id = ?1 AND kind = 'decide' AND outcome IN ('opt_out', 'no_offers', 'only_ready')",
        params![inbox, ms(now.wall), due.map(ms)],
    )?;
    Ok(())
}
