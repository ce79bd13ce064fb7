//! How a job went, as its customer tells it: 1 to 5, in the few forms in which people answer
//! "Reply 1 to 5" in English, Spanish and Russian.
//!
//! The whole text must be the answer. "5 minutes late", "4 or 5", "10" and "5?" are none: somebody
//! reads them. Whether anything was asked is the router's business.

/// The best score. The worst is 1.
pub const BEST: u8 = 5;

/// The score that a text is, whatever stands around it that says nothing: blanks, a full stop, an
/// exclamation mark, a thank-you, the word "stars", "out of 5".
pub fn read(text: &str) -> Option<u8> {
    if let Some(stars) = drawn(text) {
        return Some(stars);
    }
    let text = text
        .trim_matches(|c: char| c.is_whitespace() || says_nothing(c))
        .to_lowercase()
        .replace('ё', "е")
        .replace('/', " / ");
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '!'))
        .map(|word| word.trim_matches(says_nothing))
        .filter(|word| !word.is_empty())
        .peekable();
    words.next_if(|word| matches!(*word, "a" | "an" | "на"));
    let score = words.next().and_then(value)?;
    words.next_if(|word| is_star(word));
    let out = words.next_if_eq(&"out").is_some();
    let counted = words.next_if(|word| matches!(*word, "/" | "of" | "de" | "из"));
    if out && counted != Some("of") {
        return None;
    }
    if counted.is_some() && words.next().and_then(value) != Some(BEST) {
        return None;
    }
    words.next_if(|word| is_star(word));
    words.all(is_thanks).then_some(score)
}

/// Signs around a score that change nothing about it. A question mark, a minus or a sign of money
/// would.
fn says_nothing(sign: char) -> bool {
    matches!(
        sign,
        '.' | ',' | '!' | ':' | ';' | ')' | '(' | '"' | '\'' | '“' | '”' | '«' | '»' | '…'
            // Stars, smiles, hearts and thumbs, and what phones put around a digit.
            | '⭐' | '★' | '🌟' | '✨' | '👍' | '🙂' | '😀' | '😃' | '😄' | '😁' | '😊' | '🙏' | '❤'
            | '\u{fe0f}' | '\u{20e3}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

/// "⭐⭐⭐⭐".
fn drawn(text: &str) -> Option<u8> {
    let mut stars = 0_u8;
    for sign in text.chars() {
        match sign {
            '⭐' | '★' | '🌟' => stars = stars.saturating_add(1),
            '\u{fe0f}' => {}
            sign if sign.is_whitespace() => {}
            _ => return None,
        }
    }
    (1..=BEST).contains(&stars).then_some(stars)
}

fn value(word: &str) -> Option<u8> {
    Some(match word {
        "1" | "one" | "uno" | "una" | "один" | "одна" | "единица" => 1,
        "2" | "two" | "dos" | "два" | "две" | "двойка" => 2,
        "3" | "three" | "tres" | "три" | "тройка" => 3,
        "4" | "four" | "cuatro" | "четыре" | "четверка" => 4,
        "5" | "five" | "cinco" | "пять" | "пятерка" => 5,
        _ => return None,
    })
}

fn is_star(word: &str) -> bool {
    matches!(
        word,
        "star"
            | "stars"
            | "point"
            | "points"
            | "estrella"
            | "estrellas"
            | "punto"
            | "puntos"
            | "звезда"
            | "звезды"
            | "звезд"
            | "балл"
            | "балла"
            | "баллов"
    )
}

fn is_thanks(word: &str) -> bool {
    matches!(
        word,
        "thanks" | "thank" | "you" | "thx" | "ty" | "gracias" | "muchas" | "спасибо" | "большое"
    )
}

#[cfg(test)]
mod tests {
    use super::super::classify::{Class, classify};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_in_which_people_answer() {
        for (words, score) in [
            ("5", 5),
            (" 5 ", 5),
            ("5!", 5),
            ("5!!!", 5),
            ("4.", 4),
            ("\"3\"", 3),
            ("1", 1),
            ("five", 5),
            ("Five!", 5),
            ("FIVE STARS", 5),
            ("5 stars", 5),
            ("1 star", 1),
            ("a 4", 4),
            ("5/5", 5),
            ("4 / 5", 4),
            ("4 of 5", 4),
            ("4 out of 5", 4),
            ("four out of five stars!", 4),
            ("5 stars out of 5", 5),
            ("5, thank you!", 5),
            ("5 thanks", 5),
            ("5!Thanks", 5),
            ("5 👍", 5),
            ("5 ⭐", 5),
            ("5️⃣", 5),
            ("⭐⭐⭐", 3),
            ("★★★★★", 5),
            ("5 :)", 5),
            ("cinco", 5),
            ("Cinco estrellas", 5),
            ("una estrella", 1),
            ("4 de 5, muchas gracias", 4),
            ("dos", 2),
            ("пять", 5),
            ("5 звёзд", 5),
            ("Четвёрка", 4),
            ("4 из 5", 4),
            ("на 5", 5),
            ("3 балла", 3),
            ("5, спасибо большое", 5),
        ] {
            assert_eq!(read(words), Some(score), "{words}");
            // The router looks at conversations only.
            assert_eq!(classify(words).class, Class::Conversation, "{words}");
        }
    }

    #[test]
    fn anything_else_is_for_people() {
        for words in [
            "",
            "!",
            "0",
            "6",
            "10",
            "55",
            "-1",
            "4.5",
            "3-4",
            "4 or 5",
            "5?",
            "5$",
            "$5",
            "5%",
            "5 minutes",
            "5 pm",
            "4 out of 10",
            "4/10",
            "4/5/2026",
            "5 out",
            "5 of",
            "5 but the amp rattles",
            "2 thumbs up",
            "no 5",
            "one more thing",
            "five guys",
            "great job",
            "⭐⭐⭐⭐⭐⭐",
            "5 5",
            "stars",
            "thanks",
            "5 STOP",
            "STOP",
            "YES",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn nothing_panics_and_a_score_is_one(words in "\\PC{0,40}") {
            if let Some(score) = read(&words) {
                prop_assert!((1..=BEST).contains(&score));
            }
        }

        #[test]
        fn dress_changes_nothing(
            score in 1_u8..=BEST,
            before in "[ \\n]{0,3}",
            after in "[ .!]{0,4}",
            tail in prop::sample::select(vec!["", " stars", "/5", " out of 5", " thanks", " de 5", " из 5"]),
        ) {
            let words = format!("{before}{score}{tail}{after}");
            prop_assert_eq!(read(&words), Some(score), "{}", words);
        }

        #[test]
        fn no_other_number_is_a_score(number in 6_u32..1_000_000) {
            prop_assert_eq!(read(&number.to_string()), None);
        }

        #[test]
        fn what_opts_out_is_no_score(score in 1_u8..=BEST, word in prop::sample::select(vec![
            "stop", "STOP", "unsubscribe", "cancel", "alto", "стоп", "quit",
        ])) {
            prop_assert_eq!(read(&format!("{score} {word}")), None);
            prop_assert_eq!(read(&format!("{word} {score}")), None);
        }
    }
}
