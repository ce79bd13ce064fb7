//! Signing in and out, on a screen that several people share: pick your name, type a PIN or a
//! password.
//!
//! A PIN is short, so it is good only on a screen on which somebody has signed in with a password
//! before; a guest's phone on the same network can't try PINs.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::place::{self, Place};
use super::{password, say, session, setup, shell};
use crate::domain::lang::Lang;
use crate::store::Member;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub struct To {
    #[serde(default)]
    to: String,
}

/// The sign-in page.
pub async fn page(
    State(front): State<Front>,
    place: Place,
    Query(to): Query<To>,
) -> Result<Markup, WebError> {
    if front.store().has_no_staff().await? {
        return Ok(not_set_up());
    }
    let mut typed = Typed::default();
    typed.set("back", to.to);
    form(&front, &place, &typed, &Errors::default()).await
}

fn not_set_up() -> Markup {
    shell::bare(
        say::sign_in::not_set_up(),
        "Readybell",
        html! {
            div.panel {
                h1 { (say::sign_in::not_set_up()) }
                (setup::ask_code())
            }
            (languages("/sign-in"))
        },
    )
}

async fn is_known(front: &Front, place: &Place) -> Result<bool, WebError> {
    match &place.screen {
        Some(token) => Ok(front.store().knows_screen(token.clone()).await?),
        None => Ok(false),
    }
}

async fn form(
    front: &Front,
    place: &Place,
    typed: &Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let staff = match shop.names_shown {
        true => front.store().staff_names().await?,
        false => Vec::new(),
    };
    let known = is_known(front, place).await?;
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let secret = match known {
        true => say::sign_in::secret(),
        false => say::sign_in::password(),
    };
    let back = typed.back();
    let main = html! {
        form.panel method="post" action="/sign-in" {
            h1 { (say::sign_in::sign_in()) }
            br;
            input type="hidden" name="back" value=(back);
            @if staff.is_empty() {
                (shown.line(Line::words("name", say::sign_in::name()).autocomplete("username")))
            } @else {
                (names(&shown, say::sign_in::who(), staff.iter().map(|(name, _)| (name.as_str(), None))))
            }
            (shown.line(Line::words("password", secret).kind("password").autocomplete("current-password")))
            @if !known { p.muted { (say::sign_in::first_here()) } br; }
            button.go { (say::sign_in::sign_in()) }
        }
        p { a href="/sign-in/code" { (say::sign_in::have_code()) } }
        p.foot {
            (say::sign_in::forgot()) code { "readybell user reset" } ". "
            (say::sign_in::owner_decides())
            @if front.house.tls.is_none() { " " (say::sign_in::plain()) }
        }
        (languages(&match back.as_str() {
            "/" => "/sign-in".to_owned(),
            back => format!("/sign-in?to={}", errors::escaped(back)),
        }))
    };
    Ok(shell::bare(say::sign_in::sign_in(), &shop.brand, main))
}

/// The names to pick from, and whether each has a PIN where that may be told.
pub fn names<'a>(
    shown: &Shown<'_>,
    label: &str,
    names: impl Iterator<Item = (&'a str, Option<bool>)>,
) -> Markup {
    html! {
        fieldset.field {
            legend { (label) }
            div.picks {
                @for (name, pin) in names {
                    label.pick {
                        input type="radio" name="name" value=(name) required
                            checked[shown.typed.get("name") == name]
                            data-pin[pin == Some(true)];
                        (name)
                        @match pin {
                            Some(true) => span.muted { "· " (say::unlock::with_pin()) },
                            Some(false) => span.muted { "· " (say::unlock::with_password()) },
                            None => {}
                        }
                    }
                }
            }
            (shown.error("name"))
        }
    }
}

/// The buttons that switch the language of a page that belongs to nobody yet.
pub fn languages(back: &str) -> Markup {
    html! {
        form.langs method="post" action="/language" {
            input type="hidden" name="back" value=(back);
            fieldset.row {
                legend.away { (say::sign_in::language()) }
                @for lang in Lang::SPOKEN {
                    button.quiet name="lang" value=(lang.code()) lang=(lang.code())
                        aria-pressed=(if say::lang() == lang { "true" } else { "false" }) { (lang.name()) }
                }
            }
        }
    }
}

/// Switches the language of this browser's pages.
pub async fn language(typed: Typed) -> Response {
    let lang = Lang::from_code(typed.get("lang")).unwrap_or(say::lang());
    errors::done_with_cookies(&typed.back(), [say::cookie(lang)])
}

/// Signs in, unless it was wrong or too often wrong.
pub async fn sign_in(
    State(front): State<Front>,
    place: Place,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = typed.get("name").to_owned();
    let mut wrong = Errors::default();
    if name.is_empty() {
        wrong.add("name", say::sign_in::no_name());
        let page = form(&front, &place, &typed, &wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let wait = front.throttle.wait(place.address, &name, front.now().mono);
    if !wait.is_zero() {
        let seconds = wait.as_secs().max(1);
        wrong.add("password", say::unlock::wait(seconds));
        let page = form(&front, &place, &typed, &wrong).await?;
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, headers, page).into_response());
    }
    let known = is_known(&front, &place).await?;
    let member = front.store().staff_named(name.clone()).await?;
    let secret = typed.get("password").to_owned();
    let looks_like_pin = password::looks_like_pin(&secret);
    let right = off_the_threads(&front, move || match member {
        _ if secret.chars().count() > password::LONGEST => None,
        Some(member) if known => password::is_theirs(&member, &secret).then_some(member),
        Some(member) if !member.password_hash.is_empty() => {
            password::is_right(&secret, &member.password_hash).then_some(member)
        }
        _ => {
            password::waste_time(&secret);
            None
        }
    });
    match right.await? {
        Some(member) => {
            front.throttle.right(place.address, &name);
            begin(&front, &place, &member, &typed.back()).await
        }
        None => {
            tracing::warn!(address = ?place.address, "a sign-in failed");
            let words = match looks_like_pin && !known {
                true => say::sign_in::pin_here(),
                false => say::sign_in::wrong(),
            };
            wrong.add("password", words);
            let page = form(&front, &place, &typed, &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Runs what hashes a password, one at a time and off the async threads.
///
/// # Errors
/// When the program is about to stop.
pub async fn off_the_threads<T: Send + 'static>(
    front: &Front,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, WebError> {
    let turn = front.hashing.clone().acquire_owned().await;
    let turn = turn.map_err(|error| WebError::Broken(error.to_string()))?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await
    .map_err(|error| WebError::Broken(error.to_string()))
}

/// Begins a session with a cookie of its own, in the language of whoever signs in, and goes on to a
/// page. From now on a PIN will do on this screen: whoever got here had a password, or a PIN on a
/// screen that was known.
pub async fn begin(
    front: &Front,
    place: &Place,
    member: &Member,
    to: &str,
) -> Result<Response, WebError> {
    let (store, now) = (front.store(), front.now());
    let screen = match &place.screen {
        Some(token) if store.knows_screen(token.clone()).await? => token.clone(),
        _ => {
            let token = session::new_token()?;
            store
                .know_screen(token.clone(), member.name.clone(), now)
                .await?;
            token
        }
    };
    let token = session::new_token()?;
    store
        .sign_in_from(
            member.id,
            token.clone(),
            place.address(),
            place.browser.clone(),
            now,
        )
        .await?;
    let tls = front.tls();
    Ok(errors::done_with_cookies(
        to,
        [
            session::cookie(&token, tls),
            say::cookie(member.lang),
            place::cookie(&screen, tls),
        ],
    ))
}

/// Signs out.
pub async fn sign_out(
    State(front): State<Front>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if let Some(token) = session::token(&headers, front.tls()) {
        // Whoever signs out can't answer: what was theirs is anybody's.
        if let Some(session) = front.store().session(token.clone(), front.now()).await? {
            front
                .store()
                .release_conversations(session.member.id, String::new(), front.now())
                .await?;
        }
        front.store().sign_out(token).await?;
    }
    Ok(errors::done_with_cookies(
        "/sign-in",
        [session::no_cookie(front.tls())],
    ))
}
