//! Texts that may not have gone, and what staff say of them.

use super::codec::{self, ms};
use super::taps::{self, Tapped};
use super::{Deed, Store, StoreError, Thing, outbox, tasks};
use crate::domain::purpose::Purpose;
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What staff decide about a text that may not have gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsure {
    /// Send it again: it may arrive twice.
    SendAgain,
    /// It arrived, or is let go.
    LetGo,
    /// The customer is phoned.
    Call,
}

/// A text that staff are asked about.
struct Doubt {
    contact: i64,
    job: Option<i64>,
    reason: String,
    settled_at: Option<i64>,
}

impl Store {
    /// Staff say what becomes of a text that may not have gone. All but sending it again can be taken back
    /// for a moment; what is sent again is called off like any text that waits.
    ///
    /// # Errors
    /// When the text is not unsure (any more).
    pub async fn settle_unsure(
        &self,
        text: i64,
        decision: Unsure,
        who: String,
        now: Now,
    ) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let doubt = doubt(tx, text)?;
            let (contact, job) = (Some(doubt.contact), doubt.job);
            match decision {
                Unsure::SendAgain => {
                    tx.execute("DELETE FROM part WHERE outbox_id = ?1 AND state = 'unsure'", [text])?;
                    tx.execute(
                        "UPDATE outbox SET state = 'queued', reason = '', settled_at = NULL WHERE id = ?1",
                        [text],
                    )?;
                }
                Unsure::LetGo => {
                    let why = Why::Arrived.with(&who);
                    outbox::end(tx, text, TextState::Sent, &why, now)?;
                }
                Unsure::Call => {
                    let why = Why::IsCalled.as_str();
                    outbox::end(tx, text, TextState::Cancelled, why, now)?;
                    tasks::call(tx, contact, job, Some(text), Why::MayNotHaveArrived.as_str(), now)?;
                }
            }
            if decision != Unsure::SendAgain {
                let what = (who.as_str(), Tapped::Settled { text, decision }, now);
                let at = ms(now.wall);
                taps::keep_about(tx, &shared, (contact, job), what, move |tx, _| {
                    doubt.again(tx, text, at)
                })?;
            }
            Deed::Settled { text, decision }.note(tx, &who, now)
        })
        .await
    }
}

impl Doubt {
    /// Nobody knows any more what became of it, unless a report has come in since `at`.
    fn again(&self, tx: &Transaction<'_>, text: i64, at: i64) -> Result<(), StoreError> {
        let changed = tx
            .prepare_cached(
                "UPDATE outbox SET state = 'unsure', reason = ?2, settled_at = ?3
                 WHERE id = ?1 AND state IN ('sent', 'cancelled') AND settled_at = ?4",
            )?
            .execute(params![text, self.reason, self.settled_at, at])?;
        taps::in_time(changed)?;
        tx.prepare_cached(
            "DELETE FROM task WHERE outbox_id = ?1 AND kind = 'call' AND closed_at IS NULL AND opened_at = ?2",
        )?
        .execute([text, at])?;
        Ok(())
    }
}

fn doubt(tx: &Transaction<'_>, text: i64) -> Result<Doubt, StoreError> {
    let found: Option<(Purpose, Doubt)> = tx
        .prepare_cached(
            "SELECT contact_id, job_id, purpose, reason, settled_at FROM outbox WHERE id = ?1 AND state = 'unsure'",
        )?
        .query_row([text], |row| {
            let doubt = Doubt {
                contact: row.get("contact_id")?,
                job: row.get("job_id")?,
                reason: row.get("reason")?,
                settled_at: row.get("settled_at")?,
            };
            Ok((codec::purpose(row, "purpose")?, doubt))
        })
        .optional()?;
    found
        .filter(|(purpose, _)| purpose.is_asked_about())
        .map(|(_, doubt)| doubt)
        .ok_or(StoreError::Missing(Thing::UnsureText))
}
