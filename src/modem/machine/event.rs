//! What goes into the machine and what comes out.

use crate::domain::evidence::Sign;
use crate::modem::handle::{Direction, Down, Drained, Told};
use crate::modem::status::{ModemStatus, Why};
use crate::modem::steps::Tried;
use crate::store::{LineRules, Listed, OnLine, Outcome};
use crate::wire::Address;
use crate::wire::at::Question;
use chrono::{DateTime, FixedOffset};
use std::fmt;
use std::time::Duration;

/// Names a request, so that its answer finds the one who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::modem) struct Ticket(pub(in crate::modem) u64);

/// What the machine is run for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::modem) enum Purpose {
    /// Send and receive.
    Work,
    /// Set the modem up, look how it stands, and touch no text.
    Look,
}

/// A part as its permit allows it.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::modem) struct Handover {
    pub ticket: Ticket,
    /// The SUBMIT TPDU without a service center.
    pub tpdu: Vec<u8>,
    pub session: u64,
    pub expires: Duration,
}

impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handover({:?}, {} octets)", self.ticket, self.tpdu.len())
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::modem) enum Event<'a> {
    /// The deadline has come.
    Tick,
    /// The port is open.
    Opened,
    /// It could not be opened.
    OpenFailed(Why),
    /// The port is gone: end of file, an error, or a write that did not end.
    Closed,
    /// The modem said something.
    Bytes(&'a [u8]),
    /// Someone wants everything read.
    Drain(Ticket),
    /// Someone asks a question by hand.
    Ask(Ticket, Question),
    /// Someone hands over a part.
    Send(Handover),
    /// Come to an end.
    Stop,
    /// [`Effect::TakeListing`] is committed; these places may be emptied.
    ListingTaken(Vec<u32>),
    /// [`Effect::CopyDeleted`] is committed.
    CopyDeleted,
    /// [`Effect::TakeDirect`] is committed.
    DirectTaken,
    /// [`Effect::Release`] is committed.
    Released,
    /// [`Effect::TryPin`] is committed.
    PinNoted,
    /// What holds for the line was changed.
    Rules(LineRules),
    /// A commit failed.
    NotStored(Unstored),
}

/// Which commit failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::modem) enum Unstored {
    Listing,
    CopyDeleted,
    Direct,
    Release,
    Pin,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::modem) enum Effect {
    /// Open the port. Answered by `Opened` or `OpenFailed`.
    Open,
    /// Close the port. Not answered.
    Close,
    /// Write these bytes. Not answered, except by `Closed` when it fails.
    Write(Vec<u8>),
    /// Store a complete listing of one memory. Answered by `ListingTaken`.
    TakeListing {
        sim: String,
        storage: String,
        entries: Vec<Listed>,
    },
    /// Store that a place was emptied. Answered by `CopyDeleted`.
    CopyDeleted {
        sim: String,
        storage: String,
        index: u32,
    },
    /// Store what came straight over the line. Answered by `DirectTaken`.
    TakeDirect { sim: String, tpdu: Vec<u8> },
    /// Store that Ctrl-Z is about to be written, and what the line is. Answered by `Released`.
    Release(Ticket, OnLine),
    /// Store that the PIN is about to be entered. Answered by `PinNoted`.
    TryPin,
    /// Store that it was taken. Not answered.
    PinAccepted,
    /// Store that this SIM is the shop's: it is the first. Not answered.
    AdoptSim(String),
    /// Store how the part ended, and tell who handed it over. Not answered.
    Settle {
        ticket: Ticket,
        sim: String,
        outcome: Outcome,
    },
    /// Store that the network had taken a part that had timed out. Not answered.
    LateAnswer(Ticket, u8),
    /// Weigh what the counts say about doubtful parts. `ended`: those to which the modem said an end,
    /// since when it has kept its power. Not answered.
    Weigh { line: OnLine, ended: Vec<Ticket> },
    /// Store whether this count moved with a part that was refused. Not answered.
    CountsTries {
        line: OnLine,
        sign: Sign,
        counted: bool,
    },
    /// The network says that it is this time. Not answered.
    NetworkTime(DateTime<FixedOffset>),
    /// Store that someone called and nobody answered; `None`: the number is withheld. Not answered.
    Missed(Option<Address>),
    /// Answer a request for a drain.
    Drained(Ticket, Result<Drained, Down>),
    /// Answer a question.
    Told(Ticket, Result<Told, Down>),
    /// The status changed.
    Status(Box<ModemStatus>),
    /// It was asked the same once more, the gentlest that helps; why.
    AskedAgain(&'static str),
    /// A step was taken to put the modem right.
    Tried(Tried),
    /// A line went over the wire.
    Trace(Direction, String),
}
