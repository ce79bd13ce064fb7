//! `readybell classify`: shows what the shop would take a text for.

use crate::domain::classify::classify;
use anyhow::{Context, Result};
use std::io::{BufRead, Write};

/// Reads one text a line, with `\n` and `\uXXXX` escapes, and prints class, scope and reason for
/// each, between tabs. The scope is `-` for anything but an opt-out.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn run(mut input: impl BufRead, mut out: impl Write) -> Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input
            .read_until(b'\n', &mut line)
            .context("the texts cannot be read")?;
        if read == 0 {
            return out.flush().context("the answers cannot be written");
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let found = classify(&unescape(text));
        let scope = found.scope.map_or("-", |scope| scope.as_str());
        let (class, reason) = (found.class.as_str(), found.reason.as_str());
        writeln!(out, "{class}\t{scope}\t{reason}").context("the answers cannot be written")?;
    }
}

/// Turns `\n`, `\t`, `\\` and `\uXXXX` into what they stand for. Two halves of a surrogate pair are
/// joined, a lone half becomes U+FFFD, and any other backslash stays as it is.
pub fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let (unit, left) = match (c, after.chars().next()) {
            ('\\', Some('n')) => (Some(u16::from(b'\n')), after.get(1..)),
            ('\\', Some('t')) => (Some(u16::from(b'\t')), after.get(1..)),
            ('\\', Some('\\')) => (Some(u16::from(b'\\')), after.get(1..)),
            ('\\', Some('u')) => {
                let hex = after
                    .get(1..5)
                    .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
                let unit = hex.and_then(|hex| u16::from_str_radix(hex, 16).ok());
                (unit, after.get(5..))
            }
            _ => (None, None),
        };
        match (unit, left) {
            (Some(unit), Some(left)) => {
                units.push(unit);
                rest = left;
            }
            _ => {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                rest = after;
            }
        }
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_what_they_stand_for() {
        for (escaped, text) in [
            ("stop", "stop"),
            (r"a\nb", "a\nb"),
            (r"\u00A0STOP", "\u{A0}STOP"),
            (r"\ud83d\uDC4D", "👍"),
            (r"\ud83d!", "\u{FFFD}!"),
            (r"\uDC4D", "\u{FFFD}"),
            (r"\u12", r"\u12"),
            (r"\u+123", r"\u+123"),
            (r"c:\dir\\n", r"c:\dir\n"),
            ("\\", "\\"),
            ("", ""),
        ] {
            assert_eq!(unescape(escaped), text, "{escaped}");
        }
    }

    #[test]
    fn one_line_in_is_one_line_out() {
        let mut out = Vec::new();
        run(&b"STOP\r\n\nstop ads\n\xff\nhi"[..], &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines.first(), Some(&"opt_out\tall\tkeyword"));
        assert_eq!(lines.get(2), Some(&"opt_out\tpromotional\tphrase"));
        assert_eq!(lines.get(4), Some(&"conversation\t-\tplain"));
    }
}
