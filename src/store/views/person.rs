//! One customer: how to reach them, their vehicles and jobs, and every text with its fate.

use super::super::{Store, StoreError, Thing, Undoable, by_email, codec, erased, ledger};
use super::timeline::Event;
use super::{Item, Look, PersonCode, Reach, Top, Undecided};
use crate::domain::consent::{Scope, Standing};
use crate::domain::job::JobState;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::time::Duration;

/// One customer.
#[derive(Debug, Clone)]
pub struct Person {
    /// What every page shows.
    pub top: Top,
    /// The customer.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What staff should know.
    pub note: String,
    /// Since when they are known.
    pub created_at: DateTime<Utc>,
    /// The numbers and e-mail addresses, the newest first.
    pub points: Vec<Point>,
    /// The vehicles, the newest first.
    pub vehicles: Vec<Vehicle>,
    /// The codes that they were texted and have not used, the newest first.
    pub codes: Vec<PersonCode>,
    /// The jobs, the newest first.
    pub jobs: Vec<PersonJob>,
    /// From which job on older ones follow.
    pub older_jobs: Option<i64>,
}

/// A number or an e-mail address.
#[derive(Debug, Clone)]
pub struct Point {
    /// Its number in the store.
    pub contact: i64,
    /// How it is reached, where it is a phone number.
    pub reach: Option<Reach>,
    /// Where its consent stands, and since which rows, where it is an e-mail address.
    pub email: Option<EmailConsent>,
    /// The address as it is kept: E.164, or the e-mail address.
    pub address: String,
    /// When it was proved to be theirs, and by `code` or `text`.
    pub verified: Option<(DateTime<Utc>, String)>,
    /// Who else has it.
    pub others: Vec<(i64, String)>,
    /// Its texts that wait for a decision, the oldest first.
    pub undecided: Vec<Undecided>,
    /// A staff-made opt-out that can still be taken back: its ledger row, and for how long.
    pub undo: Option<Undoable>,
}

/// The consent to e-mail at one address.
#[derive(Debug, Clone)]
pub struct EmailConsent {
    /// The fold of its rows.
    pub standing: Standing,
    /// The newest of its rows, the newest first.
    pub events: Vec<Event>,
    /// An opt-out of the shop's own that can still be taken back: its row, what it ended, and for how
    /// long.
    pub undo: Option<(i64, Scope, Duration)>,
}

/// A vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vehicle {
    /// What people call it.
    pub name: String,
    /// Its colour.
    pub colour: String,
    /// Its plate.
    pub plate: String,
}

/// A job of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonJob {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub state: JobState,
    /// The vehicle; empty where none was written down.
    pub vehicle: String,
    /// The work in one line.
    pub work: String,
    /// When it was taken in.
    pub created_at: DateTime<Utc>,
    /// How it went, as the customer says, and in which words.
    pub score: Option<(u8, String)>,
}

/// Every text of a customer's numbers, a page of it.
#[derive(Debug, Clone)]
pub struct PersonTexts {
    /// What every page shows.
    pub top: Top,
    /// The customer's name.
    pub name: String,
    /// The texts, the newest first, each with its contact point.
    pub items: Vec<(i64, Item)>,
    /// Before when older ones follow, in milliseconds since 1970.
    pub older: Option<i64>,
}

/// Jobs a page.
const JOBS: usize = 12;
/// Events of an e-mail address on the person's page.
const EMAIL_EVENTS: i64 = 3;
/// Texts a page.
const TEXTS: i64 = 50;

impl Store {
    /// One customer, with the jobs from the one numbered `before` backwards.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none of that number, or they were erased.
    pub async fn person(
        &self,
        customer: i64,
        before: Option<i64>,
        now: Now,
    ) -> Result<Person, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let (name, note, created_at) = look.named(customer)?;
            let (jobs, older_jobs) = look.jobs_of_person(customer, before)?;
            Ok(Person {
                top: look.top()?,
                id: customer,
                name,
                note,
                created_at,
                points: look.points(customer)?,
                vehicles: look.vehicles_of(customer)?,
                codes: look.codes_of(customer)?,
                jobs,
                older_jobs,
            })
        })
        .await
    }

    /// Every text of a customer's numbers, before that instant (milliseconds since 1970).
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such customer.
    pub async fn person_texts(
        &self,
        customer: i64,
        before: Option<i64>,
        now: Now,
    ) -> Result<PersonTexts, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let (name, _, _) = look.named(customer)?;
            let mut items = Vec::new();
            let mut more = false;
            for contact in look.contacts_of(customer)? {
                let (texts, cut) = look.items(contact, before.unwrap_or(i64::MAX), TEXTS)?;
                more |= cut;
                items.extend(texts.into_iter().map(|text| (contact, text)));
            }
            items.sort_by_key(|(_, item)| std::cmp::Reverse(item.at()));
            let most = usize::try_from(TEXTS).unwrap_or(usize::MAX);
            more |= items.len() > most;
            items.truncate(most);
            let last = items.last().map(|(_, item)| codec::ms(item.at()));
            Ok(PersonTexts {
                top: look.top()?,
                name,
                items,
                older: last.filter(|_| more),
            })
        })
        .await
    }
}

impl Look<'_> {
    /// The name, the note and since when they are known.
    pub(super) fn named(
        &self,
        customer: i64,
    ) -> Result<(String, String, DateTime<Utc>), StoreError> {
        self.tx
            .prepare_cached(
                "SELECT name, note, created_at FROM customer WHERE id = ?1 AND erased_at IS NULL",
            )?
            .query_row([customer], |row| {
                let at = codec::at(row, "created_at")?;
                Ok((row.get("name")?, row.get("note")?, at))
            })
            .optional()?
            .ok_or(StoreError::Missing(Thing::Customer))
    }

    /// The contact points of a customer, the newest first.
    pub(super) fn contacts_of(&self, customer: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT contact_id FROM customer_contact WHERE customer_id = ?1
             ORDER BY contact_id DESC LIMIT 20",
        )?;
        let rows = statement.query_map([customer], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn points(&self, customer: i64) -> Result<Vec<Point>, StoreError> {
        let mut points = Vec::new();
        for contact in self.contacts_of(customer)? {
            let (address, at, how) = self
                .tx
                .prepare_cached(
                    "SELECT address, verified_at, verified_how FROM contact_point WHERE id = ?1",
                )?
                .query_row([contact], |row| {
                    let address: String = row.get("address")?;
                    let at = codec::maybe_at(row, "verified_at")?;
                    Ok((address, at, row.get::<_, String>("verified_how")?))
                })?;
            if address.starts_with(erased::PREFIX) {
                continue;
            }
            let reach = self.reach(contact)?;
            let email = match reach {
                Some(_) => None,
                None => Some(self.email(contact)?),
            };
            let mut others = self.customers(contact)?;
            others.retain(|(other, _)| *other != customer);
            points.push(Point {
                contact,
                reach,
                email,
                address,
                verified: at.map(|at| (at, how)),
                others,
                undecided: self.undecided(contact)?,
                undo: self.undo(contact)?,
            });
        }
        Ok(points)
    }

    fn email(&self, contact: i64) -> Result<EmailConsent, StoreError> {
        Ok(EmailConsent {
            standing: ledger::standing(self.tx, contact)?,
            events: self.events_of(contact, i64::MAX, EMAIL_EVENTS)?,
            undo: by_email::undoable(self.tx, contact, self.now.wall)?,
        })
    }

    fn vehicles_of(&self, customer: i64) -> Result<Vec<Vehicle>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT name, colour, plate FROM vehicle WHERE customer_id = ?1 ORDER BY id DESC LIMIT 50",
        )?;
        let rows = statement.query_map([customer], |row| {
            Ok(Vehicle {
                name: row.get("name")?,
                colour: row.get("colour")?,
                plate: row.get("plate")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn jobs_of_person(
        &self,
        customer: i64,
        before: Option<i64>,
    ) -> Result<(Vec<PersonJob>, Option<i64>), StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT job.id AS id, state, coalesce(vehicle.name, '') AS vehicle, work, job.created_at AS created_at,
                 score, coalesce(inbox.words, '') AS said
             FROM job LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
             LEFT JOIN feedback ON feedback.job_id = job.id
             LEFT JOIN inbox ON inbox.id = feedback.inbox_id
             WHERE job.customer_id = ?1 AND job.id < ?2 ORDER BY job.id DESC LIMIT ?3",
        )?;
        let most = i64::try_from(JOBS + 1).unwrap_or(i64::MAX);
        let before = before.unwrap_or(i64::MAX);
        let rows = statement.query_map(params![customer, before, most], |row| {
            Ok(PersonJob {
                id: row.get("id")?,
                state: codec::job_state(row, "state")?,
                vehicle: row.get("vehicle")?,
                work: row.get("work")?,
                created_at: codec::at(row, "created_at")?,
                score: match row.get("score")? {
                    Some(score) => Some((score, row.get("said")?)),
                    None => None,
                },
            })
        })?;
        let mut jobs = rows.collect::<Result<Vec<_>, _>>()?;
        let more = jobs.len() > JOBS;
        jobs.truncate(JOBS);
        let older = jobs.last().map(|job| job.id).filter(|_| more);
        Ok((jobs, older))
    }
}
