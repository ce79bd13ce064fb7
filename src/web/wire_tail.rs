//! The last lines of the modem's wire, for the page that shows them. Kept in memory only: they hold
//! numbers and words.

use crate::modem::WireLine;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// So many lines are kept.
const KEPT: usize = 200;

/// The last lines of the modem's wire. A cheap clone of the same lines.
#[derive(Debug, Clone, Default)]
pub struct WireTail(Arc<Mutex<VecDeque<WireLine>>>);

impl WireTail {
    /// Keeps what comes, until the modem's task has ended. Run it as a task of its own.
    pub async fn follow(self, mut wire: broadcast::Receiver<WireLine>) {
        loop {
            match wire.recv().await {
                Ok(line) => self.push(line),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }

    /// Keeps one more line.
    pub fn push(&self, line: WireLine) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// What is kept, the oldest first.
    pub fn lines(&self) -> Vec<WireLine> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().cloned().collect()
    }
}
