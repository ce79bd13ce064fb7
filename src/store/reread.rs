//! A sheet of paper that says something else than what staff typed in: it is typed in again. What was
//! written down stays, and new rows of the ledger say what is true.

use super::ledger::{NewRow, append, standing};
use super::outbox;
use super::signatures::{self, Answer, Answers, Opened, Way};
use super::signed::Hand;
use super::signing::{scope, to_sign};
use super::undo::take_back;
use super::waiting::call_off;
use super::{Deed, Store, StoreError, Thing, codec};
use crate::domain::consent::{Actor, Consent, ConsentEvent, Method};
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::wording::ConsentLine;
use rusqlite::{Transaction, params};
use serde_json::json;

impl Store {
    /// Keeps what is really ticked on a sheet. It counts as a sheet of its own with the same words, as
    /// old as the first: so it lifts no STOP that came after that was printed. A line that is not ticked
    /// after all ends: what staff attested is taken back, and what the photo made count is revoked.
    /// Returns the sheet of its own, which wants its photo again, or the first where nothing differs.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when a newer sheet of the job was signed; or there is none of that number.
    pub async fn read_again(&self, answers: Answers, now: Now) -> Result<i64, StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
            let first = signatures::evidence(tx, answers.signing)?;
            if first.opened.way != Way::Paper || first.opened.done_at.is_none() {
                return Err(StoreError::Missing(Thing::Sheet));
            }
            let newest: i64 = tx.query_row(
                "SELECT max(id) FROM signing WHERE job_id = ?1 AND way = 'paper'",
                [first.opened.job],
                |row| row.get(0),
            )?;
            if newest != first.opened.id {
                return Err(StoreError::TooLate);
            }
            if first.answers == answers.lines && first.initials == answers.initials {
                return Ok(first.opened.id);
            }
            let again = copy(tx, &first.opened, &answers)?;
            let reading = Reading {
                tx,
                first: first.opened.id,
                again: again.id,
                answers: &answers,
                now,
            };
            for asked in to_sign(tx, again.job)?.lines {
                let answer = answers.lines.iter().find(|a| a.line == asked.line.as_str());
                match answer {
                    Some(answer) if answer.yes => reading.allow(asked.line, asked.contact)?,
                    Some(answer) => reading.end(asked.line, asked.contact, answer)?,
                    None => {}
                }
            }
            let (id, job) = (again.id, again.job);
            Hand {
                tx,
                run: &run,
                opened: &again,
                now,
            }
            .take(&Answers {
                signing: id,
                ..answers.clone()
            })?;
            Deed::ReadSheetAgain { job }.note(tx, &answers.taken_by, now)?;
            Ok(id)
        })
        .await
    }
}

/// The same sheet, not answered yet.
fn copy(tx: &Transaction<'_>, first: &Opened, answers: &Answers) -> Result<Opened, StoreError> {
    tx.execute(
        "INSERT INTO signing (job_id, way, lang, opened_at, opened_by, opened_row, answers)
         SELECT job_id, way, lang, opened_at, ?2, opened_row, ?3 FROM signing WHERE id = ?1",
        params![
            first.id,
            answers.taken_by,
            serde_json::to_string(&answers.lines)?
        ],
    )?;
    signatures::find(tx, tx.last_insert_rowid())
}

/// A sheet that was read once, and is read again.
struct Reading<'a> {
    tx: &'a Transaction<'a>,
    first: i64,
    again: i64,
    answers: &'a Answers,
    now: Now,
}

impl Reading<'_> {
    /// What the first reading ended is ended no more.
    fn allow(&self, line: ConsentLine, contact: i64) -> Result<(), StoreError> {
        self.take_back(line, contact, ConsentEvent::Revoke)
    }

    /// Ends what the first reading granted.
    fn end(&self, line: ConsentLine, contact: i64, answer: &Answer) -> Result<(), StoreError> {
        let before = self.stands(line, contact)?;
        self.take_back(line, contact, ConsentEvent::Grant)?;
        // What the customer's signature made count stands until it is revoked.
        let signed = self.rows(line, contact, ConsentEvent::Grant)?;
        let signed = signed.iter().any(|(_, actor)| *actor == Actor::Customer);
        if signed && self.stands(line, contact)? {
            self.revoke(line, contact, answer)?;
        }
        if before && !self.stands(line, contact)? {
            self.call_off(line, contact)?;
        }
        Ok(())
    }

    fn stands(&self, line: ConsentLine, contact: i64) -> Result<bool, StoreError> {
        let (_, purpose) = scope(line);
        let consent = standing(self.tx, contact)?.consent(purpose);
        Ok(matches!(consent, Consent::Granted | Consent::Held))
    }

    /// The rows of that kind that the first reading brought, and whose act each was.
    fn rows(
        &self,
        line: ConsentLine,
        contact: i64,
        event: ConsentEvent,
    ) -> Result<Vec<(i64, Actor)>, StoreError> {
        let (scope, _) = scope(line);
        let mut rows = self.tx.prepare_cached(
            "SELECT ledger.id, actor FROM ledger JOIN evidence ON ledger_id = ledger.id
             WHERE contact_id = ?1 AND event = ?2 AND scope = ?3
                 AND json_extract(body, '$.signing') = ?4 ORDER BY ledger.id",
        )?;
        let wanted = params![contact, event.as_str(), scope.as_str(), self.first];
        let rows = rows.query_map(wanted, |row| Ok((row.get(0)?, codec::actor(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Staff take back what staff attested.
    fn take_back(
        &self,
        line: ConsentLine,
        contact: i64,
        event: ConsentEvent,
    ) -> Result<(), StoreError> {
        let (scope, _) = scope(line);
        for (row, actor) in self.rows(line, contact, event)? {
            if actor == Actor::Staff {
                take_back(
                    self.tx,
                    contact,
                    scope,
                    row,
                    &self.answers.taken_by,
                    self.now,
                )?;
            }
        }
        Ok(())
    }

    fn revoke(&self, line: ConsentLine, contact: i64, answer: &Answer) -> Result<(), StoreError> {
        let mut evidence = json!({
            "line": answer.line,
            "version": answer.version,
            "words": answer.words,
            "ticked": false,
            "signing": self.again,
            "staff": self.answers.taken_by,
        });
        if let Some(terminal) = &self.answers.terminal {
            terminal.prove(&mut evidence);
        }
        let (scope, _) = scope(line);
        let row = NewRow {
            contact,
            event: ConsentEvent::Revoke,
            scope,
            method: Method::InPerson,
            actor: Actor::Staff,
            about: None,
            occurred_at: self.now.wall,
            evidence,
        };
        append(self.tx, row, self.now).map(drop)
    }

    /// What waits for that number, and the welcome that has not left.
    fn call_off(&self, line: ConsentLine, contact: i64) -> Result<(), StoreError> {
        let (scope, _) = scope(line);
        call_off(self.tx, contact, scope, self.now)?;
        let welcome = match line {
            ConsentLine::Offers => TextKind::OffersConfirmation,
            _ => TextKind::ServiceConfirmation,
        };
        for text in outbox::waiting(self.tx, "contact_id = ?1", contact)? {
            if text.kind == welcome {
                let why = Why::NoTextsWanted.as_str();
                outbox::drop_rest(self.tx, &text, TextState::Cancelled, why, self.now)?;
            }
        }
        Ok(())
    }
}
