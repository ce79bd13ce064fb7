//! Photos and scans of signed sheets, and what follows when one is attached.

use super::codec::{self, ms};
use super::signatures::{self, Answers, Way};
use super::signed::{Hand, Proof};
use super::{By, Confirmation, Deed, Store, StoreError, Thing};
use crate::domain::attachment::FileKind;
use crate::domain::consent::{Actor, Method};
use crate::domain::ledger::Hash;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::wording::ConsentLine;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

/// A photo or a scan, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its number.
    pub id: i64,
    /// What it is, told by what is in it.
    pub kind: FileKind,
    /// The hash of its bytes.
    pub sha256: Hash,
    /// How many there are.
    pub size: i64,
    /// When it was attached.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
}

/// A photo or a scan as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The job whose sheet it shows.
    pub job: i64,
}

impl Store {
    /// Attaches a photo or a scan to a sheet that was signed on paper. What was ticked counts as
    /// signed from now on, unless a STOP came after the sheet was printed.
    ///
    /// Returns the ticked lines that such a STOP forbids.
    ///
    /// # Errors
    /// When there is no such sheet, or nobody has answered it yet.
    pub async fn attach(
        &self,
        signing: i64,
        kind: FileKind,
        bytes: Vec<u8>,
        confirmations: Vec<(TextKind, Confirmation)>,
        by: impl Into<By>,
        now: Now,
    ) -> Result<Vec<ConsentLine>, StoreError> {
        let (run, by) = (self.shared.run.clone(), by.into());
        self.write(move |tx| {
            let opened = signatures::find(tx, signing)?;
            if opened.way != Way::Paper || opened.done_at.is_none() {
                return Err(StoreError::Missing(Thing::Sheet));
            }
            let known = signatures::evidence(tx, signing)?;
            let sha256 = Hash::of(&bytes);
            if known.attachments.iter().any(|a| a.sha256 == sha256) {
                return Ok(Vec::new());
            }
            tx.execute(
                "INSERT INTO attachment (signing_id, kind, sha256, bytes, made_at, made_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    signing,
                    kind.as_str(),
                    sha256.0,
                    bytes,
                    ms(now.wall),
                    by.name
                ],
            )?;
            let mut refused = Vec::new();
            if known.attachments.is_empty() {
                let answers = Answers {
                    signing,
                    lang: opened.lang,
                    lines: known.answers,
                    initials: known.initials,
                    signature: None,
                    taken_by: known.done_by,
                    terminal: by.terminal,
                    confirmations,
                };
                let proof = Proof {
                    method: Method::PaperSignature,
                    actor: Actor::Customer,
                    sha256: Some(sha256),
                };
                let hand = Hand {
                    tx,
                    run: &run,
                    opened: &opened,
                    now,
                };
                refused = hand.answer_all(&answers, &proof)?;
            }
            tx.execute(
                "UPDATE task SET closed_at = ?2, closed_by = ?3, outcome = 'done'
                 WHERE job_id = ?1 AND kind = 'scan_missing' AND closed_at IS NULL",
                params![opened.job, ms(now.wall), by.name],
            )?;
            Deed::AttachedSheet { job: opened.job }.note(tx, &by.name, now)?;
            Ok(refused)
        })
        .await
    }

    /// A photo or a scan.
    ///
    /// # Errors
    /// When there is none of that number.
    pub async fn attachment(&self, id: i64) -> Result<File, StoreError> {
        self.read(move |tx| {
            tx.prepare_cached(
                "SELECT kind, bytes, job_id FROM attachment JOIN signing ON signing.id = signing_id
                 WHERE attachment.id = ?1",
            )?
            .query_row([id], |row| {
                Ok(File {
                    kind: codec::file_kind(row, "kind")?,
                    bytes: row.get("bytes")?,
                    job: row.get("job_id")?,
                })
            })
            .optional()?
            .ok_or(StoreError::Missing(Thing::Scan))
        })
        .await
    }
}

/// The photos and scans of a sheet, without their bytes.
pub(super) fn of(tx: &Transaction<'_>, signing: i64) -> Result<Vec<Attachment>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, kind, sha256, length(bytes) AS size, made_at, made_by FROM attachment
         WHERE signing_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([signing], |row| {
        Ok(Attachment {
            id: row.get("id")?,
            kind: codec::file_kind(row, "kind")?,
            sha256: codec::hash(row, "sha256")?,
            size: row.get("size")?,
            made_at: codec::at(row, "made_at")?,
            made_by: row.get("made_by")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
