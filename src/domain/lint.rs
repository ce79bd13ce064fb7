//! What a template should not say, found before a customer reads it.
//!
//! Most unclear replies come from unclear texts: a text that offers CANCEL as an answer can't tell
//! an opt-out from a visit that is called off. Findings explain; the page shows them and decides
//! which of them the owner may override.

use super::alphabet;
use super::purpose::Purpose;
use super::template::{Template, Variable};

/// The most parts that a text may have without the owner's word. Compliance texts have no such
/// limit: what they must say comes first.
const MOST_PARTS: usize = 2;

/// Hosts of shorteners that everybody shares. Carriers block them.
const SHORTENERS: [&str; 18] = [
    "bit.ly",
    "tinyurl.com",
    "t.co",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "cutt.ly",
    "rb.gy",
    "shorturl.at",
    "tiny.cc",
    "t.ly",
    "rebrand.ly",
    "bl.ink",
    "lnkd.in",
    "s.id",
    "v.gd",
    "clck.ru",
];

/// One thing that a template should not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The shop's name is missing or not in front.
    NoBrand,
    /// Offers STOP, CANCEL, END or QUIT as the answer to a question about the visit.
    CommandAsAnswer(String),
    /// Offers a digit instead of STOP.
    DigitForStop,
    /// Runs command words together, such as STOP2END.
    JoinedCommand,
    /// A shortener that everybody shares.
    Shortener(&'static str),
    /// Longer than two parts: how many.
    TooLong(usize),
    /// Reads like an offer: the words that do.
    Offer(String),
    /// Takes YES for consent, which it isn't.
    YesAsOptIn,
}

impl Finding {
    /// What is wrong and what to do, for the page.
    pub fn explain(&self) -> String {
        match self {
            Self::NoBrand => {
                "Start with {brand}, so that people know who writes before they read on.".into()
            }
            Self::CommandAsAnswer(word) => format!(
                "{word} ends all texts. For a visit, ask for YES or NO: \"Reply YES to confirm or \
                 NO if you can't make it.\""
            ),
            Self::DigitForStop => {
                "A digit can't stand for STOP. Write \"Reply STOP to end\".".into()
            }
            Self::JoinedCommand => {
                "Write the command as a word of its own: \"STOP to end\", not STOP2END.".into()
            }
            Self::Shortener(host) => format!(
                "{host} is shared by everybody, and carriers block it. Link to the shop's own site."
            ),
            Self::TooLong(parts) => format!(
                "This goes out as {parts} parts, and each is paid for. {MOST_PARTS} are enough for \
                 most; shorten it, or keep it on purpose."
            ),
            Self::Offer(words) => format!(
                "\"{words}\" reads like an offer. Offers go only to those who agreed to them; mark \
                 it as not an offer and say why, if it is none."
            ),
            Self::YesAsOptIn => {
                "YES answers the question before it, so it can't be consent. Ask for START or \
                 PROMO."
                    .into()
            }
        }
    }
}

/// Looks through a template. `longest` is the text with everything filled in, as long as it gets.
pub fn lint(template: &Template, longest: &str, purpose: Purpose) -> Vec<Finding> {
    let words = Words::of(template.source());
    let mut findings = Vec::new();
    if template.variables().first() != Some(&Variable::Brand) {
        findings.push(Finding::NoBrand);
    }
    findings.extend(command_as_answer(&words).map(Finding::CommandAsAnswer));
    if words.has_run(&[
        &["reply", "text", "send", "press"],
        &DIGITS,
        &["to"],
        &LEAVE,
    ]) {
        findings.push(Finding::DigitForStop);
    }
    if words.all.iter().any(|word| is_joined_command(word)) {
        findings.push(Finding::JoinedCommand);
    }
    let lower = template.source().to_lowercase();
    findings.extend(
        SHORTENERS
            .iter()
            .filter(|host| links_to(&lower, host))
            .map(|host| Finding::Shortener(host)),
    );
    let parts = alphabet::segments(longest).parts;
    if parts > MOST_PARTS && purpose != Purpose::Compliance {
        findings.push(Finding::TooLong(parts));
    }
    if !matches!(
        purpose,
        Purpose::Promotional | Purpose::Verification | Purpose::Compliance
    ) && let Some(words) = offer_in(template.source())
    {
        findings.push(Finding::Offer(words));
    }
    if words.has_run(&[
        &["reply", "text", "send"],
        &["yes", "y"],
        &["to", "for"],
        &JOIN,
    ]) {
        findings.push(Finding::YesAsOptIn);
    }
    findings
}

/// The words that make a text an offer, if there are any: an amount or a percentage with "off", a
/// promo code to use, a coupon, a discount, a sale, "free with". The same look is taken at what
/// staff type. "Your code is 123456", "drop off at 9" and a hands-free kit are none.
pub fn offer_in(text: &str) -> Option<String> {
    let words = Words::of(text);
    let at = |index: usize| words.all.get(index).map_or("", String::as_str);
    for (index, word) in words.all.iter().enumerate() {
        let (next, after) = (at(index + 1), at(index + 2));
        let number = word.bytes().any(|b| b.is_ascii_digit());
        let found = match word.as_str() {
            _ if number && next == "off" && !matches!(after, "of" | "the" | "at") => 2,
            _ if number && next == "percent" && after == "off" => 3,
            "half" if next == "off" || next == "price" => 2,
            "coupon" | "coupons" | "discount" | "discounts" | "discounted" | "promo"
            | "voucher" | "bogo" => 1,
            "sale" | "clearance" if index == 0 || at(index - 1) != "for" => 1,
            "use" if next == "code" => 2,
            "promotion" | "promotional" | "special" if next == "code" || next == "offer" => 2,
            "special" if next == "price" || next == "deal" => 2,
            "free" if next == "with" => 2,
            "buy" if next == "one" && after == "get" => 3,
            "limited" if next == "time" => 2,
            "save" if next.bytes().any(|b| b.is_ascii_digit()) => 2,
            "descuento" | "descuentos" | "oferta" | "ofertas" | "cupon" | "cupón" => 1,
            "скидка" | "скидки" | "скидку" | "скидкой" | "промокод" | "акция" | "купон" => {
                1
            }
            _ => 0,
        };
        if found > 0 {
            let end = (index + found).min(words.all.len());
            return words.all.get(index..end).map(|words| words.join(" "));
        }
    }
    None
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const LEAVE: [&str; 7] = [
    "stop",
    "end",
    "quit",
    "cancel",
    "unsubscribe",
    "opt",
    "leave",
];
const JOIN: [&str; 7] = [
    "join",
    "subscribe",
    "opt",
    "receive",
    "get",
    "sign",
    "offers",
];
const COMMANDS: [&str; 4] = ["stop", "cancel", "end", "quit"];

/// What a command may be said to end; anything else behind it is about the visit.
const ABOUT_TEXTS: [&str; 12] = [
    "end",
    "stop",
    "opt",
    "unsubscribe",
    "quit",
    "texts",
    "messages",
    "those",
    "these",
    "all",
    "promo",
    "offers",
];

struct Words {
    all: Vec<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let all = text
            .to_lowercase()
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£')))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Self { all }
    }

    /// Whether words of these sets follow one another.
    fn has_run(&self, sets: &[&[&str]]) -> bool {
        self.all.windows(sets.len()).any(|window| {
            window
                .iter()
                .zip(sets)
                .all(|(word, set)| set.contains(&word.as_str()))
        })
    }
}

/// "Reply CANCEL to cancel your visit".
fn command_as_answer(words: &Words) -> Option<String> {
    let all = &words.all;
    let at = |index: usize| all.get(index).map_or("", String::as_str);
    (0..all.len()).find_map(|index| {
        let asks = matches!(at(index), "reply" | "text" | "send" | "or" | "answer");
        let command = at(index + 1);
        if !asks || !COMMANDS.contains(&command) || !matches!(at(index + 2), "to" | "if" | "for") {
            return None;
        }
        let about_texts = ABOUT_TEXTS.contains(&at(index + 3))
            && !(index + 4..index + 8).any(|at_word| {
                matches!(
                    at(at_word),
                    "visit" | "appointment" | "booking" | "job" | "slot" | "install"
                )
            });
        (!about_texts).then(|| command.to_uppercase())
    })
}

/// `stop2end`, `stop2quit`, `txtstop`.
fn is_joined_command(word: &str) -> bool {
    let rest = word
        .strip_prefix("stop2")
        .or_else(|| word.strip_prefix("text2"))
        .or_else(|| word.strip_prefix("txt2"));
    rest.is_some_and(|rest| LEAVE.contains(&rest)) || matches!(word, "txtstop" | "textstop")
}

/// The shortener that a host is, or is a part of.
pub fn shortener(host: &str) -> Option<&'static str> {
    let host = host.to_ascii_lowercase();
    SHORTENERS.into_iter().find(|shared| {
        let before = host.strip_suffix(shared);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

fn links_to(lower: &str, host: &str) -> bool {
    lower.match_indices(host).any(|(at, _)| {
        let before = lower.get(..at).and_then(|text| text.chars().next_back());
        let after = lower.get(at + host.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
            && !after.is_some_and(|c| c.is_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::super::lang::Lang;
    use super::super::template::Vars;
    use super::super::words::{Kind, builtin};
    use super::*;

    fn found(source: &str) -> Vec<Finding> {
        let template = Template::parse(source).unwrap();
        lint(&template, source, Purpose::Service)
    }

    #[test]
    fn each_mistake_is_found_and_explained() {
        for (source, finding) in [
            ("Your car is ready", Finding::NoBrand),
            (
                "{brand}: reply CANCEL to cancel your visit",
                Finding::CommandAsAnswer("CANCEL".into()),
            ),
            (
                "{brand}: reply YES to confirm or STOP if you can't come",
                Finding::CommandAsAnswer("STOP".into()),
            ),
            ("{brand}: hi. Reply 2 to stop", Finding::DigitForStop),
            ("{brand}: hi. STOP2END", Finding::JoinedCommand),
            (
                "{brand}: see https://bit.ly/x",
                Finding::Shortener("bit.ly"),
            ),
            ("{brand}: 15% off today", Finding::Offer("15% off".into())),
            (
                "{brand}: use code HARD15",
                Finding::Offer("use code".into()),
            ),
            ("{brand}: reply YES to join our offers", Finding::YesAsOptIn),
        ] {
            let findings = found(source);
            assert_eq!(findings, [finding], "{source}");
            assert!(findings.iter().all(|finding| !finding.explain().is_empty()));
        }
        let long = "{brand}: ".to_owned() + &"a".repeat(400);
        assert_eq!(found(&long), [Finding::TooLong(3)]);
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for source in [
            "{brand}: reply YES to confirm or NO if you can't make it. STOP to end.",
            "{brand}: drop off at 9, the hands-free kit is in",
            "{brand}: your code is {code}",
            "{brand}: see hardknocks.example/visit. Reply STOP to opt out.",
            "{brand}: at 9 off the highway",
        ] {
            assert_eq!(found(source), [], "{source}");
        }
    }

    #[test]
    fn our_own_words_pass() {
        let vars = Vars::brand("House of Hardknocks")
            .with(Variable::Code, "123456")
            .with(Variable::OfferCode, "HARDKNOCKS15")
            .with(Variable::ValidUntil, "12/31")
            .with(Variable::Status, "2012 Chevy Tahoe - in the bay");
        for kind in Kind::ALL {
            for lang in Lang::SPOKEN {
                let template = builtin(kind, lang);
                let words = template.render(&vars).unwrap();
                let findings = lint(&template, &words, kind.purpose());
                assert_eq!(findings, [], "{kind:?} {lang:?}");
            }
        }
    }
}
