//! Commands that are not about texts: who the modem is, its SIM, its network, its settings
//! (TS 27.007, ITU-T V.250).

use crate::sim::script::NetworkTime;
use chrono::{DateTime, TimeDelta, Utc};

use super::syntax::{Command, Kind};
use super::{Answer, Fault, Modem, Outcome, REGISTRATIONS, Step, info, ok};
use crate::domain::time::Now;
use crate::wire::Address;

/// The identity that the simulated modem shows.
const REVISION: &str = env!("CARGO_PKG_VERSION");
/// A test IMEI (GSMA type allocation 00 is for tests).
const IMEI: &str = "004999010640000";
/// Network 001-01 is for tests (ITU-T E.212).
pub(super) const IMSI: &str = "001010123456789";
pub(super) const ICCID: &str = "8900101000000000005";
const NETWORK_CODE: &str = "00101";
/// E-UTRAN (TS 27.007 7.3).
const ACCESS: u8 = 7;
/// EF_SMSS, the SMS status file (TS 31.102 4.2.9), as `AT+CRSM` writes it.
const EF_SMSS: &str = "28483";
/// READ BINARY (TS 27.007 8.18).
const READ_BINARY: &str = "176";
/// "File not found" (TS 102 221 10.2.1).
const NO_FILE: &str = "+CRSM: 106,130";

/// Settings that are kept and told, and change nothing here.
const KEPT: [(&str, &str, &str); 8] = [
    ("+CTZU", "0", "(0,1)"),
    ("+CTZR", "0", "(0-2)"),
    ("+CLIP", "0", "(0,1)"),
    ("+CRC", "0", "(0,1)"),
    ("+CGATT", "1", "(0,1)"),
    ("+CVHU", "0", "(0,1)"),
    ("+COLP", "0", "(0,1)"),
    ("+CCWA", "0", "(0,1)"),
];

/// What the network makes of a modem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Admission {
    /// It is at home.
    Home,
    /// It is a guest.
    Roaming,
    /// It is not found.
    Lost,
    /// It is turned away.
    Denied,
}

impl Modem {
    pub(super) fn general_command(&mut self, command: &Command, now: Now) -> Outcome {
        match (command.name.as_str(), command.kind) {
            ("E", _) => {
                self.settings.echo = command.word(0) == "1" || command.word(0).is_empty();
                lines([])
            }
            ("Z" | "&F", _) => {
                let echo = self.settings.echo;
                let function = self.settings.function;
                self.settings = super::Settings::new(&self.service_centre);
                self.settings.echo = echo || command.name == "&F";
                self.settings.function = function;
                lines([])
            }
            ("V", _) if command.word(0) == "0" => Err(Fault::Plain),
            ("S", Kind::Read) => lines(["000".to_owned()]),
            ("I", _) => lines([
                self.profile.maker.to_owned(),
                self.profile.model.to_owned(),
                format!("Revision: {REVISION}"),
            ]),
            ("Q" | "V" | "X" | "S" | "H" | "L" | "M" | "&C" | "&D" | "&K" | "&S" | "&W", _) => {
                lines([])
            }
            ("+CGMI" | "+GMI", Kind::Exec) => lines([self.profile.maker.to_owned()]),
            ("+CGMM" | "+GMM", Kind::Exec) => lines([self.profile.model.to_owned()]),
            ("+CGMR" | "+GMR", Kind::Exec) => lines([REVISION.to_owned()]),
            ("+CGSN" | "+GSN", Kind::Exec) => lines([IMEI.to_owned()]),
            ("+CIMI", Kind::Exec) => lines([self.card.imsi.clone()]),
            ("+CCID" | "+ICCID", Kind::Exec | Kind::Read) => {
                lines([format!("{}: {}", command.name, self.card.iccid)])
            }
            ("+CNUM", Kind::Exec) => lines([format!("+CNUM: ,\"{}\",145", self.own_number)]),
            ("+GCAP", Kind::Exec) => lines(["+GCAP: +CGSM".to_owned()]),
            (
                "+CGMI" | "+CGMM" | "+CGMR" | "+CGSN" | "+CIMI" | "+CNUM" | "+CCID" | "+CSQ"
                | "+CBC" | "+CPAS" | "+GMI" | "+GMM" | "+GMR" | "+GSN",
                Kind::Test,
            ) => lines([]),
            ("+CPINR", Kind::Exec) => self.card.tries_command(),
            ("+CPIN", Kind::Read) if self.profile.pin_without_ok => {
                let asked = self.card.pin_command(command, Kind::Read)?;
                Ok(match asked {
                    Answer::Lines(lines) => Answer::Steps(vec![info(&lines)]),
                    steps @ Answer::Steps(_) => steps,
                })
            }
            ("+CPIN", kind) => self.card.pin_command(command, kind),
            ("+CFUN", kind) => self.function(command, kind),
            ("+CMEE", Kind::Read) => lines([format!("+CMEE: {}", self.settings.cmee)]),
            ("+CMEE", Kind::Test) => lines(["+CMEE: (0-2)".to_owned()]),
            ("+CMEE", Kind::Set) => {
                self.settings.cmee = small(command, 0, 2)?;
                lines([])
            }
            (name, kind) if REGISTRATIONS.contains(&name) => {
                self.registration_command(command, kind)
            }
            ("+CSQ", Kind::Exec) => lines([match self.signal {
                0 => "+CSQ: 99,99".to_owned(),
                signal => format!("+CSQ: {signal},99"),
            }]),
            ("+CBC", Kind::Exec) => lines(["+CBC: 0,100,4000".to_owned()]),
            ("+CPAS", Kind::Exec) => lines(["+CPAS: 0".to_owned()]),
            ("+CLCC", Kind::Exec) => lines([]),
            ("+WIND", _) => Err(Fault::Plain),
            ("+COPS", kind) => self.operator(command, kind),
            ("+CSCS", Kind::Read) => lines([format!("+CSCS: \"{}\"", self.settings.charset)]),
            ("+CSCS", Kind::Test) => lines(["+CSCS: (\"IRA\",\"GSM\",\"UCS2\")".to_owned()]),
            ("+CSCS", Kind::Set) => {
                let wanted = command.word(0).to_ascii_uppercase();
                if !["IRA", "GSM", "UCS2"].contains(&wanted.as_str()) {
                    return Err(Fault::Cme(50));
                }
                self.settings.charset = wanted;
                lines([])
            }
            ("+CCLK", Kind::Read) => lines([self.told_time(now)]),
            ("+CCLK", Kind::Set | Kind::Test) => lines([]),
            ("+CUSD", Kind::Set) => unstructured(command),
            ("+CUSD", Kind::Read) => lines(["+CUSD: 0".to_owned()]),
            ("+CUSD", Kind::Test) => lines(["+CUSD: (0-2)".to_owned()]),
            // Of the SIM's files only the SMS status is there.
            ("+CRSM", Kind::Set)
                if command.word(0) == READ_BINARY && command.word(1) == EF_SMSS =>
            {
                Ok(Answer::Steps(vec![Step::Count]))
            }
            ("+CRSM", Kind::Set) => lines([NO_FILE.to_owned()]),
            ("+CRSM", Kind::Test) => lines([]),
            ("^GETPORTMODE", Kind::Exec) if !self.profile.ports.is_empty() => {
                lines([self.profile.ports.to_owned()])
            }
            (name, _) if name == self.profile.hushed_by && !name.is_empty() => {
                self.settings.hushed = true;
                lines([])
            }
            (name, kind) => self.kept(name, kind, command),
        }
    }

    /// What it says in between, unasked.
    pub(in crate::sim) fn chatter(&self) -> Option<&'static str> {
        let chatters = !self.profile.chatter.is_empty() && !self.settings.hushed;
        chatters.then_some(self.profile.chatter)
    }

    pub(super) fn registration(&self, note: u8) -> String {
        let state = match (self.registered(), self.settings.function) {
            (true, _) if self.admission == Admission::Roaming => 5,
            (true, _) => 1,
            (false, 1) if self.admission == Admission::Denied => 3,
            (false, 1) => 2,
            (false, _) => 0,
        };
        match (note, state) {
            (2, 1 | 5) => format!("{state},\"1A2B\",\"01C3D4E5\",{ACCESS}"),
            _ => state.to_string(),
        }
    }

    /// What is said at each ring of a call (TS 27.007 6.11, 7.6); None is withheld.
    pub fn ring_lines(&self, caller: Option<&Address>) -> Vec<String> {
        let is_on = |wanted| {
            self.settings
                .numbers
                .iter()
                .any(|(name, on)| *name == wanted && on == "1")
        };
        let ring = if is_on("+CRC") {
            "+CRING: VOICE"
        } else {
            "RING"
        };
        let clip = match caller {
            Some(caller) => {
                let kind = 0x80 | (caller.kind.bits() << 4) | caller.plan;
                format!("+CLIP: \"{}\",{kind},\"\",0,\"\",0", caller.written())
            }
            None => "+CLIP: \"\",128,\"\",0,\"\",1".to_owned(),
        };
        let clip = is_on("+CLIP").then_some(clip);
        std::iter::once(ring.to_owned()).chain(clip).collect()
    }

    fn function(&mut self, command: &Command, kind: Kind) -> Outcome {
        match kind {
            Kind::Read => lines([format!("+CFUN: {}", self.settings.function)]),
            Kind::Test => lines(["+CFUN: (0,1,4),(0,1)".to_owned()]),
            Kind::Exec => Err(Fault::Cme(50)),
            Kind::Set => {
                let function = small(command, 0, 4)?;
                if ![0, 1, 4].contains(&function) {
                    return Err(Fault::Cme(50));
                }
                if command.word(1) == "1" {
                    return Ok(Answer::Steps(vec![ok(), Step::Boot]));
                }
                self.settings.function = function;
                Ok(Answer::Steps(vec![ok(), Step::Radio]))
            }
        }
    }

    fn registration_command(&mut self, command: &Command, kind: Kind) -> Outcome {
        let name = &command.name;
        let at = REGISTRATIONS.iter().position(|n| n == name).unwrap_or(0);
        let Some(note) = self.settings.registration_notes.get_mut(at) else {
            return Err(Fault::Plain);
        };
        match kind {
            Kind::Test => lines([format!("{name}: (0-2)")]),
            Kind::Set | Kind::Exec => {
                *note = small(command, 0, 2)?;
                lines([])
            }
            Kind::Read => {
                let note = *note;
                lines([format!("{name}: {note},{}", self.registration(note))])
            }
        }
    }

    fn operator(&mut self, command: &Command, kind: Kind) -> Outcome {
        match kind {
            Kind::Read if !self.registered() => lines(["+COPS: 0".to_owned()]),
            Kind::Read => {
                let format = self.settings.operator_format;
                let name = if format == 2 {
                    NETWORK_CODE
                } else {
                    &self.operator
                };
                lines([format!("+COPS: 0,{format},\"{name}\",{ACCESS}")])
            }
            Kind::Test => lines([format!(
                "+COPS: (2,\"{0}\",\"{0}\",\"{NETWORK_CODE}\",{ACCESS}),,(0-4),(0-2)",
                self.operator
            )]),
            Kind::Exec => Err(Fault::Cme(50)),
            Kind::Set => {
                if let Some(format @ 0..=2) = command.figure(1, 9) {
                    self.settings.operator_format = u8::try_from(format).unwrap_or(0);
                }
                match small(command, 0, 4)? {
                    2 => self.admission = Admission::Lost,
                    0 | 1 | 4 if self.admission == Admission::Lost => {
                        self.admission = Admission::Home;
                    }
                    0 | 1 | 4 => {}
                    _ => return lines([]),
                }
                Ok(Answer::Steps(vec![ok(), Step::Radio]))
            }
        }
    }

    /// Local time with the zone in quarters of an hour (TS 27.007 8.15), or what modems say instead.
    fn told_time(&self, now: Now) -> String {
        let takes_it = self
            .settings
            .numbers
            .iter()
            .any(|(name, value)| *name == "+CTZU" && value != "0");
        let in_zone = |wall: DateTime<Utc>, minutes: i32| {
            let local = wall + TimeDelta::minutes(i64::from(minutes));
            local.format("%y/%m/%d,%H:%M:%S").to_string()
        };
        let zone = self.zone_minutes;
        let (time, zone) = match self.network_time {
            NetworkTime::Wrong(seconds) => (
                in_zone(now.wall + TimeDelta::seconds(seconds), zone),
                Some(zone),
            ),
            NetworkTime::NoZone => (in_zone(now.wall, zone), None),
            NetworkTime::LocalAsUtc => (in_zone(now.wall, zone), Some(0)),
            NetworkTime::UtcInZone => (in_zone(now.wall, 0), Some(zone)),
            NetworkTime::Unset => ("80/01/06,00:01:02".to_owned(), Some(0)),
            NetworkTime::Asked if !takes_it => ("80/01/06,00:01:02".to_owned(), Some(0)),
            NetworkTime::Right | NetworkTime::Asked => (in_zone(now.wall, zone), Some(zone)),
        };
        let zone = zone.map_or_else(String::new, |zone| format!("{:+03}", zone / 15));
        format!("+CCLK: \"{time}{zone}\"")
    }

    /// The SMS status (EF_SMSS), as the answer to reading it; without a count there is no such file.
    pub(in crate::sim) fn sms_status(&self, count: Option<u8>) -> Vec<Step> {
        let memory_left = if self.faults.sim_full { "FE" } else { "FF" };
        let said = match count {
            Some(count) => format!("+CRSM: 144,0,\"{count:02X}{memory_left}\""),
            None => NO_FILE.to_owned(),
        };
        vec![info(&[said]), ok()]
    }

    fn kept(&mut self, name: &str, kind: Kind, command: &Command) -> Outcome {
        let Some((name, first, range)) = KEPT.iter().find(|(known, ..)| *known == name) else {
            return Err(Fault::Plain);
        };
        let kept = self.settings.numbers.iter_mut().find(|(n, _)| n == name);
        match (kind, kept) {
            (Kind::Test, _) => lines([format!("{name}: {range}")]),
            (Kind::Read, kept) => {
                let value = kept.map_or((*first).to_owned(), |(_, value)| value.clone());
                lines([format!("{name}: {value}")])
            }
            (_, Some((_, value))) => {
                *value = command.args.join(",");
                lines([])
            }
            (_, None) => {
                let value = command.args.join(",");
                self.settings.numbers.push((name, value));
                lines([])
            }
        }
    }
}

fn unstructured(command: &Command) -> Outcome {
    if command.word(0) == "1" && !command.word(1).is_empty() {
        let answer = info(&["+CUSD: 0,\"Your balance is 10.00\",15".to_owned()]);
        return Ok(Answer::Steps(vec![ok(), answer]));
    }
    lines([])
}

pub(super) fn lines<const N: usize>(lines: [String; N]) -> Outcome {
    Ok(Answer::Lines(lines.to_vec()))
}

/// A parameter from 0 to `most`; missing is 0.
fn small(command: &Command, place: usize, most: u8) -> Result<u8, Fault> {
    command
        .figure(place, 0)
        .and_then(|figure| u8::try_from(figure).ok())
        .filter(|figure| *figure <= most)
        .ok_or(Fault::Cme(50))
}
