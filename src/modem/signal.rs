//! The signal over the last day, for a technician who looks for a place for the antenna. In memory: it
//! is worth nothing after a restart.

use super::status::ModemStatus;
use crate::clock::Clock;
use chrono::{DateTime, Timelike, Utc};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// As often as the modem is asked for it.
const EVERY: Duration = Duration::from_secs(60);
/// A day of them.
const KEPT: usize = 24 * 60;

/// How well the network was heard at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// When, by the wall clock, UTC.
    pub at: DateTime<Utc>,
    /// In dBm, where the modem knew it.
    pub dbm: Option<i16>,
    /// Whether it was registered.
    pub registered: bool,
}

/// One hour of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour {
    /// Its beginning.
    pub at: DateTime<Utc>,
    /// The weakest signal in dBm, where the modem knew any.
    pub weakest: Option<i16>,
    /// How many minutes of it had no network.
    pub lost: u32,
}

/// How far the signal went up and down, in dBm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub weakest: i16,
    /// Half of the samples are below it.
    pub usual: i16,
    /// The most.
    pub best: i16,
}

impl Hour {
    /// The hours of these samples, in their order.
    pub fn all(samples: &[Sample]) -> Vec<Self> {
        let mut hours: Vec<Self> = Vec::new();
        for sample in samples {
            let full = sample.at.with_minute(0).and_then(|at| at.with_second(0));
            let at = full
                .and_then(|at| at.with_nanosecond(0))
                .unwrap_or(sample.at);
            let lost = u32::from(!sample.registered);
            match hours.last_mut() {
                Some(hour) if hour.at == at => {
                    hour.weakest = match (hour.weakest, sample.dbm) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    };
                    hour.lost += lost;
                }
                _ => hours.push(Self {
                    at,
                    weakest: sample.dbm,
                    lost,
                }),
            }
        }
        hours
    }
}

impl Range {
    /// Of these samples; `None` where no signal was known.
    pub fn of(samples: &[Sample]) -> Option<Self> {
        let mut heard: Vec<i16> = samples.iter().filter_map(|sample| sample.dbm).collect();
        heard.sort_unstable();
        Some(Self {
            weakest: *heard.first()?,
            usual: *heard.get(heard.len() / 2)?,
            best: *heard.last()?,
        })
    }
}

/// The signal over the last day, a sample a minute. A cheap clone of the same samples.
#[derive(Debug, Clone, Default)]
pub struct SignalLog(Arc<Mutex<VecDeque<Sample>>>);

impl FromIterator<Sample> for SignalLog {
    fn from_iter<T: IntoIterator<Item = Sample>>(samples: T) -> Self {
        Self(Arc::new(Mutex::new(samples.into_iter().collect())))
    }
}

impl SignalLog {
    /// Keeps a sample a minute, until the modem's task has ended. Run it as a task of its own.
    pub async fn follow(self, mut status: watch::Receiver<ModemStatus>, clock: Arc<Clock>) {
        let mut minutes = interval(EVERY);
        minutes.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                _ = minutes.tick() => {
                    let sample = {
                        let status = status.borrow();
                        Sample {
                            at: clock.now().wall,
                            dbm: status.signal_dbm,
                            registered: status.registration.is_registered(),
                        }
                    };
                    self.push(sample);
                }
                changed = status.changed() => if changed.is_err() {
                    return;
                },
            }
        }
    }

    /// What is kept, the oldest first.
    pub fn samples(&self) -> Vec<Sample> {
        let samples = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        samples.iter().copied().collect()
    }

    fn push(&self, sample: Sample) {
        let mut samples = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if samples.len() == KEPT {
            samples.pop_front();
        }
        samples.push_back(sample);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_day_is_kept_a_sample_a_minute() {
        let clock = Arc::new(Clock::starting_at("2026-11-21T20:00:00Z".parse().unwrap()));
        let (sender, status) = watch::channel(ModemStatus::unopened());
        let log = SignalLog::default();
        let follower = tokio::spawn(log.clone().follow(status, clock));
        tokio::time::sleep(EVERY / 2).await;
        sender.send_modify(|status| status.signal_dbm = Some(-77));
        tokio::time::sleep(EVERY * 2).await;
        let signals: Vec<_> = log.samples().iter().map(|sample| sample.dbm).collect();
        assert_eq!(signals, [None, Some(-77), Some(-77)]);

        tokio::time::sleep(EVERY * 2 * u32::try_from(KEPT).unwrap()).await;
        let samples = log.samples();
        assert_eq!(samples.len(), KEPT);
        let (first, last) = (samples.first().unwrap().at, samples.last().unwrap().at);
        assert_eq!((last - first).num_minutes(), 24 * 60 - 1);
        drop(sender);
        follower.await.unwrap();
    }
    #[test]
    fn an_hour_has_its_weakest_signal_and_the_minutes_without_a_network() {
        let from: DateTime<Utc> = "2026-11-21T20:58:30Z".parse().unwrap();
        let sample = |minute, dbm: Option<i16>| Sample {
            at: from + chrono::TimeDelta::minutes(minute),
            dbm,
            registered: dbm.is_some(),
        };
        let samples = [
            sample(0, Some(-77)),
            sample(1, Some(-81)),
            sample(2, None),
            sample(3, Some(-75)),
        ];
        let hours = Hour::all(&samples).into_iter();
        let hours: Vec<_> = hours
            .map(|hour| (hour.at.to_rfc3339(), hour.weakest, hour.lost))
            .collect();
        let expected = [
            ("2026-11-21T20:00:00+00:00".to_owned(), Some(-81), 0),
            ("2026-11-21T21:00:00+00:00".to_owned(), Some(-75), 1),
        ];
        assert_eq!(hours, expected);
        assert_eq!(Range::of(&samples[2..3]), None);
    }
}
