//! Whether a number can still be reached: what was last heard of it, and whether texts arrive.

use super::StoreError;
use super::codec::{instant, ms};
use super::tasks::{self, NewTask, TaskKind};
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

/// When anything was last heard of a number: it was entered, or proved by a text or a code, or a text
/// to it was delivered, or its owner brought a vehicle.
pub(super) fn heard_at(tx: &Transaction<'_>, contact: i64) -> Result<DateTime<Utc>, StoreError> {
    let at = tx
        .prepare_cached(
            "SELECT max(created_at, coalesce(verified_at, 0),
                 coalesce((SELECT max(created_at) FROM job WHERE contact_id = ?1), 0),
                 coalesce((SELECT received_at FROM inbox WHERE contact_id = ?1 ORDER BY id DESC LIMIT 1), 0),
                 coalesce((SELECT settled_at FROM outbox WHERE contact_id = ?1 AND state = 'delivered'
                     ORDER BY id DESC LIMIT 1), 0))
             FROM contact_point WHERE id = ?1",
        )?
        .query_row([contact], |row| row.get(0))?;
    Ok(instant(at))
}

/// Whether the last two texts to a number of which the network has told anything could not be
/// delivered, for good (TS 23.040 9.2.3.15: 0x40 to 0x5F; 0x46 is only the end of their time), and the
/// number was not proved since.
pub(super) fn is_failing(tx: &Transaction<'_>, contact: i64) -> Result<bool, StoreError> {
    let failures: i64 = tx
        .prepare_cached(
            "SELECT count(*) FROM
                 (SELECT id, state, settled_at FROM outbox WHERE contact_id = ?1
                      AND state IN ('delivered', 'undelivered') ORDER BY id DESC LIMIT 2) AS newest
             WHERE state = 'undelivered'
                 AND settled_at > coalesce((SELECT verified_at FROM contact_point WHERE id = ?1), 0)
                 AND EXISTS (SELECT 1 FROM part WHERE outbox_id = newest.id AND part.state = 'undelivered'
                     AND status BETWEEN 0x40 AND 0x5F AND status <> 0x46)",
        )?
        .query_row([contact], |row| row.get(0))?;
    Ok(failures == 2)
}

/// Someone finds out why texts do not arrive.
pub(super) fn look_into(tx: &Transaction<'_>, contact: i64, now: Now) -> Result<(), StoreError> {
    let task = NewTask {
        kind: TaskKind::NumberChanged,
        contact: Some(contact),
        job: None,
        outbox: None,
        inbox: None,
        why: Why::NumberFails.as_str().to_owned(),
        urgent: false,
        due_at: None,
    };
    tasks::open(tx, &task, now)
}

/// The number is in use after all.
pub(super) fn works_again(tx: &Transaction<'_>, contact: i64, now: Now) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE task SET closed_at = ?2, outcome = ?3
         WHERE contact_id = ?1 AND kind = 'number_changed' AND why = ?4 AND closed_at IS NULL",
    )?
    .execute(params![
        contact,
        ms(now.wall),
        Why::NumberWorks.as_str(),
        Why::NumberFails.as_str()
    ])?;
    Ok(())
}
