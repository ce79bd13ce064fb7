//! Where the log goes: to the journal under systemd, else to standard error.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging. `READYBELL_LOG` chooses what is logged, as in `readybell=debug`.
pub fn start() {
    let filter =
        || EnvFilter::try_from_env("READYBELL_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // systemd names the journal's stream in JOURNAL_STREAM.
    if std::env::var_os("JOURNAL_STREAM").is_some()
        && let Ok(journal) = tracing_journald::layer()
    {
        tracing_subscriber::registry()
            .with(filter())
            .with(journal)
            .init();
        return;
    }
    tracing_subscriber::fmt()
        .with_env_filter(filter())
        .with_writer(std::io::stderr)
        .init();
}
