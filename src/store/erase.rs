//! One person is erased: the name, the vehicles, what was texted both ways, signatures, pictures and
//! the ledger's evidence. It can't be undone.
//!
//! What stays: the jobs with their work and prices, for the shop's books, and the ledger's rows, which
//! hold nothing personal. A number that nobody else has is known from then on only by its keyed hash
//! (see [`super::erased`]), and its consent has ended: when it comes back, only its owner's own word
//! or signature brings texts back.

use super::codec::ms;
use super::erased::pseudonym;
use super::error::Needed;
use super::ledger::{NewRow, append};
use super::outbox;
use super::{Deed, Store, StoreError, Thing};
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;

/// What an erasure would take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasing {
    /// The customer's name.
    pub name: String,
    /// The numbers and addresses that go with the person.
    pub own: Vec<String>,
    /// Those that others have as well: they stay, with their texts and their consent.
    pub shared: Vec<String>,
    /// How many vehicles.
    pub vehicles: i64,
    /// How many jobs lose the name.
    pub jobs: i64,
    /// Jobs that are still open: they come first.
    pub open: Vec<i64>,
    /// How many texts, both ways.
    pub texts: i64,
    /// How many of the ledger's rows lose their evidence.
    pub evidence: i64,
}

/// A person, as far as the erasure needs it.
struct Whole {
    name: String,
    own: Vec<i64>,
    shared: Vec<i64>,
}

/// Rows of raw TPDUs that one transaction looks through: whoever wants to send waits no longer.
const AT_A_TIME: i64 = 20_000;

impl Store {
    /// What erasing that customer would take away.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn erase_preview(&self, customer: i64) -> Result<Erasing, StoreError> {
        self.read(move |tx| preview(tx, customer)).await
    }

    /// Erases a person, and folds the log back so that no trace is left in it.
    ///
    /// # Errors
    /// [`StoreError::StillNeeded`] while a job of theirs is open, a text of theirs is just leaving, or
    /// one lies on the modem.
    pub async fn erase(&self, customer: i64, by: String, now: Now) -> Result<(), StoreError> {
        let last = self.write(move |tx| check(tx, customer)).await?;
        // Reports carry the number too, and are not tied to it: all that ever came in is looked through.
        let mut from = 0;
        while from <= last {
            let until = from + AT_A_TIME;
            self.write(move |tx| blank_raw(tx, customer, from, until))
                .await?;
            from = until;
        }
        self.write(move |tx| {
            check(tx, customer)?;
            blank_raw(tx, customer, last, i64::MAX)?;
            erase(tx, customer, &by, now)
        })
        .await?;
        self.fold_log().await
    }
}

fn whole(tx: &Transaction<'_>, customer: i64) -> Result<Whole, StoreError> {
    let name = tx
        .prepare_cached("SELECT name FROM customer WHERE id = ?1 AND erased_at IS NULL")?
        .query_row([customer], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Missing(Thing::Customer))?;
    let mut statement = tx.prepare_cached(
        "SELECT contact_id, EXISTS (SELECT 1 FROM customer_contact AS other
                 WHERE other.contact_id = linked.contact_id AND other.customer_id <> ?1) AS shared
         FROM (SELECT contact_id FROM customer_contact WHERE customer_id = ?1
               UNION SELECT contact_id FROM job WHERE customer_id = ?1 AND contact_id IS NOT NULL
               UNION SELECT email_id FROM job WHERE customer_id = ?1 AND email_id IS NOT NULL) AS linked
         ORDER BY contact_id",
    )?;
    let rows = statement.query_map([customer], |row| {
        Ok((row.get::<_, i64>("contact_id")?, row.get("shared")?))
    })?;
    let mut found = Whole {
        name,
        own: Vec::new(),
        shared: Vec::new(),
    };
    for row in rows {
        let (contact, shared) = row?;
        if shared {
            found.shared.push(contact);
        } else {
            found.own.push(contact);
        }
    }
    Ok(found)
}

fn preview(tx: &Transaction<'_>, customer: i64) -> Result<Erasing, StoreError> {
    let person = whole(tx, customer)?;
    let addresses = |of: &[i64]| -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        for contact in of {
            found.push(address(tx, *contact)?);
        }
        Ok(found)
    };
    let count = |sql: &str, key: i64| -> Result<i64, StoreError> {
        Ok(tx.prepare_cached(sql)?.query_row([key], |row| row.get(0))?)
    };
    let (mut texts, mut evidence) = (0, 0);
    for contact in &person.own {
        texts += count("SELECT count(*) FROM inbox WHERE contact_id = ?1", *contact)?;
        texts += count(
            "SELECT count(*) FROM outbox WHERE contact_id = ?1",
            *contact,
        )?;
        evidence += count(
            "SELECT count(*) FROM ledger WHERE contact_id = ?1",
            *contact,
        )?;
    }
    Ok(Erasing {
        own: addresses(&person.own)?,
        shared: addresses(&person.shared)?,
        vehicles: count(
            "SELECT count(*) FROM vehicle WHERE customer_id = ?1",
            customer,
        )?,
        jobs: count("SELECT count(*) FROM job WHERE customer_id = ?1", customer)?,
        open: open_jobs(tx, customer)?,
        texts,
        evidence,
        name: person.name,
    })
}

fn address(tx: &Transaction<'_>, contact: i64) -> Result<String, StoreError> {
    Ok(tx
        .prepare_cached("SELECT address FROM contact_point WHERE id = ?1")?
        .query_row([contact], |row| row.get(0))?)
}

fn open_jobs(tx: &Transaction<'_>, customer: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id FROM job WHERE customer_id = ?1
             AND state IN ('booked', 'waiting', 'in_bay', 'ready') ORDER BY id",
    )?;
    let rows = statement.query_map([customer], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn jobs_of(tx: &Transaction<'_>, customer: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT id FROM job WHERE customer_id = ?1 ORDER BY id")?;
    let rows = statement.query_map([customer], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the person can be erased now. Returns the last raw TPDU that there is.
fn check(tx: &Transaction<'_>, customer: i64) -> Result<i64, StoreError> {
    let person = whole(tx, customer)?;
    if !open_jobs(tx, customer)?.is_empty() {
        return Err(StoreError::StillNeeded(Needed::OpenJob));
    }
    for contact in person.own {
        if outbox::waiting(tx, "contact_id = ?1", contact)?
            .iter()
            .any(|text| text.in_flight)
        {
            return Err(StoreError::StillNeeded(Needed::Leaving));
        }
        let on_the_modem = tx
            .prepare_cached("SELECT 1 FROM tpdu WHERE sim_copy_pending = 1 AND contact_id = ?1")?
            .exists([contact])?;
        if on_the_modem {
            return Err(StoreError::StillNeeded(Needed::OnModem));
        }
    }
    Ok(tx
        .prepare_cached("SELECT coalesce(max(id), 0) FROM tpdu")?
        .query_row([], |row| row.get(0))?)
}

/// Takes the bytes out of what came in from the person's numbers, and of the reports about them.
fn blank_raw(tx: &Transaction<'_>, customer: i64, from: i64, until: i64) -> Result<(), StoreError> {
    for contact in whole(tx, customer)?.own {
        let address = address(tx, contact)?;
        let digits = address.trim_start_matches('+');
        // A network may leave the country's code out. No two numbers of a country end in the same
        // ten digits.
        let national = digits.len().saturating_sub(10);
        let national = digits.get(national..).unwrap_or(digits);
        tx.prepare_cached(
            "UPDATE tpdu SET bytes = x'', sender = '' WHERE id >= ?1 AND id < ?2
                 AND (contact_id = ?3 OR sender IN (?4, ?5, ?6))",
        )?
        .execute(params![from, until, contact, address, digits, national])?;
    }
    Ok(())
}

fn erase(tx: &Transaction<'_>, customer: i64, by: &str, now: Now) -> Result<(), StoreError> {
    let person = whole(tx, customer)?;
    for contact in &person.own {
        forget_contact(tx, *contact, by, now)?;
    }
    for job in jobs_of(tx, customer)? {
        // What follows a pick-up may still wait, on a number that others have as well.
        outbox::cancel_for_job(tx, job, Why::Erased.as_str(), now, |_| true)?;
    }
    for contact in &person.shared {
        // On a number that others have too, what proves this person's own acts goes.
        tx.prepare_cached(
            "DELETE FROM evidence WHERE ledger_id IN (SELECT id FROM ledger WHERE contact_id = ?1)
                 AND (json_extract(body, '$.job') IN (SELECT id FROM job WHERE customer_id = ?2)
                      OR json_extract(body, '$.said_by') = ?3)",
        )?
        .execute(params![contact, customer, person.name])?;
    }
    for sql in [
        "UPDATE outbox SET words = '' WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)",
        "DELETE FROM task WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)",
        "DELETE FROM attachment WHERE signing_id IN (SELECT signing.id FROM signing
             JOIN job ON job.id = signing.job_id WHERE customer_id = ?1)",
        "DELETE FROM receipt WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)",
        "UPDATE signing SET answers = '[]', initials = '', strokes = ''
             WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)",
        // The score stays for the shop's figures, without the text that gave it.
        "UPDATE feedback SET inbox_id = NULL WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)",
        "DELETE FROM offer WHERE job_id IN (SELECT id FROM job WHERE customer_id = ?1)",
        "DELETE FROM redemption WHERE customer_id = ?1",
        "UPDATE job SET note = '', contact_id = NULL, email_id = NULL, vehicle_id = NULL WHERE customer_id = ?1",
        "DELETE FROM vehicle WHERE customer_id = ?1",
        "DELETE FROM customer_contact WHERE customer_id = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([customer])?;
    }
    tx.prepare_cached("UPDATE customer SET name = '', note = '', erased_at = ?2 WHERE id = ?1")?
        .execute(params![customer, ms(now.wall)])?;
    Deed::Erased { customer }.note(tx, by, now)
}

/// Forgets a number that nobody else has, and ends its consent.
fn forget_contact(
    tx: &Transaction<'_>,
    contact: i64,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let why = Why::Erased.as_str();
    for text in outbox::waiting(tx, "contact_id = ?1", contact)? {
        outbox::drop_rest(tx, &text, TextState::Cancelled, why, now)?;
    }
    tx.prepare_cached(
        "UPDATE outbox SET state = 'cancelled', reason = ?2 WHERE contact_id = ?1 AND state = 'unsure'",
    )?
    .execute(params![contact, why])?;
    tx.prepare_cached(
        "UPDATE inbox SET words = '', sender = '', reviewed_at = coalesce(reviewed_at, ?2) WHERE contact_id = ?1",
    )?
    .execute(params![contact, ms(now.wall)])?;
    for sql in [
        "UPDATE outbox SET words = '' WHERE contact_id = ?1",
        "DELETE FROM evidence WHERE ledger_id IN (SELECT id FROM ledger WHERE contact_id = ?1)",
        "DELETE FROM task WHERE contact_id = ?1",
        // A call from before the number was known here names it.
        "DELETE FROM task WHERE why = 'missed_call:' || (SELECT address FROM contact_point WHERE id = ?1)",
        "DELETE FROM conversation WHERE contact_id = ?1",
        "DELETE FROM idempotency WHERE outbox_id IN (SELECT id FROM outbox WHERE contact_id = ?1)",
        "DELETE FROM suppression_key WHERE contact_id = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([contact])?;
    }
    let kept = pseudonym(tx, &address(tx, contact)?)?;
    tx.prepare_cached(
        "UPDATE contact_point SET address = ?2, lang = 'en', zone = '', verified_at = NULL, verified_how = ''
         WHERE id = ?1",
    )?
    .execute(params![contact, kept])?;
    let end = NewRow {
        contact,
        event: ConsentEvent::Revoke,
        scope: Scope::All,
        method: Method::Erasure,
        actor: Actor::Owner,
        about: None,
        occurred_at: now.wall,
        evidence: json!({ "staff": by }),
    };
    append(tx, end, now).map(drop)
}
