//! A backup put in the place of what is there.
//!
//! Everything is done beside the database first: the backup is brought, proved, brought up to date, told what
//! the journals tell, and synced. Then one rename says that it shall take the place, and what is left of the
//! work is done again at the next start where a power cut stops it ([`finish`]). What was there is kept in a
//! directory of its own, which is a backup as any other: restoring it goes back.

use super::backup::{self, BackupError};
use super::device::{self, DeviceKey};
use super::gap::Gap;
use super::{Store, StoreError, Verified, journal, open, place, schema, stand_in};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use thiserror::Error;

/// Where it is worked on, and the same once it shall take the place.
const DRAFT: &str = "restore.new";
const READY: &str = "restore.ready";
/// How what was in the place is called by its time, in UTC.
pub(super) const BEFORE: &str = "before-restore-%Y%m%dT%H%M%SZ";
/// In there: the name of the directory for what was in the place.
const ASIDE: &str = "aside";
/// What is put in the place, and set aside.
const FILES: [&str; 3] = [open::FILE, device::FILE, journal::FILE];
/// What belongs to the database that is set aside.
const LOGS: [&str; 2] = ["readybell.db-wal", "readybell.db-shm"];
/// What a database begins with.
const DATABASE: &[u8] = b"SQLite format 3\0";
/// What an encrypted file begins with.
const SEALED: &[u8] = b"age-encryption.org/";

/// Why nothing was restored. What was there is there still.
#[derive(Debug, Error)]
pub enum RestoreError {
    /// A database can't be used, or another Readybell uses it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file can't be read or written.
    #[error("{path}: {why}. Nothing was changed")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// It is no backup.
    #[error("{0} is no backup of Readybell. Nothing was changed")]
    NoBackup(PathBuf),
    /// It is not what it should be.
    #[error("this backup does not hold ({0}), so nothing was changed. Take an older one")]
    NotWhole(String),
    /// It is encrypted, and no identity was given.
    #[error("this backup is encrypted: name the file with the other half of the key (--identity)")]
    NoIdentity,
    /// It can't be decrypted.
    #[error("it could not be decrypted: {0}. Nothing was changed")]
    NotOpened(String),
}

/// What was brought, and proved.
#[derive(Debug)]
pub struct Brought {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// What the proof of its ledger said.
    pub verified: Verified,
}

/// A restore that has begun: it holds the data directory, as an appliance does.
#[derive(Debug)]
pub struct Restore {
    data: PathBuf,
    _lock: File,
}

impl Restore {
    /// Takes the data directory, which is made where it is not there.
    ///
    /// # Errors
    /// When an appliance runs on it.
    pub fn begin(data: &Path) -> Result<Self, RestoreError> {
        fs::create_dir_all(data).map_err(at(data))?;
        let lock = open::lock(data)?;
        ours(&data.join("lock"), data).map_err(at(data))?;
        finish(data)?;
        let draft = data.join(DRAFT);
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(at(&draft))?;
        }
        Ok(Self {
            data: data.to_owned(),
            _lock: lock,
        })
    }

    /// Brings a backup, decrypted where it must be, or what an earlier restore has set aside; and proves it.
    ///
    /// # Errors
    /// When it is none, or does not hold.
    pub fn bring(&self, from: &Path, identity: Option<&Path>) -> Result<Brought, RestoreError> {
        let draft = self.draft();
        let database = draft.join(open::FILE);
        DirBuilder::new()
            .mode(0o700)
            .create(&draft)
            .map_err(at(&draft))?;
        match fs::metadata(from).map_err(at(from))?.is_dir() {
            true => set_aside(from, &database)?,
            false if begins_with(from, SEALED).map_err(at(from))? => {
                unseal(from, &database, identity.ok_or(RestoreError::NoIdentity)?)?;
            }
            false => place::lay(from, &database).map_err(at(from))?,
        }
        if !begins_with(&database, DATABASE).map_err(at(&database))? {
            return Err(RestoreError::NoBackup(from.to_owned()));
        }
        let verified = backup::prove(&database).map_err(RestoreError::NotWhole)?;
        let (made_at, key) =
            carried(&database)?.ok_or_else(|| RestoreError::NoBackup(from.to_owned()))?;
        DeviceKey::put(&draft, &key).map_err(at(&draft))?;
        Ok(Brought { made_at, verified })
    }

    /// Brings what was brought up to date, and tells it which opt-outs the journals here and on the stick know,
    /// and the ledger of another box that is to make room. Nothing is in its place yet. Returns with it what of
    /// them could not be read.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn ready(
        &self,
        brought: &Brought,
        stick: Option<&Path>,
        now: Now,
    ) -> Result<(Gap, Vec<String>), RestoreError> {
        let draft = self.draft();
        let mut unread = Vec::new();
        for journals in [Some(self.data.as_path()), stick].into_iter().flatten() {
            // A card that dies may hold a journal that can't be read any more.
            if let Err(error) = journal::carry(journals, &draft) {
                unread.push(format!("{}: {error}", journals.display()));
            }
        }
        let store = Store::open(&draft, now).await?;
        let key = &store.shared.key;
        let mut told = journal::read(&draft, key.bytes()).map_err(at(&draft))?;
        match stand_in::of(&self.data, key) {
            Ok(Some(theirs)) => {
                // Its own ledger tells what these lines tell.
                let lines = journal::read(&draft, theirs.key.bytes()).map_err(at(&draft))?;
                told.unreadable -= lines.revoked.len().min(told.unreadable);
                told.unreadable += theirs.told.unreadable;
                told.revoked.extend(theirs.told.revoked);
            }
            Ok(None) => {}
            Err(error) => unread.push(format!("{}: {error}", self.data.display())),
        }
        told.unreadable += unread.len();
        let gap = store.is_restored(brought.made_at, told, now).await?;
        store.fold_log().await?;
        Ok((gap, unread))
    }

    /// Puts it in the place. Returns where what was there is kept, if there was anything.
    ///
    /// # Errors
    /// When a file can't be moved: the next start, or the next restore, goes on with it.
    pub fn put_in_place(self, now: DateTime<Utc>) -> Result<Option<PathBuf>, RestoreError> {
        let draft = self.draft();
        let mut name = now.format(BEFORE).to_string();
        while self.data.join(&name).exists() {
            name.push('+');
        }
        fs::write(draft.join(ASIDE), &name).map_err(at(&draft))?;
        for name in FILES.into_iter().chain([ASIDE]) {
            let path = draft.join(name);
            if path.exists() {
                ours(&path, &self.data).map_err(at(&path))?;
                let file = File::open(&path).map_err(at(&path))?;
                file.sync_all().map_err(at(&path))?;
            }
        }
        sync(&draft)?;
        let ready = self.data.join(READY);
        fs::rename(&draft, &ready).map_err(at(&ready))?;
        sync(&self.data)?;
        Ok(finish(&self.data)?)
    }

    fn draft(&self) -> PathBuf {
        self.data.join(DRAFT)
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(self.draft());
    }
}

/// Moves what a restore has made ready into its place, and what was there aside: as far as that has not
/// happened yet. Whoever calls it holds the lock.
pub(super) fn finish(data: &Path) -> Result<Option<PathBuf>, StoreError> {
    let ready = data.join(READY);
    if !ready.exists() {
        return Ok(None);
    }
    let done = move_all(data, &ready).map_err(|why| StoreError::Directory {
        path: data.to_owned(),
        why,
    });
    if let Ok(aside) = &done {
        let aside = aside.as_ref().map(|path| path.display().to_string());
        tracing::warn!(aside, "a backup was put in the place of the database");
    }
    done
}

fn move_all(data: &Path, ready: &Path) -> io::Result<Option<PathBuf>> {
    let aside = data.join(fs::read_to_string(ready.join(ASIDE))?);
    if !aside.exists() {
        DirBuilder::new().mode(0o700).create(&aside)?;
        ours(&aside, data)?;
    }
    if ready.join(open::FILE).exists() {
        for log in LOGS.map(|log| data.join(log)) {
            if let Some(name) = log.file_name().filter(|_| log.exists()) {
                fs::rename(&log, aside.join(name))?;
            }
        }
    }
    for name in FILES {
        let (new, place) = (ready.join(name), data.join(name));
        if new.exists() {
            if place.exists() {
                fs::rename(&place, aside.join(name))?;
            }
            fs::rename(&new, &place)?;
        }
    }
    File::open(&aside)?.sync_all()?;
    File::open(data)?.sync_all()?;
    fs::remove_dir_all(ready)?;
    let is_empty = fs::read_dir(&aside)?.next().is_none();
    if is_empty {
        fs::remove_dir(&aside)?;
    }
    Ok((!is_empty).then_some(aside))
}

/// A copy of what a restore has set aside. What it does not know begins where it was left.
fn set_aside(from: &Path, database: &Path) -> Result<(), RestoreError> {
    let none = || RestoreError::NoBackup(from.to_owned());
    let left_at = FILES[..1]
        .iter()
        .chain(&LOGS[..1])
        .filter_map(|name| fs::metadata(from.join(name)).ok()?.modified().ok())
        .max()
        .ok_or_else(none)?;
    if !from.join(device::FILE).exists() {
        return Err(none());
    }
    backup::copy(from, database, left_at.into()).map_err(|error| match error {
        BackupError::File { path, why } => RestoreError::File { path, why },
        BackupError::Store(error) => error.into(),
        other => RestoreError::NotWhole(other.to_string()),
    })
}

fn begins_with(path: &Path, what: &[u8]) -> io::Result<bool> {
    let mut beginning = Vec::new();
    let mut file = File::open(path)?.take(what.len() as u64);
    file.read_to_end(&mut beginning)?;
    Ok(beginning == what)
}

fn unseal(from: &Path, database: &Path, identity: &Path) -> Result<(), RestoreError> {
    let opened = Command::new(backup::AGE)
        .args(["--decrypt", "--identity"])
        .arg(identity)
        .arg("--output")
        .arg(database)
        .arg(from)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| RestoreError::NotOpened(format!("{}: {why}", backup::AGE)))?;
    if opened.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&opened.stderr);
    let said = said.lines().next().unwrap_or_default().to_owned();
    Err(RestoreError::NotOpened(said))
}

/// When a backup was made, and the device's key.
type Carried = (DateTime<Utc>, [u8; 32]);

/// Takes out of the copy what it carries beside the database: when it was made, and the device's key. None:
/// it carries nothing, so it was no backup.
fn carried(database: &Path) -> Result<Option<Carried>, StoreError> {
    let database = Connection::open(database)?;
    schema::check(&database)?;
    let is_there = database
        .prepare("SELECT 1 FROM sqlite_schema WHERE name = 'carried'")?
        .exists([])?;
    if !is_there {
        return Ok(None);
    }
    let found = database
        .query_row("SELECT made_at, device_key FROM carried", [], |row| {
            Ok((super::codec::at(row, 0)?, row.get(1)?))
        })
        .optional()?;
    // The key must not stay in the database's free pages.
    database.pragma_update(None, "secure_delete", "ON")?;
    database.execute_batch("DROP TABLE carried")?;
    Ok(found)
}

/// What root has restored is the appliance's all the same.
fn ours(path: &Path, data: &Path) -> io::Result<()> {
    let owner = fs::metadata(data)?;
    let made = fs::metadata(path)?;
    if (made.uid(), made.gid()) == (owner.uid(), owner.gid()) {
        return Ok(());
    }
    chown(path, Some(owner.uid()), Some(owner.gid()))
}

fn at(path: &Path) -> impl Fn(io::Error) -> RestoreError + '_ {
    |why| RestoreError::File {
        path: path.to_owned(),
        why,
    }
}

fn sync(directory: &Path) -> Result<(), RestoreError> {
    let entry = File::open(directory).and_then(|directory| directory.sync_all());
    entry.map_err(at(directory))
}
