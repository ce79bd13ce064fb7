//! What staff may say about a customer's consent.

use super::{Desk, DeskError};
use crate::domain::lang::Lang;
use crate::store::{By, Decision, Said};

impl Desk {
    /// What an unclear text means.
    ///
    /// # Errors
    /// When there is no such text.
    pub async fn decide(
        &self,
        inbox: i64,
        decision: Decision,
        by: impl Into<By>,
    ) -> Result<(), DeskError> {
        Ok(self
            .store
            .decide(inbox, decision, by, self.clock.now())
            .await?)
    }

    /// Opts a number out, because its owner said so or a text of theirs means it. Returns the
    /// ledger's row, which [`Desk::undo_opt_out`] takes back within 30 s.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn opt_out(
        &self,
        contact: i64,
        inbox: Option<i64>,
        words: &str,
        by: impl Into<By>,
    ) -> Result<i64, DeskError> {
        Ok(self
            .store
            .opt_out(contact, inbox, words.to_owned(), by, self.clock.now())
            .await?)
    }

    /// Someone asked for no more texts in another way than by a text. Returns the ledger's row, which
    /// [`Desk::undo_opt_out`] takes back within 30 s.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn heard_opt_out(
        &self,
        contact: i64,
        said: Said,
        by: impl Into<By>,
    ) -> Result<i64, DeskError> {
        Ok(self
            .store
            .heard_opt_out(contact, said, by, self.clock.now())
            .await?)
    }

    /// Takes back an opt-out that staff made a moment ago.
    ///
    /// # Errors
    /// When it is too late, or it was the customer's own.
    pub async fn undo_opt_out(&self, row: i64, by: &str) -> Result<(), DeskError> {
        Ok(self
            .store
            .undo_opt_out(row, by.to_owned(), self.clock.now())
            .await?)
    }

    /// The conversation is done with, until the number writes again.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn done_with(&self, contact: i64, by: &str) -> Result<(), DeskError> {
        Ok(self
            .store
            .conversation_done(contact, by.to_owned(), self.clock.now())
            .await?)
    }

    /// Someone takes a conversation over.
    ///
    /// # Errors
    /// When there is no such number.
    pub async fn take_conversation(&self, contact: i64, by: &str) -> Result<(), DeskError> {
        Ok(self.store.take_conversation(contact, by.to_owned()).await?)
    }

    /// Someone lets go of a conversation, with a note for whoever comes next.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn release_conversation(
        &self,
        contact: i64,
        note: &str,
        by: &str,
    ) -> Result<(), DeskError> {
        let (note, by) = (note.to_owned(), by.to_owned());
        Ok(self
            .store
            .release_conversation(contact, note, by, self.clock.now())
            .await?)
    }

    /// A number is texted in another language from now on.
    ///
    /// # Errors
    /// When there is no such number.
    pub async fn text_in(&self, contact: i64, lang: Lang, by: &str) -> Result<(), DeskError> {
        Ok(self
            .store
            .set_contact_lang(contact, lang, by.to_owned(), self.clock.now())
            .await?)
    }
}
