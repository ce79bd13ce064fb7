//! The line to the network as the commands see it: through the Readybell that runs, or by the port.

use crate::app::config::Config;
use crate::app::control::{self, Reply, Request};
use crate::clock::Clock;
use crate::modem::{self, ModemStatus, PortSeen, Sample, Told};
use crate::store::LineRules;
use crate::wire::at::Question;
use anyhow::{Context, Result, bail};
use std::io::ErrorKind;
use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;

/// What was seen.
pub(super) struct Seen {
    /// A Readybell runs, and was asked.
    pub is_running: bool,
    pub status: ModemStatus,
    /// How long the modem has been in its state; `None` where that was not watched.
    pub since: Option<Duration>,
    pub rules: LineRules,
    /// The signal over the last day; empty where it was not watched.
    pub signals: Vec<Sample>,
    /// The answers to the questions, in their order, as far as there was time.
    pub told: Vec<Result<Told, String>>,
    /// Where the port was to be found: all that were looked at.
    pub ports: Vec<PortSeen>,
}

/// A question that is answered later than this waits behind a text, or behind the modem's start.
const SOON: Duration = Duration::from_secs(1);

/// Asks the Readybell that runs on this configuration; where none does, the port.
pub(super) async fn seen(
    config: &Config,
    questions: &[Question],
    patience: Duration,
) -> Result<Seen> {
    match control::ask(&config.data, &Request::Modem).await {
        Ok(Reply::Modem(standing)) => Ok(Seen {
            is_running: true,
            since: standing.now.checked_sub(standing.status.since),
            status: standing.status,
            rules: standing.rules,
            signals: standing.signals,
            told: ask_all(config, questions).await?,
            ports: Vec::new(),
        }),
        Ok(Reply::Failed(why)) => bail!(why),
        Ok(_) => bail!("the Readybell that runs is another version: restart it"),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
            look(config, questions, patience).await
        }
        Err(error) => Err(error).context(
            "a Readybell runs here and can't be asked. Only its own user and root may: try with sudo",
        ),
    }
}

async fn ask_all(config: &Config, questions: &[Question]) -> Result<Vec<Result<Told, String>>> {
    let mut told = Vec::new();
    for question in questions {
        let command = question.as_str().to_owned();
        let request = Request::AskModem { command };
        let mut answer = pin!(control::ask(&config.data, &request));
        let answer = match timeout(SOON, &mut answer).await {
            Ok(answer) => answer?,
            Err(_) => {
                eprintln!("The modem is busy with a text or with its start; waiting for it …");
                answer.await?
            }
        };
        match answer {
            Reply::Told(answer) => told.push(Ok(answer)),
            Reply::Failed(why) => told.push(Err(why)),
            _ => bail!("the Readybell that runs is another version: restart it"),
        }
    }
    Ok(told)
}

async fn look(config: &Config, questions: &[Question], patience: Duration) -> Result<Seen> {
    // Where the database can't be read, its own line of the doctor says so.
    let rules = LineRules::kept_in(&config.data, config.modem.pin.as_deref()).unwrap_or_default();
    let clock = Clock::of_the_machine();
    let seen = modem::look_and_ask(&config.modem, &clock, rules.clone(), questions, patience).await;
    Ok(Seen {
        is_running: false,
        status: seen.status,
        since: None,
        rules,
        signals: Vec::new(),
        ports: seen.ports,
        told: seen
            .told
            .into_iter()
            .map(|told| told.map_err(|down| down.to_string()))
            .collect(),
    })
}

/// What the owner allows on the line, in words.
pub(super) fn allowed(seen: &Seen) -> impl Iterator<Item = String> {
    let roaming = match seen.rules.may_roam {
        true => "texts go in other networks too".to_owned(),
        false => "no texts go in other networks".to_owned(),
    };
    let sim = match seen.rules.sims.as_slice() {
        [] => "no SIM is the shop's yet: the first that is seen will be".to_owned(),
        sims if sims.contains(&seen.status.sim) => "this SIM is the shop's".to_owned(),
        sims => {
            let ends: Vec<String> = sims
                .iter()
                .map(|sim| crate::store::last_digits(sim))
                .collect();
            format!("the shop's SIM ends in {}", ends.join(" or "))
        }
    };
    let pin = seen
        .rules
        .pin_is_spent
        .then(|| "the PIN in the configuration was tried and not accepted".to_owned());
    [roaming, sim].into_iter().chain(pin)
}
