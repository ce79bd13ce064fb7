//! The conversations, and the texts that come from no phone.

use super::super::codec::{instant, ms};
use super::super::{Store, StoreError, codec};
use super::{Look, Reach, Top};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Params, Row, params};
use std::collections::HashSet;

/// Which conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// All that are not done with.
    Open,
    /// Those that this member of the staff answers.
    Of(i64),
    /// Those that are done with.
    Done,
}

/// What a phone sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Words.
    Words,
    /// A picture or a link, which this line can't receive.
    Picture,
    /// The network's word about the voicemail.
    Voicemail,
    /// Data for a program.
    Data,
    /// Something that can't be read.
    Unreadable,
}

/// The conversations.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// What every page shows.
    pub top: Top,
    /// Those that need a decision first, then those with something unread, then the newest.
    pub people: Vec<Conversation>,
    /// Where older ones begin, on this shelf; `None` where these are all.
    pub older: Option<i64>,
    /// Texts from names and services, which no phone sent. The newest first.
    pub others: Vec<Other>,
}

/// One number's conversation in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The number, and where its consent stands.
    pub reach: Reach,
    /// The customer's name; empty where nobody is known.
    pub name: String,
    /// The vehicle of their open job; empty where there is none.
    pub vehicle: String,
    /// The newest words, ours or theirs.
    pub words: String,
    /// Whether those are ours.
    pub ours: bool,
    /// What it is, if those are theirs.
    pub came: Came,
    /// Who of the staff answers it; empty for nobody.
    pub staff: String,
    /// When they were written.
    pub at: DateTime<Utc>,
    /// Nobody has read the last text yet.
    pub unread: bool,
    /// An unclear text waits for a decision.
    pub undecided: bool,
}

/// A text from a name, a service, or nobody that can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its number.
    pub id: i64,
    /// The sender, as the network spelled it.
    pub sender: String,
    /// What it says.
    pub words: String,
    /// What it is.
    pub came: Came,
    /// When it came; where it was left over, when it was sent.
    pub at: DateTime<Utc>,
    /// Nobody has looked at it yet.
    pub unread: bool,
    /// It lay on the SIM before Readybell came.
    pub left_over: bool,
}

/// Conversations a page.
const SHOWN: usize = 40;
/// Those that need something come first, wherever they are; but no more of them on one page.
const FIRST: usize = 60;
/// So many inbound texts are gone through to find them.
const LOOKED_THROUGH: usize = 400;

impl Store {
    /// The conversations of a shelf, from `before` (an [`Inbox::older`] of it) on backwards.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn inbox(
        &self,
        shelf: Shelf,
        before: Option<i64>,
        now: Now,
    ) -> Result<Inbox, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let (people, older) = look.conversations(shelf, before, usize::MAX)?;
            Ok(Inbox {
                top: look.top()?,
                people,
                older,
                others: look.others()?,
            })
        })
        .await
    }

    /// Somebody has looked at the texts that come from no phone, up to the one numbered `last`.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn reviewed_others(&self, last: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.prepare_cached(
                "UPDATE inbox SET reviewed_at = ?2, reviewed_by = ?3 WHERE contact_id IS NULL
                     AND applied_at IS NOT NULL AND reviewed_at IS NULL AND id <= ?1",
            )?
            .execute(params![last, ms(now.wall), by])?;
            Ok(())
        })
        .await
    }
}

impl Look<'_> {
    pub(super) fn conversations(
        &self,
        shelf: Shelf,
        before: Option<i64>,
        most: usize,
    ) -> Result<(Vec<Conversation>, Option<i64>), StoreError> {
        let undecided = self.contacts(
            "SELECT contact_id FROM task WHERE kind = 'decide' AND closed_at IS NULL
                 AND contact_id IS NOT NULL",
            [],
        )?;
        let unread = self.unread()?;
        let answered = |staff: Option<i64>| {
            self.contacts(
                "SELECT contact_id FROM conversation WHERE staff_id IS NOT NULL
                     AND (?1 IS NULL OR staff_id = ?1) LIMIT 100",
                [staff],
            )
        };
        let until = before.unwrap_or(i64::MAX);
        let (shown, older) = match (shelf, before) {
            (Shelf::Of(staff), _) => (answered(Some(staff))?, None),
            (Shelf::Done, _) => self.done(until)?,
            (Shelf::Open, Some(_)) => self.newest(until)?,
            (Shelf::Open, None) => {
                let (newest, older) = self.newest(until)?;
                let first = [undecided.clone(), unread.clone(), answered(None)?];
                let first = first.into_iter().flatten().take(FIRST);
                (first.chain(newest).collect(), older)
            }
        };
        let mut seen = HashSet::new();
        let mut people = Vec::new();
        for contact in shown {
            if people.len() < most
                && seen.insert(contact)
                && let Some(mut conversation) = self.conversation(contact)?
            {
                conversation.unread = unread.contains(&contact);
                conversation.undecided = undecided.contains(&contact);
                people.push(conversation);
            }
        }
        if shelf != Shelf::Done {
            people.sort_by_key(|person| {
                let rank = match (person.undecided, person.unread) {
                    (true, _) => 0,
                    (false, true) => 1,
                    (false, false) => 2,
                };
                (rank, std::cmp::Reverse(person.at))
            });
        }
        Ok((people, older))
    }

    /// The numbers that wrote what nobody has read yet.
    pub(super) fn unread(&self) -> Result<Vec<i64>, StoreError> {
        self.contacts(
            "SELECT DISTINCT contact_id FROM inbox WHERE applied_at IS NOT NULL
                 AND reviewed_at IS NULL AND contact_id IS NOT NULL LIMIT 100",
            [],
        )
    }

    /// The vehicle of a number's open job, the one taken in last; empty where there is none.
    fn vehicle_here(&self, contact: i64) -> Result<String, StoreError> {
        let name = self
            .tx
            .prepare_cached(
                "SELECT vehicle.name FROM job JOIN vehicle ON vehicle.id = job.vehicle_id
                 WHERE job.contact_id = ?1 AND +state IN ('booked', 'waiting', 'in_bay', 'ready')
                 ORDER BY job.id DESC LIMIT 1",
            )?
            .query_row([contact], |row| row.get(0))
            .optional()?;
        Ok(name.unwrap_or_default())
    }

    fn contacts(&self, sql: &str, params: impl Params) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The numbers that are done with, the last one first, before that instant.
    fn done(&self, before: i64) -> Result<(Vec<i64>, Option<i64>), StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT contact_id, done_at, done_upto >= coalesce((SELECT max(id) FROM inbox
                 WHERE inbox.contact_id = conversation.contact_id), 0) AS is_done
             FROM conversation WHERE done_at IS NOT NULL AND done_at < ?1 ORDER BY done_at DESC",
        )?;
        let mut rows = statement.query([before])?;
        let mut found = Vec::new();
        for _ in 0..LOOKED_THROUGH {
            let Some(row) = rows.next()? else {
                return Ok((found, None));
            };
            if row.get("is_done")? {
                found.push(row.get("contact_id")?);
            }
            if found.len() == SHOWN {
                return Ok((found, Some(row.get("done_at")?)));
            }
        }
        Ok((found, None))
    }

    /// The numbers that wrote last and are not done with, found by going back through the inbox.
    fn newest(&self, before: i64) -> Result<(Vec<i64>, Option<i64>), StoreError> {
        let mut statement = self
            .tx
            .prepare_cached(
                "SELECT id, contact_id,
                     id = (SELECT max(id) FROM inbox AS newest WHERE newest.contact_id = inbox.contact_id)
                     AND NOT EXISTS (SELECT 1 FROM conversation WHERE done_upto >= inbox.id
                         AND conversation.contact_id = inbox.contact_id) AS shows
                 FROM inbox WHERE id < ?1 ORDER BY id DESC",
            )?;
        let mut rows = statement.query([before])?;
        let mut found = Vec::new();
        for _ in 0..LOOKED_THROUGH {
            let Some(row) = rows.next()? else {
                return Ok((found, None));
            };
            let id: i64 = row.get("id")?;
            if let Some(contact) = row.get::<_, Option<i64>>("contact_id")?
                && row.get("shows")?
            {
                found.push(contact);
            }
            if found.len() == SHOWN {
                return Ok((found, Some(id)));
            }
        }
        let last = rows
            .next()?
            .map(|row| row.get::<_, i64>("id"))
            .transpose()?;
        Ok((found, last.map(|id| id + 1)))
    }

    fn conversation(&self, contact: i64) -> Result<Option<Conversation>, StoreError> {
        let Some(reach) = self.reach(contact)? else {
            return Ok(None);
        };
        let newest = |sql: &str| -> Result<Option<(String, i64, Came)>, StoreError> {
            Ok(self
                .tx
                .prepare_cached(sql)?
                .query_row([contact], |row| {
                    Ok((row.get("words")?, row.get("at")?, came(row)?))
                })
                .optional()?)
        };
        let theirs = newest(
            "SELECT words, received_at AS at, kind FROM inbox WHERE contact_id = ?1 ORDER BY id DESC LIMIT 1",
        )?;
        let ours = newest(
            "SELECT words, created_at AS at, 'text' AS kind FROM outbox WHERE contact_id = ?1
                 AND state NOT IN ('cancelled', 'refused', 'expired') ORDER BY id DESC LIMIT 1",
        )?;
        let is_ours = match (&theirs, &ours) {
            (Some((_, theirs, _)), Some((_, ours, _))) => ours > theirs,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        let newest = if is_ours { ours } else { theirs };
        let (words, at, came) = newest.unwrap_or((String::new(), 0, Came::Words));
        let name = self.names(contact)?.into_iter().next();
        Ok(Some(Conversation {
            reach,
            name: name.unwrap_or_default(),
            vehicle: self.vehicle_here(contact)?,
            words,
            ours: is_ours,
            came,
            staff: self.answerer(contact)?,
            at: instant(at),
            unread: false,
            undecided: false,
        }))
    }

    /// Who of the staff answers a number; empty for nobody.
    pub(super) fn answerer(&self, contact: i64) -> Result<String, StoreError> {
        let name = self
            .tx
            .prepare_cached(
                "SELECT name FROM conversation JOIN staff ON staff.id = staff_id WHERE contact_id = ?1",
            )?
            .query_row([contact], |row| row.get(0))
            .optional()?;
        Ok(name.unwrap_or_default())
    }

    fn others(&self) -> Result<Vec<Other>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT id, sender, words, kind, received_at, reviewed_at IS NULL AS unread,
                 reason = 'left_over' AS left_over, coalesce(sc_at, received_at) AS sent_at
             FROM inbox WHERE contact_id IS NULL AND applied_at IS NOT NULL ORDER BY id DESC LIMIT 40",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Other {
                id: row.get("id")?,
                sender: row.get("sender")?,
                words: row.get("words")?,
                came: came(row)?,
                at: match row.get("left_over")? {
                    true => codec::at(row, "sent_at")?,
                    false => codec::at(row, "received_at")?,
                },
                unread: row.get("unread")?,
                left_over: row.get("left_over")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// What came, by the inbox's `kind`.
pub(super) fn came(row: &Row<'_>) -> rusqlite::Result<Came> {
    Ok(match row.get::<_, String>("kind")?.as_str() {
        "text" => Came::Words,
        "picture" => Came::Picture,
        "waiting" => Came::Voicemail,
        "data" => Came::Data,
        _ => Came::Unreadable,
    })
}
