//! Writing to the ledger, and folding what it says of one contact point.

use super::codec::{self, ms};
use super::{By, Store, StoreError, code_history, codes, journal, settings};
use crate::domain::consent::{Actor, ConsentEvent, Method, Row, Scope, Standing};
use crate::domain::ledger::{Entry, Hash, commitment};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};

/// A consent line that a customer has answered with yes, and how we know.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Which line.
    pub scope: Scope,
    /// How it was agreed to.
    pub method: Method,
    /// Which wording, such as `en-1`.
    pub version: String,
    /// The language of the wording.
    pub lang: String,
    /// The exact words that were shown or read out.
    pub words: String,
    /// Who attests it.
    pub staff: By,
}

/// An event that is to be written.
pub(super) struct NewRow {
    pub contact: i64,
    pub event: ConsentEvent,
    pub scope: Scope,
    pub method: Method,
    pub actor: Actor,
    pub about: Option<i64>,
    pub occurred_at: DateTime<Utc>,
    /// What proves it; kept apart, and erasable.
    pub evidence: Value,
}

/// Appends an event and returns its row. The head of the chain is read here, in the transaction.
pub(super) fn append(tx: &Transaction<'_>, new: NewRow, now: Now) -> Result<i64, StoreError> {
    let head = tx
        .prepare_cached("SELECT id, row_hash FROM ledger ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| {
            Ok((row.get::<_, i64>("id")?, codec::hash(row, "row_hash")?))
        })
        .optional()?;
    let (last, prev) = head.unwrap_or((0, Hash::GENESIS));
    let mut salt = [0_u8; 32];
    getrandom::fill(&mut salt).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let evidence = with_circumstances(tx, new.contact, new.evidence)?.to_string();
    let entry = Entry {
        id: last + 1,
        contact: new.contact,
        event: new.event,
        scope: new.scope,
        method: new.method,
        actor: new.actor,
        about: new.about,
        occurred_at: new.occurred_at,
        recorded_at: now.wall,
        clock_trusted: now.trusted,
        commitment: commitment(&salt, &evidence),
        prev,
    };
    tx.prepare_cached(
        "INSERT INTO ledger (id, contact_id, event, scope, method, actor, about, occurred_at,
             recorded_at, clock_trusted, commitment, prev_hash, row_hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        entry.id,
        entry.contact,
        entry.event.as_str(),
        entry.scope.as_str(),
        entry.method.as_str(),
        entry.actor.as_str(),
        entry.about,
        ms(entry.occurred_at),
        ms(entry.recorded_at),
        entry.clock_trusted,
        entry.commitment.0,
        entry.prev.0,
        entry.hash().0,
    ])?;
    tx.prepare_cached("INSERT INTO evidence (ledger_id, salt, body) VALUES (?1, ?2, ?3)")?
        .execute(params![entry.id, salt, evidence])?;
    if entry.event == ConsentEvent::Revoke {
        journal::note(tx, entry.id)?;
    }
    Ok(entry.id)
}

/// Writes a grant that a job brought. Returns None, and writes nothing, where a revocation stands that this method
/// can't lift.
pub(super) fn grant(
    tx: &Transaction<'_>,
    contact: i64,
    job: i64,
    grant: &Grant,
    now: Now,
) -> Result<Option<i64>, StoreError> {
    use crate::domain::consent::Consent;
    use crate::domain::purpose::Purpose;
    let purpose = match grant.scope {
        Scope::Promotional => Purpose::Promotional,
        _ => Purpose::Service,
    };
    let revoked = standing(tx, contact)?.consent(purpose) == Consent::Revoked;
    if revoked && !grant.method.is_the_customers_own() {
        return Ok(None);
    }
    let evidence = grant.staff.prove(json!({
        "version": grant.version,
        "lang": grant.lang,
        "words": grant.words,
        "words_sha256": Hash::of(grant.words.as_bytes()).to_string(),
        "job": job,
    }));
    let new = NewRow {
        contact,
        event: ConsentEvent::Grant,
        scope: grant.scope,
        method: grant.method,
        actor: Actor::Staff,
        about: None,
        occurred_at: now.wall,
        evidence,
    };
    append(tx, new, now).map(Some)
}

/// Folds what the ledger says of one contact point.
pub(super) fn standing(tx: &Transaction<'_>, contact: i64) -> Result<Standing, StoreError> {
    let mut rows = tx.prepare_cached(
        "SELECT id, event, scope, method, actor, about FROM ledger WHERE contact_id = ?1 ORDER BY id",
    )?;
    let rows = rows.query_map([contact], |row| {
        Ok(Row {
            id: row.get(0)?,
            event: codec::event(row, 1)?,
            scope: codec::scope(row, 2)?,
            method: codec::method(row, 3)?,
            actor: codec::actor(row, 4)?,
            about: row.get(5)?,
        })
    })?;
    Ok(Standing::fold(&rows.collect::<Result<Vec<_>, _>>()?))
}

impl Store {
    /// The standing of a contact point.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn standing(&self, contact: i64) -> Result<Standing, StoreError> {
        self.read(move |tx| standing(tx, contact)).await
    }
}

/// The number goes into the evidence, so that a row can be proved to be about it; and with it when and how
/// it was shown to be the customer's own, and where the shop's clock hangs.
fn with_circumstances(
    tx: &Transaction<'_>,
    contact: i64,
    mut evidence: Value,
) -> Result<Value, StoreError> {
    let address: String = tx
        .prepare_cached("SELECT address FROM contact_point WHERE id = ?1")?
        .query_row([contact], |row| row.get(0))?;
    if let Some(fields) = evidence.as_object_mut() {
        let mut add = |name: &str, value: Value| {
            fields.insert(name.to_owned(), value);
        };
        add("contact_point", json!(address));
        add("zone", json!(settings::settings(tx)?.zone));
        if let Some((at, how)) = codes::proof(tx, contact)? {
            if how == "code"
                && let Some(code) = code_history::proving(tx, contact)?
            {
                add("code_sent_at", json!(code.sent_at.to_rfc3339()));
                add("code_attempts", json!(code.attempts));
                add("code_typed_by", json!(code.typed_by));
            }
            add("verified_at", json!(at.to_rfc3339()));
            add("verified_by", json!(how));
        }
    }
    Ok(evidence)
}
