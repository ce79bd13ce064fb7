//! The words of the texts: each kind in each language, with a preview, what is wrong with it, and
//! its versions.

use super::{Page, Saved, frame, refused};
use crate::domain::draft::{Flaw, flaws, variables};
use crate::domain::lang::Lang;
use crate::domain::purpose::Purpose;
use crate::domain::template::{Template, Vars};
use crate::domain::words::{Kind, builtin};
use crate::store::{TemplateVersion, Thing};
use crate::web::address::{Path, Query};
use crate::web::count::counter;
use crate::web::errors::{self, WebError};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say::{self, templates as words};
use crate::web::session::{Owner, SignedIn};
use crate::web::when::Wall;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The texts in groups, by what they are for.
const GROUPS: [Purpose; 5] = [
    Purpose::Service,
    Purpose::Feedback,
    Purpose::Promotional,
    Purpose::Verification,
    Purpose::Compliance,
];

/// No text of more letters fits in ten parts.
const LONGEST: usize = 700;

/// From which version on older ones are shown.
#[derive(Debug, Default, Deserialize)]
pub struct Older {
    before: Option<u32>,
}

/// The list.
pub async fn page(State(front): State<Front>, Owner(who): Owner) -> Result<Markup, WebError> {
    let versions = front.store().newest_templates().await?;
    let lang = say::lang();
    let made_up = front.desk().made_up(lang).await?;
    let newest = |kind: Kind, lang: Lang| {
        let mut of = versions.iter().filter(|v| (v.kind, v.lang) == (kind, lang));
        of.next()
    };
    frame(&front, &who, Page::Templates, |_| {
        html! {
            p.muted { (words::what()) " " (words::made_up()) }
            @for purpose in GROUPS {
                section.panel {
                    h2 { (words::group(purpose)) }
                    ul.list {
                        @for kind in Kind::ALL.into_iter().filter(|kind| kind.purpose() == purpose) {
                            li {
                                div {
                                    b { (words::kind(kind)) }
                                    @let own = newest(kind, lang).filter(|v| !v.words.is_empty());
                                    br;
                                    small.words { (reads(own, kind, lang, &made_up)) }
                                }
                                div.act {
                                    @for lang in Lang::SPOKEN {
                                        @let own = newest(kind, lang).is_some_and(|v| !v.words.is_empty());
                                        a.btn.small href=(address(kind, lang)) {
                                            span lang=(lang.code()) { (lang.name()) } @if own { " ●" }
                                            span.away { ": " (words::kind(kind)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
    .await
}

/// What a text says to a made-up customer; as it is written, where it needs something more.
fn reads(own: Option<&TemplateVersion>, kind: Kind, lang: Lang, made_up: &Vars) -> String {
    let own = own.map(|version| Template::parse(&version.words));
    let template = own
        .and_then(Result::ok)
        .unwrap_or_else(|| builtin(kind, lang));
    let said = template.render(made_up);
    said.unwrap_or_else(|_| template.source().to_owned())
}

fn address(kind: Kind, lang: Lang) -> String {
    format!("/settings/templates/{}/{}", kind.as_str(), lang.code())
}

/// What an address names.
fn named((kind, lang): &(String, String)) -> Result<(Kind, Lang), WebError> {
    let kind = Kind::from_name(kind).ok_or(WebError::NotFound(Thing::Text))?;
    let lang = Lang::SPOKEN.into_iter().find(|known| known.code() == lang);
    Ok((kind, lang.ok_or(WebError::NotFound(Thing::Text))?))
}

/// One text in one language.
pub async fn editor(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(path): Path<(String, String)>,
    Query(saved): Query<Saved>,
    Query(older): Query<Older>,
) -> Result<Markup, WebError> {
    let (kind, lang) = named(&path)?;
    let template = front.store().template(kind, lang).await?;
    let mut typed = Typed::default();
    typed.set("words", template.source());
    let saved = saved.saved.is_some();
    show(&front, &who, (kind, lang), &typed, saved, older.before).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    (kind, lang): (Kind, Lang),
    typed: &Typed,
    saved: bool,
    before: Option<u32>,
) -> Result<Markup, WebError> {
    let before = before.unwrap_or(u32::MAX);
    let versions = front.store().older_templates(kind, lang, before).await?;
    let draft = draft(front, kind, lang, typed.get("words")).await?;
    let refused = typed.ticked("refused");
    frame(front, who, Page::Templates, |wall| {
        html! {
            p { a href="/settings/templates" { "‹ " (words::back()) } }
            h2 { (words::kind(kind)) }
            nav.row aria-label=(say::sign_in::language()) {
                @for other in Lang::SPOKEN {
                    a.chip.pick-one href=(address(kind, other)) lang=(other.code())
                        aria-current=[(other == lang).then_some("page")] { (other.name()) }
                }
            }
            br;
            @if saved { p.done role="status" { (words::saved()) } br; }
            form.panel method="post" action=(address(kind, lang)) data-draft={ (address(kind, lang)) "/preview" } {
                label {
                    (words::the_words())
                    textarea name="words" rows="5" maxlength=(LONGEST) lang=(lang.code()) required { (typed.get("words")) }
                }
                p.muted { (words::insert()) }
                div.insert {
                    @for variable in variables(kind) {
                        button.small type="button" data-insert={ "{" (variable.name()) "}" } { (words::variable(variable)) }
                    }
                }
                p.muted { (words::how()) }
                br;
                div data-shows aria-live="polite" { (shows(&draft, lang)) }
                @if refused {
                    label {
                        (words::keep())
                        input type="text" name="why" value=(typed.get("why")) maxlength="200";
                        span.error role="alert" { (words::say_why()) }
                    }
                }
                div.row {
                    button.go { (words::save()) }
                    // The script shows it as it is typed.
                    noscript { button name="look" value="yes" { (words::look()) } }
                }
            }
            (history(&versions, (kind, lang), wall))
        }
    })
    .await
}

fn history(versions: &[TemplateVersion], (kind, lang): (Kind, Lang), wall: &Wall) -> Markup {
    let is_own = versions.first().is_some_and(|v| !v.words.is_empty());
    html! {
        @if is_own {
            form method="post" action=(address(kind, lang)) {
                button name="restore" value="yes" { (words::restore()) }
            }
            br;
        }
        @if !versions.is_empty() {
            section.panel {
                h2 { (words::versions()) }
                ul.list {
                    @for version in versions {
                        li {
                            div {
                                p.words lang=(lang.code()) {
                                    @if version.words.is_empty() { (words::shipped()) } @else { (version.words) }
                                }
                                small {
                                    (words::made(version.version, &version.made_by, &wall.soon(version.made_at)))
                                    @if !version.why.is_empty() { ". " (words::keep()) " " (version.why) }
                                }
                            }
                        }
                    }
                }
                @if let Some(last) = versions.last().filter(|last| last.version > 1) {
                    a.btn.small href={ (address(kind, lang)) "?before=" (last.version) } { (say::staff::older()) }
                }
            }
        }
    }
}

/// A draft, looked through.
enum Draft {
    /// It is no template, and why.
    Unread(String),
    /// It can be read.
    Read {
        template: Template,
        flaws: Vec<Flaw>,
        /// What it says and to whom, unless something is missing.
        says: Option<(String, Option<String>)>,
    },
}

async fn draft(front: &Front, kind: Kind, lang: Lang, typed: &str) -> Result<Draft, WebError> {
    if typed.chars().count() > LONGEST {
        return Ok(Draft::Unread(words::too_long(LONGEST)));
    }
    let template = match Template::parse(typed) {
        Ok(template) => template,
        Err(why) => return Ok(Draft::Unread(words::unparsed(&why))),
    };
    let longest = front.desk().longest(&template, lang).await;
    let flaws = flaws(&template, &longest.unwrap_or_default(), kind, lang);
    let says = front.desk().try_template(&template, lang).await.ok();
    Ok(Draft::Read {
        template,
        flaws,
        says,
    })
}

/// What a draft says, what it costs, and what is wrong with it.
fn shows(draft: &Draft, lang: Lang) -> Markup {
    let (found, says) = match draft {
        Draft::Unread(why) => {
            return html! { p.error role="alert" { (words::wrong()) " " (why) } br; };
        }
        Draft::Read { flaws, says, .. } => (flaws, says),
    };
    let (fatal, doubtful): (Vec<&Flaw>, Vec<&Flaw>) = found.iter().partition(|f| f.is_fatal());
    html! {
        @if let Some((text, name)) = says {
            p.muted {
                (words::reads()) ", "
                @match name {
                    Some(name) => (words::about(name)),
                    None => (words::about_nobody()),
                }
                ":"
            }
            div.talk { p.us lang=(lang.code()) { (text) } }
            div.count { (counter(text)) }
        }
        @for (label, flaws) in [(words::wrong(), fatal), (words::doubtful(), doubtful)] {
            @if !flaws.is_empty() {
                div.error { (label) ul.flaws { @for flaw in flaws { li { (words::flaw(flaw)) } } } }
                br;
            }
        }
    }
}

/// What a draft would say, for the script.
pub async fn preview(
    State(front): State<Front>,
    Owner(_): Owner,
    Path(path): Path<(String, String)>,
    typed: Typed,
) -> Result<Markup, WebError> {
    let (kind, lang) = named(&path)?;
    let draft = draft(&front, kind, lang, typed.get("words")).await?;
    Ok(shows(&draft, lang))
}

/// Makes the draft the new version, unless something is wrong with it.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(path): Path<(String, String)>,
    mut typed: Typed,
) -> Result<Response, WebError> {
    let (kind, lang) = named(&path)?;
    let why = typed.get("why").chars().take(200).collect::<String>();
    let new = if typed.ticked("restore") {
        None
    } else {
        let draft = draft(&front, kind, lang, typed.get("words")).await?;
        let Draft::Read {
            template, flaws, ..
        } = draft
        else {
            return Ok(refused(
                show(&front, &who, (kind, lang), &typed, false, None).await?,
            ));
        };
        let fatal = flaws.iter().any(Flaw::is_fatal);
        let overruled = flaws.is_empty() || !why.is_empty();
        if typed.ticked("look") {
            let page = show(&front, &who, (kind, lang), &typed, false, None).await?;
            return Ok(page.into_response());
        }
        if fatal || !overruled {
            typed.set("refused", if fatal { "" } else { "yes" });
            return Ok(refused(
                show(&front, &who, (kind, lang), &typed, false, None).await?,
            ));
        }
        Some(template)
    };
    let by = who.name().to_owned();
    front
        .store()
        .rewrite(kind, lang, new, why, by, front.now())
        .await?;
    Ok(errors::done(&format!("{}?saved=yes", address(kind, lang))))
}
