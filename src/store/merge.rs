//! Two entries of one person become one. Consent stays with the number, so nothing of it moves.

use super::{Deed, Store, StoreError, Thing};
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};

/// What a merge would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The name that goes.
    pub name: String,
    /// The note that goes to the end of the other one; empty for none.
    pub note: String,
    /// How many jobs change hands.
    pub jobs: i64,
    /// The vehicles that change hands.
    pub vehicles: Vec<String>,
    /// The numbers and e-mail addresses that then reach the one who stays.
    pub addresses: Vec<String>,
}

impl Store {
    /// What a merge of that customer into another would move.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn merge_preview(&self, gone: i64) -> Result<Merge, StoreError> {
        self.read(move |tx| preview(tx, gone)).await
    }

    /// Makes two entries one: everything of `gone` is `kept`'s from now on.
    ///
    /// # Errors
    /// When there is no such customer, or both are the same.
    pub async fn merge(
        &self,
        kept: i64,
        gone: i64,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            if kept == gone {
                return Err(StoreError::Missing(Thing::SecondCustomer));
            }
            let moved = preview(tx, gone)?;
            preview(tx, kept)?;
            vehicles(tx, kept, gone)?;
            for sql in [
                "UPDATE job SET customer_id = ?1 WHERE customer_id = ?2",
                "UPDATE redemption SET customer_id = ?1 WHERE customer_id = ?2",
                "INSERT OR IGNORE INTO customer_contact (customer_id, contact_id)
                     SELECT ?1, contact_id FROM customer_contact WHERE customer_id = ?2",
                "DELETE FROM customer_contact WHERE customer_id = ?2 AND ?1 <> ?2",
                "UPDATE customer SET note = trim(note || char(10) || (SELECT note FROM customer WHERE id = ?2), char(10))
                     WHERE id = ?1",
                "DELETE FROM customer WHERE id = ?2 AND ?1 <> ?2",
            ] {
                tx.prepare_cached(sql)?.execute([kept, gone])?;
            }
            Deed::Merged { gone, kept, jobs: moved.jobs }.note(tx, &by, now)
        })
        .await
    }

    /// Changes a customer's name and note.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn change_customer(
        &self,
        customer: i64,
        name: String,
        note: String,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let changed = tx
                .prepare_cached(
                    "UPDATE customer SET name = ?2, note = ?3 WHERE id = ?1 AND erased_at IS NULL",
                )?
                .execute(params![customer, name, note])?;
            if changed == 0 {
                return Err(StoreError::Missing(Thing::Customer));
            }
            Deed::ChangedCustomer { customer }.note(tx, &by, now)
        })
        .await
    }
}

fn preview(tx: &Transaction<'_>, customer: i64) -> Result<Merge, StoreError> {
    let (name, note) = tx
        .prepare_cached("SELECT name, note FROM customer WHERE id = ?1 AND erased_at IS NULL")?
        .query_row([customer], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(StoreError::Missing(Thing::Customer))?;
    let all = |sql: &str| -> Result<Vec<String>, StoreError> {
        let mut statement = tx.prepare_cached(sql)?;
        let rows = statement.query_map([customer], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    Ok(Merge {
        name,
        note,
        jobs: tx
            .prepare_cached("SELECT count(*) FROM job WHERE customer_id = ?1")?
            .query_row([customer], |row| row.get(0))?,
        vehicles: all("SELECT name FROM vehicle WHERE customer_id = ?1 ORDER BY id")?,
        addresses: all(
            "SELECT address FROM contact_point JOIN customer_contact ON contact_id = contact_point.id
             WHERE customer_id = ?1 ORDER BY contact_point.id",
        )?,
    })
}

/// A vehicle that both have becomes one.
fn vehicles(tx: &Transaction<'_>, kept: i64, gone: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE job SET vehicle_id = (SELECT same.id FROM vehicle AS same JOIN vehicle AS theirs ON theirs.id = job.vehicle_id
             WHERE same.customer_id = ?1 AND same.name = theirs.name COLLATE NOCASE)
         WHERE customer_id = ?2 AND EXISTS (SELECT 1 FROM vehicle AS same JOIN vehicle AS theirs ON theirs.id = job.vehicle_id
             WHERE same.customer_id = ?1 AND same.name = theirs.name COLLATE NOCASE)",
    )?
    .execute([kept, gone])?;
    tx.prepare_cached(
        "UPDATE vehicle SET plate = theirs.plate
         FROM vehicle AS theirs WHERE theirs.customer_id = ?2 AND vehicle.customer_id = ?1
             AND theirs.name = vehicle.name COLLATE NOCASE AND vehicle.plate = ''",
    )?
    .execute([kept, gone])?;
    tx.prepare_cached(
        "DELETE FROM vehicle WHERE customer_id = ?2
             AND name COLLATE NOCASE IN (SELECT name FROM vehicle WHERE customer_id = ?1)",
    )?
    .execute([kept, gone])?;
    tx.prepare_cached("UPDATE vehicle SET customer_id = ?1 WHERE customer_id = ?2")?
        .execute([kept, gone])?;
    Ok(())
}
