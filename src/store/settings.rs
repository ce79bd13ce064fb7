//! The shop's settings, and other small things kept by name.

use super::codec::ms;
use super::{Store, StoreError};
use crate::domain::hours::Week;
use crate::domain::settings::Settings;
use crate::domain::time::Now;
use chrono::{DateTime, Utc, Weekday};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

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
        let shop = self.read(settings).await?;
        Ok(Arc::unwrap_or_clone(shop))
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
            let before = row(settings(tx)?.as_ref())?;
            keep(tx, &before, &row(&new)?, &who, now)
        })
        .await
    }

    /// Keeps what differs between `before`, which a page has shown, and `new`. What somebody else has
    /// changed in the meantime stays.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn change_settings(
        &self,
        before: Settings,
        new: Settings,
        who: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let standing = row(settings(tx)?.as_ref())?;
            let mut merged = standing.clone();
            let (before, new) = (row(&before)?, row(&new)?);
            for (name, value) in leaves(&new) {
                if leaf(&before, &name) != Some(&value) {
                    put(&mut merged, &name, value);
                }
            }
            keep(tx, &standing, &merged, &who, now)
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
pub(super) fn settings(tx: &Transaction<'_>) -> Result<Arc<Settings>, StoreError> {
    match get(tx, SHOP)? {
        None => Ok(Arc::default()),
        Some(json) => understood(json),
    }
}

/// What a row says. Each text and each page asks for it and it hardly ever changes, so the last one is
/// remembered.
fn understood(json: String) -> Result<Arc<Settings>, StoreError> {
    static LAST: Mutex<Option<(String, Arc<Settings>)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, shop)) = last.as_ref().filter(|(row, _)| *row == json) {
        return Ok(shop.clone());
    }
    let shop: Arc<Settings> = serde_json::from_str(&json)
        .map(Arc::new)
        .map_err(|error| StoreError::Damaged(format!("the shop's settings: {error}")))?;
    *last = Some((json, shop.clone()));
    Ok(shop)
}

fn row(shop: &Settings) -> Result<Value, StoreError> {
    Ok(serde_json::to_value(shop)?)
}

/// Writes the row, and down who changed which setting from what to what.
fn keep(
    tx: &Transaction<'_>,
    before: &Value,
    new: &Value,
    who: &str,
    now: Now,
) -> Result<(), StoreError> {
    // Only what is whole is kept.
    serde_json::from_value::<Settings>(new.clone())?;
    let changes: Vec<String> = leaves(new)
        .into_iter()
        .filter_map(|(name, value)| {
            let was = leaf(before, &name).cloned().unwrap_or(Value::Null);
            (was != value).then(|| format!("{name}: {} → {}", told(&was), told(&value)))
        })
        .collect();
    set(tx, SHOP, &new.to_string(), who, now)?;
    if changes.is_empty() {
        return Ok(());
    }
    super::staff::audit(tx, who, "settings", &changes.join("\n"), now)
}

/// Every setting by its name; those of a group as `group.name`. Hours are one setting a week.
fn leaves(row: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (name, value) in row.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            (group_name, Value::Object(group)) if GROUPS.contains(&group_name) => {
                let inner = group.iter();
                found.extend(inner.map(|(inner, v)| (format!("{name}.{inner}"), v.clone())));
            }
            _ => found.push((name.clone(), value.clone())),
        }
    }
    found
}

/// The settings that lie in groups of their own.
const GROUPS: [&str; 3] = ["limits", "follow_up", "retention"];

fn leaf<'a>(row: &'a Value, name: &str) -> Option<&'a Value> {
    match name.split_once('.') {
        Some((group, inner)) => row.get(group)?.get(inner),
        None => row.get(name),
    }
}

fn put(row: &mut Value, name: &str, value: Value) {
    let (object, name) = match name.split_once('.') {
        Some((group, inner)) => (row.get_mut(group).and_then(Value::as_object_mut), inner),
        None => (row.as_object_mut(), name),
    };
    if let Some(object) = object {
        object.insert(name.to_owned(), value);
    }
}

/// A value as the audit log tells it: hours in short, anything else as it lies in the row.
fn told(value: &Value) -> String {
    let Ok(week) = serde_json::from_value::<Week>(value.clone()) else {
        return match value {
            Value::String(words) if words.is_empty() => "—".to_owned(),
            Value::String(words) => words.clone(),
            other => other.to_string(),
        };
    };
    let mut days: Vec<String> = DAYS
        .iter()
        .filter_map(|day| {
            let span = week.weekday(*day)?;
            let (from, to) = (span.from.format("%H:%M"), span.to.format("%H:%M"));
            Some(format!("{day} {from}–{to}"))
        })
        .collect();
    days.extend(week.holidays.iter().map(|date| format!("not {date}")));
    days.join(", ")
}

const DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

pub(super) fn get(tx: &Transaction<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(super) fn set(
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
