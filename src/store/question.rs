//! What every question by text has in common, whatever it asks.

use super::codec;
use crate::domain::route::Question;
use rusqlite::Row;

/// The columns, beside those of the outbox, that [`question`] reads. ?1 is the contact point that was
/// asked.
pub(super) const COLUMNS: &str =
    "coalesce((SELECT min(sent_at) FROM part WHERE outbox_id = outbox.id), outbox.created_at) AS asked_at,
     EXISTS (SELECT 1 FROM outbox AS later WHERE later.contact_id = ?1 AND later.id > outbox.id
         AND later.kind = 'typed' AND later.state NOT IN ('cancelled', 'refused', 'expired', 'failed')
         AND later.created_at >= coalesce(
             (SELECT min(sent_at) FROM part WHERE outbox_id = outbox.id), outbox.created_at)) AS talked_since";

/// When it went out, and whether staff have texted since.
pub(super) fn question(row: &Row<'_>) -> rusqlite::Result<Question> {
    Ok(Question {
        asked_at: codec::at(row, "asked_at")?,
        talked_since: row.get("talked_since")?,
    })
}
