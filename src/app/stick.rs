//! Keeps the stick's copy of the journal of revocations whole: what was revoked just now, and what was
//! revoked while no stick was there. Nothing waits for it, and a stick that fails stops nothing.

use super::config::BackupConfig;
use crate::store::{Store, backup, journal};
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often is looked whether a stick has been plugged in. A look costs two system calls.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Carries the journal to the stick with each revocation, and to each stick that comes.
pub async fn run(store: Store, backups: BackupConfig, stop: CancellationToken) {
    trim(&store, &backups).await;
    let mut revoked = store.revocations();
    let mut is_carried = false;
    let mut last_failure = String::new();
    loop {
        match backups.stick_that_is_there() {
            Some(stick) if !is_carried => match carry(&store, stick, &stop).await {
                Some(Ok(())) => {
                    is_carried = true;
                    last_failure.clear();
                }
                Some(Err(error)) => {
                    let error = error.to_string();
                    if error != last_failure {
                        tracing::warn!(error, "the stick does not take the journal of revocations");
                    }
                    last_failure = error;
                }
                None => return,
            },
            Some(_) => {}
            None => is_carried = false,
        }
        tokio::select! {
            () = stop.cancelled() => return,
            _ = revoked.changed() => is_carried = false,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// A stick that has died in the middle may never answer: then only the end is waited for.
async fn carry(store: &Store, stick: PathBuf, stop: &CancellationToken) -> Option<io::Result<()>> {
    let from = store.directory().to_owned();
    let carried = tokio::task::spawn_blocking(move || journal::carry(&from, &stick));
    tokio::select! {
        () = stop.cancelled() => None,
        carried = carried => Some(carried.unwrap_or_else(|panic| Err(io::Error::other(panic)))),
    }
}

/// What every backup knows need not be kept here as well.
async fn trim(store: &Store, backups: &BackupConfig) {
    let places = backups.places();
    let made = places.iter().filter_map(|place| backup::oldest(place));
    let Some(oldest) = made.min() else {
        return;
    };
    if let Err(error) = store.trim_journal(oldest).await {
        tracing::warn!(%error, "the journal of revocations is left as long as it is");
    }
}
