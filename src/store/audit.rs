//! The audit log, as the owner reads it: who did what, page by page.

use super::codec;
use super::{Deed, Store, StoreError};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{Params, Transaction, params};

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
    /// Notes that somebody made a backup of so many bytes by hand, or tried to.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn note_backup(
        &self,
        bytes: Option<u64>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write_at_all_costs(move |tx| {
            let deed = match bytes {
                Some(bytes) => Deed::BackedUp { bytes },
                None => Deed::BackupFailed,
            };
            deed.note(tx, &by, now)
        })
        .await
    }

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
            let before = before.unwrap_or(i64::MAX);
            let Some(only) = only else {
                return lines(
                    tx,
                    "WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
                    params![before, most],
                );
            };
            let mut found = Vec::new();
            for what in kinds(tx, &only)? {
                let newest = "WHERE what = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2";
                found.extend(lines(tx, newest, params![before, most, what])?);
            }
            found.sort_by_key(|line| std::cmp::Reverse(line.id));
            found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
            Ok(found)
        })
        .await
    }
}

fn lines(
    tx: &Transaction<'_>,
    rest: &str,
    params: impl Params,
) -> Result<Vec<AuditLine>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT id, at, who, what, detail FROM audit {rest}"
    ))?;
    let lines = statement.query_map(params, |row| {
        Ok(AuditLine {
            id: row.get("id")?,
            at: codec::at(row, "at")?,
            who: row.get("who")?,
            what: row.get("what")?,
            detail: row.get("detail")?,
        })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

/// `only` itself and all that begin with it and a hyphen, as far as they are in the log. Each is one
/// step in the index: the log has a few kinds, and a line for all that was ever done.
fn kinds(tx: &Transaction<'_>, only: &str) -> Result<Vec<String>, StoreError> {
    let mut next =
        tx.prepare_cached("SELECT min(what) FROM audit WHERE what > ?1 AND what < ?2")?;
    let mut found = vec![only.to_owned()];
    // After the hyphen comes the full stop.
    let (mut last, end) = (format!("{only}-"), format!("{only}."));
    while let Some(what) = next.query_row([&last, &end], |row| row.get::<_, Option<String>>(0))? {
        last.clone_from(&what);
        found.push(what);
    }
    Ok(found)
}
