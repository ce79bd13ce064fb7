//! How fast each gateway is on a modem that answers at once, what it writes to the disk for it, and how
//! much of a slower one's time it leaves unused.

use super::gateway::Gateway;
use super::run::Run;
use super::shop;
use anyhow::{Context, Result};
use readybell::sim::Event;
use std::time::{Duration, Instant};

/// A run is given up after so long.
const PATIENCE: Duration = Duration::from_secs(120);
/// Texts that are timed on the slower modem.
const SLOW_TEXTS: usize = 12;
/// How long the slower modem needs for each: real ones need 0.7 to 3 s.
const SLOW: Duration = Duration::from_millis(1_500);
/// The most texts that are sent under strace, which takes its time.
const WATCHED_TEXTS: usize = 200;
/// Inbound texts that are timed.
const INBOUND: usize = 10;
/// How long nothing happens while that is measured: longer than the gateways' own rhythms.
const REST: Duration = Duration::from_secs(60);

/// What was measured of one gateway.
pub struct Speed {
    /// Texts a second.
    pub rate: f64,
    /// Syncs a text. Each of Readybell's is a commit.
    pub syncs: f64,
    /// Bytes that go to the disk a text.
    pub written: f64,
    /// Of the slower modem's time, what passed unused while texts waited; from 0 to 1.
    pub idle: f64,
    /// From a text's arrival in the modem to `AT+CMGD`: the median, and the longest.
    pub inbound: (Duration, Duration),
    /// From its start to the first text that the modem takes.
    pub first: Duration,
    /// What is resident when all is done.
    pub resident: u64,
    /// The share of one processor that it uses then, while nothing happens; from 0 to 1.
    pub rest: f64,
}

/// Measures one gateway.
///
/// # Errors
/// When it can't be run, or does not come to an end.
pub async fn speed(gateway: Gateway) -> Result<Speed> {
    // As many as take a few seconds.
    let texts = match gateway {
        Gateway::Readybell => 2_000,
        Gateway::GammuSmsd => 15,
        Gateway::Smstools => 40,
    };
    let mut run = Run::new(gateway, texts).await?;
    let begun = run.elapsed();
    run.start().await?;
    let (first, took, written) = sent(&mut run, texts, Run::written).await?;
    let others = (texts - 1) as f64;
    let first = first.saturating_sub(begun);
    let (rate, written) = (others / took.as_secs_f64(), written as f64 / others);

    let watched = texts.min(WATCHED_TEXTS);
    let mut run = Run::new(gateway, watched).await?;
    run.start_watched().await?;
    let (_, _, syncs) = sent(&mut run, watched, Run::syncs).await?;
    let syncs = syncs as f64 / (watched - 1) as f64;

    let mut run = Run::new(gateway, SLOW_TEXTS).await?;
    let slow = format!("delay submit {}", SLOW.as_millis());
    run.sim.run_line(&slow).await?;
    run.start().await?;
    let (_, took, _) = sent(&mut run, SLOW_TEXTS, |_| Ok(0)).await?;
    let busy = SLOW * u32::try_from(SLOW_TEXTS - 1)?;
    let idle = 1.0 - busy.as_secs_f64() / took.as_secs_f64();

    let mut run = Run::new(gateway, 0).await?;
    run.start().await?;
    let until = Instant::now() + PATIENCE;
    // Whichever of the memories it looks into first.
    let looks = |line: &str| {
        ["+CPMS", "+CNMI", "+CMGL"]
            .iter()
            .any(|command| line.contains(command))
    };
    let is_up = |event: &Event| matches!(event, Event::LineIn { text } if looks(text));
    run.wait(until, is_up).await?.context("it did not begin")?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut times = Vec::new();
    for n in 0..INBOUND {
        run.sim
            .phone_texts(&shop::number(n), "Is it ready?")
            .await?;
        let until = Instant::now() + PATIENCE;
        let stored = |event: &Event| matches!(event, Event::Stored { .. });
        let came = run
            .wait(until, stored)
            .await?
            .context("nothing was stored")?;
        let deleted = |event: &Event| matches!(event, Event::Deleted { .. });
        let done = run.wait(until, deleted).await?.context("it was not read")?;
        times.push(done - came);
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let before = run.processor_time()?;
    tokio::time::sleep(REST).await;
    let used = run.processor_time()?.saturating_sub(before);
    Ok(Speed {
        rate,
        syncs,
        written,
        idle,
        inbound: (median, times.last().copied().unwrap_or_default()),
        first,
        resident: run.resident()?,
        rest: used.as_secs_f64() / REST.as_secs_f64(),
    })
}

/// When the first of so many texts went, how long it took from there to the last, and by how much a figure
/// grew meanwhile.
async fn sent(
    run: &mut Run,
    texts: usize,
    figure: impl Fn(&Run) -> Result<u64>,
) -> Result<(Duration, Duration, u64)> {
    let until = Instant::now() + PATIENCE;
    let is_sent = |event: &Event| matches!(event, Event::Accepted { .. });
    let first = run
        .wait(until, is_sent)
        .await?
        .context("nothing was sent")?;
    let before = figure(run)?;
    let mut last = first;
    for _ in 1..texts {
        last = run
            .wait(until, is_sent)
            .await?
            .context("not all were sent")?;
    }
    let grown = figure(run)?.saturating_sub(before);
    run.kill().await?;
    Ok((first, last - first, grown))
}
