//! The texts that are to leave: put in, taken back, made stale.

use super::access::Shared;
use super::codec::{self, mono_ms, ms};
use super::queue::SET_SINCE;
use super::taps::{self, CalledOff, Tapped};
use super::{Deed, Store, StoreError, Unfit, tasks, verdict};
use crate::domain::alphabet;
use crate::domain::gate::Verdict;
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Params, Transaction, params};
use std::sync::Arc;
use std::time::Duration;

/// Where a text was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// On the page.
    Page,
    /// With the button in the bay.
    Button,
    /// By another program.
    Api,
    /// By a rule.
    Automatic,
}

crate::domain::consent::names!(Origin {
    Page = "page", Button = "button", Api = "api", Automatic = "automatic",
});

/// A text that is to be put in.
#[derive(Debug, Clone)]
pub struct Queued {
    /// The contact point it goes to.
    pub contact: i64,
    /// Why it is sent.
    pub purpose: Purpose,
    /// What it tells.
    pub kind: TextKind,
    /// The words.
    pub words: String,
    /// Which version of which text they come from, such as `ready en-2`; empty where somebody wrote them.
    pub template: String,
    /// The job that it is about.
    pub job: Option<i64>,
    /// The inbound text that it answers.
    pub answers: Option<i64>,
    /// Where it was asked for.
    pub origin: Origin,
    /// Who asked for it.
    pub asked_by: String,
    /// Not before this instant.
    pub not_before: DateTime<Utc>,
    /// Not from this instant on.
    pub send_before: DateTime<Utc>,
    /// For so long it can be taken back, and does not go.
    pub undo: Duration,
}

/// More parts than this are refused: nobody reads them, and each is paid for.
pub(super) const MOST_PARTS: usize = 10;

/// Puts a text in and makes older ones about the same job stale. Returns its number.
pub(super) fn put(
    tx: &Transaction<'_>,
    run: &str,
    text: &Queued,
    now: Now,
) -> Result<i64, StoreError> {
    let parts = alphabet::segments(&text.words).parts;
    if text.words.trim().is_empty() {
        return Err(Unfit::Empty.into());
    }
    if parts > MOST_PARTS {
        return Err(Unfit::TooLong {
            parts,
            most: MOST_PARTS,
        }
        .into());
    }
    if let Some(job) = text.job {
        cancel_for_job(tx, job, Why::NewerText.as_str(), now, |older| {
            text.kind.supersedes(older)
        })?;
    }
    let undo_until = if text.undo.is_zero() {
        0
    } else {
        mono_ms(now.mono + text.undo)
    };
    // Where the time of day is unknown, or is not waited for, only the time that passes counts.
    let counts_from_now =
        text.purpose.is_urgent() || (!now.trusted && text.kind.lives_for_a_time());
    tx.prepare_cached(
        "INSERT INTO outbox (contact_id, purpose, priority, words, kind, job_id, answers, origin,
             asked_by, created_at, not_before, send_before, undo_run, undo_until, parts, made_run, made_mono, template)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        text.contact,
        text.purpose.as_str(),
        text.purpose.priority(),
        text.words,
        text.kind.as_str(),
        text.job,
        text.answers,
        text.origin.as_str(),
        text.asked_by,
        ms(now.wall),
        ms(text.not_before),
        ms(text.send_before),
        if undo_until == 0 { "" } else { run },
        undo_until,
        i64::try_from(parts).unwrap_or(i64::MAX),
        if counts_from_now { run } else { "" },
        mono_ms(now.mono),
        text.template,
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Ends a text that has not left.
pub(super) fn end(
    tx: &Transaction<'_>,
    text: i64,
    state: TextState,
    reason: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE outbox SET state = ?2, reason = ?3, hold = '', held_until = NULL, settled_at = ?4
         WHERE id = ?1",
    )?
    .execute(params![text, state.as_str(), reason, ms(now.wall)])?;
    Ok(())
}

/// A text that still waits, or whose later parts wait.
pub(super) struct Waiting {
    pub id: i64,
    pub purpose: Purpose,
    pub kind: TextKind,
    pub job: Option<i64>,
    pub contact: i64,
    /// Some of its parts have gone.
    pub begun: bool,
    /// One of its parts is with the modem now: it ends by itself.
    pub in_flight: bool,
}

const LOOK_AGAIN: &str =
    "UPDATE outbox SET held_until = NULL WHERE state IN ('queued', 'sending') AND hold <> ''";

/// The condition that another run put a text in, at a time that has not come yet: the clock was wrong
/// then or is wrong now, and nobody knows how old the text is. What may go at any time must be young,
/// and clocks that are right differ by minutes; for the rest a day will do. Keys as of [`SET_SINCE`].
const FROM_THE_FUTURE: &str = "made_run <> ?2 AND created_at > ?1
    + CASE WHEN purpose IN ('compliance', 'verification') THEN 120000 ELSE 86400000 END";

const WAITING: &str = "SELECT id, purpose, kind, job_id, contact_id,
        EXISTS (SELECT 1 FROM part WHERE outbox_id = outbox.id AND state NOT IN ('waiting', 'sending')) AS begun,
        EXISTS (SELECT 1 FROM part WHERE outbox_id = outbox.id AND state IN ('sending', 'released')) AS in_flight
    FROM outbox WHERE state IN ('queued', 'sending')";

/// The condition, on the columns of the outbox, that a text has left or is leaving.
pub(super) const HAS_LEFT: &str =
    "outbox.state NOT IN ('queued', 'cancelled', 'refused', 'expired', 'failed')";

/// The waiting texts for which `condition`, on the columns of the outbox, holds for `key`.
pub(super) fn waiting(
    tx: &Transaction<'_>,
    condition: &str,
    key: i64,
) -> Result<Vec<Waiting>, StoreError> {
    all_waiting(tx, condition, [key])
}

fn all_waiting(
    tx: &Transaction<'_>,
    condition: &str,
    keys: impl Params,
) -> Result<Vec<Waiting>, StoreError> {
    let mut statement = tx.prepare_cached(&format!("{WAITING} AND {condition} ORDER BY +id"))?;
    let rows = statement.query_map(keys, |row| {
        Ok(Waiting {
            id: row.get("id")?,
            purpose: codec::purpose(row, "purpose")?,
            kind: codec::text_kind(row, "kind")?,
            job: row.get("job_id")?,
            contact: row.get("contact_id")?,
            begun: row.get("begun")?,
            in_flight: row.get("in_flight")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Calls a waiting text off: `cut short` where a part has gone, and where one is just now with the
/// modem it ends when that one is answered.
pub(super) fn drop_rest(
    tx: &Transaction<'_>,
    text: &Waiting,
    state: TextState,
    reason: &str,
    now: Now,
) -> Result<(), StoreError> {
    if text.in_flight {
        // `settle` sees the send_before that has passed, and ends the text there.
        tx.prepare_cached("UPDATE outbox SET send_before = 0, reason = ?2 WHERE id = ?1")?
            .execute(params![text.id, reason])?;
        return Ok(());
    }
    let state = if text.begun {
        TextState::CutShort
    } else {
        state
    };
    end(tx, text.id, state, reason, now)
}

/// Calls off the waiting texts of a job that `which` names.
pub(super) fn cancel_for_job(
    tx: &Transaction<'_>,
    job: i64,
    reason: &str,
    now: Now,
    which: impl Fn(TextKind) -> bool,
) -> Result<(), StoreError> {
    for text in waiting(tx, "job_id = ?1", job)? {
        if which(text.kind) {
            drop_rest(tx, &text, TextState::Cancelled, reason, now)?;
        }
    }
    Ok(())
}

impl Store {
    /// Puts a text in that a person or a program asked for. What could never go is refused here,
    /// so that whoever asked learns it at once; whether it may go is decided when it is its turn.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with the gate's reason; or the words don't fit.
    pub async fn queue(&self, text: Queued, now: Now) -> Result<i64, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| queue(tx, &shared, &text, now)).await
    }

    /// Where a text stands. None: there is none of that number.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn text_state(&self, text: i64) -> Result<Option<TextState>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached("SELECT state FROM outbox WHERE id = ?1")?;
            Ok(statement
                .query_row([text], |row| codec::text_state(row, "state"))
                .optional()?)
        })
        .await
    }

    /// Calls a text off that has not begun to leave. It can be taken back for a moment.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when it has.
    pub async fn cancel_text(&self, text: i64, who: String, now: Now) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let found = waiting(tx, "id = ?1", text)?;
            let waits = found.first().ok_or(StoreError::TooLate)?;
            if waits.begun || waits.in_flight {
                return Err(StoreError::TooLate);
            }
            let called_off = CalledOff::of(tx, &found, waits.job)?;
            let whose = (Some(waits.contact), waits.job);
            let what = (who.as_str(), Tapped::CalledOff { text }, now);
            taps::keep_about(tx, &shared, whose, what, move |tx, now| {
                taps::in_time(called_off.put_back(tx, now)?)
            })?;
            end(
                tx,
                text,
                TextState::Cancelled,
                &Why::CalledOff.with(&who),
                now,
            )?;
            Deed::CalledOff { text }.note(tx, &who, now)
        })
        .await
    }

    /// Lets go what is worth nothing any more. A service text that will not go puts its customer on
    /// the call list.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn expire(&self, now: Now) -> Result<(), StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
            let keys = params![ms(now.wall), run, mono_ms(now.mono)];
            let stale = format!("(send_before + {SET_SINCE} <= ?1 OR {FROM_THE_FUTURE})");
            for text in all_waiting(tx, &stale, keys)? {
                let knows_the_time = now.trusted || text.purpose.is_urgent();
                if text.in_flight || !knows_the_time {
                    continue;
                }
                drop_rest(tx, &text, TextState::Expired, Why::Outdated.as_str(), now)?;
                missed(tx, &text, Why::NotInTime.as_str(), now)?;
            }
            Ok(())
        })
        .await
    }

    /// The modem has been down for so long that every waiting "ready" is a call to make.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn call_whose_ready_waits(&self, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            for text in waiting(tx, "kind = 'ready' AND ?1 = 0", 0)? {
                missed(tx, &text, Why::ModemDown.as_str(), now)?;
            }
            Ok(())
        })
        .await
    }

    /// What holds texts without a time of its own has changed: look at them again.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn look_again(&self) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute(LOOK_AGAIN, [])?;
            Ok(())
        })
        .await
    }

    /// The clock has been set, or is known to be right, or is not any more: whatever waits until a time
    /// of day is looked at again.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn clock_changed(&self) -> Result<(), StoreError> {
        self.write_unheard(|tx| {
            tx.execute(LOOK_AGAIN, [])?;
            tx.execute("UPDATE part SET retry_at = 0 WHERE state = 'waiting'", [])?;
            Ok(())
        })
        .await?;
        // The screens ask what time it is, and the lights say that nothing goes, though nothing waits.
        self.shared.changes.send_modify(|count| *count += 1);
        Ok(())
    }
}

/// Puts a text in unless the gate says that it could never go.
pub(super) fn queue(
    tx: &Transaction<'_>,
    shared: &Shared,
    text: &Queued,
    now: Now,
) -> Result<i64, StoreError> {
    match verdict::foresee(tx, shared, text, now)? {
        Verdict::Refuse(why) => Err(StoreError::Refused(why)),
        _ => put(tx, &shared.run, text, now),
    }
}

/// A service text that will not go is a call to make.
pub(super) fn missed(
    tx: &Transaction<'_>,
    text: &Waiting,
    why: &str,
    now: Now,
) -> Result<(), StoreError> {
    if text.purpose == Purpose::Service && text.kind.is_worth_a_call() {
        tasks::call(tx, Some(text.contact), text.job, Some(text.id), why, now)?;
    }
    Ok(())
}
