//! An outbound text as a page shows it.

use super::super::{StoreError, codec};
use super::Look;
use crate::domain::gate::Hold;
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use chrono::{DateTime, Utc};
use rusqlite::{Params, Row};
use std::time::Duration;

/// An outbound text, with everything that its state's reason needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    /// Its number.
    pub id: i64,
    /// The contact point that it goes to.
    pub contact: i64,
    /// The job that it is about.
    pub job: Option<i64>,
    /// Why it is sent.
    pub purpose: Purpose,
    /// What it tells.
    pub kind: TextKind,
    /// The words.
    pub words: String,
    /// Who asked for it; empty for a rule.
    pub asked_by: String,
    /// Where it stands.
    pub state: TextState,
    /// Why it stands there; empty where the state says all.
    pub reason: String,
    /// What it waits for, when it waits for more than its turn.
    pub hold: Option<Hold>,
    /// Until when it waits for that, as far as is known.
    pub held_until: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// From when on it is worth nothing.
    pub send_before: DateTime<Utc>,
    /// When its last part was handed over.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it came to the state where it stands.
    pub settled_at: Option<DateTime<Utc>>,
    /// How many parts it travels as.
    pub parts: i64,
    /// How many of them have gone.
    pub parts_gone: i64,
    /// How long it can still be taken back by itself, before it begins to leave.
    pub undo_left: Option<Duration>,
}

/// In the order in which a row is read: by place, because each column that is asked for by name is
/// looked for among all names, and a board shows hundreds of texts.
const COLUMNS: &str = "SELECT id, contact_id, job_id, purpose, kind, words, asked_by,
        state, reason, hold, held_until, created_at, send_before,
        (SELECT max(sent_at) FROM part WHERE outbox_id = outbox.id),
        settled_at, parts,
        (SELECT count(*) FROM part WHERE outbox_id = outbox.id
             AND state NOT IN ('waiting', 'sending', 'failed')),
        undo_run, undo_until
    FROM outbox";

impl Look<'_> {
    /// The outbound texts that `rest` (from WHERE on) names.
    pub(super) fn outbound(
        &self,
        rest: &str,
        params: impl Params,
    ) -> Result<Vec<Outbound>, StoreError> {
        let mut statement = self.tx.prepare_cached(&format!("{COLUMNS} {rest}"))?;
        let rows = statement.query_map(params, |row| self.outbound_row(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn outbound_row(&self, row: &Row<'_>) -> rusqlite::Result<Outbound> {
        let state = codec::text_state(row, 7)?;
        let undo_run = row.get_ref(17)?.as_str()?;
        let undo_until: i64 = row.get(18)?;
        let left = undo_until.saturating_sub(codec::mono_ms(self.now.mono));
        let waits_out_its_undo = state == TextState::Queued && undo_run == self.run && left > 0;
        Ok(Outbound {
            id: row.get(0)?,
            contact: row.get(1)?,
            job: row.get(2)?,
            purpose: codec::purpose(row, 3)?,
            kind: codec::text_kind(row, 4)?,
            words: row.get(5)?,
            asked_by: row.get(6)?,
            state,
            reason: row.get(8)?,
            hold: Hold::from_name(row.get_ref(9)?.as_str()?),
            held_until: codec::maybe_at(row, 10)?,
            created_at: codec::at(row, 11)?,
            send_before: codec::at(row, 12)?,
            sent_at: codec::maybe_at(row, 13)?,
            settled_at: codec::maybe_at(row, 14)?,
            parts: row.get(15)?,
            parts_gone: row.get(16)?,
            undo_left: waits_out_its_undo
                .then(|| Duration::from_millis(u64::try_from(left).unwrap_or(0))),
        })
    }
}
