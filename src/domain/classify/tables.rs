//! The tables of words and patterns, read once from the files in `tables/`.
//!
//! A file holds sections. Whole phrases and words are kept by [`Role`], patterns by [`Rule`]; a
//! line may hold several, with ` | ` between them. A test reads every line of every file.

use super::fold::fold_words;
use super::pattern::{Classes, Pattern};
use crate::domain::lang::Lang;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a whole phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Opts out, as a whole text or as a clause.
    Stop,
    /// Opts out as a whole text only.
    StopWhole,
    /// Opts out alone; with a "please" it may mean the visit.
    Weak,
    /// Opts out alone and with a "please", but not as a clause.
    WeakEnd,
    Start,
    Promo,
    Updates,
    Join,
    Help,
    Status,
    Key,
    Book,
    Bid,
    /// Politeness around a keyword.
    Pad,
    /// Kind words around an answer.
    PadAnswer,
    Yes,
    No,
    /// Words of their own, one slip away from STOP.
    Near,
    /// The same, but so rare that before "texting me" they are slips.
    NearRare,
    /// Words of their own, one slip away from another keyword.
    Real,
    /// Words whose misspellings are mended.
    Typo,
    /// Spoils a yes or a no: there is more to it.
    Spoil,
    /// Spoils a yes, but not a no.
    NoFine,
    /// Names an offer: the opt-out ends offers only.
    Offers,
}

/// What a pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Rule {
    Boilerplate,
    Auto,
    Excuse,
    Talk,
    Keep,
    WrongExcuse,
    WrongNumber,
    NumberGiven,
    DoNotText,
    When,
    OptOut,
    StopOther,
    YesHead,
    NoHead,
    TailNo,
    Complaint,
    Urgent,
    NumberChanged,
    Again,
    StopWork,
    Change,
    Cancel,
    Exit,
    ExitExcuse,
}

enum Section {
    Phrases(Role),
    Words(Role),
    Patterns(Rule),
    Classes,
}

fn section(name: &str) -> Option<Section> {
    use Section::{Patterns, Phrases, Words};
    Some(match name {
        "stop" => Phrases(Role::Stop),
        "weak" => Phrases(Role::Weak),
        "weak-end" => Phrases(Role::WeakEnd),
        "start" => Phrases(Role::Start),
        "promo" => Phrases(Role::Promo),
        "updates" => Phrases(Role::Updates),
        "join" => Phrases(Role::Join),
        "help" => Phrases(Role::Help),
        "status" => Phrases(Role::Status),
        "key" => Phrases(Role::Key),
        "book" => Phrases(Role::Book),
        "bid" => Phrases(Role::Bid),
        "pad" => Phrases(Role::Pad),
        "pad-answer" => Phrases(Role::PadAnswer),
        "yes" => Phrases(Role::Yes),
        "no" => Phrases(Role::No),
        "near" => Words(Role::Near),
        "near-rare" => Words(Role::NearRare),
        "real" => Words(Role::Real),
        "typo" => Words(Role::Typo),
        "spoil" => Words(Role::Spoil),
        "no-fine" => Words(Role::NoFine),
        "offers" => Words(Role::Offers),
        "classes" => Section::Classes,
        "boilerplate" => Patterns(Rule::Boilerplate),
        "auto" => Patterns(Rule::Auto),
        "excuse" => Patterns(Rule::Excuse),
        "talk" => Patterns(Rule::Talk),
        "keep" => Patterns(Rule::Keep),
        "wrong-excuse" => Patterns(Rule::WrongExcuse),
        "wrong-number" => Patterns(Rule::WrongNumber),
        "number-given" => Patterns(Rule::NumberGiven),
        "do-not-text" => Patterns(Rule::DoNotText),
        "when" => Patterns(Rule::When),
        "opt-out" => Patterns(Rule::OptOut),
        "stop-other" => Patterns(Rule::StopOther),
        "yes-head" => Patterns(Rule::YesHead),
        "no-head" => Patterns(Rule::NoHead),
        "tail-no" => Patterns(Rule::TailNo),
        "complaint" => Patterns(Rule::Complaint),
        "urgent" => Patterns(Rule::Urgent),
        "number-changed" => Patterns(Rule::NumberChanged),
        "again" => Patterns(Rule::Again),
        "stop-work" => Patterns(Rule::StopWork),
        "change" => Patterns(Rule::Change),
        "cancel" => Patterns(Rule::Cancel),
        "exit" => Patterns(Rule::Exit),
        "exit-excuse" => Patterns(Rule::ExitExcuse),
        _ => return None,
    })
}

/// Every table of every language.
#[derive(Default)]
pub(super) struct Tables {
    phrases: HashMap<Role, HashMap<String, Lang>>,
    rules: HashMap<Rule, Vec<(Pattern, Lang)>>,
    contact: HashSet<String>,
    known: HashSet<String>,
    /// Lines that make no sense. Empty, or a test fails.
    pub(super) unread: Vec<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    for (lang, text) in [
        (
            Lang::En,
            concat!(
                include_str!("tables/en_words.txt"),
                include_str!("tables/en_rules.txt"),
                include_str!("tables/en_staff.txt"),
            ),
        ),
        (Lang::Es, include_str!("tables/es.txt")),
        (Lang::Fr, include_str!("tables/fr.txt")),
        (Lang::De, include_str!("tables/de.txt")),
        (Lang::Ru, include_str!("tables/ru.txt")),
    ] {
        tables.read(lang, text);
    }
    tables
});

/// The tables.
pub(super) fn tables() -> &'static Tables {
    &TABLES
}

/// The longest phrase of a table, in words.
pub(super) const LONGEST_PHRASE: usize = 8;

impl Tables {
    /// The language in which these words are a phrase of that role.
    pub(super) fn phrase(&self, role: Role, words: &[&str]) -> Option<Lang> {
        if words.is_empty() || words.len() > LONGEST_PHRASE {
            return None;
        }
        self.phrases.get(&role)?.get(&words.join(" ")).copied()
    }

    /// Whether that word has that role.
    pub(super) fn is(&self, role: Role, word: &str) -> bool {
        self.phrases
            .get(&role)
            .is_some_and(|phrases| phrases.contains_key(word))
    }

    /// Every single word of that role.
    pub(super) fn words(&self, role: Role) -> impl Iterator<Item = (&str, Lang)> {
        self.phrases
            .get(&role)
            .into_iter()
            .flatten()
            .filter(|(phrase, _)| !phrase.contains(' '))
            .map(|(phrase, lang)| (phrase.as_str(), *lang))
    }

    /// The patterns for that.
    pub(super) fn rules(&self, rule: Rule) -> &[(Pattern, Lang)] {
        self.rules.get(&rule).map_or(&[], Vec::as_slice)
    }

    /// Whether any table knows the word.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// Whether the word names a text or the sending of one.
    pub(super) fn is_about_texts(&self, word: &str) -> bool {
        self.contact.contains(word)
    }

    fn read(&mut self, lang: Lang, text: &str) {
        let mut classes = Classes::new();
        for line in section_lines(text, "classes") {
            self.read_class(line, &mut classes);
        }
        let mut now = None;
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                now = section(name);
                if now.is_none() {
                    self.unread.push(line.to_owned());
                }
                continue;
            }
            for entry in line.split(" | ") {
                match &now {
                    Some(Section::Phrases(role)) => self.read_phrase(*role, lang, entry),
                    Some(Section::Words(role)) => {
                        for word in entry.split_whitespace() {
                            self.read_phrase(*role, lang, word);
                        }
                    }
                    Some(Section::Patterns(rule)) => {
                        self.read_pattern(*rule, lang, entry, &classes);
                    }
                    Some(Section::Classes) => {}
                    None => self.unread.push(entry.to_owned()),
                }
            }
        }
    }

    fn read_class(&mut self, line: &str, classes: &mut Classes) {
        let Some((name, words)) = line.split_once('=') else {
            self.unread.push(line.to_owned());
            return;
        };
        let words: HashSet<String> = fold_words(words).into_iter().collect();
        self.known.extend(words.iter().cloned());
        let name = name.trim();
        if matches!(name, "msg" | "contact" | "send") {
            self.contact.extend(words.iter().cloned());
        }
        classes.insert(name.to_owned(), words);
    }

    fn read_phrase(&mut self, role: Role, lang: Lang, entry: &str) {
        let (role, entry) = match (role, entry.strip_prefix('=')) {
            (Role::Stop, Some(entry)) => (Role::StopWhole, entry),
            _ => (role, entry),
        };
        let words = fold_words(entry);
        if words.is_empty() || words.len() > LONGEST_PHRASE {
            self.unread.push(entry.to_owned());
            return;
        }
        self.known.extend(words.iter().cloned());
        self.phrases
            .entry(role)
            .or_default()
            .entry(words.join(" "))
            .or_insert(lang);
    }

    fn read_pattern(&mut self, rule: Rule, lang: Lang, entry: &str, classes: &Classes) {
        match Pattern::parse(entry, classes) {
            Some(pattern) => {
                self.known.extend(pattern.words().map(str::to_owned));
                self.rules.entry(rule).or_default().push((pattern, lang));
            }
            None => self.unread.push(entry.to_owned()),
        }
    }
}

/// The lines of one section, read ahead because patterns use the classes.
fn section_lines<'a>(text: &'a str, wanted: &str) -> Vec<&'a str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            inside = name == wanted;
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_table_is_read() {
        assert_eq!(tables().unread, Vec::<String>::new());
        assert_eq!(tables().phrase(Role::Stop, &["stop"]), Some(Lang::En));
        assert_eq!(tables().phrase(Role::Stop, &["стоп"]), Some(Lang::Ru));
        assert!(tables().rules(Rule::OptOut).len() > 100);
    }
}
