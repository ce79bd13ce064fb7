//! Consent to e-mail: ended on its owner's word, and, as far as offers go, by a STOP from the phone.

use super::codec::instant;
use super::decisions::Said;
use super::ledger::{NewRow, append, standing};
use super::undo::take_back;
use super::{By, Deed, Store, StoreError, Thing};
use crate::domain::consent::{Actor, Consent, ConsentEvent, Method, Scope};
use crate::domain::purpose::Purpose;
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use std::time::Duration;

/// So long an opt-out that staff made can be taken back. No text hangs on it, so the ledger's own time
/// will do.
const UNDO: TimeDelta = TimeDelta::seconds(30);

impl Store {
    /// Staff write down that someone wants no more e-mail of some kind, or none at all. Returns the
    /// ledger's row, which can be undone for 30 s.
    ///
    /// # Errors
    /// When this customer has no such e-mail address.
    pub async fn end_email(
        &self,
        customer: i64,
        contact: i64,
        scope: Scope,
        said: Said,
        by: impl Into<By>,
        now: Now,
    ) -> Result<i64, StoreError> {
        let by = by.into();
        self.write(move |tx| {
            theirs(tx, customer, contact)?;
            let how = said.heard;
            let row = NewRow {
                contact,
                event: ConsentEvent::Revoke,
                scope,
                method: how.method(),
                actor: Actor::Staff,
                about: None,
                occurred_at: now.wall,
                evidence: by.prove(json!({ "said_by": said.who, "words": said.words })),
            };
            let row = append(tx, row, now)?;
            Deed::EndedEmail { row, heard: how }.note(tx, &by.name, now)?;
            Ok(row)
        })
        .await
    }

    /// Takes such an opt-out back.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when that was longer than 30 s ago, or it was the customer's own.
    pub async fn undo_end_email(
        &self,
        customer: i64,
        contact: i64,
        row: i64,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            theirs(tx, customer, contact)?;
            let (last, scope, _) = undoable(tx, contact, now.wall)?.ok_or(StoreError::TooLate)?;
            if last != row {
                return Err(StoreError::TooLate);
            }
            take_back(tx, contact, scope, row, &by, now)?;
            Deed::TookOptOutBack { row }.note(tx, &by, now)
        })
        .await
    }
}

/// The customer's own address, and an e-mail's.
fn theirs(tx: &Transaction<'_>, customer: i64, contact: i64) -> Result<(), StoreError> {
    let found = tx
        .prepare_cached(
            "SELECT 1 FROM customer_contact JOIN contact_point ON contact_point.id = contact_id
             WHERE customer_id = ?1 AND contact_id = ?2 AND kind = 'email'",
        )?
        .exists([customer, contact])?;
    if found {
        Ok(())
    } else {
        Err(StoreError::Missing(Thing::Address))
    }
}

/// The newest row of an e-mail address, where staff have ended something by it just now: the row, what
/// it ended, and for how long it can be taken back.
pub(super) fn undoable(
    tx: &Transaction<'_>,
    contact: i64,
    now: DateTime<Utc>,
) -> Result<Option<(i64, Scope, Duration)>, StoreError> {
    let newest = tx
        .prepare_cached(
            "SELECT id, scope, event = 'revoke' AND actor = 'staff' AS by_staff, recorded_at FROM ledger
             WHERE contact_id = ?1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row([contact], |row| {
            let scope = super::codec::scope(row, "scope")?;
            let at = instant(row.get("recorded_at")?);
            Ok((row.get::<_, i64>("id")?, scope, row.get::<_, bool>("by_staff")?, at))
        })
        .optional()?;
    Ok(newest.and_then(|(row, scope, by_staff, at)| {
        let left = (UNDO - (now - at)).to_std().ok()?;
        (by_staff && at <= now && !left.is_zero()).then_some((row, scope, left))
    }))
}

/// A STOP from a phone ends offers by e-mail to its owners as well; receipts and updates go on. `by` is
/// the row of the ledger that ended the texts.
pub(super) fn end_offers(
    tx: &Transaction<'_>,
    number: i64,
    by: i64,
    (method, actor): (Method, Actor),
    evidence: &Value,
    now: Now,
) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT DISTINCT mine.contact_id FROM customer_contact AS phone
         JOIN customer_contact AS mine ON mine.customer_id = phone.customer_id
         JOIN contact_point ON contact_point.id = mine.contact_id
         WHERE phone.contact_id = ?1 AND kind = 'email'",
    )?;
    let addresses = statement
        .query_map([number], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    for contact in addresses {
        let consent = standing(tx, contact)?.consent(Purpose::Promotional);
        if !matches!(consent, Consent::Granted | Consent::Held) {
            continue;
        }
        let row = NewRow {
            contact,
            event: ConsentEvent::Revoke,
            scope: Scope::Promotional,
            method,
            actor,
            about: Some(by),
            occurred_at: now.wall,
            evidence: evidence.clone(),
        };
        append(tx, row, now)?;
    }
    Ok(())
}

/// What was ended by e-mail together with a staff-made opt-out is taken back with it.
pub(super) fn undo_with(
    tx: &Transaction<'_>,
    row: i64,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    for (about, contact) in ended_with(tx, row)? {
        take_back(tx, contact, Scope::Promotional, about, by, now)?;
    }
    Ok(())
}

/// The rows that ended offers by e-mail together with a staff-made or timer-made opt-out, each with its
/// address, as far as they stand.
pub(super) fn ended_with(tx: &Transaction<'_>, row: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, contact_id FROM ledger WHERE about = ?1 AND event = 'revoke' AND actor IN ('staff', 'timer')
             AND NOT EXISTS (SELECT 1 FROM ledger AS back WHERE back.contact_id = ledger.contact_id
                 AND back.about = ledger.id AND back.event IN ('undo', 'correct'))",
    )?;
    let rows = statement.query_map(params![row], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
