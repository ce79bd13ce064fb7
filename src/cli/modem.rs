//! `readybell modem`: how the modem stands, for whoever looks after it, and one question at a time.

use super::line::{self, Seen};
use super::{ConfigFile, exit, runtime};
use crate::modem::{Hour, Range, Registration, Sample, State, Told};
use crate::store::last_digits;
use crate::wire::at::{Question, reply};
use anyhow::{Result, bail};
use chrono::Timelike;
use clap::{Args as ClapArgs, Subcommand};
use std::io::Write;
use std::time::Duration;

/// What `modem` takes.
#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    /// The configuration file
    #[command(flatten)]
    config: ConfigFile,
    /// How many seconds to wait for a modem that no Readybell holds
    #[arg(long, default_value_t = 20)]
    patience: u64,
    #[command(subcommand)]
    ask: Option<Ask>,
}

/// What is more than a look.
#[derive(Debug, Subcommand)]
pub enum Ask {
    /// Ask the modem one question, such as AT+CSQ
    ///
    /// Only questions that change nothing and show no texts may be asked. It prints what the modem says,
    /// the last line being OK or an error.
    ///
    /// Example: readybell modem ask 'AT+CSQ'
    Ask {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// The question; none with --list
        #[arg(required_unless_present = "list")]
        command: Option<String>,
        /// Print what may be asked
        #[arg(long, conflicts_with = "command")]
        list: bool,
        /// How many seconds to wait for a modem that no Readybell holds
        #[arg(long, default_value_t = 20)]
        patience: u64,
    },
}

/// What is asked to show how the modem stands.
const QUESTIONS: [&str; 6] = [
    "AT+CGMR", "AT+CGSN", "AT+CPINR", "AT+COPS?", "AT+CSCA?", "AT+CCLK?",
];

/// Shows it.
///
/// # Errors
/// When the modem can't be asked, or the question is none that may be.
pub fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    match &args.ask {
        None => show(args, out),
        Some(Ask::Ask { list: true, .. }) => {
            for question in Question::list() {
                writeln!(out, "{question}")?;
            }
            Ok(())
        }
        Some(Ask::Ask {
            config,
            command,
            patience,
            ..
        }) => {
            let command = command.as_deref().unwrap_or_default();
            let question = Question::of(command).map_err(exit::CliError::NotAQuestion)?;
            ask(config, question, *patience, out)
        }
    }
}

fn ask(config: &ConfigFile, question: Question, patience: u64, out: &mut impl Write) -> Result<()> {
    let config = config.read()?;
    let patience = Duration::from_secs(patience);
    let seen = runtime()?.block_on(line::seen(&config, &[question], patience))?;
    match seen.told.into_iter().next() {
        Some(Ok(told)) => {
            for line in told.lines.iter().chain([&told.end]) {
                writeln!(out, "{}", readable(line))?;
            }
            Ok(())
        }
        Some(Err(why)) => bail!(
            "{why}. {}",
            seen.status
                .why
                .map(|why| why.to_string())
                .unwrap_or_default()
        ),
        None => bail!("the modem did not answer in time"),
    }
}

fn show(args: &Args, out: &mut impl Write) -> Result<()> {
    let config = args.config.read()?;
    let questions: Vec<Question> = QUESTIONS
        .into_iter()
        .filter_map(|command| Question::of(command).ok())
        .collect();
    let patience = Duration::from_secs(args.patience);
    let seen = runtime()?.block_on(line::seen(&config, &questions, patience))?;
    for (what, words) in lines(&seen) {
        writeln!(out, "{what:<9} {}", readable(&words))?;
    }
    Ok(())
}

/// All that is known, a line a thing.
fn lines(seen: &Seen) -> Vec<(&'static str, String)> {
    let status = &seen.status;
    let mut told = seen.told.iter().map(|told| told.as_ref().ok());
    let mut next = || told.next().flatten();
    let [revision, serial, tries, network, center, clock] =
        [next(), next(), next(), next(), next(), next()];
    let mut lines = Vec::new();
    let by = match seen.is_running {
        true => "asked the Readybell that runs",
        false => "no Readybell runs here, so the port was asked",
    };
    lines.push(("seen", by.to_owned()));
    let names = [status.maker.as_str(), &status.model];
    lines.push(("modem", or_unknown(names.join(" ").trim())));
    lines.push(("firmware", or_unknown(&first(revision))));
    lines.push(("IMEI", or_unknown(&first(serial))));
    lines.push(("port", or_unknown(&status.port.display().to_string())));
    lines.push(("state", state(seen)));
    lines.push(("SIM", sim(seen, tries)));
    lines.push(("network", registration(seen, network)));
    lines.push(("signal", signal(seen)));
    for words in over_time(&seen.signals) {
        lines.push(("", words));
    }
    for storage in &status.storages {
        let (used, total) = (storage.used, storage.total);
        lines.push((
            "storage",
            format!("{}: {used} of {total} places used", storage.name),
        ));
    }
    let center = center.and_then(|told| find(told, reply::service_centre));
    lines.push(("SMSC", or_unknown(&center.unwrap_or_default())));
    let clock = clock.and_then(|told| find(told, reply::clock));
    lines.push((
        "clock",
        or_unknown(&clock.map(|time| time.to_rfc3339()).unwrap_or_default()),
    ));
    lines.extend(line::allowed(seen).map(|words| ("allowed", words)));
    lines
}

fn state(seen: &Seen) -> String {
    let status = &seen.status;
    let mut words = match status.state {
        State::Down => "down",
        State::Starting => "being set up",
        State::NotRegistered => "no network",
        State::OnHold => "on hold: it is read, and nothing is sent",
        State::Ready => "ready",
    }
    .to_owned();
    if let Some(since) = seen.since {
        words += &format!(", for {}", duration(since));
    }
    if let Some(why) = &status.why {
        words += &format!(". {why}");
    }
    words
}

fn sim(seen: &Seen, tries: Option<&Told>) -> String {
    let sim = &seen.status.sim;
    let mut words = match last_digits(sim).as_str() {
        "" => "not read".to_owned(),
        end => format!("ends in {end}"),
    };
    if let Some((code, left)) = tries.and_then(|told| find(told, reply::tries_left)) {
        words += &format!("; {left} tries of its {code} left");
    }
    words
}

fn registration(seen: &Seen, network: Option<&Told>) -> String {
    let status = &seen.status;
    let registered = match status.registration {
        Registration::Unknown => "not known",
        Registration::Idle => "not registered, and not looking",
        Registration::Searching => "looking for one",
        Registration::Denied => "turned away",
        Registration::Home => "at home",
        Registration::Roaming => "in another network",
    };
    let technology = network.and_then(|told| find(told, reply::technology));
    let parts = [
        status.operator.as_str(),
        registered,
        technology.unwrap_or_default(),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn signal(seen: &Seen) -> String {
    match (seen.status.bars(), seen.status.signal_dbm) {
        (Some(bars), Some(dbm)) => format!("{bars} of 4 ({dbm} dBm)"),
        _ => "not known".to_owned(),
    }
}

/// The signal over the last day: at its weakest, usual and best, and the weakest of each hour.
fn over_time(samples: &[Sample]) -> Vec<String> {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
        return Vec::new();
    };
    let mut words = Vec::new();
    let over = duration((last.at - first.at).to_std().unwrap_or_default());
    if let Some(range) = Range::of(samples) {
        let (weakest, usual, best) = (range.weakest, range.usual, range.best);
        words.push(format!(
            "over {over}: weakest {weakest}, usual {usual}, best {best} dBm"
        ));
    }
    // A sample is a minute.
    let lost = samples.iter().filter(|sample| !sample.registered).count();
    if lost > 0 {
        let lost = duration(Duration::from_secs(60) * u32::try_from(lost).unwrap_or(u32::MAX));
        words.push(format!("over {over}: {lost} without a network"));
    }
    let hours: Vec<String> = Hour::all(samples)
        .into_iter()
        .map(|hour| match hour.weakest {
            Some(dbm) => format!("{:02}h {dbm}", hour.at.hour()),
            None => format!("{:02}h -", hour.at.hour()),
        })
        .collect();
    words.push(format!(
        "weakest of each hour (UTC), dBm: {}",
        hours.join(", ")
    ));
    words
}

fn duration(time: Duration) -> String {
    match time.as_secs() / 60 {
        0 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        minutes @ 2..=119 => format!("{minutes} minutes"),
        minutes => format!("{} hours", minutes / 60),
    }
}

fn first(told: Option<&Told>) -> String {
    let lines = told.filter(|told| told.end == "OK").map(|told| &told.lines);
    let line = lines.and_then(|lines| lines.first()).map(String::as_str);
    let line = line.unwrap_or_default();
    line.split_once(": ")
        .map_or(line, |(_, value)| value)
        .to_owned()
}

fn find<T>(told: &Told, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    told.lines.iter().find_map(|line| read(line))
}

fn or_unknown(words: &str) -> String {
    match words {
        "" => "not known".to_owned(),
        words => words.to_owned(),
    }
}

/// What a modem says goes to a terminal, which obeys control characters.
fn readable(words: &str) -> String {
    words.replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};

    #[test]
    fn the_signal_is_told_over_the_day() {
        let from: DateTime<Utc> = "2026-11-21T20:58:00Z".parse().unwrap();
        let sample = |minute, dbm: Option<i16>| Sample {
            at: from + chrono::TimeDelta::minutes(minute),
            dbm,
            registered: dbm.is_some(),
        };
        assert!(over_time(&[]).is_empty());
        let samples = [
            sample(0, Some(-77)),
            sample(1, Some(-81)),
            sample(2, None),
            sample(3, Some(-75)),
        ];
        assert_eq!(
            over_time(&samples),
            [
                "over 3 minutes: weakest -81, usual -77, best -75 dBm",
                "over 3 minutes: 1 minute without a network",
                "weakest of each hour (UTC), dBm: 20h -81, 21h -75",
            ]
        );
        assert_eq!(over_time(&[sample(0, None)]).len(), 2);
    }

    #[test]
    fn what_a_modem_says_does_not_move_the_cursor() {
        assert_eq!(readable("a\u{1b}[2Jb\r"), "a\u{fffd}[2Jb\u{fffd}");
    }
}
