//! What follows a pick-up: the question how it went, and an offer with a code. What the shop sets,
//! which review links can go into a text, and what a code looks like.

use super::consent::names;
use super::lint;
use serde::{Deserialize, Serialize};

/// What the shop sets. Both texts are off until the owner turns them on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FollowUp {
    /// Whether customers are asked how it went.
    pub asks: bool,
    /// Hours after the pick-up.
    pub ask_hours: u32,
    /// Where reviews are written, `https://` and all; empty for nowhere. Everyone who answers gets
    /// the same one: to ask only the happy ones is forbidden.
    pub review_link: String,
    /// This score, or a lower one, is a task for staff.
    pub alert_at: u8,
    /// Whether an offer follows.
    pub offers: bool,
    /// Days after the pick-up.
    pub offer_days: u32,
    /// Whose codes.
    pub codes: Codes,
    /// The one that everybody gets, where it is shared.
    pub shared_code: String,
    /// Days for which a code is good, from the day on which its text is due.
    pub code_days: u32,
}

/// Whether everybody gets the same code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Codes {
    /// Each text has its own, good once.
    #[default]
    Unique,
    /// All have the same, good once for each customer.
    Shared,
}

names!(Codes { Unique = "unique", Shared = "shared" });

impl Default for FollowUp {
    fn default() -> Self {
        Self {
            asks: false,
            ask_hours: 2,
            review_link: String::new(),
            alert_at: 3,
            offers: false,
            offer_days: 7,
            codes: Codes::default(),
            shared_code: String::new(),
            code_days: 30,
        }
    }
}

/// Why a link can't go into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadLink {
    /// It is not a whole link of a host that starts with `https://`.
    NotWhole,
    /// Its host is a shortener that everybody shares. Carriers block it.
    Shortener(&'static str),
}

/// No longer one fits beside words in two parts.
const LONGEST_LINK: usize = 160;

/// Says whether a link can go into a text.
///
/// # Errors
/// Why it can't.
pub fn check_link(link: &str) -> Result<(), BadLink> {
    let rest = link.strip_prefix("https://").ok_or(BadLink::NotWhole)?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels = || host.split('.');
    let fine = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let named = labels().count() >= 2
        && labels().all(fine)
        && labels()
            .next_back()
            .is_some_and(|last| last.bytes().all(|b| b.is_ascii_alphabetic()));
    let plain = link.bytes().all(|b| b.is_ascii_graphic()) && link.len() <= LONGEST_LINK;
    if !named || !plain {
        return Err(BadLink::NotWhole);
    }
    match lint::shortener(host) {
        Some(shared) => Err(BadLink::Shortener(shared)),
        None => Ok(()),
    }
}

/// A code as it is kept and compared, however it was typed: capitals, without blanks and dashes.
pub fn plain_code(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '_'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// Whether a code can be shared: four to twenty letters and digits.
pub fn is_code(plain: &str) -> bool {
    (4..=20).contains(&plain.len())
        && plain
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The letters of a code of its own. None looks like another (0 and O, 1 and I, 2 and Z, 5 and S,
/// 6 and G, 8 and B), and without vowels they spell nothing.
const LETTERS: &[u8; 19] = b"CDFHJKMNPRTVWXY3479";
/// A code of its own has so many: 19^8 is 17 thousand million, so nobody finds one by trying.
const LENGTH: usize = 8;

/// A code of its own out of random bytes. None: there were too few that can be used, so that every
/// letter is as likely as every other.
pub fn own_code(random: &[u8]) -> Option<String> {
    let letters = LETTERS.len();
    let even = 256 / letters * letters;
    let code: String = random
        .iter()
        .map(|byte| usize::from(*byte))
        .filter(|byte| *byte < even)
        .filter_map(|byte| LETTERS.get(byte % letters))
        .take(LENGTH)
        .map(|letter| char::from(*letter))
        .collect();
    (code.len() == LENGTH).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_whole_link_of_a_host_goes_and_a_shortener_does_not() {
        for link in [
            "https://reviews.example/hardknocks",
            "https://g.page/r/CaBcD/review",
            "https://search.example/local/writereview?placeid=Ch_x",
            "https://hardknocks.example",
            "https://shop.example:8443/review",
        ] {
            assert_eq!(check_link(link), Ok(()), "{link}");
        }
        for link in [
            "",
            "reviews.example/x",
            "http://reviews.example/x",
            "https://",
            "https://localhost/x",
            "https://192.168.1.5/x",
            "https://reviews.example/a b",
            "https://re@views.example/x",
            "https://отзывы.example/x",
            "https://.example/x",
            "javascript:alert(1)",
        ] {
            assert_eq!(check_link(link), Err(BadLink::NotWhole), "{link}");
        }
        let long = format!("https://reviews.example/{}", "x".repeat(LONGEST_LINK));
        assert_eq!(check_link(&long), Err(BadLink::NotWhole));
        for (link, host) in [
            ("https://bit.ly/x", "bit.ly"),
            ("https://BIT.LY/x", "bit.ly"),
            ("https://www.tinyurl.com/x", "tinyurl.com"),
            ("https://maps.app.goo.gl/x", "goo.gl"),
            ("https://t.co", "t.co"),
        ] {
            assert_eq!(check_link(link), Err(BadLink::Shortener(host)), "{link}");
        }
        assert_eq!(check_link("https://habit.ly/x"), Ok(()));
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(plain_code(" hard-knocks 15 "), "HARDKNOCKS15");
        assert!(is_code("HARDKNOCKS15") && is_code("AB12"));
        for bad in ["", "ABC", "СКИДКА15", "15%OFF", "A23456789012345678901"] {
            assert!(!is_code(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn codes_have_no_letters_that_look_alike(random in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Some(code) = own_code(&random) {
                prop_assert!(is_code(&code));
                prop_assert!(!code.contains(['0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '6', 'G', '8', 'B', 'A', 'E', 'U', 'Q']));
                prop_assert_eq!(plain_code(&code), code);
            }
        }
    }

    #[test]
    fn every_letter_is_as_likely_as_every_other() {
        let mut counts = std::collections::BTreeMap::new();
        for byte in 0..=u8::MAX {
            if let Some(code) = own_code(&[byte; LENGTH]) {
                *counts.entry(code).or_insert(0) += 1;
            }
        }
        assert_eq!(counts.len(), LETTERS.len());
        assert!(counts.values().all(|count| *count == 13), "{counts:?}");
        assert_eq!(own_code(&[255; 64]), None);
    }
}
