//! A copy of everything, made while the appliance runs: one file that holds the database and the device's
//! key, without which the suppressions of erased people would be lost.
//!
//! A copy counts only after it was opened again and its ledger proved. Before that it has another name.

use super::device::DeviceKey;
use super::{StoreError, Verified, open, schema, verify};
use crate::domain::keeping;
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{Connection, OpenFlags, backup, params};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use thiserror::Error;

/// How a backup is named by its time, in UTC.
const NAME: &str = "readybell-%Y%m%dT%H%M%SZ.backup";
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
    // Never in the clear on a stick that is to hold it encrypted.
    let draft = data.join("backup.new");
    let _forgotten = fs::remove_file(&draft);
    let made = copy(data, &draft, now).and_then(|()| {
        let verified = prove(&draft).map_err(BackupError::NotWhole)?;
        let mut name = now.format(NAME).to_string();
        if recipient.is_some() {
            name.push_str(SEALED);
        }
        let path = to.join(name);
        put(&draft, &path, recipient)?;
        let bytes = fs::metadata(&path).map_err(at(&path))?.len();
        Ok(Backup {
            path,
            bytes,
            verified,
        })
    });
    let _gone = fs::remove_file(&draft);
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
    for_us_alone(draft).map_err(at(draft))?;
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

/// Puts the draft where it belongs: whole and on the disk, or not at all.
fn put(draft: &Path, path: &Path, recipient: Option<&str>) -> Result<(), BackupError> {
    let half = path.with_extension("part");
    let done = match recipient {
        None => lay(draft, &half).map_err(at(&half)),
        Some(recipient) => seal(draft, &half, recipient),
    };
    let done = done.and_then(|()| {
        let file = File::open(&half).map_err(at(&half))?;
        file.sync_all().map_err(at(&half))?;
        fs::rename(&half, path).map_err(at(path))?;
        // On FAT the new name leads to an empty file until the file itself is written down once more.
        file.sync_all().map_err(at(path))?;
        let directory = path.parent().unwrap_or(Path::new("/"));
        let entry = File::open(directory).and_then(|directory| directory.sync_all());
        entry.map_err(at(directory))
    });
    if done.is_err() {
        let _gone = fs::remove_file(&half);
    }
    done
}

/// A new file that nobody else may read.
fn for_us_alone(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true).mode(0o600);
    options.open(path)
}

/// The octets alone: a stick (FAT) refuses the permissions that `fs::copy` would bring along.
pub(super) fn lay(draft: &Path, half: &Path) -> io::Result<()> {
    io::copy(&mut File::open(draft)?, &mut for_us_alone(half)?).map(|_| ())
}

fn seal(draft: &Path, half: &Path, recipient: &str) -> Result<(), BackupError> {
    let sealed = Command::new(AGE)
        .args(["--encrypt", "--recipient", recipient, "--output"])
        .arg(half)
        .arg(draft)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| BackupError::NotSealed(format!("{AGE}: {why}")))?;
    if sealed.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&sealed.stderr);
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

fn drop_old(directory: &Path) -> Result<(), BackupError> {
    let all = all(directory);
    let times: Vec<_> = all.iter().map(|(_, made)| *made).collect();
    let dropped = keeping::dropped(&times);
    for (path, _) in all.iter().filter(|(_, made)| dropped.contains(made)) {
        fs::remove_file(path).map_err(at(path))?;
    }
    Ok(())
}
