//! Septets and how they are packed into octets (TS 23.038 6.1.2.1).
//!
//! What the septets mean is in [`crate::domain::alphabet`] and [`super::shift`].

use crate::domain::alphabet::{ESCAPE, Septets, to_septets};

/// The septets of a text in the default alphabet and its extension, or `None` when a character
/// lies outside.
pub fn encode(words: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(words.len());
    for c in words.chars() {
        match to_septets(c)? {
            Septets::One(septet) => out.push(septet),
            Septets::Escaped(septet) => out.extend([ESCAPE, septet]),
        }
    }
    Some(out)
}

/// Packs septets, lowest bit first, after `fill` zero bits. The last octet is padded with zeros.
pub fn pack(septets: &[u8], fill: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity((fill + septets.len() * 7).div_ceil(8));
    let mut bits = 0u16;
    let mut held = fill;
    for septet in septets {
        bits |= u16::from(septet & 0x7F) << held;
        held += 7;
        if held >= 8 {
            let [low, high] = bits.to_le_bytes();
            out.push(low);
            bits = u16::from(high);
            held -= 8;
        }
    }
    if held > 0 {
        let [low, _] = bits.to_le_bytes();
        out.push(low);
    }
    out
}

/// Unpacks up to `count` septets after `fill` bits; fewer when the octets end sooner.
pub fn unpack(octets: &[u8], fill: usize, count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(count.min(octets.len() * 8 / 7));
    let mut at = fill;
    while out.len() < count && at + 7 <= octets.len() * 8 {
        let low = octets.get(at / 8).copied().unwrap_or(0);
        let high = octets.get(at / 8 + 1).copied().unwrap_or(0);
        let [septet, _] = (u16::from_le_bytes([low, high]) >> (at % 8)).to_le_bytes();
        out.push(septet & 0x7F);
        at += 7;
    }
    out
}

/// Zero bits after a header of so many octets, so that the septets begin on a septet boundary
/// (TS 23.040 9.2.3.24).
pub fn fill_bits(header_octets: usize) -> usize {
    (7 - header_octets * 8 % 7) % 7
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_answer() {
        let septets = encode("hellohello").unwrap();
        assert_eq!(
            pack(&septets, 0),
            [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]
        );
        assert_eq!(encode("{"), Some(vec![0x1B, 0x28]));
        assert_eq!(encode("я"), None);
    }

    #[test]
    fn fill_puts_the_text_on_a_septet() {
        assert_eq!(fill_bits(6), 1);
        assert_eq!(fill_bits(7), 0);
        assert_eq!(fill_bits(5), 2);
        assert_eq!(fill_bits(0), 0);
    }

    proptest! {
        #[test]
        fn septets_come_back(septets in prop::collection::vec(0u8..128, 0..170), fill in 0usize..7) {
            let packed = pack(&septets, fill);
            prop_assert_eq!(packed.len(), if septets.is_empty() && fill == 0 { 0 } else { (fill + septets.len() * 7).div_ceil(8) });
            prop_assert_eq!(unpack(&packed, fill, septets.len()), septets);
        }

        #[test]
        fn any_octets_unpack(octets in prop::collection::vec(any::<u8>(), 0..200), fill in 0usize..7, count in 0usize..300) {
            prop_assert!(unpack(&octets, fill, count).len() <= count);
        }
    }
}
