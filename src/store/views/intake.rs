//! A job that is being taken in: what each of its steps shows.

use super::super::{CodeNow, Store, StoreError, Visit, WorkLine, codec, codes, lines, visits};
use super::{Look, Outbound, Reach, Top};
use crate::domain::code::Reached;
use crate::domain::consent::Method;
use crate::domain::purpose::Purpose;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use std::time::Duration;

/// A job that is being taken in.
#[derive(Debug, Clone)]
pub struct IntakeView {
    /// What every page shows.
    pub top: Top,
    /// What is written down so far.
    pub visit: Visit,
    /// The lines of work.
    pub lines: Vec<WorkLine>,
    /// How the customer is reached; None without a number.
    pub reach: Option<Reach>,
    /// How the number was proved to be the customer's; None where it was not.
    pub proof: Option<Proof>,
    /// Since when consent to texts about the vehicle stands, and how it was given.
    pub agreed: Option<Agreed>,
    /// What the code does; None without a number.
    pub code: Option<CodeView>,
}

/// That a number is the customer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Since when that is known.
    pub at: DateTime<Utc>,
    /// The code was typed; otherwise a text came from the number.
    pub by_code: bool,
}

/// The consent to texts about the vehicle that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// When it was given.
    pub at: DateTime<Utc>,
    /// How.
    pub method: Method,
}

/// What the code of a number does.
#[derive(Debug, Clone)]
pub struct CodeView {
    /// The code that is good now.
    pub now: Option<CodeNow>,
    /// The last text that carried one for this job.
    pub text: Option<Outbound>,
    /// Whether another may go now, and if not, why and for how long.
    pub next: Result<(), Reached>,
    /// How long no code is looked at, after too many wrong ones.
    pub locked: Option<Duration>,
}

impl Store {
    /// A job that is being taken in, as the screen of that session shows it.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn intake_view(
        &self,
        job: i64,
        terminal: String,
        now: Now,
    ) -> Result<IntakeView, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            look.intake(job, &terminal)
        })
        .await
    }
}

impl Look<'_> {
    fn intake(&self, job: i64, terminal: &str) -> Result<IntakeView, StoreError> {
        let visit = visits::visit(self.tx, job)?;
        let contact = visit.contact;
        let reach = match contact {
            Some(contact) => self.reach(contact)?,
            None => None,
        };
        let proof = match contact {
            Some(contact) => codes::proof(self.tx, contact)?,
            None => None,
        };
        let row = reach
            .as_ref()
            .and_then(|reach| reach.standing.row(Purpose::Service));
        let agreed = match row {
            Some(row) => self.agreed(row)?,
            None => None,
        };
        let code = match contact {
            Some(contact) => Some(self.code(job, contact, terminal)?),
            None => None,
        };
        Ok(IntakeView {
            top: self.top()?,
            lines: lines::of(self.tx, job)?,
            visit,
            reach,
            proof: proof.map(|(at, how)| Proof {
                at,
                by_code: how == "code",
            }),
            agreed,
            code,
        })
    }

    fn agreed(&self, row: i64) -> Result<Option<Agreed>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT occurred_at, method FROM ledger WHERE id = ?1 AND event = 'grant'",
        )?;
        Ok(statement
            .query_row([row], |row| {
                Ok(Agreed {
                    at: codec::at(row, "occurred_at")?,
                    method: codec::method(row, "method")?,
                })
            })
            .optional()?)
    }

    fn code(&self, job: i64, contact: i64, terminal: &str) -> Result<CodeView, StoreError> {
        let texts = self.outbound(
            "WHERE job_id = ?1 AND contact_id = ?2 AND purpose = 'verification' ORDER BY id DESC LIMIT 1",
            [job, contact],
        )?;
        Ok(CodeView {
            now: codes::active(self.tx, self.run, contact, self.now)?,
            text: texts.into_iter().next(),
            next: codes::may_send(self.tx, self.run, contact, terminal, self.now)?,
            locked: codes::locked(self.tx, self.run, contact, self.now)?,
        })
    }
}
