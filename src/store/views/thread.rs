//! One number's conversation: what it wrote, what it was sent, and where its consent stands.

use super::super::{Store, StoreError, Thing, Undoable, codec, undo};
use super::inbox::came;
use super::{Came, Conversation, Look, Outbound, Reach, Shelf, Top};
use crate::domain::classify::Class;
use crate::domain::consent::Scope;
use crate::domain::job::JobState;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::time::Duration;

/// One number's conversation.
#[derive(Debug, Clone)]
pub struct Thread {
    /// What every page shows.
    pub top: Top,
    /// The other conversations, for the list beside it.
    pub people: Vec<Conversation>,
    /// The number, and where its consent stands.
    pub reach: Reach,
    /// Who shares the number, the newest first: the customer and the name.
    pub customers: Vec<(i64, String)>,
    /// Their open jobs.
    pub jobs: Vec<ThreadJob>,
    /// The texts of both sides, the oldest first.
    pub items: Vec<Item>,
    /// Whether older ones are left out.
    pub more: bool,
    /// Unclear texts that wait for a decision, the oldest first.
    pub undecided: Vec<Undecided>,
    /// A staff-made opt-out that can still be taken back: its ledger row, and for how long.
    pub undo: Option<Undoable>,
    /// When the number last wrote something that is no opt-out, after its last opt-out.
    pub wrote_at: Option<DateTime<Utc>>,
    /// What it tells in texts that wait for that decision.
    pub held: Vec<TextKind>,
    /// Who answers it, and what the one before left behind.
    pub care: Care,
}

/// Who answers a conversation, and what the one before left behind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Care {
    /// Who of the staff answers it; empty for nobody.
    pub staff: String,
    /// It is done with.
    pub done: bool,
    /// Who let go of it, when, and the note for whoever comes next.
    pub left: Option<(String, DateTime<Utc>, String)>,
}

/// An open job of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadJob {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub state: JobState,
    /// The vehicle; empty where none was written down.
    pub vehicle: String,
    /// The name of the bay it is in; empty where it is in none.
    pub bay: String,
}

/// One text of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Theirs.
    In(Inbound),
    /// Ours.
    Out(Outbound),
}

/// An inbound text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub words: String,
    /// What it is.
    pub came: Came,
    /// Whether all its parts came.
    pub complete: bool,
    /// When it came.
    pub at: DateTime<Utc>,
    /// What it was taken for; `None` until it is applied.
    pub class: Option<Class>,
    /// What staff decided about it; empty where they did not.
    pub decision: String,
    /// Nobody has read it yet.
    pub unread: bool,
    /// The score that it gave.
    pub score: Option<u8>,
    /// A later text of its sender took its place.
    pub replaced: bool,
}

/// An unclear text that waits for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided {
    /// The inbound text.
    pub inbox: i64,
    /// From when on it counts as an opt-out; `None`: it waits for ever.
    pub due_at: Option<DateTime<Utc>>,
    /// Look at it first.
    pub urgent: bool,
}

/// Texts of each side that a page shows.
const SHOWN: i64 = 40;
/// Other conversations in the list beside it.
const BESIDE: usize = 30;

impl Store {
    /// A number's conversation, from `before` on backwards.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such number.
    pub async fn thread(
        &self,
        contact: i64,
        before: Option<DateTime<Utc>>,
        now: Now,
    ) -> Result<Thread, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let reach = look
                .reach(contact)?
                .ok_or(StoreError::Missing(Thing::Conversation))?;
            let before = before.map_or(i64::MAX, codec::ms);
            let (items, more) = look.items(contact, before, SHOWN)?;
            Ok(Thread {
                top: look.top()?,
                people: look.conversations(Shelf::Open, None, BESIDE)?.0,
                reach,
                customers: look.customers(contact)?,
                held: look.held(contact)?,
                jobs: look.jobs_of(contact)?,
                items,
                more,
                undecided: look.undecided(contact)?,
                undo: look.undo(contact)?,
                wrote_at: look.wrote_at(contact)?,
                care: look.care(contact)?,
            })
        })
        .await
    }
}

impl Look<'_> {
    /// The texts of a number before that instant, `most` of each side, the oldest first; and whether
    /// older ones are left out.
    pub(super) fn items(
        &self,
        contact: i64,
        before: i64,
        most: i64,
    ) -> Result<(Vec<Item>, bool), StoreError> {
        let theirs = self.inbound(contact, before, most)?;
        let ours = self.outbound(
            "WHERE contact_id = ?1 AND created_at < ?2 ORDER BY id DESC LIMIT ?3",
            params![contact, before, most],
        )?;
        let full = |len: usize| i64::try_from(len).is_ok_and(|len| len == most);
        // Where one side is cut off, the other must not reach further back than it.
        let from = [
            theirs.last().filter(|_| full(theirs.len())).map(|t| t.at),
            ours.last()
                .filter(|_| full(ours.len()))
                .map(|t| t.created_at),
        ]
        .into_iter()
        .flatten()
        .max();
        let mut items: Vec<Item> = theirs.into_iter().rev().map(Item::In).collect();
        items.extend(ours.into_iter().rev().map(Item::Out));
        items.retain(|item| from.is_none_or(|from| item.at() >= from));
        items.sort_by_key(Item::at);
        Ok((items, from.is_some()))
    }

    fn inbound(&self, contact: i64, before: i64, most: i64) -> Result<Vec<Inbound>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT id, words, kind, complete, received_at, class, decision,
                 reviewed_at IS NULL AS unread, replaced_by IS NOT NULL AS replaced,
                 (SELECT score FROM feedback WHERE inbox_id = inbox.id) AS score
             FROM inbox WHERE contact_id = ?1 AND received_at < ?2 ORDER BY id DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(params![contact, before, most], |row| {
            Ok(Inbound {
                id: row.get("id")?,
                words: row.get("words")?,
                came: came(row)?,
                complete: row.get("complete")?,
                at: codec::at(row, "received_at")?,
                class: Class::from_name(&row.get::<_, String>("class")?),
                decision: row.get("decision")?,
                unread: row.get("unread")?,
                score: row.get("score")?,
                replaced: row.get("replaced")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn held(&self, contact: i64) -> Result<Vec<TextKind>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT kind FROM outbox WHERE contact_id = ?1 AND state = 'queued' AND hold IN ('unclear', 'unread')
             ORDER BY id LIMIT 5",
        )?;
        let rows = statement.query_map([contact], |row| codec::text_kind(row, "kind"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn care(&self, contact: i64) -> Result<Care, StoreError> {
        let found = self
            .tx
            .prepare_cached(
                "SELECT note, note_by, note_at, done_at IS NOT NULL AND done_upto >=
                     coalesce((SELECT max(id) FROM inbox WHERE inbox.contact_id = ?1), 0) AS done
                 FROM conversation WHERE contact_id = ?1",
            )?
            .query_row([contact], |row| {
                let at = codec::maybe_at(row, "note_at")?;
                let (by, note) = (row.get("note_by")?, row.get("note")?);
                Ok((row.get("done")?, at.map(|at| (by, at, note))))
            })
            .optional()?;
        let (done, left) = found.unwrap_or_default();
        Ok(Care {
            staff: self.answerer(contact)?,
            done,
            left,
        })
    }

    fn jobs_of(&self, contact: i64) -> Result<Vec<ThreadJob>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT job.id AS id, state, coalesce(vehicle.name, '') AS vehicle,
                 coalesce(bay.name, '') AS bay
             FROM job LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
             LEFT JOIN bay ON bay.id = job.bay_id
             WHERE job.contact_id = ?1 AND state IN ('booked', 'waiting', 'in_bay', 'ready')
             ORDER BY job.id DESC LIMIT 10",
        )?;
        let rows = statement.query_map([contact], |row| {
            Ok(ThreadJob {
                id: row.get("id")?,
                state: codec::job_state(row, "state")?,
                vehicle: row.get("vehicle")?,
                bay: row.get("bay")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(super) fn undecided(&self, contact: i64) -> Result<Vec<Undecided>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT inbox_id, due_at, urgent FROM task WHERE kind = 'decide' AND closed_at IS NULL
                 AND contact_id = ?1 AND inbox_id IS NOT NULL ORDER BY id",
        )?;
        let rows = statement.query_map([contact], |row| {
            Ok(Undecided {
                inbox: row.get("inbox_id")?,
                due_at: codec::maybe_at(row, "due_at")?,
                urgent: row.get("urgent")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An opt-out of the shop's own can be taken back as long as its confirmation waits, and what ended
    /// less for as long.
    pub(super) fn undo(&self, contact: i64) -> Result<Option<Undoable>, StoreError> {
        let mono = codec::mono_ms(self.now.mono);
        let found: Option<(i64, i64)> = self
            .tx
            .prepare_cached(
                "SELECT consent_row, undo_until FROM outbox WHERE contact_id = ?1 AND kind = 'stop_confirmation'
                     AND state = 'queued' AND consent_row IS NOT NULL AND undo_run = ?2 AND undo_until > ?3
                 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(params![contact, self.run, mono], |row| {
                Ok((row.get("consent_row")?, row.get("undo_until")?))
            })
            .optional()?;
        let Some((row, until)) = found else {
            return undo::lesser(self.tx, contact, self.now.wall);
        };
        let left = u64::try_from(until - mono).unwrap_or(0);
        Ok(Some(Undoable {
            row,
            scope: Scope::All,
            left: Duration::from_millis(left),
        }))
    }

    fn wrote_at(&self, contact: i64) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: Option<i64> = self
            .tx
            .prepare_cached(
                "SELECT received_at FROM inbox WHERE contact_id = ?1 AND class <> 'opt_out'
                     AND id > coalesce((SELECT max(id) FROM inbox WHERE contact_id = ?1 AND class = 'opt_out'), 0)
                 ORDER BY id DESC LIMIT 1",
            )?
            .query_row([contact], |row| row.get("received_at"))
            .optional()?;
        Ok(at.map(codec::instant))
    }
}

impl Item {
    /// When it was written.
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::In(text) => text.at,
            Self::Out(text) => text.created_at,
        }
    }
}
