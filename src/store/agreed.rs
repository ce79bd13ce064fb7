//! What somebody agreed to beyond yes and no.

use super::StoreError;
use crate::domain::frequency;
use rusqlite::{OptionalExtension, Transaction};
use serde_json::Value;

/// How many offers a month the line says that this row of the ledger grants. None where it says
/// nothing, or was erased.
pub(super) fn offers_a_month(
    tx: &Transaction<'_>,
    row: Option<i64>,
) -> Result<Option<u32>, StoreError> {
    let body: Option<String> = tx
        .prepare_cached("SELECT body FROM evidence WHERE ledger_id = ?1")?
        .query_row([row], |row| row.get(0))
        .optional()?;
    let evidence: Value = match body {
        Some(body) => serde_json::from_str(&body)?,
        None => return Ok(None),
    };
    // A signed line, or one that was texted and answered.
    let lines = ["words", "disclosure"].into_iter();
    let mut lines = lines.filter_map(|field| evidence.get(field)?.as_str());
    Ok(lines.find_map(frequency::a_month))
}
