//! The characters of a text: what fits the GSM 7 bit default alphabet, and how many parts it makes.
//!
//! Every page that counts characters and the encoder that sends them ask this module, so that the
//! counter never promises what the air does not keep. Start at [`segments`].

/// How a text's characters travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// The GSM 7 bit default alphabet with its extension table (TS 23.038 6.2.1); the unit is a
    /// septet.
    Gsm7,
    /// UTF-16, called UCS-2 in the standard (TS 23.038 6.2.3); the unit is 16 bits.
    Ucs2,
}

impl Encoding {
    /// Units that fit a text of one part: 140 octets of user data (TS 23.040 9.2.3.24).
    pub fn units_alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units that fit each part of a longer text: the 6 octets of a concatenation header with an
    /// 8-bit reference are taken off (TS 23.040 9.2.3.24.1).
    pub fn units_in_series(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// What this character costs, in units. In GSM-7 a character outside the alphabet costs
    /// nothing, for it cannot be sent at all.
    pub fn cost(self, c: char) -> usize {
        match self {
            Self::Gsm7 => to_septets(c).map_or(0, |s| s.len()),
            Self::Ucs2 => c.len_utf16(),
        }
    }
}

/// How a text will travel, for the counter on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// How its characters travel.
    pub encoding: Encoding,
    /// Units that the characters take, all parts together.
    pub units_used: usize,
    /// Units that fit each part of this text.
    pub units_per_part: usize,
    /// How many parts; an empty text is one.
    pub parts: usize,
    /// Units still free in the last part.
    pub left_in_last_part: usize,
    /// The characters that make the text longer, each once, in the order of their first use: those
    /// that cost two septets, or, when any of them forces UCS-2, those that do.
    pub costly: Vec<char>,
}

/// Counts the parts of a text.
pub fn segments(words: &str) -> Segments {
    let (encoding, parts) = split(words);
    let units = |part: &str| part.chars().map(|c| encoding.cost(c)).sum::<usize>();
    let units_per_part = if parts.len() == 1 {
        encoding.units_alone()
    } else {
        encoding.units_in_series()
    };
    let mut costly = Vec::new();
    for c in words.chars() {
        let costs = match encoding {
            Encoding::Gsm7 => encoding.cost(c) > 1,
            Encoding::Ucs2 => to_septets(c).is_none(),
        };
        if costs && !costly.contains(&c) {
            costly.push(c);
        }
    }
    Segments {
        encoding,
        units_used: units(words),
        units_per_part,
        parts: parts.len(),
        left_in_last_part: units_per_part.saturating_sub(parts.last().map_or(0, |p| units(p))),
        costly,
    }
}

/// Cuts a text into the words of its parts, never inside an escape pair or a surrogate pair. At
/// least one part comes back.
pub fn split(words: &str) -> (Encoding, Vec<&str>) {
    let encoding = if words.chars().all(|c| to_septets(c).is_some()) {
        Encoding::Gsm7
    } else {
        Encoding::Ucs2
    };
    let all: usize = words.chars().map(|c| encoding.cost(c)).sum();
    if all <= encoding.units_alone() {
        return (encoding, vec![words]);
    }
    let mut parts = Vec::new();
    let mut rest = words;
    let mut used = 0;
    let mut at = 0;
    while let Some(c) = rest.get(at..).and_then(|tail| tail.chars().next()) {
        let cost = encoding.cost(c);
        if used + cost > encoding.units_in_series() {
            let (part, tail) = rest.split_at(at);
            parts.push(part);
            rest = tail;
            used = 0;
            at = 0;
        }
        used += cost;
        at += c.len_utf8();
    }
    parts.push(rest);
    (encoding, parts)
}

/// The septet that leads to the extension table (TS 23.038 6.2.1.1).
pub const ESCAPE: u8 = 0x1B;

/// One character as septets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Septets {
    /// In the default alphabet.
    One(u8),
    /// In the extension table: an escape comes first.
    Escaped(u8),
}

impl Septets {
    /// How many septets it is.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Escaped(_) => 2,
        }
    }
}

/// The septets of a character, or `None` when the alphabet and its extension lack it.
pub fn to_septets(c: char) -> Option<Septets> {
    let place = |at: usize| u8::try_from(at).ok();
    if c.is_ascii_alphanumeric() || c == ' ' {
        return place(c as usize).map(Septets::One);
    }
    if let Some(&(septet, _)) = EXTENSION.iter().find(|(_, e)| *e == c) {
        return Some(Septets::Escaped(septet));
    }
    if c == ESCAPE as char {
        return None;
    }
    let at = DEFAULT.iter().position(|d| *d == c)?;
    place(at).map(Septets::One)
}

/// The character of a septet in the default alphabet. The escape itself shows as a space, and bits
/// above the seventh are ignored.
pub fn from_default(septet: u8) -> char {
    match DEFAULT.get(usize::from(septet & 0x7F)) {
        Some(&c) if septet & 0x7F != ESCAPE => c,
        _ => ' ',
    }
}

/// The character of a septet in the extension table; `None` where the table is empty.
pub fn from_extension(septet: u8) -> Option<char> {
    EXTENSION
        .iter()
        .find(|(s, _)| *s == septet)
        .map(|&(_, c)| c)
}

/// TS 23.038 6.2.1, in the order of the septets.
#[rustfmt::skip]
const DEFAULT: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å',
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1B}', 'Æ', 'æ', 'ß', 'É',
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?',
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§',
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

/// TS 23.038 6.2.1.1.
const EXTENSION: [(u8, char); 10] = [
    (0x0A, '\u{0C}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_septet_comes_back() {
        for septet in (0..128).filter(|s| *s != ESCAPE) {
            assert_eq!(
                to_septets(from_default(septet)),
                Some(Septets::One(septet)),
                "{septet:#x}"
            );
        }
        for (septet, c) in EXTENSION {
            assert_eq!(to_septets(c), Some(Septets::Escaped(septet)));
            assert_eq!(from_extension(septet), Some(c));
        }
        assert_eq!(to_septets('\u{1B}'), None);
        assert_eq!(from_default(ESCAPE), ' ');
    }

    #[test]
    fn the_limits_are_those_of_the_air() {
        let count = |words: &str| {
            let s = segments(words);
            (s.parts, s.units_used, s.units_per_part, s.left_in_last_part)
        };
        assert_eq!(count(""), (1, 0, 160, 160));
        assert_eq!(count(&"a".repeat(160)), (1, 160, 160, 0));
        assert_eq!(count(&"a".repeat(161)), (2, 161, 153, 145));
        assert_eq!(count(&"a".repeat(306)), (2, 306, 153, 0));
        assert_eq!(count(&"a".repeat(307)), (3, 307, 153, 152));
        assert_eq!(count(&"я".repeat(70)), (1, 70, 70, 0));
        assert_eq!(count(&"я".repeat(71)), (2, 71, 67, 63));
        assert_eq!(count(&"🚗".repeat(35)), (1, 70, 70, 0));
        assert_eq!(count(&"🚗".repeat(36)), (2, 72, 67, 61));
    }

    #[test]
    fn a_pair_is_moved_whole_to_the_next_part() {
        let words = format!("{}€{}", "a".repeat(152), "b".repeat(20));
        let (_, parts) = split(&words);
        assert_eq!(parts[0].len(), 152);
        assert!(parts[1].starts_with('€'));
        let words = format!("{}🚗{}", "я".repeat(66), "я".repeat(20));
        let (_, parts) = split(&words);
        assert_eq!(parts[0].chars().count(), 66);
        assert!(parts[1].starts_with('🚗'));
    }

    #[test]
    fn costly_characters_are_named_once() {
        assert_eq!(segments("5 € {or} 6 €").costly, vec!['€', '{', '}']);
        assert_eq!(segments("“Ready” for 5 €").costly, vec!['“', '”']);
        assert!(segments("Ready @ 5 PM").costly.is_empty());
    }

    proptest! {
        #[test]
        fn parts_join_to_the_text_and_fit(words in ".{0,400}") {
            let (encoding, parts) = split(&words);
            prop_assert_eq!(parts.concat(), words.as_str());
            let room = if parts.len() == 1 { encoding.units_alone() } else { encoding.units_in_series() };
            for part in parts {
                prop_assert!(part.chars().map(|c| encoding.cost(c)).sum::<usize>() <= room);
            }
        }
    }
}
