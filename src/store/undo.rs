//! Taking back what staff, or a time limit, ended a moment ago.

use super::codec::{mono_ms, ms};
use super::decisions::Decision;
use super::ledger::{NewRow, append};
use super::{Deed, Store, StoreError, apply, by_email, outbox, settings};
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;

impl Store {
    /// Takes a staff-made opt-out back within its undo window.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when its confirmation may have gone, or it was the customer's own.
    pub async fn undo_opt_out(&self, row: i64, by: String, now: Now) -> Result<(), StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
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
            let confirmation = confirmation.ok_or(StoreError::TooLate)?;
            outbox::end(tx, confirmation, TextState::Cancelled, Why::OptOutTakenBack.as_str(), now)?;
            take_back(tx, contact, Scope::All, row, &by, now)?;
            by_email::undo_with(tx, row, &by, now)?;
            ask_again(tx, row, now)?;
            Deed::TookOptOutBack { row }.note(tx, &by, now)
        })
        .await
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
             due_at = CASE WHEN due_at > ?3 THEN due_at ELSE ?4 END
         WHERE inbox_id = ?1 AND kind = 'decide' AND outcome = ?2",
        params![inbox, Decision::OptOut.as_str(), ms(now.wall), due.map(ms)],
    )?;
    Ok(())
}
