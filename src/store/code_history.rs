//! What the codes of the last day say: how near the limits are, and whether somebody makes the shop
//! pay for texts.

use super::codec::{instant, ms};
use super::tasks::{self, NewTask, TaskKind};
use super::{StoreError, staff};
use crate::domain::code::{self, History};
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, Transaction};
use std::time::Duration;

/// The limits count what happened within a day: with 60 texts an hour there can't be more.
const ROWS_OF_A_DAY: usize = 60 * 24;

/// How long ago a row was made: by the monotonic clock within this run, else by the time of day. A
/// row from a future that the clock has left since counts as of now, unless it is days ahead.
pub(super) fn age(row: &Row<'_>, run: &str, now: Now) -> rusqlite::Result<Option<Duration>> {
    if row.get::<_, String>("run")? == run {
        let made = u64::try_from(row.get::<_, i64>("mono")?).unwrap_or(0);
        return Ok(Some(now.mono.saturating_sub(Duration::from_millis(made))));
    }
    let age = now.wall - instant(row.get("at")?);
    if age < TimeDelta::days(-1) {
        return Ok(None);
    }
    Ok(Some(age.to_std().unwrap_or(Duration::ZERO)))
}

/// What went before a code to that number from that screen.
pub(super) fn history(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    terminal: &str,
    now: Now,
) -> Result<History, StoreError> {
    let mut past = History {
        failures: failures(tx, run, contact, now)?,
        ..History::default()
    };
    let terminal = staff::digest(terminal);
    let mut statement = tx.prepare_cached(&format!(
        "SELECT contact_id, terminal, run, mono, at FROM code_send ORDER BY id DESC LIMIT {ROWS_OF_A_DAY}"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(age) = age(row, run, now)?.filter(|age| *age < code::DAY) else {
            continue;
        };
        past.from_device.push(age);
        if row.get::<_, i64>("contact_id")? == contact {
            past.to_number.push(age);
        }
        if row.get::<_, Vec<u8>>("terminal")? == terminal {
            past.from_terminal.push(age);
        }
    }
    Ok(past)
}

/// How long ago the wrong tries for a number were.
pub(super) fn failures(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    now: Now,
) -> Result<Vec<Duration>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT run, mono, at FROM code_failure WHERE contact_id = ?1 ORDER BY id DESC LIMIT {}",
        code::FAILURES_A_DAY
    ))?;
    let rows = statement.query_map([contact], |row| age(row, run, now))?;
    let ages = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(ages.into_iter().flatten().collect())
}

/// How a code proved a number.
pub(super) struct Proving {
    /// When the network took the last text with it, or else when that was asked for.
    pub sent_at: DateTime<Utc>,
    /// How often it was typed, with the right one.
    pub attempts: i64,
    /// The staff member who typed it.
    pub typed_by: String,
}

/// The code that proved a number last.
pub(super) fn proving(tx: &Transaction<'_>, contact: i64) -> Result<Option<Proving>, StoreError> {
    let found = tx
        .prepare_cached(
            "SELECT checks + 1 AS attempts, typed_by, coalesce(
                 (SELECT max(coalesce((SELECT max(sent_at) FROM part WHERE part.outbox_id = code_send.outbox_id), at))
                     FROM code_send WHERE code_id = code.id), made_at) AS code_sent_at
             FROM code WHERE contact_id = ?1 AND ended = 'used' ORDER BY id DESC LIMIT 1",
        )?
        .query_row([contact], |row| {
            Ok(Proving {
                sent_at: instant(row.get("code_sent_at")?),
                attempts: row.get("attempts")?,
                typed_by: row.get("typed_by")?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Looks at the codes of the last day for somebody who makes the shop pay for texts.
pub(super) fn watch(tx: &Transaction<'_>, run: &str, now: Now) -> Result<(), StoreError> {
    let mut numbers = Vec::new();
    let (mut sent, mut proved) = (0, 0);
    {
        let mut statement = tx.prepare_cached(&format!(
            "SELECT address, code.run AS run, made_mono AS mono, made_at AS at,
                 ended = 'used' OR coalesce(verified_at, 0) >= made_at AS proved
             FROM code JOIN contact_point ON contact_point.id = code.contact_id
             ORDER BY code.id DESC LIMIT {ROWS_OF_A_DAY}"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Some(age) = age(row, run, now)?.filter(|age| *age < code::DAY) else {
                continue;
            };
            numbers.extend(PhoneNumber::from_e164(&row.get::<_, String>("address")?));
            let is_proved: bool = row.get("proved")?;
            if is_proved || age >= code::LIFE {
                sent += 1;
                proved += usize::from(is_proved);
            }
        }
    }
    if code::are_in_sequence(&numbers) {
        alarm(tx, Why::CodesInARow.as_str(), now)?;
    } else if code::too_few_complete(sent, proved) {
        alarm(tx, Why::CodesUnused.as_str(), now)?;
    }
    Ok(())
}

/// One alarm a day is enough.
fn alarm(tx: &Transaction<'_>, why: &str, now: Now) -> Result<(), StoreError> {
    let lately = tx
        .prepare_cached("SELECT 1 FROM task WHERE kind = 'code_alarm' AND opened_at > ?1")?
        .exists([ms(now.wall - TimeDelta::days(1))])?;
    if lately {
        return Ok(());
    }
    let task = NewTask {
        kind: TaskKind::CodeAlarm,
        contact: None,
        job: None,
        outbox: None,
        inbox: None,
        why: why.to_owned(),
        urgent: true,
        due_at: None,
    };
    tasks::open(tx, &task, now)
}
