//! What follows when the disk fills up.
//!
//! Below 200 MB free, offers and imports stop; below 50 MB everything that sends stops, except what
//! the law asks for. A ballast file is kept so that inbound texts can still be stored when nothing
//! else can: a STOP must never be lost for want of a few kilobytes.

use super::{Store, StoreError};
use crate::domain::purpose::Purpose;
use rusqlite::Transaction;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes free below which offers stop.
const OFFERS_STOP: u64 = 200 * 1024 * 1024;
/// Bytes free below which sending stops.
const SENDING_STOPS: u64 = 50 * 1024 * 1024;
/// The ballast: room for some ten thousand inbound texts.
const BALLAST: u64 = 8 * 1024 * 1024;

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// Bytes free for us; `None` when the system does not say.
    pub free: Option<u64>,
    /// Whether the ballast has been given up.
    pub ballast_gone: bool,
}

impl Disk {
    /// How much room there is in a data directory.
    pub fn of(directory: &Path) -> Self {
        Ballast::in_directory(directory).disk()
    }

    /// Whether texts of this purpose must wait for room.
    pub fn is_too_full_for(self, purpose: Purpose) -> bool {
        let limit = match purpose {
            Purpose::Promotional | Purpose::Feedback => OFFERS_STOP,
            _ => SENDING_STOPS,
        };
        self.free.is_some_and(|free| free < limit)
    }
}

impl Store {
    /// How much room there is now.
    pub fn disk(&self) -> Disk {
        self.shared.ballast.disk()
    }

    /// Makes the ballast again when it was given up and there is plenty of room. It writes 8 MB, so
    /// call it off the async threads.
    pub fn fill_ballast(&self) {
        self.shared.ballast.fill();
    }

    /// A write that must not be lost for want of room: when the disk is full, the ballast is given
    /// up for it.
    pub(super) async fn write_at_all_costs<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Clone + Send + 'static,
    {
        match self.write(work.clone()).await {
            Err(StoreError::DiskFull) if self.shared.ballast.give_up() => self.write(work).await,
            done => done,
        }
    }
}

/// A file that is there to be given up.
#[derive(Debug)]
pub(super) struct Ballast {
    path: PathBuf,
}

impl Ballast {
    pub(super) fn in_directory(directory: &Path) -> Self {
        Self {
            path: directory.join("ballast"),
        }
    }

    /// Makes the file when there is plenty of room; otherwise leaves things as they are.
    pub(super) fn fill(&self) {
        let plenty = self
            .disk()
            .free
            .is_some_and(|free| free > OFFERS_STOP + BALLAST);
        let full = fs::metadata(&self.path).is_ok_and(|file| file.len() >= BALLAST);
        if !plenty || full {
            return;
        }
        let write = || {
            let mut file = OpenOptions::new()
                .create(true)
                .truncate(true)
                .write(true)
                .open(&self.path)?;
            let block = [0x55_u8; 64 * 1024];
            for _ in 0..BALLAST / 65_536 {
                file.write_all(&block)?;
            }
            file.sync_all()
        };
        if let Err(error) = write() {
            tracing::warn!(%error, "no ballast file could be made");
        }
    }

    /// Gives the room up. Returns whether there was any.
    pub(super) fn give_up(&self) -> bool {
        let there = fs::remove_file(&self.path).is_ok();
        if there {
            tracing::error!(
                "the disk is full: the ballast was given up so that texts can be stored"
            );
        }
        there
    }

    pub(super) fn disk(&self) -> Disk {
        let directory = self.path.parent().unwrap_or(&self.path);
        let free = rustix::fs::statvfs(directory)
            .ok()
            .map(|fs| fs.f_bavail.saturating_mul(fs.f_frsize));
        Disk {
            free,
            ballast_gone: !self.path.exists(),
        }
    }
}
