//! What must hold for every text, whoever writes it.

use super::tables::{Role, tables};
use super::*;
use crate::domain::template::{Variable, Vars};
use crate::domain::words::{Kind, builtin};
use proptest::prelude::*;

/// Every way in which a phone or a hand may dress a keyword.
fn dressed(word: &str) -> Vec<String> {
    let full_width = word
        .chars()
        .map(|c| match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
            other => other,
        })
        .collect();
    let mut inside = word.to_owned();
    if let Some((at, _)) = word.char_indices().nth(1) {
        inside.insert(at, '\u{200B}');
    }
    vec![
        word.to_uppercase(),
        word.to_owned(),
        format!("{word}."),
        format!("{word}!"),
        format!("{word}!!!"),
        format!("\"{word}\""),
        format!("“{word}”"),
        format!("'{word}'"),
        format!("\u{A0}{word}\u{A0}"),
        format!("{word}\u{200B}"),
        format!("\u{FEFF}{word}"),
        format!("  {word}\n"),
        format!("{word}\nSent from my iPhone"),
        format!("{word}\n--\nJerry"),
        full_width,
        inside,
    ]
}

#[test]
fn every_keyword_opts_out_in_every_dress() {
    for role in [Role::Stop, Role::StopWhole, Role::Weak, Role::WeakEnd] {
        for (word, _) in tables().words(role) {
            for text in dressed(word) {
                let found = classify(&text);
                assert_eq!(found.class, Class::OptOut, "{text:?} {:?}", found.reason);
                assert_eq!(found.scope, Some(Scope::All), "{text:?}");
                if role == Role::Weak {
                    assert!(found.notes.check_appointment, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn every_opt_in_word_opts_in_in_every_dress() {
    for role in [Role::Start, Role::Promo, Role::Updates, Role::Join] {
        for (word, _) in tables().words(role) {
            for text in dressed(word) {
                assert_eq!(classify(&text).class, Class::OptIn, "{text:?}");
            }
        }
    }
}

/// Every text that the shop itself sends, with all variables and with none.
fn ours() -> Vec<String> {
    let mut full = Vars::brand("House of Hardknocks");
    for (variable, value) in [
        (Variable::Trade, "car audio"),
        (Variable::Vehicle, "2014 Silverado"),
        (Variable::PromisedTime, "3:30 PM"),
        (Variable::ClosingTime, "6 PM"),
        (Variable::Bay, "2"),
        (Variable::Code, "123456"),
        (Variable::ShopPhone, "555-555-0100"),
        (Variable::ShopSite, "hardknocks.example"),
        (Variable::ReviewLink, "https://reviews.example/hardknocks"),
        (Variable::OfferCode, "HARDKNOCKS15"),
        (Variable::ValidUntil, "12/31"),
        (Variable::Status, "2014 Silverado - in the bay"),
    ] {
        full.set(variable, value);
    }
    let bare = Vars::brand("One Stop Audio")
        .with(Variable::Code, "123456")
        .with(Variable::OfferCode, "HARDKNOCKS15")
        .with(Variable::ValidUntil, "12/31")
        .with(Variable::Status, "2014 Silverado - in the bay");
    let mut texts = Vec::new();
    for kind in Kind::ALL {
        for lang in Lang::SPOKEN {
            for vars in [&full, &bare] {
                texts.push(builtin(kind, lang).render(vars).unwrap());
            }
        }
    }
    texts
}

#[test]
fn what_the_shop_says_is_conversation_when_it_comes_back() {
    for text in ours() {
        let mut echoes = vec![text.clone(), format!("{text}\nSent from my iPhone")];
        for reaction in [
            "Liked",
            "Loved",
            "Disliked",
            "Laughed at",
            "Emphasized",
            "Questioned",
            "👍 to",
            "Le gustó",
            "A aimé",
            "Понравилось",
        ] {
            echoes.push(format!("{reaction} “{text}”"));
            echoes.push(format!("{reaction} \"{text}\""));
            echoes.push(format!("{reaction} «{text}»"));
        }
        echoes.push(format!("> {text}\nwhat does that mean?"));
        for echo in echoes {
            let found = classify(&echo);
            assert_eq!(
                found.class,
                Class::Conversation,
                "{echo} {:?}",
                found.reason
            );
        }
    }
}

#[test]
fn a_stop_under_our_own_words_counts() {
    for text in ours() {
        assert_eq!(classify(&format!("> {text}\nSTOP")).class, Class::OptOut);
        assert_eq!(
            classify(&format!("{text}\nSTOP")).class,
            Class::OptOut,
            "{text}"
        );
    }
}

#[test]
fn notes_tell_staff_what_else_to_look_at() {
    let notes = |text: &str| classify(text).notes;
    assert!(notes("CANCEL").check_appointment);
    assert!(notes("wrong number").wrong_number);
    assert!(notes("This is harassment").urgent);
    assert!(notes("I changed my number").number_changed);
    assert!(notes("Stop the work").stop_the_work);
    assert!(notes("sign me up again").asks_to_be_signed_up_again);
    assert!(notes("please cancel my appointment").change_request);
    assert_eq!(notes("STOP"), Notes::default());
}

#[test]
fn a_clause_that_is_leave_me_holds_and_what_is_left_does_not() {
    for text in [
        "I sold it, leave me",
        "I sold it. Leave me.",
        "leave me",
        "Please leave us",
        "leave me please",
        "yes, leave me",
        "just leave me already!",
        "La vendí, déjenme",
        "déjame",
        "Ya déjame por favor",
        "La vendí. Déjennos",
        "Продал. Оставьте меня",
        "оставь нас, пожалуйста",
    ] {
        let found = classify(text);
        assert_eq!(
            (found.class, found.reason),
            (Class::AmbiguousReview, Reason::Complaint),
            "{text}"
        );
    }
    for text in [
        "leave me alone",
        "Я продал машину, отстаньте",
        "déjenme en paz",
    ] {
        assert_eq!(classify(text).class, Class::OptOut, "{text}");
    }
    for text in [
        "leave me a message",
        "leave me the keys",
        "just leave me the old radio, please",
        "you can leave us the car overnight",
        "I'll leave me car with you",
        "déjame un mensaje",
        "déjenme las llaves en la oficina",
        "оставьте мне ключи",
        "оставьте нас в очереди на завтра",
    ] {
        let found = classify(text);
        assert_eq!(
            found.class,
            Class::Conversation,
            "{text} {:?}",
            found.reason
        );
    }
}

#[test]
fn commands_and_their_language_are_told_apart() {
    for (text, keyword, lang) in [
        ("STOP", Keyword::Stop, Lang::En),
        ("alto", Keyword::Stop, Lang::Es),
        ("СТОП", Keyword::Stop, Lang::Ru),
        ("unstop", Keyword::Start, Lang::En),
        ("iniciar", Keyword::Start, Lang::Es),
        ("PROMO", Keyword::Promo, Lang::En),
        ("UPDATES", Keyword::Updates, Lang::En),
        ("JOIN", Keyword::Join, Lang::En),
        ("ayuda", Keyword::Help, Lang::Es),
        ("status", Keyword::Status, Lang::En),
        ("KEY", Keyword::Key, Lang::En),
        ("book", Keyword::Book, Lang::En),
        ("bid 50", Keyword::Bid, Lang::En),
    ] {
        let found = classify(text);
        assert_eq!(
            (found.keyword, found.lang),
            (Some(keyword), Some(lang)),
            "{text}"
        );
    }
}

#[test]
fn a_long_text_is_read_to_its_end() {
    let long = "the bass sounds good and the doors are fine ".repeat(250) + ". STOP";
    assert!(long.len() > 10_000);
    assert_eq!(classify(&long).class, Class::OptOut);
    let _ = classify(&"stop ".repeat(2_500));
    let _ = classify(&"s".repeat(10_000));
    let _ = classify(&"“".repeat(10_000));
    assert_eq!(classify("").class, Class::Conversation);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_panics_and_only_an_opt_out_has_a_scope(text in "\\PC{0,200}|[ a-zA-Z.!?,'\"“”>\n-]{0,200}") {
        let found = classify(&text);
        prop_assert_eq!(found.scope.is_some(), found.class == Class::OptOut);
    }

    #[test]
    fn the_same_words_always_give_the_same_class(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "stop", "texting", "me", "please", "no", "more", "cancel", "my", "appointment", ".",
                "yes", "don't", "STOP", "by", "?", "the", "work", "remove", "list", "wrong", "number",
            ]),
            0..12,
        )
    ) {
        let text = words.join(" ");
        prop_assert_eq!(classify(&text), classify(&format!(" {text}\u{200B}")));
    }
}
