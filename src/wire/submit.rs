//! SMS-SUBMIT: a text from a phone to the network (TS 23.040 9.2.2.2).

use super::content::{self, Content};
use super::reader::Reader;
use super::{Address, Coding, Timestamp, UserData, WireError};
use std::time::Duration;

/// A text, or something like one, that a phone sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// TP-MR. Most modems replace it with one of their own.
    pub reference: u8,
    /// TP-RD: the network is to drop a repeat of an earlier reference.
    pub reject_duplicates: bool,
    /// TP-RP: a reply path is set.
    pub reply_path: bool,
    /// TP-SRR: a status report is asked for.
    pub report: bool,
    /// Who is to get it.
    pub to: Address,
    /// TP-PID (TS 23.040 9.2.3.9); 0 for an ordinary text.
    pub protocol: u8,
    /// How long the network keeps trying.
    pub validity: Validity,
    /// What it carries.
    pub data: UserData,
}

impl Submit {
    /// An ordinary text of one part, with a status report asked for.
    pub fn new(to: Address, validity: Validity, data: UserData) -> Self {
        Self {
            reference: 0,
            reject_duplicates: false,
            reply_path: false,
            report: true,
            to,
            protocol: 0,
            validity,
            data,
        }
    }

    /// What it means.
    pub fn content(&self) -> Content {
        content::read(&self.data, self.protocol)
    }

    /// The TPDU. `AT+CMGS` wants its length in octets, and [`super::with_smsc`] in front.
    ///
    /// # Errors
    /// When the address or the user data cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        let mut first = KIND | self.validity.format();
        if self.reject_duplicates {
            first |= REJECT_DUPLICATES;
        }
        if self.report {
            first |= REPORT;
        }
        if self.data.has_header() {
            first |= HEADER;
        }
        if self.reply_path {
            first |= REPLY_PATH;
        }
        let mut out = vec![first, self.reference];
        self.to.write(&mut out)?;
        out.extend([self.protocol, self.data.coding.0]);
        match self.validity {
            Validity::None => {}
            Validity::Relative(octet) => out.push(octet),
            Validity::Absolute(Timestamp(octets)) | Validity::Enhanced(octets) => {
                out.extend(octets);
            }
        }
        self.data.write(&mut out)?;
        Ok(out)
    }

    /// Reads what follows the first octet.
    pub(super) fn read(first: u8, reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let reference = reader.octet("reference")?;
        let to = Address::read(reader, "recipient")?;
        let protocol = reader.octet("protocol")?;
        let coding = Coding(reader.octet("coding")?);
        let validity = match first & FORMAT {
            RELATIVE => Validity::Relative(reader.octet("validity")?),
            ABSOLUTE => Validity::Absolute(Timestamp(reader.array("validity")?)),
            ENHANCED => Validity::Enhanced(reader.array("validity")?),
            _ => Validity::None,
        };
        let data = UserData::read(reader, coding, first & HEADER != 0)?;
        Ok(Self {
            reference,
            reject_duplicates: first & REJECT_DUPLICATES != 0,
            reply_path: first & REPLY_PATH != 0,
            report: first & REPORT != 0,
            to,
            protocol,
            validity,
            data,
        })
    }
}

/// TP-VP: how long the network keeps trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// The network decides.
    None,
    /// One octet, in steps (TS 23.040 9.2.3.12.1).
    Relative(u8),
    /// Until a time (TS 23.040 9.2.3.12.2).
    Absolute(Timestamp),
    /// Seven octets, kept as they came (TS 23.040 9.2.3.12.3).
    Enhanced([u8; 7]),
}

impl Validity {
    /// The longest relative period that is not longer than `lifetime`, so that nothing arrives
    /// stale. It is at least five minutes, the shortest there is, and at most 63 weeks.
    pub fn at_most(lifetime: Duration) -> Self {
        let minutes = lifetime.as_secs() / 60;
        let octet = match minutes {
            0..=MINUTES_12_H => (minutes / 5).saturating_sub(1),
            721..=MINUTES_24_H => 143 + (minutes - MINUTES_12_H) / 30,
            _ => match minutes / MINUTES_24_H {
                1 => 167,
                days @ ..=30 => 166 + days,
                days => (192 + days / 7).max(196),
            },
        };
        Self::Relative(u8::try_from(octet).unwrap_or(u8::MAX))
    }

    /// How long a relative period is.
    pub fn duration(self) -> Option<Duration> {
        let Self::Relative(octet) = self else {
            return None;
        };
        let octet = u64::from(octet);
        let minutes = match octet {
            0..=143 => (octet + 1) * 5,
            144..=167 => MINUTES_12_H + (octet - 143) * 30,
            168..=196 => (octet - 166) * MINUTES_24_H,
            _ => (octet - 192) * 7 * MINUTES_24_H,
        };
        Some(Duration::from_secs(minutes * 60))
    }

    fn format(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Relative(_) => RELATIVE,
            Self::Absolute(_) => ABSOLUTE,
            Self::Enhanced(_) => ENHANCED,
        }
    }
}

const MINUTES_12_H: u64 = 12 * 60;
const MINUTES_24_H: u64 = 24 * 60;

/// TP-MTI of SMS-SUBMIT (TS 23.040 9.2.3.1).
const KIND: u8 = 0x01;
const REJECT_DUPLICATES: u8 = 0x04;
/// TP-VPF (TS 23.040 9.2.3.3).
const FORMAT: u8 = 0x18;
const RELATIVE: u8 = 0x10;
const ENHANCED: u8 = 0x08;
const ABSOLUTE: u8 = 0x18;
/// TP-SRR, TP-SRI and TP-SRQ share a place.
pub(super) const REPORT: u8 = 0x20;
/// TP-UDHI.
pub(super) const HEADER: u8 = 0x40;
/// TP-RP.
pub(super) const REPLY_PATH: u8 = 0x80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pdu::{decode_from_phone, with_smsc};
    use crate::wire::split;
    use proptest::prelude::*;

    #[test]
    fn validity_is_rounded_down() {
        let minutes = |n: u64| {
            Validity::at_most(Duration::from_secs(n * 60))
                .duration()
                .unwrap()
                .as_secs()
                / 60
        };
        for (asked, given) in [
            (0, 5),
            (5, 5),
            (9, 5),
            (10, 10),
            (15, 15),
            (719, 715),
            (720, 720),
            (749, 720),
            (750, 750),
            (1440, 1440),
            (2879, 1440),
            (2880, 2880),
            (30 * 1440, 30 * 1440),
            (34 * 1440, 30 * 1440),
            (35 * 1440, 35 * 1440),
            (63 * 7 * 1440, 63 * 7 * 1440),
            (1_000_000_000, 63 * 7 * 1440),
        ] {
            assert_eq!(minutes(asked), given, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn validity_never_outlives_the_lifetime(seconds in 300u64..100_000_000) {
            let lifetime = Duration::from_secs(seconds);
            prop_assert!(Validity::at_most(lifetime).duration().unwrap() <= lifetime);
        }

        #[test]
        fn relative_periods_come_back(octet in any::<u8>()) {
            let lifetime = Validity::Relative(octet).duration().unwrap();
            prop_assert_eq!(Validity::at_most(lifetime).duration().unwrap(), lifetime);
        }

        #[test]
        fn comes_back(
            number in "\\+?[0-9]{1,15}",
            words in ".{0,200}",
            flags in any::<[bool; 3]>(),
            octets in any::<[u8; 3]>(),
            format in 0u8..4,
            time in any::<[u8; 7]>(),
        ) {
            let [reject_duplicates, reply_path, report] = flags;
            let [reference, protocol, relative] = octets;
            let validity = match format {
                0 => Validity::None,
                1 => Validity::Relative(relative),
                2 => Validity::Absolute(Timestamp(time)),
                _ => Validity::Enhanced(time),
            };
            for data in split(&words, 9).unwrap() {
                let submit = Submit {
                    reference,
                    reject_duplicates,
                    reply_path,
                    report,
                    to: Address::phone(&number).unwrap(),
                    protocol,
                    validity,
                    data,
                };
                let tpdu = submit.encode().unwrap();
                prop_assert_eq!(decode_from_phone(&with_smsc(None, &tpdu).unwrap()).unwrap(), submit);
            }
        }
    }
}
