//! Single lines of answers: storage, registration, signal, SIM, operator, reference, clock.

use super::fields;
use crate::wire::Timestamp;
use chrono::{DateTime, FixedOffset};

/// The message reference after a text was accepted (`+CMGS: 17`, TS 27.005 4.3). Modems that give
/// a number beyond one octet have its lowest taken.
pub fn reference(line: &str) -> Option<u8> {
    let number: u32 = fields::after(line, "+CMGS:")?.first()?.number()?;
    u8::try_from(number & 0xFF).ok()
}

/// The last message reference that the SIM keeps, from the answer to reading EF_SMSS with `AT+CRSM`
/// (TS 27.007 8.18; TS 31.102 4.2.9): `+CRSM: 144,0,"11FF"`, with or without quotes. Its first octet.
pub fn last_reference(line: &str) -> Option<u8> {
    let fields = fields::after(line, "+CRSM:")?;
    let status: u16 = fields.first()?.number()?;
    // Both mean success (TS 102 221 10.2.1); 145 says that the card has something else to say, too.
    let data = fields.get(2).filter(|_| matches!(status, 144 | 145))?;
    let octets = crate::wire::hex::decode(data.text).ok()?;
    octets.first().copied()
}

/// One of the memories that a modem uses, and how full it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// `SM`, `ME`, …; empty in the answer to setting it.
    pub name: String,
    /// Places in use.
    pub used: u16,
    /// Places in all.
    pub total: u16,
}

/// The memories in `+CPMS:`, asked for (`"SM",3,20,…`) or set (`3,20,…`); one to three.
pub fn memories(line: &str) -> Option<Vec<Memory>> {
    let fields = fields::after(line, "+CPMS:")?;
    let named = fields.first()?.number::<u16>().is_none();
    let memories: Option<Vec<Memory>> = fields
        .chunks_exact(if named { 3 } else { 2 })
        .map(|chunk| match chunk {
            [name, used, total] => Some(Memory {
                name: name.text.to_owned(),
                used: used.number()?,
                total: total.number()?,
            }),
            [used, total] => Some(Memory {
                name: String::new(),
                used: used.number()?,
                total: total.number()?,
            }),
            _ => None,
        })
        .collect();
    memories.filter(|memories| !memories.is_empty())
}

/// The memories that can be chosen for each of the three uses, from the answer to `AT+CPMS=?`.
///
/// Modems leave brackets out, or leave groups empty. One group alone counts for all three.
pub fn memory_choices(line: &str) -> Option<[Vec<String>; 3]> {
    let rest = line.strip_prefix("+CPMS:")?.trim();
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut depth = 0_u32;
    let mut group = String::new();
    for c in rest.chars() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => group.push(c),
        }
        let between = c == ',' && depth <= outer_depth(rest);
        if between {
            group.pop();
            groups.push(names(&std::mem::take(&mut group)));
        }
    }
    groups.push(names(&group));
    if !rest.contains('(') {
        // Without brackets a comma parts the memories of one group.
        groups = vec![groups.concat()];
    }
    let mut groups = groups.into_iter().take(3);
    let first = groups.next().unwrap_or_default();
    let second = groups.next().unwrap_or_else(|| first.clone());
    let third = groups.next().unwrap_or_else(|| second.clone());
    Some([first, second, third])
}

/// How deep the commas between groups lie: 1 where one pair of brackets surrounds them all.
fn outer_depth(groups: &str) -> u32 {
    u32::from(groups.starts_with("(("))
}

fn names(group: &str) -> Vec<String> {
    group
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Whether the modem may use the network (TS 27.007 7.2 and 10.1.22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Registration {
    /// Not registered, and not looking.
    Off,
    /// In its own network.
    Home,
    /// Looking.
    Searching,
    /// Refused by the network.
    Denied,
    /// Unknown, out of coverage for one.
    Unknown,
    /// In another network.
    Roaming,
    /// Registered for emergency calls only.
    EmergencyOnly,
}

impl Registration {
    /// Whether texts can go and come.
    pub fn is_registered(self) -> bool {
        matches!(self, Self::Home | Self::Roaming)
    }
}

/// The registration in `+CREG:`, `+CGREG:` or `+CEREG:`. An answer (`asked`) has the mode in
/// front of it, an unsolicited line has not.
pub fn registration(line: &str, asked: bool) -> Option<Registration> {
    let fields = ["+CREG:", "+CGREG:", "+CEREG:"]
        .iter()
        .find_map(|prefix| fields::after(line, prefix))?;
    let place = usize::from(asked && fields.len() > 1);
    let state: u8 = fields.get(place)?.number()?;
    Some(match state {
        0 => Registration::Off,
        // 6 and 7 are registered for texts only, 9 and 10 for circuit calls not preferred.
        1 | 6 | 9 => Registration::Home,
        2 => Registration::Searching,
        3 => Registration::Denied,
        5 | 7 | 10 => Registration::Roaming,
        8 => Registration::EmergencyOnly,
        _ => Registration::Unknown,
    })
}

/// The signal's strength in `+CSQ:`, in dBm from -113 (or less) to -51 (or more); the inner `None`
/// when the modem does not know (TS 27.007 8.5).
pub fn signal(line: &str) -> Option<Option<i16>> {
    let strength: i16 = fields::after(line, "+CSQ:")?.first()?.number()?;
    Some(match strength {
        0..=31 => Some(2 * strength - 113),
        // Some modems report RSCP as 100 to 191 (0 to 91 above -116 dBm).
        100..=191 => Some(strength - 100 - 116),
        _ => None,
    })
}

/// What the SIM waits for (TS 27.007 8.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PinState {
    /// Nothing.
    Ready,
    /// Its PIN.
    Pin,
    /// Its PUK: the PIN was wrong three times.
    Puk,
    /// There is no SIM.
    NoSim,
    /// The SIM is not ready yet.
    NotReady,
    /// Another code; the modem's word.
    Other(String),
}

/// The state in `+CPIN:`, with or without quotes and a space.
pub fn pin_state(line: &str) -> Option<PinState> {
    let state = line.strip_prefix("+CPIN:")?.trim().trim_matches('"').trim();
    Some(match state.to_ascii_uppercase().as_str() {
        "READY" => PinState::Ready,
        "SIM PIN" => PinState::Pin,
        "SIM PUK" => PinState::Puk,
        "NOT INSERTED" | "SIM REMOVED" | "SIM NOT INSERTED" => PinState::NoSim,
        "NOT READY" => PinState::NotReady,
        _ => PinState::Other(state.to_owned()),
    })
}

/// The operator's name or number in `+COPS:`; the inner `None` when none is chosen.
pub fn operator(line: &str) -> Option<Option<String>> {
    let fields = fields::after(line, "+COPS:")?;
    let name = fields
        .get(2)
        .map(|field| field.text.to_owned())
        .filter(|name| !name.is_empty());
    Some(name)
}

/// The access technology in `+COPS:` (TS 27.007 7.3).
pub fn technology(line: &str) -> Option<&'static str> {
    let fields = fields::after(line, "+COPS:")?;
    Some(match fields.get(3)?.number::<u8>()? {
        0 | 1 | 3 | 8 => "2G",
        2 | 4..=6 => "3G",
        7 | 9 => "LTE",
        10..=13 => "5G",
        _ => return None,
    })
}

/// Whether `+CIREG: <n>,<reg_info>[,<ext_info>]` says that texts go by the IMS (TS 27.007 8.71); `None`
/// where it does not say.
pub fn texts_by_ims(line: &str) -> Option<bool> {
    /// The capability "SMS using IMS" among the hexadecimal sum of all.
    const SMS: u32 = 4;
    let fields = fields::after(line, "+CIREG:")?;
    if fields.get(1)?.number::<u8>()? == 0 {
        return Some(false);
    }
    let capabilities = u32::from_str_radix(fields.get(2)?.text, 16).ok()?;
    Some(capabilities & SMS > 0)
}

/// A code of the SIM, such as `SIM PIN`, and how many tries it has left, in `+CPINR:` (TS 27.007 8.65).
pub fn tries_left(line: &str) -> Option<(String, u8)> {
    let fields = fields::after(line, "+CPINR:")?;
    let name = fields.first()?.text.to_owned();
    Some((name, fields.get(1)?.number()?))
}

/// The service centre's number in `+CSCA:`.
pub fn service_centre(line: &str) -> Option<String> {
    let fields = fields::after(line, "+CSCA:")?;
    fields
        .first()
        .map(|field| field.text.to_owned())
        .filter(|number| !number.is_empty())
}

/// The numbers after a prefix that ends in a colon, such as `+CNMI:` or `+CSMS:`; `None` when the
/// line begins otherwise or has anything else.
pub fn numbers(line: &str, prefix: &str) -> Option<Vec<u16>> {
    fields::after(line, prefix)?
        .into_iter()
        .map(fields::Field::number)
        .collect()
}

/// The time in `+CCLK:` (`"yy/MM/dd,hh:mm:ss±zz"`, TS 27.007 8.15) and in lines like it
/// (`^NWTIME:`). The zone counts quarters of an hour; without one there is no telling the time.
pub fn clock(line: &str) -> Option<DateTime<FixedOffset>> {
    let (_, rest) = line.split_once(':')?;
    let rest = rest.trim().trim_matches('"');
    let mut octets = [0_u8; 7];
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
    for octet in &mut octets {
        let number = numbers.next()?;
        let number = number.get(number.len().saturating_sub(2)..)?;
        let number: u8 = number.parse().ok()?;
        *octet = ((number % 10) << 4) | (number / 10);
    }
    let zone = rest.rfind(['+', '-'])?;
    let [.., last] = &mut octets;
    if rest.get(zone..).is_some_and(|zone| zone.starts_with('-')) {
        *last |= 0x08;
    }
    Timestamp(octets).time()
}
