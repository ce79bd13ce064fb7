//! Everything that is kept about one person, for that person to have.

use super::codec::instant;
use super::{Deed, Store, StoreError, Thing};
use crate::domain::time::Now;
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, Transaction};
use serde_json::{Map, Value, json};

/// The tables that hold something about a person, by what they are called in the file. `?1` is the
/// customer. A column whose name ends in `_at` is an instant.
const PARTS: &[(&str, &str)] = &[
    (
        "vehicles",
        "SELECT name, colour, plate, created_at FROM vehicle WHERE customer_id = ?1 ORDER BY id",
    ),
    (
        "jobs",
        "SELECT job.id AS number, state, work, note, vehicle.name AS vehicle, comes_at, promised_at, ready_at, job.created_at,
             created_by, tell FROM job LEFT JOIN vehicle ON vehicle.id = vehicle_id WHERE job.customer_id = ?1 ORDER BY job.id",
    ),
    (
        "lines_of_work",
        "SELECT job_id AS job, seq, words, price, standing FROM job_line
         WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1) ORDER BY job_id, seq",
    ),
    (
        "contact_points",
        "SELECT contact_point.id AS number, kind, address, reach, lang, zone, verified_at, verified_how, created_at
         FROM contact_point JOIN customer_contact ON contact_id = contact_point.id WHERE customer_id = ?1
         ORDER BY contact_point.id",
    ),
    (
        "texts_from_them",
        "SELECT inbox.id AS number, contact_id AS contact_point, sender, words, kind, sc_at, received_at, class,
             decision, reviewed_at, reviewed_by, (SELECT group_concat(hex(bytes), ' ') FROM tpdu WHERE inbox_id = inbox.id) AS tpdu
         FROM inbox WHERE contact_id IN (SELECT contact_id FROM customer_contact WHERE customer_id = ?1) ORDER BY inbox.id",
    ),
    (
        "texts_to_them",
        "SELECT id AS number, contact_id AS contact_point, purpose, kind, words, job_id AS job, asked_by, state, reason,
             created_at, settled_at, template, consent_row, checked_at AS consent_checked_at,
             local_time AS their_local_time, zone_from AS local_time_from FROM outbox
         WHERE contact_id IN (SELECT contact_id FROM customer_contact WHERE customer_id = ?1) ORDER BY id",
    ),
    (
        "consent",
        "SELECT ledger.id AS row, contact_id AS contact_point, event, scope, method, actor, about, occurred_at, recorded_at,
             clock_trusted, lower(hex(commitment)) AS commitment, lower(hex(row_hash)) AS row_hash, lower(hex(salt)) AS salt,
             body AS evidence FROM ledger LEFT JOIN evidence ON ledger_id = ledger.id
         WHERE contact_id IN (SELECT contact_id FROM customer_contact WHERE customer_id = ?1) ORDER BY ledger.id",
    ),
    (
        "signatures",
        "SELECT signing.id AS number, job_id AS job, way, lang, opened_at, opened_by, done_at, done_by, answers, initials, strokes
         FROM signing WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1) ORDER BY signing.id",
    ),
    (
        "signed_sheets",
        "SELECT attachment.id AS number, signing_id AS signature, kind, lower(hex(sha256)) AS sha256, lower(hex(bytes)) AS bytes,
             made_at, made_by FROM attachment JOIN signing ON signing.id = signing_id
         WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1) ORDER BY attachment.id",
    ),
    (
        "receipts",
        "SELECT id AS number, job_id AS job, made_at, made_by, head_row, lower(hex(head)) AS head, body FROM receipt
         WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1) ORDER BY id",
    ),
    (
        "scores",
        "SELECT job_id AS job, outbox_id AS question, score, inbox_id AS answer, answered_at, thanks_id AS thanks FROM feedback
         WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1) ORDER BY job_id",
    ),
    (
        "offers",
        "SELECT job_id AS job, outbox_id AS text, code, shared, expires_at FROM offer
         WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1) ORDER BY job_id",
    ),
    (
        "redeemed_codes",
        "SELECT code, job_id AS job, at AS redeemed_at, by, undone_at, undone_by FROM redemption WHERE customer_id = ?1 ORDER BY id",
    ),
    (
        "things_to_do",
        "SELECT kind, why, opened_at, closed_at, closed_by, outcome FROM task
         WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)
             OR contact_id IN (SELECT contact_id FROM customer_contact WHERE customer_id = ?1) ORDER BY id",
    ),
];

impl Store {
    /// Everything that is kept about a customer, with the proofs. Who asked for it is noted.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn export_person(
        &self,
        customer: i64,
        by: String,
        now: Now,
    ) -> Result<Value, StoreError> {
        self.write(move |tx| {
            let everything = export(tx, customer)?;
            Deed::Exported { customer }.note(tx, &by, now)?;
            Ok(everything)
        })
        .await
    }
}

fn export(tx: &Transaction<'_>, customer: i64) -> Result<Value, StoreError> {
    let (name, note, since): (String, String, i64) = tx
        .prepare_cached(
            "SELECT name, note, created_at FROM customer WHERE id = ?1 AND erased_at IS NULL",
        )?
        .query_row([customer], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?
        .ok_or(StoreError::Missing(Thing::Customer))?;
    let mut whole = Map::new();
    whole.insert("customer".to_owned(), json!(customer));
    whole.insert("name".to_owned(), json!(name));
    whole.insert("note".to_owned(), json!(note));
    whole.insert("known_since".to_owned(), json!(instant(since)));
    for (part, sql) in PARTS {
        let mut statement = tx.prepare(sql)?;
        let columns: Vec<String> = statement
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let rows = statement.query_map([customer], |row| object(row, &columns))?;
        let rows: Vec<Value> = rows.collect::<Result<_, _>>()?;
        whole.insert((*part).to_owned(), Value::Array(rows));
    }
    Ok(Value::Object(whole))
}

fn object(row: &Row<'_>, columns: &[String]) -> rusqlite::Result<Value> {
    let mut fields = Map::new();
    for (index, column) in columns.iter().enumerate() {
        let value = match row.get_ref(index)? {
            ValueRef::Integer(ms) if column.ends_with("_at") => json!(instant(ms)),
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(words) => json!(String::from_utf8_lossy(words)),
            ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        };
        fields.insert(column.clone(), value);
    }
    Ok(Value::Object(fields))
}
