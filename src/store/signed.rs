//! What follows from a signature in the same transaction: the ledger's rows, the confirmations, the
//! task for a missing scan, the job's next step.

use super::codec::ms;
use super::confirm::confirms;
use super::ledger::{NewRow, append, standing};
use super::outbox::{self, Origin, Queued};
use super::signatures::{Answer, Answers, Opened, Way};
use super::signing::{own_since, scope, to_sign};
use super::tasks::{self, NewTask, TaskKind};
use super::waiting::{call_off, look_again, settle_holds};
use super::{Deed, StoreError, jobs};
use crate::domain::consent::{Actor, Consent, ConsentEvent, Method};
use crate::domain::job::IntakeStep;
use crate::domain::ledger::Hash;
use crate::domain::purpose::Purpose;
use crate::domain::signature::Signature;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::wording::ConsentLine;
use chrono::DateTime;
use rusqlite::{Transaction, params};
use serde_json::json;

/// A transaction that carries a signing out.
pub(super) struct Hand<'a> {
    pub tx: &'a Transaction<'a>,
    pub run: &'a str,
    pub opened: &'a Opened,
    pub now: Now,
}

impl Hand<'_> {
    /// Keeps the answers, and carries out what follows from them.
    pub fn take(&self, answers: &Answers) -> Result<Vec<ConsentLine>, StoreError> {
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
                serde_json::to_string(&answers.lines)?,
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
        let deed = Deed::Signed {
            job: job.id,
            way: self.opened.way,
            yes: answers
                .lines
                .iter()
                .filter(|a| a.yes)
                .filter_map(|a| ConsentLine::from_name(&a.line))
                .collect(),
        };
        deed.note(self.tx, &self.opened.opened_by, self.now)?;
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
                self.decline(asked.line, asked.contact, answer, answers, proof)?;
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
        let row = self.record(ConsentEvent::Grant, line, contact, answer, answers, proof)?;
        if proof.actor == Actor::Customer {
            settle_holds(self.tx, contact, Why::SignedUpAgain, self.now)?;
            look_again(self.tx, contact)?;
        }
        let now_granted = standing(self.tx, contact)?.consent(purpose) == Consent::Granted;
        if matches!(consent, Consent::None | Consent::Revoked) && now_granted {
            self.confirm(line, contact, answers, row)?;
        }
        Ok(true)
    }

    /// A line that stood on the word of staff alone ends when its customer, asked, leaves it empty.
    fn decline(
        &self,
        line: ConsentLine,
        contact: i64,
        answer: &Answer,
        answers: &Answers,
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
                terminal: answers.terminal.clone(),
                confirmations: Vec::new(),
            };
            self.record(ConsentEvent::Revoke, line, contact, answer, &nothing, proof)?;
            call_off(self.tx, contact, scope, self.now)?;
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
        let mut evidence = json!({
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
        if let Some(terminal) = &answers.terminal {
            terminal.prove(&mut evidence);
        }
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
        row: i64,
    ) -> Result<(), StoreError> {
        let kind = match line {
            ConsentLine::Service | ConsentLine::Phone => TextKind::ServiceConfirmation,
            ConsentLine::Offers => TextKind::OffersConfirmation,
            ConsentLine::EmailUpdates | ConsentLine::EmailOffers => return Ok(()),
        };
        let found = answers.confirmations.iter().find(|(k, _)| *k == kind);
        let Some((_, confirmation)) = found else {
            return Ok(());
        };
        let text = Queued {
            contact,
            purpose: Purpose::Compliance,
            kind,
            words: confirmation.words.clone(),
            template: confirmation.template.clone(),
            job: Some(self.opened.job),
            answers: None,
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: confirmation.before,
            undo: std::time::Duration::ZERO,
        };
        let text = outbox::put(self.tx, self.run, &text, self.now)?;
        confirms(self.tx, text, row)
    }

    fn miss_the_scan(&self) -> Result<(), StoreError> {
        let job = jobs::job(self.tx, self.opened.job)?;
        let task = NewTask {
            kind: TaskKind::ScanMissing,
            contact: job.contact,
            job: Some(job.id),
            outbox: None,
            inbox: None,
            why: Why::ScanMissing.as_str().to_owned(),
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
