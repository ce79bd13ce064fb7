//! National language shift tables (TS 23.038 Annex A): septets that mean other characters.
//!
//! All tables of the annex are here, as data: Turkish, Spanish and Portuguese as what they change in
//! the default alphabet or in its extension, the scripts of South Asia in a file of their own. A
//! header element names a table by its code; a code that the standard does not give reads as the
//! default.

mod south_asian;

use crate::domain::alphabet::{ESCAPE, from_default, from_extension};

/// A national language identifier (TS 23.038 6.2.1.2.4): 1 Turkish, 2 Spanish, 3 Portuguese,
/// 4 Bengali, 5 Gujarati, 6 Hindi, 7 Kannada, 8 Malayalam, 9 Oriya, 10 Punjabi, 11 Tamil, 12 Telugu,
/// 13 Urdu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(pub u8);

impl Language {
    /// Turkish.
    pub const TURKISH: Self = Self(1);
    /// Spanish; it has a single shift table only.
    pub const SPANISH: Self = Self(2);
    /// Portuguese.
    pub const PORTUGUESE: Self = Self(3);

    /// Whether the tables of this language are known here.
    pub fn is_known(self) -> bool {
        self.tables().is_some() || south_asian::has(self.0)
    }

    fn tables(self) -> Option<&'static Tables> {
        TABLES.iter().find(|table| table.code == self.0)
    }

    /// What its locking table has in a place where it differs from the default alphabet.
    fn locking(self, septet: u8) -> Option<char> {
        let own = self.tables().and_then(|t| changed(t.locking, septet));
        own.or_else(|| south_asian::locking(self.0, septet))
    }

    /// What its single shift table has in a place where it differs from the default extension.
    fn single(self, septet: u8) -> Option<char> {
        let own = self.tables().and_then(|t| changed(t.single, septet));
        own.or_else(|| south_asian::single(self.0, septet))
    }
}

/// Reads septets with the tables that a header names: `locking` in place of the default alphabet,
/// `single` in place of its extension.
///
/// An escape before a septet that the extension lacks shows the character of the main table, and an
/// escape before an escape or at the end shows a space (TS 23.038 6.2.1.1).
pub fn decode(septets: &[u8], locking: Option<Language>, single: Option<Language>) -> String {
    let locked = |septet| locking.and_then(|language| language.locking(septet));
    let main = |septet| locked(septet).unwrap_or_else(|| from_default(septet));
    let own = |septet| single.and_then(|language| language.single(septet));
    let shifted = |septet| own(septet).or_else(|| from_extension(septet));
    let mut out = String::with_capacity(septets.len());
    let mut septets = septets.iter().map(|septet| septet & 0x7F);
    while let Some(septet) = septets.next() {
        if septet != ESCAPE {
            out.push(main(septet));
            continue;
        }
        match septets.next() {
            None | Some(ESCAPE) => out.push(' '),
            Some(next) => out.push(shifted(next).unwrap_or_else(|| main(next))),
        }
    }
    out
}

type Changes = &'static [(u8, char)];

struct Tables {
    code: u8,
    /// What differs from the default alphabet.
    locking: Changes,
    /// What differs from the default extension.
    single: Changes,
}

fn changed(changes: Changes, septet: u8) -> Option<char> {
    let (_, c) = changes.iter().find(|(at, _)| *at == septet)?;
    Some(*c)
}

/// TS 23.038 A.2.1 to A.2.3 (single) and A.3.1 to A.3.3 (locking; A.3.2 is void).
#[rustfmt::skip]
const TABLES: [Tables; 3] = [
    Tables {
        code: Language::TURKISH.0,
        locking: &[
            (0x04, '€'), (0x07, 'ı'), (0x0B, 'Ğ'), (0x0C, 'ğ'), (0x1C, 'Ş'), (0x1D, 'ş'),
            (0x40, 'İ'), (0x60, 'ç'),
        ],
        single: &[
            (0x47, 'Ğ'), (0x49, 'İ'), (0x53, 'Ş'), (0x63, 'ç'), (0x67, 'ğ'), (0x69, 'ı'),
            (0x73, 'ş'),
        ],
    },
    Tables {
        code: Language::SPANISH.0,
        locking: &[],
        single: &[
            (0x09, 'ç'), (0x41, 'Á'), (0x49, 'Í'), (0x4F, 'Ó'), (0x55, 'Ú'), (0x61, 'á'),
            (0x69, 'í'), (0x6F, 'ó'), (0x75, 'ú'),
        ],
    },
    Tables {
        code: Language::PORTUGUESE.0,
        locking: &[
            (0x04, 'ê'), (0x06, 'ú'), (0x07, 'í'), (0x08, 'ó'), (0x09, 'ç'), (0x0B, 'Ô'),
            (0x0C, 'ô'), (0x0E, 'Á'), (0x0F, 'á'), (0x12, 'ª'), (0x13, 'Ç'), (0x14, 'À'),
            (0x15, '∞'), (0x16, '^'), (0x17, '\\'), (0x18, '€'), (0x19, 'Ó'), (0x1A, '|'),
            (0x1C, 'Â'), (0x1D, 'â'), (0x1E, 'Ê'), (0x24, 'º'), (0x40, 'Í'), (0x5B, 'Ã'),
            (0x5C, 'Õ'), (0x5D, 'Ú'), (0x60, '~'), (0x7B, 'ã'), (0x7C, 'õ'), (0x7D, '`'),
        ],
        single: &[
            (0x05, 'ê'), (0x09, 'ç'), (0x0B, 'Ô'), (0x0C, 'ô'), (0x0E, 'Á'), (0x0F, 'á'),
            (0x12, 'Φ'), (0x13, 'Γ'), (0x15, 'Ω'), (0x16, 'Π'), (0x17, 'Ψ'), (0x18, 'Σ'),
            (0x19, 'Θ'), (0x1F, 'Ê'), (0x41, 'À'), (0x49, 'Í'), (0x4F, 'Ó'), (0x55, 'Ú'),
            (0x5B, 'Ã'), (0x5C, 'Õ'), (0x61, 'Â'), (0x69, 'í'), (0x6F, 'ó'), (0x75, 'ú'),
            (0x7B, 'ã'), (0x7C, 'õ'), (0x7F, 'â'),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn turkish_both_ways() {
        assert_eq!(
            decode(&[0x1B, 0x53, 0x1B, 0x69], None, Some(Language::TURKISH)),
            "Şı"
        );
        assert_eq!(
            decode(
                &[0x40, 0x1C, 0x60, 0x1B, 0x65],
                Some(Language::TURKISH),
                None
            ),
            "İŞç€"
        );
    }

    #[test]
    fn spanish_has_a_single_shift_only() {
        let septets = [0x1B, 0x61, 0x1B, 0x55, 0x1B, 0x09, 0x05, 0x1B, 0x3D];
        assert_eq!(decode(&septets, None, Some(Language::SPANISH)), "áÚçé~");
        assert_eq!(decode(&[0x04], Some(Language::SPANISH), None), "è");
    }

    #[test]
    fn portuguese_both_ways() {
        assert_eq!(
            decode(
                &[0x0F, 0x7B, 0x1B, 0x7C, 0x1B, 0x15, 0x18],
                Some(Language::PORTUGUESE),
                Some(Language::PORTUGUESE)
            ),
            "áãõΩ€"
        );
    }

    #[test]
    fn the_scripts_of_south_asia_both_ways() {
        let hindi = Some(Language(6));
        // नमस्ते, then in the same text an A and a Devanagari digit by the single shift.
        let septets = [0x2F, 0x42, 0x4C, 0x5F, 0x27, 0x59, 0x1B, 0x41, 0x1B, 0x1E];
        assert_eq!(decode(&septets, hindi, hindi), "नमस्तेA२");
        // A gap of the table, a letter and a sign that all share.
        assert_eq!(decode(&[0x0C, 0x61, 0x2C], Some(Language(4)), None), " a,");
        assert_eq!(decode(&[0x24], Some(Language(7)), None), "ಡ");
        assert_eq!(decode(&[0x1B, 0x65], None, Some(Language(12))), "€");
        assert!((1..=13).all(|code| Language(code).is_known()));
    }

    #[test]
    fn the_gaps_are_those_of_the_standard() {
        assert_eq!(decode(&[0x1B, 0x41], None, None), "A");
        assert_eq!(decode(&[0x1B, 0x1B, 0x41], None, None), " A");
        assert_eq!(decode(&[0x41, 0x1B], None, None), "A ");
        assert_eq!(
            decode(&[0x1B, 0x04], Some(Language::TURKISH), None),
            "€",
            "the main table is the locking one"
        );
        assert_eq!(decode(&[0x04], Some(Language(200)), None), "è");
        assert!(!Language(200).is_known());
    }

    proptest! {
        #[test]
        fn any_septets_are_read(septets in prop::collection::vec(any::<u8>(), 0..170), locking in any::<u8>(), single in any::<u8>()) {
            let _ = decode(&septets, Some(Language(locking)), Some(Language(single)));
        }
    }
}
