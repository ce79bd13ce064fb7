//! A look at the ports and the modem, for the doctor. It reads and sends no text.

use super::config::ModemConfig;
use super::machine::{Effect, Event, Jitter, Machine, Purpose};
use super::port::Port;
use super::status::{ModemStatus, State, Why};
use crate::clock::Clock;
use crate::store::LineRules;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::{sleep_until, timeout};

/// Where Linux names serial ports by their device: names that survive a replug.
const STABLE_NAMES: &str = "/dev/serial/by-id";
/// What the names in `/dev` of ports that modems have begin with.
const MODEM_PORTS: [&str; 2] = ["ttyUSB", "ttyACM"];

/// The ports that may be a modem's, those with stable names first.
pub fn ports() -> Vec<PathBuf> {
    let mut stable = names_in(Path::new(STABLE_NAMES), |_| true);
    let others = names_in(Path::new("/dev"), |name| {
        MODEM_PORTS.iter().any(|start| name.starts_with(start))
    });
    stable.extend(others);
    stable
}

/// Opens the port, sets the modem up, asks how it stands, and closes the port again.
///
/// Ends early when the port can't be opened or the modem says what it lacks, and after `patience`
/// in any case; a modem without a network is given that long to find one.
pub async fn look(config: &ModemConfig, clock: &Clock, patience: Duration) -> ModemStatus {
    let mut machine = Machine::new(
        Purpose::Look,
        config.pin.clone(),
        LineRules::default(),
        Jitter::none(),
    );
    // Out of time: what was seen until then is the answer.
    let _ = timeout(patience, run(&mut machine, config, clock)).await;
    machine.status().clone()
}

async fn run(machine: &mut Machine, config: &ModemConfig, clock: &Clock) {
    let mut port = None;
    while !is_settled(machine.status()) {
        tokio::select! {
            bytes = async {
                match &mut port {
                    Some(port) => Port::read(port).await,
                    None => std::future::pending().await,
                }
            } => {
                let event = bytes.map_or(Event::Closed, Event::Bytes);
                machine.handle(event, clock.began().elapsed());
            }
            () = async {
                match machine.deadline() {
                    Some(due) => sleep_until(clock.began() + due).await,
                    None => std::future::pending().await,
                }
            } => machine.handle(Event::Tick, clock.began().elapsed()),
        }
        while let Some(effect) = machine.effect() {
            match effect {
                Effect::Open => {
                    let event = match Port::open(config) {
                        Ok(opened) => {
                            port = Some(opened);
                            Event::Opened
                        }
                        Err(why) => Event::OpenFailed(why),
                    };
                    machine.handle(event, clock.began().elapsed());
                }
                Effect::Close => port = None,
                Effect::Write(bytes) => {
                    if let Some(open) = &mut port
                        && !open.write(&bytes).await
                    {
                        port = None;
                        machine.handle(Event::Closed, clock.began().elapsed());
                    }
                }
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

fn names_in(directory: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(&wanted))
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}
