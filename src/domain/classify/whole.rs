//! Texts that are nothing but a keyword or an answer, in whatever dress, and clauses that are.

use super::fold::{Break, Word};
use super::tables::{LONGEST_PHRASE, Role, Tables};
use super::{Class, Classification, Keyword, Notes, Reason, Scope};
use crate::domain::lang::Lang;
use crate::domain::slips;

/// The class of a text that is a keyword or an answer as a whole.
pub(super) fn whole(tables: &Tables, words: &[Word], typo: bool) -> Option<Classification> {
    let bare: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let together = joined(&bare);
    let forms = [
        Some(bare.clone()),
        merged(&bare),
        together.as_deref().map(|j| vec![j]),
    ];
    for form in forms.iter().flatten() {
        if let Some(found) = keyword(tables, form, false) {
            return Some(found.because_of_typo(typo));
        }
    }
    let trimmed = trimmed(tables, &bare);
    if trimmed.len() < bare.len() {
        let joined = self::joined(trimmed);
        let forms = [
            Some(trimmed.to_vec()),
            merged(trimmed),
            joined.as_deref().map(|joined| vec![joined]),
        ];
        for form in forms.iter().flatten() {
            if let Some(found) = keyword(tables, form, true) {
                return Some(found.because_of_typo(typo));
            }
        }
    }
    if let Some(lang) = made_of(
        tables,
        &bare,
        Role::Stop,
        &[Role::Pad, Role::Weak, Role::WeakEnd, Role::Yes, Role::No],
    ) {
        return Some(opted_out(Reason::Keyword, lang).because_of_typo(typo));
    }
    if let [word] = trimmed
        && let Some(found) = one_slip_away(tables, word)
    {
        return Some(found);
    }
    for (role, class) in [(Role::Yes, Class::ConfirmYes), (Role::No, Class::ConfirmNo)] {
        if let Some(lang) = made_of(tables, &bare, role, &[Role::Pad, Role::PadAnswer]) {
            return Some(Classification::new(class, Reason::Answer).in_lang(lang));
        }
    }
    None
}

/// A text without words: signs only.
pub(super) fn signs(signs: &[char], questions: usize) -> Classification {
    let all = |known: &[char]| !signs.is_empty() && signs.iter().all(|sign| known.contains(sign));
    if signs.contains(&'🛑') {
        return opted_out(Reason::Answer, Lang::En).without_lang();
    }
    if signs.iter().any(|sign| HOSTILE.contains(sign)) {
        return Classification::new(Class::AmbiguousReview, Reason::Complaint);
    }
    if all(&['👍', '✅', '👌', '🆗', '✔', '☑', '🙆', '🤝', '💯']) {
        return Classification::new(Class::ConfirmYes, Reason::Answer);
    }
    if all(&['👎', '❌', '🙅']) {
        return Classification::new(Class::ConfirmNo, Reason::Answer);
    }
    if signs.is_empty() && questions > 0 {
        return Classification::new(Class::Help, Reason::Keyword).with_keyword(Keyword::Help);
    }
    Classification::new(Class::Conversation, Reason::Empty)
}

/// Signs that speak for themselves.
pub(super) const HOSTILE: [char; 4] = ['🖕', '🤬', '🚫', '⛔'];

/// A clause that is a keyword: "I sold it. STOP".
pub(super) fn clause(tables: &Tables, words: &[Word]) -> Option<Classification> {
    let mut clause: Vec<&str> = Vec::new();
    let mut rest = words.iter().peekable();
    while let Some(word) = rest.next() {
        clause.push(&word.text);
        if rest.peek().is_none_or(|next| next.before > Break::None) {
            if let Some(lang) = made_of(tables, &clause, Role::Stop, &[Role::Pad]) {
                return Some(opted_out(Reason::Clause, lang));
            }
            clause.clear();
        }
    }
    None
}

/// The words without the politeness at both ends; all of them if nothing else is there.
pub(super) fn trimmed<'a, 'w>(tables: &Tables, words: &'a [&'w str]) -> &'a [&'w str] {
    let mut kept = words;
    'again: loop {
        for length in (1..=LONGEST_PHRASE.min(kept.len())).rev() {
            if let Some((head, tail)) = kept.split_at_checked(length)
                && tables.phrase(Role::Pad, head).is_some()
            {
                kept = tail;
                continue 'again;
            }
            if let Some((head, tail)) = kept.split_at_checked(kept.len() - length)
                && tables.phrase(Role::Pad, tail).is_some()
            {
                kept = head;
                continue 'again;
            }
        }
        break;
    }
    if kept.is_empty() { words } else { kept }
}

pub(super) fn opted_out(reason: Reason, lang: Lang) -> Classification {
    Classification {
        scope: Some(Scope::All),
        ..Classification::new(Class::OptOut, reason)
            .with_keyword(Keyword::Stop)
            .in_lang(lang)
    }
}

fn keyword(tables: &Tables, words: &[&str], padded: bool) -> Option<Classification> {
    let role = |role| tables.phrase(role, words);
    if let Some(lang) = role(Role::Stop).or_else(|| role(Role::StopWhole)) {
        return Some(opted_out(Reason::Keyword, lang));
    }
    if let Some(lang) = role(Role::WeakEnd) {
        return Some(with_check(opted_out(Reason::WeakKeyword, lang)));
    }
    if let Some(lang) = role(Role::Weak) {
        return Some(if padded {
            let unclear = Classification::new(Class::AmbiguousReview, Reason::CancelUnclear);
            with_check(unclear.in_lang(lang))
        } else {
            with_check(opted_out(Reason::WeakKeyword, lang))
        });
    }
    if let Some(lang) = role(Role::Start) {
        let class = Classification::new(Class::OptIn, Reason::Keyword);
        return Some(class.with_keyword(Keyword::Start).in_lang(lang));
    }
    if let Some(lang) = role(Role::Help) {
        let class = Classification::new(Class::Help, Reason::Keyword);
        return Some(class.with_keyword(Keyword::Help).in_lang(lang));
    }
    if padded {
        return None;
    }
    for (word, keyword) in [
        (Role::Promo, Keyword::Promo),
        (Role::Updates, Keyword::Updates),
        (Role::Join, Keyword::Join),
    ] {
        if let Some(lang) = role(word) {
            let class = Classification::new(Class::OptIn, Reason::Keyword);
            return Some(class.with_keyword(keyword).in_lang(lang));
        }
    }
    service_word(tables, words)
}

fn service_word(tables: &Tables, words: &[&str]) -> Option<Classification> {
    let (first, rest) = words.split_first()?;
    let number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    for (role, keyword) in [
        (Role::Status, Keyword::Status),
        (Role::Key, Keyword::Key),
        (Role::Book, Keyword::Book),
        (Role::Bid, Keyword::Bid),
    ] {
        let Some(lang) = tables.phrase(role, std::slice::from_ref(first)) else {
            continue;
        };
        if rest.is_empty() || (keyword == Keyword::Bid && rest.iter().all(number)) {
            let class = Classification::new(Class::Conversation, Reason::ServiceWord);
            return Some(class.with_keyword(keyword).in_lang(lang));
        }
    }
    None
}

/// Whether the words are made of phrases of `main` and others, with one of `main` at least. Where
/// several fit, the longest, and `main` first. Linear: no phrase is longer than eight words.
fn made_of(tables: &Tables, words: &[&str], main: Role, others: &[Role]) -> Option<Lang> {
    let mut found = None;
    let mut rest = words;
    while !rest.is_empty() {
        let longest = (1..=LONGEST_PHRASE.min(rest.len()))
            .rev()
            .find_map(|length| {
                let (head, tail) = rest.split_at_checked(length)?;
                if let Some(lang) = tables.phrase(main, head) {
                    return Some((Some(lang), tail));
                }
                others
                    .iter()
                    .any(|role| tables.phrase(*role, head).is_some())
                    .then_some((None, tail))
            });
        let (lang, tail) = longest?;
        found = found.or(lang);
        rest = tail;
    }
    found
}

/// `stop stop stop` as `stop`.
fn merged<'a>(words: &[&'a str]) -> Option<Vec<&'a str>> {
    (1..=3)
        .filter(|unit| words.len() > *unit && words.len().is_multiple_of(*unit))
        .find_map(|unit| {
            let first = words.get(..unit)?;
            words
                .chunks(unit)
                .all(|chunk| chunk == first)
                .then(|| first.to_vec())
        })
}

/// `S T O P` and `un sub scribe` as one word.
fn joined(words: &[&str]) -> Option<String> {
    let letters = words.iter().all(|word| word.chars().count() == 1);
    let few = words.len() <= 3;
    ((letters || few) && words.len() >= 2 && words.len() <= 16).then(|| words.concat())
}

fn one_slip_away(tables: &Tables, word: &str) -> Option<Classification> {
    if tables.is(Role::Near, word) || tables.is(Role::NearRare, word) {
        let class = Classification::new(Class::AmbiguousReview, Reason::NearKeyword);
        return Some(class.in_lang(Lang::En));
    }
    if tables.knows(word) || tables.is(Role::Real, word) {
        return None;
    }
    let length = word.chars().count();
    for (role, reason) in [(Role::Stop, Reason::Typo), (Role::Weak, Reason::Typo)] {
        for (known, lang) in tables.words(role) {
            let long = known.chars().count() >= 6 || matches!(known, "stop" | "стоп");
            if long && length >= 3 && slips::distance(word, known) == 1 {
                let found = opted_out(reason, lang);
                return Some(if role == Role::Weak {
                    with_check(found)
                } else {
                    found
                });
            }
        }
    }
    None
}

fn with_check(mut found: Classification) -> Classification {
    found.notes = Notes {
        check_appointment: true,
        ..found.notes
    };
    found
}
