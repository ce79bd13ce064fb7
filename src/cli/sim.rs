//! `readybell sim`: the simulated modem alone, for other programs.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use crate::sim::{Recorded, Sim, SimConfig, SimHandle, script};

/// What can be said on the command line.
#[derive(Debug, clap::Args)]
#[command(after_long_help = script::HELP)]
pub struct Args {
    /// Where to put the link to the pty
    #[arg(long, value_name = "PATH")]
    link: PathBuf,
    /// Append every event as a line of JSON
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Run these commands first; then the end of standard input does not end the simulator
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// What the random numbers come from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The shop's own number
    #[arg(long, value_name = "NUMBER", default_value = "+15550100100")]
    own_number: String,
    /// The PIN that the SIM wants
    #[arg(long)]
    pin: Option<String>,
    /// Places on the SIM
    #[arg(long, value_name = "SIZE", default_value_t = 30)]
    sim_size: usize,
    /// The first index of each memory
    #[arg(long, value_name = "0|1", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=1))]
    first_index: u8,
    /// The network's zone, in minutes east of UTC
    #[arg(
        long,
        value_name = "MINUTES",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    zone_minutes: i32,
    /// The time in the simulated world when it begins, such as 2026-11-20T19:00:00Z
    #[arg(long, value_name = "TIME")]
    clock: Option<DateTime<Utc>>,
}

/// Runs until it is told to end.
///
/// # Errors
/// When the script can't be read, or the pty, the link or the record can't be made.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let script = match &args.script {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("the script {} could not be read", path.display()))?,
        None => String::new(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let ends_with_input = args.script.is_none();
    let done = runtime.block_on(serve(args, &script, ends_with_input));
    // The thread that reads standard input may still be waiting there.
    runtime.shutdown_background();
    done
}

async fn serve(args: &Args, script: &str, ends_with_input: bool) -> anyhow::Result<()> {
    let ahead = args.clock.map_or(TimeDelta::zero(), |at| at - Utc::now());
    let (listener, events) = mpsc::unbounded_channel();
    let sim = Sim::start(SimConfig {
        link: Some(args.link.clone()),
        record: args.record.clone(),
        listener: Some(listener),
        wall: Box::new(move || Utc::now() + ahead),
        seed: args.seed,
        own_number: args.own_number.clone(),
        pin: args.pin.clone(),
        sim_size: args.sim_size,
        first_index: usize::from(args.first_index),
        zone_minutes: args.zone_minutes,
        ..SimConfig::default()
    })?;
    let printer = tokio::spawn(print(events));
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut input = lines_of_input();
    for line in script.lines() {
        if obey(&sim, line).await == Next::End {
            sim.stop().await;
            return Ok(printer.await?);
        }
    }
    let mut open = true;
    loop {
        let line = tokio::select! {
            line = input.recv(), if open => line,
            _ = terminated.recv() => break,
            _ = interrupted.recv() => break,
        };
        match line {
            Some(line) if obey(&sim, &line).await == Next::End => break,
            Some(_) => {}
            None if ends_with_input => break,
            None => open = false,
        }
    }
    sim.stop().await;
    Ok(printer.await?)
}

#[derive(PartialEq)]
enum Next {
    Line,
    End,
}

/// Carries out a line; what is wrong with it is among the events.
async fn obey(sim: &SimHandle, line: &str) -> Next {
    let line = line.trim();
    if line == "quit" {
        return Next::End;
    }
    if !line.is_empty() && !line.starts_with('#') {
        drop(sim.run_line(line).await);
    }
    Next::Line
}

/// Standard input by lines, read on a thread of its own so that ending need not wait for it.
fn lines_of_input() -> mpsc::Receiver<String> {
    let (lines, input) = mpsc::channel(64);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if lines.blocking_send(line).is_err() {
                break;
            }
        }
    });
    input
}

/// Prints the events until the simulator ends. A reader that has gone does not end it.
async fn print(mut events: mpsc::UnboundedReceiver<Recorded>) {
    while let Some(recorded) = events.recv().await {
        if let Some(line) = recorded.event.line() {
            let mut out = std::io::stdout().lock();
            drop(writeln!(out, "{line}").and_then(|()| out.flush()));
        }
    }
}
