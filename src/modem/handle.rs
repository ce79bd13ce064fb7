//! How the rest of the house talks to the modem.

use super::status::ModemStatus;
use crate::store::{Outcome, Permit};
use crate::wire::at::Question;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use thiserror::Error;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

/// A cheap clone of the way to the modem's task.
///
/// Requests wait their turn there. A request whose caller went away is carried out all the same:
/// what was begun with a modem has to be ended.
#[derive(Debug, Clone)]
pub struct ModemHandle {
    pub(super) requests: mpsc::Sender<Request>,
    pub(super) status: watch::Receiver<ModemStatus>,
    pub(super) wire: broadcast::Sender<WireLine>,
}

/// What the task is asked for.
#[derive(Debug)]
pub(super) enum Request {
    Drain(oneshot::Sender<Result<Drained, Down>>),
    Ask(Question, oneshot::Sender<Result<Told, Down>>),
    Send(Permit, oneshot::Sender<Result<Outcome, Down>>),
    Answer(oneshot::Sender<()>),
    Stop,
}

/// Everything that the modem held has been stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// The modem session it was read in. A permit for it holds in this session only.
    pub session: u64,
    /// How many texts came in since the drain before this one, by whatever way. Status reports are
    /// not counted.
    pub received: usize,
    /// A memory was full when it was read, or the modem said so since the drain before: the network
    /// may have kept texts back and will deliver them soon.
    pub was_full: bool,
}

/// What a modem said to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its lines.
    pub lines: Vec<String>,
    /// How it ended: `OK`, an error as the modem says it, or that there was no answer.
    pub end: String,
}

/// The modem can't do it now. [`ModemHandle::status`] says why and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Down {
    /// It is away, silent, being set up, or went away in the middle.
    #[error("the modem is down")]
    Away,
    /// A commit failed. What the modem holds was left there.
    #[error("what the modem did or holds could not be stored")]
    NotStored,
    /// Readybell is stopping.
    #[error("the modem is being closed")]
    Stopping,
}

/// One line of the serial line, for the page that shows it. It holds numbers and words: never log it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct WireLine {
    /// When, by the wall clock, UTC.
    pub at: DateTime<Utc>,
    /// Which way.
    pub direction: Direction,
    /// The line without its end; control characters are named (`ESC`, `Ctrl-Z`).
    pub text: String,
}

/// Which way a line went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From Readybell to the modem.
    ToModem,
    /// From the modem to Readybell.
    FromModem,
}

impl std::fmt::Debug for WireLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "WireLine({:?}, {} bytes)",
            self.direction,
            self.text.len()
        )
    }
}

impl ModemHandle {
    /// Reads and stores all that the modem holds, and empties it. Asked again while one runs, a
    /// second run follows, so that nothing that arrived before the question is missed.
    ///
    /// # Errors
    /// [`Down`] when it can't be read. Nothing is lost: the texts stay where they are.
    pub async fn drain(&self) -> Result<Drained, Down> {
        let (answer, answered) = oneshot::channel();
        self.requests
            .send(Request::Drain(answer))
            .await
            .map_err(|_| Down::Stopping)?;
        answered.await.map_err(|_| Down::Stopping)?
    }

    /// Asks the modem one of the questions that change nothing, when the line is free.
    ///
    /// # Errors
    /// [`Down`] when there is no modem to ask, or it goes away under the question.
    pub async fn ask(&self, question: Question) -> Result<Told, Down> {
        let (answer, answered) = oneshot::channel();
        self.requests
            .send(Request::Ask(question, answer))
            .await
            .map_err(|_| Down::Stopping)?;
        answered.await.map_err(|_| Down::Stopping)?
    }

    /// Returns when the task has taken this up: it lives, whatever becomes of the modem.
    ///
    /// # Errors
    /// [`Down::Stopping`] when the task has ended.
    pub async fn lives(&self) -> Result<(), Down> {
        let (answer, answered) = oneshot::channel();
        self.requests
            .send(Request::Answer(answer))
            .await
            .map_err(|_| Down::Stopping)?;
        answered.await.map_err(|_| Down::Stopping)
    }

    /// Hands the permit's part to the modem, and returns when it is settled in the store.
    ///
    /// It is refused as [`Outcome::NotSent`] when the permit is of another session or has expired,
    /// when there is no network, and when something came in, was announced, or was sent since the
    /// last [`drain`](Self::drain): then drain and mint anew.
    ///
    /// # Errors
    /// [`Down::NotStored`] when how it ended could not be stored; [`Down::Stopping`] when the task
    /// has ended, so that nobody settled it. The store finds both out at its next start.
    pub async fn send(&self, permit: Permit) -> Result<Outcome, Down> {
        let (answer, answered) = oneshot::channel();
        self.requests
            .send(Request::Send(permit, answer))
            .await
            .map_err(|_| Down::Stopping)?;
        answered.await.map_err(|_| Down::Stopping)?
    }

    /// How the modem stands, now and on each change.
    pub fn status(&self) -> watch::Receiver<ModemStatus> {
        self.status.clone()
    }

    /// The line as it talks, from now on. A reader that is slow loses lines, not the modem.
    pub fn wire(&self) -> broadcast::Receiver<WireLine> {
        self.wire.subscribe()
    }

    /// Picks nothing new, waits for the answer to a part that was handed over (up to 130 s), closes
    /// the port, and returns when that is done.
    pub async fn shutdown(&self) {
        // A task that is gone already has nothing left to stop.
        let _ = self.requests.send(Request::Stop).await;
        self.requests.closed().await;
    }

    /// How long [`shutdown`](Self::shutdown) may take at worst.
    pub const LONGEST_SHUTDOWN: Duration = Duration::from_secs(140);
}
