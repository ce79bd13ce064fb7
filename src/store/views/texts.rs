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

const COLUMNS: &str =
    "SELECT id, contact_id, job_id, purpose, kind, words, asked_by, state, reason, hold,
        held_until, created_at, send_before, settled_at, parts, undo_run, undo_until,
        (SELECT max(sent_at) FROM part WHERE outbox_id = outbox.id) AS sent_at,
        (SELECT count(*) FROM part WHERE outbox_id = outbox.id
             AND state NOT IN ('waiting', 'sending', 'failed')) AS parts_gone
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
        let state = codec::text_state(row, "state")?;
        let undo_run: String = row.get("undo_run")?;
        let undo_until: i64 = row.get("undo_until")?;
        let left = undo_until.saturating_sub(codec::mono_ms(self.now.mono));
        let waits_out_its_undo = state == TextState::Queued && undo_run == self.run && left > 0;
        Ok(Outbound {
            id: row.get("id")?,
            contact: row.get("contact_id")?,
            job: row.get("job_id")?,
            purpose: codec::purpose(row, "purpose")?,
            kind: codec::text_kind(row, "kind")?,
            words: row.get("words")?,
            asked_by: row.get("asked_by")?,
            state,
            reason: row.get("reason")?,
            hold: Hold::from_name(&row.get::<_, String>("hold")?),
            held_until: codec::maybe_at(row, "held_until")?,
            created_at: codec::at(row, "created_at")?,
            send_before: codec::at(row, "send_before")?,
            sent_at: codec::maybe_at(row, "sent_at")?,
            settled_at: codec::maybe_at(row, "settled_at")?,
            parts: row.get("parts")?,
            parts_gone: row.get("parts_gone")?,
            undo_left: waits_out_its_undo
                .then(|| Duration::from_millis(u64::try_from(left).unwrap_or(0))),
        })
    }
}
