//! The phrases that one tap puts into a reply, a line each, in each language.

use super::{Asked, Page, form, frame, keep, refused};
use crate::domain::draft::Flaw;
use crate::domain::lang::Lang;
use crate::domain::phrases::{LONGEST, MOST, Phrases, findings};
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::{self, phrases as words};
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The field of each language.
const FIELDS: [(Lang, &str); 3] = [(Lang::En, "en"), (Lang::Es, "es"), (Lang::Ru, "ru")];

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let own = front.store().settings().await?.phrases;
    let mut typed = Typed::default();
    for (lang, field) in FIELDS {
        typed.set(field, own.of(lang).join("\n"));
    }
    let saved = saved.0.saved.as_deref();
    show(&front, &who, &typed, &Errors::default(), saved).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    saved: Option<&str>,
) -> Result<Markup, WebError> {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let fields = html! {
        p.muted { (words::how(MOST)) }
        section.panel {
            @for (lang, field) in FIELDS { (shown.lines_in(lang, field, 7)) }
        }
    };
    frame(front, who, Page::Phrases, |_| {
        form(Page::Phrases, wrong, saved, fields)
    })
    .await
}

/// Keeps them, unless one of them says what no text should.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut new = before.clone();
    let mut wrong = Errors::default();
    for (lang, field) in FIELDS {
        if let Err(why) = read(&mut new.phrases, lang, typed.get(field)) {
            wrong.add(field, why);
        }
    }
    if !wrong.is_empty() {
        return Ok(refused(show(&front, &who, &typed, &wrong, None).await?));
    }
    keep(&front, &who, Page::Phrases, before, new, "yes").await
}

/// Reads the phrases of a language, a line each.
fn read(phrases: &mut Phrases, lang: Lang, typed: &str) -> Result<(), String> {
    let lines: Vec<String> = typed
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > MOST {
        return Err(words::many(MOST));
    }
    for line in &lines {
        if line.chars().count() > LONGEST {
            return Err(words::long(line, LONGEST));
        }
        if let Some(finding) = findings(line).into_iter().next() {
            let why = say::templates::flaw(&Flaw::Found(finding));
            return Err(words::wrong(line, &why));
        }
    }
    phrases.set(lang, lines);
    Ok(())
}
