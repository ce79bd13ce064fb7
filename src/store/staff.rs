//! The shop's own people: who they are, and what they did.

use super::codec::ms;
use super::{Deed, Store, StoreError, Thing};
use crate::domain::consent::names;
use crate::domain::lang::Lang;
use crate::domain::time::Now;
use chrono::TimeDelta;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What someone may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
    /// Everything at the counter, and no settings.
    Counter,
    /// The board.
    Technician,
}

names!(Role { Owner = "owner", Counter = "counter", Technician = "technician" });

/// Someone who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their number in the store.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The password's hash, an Argon2id PHC string.
    pub password_hash: String,
    /// The PIN's hash, of the same kind; empty for none.
    pub pin_hash: String,
    /// The language of the pages that they see.
    pub lang: Lang,
}

/// The setup code of a first start is good for this long.
const SETUP_WITHIN: TimeDelta = TimeDelta::hours(24);

impl Store {
    /// Adds someone.
    ///
    /// # Errors
    /// When the name is taken.
    pub async fn add_staff(
        &self,
        name: String,
        role: Role,
        password_hash: String,
        by: String,
        now: Now,
    ) -> Result<i64, StoreError> {
        self.write(move |tx| {
            let id = add(tx, &name, role, &password_hash, now)?;
            Deed::AddedStaff { name, role }.note(tx, &by, now)?;
            Ok(id)
        })
        .await
    }

    /// Someone by name, in either case of letters.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn staff_named(&self, name: String) -> Result<Option<Member>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, name, role, password_hash, pin_hash, lang FROM staff WHERE name = ?1 AND disabled_at IS NULL",
            )?;
            Ok(statement.query_row([name], member).optional()?)
        })
        .await
    }

    /// The names of everyone who may sign in, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn staff_names(&self) -> Result<Vec<(String, Role)>, StoreError> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT name, role FROM staff WHERE disabled_at IS NULL ORDER BY name",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((row.get("name")?, super::codec::role(row, "role")?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The names of everyone who may sign in and has a PIN.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn who_has_a_pin(&self) -> Result<Vec<String>, StoreError> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT name FROM staff WHERE disabled_at IS NULL AND pin_hash <> ''",
            )?;
            let rows = statement.query_map([], |row| row.get("name"))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Gives someone another PIN, by its hash; an empty one takes it away.
    ///
    /// # Errors
    /// When there is nobody of that number.
    pub async fn set_pin(
        &self,
        member: i64,
        pin_hash: String,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let name: String = tx
                .query_row(
                    "UPDATE staff SET pin_hash = ?2 WHERE id = ?1 RETURNING name",
                    params![member, pin_hash],
                    |row| row.get(0),
                )
                .optional()?
                .ok_or(StoreError::Missing(Thing::Person))?;
            audit(tx, &by, "staff-pin", &name, now)
        })
        .await
    }

    /// Whether nobody has been added yet: the first start.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_no_staff(&self) -> Result<bool, StoreError> {
        self.read(|tx| Ok(!tx.prepare("SELECT 1 FROM staff")?.exists([])?))
            .await
    }

    /// Keeps the code of the first start; an older one is void.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_setup_code(&self, code: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO setup_code (id, code_hash, made_at) VALUES (1, ?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET code_hash = ?1, made_at = ?2",
                params![digest(&code), ms(now.wall)],
            )?;
            Ok(())
        })
        .await
    }

    /// Whether the code is that of the first start, and still good.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn is_setup_code(&self, code: String, now: Now) -> Result<bool, StoreError> {
        self.read(move |tx| is_setup_code(tx, &code, now)).await
    }

    /// Makes the owner of a first start, who sees pages in that language, and the code void.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when the code is not good (any more).
    pub async fn set_up(
        &self,
        code: String,
        name: String,
        password_hash: String,
        lang: Lang,
        now: Now,
    ) -> Result<i64, StoreError> {
        self.write(move |tx| {
            if !is_setup_code(tx, &code, now)? {
                return Err(StoreError::TooLate);
            }
            tx.execute("DELETE FROM setup_code", [])?;
            let id = add(tx, &name, Role::Owner, &password_hash, now)?;
            tx.execute(
                "UPDATE staff SET lang = ?2 WHERE id = ?1",
                params![id, lang.code()],
            )?;
            audit(tx, &name, "set-up", "", now)?;
            Ok(id)
        })
        .await
    }

    /// Writes down what someone did.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn note(&self, who: String, deed: Deed, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| deed.note(tx, &who, now)).await
    }
}

/// Writes a line of the audit log.
pub(super) fn audit(
    tx: &Transaction<'_>,
    who: &str,
    what: &str,
    detail: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO audit (at, who, what, detail) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![ms(now.wall), who, what, detail])?;
    Ok(())
}

/// The hash under which a secret of high entropy is kept.
pub(super) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

pub(super) fn add(
    tx: &Transaction<'_>,
    name: &str,
    role: Role,
    password_hash: &str,
    now: Now,
) -> Result<i64, StoreError> {
    let taken = tx
        .prepare("SELECT 1 FROM staff WHERE name = ?1")?
        .exists([name])?;
    if taken {
        return Err(StoreError::NameTaken(name.to_owned()));
    }
    tx.execute(
        "INSERT INTO staff (name, role, password_hash, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![name, role.as_str(), password_hash, ms(now.wall)],
    )?;
    Ok(tx.last_insert_rowid())
}

fn is_setup_code(tx: &Transaction<'_>, code: &str, now: Now) -> Result<bool, StoreError> {
    let found: Option<([u8; 32], i64)> = tx
        .query_row("SELECT code_hash, made_at FROM setup_code", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let oldest = ms(now.wall - SETUP_WITHIN);
    Ok(found.is_some_and(|(hash, made_at)| hash == digest(code) && made_at > oldest))
}

pub(super) fn member(row: &rusqlite::Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get("id")?,
        name: row.get("name")?,
        role: super::codec::role(row, "role")?,
        password_hash: row.get("password_hash")?,
        pin_hash: row.get("pin_hash")?,
        lang: super::codec::lang(row, "lang")?,
    })
}
