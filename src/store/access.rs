//! The connections: one that writes, and a few that read.

use super::open::sync_each_commit;
use super::{StoreError, ages::Seen, device::DeviceKey, disk::Ballast, journal, taps::Taps};
use crate::clock::{self, ZoneMissing};
use crate::domain::code::LIFE;
use crate::domain::zone::Zone;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::any::Any;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// One database in one data directory. A cheap clone.
#[derive(Clone)]
pub struct Store {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) directory: PathBuf,
    /// Tells this run's undo windows from those of the run before.
    pub(super) run: String,
    writer: Arc<tokio::sync::Mutex<Connection>>,
    readers: Mutex<Vec<Connection>>,
    zones: Mutex<HashMap<String, Arc<Zone>>>,
    /// Who is signed in, as far as this run has seen them.
    pub(super) sessions: Mutex<Seen>,
    pub(super) changes: watch::Sender<u64>,
    /// Grows when the owner changes what holds for the line.
    pub(super) line_changes: watch::Sender<u64>,
    /// Grows with each transaction that revoked something.
    pub(super) revoked: watch::Sender<u64>,
    pub(super) ballast: Ballast,
    pub(super) key: DeviceKey,
    /// What somebody did a moment ago, and can take back.
    pub(super) taps: Taps,
    /// The codes of this run that may still be sent again, by their rows.
    codes: Mutex<HashMap<i64, (String, Duration)>>,
    /// Held as long as the store lives: no other process may write here.
    _lock: File,
}

/// A page's read that takes longer than this is given up, so that the log can be folded back.
const READ_LIMIT: Duration = Duration::from_secs(1);
/// Steps of SQLite's machine between two looks at the time.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;
/// Read-only connections that are kept for the next page.
const READERS_KEPT: usize = 4;

/// What is done in a transaction, and what comes of it, with its type put aside: so the machinery
/// around it is compiled once, and not for each of several hundred transactions.
type Work = Box<dyn FnOnce(&Transaction<'_>) -> Result<Value, StoreError> + Send>;
type Value = Box<dyn Any + Send>;

fn with_its_type_aside<T, F>(work: F) -> Work
where
    T: Send + 'static,
    F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
{
    Box::new(move |tx| Ok(Box::new(work(tx)?)))
}

fn with_its_type<T: 'static>(value: Value) -> Result<T, StoreError> {
    match value.downcast() {
        Ok(value) => Ok(*value),
        Err(_) => Err(StoreError::Damaged(
            "a transaction gave another value".to_owned(),
        )),
    }
}

impl Store {
    pub(super) fn new(
        directory: PathBuf,
        run: String,
        writer: Connection,
        ballast: Ballast,
        key: DeviceKey,
        lock: File,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                directory,
                run,
                writer: Arc::new(tokio::sync::Mutex::new(writer)),
                readers: Mutex::default(),
                zones: Mutex::default(),
                sessions: Mutex::default(),
                changes: watch::Sender::new(0),
                line_changes: watch::Sender::new(0),
                revoked: watch::Sender::new(0),
                ballast,
                key,
                taps: Taps::default(),
                codes: Mutex::default(),
                _lock: lock,
            }),
        }
    }

    /// Runs one transaction on the writing connection. It is committed, and durable, when this
    /// returns `Ok`.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.heard(self.commit(with_its_type_aside(work), true).await?)
    }

    /// The same for what a power cut may take back: it is durable with the next transaction that is,
    /// and never without those before it, because the log is in order.
    pub(super) async fn write_ahead_of_next<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.heard(self.commit(with_its_type_aside(work), false).await?)
    }

    /// The same as `write` for what no page waits for: nobody is told.
    pub(super) async fn write_unheard<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        with_its_type(self.commit(with_its_type_aside(work), true).await?.0)
    }

    fn heard<T: 'static>(&self, (value, changed): (Value, bool)) -> Result<T, StoreError> {
        if changed {
            self.shared.changes.send_modify(|count| *count += 1);
        }
        with_its_type(value)
    }

    async fn commit(&self, work: Work, synced: bool) -> Result<(Value, bool), StoreError> {
        let shared = Arc::clone(&self.shared);
        let mut writer = Arc::clone(&shared.writer).lock_owned().await;
        tokio::task::spawn_blocking(move || {
            if synced {
                return transact(&mut writer, &shared, work);
            }
            sync_each_commit(&writer, false)?;
            let done = transact(&mut writer, &shared, work);
            sync_each_commit(&writer, true)?;
            done
        })
        .await
        .map_err(|panic| StoreError::Damaged(panic.to_string()))?
    }

    /// Folds the log back into the database and empties it: what was overwritten is then in neither.
    pub(super) async fn fold_log(&self) -> Result<(), StoreError> {
        let writer = Arc::clone(&self.shared.writer).lock_owned().await;
        tokio::task::spawn_blocking(move || {
            // The answer's first column is 1 where a reader is in the way; SQLite waits for it first.
            let busy: bool =
                writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy {
                return Err(StoreError::StillNeeded(super::error::Needed::LogInUse));
            }
            Ok(())
        })
        .await
        .map_err(|panic| StoreError::Damaged(panic.to_string()))?
    }

    /// Runs one read on a read-only connection, within a second.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        with_its_type(self.look(with_its_type_aside(work)).await?)
    }

    async fn look(&self, work: Work) -> Result<Value, StoreError> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || {
            let kept = locked(&shared.readers).pop();
            let mut reader = match kept {
                Some(reader) => reader,
                None => super::open::reader(&shared.directory)?,
            };
            let begun = Instant::now();
            reader.progress_handler(
                STEPS_BETWEEN_LOOKS,
                Some(move || begun.elapsed() > READ_LIMIT),
            )?;
            let tx = reader.transaction()?;
            let value = work(&tx)?;
            drop(tx);
            let mut readers = locked(&shared.readers);
            if readers.len() < READERS_KEPT {
                readers.push(reader);
            }
            Ok(value)
        })
        .await
        .map_err(|panic| StoreError::Damaged(panic.to_string()))?
    }

    /// Returns when the database could be written: its one writer is free, and it opens a transaction.
    /// Nothing is written.
    ///
    /// # Errors
    /// When it could not.
    pub async fn lives(&self) -> Result<(), StoreError> {
        self.write_unheard(|_| Ok(())).await
    }

    /// Grows with each transaction that changed something: whoever shows something can wait for it.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes.subscribe()
    }

    /// Where the database lies.
    pub fn directory(&self) -> &Path {
        &self.shared.directory
    }

    /// A time zone by name, from the machine's tables, read once.
    ///
    /// # Errors
    /// When the machine has no such zone.
    pub fn zone(&self, name: &str) -> Result<Arc<Zone>, ZoneMissing> {
        self.shared.zone(name)
    }
}

impl Shared {
    /// A code of this run, by its row.
    pub(super) fn code(&self, id: i64) -> Option<String> {
        locked(&self.codes).get(&id).map(|(code, _)| code.clone())
    }

    /// Keeps a code that was made at `mono`, and forgets those that are good no more.
    pub(super) fn keep_code(&self, id: i64, code: String, mono: Duration) {
        let mut codes = locked(&self.codes);
        codes.retain(|_, (_, made)| mono.saturating_sub(*made) < LIFE);
        codes.insert(id, (code, mono));
    }

    pub(super) fn zone(&self, name: &str) -> Result<Arc<Zone>, ZoneMissing> {
        if let Some(zone) = locked(&self.zones).get(name) {
            return Ok(Arc::clone(zone));
        }
        let zone = Arc::new(clock::zone(name)?);
        locked(&self.zones).insert(name.to_owned(), Arc::clone(&zone));
        Ok(zone)
    }
}

/// One transaction, and whether it changed something.
fn transact(
    writer: &mut Connection,
    shared: &Shared,
    work: Work,
) -> Result<(Value, bool), StoreError> {
    let before = writer.total_changes();
    let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&tx)?;
    journal::write(&tx, shared)?;
    tx.commit()?;
    Ok((value, writer.total_changes() != before))
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
