//! What speaks to the lines: a source of edges, and a way to set a light.

mod cdev;
#[cfg(feature = "rppal")]
mod pi;
mod socket;

use super::{Bay, DriverKind, PanelConfig, PanelError, Pattern};
use tokio::sync::mpsc;

/// A contact that closed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Whose button.
    pub bay: Bay,
    /// Closed (pressed), or opened.
    pub closed: bool,
}

/// Sets lights.
pub trait Lights: Send {
    /// Turns `bay`'s light on or off. `pattern` is why, for drivers that can tell; a bay without a
    /// light is no error.
    fn set(&mut self, bay: Bay, on: bool, pattern: Pattern) -> Result<(), PanelError>;
}

/// An open panel: [`run`](super::run) takes it.
pub struct Rig {
    /// Every bay that has a button.
    pub bays: Vec<Bay>,
    /// Edges as they happen. An error is the driver's last word.
    pub edges: mpsc::Receiver<Result<Edge, PanelError>>,
    /// The lights.
    pub lights: Box<dyn Lights>,
}

/// How many edges may wait. More than a person can make; a storm beyond it is dropped.
const EDGES: usize = 64;

/// Opens the panel that `config` describes. Needs a tokio runtime.
///
/// Fails when the configuration contradicts itself, when this build lacks the driver, or when the
/// hardware can't be had; the error says what to do.
pub fn open(config: &PanelConfig) -> Result<Rig, PanelError> {
    config.check()?;
    let (sender, edges) = mpsc::channel(EDGES);
    let lights = match config.driver {
        DriverKind::Gpiocdev => cdev::open(config, sender)?,
        #[cfg(feature = "rppal")]
        DriverKind::Rppal => pi::open(config, sender)?,
        #[cfg(not(feature = "rppal"))]
        DriverKind::Rppal => return Err(PanelError::NoRppal),
        DriverKind::Simulated => socket::open(config, sender)?,
    };
    Ok(Rig {
        bays: config.bay.iter().map(|lines| lines.bay).collect(),
        edges,
        lights,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::BayLines;
    use std::path::PathBuf;

    fn config(driver: DriverKind) -> PanelConfig {
        PanelConfig {
            driver,
            chip: PathBuf::from("/dev/no-such-gpiochip"),
            bay: vec![BayLines {
                bay: Bay(1),
                button: Some(17),
                light: Some(27),
            }],
            ..PanelConfig::simulated(PathBuf::new(), [])
        }
    }

    fn refusal(driver: DriverKind) -> String {
        open(&config(driver))
            .err()
            .expect("no such hardware")
            .to_string()
    }

    #[tokio::test]
    async fn a_chip_that_is_not_there_is_named() {
        let why = refusal(DriverKind::Gpiocdev);
        assert!(why.contains("/dev/no-such-gpiochip"), "{why}");
        assert!(why.contains("gpiodetect"), "{why}");
    }

    #[cfg(not(feature = "rppal"))]
    #[tokio::test]
    async fn a_build_without_rppal_says_so() {
        let why = refusal(DriverKind::Rppal);
        assert!(why.contains("--features rppal"), "{why}");
    }

    #[cfg(feature = "rppal")]
    #[tokio::test]
    async fn rppal_off_a_raspberry_pi_says_what_to_do() {
        if std::path::Path::new("/dev/gpiomem").exists() {
            return;
        }
        let why = refusal(DriverKind::Rppal);
        assert!(why.contains("panel.driver = \"gpiocdev\""), "{why}");
    }
}
