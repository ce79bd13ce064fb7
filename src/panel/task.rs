//! Runs the bays: the driver's edges and the desk's notices in, questions to the desk and light
//! levels out. One task owns every bay.

use super::driver::{Edge, Rig};
use super::machine::{Action, Event, Health, Outcome, Station};
use super::{Bay, PanelError, Pattern};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// What a bay tells the desk. Each question is answered by one [`Outcome`], within
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
    /// A button is stuck, or its wire loose; or it is no longer. Nothing answers this.
    Stuck {
        /// Where.
        bay: Bay,
        /// Whether it is.
        is_stuck: bool,
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

/// How many edges are taken before the lights get their turn. A storm on a line has more.
const AT_ONCE: usize = 1024;

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
    let new = |bay: &Bay| (*bay, Station::new(rig.hold));
    let mut bays: BTreeMap<Bay, Station> = rig.bays.iter().map(new).collect();
    for bay in &rig.closed {
        if let Some(station) = bays.get_mut(bay) {
            station.found_closed(began.elapsed());
        }
    }
    let mut shown: BTreeMap<Bay, (Pattern, bool)> = BTreeMap::new();
    let mut stuck: BTreeSet<Bay> = BTreeSet::new();
    loop {
        let now = began.elapsed();
        for (bay, station) in &bays {
            let light = station.light(now);
            if shown.insert(*bay, light) != Some(light) {
                rig.lights.set(*bay, light.1, light.0)?;
            }
            tell_stuck(&mut stuck, *bay, station.is_stuck(now), &events);
        }
        let due = bays.values().filter_map(|s| s.next_change(now)).min();
        tokio::select! {
            edge = rig.edges.next() => change(&mut bays, edge?, began.elapsed(), &events),
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
                // What the lines did until now comes first: a closing that is over may be noise.
                for _ in 0..AT_ONCE {
                    let Some(edge) = rig.edges.waiting()? else {
                        break;
                    };
                    change(&mut bays, edge, at, &events);
                }
                for bay in &rig.bays {
                    happen(&mut bays, *bay, Event::Tick, at, &events);
                }
            }
        }
    }
    for bay in bays.keys() {
        rig.lights.set(*bay, false, Pattern::Dark)?;
    }
    Ok(())
}

/// A contact has changed, which is heard of at `now`.
fn change(
    bays: &mut BTreeMap<Bay, Station>,
    edge: Edge,
    now: Duration,
    events: &mpsc::Sender<PanelEvent>,
) {
    let Edge { bay, closed, at } = edge;
    let event = if closed {
        Event::Close { at }
    } else {
        Event::Open { at }
    };
    happen(bays, bay, event, now, events);
}

/// Tells the desk when a button gets stuck, and when it comes free. Where there is no room now, the
/// next turn tells it.
fn tell_stuck(
    stuck: &mut BTreeSet<Bay>,
    bay: Bay,
    is_stuck: bool,
    events: &mpsc::Sender<PanelEvent>,
) {
    if stuck.contains(&bay) == is_stuck
        || events
            .try_send(PanelEvent::Stuck { bay, is_stuck })
            .is_err()
    {
        return;
    }
    if is_stuck {
        stuck.insert(bay);
    } else {
        stuck.remove(&bay);
    }
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
