//! Opening a data directory: the lock, the schema, and what the last run left behind.

use super::device::DeviceKey;
use super::disk::Ballast;
use super::{Store, StoreError};
use crate::domain::time::Now;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations, SchemaVersion};
use std::fs::{File, OpenOptions};
use std::path::Path;

/// The database's file in the data directory.
pub(super) const FILE: &str = "readybell.db";

/// The schema, oldest first. A database of version n has had the first n of them.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/001_create_spine.sql"),
    include_str!("../../migrations/002_price_work.sql"),
    include_str!("../../migrations/003_word_consent.sql"),
    include_str!("../../migrations/004_prove_numbers.sql"),
    include_str!("../../migrations/005_print_receipts.sql"),
    include_str!("../../migrations/006_know_screens.sql"),
    include_str!("../../migrations/007_word_texts.sql"),
    include_str!("../../migrations/008_find_people.sql"),
    include_str!("../../migrations/009_ask_by_text.sql"),
    include_str!("../../migrations/010_follow_up.sql"),
    include_str!("../../migrations/011_offer_reception.sql"),
    include_str!("../../migrations/012_know_leftovers.sql"),
    include_str!("../../migrations/013_weigh_evidence.sql"),
    include_str!("../../migrations/014_miss_calls.sql"),
    include_str!("../../migrations/015_count_lifetimes.sql"),
    include_str!("../../migrations/016_try_round_trips.sql"),
    include_str!("../../migrations/017_suppress.sql"),
    include_str!("../../migrations/018_book.sql"),
    include_str!("../../migrations/019_keep_circumstances.sql"),
    include_str!("../../migrations/020_name_bays.sql"),
];

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
        let store = tokio::task::spawn_blocking(move || open(&path))
            .await
            .map_err(|panic| StoreError::Damaged(panic.to_string()))??;
        store.note_install(now).await?;
        store.recover(now).await?;
        store.seed_wording(now).await?;
        Ok(store)
    }
}

fn open(directory: &Path) -> Result<Store, StoreError> {
    let unusable = |why| StoreError::Directory {
        path: directory.to_owned(),
        why,
    };
    std::fs::create_dir_all(directory).map_err(unusable)?;
    let lock = lock(directory)?;
    super::restore::finish(directory)?;
    let ballast = Ballast::in_directory(directory);
    let writer = match connect(directory) {
        // Inbound texts must be stored even now: that is what the ballast is for.
        Err(StoreError::DiskFull) if ballast.give_up() => connect(directory),
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
fn connect(directory: &Path) -> Result<Connection, StoreError> {
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
    migrate(&mut writer)?;
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

/// Refuses a database that a newer Readybell has written.
pub(super) fn check_version(connection: &Connection) -> Result<(), StoreError> {
    let known = MIGRATIONS.len();
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let found = usize::try_from(found).unwrap_or(usize::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(())
}

fn migrate(writer: &mut Connection) -> Result<(), StoreError> {
    let migrations = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    check_version(writer)?;
    match migrations.to_latest(writer) {
        Ok(()) => {
            debug_assert!(matches!(
                migrations.current_version(writer),
                Ok(SchemaVersion::Inside(_))
            ));
            Ok(())
        }
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(err.into()),
        Err(other) => Err(StoreError::Damaged(other.to_string())),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A database of the first `version` migrations.
    fn older(version: usize) -> Connection {
        let mut found = Connection::open_in_memory().unwrap();
        found.pragma_update(None, "foreign_keys", "ON").unwrap();
        let first = MIGRATIONS.iter().take(version).map(|sql| M::up(sql));
        Migrations::new(first.collect())
            .to_latest(&mut found)
            .unwrap();
        found
    }

    #[test]
    fn tasks_are_kept_when_their_table_is_made_anew_and_their_numbers_go_on() {
        let mut database = older(9);
        for why in ["first", "second", "third"] {
            let sql = "INSERT INTO task (kind, why, urgent, opened_at) VALUES ('call', ?1, 1, 5)";
            database.execute(sql, [why]).unwrap();
        }
        database
            .execute("DELETE FROM task WHERE why = 'third'", [])
            .unwrap();
        migrate(&mut database).unwrap();
        let sql = "INSERT INTO task (kind, why, opened_at) VALUES ('low_score', 'new', 6)";
        database.execute(sql, []).unwrap();
        let told: String = database
            .query_row(
                "SELECT group_concat(id || ' ' || kind || ' ' || why || ' ' || urgent, ', ') FROM task",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(told, "1 call first 1, 2 call second 1, 4 low_score new 0");
    }
}
