//! The program as a person runs it: a directory, a configuration, and processes that end with the
//! test.

use chrono::DateTime;
use readybell::clock::Clock;
use readybell::desk::{Desk, Intake};
use readybell::store::{Role, Store};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What anything may take on a machine that has other work.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Two in the afternoon of a working day in the shop.
pub const NOW: &str = "2026-11-24T14:00:00-06:00";

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Checks the exit code, and that the error says all of these.
    #[track_caller]
    pub fn is(&self, code: i32, said: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        for words in said {
            assert!(self.err.contains(words), "no {words:?} in {self:?}");
        }
        assert!(!self.err.contains("panicked"), "{self:?}");
    }
}

/// Runs a command to its end.
pub fn run(arguments: &[&str], input: &[u8]) -> Ended {
    finish(program().args(arguments), input)
}

/// The program as cargo has built it.
pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_readybell"))
}

/// Whether the tests run as root.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Runs what follows with mounts of its own, which are gone when it is.
pub fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command
}

/// Gives it its input, and waits for its end.
pub fn finish(command: &mut Command, input: &[u8]) -> Ended {
    let mut child = command
        .env_remove("READYBELL_CONFIG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that ends before it has read everything is right to.
    let _ = child.stdin.take().unwrap().write_all(input);
    let ended = child.wait_with_output().unwrap();
    Ended {
        code: ended.status.code(),
        out: String::from_utf8_lossy(&ended.stdout).into_owned(),
        err: String::from_utf8_lossy(&ended.stderr).into_owned(),
    }
}

/// A process that is killed at the end.
pub struct Running {
    child: Child,
    pub lines: Receiver<String>,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // The test may have stopped listening.
                let _ = sender.send(line);
            }
        });
        Self { child, lines }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn tell(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
    }

    /// The next line that has this in it.
    #[track_caller]
    pub fn says(&self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(why) => panic!("it never said {words:?}: {why}"),
            }
        }
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A directory with a configuration.
pub struct Shop {
    pub directory: TempDir,
    /// The data directory, as the program sees it.
    pub data: PathBuf,
    began: Instant,
}

impl Shop {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("data");
        let began = Instant::now();
        let shop = Self {
            directory,
            data,
            began,
        };
        shop.configure("127.0.0.1:0");
        shop
    }

    /// One whose data directory is elsewhere.
    pub fn with_data(data: &Path) -> Self {
        let mut shop = Self::new();
        shop.data = data.to_owned();
        shop.configure("127.0.0.1:0");
        shop
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes the configuration, with the page at that address.
    pub fn configure(&self, address: &str) {
        let (data, port) = (&self.data, self.path("modem"));
        self.write_config(format!(
            "data = {data:?}\n[web]\naddress = {address:?}\n[modem]\nport = {port:?}\n"
        ));
    }

    pub fn write_config(&self, text: impl AsRef<[u8]>) {
        std::fs::write(self.path("config.toml"), text).unwrap();
    }

    pub fn serve(&self, mut command: Command) -> Command {
        let config = self.path("config.toml");
        command
            .arg("serve")
            .arg("--clock-from-stdin")
            .arg("--config")
            .arg(config);
        command
    }

    /// Starts `serve`, which must not end by itself, and waits for its page.
    pub fn open(&self) -> Daemon {
        self.open_by(program())
    }

    pub fn open_by(&self, command: Command) -> Daemon {
        let log = File::options()
            .append(true)
            .create(true)
            .open(self.path("log"));
        let mut running = Running::start(self.serve(command).stderr(log.unwrap()));
        // A clock that went back would make the program wait for what the network may have kept.
        let now = DateTime::parse_from_rfc3339(NOW).unwrap() + self.began.elapsed();
        running.tell(&now.to_rfc3339());
        let line = running.says("http://");
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split('/').next().unwrap().parse().unwrap();
        Daemon { running, address }
    }

    /// `serve`, which must end by itself.
    pub fn serve_ends(&self) -> Ended {
        finish(&mut self.serve(program()), format!("{NOW}\n").as_bytes())
    }

    /// Another command on this configuration.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Ended {
        let config = self.path("config.toml");
        let config = config.to_str().unwrap();
        run(&[arguments, &["--config", config]].concat(), input)
    }

    /// The simulated modem, on this configuration's port.
    pub fn modem(&self) -> Running {
        let mut command = program();
        command.args(["sim", "--clock", NOW, "--link"]);
        let sim = Running::start(command.arg(self.path("modem")));
        sim.says("ready");
        sim
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

/// A `serve` that runs.
pub struct Daemon {
    pub running: Running,
    pub address: SocketAddr,
}

impl Daemon {
    /// Sends bytes, and gives what comes back until the other side closes or falls silent.
    pub fn talk(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // It may have answered and closed before all of it was sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        let limit = Some(Duration::from_secs(5));
        stream.set_read_timeout(limit).unwrap();
        stream.set_write_timeout(limit).unwrap();
        stream
    }

    /// What `/api/v1/health` says.
    #[track_caller]
    pub fn health(&self) -> Value {
        let answer = self
            .talk(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {answer:?}"))
    }

    /// Asks for the health until it is so.
    #[track_caller]
    pub fn becomes(&self, what: &str, is_so: impl Fn(&Value) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            let last = self.health();
            if is_so(&last) {
                return;
            }
            assert!(
                Instant::now() < end,
                "it never came to this: {what}; {last}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Looks again and again, until it is so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "it never came to this: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A database with one customer who agreed to texts, whose "ready" waits in the outbox.
pub fn plant(data: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let now = DateTime::parse_from_rfc3339(NOW).unwrap().to_utc();
        let clock = Arc::new(Clock::starting_at(now));
        let store = Store::open(data, clock.now()).await.unwrap();
        let mut settings = store.settings().await.unwrap();
        settings.brand = "House of Hardknocks".to_owned();
        settings.undo_seconds = 0;
        settings.limits.paced = false;
        let by = "test".to_owned();
        store.set_settings(settings, by, clock.now()).await.unwrap();
        store.set_bays(vec![1, 2]).await.unwrap();
        store.modem_was_read(clock.now()).await.unwrap();
        let desk = Desk::new(store, clock);
        let intake = Intake {
            name: "Luis".to_owned(),
            phone: "+12025550143".to_owned(),
            vehicle: "2012 Chevy Tahoe".to_owned(),
            bay: Some(1),
            service: true,
            ..Intake::default()
        };
        desk.take_in(intake, "Jo").await.unwrap();
        desk.announce_bay(1).await.unwrap();
        let (name, hash, by) = ("Jo".to_owned(), "-".to_owned(), "test".to_owned());
        let added = desk
            .store
            .add_staff(name, Role::Owner, hash, by, desk.clock.now());
        added.await.unwrap();
    });
}

/// One number from the database, read beside whoever writes it.
pub fn count(data: &Path, sql: &str) -> i64 {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(data.join("readybell.db"), flags).unwrap();
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}
