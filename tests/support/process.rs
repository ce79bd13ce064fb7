//! A program that runs beside the test: what it prints comes as lines, what it is told goes to its
//! standard input. Dropping it kills it.

use super::watch;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// What anything may take on a machine that is busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The signal that nothing can catch.
pub const SIGKILL: i32 = 9;

/// A running program.
pub struct Process {
    name: String,
    child: Child,
    stdin: Option<ChildStdin>,
    output: Receiver<String>,
    /// Lines that were read and not yet asked for.
    lines: VecDeque<String>,
}

impl Process {
    /// Starts it, with its standard input and output piped.
    pub fn start(name: &str, command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let stdout = child.stdout.take().expect("it is piped");
        let (lines, output) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if lines.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            name: name.to_owned(),
            stdin: child.stdin.take(),
            child,
            output,
            lines: VecDeque::new(),
        }
    }

    /// Writes a line to its standard input. One that has ended takes none, and that is no error
    /// here: its end is seen where it is waited for.
    pub fn tell(&mut self, line: &str) {
        if let Some(stdin) = &mut self.stdin {
            let _ = writeln!(stdin, "{line}").and_then(|()| stdin.flush());
        }
    }

    /// Tells it one line, and waits until it says that it did that.
    pub fn does(&mut self, line: &str) {
        self.tell(line);
        self.wait_for(&format!("did {line}"));
    }

    /// Waits for the first line that nobody has asked for yet.
    pub fn next_line(&mut self) -> String {
        self.wait_for("")
    }

    /// Waits for a line that begins so, takes it out, and leaves the others where they are.
    pub fn wait_for(&mut self, beginning: &str) -> String {
        self.line_within(beginning, PATIENCE)
            .unwrap_or_else(|| panic!("{} never said {beginning:?}", self.name))
    }

    /// The same, but `None` when it does not come in time, or the program ends.
    pub fn line_within(&mut self, beginning: &str, patience: Duration) -> Option<String> {
        let end = Instant::now() + patience;
        let mut looked = 0;
        loop {
            let found = self
                .lines
                .range(looked..)
                .position(|line| line.starts_with(beginning));
            if let Some(at) = found {
                return self.lines.remove(looked + at);
            }
            looked = self.lines.len();
            match self
                .output
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(line) => self.lines.push_back(line),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Forgets what it has said so far.
    pub fn forget(&mut self) {
        self.lines.clear();
        while self.output.try_recv().is_ok() {}
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it is a child").is_none()
    }

    /// SIGKILL, and waits until it is gone.
    pub fn kill(&mut self) -> ExitStatus {
        // It may have ended by itself.
        let _ = self.child.kill();
        self.child.wait().expect("it is a child")
    }

    /// Ends its standard input.
    pub fn end_input(&mut self) {
        self.stdin = None;
    }

    /// Asks it to end (SIGTERM, and the end of its input), and waits until it has.
    pub fn terminate(&mut self) -> ExitStatus {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        self.stdin = None;
        self.ended_within(PATIENCE)
            .unwrap_or_else(|| panic!("{} does not end", self.name))
    }

    /// How it ended; `None` when it still runs after that time.
    pub fn ended_within(&mut self, patience: Duration) -> Option<ExitStatus> {
        let end = Instant::now() + patience;
        // Not reaped yet, so the number is still its own.
        let process = pidfd_open(Pid::from_child(&self.child), PidfdFlags::empty());
        let has_ended = watch::is_ready(process.expect("it is a child"), end);
        has_ended.then(|| self.child.wait().expect("it is a child"))
    }
}

/// Who has this file open: number and name of each program.
pub fn holders(file: &Path) -> Vec<String> {
    let Ok(file) = file.canonicalize() else {
        return vec![format!("{} is not there", file.display())];
    };
    let entries = |directory: PathBuf| std::fs::read_dir(directory).into_iter().flatten().flatten();
    let has_it_open = |program: &PathBuf| {
        entries(program.join("fd")).any(|fd| fd.path().read_link().is_ok_and(|to| to == file))
    };
    entries("/proc".into())
        .map(|entry| entry.path())
        .filter(has_it_open)
        .map(|program| {
            let name = std::fs::read_to_string(program.join("comm")).unwrap_or_default();
            format!("{} {}", program.display(), name.trim())
        })
        .collect()
}

/// Whether it was SIGKILL that ended it.
pub fn was_killed(status: ExitStatus) -> bool {
    status.signal() == Some(SIGKILL)
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
