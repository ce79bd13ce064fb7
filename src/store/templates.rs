//! The shop's own wording of its texts, in versions. None is ever changed or deleted.

use super::codec::{self, ms};
use super::{Store, StoreError, staff};
use crate::domain::lang::Lang;
use crate::domain::template::Template;
use crate::domain::time::Now;
use crate::domain::words::{Kind, builtin};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Params, Transaction, params};

/// A version of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// Which text.
    pub kind: Kind,
    /// In which language.
    pub lang: Lang,
    /// From 1 on, within kind and language.
    pub version: u32,
    /// Its words; empty where the shop went back to what Readybell comes with.
    pub words: String,
    /// Why the owner keeps it in spite of what was found in it.
    pub why: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
}

/// The texts that the shop words itself, as they are in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templates(Vec<Own>);

/// The newest version of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Own {
    kind: Kind,
    lang: Lang,
    version: u32,
    /// None where the shop went back to what Readybell comes with.
    template: Option<Template>,
}

impl Templates {
    /// The template of a text in that language: the shop's own, or what Readybell comes with.
    pub fn of(&self, kind: Kind, lang: Lang) -> Template {
        let own = self.own(kind, lang).and_then(|own| own.template.clone());
        own.unwrap_or_else(|| builtin(kind, lang))
    }

    /// What that version is called, such as `ready en-2`; `ready en-0` came with Readybell.
    pub fn label(&self, kind: Kind, lang: Lang) -> String {
        let version = self.own(kind, lang).map_or(0, |own| own.version);
        called(kind, lang, version)
    }

    fn own(&self, kind: Kind, lang: Lang) -> Option<&Own> {
        let wanted = (kind, lang.spoken());
        self.0.iter().find(|own| (own.kind, own.lang) == wanted)
    }
}

fn called(kind: Kind, lang: Lang, version: u32) -> String {
    format!("{} {}-{version}", kind.as_str(), lang.spoken().code())
}

/// The language of a version, from what it is called.
pub(super) fn lang_of(label: &str) -> Option<Lang> {
    let (_, version) = label.split_once(' ')?;
    Lang::from_code(version.split_once('-')?.0)
}

/// What the version of a text is called that is in force.
pub(super) fn label(tx: &Transaction<'_>, kind: Kind, lang: Lang) -> Result<String, StoreError> {
    let version = tx
        .prepare_cached(
            "SELECT coalesce(max(version), 0) FROM template WHERE kind = ?1 AND lang = ?2",
        )?
        .query_row([kind.as_str(), lang.spoken().code()], |row| row.get(0))?;
    Ok(called(kind, lang, version))
}

/// The template of a text in that language: the shop's own, or what Readybell comes with.
pub(super) fn template(
    tx: &Transaction<'_>,
    kind: Kind,
    lang: Lang,
) -> Result<Template, StoreError> {
    let lang = lang.spoken();
    let own: Option<String> = tx
        .prepare_cached(
            "SELECT words FROM template WHERE kind = ?1 AND lang = ?2 ORDER BY version DESC LIMIT 1",
        )?
        .query_row([kind.as_str(), lang.code()], |row| row.get(0))
        .optional()?;
    // Nothing that can't be parsed is saved; a version of a newer Readybell might be such a thing.
    let own = own.filter(|words| !words.is_empty());
    Ok(own
        .and_then(|words| Template::parse(&words).ok())
        .unwrap_or_else(|| builtin(kind, lang)))
}

impl Store {
    /// The template of a text in that language: the shop's own, or what Readybell comes with.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn template(&self, kind: Kind, lang: Lang) -> Result<Template, StoreError> {
        self.read(move |tx| template(tx, kind, lang)).await
    }

    /// The texts that the shop words itself.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn templates(&self) -> Result<Templates, StoreError> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT kind, lang, words, max(version) AS version FROM template GROUP BY kind, lang",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(Own {
                    kind: codec::words_kind(row, "kind")?,
                    lang: codec::lang(row, "lang")?,
                    version: row.get("version")?,
                    template: Template::parse(&row.get::<_, String>("words")?).ok(),
                })
            })?;
            Ok(Templates(rows.collect::<Result<_, _>>()?))
        })
        .await
    }

    /// The newest version of every text that the shop has worded.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn newest_templates(&self) -> Result<Vec<TemplateVersion>, StoreError> {
        self.template_versions(
            "WHERE version = (SELECT max(newest.version) FROM template AS newest
                 WHERE newest.kind = template.kind AND newest.lang = template.lang)",
            (),
        )
        .await
    }

    /// Twenty versions of a text, from the one before `before` backwards.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn older_templates(
        &self,
        kind: Kind,
        lang: Lang,
        before: u32,
    ) -> Result<Vec<TemplateVersion>, StoreError> {
        self.template_versions(
            "WHERE kind = ?1 AND lang = ?2 AND version < ?3 ORDER BY version DESC LIMIT 20",
            (kind.as_str(), lang.code(), before),
        )
        .await
    }

    async fn template_versions(
        &self,
        which: &'static str,
        values: impl Params + Send + 'static,
    ) -> Result<Vec<TemplateVersion>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(&format!(
                "SELECT kind, lang, version, words, why, made_at, made_by FROM template {which}"
            ))?;
            let rows = statement.query_map(values, |row| {
                Ok(TemplateVersion {
                    kind: codec::words_kind(row, "kind")?,
                    lang: codec::lang(row, "lang")?,
                    version: row.get("version")?,
                    words: row.get("words")?,
                    why: row.get("why")?,
                    made_at: codec::at(row, "made_at")?,
                    made_by: row.get("made_by")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Makes a new version of a text; `None` goes back to what Readybell comes with. Words that are
    /// in force already make none.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn rewrite(
        &self,
        kind: Kind,
        lang: Lang,
        words: Option<Template>,
        why: String,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let lang = lang.spoken();
            let shipped = builtin(kind, lang);
            let words = words.filter(|words| *words != shipped);
            let wanted = words.as_ref().unwrap_or(&shipped);
            if template(tx, kind, lang)? == *wanted {
                return Ok(());
            }
            let version: u32 = tx
                .prepare_cached(
                    "SELECT coalesce(max(version), 0) + 1 FROM template WHERE kind = ?1 AND lang = ?2",
                )?
                .query_row([kind.as_str(), lang.code()], |row| row.get(0))?;
            let words = words.as_ref().map_or("", Template::source);
            tx.execute(
                "INSERT INTO template (kind, lang, version, words, why, made_at, made_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![kind.as_str(), lang.code(), version, words, why, ms(now.wall), by],
            )?;
            let detail = format!("{} {}-{version}: {words}", kind.as_str(), lang.code());
            staff::audit(tx, &by, "template", &detail, now)
        })
        .await
    }
}
