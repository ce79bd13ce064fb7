//! The screens on which people are signed in, as they are listed, and on which a PIN will do.

use super::access::locked;
use super::codec::{self, ms};
use super::sessions::Lock;
use super::staff::{audit, digest};
use super::taps::Tapped;
use super::{Store, StoreError, Thing};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::sync::Arc;

/// A session as it is listed. Nothing in it opens one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Names it in a form; made from its hash, which opens nothing.
    pub id: String,
    /// Whose it is.
    pub member: i64,
    /// Their name.
    pub name: String,
    /// Where it was signed in from; empty where that is not known.
    pub address: String,
    /// What kind of browser it is.
    pub screen: String,
    /// When it began.
    pub began: DateTime<Utc>,
    /// When it was used last, to a quarter of an hour.
    pub seen: DateTime<Utc>,
    /// Whether it is locked.
    pub is_locked: bool,
}

/// So many sessions are listed, those used last; the rest follow as these are ended.
pub const SESSIONS_SHOWN: usize = 200;

/// The number under which a session is listed.
pub(super) const ID: &str = "lower(substr(hex(token_hash), 1, 24))";

impl Store {
    /// The sessions of one person, or of everybody; the one used last first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn sessions(&self, of: Option<i64>) -> Result<Vec<SessionLine>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(&format!(
                "SELECT {ID} AS id, staff_id, name, address, screen, session.created_at AS began,
                        seen_at, locked_for
                 FROM session JOIN staff ON staff.id = staff_id
                 WHERE ?1 IS NULL OR staff_id = ?1
                 ORDER BY seen_at DESC, began DESC LIMIT {SESSIONS_SHOWN}"
            ))?;
            let lines = statement.query_map([of], line)?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The number under which the session of a cookie is listed.
    pub fn session_id(&self, token: &str) -> String {
        let hash = digest(token);
        hash.iter().take(12).map(|b| format!("{b:02x}")).collect()
    }

    /// Ends a session by its number; with `of`, only if it is that person's.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it has ended already.
    pub async fn end_session(
        &self,
        id: String,
        of: Option<i64>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let hash = self
            .write(move |tx| {
                let found: Option<([u8; 32], String)> = tx
                    .query_row(
                        &format!(
                            "SELECT token_hash, name FROM session JOIN staff ON staff.id = staff_id
                             WHERE {ID} = ?1 AND (?2 IS NULL OR staff_id = ?2)"
                        ),
                        params![id, of],
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )
                    .optional()?;
                let (hash, name) = found.ok_or(StoreError::Missing(Thing::SignIn))?;
                tx.execute("DELETE FROM session WHERE token_hash = ?1", [hash])?;
                audit(tx, &by, "sign-out", &name, now)?;
                Ok(hash)
            })
            .await?;
        locked(&self.shared.sessions).remove(&hash);
        Ok(())
    }

    /// Whether somebody has signed in with a password on the screen that has this cookie.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn knows_screen(&self, token: String) -> Result<bool, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached("SELECT 1 FROM screen WHERE token_hash = ?1")?;
            Ok(statement.exists([digest(&token)])?)
        })
        .await
    }

    /// From now on a PIN will do on the screen that has this cookie.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn know_screen(&self, token: String, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO screen (token_hash, made_at, made_by) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
                params![digest(&token), ms(now.wall), by],
            )?;
            Ok(())
        })
        .await
    }

    /// How many screens take a PIN.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn known_screens(&self) -> Result<usize, StoreError> {
        self.read(|tx| {
            let count: i64 = tx.query_row("SELECT count(*) FROM screen", [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or(0))
        })
        .await
    }

    /// On every screen the next sign-in needs a password. It can be taken back for a moment.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn forget_screens(&self, by: String, now: Now) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let known = tx
                .prepare("DELETE FROM screen RETURNING token_hash, made_at, made_by")?
                .query_map([], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect::<Result<Vec<([u8; 32], i64, String)>, _>>()?;
            audit(tx, &by, "screens-forgotten", "", now)?;
            let what = Tapped::ForgotScreens;
            shared.taps.keep(&by, what, String::new(), now, move |tx, _| {
                for (hash, at, by) in &known {
                    tx.execute(
                        "INSERT INTO screen (token_hash, made_at, made_by) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                        params![hash, at, by],
                    )?;
                }
                Ok(())
            });
            Ok(())
        })
        .await
    }
}

/// Ends every session of someone but the one that is kept. Their hashes are to be forgotten too.
pub(super) fn end_all(
    tx: &Transaction<'_>,
    member: i64,
    kept: Option<[u8; 32]>,
) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut statement = tx.prepare_cached(
        "DELETE FROM session WHERE staff_id = ?1 AND (?2 IS NULL OR token_hash <> ?2)
         RETURNING token_hash",
    )?;
    let ended = statement.query_map(params![member, kept], |row| row.get(0))?;
    Ok(ended.collect::<Result<_, _>>()?)
}

impl Store {
    /// Sessions that have ended are not known any more.
    pub(super) fn forget_ages(&self, ended: &[[u8; 32]]) {
        let mut seen = locked(&self.shared.sessions);
        for hash in ended {
            seen.remove(hash);
        }
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<SessionLine> {
    let lock: String = row.get("locked_for")?;
    Ok(SessionLine {
        id: row.get("id")?,
        member: row.get("staff_id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        screen: row.get("screen")?,
        began: codec::at(row, "began")?,
        seen: codec::at(row, "seen_at")?,
        is_locked: Lock::from_name(&lock) != Lock::Open,
    })
}
