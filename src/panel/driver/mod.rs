//! What speaks to the lines: a source of edges, and a way to set a light.

mod cdev;
#[cfg(feature = "rppal")]
mod pi;
mod socket;

use super::{Bay, DriverKind, PanelConfig, PanelError, Pattern};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// A contact that closed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Whose button.
    pub bay: Bay,
    /// Closed (pressed), or opened.
    pub closed: bool,
    /// When the line changed, since the run began. Each line's edges come in this order.
    pub at: Duration,
}

/// Where edges come from. None is ever dropped on the way: what is not taken yet waits where it is.
pub enum Edges {
    /// The kernel's own queue.
    Kernel(Box<cdev::Buttons>),
    /// A thread or a program that sends them. An error is its last word.
    Sent(mpsc::Receiver<Result<Edge, PanelError>>),
}

impl Edges {
    /// The next one. Nothing is lost when this future is dropped.
    ///
    /// # Errors
    /// When the driver gives no more.
    pub async fn next(&mut self) -> Result<Edge, PanelError> {
        match self {
            Self::Kernel(buttons) => buttons.next().await,
            Self::Sent(edges) => edges.recv().await.ok_or(PanelError::DriverGone)?,
        }
    }

    /// The next one that is there already.
    ///
    /// # Errors
    /// When the driver gives no more.
    pub fn waiting(&mut self) -> Result<Option<Edge>, PanelError> {
        match self {
            Self::Kernel(buttons) => buttons.waiting(),
            Self::Sent(edges) => edges.try_recv().ok().transpose(),
        }
    }
}

/// Reads the kernel's monotonic time stamps as times since the run began.
#[derive(Debug, Clone, Copy)]
struct Stamps {
    began: Duration,
}

impl Stamps {
    fn new(began: Instant) -> Self {
        // In this order an edge seems never to come from the future.
        let elapsed = began.elapsed();
        let now = clock_gettime(ClockId::Monotonic);
        Self {
            began: Duration::try_from(now)
                .unwrap_or_default()
                .saturating_sub(elapsed),
        }
    }

    fn at(self, stamp: Duration) -> Duration {
        stamp.saturating_sub(self.began)
    }
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
    /// Those whose contact was closed at the start.
    pub closed: Vec<Bay>,
    /// How long a closing must last to be a finger's.
    pub hold: Duration,
    /// Edges as they happen.
    pub edges: Edges,
    /// The lights.
    pub lights: Box<dyn Lights>,
}

/// How many edges may wait on their way from a sender, which waits too when there are more.
const EDGES: usize = 64;

/// Opens the panel that `config` describes; its times are since `began`. Needs a tokio runtime.
///
/// # Errors
/// When the configuration contradicts itself, when this build lacks the driver, or when the
/// hardware can't be had; the error says what to do.
pub fn open(config: &PanelConfig, began: Instant) -> Result<Rig, PanelError> {
    config.check()?;
    match config.driver {
        DriverKind::Gpiocdev => cdev::open(config, Stamps::new(began)),
        #[cfg(feature = "rppal")]
        DriverKind::Rppal => pi::open(config, Stamps::new(began)),
        #[cfg(not(feature = "rppal"))]
        DriverKind::Rppal => Err(PanelError::NoRppal),
        DriverKind::Simulated => socket::open(config, began),
    }
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
        open(&config(driver), Instant::now())
            .err()
            .expect("no such hardware")
            .to_string()
    }

    #[test]
    fn the_kernels_stamps_are_told_from_the_beginning() {
        let began = Instant::now();
        let stamps = Stamps::new(began);
        let stamp = clock_gettime(ClockId::Monotonic);
        let after = began.elapsed();
        let at = stamps.at(Duration::try_from(stamp).unwrap());
        assert!(at <= after, "{at:?} is later than {after:?}");
        let second = Duration::from_secs(1);
        assert_eq!(stamps.at(stamps.began + second), second);
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
