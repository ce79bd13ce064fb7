//! The script language: one command a line, which says what the phones, the network, the modem
//! and its cable do next. [`HELP`] is its reference.

mod counts;
mod parse;
mod time;

use std::fmt;
use std::time::Duration;

use crate::sim::noise::Damage;
use crate::sim::profile::Profile;
pub use counts::{Keeping, Referring};
use serde::{Deserialize, Serialize};
pub use time::NetworkTime;

/// The reference, as `readybell sim --help` prints it.
pub const HELP: &str = include_str!("help.txt");

/// A point where the simulator can stop, so that something can happen at exactly that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreakPoint {
    /// `AT+CMGS` is in; the prompt is not out.
    BeforePrompt,
    /// Half of the PDU's digits are in.
    MidPdu,
    /// All of the PDU's digits are in; Ctrl-Z is not.
    BeforeCtrlZ,
    /// Ctrl-Z is in; the network does not have the part.
    AfterCtrlZ,
    /// The network has the part; nothing of `+CMGS` is out.
    Accepted,
    /// Half of the `+CMGS` line is out.
    MidCmgs,
    /// `+CMGS` and its OK are out.
    AfterCmgs,
    /// A whole reply to `AT+CMGL` is out.
    Listing,
    /// `AT+CMGD` is in; nothing is deleted.
    BeforeCmgd,
    /// It is deleted; the OK is not out.
    AfterCmgd,
    /// The OK of `AT+CMGD` is out.
    AfterCmgdOk,
    /// A `+CMTI` is out.
    Cmti,
    /// A DELIVER is in the memory; nothing tells of it yet.
    Stored,
    /// A status report is out or stored.
    Report,
}

impl BreakPoint {
    /// Every one, in the order in which a send and then a receipt pass them.
    pub const ALL: [Self; 14] = [
        Self::BeforePrompt,
        Self::MidPdu,
        Self::BeforeCtrlZ,
        Self::AfterCtrlZ,
        Self::Accepted,
        Self::MidCmgs,
        Self::AfterCmgs,
        Self::Stored,
        Self::Cmti,
        Self::Listing,
        Self::BeforeCmgd,
        Self::AfterCmgd,
        Self::AfterCmgdOk,
        Self::Report,
    ];

    /// The name in the script and in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BeforePrompt => "before-prompt",
            Self::MidPdu => "mid-pdu",
            Self::BeforeCtrlZ => "before-ctrl-z",
            Self::AfterCtrlZ => "after-ctrl-z",
            Self::Accepted => "accepted",
            Self::MidCmgs => "mid-cmgs",
            Self::AfterCmgs => "after-cmgs",
            Self::Listing => "listing",
            Self::BeforeCmgd => "before-cmgd",
            Self::AfterCmgd => "after-cmgd",
            Self::AfterCmgdOk => "after-cmgd-ok",
            Self::Cmti => "cmti",
            Self::Stored => "stored",
            Self::Report => "report",
        }
    }
}

impl fmt::Display for BreakPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A step whose duration can be set; all are 0 at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelayStep {
    /// From a command to its answer.
    Answer,
    /// From `AT+CMGS` to the prompt.
    Prompt,
    /// From Ctrl-Z to the network's acceptance.
    Submit,
    /// From the acceptance to `+CMGS`.
    Sent,
    /// From a phone's text to the modem.
    Deliver,
    /// From a phone's receipt to the status report.
    Report,
}

impl DelayStep {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Answer,
        Self::Prompt,
        Self::Submit,
        Self::Sent,
        Self::Deliver,
        Self::Report,
    ];

    /// The name in the script.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Prompt => "prompt",
            Self::Submit => "submit",
            Self::Sent => "sent",
            Self::Deliver => "deliver",
            Self::Report => "report",
        }
    }
}

/// A memory of the modem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Memory {
    /// The SIM.
    Sm,
    /// The modem itself.
    Me,
    /// Status reports.
    Sr,
}

impl Memory {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Sm, Self::Me, Self::Sr];

    /// The name on the line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sm => "SM",
            Self::Me => "ME",
            Self::Sr => "SR",
        }
    }
}

/// How the network writes a sender's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderForm {
    /// `+15550134477`, international.
    Plus,
    /// `15550134477`, type of number unknown.
    Bare,
    /// `5550134477`, national.
    National,
    /// `5550134477`, type of number unknown.
    Unknown,
}

/// What a phone is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PhonePower {
    /// It takes texts at once.
    On,
    /// The network keeps texts for it.
    Off,
    /// The number is not in service: texts fail for good.
    Gone,
}

/// What the modem does with the next commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// It answers again.
    Off,
    /// It swallows everything until told otherwise.
    On,
    /// It swallows the next command.
    Next,
    /// It swallows everything for so long.
    For(Duration),
}

/// Where inside a reply an unsolicited line can be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// Between `AT+CMGS` and the prompt.
    Prompt,
    /// Between Ctrl-Z and the `+CMGS` line.
    Cmgs,
    /// Between a `+CMGL` line and its PDU.
    Cmgl,
    /// Between a `+CMGR` line and its PDU.
    Cmgr,
}

/// What happens to the SIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SimChange {
    /// It is taken out.
    Out,
    /// It is put back.
    In,
    /// Another SIM, with this IMSI, is in its place.
    Imsi(String),
    /// It asks for this PIN, or for none.
    Pin(Option<String>),
}

/// How often a fault happens; None is until it is turned off.
pub type Times = Option<u32>;

/// One command of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A phone texts the shop.
    Text {
        /// The phone's number.
        from: String,
        /// The words.
        words: String,
    },
    /// A phone calls the shop, and nobody answers.
    Call {
        /// The phone's number; None is withheld.
        from: Option<String>,
        /// How often it rings, five seconds apart.
        rings: u32,
    },
    /// A phone is turned on, turned off, or taken out of service.
    Phone {
        /// The phone's number.
        number: String,
        /// What it does from now on.
        power: PhonePower,
    },
    /// The cable is pulled.
    Unplug,
    /// The cable is put back.
    Replug,
    /// The signal's strength as `AT+CSQ` tells it; 0 is no service.
    Signal(u8),
    /// The network takes the modem.
    Register,
    /// The network drops the modem.
    Deregister,
    /// The network takes the modem as a guest.
    Roam,
    /// The network turns the modem away.
    Deny,
    /// Something about the SIM, after which the modem starts anew.
    Sim(SimChange),
    /// A memory's size.
    Storage(Memory, usize),
    /// What the modem says that the network's time is.
    NetworkTime(NetworkTime),
    /// How the SIM keeps the count of texts.
    Counter(Keeping),
    /// How the modem gives references.
    Reference(Referring),
    /// The SIM says that it is full.
    SimFull(bool),
    /// The network refuses texts.
    Refuse {
        /// The `+CMS ERROR` code; None is a bare `ERROR`.
        code: Option<u16>,
        /// How often.
        times: Times,
        /// Only texts to this number.
        to: Option<String>,
    },
    /// The network refuses no more.
    RefuseOff,
    /// Commands are answered with `+CME ERROR`.
    Cme {
        /// The code.
        code: u16,
        /// How often.
        times: Times,
        /// Only commands that begin so, without `AT`.
        on: Option<String>,
    },
    /// No more of that.
    CmeOff,
    /// The modem says nothing.
    Silence(Silence),
    /// The network accepts, but `+CMGS` comes late or never.
    SwallowAnswer {
        /// How late; None is never.
        late: Option<Duration>,
        /// How often.
        times: Times,
    },
    /// Ctrl-Z is neither passed on nor answered.
    LoseSubmit(Times),
    /// The prompt is not written.
    DropPrompt(Times),
    /// The modem starts anew without leaving the cable.
    Reset,
    /// The modem stops, the cable stays.
    PowerOff,
    /// It starts again.
    PowerOn,
    /// The SIM is busy for so long (`+CME ERROR: 14`, `+CMS ERROR: 314`).
    SimBusy(Duration),
    /// Whether the network sends status reports.
    Reports(bool),
    /// A status report, true or not.
    Report {
        /// The recipient that it names.
        to: String,
        /// The reference that it names.
        mr: u8,
        /// TP-ST.
        status: u8,
        /// How long ago the service centre took the text, as it says.
        ago: Duration,
    },
    /// Where `CNMI` ds=2 stores reports, and where `+CDSI` says they are.
    ReportsIn(Memory, Memory),
    /// The network gives its last DELIVER again, so many times.
    RepeatDelivery(u32),
    /// How senders are written from now on.
    SenderForm(SenderForm),
    /// An unsolicited line now.
    Urc(String),
    /// An unsolicited line inside the next reply of that kind.
    UrcInside(Inside, String),
    /// Random bytes now.
    Garbage(usize),
    /// Random bytes before each line from now on.
    GarbageEachLine(usize),
    /// The random numbers start here.
    Seed(u64),
    /// How long a step takes, between the two.
    Delay(DelayStep, Duration, Duration),
    /// So many of 1,000 bytes or lines are damaged.
    Noise(Damage, u16),
    /// The modem is another maker's, and starts anew.
    Profile(&'static Profile),
    /// Stop at the nth time from now.
    Break(BreakPoint, u32),
    /// No breakpoints.
    BreakOff,
    /// Go on after a stop.
    Continue,
}
