//! Who is signed in on which screen, and whether that screen is locked.

use super::access::locked;
use super::ages::Age;
use super::codec::ms;
use super::staff::{self, Member, audit, digest};
use super::{Store, StoreError, Terminal, screens, settings};
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Row, params};
use std::time::Duration;

/// What a screen may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Everything that the person who is signed in may see.
    Open,
    /// Nothing, until somebody who works here unlocks it.
    Locked,
    /// The customer of that job has it in hand, to read and to sign.
    Signing(i64),
}

impl Lock {
    /// How it lies in the store.
    pub fn name(self) -> String {
        match self {
            Self::Open => String::new(),
            Self::Locked => "lock".to_owned(),
            Self::Signing(job) => format!("sign:{job}"),
        }
    }

    /// The lock of that name. What is not understood is locked.
    pub fn from_name(name: &str) -> Self {
        match name.strip_prefix("sign:").map(str::parse) {
            Some(Ok(job)) => Self::Signing(job),
            None if name.is_empty() => Self::Open,
            _ => Self::Locked,
        }
    }
}

/// A screen on which someone is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub member: Member,
    /// What it may show.
    pub lock: Lock,
    /// Which screen it is.
    pub terminal: Terminal,
}

impl Store {
    /// Begins a session. `token` is what the cookie holds; only its hash is kept.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn sign_in(&self, member: i64, token: String, now: Now) -> Result<(), StoreError> {
        self.sign_in_from(member, token, String::new(), String::new(), now)
            .await
    }

    /// The same, of a browser whose address is known, and what kind it is.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn sign_in_from(
        &self,
        member: i64,
        token: String,
        address: String,
        screen: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let hash = digest(&token);
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO session (token_hash, staff_id, created_at, seen_at, address, screen)
                 VALUES (?1, ?2, ?3, ?3, ?4, ?5)",
                params![hash, member, ms(now.wall), address, screen],
            )?;
            let name: String =
                tx.query_row("SELECT name FROM staff WHERE id = ?1", [member], |row| {
                    row.get(0)
                })?;
            audit(tx, &name, "sign-in", "", now)
        })
        .await?;
        locked(&self.shared.sessions).insert(hash, Age::of_a_new_one(now));
        Ok(())
    }

    /// Who holds a session, and whether it is locked. One that nobody has touched for as long as the
    /// shop allows is locked by this. Notes now and then that it is in use.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn session(&self, token: String, now: Now) -> Result<Option<Session>, StoreError> {
        let hash = digest(&token);
        let found = self
            .read(move |tx| {
                let mut statement = tx.prepare_cached(&format!(
                    "SELECT staff.id, name, role, password_hash, pin_hash, lang, seen_at, session.created_at, locked_for,
                         screen, address, {} AS session
                     FROM session JOIN staff ON staff.id = session.staff_id
                     WHERE token_hash = ?1 AND disabled_at IS NULL",
                    screens::ID
                ))?;
                let found = statement.query_row([hash], |row| {
                    Ok((session(row)?, row.get("created_at")?, row.get("seen_at")?))
                });
                let Some(found) = found.optional()? else {
                    return Ok(None);
                };
                Ok(Some((found, settings::settings(tx)?.lock_minutes)))
            })
            .await?;
        let Some(((mut session, created_at, seen_at), lock_minutes)) = found else {
            return Ok(None);
        };
        let known = locked(&self.shared.sessions).get(&hash).copied();
        let age = known.or_else(|| Age::of_an_old_one(created_at, seen_at, now));
        let Some(mut age) = age.filter(|age| age.is_good(now)) else {
            return Ok(None);
        };
        let began = age.is_used(now);
        locked(&self.shared.sessions).insert(hash, age);
        let lock_after = Duration::from_secs(60 * u64::from(lock_minutes));
        let left_alone = !lock_after.is_zero() && age.untouched(now) >= lock_after;
        if session.lock == Lock::Open && left_alone {
            self.lock_session(token, Lock::Locked).await?;
            session.lock = Lock::Locked;
        }
        if let Some(began) = began {
            // Fifty screens would otherwise tell each other all day long that they are there.
            self.write_unheard(move |tx| {
                tx.execute(
                    "UPDATE session SET seen_at = ?2, created_at = ?3 WHERE token_hash = ?1",
                    params![hash, ms(now.wall), ms(began)],
                )?;
                Ok(())
            })
            .await?;
        }
        Ok(Some(session))
    }

    /// Somebody does something on that screen: it stays open for a while.
    pub fn touch_session(&self, token: &str, now: Now) {
        if let Some(age) = locked(&self.shared.sessions).get_mut(&digest(token)) {
            age.is_touched(now);
        }
    }

    /// Locks a session or opens it again. One that is gone stays gone.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn lock_session(&self, token: String, lock: Lock) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE session SET locked_for = ?2 WHERE token_hash = ?1",
                params![digest(&token), lock.name()],
            )?;
            Ok(())
        })
        .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn sign_out(&self, token: String) -> Result<(), StoreError> {
        let hash = digest(&token);
        self.write(move |tx| {
            tx.execute("DELETE FROM session WHERE token_hash = ?1", [hash])?;
            Ok(())
        })
        .await?;
        locked(&self.shared.sessions).remove(&hash);
        Ok(())
    }
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        member: staff::member(row)?,
        lock: Lock::from_name(&row.get::<_, String>("locked_for")?),
        terminal: Terminal::read(row)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_as_it_was_written_and_rubbish_is_locked() {
        for lock in [Lock::Open, Lock::Locked, Lock::Signing(1001)] {
            assert_eq!(Lock::from_name(&lock.name()), lock);
        }
        for name in ["sign:", "sign:x", "open", "sign:99999999999999999999"] {
            assert_eq!(Lock::from_name(name), Lock::Locked, "{name}");
        }
    }
}
