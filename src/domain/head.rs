//! A head of the ledger that was kept elsewhere: whole, or in the short form that receipts print.

use super::ledger::Hash;
use std::fmt;

/// What was kept of the hash of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The row, where it was kept as well.
    row: Option<i64>,
    /// The first digits of its hash, in lower case: [`SHORTEST`] to 64 of them.
    digits: String,
}

/// As many digits a head has at least: the 64 bits of a receipt's short form. With fewer of them,
/// whoever rewrites a ledger could find a row that fits.
pub const SHORTEST: usize = 16;

/// All of a hash.
const ALL: usize = 64;

impl Head {
    /// Reads 64 hexadecimal digits, at least the first [`SHORTEST`] of them, or the short form of a
    /// receipt: the row, and digits in groups.
    pub fn read(written: &str) -> Option<Self> {
        let written = written.trim();
        let (row, digits) = match written.split_once('-') {
            Some((row, digits)) => (Some(row.trim().parse().ok()?), digits),
            None => (None, written),
        };
        let digits: String = digits
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let fits = (SHORTEST..=ALL).contains(&digits.len());
        (is_hex && fits).then_some(Self { row, digits })
    }

    /// A head as receipts print it: the row, and the first [`SHORTEST`] digits in groups of four.
    pub fn short(row: i64, hash: &Hash) -> String {
        let hex = hash.to_string().to_uppercase();
        let mut words = row.to_string();
        for (place, digit) in hex.chars().take(SHORTEST).enumerate() {
            if place % 4 == 0 {
                words.push('-');
            }
            words.push(digit);
        }
        words
    }

    /// Whether it is the head of that row.
    pub fn names(&self, row: i64, hash: &Hash) -> bool {
        self.row.is_none_or(|kept| kept == row) && hash.to_string().starts_with(&self.digits)
    }

    /// How many digits are missing. None missing: nobody can make another row that fits.
    pub fn missing(&self) -> usize {
        ALL.saturating_sub(self.digits.len())
    }

    /// How many bits were kept.
    pub fn bits(&self) -> usize {
        self.digits.len() * 4
    }
}

impl From<Hash> for Head {
    fn from(hash: Hash) -> Self {
        Self {
            row: None,
            digits: hash.to_string(),
        }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "{row}-")?;
        }
        f.write_str(&self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_whole_or_as_a_receipt_prints_it() {
        let hash = Hash::of(b"a row");
        let hex = hash.to_string();
        let printed = Head::short(1004, &hash);
        assert_eq!(printed.len(), "1004-0000-0000-0000-0000".len());
        for (written, row, fits) in [
            (hex.clone(), 7, true),
            (hex.to_uppercase(), 7, true),
            (printed.clone(), 1004, true),
            (printed.to_lowercase().replacen('-', " - ", 1), 1004, true),
            (printed.clone(), 1005, false),
            (hex[..16].to_owned(), 7, true),
            (format!("1004-{hex}"), 1004, true),
            ("0".repeat(16), 7, false),
        ] {
            let head = Head::read(&written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(head.names(row, &hash), fits, "{written}");
        }
        assert_eq!(Head::read(&printed).map(|head| head.bits()), Some(64));
        assert_eq!(Head::read(&hex).map(|head| head.missing()), Some(0));
    }

    #[test]
    fn what_is_too_short_or_no_head_is_refused() {
        let hex = Hash::of(b"a row").to_string();
        for written in [
            "",
            "12",
            &hex[..15],
            &format!("1004-{}", &hex[..15]),
            &format!("{hex}0"),
            "row-0000-0000-0000-0000",
            "1004-000g-0000-0000-0000",
            "-0000-0000-0000-0000",
        ] {
            assert_eq!(Head::read(written), None, "{written:?}");
        }
    }
}
