//! A disk that is full: sending stops and says so, what comes in is stored, and all goes on when
//! there is room again.

use super::shop::{count, is_root, plant, unshare};
use crate::support::bench::{Bench, READYBELL};
use crate::support::process::{PATIENCE, Process};
use crate::support::watch::comes_true;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A small disk in a namespace of its own: it is gone when its keeper is.
struct Disk {
    keeper: Process,
}

/// Where the disk is in its namespace.
const MOUNTED: &str = "/mnt";

impl Disk {
    fn mount() -> Self {
        let script =
            "mount -t tmpfs -o size=240m none /mnt && mkdir /mnt/data && echo mounted && exec cat";
        let mut keeper = Process::start("the disk", unshare().args(["sh", "-c", script]));
        keeper.wait_for("mounted");
        Self { keeper }
    }

    /// The disk as this process sees it.
    fn path(&self) -> PathBuf {
        format!("/proc/{}/root{MOUNTED}", self.keeper.id()).into()
    }

    /// The program, where it sees the disk.
    fn program(&self) -> Command {
        let mut command = Command::new("nsenter");
        if !is_root() {
            command.args(["--preserve-credentials", "--user"]);
        }
        let keeper = self.keeper.id().to_string();
        command.args(["--mount", "--target", &keeper]);
        command.arg(READYBELL);
        command
    }

    /// Puts a database there.
    fn plant(&self) {
        let made = tempfile::tempdir().unwrap();
        plant(made.path());
        for file in std::fs::read_dir(made.path()).unwrap() {
            let file = file.unwrap();
            let there = self.path().join("data").join(file.file_name());
            std::fs::copy(file.path(), there).unwrap();
        }
    }

    /// A copy of the database as it is. SQLite follows links itself, and would not find its way
    /// into the other namespace.
    fn copy(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        for file in ["readybell.db", "readybell.db-wal"] {
            let there = self.path().join("data").join(file);
            if there.exists() {
                std::fs::copy(there, copy.path().join(file)).unwrap();
            }
        }
        copy
    }

    /// Waits until it is so. Whatever is waited for is written into the data directory, last of all.
    #[track_caller]
    fn until(&self, what: &str, is_so: impl FnMut() -> bool) {
        let came = comes_true(&[&self.path().join("data")], PATIENCE, is_so);
        assert!(came, "it never came to this: {what}");
    }

    fn count(&self, sql: &str) -> i64 {
        count(self.copy().path(), sql)
    }

    /// Leaves no room at all.
    fn fill(&self) {
        let mut file = File::create(self.path().join("filler")).unwrap();
        for size in [1 << 20, 4096, 1] {
            let block = vec![0; size];
            while file.write_all(&block).is_ok() {}
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

#[test]
fn a_full_disk_stops_what_goes_out_and_not_what_comes_in() {
    assert!(
        PATIENCE.as_secs() > 10,
        "the disk is looked at every 5 seconds"
    );
    let disk = Disk::mount();
    let shop = Bench::with_data(&Path::new(MOUNTED).join("data"));
    let ballast = disk.path().join("data/ballast");
    disk.plant();
    assert!(ballast.exists());
    let ready = |state: &str| {
        let sql = format!("SELECT count(*) FROM outbox WHERE kind = 'ready' AND state = '{state}'");
        disk.count(&sql)
    };
    let inbound = || disk.count("SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL");

    disk.fill();
    let mut sim = shop.simulator(1);
    let daemon = shop.open_by(disk.program());
    daemon.is_ready();
    let health = daemon.health();
    assert_eq!(health["disk"]["is_full"], true, "{health}");
    sim.tell("text +12025550143 What time do you close?");
    disk.until("the question is stored", || inbound() == 1);
    assert!(!ballast.exists(), "the reserve was needed");
    assert_eq!(ready("queued"), 1);
    assert!(shop.log().contains("Free some space"), "{}", shop.log());

    // Killed on a full disk, and started on it.
    drop(daemon);
    let daemon = shop.open_by(disk.program());
    daemon.is_ready();
    sim.tell("text +12025550188 STOP");
    disk.until("the STOP is stored", || inbound() == 2);
    assert_eq!(ready("queued"), 1);

    disk.empty();
    disk.until("the reserve is back", || ballast.exists());
    let health = daemon.health();
    assert_eq!(health["disk"]["is_full"], false, "{health}");
    assert_eq!(health["disk"]["reserve_in_use"], false, "{health}");
    disk.until("the text has gone", || {
        ready("sent") + ready("delivered") == 1
    });

    // And filled while it runs.
    disk.fill();
    assert_eq!(daemon.health()["disk"]["is_full"], true);
    sim.tell("text +12025550188 START");
    disk.until("the START is stored", || inbound() == 3);
    disk.empty();
    assert_eq!(daemon.health()["disk"]["is_full"], false);
    drop(daemon);
    let verified = readybell::store::Ledger::at(disk.copy().path())
        .verify(None)
        .unwrap();
    assert!(verified.problems.is_empty(), "{verified:?}");
}
