//! The driver, which owns the pty and the record file, and the handle to it.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::event::{Event, Recorded, WireLine};
use super::phone::Bubble;
use super::pty::{self, Input, Port};
use super::script::Command;
use super::world::{Effect, Snapshot, World};
use super::{SimConfig, SimError};
use crate::domain::time::Now;

/// So many lines of the wire are kept for a slow watcher.
const WIRE_LINES: usize = 1024;

/// While a program does not read, the line is looked at again after so long.
const BLOCKED: Duration = Duration::from_millis(5);

/// The simulator.
pub struct Sim;

/// A running simulator. Dropping it ends the simulator and takes the link away.
#[derive(Debug)]
pub struct SimHandle {
    requests: mpsc::Sender<Request>,
    wire: broadcast::Sender<WireLine>,
    path: PathBuf,
    task: JoinHandle<()>,
}

enum Request {
    Command(Command, oneshot::Sender<Result<(), SimError>>),
    Line(String, oneshot::Sender<Result<(), SimError>>),
    Conversation(String, oneshot::Sender<Vec<Bubble>>),
    Numbers(oneshot::Sender<Vec<String>>),
    Snapshot(oneshot::Sender<Snapshot>),
    Stop,
}

impl Sim {
    /// Makes the pty and the link, and starts the task that owns them.
    ///
    /// # Errors
    /// When the pty, the link or the record file can't be made.
    pub fn start(config: SimConfig) -> Result<SimHandle, SimError> {
        let record = config.record.as_deref().map(open_record).transpose()?;
        let port = Port::open(None)?;
        if let Some(link) = &config.link {
            pty::link(link, port.path())?;
        }
        let path = config
            .link
            .clone()
            .unwrap_or_else(|| port.path().to_owned());
        let (requests, inbox) = mpsc::channel(64);
        let (wire, _) = broadcast::channel(WIRE_LINES);
        let started = Instant::now();
        let now = Now {
            wall: (config.wall)(),
            mono: Duration::ZERO,
            trusted: true,
        };
        let driver = Driver {
            world: World::new(&config, now),
            last_path: port.path().to_owned(),
            port: Some(port),
            blocked: Vec::new(),
            record,
            wire: wire.clone(),
            started,
            config,
        };
        let task = tokio::spawn(driver.run(inbox));
        Ok(SimHandle {
            requests,
            wire,
            path,
            task,
        })
    }
}

impl SimHandle {
    /// What a program opens: the link, or the first pty when there is no link.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Carries out a command of the script.
    ///
    /// # Errors
    /// When the command can't be carried out, or the simulator has ended.
    pub async fn run(&self, command: Command) -> Result<(), SimError> {
        self.ask(|answer| Request::Command(command, answer)).await?
    }

    /// Carries out a line of the script, and writes into the record that it did.
    ///
    /// # Errors
    /// As [`SimHandle::run`], and when the line is not understood; the record says so too.
    pub async fn run_line(&self, line: &str) -> Result<(), SimError> {
        let line = line.to_owned();
        self.ask(|answer| Request::Line(line, answer)).await?
    }

    /// A phone texts the shop.
    ///
    /// # Errors
    /// When the words or the number can't be carried by a text.
    pub async fn phone_texts(&self, from: &str, words: &str) -> Result<(), SimError> {
        self.run(Command::Text {
            from: from.to_owned(),
            words: words.to_owned(),
        })
        .await
    }

    /// What the phone of that number shows, oldest first.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn conversation(&self, number: &str) -> Result<Vec<Bubble>, SimError> {
        let number = number.to_owned();
        self.ask(|answer| Request::Conversation(number, answer))
            .await
    }

    /// The numbers of all phones that have sent or got something.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn numbers(&self) -> Result<Vec<String>, SimError> {
        self.ask(Request::Numbers).await
    }

    /// How everything stands.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn snapshot(&self) -> Result<Snapshot, SimError> {
        self.ask(Request::Snapshot).await
    }

    /// The lines of the wire from now on. A watcher that is too slow misses some.
    pub fn wire(&self) -> broadcast::Receiver<WireLine> {
        self.wire.subscribe()
    }

    /// Ends the simulator and waits until the link is gone.
    pub async fn stop(mut self) {
        drop(self.requests.send(Request::Stop).await);
        drop((&mut self.task).await);
    }

    async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<T>) -> Request,
    ) -> Result<T, SimError> {
        let (answer, answered) = oneshot::channel();
        let sent = self.requests.send(request(answer)).await;
        sent.map_err(|_| SimError::Ended)?;
        answered.await.map_err(|_| SimError::Ended)
    }
}

fn open_record(path: &Path) -> Result<File, SimError> {
    let opened = File::options().append(true).create(true).open(path);
    opened.map_err(|error| SimError::Io {
        what: format!("the record {} could not be opened", path.display()),
        error,
    })
}

struct Driver {
    world: World,
    port: Option<Port>,
    last_path: PathBuf,
    /// What could not be written yet.
    blocked: Vec<u8>,
    record: Option<File>,
    wire: broadcast::Sender<WireLine>,
    started: Instant,
    config: SimConfig,
}

/// What woke the driver.
enum Woken {
    Input(std::io::Result<Input>),
    Request(Option<Request>),
    Time,
}

impl Driver {
    async fn run(mut self, mut inbox: mpsc::Receiver<Request>) {
        let mut buffer = [0; 4096];
        self.ready();
        loop {
            self.carry_out();
            let deadline = self.deadline();
            let woken = tokio::select! {
                biased;
                input = read(&mut self.port, &mut buffer) => Woken::Input(input),
                request = inbox.recv() => Woken::Request(request),
                () = until(deadline) => Woken::Time,
            };
            let now = self.now();
            match woken {
                Woken::Input(Ok(Input::Bytes { count, first })) => {
                    if first {
                        self.world.attach(true, now);
                    }
                    self.world
                        .bytes(buffer.get(..count).unwrap_or_default(), now);
                }
                Woken::Input(Ok(Input::HungUp)) => {
                    self.blocked.clear();
                    self.world.attach(false, now);
                }
                Woken::Input(Ok(Input::Locked)) => {
                    self.world.attach(false, now);
                    self.unplug();
                    self.plug();
                }
                Woken::Input(Err(error)) => {
                    tracing::error!(%error, "the simulated modem's pty failed; replug it");
                    drop(self.world.command(&Command::Unplug, now));
                }
                Woken::Request(Some(Request::Stop) | None) => break,
                Woken::Request(Some(request)) => self.answer(request, now),
                Woken::Time => self.world.run(now),
            }
        }
    }

    fn answer(&mut self, request: Request, now: Now) {
        match request {
            Request::Command(command, answer) => {
                drop(answer.send(self.world.command(&command, now)));
            }
            Request::Line(line, answer) => {
                let done = line
                    .parse::<Command>()
                    .and_then(|command| self.world.command(&command, now));
                let event = match &done {
                    Ok(()) => Event::Did { command: line },
                    Err(error) => Event::Misread {
                        error: error.to_string(),
                    },
                };
                self.world.note_at(event, now);
                drop(answer.send(done));
            }
            Request::Conversation(number, answer) => {
                drop(answer.send(self.world.conversation(&number)));
            }
            Request::Numbers(answer) => drop(answer.send(self.world.numbers())),
            Request::Snapshot(answer) => drop(answer.send(self.world.snapshot())),
            Request::Stop => {}
        }
    }

    /// Does what the world wants done, in order, until the line takes no more.
    fn carry_out(&mut self) {
        loop {
            let bytes = std::mem::take(&mut self.blocked);
            // A program that does not read can't keep the cable in.
            if self.world.plugged() {
                self.write(&bytes);
            }
            if !self.blocked.is_empty() {
                return;
            }
            match self.world.effect() {
                None => return,
                Some(Effect::Write(bytes)) => self.write(&bytes),
                Some(Effect::Record(recorded)) => self.tell(&recorded),
                Some(Effect::Unplug) => self.unplug(),
                Some(Effect::Plug) => self.plug(),
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let Some(port) = &self.port else { return };
        let mut rest = bytes;
        while !rest.is_empty() {
            match port.write(rest) {
                Ok(Some(count)) => rest = rest.get(count..).unwrap_or_default(),
                Ok(None) => {
                    self.blocked = rest.to_vec();
                    return;
                }
                // The program has just gone; the next read says so.
                Err(_) => return,
            }
        }
    }

    fn tell(&mut self, recorded: &Recorded) {
        if let Some(file) = &mut self.record
            && let Ok(mut line) = serde_json::to_vec(recorded)
        {
            line.push(b'\n');
            if let Err(error) = file.write_all(&line) {
                tracing::error!(%error, "the record could not be written");
            }
        }
        if let Some(line) = recorded.wire_line() {
            // Nobody may be watching.
            drop(self.wire.send(line));
        }
        if let Some(listener) = &self.config.listener {
            drop(listener.send(recorded.clone()));
        }
    }

    fn unplug(&mut self) {
        self.blocked.clear();
        if let (Some(_), Some(link)) = (self.port.take(), &self.config.link) {
            pty::unlink(link, &self.last_path);
        }
    }

    fn plug(&mut self) {
        let opened = Port::open(Some(&self.last_path)).and_then(|port| {
            if let Some(link) = &self.config.link {
                pty::link(link, port.path())?;
            }
            Ok(port)
        });
        match opened {
            Ok(port) => {
                self.last_path = port.path().to_owned();
                self.port = Some(port);
                self.ready();
            }
            Err(error) => {
                tracing::error!(%error, "the simulated modem could not be plugged in again");
            }
        }
    }

    fn ready(&mut self) {
        let pty = self.last_path.display().to_string();
        let path = self.config.link.as_ref();
        let path = path.map_or_else(|| pty.clone(), |link| link.display().to_string());
        let now = self.now();
        self.world.note_at(Event::Ready { path, pty }, now);
    }

    fn deadline(&self) -> Option<Instant> {
        if !self.blocked.is_empty() {
            return Some(Instant::now() + BLOCKED);
        }
        self.world.deadline().map(|at| self.started + at)
    }

    fn now(&self) -> Now {
        Now {
            wall: (self.config.wall)(),
            mono: self.started.elapsed(),
            trusted: true,
        }
    }
}

impl Drop for Driver {
    /// Takes the link away, also when the runtime ends before the simulator.
    fn drop(&mut self) {
        self.unplug();
    }
}

/// Never comes back while the cable is out.
async fn read(port: &mut Option<Port>, buffer: &mut [u8]) -> std::io::Result<Input> {
    match port {
        Some(port) => port.read(buffer).await,
        None => std::future::pending().await,
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
