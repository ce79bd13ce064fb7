//! The board: every open job, and what its customer knows.

use super::super::{Store, StoreError, codec, jobs};
use super::{Look, Outbound, Reach, Top};
use crate::domain::job::{IntakeStep, JobState, LineStanding, Tell, WaitsFor};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::params;
use std::collections::{HashMap, HashSet};

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    /// What every page shows.
    pub top: Top,
    /// Every open job, in short. One that can still be taken back comes first, so that nobody has to
    /// look for its Undo; then the soonest that comes or is promised.
    pub open: Vec<OpenJob>,
    /// Those that were asked for, in that order.
    pub jobs: Vec<BoardJob>,
    /// The bays, by number.
    pub bays: Vec<Bay>,
}

/// An open job, in short: enough to count and to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenJob {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub state: JobState,
    /// What it waits for, when it waits.
    pub waits_for: WaitsFor,
    /// When it comes, where it is booked.
    pub comes_at: Option<DateTime<Utc>>,
    /// Since when it is known to stay over night.
    pub stays_from: Option<DateTime<Utc>>,
    /// Its text can still be taken back.
    pub armed: bool,
    contact: Option<i64>,
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
    /// It was added on the page.
    pub by_hand: bool,
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
    /// When a booked customer comes.
    pub comes_at: Option<DateTime<Utc>>,
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
    pub needs_number: bool,
    /// The customer wrote, and nobody has read it yet.
    pub unread: bool,
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

/// More jobs than this are not counted: no shop has so many open.
const COUNTED: usize = 2_000;

impl Store {
    /// The board, with the jobs that `choose` picks among the open ones.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn board(
        &self,
        choose: impl FnOnce(&[OpenJob], &Top) -> Vec<i64> + Send + 'static,
        now: Now,
    ) -> Result<Board, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let mut top = look.top()?;
            let open = look.open_jobs()?;
            let chosen = choose(&open, &top);
            let jobs = look.board_jobs(&chosen, &open)?;
            for doubt in &mut top.doubts {
                doubt.on_the_board = doubt.text.job.is_some_and(|job| chosen.contains(&job));
            }
            Ok(Board {
                top,
                open,
                jobs,
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
            "SELECT bay.id AS id, name, by_hand, job.id AS job FROM bay
             LEFT JOIN job ON job.bay_id = bay.id AND job.state = 'in_bay' ORDER BY bay.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Bay {
                id: row.get("id")?,
                name: row.get("name")?,
                job: row.get("job")?,
                by_hand: row.get("by_hand")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn open_jobs(&self) -> Result<Vec<OpenJob>, StoreError> {
        let armed: HashSet<i64> = self
            .tx
            .prepare_cached(
                "SELECT job_id FROM outbox INDEXED BY outbox_queue WHERE state IN ('queued', 'sending') AND state = 'queued'
                     AND undo_run = ?1 AND undo_until > ?2 AND job_id IS NOT NULL",
            )?
            .query_map(params![self.run, codec::mono_ms(self.now.mono)], |row| {
                row.get(0)
            })?
            .collect::<Result<_, _>>()?;
        let mut statement = self.tx.prepare_cached(&format!(
            "SELECT id, state, waits_for, comes_at, stays_from, contact_id,
                 iif(state = 'booked', comes_at, promised_at) AS due FROM job
             WHERE state IN ('booked', 'waiting', 'in_bay', 'ready')
             ORDER BY due IS NULL, due, id LIMIT {COUNTED}"
        ))?;
        let rows = statement.query_map([], |row| {
            let id = row.get(0)?;
            Ok(OpenJob {
                id,
                state: codec::job_state(row, 1)?,
                waits_for: codec::waits_for(row, 2)?,
                comes_at: codec::maybe_at(row, 3)?,
                stays_from: codec::maybe_at(row, 4)?,
                armed: armed.contains(&id),
                contact: row.get(5)?,
            })
        })?;
        let mut open = rows.collect::<Result<Vec<_>, _>>()?;
        open.sort_by_key(|job| !job.armed);
        Ok(open)
    }

    /// Those jobs with all that a card shows, in the order of `open`.
    fn board_jobs(&self, chosen: &[i64], open: &[OpenJob]) -> Result<Vec<BoardJob>, StoreError> {
        let mut jobs_of: HashMap<i64, usize> = HashMap::new();
        for contact in open.iter().filter_map(|job| job.contact) {
            *jobs_of.entry(contact).or_default() += 1;
        }
        let unread = self.unread()?;
        let mut jobs = Vec::new();
        for short in open.iter().filter(|job| chosen.contains(&job.id)) {
            let mut job = self.board_job(short.id)?;
            if let Some(contact) = short.contact {
                job.reach = self.reach(contact)?;
                job.needs_number = jobs_of.get(&contact).is_some_and(|count| *count > 1)
                    && jobs::needs_number(self.tx, job.id, contact, &job.vehicle)?;
                job.unread = unread.contains(&contact);
            }
            job.texts = self.outbound("WHERE job_id = ?1 ORDER BY id DESC LIMIT 6", [job.id])?;
            job.questions = self.questions(job.id)?;
            jobs.push(job);
        }
        Ok(jobs)
    }

    /// Read by place: by name, each column is looked for among all names.
    fn board_job(&self, id: i64) -> Result<BoardJob, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT job.id, state, intake, tell, waits_for, bay_id, customer.name,
                 coalesce(vehicle.name, ''), coalesce(colour, ''),
                 coalesce(plate, ''), work, job.note, promised_at, ready_at, changed_at,
                 stays_from, comes_at
             FROM job JOIN customer ON customer.id = job.customer_id
             LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
             WHERE job.id = ?1",
        )?;
        Ok(statement.query_row([id], |row| {
            Ok(BoardJob {
                id: row.get(0)?,
                state: codec::job_state(row, 1)?,
                intake: codec::intake_step(row, 2)?,
                tell: codec::tell(row, 3)?,
                waits_for: codec::waits_for(row, 4)?,
                bay: row.get(5)?,
                name: row.get(6)?,
                vehicle: row.get(7)?,
                colour: row.get(8)?,
                plate: row.get(9)?,
                work: row.get(10)?,
                note: row.get(11)?,
                promised_at: codec::maybe_at(row, 12)?,
                ready_at: codec::maybe_at(row, 13)?,
                changed_at: codec::at(row, 14)?,
                stays_from: codec::maybe_at(row, 15)?,
                comes_at: codec::maybe_at(row, 16)?,
                questions: Vec::new(),
                needs_number: false,
                unread: false,
                reach: None,
                texts: Vec::new(),
            })
        })?)
    }

    /// What the customer of a job was asked.
    fn questions(&self, job: i64) -> Result<Vec<JobQuestion>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT seq, job_line.words AS words, price, standing, answered_at, answered_by,
                 coalesce(inbox.words, '') AS answer
             FROM job_line LEFT JOIN inbox ON inbox.id = job_line.inbox_id
             WHERE job_line.job_id = ?1 AND (standing = 'asked' OR answered_at IS NOT NULL)
             ORDER BY seq",
        )?;
        let rows = statement.query_map([job], |row| {
            Ok(JobQuestion {
                seq: row.get("seq")?,
                words: row.get("words")?,
                price: row.get("price")?,
                standing: codec::line_standing(row, "standing")?,
                answered_at: codec::maybe_at(row, "answered_at")?,
                answered_by: row.get("answered_by")?,
                answer: row.get("answer")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
