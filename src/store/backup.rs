//! A copy of everything, made while the appliance runs: one file that holds the database and the device's
//! key, without which the suppressions of erased people would be lost.
//!
//! A copy counts only after it was opened again and its ledger proved. Before that it has another name.

use super::device::DeviceKey;
use super::place;
use super::{StoreError, Verified, open, schema, verify};
use crate::domain::keeping;
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{Connection, OpenFlags, backup, params};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use thiserror::Error;

/// How a backup is named by its time, in UTC.
const NAME: &str = "readybell-%Y%m%dT%H%M%SZ.backup";
/// What else a place needs, in bytes: the file system's own, and the journal of opt-outs.
const SPARE: u64 = 1 << 20;
/// What is added to the name of one that is encrypted.
const SEALED: &str = ".age";
/// The program that encrypts (age-encryption.org), from the package of that name.
pub(super) const AGE: &str = "age";
/// What lies in a copy and in no database that is worked with.
const CARRIED: &str = "CREATE TABLE carried (made_at INTEGER NOT NULL, device_key BLOB NOT NULL)";

/// A backup that was made and proved.
#[derive(Debug, Clone)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What the proof of its ledger said.
    pub verified: Verified,
}

/// Why no backup was made. What was there before is there still.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file can't be written or read.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// The copy is not what it should be.
    #[error(
        "the copy does not hold ({0}), so it was thrown away. Look at the disk: `readybell doctor`"
    )]
    NotWhole(String),
    /// The copy could not be encrypted.
    #[error(
        "the copy could not be encrypted, so it was thrown away: {0}. Is the package \"age\" installed, and the key in [backup] one that `age-keygen` printed (age1…)?"
    )]
    NotSealed(String),
}

/// Makes a backup of a data directory in `to`, encrypted for `recipient` where one is given, and drops
/// those there that are not kept. An appliance may be running on the directory.
///
/// # Errors
/// [`BackupError`]; then no file has been added.
pub fn back_up(
    data: &Path,
    to: &Path,
    recipient: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Backup, BackupError> {
    fs::create_dir_all(to).map_err(at(to))?;
    drop_halves(to)?;
    // Never in the clear on a stick that is to hold it encrypted.
    let (draft, sealed) = (data.join("backup.new"), data.join("backup.sealed"));
    let forget = || [&draft, &sealed].map(|path| drop(fs::remove_file(path)));
    forget();
    let made = copy(data, &draft, now).and_then(|()| {
        let verified = prove(&draft).map_err(BackupError::NotWhole)?;
        let mut name = now.format(NAME).to_string();
        let mut whole = &draft;
        if let Some(recipient) = recipient {
            seal(&draft, &sealed, recipient)?;
            name.push_str(SEALED);
            whole = &sealed;
        }
        let path = to.join(name);
        let bytes = fs::metadata(whole).map_err(at(whole))?.len();
        make_room(to, bytes)?;
        place::put(whole, &path).map_err(at(&path))?;
        Ok(Backup {
            path,
            bytes,
            verified,
        })
    });
    forget();
    if made.is_ok() {
        drop_old(to)?;
    }
    made
}

/// The newest backup in a directory, with its time and size.
pub fn newest(directory: &Path) -> Option<(PathBuf, DateTime<Utc>, u64)> {
    let (path, made) = all(directory).into_iter().max_by_key(|(_, made)| *made)?;
    let bytes = fs::metadata(&path).ok()?.len();
    Some((path, made, bytes))
}

/// When the oldest backup in a directory was made.
pub fn oldest(directory: &Path) -> Option<DateTime<Utc>> {
    all(directory).into_iter().map(|(_, made)| made).min()
}

fn at(path: &Path) -> impl Fn(io::Error) -> BackupError + '_ {
    |why| BackupError::File {
        path: path.to_owned(),
        why,
    }
}

/// The copy, with the device's key in it.
pub(super) fn copy(data: &Path, draft: &Path, now: DateTime<Utc>) -> Result<(), BackupError> {
    let reader = open::reader(data)?;
    schema::check(&reader)?;
    let key = DeviceKey::of(data)?;
    let sql = |error: rusqlite::Error| BackupError::Store(error.into());
    place::for_us_alone(draft).map_err(at(draft))?;
    let mut copy = Connection::open(draft).map_err(sql)?;
    // In one step: whoever writes meanwhile goes on in the log, and does not make it begin anew.
    backup::Backup::new(&reader, &mut copy)
        .and_then(|backup| backup.step(-1))
        .map_err(sql)?;
    copy.pragma_update(None, "journal_mode", "DELETE")
        .and_then(|()| copy.execute_batch(CARRIED))
        .and_then(|()| {
            copy.execute(
                "INSERT INTO carried (made_at, device_key) VALUES (?1, ?2)",
                params![now.timestamp_millis(), key.bytes().as_slice()],
            )
        })
        .map_err(sql)?;
    copy.close().map_err(|(_, error)| sql(error))
}

/// Opens a copy, and proves it: every page, and the ledger. Otherwise says what is wrong.
pub(super) fn prove(copy: &Path) -> Result<Verified, String> {
    let sql = |error: rusqlite::Error| error.to_string();
    let mut copy =
        Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sql)?;
    let said: String = copy
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(sql)?;
    if said != "ok" {
        return Err(said);
    }
    let tx = copy.transaction().map_err(sql)?;
    let verified = verify::verify(&tx, None).map_err(|error| error.to_string())?;
    match verified.problems.first() {
        None => Ok(verified),
        Some(problem) => Err(problem.clone()),
    }
}

fn seal(draft: &Path, sealed: &Path, recipient: &str) -> Result<(), BackupError> {
    let said = Command::new(AGE)
        .args(["--encrypt", "--recipient", recipient, "--output"])
        .arg(sealed)
        .arg(draft)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| BackupError::NotSealed(format!("{AGE}: {why}")))?;
    if said.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&said.stderr);
    Err(BackupError::NotSealed(
        said.lines().next().unwrap_or_default().to_owned(),
    ))
}

/// The backups in a directory, with the times in their names.
fn all(directory: &Path) -> Vec<(PathBuf, DateTime<Utc>)> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let backups = entries.filter_map(|entry| {
        let path = entry.path();
        let name = path.file_name()?.to_str()?;
        let name = name.strip_suffix(SEALED).unwrap_or(name);
        let made = NaiveDateTime::parse_from_str(name, NAME).ok()?;
        Some((path, made.and_utc()))
    });
    backups.collect()
}

/// What power cuts have left of backups that were never whole.
fn drop_halves(directory: &Path) -> Result<(), BackupError> {
    let entries = fs::read_dir(directory).map_err(at(directory))?.flatten();
    for path in entries.map(|entry| entry.path()) {
        let is_half = path.extension().is_some_and(|end| end == place::HALF);
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        if is_half && name.starts_with(b"readybell-") {
            fs::remove_file(&path).map_err(at(&path))?;
        }
    }
    Ok(())
}

/// Makes room for a backup of that size, if dropping old ones does. The newest stays in any case.
fn make_room(directory: &Path, bytes: u64) -> Result<(), BackupError> {
    let Some(free) = super::Disk::of(directory).free else {
        return Ok(());
    };
    let there: Vec<_> = all(directory)
        .into_iter()
        .map(|(path, made)| {
            let bytes = fs::metadata(&path).map_or(0, |file| file.len());
            (path, made, bytes)
        })
        .collect();
    let made: Vec<_> = there
        .iter()
        .map(|(_, made, bytes)| (*made, *bytes))
        .collect();
    let dropped = keeping::dropped_for_room(&made, (bytes + SPARE).saturating_sub(free));
    for (path, ..) in there.iter().filter(|(_, made, _)| dropped.contains(made)) {
        tracing::warn!(path = %path.display(), "an old backup makes room for a new one");
        fs::remove_file(path).map_err(at(path))?;
    }
    Ok(())
}

fn drop_old(directory: &Path) -> Result<(), BackupError> {
    let all = all(directory);
    let times: Vec<_> = all.iter().map(|(_, made)| *made).collect();
    let dropped = keeping::dropped(&times);
    for (path, _) in all.iter().filter(|(_, made)| dropped.contains(made)) {
        fs::remove_file(path).map_err(at(path))?;
    }
    Ok(())
}
