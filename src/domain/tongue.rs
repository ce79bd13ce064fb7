//! Which of the shop's languages a text is written in, as far as its words tell.
//!
//! It only ever leads to a question to staff, so it would rather say nothing than guess: a plate, a
//! name or "ok" is in no language.

use super::lang::Lang;

/// Words that Spanish uses all the time, and English does not.
const SPANISH: &[&str] = &[
    "que",
    "cuando",
    "cuándo",
    "para",
    "por",
    "gracias",
    "esta",
    "está",
    "listo",
    "lista",
    "hola",
    "buenas",
    "buenos",
    "dias",
    "días",
    "tardes",
    "mi",
    "carro",
    "coche",
    "camioneta",
    "puedo",
    "puede",
    "quiero",
    "necesito",
    "cuanto",
    "cuánto",
    "cuesta",
    "hoy",
    "mañana",
    "recoger",
    "los",
    "las",
    "una",
    "del",
    "con",
    "pero",
    "muy",
    "bien",
    "favor",
    "usted",
    "hora",
    "ya",
    "el",
    "la",
    "voy",
    "tiene",
    "están",
    "estan",
    "sí",
    "si",
    "donde",
    "dónde",
];

/// Words that English uses all the time, and Spanish does not.
const ENGLISH: &[&str] = &[
    "the", "is", "it", "you", "i", "my", "can", "when", "what", "ready", "thanks", "thank",
    "please", "yes", "will", "car", "truck", "for", "and", "at", "be", "how", "much", "today",
    "tomorrow", "pick", "up", "on", "to", "of", "do", "have", "are", "this", "that", "if", "not",
    "your", "we",
];

/// So many of a language's own words must be there.
const ENOUGH: usize = 2;

/// The language of these words; None where they don't tell.
pub fn guess(words: &str) -> Option<Lang> {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let cyrillic = words.chars().filter(|c| is_cyrillic(*c)).count();
    if cyrillic >= 3 && cyrillic * 2 >= letters {
        return Some(Lang::Ru);
    }
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let known = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let signs = lower
        .chars()
        .filter(|c| matches!(c, '¿' | '¡' | 'ñ'))
        .count();
    let (es, en) = (known(SPANISH) + signs, known(ENGLISH));
    if es >= ENOUGH && es > en {
        Some(Lang::Es)
    } else if en >= ENOUGH && en > es {
        Some(Lang::En)
    } else {
        None
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0400}'..='\u{04FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_tells_its_language_and_a_plate_does_not() {
        for (words, lang) in [
            ("Can I pick it up at 5 instead?", Some(Lang::En)),
            ("¿Cuándo puedo recoger mi carro?", Some(Lang::Es)),
            ("cuando esta lista la camioneta", Some(Lang::Es)),
            ("Когда будет готова машина?", Some(Lang::Ru)),
            ("когда заберу Toyota Camry", Some(Lang::Ru)),
            ("ok", None),
            ("👍", None),
            ("", None),
            ("Tahoe", None),
            ("ABC 123", None),
            ("si", None),
        ] {
            assert_eq!(guess(words), lang, "{words}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_read(words in ".{0,200}") {
            let _ = guess(&words);
        }
    }
}
