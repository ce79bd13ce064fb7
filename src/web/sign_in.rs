//! Signing in and out.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::{password, say, session, shell};
use crate::domain::lang::Lang;
use crate::store::Member;
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub struct To {
    #[serde(default)]
    to: String,
}

/// The address that a request comes from, where the server tells.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(info.map(|ConnectInfo(address)| address.ip())))
    }
}

/// The sign-in page.
pub async fn page(State(front): State<Front>, Query(to): Query<To>) -> Result<Markup, WebError> {
    if front.store().has_no_staff().await? {
        return Ok(not_set_up());
    }
    let mut typed = Typed::default();
    typed.set("back", to.to);
    form(&front, &typed, &Errors::default()).await
}

fn not_set_up() -> Markup {
    shell::bare(
        "Set up",
        "Readybell",
        html! {
            div.panel {
                h1 { "Not set up yet" }
                p { "When Readybell started, it printed a link with a one-time code, and wrote it to its journal. Open that link to set Readybell up." }
                p.foot { "On the machine: " code { "journalctl -u readybell | grep setup" } }
            }
        },
    )
}

async fn form(front: &Front, typed: &Typed, wrong: &Errors) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let main = html! {
        form.panel method="post" action="/sign-in" {
            h1 { "Sign in" }
            br;
            input type="hidden" name="back" value=(typed.back());
            (shown.line(Line::words("name", "Your name").autocomplete("username")))
            (shown.line(Line::words("password", "Password").kind("password").autocomplete("current-password")))
            button.go { "Sign in" }
        }
        p.foot {
            "Who may sign in is up to the owner."
            @if front.house.tls.is_none() {
                " This page comes over plain HTTP: someone who listens on the shop's network could read what you type. Keep guests on a network of their own."
            }
        }
    };
    Ok(shell::bare("Sign in", &shop.brand, main))
}

/// Signs in, unless it was wrong or too often wrong.
pub async fn sign_in(
    State(front): State<Front>,
    Address(address): Address,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = typed.get("name").to_owned();
    let wait = front.throttle.wait(address, &name, front.now().mono);
    let mut wrong = Errors::default();
    if !wait.is_zero() {
        let seconds = wait.as_secs().max(1);
        wrong.add(
            "password",
            format!("Too many wrong tries. Wait {seconds} s, then try again."),
        );
        let page = form(&front, &typed, &wrong).await?;
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, headers, page).into_response());
    }
    let member = front.store().staff_named(name.clone()).await?;
    match right(&front, member, typed.get("password").to_owned()).await? {
        Some(member) => {
            front.throttle.right(address, &name);
            begin(&front, member.id, member.lang, &typed.back()).await
        }
        None => {
            tracing::warn!(address = ?address, "a sign-in failed");
            wrong.add("password", "The name or the password is wrong.");
            let page = form(&front, &typed, &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Checks a password off the async threads. Takes as long for a name that nobody has.
async fn right(
    front: &Front,
    member: Option<Member>,
    typed: String,
) -> Result<Option<Member>, WebError> {
    off_the_threads(front, move || {
        if typed.chars().count() > password::LONGEST {
            return None;
        }
        match member {
            Some(member) => password::is_right(&typed, &member.password_hash).then_some(member),
            None => {
                password::waste_time(&typed);
                None
            }
        }
    })
    .await
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

/// Begins a session in the language of whoever signs in, and goes on to a page.
pub async fn begin(front: &Front, member: i64, lang: Lang, to: &str) -> Result<Response, WebError> {
    let token = session::new_token()?;
    front
        .store()
        .sign_in(member, token.clone(), front.now())
        .await?;
    Ok(errors::done_with_cookies(
        to,
        [
            session::cookie(&token, front.house.tls.is_some()),
            say::cookie(lang),
        ],
    ))
}

/// Signs out.
pub async fn sign_out(
    State(front): State<Front>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if let Some(token) = session::token(&headers) {
        front.store().sign_out(token).await?;
    }
    Ok(errors::done_with_cookies(
        "/sign-in",
        [session::no_cookie()],
    ))
}
