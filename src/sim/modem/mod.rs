//! The modem's side of the line: settings, memories and commands. Commands come in whole; what
//! the modem does about them comes out as [`Step`]s, which the world carries out one by one, so
//! that a delay or a breakpoint can stand between any two.
//!
//! Start at [`Modem::command`].

mod card;
mod counts;
mod general;
mod memory;
mod syntax;
mod texts;

use std::time::Duration;

use super::event::{Event, Place};
use super::profile::{PLAIN, Profile};
use super::script::{BreakPoint, DelayStep, Inside, Memory, NetworkTime, Times};
use super::{SimConfig, network::spend};
use crate::domain::time::Now;
use syntax::{Command, Kind};

use card::Card;
pub use counts::Counts;
pub(super) use general::Admission;
use general::{ICCID, IMSI};
pub(super) use memory::{Memories, Slot, State, place};

/// One thing that the modem does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// Wait as long as that step takes.
    Wait(DelayStep),
    /// Wait so long.
    WaitFor(Duration),
    /// Stop here, if that is asked for.
    Break(BreakPoint),
    /// Write this to the line.
    Say(String),
    /// Write the prompt, unless it is to be dropped, and take what follows for a PDU.
    Prompt {
        /// The length that `AT+CMGS` gave: octets of the TPDU.
        length: usize,
        /// Whether the program sees it.
        shown: bool,
    },
    /// Say what the SIM's count of texts is.
    Count,
    /// The SIM learns how the last try ended.
    Answered {
        /// Whether the network took it.
        taken: bool,
    },
    /// Hand the PDU's hex digits to the network.
    Submit {
        /// As `AT+CMGS` gave it.
        length: usize,
        /// The digits.
        digits: String,
    },
    /// Empty these places.
    Delete(Vec<(Memory, usize)>),
    /// Write this into the record.
    Note(Event),
    /// The program acknowledged what was routed to it; false means it refused it.
    Acknowledge(bool),
    /// Registration may have changed.
    Radio,
    /// Start anew.
    Boot,
}

/// A final result other than OK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `ERROR`.
    Plain,
    /// `+CME ERROR` (TS 27.007 9.2).
    Cme(u16),
    /// `+CMS ERROR` (TS 27.005 3.2.5).
    Cms(u16),
}

/// What a command comes to.
type Outcome = Result<Answer, Fault>;

/// What a command that succeeds does.
enum Answer {
    /// These lines, then OK.
    Lines(Vec<String>),
    /// These steps, which say everything themselves.
    Steps(Vec<Step>),
}

/// What the line takes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mode {
    /// A command.
    Command,
    /// The digits of a PDU, up to Ctrl-Z.
    Pdu {
        /// As `AT+CMGS` gave it.
        length: usize,
        /// What has come so far.
        digits: String,
    },
}

/// What is lost when the modem starts anew.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub echo: bool,
    pub cmee: u8,
    /// `<mode>,<mt>,<bm>,<ds>,<bfr>`.
    pub cnmi: [u8; 5],
    pub csms: u8,
    /// For reading, for writing, for what comes in.
    pub memories: [Memory; 3],
    /// `CREG`, `CGREG` and `CEREG`.
    pub registration_notes: [u8; 3],
    pub function: u8,
    /// It was told to say nothing unasked.
    pub hushed: bool,
    operator_format: u8,
    charset: String,
    service_centre: String,
    numbers: Vec<(&'static str, String)>,
}

impl Settings {
    fn new(service_centre: &str) -> Self {
        Self {
            echo: true,
            cmee: 0,
            cnmi: [0; 5],
            csms: 0,
            memories: [Memory::Sm; 3],
            registration_notes: [0; 3],
            function: 1,
            hushed: false,
            operator_format: 0,
            charset: "IRA".to_owned(),
            service_centre: service_centre.to_owned(),
            numbers: Vec::new(),
        }
    }
}

/// What is to go wrong, and how often.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub cme: Vec<(u16, Times, Option<String>)>,
    pub drop_prompt: Option<Times>,
    pub swallow_answer: Option<(Option<Duration>, Times)>,
    pub lose_submit: Option<Times>,
    pub inside: Vec<(Inside, String)>,
    pub sim_full: bool,
    pub busy_until: Duration,
}

impl Faults {
    /// Whether a counted fault happens now; uses up one time.
    pub fn happens(times: &mut Option<Times>) -> bool {
        let Some(left) = times else { return false };
        if spend(left) {
            *times = None;
        }
        true
    }

    /// The unsolicited line for that place, once.
    pub fn inside(&mut self, place: Inside) -> Option<String> {
        let at = self.inside.iter().position(|(p, _)| *p == place)?;
        Some(self.inside.remove(at).1)
    }
}

/// The modem with its SIM.
#[derive(Debug)]
pub(super) struct Modem {
    pub settings: Settings,
    pub stored: Memories,
    pub mode: Mode,
    pub faults: Faults,
    /// Whose it is.
    pub profile: &'static Profile,
    /// Where `CNMI` ds=2 stores reports, and where `+CDSI` says so.
    pub reports_in: (Memory, Memory),
    /// The references, and what the SIM keeps of them.
    pub counts: Counts,
    /// The SIM in it.
    pub card: Card,
    /// What the network makes of it.
    pub admission: Admission,
    /// 0 to 31, as `AT+CSQ`.
    pub signal: u8,
    own_number: String,
    service_centre: String,
    operator: String,
    zone_minutes: i32,
    /// What it says that the network's time is.
    pub network_time: NetworkTime,
}

impl Modem {
    pub fn new(config: &SimConfig, last_mr: u8) -> Self {
        Self {
            settings: Settings::new(&config.service_centre),
            stored: Memories::new(
                config.first_index,
                config.sim_size,
                config.modem_size,
                config.reports_size,
            ),
            mode: Mode::Command,
            faults: Faults::default(),
            profile: &PLAIN,
            reports_in: (Memory::Sr, Memory::Sr),
            counts: Counts::new(last_mr),
            card: Card::new(IMSI, ICCID, config.pin.clone()),
            admission: Admission::Home,
            signal: 20,
            own_number: config.own_number.clone(),
            service_centre: config.service_centre.clone(),
            operator: config.operator.clone(),
            zone_minutes: config.zone_minutes,
            network_time: NetworkTime::Right,
        }
    }

    /// Power-on: the settings are the defaults again, the memories stay.
    pub fn boot(&mut self) {
        self.settings = Settings::new(&self.service_centre);
        self.mode = Mode::Command;
        self.card.power_on();
    }

    /// The service centre's number, as the SIM has it.
    pub fn centre(&self) -> &str {
        &self.service_centre
    }

    /// Whether the network can reach it.
    pub fn registered(&self) -> bool {
        matches!(self.admission, Admission::Home | Admission::Roaming)
            && self.signal > 0
            && self.settings.function == 1
            && self.card.fault().is_none()
    }

    /// What the modem does about a line, which begins with `AT` in any case.
    pub fn command(&mut self, line: &str, now: Now) -> Vec<Step> {
        let mut steps = vec![Step::Wait(DelayStep::Answer)];
        let mut lines = Vec::new();
        let Some(commands) = syntax::commands(line) else {
            steps.push(self.fail(Fault::Plain));
            return steps;
        };
        for command in commands {
            match self.one(&command, now) {
                Ok(Answer::Lines(more)) => lines.extend(more),
                Ok(Answer::Steps(more)) => {
                    if !lines.is_empty() {
                        steps.push(info(&lines));
                    }
                    steps.extend(more);
                    return steps;
                }
                Err(fault) => {
                    if !lines.is_empty() {
                        steps.push(info(&lines));
                    }
                    steps.push(self.fail(fault));
                    return steps;
                }
            }
        }
        if !lines.is_empty() {
            steps.push(info(&lines));
        }
        steps.push(ok());
        steps
    }

    /// The final result for a fault, in the form that `AT+CMEE` chose.
    pub fn fail(&self, fault: Fault) -> Step {
        let text = match (fault, self.settings.cmee) {
            (Fault::Cms(code), 0 | 1) => format!("+CMS ERROR: {code}"),
            (Fault::Cms(code), _) => format!("+CMS ERROR: {}", cms_words(code)),
            (Fault::Plain, _) | (Fault::Cme(_), 0) => "ERROR".to_owned(),
            (Fault::Cme(code), 1) => format!("+CME ERROR: {code}"),
            (Fault::Cme(code), _) => format!("+CME ERROR: {}", cme_words(code)),
        };
        info(&[text])
    }

    /// The lines that tell of the registration, for those of the three that are turned on.
    pub fn registration_lines(&self) -> Vec<String> {
        REGISTRATIONS
            .iter()
            .zip(self.settings.registration_notes)
            .filter(|(_, note)| *note > 0)
            .map(|(name, note)| format!("{name}: {}", self.registration(note)))
            .collect()
    }

    fn one(&mut self, command: &Command, now: Now) -> Outcome {
        if let Some(fault) = self.scripted_fault(command) {
            return Err(fault);
        }
        let sms = texts::knows(&command.name);
        let needs_sim = sms
            || matches!(
                command.name.as_str(),
                "+CIMI" | "+CCID" | "+ICCID" | "+CNUM" | "+CRSM"
            );
        if let Some(fault) = self.card.fault()
            && needs_sim
            && command.kind != Kind::Test
        {
            return Err(match (sms, fault) {
                (false, fault) => Fault::Cme(fault),
                (true, 10) => Fault::Cms(310),
                (true, 12) => Fault::Cms(316),
                (true, _) => Fault::Cms(311),
            });
        }
        if now.mono < self.faults.busy_until {
            if sms {
                return Err(Fault::Cms(314));
            }
            if needs_sim || command.name == "+CPIN" {
                return Err(Fault::Cme(14));
            }
        }
        if sms {
            self.text_command(command)
        } else {
            self.general_command(command, now)
        }
    }

    fn scripted_fault(&mut self, command: &Command) -> Option<Fault> {
        let at = self.faults.cme.iter().position(|(_, _, prefix)| {
            prefix
                .as_ref()
                .is_none_or(|prefix| command.name.starts_with(prefix))
        })?;
        let (code, times, _) = self.faults.cme.get_mut(at)?;
        let code = *code;
        if spend(times) {
            self.faults.cme.remove(at);
        }
        Some(Fault::Cme(code))
    }
}

/// `AT+CREG` and its kin.
const REGISTRATIONS: [&str; 3] = ["+CREG", "+CGREG", "+CEREG"];

/// Lines of information, or a final result.
pub(super) fn info(lines: &[String]) -> Step {
    Step::Say(format!("\r\n{}\r\n", lines.join("\r\n")))
}

pub(super) fn ok() -> Step {
    info(&["OK".to_owned()])
}

/// TS 27.005 3.2.5; the network's causes are TS 24.011 E.2.
fn cms_words(code: u16) -> String {
    let words = match code {
        38 => "Network out of order",
        42 => "Congestion",
        50 => "Requested facility not subscribed",
        302 => "Operation not allowed",
        304 => "Invalid PDU mode parameter",
        310 => "SIM not inserted",
        311 => "SIM PIN required",
        316 => "SIM PUK required",
        314 => "SIM busy",
        321 => "Invalid memory index",
        322 => "Memory full",
        331 => "No network service",
        332 => "Network timeout",
        340 => "No +CNMA acknowledgement expected",
        500 => "Unknown error",
        _ => return code.to_string(),
    };
    words.to_owned()
}

/// TS 27.007 9.2.
fn cme_words(code: u16) -> String {
    let words = match code {
        3 => "Operation not allowed",
        4 => "Operation not supported",
        10 => "SIM not inserted",
        11 => "SIM PIN required",
        12 => "SIM PUK required",
        13 => "SIM failure",
        14 => "SIM busy",
        16 => "Incorrect password",
        30 => "No network service",
        50 => "Incorrect parameters",
        100 => "Unknown",
        _ => return code.to_string(),
    };
    words.to_owned()
}

/// The places of a listing, for the record.
fn listed(memory: Memory, entries: &[(usize, Slot)]) -> Step {
    let places: Vec<Place> = entries.iter().map(|(i, _)| place(memory, *i)).collect();
    let tpdus = entries
        .iter()
        .map(|(_, slot)| super::tpdu::hex(&slot.tpdu))
        .collect();
    Step::Note(Event::Listed { places, tpdus })
}
