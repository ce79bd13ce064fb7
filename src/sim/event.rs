//! The record: everything that happened on the line and in the network, as it happened.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::script::BreakPoint;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Counts from 1 within one run of the simulator.
    pub n: u64,
    /// The simulator's wall time, UTC.
    pub wall: DateTime<Utc>,
    /// Microseconds since the simulator started, on the monotonic clock.
    pub mono_us: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// A place in one of the memories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// `SM`, `ME` or `SR`.
    pub storage: String,
    /// As `AT+CMGR` takes it.
    pub index: usize,
}

/// Which part of a longer text this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOf {
    /// The concatenation reference, 8 or 16 bits.
    pub reference: u16,
    /// How many parts the text has.
    pub total: u8,
    /// This one, from 1.
    pub number: u8,
}

/// What happened. In the record file the variant's name is the field `event`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The link is there and can be opened.
    Ready {
        /// The link, or the pty itself when there is no link.
        path: String,
        /// The pty behind it.
        pty: String,
    },
    /// The pty was taken away.
    Unplugged,
    /// The first byte of a program that opened the port.
    Attached,
    /// The last program that had the port open has closed it, or died.
    Detached,
    /// The modem's settings went back to the power-on defaults.
    Booted,
    /// A whole AT line came in.
    LineIn {
        /// Without its CR.
        text: String,
    },
    /// A line went out.
    LineOut {
        /// Without its CRLF.
        text: String,
        /// False when no program had the port open: the line is lost.
        heard: bool,
    },
    /// The prompt of `AT+CMGS` went out.
    Prompt,
    /// Ctrl-Z came in after these hex digits.
    Pdu {
        /// As written by the program.
        hex: String,
    },
    /// ESC ended the prompt.
    Escaped,
    /// The network has the part. From here on it counts as sent, whatever the line says.
    Accepted {
        /// Where it goes, as the network understands it.
        to: String,
        /// The decoded words; hex where they are not text.
        words: String,
        /// The message reference (TS 23.040 9.2.3.6).
        mr: u8,
        /// Set when the part belongs to a longer text.
        part: Option<PartOf>,
        /// Whether a status report was asked for.
        report: bool,
        /// Validity in seconds from now; None when the SUBMIT carries none.
        validity_s: Option<i64>,
        /// The TPDU as accepted, in hex.
        tpdu: String,
    },
    /// The network or the modem refused the part.
    Refused {
        /// Where it would have gone; empty when it could not be read.
        to: String,
        /// The words; empty when they could not be read.
        words: String,
        /// The `+CMS ERROR` code; None for a bare ERROR.
        code: Option<u16>,
    },
    /// The part was neither accepted nor answered (`lose-submit`).
    Lost {
        /// Where it would have gone.
        to: String,
    },
    /// A phone has the whole text.
    Arrived {
        /// The phone's number.
        to: String,
        /// All parts joined.
        words: String,
    },
    /// The network let a text go because its validity period ended.
    Expired {
        /// The phone's number.
        to: String,
    },
    /// A phone texted the shop.
    Texted {
        /// The phone's number.
        from: String,
        /// The words.
        words: String,
        /// How many TPDUs carry it.
        parts: usize,
    },
    /// A phone calls the shop.
    Called {
        /// The phone's number; None is withheld.
        from: Option<String>,
        /// How often it rings.
        rings: u32,
    },
    /// A DELIVER or a report is in the modem's memory.
    Stored {
        /// Where.
        place: Place,
        /// The TPDU in hex.
        tpdu: String,
        /// Whether the network gave this very TPDU before.
        repeat: bool,
        /// Who sent it; empty for reports.
        from: String,
        /// The words; empty for reports.
        words: String,
    },
    /// A DELIVER or a report went straight to the line (`+CMT`, `+CDS`).
    Routed {
        /// The TPDU in hex.
        tpdu: String,
        /// The program said `AT+CNMA`, or nothing has to be said.
        acknowledged: bool,
    },
    /// There is no room for a DELIVER, and the network keeps it.
    Kept {
        /// The memory that is full.
        storage: String,
    },
    /// A listing or a read was written to the line.
    Listed {
        /// What it held.
        places: Vec<Place>,
        /// The TPDUs in hex, in the same order.
        tpdus: Vec<String>,
    },
    /// A place was emptied by `AT+CMGD`.
    Deleted {
        /// Where.
        place: Place,
        /// The TPDU that was there, in hex.
        tpdu: String,
    },
    /// A status report left the network.
    Reported {
        /// Whose arrival it tells of.
        to: String,
        /// The message reference of the SUBMIT.
        mr: u8,
        /// TP-ST (TS 23.040 9.2.3.15).
        status: u8,
        /// `stored`, `routed` or `dropped`.
        how: String,
    },
    /// A breakpoint was reached; the line is frozen.
    Stopped {
        /// Which.
        at: BreakPoint,
    },
    /// The line goes on.
    Continued,
    /// A command of the script was carried out.
    Did {
        /// As it was written.
        command: String,
    },
    /// A command of the script was not understood.
    Misread {
        /// What is wrong and what to write instead.
        error: String,
    },
}

/// Which way a line went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the program to the modem.
    ToModem,
    /// From the modem to the program.
    FromModem,
}

/// One line of the wire, for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WireLine {
    /// The simulator's wall time, UTC.
    pub at: DateTime<Utc>,
    /// Which way.
    pub direction: Direction,
    /// Without line ends.
    pub text: String,
}

impl Recorded {
    /// This event as a line of the wire, if it is one.
    pub fn wire_line(&self) -> Option<WireLine> {
        let (direction, text) = match &self.event {
            Event::LineIn { text } => (Direction::ToModem, text.clone()),
            Event::Pdu { hex } => (Direction::ToModem, hex.clone()),
            Event::Escaped => (Direction::ToModem, "ESC".to_owned()),
            Event::LineOut { text, .. } => (Direction::FromModem, text.clone()),
            Event::Prompt => (Direction::FromModem, ">".to_owned()),
            _ => return None,
        };
        Some(WireLine {
            at: self.wall,
            direction,
            text,
        })
    }
}

impl Event {
    /// The event as one line for a program that reads the simulator's standard output, or None
    /// for what only the record file holds (the lines of the wire and the listings).
    pub fn line(&self) -> Option<String> {
        Some(match self {
            Self::Ready { path, .. } => format!("ready {path}"),
            Self::Unplugged => "unplugged".to_owned(),
            Self::Attached => "attached".to_owned(),
            Self::Detached => "detached".to_owned(),
            Self::Booted => "booted".to_owned(),
            Self::Accepted {
                to,
                words,
                mr,
                part,
                ..
            } => {
                let part =
                    part.map_or_else(|| "1/1".to_owned(), |p| format!("{}/{}", p.number, p.total));
                format!("accepted {to} mr={mr} part={part} {}", quoted(words))
            }
            Self::Refused { to, code, .. } => match code {
                Some(code) => format!("refused {to} {code}"),
                None => format!("refused {to} bare"),
            },
            Self::Lost { to } => format!("lost {to}"),
            Self::Arrived { to, words } => format!("arrived {to} {}", quoted(words)),
            Self::Expired { to } => format!("expired {to}"),
            Self::Texted { from, parts, words } => {
                format!("texted {from} parts={parts} {}", quoted(words))
            }
            Self::Called { from, rings } => {
                let from = from.as_deref().unwrap_or("withheld");
                format!("called {from} rings={rings}")
            }
            Self::Stored { place, from, .. } => {
                format!("stored {} {} {from}", place.storage, place.index)
            }
            Self::Routed { acknowledged, .. } => format!("routed acknowledged={acknowledged}"),
            Self::Kept { storage } => format!("kept {storage}"),
            Self::Deleted { place, .. } => format!("deleted {} {}", place.storage, place.index),
            Self::Reported {
                to,
                mr,
                status,
                how,
            } => format!("reported {to} mr={mr} status={status} {how}"),
            Self::Stopped { at } => format!("stopped {at}"),
            Self::Continued => "continued".to_owned(),
            Self::Did { command } => format!("did {command}"),
            Self::Misread { error } => format!("error {error}"),
            Self::LineIn { .. }
            | Self::LineOut { .. }
            | Self::Prompt
            | Self::Pdu { .. }
            | Self::Escaped
            | Self::Listed { .. } => return None,
        })
    }
}

/// The words as a JSON string, so that one text stays on one line.
fn quoted(words: &str) -> String {
    serde_json::Value::from(words).to_string()
}
