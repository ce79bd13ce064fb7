//! The owner's correction of an opt-out that staff or a time limit made, once its undo has passed.
//!
//! The row stays as it was, and a new one says that it does not count. What the customer ended can
//! never be corrected: neither the phone's own STOP, nor what staff read out of such a text.

use super::codec;
use super::ledger::{NewRow, append};
use super::waiting::look_again;
use super::{By, Decision, Deed, Store, StoreError, Thing, by_email, outbox};
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;

/// Whether a row of the ledger, read with its evidence, may be corrected.
pub(super) const CORRECTABLE: &str =
    "(event = 'revoke' AND actor IN ('staff', 'timer') AND method NOT IN ('web', 'erasure')
        AND NOT EXISTS (SELECT 1 FROM ledger AS back WHERE back.contact_id = ledger.contact_id
            AND back.about = ledger.id AND back.event IN ('undo', 'correct'))
        AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.id = json_extract(body, '$.inbox')
            AND inbox.class = 'opt_out'))";

/// What is said with each row of a correction.
struct Correction<'a> {
    by: &'a By,
    reason: &'a str,
    now: Now,
}

impl Store {
    /// The owner corrects an opt-out of one of a customer's contact points that staff or a time limit
    /// made. It sends nothing; what was refused or called off in the meantime stays so.
    ///
    /// # Errors
    /// [`StoreError::NotCorrectable`] when it was the customer's own, no opt-out, or taken back
    /// already, or no reason is given; or this customer has no such row.
    pub async fn correct_opt_out(
        &self,
        customer: i64,
        row: i64,
        reason: String,
        by: impl Into<By>,
        now: Now,
    ) -> Result<(), StoreError> {
        let by = by.into();
        self.write(move |tx| {
            if reason.trim().is_empty() {
                return Err(StoreError::NotCorrectable);
            }
            let (contact, scope, inbox) = original(tx, customer, row)?;
            let correction = Correction {
                by: &by,
                reason: &reason,
                now,
            };
            call_off_confirmation(tx, contact, row, now)?;
            correction.write(tx, contact, scope, row)?;
            for (about, address) in by_email::ended_with(tx, row)? {
                correction.write(tx, address, Scope::Promotional, about)?;
            }
            if let Some(inbox) = inbox {
                correction.keep(tx, contact, inbox)?;
            }
            look_again(tx, contact)?;
            // The reason is evidence, which can be erased; the log keeps the row alone.
            Deed::CorrectedOptOut { row }.note(tx, &by.name, now)
        })
        .await
    }
}

/// Whom the row is about, what it ended, and the text that it was read out of.
fn original(
    tx: &Transaction<'_>,
    customer: i64,
    row: i64,
) -> Result<(i64, Scope, Option<i64>), StoreError> {
    let (contact, scope, inbox, correctable) = tx
        .prepare_cached(&format!(
            "SELECT contact_id, scope, json_extract(body, '$.inbox') AS inbox, {CORRECTABLE} AS correctable
             FROM ledger LEFT JOIN evidence ON evidence.ledger_id = ledger.id
             WHERE ledger.id = ?1 AND contact_id IN
                 (SELECT contact_id FROM customer_contact WHERE customer_id = ?2)"
        ))?
        .query_row([row, customer], |found| {
            Ok((
                found.get("contact_id")?,
                codec::scope(found, "scope")?,
                found.get("inbox")?,
                found.get::<_, bool>("correctable")?,
            ))
        })
        .optional()?
        .ok_or(StoreError::Missing(Thing::LedgerRow))?;
    if correctable {
        Ok((contact, scope, inbox))
    } else {
        Err(StoreError::NotCorrectable)
    }
}

/// A confirmation that still waits would say what is true no more.
fn call_off_confirmation(
    tx: &Transaction<'_>,
    contact: i64,
    row: i64,
    now: Now,
) -> Result<(), StoreError> {
    let confirmation: Option<i64> = tx
        .prepare_cached(
            "SELECT id FROM outbox WHERE contact_id = ?1 AND consent_row = ?2
                 AND kind = 'stop_confirmation' AND state IN ('queued', 'sending')",
        )?
        .query_row([contact, row], |found| found.get(0))
        .optional()?;
    let Some(confirmation) = confirmation else {
        return Ok(());
    };
    for waiting in outbox::waiting(tx, "id = ?1", confirmation)? {
        let why = Why::OptOutTakenBack.as_str();
        outbox::drop_rest(tx, &waiting, TextState::Cancelled, why, now)?;
    }
    Ok(())
}

impl Correction<'_> {
    fn row(&self, contact: i64, event: ConsentEvent, scope: Scope, about: Option<i64>) -> NewRow {
        NewRow {
            contact,
            event,
            scope,
            method: Method::Decision,
            actor: Actor::Owner,
            about,
            occurred_at: self.now.wall,
            evidence: self.by.prove(json!({ "reason": self.reason })),
        }
    }

    fn write(
        &self,
        tx: &Transaction<'_>,
        contact: i64,
        scope: Scope,
        about: i64,
    ) -> Result<(), StoreError> {
        let row = self.row(contact, ConsentEvent::Correct, scope, Some(about));
        append(tx, row, self.now).map(drop)
    }

    /// The text that the opt-out was read out of meant nothing of the kind: what it held goes on. Were
    /// it asked about again, the time limit that has passed would end everything once more.
    fn keep(&self, tx: &Transaction<'_>, contact: i64, inbox: i64) -> Result<(), StoreError> {
        let hold: Option<i64> = tx
            .prepare_cached("SELECT hold_row FROM inbox WHERE id = ?1 AND contact_id = ?2")?
            .query_row([inbox, contact], |found| found.get(0))
            .optional()?
            .flatten();
        if let Some(hold) = hold {
            let row = self.row(contact, ConsentEvent::Release, Scope::All, Some(hold));
            append(tx, row, self.now)?;
        }
        tx.prepare_cached(
            "UPDATE inbox SET decision = ?3, reviewed_by = ?4 WHERE id = ?1 AND contact_id = ?2",
        )?
        .execute(params![
            inbox,
            contact,
            Decision::Keep.as_str(),
            self.by.name
        ])?;
        Ok(())
    }
}
