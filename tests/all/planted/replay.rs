//! A power cut at every moment that counts, made from the log of the writes.
//!
//! Of the database's files only what was synced survives; what was written since is gone. Just before
//! Ctrl-Z the point of no return must be on the disk, and just before `AT+CMGD` the text that is to
//! be deleted.

use crate::kill::watch::Write;
use rusqlite::Connection;
use std::path::Path;

/// One file: what is on the disk, and what only the system has.
#[derive(Debug, Default)]
struct File {
    synced: Vec<u8>,
    unsynced: Vec<(u64, Vec<u8>)>,
}

/// The database and its log on the disk.
#[derive(Debug, Default)]
pub struct Disk {
    database: File,
    log: File,
}

/// What the cuts brought to light.
#[derive(Debug, Default)]
pub struct Found {
    /// Cuts just before Ctrl-Z.
    pub released: usize,
    /// Cuts just before `AT+CMGD`.
    pub deleted: usize,
    /// Those at which a commit that was relied on was not on the disk.
    pub lost: usize,
}

impl Disk {
    /// The disk as it is before the program starts.
    pub fn of(data: &Path) -> Self {
        let file = |name: &str| File {
            synced: std::fs::read(data.join(name)).unwrap_or_default(),
            unsynced: Vec::new(),
        };
        Self {
            database: file("readybell.db"),
            log: file("readybell.db-wal"),
        }
    }

    fn file(&mut self, is_log: bool) -> &mut File {
        if is_log {
            &mut self.log
        } else {
            &mut self.database
        }
    }

    /// What a count comes to after a power cut now.
    fn after_a_cut(&self, sql: &str) -> i64 {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("readybell.db");
        std::fs::write(&path, &self.database.synced).unwrap();
        std::fs::write(path.with_extension("db-wal"), &self.log.synced).unwrap();
        let database = Connection::open(path).unwrap();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

impl File {
    fn sync(&mut self) {
        for (offset, octets) in self.unsynced.drain(..) {
            let start = usize::try_from(offset).unwrap();
            let end = start + octets.len();
            if self.synced.len() < end {
                self.synced.resize(end, 0);
            }
            self.synced[start..end].copy_from_slice(&octets);
        }
    }
}

/// Goes through the log, and cuts the power at each moment that counts.
pub fn run(mut disk: Disk, writes: &[Write]) -> Found {
    let mut found = Found::default();
    for write in writes {
        match write {
            Write::Put(is_log, offset, octets) => {
                disk.file(*is_log).unsynced.push((*offset, octets.clone()));
            }
            Write::Sync(is_log) => disk.file(*is_log).sync(),
            Write::Line(octets) if octets.contains(&0x1A) => {
                found.released += 1;
                let kept = disk.after_a_cut("SELECT count(*) FROM part WHERE state = 'released'");
                found.lost += usize::from(kept != 1);
            }
            Write::Line(octets) => {
                let line = String::from_utf8_lossy(octets);
                let Some(slot) = line.trim().strip_prefix("AT+CMGD=") else {
                    continue;
                };
                found.deleted += 1;
                let slot: u32 = slot.parse().unwrap();
                let kept = disk.after_a_cut(&format!(
                    "SELECT count(*) FROM tpdu WHERE slot = {slot} AND sim_copy_pending = 1"
                ));
                found.lost += usize::from(kept == 0);
            }
        }
    }
    found
}
