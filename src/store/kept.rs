//! "Keep" on an unclear text, and how it is taken back.

use super::access::Shared;
use super::codec::ms;
use super::taps::{self, Tapped};
use super::{Decision, StoreError, undo};
use crate::domain::consent::Scope;
use crate::domain::time::Now;
use rusqlite::{Transaction, params};

/// Keeps for a moment how "Keep" is taken back: the text waits for a decision once more, and what it held is
/// held again. Whatever else the ledger says of that number by then, it is too late.
pub(super) fn keep_tap(
    tx: &Transaction<'_>,
    shared: &Shared,
    (contact, inbox, released): (i64, i64, Option<i64>),
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    let (newest, at) = (newest(tx, contact)?, ms(now.wall));
    let decision = Decision::Keep;
    let what = (by, Tapped::Decided { inbox, decision }, now);
    let staff = by.to_owned();
    taps::keep_about(tx, shared, (Some(contact), None), what, move |tx, now| {
        if self::newest(tx, contact)? != newest {
            return Err(StoreError::TooLate);
        }
        let changed = tx
            .prepare_cached(
                "UPDATE inbox SET reviewed_at = NULL, reviewed_by = '', decision = ''
                 WHERE id = ?1 AND decision = 'keep' AND reviewed_at = ?2",
            )?
            .execute(params![inbox, at])?;
        taps::in_time(changed)?;
        tx.prepare_cached(
            "UPDATE task SET closed_at = NULL, closed_by = '', outcome = ''
             WHERE inbox_id = ?1 AND kind = 'decide' AND outcome = 'keep' AND closed_at = ?2",
        )?
        .execute(params![inbox, at])?;
        match released {
            Some(row) => undo::take_back(tx, contact, Scope::All, row, &staff, now),
            None => Ok(()),
        }
    })
}

/// The newest row of the ledger about a contact point.
fn newest(tx: &Transaction<'_>, contact: i64) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .prepare_cached("SELECT max(id) FROM ledger WHERE contact_id = ?1")?
        .query_row([contact], |row| row.get(0))?)
}
