//! What a person must do: the call list, and the tasks beside it.

use super::super::tasks::TaskKind;
use super::super::{Store, StoreError, codec};
use super::{Look, Top, people};
use crate::domain::job::JobState;
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};

/// Something that a person must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: i64,
    /// What has to be done.
    pub kind: TaskKind,
    /// Whom it is about; empty where nobody is known.
    pub name: String,
    /// The number to call.
    pub number: Option<PhoneNumber>,
    /// The address of whoever wants to be told by e-mail; empty for nobody.
    pub email: String,
    /// The contact point, for its conversation.
    pub contact: Option<i64>,
    /// The job that it is about, and where that stands.
    pub job: Option<(i64, JobState)>,
    /// That job's vehicle; empty where none is known.
    pub vehicle: String,
    /// The inbound text that it is about, and its words.
    pub inbox: Option<(i64, String)>,
    /// Why.
    pub why: String,
    /// Look at it first.
    pub urgent: bool,
    /// When it was put on the list.
    pub opened_at: DateTime<Utc>,
    /// A call was tried already, and nobody answered.
    pub no_answer: bool,
    /// Where another number is wanted: the open jobs that have this one.
    pub wants_number: Vec<i64>,
}

/// The call list with what every page shows.
#[derive(Debug, Clone)]
pub struct Calls {
    /// What every page shows.
    pub top: Top,
    /// The list, from where it was asked for on.
    pub tasks: Vec<Task>,
    /// Where it goes on.
    pub next: Option<usize>,
    /// Calls that were made lately: whose, by whom, and how it ended. The newest first.
    pub done: Vec<(Task, String, String)>,
}

/// So many of the tasks are on a page, the most urgent on the first.
pub const TASKS_SHOWN: usize = 200;

/// In the order in which a row is read: every page reads the list, and by name each column is looked
/// for among all names.
const COLUMNS: &str = "SELECT task.id, task.kind, task.contact_id, task.job_id,
        job.state, coalesce(vehicle.name, ''), why, urgent, opened_at, outcome, closed_by,
        task.inbox_id, coalesce(inbox.words, ''),
        address, coalesce(customer.name, (SELECT max(owner.name) FROM customer_contact
            JOIN customer AS owner ON owner.id = customer_contact.customer_id
            WHERE customer_contact.contact_id = task.contact_id), ''),
        coalesce((SELECT mail.address FROM contact_point AS mail
            WHERE mail.id = job.email_id AND job.tell IN ('email', 'both')), '')
    FROM task
    LEFT JOIN job ON job.id = task.job_id
    LEFT JOIN inbox ON inbox.id = task.inbox_id
    LEFT JOIN customer ON customer.id = job.customer_id
    LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
    LEFT JOIN contact_point ON contact_point.id = task.contact_id AND contact_point.kind = 'number'";

impl Look<'_> {
    /// Everything that is open, the urgent first, then the oldest.
    pub(super) fn tasks(&self) -> Result<Vec<Task>, StoreError> {
        self.tasks_from(0, TASKS_SHOWN)
    }

    fn tasks_from(&self, from: usize, most: usize) -> Result<Vec<Task>, StoreError> {
        let open = format!(
            "{COLUMNS} WHERE closed_at IS NULL ORDER BY urgent DESC, opened_at, task.id LIMIT {most} OFFSET {from}"
        );
        Ok(self.tasks_of(&open)?.into_iter().map(|row| row.0).collect())
    }

    /// The open jobs of a contact point, the newest first.
    fn jobs_with(&self, contact: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT id FROM job WHERE contact_id = ?1
                 AND state IN ('booked', 'waiting', 'in_bay', 'ready') ORDER BY id DESC LIMIT 5",
        )?;
        let jobs = statement.query_map([contact], |row| row.get("id"))?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    fn tasks_of(&self, sql: &str) -> Result<Vec<(Task, String, String)>, StoreError> {
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let kind = codec::named(row, 1, TaskKind::from_name)?;
            let job: Option<i64> = row.get(3)?;
            let outcome: String = row.get(9)?;
            let inbox: Option<i64> = row.get(11)?;
            let said: String = row.get(12)?;
            let task = Task {
                id: row.get(0)?,
                kind,
                name: row.get(14)?,
                number: None,
                email: row.get(15)?,
                contact: row.get(2)?,
                job: match job {
                    Some(id) => Some((id, codec::job_state(row, 4)?)),
                    None => None,
                },
                vehicle: row.get(5)?,
                inbox: inbox.map(|inbox| (inbox, said)),
                why: row.get(6)?,
                urgent: row.get(7)?,
                opened_at: codec::at(row, 8)?,
                no_answer: outcome == "no_answer",
                wants_number: Vec::new(),
            };
            let address: Option<String> = row.get(13)?;
            Ok((task, address, row.get::<_, String>(10)?, outcome))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (mut task, address, by, outcome) = row?;
            task.number = match address {
                Some(address) => Some(people::number(&address)?),
                None => stranger(&task.why),
            };
            found.push((task, by, outcome));
        }
        Ok(found)
    }
}

/// The number of a missed call that no contact point has.
fn stranger(why: &str) -> Option<PhoneNumber> {
    let (why, number) = Why::read(why)?;
    let number = PhoneNumber::from_e164(number).ok()?;
    (why == Why::MissedCall).then_some(number)
}

impl Store {
    /// The call list, without as many of the most urgent as `from` says.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn calls(&self, from: usize, now: Now) -> Result<Calls, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let lately = format!(
                "{COLUMNS} WHERE task.kind IN ('call', 'missed_call') AND task.closed_at IS NOT NULL
                     AND task.id > (SELECT coalesce(max(id), 0) - 100 FROM task)
                 ORDER BY task.closed_at DESC LIMIT 12"
            );
            let mut tasks = look.tasks_from(from, TASKS_SHOWN + 1)?;
            let more = tasks.len() > TASKS_SHOWN;
            tasks.truncate(TASKS_SHOWN);
            for task in &mut tasks {
                let wants = matches!(task.kind, TaskKind::WrongNumber | TaskKind::NumberChanged);
                if let Some(contact) = task.contact.filter(|_| wants) {
                    task.wants_number = look.jobs_with(contact)?;
                }
            }
            Ok(Calls {
                top: look.top()?,
                tasks,
                next: more.then_some(from + TASKS_SHOWN),
                done: match from {
                    0 => look.tasks_of(&lately)?,
                    _ => Vec::new(),
                },
            })
        })
        .await
    }
}
