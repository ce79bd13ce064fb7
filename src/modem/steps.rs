//! What was tried to put a modem right, for the log and the page.

use super::status::Why;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A step of the ladder, the gentlest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// ESC frees it from a prompt, and it is asked again until it answers.
    Escape,
    /// It is set up anew.
    SetUp,
    /// Its radio is switched off and on (`CFUN`).
    Radio,
    /// It is made to restart.
    Reset,
    /// The port is closed and opened again.
    Reopen,
    /// Nothing that can be done from here has helped: a person must look.
    Person,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// When, on the monotonic clock.
    pub at: Duration,
    /// Which step.
    pub rung: Rung,
    /// Why.
    pub why: Why,
}

impl Tried {
    /// Writes it into the log.
    pub(super) fn log(&self) {
        let Self { rung, why, .. } = self;
        match rung {
            Rung::Person => tracing::error!(%why, "nothing helps the modem from here: look at it"),
            rung => tracing::warn!(?rung, %why, "the modem is put right"),
        }
    }
}

/// The last steps that were taken, the newest last.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Steps(Vec<Tried>);

impl Steps {
    /// So many are kept.
    const KEPT: usize = 12;

    /// One more was taken.
    pub fn push(&mut self, step: Tried) {
        if self.0.len() >= Self::KEPT {
            self.0.remove(0);
        }
        self.0.push(step);
    }

    /// All that are kept, the oldest first.
    pub fn all(&self) -> &[Tried] {
        &self.0
    }
}
