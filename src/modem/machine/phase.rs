//! Where the machine stands.

use super::asking::Asking;
use super::bringup::Step;
use super::drain::Drain;
use super::poll::Question;
use super::rouse::Rousing;
use super::send::Sending;
use crate::modem::steps::Rung;
use std::time::Duration;

/// What the machine is doing. One thing at a time.
#[derive(Debug)]
pub(super) enum Phase {
    /// No port; opened at `until`.
    Closed { until: Duration },
    /// `Effect::Open` is out.
    Opening,
    /// Getting into step with the modem.
    Rousing(Rousing),
    /// Setting it up.
    BringUp(Step),
    /// Something is busy or missing; goes on at `until`.
    Waiting { until: Duration, then: Resume },
    /// Nothing to do.
    Idle,
    /// Asking whether it is still there.
    Beating,
    /// Asking how it stands.
    Polling(Question),
    /// Reading what it holds.
    Draining(Drain),
    /// Handing a part over.
    Sending(Sending),
    /// A person's question is out.
    Asking(Asking),
    /// `AT+CFUN` is out, for a step of the ladder.
    Healing(Rung),
    /// Reading the SIM's count.
    Counting,
    /// `AT+CNMA` is out.
    Acknowledging,
    /// The end.
    Stopped,
}

/// What follows a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resume {
    /// The same step of the bring-up again.
    Step(Step),
    /// The bring-up from its start.
    BringUp,
}

impl Phase {
    /// When the phase itself wants to go on, with no command out.
    pub(super) fn until(&self) -> Option<Duration> {
        match self {
            Self::Closed { until } | Self::Waiting { until, .. } => Some(*until),
            Self::Rousing(rousing) => rousing.until(),
            Self::Draining(drain) => drain.until(),
            Self::Opening
            | Self::BringUp(_)
            | Self::Healing(_)
            | Self::Idle
            | Self::Beating
            | Self::Polling(_)
            | Self::Sending(_)
            | Self::Asking(_)
            | Self::Counting
            | Self::Acknowledging
            | Self::Stopped => None,
        }
    }

    /// Whether the modem is set up and its session lives.
    pub(super) fn is_up(&self) -> bool {
        match self {
            Self::Rousing(rousing) => rousing.leads_to_idle(),
            Self::Asking(asking) => asking.waits.is_none(),
            Self::Idle
            | Self::Beating
            | Self::Polling(_)
            | Self::Draining(_)
            | Self::Sending(_)
            | Self::Counting
            | Self::Acknowledging => true,
            Self::Closed { .. }
            | Self::Opening
            | Self::BringUp(_)
            | Self::Healing(_)
            | Self::Waiting { .. }
            | Self::Stopped => false,
        }
    }
}
