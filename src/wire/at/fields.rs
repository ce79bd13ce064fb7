//! Splits a line's values at its commas.

/// The values after `prefix`, which ends in a colon: without their quotes, and with whether they
/// had any. `None` when the line begins otherwise.
pub(super) fn after<'a>(line: &'a str, prefix: &str) -> Option<Vec<Field<'a>>> {
    let rest = line.strip_prefix(prefix)?.trim();
    let mut fields = Vec::new();
    let mut quoted = false;
    let mut from = 0;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                fields.push(Field::of(rest.get(from..at).unwrap_or_default()));
                from = at + 1;
            }
            _ => {}
        }
    }
    fields.push(Field::of(rest.get(from..).unwrap_or_default()));
    Some(fields)
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub text: &'a str,
    pub quoted: bool,
}

impl<'a> Field<'a> {
    fn of(text: &'a str) -> Self {
        let text = text.trim();
        match text.strip_prefix('"') {
            Some(inner) => Self {
                text: inner.strip_suffix('"').unwrap_or(inner),
                quoted: true,
            },
            None => Self {
                text,
                quoted: false,
            },
        }
    }

    /// The number it is, if it is one. Quotes are ignored.
    pub fn number<N: std::str::FromStr>(self) -> Option<N> {
        let digits = !self.text.is_empty() && self.text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| self.text.parse().ok()).flatten()
    }
}
