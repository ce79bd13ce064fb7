//! A new version on trial.
//!
//! An upgrade leaves a mark in the data directory (`systemd/package/preinst`). Whoever starts and finds it keeps
//! the modem closed until the store, the ledger and the page have shown that they work; then the mark goes. One that
//! does not come up so far ends, and `systemd/rollback` puts the version before in its place again.

use super::AppError;
use super::watchdog::answers;
use crate::health::ROLLED_BACK;
use crate::store::{Ledger, Store};
use std::fs;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The mark, in the data directory.
const MARK: &str = "trial";
/// The page and the store are given this long to answer. A ledger of years may take longer to prove.
const PATIENCE: Duration = Duration::from_secs(60);

/// A trial that this run has to stand.
pub struct Trial {
    data: PathBuf,
}

impl Trial {
    /// The trial, where the last upgrade asks for one.
    pub fn of(data: &Path) -> Option<Self> {
        let is_marked = data.join(MARK).exists();
        is_marked.then(|| Self {
            data: data.to_owned(),
        })
    }

    /// Stands it, and takes the mark away.
    ///
    /// # Errors
    /// [`AppError::Trial`] with what does not work.
    pub async fn stand(self, store: &Store, page: SocketAddr) -> Result<(), AppError> {
        tracing::info!("this version is on trial: the modem stays closed until it is seen to work");
        self.look(store, page).await.map_err(AppError::Trial)?;
        for mark in [ROLLED_BACK, MARK] {
            let path = self.data.join(mark);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(AppError::Trial(format!("{}: {error}", path.display())));
                }
                _ => {}
            }
        }
        tracing::info!("this version works, and stays");
        Ok(())
    }

    async fn look(&self, store: &Store, page: SocketAddr) -> Result<(), String> {
        let late = |who| move |_| format!("{who} does not answer within {PATIENCE:?}");
        let lives = tokio::time::timeout(PATIENCE, store.lives()).await;
        let lives = lives.map_err(late("the store"))?;
        lives.map_err(|error| format!("the store: {error}"))?;
        let answer = tokio::time::timeout(PATIENCE, answers(page)).await;
        let answer = answer.map_err(late("the page"))?;
        answer.map_err(|error| format!("the page: {error}"))?;
        let data = self.data.clone();
        let verified = tokio::task::spawn_blocking(move || Ledger::at(&data).verify(None)).await;
        let verified = verified.map_err(|panic| panic.to_string())?;
        let verified = verified.map_err(|error| format!("the ledger: {error}"))?;
        match verified.problems.first() {
            None => Ok(()),
            Some(problem) => Err(format!("the ledger does not hold: {problem}")),
        }
    }
}
