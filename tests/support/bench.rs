//! A shop's machine for tests: a data directory, a configuration, the modem's port, and the real
//! program on top, started, killed and started again.
//!
//! [`Bench::simulator`] puts the simulated modem on the port; another modem may be linked there.
//! [`Bench::start`] starts `readybell serve`, and [`Bench::open`] waits for its page too. Before that,
//! a test may put what it needs into the database with [`Bench::with_store`].

use super::daemon::Daemon;
use super::process::{PATIENCE, Process};
use super::watch::comes_true;
use chrono::{DateTime, TimeDelta, Utc};
use readybell::domain::time::Now;
use readybell::sim::Recorded;
use readybell::store::Store;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Two in the afternoon of a Tuesday in Chicago: everything is open.
pub const BEGINNING: &str = "2026-11-24T14:00:00-06:00";

/// The program as cargo has built it.
pub const READYBELL: &str = env!("CARGO_BIN_EXE_readybell");

/// A shop's machine.
pub struct Bench {
    directory: TempDir,
    data: PathBuf,
    program: PathBuf,
    environment: Vec<(String, String)>,
    began: (DateTime<Utc>, Instant),
}

impl Bench {
    /// A machine with the program, and nothing on the modem's port.
    pub fn new() -> Self {
        Self::with_program(READYBELL.as_ref())
    }

    /// A machine with that build of the program.
    pub fn with_program(program: &Path) -> Self {
        let directory = tempfile::Builder::new()
            .prefix("readybell-bench-")
            .tempdir_in(fast_directory())
            .expect("a directory");
        let bench = Self {
            data: directory.path().join("data"),
            directory,
            program: program.to_owned(),
            environment: Vec::new(),
            began: (time(BEGINNING), Instant::now()),
        };
        bench.configure("127.0.0.1:0");
        bench
    }

    /// One whose data directory is elsewhere.
    pub fn with_data(data: &Path) -> Self {
        let mut bench = Self::new();
        bench.data = data.to_owned();
        bench.configure("127.0.0.1:0");
        bench
    }

    /// In this shop it is that time now.
    pub fn set_clock(&mut self, now: DateTime<Utc>) {
        self.began = (now, Instant::now());
    }

    /// Writes the configuration, with the page at that address.
    pub fn configure(&self, address: &str) {
        let (data, port) = (&self.data, self.file("modem"));
        self.write_config(format!(
            "data = {data:?}\n[web]\naddress = {address:?}\n[modem]\nport = {port:?}\n"
        ));
    }

    /// Writes a configuration, good or not.
    pub fn write_config(&self, text: impl AsRef<[u8]>) {
        std::fs::write(self.config(), text).expect("the configuration");
    }

    /// Starts the simulated modem, its network and the phones, on the port.
    pub fn simulator(&self, seed: u64) -> Process {
        let mut command = Command::new(READYBELL);
        command
            .args(["sim", "--seed", &seed.to_string(), "--clock"])
            .arg(self.now().to_rfc3339())
            .arg("--link")
            .arg(self.file("modem"))
            .arg("--record")
            .arg(self.file("record.jsonl"));
        let mut sim = Process::start("readybell sim", &mut command);
        sim.wait_for("ready ");
        sim
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
    pub fn data(&self) -> &Path {
        &self.data
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

    /// Starts the program, with the shop's time, which it trusts. It logs trouble alone.
    pub fn start(&self) -> Process {
        let mut command = Command::new(&self.program);
        command.env("READYBELL_LOG", "warn");
        self.start_by(command)
    }

    /// Starts the program, and waits for its page.
    pub fn open(&self) -> Daemon {
        self.open_by(Command::new(&self.program))
    }

    /// The same with a command that runs the program.
    pub fn open_by(&self, mut program: Command) -> Daemon {
        program.env("READYBELL_LOG", "info");
        Daemon::at_its_page(self.start_by(program), self.log_file())
    }

    fn start_by(&self, program: Command) -> Process {
        let log = File::options()
            .append(true)
            .create(true)
            .open(self.log_file())
            .expect("a log");
        let mut command = self.serve(program);
        let mut daemon = Process::start("readybell serve", command.stderr(log));
        daemon.tell(&self.now().to_rfc3339());
        daemon
    }

    /// `serve` on this configuration. It reads its clock from standard input.
    pub fn serve(&self, mut program: Command) -> Command {
        program
            .args(["serve", "--clock-from-stdin", "--config"])
            .arg(self.config())
            .envs(self.environment.iter().cloned());
        program
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
            let store = Store::open(&self.data, now).await.expect("the store");
            work(&store, now).await
        })
    }

    /// The database, to be read beside the program.
    pub fn database(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(self.data.join("readybell.db"), flags)
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

    /// Waits until the database says so. False: it did not in time.
    pub fn says_in_time(&self, patience: Duration, is_so: impl Fn(&Connection) -> bool) -> bool {
        let mut database = self.database();
        comes_true(&[&self.data], patience, || {
            // What was written is not committed yet; the lock comes after the commit.
            let locked = database.transaction_with_behavior(TransactionBehavior::Immediate);
            is_so(&locked.expect("the lock"))
        })
    }

    /// Waits until a count in the database has come to that.
    #[track_caller]
    pub fn counts(&self, wanted: i64, sql: &str) {
        let counted = |database: &Connection| -> i64 {
            let found = database.query_row(sql, [], |row| row.get(0));
            found.expect("a count")
        };
        if !self.says_in_time(PATIENCE, |database| counted(database) >= wanted) {
            panic!("never {wanted}, but {}: {sql}", counted(&self.database()));
        }
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
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.file("log")
    }

    /// Leaves the directory behind, to be looked at, and says where it is.
    pub fn keep(&mut self) -> PathBuf {
        self.directory.disable_cleanup(true);
        self.directory.path().to_owned()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
    }
}

/// A time as people write it.
pub fn time(written: &str) -> DateTime<Utc> {
    let time = DateTime::parse_from_rfc3339(written).expect("a time");
    time.to_utc()
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
