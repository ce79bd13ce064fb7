//! A shop that has texted for years: 100,000 customers and 1,000,000 texts to them, with all that
//! comes of it. Made once, and copied for each run.

use super::shop::fresh_directory;
use anyhow::{Context, Result};
use chrono::DateTime;
use readybell::clock::Clock;
use readybell::store::{Role, Store};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Customers; the newest of them have an open job.
pub const CUSTOMERS: i64 = 100_000;
/// Jobs that are open.
pub const OPEN: i64 = 60;
/// The first job's number.
pub const FIRST_JOB: i64 = 1_001;
/// Jobs in all: three visits each.
pub const JOBS: i64 = 3 * CUSTOMERS;

/// Everything but what is looked for by its words: three years of it, from `:now` back.
const YEARS: &str = include_str!("years.sql");

/// A data directory with all of it, of a shop where the sessions `screens` are signed in.
///
/// # Errors
/// When it can't be made.
pub async fn shop(now: &str, screens: usize) -> Result<PathBuf> {
    let clock = Clock::starting_at(DateTime::parse_from_rfc3339(now)?.to_utc());
    let directory = fresh_directory()?;
    let store = Store::open(&directory, clock.now()).await?;
    store.set_bays(vec![1, 2, 3]).await?;
    drop(store);
    let database = directory.join("readybell.db");
    let made = made_before(&database)?;
    if !made.exists() {
        eprintln!("100,000 customers and 1,000,000 texts are made; this takes minutes");
        make(&database, clock.now().wall.timestamp_millis())?;
        std::fs::copy(&database, &made)?;
    }
    std::fs::copy(&made, &database)?;
    let store = Store::open(&directory, clock.now()).await?;
    let mut settings = store.settings().await?;
    settings.undo_seconds = 0;
    settings.limits.paced = false;
    settings.lock_minutes = 0;
    let by = || "bench".to_owned();
    store.set_settings(settings, by(), clock.now()).await?;
    store
        .add_staff("Ann".to_owned(), Role::Owner, by(), by(), clock.now())
        .await?;
    let ann = store.staff_named("Ann".to_owned()).await?.context("Ann")?;
    for n in 0..screens {
        store
            .sign_in(ann.id, format!("screen-{n}"), clock.now())
            .await?;
    }
    Ok(directory)
}

/// Where the database of this schema lies, once it was made.
fn made_before(empty: &Path) -> Result<PathBuf> {
    let mut schema = Sha256::new_with_prefix(YEARS);
    let database = Connection::open(empty)?;
    let mut statement = database.prepare("SELECT coalesce(sql, '') FROM sqlite_master")?;
    for sql in statement.query_map([], |row| row.get::<_, String>(0))? {
        schema.update(sql?);
    }
    let name: String = schema
        .finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let base = empty
        .parent()
        .and_then(Path::parent)
        .context("target/bench")?;
    Ok(base.join(format!("big-{name}.db")))
}

fn make(file: &Path, now: i64) -> Result<()> {
    let database = Connection::open(file)?;
    // What a power cut would break is made again.
    database.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
         PRAGMA cache_size = -400000; PRAGMA journal_mode = OFF;",
    )?;
    // The index of what customers are found by is filled at the end, at once.
    let mut statement = database.prepare(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'customer_told%'",
    )?;
    let triggers: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (name, _) in &triggers {
        database.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    database.execute_batch("BEGIN")?;
    for statement in YEARS.split(";\n") {
        if !statement.trim().is_empty() {
            let mut statement = database.prepare(statement)?;
            let mut values: Vec<(&str, &i64)> = vec![(":now", &now)];
            values.retain(|(name, _)| matches!(statement.parameter_index(name), Ok(Some(_))));
            let values: Vec<(&str, &dyn rusqlite::ToSql)> = values
                .into_iter()
                .map(|(name, value)| (name, value as &dyn rusqlite::ToSql))
                .collect();
            statement.execute(values.as_slice())?;
        }
    }
    database.execute_batch(
        "INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told; COMMIT",
    )?;
    for (_, sql) in &triggers {
        database.execute_batch(sql)?;
    }
    Ok(())
}
