//! The shop's settings, and other small things kept by name.

use super::codec::ms;
use super::{Store, StoreError};
use crate::domain::settings::Settings;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

/// The row with the shop's settings.
const SHOP: &str = "shop";
/// The row with the instant up to which the modem is known to have been read.
const LAST_READ: &str = "modem_last_read";

impl Store {
    /// What the shop has set; defaults where it has set nothing.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn settings(&self) -> Result<Settings, StoreError> {
        self.read(settings).await
    }

    /// Keeps what the shop has set, and who did it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_settings(
        &self,
        new: Settings,
        who: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let value =
                serde_json::to_string(&new).map_err(|e| StoreError::Words(e.to_string()))?;
            set(tx, SHOP, &value, &who, now)?;
            super::staff::audit(
                tx,
                &who,
                "settings",
                "the shop's settings were changed",
                now,
            )
        })
        .await
    }

    /// The modem was read to the end just now: nothing that came before can be in it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn modem_was_read(&self, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| set(tx, LAST_READ, &ms(now.wall).to_string(), "", now))
            .await
    }

    /// When the modem was last read to the end, as far as earlier runs have noted. `None`: never,
    /// so that nobody was ever texted from here.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn modem_last_read(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.read(last_read).await
    }
}

pub(super) fn last_read(tx: &Transaction<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let value = get(tx, LAST_READ)?;
    Ok(value
        .and_then(|ms| ms.parse().ok())
        .map(super::codec::instant))
}

/// What the shop has set, in this transaction.
pub(super) fn settings(tx: &Transaction<'_>) -> Result<Settings, StoreError> {
    match get(tx, SHOP)? {
        None => Ok(Settings::default()),
        Some(json) => serde_json::from_str(&json)
            .map_err(|error| StoreError::Damaged(format!("the shop's settings: {error}"))),
    }
}

fn get(tx: &Transaction<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

fn set(
    tx: &Transaction<'_>,
    name: &str,
    value: &str,
    who: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO setting (name, value, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET value = ?2, changed_at = ?3, changed_by = ?4",
    )?
    .execute(params![name, value, ms(now.wall), who])?;
    Ok(())
}
