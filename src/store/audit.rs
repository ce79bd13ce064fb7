//! The audit log, as the owner reads it: who did what, page by page.

use super::codec;
use super::{Store, StoreError};
use chrono::{DateTime, Utc};
use rusqlite::params;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its place in the log.
    pub id: i64,
    /// When, as far as the clock was right.
    pub at: DateTime<Utc>,
    /// Who: a name of the shop's people, or what did it.
    pub who: String,
    /// What, as a short name.
    pub what: String,
    /// What it was about.
    pub detail: String,
}

impl Store {
    /// The newest lines below a place in the log (the newest of all without one), as far as `most`;
    /// only those of one kind where one is named.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn audit_log(
        &self,
        before: Option<i64>,
        only: Option<String>,
        most: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, at, who, what, detail FROM audit
                 WHERE id < ?1 AND (?2 IS NULL OR what = ?2 OR what LIKE ?2 || '-%')
                 ORDER BY id DESC LIMIT ?3",
            )?;
            let before = before.unwrap_or(i64::MAX);
            let lines = statement.query_map(params![before, only, most], |row| {
                Ok(AuditLine {
                    id: row.get("id")?,
                    at: codec::at(row, "at")?,
                    who: row.get("who")?,
                    what: row.get("what")?,
                    detail: row.get("detail")?,
                })
            })?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
        .await
    }
}
