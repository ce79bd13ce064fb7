//! The one loop that empties the outbox: what has come in first, then one part, and again.
//!
//! Each part is preceded by a reading of all that the modem holds, and by a fresh verdict. So a STOP
//! that is in the modem, or in the network's backlog, is applied before the next part is minted.

use super::Desk;
use crate::modem::{Drained, ModemHandle, ModemStatus};
use crate::store::{Minted, StoreError};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Runs until `stop`; a part that is with the modem then is waited for.
pub async fn run(desk: Desk, modem: ModemHandle, stop: CancellationToken) {
    let mut sender = Sender::new(desk, modem).await;
    sender.run(stop).await;
}

/// A modem that could not be read for longer than this has a backlog in the network.
const GAP: Duration = Duration::from_secs(120);
/// The backlog has come in when nothing more comes for so long.
const QUIET: Duration = Duration::from_secs(60);
/// Nobody waits for a backlog longer than this.
const SETTLED_AT_LAST: Duration = Duration::from_secs(300);
/// Where nothing can be sent for so long, every waiting "ready" is a call.
const CALL_AFTER: Duration = Duration::from_secs(300);
/// How often it is noted that the modem was read.
const NOTE_EVERY: Duration = Duration::from_secs(60);
/// After the store failed, and between looks when nothing is due.
const AT_LEAST_EVERY: Duration = Duration::from_secs(60);

struct Sender {
    desk: Desk,
    modem: ModemHandle,
    status: watch::Receiver<ModemStatus>,
    changes: watch::Receiver<u64>,
    backlog: Backlog,
    /// Since when the modem can't be read, on the monotonic clock.
    unread_since: Option<Duration>,
    /// Since when nothing can be sent, on the monotonic clock.
    unsendable_since: Option<Duration>,
    calls_made: bool,
    /// Whether the time of day was known, and how often it had jumped, when that was last looked at.
    clock: (bool, u64),
    noted_at: Option<Duration>,
    /// Whether it is written down when Readybell came here.
    knows_install: bool,
}

/// What may still wait in the network, on the monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Backlog {
    /// Nothing.
    Settled,
    /// It comes in since `since`; the last text came at `last`.
    Coming { since: Duration, last: Duration },
}

impl Backlog {
    fn settles_at(self) -> Option<Duration> {
        match self {
            Self::Settled => None,
            Self::Coming { since, last } => Some((last + QUIET).min(since + SETTLED_AT_LAST)),
        }
    }
}

/// When there is something to do again.
enum Next {
    /// At once.
    Now,
    /// After so long, or when something changes.
    After(Duration),
}

impl Sender {
    async fn new(desk: Desk, modem: ModemHandle) -> Self {
        let (now, jumps) = (desk.clock.now(), desk.clock.jumps());
        // Whether this start follows a gap: unless the clock is right and says that the modem was
        // read a moment ago, nobody knows. Where it never was read, nobody was ever texted.
        let gap = match desk.store.modem_last_read().await {
            Ok(None) => false,
            Ok(Some(read)) => {
                let away = (now.wall - read).to_std().unwrap_or(GAP);
                !now.trusted || away >= GAP
            }
            Err(error) => {
                tracing::error!(%error, "the store can't be read");
                true
            }
        };
        let backlog = if gap {
            Backlog::Coming {
                since: now.mono,
                last: now.mono,
            }
        } else {
            Backlog::Settled
        };
        Self {
            status: modem.status(),
            changes: desk.store.changes(),
            desk,
            modem,
            backlog,
            unread_since: Some(now.mono),
            unsendable_since: Some(now.mono),
            calls_made: false,
            clock: (now.trusted, jumps),
            noted_at: None,
            knows_install: false,
        }
    }

    async fn run(&mut self, stop: CancellationToken) {
        loop {
            self.changes.mark_unchanged();
            self.status.mark_unchanged();
            let next = match self.round(&stop).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(%error, "nothing is sent: the store failed");
                    Next::After(AT_LEAST_EVERY)
                }
            };
            let wait = match next {
                Next::Now => Duration::ZERO,
                Next::After(wait) => wait.min(AT_LEAST_EVERY),
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                _ = self.changes.changed() => {}
                _ = self.status.changed() => {}
                () = self.desk.clock.moved() => {}
            }
            if stop.is_cancelled() {
                return;
            }
        }
    }

    /// Applies what came in, lets go what is stale, and sends what may go until nothing may.
    async fn round(&mut self, stop: &CancellationToken) -> Result<Next, StoreError> {
        self.housekeeping().await?;
        let due = match self.desk.store.due(self.desk.clock.now()).await? {
            Minted::Nothing(wake) => wake,
            Minted::Part(_) => Some(Duration::ZERO),
        };
        if due != Some(Duration::ZERO) || !self.can_send() {
            return Ok(Next::After(self.earliest(due)));
        }
        while !stop.is_cancelled() {
            let Ok(drained) = self.modem.drain().await else {
                return Ok(Next::After(self.earliest(None)));
            };
            self.note_read(drained).await?;
            self.apply().await?;
            let settling = self.is_settling();
            match self
                .desk
                .store
                .mint(drained.session, settling, self.desk.clock.now())
                .await?
            {
                Minted::Nothing(Some(Duration::ZERO)) => return Ok(Next::Now),
                Minted::Nothing(wake) => return Ok(Next::After(self.earliest(wake))),
                Minted::Part(permit) => {
                    // The modem's task writes down how it ended; a part that it could not take is
                    // back in the queue.
                    if self.modem.send(permit).await.is_err() {
                        return Ok(Next::After(self.earliest(None)));
                    }
                }
            }
        }
        Ok(Next::Now)
    }

    async fn housekeeping(&mut self) -> Result<(), StoreError> {
        let now = self.desk.clock.now();
        let store = &self.desk.store;
        // What waits for the time to be known, or until a time by a clock that was wrong, has its turn.
        let clock = (now.trusted, self.desk.clock.jumps());
        if std::mem::replace(&mut self.clock, clock) != clock {
            store.clock_changed().await?;
        }
        if now.trusted && !self.knows_install {
            store.note_install(now).await?;
            self.knows_install = true;
        }
        store.join_overdue(now).await?;
        self.apply().await?;
        let store = &self.desk.store;
        store.expire(now).await?;
        store.decide_overdue(now).await?;
        store.call_unanswered(now).await?;
        if self.status.borrow().can_be_read() {
            if self
                .unread_since
                .take()
                .is_some_and(|since| now.mono.saturating_sub(since) > GAP)
            {
                self.backlog = Backlog::Coming {
                    since: now.mono,
                    last: now.mono,
                };
            }
        } else {
            self.unread_since.get_or_insert(now.mono);
        }
        if self.can_send() {
            self.unsendable_since = None;
            self.calls_made = false;
        } else {
            let since = *self.unsendable_since.get_or_insert(now.mono);
            if now.mono.saturating_sub(since) >= CALL_AFTER && !self.calls_made {
                store.call_whose_ready_waits(now).await?;
                self.calls_made = true;
            }
        }
        let is_read = self.status.borrow().can_be_read();
        if self.backlog.settles_at().is_some_and(|at| now.mono >= at) && is_read {
            self.backlog = Backlog::Settled;
            store.look_again().await?;
        }
        Ok(())
    }

    async fn apply(&mut self) -> Result<(), StoreError> {
        let now = self.desk.clock.now();
        let came = self.desk.store.apply_inbound(now).await?;
        if let (Backlog::Coming { last, .. }, true) = (&mut self.backlog, came > 0) {
            *last = now.mono;
        }
        Ok(())
    }

    async fn note_read(&mut self, drained: Drained) -> Result<(), StoreError> {
        let now = self.desk.clock.now();
        if drained.was_full && self.backlog == Backlog::Settled {
            self.backlog = Backlog::Coming {
                since: now.mono,
                last: now.mono,
            };
        }
        if self
            .noted_at
            .is_none_or(|at| now.mono.saturating_sub(at) >= NOTE_EVERY)
        {
            self.noted_at = Some(now.mono);
            self.desk.store.modem_was_read(now).await?;
        }
        Ok(())
    }

    fn is_settling(&self) -> bool {
        self.backlog
            .settles_at()
            .is_some_and(|at| self.desk.clock.now().mono < at)
    }

    fn can_send(&self) -> bool {
        self.status.borrow().can_send()
    }

    /// How long nothing can be due, at most.
    fn earliest(&self, due: Option<Duration>) -> Duration {
        let now = self.desk.clock.now().mono;
        let until = |at: Duration| at.saturating_sub(now);
        let settles = self.backlog.settles_at().map(until);
        let call = self
            .unsendable_since
            .filter(|_| !self.calls_made)
            .map(|since| until(since + CALL_AFTER));
        [
            due.filter(|wait| !wait.is_zero()),
            settles.filter(|wait| !wait.is_zero()),
            call,
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(AT_LEAST_EVERY)
    }
}
