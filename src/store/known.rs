//! Customers who were here before, found by name, plate or number.

use super::codec;
use super::{Store, StoreError, people};
use crate::domain::phone::PhoneNumber;
use rusqlite::{Params, Transaction, params};

/// A customer who was here before, with one vehicle of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The customer.
    pub customer: i64,
    /// The name. Where it isn't needed to tell people apart, the first word of it is shown.
    pub name: String,
    /// The vehicle; None where they never came with one.
    pub vehicle: Option<i64>,
    /// What people call it; empty without one.
    pub vehicle_name: String,
    /// Its colour.
    pub colour: String,
    /// Its plate.
    pub plate: String,
    /// The last two digits of the customer's newest number; empty without one.
    pub number_end: String,
}

impl Known {
    /// The first word of the name.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or_default()
    }
}

/// As many are shown: who isn't among them is found by typing more.
const SHOWN: usize = 6;
/// Fewer letters would find half the town.
const FEWEST_LETTERS: usize = 2;

const COLUMNS: &str = "SELECT customer.id AS customer, customer.name AS name, vehicle.id AS vehicle,
        coalesce(vehicle.name, '') AS vehicle_name, coalesce(colour, '') AS colour, coalesce(plate, '') AS plate,
        coalesce((SELECT substr(address, -2) FROM customer_contact AS theirs
             JOIN contact_point ON contact_point.id = theirs.contact_id
             WHERE theirs.customer_id = customer.id AND kind = 'number' AND address LIKE '+%'
             ORDER BY theirs.contact_id DESC LIMIT 1), '') AS number_end";
/// Each vehicle of a customer, the newest first; a customer without one stays in.
const VEHICLES: &str = "LEFT JOIN vehicle ON vehicle.customer_id = customer.id";

impl Store {
    /// Who may be meant by what has been typed: the beginning of a name, a plate, or a whole number
    /// (`number`, where it can be read as one).
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn known(
        &self,
        name: String,
        plate: String,
        number: Option<PhoneNumber>,
    ) -> Result<Vec<Known>, StoreError> {
        self.read(move |tx| {
            let mut found = Vec::new();
            if let Some(contact) = number
                .map(|number| people::find(tx, &number))
                .transpose()?
                .flatten()
            {
                found.extend(of_contact(tx, contact)?);
            }
            let plate = plate_key(&plate);
            if plate.chars().count() >= FEWEST_LETTERS {
                found.extend(by_plate(tx, &plate)?);
            }
            if name.chars().count() >= FEWEST_LETTERS {
                found.extend(by_name(tx, &name)?);
                // The name's field takes a plate as well.
                found.extend(by_plate(tx, &plate_key(&name))?);
            }
            let mut shown: Vec<Known> = Vec::new();
            for known in found {
                let is_new = !shown.iter().any(|other| {
                    (other.customer, other.vehicle) == (known.customer, known.vehicle)
                });
                if is_new && shown.len() < SHOWN {
                    shown.push(known);
                }
            }
            Ok(shown)
        })
        .await
    }

    /// A customer with each of their vehicles, the newest first; one row without any.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn known_customer(&self, customer: i64) -> Result<Vec<Known>, StoreError> {
        self.read(move |tx| of_customer(tx, customer)).await
    }
}

/// The customers whom a contact point serves, each with their vehicles.
pub(super) fn of_contact(tx: &Transaction<'_>, contact: i64) -> Result<Vec<Known>, StoreError> {
    list(
        tx,
        &format!(
            "{COLUMNS} FROM customer_contact JOIN customer ON customer.id = customer_contact.customer_id
             {VEHICLES} WHERE contact_id = ?1 ORDER BY customer.id DESC, vehicle.id DESC LIMIT {SHOWN}"
        ),
        [contact],
    )
}

pub(super) fn of_customer(tx: &Transaction<'_>, customer: i64) -> Result<Vec<Known>, StoreError> {
    list(
        tx,
        &format!(
            "{COLUMNS} FROM customer {VEHICLES} WHERE customer.id = ?1
             ORDER BY vehicle.id DESC LIMIT {SHOWN}"
        ),
        [customer],
    )
}

/// Names that begin so; the index folds the case of Latin letters only.
fn by_name(tx: &Transaction<'_>, typed: &str) -> Result<Vec<Known>, StoreError> {
    let after = format!("{typed}\u{10ffff}");
    list(tx, &by_name_sql(), params![typed, after])
}

fn by_name_sql() -> String {
    format!(
        "{COLUMNS} FROM (SELECT id, name FROM customer AS named
             WHERE name COLLATE NOCASE >= ?1 AND name COLLATE NOCASE < ?2 LIMIT 40) AS customer
         {VEHICLES} ORDER BY customer.id DESC, vehicle.id DESC LIMIT {SHOWN}"
    )
}

fn by_plate(tx: &Transaction<'_>, key: &str) -> Result<Vec<Known>, StoreError> {
    list(tx, &by_plate_sql(), [key])
}

fn by_plate_sql() -> String {
    format!(
        "{COLUMNS} FROM vehicle JOIN customer ON customer.id = vehicle.customer_id
         WHERE replace(replace(upper(plate), ' ', ''), '-', '') = ?1 AND plate <> ''
         ORDER BY vehicle.id DESC LIMIT {SHOWN}"
    )
}

fn list(tx: &Transaction<'_>, sql: &str, params: impl Params) -> Result<Vec<Known>, StoreError> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| {
        Ok(Known {
            customer: row.get("customer")?,
            name: row.get("name")?,
            vehicle: row.get("vehicle")?,
            vehicle_name: row.get("vehicle_name")?,
            colour: row.get("colour")?,
            plate: row.get("plate")?,
            number_end: row.get("number_end")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A plate without what people put between its letters. As SQLite's `upper`, which knows ASCII.
fn plate_key(typed: &str) -> String {
    let kept = typed.chars().filter(|c| !matches!(c, ' ' | '-'));
    kept.collect::<String>().to_ascii_uppercase()
}

/// The numbers of a customer, the newest first.
pub(super) fn numbers_of(
    tx: &Transaction<'_>,
    customer: i64,
) -> Result<Vec<PhoneNumber>, StoreError> {
    addresses(tx, customer, "number")?
        .into_iter()
        .map(|address| {
            PhoneNumber::from_e164(&address).map_err(|error| StoreError::Damaged(error.to_string()))
        })
        .collect()
}

/// The e-mail addresses of a customer, the newest first.
pub(super) fn emails_of(tx: &Transaction<'_>, customer: i64) -> Result<Vec<String>, StoreError> {
    addresses(tx, customer, "email")
}

fn addresses(tx: &Transaction<'_>, customer: i64, kind: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT address FROM contact_point JOIN customer_contact ON contact_id = contact_point.id
         WHERE customer_id = ?1 AND kind = ?2
         ORDER BY (SELECT max(id) FROM job WHERE job.contact_id = contact_point.id
             AND job.customer_id = ?1) DESC, contact_point.id DESC LIMIT 4",
    )?;
    let rows = statement.query_map(params![customer, kind], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How a customer wanted to be told the last time.
pub(super) fn told_last(
    tx: &Transaction<'_>,
    customer: i64,
    but: i64,
) -> Result<Option<crate::domain::job::Tell>, StoreError> {
    use rusqlite::OptionalExtension;
    let mut statement = tx.prepare_cached(
        "SELECT tell FROM job WHERE customer_id = ?1 AND id <> ?2 ORDER BY id DESC LIMIT 1",
    )?;
    Ok(statement
        .query_row([customer, but], |row| codec::tell(row, "tell"))
        .optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    /// With 100,000 customers a search must not read them all.
    #[test]
    fn who_was_here_before_is_found_by_an_index() {
        let database = Connection::open_in_memory().unwrap();
        let spine = include_str!("../../migrations/001_create_spine.sql");
        database.execute_batch(spine).unwrap();
        for sql in [by_name_sql(), by_plate_sql()] {
            let mut explain = database
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let count = explain.parameter_count();
            let any = vec!["x"; count];
            let steps = explain
                .query_map(rusqlite::params_from_iter(any), |row| {
                    row.get::<_, String>("detail")
                })
                .unwrap();
            for step in steps.map(Result::unwrap) {
                // The few that the index gave are gone through; "customer" is their name here.
                let reads_all = step.starts_with("SCAN") && step != "SCAN customer";
                assert!(!reads_all, "{step} in {sql}");
            }
        }
    }
}
