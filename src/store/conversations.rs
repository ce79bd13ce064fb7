//! Who of the staff answers a number, and whether the conversation is done with.

use super::codec::ms;
use super::outbox::{self, Queued};
use super::taps::{self, Tapped};
use super::waiting::look_again;
use super::{Deed, Store, StoreError, Thing, people};
use crate::domain::lang::Lang;
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;

impl Store {
    /// Puts in what staff typed and say is no offer, though `looks` in it looks like one; who said so
    /// is noted.
    ///
    /// # Errors
    /// As [`Store::queue`].
    pub async fn queue_no_offer(
        &self,
        text: Queued,
        looks: String,
        now: Now,
    ) -> Result<i64, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let id = outbox::queue(tx, &shared, &text, now)?;
            let deed = Deed::NotAnOffer {
                text: id,
                words: looks,
            };
            deed.note(tx, &text.asked_by, now)?;
            Ok(id)
        })
        .await
    }

    /// Someone has answered a number: what it wrote is read, and the conversation is theirs where it
    /// was nobody's.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn answered(&self, contact: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            review_all(tx, contact, &by, now)?;
            there(tx, contact)?;
            tx.prepare_cached(
                "INSERT INTO conversation (contact_id, staff_id) VALUES (?1, (SELECT id FROM staff WHERE name = ?2))
                 ON CONFLICT (contact_id) DO UPDATE SET staff_id = coalesce(staff_id, excluded.staff_id),
                     done_upto = 0, done_at = NULL, note = '', note_by = '', note_at = NULL",
            )?
            .execute(params![contact, by])?;
            Ok(())
        })
        .await
    }

    /// Someone takes a conversation over, from whomever it was.
    ///
    /// # Errors
    /// When there is no such number.
    pub async fn take_conversation(&self, contact: i64, by: String) -> Result<(), StoreError> {
        self.write(move |tx| {
            there(tx, contact)?;
            tx.prepare_cached(
                "INSERT INTO conversation (contact_id, staff_id) VALUES (?1, (SELECT id FROM staff WHERE name = ?2))
                 ON CONFLICT (contact_id) DO UPDATE SET staff_id = excluded.staff_id, note = '', note_by = '', note_at = NULL",
            )?
            .execute(params![contact, by])?;
            Ok(())
        })
        .await
    }

    /// The conversation is nobody's again, with a note for whoever takes it next.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn release_conversation(
        &self,
        contact: i64,
        note: String,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.prepare_cached(
                "UPDATE conversation SET staff_id = NULL, note = ?2, note_by = ?3, note_at = ?4
                 WHERE contact_id = ?1 AND staff_id IS NOT NULL",
            )?
            .execute(params![contact, note, by, ms(now.wall)])?;
            Ok(())
        })
        .await
    }

    /// Someone goes home: every conversation of theirs that is not done with is nobody's again, with
    /// the note that they leave. Returns how many there were.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn release_conversations(
        &self,
        staff: i64,
        note: String,
        now: Now,
    ) -> Result<usize, StoreError> {
        self.write(move |tx| {
            Ok(tx.execute(
                "UPDATE conversation SET staff_id = NULL, note = ?2, note_at = ?3,
                     note_by = (SELECT name FROM staff WHERE id = ?1)
                 WHERE staff_id = ?1 AND (done_at IS NULL OR done_upto <
                     coalesce((SELECT max(id) FROM inbox WHERE inbox.contact_id = conversation.contact_id), 0))",
                params![staff, note, ms(now.wall)],
            )?)
        })
        .await
    }

    /// The conversation is done with: what the number wrote is read, as far as it needs no decision,
    /// and the next text opens it again. It can be taken back for a moment.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn conversation_done(
        &self,
        contact: i64,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            there(tx, contact)?;
            let was = Was::of(tx, contact)?;
            review_all(tx, contact, &by, now)?;
            let done_at = ms(now.wall);
            tx.prepare_cached(
                "INSERT INTO conversation (contact_id, done_upto, done_at)
                 VALUES (?1, coalesce((SELECT max(id) FROM inbox WHERE contact_id = ?1), 0), ?2)
                 ON CONFLICT (contact_id) DO UPDATE SET staff_id = NULL, done_upto = excluded.done_upto,
                     done_at = excluded.done_at, note = '', note_by = '', note_at = NULL",
            )?
            .execute(params![contact, done_at])?;
            look_again(tx, contact)?;
            let what = (by.as_str(), Tapped::Conversation { contact }, now);
            let reader = by.clone();
            taps::keep_about(tx, &shared, (Some(contact), None), what, move |tx, _| {
                was.put_back(tx, contact, (done_at, &reader))
            })
        })
        .await
    }

    /// The language in which a number is texted.
    ///
    /// # Errors
    /// When there is no such number.
    pub async fn thread_lang(&self, contact: i64) -> Result<Lang, StoreError> {
        self.read(move |tx| Ok(people::contact(tx, contact)?.lang))
            .await
    }

    /// Changes the language in which a number is texted.
    ///
    /// # Errors
    /// When there is no such contact point.
    pub async fn set_contact_lang(
        &self,
        contact: i64,
        lang: Lang,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let changed = tx
                .prepare_cached("UPDATE contact_point SET lang = ?2 WHERE id = ?1")?
                .execute(params![contact, lang.spoken().code()])?;
            if changed == 0 {
                return Err(StoreError::Missing(Thing::Number));
            }
            Deed::TextsIn {
                contact,
                lang: lang.spoken(),
            }
            .note(tx, &by, now)
        })
        .await
    }
}

/// A conversation as it was before somebody was done with it.
struct Was {
    staff: Option<i64>,
    done: (i64, Option<i64>),
    left: (String, String, Option<i64>),
    /// The texts that nobody had read.
    unread: Vec<i64>,
}

impl Was {
    fn of(tx: &Transaction<'_>, contact: i64) -> Result<Self, StoreError> {
        let unread = tx
            .prepare_cached(&format!("SELECT id FROM inbox WHERE {UNREAD}"))?
            .query_map([contact], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        let kept = tx
            .prepare_cached(
                "SELECT staff_id, done_upto, done_at, note, note_by, note_at FROM conversation WHERE contact_id = ?1",
            )?
            .query_row([contact], |row| {
                Ok((
                    row.get("staff_id")?,
                    (row.get("done_upto")?, row.get("done_at")?),
                    (row.get("note")?, row.get("note_by")?, row.get("note_at")?),
                ))
            })
            .optional()?;
        let (staff, done, left) = kept.unwrap_or_default();
        Ok(Self {
            staff,
            done,
            left,
            unread,
        })
    }

    /// Unless the conversation has changed since somebody was done with it then.
    fn put_back(
        &self,
        tx: &Transaction<'_>,
        contact: i64,
        (done_at, reader): (i64, &str),
    ) -> Result<(), StoreError> {
        let (note, note_by, note_at) = &self.left;
        let changed = tx
            .prepare_cached(
                "UPDATE conversation SET staff_id = ?3, done_upto = ?4, done_at = ?5, note = ?6, note_by = ?7, note_at = ?8
                 WHERE contact_id = ?1 AND done_at = ?2 AND staff_id IS NULL",
            )?
            .execute(params![
                contact, done_at, self.staff, self.done.0, self.done.1, note, note_by, note_at
            ])?;
        taps::in_time(changed)?;
        for text in &self.unread {
            tx.prepare_cached(
                "UPDATE inbox SET reviewed_at = NULL, reviewed_by = ''
                 WHERE id = ?1 AND reviewed_at = ?2 AND reviewed_by = ?3",
            )?
            .execute(params![text, done_at, reader])?;
        }
        look_again(tx, contact)
    }
}

/// What a number wrote and nobody has read, as far as it needs no decision.
const UNREAD: &str =
    "contact_id = ?1 AND reviewed_at IS NULL AND applied_at IS NOT NULL AND hold_row IS NULL";

/// Nobody answers a number that is not there.
fn there(tx: &Transaction<'_>, contact: i64) -> Result<(), StoreError> {
    people::contact(tx, contact).map(drop)
}

/// Somebody has read what a number wrote, as far as it needs no decision.
pub(super) fn review_all(
    tx: &Transaction<'_>,
    contact: i64,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(&format!(
        "UPDATE inbox SET reviewed_at = ?2, reviewed_by = ?3 WHERE {UNREAD}"
    ))?
    .execute(params![contact, ms(now.wall), by])?;
    look_again(tx, contact)
}
