//! What a TPDU holds for a person: a text, data, or a message-waiting light.

use super::dcs::Alphabet;
use super::udh::{Element, Ports};
use super::user_data::{Payload, UserData};

/// The meaning of some user data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words for a person.
    Text {
        /// The words of this part.
        words: String,
        /// The class, where one is given.
        class: Option<Class>,
    },
    /// Bytes that are no text and must not be shown as one.
    Data {
        /// What they are for.
        kind: DataKind,
        /// The application ports, where given.
        ports: Option<Ports>,
        /// The class, where one is given.
        class: Option<Class>,
        /// The bytes, header taken off.
        bytes: Vec<u8>,
    },
    /// The network switches a message-waiting light.
    MessageWaiting {
        /// Which lights; one at least.
        waiting: Vec<Waiting>,
        /// What the network says beside it; often empty.
        words: String,
    },
}

/// What bytes that are no text are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataKind {
    /// WAP push or another WSP datagram, by its port.
    Wap,
    /// For the SIM: downloaded data or toolkit security packets.
    Sim,
    /// Compressed text, which is not read here.
    Compressed,
    /// Any other 8-bit data.
    Octets,
}

impl DataKind {
    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wap => "wap",
            Self::Sim => "sim",
            Self::Compressed => "compressed",
            Self::Octets => "octets",
        }
    }
}

/// Message class (TS 23.038 section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Class 0: shown at once, not stored.
    Display,
    /// Class 1: for the phone's memory.
    Phone,
    /// Class 2: for the SIM.
    Sim,
    /// Class 3: for attached equipment.
    Equipment,
}

impl Class {
    /// From the two low bits of a coding.
    pub fn from_bits(bits: u8) -> Self {
        match bits & 0x03 {
            0 => Self::Display,
            1 => Self::Phone,
            2 => Self::Sim,
            _ => Self::Equipment,
        }
    }

    /// Its number, 0 to 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Display => 0,
            Self::Phone => 1,
            Self::Sim => 2,
            Self::Equipment => 3,
        }
    }
}

/// One message-waiting light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// What waits.
    pub kind: WaitingKind,
    /// Whether the light is to be on.
    pub active: bool,
    /// How many wait, where the network says so.
    pub count: Option<u8>,
    /// Whether the network wants the text kept.
    pub store: bool,
}

/// What waits for the customer of the network, here the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitingKind {
    /// A voice message.
    Voicemail,
    /// A fax.
    Fax,
    /// An e-mail.
    Email,
    /// Something else, a video message for one.
    Other,
}

impl WaitingKind {
    /// From the two low bits of a coding or of the header element.
    pub fn from_bits(bits: u8) -> Self {
        match bits & 0x03 {
            0 => Self::Voicemail,
            1 => Self::Fax,
            2 => Self::Email,
            _ => Self::Other,
        }
    }

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Voicemail => "voicemail",
            Self::Fax => "fax",
            Self::Email => "email",
            Self::Other => "other",
        }
    }
}

/// TP-PID for data to the SIM (TS 23.040 9.2.3.9): (U)SIM data download, and ANSI-136 R-DATA.
const SIM_PROTOCOLS: [u8; 2] = [0x7F, 0x7C];

/// Says what user data means; `protocol` is TP-PID.
pub(super) fn read(data: &UserData, protocol: u8) -> Content {
    let class = data.coding.class();
    let waiting = waiting(data);
    if !waiting.is_empty() {
        return Content::MessageWaiting {
            waiting,
            words: data.words().unwrap_or_default(),
        };
    }
    let for_sim = SIM_PROTOCOLS.contains(&protocol)
        || data.header.iter().any(is_toolkit)
        || (class == Some(Class::Sim) && data.coding.alphabet() == Alphabet::Octets);
    match data.words() {
        Some(words) if !for_sim => Content::Text { words, class },
        _ => {
            let ports = data.ports();
            let kind = if data.coding.is_compressed() {
                DataKind::Compressed
            } else if for_sim {
                DataKind::Sim
            } else if ports.is_some_and(Ports::is_wap) {
                DataKind::Wap
            } else {
                DataKind::Octets
            };
            let bytes = match &data.payload {
                Payload::Octets(bytes) => bytes.clone(),
                Payload::Ucs2(units) => super::ucs2::to_octets(units),
                Payload::Septets(septets) => super::gsm7::pack(septets, 0),
            };
            Content::Data {
                kind,
                ports,
                class,
                bytes,
            }
        }
    }
}

/// Lights named by the coding or the header. The header counts more: it carries the number.
fn waiting(data: &UserData) -> Vec<Waiting> {
    let named: Vec<_> = data
        .header
        .iter()
        .filter_map(|element| match element {
            Element::MessageWaiting(waiting) => Some(*waiting),
            _ => None,
        })
        .collect();
    if named.is_empty() {
        data.coding.waiting().into_iter().collect()
    } else {
        named
    }
}

/// SIM toolkit security headers (TS 23.040 9.2.3.24).
fn is_toolkit(element: &Element) -> bool {
    matches!(
        element,
        Element::Other {
            id: 0x70..=0x7F,
            ..
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Coding;

    fn of(coding: u8, protocol: u8, header: Vec<Element>, payload: Payload) -> Content {
        let data = UserData {
            coding: Coding(coding),
            header,
            payload,
            cut: false,
        };
        read(&data, protocol)
    }

    fn septets() -> Payload {
        Payload::Septets(vec![0x48, 0x69])
    }

    fn octets() -> Payload {
        Payload::Octets(vec![0xC8, 0x34])
    }

    fn ports(destination: u16) -> Vec<Element> {
        vec![Element::Ports(Ports {
            destination,
            source: 9200,
            wide: true,
        })]
    }

    #[test]
    fn words_are_a_text_whatever_their_class() {
        for (coding, class) in [
            (0x00, None),
            (0x10, Some(Class::Display)),
            (0xF2, Some(Class::Sim)),
        ] {
            let words = "Hi".to_owned();
            assert_eq!(
                of(coding, 0, vec![], septets()),
                Content::Text { words, class }
            );
        }
    }

    #[test]
    fn bytes_are_never_shown_as_words() {
        let toolkit = vec![Element::Other {
            id: 0x70,
            data: vec![],
        }];
        for (coding, protocol, header, payload, expected) in [
            (0x04, 0x00, vec![], octets(), DataKind::Octets),
            (0xF5, 0x00, ports(2948), octets(), DataKind::Wap),
            (0xF5, 0x00, ports(5499), octets(), DataKind::Octets),
            (0xF6, 0x00, vec![], octets(), DataKind::Sim),
            (0x04, 0x7F, vec![], octets(), DataKind::Sim),
            (0x00, 0x7F, vec![], septets(), DataKind::Sim),
            (0x04, 0x00, toolkit, octets(), DataKind::Sim),
            (0x20, 0x00, vec![], octets(), DataKind::Compressed),
        ] {
            match of(coding, protocol, header, payload) {
                Content::Data { kind, bytes, .. } => {
                    assert_eq!(kind, expected, "{coding:#x}");
                    assert_eq!(bytes, [0xC8, 0x34]);
                }
                other => panic!("{coding:#x}: {other:?}"),
            }
        }
    }

    #[test]
    fn lights_are_no_texts() {
        let light = Waiting {
            kind: WaitingKind::Fax,
            active: true,
            count: Some(2),
            store: true,
        };
        let named = of(0xC8, 0, vec![Element::MessageWaiting(light)], septets());
        let words = "Hi".to_owned();
        let waiting = vec![light];
        assert_eq!(named, Content::MessageWaiting { waiting, words });
        let wide = of(0xE8, 0, vec![], Payload::Ucs2(vec![0x48]));
        assert!(matches!(wide, Content::MessageWaiting { .. }));
    }
}
