//! Whether a shop's own wording of a text can be used: what would keep it from being sent, what the
//! kind of text must say, and what [`super::lint`] finds in it.

use super::lang::Lang;
use super::lint::{Finding, lint, offer_in};
use super::purpose::Purpose;
use super::template::{Template, Variable, Vars};
use super::words::Kind;

/// What is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A variable that a text of this kind never has.
    NotHere(Variable),
    /// A variable that may be unknown when the text is due, without a fallback.
    Unfilled(Variable),
    /// A text about a job that does not name the vehicle: who has two here can't tell which is meant.
    NoVehicle,
    /// A word that this kind must offer.
    Lacks(&'static str),
    /// An answer to STOP or HELP that advertises: the words that do.
    Advertises(String),
    /// What any text should not say. The owner may keep it on purpose, and say why.
    Found(Finding),
}

impl Flaw {
    /// Whether nobody may overrule it.
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::Found(_))
    }
}

/// The variables that a text of that kind may name.
pub fn variables(kind: Kind) -> Vec<Variable> {
    let mut known = vec![
        Variable::Brand,
        Variable::Trade,
        Variable::ShopPhone,
        Variable::ShopSite,
    ];
    match kind.purpose() {
        // Whoever calls may have several jobs here, or none.
        Purpose::Service if kind == Kind::MissedCall => {}
        Purpose::Service => known.extend([
            Variable::FirstName,
            Variable::Vehicle,
            Variable::PromisedTime,
            Variable::ClosingTime,
            Variable::Bay,
            Variable::Work,
            Variable::JobNumber,
        ]),
        Purpose::Verification => known.push(Variable::Code),
        Purpose::Feedback | Purpose::Promotional => {
            known.extend([Variable::FirstName, Variable::Vehicle, Variable::JobNumber]);
        }
        _ => {}
    }
    match kind {
        Kind::Approval => known.extend([Variable::Line, Variable::Price]),
        Kind::Thanks => known.push(Variable::ReviewLink),
        Kind::Offer => known.extend([Variable::OfferCode, Variable::ValidUntil]),
        Kind::Status => known.push(Variable::Status),
        _ => {}
    }
    known
}

/// Whether such a text is about one job of its customer's, who may have others here.
fn is_about_a_job(kind: Kind) -> bool {
    match kind.purpose() {
        Purpose::Service => kind != Kind::MissedCall,
        _ => kind == Kind::Feedback,
    }
}

/// Looks through a draft. `longest` is the text with everything filled in, as long as it gets.
pub fn flaws(template: &Template, longest: &str, kind: Kind, lang: Lang) -> Vec<Flaw> {
    let known = variables(kind);
    let named = template.variables();
    let mut flaws: Vec<Flaw> = named
        .iter()
        .filter(|variable| !known.contains(variable))
        .map(|variable| Flaw::NotHere(*variable))
        .collect();
    let sure = Vars::brand("-")
        .with(Variable::Code, "-")
        .with(Variable::JobNumber, "-")
        .with(Variable::OfferCode, "-")
        .with(Variable::ValidUntil, "-")
        .with(Variable::Status, "-");
    let unfilled = template.missing(&sure);
    let unfilled = unfilled.into_iter().filter(|v| known.contains(v));
    flaws.extend(unfilled.map(Flaw::Unfilled));
    let said = words(&template.literals().join(" "));
    let lacks = must_offer(kind).iter().filter_map(|keyword| {
        let [english, spanish, russian] = keyword.forms();
        let own = match lang.spoken() {
            Lang::Es => spanish,
            Lang::Ru => russian,
            Lang::En | Lang::Fr | Lang::De => english,
        };
        let offered = said.iter().any(|word| word == english || word == own);
        (!offered).then_some(Flaw::Lacks(own))
    });
    flaws.extend(lacks);
    let must_name: &[(Variable, &'static str)] = match kind {
        Kind::Code => &[(Variable::Code, "{code}")],
        Kind::Status => &[(Variable::Status, "{status}")],
        // Whoever can't tell the code, or does not know until when it is good, is disappointed at
        // the counter.
        Kind::Offer => &[
            (Variable::OfferCode, "{offer_code}"),
            (Variable::ValidUntil, "{valid_until}"),
        ],
        _ => &[],
    };
    let unnamed = must_name
        .iter()
        .filter(|(variable, _)| !named.contains(variable));
    flaws.extend(unnamed.map(|(_, name)| Flaw::Lacks(name)));
    if is_about_a_job(kind) && !template.always_names(Variable::Vehicle) {
        flaws.push(Flaw::NoVehicle);
    }
    if kind == Kind::Feedback {
        let digits = ["1", "5"]
            .into_iter()
            .filter(|digit| !said.iter().any(|word| word == digit));
        flaws.extend(digits.map(Flaw::Lacks));
    }
    // They go to whoever writes, also after a STOP.
    let plain = matches!(
        kind,
        Kind::StopOne
            | Kind::StopBoth
            | Kind::Help
            | Kind::AskForStart
            | Kind::Status
            | Kind::NoStatus
    );
    if let (true, Some(words)) = (plain, offer_in(template.source())) {
        flaws.push(Flaw::Advertises(words));
    }
    let found = lint(template, longest, kind.purpose());
    flaws.extend(found.into_iter().map(Flaw::Found));
    flaws
}

/// A word that customers may answer with.
#[derive(Debug, Clone, Copy)]
enum Keyword {
    Stop,
    Help,
    Start,
}

impl Keyword {
    /// In English, which is understood in every language, Spanish and Russian.
    fn forms(self) -> [&'static str; 3] {
        match self {
            Self::Stop => ["STOP", "ALTO", "СТОП"],
            Self::Help => ["HELP", "AYUDA", "ПОМОЩЬ"],
            Self::Start => ["START", "INICIAR", "СТАРТ"],
        }
    }
}

/// What carriers and the rules on consent ask of each kind (CTIA Messaging Principles, May 2023, 5.1).
fn must_offer(kind: Kind) -> &'static [Keyword] {
    match kind {
        Kind::VehicleOptIn | Kind::OffersOptIn | Kind::Start => &[Keyword::Stop, Keyword::Help],
        Kind::Help | Kind::StopPromo | Kind::Offer => &[Keyword::Stop],
        Kind::AskForStart | Kind::StopOne => &[Keyword::Start],
        _ => &[],
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_uppercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::words::builtin;

    fn found(source: &str, kind: Kind) -> Vec<Flaw> {
        flaws(&Template::parse(source).unwrap(), source, kind, Lang::En)
    }

    #[test]
    fn what_readybell_comes_with_has_no_flaw() {
        for kind in Kind::ALL {
            for lang in Lang::SPOKEN {
                let template = builtin(kind, lang);
                assert_eq!(
                    flaws(&template, "short", kind, lang),
                    [],
                    "{kind:?} {lang:?}"
                );
            }
        }
    }

    #[test]
    fn what_would_not_go_is_fatal() {
        for (source, kind, flaw) in [
            (
                "{brand}: {vehicle} is ready",
                Kind::Ready,
                Flaw::Unfilled(Variable::Vehicle),
            ),
            (
                "{brand}: pay {balance|now} for {vehicle|it}",
                Kind::Ready,
                Flaw::NotHere(Variable::Balance),
            ),
            (
                "{brand}: {code|x}, {vehicle|your vehicle} is ready",
                Kind::Ready,
                Flaw::NotHere(Variable::Code),
            ),
            ("{brand}: all done, come by", Kind::Ready, Flaw::NoVehicle),
            (
                "{brand}: on track[, {vehicle} in {bay}]",
                Kind::OnTrack,
                Flaw::NoVehicle,
            ),
            (
                "{brand}: how did we do, from 1 to 5?",
                Kind::Feedback,
                Flaw::NoVehicle,
            ),
            ("{brand}: hello", Kind::Code, Flaw::Lacks("{code}")),
            (
                "{brand}: 15% off, say {offer_code}. STOP to end",
                Kind::Offer,
                Flaw::Lacks("{valid_until}"),
            ),
            (
                "{brand}: 15% off, {offer_code}, {valid_until}",
                Kind::Offer,
                Flaw::Lacks("STOP"),
            ),
            (
                "{brand}: {vehicle|your vehicle}, reply 1 for good",
                Kind::Feedback,
                Flaw::Lacks("5"),
            ),
            (
                "{brand}: review us at {review_link}",
                Kind::Thanks,
                Flaw::Unfilled(Variable::ReviewLink),
            ),
            ("{brand}: call us", Kind::Help, Flaw::Lacks("STOP")),
            ("{brand}: soon", Kind::Status, Flaw::Lacks("{status}")),
            (
                "{brand}: {status|soon}",
                Kind::NoStatus,
                Flaw::NotHere(Variable::Status),
            ),
            (
                "{brand}: {status}. 10% off this week",
                Kind::Status,
                Flaw::Advertises("10% off".into()),
            ),
            (
                "{brand}: bye, 10% off. Reply START to come back",
                Kind::StopOne,
                Flaw::Advertises("10% off".into()),
            ),
        ] {
            let flaws = found(source, kind);
            assert_eq!(flaws, [flaw], "{source}");
            assert!(flaws.iter().all(Flaw::is_fatal));
        }
        let bracketed = "{brand}: [{vehicle} ]is on track[ until {promised_time}]";
        assert_eq!(found(bracketed, Kind::OnTrack), []);
        let offer = found("{brand}: 10% off {vehicle|your vehicle}", Kind::Ready);
        assert!(
            matches!(offer.as_slice(), [flaw] if !flaw.is_fatal()),
            "{offer:?}"
        );
    }

    #[test]
    fn a_keyword_counts_in_english_and_in_the_language_of_the_text() {
        let spanish = |source: &str| {
            let template = Template::parse(source).unwrap();
            flaws(&template, source, Kind::Help, Lang::Es)
        };
        assert_eq!(spanish("{brand}: llame. ALTO para terminar"), []);
        assert_eq!(spanish("{brand}: llame. STOP para terminar"), []);
        assert_eq!(spanish("{brand}: llame. ASALTO"), [Flaw::Lacks("ALTO")]);
    }
}
