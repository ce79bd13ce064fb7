//! A look at the modem, for the doctor. It reads and sends no text.

use super::config::ModemConfig;
use super::find::{PortSeen, Strangers};
use super::handle::{Down, Told};
use super::machine::{Effect, Event, Jitter, Machine, Purpose, Ticket};
use super::port::Port;
use super::status::{ModemStatus, State, Why};
use crate::clock::Clock;
use crate::store::LineRules;
use crate::wire::at::Question;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::{sleep_until, timeout};

/// Opens the port, sets the modem up, asks how it stands, and closes the port again. `rules` is what
/// holds for the line.
///
/// Ends early when the port can't be opened or the modem says what it lacks, and after `patience`
/// in any case; a modem without a network is given that long to find one.
pub async fn look(
    config: &ModemConfig,
    clock: &Clock,
    rules: LineRules,
    patience: Duration,
) -> ModemStatus {
    let looked = look_and_ask(config, clock, rules, &[], patience).await;
    looked.status
}

/// What a look brought.
#[derive(Debug)]
pub struct Looked {
    /// How the modem stands.
    pub status: ModemStatus,
    /// What was answered in time, in the order of the questions.
    pub told: Vec<Result<Told, Down>>,
    /// Where the port was to be found: every port of the first search, and what came of asking it.
    pub ports: Vec<PortSeen>,
}

/// The same, and asks these questions before the port is closed.
pub async fn look_and_ask(
    config: &ModemConfig,
    clock: &Clock,
    rules: LineRules,
    questions: &[Question],
    patience: Duration,
) -> Looked {
    let mut look = Look {
        machine: Machine::new(Purpose::Look, config.pin.clone(), rules, Jitter::none()),
        config,
        clock,
        port: None,
        strangers: Strangers::default(),
        opened: PathBuf::new(),
        told: Vec::new(),
        ports: Vec::new(),
    };
    // Out of time: what was seen until then is the answer.
    let _ = timeout(patience, look.run(questions)).await;
    let status = ModemStatus {
        port: look.opened,
        ..look.machine.status().clone()
    };
    Looked {
        status,
        told: look.told,
        ports: look.ports,
    }
}

struct Look<'a> {
    machine: Machine,
    config: &'a ModemConfig,
    clock: &'a Clock,
    port: Option<Port>,
    strangers: Strangers,
    opened: PathBuf,
    told: Vec<Result<Told, Down>>,
    ports: Vec<PortSeen>,
}

impl Look<'_> {
    async fn run(&mut self, questions: &[Question]) {
        while !is_settled(self.machine.status()) {
            self.step().await;
        }
        for (ticket, question) in (0..).map(Ticket).zip(questions) {
            let before = self.told.len();
            self.event(Event::Ask(ticket, question.clone()));
            self.carry_out().await;
            while self.told.len() == before {
                self.step().await;
            }
        }
    }

    /// Waits for what happens next.
    async fn step(&mut self) {
        let due = self.machine.deadline().map(|due| self.clock.began() + due);
        let port = &mut self.port;
        let bytes = tokio::select! {
            bytes = async {
                match port {
                    Some(port) => Some(port.read().await.map(<[u8]>::to_vec)),
                    None => std::future::pending().await,
                }
            } => bytes,
            () = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            } => None,
        };
        match bytes {
            Some(Some(bytes)) => self.event(Event::Bytes(&bytes)),
            Some(None) => {
                self.port = None;
                self.event(Event::Closed);
            }
            None => self.event(Event::Tick),
        }
        self.carry_out().await;
    }

    fn event(&mut self, event: Event<'_>) {
        self.machine.handle(event, self.clock.began().elapsed());
    }

    async fn carry_out(&mut self) {
        while let Some(effect) = self.machine.effect() {
            match effect {
                Effect::Open => {
                    let (seen, reached) = Port::reach(self.config, &mut self.strangers).await;
                    if self.ports.is_empty() {
                        self.ports = seen;
                    }
                    match reached {
                        Ok((path, reached)) => {
                            self.opened = path;
                            self.port = Some(reached);
                            self.event(Event::Opened);
                        }
                        Err(why) => self.event(Event::OpenFailed(why)),
                    }
                }
                Effect::Close => self.port = None,
                Effect::Write(bytes) => {
                    if let Some(open) = &mut self.port
                        && !open.write(&bytes).await
                    {
                        self.port = None;
                        self.event(Event::Closed);
                    }
                }
                Effect::NetworkTime(said) => self.clock.network_says(said),
                Effect::Told(_, told) => self.told.push(told),
                // One that only looks asks for nothing to be stored.
                _ => {}
            }
        }
    }
}

fn is_settled(status: &ModemStatus) -> bool {
    match status.state {
        State::Ready | State::OnHold => true,
        State::Down => status.why != Some(Why::NotOpenedYet),
        State::Starting | State::NotRegistered => false,
    }
}
