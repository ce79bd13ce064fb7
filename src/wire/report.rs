//! SMS-STATUS-REPORT: what became of a text (TS 23.040 9.2.2.3).

use super::reader::Reader;
use super::{Address, Timestamp, WireError, deliver, submit};

/// What the network says about a text that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReport {
    /// The network holds more for this phone.
    pub more_waiting: bool,
    /// TP-SRQ: it answers a command, not a text.
    pub answers_command: bool,
    /// TP-MR of the text.
    pub reference: u8,
    /// Who was to get it. It may come in another form than it was sent to.
    pub recipient: Address,
    /// When the service centre got the text.
    pub sent_at: Timestamp,
    /// When it was delivered or given up.
    pub settled_at: Timestamp,
    /// TP-ST (TS 23.040 9.2.3.15); [`StatusReport::outcome`] reads it.
    pub status: u8,
}

/// What a status means for the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The phone has it.
    Delivered,
    /// The network handed it on and cannot say whether it arrived.
    HandedOn,
    /// A later text took its place.
    Replaced,
    /// The network is still trying.
    Trying,
    /// The network has given up for good.
    Failed,
    /// The network has given up; it might have worked at another time.
    GaveUp,
    /// The validity period ended.
    Expired,
}

impl Outcome {
    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::HandedOn => "handed_on",
            Self::Replaced => "replaced",
            Self::Trying => "trying",
            Self::Failed => "failed",
            Self::GaveUp => "gave_up",
            Self::Expired => "expired",
        }
    }
}

impl StatusReport {
    /// What became of the text. Reserved values read as the group's first, as the standard asks,
    /// and those beyond all groups as given up.
    pub fn outcome(&self) -> Outcome {
        match self.status {
            0x01 => Outcome::HandedOn,
            0x02 => Outcome::Replaced,
            0x00..=0x1F => Outcome::Delivered,
            0x20..=0x3F => Outcome::Trying,
            0x46 => Outcome::Expired,
            0x40..=0x5F => Outcome::Failed,
            _ => Outcome::GaveUp,
        }
    }

    /// The standard's meaning of the status.
    pub fn meaning(&self) -> &'static str {
        match self.status {
            0x00 => "received by the phone",
            0x01 => "forwarded to the phone, delivery not confirmed",
            0x02 => "replaced by the service centre",
            0x20 | 0x60 => "congestion",
            0x21 | 0x61 => "the phone is busy",
            0x22 | 0x62 => "no response from the phone",
            0x23 | 0x63 => "service rejected",
            0x24 | 0x44 | 0x64 => "quality of service not available",
            0x25 | 0x65 => "error in the phone",
            0x40 => "remote procedure error",
            0x41 => "incompatible destination",
            0x42 => "connection rejected by the phone",
            0x43 => "not obtainable",
            0x45 => "no interworking available",
            0x46 => "validity period expired",
            0x47 => "deleted by the sender",
            0x48 => "deleted by the service centre",
            0x49 => "the text does not exist",
            0x03..=0x1F => "completed, no reason given",
            0x26..=0x3F => "still trying, no reason given",
            0x4A..=0x5F => "failed for good, no reason given",
            _ => "given up, no reason given",
        }
    }

    /// The TPDU.
    ///
    /// # Errors
    /// When the recipient cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        let mut first = KIND;
        if !self.more_waiting {
            first |= deliver::NO_MORE;
        }
        if self.answers_command {
            first |= submit::REPORT;
        }
        let mut out = vec![first, self.reference];
        self.recipient.write(&mut out)?;
        out.extend(self.sent_at.0);
        out.extend(self.settled_at.0);
        out.push(self.status);
        Ok(out)
    }

    /// Reads what follows the first octet. Optional parameters after the status are not read.
    pub(super) fn read(first: u8, reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            more_waiting: first & deliver::NO_MORE == 0,
            answers_command: first & submit::REPORT != 0,
            reference: reader.octet("reference")?,
            recipient: Address::read(reader, "recipient")?,
            sent_at: Timestamp(reader.array("service centre time")?),
            settled_at: Timestamp(reader.array("discharge time")?),
            status: reader.octet("status")?,
        })
    }
}

/// TP-MTI of SMS-STATUS-REPORT (TS 23.040 9.2.3.1).
const KIND: u8 = 0x02;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pdu::{Incoming, decode_from_network, with_smsc};
    use proptest::prelude::*;

    #[test]
    fn every_status_has_an_outcome() {
        for (status, outcome) in [
            (0x00, Outcome::Delivered),
            (0x01, Outcome::HandedOn),
            (0x02, Outcome::Replaced),
            (0x03, Outcome::Delivered),
            (0x30, Outcome::Trying),
            (0x43, Outcome::Failed),
            (0x46, Outcome::Expired),
            (0x5F, Outcome::Failed),
            (0x61, Outcome::GaveUp),
            (0xFF, Outcome::GaveUp),
        ] {
            let report = StatusReport {
                more_waiting: false,
                answers_command: false,
                reference: 1,
                recipient: Address::phone("1").unwrap(),
                sent_at: Timestamp([0; 7]),
                settled_at: Timestamp([0; 7]),
                status,
            };
            assert_eq!(report.outcome(), outcome, "{status:#x}");
        }
    }

    proptest! {
        #[test]
        fn comes_back(
            number in "\\+?[0-9]{1,15}",
            flags in any::<[bool; 2]>(),
            octets in any::<[u8; 2]>(),
            times in any::<[[u8; 7]; 2]>(),
        ) {
            let report = StatusReport {
                more_waiting: flags[0],
                answers_command: flags[1],
                reference: octets[0],
                recipient: Address::phone(&number).unwrap(),
                sent_at: Timestamp(times[0]),
                settled_at: Timestamp(times[1]),
                status: octets[1],
            };
            let pdu = with_smsc(None, &report.encode().unwrap()).unwrap();
            prop_assert_eq!(decode_from_network(&pdu), Ok(Incoming::StatusReport(report)));
        }
    }
}
