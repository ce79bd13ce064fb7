//! How the customer of a job is reached and told, and who of those who share a number it is.

use super::codec::ms;
use super::known::{self, Known};
use super::visits::customer_of;
use super::{Deed, Store, StoreError, Thing, jobs, outbox, people, tasks};
use crate::domain::job::{IntakeStep, Tell};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use rusqlite::{OptionalExtension, Transaction, params};

/// The second step: how the customer is reached and told.
#[derive(Debug, Clone)]
pub struct Reaching {
    /// The phone number; None for none.
    pub number: Option<PhoneNumber>,
    /// The number is for calls only: a landline, or no texts are wanted on it at all.
    pub call_only: bool,
    /// The e-mail address, in lower case; None for none.
    pub email: Option<String>,
    /// How the customer wants to be told.
    pub tell: Tell,
    /// The language that the customer reads.
    pub lang: Lang,
    /// Who of those who share the number it is.
    pub whose: Whose,
    /// Which of that customer's vehicles it is, where the job has none yet.
    pub vehicle: Option<i64>,
    /// Who writes it down.
    pub by: String,
}

/// Who of those who share a number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Nobody has asked yet.
    Unasked,
    /// This customer.
    This(i64),
    /// Somebody else, who has the same number.
    SomeoneElse,
}

impl Store {
    /// Writes down how the customer is reached. Where the number belongs to others as well and
    /// nobody has said who it is, nothing is changed and they are returned.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn reach(
        &self,
        job: i64,
        reaching: Reaching,
        now: Now,
    ) -> Result<Vec<Known>, StoreError> {
        self.write(move |tx| reach(tx, job, &reaching, now)).await
    }

    /// The customer wants no texts about this job after all, or wants them again.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn set_tell(
        &self,
        job: i64,
        tell: Tell,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let changed = tx
                .prepare_cached("UPDATE job SET tell = ?2, changed_at = ?3 WHERE id = ?1")?
                .execute(params![job, tell.as_str(), ms(now.wall)])?;
            if changed == 0 {
                return Err(StoreError::Missing(Thing::Job));
            }
            if !tell.by_text() {
                drop_codes(tx, job, Why::NoTextsWanted, now)?;
            }
            Deed::ToldBy { job, tell }.note(tx, &by, now)
        })
        .await
    }
}

fn reach(
    tx: &Transaction<'_>,
    job: i64,
    reaching: &Reaching,
    now: Now,
) -> Result<Vec<Known>, StoreError> {
    let mut customer = customer_of(tx, job)?;
    let before = jobs::job(tx, job)?;
    let known = match &reaching.number {
        Some(number) => people::find(tx, number)?,
        None => None,
    };
    let owners = match known {
        Some(contact) => known::of_contact(tx, contact)?,
        None => Vec::new(),
    };
    let is_one_of_them = |id: i64| owners.iter().any(|owner| owner.customer == id);
    match reaching.whose {
        Whose::This(id) if is_one_of_them(id) => customer = become_known(tx, job, customer, id)?,
        Whose::Unasked if !owners.is_empty() && !is_one_of_them(customer) => {
            // The same name on the same number is the same person.
            let mut same = owners
                .iter()
                .filter(|owner| owner.name.to_lowercase() == before.name.to_lowercase());
            match same.next() {
                Some(owner) if same.all(|other| other.customer == owner.customer) => {
                    customer = become_known(tx, job, customer, owner.customer)?;
                }
                _ => return Ok(owners),
            }
        }
        _ => {}
    }
    tx.prepare_cached(
        "UPDATE job SET vehicle_id = ?2 WHERE id = ?1 AND vehicle_id IS NULL
             AND EXISTS (SELECT 1 FROM vehicle WHERE id = ?2 AND customer_id = ?3)",
    )?
    .execute(params![job, reaching.vehicle, customer])?;
    let contact = match &reaching.number {
        Some(number) => Some(people::find_or_make(tx, number, reaching.lang, now)?),
        None => None,
    };
    if let Some(contact) = contact {
        link(tx, customer, contact)?;
        tx.prepare_cached("UPDATE contact_point SET lang = ?2 WHERE id = ?1")?
            .execute(params![contact, reaching.lang.code()])?;
        // Who wants calls says nothing about what the line can do for others who share it.
        let reach = match (reaching.call_only, reaching.tell.by_text()) {
            (true, _) => Some("call_only"),
            (false, true) => Some("text_and_call"),
            (false, false) => None,
        };
        tx.prepare_cached("UPDATE contact_point SET reach = coalesce(?2, reach) WHERE id = ?1")?
            .execute(params![contact, reach])?;
    }
    let email = match &reaching.email {
        Some(address) => Some(email_point(tx, address, reaching.lang, now)?),
        None => None,
    };
    if let Some(email) = email {
        link(tx, customer, email)?;
    }
    // Who is reached as before has nothing to do again.
    let is_as_before = before.intake == IntakeStep::Done
        && before.contact == contact
        && before.tell.by_text() == reaching.tell.by_text();
    let step = match contact {
        _ if is_as_before => IntakeStep::Done,
        Some(_) if reaching.tell.by_text() => IntakeStep::Consent,
        _ => IntakeStep::Receipt,
    };
    tx.prepare_cached(
        "UPDATE job SET contact_id = ?2, email_id = ?3, tell = ?4, intake = ?5, changed_at = ?6
         WHERE id = ?1",
    )?
    .execute(params![
        job,
        contact,
        email,
        reaching.tell.as_str(),
        step.as_str(),
        ms(now.wall)
    ])?;
    if before.contact != contact || !reaching.tell.by_text() {
        drop_codes(tx, job, Why::NumberReplaced, now)?;
    }
    if let Some(old) = before.contact.filter(|old| Some(*old) != contact) {
        unlink(tx, customer, old)?;
        tasks::number_replaced(tx, old, &reaching.by, now)?;
    }
    Deed::ToldBy {
        job,
        tell: reaching.tell,
    }
    .note(tx, &reaching.by, now)?;
    Ok(Vec::new())
}

/// The customer of a job turns out to be one who was here before: the job and its vehicle are
/// theirs, and who was written down anew for it goes.
fn become_known(tx: &Transaction<'_>, job: i64, from: i64, to: i64) -> Result<i64, StoreError> {
    if from == to {
        return Ok(to);
    }
    let vehicle: Option<(i64, String)> = tx
        .prepare_cached(
            "SELECT vehicle.id, vehicle.name FROM job JOIN vehicle ON vehicle.id = vehicle_id
             WHERE job.id = ?1",
        )?
        .query_row([job], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, name)) = vehicle {
        let theirs: Option<i64> = tx
            .prepare_cached(
                "SELECT id FROM vehicle WHERE customer_id = ?1 AND name = ?2 COLLATE NOCASE",
            )?
            .query_row(params![to, name], |row| row.get(0))
            .optional()?;
        match theirs {
            Some(theirs) => {
                tx.prepare_cached("UPDATE job SET vehicle_id = ?2 WHERE id = ?1")?
                    .execute([job, theirs])?;
            }
            None => {
                tx.prepare_cached("UPDATE vehicle SET customer_id = ?2 WHERE id = ?1")?
                    .execute([id, to])?;
            }
        }
    }
    tx.prepare_cached("UPDATE job SET customer_id = ?2 WHERE id = ?1")?
        .execute([job, to])?;
    tidy(tx, from)?;
    Ok(to)
}

/// Forgets a customer whom nothing is about any more.
pub(super) fn tidy(tx: &Transaction<'_>, customer: i64) -> Result<(), StoreError> {
    let used = tx
        .prepare_cached("SELECT 1 FROM job WHERE customer_id = ?1")?
        .exists([customer])?;
    if used {
        return Ok(());
    }
    for sql in [
        "DELETE FROM vehicle WHERE customer_id = ?1",
        "DELETE FROM customer_contact WHERE customer_id = ?1",
        "DELETE FROM customer WHERE id = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([customer])?;
    }
    Ok(())
}

fn link(tx: &Transaction<'_>, customer: i64, contact: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO customer_contact (customer_id, contact_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?
    .execute([customer, contact])?;
    Ok(())
}

/// A number that was typed wrong belongs to this customer no more, unless it was ever proved, agreed
/// to anything, or served another job.
fn unlink(tx: &Transaction<'_>, customer: i64, contact: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "DELETE FROM customer_contact WHERE customer_id = ?1 AND contact_id = ?2
             AND NOT EXISTS (SELECT 1 FROM job WHERE customer_id = ?1 AND contact_id = ?2)
             AND NOT EXISTS (SELECT 1 FROM ledger WHERE contact_id = ?2)
             AND NOT EXISTS (SELECT 1 FROM contact_point WHERE id = ?2 AND verified_at IS NOT NULL)",
    )?
    .execute([customer, contact])?;
    Ok(())
}

fn email_point(
    tx: &Transaction<'_>,
    address: &str,
    lang: Lang,
    now: Now,
) -> Result<i64, StoreError> {
    super::erased::come_back(tx, address)?;
    tx.prepare_cached(
        "INSERT INTO contact_point (kind, address, lang, created_at) VALUES ('email', ?1, ?2, ?3)
         ON CONFLICT (address) DO UPDATE SET lang = ?2",
    )?
    .execute(params![address, lang.code(), ms(now.wall)])?;
    Ok(tx
        .prepare_cached("SELECT id FROM contact_point WHERE address = ?1")?
        .query_row([address], |row| row.get(0))?)
}

/// Calls off the codes of a job that still wait.
fn drop_codes(tx: &Transaction<'_>, job: i64, why: Why, now: Now) -> Result<(), StoreError> {
    for text in outbox::waiting(tx, "job_id = ?1 AND purpose = 'verification'", job)? {
        outbox::drop_rest(tx, &text, TextState::Cancelled, why.as_str(), now)?;
    }
    Ok(())
}
