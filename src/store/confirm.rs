//! The one confirmation of an opt-out that came in another way than by a text.

use super::apply::vars;
use super::codec::instant;
use super::outbox::{self, Origin, Queued};
use super::{StoreError, Unfit, people, settings, templates};
use crate::domain::consent::Standing;
use crate::domain::purpose::Purpose;
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::words::Kind;
use chrono::{DateTime, Utc};
use rusqlite::Transaction;
use std::time::Duration;

/// An opt-out that is to be confirmed.
pub(super) struct Confirming {
    pub contact: i64,
    /// The ledger's row that ended it.
    pub row: i64,
    /// In which words.
    pub kind: Kind,
    /// When the person asked: its five minutes count from then.
    pub asked_at: DateTime<Utc>,
    /// It can be taken back for so long.
    pub undo: Duration,
}

/// How the end of all texts is confirmed to somebody of that standing.
pub(super) fn everything_ended(before: &Standing) -> Kind {
    if before.knows_offers() {
        Kind::StopBoth
    } else {
        Kind::StopOne
    }
}

impl Confirming {
    /// Puts it in, unless its time is over. Returns whether it did.
    pub fn put(&self, tx: &Transaction<'_>, run: &str, now: Now) -> Result<bool, StoreError> {
        let kind = TextKind::from(self.kind);
        let horizon = Horizon {
            now: self.asked_at,
            closing: self.asked_at,
            promised: None,
        };
        let send_before = kind.send_before(Purpose::Compliance, horizon);
        if send_before <= now.wall {
            return Ok(false);
        }
        let lang = people::contact(tx, self.contact)?.lang.spoken();
        let words = templates::template(tx, self.kind, lang)?
            .render(&vars(settings::settings(tx)?.as_ref()))
            .map_err(Unfit::Lacks)?;
        let text = Queued {
            contact: self.contact,
            purpose: Purpose::Compliance,
            kind,
            words,
            template: templates::label(tx, self.kind, lang)?,
            job: None,
            answers: None,
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: DateTime::UNIX_EPOCH,
            send_before,
            undo: self.undo,
        };
        let text = outbox::put(tx, run, &text, now)?;
        confirms(tx, text, self.row)?;
        Ok(true)
    }
}

/// Notes which row of the ledger a text confirms.
pub(super) fn confirms(tx: &Transaction<'_>, text: i64, row: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE outbox SET consent_row = ?2 WHERE id = ?1")?
        .execute([text, row])?;
    Ok(())
}

/// When the network took the text that confirmed a row of the ledger, if any did.
pub(super) fn confirmed_at(
    tx: &Transaction<'_>,
    contact: i64,
    row: i64,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<i64> = tx
        .prepare_cached(
            "SELECT min(sent_at) FROM outbox JOIN part ON outbox_id = outbox.id
             WHERE contact_id = ?1 AND consent_row = ?2 AND kind IN ('service_confirmation', 'offers_confirmation',
                 'stop_confirmation', 'stop_offers_confirmation', 'start_reply')",
        )?
        .query_row([contact, row], |row| row.get(0))?;
    Ok(at.map(instant))
}
