//! The number that a SIM tells as its own (`AT+CNUM`, TS 27.007 7.1).

use super::fields;

/// A number of the SIM, as it is written there: `+CNUM: "Line 1","+12065550100",145`, with or without
/// a name, quotes and the sign. `Some` only where the type says that it is whole: no country is guessed.
/// Digits with a `+` in front.
pub fn own_number(line: &str) -> Option<String> {
    let fields = fields::after(line, "+CNUM:")?;
    let written = fields.get(1)?.text.trim();
    let kind: u8 = fields.get(2)?.number()?;
    let digits = written.strip_prefix('+').unwrap_or(written);
    // The type of number is bits 5 to 7, and 1 is international (TS 24.008 10.5.4.7).
    let whole = written.starts_with('+') || (kind >> 4) & 0b111 == 1;
    let is_number = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (whole && is_number).then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_only_where_its_country_is_in_it() {
        for (line, number) in [
            (
                "+CNUM: \"Line 1\",\"+12065550100\",145",
                Some("+12065550100"),
            ),
            ("+CNUM: ,\"+12065550100\",145", Some("+12065550100")),
            ("+CNUM: \"\",\"12065550100\",145", Some("+12065550100")),
            (
                "+CNUM: \"Own\",\"+12065550100\",129,7,4",
                Some("+12065550100"),
            ),
            // Of which country it is nobody says.
            ("+CNUM: \"\",\"2065550100\",129", None),
            ("+CNUM: ,\"\",129", None),
            ("+CNUM: \"\",\"+1206555010O\",145", None),
            ("+CNUM: \"\",\"12\",145", None),
            ("+CNUM:", None),
            ("OK", None),
        ] {
            assert_eq!(own_number(line).as_deref(), number, "{line}");
        }
    }
}
