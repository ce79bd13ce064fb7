//! The little language of the tables: patterns over words.
//!
//! | element | meets |
//! |---|---|
//! | `stop` | that word |
//! | `text\|call` | either |
//! | `unsub*` | a word that begins so |
//! | `@msg` | any word of that class; may stand among alternatives |
//! | `?the` | that, or nothing |
//! | `~3` | up to three words of the same sentence |
//! | `!of` | nothing; but the next word must not be that |
//! | `^` `$` | where a clause begins or ends |
//! | `<<` `>>` | where the text begins or ends |
//!
//! A match never runs over the end of a sentence.

use super::fold::{Break, Word, fold_words};
use std::collections::{HashMap, HashSet};

/// Word classes by name.
pub(super) type Classes = HashMap<String, HashSet<String>>;

/// One pattern.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    elements: Vec<Element>,
}

#[derive(Debug, Clone)]
enum Element {
    One(Matcher),
    Maybe(Matcher),
    Not(Matcher),
    Gap(usize),
    ClauseStart,
    ClauseEnd,
    TextStart,
    TextEnd,
}

#[derive(Debug, Clone, Default)]
struct Matcher {
    words: HashSet<String>,
    prefixes: Vec<String>,
}

impl Matcher {
    fn meets(&self, word: &str) -> bool {
        self.words.contains(word) || self.prefixes.iter().any(|p| word.starts_with(p.as_str()))
    }
}

impl Pattern {
    /// Reads one line of a table. None if it names an unknown class or is empty.
    pub(super) fn parse(line: &str, classes: &Classes) -> Option<Self> {
        let mut elements = Vec::new();
        for item in line.split_whitespace() {
            let element = match item {
                "^" => Element::ClauseStart,
                "$" => Element::ClauseEnd,
                "<<" => Element::TextStart,
                ">>" => Element::TextEnd,
                _ => {
                    if let Some(count) = item.strip_prefix('~') {
                        Element::Gap(count.parse().ok()?)
                    } else if let Some(rest) = item.strip_prefix('?') {
                        Element::Maybe(matcher(rest, classes)?)
                    } else if let Some(rest) = item.strip_prefix('!') {
                        Element::Not(matcher(rest, classes)?)
                    } else {
                        Element::One(matcher(item, classes)?)
                    }
                }
            };
            elements.push(element);
        }
        (!elements.is_empty()).then_some(Self { elements })
    }

    /// Where the pattern first meets the words: start and end of the span.
    pub(super) fn find(&self, words: &[Word]) -> Option<(usize, usize)> {
        self.find_from(words, 0)
    }

    /// The same, from a word on.
    pub(super) fn find_from(&self, words: &[Word], from: usize) -> Option<(usize, usize)> {
        (from..=words.len()).find_map(|start| {
            Self::meets(&self.elements, words, start, start).map(|end| (start, end))
        })
    }

    /// Every whole word that is named.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.elements
            .iter()
            .filter_map(|element| match element {
                Element::One(m) | Element::Maybe(m) | Element::Not(m) => Some(m),
                Element::Gap(_)
                | Element::ClauseStart
                | Element::ClauseEnd
                | Element::TextStart
                | Element::TextEnd => None,
            })
            .flat_map(|matcher| matcher.words.iter().map(String::as_str))
    }

    fn meets(elements: &[Element], words: &[Word], start: usize, at: usize) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else {
            return Some(at);
        };
        // The word at `at`, unless a sentence ended since the match began.
        let next = words
            .get(at)
            .filter(|word| at == start || word.before < Break::Hard);
        match element {
            Element::One(matcher) => {
                let word = next?;
                matcher
                    .meets(&word.text)
                    .then(|| Self::meets(rest, words, start, at + 1))?
            }
            Element::Maybe(matcher) => next
                .filter(|word| matcher.meets(&word.text))
                .and_then(|_| Self::meets(rest, words, start, at + 1))
                .or_else(|| Self::meets(rest, words, start, at)),
            Element::Not(matcher) => {
                if next.is_some_and(|word| matcher.meets(&word.text)) {
                    return None;
                }
                Self::meets(rest, words, start, at)
            }
            Element::Gap(most) => (0..=*most).find_map(|skipped| {
                let clear = (at..at + skipped).all(|index| {
                    words
                        .get(index)
                        .is_some_and(|word| index == start || word.before < Break::Hard)
                });
                clear
                    .then(|| Self::meets(rest, words, start, at + skipped))
                    .flatten()
            }),
            Element::ClauseStart => {
                let begins = at == 0 || words.get(at).is_some_and(|w| w.before > Break::None);
                begins.then(|| Self::meets(rest, words, start, at))?
            }
            Element::ClauseEnd => {
                let ends = words.get(at).is_none_or(|word| word.before > Break::None);
                ends.then(|| Self::meets(rest, words, start, at))?
            }
            Element::TextStart => (at == 0).then(|| Self::meets(rest, words, start, at))?,
            Element::TextEnd => (at == words.len()).then(|| Self::meets(rest, words, start, at))?,
        }
    }
}

fn matcher(item: &str, classes: &Classes) -> Option<Matcher> {
    let mut matcher = Matcher::default();
    for alternative in item.split('|') {
        if let Some(class) = alternative.strip_prefix('@') {
            matcher.words.extend(classes.get(class)?.iter().cloned());
        } else if let Some(prefix) = alternative.strip_suffix('*') {
            matcher.prefixes.push(fold_words(prefix).concat());
        } else {
            let folded = fold_words(alternative);
            let [word] = folded.as_slice() else {
                return None;
            };
            matcher.words.insert(word.clone());
        }
    }
    Some(matcher)
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        let mut classes = Classes::new();
        let msg = ["texts", "messages"].map(str::to_owned);
        classes.insert("msg".to_owned(), msg.into_iter().collect());
        Pattern::parse(pattern, &classes)
            .unwrap()
            .find(&fold(text).words)
            .is_some()
    }

    #[test]
    fn every_element_does_what_the_table_says() {
        for (pattern, text, expected) in [
            ("stop @msg", "please stop texts", true),
            ("stop ?the @msg", "stop the messages", true),
            ("stop ~2 @msg", "stop all these messages", true),
            ("stop ~2 @msg", "stop all of these messages", false),
            ("unsub* me", "Unsubscribe me", true),
            ("opt out !of", "opt out of it", false),
            ("opt out !of", "opt out", true),
            ("^ stop $", "I sold it, stop, thanks", true),
            ("^ stop $", "I can stop by", false),
            ("<< no >>", "no", true),
            ("<< no >>", "no no", false),
            ("stop @msg", "stop. messages", false),
            ("stop @msg", "stop, messages", true),
            ("^ stop", "Hi. Stop the", true),
        ] {
            assert_eq!(finds(pattern, text), expected, "{pattern} in {text}");
        }
        assert!(Pattern::parse("stop @nowhere", &Classes::new()).is_none());
    }
}
