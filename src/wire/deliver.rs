//! SMS-DELIVER: a text from the network to a phone (TS 23.040 9.2.2.1).

use super::content::{self, Content, Waiting, WaitingKind};
use super::reader::Reader;
use super::{Address, Coding, Timestamp, TypeOfNumber, UserData, WireError, submit};

/// A text, or something like one, that the network delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliver {
    /// The network holds more for this phone.
    pub more_waiting: bool,
    /// TP-RP: a reply path is set.
    pub reply_path: bool,
    /// TP-SRI: the sender asked for a status report.
    pub report_wanted: bool,
    /// Who sent it.
    pub from: Address,
    /// TP-PID (TS 23.040 9.2.3.9); 0 for an ordinary text.
    pub protocol: u8,
    /// The service centre's time.
    pub sent_at: Timestamp,
    /// What it carries.
    pub data: UserData,
}

impl Deliver {
    /// An ordinary delivery of one part.
    pub fn new(from: Address, sent_at: Timestamp, data: UserData) -> Self {
        Self {
            more_waiting: false,
            reply_path: false,
            report_wanted: false,
            from,
            protocol: 0,
            sent_at,
            data,
        }
    }

    /// Whether the phone must discard it without a trace: TP-PID says Short Message Type 0.
    pub fn is_silent(&self) -> bool {
        self.protocol == 0x40
    }

    /// Which of the seven kinds it is that take the place of an earlier text of the same kind from the
    /// same sender (TP-PID, Replace Short Message Type); `None` for an ordinary one.
    pub fn replace_type(&self) -> Option<u8> {
        matches!(self.protocol, 0x41..=0x47).then_some(self.protocol & 0x07)
    }

    /// What it means: a text, data, or a message-waiting light.
    pub fn content(&self) -> Content {
        let content = content::read(&self.data, self.protocol);
        match (&content, self.common_phone_light()) {
            (Content::Text { words, .. }, Some(light)) if words.trim().is_empty() => {
                Content::MessageWaiting {
                    waiting: vec![light],
                    words: words.clone(),
                }
            }
            _ => content,
        }
    }

    /// The TPDU.
    ///
    /// # Errors
    /// When the sender or the user data cannot be written.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        let mut first = 0;
        if !self.more_waiting {
            first |= NO_MORE;
        }
        if self.report_wanted {
            first |= submit::REPORT;
        }
        if self.data.has_header() {
            first |= submit::HEADER;
        }
        if self.reply_path {
            first |= submit::REPLY_PATH;
        }
        let mut out = vec![first];
        self.from.write(&mut out)?;
        out.extend([self.protocol, self.data.coding.0]);
        out.extend(self.sent_at.0);
        self.data.write(&mut out)?;
        Ok(out)
    }

    /// Reads what follows the first octet.
    pub(super) fn read(first: u8, reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let from = Address::read(reader, "sender")?;
        let protocol = reader.octet("protocol")?;
        let coding = Coding(reader.octet("coding")?);
        let sent_at = Timestamp(reader.array("service centre time")?);
        let data = UserData::read(reader, coding, first & submit::HEADER != 0)?;
        Ok(Self {
            more_waiting: first & NO_MORE == 0,
            reply_path: first & submit::REPLY_PATH != 0,
            report_wanted: first & submit::REPORT != 0,
            from,
            protocol,
            sent_at,
            data,
        })
    }

    /// The light of the Common PCN Handset Specification B.4.2.1.1: a sender of two characters,
    /// the first of which says which line's light to switch, and a text of one space.
    fn common_phone_light(&self) -> Option<Waiting> {
        if self.from.kind != TypeOfNumber::Alphanumeric || self.from.plan != 0 {
            return None;
        }
        let septets = super::gsm7::encode(&self.from.value)?;
        match septets.as_slice() {
            [light @ (0x10 | 0x11), 0] | [light @ (0x10 | 0x11)] => Some(Waiting {
                kind: WaitingKind::Voicemail,
                active: *light == 0x11,
                count: None,
                store: false,
            }),
            _ => None,
        }
    }
}

/// TP-MMS: set when nothing more waits (TS 23.040 9.2.3.2).
pub(super) const NO_MORE: u8 = 0x04;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pdu::{Incoming, decode_from_network, with_smsc};
    use crate::wire::split;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back(
            number in "\\+[0-9]{5,15}",
            words in ".{0,200}",
            flags in any::<[bool; 3]>(),
            protocol in any::<u8>(),
            time in any::<[u8; 7]>(),
        ) {
            let [more_waiting, reply_path, report_wanted] = flags;
            for data in split(&words, 9).unwrap() {
                let deliver = Deliver {
                    more_waiting,
                    reply_path,
                    report_wanted,
                    from: Address::phone(&number).unwrap(),
                    protocol,
                    sent_at: Timestamp(time),
                    data,
                };
                let tpdu = deliver.encode().unwrap();
                let heard = decode_from_network(&with_smsc(None, &tpdu).unwrap()).unwrap();
                prop_assert_eq!(heard, Incoming::Deliver(deliver));
            }
        }
    }
}
