//! From what a phone wrote to plain words.
//!
//! Every dress of a word comes out as the same word: case, accents, full width, invisible
//! characters, look-alike letters of other scripts, digits for letters, letters held too long. The
//! tables pass through the same fold, so a table may be written as people write.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// A space, a hyphen, an apostrophe.
    None,
    /// A comma, a colon, a slash, an ampersand, a spaced dash, an emoji.
    Soft,
    /// The end of a sentence or a line.
    Hard,
}

/// One folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) before: Break,
}

/// A folded text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) words: Vec<Word>,
    /// Every sign that is neither word, blank nor common punctuation, in order: emoji, mostly.
    pub(super) signs: Vec<char>,
    pub(super) questions: usize,
}

/// Folds a text. Linear in its length.
pub(super) fn fold(text: &str) -> Folded {
    let plain = plain(text);
    let mut folder = Folder::default();
    let mut chars = plain.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            _ if c.is_alphanumeric() => folder.word.push(c),
            '$' if next.is_alphabetic() && !last.is_alphanumeric() => folder.word.push('s'),
            '@' if last.is_alphabetic() && next.is_alphabetic() => folder.word.push('a'),
            '\'' if last.is_alphanumeric() && next.is_alphanumeric() => {
                if is_elision(&folder.word, next) {
                    folder.end_word();
                }
            }
            '\'' | '"' | '*' | '_' | '(' | ')' | '[' | ']' | '<' | '>' | '~' | '^' | '#' | '+'
            | '%' | '=' | '$' | '@' | '`' | '|' | '\\' | '{' | '}' | '·' | '•' | '«' | '»'
            | '„' | '“' | '”' | '‹' | '›' | '¿' | '¡' | '°' => folder.end_word(),
            '-' | '–' | '—' | '‐' | '‑' | '−' => {
                folder.end_word();
                if last.is_whitespace() || next.is_whitespace() {
                    folder.split(Break::Soft);
                }
            }
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | ';' => folder.split(Break::Hard),
            '!' => folder.split(Break::Hard),
            '?' | '؟' => {
                folder.out.questions += 1;
                folder.split(Break::Hard);
            }
            '.' if next == '.' || last == '.' => folder.split(Break::Soft),
            '.' if last.is_ascii_digit() && next.is_ascii_digit() => folder.end_word(),
            '.' => folder.split(Break::Hard),
            ',' | ':' | '/' | '&' | '、' | '，' => folder.split(Break::Soft),
            _ if c.is_whitespace() || c.is_control() => folder.end_word(),
            _ => {
                folder.split(Break::Soft);
                folder.out.signs.push(c);
            }
        }
        last = c;
    }
    folder.end_word();
    folder.out
}

/// Folds words that are known to be words: an entry of a table.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    fold(text).words.into_iter().map(|word| word.text).collect()
}

#[derive(Default)]
struct Folder {
    out: Folded,
    word: String,
    pending: Option<Break>,
}

impl Folder {
    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let text = one_script(std::mem::take(&mut self.word));
        let before = self.pending.take().unwrap_or(Break::None);
        self.out.words.push(Word { text, before });
    }

    fn split(&mut self, how: Break) {
        self.end_word();
        self.pending = Some(self.pending.map_or(how, |known| known.max(how)));
    }
}

/// Compatibility forms unified, invisible characters gone, lower case, no marks.
fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .flat_map(spelled_out)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

fn spelled_out(c: char) -> impl Iterator<Item = char> {
    let pair = match c {
        '’' | '‘' | 'ʼ' | 'ʹ' | '´' | '′' | '‛' | '`' => ['\'', '\0'],
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'œ' => ['o', 'e'],
        'ø' => ['o', '\0'],
        'ł' => ['l', '\0'],
        'ı' => ['i', '\0'],
        _ => [c, '\0'],
    };
    pair.into_iter().filter(|c| *c != '\0')
}

/// Format characters (general category Cf) and variation selectors, as far as they are met in
/// texts: soft hyphen, zero-width space and joiners, marks of direction, byte-order mark, tags.
fn is_invisible(c: char) -> bool {
    matches!(
        u32::from(c),
        0xAD | 0x34F
            | 0x600..=0x605
            | 0x61C
            | 0x6DD
            | 0x70F
            | 0x115F..=0x1160
            | 0x17B4..=0x17B5
            | 0x180B..=0x180F
            | 0x200B..=0x200F
            | 0x202A..=0x202E
            | 0x2060..=0x206F
            | 0x3164
            | 0xFE00..=0xFE0F
            | 0xFEFF
            | 0xFFF9..=0xFFFC
            | 0x1F3FB..=0x1F3FF
            | 0xE0000..=0xE01EF
    )
}

/// French (and Spanish of old) cut a vowel: `m'envoyez` is two words, `don't` is one.
fn is_elision(word: &str, next: char) -> bool {
    matches!(
        word,
        "j" | "n" | "m" | "d" | "l" | "s" | "t" | "c" | "qu" | "jusqu" | "lorsqu" | "puisqu"
    ) && matches!(next, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h')
}

/// Letters that look alike: Latin, Cyrillic, Greek. Lower case, marks already gone.
const LOOK_ALIKES: [(char, char, char); 22] = [
    ('a', 'а', 'α'),
    ('b', 'в', 'β'),
    ('c', 'с', 'ϲ'),
    ('e', 'е', 'ε'),
    ('h', 'н', 'η'),
    ('i', 'і', 'ι'),
    ('j', 'ј', 'ϳ'),
    ('k', 'к', 'κ'),
    ('m', 'м', 'μ'),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('s', 'ѕ', 'σ'),
    ('t', 'т', 'τ'),
    ('x', 'х', 'χ'),
    ('y', 'у', 'υ'),
    ('n', 'п', 'ν'),
    ('u', 'и', '\0'),
    ('r', 'г', '\0'),
    ('d', 'ԁ', '\0'),
    ('q', 'ԛ', '\0'),
    ('w', 'ԝ', 'ω'),
    ('l', 'ӏ', '\0'),
];

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
}

fn is_cyrillic(c: char) -> bool {
    matches!(u32::from(c), 0x400..=0x52F)
}

fn is_greek(c: char) -> bool {
    matches!(u32::from(c), 0x370..=0x3FF)
}

/// A word of mixed scripts becomes Latin if every foreign letter has a Latin twin, else Cyrillic if
/// every Latin letter has a Cyrillic one.
fn one_script(word: String) -> String {
    let latin = word.chars().any(is_latin);
    let cyrillic = word.chars().any(is_cyrillic);
    let greek = word.chars().any(is_greek);
    if u8::from(latin) + u8::from(cyrillic) + u8::from(greek) < 2 {
        return word;
    }
    as_latin(&word)
        .or_else(|| as_cyrillic(&word))
        .unwrap_or(word)
}

/// The word in Latin letters, if each letter has a Latin twin.
pub(super) fn as_latin(word: &str) -> Option<String> {
    word.chars()
        .map(|c| {
            if is_latin(c) || c.is_ascii_digit() {
                return Some(c);
            }
            LOOK_ALIKES
                .iter()
                .filter(|(latin, ..)| !matches!(latin, 'n' | 'u' | 'r'))
                .find(|(_, cyrillic, greek)| *cyrillic == c || *greek == c)
                .map(|(latin, ..)| *latin)
        })
        .collect()
}

fn as_cyrillic(word: &str) -> Option<String> {
    word.chars()
        .map(|c| {
            if is_cyrillic(c) || c.is_ascii_digit() {
                return Some(c);
            }
            LOOK_ALIKES
                .iter()
                .find(|(latin, _, greek)| *latin == c || *greek == c)
                .map(|(_, cyrillic, _)| *cyrillic)
        })
        .collect()
}

/// Digits written for letters: `st0p`, `5top`. None if the word is all letters or all digits.
pub(super) fn without_leet(word: &str) -> Option<String> {
    if !word.chars().any(char::is_alphabetic) || !word.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    Some(
        word.chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '7' => 't',
                other => other,
            })
            .collect(),
    )
}

/// Letters that were held too long, three times or more, cut to `keep`. None if there are none.
pub(super) fn without_runs(word: &str, keep: usize) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    let mut run: Vec<char> = Vec::new();
    let mut changed = false;
    let mut flush = |run: &mut Vec<char>| {
        let count = if run.len() >= 3 {
            changed = true;
            keep
        } else {
            run.len()
        };
        out.extend(run.iter().take(count));
        run.clear();
    };
    for c in word.chars() {
        if run.last().is_some_and(|last| *last != c) {
            flush(&mut run);
        }
        run.push(c);
    }
    flush(&mut run);
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        fold_words(text).join(" ")
    }

    #[test]
    fn every_dress_comes_off() {
        for (text, expected) in [
            ("ST\u{AD}OP", "stop"),
            ("\u{FEFF}Stop\u{200B}", "stop"),
            ("ＳＴＯＰ", "stop"),
            ("S\u{422}\u{41E}P", "stop"),
            ("CTO\u{41F}", "стоп"),
            ("𝗦𝗧𝗢𝗣", "stop"),
            ("Arrêt", "arret"),
            ("Don’t", "dont"),
            ("ne m’envoyez", "ne m envoyez"),
            ("d'accord", "d accord"),
            ("Löschen, Straße", "loschen strasse"),
            ("ещё Йод", "еще иод"),
            ("$top", "stop"),
            ("opt-out", "opt out"),
            ("🛑 stop", "stop"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn breaks_are_kept() {
        let folded = fold("Stop, now. Go - on… really\nend");
        let breaks: Vec<Break> = folded.words.iter().map(|word| word.before).collect();
        use Break::{Hard, None, Soft};
        assert_eq!(breaks, [None, Soft, Hard, Soft, Soft, Hard]);
    }

    #[test]
    fn held_letters_and_digits() {
        assert_eq!(without_runs("stoppp", 1).as_deref(), Some("stop"));
        assert_eq!(without_runs("pleeease", 1).as_deref(), Some("please"));
        assert_eq!(without_runs("stopp", 1), None);
        assert_eq!(without_leet("st0p").as_deref(), Some("stop"));
        assert_eq!(without_leet("1234"), None);
    }
}
