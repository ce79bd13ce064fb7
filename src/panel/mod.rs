//! Floor 3: the buttons in the bays and their lights; the only place that knows GPIO.
//!
//! A press becomes a [`PanelEvent`]; what the desk made of it comes back as an [`Outcome`], and the
//! light shows it. The panel knows nothing of jobs, texts or customers: it can't tell whether a bay
//! is empty, and asks.
//!
//! Start at [`machine`]: one bay as a pure state machine, in which time is an argument.
//! [`light`] holds the table of patterns. [`run`] drives the machines with a clock and a
//! [`driver`], which is a GPIO chip or, for the demo and the tests, a Unix socket.

pub mod button;
pub mod config;
pub mod driver;
pub mod light;
pub mod machine;
pub mod task;
#[cfg(test)]
mod tests;

pub use config::{BayLines, DriverKind, PanelConfig};
pub use driver::{Rig, open};
pub use light::{Pattern, SetUpCode};
pub use machine::{Health, Outcome};
pub use task::{Notice, PanelEvent, run};

use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;

/// A bay by the number on its wall, which is also its number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bay(pub u16);

impl fmt::Display for Bay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bay {}", self.0)
    }
}

/// Why the panel can't work. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PanelError {
    /// The configuration contradicts itself.
    #[error("panel: {0}")]
    Config(String),
    /// This build lacks the driver that the configuration names.
    #[error(
        "panel: this build has no rppal driver; set panel.driver = \"gpiocdev\", or build with \
         --features rppal"
    )]
    NoRppal,
    /// The GPIO chip or one of its lines can't be had.
    #[error("panel: cannot use {what}: {why}. {remedy}")]
    Gpio {
        /// The chip or the line.
        what: String,
        /// What the driver said.
        why: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// The socket of the simulated panel can't be made.
    #[error(
        "panel: cannot listen on {path}: {why}; is another one running, or the folder missing?"
    )]
    Socket {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The driver stopped giving edges while the panel was running.
    #[error("panel: the buttons' driver stopped; restart the program, and see the log before this")]
    DriverGone,
}
