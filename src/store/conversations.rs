//! Who of the staff answers a number, and whether the conversation is done with.

use super::codec::ms;
use super::outbox::{self, Queued};
use super::waiting::look_again;
use super::{Deed, Store, StoreError, Thing, people};
use crate::domain::lang::Lang;
use crate::domain::time::Now;
use rusqlite::{Transaction, params};
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
    /// and the next text opens it again.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn conversation_done(
        &self,
        contact: i64,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            there(tx, contact)?;
            review_all(tx, contact, &by, now)?;
            tx.prepare_cached(
                "INSERT INTO conversation (contact_id, done_upto, done_at)
                 VALUES (?1, coalesce((SELECT max(id) FROM inbox WHERE contact_id = ?1), 0), ?2)
                 ON CONFLICT (contact_id) DO UPDATE SET staff_id = NULL, done_upto = excluded.done_upto,
                     done_at = excluded.done_at, note = '', note_by = '', note_at = NULL",
            )?
            .execute(params![contact, ms(now.wall)])?;
            look_again(tx, contact)
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
    tx.prepare_cached(
        "UPDATE inbox SET reviewed_at = ?2, reviewed_by = ?3
         WHERE contact_id = ?1 AND reviewed_at IS NULL AND applied_at IS NOT NULL AND hold_row IS NULL",
    )?
    .execute(params![contact, ms(now.wall), by])?;
    look_again(tx, contact)
}
