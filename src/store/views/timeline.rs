//! The consent history of a customer's numbers: each row of the ledger, with what proves it.

use super::super::correct::CORRECTABLE;
use super::super::signatures::{self, SigningEvidence};
use super::super::{Store, StoreError, Thing, codec, confirm};
use super::{Look, Top};
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

/// The consent history of a customer, a page of it.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// What every page shows.
    pub top: Top,
    /// The customer's name.
    pub name: String,
    /// The events, the newest first.
    pub events: Vec<Event>,
    /// From which row on older ones follow.
    pub older: Option<i64>,
}

/// A row of the ledger.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its place in the chain.
    pub row: i64,
    /// The contact point.
    pub contact: i64,
    /// That contact point's address.
    pub address: String,
    /// What happened.
    pub event: ConsentEvent,
    /// About what.
    pub scope: Scope,
    /// By which means.
    pub method: Method,
    /// Whose act it was.
    pub actor: Actor,
    /// The row that it is about.
    pub about: Option<i64>,
    /// When the person acted, as far as is known.
    pub occurred_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Whether the clock was known to be right then.
    pub clock_trusted: bool,
    /// The hash of the row, in hexadecimal.
    pub hash: String,
    /// What proves it; None once it was erased.
    pub evidence: Option<Value>,
    /// Whether it is an opt-out that stands, and that the owner may correct.
    pub correctable: bool,
}

impl Event {
    /// Whether it is about e-mail, not texts.
    pub fn is_email(&self) -> bool {
        self.address.contains('@')
    }
}

/// A row of the ledger with everything that proves it.
#[derive(Debug, Clone)]
pub struct Proven {
    /// What every page shows.
    pub top: Top,
    /// The row.
    pub event: Event,
    /// When the text that confirmed it went.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The signing that it came from, with the signature and the scans.
    pub signing: Option<SigningEvidence>,
}

/// Events a page.
const SHOWN: usize = 20;

/// The columns of an [`Event`], up to the condition.
fn columns() -> String {
    format!(
        "SELECT ledger.id AS row, contact_id, address, event, scope, method, actor, about, occurred_at,
            recorded_at, clock_trusted, row_hash, body, {CORRECTABLE} AS correctable
        FROM ledger JOIN contact_point ON contact_point.id = contact_id
        LEFT JOIN evidence ON evidence.ledger_id = ledger.id"
    )
}

impl Store {
    /// The consent history of a customer, or of one contact point `of` theirs, from the ledger's row
    /// `before` backwards.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such customer.
    pub async fn timeline(
        &self,
        customer: i64,
        of: Option<i64>,
        before: Option<i64>,
        now: Now,
    ) -> Result<Timeline, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let (name, _, _) = look.named(customer)?;
            let (events, older) = look.events(customer, of, before)?;
            Ok(Timeline {
                top: look.top()?,
                name,
                events,
                older,
            })
        })
        .await
    }

    /// One row of the ledger about a customer's numbers, with everything that proves it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such row of theirs.
    pub async fn proven(&self, customer: i64, row: i64, now: Now) -> Result<Proven, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let event = tx
                .prepare_cached(&format!(
                    "{} WHERE ledger.id = ?1 AND contact_id IN
                         (SELECT contact_id FROM customer_contact WHERE customer_id = ?2)",
                    columns()
                ))?
                .query_row([row, customer], event)
                .optional()?
                .ok_or(StoreError::Missing(Thing::LedgerRow))?;
            let signing = event
                .evidence
                .as_ref()
                .and_then(|evidence| evidence.get("signing")?.as_i64());
            let signing = match signing {
                Some(id) => Some(signatures::evidence(tx, id)?),
                None => None,
            };
            Ok(Proven {
                top: look.top()?,
                confirmed_at: confirm::confirmed_at(tx, event.contact, row)?,
                event,
                signing,
            })
        })
        .await
    }
}

impl Look<'_> {
    pub(super) fn events(
        &self,
        customer: i64,
        of: Option<i64>,
        before: Option<i64>,
    ) -> Result<(Vec<Event>, Option<i64>), StoreError> {
        let before = before.unwrap_or(i64::MAX);
        let most = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        let mut events = Vec::new();
        for contact in self.contacts_of(customer)? {
            if of.is_none_or(|of| of == contact) {
                events.extend(self.events_of(contact, before, most)?);
            }
        }
        events.sort_by_key(|event| std::cmp::Reverse(event.row));
        let more = events.len() > SHOWN;
        events.truncate(SHOWN);
        let older = events.last().map(|event| event.row).filter(|_| more);
        Ok((events, older))
    }

    /// The newest events of one contact point before a row.
    pub(super) fn events_of(
        &self,
        contact: i64,
        before: i64,
        most: i64,
    ) -> Result<Vec<Event>, StoreError> {
        let mut statement = self.tx.prepare_cached(&format!(
            "{} WHERE contact_id = ?1 AND ledger.id < ?2 ORDER BY ledger.id DESC LIMIT ?3",
            columns()
        ))?;
        let rows = statement.query_map(params![contact, before, most], event)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let body: Option<String> = row.get("body")?;
    Ok(Event {
        row: row.get("row")?,
        contact: row.get("contact_id")?,
        address: row.get("address")?,
        event: codec::event(row, "event")?,
        scope: codec::scope(row, "scope")?,
        method: codec::method(row, "method")?,
        actor: codec::actor(row, "actor")?,
        about: row.get("about")?,
        occurred_at: codec::at(row, "occurred_at")?,
        recorded_at: codec::at(row, "recorded_at")?,
        clock_trusted: row.get("clock_trusted")?,
        hash: codec::hash(row, "row_hash")?.to_string(),
        evidence: body.and_then(|body| serde_json::from_str(&body).ok()),
        correctable: row.get("correctable")?,
    })
}
