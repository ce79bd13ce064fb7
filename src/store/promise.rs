//! Another promised time for a job, with a text or without one.

use super::codec::ms;
use super::jobs::{Job, job};
use super::{Deed, Store, StoreError, Thing, ledger, outbox, people, tasks};
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

impl Store {
    /// Gives a job another promised time.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn promise(
        &self,
        id: i64,
        at: DateTime<Utc>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| promise(tx, id, at, &by, now)).await
    }

    /// The same where no text says so. One that waits with the old time is called off, and a customer
    /// who can't be told by text is to be called.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn promise_quietly(
        &self,
        id: i64,
        at: DateTime<Utc>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            promise(tx, id, at, &by, now)?;
            outbox::cancel_for_job(tx, id, Why::MovedOn.as_str(), now, |kind| {
                matches!(kind, TextKind::OnTrack | TextKind::RunningLate)
            })?;
            let found = job(tx, id)?;
            if is_texted(tx, &found)? {
                return Ok(());
            }
            let why = Why::NewTime.as_str();
            tasks::call(tx, found.contact, Some(id), None, why, now)
        })
        .await
    }

    /// Whether a text about how a job goes would reach its customer, as far as the number and the
    /// consent tell.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn is_texted(&self, id: i64) -> Result<bool, StoreError> {
        self.read(move |tx| is_texted(tx, &job(tx, id)?)).await
    }
}

fn promise(
    tx: &Transaction<'_>,
    id: i64,
    at: DateTime<Utc>,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE job SET promised_at = ?2, changed_at = ?3 WHERE id = ?1",
        params![id, ms(at), ms(now.wall)],
    )?;
    if changed == 0 {
        return Err(StoreError::Missing(Thing::Job));
    }
    Deed::PromisedAnew { job: id }.note(tx, by, now)
}

fn is_texted(tx: &Transaction<'_>, job: &Job) -> Result<bool, StoreError> {
    let Some(contact) = job.contact.filter(|_| job.tell.by_text()) else {
        return Ok(false);
    };
    let standing = ledger::standing(tx, contact)?;
    Ok(people::contact(tx, contact)?.can_be_texted
        && standing.consent(Purpose::Service) == Consent::Granted
        && !standing.only_ready())
}
