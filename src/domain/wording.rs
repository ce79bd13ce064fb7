//! The lines that a customer agrees to, and what each of them must say.
//!
//! A line has one purpose and a mark of its own: one sentence for everything can't be agreed to in
//! part, and does not say that nobody has to agree in order to buy. The shop may write its lines
//! anew; the store keeps each version for ever, and [`findings`] says what a version lacks.

use super::consent::names;
use super::lang::Lang;
use serde::{Deserialize, Serialize};

/// Which line it is: what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentLine {
    /// Texts about the vehicle and the visit.
    Service,
    /// Offers by text.
    Offers,
    /// Receipts and updates by e-mail.
    EmailUpdates,
    /// Offers by e-mail.
    EmailOffers,
    /// What staff read out on the phone, to ask for texts about the vehicle.
    Phone,
}

names!(ConsentLine {
    Service = "service", Offers = "offers", EmailUpdates = "email_updates",
    EmailOffers = "email_offers", Phone = "phone",
});

impl ConsentLine {
    /// Every line, in the order in which they are asked.
    pub const ALL: [Self; 5] = [
        Self::Service,
        Self::Offers,
        Self::EmailUpdates,
        Self::EmailOffers,
        Self::Phone,
    ];

    /// Whether it is about e-mail.
    pub fn is_email(self) -> bool {
        matches!(self, Self::EmailUpdates | Self::EmailOffers)
    }
}

/// One version of a line in one language. Once made, it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Which line.
    pub line: ConsentLine,
    /// In which language.
    pub lang: Lang,
    /// Which version, from 1, of this line in this language.
    pub version: u32,
    /// The words, with `{shop}`, `{number}`, `{email}` and `{terms}` to be filled in.
    pub template: String,
}

/// What is filled in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filling<'a> {
    /// The shop's name.
    pub shop: &'a str,
    /// The customer's number, as people write it.
    pub number: &'a str,
    /// The customer's e-mail address.
    pub email: &'a str,
    /// Where the shop's terms and privacy notice are; empty: at the counter.
    pub terms: &'a str,
}

impl Wording {
    /// What people call this version, such as `en-1`.
    pub fn label(&self) -> String {
        format!("{}-{}", self.lang.code(), self.version)
    }

    /// The exact words that are shown and kept as evidence.
    pub fn words(&self, filling: Filling<'_>) -> String {
        let mut words = String::with_capacity(self.template.len() + 60);
        for piece in pieces(&self.template) {
            words.push_str(match piece {
                Piece::Words(piece) => piece,
                Piece::Name("shop") => filling.shop,
                Piece::Name("number") => filling.number,
                Piece::Name("email") => filling.email,
                Piece::Name("terms") if filling.terms.is_empty() => at_the_counter(self.lang),
                Piece::Name("terms") => filling.terms,
                Piece::Name(_) => "",
            });
        }
        words
    }
}

/// Where the terms are of a shop that has them nowhere else.
fn at_the_counter(lang: Lang) -> &'static str {
    match lang.spoken() {
        Lang::Es => "pregunte en el mostrador",
        Lang::Ru => "спросите на стойке",
        Lang::En | Lang::Fr | Lang::De => "ask at the counter",
    }
}

enum Piece<'a> {
    Words(&'a str),
    Name(&'a str),
}

fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = Some(template);
    let mut name = None;
    std::iter::from_fn(move || {
        if let Some(name) = name.take() {
            return Some(Piece::Name(name));
        }
        let words = rest.take()?;
        let Some((before, after)) = words.split_once('{') else {
            return Some(Piece::Words(words));
        };
        match after.split_once('}') {
            Some((found, after)) => {
                name = Some(found);
                rest = Some(after);
            }
            None => rest = None,
        }
        Some(Piece::Words(before))
    })
}

/// Something that a line should say and doesn't, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// There are no words, or more than can be read at a counter.
    Length,
    /// `{shop}` is missing: nobody can tell who asks.
    NoShop,
    /// `{number}` is missing: a consent is for one number.
    NoNumber,
    /// `{email}` is missing.
    NoEmail,
    /// A name in braces that nobody fills in.
    Unknown(String),
    /// It doesn't say how many there will be.
    NoFrequency,
    /// It doesn't say that they are sent automatically.
    NotAutomatic,
    /// It doesn't say that the phone company may charge.
    NoRates,
    /// It doesn't say that STOP ends it.
    NoStop,
    /// It doesn't say that HELP helps.
    NoHelp,
    /// It doesn't say that nobody has to agree in order to buy.
    NotFree,
    /// It doesn't say where the terms and the privacy notice are.
    NoTerms,
    /// It speaks of offers where only updates are asked for.
    Bundled,
}

impl Finding {
    /// Whether such a line can't be used at all; of the others the owner decides.
    pub fn is_fatal(&self) -> bool {
        matches!(
            self,
            Self::Length | Self::NoShop | Self::NoNumber | Self::NoEmail | Self::Unknown(_)
        )
    }
}

/// A line is at most this long: it has to be read at a counter.
pub const LONGEST: usize = 600;

/// Looks through a line that the shop wrote.
pub fn findings(line: ConsentLine, lang: Lang, template: &str) -> Vec<Finding> {
    let lower = template.to_lowercase();
    let says = |words: [&[&str]; 3]| {
        let [en, es, ru] = words;
        let words = match lang.spoken() {
            Lang::Es => es,
            Lang::Ru => ru,
            _ => en,
        };
        words.iter().any(|word| lower.contains(word))
    };
    let named = |wanted: &str| {
        pieces(template).any(|piece| matches!(piece, Piece::Name(name) if name == wanted))
    };
    let mut found = Vec::new();
    let mut need = |there: bool, finding: Finding| {
        if !there {
            found.push(finding);
        }
    };
    let length = template.trim().chars().count();
    need((1..=LONGEST).contains(&length), Finding::Length);
    for piece in pieces(template) {
        if let Piece::Name(name) = piece {
            let known = matches!(name, "shop" | "number" | "email" | "terms");
            need(known, Finding::Unknown(name.chars().take(30).collect()));
        }
    }
    need(named("shop"), Finding::NoShop);
    if line.is_email() {
        need(named("email"), Finding::NoEmail);
    } else {
        need(named("number"), Finding::NoNumber);
        need(
            template.chars().any(|c| c.is_ascii_digit()),
            Finding::NoFrequency,
        );
        need(
            says([&["automat"], &["automátic", "automatic"], &["автомат"]]),
            Finding::NotAutomatic,
        );
        need(
            says([&["rates"], &["tarifa"], &["тариф"]]),
            Finding::NoRates,
        );
        need(
            says([&["stop"], &["alto", "stop"], &["стоп", "stop"]]),
            Finding::NoStop,
        );
    }
    if matches!(line, ConsentLine::Service | ConsentLine::Offers) {
        need(
            says([&["help"], &["ayuda", "help"], &["помощь", "help"]]),
            Finding::NoHelp,
        );
    }
    if line == ConsentLine::Offers {
        let terms = says([
            &["terms", "privacy"],
            &["términos", "terminos", "condiciones", "privacidad"],
            &["услови", "конфиденциальн"],
        ]);
        need(named("terms") || terms, Finding::NoTerms);
    }
    if matches!(line, ConsentLine::Offers | ConsentLine::EmailOffers) {
        let free = says([
            &[
                "not required",
                "not a condition",
                "don't have to",
                "no purchase",
            ],
            &[
                "no es requisito",
                "no es condición",
                "no es necesari",
                "no se requiere",
            ],
            &[
                "не обязательн",
                "не является условием",
                "не требуется",
                "необязательн",
            ],
        ]);
        need(free, Finding::NotFree);
    } else {
        let offers = says([
            &[
                "offer",
                "promot",
                "marketing",
                "discount",
                "advert",
                "coupon",
            ],
            &["oferta", "promoci", "publicid", "descuento", "cupón"],
            &["реклам", "акци", "скидк", "предложени", "купон"],
        ]);
        need(!offers, Finding::Bundled);
    }
    found
}

/// The lines that Readybell comes with: version 1 of each.
pub const SHIPPED: [(ConsentLine, Lang, &str); 15] = [
    (
        ConsentLine::Service,
        Lang::En,
        "Texts from {shop} about my vehicles and visits, to {number}: appointments, progress, \
         ready, and one follow-up. About 3-8 a visit, some sent automatically. Msg & data rates \
         may apply. Reply STOP to end, HELP for help.",
    ),
    (
        ConsentLine::Service,
        Lang::Es,
        "Mensajes de texto de {shop} sobre mis vehículos y visitas, al {number}: citas, avance del \
         trabajo, aviso de listo y un mensaje posterior. Unos 3 a 8 por visita, algunos \
         automáticos. Pueden aplicarse tarifas de mensajes y datos. Responda ALTO para terminar, \
         AYUDA para ayuda.",
    ),
    (
        ConsentLine::Service,
        Lang::Ru,
        "SMS от {shop} о моих автомобилях и визитах на номер {number}: запись, ход работ, \
         готовность и одно сообщение после визита. Примерно 3-8 за визит, часть отправляется \
         автоматически. Возможна плата по тарифу оператора. Ответьте СТОП, чтобы прекратить, \
         ПОМОЩЬ для справки.",
    ),
    (
        ConsentLine::Offers,
        Lang::En,
        "I agree that {shop} may send me automated marketing texts at {number}, up to 2 a month. \
         Not required to buy anything. Msg & data rates may apply. STOP to end, HELP for help. \
         Terms/privacy: {terms}.",
    ),
    (
        ConsentLine::Offers,
        Lang::Es,
        "Acepto que {shop} me envíe mensajes publicitarios automáticos al {number}, hasta 2 al \
         mes. No es requisito para comprar. Pueden aplicarse tarifas de mensajes y datos. ALTO \
         para terminar, AYUDA para ayuda. Condiciones y privacidad: {terms}.",
    ),
    (
        ConsentLine::Offers,
        Lang::Ru,
        "Разрешаю {shop} отправлять мне автоматические рекламные SMS на номер {number}, не чаще 2 \
         в месяц. Это не обязательно для покупки. Возможна плата по тарифу оператора. СТОП, чтобы \
         прекратить, ПОМОЩЬ для справки. Условия и конфиденциальность: {terms}.",
    ),
    (
        ConsentLine::EmailUpdates,
        Lang::En,
        "E-mail from {shop} at {email}: receipts and updates about my visits. Each e-mail says how \
         to end it.",
    ),
    (
        ConsentLine::EmailUpdates,
        Lang::Es,
        "Correos de {shop} a {email}: recibos y novedades de mis visitas. Cada correo dice cómo \
         terminarlo.",
    ),
    (
        ConsentLine::EmailUpdates,
        Lang::Ru,
        "Письма от {shop} на {email}: чеки и новости о моих визитах. В каждом письме сказано, как \
         от них отказаться.",
    ),
    (
        ConsentLine::EmailOffers,
        Lang::En,
        "I agree that {shop} may send me offers by e-mail at {email}, up to 2 a month. Not \
         required to buy anything. Each e-mail says how to end it.",
    ),
    (
        ConsentLine::EmailOffers,
        Lang::Es,
        "Acepto que {shop} me envíe ofertas por correo a {email}, hasta 2 al mes. No es requisito \
         para comprar. Cada correo dice cómo terminarlo.",
    ),
    (
        ConsentLine::EmailOffers,
        Lang::Ru,
        "Разрешаю {shop} присылать мне предложения по почте на {email}, не чаще 2 в месяц. Это не \
         обязательно для покупки. В каждом письме сказано, как от них отказаться.",
    ),
    (
        ConsentLine::Phone,
        Lang::En,
        "May {shop} text you at {number} about your vehicle and your visits, about 3 to 8 texts a \
         visit, some of them automatic? Message and data rates may apply, and you can reply STOP \
         at any time.",
    ),
    (
        ConsentLine::Phone,
        Lang::Es,
        "¿Permite que {shop} le envíe mensajes de texto al {number} sobre su vehículo y sus \
         visitas, unos 3 a 8 por visita, algunos automáticos? Pueden aplicarse tarifas de mensajes \
         y datos, y puede responder ALTO en cualquier momento.",
    ),
    (
        ConsentLine::Phone,
        Lang::Ru,
        "Можно ли {shop} писать вам SMS на номер {number} об автомобиле и визитах, примерно 3-8 за \
         визит, часть автоматически? Возможна плата по тарифу оператора; ответить СТОП можно в \
         любой момент.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    const FILLING: Filling<'_> = Filling {
        shop: "Hard Knocks",
        number: "(555) 013-4477",
        email: "ana@example.com",
        terms: "hardknocks.example/terms",
    };

    #[test]
    fn what_is_shipped_lacks_nothing() {
        for (line, lang, template) in SHIPPED {
            assert_eq!(findings(line, lang, template), [], "{line:?} {lang:?}");
        }
        for line in ConsentLine::ALL {
            for lang in Lang::SPOKEN {
                let there = SHIPPED.iter().filter(|(l, g, _)| (*l, *g) == (line, lang));
                assert_eq!(there.count(), 1, "{line:?} {lang:?}");
            }
        }
    }

    #[test]
    fn words_are_filled_in_and_nothing_else_is_touched() {
        let wording = |template: &str| Wording {
            line: ConsentLine::Service,
            lang: Lang::Es,
            version: 3,
            template: template.to_owned(),
        };
        assert_eq!(wording("").label(), "es-3");
        for (template, words) in [
            (
                "{shop}: {number}, {email}.",
                "Hard Knocks: (555) 013-4477, ana@example.com.",
            ),
            ("{shop}{shop}", "Hard KnocksHard Knocks"),
            ("no names } here", "no names } here"),
            ("a {thing} is gone", "a  is gone"),
            ("See {terms}.", "See hardknocks.example/terms."),
            ("open { brace", "open "),
            ("", ""),
        ] {
            assert_eq!(wording(template).words(FILLING), words, "{template}");
        }
    }

    #[test]
    fn terms_that_are_nowhere_else_are_at_the_counter() {
        let offers = |lang| {
            let shipped = SHIPPED
                .iter()
                .find(|(line, of, _)| (*line, *of) == (ConsentLine::Offers, lang));
            let wording = Wording {
                line: ConsentLine::Offers,
                lang,
                version: 1,
                template: shipped.unwrap().2.to_owned(),
            };
            wording.words(Filling {
                terms: "",
                ..FILLING
            })
        };
        for (lang, ends) in [
            (Lang::En, "Terms/privacy: ask at the counter."),
            (Lang::Es, "privacidad: pregunte en el mostrador."),
            (Lang::Ru, "конфиденциальность: спросите на стойке."),
        ] {
            assert!(offers(lang).ends_with(ends), "{}", offers(lang));
        }
    }

    #[test]
    fn the_usual_sentence_is_found_wanting() {
        let usual = "By signing this receipt, you agree to receive updates regarding your service, \
                     including notifications, promotions, and offers, via SMS or email. Reply STOP \
                     to opt out at any time.";
        let found = findings(ConsentLine::Service, Lang::En, usual);
        for finding in [
            Finding::NoShop,
            Finding::NoNumber,
            Finding::NoFrequency,
            Finding::NotAutomatic,
            Finding::NoRates,
            Finding::NoHelp,
            Finding::Bundled,
        ] {
            assert!(found.contains(&finding), "{finding:?} in {found:?}");
        }
        let as_offers = findings(ConsentLine::Offers, Lang::En, usual);
        assert!(as_offers.contains(&Finding::NotFree), "{as_offers:?}");
        assert!(as_offers.contains(&Finding::NoTerms), "{as_offers:?}");
        assert!(!found.contains(&Finding::NoStop));
    }

    #[test]
    fn a_name_that_nobody_fills_in_can_not_be_used() {
        let found = findings(
            ConsentLine::EmailUpdates,
            Lang::En,
            "{shop} {phone} {email}",
        );
        assert_eq!(found, [Finding::Unknown("phone".to_owned())]);
        assert!(found.iter().all(Finding::is_fatal));
        let long = format!("{{shop}} {{email}} {}", "x".repeat(LONGEST));
        let found = findings(ConsentLine::EmailUpdates, Lang::En, &long);
        assert_eq!(found, [Finding::Length]);
    }
}
