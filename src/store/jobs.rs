//! Jobs: taken in, put in a bay, announced ready, and what a change of state does to their texts.

use super::codec::{self, ms};
use super::ledger::Grant;
use super::lines::{self, NewLine};
use super::outbox;
use super::visits::{self, Confirmation};
use super::{Deed, Store, StoreError, Thing, follow_up, people, tasks, templates};
use crate::domain::job::{IntakeStep, JobState, LineStanding, Tell, WaitsFor};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::status;
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::words::Kind;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;

/// A job that is taken in.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// The customer's name; a first name will do.
    pub name: String,
    /// The number to reach the customer at.
    pub number: Option<PhoneNumber>,
    /// The language that the customer reads.
    pub lang: Lang,
    /// The vehicle as people call it.
    pub vehicle: String,
    /// Its colour.
    pub colour: String,
    /// Its plate.
    pub plate: String,
    /// What is to be done.
    pub work: String,
    /// What staff should know.
    pub note: String,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// Booked for later, or waiting here.
    pub state: JobState,
    /// The bay it goes into at once.
    pub bay: Option<i64>,
    /// The consent lines that the customer said yes to.
    pub grants: Vec<Grant>,
    /// The text that confirms the consent to texts about the vehicle.
    pub confirmation: String,
    /// When that confirmation is worth nothing any more.
    pub confirm_before: DateTime<Utc>,
    /// Who took it in.
    pub by: String,
}

/// A job as the desk works with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub state: JobState,
    /// The contact point that is texted about it.
    pub contact: Option<i64>,
    /// The bay it is, or was, in.
    pub bay: Option<i64>,
    /// The customer's name.
    pub name: String,
    /// The vehicle; empty where none was written down.
    pub vehicle: String,
    /// The work; empty where none was written down.
    pub work: String,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// The language of its texts.
    pub lang: Lang,
    /// How the customer wants to be told.
    pub tell: Tell,
    /// The step at which taking it in was left.
    pub intake: IntakeStep,
    /// The same number has other open jobs, and the vehicle's name does not tell them apart: a text must
    /// say the job's number.
    pub needs_number: bool,
}

impl Store {
    /// The open job that was taken in last.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn newest_open_job(&self) -> Result<Option<i64>, StoreError> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id FROM job WHERE state IN ('booked', 'waiting', 'in_bay', 'ready')
                 ORDER BY id DESC LIMIT 1",
            )?;
            Ok(statement.query_row([], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Takes a job in: the customer, the vehicle, the consent with its evidence, and the one
    /// confirmation, all or nothing. Consent that a revocation forbids is left out; the job is not.
    ///
    /// # Errors
    /// When the bay is taken, or the database can't be written.
    pub async fn take_in(&self, new: NewJob, now: Now) -> Result<i64, StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| take_in(tx, &run, &new, now)).await
    }

    /// A job by its number.
    ///
    /// # Errors
    /// When there is none.
    pub async fn job(&self, id: i64) -> Result<Job, StoreError> {
        self.read(move |tx| job(tx, id)).await
    }

    /// The job in a bay.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn job_in_bay(&self, bay: i64) -> Result<Option<Job>, StoreError> {
        self.read(move |tx| in_bay(tx, bay)?.map(|id| job(tx, id)).transpose())
            .await
    }

    /// Moves a job to another state, and calls off the waiting texts that no longer fit it.
    ///
    /// # Errors
    /// When the state does not allow it, or the bay is taken; [`StoreError::Announced`] when the
    /// customer may believe that the vehicle is ready, and would not hear that it is not.
    pub async fn move_job(
        &self,
        id: i64,
        to: JobState,
        bay: Option<i64>,
        waits_for: WaitsFor,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            if to.is_open() && was_announced(tx, id)? {
                return Err(StoreError::Announced { job: id });
            }
            move_job(tx, id, to, bay, waits_for, now)?;
            if matches!(to, JobState::PickedUp | JobState::Cancelled) {
                tasks::close_calls(tx, id, &by, to.as_str(), now)?;
            }
            if to == JobState::PickedUp {
                follow_up::after_pick_up(tx, &shared, id, now)?;
            }
            Deed::Moved { job: id, to }.note(tx, &by, now)
        })
        .await
    }

    /// Notes at which step taking a job in stands.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn set_intake(&self, id: i64, step: IntakeStep, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| set_intake(tx, id, step, now)).await
    }
}

fn take_in(tx: &Transaction<'_>, run: &str, new: &NewJob, now: Now) -> Result<i64, StoreError> {
    let contact = new
        .number
        .as_ref()
        .map(|number| people::find_or_make(tx, number, new.lang, now))
        .transpose()?;
    let customer = people::customer_named(tx, &new.name, contact, now)?;
    let vehicle = if new.vehicle.is_empty() {
        None
    } else {
        Some(people::vehicle_named(
            tx,
            customer,
            &new.vehicle,
            &new.colour,
            &new.plate,
            now,
        )?)
    };
    let state = if new.bay.is_some() {
        JobState::InBay
    } else {
        new.state
    };
    if let Some(bay) = new.bay {
        free(tx, bay)?;
    }
    tx.prepare_cached(
        "INSERT INTO job (customer_id, contact_id, vehicle_id, state, bay_id, work, note, promised_at,
             created_at, created_by, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9)",
    )?
    .execute(params![
        customer,
        contact,
        vehicle,
        state.as_str(),
        new.bay,
        new.work,
        new.note,
        new.promised_at.map(ms),
        ms(now.wall),
        new.by,
    ])?;
    let job = tx.last_insert_rowid();
    if !new.work.is_empty() {
        let line = NewLine {
            words: new.work.clone(),
            price: None,
        };
        lines::add(tx, job, &line, LineStanding::Agreed, None)?;
    }
    if let Some(contact) = contact {
        let confirmation = Confirmation {
            words: new.confirmation.clone(),
            template: templates::label(tx, Kind::VehicleOptIn, new.lang)?,
            before: new.confirm_before,
        };
        visits::agree(tx, run, contact, job, &new.grants, &confirmation, now)?;
    }
    Deed::TookIn { job }.note(tx, &new.by, now)?;
    Ok(job)
}

/// Notes at which step taking a job in stands.
pub(super) fn set_intake(
    tx: &Transaction<'_>,
    id: i64,
    step: IntakeStep,
    now: Now,
) -> Result<(), StoreError> {
    let changed = tx
        .prepare_cached("UPDATE job SET intake = ?2, changed_at = ?3 WHERE id = ?1")?
        .execute(params![id, step.as_str(), ms(now.wall)])?;
    if changed == 0 {
        return Err(StoreError::Missing(Thing::Job));
    }
    Ok(())
}

pub(super) fn job(tx: &Transaction<'_>, id: i64) -> Result<Job, StoreError> {
    let mut job = row(tx, id)?;
    if let Some(contact) = job.contact {
        job.needs_number = needs_number(tx, id, contact, &job.vehicle)?;
    }
    Ok(job)
}

/// See [`Job::needs_number`].
pub(super) fn needs_number(
    tx: &Transaction<'_>,
    job: i64,
    contact: i64,
    vehicle: &str,
) -> Result<bool, StoreError> {
    let mut others = tx.prepare_cached(
        "SELECT coalesce(vehicle.name, '') FROM job LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
         WHERE job.contact_id = ?1 AND job.id <> ?2
             AND state IN ('booked', 'waiting', 'in_bay', 'ready')",
    )?;
    let others = others.query_map([contact, job], |row| row.get(0))?;
    let others: Vec<String> = others.collect::<Result<_, _>>()?;
    Ok(status::needs_number(
        vehicle,
        others.iter().map(String::as_str),
    ))
}

fn row(tx: &Transaction<'_>, id: i64) -> Result<Job, StoreError> {
    tx.prepare_cached(
        "SELECT job.id, state, job.contact_id, bay_id, customer.name, coalesce(vehicle.name, '') AS vehicle,
             work, promised_at, coalesce(contact_point.lang, 'en') AS lang, tell, intake
         FROM job JOIN customer ON customer.id = job.customer_id
         LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
         LEFT JOIN contact_point ON contact_point.id = job.contact_id
         WHERE job.id = ?1",
    )?
    .query_row([id], |row| {
        Ok(Job {
            id: row.get("id")?,
            state: codec::job_state(row, "state")?,
            contact: row.get("contact_id")?,
            bay: row.get("bay_id")?,
            name: row.get("name")?,
            vehicle: row.get("vehicle")?,
            work: row.get("work")?,
            promised_at: codec::maybe_at(row, "promised_at")?,
            lang: codec::lang(row, "lang")?,
            tell: codec::tell(row, "tell")?,
            intake: codec::intake_step(row, "intake")?,
            needs_number: false,
        })
    })
    .optional()?
    .ok_or(StoreError::Missing(Thing::Job))
}

fn in_bay(tx: &Transaction<'_>, bay: i64) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .prepare_cached(
            "SELECT id FROM job WHERE bay_id = ?1 AND state IN ('in_bay', 'ready')
                 AND state IN ('booked', 'waiting', 'in_bay', 'ready')
             ORDER BY state = 'in_bay' DESC, ready_at DESC LIMIT 1",
        )?
        .query_row([bay], |row| row.get(0))
        .optional()?)
}

pub(super) fn free(tx: &Transaction<'_>, bay: i64) -> Result<(), StoreError> {
    let there: bool = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM bay WHERE id = ?1)",
        [bay],
        |row| row.get(0),
    )?;
    if !there {
        return Err(StoreError::Missing(Thing::Bay));
    }
    let taken: bool = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM job WHERE bay_id = ?1 AND state = 'in_bay')",
        [bay],
        |row| row.get(0),
    )?;
    if taken {
        Err(StoreError::BayTaken)
    } else {
        Ok(())
    }
}

/// Whether the last that was said of a job is that it is ready. One that was picked up or cancelled
/// after that still is: its way back leads through where it stood.
fn was_announced(tx: &Transaction<'_>, id: i64) -> Result<bool, StoreError> {
    let found = tx
        .prepare_cached(
            "SELECT state = 'ready' OR (state IN ('picked_up', 'cancelled') AND was_state = 'ready')
             FROM job WHERE id = ?1",
        )?
        .query_row([id], |row| row.get::<_, Option<bool>>(0))
        .optional()?;
    Ok(found.flatten().unwrap_or(false))
}

pub(super) fn move_job(
    tx: &Transaction<'_>,
    id: i64,
    to: JobState,
    bay: Option<i64>,
    waits_for: WaitsFor,
    now: Now,
) -> Result<(), StoreError> {
    let from = job(tx, id)?;
    let changes_bay = from.state == JobState::InBay && to == JobState::InBay && bay != from.bay;
    let waits_anew = from.state == JobState::Waiting && to == JobState::Waiting;
    if !from.state.may_become(to) && !changes_bay && !waits_anew {
        return Err(StoreError::Transition {
            from: from.state,
            to,
        });
    }
    let bay = match to {
        JobState::InBay => {
            let bay = bay.ok_or(StoreError::Missing(Thing::Bay))?;
            free(tx, bay)?;
            Some(bay)
        }
        JobState::Ready => from.bay,
        _ => None,
    };
    tx.prepare_cached(
        "UPDATE job SET was_state = state, was_waits = waits_for, was_bay = bay_id,
             state = ?2, bay_id = ?3, waits_for = ?4, changed_at = ?5, stays_from = NULL,
             comes_at = iif(?2 = 'booked', NULL, comes_at),
             ready_at = CASE ?2 WHEN 'ready' THEN ?5 ELSE ready_at END
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        to.as_str(),
        bay,
        waits_for.as_str(),
        ms(now.wall)
    ])?;
    outbox::cancel_for_job(tx, id, Why::MovedOn.as_str(), now, |kind| !kind.fits(to))
}
