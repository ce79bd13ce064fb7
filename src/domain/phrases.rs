//! The phrases that one tap puts into a reply. Readybell comes with some; a shop words its own.
//!
//! They are texts to customers, so they are in the customer's language and looked through as
//! templates are; but staff send them by hand, within a conversation, so they need no name in front.

use super::lang::Lang;
use super::lint::{Finding, lint};
use super::purpose::Purpose;
use super::template::Template;
use serde::{Deserialize, Serialize};

/// More phrases than this are no help.
pub const MOST: usize = 12;
/// A phrase is a start; no more letters than one text has.
pub const LONGEST: usize = 160;

/// The shop's own phrases. None in a language: those that Readybell comes with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Phrases {
    /// In English.
    pub en: Vec<String>,
    /// In Spanish.
    pub es: Vec<String>,
    /// In Russian.
    pub ru: Vec<String>,
}

impl Phrases {
    /// The phrases in that language.
    pub fn of(&self, lang: Lang) -> Vec<String> {
        let own = match lang.spoken() {
            Lang::Es => &self.es,
            Lang::Ru => &self.ru,
            Lang::En | Lang::Fr | Lang::De => &self.en,
        };
        match own.as_slice() {
            [] => shipped(lang).map(str::to_owned).to_vec(),
            own => own.to_vec(),
        }
    }

    /// Takes the phrases of a language over. Those that Readybell comes with, and none at all, leave
    /// nothing to keep.
    pub fn set(&mut self, lang: Lang, phrases: Vec<String>) {
        let own = match lang.spoken() {
            Lang::Es => &mut self.es,
            Lang::Ru => &mut self.ru,
            Lang::En | Lang::Fr | Lang::De => &mut self.en,
        };
        *own = match phrases == shipped(lang) {
            true => Vec::new(),
            false => phrases,
        };
    }
}

/// The phrases that Readybell comes with. The Spanish ones spare the letters that GSM-7 lacks.
pub fn shipped(lang: Lang) -> [&'static str; 6] {
    match lang.spoken() {
        Lang::Es => [
            "Si, esta bien.",
            "Le llamamos en unos minutos.",
            "Lo revisamos y le avisamos enseguida.",
            "¿Cuando le gustaria venir?",
            "¡Gracias! Nos vemos.",
            "No recibimos fotos en este numero. ¿Nos lo puede describir?",
        ],
        Lang::Ru => [
            "Да, хорошо.",
            "Мы позвоним вам через несколько минут.",
            "Сейчас проверим и сразу ответим.",
            "Когда вам удобно приехать?",
            "Спасибо! До встречи.",
            "Мы не получаем картинки на этот номер. Опишите, пожалуйста, словами.",
        ],
        Lang::En | Lang::Fr | Lang::De => [
            "Yes, that works.",
            "We'll call you in a few minutes.",
            "Let us check, we'll get right back to you.",
            "When would you like to come?",
            "Thank you! See you then.",
            "We can't receive pictures on this number. Could you describe it?",
        ],
    }
}

/// What a phrase should not say.
pub fn findings(phrase: &str) -> Vec<Finding> {
    let mut found = lint(&Template::literal(phrase), phrase, Purpose::Conversation);
    found.retain(|finding| *finding != Finding::NoBrand);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::alphabet;

    #[test]
    fn the_shipped_phrases_are_short_and_clean() {
        for lang in Lang::SPOKEN {
            for phrase in shipped(lang) {
                assert!(findings(phrase).is_empty(), "{phrase}");
                assert_eq!(alphabet::segments(phrase).parts, 1, "{phrase}");
                assert!(phrase.chars().count() <= LONGEST);
            }
        }
    }

    #[test]
    fn a_phrase_is_looked_through_like_a_template() {
        for phrase in [
            "Reply CANCEL if you can't make it.",
            "Text 2 to stop.",
            "See bit.ly/shop",
            "Come by, it's 15% off this week.",
            "Reply YES to join our list.",
        ] {
            assert!(!findings(phrase).is_empty(), "{phrase}");
        }
    }

    #[test]
    fn a_language_without_own_phrases_has_the_shipped_ones() {
        let mut phrases = Phrases::default();
        phrases.set(Lang::Es, vec!["Hola.".to_owned()]);
        assert_eq!(phrases.of(Lang::Es), ["Hola."]);
        assert_eq!(phrases.of(Lang::En), shipped(Lang::En));
        phrases.set(Lang::Es, shipped(Lang::Es).map(str::to_owned).to_vec());
        assert_eq!(phrases, Phrases::default());
    }
}
