//! What customers agree to: every version of every line, for the owner to read and to write anew.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Shown, Typed};
use super::house::Front;
use super::say;
use super::session::{Owner, SignedIn};
use super::settings::{self, Page};
use super::when::Wall;
use crate::domain::lang::Lang;
use crate::domain::settings::Settings;
use crate::domain::wording::{ConsentLine, Filling, Finding, LONGEST, findings};
use crate::store::{Thing, WordingVersion};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Stands for the number or the address that is filled in later.
const BLANK: &str = "________";

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The shop starts for the first time.
    #[serde(default)]
    first: String,
    /// The line in a language whose older versions are asked for, and before which one.
    line: Option<String>,
    lang: Option<String>,
    before: Option<u32>,
}

/// A line that was written anew, and what it lacks.
struct Attempt {
    line: ConsentLine,
    lang: Lang,
    typed: Typed,
    found: Vec<Finding>,
}

/// The lines and their versions.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(asked): Query<Asked>,
) -> Result<Markup, WebError> {
    let line = asked.line.as_deref().and_then(ConsentLine::from_name);
    let lang = asked.lang.as_deref().and_then(Lang::from_code);
    if let (Some(line), Some(lang), Some(before)) = (line, lang, asked.before) {
        return older(&front, &who, line, lang, before).await;
    }
    show(&front, &who, None, !asked.first.is_empty()).await
}

/// Makes a new version, or says what it lacks.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let line = ConsentLine::from_name(typed.get("line"));
    let lang = Lang::from_code(typed.get("lang")).filter(|lang| lang.spoken() == *lang);
    let (Some(line), Some(lang)) = (line, lang) else {
        return Err(WebError::NotFound(Thing::Line));
    };
    let template = typed.get("template").to_owned();
    let found = findings(line, lang, &template);
    if found.iter().any(Finding::is_fatal) || (!found.is_empty() && !typed.ticked("keep")) {
        let attempt = Attempt {
            line,
            lang,
            typed,
            found,
        };
        let page = show(&front, &who, Some(attempt), false).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let by = who.name().to_owned();
    front
        .store()
        .reword(line, lang, template, by, front.now())
        .await?;
    Ok(errors::done(&format!(
        "/settings/wording#{}",
        anchor(line, lang)
    )))
}

fn anchor(line: ConsentLine, lang: Lang) -> String {
    format!("{}-{}", line.as_str(), lang.code())
}

async fn show(
    front: &Front,
    who: &SignedIn,
    attempt: Option<Attempt>,
    first: bool,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let versions = front.store().wording_versions().await?;
    settings::frame(front, who, Page::Wording, |wall| html! {
        @if first {
            p.muted { (say::wording::first()) }
            p.row { a.btn.go href=(super::phones::PAGE) { (say::wording::use_these()) } }
            br;
        } @else {
            p.muted { (say::wording::what()) }
        }
        (why())
        @for line in ConsentLine::ALL {
            section.panel {
                h2 { (name(line)) }
                @for lang in Lang::SPOKEN {
                    @let attempt = attempt.as_ref().filter(|a| (a.line, a.lang) == (line, lang));
                    @let versions: Vec<_> = versions.iter()
                        .filter(|v| (v.wording.line, v.wording.lang) == (line, lang)).collect();
                    (in_language(line, lang, &versions, &shop, wall, attempt))
                }
            }
        }
    })
    .await
}

/// Older versions of one line in one language.
async fn older(
    front: &Front,
    who: &SignedIn,
    line: ConsentLine,
    lang: Lang,
    before: u32,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let versions = front.store().older_wordings(line, lang, before).await?;
    let versions: Vec<&WordingVersion> = versions.iter().collect();
    settings::frame(front, who, Page::Wording, |wall| {
        html! {
            section.panel {
                h2 { (name(line)) " · " (lang.name()) }
                (earlier(&versions, &shop, wall))
                p.row { a.btn.small href={ "/settings/wording#" (anchor(line, lang)) } { (say::card::back()) } }
            }
        }
    })
    .await
}

/// Versions that are in force no more, and the way to those before them.
fn earlier(versions: &[&WordingVersion], shop: &Settings, wall: &Wall) -> Markup {
    html! {
        @for version in versions {
            div {
                p lang=(version.wording.lang.code()) { (filled(version, shop)) }
                small { (origin(version, wall)) }
            }
        }
        @if let Some(last) = versions.last().map(|last| &last.wording).filter(|last| last.version > 1) {
            a.btn.small href={ "/settings/wording?line=" (last.line.as_str()) "&lang=" (last.lang.code()) "&before=" (last.version) } {
                (say::staff::older())
            }
        }
    }
}

fn why() -> Markup {
    html! {
        details.panel.why {
            summary { (say::wording::why()) }
            p { (say::wording::usual()) }
            ul {
                li { (say::wording::why_one()) }
                li { (say::wording::why_two()) }
                li { (say::wording::why_three()) }
                li { (say::wording::why_four()) }
            }
            p { (say::wording::instead()) }
        }
    }
}

fn in_language(
    line: ConsentLine,
    lang: Lang,
    versions: &[&WordingVersion],
    shop: &Settings,
    wall: &Wall,
    attempt: Option<&Attempt>,
) -> Markup {
    let Some((now, before)) = versions.split_first() else {
        return html! {};
    };
    let mut typed = Typed::default();
    typed.set("template", now.wording.template.as_str());
    let typed = attempt.map_or(&typed, |attempt| &attempt.typed);
    let errors = Errors::default();
    let shown = Shown {
        typed,
        errors: &errors,
    };
    let hint = if line.is_email() {
        say::wording::hint_email()
    } else if line == ConsentLine::Offers {
        say::wording::hint_offers()
    } else {
        say::wording::hint_number()
    };
    html! {
        article.version id=(anchor(line, lang)) {
            p.muted { b { (lang.name()) } " · " (origin(now, wall)) }
            p lang=(lang.code()) { (filled(now, shop)) }
            details.ask-in open[attempt.is_some()] {
                summary { (say::wording::change()) }
                form method="post" action="/settings/wording" {
                    input type="hidden" name="line" value=(line.as_str());
                    input type="hidden" name="lang" value=(lang.code());
                    @if let Some(attempt) = attempt { (lacks(&attempt.found)) }
                    label {
                        (say::wording::words_of())
                        small { (hint) }
                        textarea name="template" rows="5" maxlength=(LONGEST) lang=(lang.code()) {
                            (shown.typed.get("template"))
                        }
                    }
                    @if attempt.is_some_and(|a| !a.found.iter().any(Finding::is_fatal)) {
                        label.check {
                            input type="checkbox" name="keep" value="yes";
                            span { (say::wording::keep()) }
                        }
                    }
                    button.go { (say::wording::save()) }
                }
            }
            @if !before.is_empty() {
                details.more {
                    summary { (say::wording::earlier()) }
                    (earlier(before, shop, wall))
                }
            }
        }
    }
}

fn lacks(found: &[Finding]) -> Markup {
    html! {
        div.error role="alert" {
            (say::wording::lacks())
            ul { @for finding in found { li { (explain(finding)) } } }
        }
    }
}

fn filled(version: &WordingVersion, shop: &Settings) -> String {
    version.wording.words(Filling {
        shop: &shop.brand,
        number: BLANK,
        email: BLANK,
        terms: &shop.terms,
    })
}

fn origin(version: &WordingVersion, wall: &Wall) -> String {
    let label = version.wording.label();
    if version.made_by.is_empty() {
        say::wording::shipped(&label)
    } else {
        say::wording::made(&label, &version.made_by, &wall.short(version.made_at))
    }
}

/// What a line is called.
pub fn name(line: ConsentLine) -> &'static str {
    match line {
        ConsentLine::Service => say::wording::service(),
        ConsentLine::Offers => say::wording::offers(),
        ConsentLine::EmailUpdates => say::wording::email_updates(),
        ConsentLine::EmailOffers => say::wording::email_offers(),
        ConsentLine::Phone => say::wording::phone(),
    }
}

fn explain(finding: &Finding) -> String {
    match finding {
        Finding::Length => say::wording::length(LONGEST),
        Finding::NoShop => say::wording::no_shop().to_owned(),
        Finding::NoNumber => say::wording::no_number().to_owned(),
        Finding::NoEmail => say::wording::no_email().to_owned(),
        Finding::Unknown(name) => say::wording::unknown(name),
        Finding::NoFrequency => say::wording::no_frequency().to_owned(),
        Finding::NotAutomatic => say::wording::not_automatic().to_owned(),
        Finding::NoRates => say::wording::no_rates().to_owned(),
        Finding::NoStop => say::wording::no_stop().to_owned(),
        Finding::NoHelp => say::wording::no_help().to_owned(),
        Finding::NotFree => say::wording::not_free().to_owned(),
        Finding::NoTerms => say::wording::no_terms().to_owned(),
        Finding::Bundled => say::wording::bundled().to_owned(),
    }
}
