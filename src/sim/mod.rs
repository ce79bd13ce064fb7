//! Floor 3: a simulated modem, network and phones, behind a real pty.
//!
//! It is for the demo, for `readybell sim`, and for every test that needs to see what a modem and
//! a network would have made of the daemon's bytes. It must not know the store, the desk or the
//! daemon's modem room: it judges them from outside, by the line and by the record.
//!
//! Start at [`Sim::start`]. The heart is `World`, which does no I/O: bytes, script commands and
//! the time go in; bytes, and events for the record, come out. `Modem` answers commands, `Network`
//! carries texts, the driver owns the pty. `script` is the language that makes trouble, `event`
//! is the record.

pub mod event;
mod handle;
mod modem;
mod network;
mod noise;
mod phone;
pub mod profile;
mod pty;
pub mod script;
mod tpdu;
pub(crate) mod world;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio::sync::mpsc;

use crate::wire::WireError;
pub use event::{Direction, Event, Recorded, WireLine};
pub use handle::{Sim, SimHandle};
pub use modem::Counts;
pub use phone::{Bubble, BubbleState};
pub use world::Snapshot;

/// What can go wrong with the simulator itself.
#[derive(Debug, Error)]
pub enum SimError {
    /// A command of the script is not understood.
    #[error("{0}")]
    Script(String),
    /// The words or the number can't be carried by a text.
    #[error("can't be texted: {0}")]
    Wire(#[source] WireError),
    /// The pty, the link or the record file.
    #[error("{what}: {error}")]
    Io {
        /// What was tried, and with which path.
        what: String,
        /// What the system said.
        #[source]
        error: std::io::Error,
    },
    /// The simulator has ended.
    #[error("the simulator has ended")]
    Ended,
}

/// How the simulated world begins.
pub struct SimConfig {
    /// Where to put the link to the pty; None makes none. What is there is replaced only when it
    /// is a link.
    pub link: Option<PathBuf>,
    /// The record file, one JSON object a line, appended to.
    pub record: Option<PathBuf>,
    /// Gets every event of the record, none lost.
    pub listener: Option<mpsc::UnboundedSender<Recorded>>,
    /// The time of day in the simulated world, UTC.
    pub wall: Box<dyn Fn() -> DateTime<Utc> + Send>,
    /// What the random numbers (noise, first references) come from.
    pub seed: u64,
    /// The shop's number, in international form.
    pub own_number: String,
    /// The service centre's number, in international form.
    pub service_centre: String,
    /// The operator's name.
    pub operator: String,
    /// The PIN that the SIM wants; None wants none.
    pub pin: Option<String>,
    /// Minutes east of UTC, in the network's times.
    pub zone_minutes: i32,
    /// 0 or 1: both exist in the field.
    pub first_index: usize,
    /// Places in SM.
    pub sim_size: usize,
    /// Places in ME.
    pub modem_size: usize,
    /// Places in SR.
    pub reports_size: usize,
}

impl Default for SimConfig {
    fn default() -> Self {
        Self {
            link: None,
            record: None,
            listener: None,
            wall: Box::new(Utc::now),
            seed: 1,
            own_number: "+15550100100".to_owned(),
            service_centre: "+15550100999".to_owned(),
            operator: "Simulated".to_owned(),
            pin: None,
            zone_minutes: 0,
            first_index: 1,
            sim_size: 30,
            modem_size: 100,
            reports_size: 30,
        }
    }
}

#[cfg(test)]
mod tests;
