//! Announcing a job ready, with the button or on the page, and taking it back.

use super::{Desk, DeskError};
use crate::domain::text::TextKind;
use crate::domain::why::Why;
use crate::panel::{Bay, Notice, Outcome};
use crate::store::{Origin, Ready};
use std::time::Duration;

impl Desk {
    /// Announces a job ready: its state, the text with its undo window, and where no text may go
    /// the call list. Doing it twice does nothing.
    ///
    /// # Errors
    /// When there is no such job, or its state does not allow it.
    pub async fn announce(&self, job: i64, origin: Origin, by: &str) -> Result<Ready, DeskError> {
        let now = self.clock.now();
        let found = self.store.job(job).await?;
        let shop = self.store.settings().await?;
        let text = self
            .about_job(&found, TextKind::Ready, &shop, origin, by, now)
            .await?;
        let undo = Duration::from_secs(shop.undo_seconds.into());
        let ready = self.store.announce(job, text, by.to_owned(), now).await?;
        if let Some(bay) = found.bay {
            self.tell(bay, outcome(ready, now.mono + undo)).await;
        }
        Ok(ready)
    }

    /// Announces the job in a bay: what its button asks for.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn announce_bay(&self, bay: i64) -> Result<Ready, DeskError> {
        match self.store.job_in_bay(bay).await? {
            Some(job) => {
                self.announce(job.id, Origin::Button, &format!("the button in bay {bay}"))
                    .await
            }
            None => {
                self.tell(bay, Outcome::NoJob).await;
                Ok(Ready::NoJob)
            }
        }
    }

    /// Takes an announcement back while its text has not begun to leave.
    ///
    /// # Errors
    /// When it is too late.
    pub async fn take_back(&self, job: i64, by: &str) -> Result<(), DeskError> {
        let bay = self.store.job(job).await?.bay;
        self.store
            .take_back(job, by.to_owned(), self.clock.now())
            .await?;
        if let Some(bay) = bay {
            self.tell(bay, Outcome::TakenBack).await;
        }
        Ok(())
    }

    /// An announced job is not ready after all. Where the customer may have been told, a correction
    /// is texted, or the customer is called. Returns whether a correction was due.
    ///
    /// # Errors
    /// When the job is not ready.
    pub async fn not_ready(
        &self,
        job: i64,
        tell_customer: bool,
        by: &str,
    ) -> Result<bool, DeskError> {
        let now = self.clock.now();
        let told = self
            .store
            .not_ready_after_all(job, by.to_owned(), now)
            .await?;
        let found = self.store.job(job).await?;
        if let Some(bay) = found.bay {
            self.tell(bay, Outcome::TakenBack).await;
        }
        if !told {
            return Ok(false);
        }
        let shop = self.store.settings().await?;
        let text = self
            .about_job(&found, TextKind::NotReady, &shop, Origin::Page, by, now)
            .await?;
        let queued = match text.filter(|_| tell_customer) {
            Some(text) => self.store.queue(text, now).await.is_ok(),
            None => false,
        };
        if !queued {
            let why = Why::NotReadyAfterAll.as_str();
            self.store
                .call(found.contact, job, why.to_owned(), now)
                .await?;
        }
        Ok(true)
    }

    /// Tells the panel what became of a bay's announcement. A desk without a panel tells nobody.
    pub(super) async fn tell(&self, bay: i64, outcome: Outcome) {
        let Ok(bay) = u16::try_from(bay).map(Bay) else {
            return;
        };
        if let Some(panel) = &self.panel {
            // The panel has stopped only when the whole house is stopping.
            let _ = panel.send(Notice::Outcome { bay, outcome }).await;
        }
    }
}

/// What the light shows for it.
fn outcome(ready: Ready, until: Duration) -> Outcome {
    match ready {
        Ready::Armed { .. } => Outcome::Armed { until },
        Ready::Waits { why, .. } if why.call_at_once().is_some() => Outcome::CallCustomer,
        Ready::Call { .. } => Outcome::CallCustomer,
        Ready::Waits { .. } => Outcome::MustWait,
        Ready::NoJob => Outcome::NoJob,
        Ready::Already { .. } => Outcome::AlreadyAnnounced,
    }
}
