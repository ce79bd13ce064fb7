//! A shop's machine for tests: a data directory, a configuration, the simulated modem in a process
//! of its own, and the real program on top, started, killed and started again.
//!
//! [`Bench::with_program`] starts the simulator; [`Bench::start`] starts `readybell serve`. Before that, a
//! test may put what it needs into the database with [`Bench::with_store`].

use super::process::Process;
use chrono::{DateTime, TimeDelta, Utc};
use readybell::domain::time::Now;
use readybell::sim::Recorded;
use readybell::store::Store;
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Two in the afternoon of a Tuesday in Chicago: everything is open.
const BEGINNING: &str = "2026-11-24T14:00:00-06:00";

/// The program as cargo has built it.
pub const READYBELL: &str = env!("CARGO_BIN_EXE_readybell");

/// A shop's machine.
pub struct Bench {
    directory: TempDir,
    program: PathBuf,
    environment: Vec<(String, String)>,
    began: (DateTime<Utc>, Instant),
    /// The simulated modem, its network and the phones.
    pub sim: Process,
}

impl Bench {
    /// A machine with that build of the program, and a simulator that has started.
    pub fn with_program(program: &Path, seed: u64) -> Self {
        let directory = tempfile::Builder::new()
            .prefix("readybell-bench-")
            .tempdir_in(fast_directory())
            .expect("a directory");
        let wall = DateTime::parse_from_rfc3339(BEGINNING)
            .expect("a time")
            .to_utc();
        let at = |name: &str| directory.path().join(name);
        let mut command = Command::new(READYBELL);
        command
            .args([
                "sim",
                "--seed",
                &seed.to_string(),
                "--clock",
                &wall.to_rfc3339(),
            ])
            .arg("--link")
            .arg(at("modem"))
            .arg("--record")
            .arg(at("record.jsonl"));
        let mut sim = Process::start("readybell sim", &mut command);
        sim.wait_for("ready ");
        let began = (wall, Instant::now());
        let config = format!(
            "data = {:?}\n\n[web]\naddress = \"127.0.0.1:0\"\n\n[modem]\nport = {:?}\n\n\
             [panel]\ndriver = \"simulated\"\nsocket = {:?}\n\n[[panel.bay]]\nbay = 1\nbutton = 1\nlight = 2\n",
            at("data"),
            at("modem"),
            at("panel.sock"),
        );
        std::fs::write(at("config.toml"), config).expect("the configuration");
        Self {
            directory,
            program: program.to_owned(),
            environment: Vec::new(),
            began,
            sim,
        }
    }

    /// The program gets this variable at each start from now on.
    pub fn environment(&mut self, name: &str, value: impl Into<String>) {
        self.environment.push((name.to_owned(), value.into()));
    }

    /// A file beside the data directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.file("data")
    }

    /// The configuration file.
    pub fn config(&self) -> PathBuf {
        self.file("config.toml")
    }

    /// The time in this shop.
    pub fn now(&self) -> DateTime<Utc> {
        let (wall, began) = self.began;
        wall + TimeDelta::from_std(began.elapsed()).unwrap_or_default()
    }

    /// Starts the program, with the shop's time, which it trusts. What it logs goes to `log`.
    pub fn start(&self) -> Process {
        let log = File::options()
            .append(true)
            .create(true)
            .open(self.file("log"))
            .expect("a log");
        let mut command = Command::new(&self.program);
        command
            .args(["serve", "--clock-from-stdin", "--config"])
            .arg(self.config())
            .env("READYBELL_LOG", "warn")
            .envs(self.environment.iter().cloned())
            .stderr(log);
        let mut daemon = Process::start("readybell serve", &mut command);
        daemon.tell(&self.now().to_rfc3339());
        daemon
    }

    /// Runs another command of the program on this machine's configuration.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.program)
            .args(arguments)
            .arg("--config")
            .arg(self.config())
            .output()
            .expect("the program runs")
    }

    /// Tells the simulator one line of its script, and waits until it is done.
    pub fn script(&mut self, line: &str) {
        self.sim.tell(line);
        self.sim.wait_for(&format!("did {line}"));
    }

    /// Works on the store itself, while the program is down.
    pub fn with_store<T>(&self, work: impl AsyncFnOnce(&Store, Now) -> T) -> T {
        let now = Now {
            wall: self.now(),
            mono: Duration::from_secs(1),
            trusted: true,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let store = Store::open(&self.data(), now).await.expect("the store");
            work(&store, now).await
        })
    }

    /// The database, to be read beside the program.
    pub fn database(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(self.data().join("readybell.db"), flags)
            .expect("the database");
        // Looking must not change what a crash left: the log stays as it is.
        database
            .set_db_config(
                rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                true,
            )
            .expect("a setting of SQLite");
        database
            .busy_timeout(Duration::from_secs(10))
            .expect("a setting of SQLite");
        database
    }

    /// Everything that the simulator has seen.
    pub fn record(&self) -> Vec<Recorded> {
        let text = std::fs::read_to_string(self.file("record.jsonl")).expect("the record");
        let lines = text.lines().filter(|line| !line.is_empty());
        lines
            .map(|line| serde_json::from_str(line).expect("a line of the record"))
            .collect()
    }

    /// What the program has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.file("log")).unwrap_or_default()
    }

    /// Leaves the directory behind, to be looked at, and says where it is.
    pub fn keep(&mut self) -> PathBuf {
        self.directory.disable_cleanup(true);
        self.directory.path().to_owned()
    }
}

/// Memory rather than a disk: nothing here survives a power cut anyway.
pub fn fast_directory() -> PathBuf {
    const ROOM: u64 = 2 * 1024 * 1024 * 1024;
    let memory = Path::new("/dev/shm");
    match rustix::fs::statvfs(memory) {
        Ok(fs) if fs.f_bavail * fs.f_frsize > ROOM => memory.to_owned(),
        _ => std::env::temp_dir(),
    }
}
