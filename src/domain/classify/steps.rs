//! The rules in their order. The first that speaks decides.

use super::fold::{Break, Word, fold};
use super::mend::{blank, mend, without_ours};
use super::tables::{Role, Rule, Tables, tables};
use super::whole::{self, opted_out};
use super::{Class, Classification, Reason, Scope, quote};
use crate::domain::lang::Lang;

/// A wrong number is told in few words; in more of them it may be about something else.
const FEW_WORDS: usize = 8;

/// The most words of a yes or a no with a harmless tail.
const SHORT_ANSWER: usize = 9;

/// A "cancel" among this many words or more tells what is to be canceled.
const LONG_CANCEL: usize = 7;

pub(super) fn decide(text: &str) -> Classification {
    if quote::is_reaction(text) {
        return Classification::new(Class::Conversation, Reason::Reaction);
    }
    let tables = tables();
    let folded = fold(&quote::own_words(text));
    let (words, typo) = mend(tables, folded.words);
    if words.is_empty() {
        return whole::signs(&folded.signs, folded.questions);
    }
    let words = without_ours(tables, &words);
    let said = Said {
        tables,
        words: &words,
        questions: folded.questions,
    };
    let found = whole::whole(tables, &words, typo)
        .or_else(|| whole::clause(tables, &words))
        .or_else(|| said.auto_reply())
        .or_else(|| said.leaving())
        .or_else(|| said.answer_with_tail())
        .or_else(|| said.for_staff())
        .unwrap_or_else(|| said.leftovers());
    weighed_with_signs(tables, &words, &folded.signs, found)
}

struct Said<'a> {
    tables: &'static Tables,
    words: &'a [Word],
    questions: usize,
}

impl Said<'_> {
    fn auto_reply(&self) -> Option<Classification> {
        let (_, lang) = self.first(Rule::Auto, self.words)?;
        Some(Classification::new(Class::Conversation, Reason::AutoReply).in_lang(lang))
    }

    /// Wrong numbers, "don't text me", and every phrase that asks for no more texts.
    fn leaving(&self) -> Option<Classification> {
        if let Some((_, lang)) = self.first(Rule::Keep, self.words) {
            let mut found = unclear(Reason::SignUpAgain, lang);
            found.notes.asks_to_be_signed_up_again = true;
            return Some(found);
        }
        let mut words = self.words.to_vec();
        blank(&mut words, self.tables, Rule::Talk);
        self.wrong_number(&words)
            .or_else(|| self.do_not_text(&words))
            .or_else(|| self.opt_out_phrase(&words))
    }

    fn wrong_number(&self, words: &[Word]) -> Option<Classification> {
        if let Some((_, lang)) = self.first(Rule::NumberGiven, words) {
            let mut found = unclear(Reason::NumberChanged, lang);
            found.notes.number_changed = true;
            return Some(found);
        }
        let mut words = words.to_vec();
        blank(&mut words, self.tables, Rule::WrongExcuse);
        let ((start, _), lang) = self.first(Rule::WrongNumber, &words)?;
        let (from, to) = sentence_around(&words, start);
        let mut found = if to - from <= FEW_WORDS {
            opted_out(Reason::WrongNumber, lang).without_keyword()
        } else {
            unclear(Reason::WrongNumber, lang)
        };
        found.notes.wrong_number = true;
        Some(found)
    }

    fn do_not_text(&self, words: &[Word]) -> Option<Classification> {
        let ((start, _), lang) = self.first(Rule::DoNotText, words)?;
        let (_, to) = sentence_around(words, start);
        let rest = words.get(start..to).unwrap_or_default();
        if self.first(Rule::When, rest).is_some() {
            return Some(unclear(Reason::DoNotTextWhen, lang));
        }
        Some(self.scoped(opted_out(Reason::DoNotText, lang), words, start))
    }

    fn opt_out_phrase(&self, words: &[Word]) -> Option<Classification> {
        if let Some((_, lang)) = self.first(Rule::StopOther, words) {
            return Some(unclear(Reason::StopUnclear, lang));
        }
        let ((start, _), lang) = self.first(Rule::OptOut, words)?;
        Some(self.scoped(opted_out(Reason::Phrase, lang), words, start))
    }

    /// An opt-out that names offers ends offers only.
    fn scoped(&self, mut found: Classification, words: &[Word], at: usize) -> Classification {
        let (from, to) = sentence_around(words, at);
        let mut sentence = words.iter().skip(from).take(to - from);
        if sentence.any(|word| self.tables.is(Role::Offers, &word.text)) {
            found.scope = Some(Scope::Promotional);
        }
        found.without_keyword()
    }

    fn answer_with_tail(&self) -> Option<Classification> {
        if self.words.len() > SHORT_ANSWER
            || self.questions > 0
            || self.first(Rule::Complaint, self.words).is_some()
        {
            return None;
        }
        let bare: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        let trimmed = whole::trimmed(self.tables, &bare);
        let skipped = bare
            .windows(trimmed.len())
            .position(|window| window == trimmed)
            .unwrap_or(0);
        let words = self.words.get(skipped..).unwrap_or_default();
        let head = |rule| {
            self.tables.rules(rule).iter().find_map(|(pattern, lang)| {
                let (start, end) = pattern.find(words)?;
                (start == 0).then_some((words.get(end..).unwrap_or_default(), *lang))
            })
        };
        let spoils = |word: &Word| self.tables.is(Role::Spoil, &word.text);
        let fine = |word: &Word| self.tables.is(Role::NoFine, &word.text);
        if let Some((tail, lang)) = head(Rule::YesHead)
            && !tail.iter().any(spoils)
        {
            return Some(
                Classification::new(Class::ConfirmYes, Reason::AnswerWithTail).in_lang(lang),
            );
        }
        let no = || Classification::new(Class::ConfirmNo, Reason::AnswerWithTail);
        if let Some((tail, lang)) = head(Rule::NoHead)
            && !tail.iter().any(|word| spoils(word) && !fine(word))
        {
            return Some(no().in_lang(lang));
        }
        let (_, lang) = self.first(Rule::TailNo, words)?;
        (!words.iter().any(|word| spoils(word) && !fine(word))).then(|| no().in_lang(lang))
    }

    /// Complaints, new numbers, natural-language opt-ins, work to be stopped.
    fn for_staff(&self) -> Option<Classification> {
        let urgent = self.first(Rule::Urgent, self.words).is_some();
        let mut said = self.words.to_vec();
        blank(&mut said, self.tables, Rule::Talk);
        let mut words = said.clone();
        blank(&mut words, self.tables, Rule::Excuse);
        for (rule, reason) in [
            (Rule::StopWork, Reason::StopTheWork),
            (Rule::NumberChanged, Reason::NumberChanged),
            (Rule::Again, Reason::SignUpAgain),
            (Rule::Complaint, Reason::Complaint),
        ] {
            let searched = if rule == Rule::StopWork {
                &words
            } else {
                &said
            };
            if let Some((_, lang)) = self.first(rule, searched) {
                let mut found = unclear(reason, lang);
                found.notes.stop_the_work = reason == Reason::StopTheWork;
                found.notes.number_changed = reason == Reason::NumberChanged;
                found.notes.asks_to_be_signed_up_again = reason == Reason::SignUpAgain;
                found.notes.urgent = reason == Reason::Complaint && urgent;
                return Some(found);
            }
        }
        None
    }

    /// A "stop", a "cancel" or another word of leaving that no rule has explained.
    fn leftovers(&self) -> Classification {
        let mut words = self.words.to_vec();
        blank(&mut words, self.tables, Rule::Talk);
        let excused = blank(&mut words, self.tables, Rule::Excuse);
        if let Some(word) = words.iter().find(|word| is_stop(&word.text)) {
            let lang = self.tables.phrase(Role::Stop, &[&word.text]);
            return unclear(Reason::StopUnclear, lang.unwrap_or(Lang::En));
        }
        let change = self.first(Rule::Change, &words);
        if let Some((_, lang)) = self.first(Rule::Cancel, &words) {
            if change.is_none() && self.words.len() < LONG_CANCEL {
                return unclear(Reason::CancelUnclear, lang);
            }
            return change_request(lang);
        }
        blank(&mut words, self.tables, Rule::ExitExcuse);
        if let Some((_, lang)) = self.first(Rule::Exit, &words) {
            return unclear(Reason::ExitWords, lang);
        }
        if let Some((_, lang)) = change {
            return change_request(lang);
        }
        let had_stop = self.words.iter().any(|word| is_stop(&word.text));
        let reason = if excused && had_stop {
            Reason::StopElsewhere
        } else {
            Reason::Plain
        };
        Classification::new(Class::Conversation, reason)
    }

    fn first(&self, rule: Rule, words: &[Word]) -> Option<((usize, usize), Lang)> {
        self.tables
            .rules(rule)
            .iter()
            .find_map(|(pattern, lang)| Some((pattern.find(words)?, *lang)))
    }
}

/// A sign changes what plain words meant: a thumb under "thanks" is a yes, a finger is hostile.
fn weighed_with_signs(
    tables: &Tables,
    words: &[Word],
    signs: &[char],
    found: Classification,
) -> Classification {
    if found.class != Class::Conversation || found.keyword.is_some() || signs.is_empty() {
        return found;
    }
    if signs.iter().any(|sign| whole::HOSTILE.contains(sign)) {
        return Classification::new(Class::AmbiguousReview, Reason::Complaint);
    }
    let polite = words.iter().all(|word| tables.is(Role::Pad, &word.text));
    let alone = whole::signs(signs, 0);
    if polite && alone.class == Class::ConfirmYes {
        return alone;
    }
    found
}

fn is_stop(word: &str) -> bool {
    matches!(word, "stop" | "stopp" | "стоп")
}

fn unclear(reason: Reason, lang: Lang) -> Classification {
    Classification::new(Class::AmbiguousReview, reason).in_lang(lang)
}

fn change_request(lang: Lang) -> Classification {
    let mut found = Classification::new(Class::Conversation, Reason::ChangeRequest).in_lang(lang);
    found.notes.change_request = true;
    found
}

/// Start and end of the sentence in which a word stands.
fn sentence_around(words: &[Word], at: usize) -> (usize, usize) {
    let from = words
        .iter()
        .take(at + 1)
        .rposition(|word| word.before == Break::Hard)
        .unwrap_or(0);
    let to = words
        .iter()
        .skip(at + 1)
        .position(|word| word.before == Break::Hard)
        .map_or(words.len(), |ahead| at + 1 + ahead);
    (from, to)
}
