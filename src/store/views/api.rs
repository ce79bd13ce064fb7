//! What other programs read: their own texts, and the inbox.

use super::super::{Store, StoreError, codec};
use crate::domain::gate::Hold;
use crate::domain::purpose::Purpose;
use crate::domain::text::TextState;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// A text as the program that asked for it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnText {
    /// Its number.
    pub id: i64,
    /// The number that it goes to, E.164.
    pub to: String,
    /// Why it is sent.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: TextState,
    /// Why it stands there, in words; empty where the state says all.
    pub reason: String,
    /// What it waits for, when it waits for more than its turn.
    pub hold: Option<Hold>,
    /// Until when it waits for that, as far as is known.
    pub held_until: Option<DateTime<Utc>>,
    /// How many parts it travels as.
    pub count: i64,
    /// The parts that a permit was given for, in order.
    pub parts: Vec<OwnPart>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// From when on it may go; 1970 where nothing was asked.
    pub not_before: DateTime<Utc>,
    /// From when on it is worth nothing.
    pub send_before: DateTime<Utc>,
    /// When it came to the state where it stands, once it is over.
    pub settled_at: Option<DateTime<Utc>>,
}

/// A part of such a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPart {
    /// Its place, from 1.
    pub seq: i64,
    /// The name of its state.
    pub state: String,
    /// How often it was handed to the modem.
    pub tries: i64,
    /// The reference that the network gave it.
    pub mr: Option<i64>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
    /// The status in the network's last report (TS 23.040 9.2.3.15).
    pub status: Option<i64>,
    /// When that report came.
    pub reported_at: Option<DateTime<Utc>>,
}

/// An inbound text as a program sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its number: later texts have greater ones.
    pub id: i64,
    /// Who wrote: E.164 where the number is known, else as the network spelled it.
    pub from: String,
    /// The words.
    pub words: String,
    /// `text`, or what else came: `picture`, `data`, `waiting`, `unreadable`.
    pub kind: String,
    /// The name of its class; empty where it was not classified.
    pub class: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Whether the machine understood it or somebody has read it.
    pub reviewed: bool,
}

impl Store {
    /// A text that this token asked for. None: there is no such text, or another asked for it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn own_text(&self, token: i64, text: i64) -> Result<Option<OwnText>, StoreError> {
        self.read(move |tx| {
            let found = tx
                .prepare_cached(
                    "SELECT outbox.id, address, purpose, state, reason, hold, held_until, parts,
                         outbox.created_at, not_before, send_before, settled_at
                     FROM outbox JOIN contact_point ON contact_point.id = contact_id
                     WHERE outbox.id = ?1 AND token_id = ?2",
                )?
                .query_row([text, token], own_text)
                .optional()?;
            let Some(mut found) = found else {
                return Ok(None);
            };
            found.parts = parts(tx, text)?;
            Ok(Some(found))
        })
        .await
    }

    /// The inbound texts after the one numbered `after`, oldest first. Those behind one that is not
    /// applied yet come later, so that whoever reads on misses none.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn received_after(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Received>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT inbox.id, coalesce(address, sender) AS sender, words, inbox.kind, class,
                     received_at, reviewed_at IS NOT NULL AS reviewed
                 FROM inbox LEFT JOIN contact_point ON contact_point.id = contact_id
                 WHERE inbox.id > ?1
                     AND inbox.id < coalesce((SELECT min(id) FROM inbox WHERE applied_at IS NULL), inbox.id + 1)
                 ORDER BY inbox.id LIMIT ?2",
            )?;
            let rows = statement.query_map(params![after, limit], |row| {
                Ok(Received {
                    id: row.get("id")?,
                    from: row.get("sender")?,
                    words: row.get("words")?,
                    kind: row.get("kind")?,
                    class: row.get("class")?,
                    received_at: codec::at(row, "received_at")?,
                    reviewed: row.get("reviewed")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn answers(&self) -> Result<(), StoreError> {
        self.read(|tx| Ok(tx.query_row("SELECT count(*) FROM attempt", [], |_| Ok(()))?))
            .await
    }
}

fn own_text(row: &Row<'_>) -> rusqlite::Result<OwnText> {
    Ok(OwnText {
        id: row.get("id")?,
        to: row.get("address")?,
        purpose: codec::purpose(row, "purpose")?,
        state: codec::text_state(row, "state")?,
        reason: row.get("reason")?,
        hold: Hold::from_name(&row.get::<_, String>("hold")?),
        held_until: codec::maybe_at(row, "held_until")?,
        count: row.get("parts")?,
        parts: Vec::new(),
        created_at: codec::at(row, "created_at")?,
        not_before: codec::at(row, "not_before")?,
        send_before: codec::at(row, "send_before")?,
        settled_at: codec::maybe_at(row, "settled_at")?,
    })
}

fn parts(tx: &Transaction<'_>, text: i64) -> Result<Vec<OwnPart>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT seq, state, tries, mr, sent_at, status, reported_at FROM part WHERE outbox_id = ?1
         ORDER BY seq",
    )?;
    let rows = statement.query_map([text], |row| {
        Ok(OwnPart {
            seq: row.get("seq")?,
            state: row.get("state")?,
            tries: row.get("tries")?,
            mr: row.get("mr")?,
            sent_at: codec::maybe_at(row, "sent_at")?,
            status: row.get("status")?,
            reported_at: codec::maybe_at(row, "reported_at")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
