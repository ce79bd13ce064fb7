//! The user data header: what stands before the words (TS 23.040 9.2.3.24).

use super::WireError;
use super::content::{Waiting, WaitingKind};
use super::reader::Reader;
use super::shift::Language;

/// One information element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// This is one part of a longer text.
    Concat(Concat),
    /// The application ports.
    Ports(Ports),
    /// Special SMS message indication (element 0x01).
    MessageWaiting(Waiting),
    /// National language single shift (element 0x24).
    SingleShift(Language),
    /// National language locking shift (element 0x25).
    LockingShift(Language),
    /// Anything else, kept as it came; a known element that is malformed too.
    Other {
        /// Its identifier.
        id: u8,
        /// Its data.
        data: Vec<u8>,
    },
}

/// Which part of which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Concat {
    /// The same for all parts of a text.
    pub reference: u16,
    /// Whether the reference has 16 bits on the air (element 0x08 instead of 0x00).
    pub wide: bool,
    /// How many parts, 1 to 255.
    pub total: u8,
    /// Which one, 1 to `total`.
    pub sequence: u8,
}

/// Application ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ports {
    /// Destination.
    pub destination: u16,
    /// Originator.
    pub source: u16,
    /// Whether they have 16 bits on the air (element 0x05 instead of 0x04).
    pub wide: bool,
}

impl Ports {
    /// Whether the destination is one that WAP registered for push or WSP sessions.
    pub fn is_wap(self) -> bool {
        matches!(self.destination, 2805 | 2923 | 2948 | 2949 | 9200..=9203)
    }
}

/// Reads the elements that follow the header's length. An element that overruns the header ends
/// it, and keeps what is there.
pub(super) fn read(header: &[u8]) -> Vec<Element> {
    let mut reader = Reader::new(header);
    let mut out = Vec::new();
    while let Ok(id) = reader.octet("element") {
        let length = reader.octet("element length").unwrap_or(0);
        out.push(element(id, reader.up_to(usize::from(length))));
    }
    out
}

/// Writes the elements with the header's length in front; nothing for no elements.
pub(super) fn write(elements: &[Element]) -> Result<Vec<u8>, WireError> {
    let mut body = Vec::new();
    for element in elements {
        let (id, data) = octets(element);
        body.push(id);
        body.push(u8::try_from(data.len()).map_err(|_| WireError::BadHeader)?);
        body.extend(data);
    }
    if body.is_empty() {
        return Ok(body);
    }
    let length = u8::try_from(body.len()).map_err(|_| WireError::BadHeader)?;
    body.insert(0, length);
    Ok(body)
}

fn element(id: u8, data: &[u8]) -> Element {
    let numbered = |total: u8, sequence: u8| (1..=total).contains(&sequence);
    match (id, data) {
        (0x00, &[reference, total, sequence]) if numbered(total, sequence) => {
            Element::Concat(Concat {
                reference: u16::from(reference),
                wide: false,
                total,
                sequence,
            })
        }
        (0x08, &[high, low, total, sequence]) if numbered(total, sequence) => {
            Element::Concat(Concat {
                reference: u16::from_be_bytes([high, low]),
                wide: true,
                total,
                sequence,
            })
        }
        // Bits 2 to 6 name a finer kind and the subscriber's profile (9.2.3.24.2): not told apart.
        (0x01, &[kind, count]) => Element::MessageWaiting(Waiting {
            kind: WaitingKind::from_bits(kind),
            active: count > 0,
            count: Some(count),
            store: kind & 0x80 != 0,
        }),
        (0x04, &[destination, source]) => Element::Ports(Ports {
            destination: u16::from(destination),
            source: u16::from(source),
            wide: false,
        }),
        (0x05, &[a, b, c, d]) => Element::Ports(Ports {
            destination: u16::from_be_bytes([a, b]),
            source: u16::from_be_bytes([c, d]),
            wide: true,
        }),
        (0x24, &[code]) => Element::SingleShift(Language(code)),
        (0x25, &[code]) => Element::LockingShift(Language(code)),
        (id, data) => Element::Other {
            id,
            data: data.to_vec(),
        },
    }
}

fn octets(element: &Element) -> (u8, Vec<u8>) {
    let low = |wide: u16| {
        let [_, low] = wide.to_be_bytes();
        low
    };
    match element {
        Element::Concat(c) if c.wide => {
            let [high, low] = c.reference.to_be_bytes();
            (0x08, vec![high, low, c.total, c.sequence])
        }
        Element::Concat(c) => (0x00, vec![low(c.reference), c.total, c.sequence]),
        Element::Ports(p) if p.wide => {
            let mut data = p.destination.to_be_bytes().to_vec();
            data.extend(p.source.to_be_bytes());
            (0x05, data)
        }
        Element::Ports(p) => (0x04, vec![low(p.destination), low(p.source)]),
        Element::MessageWaiting(w) => {
            let kind = match w.kind {
                WaitingKind::Voicemail => 0,
                WaitingKind::Fax => 1,
                WaitingKind::Email => 2,
                WaitingKind::Other => 3,
            };
            let store = if w.store { 0x80 } else { 0 };
            (
                0x01,
                vec![kind | store, w.count.unwrap_or(u8::from(w.active))],
            )
        }
        Element::SingleShift(language) => (0x24, vec![language.0]),
        Element::LockingShift(language) => (0x25, vec![language.0]),
        Element::Other { id, data } => (*id, data.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_elements_come_back() {
        let elements = vec![
            Element::Concat(Concat {
                reference: 0x4C,
                wide: false,
                total: 2,
                sequence: 1,
            }),
            Element::Concat(Concat {
                reference: 0x1234,
                wide: true,
                total: 255,
                sequence: 255,
            }),
            Element::Ports(Ports {
                destination: 2948,
                source: 9200,
                wide: true,
            }),
            Element::Ports(Ports {
                destination: 240,
                source: 241,
                wide: false,
            }),
            Element::MessageWaiting(Waiting {
                kind: WaitingKind::Email,
                active: true,
                count: Some(3),
                store: true,
            }),
            Element::SingleShift(Language::TURKISH),
            Element::LockingShift(Language::PORTUGUESE),
            Element::Other {
                id: 0x77,
                data: vec![1, 2, 3],
            },
        ];
        let bytes = write(&elements).unwrap();
        assert_eq!(read(&bytes[1..]), elements);
    }

    #[test]
    fn a_part_outside_its_count_is_not_believed() {
        for data in [[1, 0, 0], [1, 2, 0], [1, 2, 3]] {
            assert!(matches!(element(0x00, &data), Element::Other { id: 0, .. }));
        }
    }

    #[test]
    fn an_element_that_overruns_keeps_what_is_there() {
        assert_eq!(
            read(&[0x0B, 0x09, 0x01]),
            [Element::Other {
                id: 0x0B,
                data: vec![1]
            }]
        );
    }

    proptest! {
        #[test]
        fn any_octets_are_read_and_what_is_read_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..140)) {
            let elements = read(&bytes);
            if let Ok(again) = write(&elements) {
                prop_assert_eq!(read(again.get(1..).unwrap_or_default()), elements);
            }
        }
    }
}
