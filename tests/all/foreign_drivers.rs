//! Programs that this project did not write live on the simulated modem, unmodified: what they
//! can't use would not be a modem.

use crate::support::gateways;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

const PHONE: &str = "+15550134477";

/// Long enough for the slowest of them on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn gammu_sends_and_reads_a_text_of_several_parts() {
    let sim = Simulator::start("gammu");
    let config = sim.file("gammurc", &gateways::gammu_section(&sim.folder));
    let long = "The alarm and both cameras are in, and the windows are tinted. ".repeat(4);
    let long = long.trim_end();
    let sent = run(program("gammu", "gammu")
        .arg("-c")
        .arg(&config)
        .args(["sendsms", "TEXT", PHONE, "-autolen", "400", "-text", long]));
    assert!(sent.contains("OK, message reference"), "{sent}");
    sim.wait_for(&format!("arrived {PHONE} \"{long}\""));

    sim.say(&format!("text {PHONE} {long}"));
    sim.wait_for("stored SM 2");
    let gammu = |command| {
        run(program("gammu", "gammu")
            .arg("-c")
            .arg(&config)
            .arg(command))
    };
    let read = gammu("getallsms");
    assert!(read.contains("2 SMS parts in 2 SMS sequences"), "{read}");
    let joined = gammu("geteachsms");
    assert!(joined.contains(PHONE) && joined.contains(long), "{joined}");
}

#[test]
fn gammu_smsd_sends_and_stores() {
    let sim = Simulator::start("gammu-smsd");
    let more = "loopsleep = 1\nreceivefrequency = 1\ninboxformat = standard\n";
    let config = gateways::gammu_smsd(&sim.folder, more).expect("its configuration");
    run(program("gammu-smsd-inject", "gammu-smsd")
        .arg("-c")
        .arg(&config)
        .args(["TEXT", PHONE, "-text", "Your car is ready"]));
    let daemon = Daemon::start(program("gammu-smsd", "gammu-smsd").arg("-c").arg(&config));
    sim.wait_for(&format!("arrived {PHONE} \"Your car is ready\""));
    sim.say(&format!("text {PHONE} On my way"));
    sim.wait_for("deleted SM 1");
    daemon.end();
    assert_eq!(in_files(&sim.place("in")), ["On my way"]);
}

#[test]
fn smstools_sends_and_stores() {
    let sim = Simulator::start("smstools");
    let config = gateways::smstools(&sim.folder, "delaytime = 1\n").expect("its configuration");
    let to = PHONE.trim_start_matches('+');
    sim.file("outgoing/one", &format!("To: {to}\n\nYour car is ready"));
    let mut smsd = program("smsd", "smstools");
    let daemon = Daemon::start(smsd.arg(format!("-c{}", config.display())).arg("-t"));
    sim.wait_for(&format!("arrived {PHONE} \"Your car is ready\""));
    sim.say(&format!("text {PHONE} On my way"));
    sim.wait_for("deleted SM 1");
    daemon.end();
    let stored = in_files(&sim.place("incoming"));
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert!(
        stored[0].starts_with(&format!("From: {to}\n")),
        "{stored:?}"
    );
    assert!(stored[0].ends_with("\n\nOn my way"), "{stored:?}");
}

#[test]
fn python_gsmmodem_sends_hears_the_report_and_is_called_back() {
    let sim = Simulator::start("python-gsmmodem");
    let python = root().join("tests/.cache/venv/bin/python");
    assert!(
        python.exists(),
        "{} is missing: run `tests/run --needs`, which makes it from tests/needs-python.txt",
        python.display()
    );
    let mut script = Command::new(python);
    script
        .arg(root().join("tests/foreign/gsmmodem_once.py"))
        .arg(sim.link())
        .args([PHONE, "Your car is ready"])
        .arg(PATIENCE.as_secs().to_string());
    let answer = std::thread::spawn(move || run(&mut script));
    sim.wait_for(&format!("arrived {PHONE} \"Your car is ready\""));
    sim.wait_for("deleted SR 1");
    sim.say(&format!("text {PHONE} Grüße, on my way"));
    let answer = answer.join().expect("the script ran");
    assert_eq!(
        answer,
        format!("delivered\nreceived {PHONE} Grüße, on my way\n")
    );
}

/// `readybell sim` in a process of its own, and a folder for what lives on it.
struct Simulator {
    folder: PathBuf,
    process: Child,
    input: ChildStdin,
    events: mpsc::Receiver<String>,
}

impl Simulator {
    fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("readybell-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_readybell"))
            .args(["sim", "--link"])
            .arg(folder.join("modem"))
            .arg("--record")
            .arg(folder.join("record.jsonl"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("readybell sim starts");
        let input = process.stdin.take().expect("its input");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let (sender, events) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let sim = Self {
            folder,
            process,
            input,
            events,
        };
        sim.wait_for("ready ");
        sim
    }

    fn link(&self) -> PathBuf {
        self.place("modem")
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.place(name);
        std::fs::write(&path, content).expect("a file");
        path
    }

    fn say(&self, line: &str) {
        writeln!(&self.input, "{line}").expect("the simulator listens");
    }

    /// Waits for an event that begins so.
    fn wait_for(&self, beginning: &str) {
        let until = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(line) = self.events.recv_timeout(left) else {
                panic!("no event `{beginning}`; these came: {seen:#?}");
            };
            if line.starts_with(beginning) {
                return;
            }
            seen.push(line);
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        if !std::thread::panicking() {
            drop(std::fs::remove_dir_all(&self.folder));
        }
    }
}

/// A foreign daemon, which must end when it is asked to.
struct Daemon(Child);

impl Daemon {
    fn start(command: &mut Command) -> Self {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.expect("it was found a moment ago"))
    }

    fn end(mut self) {
        let id = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it runs");
        self.0.wait().expect("it ended");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A program of a Debian package.
fn program(name: &str, package: &str) -> Command {
    let Some(file) = gateways::found(name) else {
        panic!("{name} is missing: install Debian's `{package}`, or run `tests/run --needs`");
    };
    Command::new(file)
}

/// What it printed; it must end well and in time.
fn run(command: &mut Command) -> String {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped());
    let child = child.stderr(Stdio::piped()).spawn().expect("it starts");
    let id = rustix::process::Pid::from_child(&child);
    let (ended, end) = mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        if end.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
        }
    });
    let output = child.wait_with_output().expect("its output");
    drop(ended);
    watch.join().expect("the watch ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}{errors}");
    said
}

fn in_files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    entries
        .map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).expect("text"))
        .collect()
}
