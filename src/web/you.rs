//! The page about oneself: language, PIN, password, and the screens on which one is signed in.
//!
//! Whoever finds an open screen could set a PIN and come back, so PIN and password are changed only
//! with the password.

use super::address::{Path, Query};
use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::place::Place;
use super::session::{self, SignedIn};
use super::shell::{Here, Shell};
use super::sign_in::off_the_threads;
use super::when::Wall;
use super::{password, say};
use crate::domain::lang::Lang;
use crate::store::SessionLine;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// What was saved just now.
#[derive(Debug, Default, Deserialize)]
pub struct Saved {
    #[serde(default)]
    saved: String,
}

/// The page.
pub async fn page(
    State(front): State<Front>,
    who: SignedIn,
    headers: HeaderMap,
    Query(saved): Query<Saved>,
) -> Result<Markup, WebError> {
    show(&front, &who, &headers, &Errors::default(), &saved.saved).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    headers: &HeaderMap,
    wrong: &Errors,
    saved: &str,
) -> Result<Markup, WebError> {
    let top = front.store().top(front.now()).await?;
    let sessions = front.store().sessions(Some(who.member.id)).await?;
    let here = session::token(headers, front.tls()).map(|token| front.store().session_id(&token));
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: say::sign_in::you(),
        class: "sheet",
    };
    let wall = shell.wall();
    let typed = Typed::default();
    let shown = Shown {
        typed: &typed,
        errors: wrong,
    };
    let done = match saved {
        "pin" => say::sign_in::pin_saved(),
        "password" => say::sign_in::password_saved(),
        "" => "",
        _ => say::sign_in::saved(),
    };
    Ok(shell.page(html! {
        h1 { (who.name()) }
        p.muted { (say::sign_in::you_are(say::staff::role(who.member.role))) }
        @if !done.is_empty() { p.done role="status" { (done) } br; }
        @if who.is_at_counter() { (lock()) }
        (language(who))
        (pin(who, &shown))
        (new_password(&shown))
        section.panel {
            h2 { (say::sign_in::your_screens()) }
            (screens(&sessions, here.as_deref(), &wall, "/you/screens"))
        }
        form method="post" action="/sign-out" { button { (say::sign_in::sign_out_here()) } }
    }))
}

/// The two ways to lock the screen: who goes home lets go of what they answer.
fn lock() -> Markup {
    html! {
        section.panel {
            h2 { (say::unlock::choose()) }
            form method="post" action="/lock" {
                input type="hidden" name="back" value="/you";
                p.muted { (say::unlock::moment_means()) }
                div.row { button { (say::unlock::moment()) } }
            }
            br;
            form method="post" action="/lock" {
                input type="hidden" name="for" value="day";
                p.muted { (say::unlock::day_means()) }
                label {
                    (say::unlock::note())
                    textarea name="note" rows="2" maxlength="500" {}
                }
                div.row { button { (say::unlock::day()) } }
            }
        }
    }
}

fn language(who: &SignedIn) -> Markup {
    html! {
        form.panel method="post" action="/you/language" {
            h2 { (say::sign_in::your_language()) }
            div.picks {
                @for lang in Lang::SPOKEN {
                    label.pick lang=(lang.code()) {
                        input type="radio" name="lang" value=(lang.code())
                            checked[who.member.lang.spoken() == lang];
                        (lang.name())
                    }
                }
            }
            br;
            button { (say::sign_in::save()) }
        }
    }
}

fn pin(who: &SignedIn, shown: &Shown<'_>) -> Markup {
    let has = !who.member.pin_hash.is_empty();
    html! {
        form.panel method="post" action="/you/pin" {
            h2 { (say::sign_in::your_pin()) }
            p.muted { @if has { (say::sign_in::has_pin()) } @else { (say::sign_in::no_pin()) } }
            br;
            div.two {
                (shown.line(Line::words("pin", say::sign_in::new_pin()).kind("password").autocomplete("off")))
                (shown.line(Line::words("password", say::sign_in::current()).kind("password").autocomplete("current-password")))
            }
            div.row {
                button { (say::sign_in::set_pin()) }
                @if has { button.quiet name="away" value="yes" { (say::sign_in::no_more_pin()) } }
            }
        }
    }
}

fn new_password(shown: &Shown<'_>) -> Markup {
    html! {
        form.panel method="post" action="/you/password" {
            h2 { (say::sign_in::your_password()) }
            p.muted { (say::sign_in::ends_others()) }
            br;
            (shown.line(Line::words("current", say::sign_in::current()).kind("password").autocomplete("current-password")))
            div.two {
                (shown.line(Line::words("new", say::sign_in::new_password()).kind("password").autocomplete("new-password")))
                (shown.line(Line::words("again", say::sign_in::again()).kind("password").autocomplete("new-password")))
            }
            p.muted { (say::sign_in::password_hint()) }
            br;
            button { (say::sign_in::change()) }
        }
    }
}

/// The screens on which somebody is signed in, each with a button that ends it. `to` takes the form
/// of a session by its number.
pub fn screens(lines: &[SessionLine], here: Option<&str>, wall: &Wall, to: &str) -> Markup {
    html! {
        ul.list {
            @for line in lines {
                @let is_here = here == Some(line.id.as_str());
                li {
                    div {
                        @if line.screen.is_empty() { (say::sign_in::some_browser()) } @else { (line.screen) }
                        @if !line.address.is_empty() { " · " span.num { (line.address) } }
                        @if is_here { " " span.chip.ok { (say::sign_in::this_one()) } }
                        @if line.is_locked { " " span.chip { (say::sign_in::locked()) } }
                        br;
                        small { (say::sign_in::since(&wall.short(line.began), &wall.short(line.seen))) }
                    }
                    @if !is_here {
                        div.act {
                            form method="post" action={ (to) "/" (line.id) } {
                                button.small { (say::sign_in::sign_out_there()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Keeps one's language.
pub async fn save_language(
    State(front): State<Front>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let lang = Lang::from_code(typed.get("lang")).unwrap_or(who.member.lang);
    front.store().set_staff_lang(who.member.id, lang).await?;
    let to = "/you?saved=language";
    Ok(errors::done_with_cookies(to, [say::cookie(lang)]))
}

/// Sets one's PIN, or takes it away.
pub async fn save_pin(
    State(front): State<Front>,
    place: Place,
    who: SignedIn,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, WebError> {
    let mut wrong = Errors::default();
    let (away, pin) = (typed.ticked("away"), typed.get("pin").to_owned());
    if let (false, Err(why)) = (away, password::check_pin(&pin)) {
        wrong.add("pin", say::sign_in::pin_lacks(why));
    }
    prove(&front, &place, &who, &typed, "password", &mut wrong).await?;
    if !wrong.is_empty() {
        return again(&front, &who, &headers, &wrong).await;
    }
    let hash = match away {
        true => String::new(),
        false => hashed(&front, pin).await?,
    };
    let by = who.name().to_owned();
    front
        .store()
        .set_pin(who.member.id, hash, by, front.now())
        .await?;
    Ok(errors::done("/you?saved=pin"))
}

/// Sets one's password, and signs every other screen out.
pub async fn save_password(
    State(front): State<Front>,
    place: Place,
    who: SignedIn,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, WebError> {
    let mut wrong = Errors::default();
    let new = typed.get("new").to_owned();
    if let Err(why) = password::check(&new, who.name()) {
        wrong.add("new", say::sign_in::lacks(why));
    } else if new != typed.get("again") {
        wrong.add("again", say::sign_in::not_same());
    }
    prove(&front, &place, &who, &typed, "current", &mut wrong).await?;
    if !wrong.is_empty() {
        return again(&front, &who, &headers, &wrong).await;
    }
    let hash = hashed(&front, new).await?;
    let kept = session::token(&headers, front.tls()).unwrap_or_default();
    front
        .store()
        .set_password(who.member.id, hash, kept, front.now())
        .await?;
    Ok(errors::done("/you?saved=password"))
}

/// Ends one of one's own sessions.
pub async fn end(
    State(front): State<Front>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (of, by) = (Some(who.member.id), who.name().to_owned());
    front.store().end_session(id, of, by, front.now()).await?;
    Ok(errors::done("/you?saved=screen"))
}

/// Somebody types or taps on a page that asks for nothing meanwhile: the screen stays open.
pub async fn here(_: SignedIn) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Notes it when the field does not hold the password of whoever is signed in.
async fn prove(
    front: &Front,
    place: &Place,
    who: &SignedIn,
    typed: &Typed,
    field: &'static str,
    wrong: &mut Errors,
) -> Result<(), WebError> {
    let wait = front
        .throttle
        .wait(place.address, who.name(), front.now().mono);
    if !wait.is_zero() {
        wrong.add(field, say::unlock::wait(wait.as_secs().max(1)));
        return Ok(());
    }
    let (secret, hash) = (
        typed.get(field).to_owned(),
        who.member.password_hash.clone(),
    );
    let right = off_the_threads(front, move || {
        secret.chars().count() <= password::LONGEST && password::is_right(&secret, &hash)
    });
    if right.await? {
        front.throttle.right(place.address, who.name());
    } else {
        wrong.add(field, say::sign_in::wrong_current());
    }
    Ok(())
}

async fn hashed(front: &Front, secret: String) -> Result<String, WebError> {
    let hash = off_the_threads(front, move || password::hash(&secret)).await?;
    hash.map_err(|error| WebError::Broken(error.to_string()))
}

async fn again(
    front: &Front,
    who: &SignedIn,
    headers: &HeaderMap,
    wrong: &Errors,
) -> Result<Response, WebError> {
    let page = show(front, who, headers, wrong, "").await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
