//! Contact points, customers and their vehicles.

use super::codec::ms;
use super::{Store, StoreError, Thing, codec, erased};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};

/// A contact point as the gate and the desk need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its number in the store.
    pub id: i64,
    /// The phone number.
    pub number: PhoneNumber,
    /// Whether it can be texted.
    pub can_be_texted: bool,
    /// Whether it is shown to be its owner's: by a code, or by a text from it.
    pub verified: bool,
    /// The language that its owner reads.
    pub lang: Lang,
    /// The IANA name of the zone where its owner lives; empty where it is unknown.
    pub zone: String,
}

/// A contact point by its number in the store.
pub(super) fn contact(tx: &Transaction<'_>, id: i64) -> Result<Contact, StoreError> {
    tx.prepare_cached(
        "SELECT id, address, reach, lang, zone, verified_at IS NOT NULL AS verified FROM contact_point WHERE id = ?1 AND kind = 'number'",
    )?
        .query_row([id], |row| {
            let address: String = row.get("address")?;
            let reach: String = row.get("reach")?;
            Ok((address, reach, row.get("verified")?, codec::lang(row, "lang")?, row.get("zone")?))
        })
        .optional()?
        .ok_or(StoreError::Missing(Thing::Number))
        .and_then(|(address, reach, verified, lang, zone)| {
            let number = PhoneNumber::from_e164(&address)
                .map_err(|error| StoreError::Damaged(error.to_string()))?;
            Ok(Contact { id, number, can_be_texted: reach == "text_and_call", verified, lang, zone })
        })
}

/// The contact point of a number, if there is one.
pub(super) fn find(tx: &Transaction<'_>, number: &PhoneNumber) -> Result<Option<i64>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT id FROM contact_point WHERE address = ?1")?;
    Ok(statement
        .query_row([number.as_e164()], |row| row.get(0))
        .optional()?)
}

/// The contact point of a number; made where there is none.
pub(super) fn find_or_make(
    tx: &Transaction<'_>,
    number: &PhoneNumber,
    lang: Lang,
    now: Now,
) -> Result<i64, StoreError> {
    if let Some(id) = find(tx, number)? {
        return Ok(id);
    }
    if let Some(id) = erased::come_back(tx, number.as_e164())? {
        return Ok(id);
    }
    tx.prepare_cached(
        "INSERT INTO contact_point (kind, address, reach, lang, created_at)
         VALUES ('number', ?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        number.as_e164(),
        if number.line_kind().can_be_texted() {
            "text_and_call"
        } else {
            "call_only"
        },
        lang.code(),
        ms(now.wall)
    ])?;
    Ok(tx.last_insert_rowid())
}

/// The customer of that name who has this contact point; made where there is none.
pub(super) fn customer_named(
    tx: &Transaction<'_>,
    name: &str,
    contact: Option<i64>,
    now: Now,
) -> Result<i64, StoreError> {
    if let Some(contact) = contact {
        let known = tx
            .prepare_cached(
                "SELECT customer.id FROM customer
                 JOIN customer_contact ON customer_contact.customer_id = customer.id
                 WHERE customer_contact.contact_id = ?1 AND customer.name = ?2 COLLATE NOCASE
                 ORDER BY customer.id LIMIT 1",
            )?
            .query_row(params![contact, name], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
    }
    tx.prepare_cached("INSERT INTO customer (name, created_at) VALUES (?1, ?2)")?
        .execute(params![name, ms(now.wall)])?;
    let id = tx.last_insert_rowid();
    if let Some(contact) = contact {
        tx.prepare_cached(
            "INSERT INTO customer_contact (customer_id, contact_id) VALUES (?1, ?2)",
        )?
        .execute([id, contact])?;
    }
    Ok(id)
}

/// The customer's vehicle of that name; made where there is none. A colour or a plate that is new
/// is kept.
pub(super) fn vehicle_named(
    tx: &Transaction<'_>,
    customer: i64,
    name: &str,
    colour: &str,
    plate: &str,
    now: Now,
) -> Result<i64, StoreError> {
    let known: Option<i64> = tx
        .prepare_cached(
            "SELECT id FROM vehicle WHERE customer_id = ?1 AND name = ?2 COLLATE NOCASE",
        )?
        .query_row(params![customer, name], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        tx.prepare_cached(
            "UPDATE vehicle SET colour = CASE ?2 WHEN '' THEN colour ELSE ?2 END,
                 plate = CASE ?3 WHEN '' THEN plate ELSE ?3 END WHERE id = ?1",
        )?
        .execute(params![id, colour, plate])?;
        return Ok(id);
    }
    tx.prepare_cached(
        "INSERT INTO vehicle (customer_id, name, colour, plate, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![customer, name, colour, plate, ms(now.wall)])?;
    Ok(tx.last_insert_rowid())
}

impl Store {
    /// The contact point of a number, if there is one.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn contact_of(&self, number: PhoneNumber) -> Result<Option<Contact>, StoreError> {
        self.read(move |tx| find(tx, &number)?.map(|id| contact(tx, id)).transpose())
            .await
    }
}
