//! Codes that prove a number: sent within their limits, checked, and never written down.
//!
//! The words of a text with a code lie in the outbox with a gap in place of the code; the code
//! itself is kept in memory for this run, and put in when the part is handed to the modem. So after
//! a restart a text that still waits can't go, and a new code is made.

use super::access::Shared;
use super::code_history::{age, failures, history, watch};
use super::codec::{self, mono_ms, ms};
use super::outbox::{self, Origin, Queued};
use super::queue::Candidate;
use super::{Deed, Store, StoreError, people, reach, settings, staff, verdict};
use crate::domain::code::{self, Check, NoCode, Reached};
use crate::domain::gate::{Refusal, Verdict};
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;
use std::time::Duration;

/// Stands in the words for the code: as long, and in the same alphabet.
pub const GAP: &str = "######";

/// A text with a code that is asked for.
#[derive(Debug, Clone)]
pub struct CodeAsked {
    /// The number that it proves.
    pub contact: i64,
    /// The job whose customer is here.
    pub job: i64,
    /// The session of the screen that asks: what its cookie holds.
    pub terminal: String,
    /// The words, with [`GAP`] in place of the code.
    pub words: String,
    /// Which version of which text they come from.
    pub template: String,
    /// The customer opted out, is here, and asks for it: staff attest it.
    pub present_and_asked: bool,
    /// Who asks.
    pub by: String,
}

/// Why no code goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeRefused {
    /// A limit is reached.
    Limit(Reached),
    /// The number may get none.
    Number(NoCode),
    /// The number opted out.
    OptedOut,
    /// The gate refuses it for another reason.
    Gate(Refusal),
}

/// The code of a number that is good now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeNow {
    /// How long it is still good.
    pub left: Duration,
    /// Tries that are left.
    pub tries: u32,
}

impl Store {
    /// Texts a code: the one that is still good, or a new one. Returns the text, or why none goes.
    ///
    /// # Errors
    /// When the database can't be written, or the machine has no randomness to give.
    pub async fn send_code(
        &self,
        asked: CodeAsked,
        now: Now,
    ) -> Result<Result<i64, CodeRefused>, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| send(tx, &shared, &asked, now)).await
    }

    /// Tries a code. Right: the number is proved.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn check_code(
        &self,
        contact: i64,
        code: String,
        by: String,
        now: Now,
    ) -> Result<Check, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| check(tx, &shared, contact, &code, &by, now))
            .await
    }
}

/// The code of a number that is good now, as pages show it.
pub(super) fn active(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    now: Now,
) -> Result<Option<CodeNow>, StoreError> {
    let found = newest(tx, run, contact, now)?;
    Ok(found.filter(Found::is_good).map(|code| CodeNow {
        left: code::LIFE.saturating_sub(code.age),
        tries: code::CHECKS.saturating_sub(code.checks),
    }))
}

/// Whether another code may go to a number now, from that screen.
pub(super) fn may_send(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    terminal: &str,
    now: Now,
) -> Result<Result<(), Reached>, StoreError> {
    Ok(code::may_send(&history(tx, run, contact, terminal, now)?))
}

/// How long tries for a number are locked.
pub(super) fn locked(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    now: Now,
) -> Result<Option<Duration>, StoreError> {
    Ok(code::locked(&failures(tx, run, contact, now)?))
}

/// A number is proved: by a code, or because a text came from it.
pub(super) fn verified(
    tx: &Transaction<'_>,
    contact: i64,
    how: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE contact_point SET verified_at = ?2, verified_how = ?3 WHERE id = ?1",
    )?
    .execute(params![contact, ms(now.wall), how])?;
    reach::works_again(tx, contact, now)
}

/// Puts the code into the words of a text that is about to leave. False: the program was started
/// anew since, and nobody knows the code any more.
pub(super) fn fill(
    tx: &Transaction<'_>,
    shared: &Shared,
    text: &mut Candidate,
) -> Result<bool, StoreError> {
    if text.purpose != Purpose::Verification {
        return Ok(true);
    }
    let Some(place) = text.words.rfind(GAP) else {
        return Ok(true);
    };
    let id: Option<i64> = tx
        .prepare_cached("SELECT code_id FROM code_send WHERE outbox_id = ?1")?
        .query_row([text.id], |row| row.get(0))
        .optional()?;
    let known = id.and_then(|id| shared.code(id));
    if let Some(code) = &known {
        text.words
            .replace_range(place..place + GAP.len(), code.as_str());
    }
    Ok(known.is_some())
}

/// Ends a text whose code is not known any more.
pub(super) fn lost(tx: &Transaction<'_>, text: i64, now: Now) -> Result<(), StoreError> {
    outbox::end(
        tx,
        text,
        TextState::Expired,
        Why::CodeForgotten.as_str(),
        now,
    )
}

fn send(
    tx: &Transaction<'_>,
    shared: &Shared,
    asked: &CodeAsked,
    now: Now,
) -> Result<Result<i64, CodeRefused>, StoreError> {
    let shop = settings::settings(tx)?;
    let contact = people::contact(tx, asked.contact)?;
    let countries = shop.texts_codes_to();
    if let Err(why) = code::may_get_code(&contact.number, &countries) {
        return Ok(Err(CodeRefused::Number(why)));
    }
    let past = history(tx, &shared.run, asked.contact, &asked.terminal, now)?;
    if let Err(reached) = code::may_send(&past) {
        return Ok(Err(CodeRefused::Limit(reached)));
    }
    let life = TimeDelta::from_std(code::LIFE).unwrap_or(TimeDelta::zero());
    let kind = match asked.present_and_asked {
        true => TextKind::CodeAskedFor,
        false => TextKind::Code,
    };
    let mut text = Queued {
        contact: asked.contact,
        purpose: Purpose::Verification,
        kind,
        words: asked.words.clone(),
        template: asked.template.clone(),
        job: Some(asked.job),
        answers: None,
        origin: Origin::Page,
        asked_by: asked.by.clone(),
        not_before: DateTime::UNIX_EPOCH,
        send_before: now.wall + life,
        undo: Duration::ZERO,
    };
    match verdict::foresee(tx, shared, &text, now)? {
        Verdict::Refuse(Refusal::OptedOut) => return Ok(Err(CodeRefused::OptedOut)),
        Verdict::Refuse(why) => return Ok(Err(CodeRefused::Gate(why))),
        _ => {}
    }
    let good = newest(tx, &shared.run, asked.contact, now)?
        .filter(|found| found.is_good() && shared.code(found.id).is_some());
    let code = match good {
        Some(found) => {
            let left = code::LIFE.saturating_sub(found.age);
            text.send_before = now.wall + TimeDelta::from_std(left).unwrap_or(life);
            found.id
        }
        None => make(tx, shared, asked.contact, now)?,
    };
    let id = outbox::put(tx, &shared.run, &text, now)?;
    tx.prepare_cached(
        "INSERT INTO code_send (code_id, contact_id, outbox_id, terminal, run, mono, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        code,
        asked.contact,
        id,
        staff::digest(&asked.terminal),
        shared.run,
        mono_ms(now.mono),
        ms(now.wall)
    ])?;
    let deed = Deed::SentCode {
        number: contact.number.to_string(),
        job: asked.job,
        asked: asked.present_and_asked,
    };
    deed.note(tx, &asked.by, now)?;
    watch(tx, &shared.run, now)?;
    Ok(Ok(id))
}

/// Makes a new code; the one before it counts no more.
fn make(tx: &Transaction<'_>, shared: &Shared, contact: i64, now: Now) -> Result<i64, StoreError> {
    tx.prepare_cached("UPDATE code SET ended = 'replaced' WHERE contact_id = ?1 AND ended = ''")?
        .execute([contact])?;
    let fresh = draw()?;
    tx.prepare_cached(
        "INSERT INTO code (contact_id, hash, run, made_mono, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        contact,
        code::sealed(shared.key.bytes(), contact, &fresh),
        shared.run,
        mono_ms(now.mono),
        ms(now.wall)
    ])?;
    let id = tx.last_insert_rowid();
    shared.keep_code(id, fresh, now.mono);
    Ok(id)
}

fn draw() -> Result<String, StoreError> {
    loop {
        let mut bits = [0_u8; 4];
        getrandom::fill(&mut bits).map_err(|error| StoreError::Damaged(error.to_string()))?;
        if let Some(code) = code::from_random(u32::from_le_bytes(bits)) {
            return Ok(code);
        }
    }
}

fn check(
    tx: &Transaction<'_>,
    shared: &Shared,
    contact: i64,
    typed: &str,
    by: &str,
    now: Now,
) -> Result<Check, StoreError> {
    let before = failures(tx, &shared.run, contact, now)?;
    if let Some(wait) = code::locked(&before) {
        return Ok(Check::Locked(wait));
    }
    let Some(found) = newest(tx, &shared.run, contact, now)? else {
        return Ok(Check::Expired);
    };
    if found.ended == "used_up" {
        return Ok(Check::UsedUp);
    }
    if !found.is_good() {
        return Ok(Check::Expired);
    }
    let number = people::contact(tx, contact)?.number;
    if code::is_sealed(shared.key.bytes(), contact, typed, &found.hash) {
        tx.prepare_cached("UPDATE code SET ended = 'used', typed_by = ?2 WHERE id = ?1")?
            .execute(params![found.id, by])?;
        verified(tx, contact, "code", now)?;
        for waiting in outbox::waiting(tx, "contact_id = ?1 AND purpose = 'verification'", contact)?
        {
            let why = Why::Proved.as_str();
            outbox::drop_rest(tx, &waiting, TextState::Cancelled, why, now)?;
        }
        Deed::Proved {
            number: number.to_string(),
        }
        .note(tx, by, now)?;
        return Ok(Check::Right);
    }
    let checks = found.checks + 1;
    tx.prepare_cached("UPDATE code SET checks = ?2, ended = ?3 WHERE id = ?1")?
        .execute(params![
            found.id,
            checks,
            if checks >= code::CHECKS {
                "used_up"
            } else {
                ""
            }
        ])?;
    tx.prepare_cached(
        "INSERT INTO code_failure (contact_id, run, mono, at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        contact,
        shared.run,
        mono_ms(now.mono),
        ms(now.wall)
    ])?;
    Deed::WrongCode {
        number: number.to_string(),
    }
    .note(tx, by, now)?;
    Ok(match code::CHECKS.saturating_sub(checks) {
        0 => Check::UsedUp,
        left => Check::Wrong { left },
    })
}

/// The newest code of a number.
struct Found {
    id: i64,
    hash: Vec<u8>,
    checks: u32,
    ended: String,
    age: Duration,
}

impl Found {
    fn is_good(&self) -> bool {
        self.ended.is_empty() && self.age < code::LIFE
    }
}

fn newest(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    now: Now,
) -> Result<Option<Found>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, hash, checks, ended, run, made_mono AS mono, made_at AS at FROM code
         WHERE contact_id = ?1 ORDER BY id DESC LIMIT 1",
    )?;
    let found = statement
        .query_row([contact], |row| {
            Ok(Found {
                id: row.get("id")?,
                hash: row.get("hash")?,
                checks: row.get("checks")?,
                ended: row.get("ended")?,
                age: age(row, run, now)?.unwrap_or(code::DAY),
            })
        })
        .optional()?;
    Ok(found)
}

/// When and how a number was proved.
pub(super) fn proof(
    tx: &Transaction<'_>,
    contact: i64,
) -> Result<Option<(DateTime<Utc>, String)>, StoreError> {
    let found = tx
        .prepare_cached("SELECT verified_at, verified_how FROM contact_point WHERE id = ?1")?
        .query_row([contact], |row| {
            let at = codec::maybe_at(row, "verified_at")?;
            Ok(at.zip(row.get::<_, Option<String>>("verified_how")?))
        })
        .optional()?;
    Ok(found.flatten())
}
