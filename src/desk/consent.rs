//! What staff may say about a customer's consent.

use super::{Desk, DeskError};
use crate::store::Decision;

impl Desk {
    /// What an unclear text means.
    ///
    /// # Errors
    /// When there is no such text.
    pub async fn decide(&self, inbox: i64, decision: Decision, by: &str) -> Result<(), DeskError> {
        Ok(self
            .store
            .decide(inbox, decision, by.to_owned(), self.clock.now())
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
        by: &str,
    ) -> Result<i64, DeskError> {
        Ok(self
            .store
            .opt_out(
                contact,
                inbox,
                words.to_owned(),
                by.to_owned(),
                self.clock.now(),
            )
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

    /// Someone has read what a number wrote.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn reviewed(&self, contact: i64, by: &str) -> Result<(), DeskError> {
        Ok(self
            .store
            .reviewed(contact, by.to_owned(), self.clock.now())
            .await?)
    }
}
