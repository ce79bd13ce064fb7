//! The pty, the link, the record file and the handle, by a program that opens the port.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::fs::OFlags;
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use super::script::{Command, HELP};
use super::{Direction, Recorded, Sim, SimConfig, SimError};

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "readybell-sim-{}-{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn config(&self) -> SimConfig {
        SimConfig {
            link: Some(self.0.join("modem")),
            record: Some(self.0.join("record.jsonl")),
            ..SimConfig::default()
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A program that has the port open, raw; it waits ten seconds for each byte at most.
struct Program(File);

impl Program {
    fn open(port: &Path) -> Self {
        let no_terminal = i32::try_from(OFlags::NOCTTY.bits()).unwrap();
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(no_terminal)
            .open(port)
            .unwrap();
        let mut modes = tcgetattr(&file).unwrap();
        modes.make_raw();
        modes.special_codes[SpecialCodeIndex::VMIN] = 0;
        modes.special_codes[SpecialCodeIndex::VTIME] = 100;
        tcsetattr(&file, OptionalActions::Now, &modes).unwrap();
        Self(file)
    }

    fn write(&mut self, line: &str) {
        write!(self.0, "{line}\r").unwrap();
    }

    /// All up to these words.
    fn read_to(&mut self, end: &str) -> String {
        let mut read = String::new();
        let mut byte = [0];
        while !read.ends_with(end) {
            let count = self.0.read(&mut byte).unwrap_or(0);
            assert_eq!(count, 1, "no `{end}` after {read:?}");
            read.push(char::from(byte[0]));
        }
        read
    }

    fn ask(&mut self, line: &str) -> String {
        self.write(line);
        self.read_to("OK\r\n")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unplugging_hangs_up_and_another_pty_comes_back() {
    let folder = Folder::new();
    let sim = Sim::start(folder.config()).unwrap();
    let before = std::fs::read_link(sim.path()).unwrap();
    let mut program = Program::open(sim.path());
    assert_eq!(program.ask("AT"), "AT\r\r\nOK\r\n");
    assert!(sim.snapshot().await.unwrap().attached);

    sim.run(Command::Unplug).await.unwrap();
    let state = sim.snapshot().await.unwrap();
    assert!(!state.plugged && !state.registered);
    assert!(sim.path().symlink_metadata().is_err());
    assert_eq!(program.0.read(&mut [0]).unwrap_or(0), 0);

    sim.run(Command::Replug).await.unwrap();
    assert!(!sim.snapshot().await.unwrap().attached);
    assert_ne!(std::fs::read_link(sim.path()).unwrap(), before);
    let mut program = Program::open(sim.path());
    assert_eq!(program.ask("AT"), "AT\r\r\nOK\r\n");

    let link = sim.path().to_owned();
    sim.stop().await;
    assert!(link.symlink_metadata().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_gone_leaves_nothing_to_the_next() {
    let folder = Folder::new();
    let (listener, mut events) = tokio::sync::mpsc::unbounded_channel();
    let sim = Sim::start(SimConfig {
        listener: Some(listener),
        ..folder.config()
    })
    .unwrap();
    for _ in 0..3 {
        let mut first = Program::open(sim.path());
        first.ask("ATE0+CNMI=2,1");
        first.write("ATI");
        drop(first);
        while events.recv().await.unwrap().event != super::Event::Detached {}
        assert!(!sim.snapshot().await.unwrap().attached);
        sim.phone_texts("+15550134477", "to nobody").await.unwrap();
        let mut second = Program::open(sim.path());
        assert_eq!(second.ask("AT"), "\r\nOK\r\n");
        drop(second);
        while events.recv().await.unwrap().event != super::Event::Detached {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_and_the_wire_tell_what_happened() {
    let folder = Folder::new();
    let sim = Sim::start(folder.config()).unwrap();
    let mut wire = sim.wire();
    let mut program = Program::open(sim.path());
    program.ask("ATE0+CNMI=2,1");
    sim.run_line("text +15550134477 Hello").await.unwrap();
    program.read_to("+CMTI: \"SM\",1\r\n");
    let wrong = sim.run_line("dance").await.unwrap_err();
    assert!(matches!(wrong, SimError::Script(_)));
    assert_eq!(sim.numbers().await.unwrap(), ["+15550134477"]);
    let talk = sim.conversation("5550134477").await.unwrap();
    assert_eq!(talk.len(), 1);
    assert!(talk[0].mine && talk[0].words == "Hello");

    let first = wire.recv().await.unwrap();
    assert_eq!(first.direction, Direction::ToModem);
    assert_eq!(first.text, "ATE0+CNMI=2,1");
    sim.stop().await;

    let record = std::fs::read_to_string(folder.0.join("record.jsonl")).unwrap();
    let lines: Vec<Recorded> = record
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines.iter().zip(1..).all(|(line, n)| line.n == n));
    let told: Vec<String> = lines.iter().filter_map(|line| line.event.line()).collect();
    assert!(told[0].starts_with("ready "));
    for line in [
        "attached",
        "texted +15550134477 parts=1 \"Hello\"",
        "stored SM 1 +15550134477",
        "did text +15550134477 Hello",
        "error no command `dance`; readybell sim --help lists them",
    ] {
        assert!(told.iter().any(|told| told == line), "{line}: {told:?}");
    }
}

#[tokio::test]
async fn a_file_is_not_replaced_by_the_link() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("modem"), "precious").unwrap();
    let error = Sim::start(folder.config()).unwrap_err().to_string();
    assert!(
        error.contains("the link") && error.contains("modem"),
        "{error}"
    );
    let kept = std::fs::read_to_string(folder.0.join("modem")).unwrap();
    assert_eq!(kept, "precious");
}

#[test]
fn the_reference_and_the_document_name_every_command() {
    let document = include_str!("../../docs/simulator.md");
    for line in HELP.lines() {
        let Some((_, example)) = line.split_once("e.g. ") else {
            continue;
        };
        let name = example.split(' ').next().unwrap_or_default();
        assert!(document.contains(&format!("`{name}")), "{name}");
    }
    for point in super::script::BreakPoint::ALL {
        assert!(document.contains(&format!("`{point}`")), "{point}");
        assert!(HELP.contains(point.as_str()), "{point}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_does_not_read_can_be_unplugged() {
    let folder = Folder::new();
    let sim = Sim::start(folder.config()).unwrap();
    let mut program = Program::open(sim.path());
    program.ask("ATE0");
    let long = "x".repeat(2000);
    for _ in 0..20 {
        sim.run(Command::Urc(long.clone())).await.unwrap();
    }
    sim.run(Command::Unplug).await.unwrap();
    sim.snapshot().await.unwrap();
    assert!(sim.path().symlink_metadata().is_err());
}
