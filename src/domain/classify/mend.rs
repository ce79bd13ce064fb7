//! Slips of the finger inside a text, mended word by word, and our own words taken out.

use super::fold::{Break, Word, as_latin, fold, without_leet, without_runs};
use super::tables::{Role, Rule, Tables};
use crate::domain::lang::Lang;
use crate::domain::slips;
use crate::domain::words::{Kind, builtin};
use std::sync::LazyLock;

/// Mends words that no table knows. The flag says that a STOP was among them.
pub(super) fn mend(tables: &Tables, mut words: Vec<Word>) -> (Vec<Word>, bool) {
    let mut stop_mended = false;
    let count = words.len();
    for at in 0..count {
        let about_texts = words
            .iter()
            .skip(at + 1)
            .take(3)
            .any(|next| tables.is_about_texts(&next.text));
        let Some(word) = words.get_mut(at) else {
            break;
        };
        if tables.knows(&word.text) && !tables.is(Role::NearRare, &word.text) {
            continue;
        }
        if let Some(better) = spelled_right(tables, &word.text) {
            word.text = better;
        } else if about_texts && is_like_stop(tables, &word.text) {
            word.text = "stop".to_owned();
            stop_mended = true;
        }
    }
    (words, stop_mended)
}

/// The words without what the shop itself says: its built-in texts, and lines such as "Reply STOP
/// to end". If nothing else was said in a few words, those words are the customer's own.
pub(super) fn without_ours(tables: &Tables, words: &[Word]) -> Vec<Word> {
    let mut kept = words.to_vec();
    for sentence in OURS.iter() {
        blank_sequence(&mut kept, sentence);
    }
    blank(&mut kept, tables, Rule::Boilerplate);
    // What stood around our words never stood together.
    let mut cut = false;
    for word in &mut kept {
        if cut && !word.text.is_empty() {
            word.before = Break::Hard;
        }
        cut = word.text.is_empty();
    }
    kept.retain(|word| !word.text.is_empty());
    if kept.is_empty() && words.len() <= 6 {
        words.to_vec()
    } else {
        kept
    }
}

/// Empties every word that a pattern of that rule meets. Gaps still count them; nothing else does.
/// Says whether there was any.
pub(super) fn blank(words: &mut [Word], tables: &Tables, rule: Rule) -> bool {
    let mut any = false;
    for (pattern, _) in tables.rules(rule) {
        let mut from = 0;
        while let Some((start, end)) = pattern.find_from(words, from) {
            for word in words.iter_mut().skip(start).take(end - start) {
                word.text.clear();
                any = true;
            }
            from = end.max(start + 1);
        }
    }
    any
}

fn spelled_right(tables: &Tables, word: &str) -> Option<String> {
    let keyword = |word: &str| {
        [Role::Stop, Role::Weak, Role::Start, Role::Help]
            .iter()
            .any(|role| tables.is(*role, word))
    };
    for keep in [1, 2] {
        if let Some(shorter) = without_runs(word, keep)
            && tables.knows(&shorter)
        {
            return Some(shorter);
        }
    }
    if let Some(letters) = without_leet(word).filter(|letters| keyword(letters)) {
        return Some(letters);
    }
    if !word.is_ascii()
        && let Some(latin) = as_latin(word).filter(|latin| keyword(latin))
    {
        return Some(latin);
    }
    let length = word.chars().count();
    if length < 5 || tables.is(Role::Real, word) {
        return None;
    }
    tables
        .words(Role::Typo)
        .find(|(known, _)| {
            let slips = if known.chars().count() >= 10 { 2 } else { 1 };
            slips::distance(word, known) <= slips
        })
        .map(|(known, _)| known.to_owned())
}

fn is_like_stop(tables: &Tables, word: &str) -> bool {
    (3..=6).contains(&word.chars().count())
        && !tables.is(Role::Near, word)
        && slips::distance(word, "stop") == 1
}

fn blank_sequence(words: &mut [Word], sentence: &[String]) {
    let mut at = 0;
    while at + sentence.len() <= words.len() {
        let here = words.iter().skip(at).take(sentence.len());
        if here.zip(sentence).all(|(word, own)| word.text == *own) {
            for word in words.iter_mut().skip(at).take(sentence.len()) {
                word.text.clear();
            }
            at += sentence.len();
        } else {
            at += 1;
        }
    }
}

/// The sentences of the shop's built-in texts, cut at variables; three words or more.
static OURS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut ours = Vec::new();
    for lang in Lang::SPOKEN {
        for kind in Kind::ALL {
            for piece in builtin(kind, lang).literals() {
                let mut sentence: Vec<String> = Vec::new();
                for word in fold(&piece).words {
                    if word.before == Break::Hard {
                        ours.push(std::mem::take(&mut sentence));
                    }
                    sentence.push(word.text);
                }
                ours.push(sentence);
            }
        }
    }
    ours.retain(|sentence| sentence.len() >= 3);
    ours.sort_by_key(|sentence| std::cmp::Reverse(sentence.len()));
    ours.dedup();
    ours
});
