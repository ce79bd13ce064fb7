//! The buttons and lights, once their lines can be had.
//!
//! A chip may be found later than this program starts, or not at all: a PC has none, and the configuration
//! that the package brings names one. The page and the modem work without, so the lines are looked for
//! again and again instead of ending everything. `readybell doctor` says that they are missing.

use crate::clock::Clock;
use crate::desk::{Desk, buttons};
use crate::health::Health;
use crate::modem::ModemStatus;
use crate::panel::{self, Notice, PanelConfig, PanelError, Rig, SetUpCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// How often lines that can't be had are asked for again.
const AGAIN: Duration = Duration::from_secs(10);

/// Opens the lines. `None`: they can't be had yet.
///
/// # Errors
/// When waiting would not help: what the configuration asks for can't be.
pub(super) fn open(config: &PanelConfig, clock: &Clock) -> Result<Option<Rig>, PanelError> {
    match panel::open(config, clock.began()) {
        Ok(rig) => Ok(Some(rig)),
        Err(error @ PanelError::Gpio { .. }) => {
            tracing::error!(%error, "there are no buttons and lights; they are looked for again");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// A bay has one question open, and may ask another when the first has no answer in time; and it says
/// when its button gets stuck, and when it comes free.
const EVENTS_A_BAY: usize = 4;

/// The bays, and who is told what in them.
pub(super) struct Bays {
    pub config: PanelConfig,
    pub rig: Option<Rig>,
    pub desk: Desk,
    pub clock: Arc<Clock>,
    pub modem: watch::Receiver<ModemStatus>,
    pub healths: watch::Sender<Health>,
    /// The code that sets the shop up, until somebody has.
    pub setup_code: Option<SetUpCode>,
}

impl Bays {
    /// Runs them until `stop`, which it calls for when their lines stop working.
    pub async fn run(self, mut noticed: mpsc::Receiver<Notice>, stop: CancellationToken) {
        let rig = match self.rig {
            Some(rig) => rig,
            None => match found(&self.config, &self.clock, &mut noticed, &stop).await {
                Some(rig) => rig,
                None => return,
            },
        };
        let (events, presses) = mpsc::channel(EVENTS_A_BAY * rig.bays.len());
        let lines = async {
            if let Err(error) = panel::run(rig, self.clock.began(), noticed, events).await {
                tracing::error!(%error, "the panel has stopped");
                stop.cancel();
            }
        };
        // Whoever answers presses lets go of the desk when it ends, and the panel ends with that.
        tokio::join!(
            lines,
            buttons::run(
                self.desk,
                self.setup_code,
                presses,
                self.modem,
                self.healths,
                stop.clone()
            )
        );
    }
}

/// Waits for the lines. Nobody sees meanwhile what the lights would show.
async fn found(
    config: &PanelConfig,
    clock: &Clock,
    noticed: &mut mpsc::Receiver<Notice>,
    stop: &CancellationToken,
) -> Option<Rig> {
    let mut look = tokio::time::interval_at(tokio::time::Instant::now() + AGAIN, AGAIN);
    loop {
        tokio::select! {
            () = stop.cancelled() => return None,
            notice = noticed.recv() => { notice?; }
            _ = look.tick() => if let Ok(rig) = panel::open(config, clock.began()) {
                tracing::info!("the buttons and lights are there");
                return Some(rig);
            },
        }
    }
}
