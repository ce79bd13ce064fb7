//! The one confirmation of an opt-out that came in another way than by a text.

use super::apply::vars;
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
            job: None,
            answers: None,
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: DateTime::UNIX_EPOCH,
            send_before,
            undo: self.undo,
        };
        let text = outbox::put(tx, run, &text, now)?;
        tx.execute(
            "UPDATE outbox SET consent_row = ?2 WHERE id = ?1",
            [text, self.row],
        )?;
        Ok(true)
    }
}
