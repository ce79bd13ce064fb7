//! What became of a part: released, answered, refused, or nobody knows.

use super::codec::{self, ms};
use super::permit::Attempt;
use super::{OnLine, Store, StoreError, Thing, caps, evidence, outbox, tasks};
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::wire::at::Refusal;
use rusqlite::{OptionalExtension, Transaction, params};

/// How a try to hand a part to the modem ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The network took it.
    Sent {
        /// The TP-Message-Reference that the modem gave.
        mr: u8,
    },
    /// Nothing left: it never came to the point of no return.
    NotSent,
    /// A refusal that proves that it was not accepted.
    Refused {
        /// What such a refusal means.
        class: Refusal,
        /// What the modem said: a code of `domain::why`, or its own words.
        words: String,
    },
    /// It may or may not have left.
    Unsure {
        /// Why nobody knows: a code of `domain::why`, or the modem's own words.
        words: String,
    },
}

/// The part that an attempt is about.
struct InFlight {
    text: i64,
    seq: i64,
    of: i64,
    tries: i64,
    contact: i64,
    purpose: Purpose,
    kind: TextKind,
    job: Option<i64>,
    called_off: bool,
    reason: String,
}

impl Store {
    /// The point of no return: written just before Ctrl-Z, with what the line is then. After this, a
    /// part of which nothing more is heard is unsure, and is not sent again by itself.
    ///
    /// # Errors
    /// When the database can't be written, or the attempt is not the one in flight: then Ctrl-Z must
    /// not be written.
    pub async fn released(
        &self,
        attempt: Attempt,
        line: OnLine,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let changed = tx
                .prepare_cached(
                    "UPDATE part SET state = 'released', sim = ?4, modem = ?5, counter = ?6, released_at = ?7
                     WHERE outbox_id = ?1 AND seq = ?2 AND attempt = ?3 AND state = 'sending'",
                )?
                .execute(params![
                    attempt.text,
                    attempt.seq,
                    attempt.id,
                    line.sim,
                    line.modem,
                    line.counter,
                    ms(now.wall)
                ])?;
            if changed == 1 {
                Ok(())
            } else {
                Err(StoreError::Missing(Thing::SendingPart))
            }
        })
        .await
    }

    /// Writes down how a try ended. A second word about the same try changes nothing.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn settle(
        &self,
        attempt: Attempt,
        sim: String,
        outcome: Outcome,
        now: Now,
    ) -> Result<(), StoreError> {
        let forgets_sent = cfg!(feature = "planted-bugs")
            && super::planted("forget-sent")
            && matches!(outcome, Outcome::Sent { .. });
        if forgets_sent {
            return Ok(());
        }
        self.write(move |tx| match in_flight(tx, attempt)? {
            Some(part) => settle(tx, &part, &sim, &outcome, now),
            None => Ok(()),
        })
        .await
    }

    /// The answer of a part that had been given up as unsure came after all.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn late_answer(&self, attempt: Attempt, mr: u8, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let changed = tx
                .prepare_cached(
                    "UPDATE part SET state = 'sent', mr = ?4, sent_at = ?5
                     WHERE outbox_id = ?1 AND seq = ?2 AND attempt = ?3 AND state = 'unsure'",
                )?
                .execute(params![
                    attempt.text,
                    attempt.seq,
                    attempt.id,
                    mr,
                    ms(now.wall)
                ])?;
            if changed == 1 {
                resume(tx, attempt.text, now)?;
            }
            Ok(())
        })
        .await
    }

    /// Settles what the last run left in the middle: what had not been released goes back to the
    /// queue; what had been released is unsure. Undo windows begin anew, because nobody knows how
    /// much of them had passed.
    pub(super) async fn recover(&self, now: Now) -> Result<(), StoreError> {
        let run = self.shared.run.clone();
        self.write_at_all_costs(move |tx| {
            // A text whose part is with the modem is in the line of waiting ones, which is short.
            let left: Vec<(Attempt, bool)> = tx
                .prepare(
                    "SELECT attempt, outbox_id, seq, part.state = 'released' AS released
                     FROM outbox CROSS JOIN part ON part.outbox_id = outbox.id
                     WHERE outbox.state IN ('queued', 'sending') AND part.state IN ('sending', 'released')",
                )?
                .query_map([], |row| {
                    let attempt = Attempt {
                        id: row.get("attempt")?,
                        text: row.get("outbox_id")?,
                        seq: row.get("seq")?,
                    };
                    Ok((attempt, row.get("released")?))
                })?
                .collect::<Result<_, _>>()?;
            for (attempt, released) in left {
                let resends = cfg!(feature = "planted-bugs") && super::planted("resend-the-unsure");
                let outcome = if released && !resends {
                    let words = Why::Stopped.as_str().to_owned();
                    Outcome::Unsure { words }
                } else {
                    Outcome::NotSent
                };
                if let Some(part) = in_flight(tx, attempt)? {
                    settle(tx, &part, "", &outcome, now)?;
                }
            }
            let undo = i64::from(super::settings::settings(tx)?.undo_seconds) * 1000;
            tx.execute(
                "UPDATE outbox SET undo_run = ?1, undo_until = ?2
                 WHERE state IN ('queued', 'sending') AND state = 'queued' AND undo_run NOT IN ('', ?1)",
                params![run, codec::mono_ms(now.mono) + undo],
            )?;
            Ok(())
        })
        .await
    }
}

fn in_flight(tx: &Transaction<'_>, attempt: Attempt) -> Result<Option<InFlight>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT outbox_id, seq, parts, tries, contact_id, purpose, outbox.kind AS kind, job_id, send_before = 0 AS called_off, reason
         FROM part JOIN outbox ON outbox.id = part.outbox_id
         WHERE outbox_id = ?1 AND seq = ?2 AND attempt = ?3 AND part.state IN ('sending', 'released')",
    )?;
    let found = statement
        .query_row([attempt.text, attempt.seq, attempt.id], |row| {
            Ok(InFlight {
                text: row.get("outbox_id")?,
                seq: row.get("seq")?,
                of: row.get("parts")?,
                tries: row.get("tries")?,
                contact: row.get("contact_id")?,
                purpose: codec::purpose(row, "purpose")?,
                kind: codec::text_kind(row, "kind")?,
                job: row.get("job_id")?,
                called_off: row.get("called_off")?,
                reason: row.get("reason")?,
            })
        })
        .optional()?;
    Ok(found)
}

fn settle(
    tx: &Transaction<'_>,
    part: &InFlight,
    sim: &str,
    outcome: &Outcome,
    now: Now,
) -> Result<(), StoreError> {
    match outcome {
        Outcome::Sent { mr } => {
            set_part(tx, part, "sent", Some(*mr), sim, now)?;
            if part.called_off && part.seq < part.of {
                return end(tx, part, TextState::CutShort, &part.reason, now);
            }
            resume(tx, part.text, now)
        }
        Outcome::NotSent => back_to_queue(tx, part, None, now),
        Outcome::Refused { class, words } => {
            let tries = u32::try_from(part.tries).unwrap_or(u32::MAX);
            match class.retry_after(tries) {
                Some(wait) => {
                    // Up to a quarter sooner, so that a queue that was refused does not come back as one.
                    let sooner = caps::spread(part.text.wrapping_add(part.tries)) / 4.0;
                    let at = now.wall + wait.mul_f64(1.0 - sooner);
                    back_to_queue(tx, part, Some((ms(at), words)), now)
                }
                None => fail(tx, part, words, now),
            }
        }
        Outcome::Unsure { words } => {
            let expected = evidence::expected_reference(tx, part.text, part.seq)?;
            set_part(tx, part, "unsure", expected, sim, now)?;
            end(tx, part, TextState::Unsure, words, now)
        }
    }
}

/// After a part went: the next one has its turn, or the text is complete.
fn resume(tx: &Transaction<'_>, text: i64, now: Now) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE outbox SET
             state = CASE (SELECT count(*) FROM part WHERE outbox_id = ?1 AND state IN ('sent', 'delivered', 'undelivered'))
                 WHEN parts THEN 'sent' ELSE 'sending' END,
             settled_at = ?2, reason = ''
         WHERE id = ?1",
    )?
    .execute(params![text, ms(now.wall)])?;
    // Who was to be called because the text had to wait has been told by it.
    tx.prepare_cached(
        "UPDATE task SET closed_at = ?2, outcome = ?3
         WHERE outbox_id = ?1 AND kind = 'call' AND closed_at IS NULL
             AND (SELECT state FROM outbox WHERE id = ?1) = 'sent'",
    )?
    .execute(params![text, ms(now.wall), Why::WentAfterAll.as_str()])?;
    Ok(())
}

/// `refused`: when it is tried again, and what the network said.
fn back_to_queue(
    tx: &Transaction<'_>,
    part: &InFlight,
    refused: Option<(i64, &str)>,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE part SET state = 'waiting', retry_at = ?3, tries = ?4 WHERE outbox_id = ?1 AND seq = ?2")?
        .execute(params![
            part.text,
            part.seq,
            refused.map_or(0, |(retry_at, _)| retry_at),
            // A try that never left does not count as one.
            if refused.is_some() { part.tries } else { part.tries - 1 },
        ])?;
    if part.called_off {
        let state = if part.seq > 1 {
            TextState::CutShort
        } else {
            TextState::Cancelled
        };
        return end(tx, part, state, &part.reason, now);
    }
    tx.prepare_cached(
        "UPDATE outbox SET state = CASE ?2 WHEN 1 THEN 'queued' ELSE 'sending' END, reason = ?3 WHERE id = ?1",
    )?
    .execute(params![part.text, part.seq, refused.map_or("", |(_, why)| why)])?;
    Ok(())
}

fn fail(tx: &Transaction<'_>, part: &InFlight, words: &str, now: Now) -> Result<(), StoreError> {
    set_part(tx, part, "failed", None, "", now)?;
    let state = if part.seq > 1 {
        TextState::CutShort
    } else {
        TextState::Failed
    };
    end(tx, part, state, words, now)?;
    if part.purpose == Purpose::Service && part.kind.is_worth_a_call() {
        tasks::call(
            tx,
            Some(part.contact),
            part.job,
            Some(part.text),
            Why::NotSent.as_str(),
            now,
        )?;
    }
    Ok(())
}

fn end(
    tx: &Transaction<'_>,
    part: &InFlight,
    state: TextState,
    reason: &str,
    now: Now,
) -> Result<(), StoreError> {
    outbox::end(tx, part.text, state, reason, now)
}

fn set_part(
    tx: &Transaction<'_>,
    part: &InFlight,
    state: &str,
    mr: Option<u8>,
    sim: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE part SET state = ?3, mr = ?4, sim = CASE ?5 WHEN '' THEN sim ELSE ?5 END, sent_at = ?6
         WHERE outbox_id = ?1 AND seq = ?2",
    )?
    .execute(params![part.text, part.seq, state, mr, sim, ms(now.wall)])?;
    Ok(())
}
