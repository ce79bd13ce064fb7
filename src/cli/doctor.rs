//! `readybell doctor`: looks at everything that Readybell needs, and says of each line that it is good
//! or what to do.

use super::{ConfigFile, runtime};
use crate::app::config::Config;
use crate::clock::Clock;
use crate::modem::{self, Registration, State, Why};
use crate::store::{Disk, Ledger, last_digits};
use anyhow::{Result, bail};
use clap::Args as ClapArgs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// What `doctor` takes.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The configuration file
    #[command(flatten)]
    config: ConfigFile,
    /// How many seconds to wait for the modem
    #[arg(long, default_value_t = 20)]
    patience: u64,
}

/// What was found about one thing.
enum Found {
    Good(String),
    Bad(String),
    /// Neither: something to know.
    Note(String),
}

/// Looks, and prints a line for each thing.
///
/// # Errors
/// When something is bad: the exit code says so.
pub fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    let mut bad = 0;
    let mut say = |what: &str, found: Found| -> Result<()> {
        let (mark, words) = match found {
            Found::Good(words) => ("good", words),
            Found::Bad(words) => {
                bad += 1;
                ("BAD ", words)
            }
            Found::Note(words) => ("note", words),
        };
        Ok(writeln!(out, "{mark}  {what:<9} {words}")?)
    };
    let config = match args.config.read() {
        Ok(config) => {
            say("config", Found::Good("read".to_owned()))?;
            Some(config)
        }
        Err(error) => {
            say("config", Found::Bad(error.to_string()))?;
            None
        }
    };
    say("ports", ports())?;
    let clock = Clock::of_the_machine();
    if let Some(config) = &config {
        let status = runtime()?.block_on(modem::look(
            &config.modem,
            &clock,
            Duration::from_secs(args.patience),
        ));
        for (what, found) in line(&status) {
            say(what, found)?;
        }
        say("database", database(&config.data))?;
        say("disk", disk(&config.data))?;
        say("gpio", gpio(config))?;
    }
    say("clock", time(&clock))?;
    say(
        "zones",
        match crate::clock::zone("America/Chicago") {
            Ok(_) => Found::Good("the machine's time zones can be read".to_owned()),
            Err(error) => Found::Bad(error.to_string()),
        },
    )?;
    if bad > 0 {
        bail!("{bad} of these need a person");
    }
    Ok(())
}

fn ports() -> Found {
    let ports = modem::ports();
    if ports.is_empty() {
        return Found::Bad("no serial port is there. Plug the modem in; a long cable or a weak supply hides it too".to_owned());
    }
    let names: Vec<String> = ports
        .iter()
        .map(|port| port.display().to_string())
        .collect();
    Found::Good(names.join(", "))
}

/// Modem, SIM, network and signal, as far as the modem came.
fn line(status: &modem::ModemStatus) -> Vec<(&'static str, Found)> {
    let why = || {
        status
            .why
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let mut found = Vec::new();
    let name = format!("{} {}", status.maker, status.model);
    match status.state {
        State::Down if is_the_sims(status.why.as_ref()) => {
            return vec![
                ("modem", Found::Good(name.trim().to_owned())),
                ("sim", Found::Bad(why())),
            ];
        }
        State::Down => return vec![("modem", Found::Bad(why()))],
        State::Starting => {
            return vec![(
                "modem",
                Found::Bad(format!(
                    "{} answers, and is not set up: {}",
                    name.trim(),
                    why()
                )),
            )];
        }
        State::NotRegistered | State::OnHold | State::Ready => {
            found.push(("modem", Found::Good(name.trim().to_owned())))
        }
    }
    let tail = last_digits(&status.sim);
    found.push((
        "sim",
        if status.sim.is_empty() {
            Found::Note("its number can't be read".to_owned())
        } else {
            Found::Good(format!("ends in {tail}"))
        },
    ));
    found.push((
        "network",
        match status.state {
            State::Ready | State::OnHold if status.registration == Registration::Roaming => {
                Found::Note(format!(
                    "{}, roaming: nothing is sent unless the owner allows it on the modem's page",
                    status.operator
                ))
            }
            State::Ready | State::OnHold if status.operator.is_empty() => {
                Found::Good("registered".to_owned())
            }
            State::Ready | State::OnHold => Found::Good(status.operator.clone()),
            _ => Found::Bad(why()),
        },
    ));
    found.push((
        "signal",
        match (status.bars(), status.signal_dbm) {
            (Some(bars), Some(dbm)) if bars >= 2 => Found::Good(format!("{bars} of 4 ({dbm} dBm)")),
            (Some(bars), dbm) => Found::Bad(format!(
                "{bars} of 4{}. Move the antenna to a window, or use a better one",
                dbm.map(|dbm| format!(" ({dbm} dBm)")).unwrap_or_default()
            )),
            (None, _) => Found::Note("the modem does not know it".to_owned()),
        },
    ));
    for storage in &status.storages {
        let words = format!(
            "{} of {} places of {} used",
            storage.used, storage.total, storage.name
        );
        found.push((
            "storage",
            if storage.is_nearly_full() {
                Found::Bad(format!(
                    "{words}. Readybell empties it when it runs; STOPs are lost when it is full"
                ))
            } else {
                Found::Good(words)
            },
        ));
    }
    found
}

/// Whether the modem answers, and its SIM is what is wrong.
fn is_the_sims(why: Option<&Why>) -> bool {
    matches!(
        why,
        Some(
            Why::NoSim
                | Why::SimFailed
                | Why::SimBusy
                | Why::PinNeeded
                | Why::PinRefused
                | Why::PinNotTried
                | Why::SimLocked
        )
    )
}

fn database(directory: &Path) -> Found {
    if !directory.join("readybell.db").exists() {
        return Found::Note(format!(
            "none in {} yet; the first start makes it",
            directory.display()
        ));
    }
    match Ledger::at(directory).verify(None) {
        Ok(verified) if verified.problems.is_empty() => {
            Found::Good(format!("the ledger holds: {} rows", verified.rows))
        }
        Ok(verified) => Found::Bad(format!(
            "the ledger does not hold: {}",
            verified.problems.join("; ")
        )),
        Err(error) => Found::Bad(error.to_string()),
    }
}

fn disk(directory: &Path) -> Found {
    use crate::domain::purpose::Purpose;
    let disk = Disk::of(directory);
    let Some(free) = disk.free else {
        return Found::Note("the system does not say how much room there is".to_owned());
    };
    let words = format!("{} MB free", free / 1_000_000);
    if disk.is_too_full_for(Purpose::Service) {
        Found::Bad(format!(
            "{words}: nothing is sent below 50 MB. Free some space"
        ))
    } else if disk.is_too_full_for(Purpose::Promotional) {
        Found::Bad(format!(
            "{words}: offers stop below 200 MB. Free some space"
        ))
    } else {
        Found::Good(words)
    }
}

fn gpio(config: &Config) -> Found {
    match &config.panel {
        None => Found::Note("no buttons are configured".to_owned()),
        Some(panel) if panel.socket.is_some() => Found::Note("the panel is simulated".to_owned()),
        Some(panel) if panel.chip.exists() => Found::Good(format!(
            "{} with {} buttons",
            panel.chip.display(),
            panel.bay.len()
        )),
        Some(panel) => Found::Bad(format!(
            "{} is not there. Set panel.chip to one that `gpiodetect` lists",
            panel.chip.display()
        )),
    }
}

fn time(clock: &Clock) -> Found {
    let now = clock.now();
    let shown = now.wall.format("%Y-%m-%d %H:%M UTC");
    if now.trusted {
        Found::Good(format!(
            "{shown}, set by a time service or a clock with a battery"
        ))
    } else {
        Found::Bad(format!(
            "{shown}, and nothing says that this is right. Connect the network for a moment, or confirm the time on the page"
        ))
    }
}
