//! Opening a data directory: the lock, the schema, and what the last run left behind.

use super::device::DeviceKey;
use super::disk::Ballast;
use super::{Store, StoreError, schema};
use crate::domain::time::Now;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions};
use std::path::Path;

/// The database's file in the data directory.
pub(super) const FILE: &str = "readybell.db";

/// Bytes a page. A commit of ours changes a few short rows on as many pages, each of which goes to
/// the disk whole.
const PAGE: i64 = 512;

/// Bytes of the log after which it is folded back into the database: rows that were changed again
/// and again until then are written there once.
const LOG: i64 = 4 * 1024 * 1024;

impl Store {
    /// Opens the data directory, alone: takes its lock, brings the schema up to date, and settles
    /// what the last run left in the middle.
    ///
    /// # Errors
    /// When the directory can't be used, another Readybell is using it, the database is newer than
    /// this program, or it is damaged.
    pub async fn open(directory: &Path, now: Now) -> Result<Self, StoreError> {
        let path = directory.to_owned();
        let store = tokio::task::spawn_blocking(move || open(&path, now))
            .await
            .map_err(|panic| StoreError::Damaged(panic.to_string()))??;
        store.note_install(now).await?;
        store.recover(now).await?;
        store.seed_wording(now).await?;
        Ok(store)
    }
}

fn open(directory: &Path, now: Now) -> Result<Store, StoreError> {
    let unusable = |why| StoreError::Directory {
        path: directory.to_owned(),
        why,
    };
    std::fs::create_dir_all(directory).map_err(unusable)?;
    let lock = lock(directory)?;
    super::restore::finish(directory)?;
    let ballast = Ballast::in_directory(directory);
    let writer = match connect(directory, now) {
        // Inbound texts must be stored even now: that is what the ballast is for.
        Err(StoreError::DiskFull) if ballast.give_up() => connect(directory, now),
        other => other,
    }?;
    ballast.fill();
    let key = DeviceKey::of(directory)?;
    super::erased::remember_key(&writer, &key)?;
    super::journal::prepare(&writer)?;
    Ok(Store::new(
        directory.to_owned(),
        run_name()?,
        writer,
        ballast,
        key,
        lock,
    ))
}

/// The writing connection, with the schema up to date.
fn connect(directory: &Path, now: Now) -> Result<Connection, StoreError> {
    let mut writer = Connection::open(directory.join(FILE)).map_err(|error| {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) {
            StoreError::Directory {
                path: directory.to_owned(),
                why: std::io::Error::other(error.to_string()),
            }
        } else {
            error.into()
        }
    })?;
    writer.pragma_update(None, "page_size", PAGE)?;
    writer.pragma_update(None, "journal_mode", "WAL")?;
    sync_each_commit(&writer, true)?;
    writer.pragma_update(None, "wal_autocheckpoint", LOG / PAGE)?;
    writer.pragma_update(None, "foreign_keys", "ON")?;
    // What is deleted is overwritten: a person can be erased.
    writer.pragma_update(None, "secure_delete", "ON")?;
    writer.set_prepared_statement_cache_capacity(128);
    schema::bring_up_to_date(directory, &mut writer, now)?;
    Ok(writer)
}

/// Whether there is a database in that directory.
pub(super) fn is_there(directory: &Path) -> bool {
    directory.join(FILE).exists()
}

/// A read-only connection.
pub(super) fn reader(directory: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(directory.join(FILE), flags)?;
    reader.pragma_update(None, "query_only", "ON")?;
    reader.set_prepared_statement_cache_capacity(64);
    Ok(reader)
}

/// Takes a data directory, or says that another Readybell has it.
pub(super) fn lock(directory: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(directory.join("lock"))
        .map_err(|why| StoreError::Directory {
            path: directory.to_owned(),
            why,
        })?;
    match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(_) => Err(StoreError::InUse(directory.to_owned())),
    }
}

/// FULL: a commit is on the disk when it returns. NORMAL: with the next one that is, in order.
pub(super) fn sync_each_commit(writer: &Connection, each: bool) -> Result<(), StoreError> {
    let how = match each {
        _ if cfg!(feature = "planted-bugs") && super::planted("synchronous-off") => "OFF",
        true => "FULL",
        false => "NORMAL",
    };
    Ok(writer.pragma_update(None, "synchronous", how)?)
}

fn run_name() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(format!("{:016x}", u64::from_le_bytes(bytes)))
}
