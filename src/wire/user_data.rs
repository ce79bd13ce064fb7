//! User data: the 140 octets that a part carries, and how a text is cut into parts and joined
//! again (TS 23.040 9.2.3.16 and 9.2.3.24).

use super::dcs::{Alphabet, Coding};
use super::reader::Reader;
use super::shift::Language;
use super::udh::{self, Concat, Element, Ports};
use super::{WireError, gsm7, shift, ucs2};
use crate::domain::alphabet::{self, Encoding};

/// What follows the data coding scheme in a TPDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserData {
    /// How it is written.
    pub coding: Coding,
    /// The header's elements, in their order; empty when there is no header.
    pub header: Vec<Element>,
    /// The rest.
    pub payload: Payload,
    /// Whether the length field promised more than there was. Never set by an encoder.
    pub cut: bool,
}

/// User data without its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Septets, unpacked.
    Septets(Vec<u8>),
    /// UTF-16 units. A half of a surrogate pair may stand at either end: other senders cut so.
    Ucs2(Vec<u16>),
    /// Bytes.
    Octets(Vec<u8>),
}

impl UserData {
    /// A text of one part, in whichever alphabet holds it. It is not cut to size.
    pub fn text(words: &str) -> Self {
        match gsm7::encode(words) {
            Some(septets) => Self::new(Coding::GSM7, Payload::Septets(septets)),
            None => Self::new(Coding::UCS2, Payload::Ucs2(ucs2::encode(words))),
        }
    }

    /// Some payload without a header.
    pub fn new(coding: Coding, payload: Payload) -> Self {
        Self {
            coding,
            header: Vec::new(),
            payload,
            cut: false,
        }
    }

    /// Which part of which text; the last such element counts.
    pub fn concat(&self) -> Option<Concat> {
        self.header.iter().rev().find_map(|element| match element {
            Element::Concat(concat) => Some(*concat),
            _ => None,
        })
    }

    /// The application ports; the last such element counts.
    pub fn ports(&self) -> Option<Ports> {
        self.header.iter().rev().find_map(|element| match element {
            Element::Ports(ports) => Some(*ports),
            _ => None,
        })
    }

    /// The words, or `None` when this is no text.
    pub fn words(&self) -> Option<String> {
        match &self.payload {
            Payload::Septets(septets) => {
                let (locking, single) = self.languages();
                Some(shift::decode(septets, locking, single))
            }
            Payload::Ucs2(units) => Some(ucs2::decode(units)),
            Payload::Octets(_) => None,
        }
    }

    /// The header and the payload as they go on the air, after the length field's value.
    ///
    /// # Errors
    /// [`WireError::PartTooLong`] when they take more than 140 octets, [`WireError::BadHeader`]
    /// when the header alone cannot be counted.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), WireError> {
        let header = udh::write(&self.header)?;
        let (length, body) = match &self.payload {
            Payload::Septets(septets) => {
                let fill = gsm7::fill_bits(header.len());
                let before = (header.len() * 8).div_ceil(7);
                (before + septets.len(), gsm7::pack(septets, fill))
            }
            Payload::Ucs2(units) => (header.len() + units.len() * 2, ucs2::to_octets(units)),
            Payload::Octets(bytes) => (header.len() + bytes.len(), bytes.clone()),
        };
        let octets = header.len() + body.len();
        let too_long = WireError::PartTooLong { octets };
        if octets > MOST_OCTETS {
            return Err(too_long);
        }
        out.push(u8::try_from(length).map_err(|_| too_long)?);
        out.extend(header);
        out.extend(body);
        Ok(())
    }

    /// Whether it has a header, for the first octet of the TPDU.
    pub(super) fn has_header(&self) -> bool {
        !self.header.is_empty()
    }

    /// Reads the length field and what follows it; what is missing at the end is not missed.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        coding: Coding,
        has_header: bool,
    ) -> Result<Self, WireError> {
        let length = usize::from(reader.octet("user data length")?);
        let septets = coding.alphabet() == Alphabet::Gsm7 && !coding.is_compressed();
        let octets = if septets {
            (length * 7).div_ceil(8)
        } else {
            length
        };
        let data = reader.up_to(octets);
        let cut = data.len() < octets;
        let (header, before) = if has_header {
            let count = usize::from(*data.first().ok_or(WireError::BadHeader)?) + 1;
            let elements = data.get(1..count).ok_or(WireError::BadHeader)?;
            (udh::read(elements), count)
        } else {
            (Vec::new(), 0)
        };
        let rest = data.get(before..).unwrap_or_default();
        let payload = if septets {
            let count = length.saturating_sub((before * 8).div_ceil(7));
            Payload::Septets(gsm7::unpack(rest, gsm7::fill_bits(before), count))
        } else if coding.alphabet() == Alphabet::Ucs2 && !coding.is_compressed() {
            Payload::Ucs2(ucs2::from_octets(rest))
        } else {
            Payload::Octets(rest.to_vec())
        };
        Ok(Self {
            coding,
            header,
            payload,
            cut,
        })
    }

    fn languages(&self) -> (Option<Language>, Option<Language>) {
        let mut languages = (None, None);
        for element in &self.header {
            match element {
                Element::LockingShift(language) => languages.0 = Some(*language),
                Element::SingleShift(language) => languages.1 = Some(*language),
                _ => {}
            }
        }
        languages
    }
}

/// Cuts a text into the user data of its parts. `reference` is the same for all parts of one text;
/// a text of one part has no header and does not use it.
///
/// # Errors
/// [`WireError::TextTooLong`] when there would be more than 255 parts.
pub fn split(words: &str, reference: u8) -> Result<Vec<UserData>, WireError> {
    let (encoding, parts) = alphabet::split(words);
    let total =
        u8::try_from(parts.len()).map_err(|_| WireError::TextTooLong { parts: parts.len() })?;
    let numbered = parts.into_iter().zip(1..=u8::MAX).map(|(part, sequence)| {
        let mut data = match encoding {
            Encoding::Gsm7 => UserData::text(part),
            Encoding::Ucs2 => UserData::new(Coding::UCS2, Payload::Ucs2(ucs2::encode(part))),
        };
        if total > 1 {
            data.header.push(Element::Concat(Concat {
                reference: u16::from(reference),
                wide: false,
                total,
                sequence,
            }));
        }
        data
    });
    Ok(numbered.collect())
}

/// Joins the parts of one text, in the order given. A surrogate pair or an escape pair that a
/// sender cut in two is whole again. Parts that are no text add nothing.
pub fn join<'a>(parts: impl IntoIterator<Item = &'a UserData>) -> String {
    let mut out = String::new();
    let mut run: Option<UserData> = None;
    for part in parts {
        let joined = match &mut run {
            Some(run) => append(run, part),
            None => false,
        };
        if !joined {
            out.extend(run.take().and_then(|data| data.words()));
            run = Some(part.clone());
        }
    }
    out.extend(run.and_then(|data| data.words()));
    out
}

/// Adds a part to a run that is written the same way; says whether it could.
fn append(run: &mut UserData, part: &UserData) -> bool {
    let same_languages = run.languages() == part.languages();
    match (&mut run.payload, &part.payload) {
        (Payload::Septets(septets), Payload::Septets(more)) if same_languages => {
            septets.extend(more);
            true
        }
        (Payload::Ucs2(units), Payload::Ucs2(more)) => {
            units.extend(more);
            true
        }
        _ => false,
    }
}

/// TS 23.040 9.2.3.16.
const MOST_OCTETS: usize = 140;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn again(data: &UserData) -> UserData {
        let mut out = Vec::new();
        data.write(&mut out).unwrap();
        UserData::read(&mut Reader::new(&out), data.coding, data.has_header()).unwrap()
    }

    #[test]
    fn parts_fill_the_air_exactly() {
        let mut out = Vec::new();
        split(&"a".repeat(160), 0).unwrap()[0]
            .write(&mut out)
            .unwrap();
        assert_eq!(out.len(), 141);
        for part in split(&"я".repeat(300), 7).unwrap() {
            let mut out = Vec::new();
            part.write(&mut out).unwrap();
            assert!(out.len() <= 141);
        }
        let long = UserData::text(&"a".repeat(161));
        assert!(matches!(
            long.write(&mut Vec::new()),
            Err(WireError::PartTooLong { octets: 141 })
        ));
    }

    #[test]
    fn a_text_beyond_the_count_is_refused() {
        assert_eq!(split(&"a".repeat(153 * 255), 1).unwrap().len(), 255);
        assert_eq!(
            split(&"a".repeat(153 * 255 + 1), 1),
            Err(WireError::TextTooLong { parts: 256 })
        );
    }

    #[test]
    fn a_pair_cut_by_another_sender_is_whole_again() {
        let half = |unit| UserData::new(Coding::UCS2, Payload::Ucs2(vec![0x41, unit]));
        let parts = [
            UserData::new(Coding::UCS2, Payload::Ucs2(vec![0x41, 0xD83D])),
            UserData::new(Coding::UCS2, Payload::Ucs2(vec![0xDE97])),
        ];
        assert_eq!(join(&parts), "A🚗");
        assert_eq!(join(&[half(0xD83D), UserData::text("x")]), "A\u{FFFD}x");
        let escape = UserData::new(Coding::GSM7, Payload::Septets(vec![0x41, 0x1B]));
        let rest = UserData::new(Coding::GSM7, Payload::Septets(vec![0x65]));
        assert_eq!(join(&[escape, rest]), "A€");
    }

    #[test]
    fn a_national_language_is_named_in_the_header() {
        let mut data = UserData::new(Coding::GSM7, Payload::Septets(vec![0x40, 0x1B, 0x53]));
        data.header = vec![
            Element::SingleShift(Language::TURKISH),
            Element::LockingShift(Language::TURKISH),
        ];
        assert_eq!(again(&data).words().unwrap(), "İŞ");
        data.header.clear();
        assert_eq!(again(&data).words().unwrap(), "¡S");
    }

    #[test]
    fn a_header_that_does_not_fit_is_refused() {
        for bytes in [&[0u8][..], &[1, 5], &[3, 3, 0, 1], &[200, 140, 1, 2]] {
            assert_eq!(
                UserData::read(&mut Reader::new(bytes), Coding::OCTETS, true),
                Err(WireError::BadHeader),
                "{bytes:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_text_comes_back(words in prop_oneof!["[ -~€\n]{0,700}", ".{0,400}"], reference in any::<u8>()) {
            let parts = split(&words, reference).unwrap();
            let heard: Vec<_> = parts.iter().map(again).collect();
            prop_assert_eq!(&heard, &parts);
            prop_assert_eq!(join(&heard), words);
        }

        #[test]
        fn any_octets_are_read(bytes in prop::collection::vec(any::<u8>(), 0..170), coding in any::<u8>(), header in any::<bool>()) {
            if let Ok(data) = UserData::read(&mut Reader::new(&bytes), Coding(coding), header) {
                let _ = data.words();
            }
        }
    }
}
