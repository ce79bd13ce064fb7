//! What a person does at a terminal with the program, and how it ends.

use crate::support::bench::{BEGINNING, Bench, READYBELL, time};
use crate::support::seed;
use readybell::clock::Clock;
use readybell::desk::{Desk, Intake};
use readybell::store::Store;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

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
    Command::new(READYBELL)
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

/// `serve` on this machine, which must end by itself.
pub fn serve_ends(bench: &Bench) -> Ended {
    let time = format!("{BEGINNING}\n");
    finish(&mut bench.serve(program()), time.as_bytes())
}

/// Another command on this machine's configuration.
pub fn run_on(bench: &Bench, arguments: &[&str], input: &[u8]) -> Ended {
    let config = bench.config();
    let config = config.to_str().unwrap();
    run(&[arguments, &["--config", config]].concat(), input)
}

/// A database with one customer who agreed to texts, whose "ready" waits in the outbox.
pub fn plant(data: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let clock = Arc::new(Clock::starting_at(time(BEGINNING)));
        let store = Store::open(data, clock.now()).await.unwrap();
        seed::set_up(&store, clock.now()).await;
        store.set_bays(vec![1]).await.unwrap();
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
    });
}

/// One number from the database, read beside whoever writes it.
pub fn count(data: &Path, sql: &str) -> i64 {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(data.join("readybell.db"), flags).unwrap();
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}
