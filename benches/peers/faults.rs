//! What goes wrong between a gateway and its modem, and what each gateway makes of it.

use super::gateway::Gateway;
use super::run::Run;
use super::shop;
use anyhow::Result;
use readybell::sim::Event;
use std::time::{Duration, Instant};

/// Texts in the queue of a run.
const TEXTS: usize = 5;
/// Until a gateway has come as far as the fault.
const PATIENCE: Duration = Duration::from_secs(120);
/// So long it is watched after the fault: longer than any time-out of a send.
const WATCHED: Duration = Duration::from_secs(200);
/// So long a gateway is left alone once it has found its modem.
const SETTLED: Duration = Duration::from_secs(5);
/// So long the cable is out.
const UNPLUGGED: Duration = Duration::from_secs(8);

/// A fault.
pub struct Fault {
    /// What happens.
    pub name: &'static str,
    /// Told to the simulator before the gateway starts.
    script: &'static [&'static str],
    act: Act,
}

/// What is done when the line has stopped at a breakpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// Nothing: the script does it all. The time is that from the first text given to the modem until
    /// the last one went that goes.
    Script,
    /// The gateway is killed, and started again.
    Kill,
    /// The cable is pulled, and put back later.
    Unplug,
    /// The modem falls silent for half a minute after its first text.
    Silence,
    /// A text comes in, and the gateway is killed when it is about to delete the modem's copy.
    KillInbound,
    /// The same, and the power of both fails.
    CutInbound,
    /// A text comes in, and it is watched whether it is synced to the disk before the modem's copy goes.
    WatchInbound,
}

impl Act {
    /// Whether texts come in; otherwise they go out.
    fn is_inbound(self) -> bool {
        matches!(
            self,
            Self::KillInbound | Self::CutInbound | Self::WatchInbound
        )
    }
}

/// Every fault.
pub const FAULTS: &[Fault] = &[
    Fault {
        name: "kill -9 after +CMGS",
        script: &["break after-cmgs 2"],
        act: Act::Kill,
    },
    Fault {
        name: "kill -9 after the PDU",
        script: &["break accepted 2"],
        act: Act::Kill,
    },
    Fault {
        name: "unplugged after the PDU",
        script: &["break accepted 2"],
        act: Act::Unplug,
    },
    Fault {
        name: "unplugged before the prompt",
        script: &["break before-prompt 2"],
        act: Act::Unplug,
    },
    Fault {
        name: "unplugged in the PDU",
        script: &["break mid-pdu 2"],
        act: Act::Unplug,
    },
    Fault {
        name: "the PDU is never answered",
        script: &["swallow-answer times 1"],
        act: Act::Script,
    },
    Fault {
        name: "+CMS ERROR: 38 twice",
        script: &["refuse 38 times 2"],
        act: Act::Script,
    },
    Fault {
        name: "+CMS ERROR: 500 for one number",
        script: &["refuse 500 to +15550131000"],
        act: Act::Script,
    },
    Fault {
        name: "3 random bytes before each line",
        script: &["garbage 3 each-line"],
        act: Act::Script,
    },
    Fault {
        name: "^RSSI inside, and no prompt once",
        script: &["urc-inside cmgl ^RSSI: 17", "drop-prompt"],
        act: Act::Script,
    },
    Fault {
        name: "silent for 30 s",
        script: &[],
        act: Act::Silence,
    },
    Fault {
        name: "+CMS ERROR: 500 for ever",
        script: &["refuse 500"],
        act: Act::Script,
    },
    Fault {
        name: "no prompt, ever",
        script: &["drop-prompt times 1000000"],
        act: Act::Script,
    },
    Fault {
        name: "kill -9 before AT+CMGD",
        script: &[],
        act: Act::KillInbound,
    },
    Fault {
        name: "synced before AT+CMGD",
        script: &[],
        act: Act::WatchInbound,
    },
    Fault {
        name: "power cut before AT+CMGD",
        script: &[],
        act: Act::CutInbound,
    },
];

/// What became of a run.
#[derive(Default)]
pub struct Outcome {
    /// Texts that went more than once.
    pub twice: usize,
    /// Texts that have not gone, and that nobody is asked about.
    pub missing: usize,
    /// Texts that may not have gone, and that people are asked about.
    pub asked_about: usize,
    /// Copies of the one inbound text, where there was one.
    pub stored: Option<usize>,
    /// Whether the one inbound text was synced to the disk before the modem's copy went, where that
    /// was watched.
    pub synced: Option<bool>,
    /// From the end of the fault until it worked again.
    pub recovered: Option<Duration>,
}

impl Outcome {
    /// As a cell of the table.
    pub fn cell(&self) -> String {
        if let Some(synced) = self.synced {
            return if synced { "yes" } else { "NO" }.to_owned();
        }
        let mut parts = Vec::new();
        match self.stored {
            Some(0) => parts.push("LOST".to_owned()),
            Some(1) => parts.push("stored once".to_owned()),
            Some(copies) => parts.push(format!("STORED {copies} TIMES")),
            None if self.twice > 0 => parts.push(format!("{} SENT TWICE", self.twice)),
            None => parts.push("never twice".to_owned()),
        }
        if self.asked_about > 0 {
            parts.push(format!("{} asked about", self.asked_about));
        }
        if self.missing > 0 {
            parts.push(format!("{} not sent", self.missing));
        }
        parts.push(match self.recovered {
            Some(after) => format!("{:.1} s", after.as_secs_f64()),
            None => format!("> {} s", WATCHED.as_secs()),
        });
        parts.join(", ")
    }
}

/// Runs one gateway into one fault.
///
/// # Errors
/// When the gateway can't be run.
pub async fn outcome(fault: &Fault, gateway: Gateway) -> Result<Outcome> {
    let texts = if fault.act.is_inbound() { 0 } else { TEXTS };
    let mut run = Run::new(gateway, texts).await?;
    for line in fault.script {
        run.sim.run_line(line).await?;
    }
    if fault.act == Act::WatchInbound {
        run.start_watched().await?;
    } else {
        run.start().await?;
    }
    let reached = Instant::now() + PATIENCE;
    let is_sent = |event: &Event| matches!(event, Event::Accepted { .. });
    let mut synced = None;
    match fault.act {
        Act::Script => {
            let tried = |event: &Event| matches!(event, Event::Pdu { .. } | Event::Prompt);
            run.wait(reached, tried).await?;
        }
        Act::Silence => {
            run.wait(reached, is_sent).await?;
            run.sim.run_line("silence 30").await?;
            tokio::time::sleep(Duration::from_secs(30)).await;
        }
        Act::Kill | Act::Unplug => {
            let stopped = |event: &Event| matches!(event, Event::Stopped { .. });
            run.wait(reached, stopped).await?;
            run.sim.run_line("break off").await?;
            if fault.act == Act::Kill {
                run.kill().await?;
                run.sim.run_line("continue").await?;
                run.start().await?;
            } else {
                run.sim.run_line("unplug").await?;
                tokio::time::sleep(UNPLUGGED).await;
                run.sim.run_line("continue").await?;
                run.sim.run_line("replug").await?;
            }
        }
        Act::KillInbound | Act::CutInbound | Act::WatchInbound => {
            let looks = |event: &Event| matches!(event, Event::Attached);
            run.wait(reached, looks).await?;
            // So that what it syncs at its start is over.
            tokio::time::sleep(SETTLED).await;
            let before = run.syncs().unwrap_or_default();
            run.sim.run_line("break before-cmgd").await?;
            run.sim.phone_texts(&shop::number(0), "On my way").await?;
            let stopped = |event: &Event| matches!(event, Event::Stopped { .. });
            run.wait(reached, stopped).await?;
            run.sim.run_line("break off").await?;
            synced = run.syncs().ok().map(|after| after > before);
            run.kill().await?;
            // What the modem has read of the line is lost with its power.
            let mends: &[&str] = match fault.act {
                Act::CutInbound => &["unplug", "continue", "replug"],
                _ => &["continue"],
            };
            for line in mends {
                run.sim.run_line(line).await?;
            }
            run.start().await?;
        }
    }
    let mended = Instant::now();
    if synced.is_some() {
        run.kill().await?;
        return Ok(Outcome {
            synced,
            ..Outcome::default()
        });
    }
    let until = mended + WATCHED;
    let works = |event: &Event| match fault.act.is_inbound() {
        true => matches!(event, Event::Deleted { .. }),
        false => is_sent(event),
    };
    let mut recovered = run.wait(until, works).await?.map(|_| mended.elapsed());
    let mut gone = run.accepted.len();
    while run.next(until).await?.is_some() {
        if fault.act == Act::Script && run.accepted.len() > gone {
            gone = run.accepted.len();
            recovered = Some(mended.elapsed());
        }
    }
    let stored = match fault.act.is_inbound() {
        true => Some(gateway.inbox(&run.directory)?),
        false => None,
    };
    let asked_about = gateway.asked_about(&run.directory)?;
    let outcome = Outcome {
        asked_about,
        twice: run.accepted.values().filter(|times| **times > 1).count(),
        missing: texts.saturating_sub(run.accepted.len() + asked_about),
        stored,
        synced: None,
        recovered,
    };
    run.kill().await?;
    Ok(outcome)
}
