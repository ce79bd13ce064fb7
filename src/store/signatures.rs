//! Signatures: opened, answered, and what follows in the ledger, each in one transaction.
//!
//! A signing remembers the ledger's last row of when it was opened. Its signature lifts a revocation
//! only where that is older: a sheet that was printed before the STOP, or a screen that was handed
//! over before it, can't bring anything back (promise 8 of the house).

use super::apply::{look_again, settle_holds};
use super::attachments::{self, Attachment};
use super::codec::{self, ms};
use super::ledger::{NewRow, append, standing};
use super::outbox::{self, Origin, Queued};
use super::sessions::Lock;
use super::signing::{own_since, scope, to_sign};
use super::staff::{audit, digest};
use super::tasks::{self, NewTask, TaskKind};
use super::{Store, StoreError, jobs};
use crate::domain::consent::{Actor, Consent, ConsentEvent, Method, names};
use crate::domain::job::IntakeStep;
use crate::domain::lang::Lang;
use crate::domain::ledger::Hash;
use crate::domain::purpose::Purpose;
use crate::domain::signature::Signature;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::wording::ConsentLine;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Where something is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// On a screen in the customer's hands.
    Screen,
    /// On a printed sheet.
    Paper,
}

names!(Way { Screen = "screen", Paper = "paper" });

/// A line as it was shown, and the answer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The line's name.
    pub line: String,
    /// Which wording, such as `en-1`.
    pub version: String,
    /// The exact words.
    pub words: String,
    /// Whether it was ticked.
    pub yes: bool,
}

/// What a customer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The signing that this answers.
    pub signing: i64,
    /// The language of the lines.
    pub lang: Lang,
    /// Each line that was asked.
    pub lines: Vec<Answer>,
    /// The initials beside the line for offers.
    pub initials: String,
    /// The signature on the screen.
    pub signature: Option<Signature>,
    /// Who took a sheet back; empty for a screen.
    pub taken_by: String,
    /// The confirmations, each with its words and the instant from which it is worth nothing.
    pub confirmations: Vec<(TextKind, String, DateTime<Utc>)>,
}

/// A signing that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub id: i64,
    /// The job.
    pub job: i64,
    /// Where it is signed.
    pub way: Way,
    /// The language of the lines.
    pub lang: Lang,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// The staff member who handed it over.
    pub opened_by: String,
    /// The ledger's last row then.
    opened_row: i64,
    /// When it was answered.
    pub done_at: Option<DateTime<Utc>>,
}

/// What is kept of a signing, to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SigningEvidence {
    /// The signing.
    pub opened: Opened,
    /// Who took the sheet back; empty for a screen.
    pub done_by: String,
    /// The lines and the answers.
    pub answers: Vec<Answer>,
    /// The initials beside the line for offers.
    pub initials: String,
    /// The signature on the screen; None for paper, for no signature, and once it was erased.
    pub signature: Option<Signature>,
    /// Photos and scans of the sheet.
    pub attachments: Vec<Attachment>,
}

impl Store {
    /// Opens a signing. On a screen, the session goes into the customer's hands in the same
    /// transaction.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn open_signing(
        &self,
        job: i64,
        way: Way,
        lang: Lang,
        by: String,
        token: Option<String>,
        now: Now,
    ) -> Result<i64, StoreError> {
        self.write(move |tx| {
            jobs::job(tx, job)?;
            tx.execute(
                "INSERT INTO signing (job_id, way, lang, opened_at, opened_by, opened_row)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(id), 0) FROM ledger))",
                params![job, way.as_str(), lang.spoken().code(), ms(now.wall), by],
            )?;
            let id = tx.last_insert_rowid();
            if let Some(token) = token {
                lock(tx, &token, Lock::Signing(job))?;
            }
            audit(
                tx,
                &by,
                "signing",
                &format!("job {job}: {} opened", way.as_str()),
                now,
            )?;
            Ok(id)
        })
        .await
    }

    /// The newest signing of a job, of one way.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn newest_signing(&self, job: i64, way: Way) -> Result<Option<Opened>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, job_id, way, lang, opened_at, opened_by, opened_row, done_at FROM signing
                 WHERE job_id = ?1 AND way = ?2 ORDER BY id DESC LIMIT 1",
            )?;
            Ok(statement.query_row(params![job, way.as_str()], opened).optional()?)
        })
        .await
    }

    /// A signing.
    ///
    /// # Errors
    /// When there is none of that number.
    pub async fn signing(&self, id: i64) -> Result<SigningEvidence, StoreError> {
        self.read(move |tx| evidence(tx, id)).await
    }

    /// Every signing of a job that was answered, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn signings(&self, job: i64) -> Result<Vec<SigningEvidence>, StoreError> {
        self.read(move |tx| {
            let ids: Vec<i64> = tx
                .prepare_cached(
                    "SELECT id FROM signing WHERE job_id = ?1 AND done_at IS NOT NULL ORDER BY id DESC",
                )?
                .query_map([job], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            ids.into_iter().map(|id| evidence(tx, id)).collect()
        })
        .await
    }

    /// Keeps what a customer answered, with everything that follows: the ledger's rows, the
    /// confirmations, the job's next step; and locks the screen. Answered once: a repeat changes
    /// nothing.
    ///
    /// Returns the lines that were ticked and not granted, because a STOP came after the signing was
    /// opened.
    ///
    /// # Errors
    /// When there is no such signing.
    pub async fn sign(
        &self,
        answers: Answers,
        token: Option<String>,
        now: Now,
    ) -> Result<Vec<ConsentLine>, StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
            if let Some(token) = token {
                lock(tx, &token, Lock::Locked)?;
            }
            let opened = find(tx, answers.signing)?;
            if opened.done_at.is_some() {
                return Ok(Vec::new());
            }
            Hand {
                tx,
                run: &run,
                opened: &opened,
                now,
            }
            .take(&answers)
        })
        .await
    }
}

fn lock(tx: &Transaction<'_>, token: &str, lock: Lock) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE session SET locked_for = ?2 WHERE token_hash = ?1",
        params![digest(token), lock.name()],
    )?;
    Ok(())
}

/// A transaction that carries a signing out.
pub(super) struct Hand<'a> {
    pub tx: &'a Transaction<'a>,
    pub run: &'a str,
    pub opened: &'a Opened,
    pub now: Now,
}

impl Hand<'_> {
    fn take(&self, answers: &Answers) -> Result<Vec<ConsentLine>, StoreError> {
        let strokes = answers
            .signature
            .as_ref()
            .map(Signature::json)
            .unwrap_or_default();
        self.tx.execute(
            "UPDATE signing SET done_at = ?2, done_by = ?3, lang = ?4, answers = ?5, initials = ?6, strokes = ?7
             WHERE id = ?1",
            params![
                self.opened.id,
                ms(self.now.wall),
                answers.taken_by,
                answers.lang.spoken().code(),
                serde_json::to_string(&answers.lines).map_err(|e| StoreError::Words(e.to_string()))?,
                answers.initials,
                strokes,
            ],
        )?;
        let proof = match self.opened.way {
            Way::Screen => Proof {
                method: Method::ScreenSignature,
                actor: Actor::Customer,
                sha256: (!strokes.is_empty()).then(|| Hash::of(strokes.as_bytes())),
            },
            // Until the scan is here, a sheet is what staff say that it is.
            Way::Paper => Proof {
                method: Method::InPerson,
                actor: Actor::Staff,
                sha256: None,
            },
        };
        let refused = self.answer_all(answers, &proof)?;
        if self.opened.way == Way::Paper && answers.lines.iter().any(|answer| answer.yes) {
            self.miss_the_scan()?;
        }
        let job = jobs::job(self.tx, self.opened.job)?;
        if matches!(job.intake, IntakeStep::Number | IntakeStep::Consent) {
            jobs::set_intake(self.tx, job.id, IntakeStep::Receipt, self.now)?;
        }
        let yes: Vec<&str> = answers
            .lines
            .iter()
            .filter(|a| a.yes)
            .map(|a| a.line.as_str())
            .collect();
        let said = if yes.is_empty() {
            "nothing".to_owned()
        } else {
            yes.join(", ")
        };
        let detail = format!(
            "job {}: {} answered, agreed to {said}",
            job.id,
            self.opened.way.as_str()
        );
        audit(
            self.tx,
            &self.opened.opened_by,
            "signing",
            &detail,
            self.now,
        )?;
        Ok(refused)
    }

    /// Writes down what each line's answer means. Returns the lines that a later revocation forbids.
    pub fn answer_all(
        &self,
        answers: &Answers,
        proof: &Proof,
    ) -> Result<Vec<ConsentLine>, StoreError> {
        let mut refused = Vec::new();
        for asked in to_sign(self.tx, self.opened.job)?.lines {
            let answer = answers.lines.iter().find(|a| a.line == asked.line.as_str());
            let Some(answer) = answer else { continue };
            if answer.yes {
                if !self.agree(asked.line, asked.contact, answer, answers, proof)? {
                    refused.push(asked.line);
                }
            } else if proof.actor == Actor::Customer {
                self.decline(asked.line, asked.contact, answer, proof)?;
            }
        }
        Ok(refused)
    }

    fn agree(
        &self,
        line: ConsentLine,
        contact: i64,
        answer: &Answer,
        answers: &Answers,
        proof: &Proof,
    ) -> Result<bool, StoreError> {
        let (_, purpose) = scope(line);
        let before = standing(self.tx, contact)?;
        let consent = before.consent(purpose);
        if consent == Consent::Revoked {
            let lifts = proof.method.is_the_customers_own()
                && before
                    .row(purpose)
                    .is_none_or(|row| row <= self.opened.opened_row);
            if !lifts {
                return Ok(false);
            }
        }
        self.record(ConsentEvent::Grant, line, contact, answer, answers, proof)?;
        if proof.actor == Actor::Customer {
            settle_holds(self.tx, contact, self.now)?;
            look_again(self.tx, contact)?;
        }
        let now_granted = standing(self.tx, contact)?.consent(purpose) == Consent::Granted;
        if matches!(consent, Consent::None | Consent::Revoked) && now_granted {
            self.confirm(line, contact, answers)?;
        }
        Ok(true)
    }

    /// A line that stood on the word of staff alone ends when its customer, asked, leaves it empty.
    fn decline(
        &self,
        line: ConsentLine,
        contact: i64,
        answer: &Answer,
        proof: &Proof,
    ) -> Result<(), StoreError> {
        let (scope, purpose) = scope(line);
        let standing = standing(self.tx, contact)?;
        let granted = matches!(standing.consent(purpose), Consent::Granted | Consent::Held);
        if granted && own_since(self.tx, contact, line)?.is_none() {
            let nothing = Answers {
                signing: self.opened.id,
                lang: self.opened.lang,
                lines: Vec::new(),
                initials: String::new(),
                signature: None,
                taken_by: String::new(),
                confirmations: Vec::new(),
            };
            self.record(ConsentEvent::Revoke, line, contact, answer, &nothing, proof)?;
            super::apply::call_off(self.tx, contact, scope, self.now)?;
        }
        Ok(())
    }

    fn record(
        &self,
        event: ConsentEvent,
        line: ConsentLine,
        contact: i64,
        answer: &Answer,
        answers: &Answers,
        proof: &Proof,
    ) -> Result<i64, StoreError> {
        let evidence = json!({
            "line": answer.line,
            "version": answer.version,
            "lang": answers.lang.spoken().code(),
            "words": answer.words,
            "words_sha256": Hash::of(answer.words.as_bytes()).to_string(),
            "ticked": answer.yes,
            "initials": answers.initials,
            "signing": self.opened.id,
            "way": self.opened.way.as_str(),
            "opened_at": self.opened.opened_at,
            "opened_after_row": self.opened.opened_row,
            "signature_sha256": proof.sha256.map(|hash| hash.to_string()),
            "staff": self.opened.opened_by,
            "taken_by": answers.taken_by,
            "job": self.opened.job,
        });
        let (scope, _) = scope(line);
        let new = NewRow {
            contact,
            event,
            scope,
            method: proof.method,
            actor: proof.actor,
            about: None,
            occurred_at: self.now.wall,
            evidence,
        };
        append(self.tx, new, self.now)
    }

    /// The one confirmation that follows a consent to texts.
    fn confirm(
        &self,
        line: ConsentLine,
        contact: i64,
        answers: &Answers,
    ) -> Result<(), StoreError> {
        let kind = match line {
            ConsentLine::Service | ConsentLine::Phone => TextKind::ServiceConfirmation,
            ConsentLine::Offers => TextKind::OffersConfirmation,
            ConsentLine::EmailUpdates | ConsentLine::EmailOffers => return Ok(()),
        };
        let found = answers.confirmations.iter().find(|(k, _, _)| *k == kind);
        let Some((_, words, send_before)) = found else {
            return Ok(());
        };
        let text = Queued {
            contact,
            purpose: Purpose::Compliance,
            kind,
            words: words.clone(),
            job: Some(self.opened.job),
            answers: None,
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: *send_before,
            undo: std::time::Duration::ZERO,
        };
        outbox::put(self.tx, self.run, &text, self.now).map(drop)
    }

    fn miss_the_scan(&self) -> Result<(), StoreError> {
        let job = jobs::job(self.tx, self.opened.job)?;
        let task = NewTask {
            kind: TaskKind::ScanMissing,
            contact: job.contact,
            job: Some(job.id),
            outbox: None,
            inbox: None,
            why: "Signed on paper: attach a photo or a scan of the sheet.".to_owned(),
            urgent: false,
            due_at: None,
        };
        tasks::open(self.tx, &task, self.now)
    }
}

/// What makes an answer count.
pub(super) struct Proof {
    pub method: Method,
    pub actor: Actor,
    /// The hash of what was drawn, or of the scan.
    pub sha256: Option<Hash>,
}

pub(super) fn find(tx: &Transaction<'_>, id: i64) -> Result<Opened, StoreError> {
    tx.prepare_cached(
        "SELECT id, job_id, way, lang, opened_at, opened_by, opened_row, done_at FROM signing WHERE id = ?1",
    )?
    .query_row([id], opened)
    .optional()?
    .ok_or(StoreError::Missing("signature"))
}

/// Everything that is kept of a signing, in this transaction.
pub(super) fn evidence(tx: &Transaction<'_>, id: i64) -> Result<SigningEvidence, StoreError> {
    let opened = find(tx, id)?;
    let (done_by, answers, initials, strokes) = tx
        .prepare_cached("SELECT done_by, answers, initials, strokes FROM signing WHERE id = ?1")?
        .query_row([id], |row| {
            Ok((
                row.get("done_by")?,
                row.get::<_, String>("answers")?,
                row.get("initials")?,
                row.get::<_, String>("strokes")?,
            ))
        })?;
    Ok(SigningEvidence {
        opened,
        done_by,
        answers: serde_json::from_str(&answers)
            .map_err(|error| StoreError::Damaged(format!("signing {id}: {error}")))?,
        initials,
        signature: Signature::read(&strokes).ok(),
        attachments: attachments::of(tx, id)?,
    })
}

fn opened(row: &Row<'_>) -> rusqlite::Result<Opened> {
    Ok(Opened {
        id: row.get("id")?,
        job: row.get("job_id")?,
        way: codec::named(row, "way", Way::from_name)?,
        lang: codec::lang(row, "lang")?,
        opened_at: codec::at(row, "opened_at")?,
        opened_by: row.get("opened_by")?,
        opened_row: row.get("opened_row")?,
        done_at: codec::maybe_at(row, "done_at")?,
    })
}
