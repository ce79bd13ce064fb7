//! Each revocation, written down a second time, outside the database: a backup that is restored knows
//! nothing of the STOPs that came after it was made, and this file tells them.
//!
//! A line is written and synced in the transaction that makes the ledger's row, before the commit: so no
//! opt-out counts as handled that is not in the file. Where the commit then fails, the file has a line too
//! many, and that one keeps somebody from being texted. The file grows only, but for lines that every
//! backup there is knows ([`Store::trim_journal`]). A copy of it lies on the stick.
//!
//! Whom a line is about is told by the keyed hash that an erased person is known by, so the file names
//! nobody; and each line ends with a keyed hash of itself: one that was torn, or that another appliance
//! wrote on the same stick, is not taken.

use super::access::Shared;
use super::codec::{self, instant, ms};
use super::device::keyed;
use super::erased::{self, PREFIX};
use super::{Store, StoreError};
use crate::domain::consent::{Actor, Method, Scope};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, Row, Transaction};
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;

/// Its file, in the data directory and on the stick.
pub(super) const FILE: &str = "revocations.journal";
/// What each line begins with.
const MARK: &str = "revoked1";
/// How much of a line's hash is written at its end.
const SEAL: usize = 16;
/// A file smaller than this is left as it is.
const ROOM: u64 = 256 * 1024;
/// A line must be older than the oldest backup by so much before it goes: the clock may have been wrong.
const MARGIN: TimeDelta = TimeDelta::days(7);

/// The newest rows that are to be written down. The table is the writing connection's own, in memory.
const PENDING: &str = "CREATE TEMP TABLE revoked (ledger_id INTEGER NOT NULL)";

/// A revocation, as the file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Revoked {
    /// The ledger's row, and its hash.
    pub row: i64,
    pub hash: String,
    pub occurred_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub scope: Scope,
    pub method: Method,
    pub actor: Actor,
    /// `number` or `email`.
    pub kind: String,
    /// The pseudonym of its address.
    pub contact: String,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub revoked: Vec<Revoked>,
    /// Lines that were torn, or are another appliance's.
    pub unreadable: usize,
}

impl Revoked {
    /// What [`Revoked::of_row`] reads.
    pub const SELECT: &'static str =
        "SELECT ledger.id, row_hash, occurred_at, recorded_at, scope, method, actor, kind, address
         FROM ledger JOIN contact_point ON contact_point.id = contact_id";

    /// A revocation of the ledger, with the address as it stands there.
    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            row: row.get("id")?,
            hash: codec::hash(row, "row_hash")?.to_string(),
            occurred_at: codec::at(row, "occurred_at")?,
            recorded_at: codec::at(row, "recorded_at")?,
            scope: codec::scope(row, "scope")?,
            method: codec::method(row, "method")?,
            actor: codec::actor(row, "actor")?,
            kind: row.get("kind")?,
            contact: row.get("address")?,
        })
    }

    fn line(&self, key: &[u8]) -> Result<String, StoreError> {
        let told = format!(
            "{MARK} {} {} {} {} {} {} {} {} {}",
            self.row,
            self.hash,
            ms(self.occurred_at),
            ms(self.recorded_at),
            self.scope.as_str(),
            self.method.as_str(),
            self.actor.as_str(),
            self.kind,
            self.contact.trim_start_matches(PREFIX),
        );
        let seal = seal(key, &told)?;
        Ok(format!("{told} {seal}\n"))
    }

    fn read(line: &str, key: &[u8]) -> Option<Self> {
        let (told, sealed) = line.rsplit_once(' ')?;
        if seal(key, told).ok()? != sealed {
            return None;
        }
        let mut fields = told.strip_prefix(MARK)?.split_ascii_whitespace();
        let mut next = || fields.next();
        Some(Self {
            row: next()?.parse().ok()?,
            hash: next()?.to_owned(),
            occurred_at: instant(next()?.parse().ok()?),
            recorded_at: instant(next()?.parse().ok()?),
            scope: Scope::from_name(next()?)?,
            method: Method::from_name(next()?)?,
            actor: Actor::from_name(next()?)?,
            kind: next()?.to_owned(),
            contact: format!("{PREFIX}{}", next()?),
        })
    }
}

fn seal(key: &[u8], told: &str) -> Result<String, StoreError> {
    let mut seal = keyed(key, "journal\n", told)?;
    seal.truncate(SEAL);
    Ok(seal)
}

/// Readies a writing connection.
pub(super) fn prepare(writer: &Connection) -> Result<(), StoreError> {
    Ok(writer.execute_batch(PENDING)?)
}

/// Notes that a row of the ledger is to be written down with this transaction.
pub(super) fn note(tx: &Transaction<'_>, row: i64) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO temp.revoked (ledger_id) VALUES (?1)")?
        .execute([row])?;
    Ok(())
}

/// Writes down what this transaction revokes, before its commit.
pub(super) fn write(tx: &Transaction<'_>, shared: &Shared) -> Result<(), StoreError> {
    let revoked = pending(tx)?;
    if revoked.is_empty() {
        return Ok(());
    }
    let key = shared.key.bytes();
    let lines: String = revoked
        .iter()
        .map(|revoked| revoked.line(key))
        .collect::<Result<_, _>>()?;
    append(&shared.directory.join(FILE), &lines).map_err(|why| match why.kind() {
        io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::Directory {
            path: shared.directory.clone(),
            why,
        },
    })?;
    tx.prepare_cached("DELETE FROM temp.revoked")?.execute([])?;
    shared.revoked.send_modify(|count| *count += 1);
    Ok(())
}

fn pending(tx: &Transaction<'_>) -> Result<Vec<Revoked>, StoreError> {
    let mut rows = tx.prepare_cached("SELECT ledger_id FROM temp.revoked")?;
    let rows = rows
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    rows.into_iter().map(|row| revoked(tx, row)).collect()
}

fn revoked(tx: &Transaction<'_>, row: i64) -> Result<Revoked, StoreError> {
    let mut revoked = tx
        .prepare_cached(&format!("{} WHERE ledger.id = ?1", Revoked::SELECT))?
        .query_row([row], Revoked::of_row)?;
    if !revoked.contact.starts_with(PREFIX) {
        revoked.contact = erased::pseudonym(tx, &revoked.contact)?;
    }
    Ok(revoked)
}

/// Adds whole lines, and returns once they are on the disk.
fn append(path: &Path, lines: &str) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .read(true)
        .mode(0o600)
        .open(path)?;
    let mut all = String::new();
    if ends_torn(&mut file)? {
        // What a power cut tore off stays a line of its own.
        all.push('\n');
    }
    all.push_str(lines);
    file.write_all(all.as_bytes())?;
    file.sync_data()?;
    if is_new && let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

fn ends_torn(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0_u8];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// What the file in that directory tells, each revocation once. None there tells nothing.
///
/// # Errors
/// When it is there and can't be read.
pub(super) fn read(directory: &Path, key: &[u8]) -> io::Result<Told> {
    let mut told = Told::default();
    let mut known = HashSet::new();
    for line in lines(&directory.join(FILE))? {
        match Revoked::read(&line, key) {
            Some(revoked) if known.insert((revoked.row, revoked.hash.clone())) => {
                told.revoked.push(revoked);
            }
            Some(_) => {}
            None => told.unreadable += 1,
        }
    }
    Ok(told)
}

fn lines(path: &Path) -> io::Result<Vec<String>> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read?,
    };
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

/// Adds to the file in one directory what only the file in the other has. Neither loses anything: a stick
/// may hold what this machine has never seen.
///
/// # Errors
/// When one of them can't be read, or the other not written.
pub fn carry(from: &Path, to: &Path) -> io::Result<()> {
    let there: HashSet<String> = lines(&to.join(FILE))?.into_iter().collect();
    let mut missing = lines(&from.join(FILE))?;
    missing.retain(|line| !there.contains(line));
    if missing.is_empty() {
        return Ok(());
    }
    append(&to.join(FILE), &(missing.join("\n") + "\n"))
}

impl Store {
    /// Grows with each transaction that revoked something.
    pub fn revocations(&self) -> watch::Receiver<u64> {
        self.shared.revoked.subscribe()
    }

    /// Takes the lines out that every backup knows, once the file is not small any more: those from a week
    /// before the oldest backup and earlier.
    ///
    /// # Errors
    /// When the file can't be read or written. Then it is as it was.
    pub async fn trim_journal(&self, oldest_backup: DateTime<Utc>) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        // No line is added while the writer is ours.
        self.write_unheard(move |_| {
            let path = shared.directory.join(FILE);
            trim(&path, shared.key.bytes(), oldest_backup - MARGIN)
                .map_err(|why| StoreError::Directory { path, why })
        })
        .await
    }
}

fn trim(path: &Path, key: &[u8], before: DateTime<Utc>) -> io::Result<()> {
    if fs::metadata(path).map_or(0, |file| file.len()) < ROOM {
        return Ok(());
    }
    let mut kept = lines(path)?;
    kept.retain(|line| {
        Revoked::read(line, key).is_none_or(|revoked| revoked.recorded_at >= before)
    });
    let fresh = path.with_extension("new");
    let _left_over = fs::remove_file(&fresh);
    append(&fresh, &(kept.join("\n") + "\n"))?;
    fs::rename(&fresh, path)?;
    match path.parent() {
        Some(directory) => File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}
