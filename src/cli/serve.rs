//! `readybell serve`: the appliance.

use crate::app;
use crate::app::config::Config;
use crate::clock::Clock;
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Where the configuration is, unless said otherwise.
pub const CONFIG: &str = "/etc/readybell/config.toml";

/// What `serve` takes.
#[derive(Debug, Args)]
pub struct Options {
    /// The configuration file
    #[arg(long, default_value = CONFIG, env = "READYBELL_CONFIG")]
    config: PathBuf,
    /// Take the time of day from standard input, one RFC 3339 time a line: for the demo and tests
    #[arg(long, hide = true)]
    clock_from_stdin: bool,
}

/// Runs the appliance until SIGTERM or Ctrl-C.
///
/// # Errors
/// When it can't start.
pub fn run(options: &Options) -> Result<()> {
    let config = Config::read(&options.config)?;
    super::log::start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the program's threads can't be started")?;
    let stdin = options.clock_from_stdin;
    let done = runtime.block_on(async move {
        let stop = CancellationToken::new();
        let clock = if stdin {
            clock_from_stdin(stop.clone()).await?
        } else {
            Arc::new(Clock::of_the_machine())
        };
        tokio::spawn(stop_on_signal(stop.clone()));
        Ok(app::run(config, clock, stop).await?)
    });
    // The thread that reads standard input may still be waiting there.
    runtime.shutdown_background();
    done
}

/// Stops on SIGTERM or Ctrl-C.
pub(super) async fn stop_on_signal(stop: CancellationToken) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        tracing::error!("signals can't be caught");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    stop.cancel();
}

/// The first line is the time now; each later one moves the clock. The end of the input is the end of
/// whoever started this program: without it, nobody would stop it, and its port would be looked for
/// for ever.
async fn clock_from_stdin(stop: CancellationToken) -> Result<Arc<Clock>> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let first = lines.next_line().await?.unwrap_or_default();
    let clock = Arc::new(Clock::starting_at(
        time(&first).context("the first line of standard input")?,
    ));
    let moved = Arc::clone(&clock);
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            match time(&line) {
                Ok(at) => moved.show(at),
                Err(error) => tracing::warn!(%error, "the clock was not moved"),
            }
        }
        stop.cancel();
    });
    Ok(clock)
}

fn time(line: &str) -> Result<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(line.trim());
    Ok(parsed
        .with_context(|| format!("{line:?} is no RFC 3339 time"))?
        .to_utc())
}
