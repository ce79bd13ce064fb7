//! Asking whether a line of work is wanted: "The dash kit is 60 more. OK?"

use super::{About, Desk, DeskError, Slip};
use crate::domain::purpose::Purpose;
use crate::domain::text::{Horizon, TextKind};
use crate::domain::words::Kind;
use crate::store::{Asked, Job, NewLine, Origin, Queued};
use chrono::{DateTime, TimeDelta};
use std::time::Duration;

/// A line of work in a question has this many letters at most: it must fit in a text.
pub const LONGEST_LINE: usize = 80;
/// Nobody waits longer for an answer than this before they call.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(24);

impl Desk {
    /// Asks the customer whether a line of work is wanted. No answer within `wait` is a call.
    ///
    /// # Errors
    /// When the line can't be right, the job is done, or an earlier question has no answer yet.
    pub async fn ask_approval(
        &self,
        job: i64,
        line: NewLine,
        wait: TimeDelta,
        by: &str,
    ) -> Result<Asked, DeskError> {
        let now = self.clock.now();
        let length = line.words.chars().count();
        if length == 0 || length > LONGEST_LINE {
            return Err(Slip::QuestionLine { most: LONGEST_LINE }.into());
        }
        let wait = wait.clamp(TimeDelta::minutes(5), LONGEST_WAIT);
        let found = self.store.job(job).await?;
        let text = self.question(&found, &line, by).await?;
        let by = by.to_owned();
        Ok(self
            .store
            .ask_approval(job, line, text, now.wall + wait, by, now)
            .await?)
    }

    /// The question, ready for the outbox. None where the job has no number to text.
    async fn question(
        &self,
        job: &Job,
        line: &NewLine,
        by: &str,
    ) -> Result<Option<Queued>, DeskError> {
        let Some(contact) = job.contact.filter(|_| job.tell.by_text()) else {
            return Ok(None);
        };
        let now = self.clock.now();
        let shop = self.store.settings().await?;
        let teller = self.teller(&shop).await?;
        let words = teller.question(&About::of(job), &line.words, line.price)?;
        let zone = self.store.zone(&shop.zone)?;
        let horizon = Horizon {
            now: now.wall,
            closing: super::words::pick_up_until(&shop, &zone, now.wall),
            promised: job.promised_at,
        };
        Ok(Some(Queued {
            contact,
            purpose: Purpose::Service,
            kind: TextKind::Approval,
            words,
            template: teller.label(Kind::Approval, job.lang),
            job: Some(job.id),
            answers: None,
            origin: Origin::Page,
            asked_by: by.to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: TextKind::Approval.send_before(Purpose::Service, horizon),
            undo: Duration::ZERO,
        }))
    }
}
