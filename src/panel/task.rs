//! Runs the bays: the driver's edges and the desk's notices in, questions to the desk and light
//! levels out. One task owns every bay.

use super::driver::Rig;
use super::machine::{Action, Event, Health, Outcome, Station};
use super::{Bay, PanelError, Pattern};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// What a bay asks of the desk. Each is answered by one [`Outcome`], within
/// [`ANSWER_WITHIN`](super::machine::ANSWER_WITHIN).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelEvent {
    /// Announce the job in this bay.
    Pressed {
        /// Where.
        bay: Bay,
    },
    /// Take the announcement back.
    TakenBack {
        /// Where.
        bay: Bay,
    },
}

/// What the desk tells the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The answer to a press; or what happened in this bay without one.
    Outcome {
        /// Where.
        bay: Bay,
        /// What.
        outcome: Outcome,
    },
    /// How the box is, for every light at rest.
    Health(Health),
}

/// Runs the panel until the desk drops its end of `notices`; then the lights go off.
///
/// `began` is the zero of the monotonic times in [`Outcome::Armed`]. `events` holds at most two
/// questions a bay; where there is no room, the bay's light shows trouble and the press is lost.
///
/// Fails when the driver does.
pub async fn run(
    mut rig: Rig,
    began: Instant,
    mut notices: mpsc::Receiver<Notice>,
    events: mpsc::Sender<PanelEvent>,
) -> Result<(), PanelError> {
    let mut bays: BTreeMap<Bay, Station> = rig.bays.iter().map(|b| (*b, Station::new())).collect();
    let mut shown: BTreeMap<Bay, (Pattern, bool)> = BTreeMap::new();
    loop {
        let now = began.elapsed();
        for (bay, station) in &bays {
            let light = station.light(now);
            if shown.insert(*bay, light) != Some(light) {
                rig.lights.set(*bay, light.1, light.0)?;
            }
        }
        let due = bays.values().filter_map(|s| s.next_change(now)).min();
        tokio::select! {
            edge = rig.edges.recv() => {
                let edge = edge.ok_or(PanelError::DriverGone)??;
                let event = if edge.closed { Event::Close } else { Event::Open };
                happen(&mut bays, edge.bay, event, began.elapsed(), &events);
            }
            notice = notices.recv() => match notice {
                Some(Notice::Outcome { bay, outcome }) => {
                    happen(&mut bays, bay, Event::Outcome(outcome), began.elapsed(), &events);
                }
                Some(Notice::Health(health)) => {
                    let at = began.elapsed();
                    for station in bays.values_mut() {
                        station.apply(Event::Health(health), at);
                    }
                }
                None => break,
            },
            () = sleep_until(began + due.unwrap_or_default()), if due.is_some() => {
                let at = began.elapsed();
                for station in bays.values_mut() {
                    station.apply(Event::Tick, at);
                }
            }
        }
    }
    for bay in bays.keys() {
        rig.lights.set(*bay, false, Pattern::Dark)?;
    }
    Ok(())
}

/// Tells one bay, and passes on what it asks. A bay without a button has nothing to show.
fn happen(
    bays: &mut BTreeMap<Bay, Station>,
    bay: Bay,
    event: Event,
    at: Duration,
    events: &mpsc::Sender<PanelEvent>,
) {
    let Some(station) = bays.get_mut(&bay) else {
        return;
    };
    let question = match station.apply(event, at) {
        Some(Action::Announce) => PanelEvent::Pressed { bay },
        Some(Action::TakeBack) => PanelEvent::TakenBack { bay },
        None => return,
    };
    if events.try_send(question).is_err() {
        tracing::error!(%bay, "the desk takes no more presses; this one is lost");
        station.unheard(at);
    }
}
