//! UTF-16, big end first: what the standard calls UCS-2 (TS 23.038 6.2.3) and every phone fills
//! with surrogate pairs.

/// The 16-bit units of a text.
pub fn encode(words: &str) -> Vec<u16> {
    words.encode_utf16().collect()
}

/// The text of some units. A surrogate without its other half becomes U+FFFD.
pub fn decode(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

/// Units as octets.
pub fn to_octets(units: &[u16]) -> Vec<u8> {
    units.iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

/// Octets as units. An odd last octet is dropped.
pub fn from_octets(octets: &[u8]) -> Vec<u16> {
    octets
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lone_half_is_shown_as_such() {
        assert_eq!(decode(&[0xD83D]), "\u{FFFD}");
        assert_eq!(decode(&[0xD83D, 0xDE97]), "🚗");
    }

    proptest! {
        #[test]
        fn text_comes_back(words in ".*") {
            prop_assert_eq!(decode(&from_octets(&to_octets(&encode(&words)))), words);
        }
    }
}
