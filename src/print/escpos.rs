//! Rows as the commands of a receipt printer: ESC/POS as Epson describes it, in the part that other
//! makers follow too. A roll of 80 mm has 48 letters a line in font A.

use super::Row;

/// Letters a line.
const WIDE: usize = 48;
/// In large print, half as many.
const WIDE_LARGE: usize = WIDE / 2;

/// `ESC t n`: Windows-1252, for Western Europe.
const LATIN: u8 = 16;
/// `ESC t n`: code page 866, for Cyrillic.
const CYRILLIC: u8 = 17;

/// The commands that print these rows and cut the paper.
pub fn escpos(rows: &[Row]) -> Vec<u8> {
    let mut out = Out {
        bytes: Vec::new(),
        page: None,
    };
    // ESC @: as after switching on. FS .: no two-byte letters, which some printers begin with.
    out.bytes.extend_from_slice(b"\x1b@\x1c.");
    for row in rows {
        out.row(row);
    }
    // Feed, then GS V B: cut where the blade is.
    out.bytes.extend_from_slice(b"\n\n\n\x1dVB\x00");
    out.bytes
}

struct Out {
    bytes: Vec<u8>,
    page: Option<u8>,
}

impl Out {
    fn row(&mut self, row: &Row) {
        match row {
            Row::Title(words) => {
                self.bytes.extend_from_slice(b"\x1ba\x01\x1d!\x11");
                self.lines(words, WIDE_LARGE);
                self.bytes.extend_from_slice(b"\x1d!\x00\x1ba\x00");
            }
            Row::Heading(words) => {
                self.bytes.extend_from_slice(b"\n\x1bE\x01");
                self.lines(words, WIDE);
                self.bytes.extend_from_slice(b"\x1bE\x00");
            }
            Row::Words(words) | Row::Small(words) => self.lines(words, WIDE),
            Row::Pair(left, right) => self.pair(left, right),
            Row::Sum(left, right) => {
                self.bytes.extend_from_slice(b"\x1bE\x01");
                self.pair(left, right);
                self.bytes.extend_from_slice(b"\x1bE\x00");
            }
            Row::Check(ticked, words) => {
                let mark = if *ticked { "[X] " } else { "[ ] " };
                for (index, line) in wrap(words, WIDE - mark.len()).iter().enumerate() {
                    self.words(if index == 0 { mark } else { "    " });
                    self.words(line);
                    self.bytes.push(b'\n');
                }
            }
            Row::Rule => {
                self.bytes.extend(std::iter::repeat_n(b'-', WIDE));
                self.bytes.push(b'\n');
            }
            Row::Qr(words) => self.qr(words.as_bytes()),
        }
    }

    fn lines(&mut self, words: &str, wide: usize) {
        for line in wrap(words, wide) {
            self.words(&line);
            self.bytes.push(b'\n');
        }
    }

    fn pair(&mut self, left: &str, right: &str) {
        let room = WIDE.saturating_sub(right.chars().count() + 1).max(8);
        for (index, line) in wrap(left, room).iter().enumerate() {
            self.words(line);
            if index == 0 {
                let gap = WIDE.saturating_sub(line.chars().count() + right.chars().count());
                self.bytes.extend(std::iter::repeat_n(b' ', gap.max(1)));
                self.words(right);
            }
            self.bytes.push(b'\n');
        }
    }

    /// `GS ( k`, functions 65, 67, 69, 80 and 81.
    fn qr(&mut self, words: &[u8]) {
        let Ok(length) = u16::try_from(words.len() + 3) else {
            return;
        };
        self.bytes.extend_from_slice(b"\n\x1ba\x01");
        for command in [
            &b"\x1d(k\x04\x001A2\x00"[..],
            b"\x1d(k\x03\x001C\x05",
            b"\x1d(k\x03\x001E1",
        ] {
            self.bytes.extend_from_slice(command);
        }
        self.bytes.extend_from_slice(b"\x1d(k");
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(b"1P0");
        self.bytes.extend_from_slice(words);
        self.bytes.extend_from_slice(b"\x1d(k\x03\x001Q0\x1ba\x00");
    }

    /// Each letter by the code page that has it.
    fn words(&mut self, words: &str) {
        for letter in words.chars() {
            let (page, byte) = byte_of(letter);
            if let Some(page) = page
                && self.page != Some(page)
            {
                self.bytes.extend_from_slice(&[0x1b, b't', page]);
                self.page = Some(page);
            }
            self.bytes.push(byte);
        }
    }
}

/// A letter's code page and byte. A letter that neither page has becomes one that looks like it, or
/// a question mark.
fn byte_of(letter: char) -> (Option<u8>, u8) {
    let code = u32::from(letter);
    let low = |code: u32| u8::try_from(code).unwrap_or(b'?');
    match letter {
        ' '..='~' => (None, low(code)),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => (None, b' '),
        '\u{2212}' => (None, b'-'),
        'А'..='п' => (Some(CYRILLIC), low(code - 0x410 + 0x80)),
        'р'..='я' => (Some(CYRILLIC), low(code - 0x440 + 0xE0)),
        'Ё' => (Some(CYRILLIC), 0xF0),
        'ё' => (Some(CYRILLIC), 0xF1),
        '№' => (Some(CYRILLIC), 0xFC),
        '₽' => (Some(CYRILLIC), 0xE0),
        '€' => (Some(LATIN), 0x80),
        '…' => (Some(LATIN), 0x85),
        '‘' => (Some(LATIN), 0x91),
        '’' => (Some(LATIN), 0x92),
        '“' => (Some(LATIN), 0x93),
        '”' => (Some(LATIN), 0x94),
        '•' => (Some(LATIN), 0x95),
        '–' => (Some(LATIN), 0x96),
        '—' => (Some(LATIN), 0x97),
        '\u{a1}'..='\u{ff}' => (Some(LATIN), low(code)),
        // What a printer would take for a command never reaches it.
        _ => (None, b'?'),
    }
}

fn wrap(words: &str, wide: usize) -> Vec<String> {
    let wide = wide.max(1);
    let mut lines = Vec::new();
    for part in words.split('\n') {
        let mut line = String::new();
        for word in part.split(' ').filter(|word| !word.is_empty()) {
            let mut word: Vec<char> = word.chars().collect();
            let room = line.chars().count() + usize::from(!line.is_empty()) + word.len();
            if room > wide && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            while word.len() > wide {
                let rest = word.split_off(wide);
                lines.push(word.into_iter().collect());
                word = rest;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_come_from_the_page_that_has_them() {
        let printed = escpos(&[Row::Words("Ñu Яд №".to_owned())]);
        let words = b"\x1bt\x10\xD1u \x1bt\x11\x9F\xA4 \xFC\n";
        assert!(
            printed.windows(words.len()).any(|w| w == words),
            "{printed:02x?}"
        );
    }

    #[test]
    fn prices_stand_at_the_right() {
        let row = Row::Pair(
            "Subwoofer and amplifier, with a long line of words".to_owned(),
            "$1,299.00".to_owned(),
        );
        let printed = escpos(&[row]);
        let words = String::from_utf8_lossy(&printed).into_owned();
        let line = words
            .lines()
            .find(|line| line.ends_with("$1,299.00"))
            .unwrap();
        assert_eq!(line.trim_start_matches("\u{1b}@\u{1c}.").len(), WIDE);
    }

    #[test]
    fn it_begins_fresh_and_ends_with_a_cut() {
        let printed = escpos(&[
            Row::Title("Hi".to_owned()),
            Row::Rule,
            Row::Qr("abc".to_owned()),
        ]);
        assert!(printed.starts_with(b"\x1b@"));
        assert!(printed.ends_with(b"\x1dVB\x00"));
        let qr = b"\x1d(k\x06\x001P0abc";
        assert!(printed.windows(qr.len()).any(|w| w == qr));
    }

    proptest! {
        /// Whatever a customer is called, the printer gets no command from it.
        #[test]
        fn words_are_never_commands(words in "\\PC{0,80}|[\\x00-\\x1f]{0,20}") {
            let mut out = Out { bytes: Vec::new(), page: Some(LATIN) };
            out.words(&words);
            let mut rest = out.bytes.as_slice();
            while let Some((byte, after)) = rest.split_first() {
                rest = if *byte == 0x1b { &after[2..] } else {
                    prop_assert!(*byte >= 0x20, "{byte:02x}");
                    after
                };
            }
        }

        #[test]
        fn no_line_is_too_long(words in "[a-zя \n]{0,200}", wide in 1_usize..60) {
            for line in wrap(&words, wide) {
                prop_assert!(line.chars().count() <= wide);
            }
        }
    }
}
