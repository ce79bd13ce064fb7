//! What the owner does about the shop's own people, and what each does about themselves.
//!
//! A change of role or password ends the sessions that went by the old one. At least one owner who
//! may sign in stays.

use super::codec::{self, ms};
use super::screens::end_all;
use super::staff::{self, Role, audit, digest};
use super::{Deed, Store, StoreError, Thing};
use crate::domain::lang::Lang;
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// A one-time code is good for this long.
const CODE_LASTS: TimeDelta = TimeDelta::hours(24);

/// Someone who works here, as the owner sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLine {
    /// Their number in the store.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they have a password.
    pub has_password: bool,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// When they were added.
    pub added: DateTime<Utc>,
    /// Since when they may not sign in.
    pub disabled: Option<DateTime<Utc>>,
    /// On how many screens they are signed in.
    pub sessions: usize,
}

impl Store {
    /// Who was ever added, `most` of them without the first `skipped`: who may sign in first, then by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn staff(&self, skipped: usize, most: usize) -> Result<Vec<StaffLine>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare(&format!(
                "SELECT id, name, role, password_hash <> '' AS has_password, pin_hash <> '' AS has_pin,
                        created_at, disabled_at,
                        (SELECT count(*) FROM session WHERE staff_id = staff.id) AS sessions
                 FROM staff ORDER BY disabled_at IS NOT NULL, name LIMIT {most} OFFSET {skipped}"
            ))?;
            let lines = statement.query_map([], line)?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Adds someone who chooses their own password with this one-time code.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`].
    pub async fn invite(
        &self,
        name: String,
        role: Role,
        lang: Lang,
        code: String,
        by: String,
        now: Now,
    ) -> Result<i64, StoreError> {
        self.write(move |tx| {
            let id = staff::add(tx, &name, role, "", now)?;
            tx.execute(
                "UPDATE staff SET lang = ?2 WHERE id = ?1",
                params![id, lang.spoken().code()],
            )?;
            keep_code(tx, id, &code, now)?;
            Deed::AddedStaff { name, role }.note(tx, &by, now)?;
            Ok(id)
        })
        .await
    }

    /// Takes someone's password and PIN away and ends their sessions; with this one-time code they
    /// choose another. Returns their name.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when nobody of that number may sign in.
    pub async fn reset_staff(
        &self,
        member: i64,
        code: String,
        by: String,
        now: Now,
    ) -> Result<String, StoreError> {
        let (name, ended) = self
            .write(move |tx| {
                let name: String = tx
                    .query_row(
                        "UPDATE staff SET password_hash = '', pin_hash = ''
                         WHERE id = ?1 AND disabled_at IS NULL RETURNING name",
                        [member],
                        |row| row.get(0),
                    )
                    .optional()?
                    .ok_or(StoreError::Missing(Thing::Person))?;
                keep_code(tx, member, &code, now)?;
                audit(tx, &by, "staff-reset", &name, now)?;
                Ok((name, end_all(tx, member, None)?))
            })
            .await?;
        self.forget_ages(&ended);
        Ok(name)
    }

    /// Gives someone a first or another password by their one-time code, which is void then.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when the code is not theirs, or not good any more.
    pub async fn choose_password(
        &self,
        name: String,
        code: String,
        password_hash: String,
        now: Now,
    ) -> Result<i64, StoreError> {
        self.write(move |tx| {
            let id = whose_code(tx, &name, &code, now)?.ok_or(StoreError::TooLate)?;
            tx.execute("DELETE FROM staff_code WHERE staff_id = ?1", [id])?;
            tx.execute(
                "UPDATE staff SET password_hash = ?2 WHERE id = ?1",
                params![id, password_hash],
            )?;
            let name: String =
                tx.query_row("SELECT name FROM staff WHERE id = ?1", [id], |row| {
                    row.get(0)
                })?;
            audit(tx, &name, "staff-password", &name, now)?;
            Ok(id)
        })
        .await
    }

    /// Whether a one-time code is that person's, and good.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn is_staff_code(
        &self,
        name: String,
        code: String,
        now: Now,
    ) -> Result<bool, StoreError> {
        self.read(move |tx| Ok(whose_code(tx, &name, &code, now)?.is_some()))
            .await
    }

    /// Gives someone another password; every session of theirs ends but the one with this token.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn set_password(
        &self,
        member: i64,
        password_hash: String,
        kept: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let kept = digest(&kept);
        let ended = self
            .write(move |tx| {
                let name: String = tx
                    .query_row(
                        "UPDATE staff SET password_hash = ?2 WHERE id = ?1 RETURNING name",
                        params![member, password_hash],
                        |row| row.get(0),
                    )
                    .optional()?
                    .ok_or(StoreError::Missing(Thing::Person))?;
                audit(tx, &name, "staff-password", &name, now)?;
                end_all(tx, member, Some(kept))
            })
            .await?;
        self.forget_ages(&ended);
        Ok(())
    }

    /// The language of someone's pages.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_staff_lang(&self, member: i64, lang: Lang) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE staff SET lang = ?2 WHERE id = ?1",
                params![member, lang.spoken().code()],
            )?;
            Ok(())
        })
        .await
    }

    /// Gives someone another role, and ends their sessions.
    ///
    /// # Errors
    /// [`StoreError::LastOwner`] when nobody would own the shop then.
    pub async fn set_role(
        &self,
        member: i64,
        role: Role,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let ended = self
            .write(move |tx| {
                let (name, before) = who(tx, member)?;
                if before == role {
                    return Ok(Vec::new());
                }
                tx.execute(
                    "UPDATE staff SET role = ?2 WHERE id = ?1",
                    params![member, role.as_str()],
                )?;
                an_owner_stays(tx)?;
                Deed::ChangedRole {
                    name,
                    from: before,
                    to: role,
                }
                .note(tx, &by, now)?;
                end_all(tx, member, None)
            })
            .await?;
        self.forget_ages(&ended);
        Ok(())
    }

    /// Lets someone sign in no more, and ends their sessions; or lets them again.
    ///
    /// # Errors
    /// [`StoreError::LastOwner`] when nobody would own the shop then.
    pub async fn set_disabled(
        &self,
        member: i64,
        disabled: bool,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let ended = self
            .write(move |tx| {
                let (name, _) = who(tx, member)?;
                let at = disabled.then(|| ms(now.wall));
                tx.execute(
                    "UPDATE staff SET disabled_at = ?2 WHERE id = ?1",
                    params![member, at],
                )?;
                an_owner_stays(tx)?;
                tx.execute("DELETE FROM staff_code WHERE staff_id = ?1", [member])?;
                let what = if disabled {
                    "staff-disabled"
                } else {
                    "staff-enabled"
                };
                audit(tx, &by, what, &name, now)?;
                end_all(tx, member, None)
            })
            .await?;
        self.forget_ages(&ended);
        Ok(())
    }
}

fn who(tx: &Transaction<'_>, member: i64) -> Result<(String, Role), StoreError> {
    tx.query_row(
        "SELECT name, role FROM staff WHERE id = ?1",
        [member],
        |row| Ok((row.get("name")?, codec::role(row, "role")?)),
    )
    .optional()?
    .ok_or(StoreError::Missing(Thing::Person))
}

/// Otherwise the transaction does not happen.
fn an_owner_stays(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let stays = tx
        .prepare("SELECT 1 FROM staff WHERE role = 'owner' AND disabled_at IS NULL")?
        .exists([])?;
    if stays {
        Ok(())
    } else {
        Err(StoreError::LastOwner)
    }
}

fn keep_code(tx: &Transaction<'_>, member: i64, code: &str, now: Now) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO staff_code (staff_id, code_hash, made_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (staff_id) DO UPDATE SET code_hash = ?2, made_at = ?3",
        params![member, digest(code), ms(now.wall)],
    )?;
    Ok(())
}

fn whose_code(
    tx: &Transaction<'_>,
    name: &str,
    code: &str,
    now: Now,
) -> Result<Option<i64>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id FROM staff JOIN staff_code ON staff_id = id
         WHERE name = ?1 AND code_hash = ?2 AND made_at > ?3 AND disabled_at IS NULL",
    )?;
    let oldest = ms(now.wall - CODE_LASTS);
    Ok(statement
        .query_row(params![name, digest(code), oldest], |row| row.get(0))
        .optional()?)
}

fn line(row: &Row<'_>) -> rusqlite::Result<StaffLine> {
    let sessions: i64 = row.get("sessions")?;
    Ok(StaffLine {
        id: row.get("id")?,
        name: row.get("name")?,
        role: codec::role(row, "role")?,
        has_password: row.get("has_password")?,
        has_pin: row.get("has_pin")?,
        added: codec::at(row, "created_at")?,
        disabled: codec::maybe_at(row, "disabled_at")?,
        sessions: usize::try_from(sessions).unwrap_or(0),
    })
}
