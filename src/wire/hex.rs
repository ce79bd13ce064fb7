//! Bytes as the serial line carries them: pairs of hexadecimal digits.

use super::WireError;
use std::fmt::Write;

/// Upper-case digits, two an octet.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for octet in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "{octet:02X}");
    }
    out
}

/// Reads digits of either case. White space around them is ignored.
///
/// # Errors
/// [`WireError::NotHex`] for an odd number of digits or anything that is no digit.
pub fn decode(digits: &str) -> Result<Vec<u8>, WireError> {
    let digits = digits.trim().as_bytes();
    if !digits.len().is_multiple_of(2) {
        return Err(WireError::NotHex);
    }
    digits
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Ok((nibble(*high)? << 4) | nibble(*low)?),
            _ => Err(WireError::NotHex),
        })
        .collect()
}

fn nibble(digit: u8) -> Result<u8, WireError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(WireError::NotHex),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_rubbish_is_refused() {
        assert_eq!(encode(&[0x00, 0x9A, 0xFF]), "009AFF");
        assert_eq!(decode(" 009aFf\r\n"), Ok(vec![0x00, 0x9A, 0xFF]));
        assert_eq!(decode("0"), Err(WireError::NotHex));
        assert_eq!(decode("é"), Err(WireError::NotHex));
        assert_eq!(decode("+1"), Err(WireError::NotHex));
    }
}
