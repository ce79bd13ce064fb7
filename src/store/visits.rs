//! Taking a job in, step by step: it exists from the first step on, and each step is one
//! transaction, so that it can be left anywhere and found again.

use super::codec::{self, ms};
use super::confirm::confirms;
use super::known;
use super::ledger::{self, Grant};
use super::lines::{self, NewLine};
use super::outbox::{self, Origin, Queued};
use super::reaching::tidy;
use super::{Deed, Store, StoreError, Thing, jobs, people};
use crate::domain::consent::{Consent, Scope};
use crate::domain::job::{IntakeStep, JobState, Tell};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::purpose::Purpose;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::time::Duration;

/// Whose visit it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody who was here before.
    Known(i64),
    /// Somebody new, by name.
    New(String),
}

/// The first step: the vehicle and the work.
#[derive(Debug, Clone)]
pub struct NewVisit {
    /// The customer.
    pub who: Who,
    /// The vehicle as people call it; empty for none.
    pub vehicle: String,
    /// Its colour.
    pub colour: String,
    /// Its plate.
    pub plate: String,
    /// What is to be done.
    pub lines: Vec<NewLine>,
    /// What staff should know.
    pub note: String,
    /// When a booked customer comes. Not looked at where the vehicle is here.
    pub comes_at: Option<DateTime<Utc>>,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// Booked for later, or waiting here. Not looked at when a visit is changed.
    pub state: JobState,
    /// The bay it goes into at once. Not looked at when a visit is changed.
    pub bay: Option<i64>,
    /// Who writes it down.
    pub by: String,
}

/// A job that is being taken in, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The job.
    pub job: i64,
    /// Where it stands.
    pub state: JobState,
    /// The step at which taking it in was left.
    pub intake: IntakeStep,
    /// The customer.
    pub customer: i64,
    /// The customer's name.
    pub name: String,
    /// The vehicle; empty where none was written down.
    pub vehicle: String,
    /// Its colour.
    pub colour: String,
    /// Its plate.
    pub plate: String,
    /// What staff should know.
    pub note: String,
    /// When a booked customer comes.
    pub comes_at: Option<DateTime<Utc>>,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// How the customer wants to be told.
    pub tell: Tell,
    /// The number's contact point.
    pub contact: Option<i64>,
    /// The number.
    pub number: Option<PhoneNumber>,
    /// Whether it can be texted.
    pub can_be_texted: bool,
    /// The e-mail address; empty for none.
    pub email: String,
    /// The language that the customer reads; None where it is not known yet.
    pub lang: Option<Lang>,
    /// The customer's numbers from earlier visits, the newest first.
    pub numbers_before: Vec<PhoneNumber>,
    /// The customer's e-mail addresses from earlier visits, the newest first.
    pub emails_before: Vec<String>,
    /// How the customer wanted to be told the last time.
    pub told_before: Option<Tell>,
}

impl Visit {
    /// Whether there is any way to reach the customer.
    pub fn is_reached(&self) -> bool {
        self.contact.is_some() || !self.email.is_empty()
    }
}

/// The text that confirms a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The words.
    pub words: String,
    /// Which version of which text they come from.
    pub template: String,
    /// When it is worth nothing any more.
    pub before: DateTime<Utc>,
}

impl Store {
    /// Writes a visit down: from here on the job is on the board.
    ///
    /// # Errors
    /// When the bay is taken, or the customer is not there any more.
    pub async fn begin(&self, visit: NewVisit, now: Now) -> Result<i64, StoreError> {
        self.write(move |tx| begin(tx, &visit, now)).await
    }

    /// Changes what the first step wrote down: everything but where the vehicle is.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn change_visit(
        &self,
        job: i64,
        visit: NewVisit,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| change(tx, job, &visit, now)).await
    }

    /// What is known of a job that is being taken in.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn visit(&self, job: i64) -> Result<Visit, StoreError> {
        self.read(move |tx| visit(tx, job)).await
    }

    /// Writes consent down, and puts the one confirmation in that follows the first consent to texts
    /// about the vehicle. Returns the ledger's rows; fewer than grants where a revocation stands
    /// that this way of agreeing can't lift.
    ///
    /// # Errors
    /// When the job has no number.
    pub async fn agree(
        &self,
        job: i64,
        grants: Vec<Grant>,
        confirmation: Confirmation,
        now: Now,
    ) -> Result<Vec<i64>, StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
            let contact = jobs::job(tx, job)?.contact;
            let contact = contact.ok_or(StoreError::Missing(Thing::Number))?;
            agree(tx, &run, contact, job, &grants, &confirmation, now)
        })
        .await
    }
}

fn begin(tx: &Transaction<'_>, visit: &NewVisit, now: Now) -> Result<i64, StoreError> {
    let customer = match &visit.who {
        Who::Known(id) => there(tx, *id)?,
        Who::New(name) => people::customer_named(tx, name, None, now)?,
    };
    let vehicle = vehicle(tx, customer, visit, now)?;
    let state = match visit.bay {
        Some(bay) => {
            jobs::free(tx, bay)?;
            JobState::InBay
        }
        None => visit.state,
    };
    let comes_at = visit.comes_at.filter(|_| state == JobState::Booked).map(ms);
    tx.prepare_cached(
        "INSERT INTO job (customer_id, vehicle_id, state, intake, bay_id, note, promised_at,
             created_at, created_by, changed_at, comes_at)
         VALUES (?1, ?2, ?3, 'number', ?4, ?5, ?6, ?7, ?8, ?7, ?9)",
    )?
    .execute(params![
        customer,
        vehicle,
        state.as_str(),
        visit.bay,
        visit.note,
        visit.promised_at.map(ms),
        ms(now.wall),
        visit.by,
        comes_at,
    ])?;
    let job = tx.last_insert_rowid();
    lines::set(tx, job, &visit.lines)?;
    Deed::TookIn { job }.note(tx, &visit.by, now)?;
    Ok(job)
}

fn change(tx: &Transaction<'_>, job: i64, visit: &NewVisit, now: Now) -> Result<(), StoreError> {
    let before = customer_of(tx, job)?;
    let customer = match &visit.who {
        Who::Known(id) => there(tx, *id)?,
        Who::New(name) => {
            tx.prepare_cached("UPDATE customer SET name = ?2 WHERE id = ?1")?
                .execute(params![before, name])?;
            before
        }
    };
    let vehicle = vehicle(tx, customer, visit, now)?;
    tx.prepare_cached(
        "UPDATE job SET customer_id = ?2, vehicle_id = ?3, note = ?4, promised_at = ?5,
             changed_at = ?6, comes_at = iif(state = 'booked', ?7, comes_at) WHERE id = ?1",
    )?
    .execute(params![
        job,
        customer,
        vehicle,
        visit.note,
        visit.promised_at.map(ms),
        ms(now.wall),
        visit.comes_at.map(ms)
    ])?;
    lines::set(tx, job, &visit.lines)?;
    tidy(tx, before)?;
    Deed::Changed { job }.note(tx, &visit.by, now)
}

fn vehicle(
    tx: &Transaction<'_>,
    customer: i64,
    visit: &NewVisit,
    now: Now,
) -> Result<Option<i64>, StoreError> {
    if visit.vehicle.is_empty() {
        return Ok(None);
    }
    let (colour, plate) = (&visit.colour, &visit.plate);
    people::vehicle_named(tx, customer, &visit.vehicle, colour, plate, now).map(Some)
}

/// The phone itself agreed: the jobs that still ask for its consent go on to the receipt.
pub(super) fn agreed_by_text(tx: &Transaction<'_>, contact: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE job SET intake = 'receipt' WHERE contact_id = ?1 AND intake = 'consent' AND tell IN ('text', 'both')",
    )?
    .execute([contact])?;
    Ok(())
}

/// Writes the grants down. The one confirmation follows the first consent to service texts.
pub(super) fn agree(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    job: i64,
    grants: &[Grant],
    confirmation: &Confirmation,
    now: Now,
) -> Result<Vec<i64>, StoreError> {
    let mut rows = Vec::new();
    for grant in grants {
        let stood = ledger::standing(tx, contact)?.consent(Purpose::Service);
        let written = ledger::grant(tx, contact, job, grant, now)?;
        let first = matches!(stood, Consent::None | Consent::Revoked);
        if let Some(row) = written.filter(|_| first && grant.scope == Scope::Service) {
            let text = Queued {
                contact,
                purpose: Purpose::Compliance,
                kind: TextKind::ServiceConfirmation,
                words: confirmation.words.clone(),
                template: confirmation.template.clone(),
                job: Some(job),
                answers: None,
                origin: Origin::Automatic,
                asked_by: String::new(),
                not_before: DateTime::UNIX_EPOCH,
                send_before: confirmation.before,
                undo: Duration::ZERO,
            };
            let text = outbox::put(tx, run, &text, now)?;
            confirms(tx, text, row)?;
        }
        rows.extend(written);
    }
    Ok(rows)
}

pub(super) fn visit(tx: &Transaction<'_>, job: i64) -> Result<Visit, StoreError> {
    let mut found = tx
        .prepare_cached(
            "SELECT job.id AS job, state, intake, job.customer_id AS customer, customer.name AS name,
                 coalesce(vehicle.name, '') AS vehicle, coalesce(colour, '') AS colour,
                 coalesce(plate, '') AS plate, job.note AS note, comes_at, promised_at, tell, job.contact_id AS contact,
                 number.address AS number, number.reach AS reach, number.lang AS lang,
                 coalesce(email.address, '') AS email
             FROM job JOIN customer ON customer.id = job.customer_id
             LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
             LEFT JOIN contact_point AS number ON number.id = job.contact_id
             LEFT JOIN contact_point AS email ON email.id = job.email_id
             WHERE job.id = ?1",
        )?
        .query_row([job], |row| {
            let number: Option<String> = row.get("number")?;
            let lang = match &number {
                Some(_) => Some(codec::lang(row, "lang")?),
                None => None,
            };
            Ok(Visit {
                job: row.get("job")?,
                state: codec::job_state(row, "state")?,
                intake: codec::intake_step(row, "intake")?,
                customer: row.get("customer")?,
                name: row.get("name")?,
                vehicle: row.get("vehicle")?,
                colour: row.get("colour")?,
                plate: row.get("plate")?,
                note: row.get("note")?,
                comes_at: codec::maybe_at(row, "comes_at")?,
                promised_at: codec::maybe_at(row, "promised_at")?,
                tell: codec::tell(row, "tell")?,
                contact: row.get("contact")?,
                number: number.and_then(|e164| PhoneNumber::from_e164(&e164).ok()),
                can_be_texted: row.get::<_, Option<String>>("reach")?.as_deref()
                    == Some("text_and_call"),
                email: row.get("email")?,
                lang,
                numbers_before: Vec::new(),
                emails_before: Vec::new(),
                told_before: None,
            })
        })
        .optional()?
        .ok_or(StoreError::Missing(Thing::Job))?;
    found.numbers_before = known::numbers_of(tx, found.customer)?;
    found.emails_before = known::emails_of(tx, found.customer)?;
    found.told_before = known::told_last(tx, found.customer, job)?;
    Ok(found)
}

/// The customer of a job.
pub(super) fn customer_of(tx: &Transaction<'_>, job: i64) -> Result<i64, StoreError> {
    tx.prepare_cached("SELECT customer_id FROM job WHERE id = ?1")?
        .query_row([job], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Missing(Thing::Job))
}

fn there(tx: &Transaction<'_>, customer: i64) -> Result<i64, StoreError> {
    tx.prepare_cached("SELECT id FROM customer WHERE id = ?1")?
        .query_row([customer], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Missing(Thing::Customer))
}
