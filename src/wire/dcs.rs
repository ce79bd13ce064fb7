//! The data coding scheme: one octet that says how user data is written (TS 23.038 section 4).

use super::content::{Class, Waiting, WaitingKind};

/// TP-DCS. The octet is kept as it came; the methods say what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Coding(pub u8);

/// How user data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// GSM 7 bit.
    Gsm7,
    /// 8-bit data.
    Octets,
    /// UCS-2.
    Ucs2,
}

impl Coding {
    /// Text in the GSM 7 bit alphabet, without a class.
    pub const GSM7: Self = Self(0x00);
    /// 8-bit data, without a class.
    pub const OCTETS: Self = Self(0x04);
    /// Text in UCS-2, without a class.
    pub const UCS2: Self = Self(0x08);

    /// The alphabet. Reserved codings read as GSM 7 bit, as the standard asks.
    pub fn alphabet(self) -> Alphabet {
        let general = match self.0 >> 2 & 0x03 {
            1 => Alphabet::Octets,
            2 => Alphabet::Ucs2,
            _ => Alphabet::Gsm7,
        };
        match self.0 >> 4 {
            0x0..=0x7 => general,
            0xE => Alphabet::Ucs2,
            0xF if self.0 & 0x04 != 0 => Alphabet::Octets,
            _ => Alphabet::Gsm7,
        }
    }

    /// The class, where the octet carries one.
    pub fn class(self) -> Option<Class> {
        let carried = match self.0 >> 4 {
            0x0..=0x7 => self.0 & 0x10 != 0,
            0xF => true,
            _ => false,
        };
        carried.then(|| Class::from_bits(self.0))
    }

    /// Whether the data is compressed (TS 23.042), which nobody here can read.
    pub fn is_compressed(self) -> bool {
        self.0 & 0x80 == 0 && self.0 & 0x20 != 0
    }

    /// Whether the text is to be deleted once it was read.
    pub fn deletes_itself(self) -> bool {
        self.0 & 0xC0 == 0x40
    }

    /// The message-waiting indication of the groups `1100` to `1110`.
    pub fn waiting(self) -> Option<Waiting> {
        let group = self.0 >> 4;
        (0xC..=0xE).contains(&group).then(|| Waiting {
            kind: WaitingKind::from_bits(self.0),
            active: self.0 & 0x08 != 0,
            count: None,
            store: group != 0xC,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group() {
        use Alphabet::{Gsm7, Octets, Ucs2};
        for (octet, alphabet, class, compressed, deletes) in [
            (0x00, Gsm7, None, false, false),
            (0x04, Octets, None, false, false),
            (0x08, Ucs2, None, false, false),
            (0x0C, Gsm7, None, false, false),
            (0x03, Gsm7, None, false, false),
            (0x10, Gsm7, Some(Class::Display), false, false),
            (0x15, Octets, Some(Class::Phone), false, false),
            (0x1A, Ucs2, Some(Class::Sim), false, false),
            (0x20, Gsm7, None, true, false),
            (0x28, Ucs2, None, true, false),
            (0x48, Ucs2, None, false, true),
            (0x53, Gsm7, Some(Class::Equipment), false, true),
            (0x80, Gsm7, None, false, false),
            (0xB8, Gsm7, None, false, false),
            (0xC8, Gsm7, None, false, false),
            (0xD0, Gsm7, None, false, false),
            (0xE1, Ucs2, None, false, false),
            (0xF0, Gsm7, Some(Class::Display), false, false),
            (0xF1, Gsm7, Some(Class::Phone), false, false),
            (0xF6, Octets, Some(Class::Sim), false, false),
        ] {
            let coding = Coding(octet);
            assert_eq!(coding.alphabet(), alphabet, "{octet:#x}");
            assert_eq!(coding.class(), class, "{octet:#x}");
            assert_eq!(coding.is_compressed(), compressed, "{octet:#x}");
            assert_eq!(coding.deletes_itself(), deletes, "{octet:#x}");
        }
    }

    #[test]
    fn message_waiting_groups() {
        let waiting = |octet| Coding(octet).waiting();
        assert_eq!(waiting(0x08), None);
        assert_eq!(waiting(0xF8), None);
        let discard = waiting(0xC8).unwrap();
        assert!(discard.active && !discard.store);
        assert_eq!(discard.kind, WaitingKind::Voicemail);
        let store = waiting(0xD1).unwrap();
        assert!(!store.active && store.store);
        assert_eq!(store.kind, WaitingKind::Fax);
        assert_eq!(waiting(0xEA).unwrap().kind, WaitingKind::Email);
    }
}
