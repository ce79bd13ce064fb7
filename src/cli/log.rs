//! Where the log goes: to the journal under systemd, else to standard error.

use std::io::IsTerminal;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging. `READYBELL_LOG` chooses what is logged, as in `info,readybell::modem=debug`.
pub fn start() {
    let chosen = std::env::var("READYBELL_LOG").ok();
    let chosen = chosen.and_then(|words| words.parse().ok());
    let filter: Targets = chosen.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    // systemd names the journal's stream in JOURNAL_STREAM.
    if std::env::var_os("JOURNAL_STREAM").is_some()
        && let Ok(journal) = tracing_journald::layer()
    {
        tracing_subscriber::registry()
            .with(filter)
            .with(journal)
            .init();
        return;
    }
    tracing_subscriber::registry()
        .with(filter)
        .with(
            fmt::layer()
                .with_writer(std::io::stderr)
                // Colours are for eyes: in a file they would be rubbish between the words.
                .with_ansi(std::io::stderr().is_terminal()),
        )
        .init();
}
