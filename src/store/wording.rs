//! The versions of the lines that customers agree to. None is ever changed or deleted.

use super::codec::{self, ms};
use super::{Store, StoreError, staff};
use crate::domain::lang::Lang;
use crate::domain::time::Now;
use crate::domain::wording::{ConsentLine, SHIPPED, Wording};
use chrono::{DateTime, Utc};
use rusqlite::{Params, Row, Transaction, params};

/// A version, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingVersion {
    /// The words.
    pub wording: Wording,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom; empty where it came with Readybell.
    pub made_by: String,
}

/// The lines that are in force: the newest version of each in each language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wordings(Vec<Wording>);

impl Wordings {
    /// The version in force of a line. A language that the shop doesn't speak reads English.
    pub fn of(&self, line: ConsentLine, lang: Lang) -> Option<&Wording> {
        let lang = lang.spoken();
        self.0.iter().find(|w| w.line == line && w.lang == lang)
    }
}

impl Store {
    /// The lines that are in force.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn wordings(&self) -> Result<Wordings, StoreError> {
        self.read(in_force).await
    }

    /// The newest four versions of every line, the newest of each first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn wording_versions(&self) -> Result<Vec<WordingVersion>, StoreError> {
        self.read(|tx| {
            versions(
                tx,
                "WHERE version > (SELECT max(newest.version) - 4 FROM wording AS newest
                     WHERE newest.line = wording.line AND newest.lang = wording.lang)
                 ORDER BY line, lang, version DESC",
                [],
            )
        })
        .await
    }

    /// Twenty versions of a line, from the one before `before` backwards.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn older_wordings(
        &self,
        line: ConsentLine,
        lang: Lang,
        before: u32,
    ) -> Result<Vec<WordingVersion>, StoreError> {
        self.read(move |tx| {
            versions(
                tx,
                "WHERE line = ?1 AND lang = ?2 AND version < ?3 ORDER BY version DESC LIMIT 20",
                params![line.as_str(), lang.code(), before],
            )
        })
        .await
    }

    /// Makes a new version of a line, and returns its number. Words that are in force already make
    /// none.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn reword(
        &self,
        line: ConsentLine,
        lang: Lang,
        template: String,
        by: String,
        now: Now,
    ) -> Result<u32, StoreError> {
        self.write(move |tx| {
            let lang = lang.spoken();
            let standing = in_force(tx)?.of(line, lang).cloned();
            if let Some(standing) = standing.as_ref().filter(|w| w.template == template) {
                return Ok(standing.version);
            }
            let new = Wording {
                line,
                lang,
                version: standing.map_or(0, |w| w.version) + 1,
                template,
            };
            insert(tx, &new, &by, now)?;
            let detail = format!("{} {}", line.as_str(), new.label());
            staff::audit(tx, &by, "wording", &detail, now)?;
            Ok(new.version)
        })
        .await
    }

    /// Puts in the lines that Readybell comes with, where there is none yet.
    pub(super) async fn seed_wording(&self, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let there = in_force(tx)?;
            for (line, lang, template) in SHIPPED {
                if there.of(line, lang).is_none() {
                    let first = Wording {
                        line,
                        lang,
                        version: 1,
                        template: template.to_owned(),
                    };
                    insert(tx, &first, "", now)?;
                }
            }
            Ok(())
        })
        .await
    }
}

fn versions(
    tx: &Transaction<'_>,
    which: &str,
    values: impl Params,
) -> Result<Vec<WordingVersion>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT line, lang, version, template, made_at, made_by FROM wording {which}"
    ))?;
    let rows = statement.query_map(values, |row| {
        Ok(WordingVersion {
            wording: wording(row)?,
            made_at: codec::at(row, "made_at")?,
            made_by: row.get("made_by")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn insert(tx: &Transaction<'_>, new: &Wording, by: &str, now: Now) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO wording (line, lang, version, template, made_at, made_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            new.line.as_str(),
            new.lang.code(),
            new.version,
            new.template,
            ms(now.wall),
            by
        ],
    )?;
    Ok(())
}

/// The lines that are in force, in this transaction.
pub(super) fn in_force(tx: &Transaction<'_>) -> Result<Wordings, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT line, lang, max(version) AS version, template FROM wording GROUP BY line, lang",
    )?;
    let rows = statement.query_map([], wording)?;
    Ok(Wordings(rows.collect::<Result<_, _>>()?))
}

fn wording(row: &Row<'_>) -> rusqlite::Result<Wording> {
    Ok(Wording {
        line: codec::consent_line(row, "line")?,
        lang: codec::lang(row, "lang")?,
        version: row.get("version")?,
        template: row.get("template")?,
    })
}
