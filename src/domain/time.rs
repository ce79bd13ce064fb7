//! Time as a value. Nothing on this floor reads a clock.

use chrono::{DateTime, Utc};
use std::time::Duration;

/// What the clock said when a piece of work began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The time of day, in UTC. Evidence and display; right only when `trusted`.
    pub wall: DateTime<Utc>,
    /// Time since this run began. Undo windows, code expiry and permits count on this one, because
    /// nobody can set it.
    pub mono: Duration,
    /// Whether `wall` is known to be right (NTP, an RTC, the network, or a person who confirmed it).
    pub trusted: bool,
}
