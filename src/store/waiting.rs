//! What a word from a customer, or from staff about one, does to the texts that wait for that number.

use super::codec::ms;
use super::{StoreError, outbox};
use crate::domain::consent::Scope;
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use rusqlite::{Transaction, params};

/// An opt-out calls off what waits for that number, and who would have been texted about a job is
/// called instead.
pub(super) fn call_off(
    tx: &Transaction<'_>,
    contact: i64,
    scope: Scope,
    now: Now,
) -> Result<(), StoreError> {
    for waiting in outbox::waiting(tx, "contact_id = ?1", contact)? {
        let ends = match scope {
            Scope::Promotional => waiting.purpose == Purpose::Promotional,
            Scope::Progress => {
                waiting.purpose == Purpose::Service && waiting.kind != TextKind::Ready
            }
            // A confirmation of the first STOP that still waits is not lost to the second.
            _ => waiting.kind != TextKind::StopConfirmation,
        };
        if ends {
            outbox::drop_rest(
                tx,
                &waiting,
                TextState::Cancelled,
                Why::OptedOut.as_str(),
                now,
            )?;
            outbox::missed(tx, &waiting, Why::OptedOutBefore.as_str(), now)?;
        }
    }
    Ok(())
}

/// A confirmation that has not left says what is true no more: a newer text of that number decides.
pub(super) fn supersede(
    tx: &Transaction<'_>,
    contact: i64,
    kind: TextKind,
    now: Now,
) -> Result<(), StoreError> {
    for waiting in outbox::waiting(tx, "contact_id = ?1", contact)? {
        if waiting.kind == kind {
            let why = Why::WroteAgain.as_str();
            outbox::drop_rest(tx, &waiting, TextState::Cancelled, why, now)?;
        }
    }
    Ok(())
}

/// What held this number's texts may have changed: their turn is now.
pub(super) fn look_again(tx: &Transaction<'_>, contact: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE outbox SET held_until = NULL
         WHERE contact_id = ?1 AND state IN ('queued', 'sending') AND hold IN ('settling', 'unclear', 'unread', 'unproved', 'stale', 'failing')",
    )?
    .execute([contact])?;
    Ok(())
}

/// A START or a STOP decides what an unclear text before it left open.
pub(super) fn settle_holds(
    tx: &Transaction<'_>,
    contact: i64,
    outcome: Why,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE task SET closed_at = ?2, outcome = ?3
         WHERE contact_id = ?1 AND kind = 'decide' AND closed_at IS NULL",
    )?
    .execute(params![contact, ms(now.wall), outcome.as_str()])?;
    Ok(())
}
