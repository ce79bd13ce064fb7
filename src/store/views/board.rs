//! The board: every open job, and what its customer knows.

use super::super::{Store, StoreError, codec};
use super::{Look, Outbound, Reach, Top};
use crate::domain::job::{IntakeStep, JobState, LineStanding, Tell, WaitsFor};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    /// What every page shows.
    pub top: Top,
    /// Every open job, the soonest promised first.
    pub jobs: Vec<BoardJob>,
    /// The bays, by number.
    pub bays: Vec<Bay>,
}

/// A bay, and whether a job is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bay {
    /// The number on the wall.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// The job in it.
    pub job: Option<i64>,
}

/// A job on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardJob {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub state: JobState,
    /// The step at which taking it in was left.
    pub intake: IntakeStep,
    /// How the customer wants to be told.
    pub tell: Tell,
    /// What it waits for, when it waits.
    pub waits_for: WaitsFor,
    /// The bay it is, or was, in.
    pub bay: Option<i64>,
    /// The customer's name.
    pub name: String,
    /// The vehicle; empty where none was written down.
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
    /// When it was announced ready.
    pub ready_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Since when it is known to stay over night.
    pub stays_from: Option<DateTime<Utc>>,
    /// What the customer was asked, and what they said, the oldest first.
    pub questions: Vec<JobQuestion>,
    /// The same number has other open jobs on the board.
    pub has_others: bool,
    /// How the customer can be reached; `None` where no number was given.
    pub reach: Option<Reach>,
    /// The newest texts about it, the newest first.
    pub texts: Vec<Outbound>,
}

/// A line of work that the customer was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobQuestion {
    /// The line's number in its job.
    pub seq: i64,
    /// What it is.
    pub words: String,
    /// What it costs, in minor units of the shop's currency.
    pub price: Option<i64>,
    /// Asked, agreed or declined.
    pub standing: LineStanding,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who noted the answer; empty where a text gave it.
    pub answered_by: String,
    /// The words of that text; empty where none gave it.
    pub answer: String,
}

/// More jobs than this are not shown: nobody looks at so long a board.
const SHOWN: usize = 500;

impl Store {
    /// The board.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn board(&self, now: Now) -> Result<Board, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            Ok(Board {
                top: look.top()?,
                jobs: look.open_jobs()?,
                bays: look.bays()?,
            })
        })
        .await
    }

    /// The bays, by number.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn bays(&self, now: Now) -> Result<Vec<Bay>, StoreError> {
        self.read(move |tx| Look { tx, run: "", now }.bays()).await
    }
}

impl Look<'_> {
    fn bays(&self) -> Result<Vec<Bay>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT bay.id AS id, name, job.id AS job FROM bay
             LEFT JOIN job ON job.bay_id = bay.id AND job.state = 'in_bay' ORDER BY bay.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Bay {
                id: row.get("id")?,
                name: row.get("name")?,
                job: row.get("job")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn open_jobs(&self) -> Result<Vec<BoardJob>, StoreError> {
        let mut statement = self.tx.prepare_cached(&format!(
            "SELECT job.id AS id, state, intake, tell, waits_for, bay_id, customer.name AS name, contact_id,
                 coalesce(vehicle.name, '') AS vehicle, coalesce(colour, '') AS colour,
                 coalesce(plate, '') AS plate, work, job.note AS note, promised_at, ready_at, changed_at,
                 stays_from
             FROM job JOIN customer ON customer.id = job.customer_id
             LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
             WHERE state IN ('booked', 'waiting', 'in_bay', 'ready')
             ORDER BY promised_at IS NULL, promised_at, job.id LIMIT {SHOWN}"
        ))?;
        let rows = statement.query_map([], |row| {
            let job = BoardJob {
                id: row.get("id")?,
                state: codec::job_state(row, "state")?,
                intake: codec::intake_step(row, "intake")?,
                tell: codec::tell(row, "tell")?,
                waits_for: codec::waits_for(row, "waits_for")?,
                bay: row.get("bay_id")?,
                name: row.get("name")?,
                vehicle: row.get("vehicle")?,
                colour: row.get("colour")?,
                plate: row.get("plate")?,
                work: row.get("work")?,
                note: row.get("note")?,
                promised_at: codec::maybe_at(row, "promised_at")?,
                ready_at: codec::maybe_at(row, "ready_at")?,
                changed_at: codec::at(row, "changed_at")?,
                stays_from: codec::maybe_at(row, "stays_from")?,
                questions: Vec::new(),
                has_others: false,
                reach: None,
                texts: Vec::new(),
            };
            Ok((job, row.get::<_, Option<i64>>("contact_id")?))
        })?;
        let mut questions = self.questions()?;
        let mut jobs = Vec::new();
        for row in rows {
            let (mut job, contact) = row?;
            if let Some(contact) = contact {
                job.reach = self.reach(contact)?;
            }
            job.texts = self.outbound("WHERE job_id = ?1 ORDER BY id DESC LIMIT 6", [job.id])?;
            job.questions = questions.remove(&job.id).unwrap_or_default();
            jobs.push(job);
        }
        let mut jobs_of: HashMap<i64, usize> = HashMap::new();
        for reach in jobs.iter().filter_map(|job: &BoardJob| job.reach.as_ref()) {
            *jobs_of.entry(reach.contact).or_default() += 1;
        }
        for job in &mut jobs {
            let contact = job.reach.as_ref().map(|reach| reach.contact);
            let count = contact.and_then(|contact| jobs_of.get(&contact));
            job.has_others = count.is_some_and(|count| *count > 1);
        }
        Ok(jobs)
    }

    /// What the customers of the open jobs were asked, by job.
    fn questions(&self) -> Result<HashMap<i64, Vec<JobQuestion>>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT job_line.job_id AS job_id, seq, job_line.words AS words, price, standing,
                 answered_at, answered_by, coalesce(inbox.words, '') AS answer
             FROM job_line JOIN job ON job.id = job_line.job_id
             LEFT JOIN inbox ON inbox.id = job_line.inbox_id
             WHERE (standing = 'asked' OR answered_at IS NOT NULL)
                 AND job.state IN ('booked', 'waiting', 'in_bay', 'ready')
             ORDER BY job_line.job_id, seq",
        )?;
        let rows = statement.query_map([], |row| {
            let question = JobQuestion {
                seq: row.get("seq")?,
                words: row.get("words")?,
                price: row.get("price")?,
                standing: codec::line_standing(row, "standing")?,
                answered_at: codec::maybe_at(row, "answered_at")?,
                answered_by: row.get("answered_by")?,
                answer: row.get("answer")?,
            };
            Ok((row.get::<_, i64>("job_id")?, question))
        })?;
        let mut found: HashMap<i64, Vec<JobQuestion>> = HashMap::new();
        for row in rows {
            let (job, question) = row?;
            found.entry(job).or_default().push(question);
        }
        Ok(found)
    }
}
