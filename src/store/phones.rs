//! The phones that the owner has tried the line with: texts from an iPhone and from an Android phone
//! may go another way than through the network, and then never reach a modem.

use super::codec::{self, ms};
use super::{Deed, Store, StoreError, Thing, settings};
use crate::domain::consent::names;
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

/// The row.
const TRIED: &str = "phones_tried";
/// A text that came longer ago than this was no try.
const LATELY: TimeDelta = TimeDelta::hours(1);

/// What kind of phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phone {
    /// Its texts may go by iMessage.
    Iphone,
    /// Its texts may go by RCS.
    Android,
}

names!(Phone { Iphone = "iphone", Android = "android" });

/// When each was tried last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// An iPhone.
    pub iphone: Option<DateTime<Utc>>,
    /// An Android phone.
    pub android: Option<DateTime<Utc>>,
}

/// A text that came lately, and may be a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its row of the inbox.
    pub inbox: i64,
    /// From where.
    pub from: PhoneNumber,
    /// What it says.
    pub words: String,
    /// When it came.
    pub at: DateTime<Utc>,
}

impl Store {
    /// Which phones were tried, and the texts that came lately, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn phones(&self, now: Now) -> Result<(Tried, Vec<Candidate>), StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT inbox.id AS id, address, words, received_at
                 FROM (SELECT id, contact_id, words, received_at FROM inbox ORDER BY id DESC LIMIT 20) AS inbox
                 JOIN contact_point ON contact_point.id = contact_id AND contact_point.kind = 'number'
                 WHERE received_at > ?1 ORDER BY inbox.id DESC LIMIT 3",
            )?;
            let rows = statement.query_map([ms(now.wall - LATELY)], |row| {
                let address: String = row.get("address")?;
                let from = PhoneNumber::from_e164(&address).ok();
                let (inbox, words, at) = (row.get("id")?, row.get("words")?, codec::at(row, "received_at")?);
                Ok(from.map(|from| Candidate { inbox, from, words, at }))
            })?;
            let lately: Vec<Option<Candidate>> = rows.collect::<Result<_, _>>()?;
            Ok((tried(tx)?, lately.into_iter().flatten().collect()))
        })
        .await
    }

    /// The owner says from which kind of phone a text came.
    ///
    /// # Errors
    /// When there is no such text.
    pub async fn phone_was(
        &self,
        inbox: i64,
        phone: Phone,
        who: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let is_there = tx
                .prepare_cached("SELECT 1 FROM inbox WHERE id = ?1 AND contact_id IS NOT NULL")?
                .exists(params![inbox])?;
            if !is_there {
                return Err(StoreError::Missing(Thing::Text));
            }
            let mut tried = tried(tx)?;
            match phone {
                Phone::Iphone => tried.iphone = Some(now.wall),
                Phone::Android => tried.android = Some(now.wall),
            }
            settings::set(tx, TRIED, &serde_json::to_string(&tried)?, &who, now)?;
            Deed::TriedPhone { phone }.note(tx, &who, now)
        })
        .await
    }
}

fn tried(tx: &Transaction<'_>) -> Result<Tried, StoreError> {
    match settings::get(tx, TRIED)? {
        None => Ok(Tried::default()),
        Some(json) => Ok(serde_json::from_str(&json)?),
    }
}
