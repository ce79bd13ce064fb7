//! A locked screen, and how somebody who works here opens it again: with a PIN or a password, their
//! own or that of whoever is signed in. Guessing is slowed down as it is at sign-in.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Shown, Typed};
use super::house::Front;
use super::place::Place;
use super::session::Screen;
use super::sign_in;
use super::{password, say, shell};
use crate::domain::lang::Lang;
use crate::store::Lock;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// What the address says about a locked screen.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Where to go afterwards.
    #[serde(default)]
    to: String,
    /// It was locked for the day.
    #[serde(default)]
    day: String,
    /// The customer is thanked, in this language.
    #[serde(default)]
    thanks: String,
}

/// The locked screen. One that isn't locked goes on.
pub async fn page(
    State(front): State<Front>,
    screen: Screen,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let mut typed = Typed::default();
    typed.set("back", asked.to);
    if screen.lock == Lock::Open {
        return Ok(errors::done(&typed.back()));
    }
    typed.set("thanks", asked.thanks);
    typed.set("day", asked.day);
    typed.set("name", screen.who.name());
    Ok(form(&front, &screen, &typed, &Errors::default())
        .await?
        .into_response())
}

/// Locks the screen. Who locks it for a moment comes back to the same conversations; who locks it for
/// the day lets go of them, with a note. A screen that is locked already does neither.
pub async fn lock(
    State(front): State<Front>,
    screen: Screen,
    typed: Typed,
) -> Result<Response, WebError> {
    if screen.lock != Lock::Open {
        return Ok(errors::by_way_of("/unlock", &typed.back()));
    }
    let day = typed.get("for") == "day";
    if day {
        let note: String = typed.get("note").chars().take(500).collect();
        let member = screen.who.member.id;
        front
            .store()
            .release_conversations(member, note, front.now())
            .await?;
    }
    front
        .store()
        .lock_session(screen.token, Lock::Locked)
        .await?;
    Ok(match day {
        true => errors::done("/unlock?day=yes"),
        false => errors::by_way_of("/unlock", &typed.back()),
    })
}

/// Opens the screen for whoever's secret is right.
pub async fn unlock(
    State(front): State<Front>,
    place: Place,
    screen: Screen,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = typed.get("name").to_owned();
    let wait = front.throttle.wait(place.address, &name, front.now().mono);
    let mut wrong = Errors::default();
    if !wait.is_zero() {
        let seconds = wait.as_secs().max(1);
        wrong.add("password", say::unlock::wait(seconds));
        let page = form(&front, &screen, &typed, &wrong).await?;
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, headers, page).into_response());
    }
    let member = front.store().staff_named(name.clone()).await?;
    let secret = typed.get("password").to_owned();
    let right = sign_in::off_the_threads(&front, move || {
        member.filter(|member| password::is_theirs(member, &secret))
    });
    let Some(member) = right.await? else {
        tracing::warn!(address = ?place.address, "a screen was not unlocked");
        wrong.add("password", say::unlock::wrong());
        let page = form(&front, &screen, &typed, &wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    front.throttle.right(place.address, &name);
    let to = typed.back();
    if member.id == screen.who.member.id {
        front
            .store()
            .lock_session(screen.token.clone(), Lock::Open)
            .await?;
        front.store().touch_session(&screen.token, front.now());
        return Ok(errors::done(&to));
    }
    // The screen is somebody else's now; the session of the one before ends.
    front.store().sign_out(screen.token).await?;
    sign_in::begin(&front, &place, &member, &to).await
}

/// What opens the screen. The stylesheet shows what holds for the name that is picked; where it can't
/// tell, either will do.
fn secret(shown: &Shown<'_>) -> Markup {
    html! {
        label {
            span.any-pin { (say::unlock::secret()) }
            span.no-pin { (say::unlock::password()) small { (say::unlock::no_pin_yet()) } }
            input type="password" name="password" id="password" maxlength="200" autocomplete="off" autofocus
                aria-invalid=[shown.errors.of("password").map(|_| "true")]
                aria-describedby=[shown.errors.of("password").map(|_| "password-error")];
            (shown.error("password"))
        }
    }
}

async fn form(
    front: &Front,
    screen: &Screen,
    typed: &Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let staff = front.store().staff_names().await?;
    let pins = front.store().who_has_a_pin().await?;
    let has_pin = |name: &str| pins.iter().any(|other| other == name);
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let thanked = Lang::from_code(typed.get("thanks"));
    let title = if thanked.is_some() {
        say::unlock::for_staff()
    } else {
        say::unlock::title()
    };
    let main = html! {
        @if let Some(lang) = thanked {
            div.panel.thanks lang=(lang.spoken().code()) {
                h1 { (say::within(lang, say::unlock::thanks)) }
                p { (say::within(lang, say::unlock::hand_back)) }
            }
        }
        form.panel method="post" action="/unlock" {
            @if thanked.is_some() { h2 { (title) } } @else { h1 { (title) } }
            @if thanked.is_none() && screen.lock == Lock::Locked {
                @if typed.get("day").is_empty() { p { (say::unlock::for_a_moment()) } }
                @else { p.done role="status" { (say::unlock::for_the_day()) } }
            }
            p.muted { (say::unlock::how()) }
            br;
            input type="hidden" name="back" value=(typed.back());
            input type="hidden" name="thanks" value=(typed.get("thanks"));
            (sign_in::names(&shown, say::unlock::name(), staff.iter().map(|(name, _)| (name.as_str(), Some(has_pin(name))))))
            (secret(&shown))
            button.go { (say::unlock::unlock()) }
        }
        div.row {
            @if let Lock::Signing(job) = screen.lock {
                a.btn href={ "/jobs/" (job) "/sign" } { (say::unlock::back_to_signing()) }
            }
            form method="post" action="/sign-out" { button.quiet { (say::unlock::sign_out()) } }
        }
    };
    Ok(shell::bare(title, &shop.brand, main))
}
