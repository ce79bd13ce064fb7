//! A modem that this project did not write: ofono-phonesim, with the rules of
//! `tests/phonesim/rules.xml`, behind a pty.
//!
//! Each [`Phonesim`] runs in a network and pid namespace of its own, so tests can run side by side.
//! That needs root. `tests/phonesim/tree` installs it once.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Numbers that the rules answer in a way of their own, in national digits without +1.
pub mod numbers {
    /// `+CMS ERROR: 38`.
    pub const REFUSED: &str = "5555550138";
    /// Silence, as long as [`start`](super::Phonesim::start) said, then `+CMGS`.
    pub const SLOW: &str = "5555550120";
    /// No answer, ever.
    pub const SILENT: &str = "5555550121";
    /// `+CMGS`, and soon a status report: delivered.
    pub const DELIVERED: &str = "5555550190";
    /// `+CMGS`, and soon a status report: the validity period is over (TP-ST 46).
    pub const UNDELIVERED: &str = "5555550146";
}

/// One running modem. Dropping it ends everything that it started.
pub struct Phonesim {
    link: PathBuf,
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Phonesim {
    /// Starts one, in which [`numbers::SLOW`] takes `silence` to answer.
    ///
    /// Panics, saying what to do, where it can't run.
    pub fn start(silence: Duration) -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let rig = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/phonesim");
        install(&rig);
        let link = std::env::temp_dir().join(format!(
            "readybell-phonesim-{}-{}",
            std::process::id(),
            STARTED.fetch_add(1, Ordering::Relaxed)
        ));
        let mut child = Command::new("unshare")
            .args(["--net", "--pid", "--fork", "--kill-child"])
            .arg(rig.join("launch"))
            .arg(rig.join("../.cache/phonesim"))
            .arg(&link)
            .args(["--silence", &silence.as_millis().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the foreign modem needs unshare: apt-get install util-linux");
        let mut modem = Self {
            link,
            requests: child.stdin.take(),
            answers: BufReader::new(child.stdout.take().expect("it is piped")),
            child,
        };
        let answer = modem.answer();
        assert!(
            answer["ready"].is_string(),
            "the foreign modem did not start: {answer}\n\
             It needs root (network and pid namespaces), iproute2 and what tests/phonesim/tree makes."
        );
        modem
    }

    /// The serial port: a link to a pty in raw mode.
    pub fn port(&self) -> &Path {
        &self.link
    }

    /// Makes a text arrive on the SIM; `+CMTI` follows at once.
    ///
    /// Its service-centre time is now, to the second: the same words from the same number within one
    /// second make the same TPDU, which is what a network's repeat looks like.
    pub fn inject_text(&mut self, from: &str, words: &str) {
        let request = json!({"text": {"from": from, "words": words}});
        let requests = self.requests.as_mut().expect("open until dropped");
        writeln!(requests, "{request}").expect("the foreign modem is gone");
        let answer = self.answer();
        assert_eq!(answer, json!({"ok": true}), "no text arrived");
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("UTF-8");
        serde_json::from_str(&line).unwrap_or_else(|_| json!({"said": line}))
    }
}

impl Drop for Phonesim {
    fn drop(&mut self) {
        // At the end of its input it cleans up, and takes its namespace with it.
        self.requests = None;
        let mut rest = String::new();
        let _ = self.answers.read_line(&mut rest);
        let _ = self.child.wait();
    }
}

/// Makes the tree where it isn't there yet; one test at a time.
fn install(rig: &Path) {
    static ONCE: Mutex<()> = Mutex::new(());
    let _guard = ONCE.lock();
    let made = Command::new(rig.join("tree")).output().expect("a shell");
    assert!(
        made.status.success(),
        "the foreign modem can't be installed, and without it nothing is proved:\n{}",
        String::from_utf8_lossy(&made.stderr)
    );
}
