//! `readybell doctor`: looks at everything that Readybell needs, and says of each line that it is good
//! or what to do.

use super::line::{self, Seen};
use super::{ConfigFile, radio, round_trip, runtime};
use crate::app::config::Config;
use crate::clock::Clock;
use crate::domain::clock_trust::Sign;
use crate::domain::keeping::is_too_old;
use crate::health::{Health, Power};
use crate::modem::{self, ModemConfig, PortSeen, Registration, State, Verdict, Why};
use crate::store::backup::newest;
use crate::store::on_stick::OnStick;
use crate::store::{Disk, Ledger, last_digits};
use crate::wire::at::{Question, reply};
use anyhow::{Result, bail};
use chrono::{DateTime, FixedOffset, Utc};
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
    /// Let the line text itself (one text), and say how long that took
    #[arg(long)]
    round_trip: bool,
}

const NO_PORT: &str =
    "no serial port is there. Plug the modem in; a long cable or a weak supply hides it too";

/// What was found about one thing.
pub(super) enum Found {
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
    let runtime = runtime()?;
    let clock = Clock::of_the_machine();
    match &config {
        Some(config) => {
            let questions = ["AT+CPINR", "AT+CCLK?"].into_iter().flat_map(Question::of);
            let questions = questions.chain(radio::questions()).collect::<Vec<_>>();
            let patience = Duration::from_secs(args.patience);
            let seen = runtime.block_on(line::seen(config, &questions, patience));
            let seen = match seen {
                Ok(seen) => Some(seen),
                Err(error) => {
                    say("modem", Found::Bad(super::exit::words(&error)))?;
                    None
                }
            };
            match &seen {
                Some(seen) if seen.is_running => say(
                    "ports",
                    Found::Note(format!(
                        "{}, held by the Readybell that runs",
                        seen.status.port.display()
                    )),
                )?,
                _ => {
                    let searched = seen.as_ref().map_or(&[][..], |seen| &seen.ports);
                    for found in ports(&config.modem, searched) {
                        say("ports", found)?;
                    }
                }
            }
            for (what, found) in seen.iter().flat_map(standing) {
                say(what, found)?;
            }
            if let Some(said) = seen.as_ref().and_then(network_time) {
                clock.network_says(said);
            }
        }
        None => say("ports", list(&ModemConfig::auto()))?,
    }
    if let Some(config) = &config {
        if args.round_trip {
            say("roundtrip", runtime.block_on(round_trip::tried(config)))?;
        } else {
            say("roundtrip", round_trip::last(&config.data))?;
        }
        say("database", database(&config.data))?;
        say("disk", disk(&config.data))?;
        say("backup", backup(&config.backup.directory, clock.now().wall))?;
        if let Some(last) = OnStick::last(&config.data) {
            say("stick", on_stick(&last, clock.now().wall))?;
        }
        say("gpio", gpio(config))?;
    }
    let health = Health::look(config.as_ref().map(|config| config.data.as_path()));
    for ailment in health.ailments() {
        say("machine", Found::Bad(ailment.to_string()))?;
    }
    say("machine", machine(&health))?;
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

/// The ports there are, and none is opened.
fn list(config: &ModemConfig) -> Found {
    let names = modem::list(config);
    let names: Vec<String> = names
        .iter()
        .map(|port| port.display().to_string())
        .collect();
    match names.is_empty() {
        true => Found::Bad(NO_PORT.to_owned()),
        false => Found::Good(names.join(", ")),
    }
}

/// The same; where the modem was to be found, each with what came of asking it.
fn ports(config: &ModemConfig, searched: &[PortSeen]) -> Vec<Found> {
    if searched.is_empty() {
        return vec![list(config)];
    }
    let lines = searched.iter().map(|port| {
        let words = format!("{}, {}: {}", port.path.display(), port.what, port.verdict);
        match port.verdict {
            Verdict::Answers(_) => Found::Good(words),
            _ => Found::Note(words),
        }
    });
    lines.collect()
}

/// Modem, SIM, network and signal, as far as the modem came, and what the owner allows.
fn standing(seen: &Seen) -> Vec<(&'static str, Found)> {
    let mut found = line(&seen.status);
    let asks_for_pin = matches!(
        seen.status.why,
        Some(Why::PinNeeded | Why::PinRefused | Why::PinNotTried | Why::SimLocked)
    );
    let tries = seen.told.iter().flatten().flat_map(|told| &told.lines);
    if asks_for_pin
        && let Some((code, left)) = tries.filter_map(|line| reply::tries_left(line)).next()
    {
        found.push((
            "sim",
            Found::Note(format!("{left} tries of its {code} are left")),
        ));
    }
    found.extend(radio::found(seen).map(|found| ("radio", found)));
    found.extend(line::allowed(seen).map(|words| ("allowed", Found::Note(words))));
    found
}

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
        if tail.is_empty() {
            Found::Note("its number can't be read".to_owned())
        } else {
            Found::Good(format!("ends in {tail}"))
        },
    ));
    found.push((
        "network",
        match status.state {
            State::OnHold => Found::Bad(format!("{}: {}", status.operator, why())),
            State::Ready if status.operator.is_empty() => Found::Good("registered".to_owned()),
            State::Ready if status.registration == Registration::Roaming => Found::Good(format!(
                "{}, another network than the SIM's",
                status.operator
            )),
            State::Ready => Found::Good(status.operator.clone()),
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
    if status.state == State::Ready && matches!(status.why, Some(Why::NoServiceCenter)) {
        found.push(("texts", Found::Bad(why())));
    }
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

fn backup(directory: &Path, now: DateTime<Utc>) -> Found {
    let Some((path, made, bytes)) = newest(directory) else {
        return Found::Note(format!(
            "none in {} yet; `readybell backup` makes one",
            directory.display()
        ));
    };
    let words = format!(
        "{}, {} KB, {} hours old",
        path.display(),
        bytes.div_ceil(1000),
        (now - made).num_hours()
    );
    match is_too_old(made, now) {
        true => Found::Bad(format!(
            "{words}: too old. Why: journalctl --namespace=readybell -u readybell-backup"
        )),
        false => Found::Good(words),
    }
}

fn on_stick(last: &OnStick, now: DateTime<Utc>) -> Found {
    let hours = (now - last.at).num_hours();
    match &last.ended {
        Err(why) => Found::Bad(format!(
            "it did not take the backup {hours} hours ago: {why}. Try it on a computer, or take another one"
        )),
        Ok(_) if is_too_old(last.at, now) => Found::Bad(format!(
            "its last backup is {hours} hours old. Is it still plugged in?"
        )),
        Ok(bytes) => Found::Good(format!(
            "a backup of {} KB, {hours} hours old",
            bytes.div_ceil(1000)
        )),
    }
}

/// What the kernel tells of heat, power, card and memory.
fn machine(health: &Health) -> Found {
    let heat = health.heat.map(|degrees| format!("{degrees} °C"));
    let power = health.power.map(|power| match power {
        Power::Enough => "power is strong enough".to_owned(),
        Power::WasLow => "power was too weak at some time".to_owned(),
        Power::Low => "power is too weak".to_owned(),
    });
    let wear = health
        .wear
        .map(|tenths| format!("the card's life is used up to {tenths} tenths"));
    let memory = health
        .memory
        .map(|memory| format!("{} of {} MB free", memory.free >> 20, memory.total >> 20));
    let told: Vec<String> = [heat, power, wear, memory].into_iter().flatten().collect();
    match told.is_empty() {
        true => Found::Note("the kernel tells nothing of heat, power and memory".to_owned()),
        false => Found::Note(told.join(", ")),
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

/// What the modem says that the network's time is.
fn network_time(seen: &Seen) -> Option<DateTime<FixedOffset>> {
    let has_network = seen.status.registration.is_registered();
    let mut lines = seen.told.iter().flatten().flat_map(|told| &told.lines);
    lines
        .find(|line| line.starts_with("+CCLK:"))
        .and_then(|line| reply::clock(line))
        .filter(|_| has_network)
}

fn time(clock: &Clock) -> Found {
    let shown = clock.now().wall.format("%Y-%m-%d %H:%M UTC");
    let network = match clock.network_is_ahead().map(|ahead| ahead.num_seconds()) {
        None => String::new(),
        Some(-60..=60) => "; the mobile network says the same".to_owned(),
        Some(ahead) => {
            let (hours, minutes) = (ahead.abs() / 3600, ahead.abs() / 60 % 60);
            let way = if ahead > 0 { "ahead" } else { "behind" };
            format!("; the mobile network is {hours} h {minutes} min {way}")
        }
    };
    match clock.sign() {
        Some(Sign::TimeService) => Found::Good(format!("{shown}, set by a time service{network}")),
        Some(Sign::Battery) => {
            Found::Good(format!("{shown}, set by a clock with a battery{network}"))
        }
        Some(Sign::Network) => Found::Good(format!("{shown}{network}")),
        Some(Sign::Person) => Found::Good(format!("{shown}, confirmed on the page{network}")),
        None => Found::Bad(format!(
            "{shown}, and nothing says that this is right{network}. Connect the internet for a moment, or confirm the time on the page"
        )),
    }
}
