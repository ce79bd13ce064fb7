//! The shop's own words: they parse, they fit, they say what they must.

use super::*;
use crate::domain::alphabet::{Encoding, segments};
use crate::domain::template::{Variable, Vars};

fn vars() -> Vars {
    Vars::brand("House of Hardknocks")
        .with(Variable::Trade, "car audio")
        .with(Variable::ShopPhone, "555-555-0100")
        .with(Variable::ShopSite, "hardknocks.example")
        .with(Variable::Code, "123456")
        .with(Variable::Line, "the dash kit")
        .with(Variable::Price, "$60.00")
        .with(Variable::ReviewLink, "https://reviews.example/hardknocks")
        .with(Variable::OfferCode, "HARDKNOCKS15")
        .with(Variable::ValidUntil, "12/31")
        .with(Variable::Status, "2012 Chevy Tahoe - in the bay")
}

fn english(kind: Kind) -> String {
    builtin(kind, Lang::En).render(&vars()).unwrap()
}

#[test]
fn every_source_is_a_template_and_every_name_comes_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_name(kind.as_str()), Some(kind));
        for lang in Lang::SPOKEN {
            assert!(
                Template::parse(source(kind, lang)).is_ok(),
                "{kind:?} {lang:?}"
            );
        }
    }
}

#[test]
fn the_english_compliance_texts_are_word_for_word_and_fit_in_one_part() {
    for (kind, words) in [
        (
            Kind::VehicleOptIn,
            "House of Hardknocks: you'll get texts about your vehicle (about 3-8 a visit). Msg&data rates may apply. Reply HELP for help, STOP to end.",
        ),
        (
            Kind::OffersOptIn,
            "House of Hardknocks offers: you're in, up to 2 msgs/mo. Not required to buy. Msg&data rates may apply. HELP for help, STOP to end.",
        ),
        (
            Kind::StopOne,
            "House of Hardknocks: you are unsubscribed and will get no more texts from us. Reply START if you change your mind.",
        ),
        (
            Kind::StopBoth,
            "House of Hardknocks: you're unsubscribed, no more texts. To still get only your vehicle updates, reply UPDATES.",
        ),
        (
            Kind::StopPromo,
            "House of Hardknocks: no more offers will be sent. You will still get updates on your vehicle. Reply STOP to end those too.",
        ),
        (
            Kind::Help,
            "House of Hardknocks car audio: help at 555-555-0100 or hardknocks.example. About 3-8 msgs a visit. Msg&data rates may apply. STOP to end.",
        ),
        (
            Kind::Start,
            "House of Hardknocks: vehicle updates are back on. For offers too (up to 2/mo, not required to buy) reply PROMO. HELP for help, STOP to end.",
        ),
        (
            Kind::Code,
            "House of Hardknocks: 123456 is your code. It expires in 10 minutes. Give it only to the staff member at the counter.",
        ),
    ] {
        assert_eq!(english(kind), words);
        assert_eq!(segments(words).parts, 1, "{kind:?}");
    }
}

#[test]
fn nothing_but_the_brand_is_needed() {
    let only_brand = Vars::brand("House of Hardknocks");
    for kind in Kind::ALL {
        for lang in Lang::SPOKEN {
            let missing = builtin(kind, lang).missing(&only_brand);
            let expected: &[Variable] = match kind {
                Kind::Code => &[Variable::Code],
                Kind::Status => &[Variable::Status],
                Kind::Offer => &[Variable::OfferCode, Variable::ValidUntil],
                _ => &[],
            };
            assert_eq!(missing, expected, "{kind:?} {lang:?}");
        }
    }
    assert_eq!(
        builtin(Kind::Ready, Lang::En).render(&only_brand).unwrap(),
        "House of Hardknocks: your vehicle is ready for pick-up."
    );
}

#[test]
fn english_and_spanish_travel_as_gsm_7_bit() {
    for kind in Kind::ALL {
        for lang in [Lang::En, Lang::Es] {
            let words = builtin(kind, lang).render(&vars()).unwrap();
            assert_eq!(segments(&words).encoding, Encoding::Gsm7, "{words}");
        }
    }
}

#[test]
fn an_offer_that_staff_typed_says_how_to_end_offers() {
    for (typed, lang, sent) in [
        (
            "20% off, stop by!",
            Lang::En,
            "20% off, stop by! Reply STOP to end.",
        ),
        (
            "20% de descuento",
            Lang::Es,
            "20% de descuento Responda ALTO para terminar.",
        ),
        ("Скидка 20%.", Lang::Ru, "Скидка 20%. СТОП - прекратить."),
        ("20% off. STOP to end", Lang::En, "20% off. STOP to end"),
    ] {
        assert_eq!(typed_offer(typed, lang), sent);
    }
}

#[test]
fn the_offers_line_that_answers_join_says_what_it_must_and_is_itself_no_answer() {
    use crate::domain::classify::{Class, classify};
    use crate::domain::wording::{ConsentLine, Filling, SHIPPED, Wording};
    let filling = Filling {
        shop: "House of Hardknocks",
        number: "(555) 013-4477",
        email: "",
        terms: "",
    };
    for (line, lang, template) in SHIPPED {
        if line != ConsentLine::Offers {
            continue;
        }
        let wording = Wording {
            line,
            lang,
            version: 1,
            template: template.to_owned(),
        };
        let words = offers_question(filling.shop, &wording.words(filling), lang);
        let [yes, stop, help] = match lang {
            Lang::Es => ["Responda SI", "ALTO", "AYUDA"],
            Lang::Ru => ["Ответьте ДА", "СТОП", "ПОМОЩЬ"],
            Lang::En | Lang::Fr | Lang::De => ["Reply YES", "STOP", "HELP"],
        };
        for must in ["House of Hardknocks: ", yes, stop, help] {
            assert!(words.contains(must), "{must} in {words}");
        }
        assert!(segments(&words).parts <= 6, "{words}");
        let class = classify(&format!("Liked “{words}”")).class;
        assert_eq!(class, Class::Conversation, "{words}");
    }
}
