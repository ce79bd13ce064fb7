//! The tokens of other programs, and what each may do.

use super::codec::{self, ms};
use super::outbox::{self, Queued};
use super::staff::{audit, digest};
use super::taps::{self, Tapped};
use super::{Store, StoreError, Thing, ledger, people, settings, verdict};
use crate::domain::gate::{Asked, Refusal, Verdict};
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// A token that was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number in the store.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it may do: names of purposes, and `inbox`, `permission`, `suppressions`.
    pub scopes: Vec<String>,
}

/// A token as the owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLine {
    /// Its name.
    pub name: String,
    /// What it may do, or might.
    pub scopes: Vec<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Since when it is good for nothing.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What `POST /texts` with a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// A new text was put in.
    New(i64),
    /// The same request came before; this is its text.
    Same(i64),
}

/// Whether a number may be texted, as another program may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// What the gate says.
    pub verdict: Verdict,
    /// Grows with each ledger row of the number; 0 for one that has none.
    pub version: i64,
    /// The ledger row that granted or ended the consent.
    pub row: Option<i64>,
    /// For how long this can be relied on, unless the number texts us meanwhile.
    pub holds_for: Duration,
}

/// A STOP must end what other programs send as well, so nobody may keep an answer for longer.
const PERMISSION_HOLDS: Duration = Duration::from_secs(60);

impl Store {
    /// Adds a token. Only its hash is kept.
    ///
    /// # Errors
    /// When the name is taken.
    pub async fn add_token(
        &self,
        name: String,
        secret: String,
        scopes: Vec<String>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            if tx.prepare("SELECT 1 FROM api_token WHERE name = ?1")?.exists([&name])? {
                return Err(StoreError::NameTaken(name));
            }
            tx.execute(
                "INSERT INTO api_token (name, token_hash, scopes, created_at) VALUES (?1, ?2, ?3, ?4)",
                params![name, digest(&secret), scopes.join(" "), ms(now.wall)],
            )?;
            audit(tx, &by, "token-added", &format!("{name}: {}", scopes.join(" ")), now)
        })
        .await
    }

    /// The tokens that were ever made, `most` of them without the first `skipped`: the good ones first, then the
    /// newest.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn tokens(&self, skipped: usize, most: usize) -> Result<Vec<TokenLine>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare(&format!(
                "SELECT name, scopes, created_at, revoked_at FROM api_token
                 ORDER BY revoked_at IS NOT NULL, id DESC LIMIT {most} OFFSET {skipped}"
            ))?;
            let lines = statement.query_map([], |row| {
                Ok(TokenLine {
                    name: row.get("name")?,
                    scopes: scopes(row)?,
                    made_at: codec::at(row, "created_at")?,
                    revoked_at: codec::maybe_at(row, "revoked_at")?,
                })
            })?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Makes a token good for nothing, from the next request on. What it has asked for stays. Doing
    /// it twice does nothing. It can be taken back for a moment.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when no token has that name.
    pub async fn revoke_token(&self, name: String, by: String, now: Now) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let token: i64 = tx
                .query_row("SELECT id FROM api_token WHERE name = ?1", [&name], |row| {
                    row.get(0)
                })
                .optional()?
                .ok_or(StoreError::Missing(Thing::Token))?;
            let at = ms(now.wall);
            let revoked = tx.execute(
                "UPDATE api_token SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
                [token, at],
            )?;
            if revoked == 0 {
                return Ok(());
            }
            audit(tx, &by, "token-revoked", &name, now)?;
            let what = Tapped::Revoked { token };
            shared.taps.keep(&by, what, name, now, move |tx, _| {
                let good =
                    "UPDATE api_token SET revoked_at = NULL WHERE id = ?1 AND revoked_at = ?2";
                taps::in_time(tx.execute(good, [token, at])?)
            });
            Ok(())
        })
        .await
    }

    /// The token that a secret belongs to.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn token(&self, secret: String) -> Result<Option<Token>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, name, scopes FROM api_token WHERE token_hash = ?1 AND revoked_at IS NULL",
            )?;
            let found = statement
                .query_row([digest(&secret)], |row| {
                    Ok(Token {
                        id: row.get("id")?,
                        name: row.get("name")?,
                        scopes: scopes(row)?,
                    })
                })
                .optional()?;
            Ok(found)
        })
        .await
    }

    /// Puts a program's text in, unless the gate says that it may never go. The same key with the
    /// same request gives the same text.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with the gate's reason; [`StoreError::KeyReused`].
    pub async fn ask(
        &self,
        token: i64,
        key: Option<(String, [u8; 32])>,
        to: PhoneNumber,
        mut text: Queued,
        now: Now,
    ) -> Result<Asking, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            if let Some((key, request)) = &key
                && let Some(text) = repeated(tx, token, key, request)?
            {
                return Ok(Asking::Same(text));
            }
            let shop = settings::settings(tx)?;
            text.contact = people::find_or_make(tx, &to, shop.lang, now)?;
            let id = outbox::queue(tx, &shared, &text, now)?;
            tx.prepare_cached("UPDATE outbox SET token_id = ?2 WHERE id = ?1")?
                .execute([id, token])?;
            if let Some((key, request)) = &key {
                tx.execute(
                    "INSERT INTO idempotency (token_id, key, request_hash, outbox_id, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![token, key, request, id, ms(now.wall)],
                )?;
            }
            Ok(Asking::New(id))
        })
        .await
    }

    /// The text that the same request with the same key gave before, if it did.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] when the key came with another request.
    pub async fn asked_before(
        &self,
        token: i64,
        key: String,
        request: [u8; 32],
    ) -> Result<Option<i64>, StoreError> {
        self.read(move |tx| repeated(tx, token, &key, &request))
            .await
    }

    /// Whether a text of that purpose to that number may go now, and what says so.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn permission(
        &self,
        to: PhoneNumber,
        asked: Asked,
        now: Now,
    ) -> Result<Permission, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.read(move |tx| {
            let Some(contact) = people::find(tx, &to)? else {
                return Ok(Permission::of_a_stranger());
            };
            let contact = people::contact(tx, contact)?;
            let shop = settings::settings(tx)?;
            let subject = verdict::Subject {
                asked: &asked,
                words: "",
                contact: &contact,
                settling: false,
            };
            let says = |now| verdict::verdict(tx, &shared, &shop, &subject, now);
            let verdict = says(now)?;
            let at_the_end = says(Now {
                wall: now.wall + PERMISSION_HOLDS,
                mono: now.mono + PERMISSION_HOLDS,
                ..now
            })?;
            let version = tx
                .prepare_cached("SELECT count(*) FROM ledger WHERE contact_id = ?1")?
                .query_row([contact.id], |row| row.get(0))?;
            Ok(Permission {
                verdict,
                version,
                row: ledger::standing(tx, contact.id)?.row(asked.purpose),
                holds_for: if at_the_end == verdict {
                    PERMISSION_HOLDS
                } else {
                    Duration::ZERO
                },
            })
        })
        .await
    }
}

impl Permission {
    fn of_a_stranger() -> Self {
        Self {
            verdict: Verdict::Refuse(Refusal::NoConsent),
            version: 0,
            row: None,
            holds_for: PERMISSION_HOLDS,
        }
    }
}

fn scopes(row: &Row<'_>) -> rusqlite::Result<Vec<String>> {
    let scopes: String = row.get("scopes")?;
    Ok(scopes.split_whitespace().map(str::to_owned).collect())
}

fn repeated(
    tx: &Transaction<'_>,
    token: i64,
    key: &str,
    request: &[u8; 32],
) -> Result<Option<i64>, StoreError> {
    let known: Option<([u8; 32], i64)> = tx
        .prepare_cached(
            "SELECT request_hash, outbox_id FROM idempotency WHERE token_id = ?1 AND key = ?2",
        )?
        .query_row(params![token, key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        Some((hash, _)) if hash != *request => Err(StoreError::KeyReused),
        found => Ok(found.map(|(_, text)| text)),
    }
}
