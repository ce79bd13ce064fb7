//! The tokens of other programs, and what each may do.

use super::codec::ms;
use super::outbox::{self, Queued};
use super::staff::{audit, digest};
use super::{Store, StoreError, people, permit, settings};
use crate::domain::gate::{Asked, Verdict};
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;

/// A token that was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number in the store.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it may do: names of purposes, and `inbox`, `permission`.
    pub scopes: Vec<String>,
}

/// What `POST /texts` with a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// A new text was put in.
    New(i64),
    /// The same request came before; this is its text.
    Same(i64),
}

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
            audit(tx, &by, "token", &format!("token {name} added"), now)
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
                    let scopes: String = row.get("scopes")?;
                    Ok(Token {
                        id: row.get("id")?,
                        name: row.get("name")?,
                        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
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

    /// What the gate would say to a text to that number now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn would(
        &self,
        to: PhoneNumber,
        asked: Asked,
        now: Now,
    ) -> Result<Verdict, StoreError> {
        use crate::domain::gate::Refusal;
        let shared = Arc::clone(&self.shared);
        self.read(move |tx| {
            let Some(contact) = people::find(tx, &to)? else {
                return Ok(Verdict::Refuse(Refusal::NoConsent));
            };
            let contact = people::contact(tx, contact)?;
            let shop = settings::settings(tx)?;
            permit::verdict(tx, &shared, &shop, &asked, &contact, false, now)
        })
        .await
    }
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
