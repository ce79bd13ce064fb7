//! Who a contact point belongs to, as a page shows it.

use super::super::{Store, StoreError, codec, erased, ledger, people as store_people};
use super::Look;
use crate::domain::consent::Standing;
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Row};

/// How a customer can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The contact point.
    pub contact: i64,
    /// Its phone number.
    pub number: PhoneNumber,
    /// Whether it can be texted.
    pub can_be_texted: bool,
    /// The language that its owner reads.
    pub lang: Lang,
    /// Where its consent stands.
    pub standing: Standing,
}

impl Store {
    /// How whoever has that number can be reached. None: nobody knows it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reach_of(
        &self,
        number: PhoneNumber,
        now: Now,
    ) -> Result<Option<Reach>, StoreError> {
        self.read(move |tx| {
            let look = Look { tx, run: "", now };
            let contact = store_people::find(tx, &number)?;
            contact.map_or(Ok(None), |contact| look.reach(contact))
        })
        .await
    }
}

impl Look<'_> {
    /// A contact point that is a phone number.
    pub(super) fn reach(&self, contact: i64) -> Result<Option<Reach>, StoreError> {
        let found = self
            .tx
            .prepare_cached(
                "SELECT address, reach, lang FROM contact_point WHERE id = ?1 AND kind = 'number'",
            )?
            .query_row([contact], |row| {
                let can_be_texted = row.get_ref(1)?.as_str()? == "text_and_call";
                Ok((
                    row.get::<_, String>(0)?,
                    can_be_texted,
                    codec::lang(row, 2)?,
                ))
            })
            .optional()?;
        let Some((address, can_be_texted, lang)) = found else {
            return Ok(None);
        };
        // Nothing leads to someone who was erased.
        if address.starts_with(erased::PREFIX) {
            return Ok(None);
        }
        Ok(Some(Reach {
            contact,
            number: number(&address)?,
            can_be_texted,
            lang,
            standing: ledger::standing(self.tx, contact)?,
        }))
    }

    /// The names of the customers who share a contact point, the newest first.
    pub(super) fn names(&self, contact: i64) -> Result<Vec<String>, StoreError> {
        let customers = self.customers(contact)?;
        Ok(customers.into_iter().map(|(_, name)| name).collect())
    }

    /// The customers who share a contact point with their names, the newest first.
    pub(super) fn customers(&self, contact: i64) -> Result<Vec<(i64, String)>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT customer.id AS id, customer.name AS name FROM customer_contact
             JOIN customer ON customer.id = customer_contact.customer_id
             WHERE customer_contact.contact_id = ?1 ORDER BY customer.id DESC LIMIT 5",
        )?;
        let rows = statement.query_map([contact], |row: &Row<'_>| {
            Ok((row.get("id")?, row.get("name")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn number(address: &str) -> Result<PhoneNumber, StoreError> {
    PhoneNumber::from_e164(address).map_err(|error| StoreError::Damaged(error.to_string()))
}
