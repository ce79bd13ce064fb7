//! The schema of the database, and its upgrade: a proved copy first, where there is room for it, and nothing
//! is changed otherwise. A database of a newer schema is used as it is, where it says that this program can: so an
//! upgrade can be taken back.

use super::{Store, StoreError, backup};
use crate::domain::time::Now;
use chrono::{NaiveDateTime, TimeDelta};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

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
    include_str!("../../migrations/021_be_read_by_the_one_before.sql"),
];

/// What is kept of before an upgrade: a backup as any other.
const BEFORE: &str = "before-upgrade-%Y%m%dT%H%M%SZ.backup";
/// For so long.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Bytes that an upgrade needs besides the copy and the log of what changes, each as large as the database.
const SPARE: u64 = 16 * 1024 * 1024;

/// Refuses a database that this program can't work with: a newer Readybell has written it, and says so.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let (found, known) = (version(connection)?, MIGRATIONS.len());
    let is_usable = found <= known || usable_from(connection).is_some_and(|least| least <= known);
    match is_usable {
        true => Ok(()),
        false => Err(StoreError::Newer { found, known }),
    }
}

fn version(connection: &Connection) -> Result<usize, StoreError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(found).unwrap_or(usize::MAX))
}

/// The schema that a program must know at least to work with this database, where it says so.
fn usable_from(connection: &Connection) -> Option<usize> {
    let least = connection.query_row("SELECT schema FROM usable_from", [], |row| row.get(0));
    usize::try_from(least.unwrap_or(-1_i64)).ok()
}

/// Brings the database in a directory up to date.
pub(super) fn bring_up_to_date(
    directory: &Path,
    writer: &mut Connection,
    now: Now,
) -> Result<(), StoreError> {
    check(writer)?;
    let found = version(writer)?;
    if found >= MIGRATIONS.len() {
        return Ok(());
    }
    if found > 0 {
        check_room(directory, writer)?;
        keep_copy(directory, now)?;
    }
    migrate(writer)
}

fn migrate(writer: &mut Connection) -> Result<(), StoreError> {
    let migrations = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    match migrations.to_latest(writer) {
        Ok(()) => Ok(()),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(err.into()),
        Err(other) => Err(StoreError::Damaged(other.to_string())),
    }
}

fn check_room(directory: &Path, writer: &Connection) -> Result<(), StoreError> {
    let of = |pragma| -> Result<u64, StoreError> {
        let number: i64 = writer.pragma_query_value(None, pragma, |row| row.get(0))?;
        Ok(u64::try_from(number).unwrap_or_default())
    };
    let needed = 2 * of("page_count")? * of("page_size")? + SPARE;
    match super::Disk::of(directory).free {
        Some(free) if free < needed => Err(StoreError::NoRoomToUpgrade { needed, free }),
        _ => Ok(()),
    }
}

/// A proved copy of what is there, in the directory.
fn keep_copy(directory: &Path, now: Now) -> Result<PathBuf, StoreError> {
    let name = now.wall.format(BEFORE).to_string();
    let (path, draft) = (directory.join(name), directory.join("before-upgrade.new"));
    let _left_over = fs::remove_file(&draft);
    let kept = backup::copy(directory, &draft, now.wall)
        .and_then(|()| backup::prove(&draft).map_err(backup::BackupError::NotWhole))
        .map_err(|error| match error {
            backup::BackupError::Store(error) => error,
            other => StoreError::NotCopied(other.to_string()),
        });
    if let Err(error) = kept {
        let _gone = fs::remove_file(&draft);
        return Err(error);
    }
    let done = File::open(&draft)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&draft, &path))
        .and_then(|()| File::open(directory)?.sync_all());
    done.map_err(|why| StoreError::NotCopied(format!("{}: {why}", path.display())))?;
    tracing::info!(copy = %path.display(), "the database gets a new schema; this is how it was");
    Ok(path)
}

impl Store {
    /// Drops what was kept of before an upgrade or a restore, when it has been kept for long enough.
    pub(super) fn drop_copies(&self, now: Now) {
        let entries = fs::read_dir(&self.shared.directory)
            .into_iter()
            .flatten()
            .flatten();
        for path in entries.map(|entry| entry.path()) {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let made = [BEFORE, super::restore::BEFORE]
                .into_iter()
                .find_map(|form| {
                    NaiveDateTime::parse_from_str(name.trim_end_matches('+'), form).ok()
                });
            if made.is_none_or(|made| made.and_utc() + KEPT >= now.wall) {
                continue;
            }
            let gone = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match gone {
                Ok(()) => tracing::info!(path = %path.display(), "an old copy is dropped"),
                Err(error) => tracing::warn!(path = %path.display(), %error, "an old copy stays"),
            }
        }
    }
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

    /// A customer of the first schema, with a job, a consent, texts in both directions and an opt-out.
    const WRITTEN: &str = "
        INSERT INTO setting (name, value, changed_at, changed_by) VALUES ('shop', '{\"brand\": \"Hardknocks\"}', 5, 'Ann');
        INSERT INTO staff (name, role, password_hash, created_at) VALUES ('Ann', 'owner', '$argon2id$', 5);
        INSERT INTO audit (at, who, what) VALUES (5, 'Ann', 'signed-in');
        INSERT INTO contact_point (kind, address, created_at) VALUES ('number', '+15550134477', 5);
        INSERT INTO customer (name, created_at) VALUES ('Luis', 5);
        INSERT INTO customer_contact (customer_id, contact_id) VALUES (1, 1);
        INSERT INTO vehicle (customer_id, name, created_at) VALUES (1, '2012 Chevy Tahoe', 5);
        INSERT INTO bay (id, name) VALUES (1, 'Bay 1');
        INSERT INTO job (customer_id, contact_id, vehicle_id, state, bay_id, created_at, changed_at)
            VALUES (1, 1, 1, 'in_bay', 1, 5, 5);
        INSERT INTO ledger (id, contact_id, event, scope, method, actor, about, occurred_at, recorded_at,
                clock_trusted, commitment, prev_hash, row_hash) VALUES (1, 1, 'grant', 'service', 'in_person', 'staff', NULL, 5, 5, 1,
                zeroblob(32), zeroblob(32), zeroblob(32)),
            (2, 1, 'revoke', 'all', 'sms_keyword', 'customer', NULL, 7, 7, 1, zeroblob(32), zeroblob(32), zeroblob(32));
        INSERT INTO evidence (ledger_id, salt, body) VALUES (1, zeroblob(32), '{\"words\": \"Texts about my vehicle.\"}');
        INSERT INTO outbox (contact_id, purpose, priority, words, job_id, origin, created_at, send_before, state)
            VALUES (1, 'service', 3, 'Your 2012 Chevy Tahoe is ready.', 1001, 'button', 6, 9, 'unsure');
        INSERT INTO part (outbox_id, seq, state, attempt) VALUES (1, 1, 'unsure', 1);
        INSERT INTO inbox (contact_id, sender, words, received_at) VALUES (1, '+15550134477', 'STOP', 7);
        INSERT INTO tpdu (sim, bytes, received_at, sim_copy_pending, kind, inbox_id)
            VALUES ('310260000000001', x'04', 7, 1, 'deliver', 1);
        INSERT INTO task (kind, contact_id, why, opened_at) VALUES ('call', 1, 'opted_out', 8);";

    /// Every row of these columns, in the order of the tables.
    fn rows(database: &Connection, columns: &[(String, String)]) -> Vec<String> {
        let all = columns.iter().flat_map(|(table, columns)| {
            let sql = format!("SELECT {columns} FROM {table} ORDER BY 1");
            let mut statement = database.prepare(&sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(|row| row.map(|row: String| format!("{table} {row}")).unwrap())
                .collect::<Vec<_>>()
        });
        all.collect()
    }

    /// Each table that holds rows, with its columns as one expression.
    fn columns(database: &Connection) -> Vec<(String, String)> {
        let sql = "SELECT m.name, group_concat('quote(' || c.name || ')', ' || '', '' || ')
            FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.sql NOT LIKE '%VIRTUAL%' GROUP BY m.name";
        let mut statement = database.prepare(sql).unwrap();
        let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        all.unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn what_any_schema_holds_is_kept_by_an_upgrade() {
        for version in 1..MIGRATIONS.len() {
            let mut database = older(version);
            database.execute_batch(WRITTEN).unwrap();
            let columns = columns(&database);
            let before = rows(&database, &columns);
            assert!(before.len() > 15, "{before:?}");
            migrate(&mut database).unwrap();
            let after = rows(&database, &columns);
            let lost: Vec<_> = before.iter().filter(|row| !after.contains(row)).collect();
            assert!(lost.is_empty(), "from {version}: {lost:?}");
        }
    }
}
