//! Where people are signed in, when a screen locks itself, and where a PIN will do.

use super::{Asked, Page, form, frame, keep, refused};
use crate::store::SESSIONS_SHOWN;
use crate::web::address::Path;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::staff as words;
use crate::web::session::{self, Owner, SignedIn};
use crate::web::you;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

/// The longest time until a screen locks, in minutes. A sign-in that is not used ends by then.
const MOST_MINUTES: u32 = 720;

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    headers: HeaderMap,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = Typed::default();
    typed.set("minutes", shop.lock_minutes.to_string());
    typed.set("names", if shop.names_shown { "yes" } else { "" });
    let saved = saved.0.saved.as_deref();
    show(&front, &who, &headers, &typed, &Errors::default(), saved).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    headers: &HeaderMap,
    typed: &Typed,
    wrong: &Errors,
    saved: Option<&str>,
) -> Result<Markup, WebError> {
    let sessions = front.store().sessions(None).await?;
    let known = front.store().known_screens().await?;
    let here = session::token(headers, front.tls()).map(|token| front.store().session_id(&token));
    let mut names: Vec<&str> = sessions.iter().map(|line| line.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let fields = html! {
        section.panel {
            (shown.line(Line::words("minutes", words::lock_minutes()).hint(words::lock_hint()).kind("number")))
            label.check {
                input type="checkbox" name="names" value="yes" checked[typed.ticked("names")];
                span { b { (words::names_shown()) } " " (words::names_hint()) }
            }
        }
    };
    frame(front, who, Page::Screens, |wall| {
        html! {
            p.muted { (words::screens_what()) }
            (form(Page::Screens, wrong, saved, fields))
            br;
            section.panel {
                h2 { (words::signed_in()) }
                @if sessions.len() == SESSIONS_SHOWN { p.muted { (words::sessions_cut(&SESSIONS_SHOWN.to_string())) } }
                @for name in names {
                    h3 { (name) }
                    @let theirs: Vec<_> = sessions.iter().filter(|s| s.name == name).cloned().collect();
                    (you::screens(&theirs, here.as_deref(), wall, Page::Screens.path()))
                    br;
                }
            }
            section.panel {
                h2 { (words::known_screens()) }
                p.muted { (words::known(known)) }
                @if known > 0 {
                    br;
                    form method="post" action="/settings/screens/forget" { button.no { (words::forget()) } }
                }
            }
        }
    })
    .await
}

/// Keeps the two settings.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut new = before.clone();
    let mut wrong = Errors::default();
    match typed.get("minutes").parse() {
        Ok(minutes @ 0..=MOST_MINUTES) => new.lock_minutes = minutes,
        _ => wrong.add("minutes", words::bad_minutes()),
    }
    new.names_shown = typed.ticked("names");
    if !wrong.is_empty() {
        let page = show(&front, &who, &headers, &typed, &wrong, None).await?;
        return Ok(refused(page));
    }
    keep(&front, &who, Page::Screens, before, new, "yes").await
}

/// Ends anybody's session.
pub async fn end(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().end_session(id, None, by, front.now()).await?;
    Ok(errors::done(Page::Screens.path()))
}

/// Every screen asks for a password again.
pub async fn forget(State(front): State<Front>, Owner(who): Owner) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().forget_screens(by, front.now()).await?;
    Ok(errors::done(Page::Screens.path()))
}
