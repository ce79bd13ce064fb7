//! What a page says when it can't be shown or something can't be done: what happened, and what to do.

use super::api;
use super::say;
use super::shell;
use crate::desk::DeskError;
use crate::store::{StoreError, Thing};
use axum::body::Body;
use axum::http::{StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::{Markup, html};

/// Why a page can't be shown or something can't be done.
#[derive(Debug)]
pub enum WebError {
    /// Nobody is signed in; go back to that page afterwards.
    SignIn {
        /// A path of ours.
        to: String,
    },
    /// The screen is locked; go back to that page afterwards.
    Locked {
        /// A path of ours.
        to: String,
    },
    /// Somebody is signed in who may not.
    Forbidden(&'static str),
    /// There is no such thing.
    NotFound(Thing),
    /// What was sent can't be right.
    Input(String),
    /// What the address says after its path can't be read.
    Address,
    /// Things have changed in the meantime.
    Conflict(String),
    /// It took too long.
    TooSlow,
    /// Too much was sent.
    TooLarge,
    /// The disk is full.
    DiskFull,
    /// Something of ours is broken. It is logged here, and the page tells no details.
    Broken(String),
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing(what) => Self::NotFound(what),
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Words(why) => Self::Input(say::errors::unfit(&why)),
            StoreError::Refused(_) => Self::Input(say::errors::store(&error).unwrap_or_default()),
            other => match say::errors::store(&other) {
                Some(why) => Self::Conflict(why),
                None => Self::Broken(other.to_string()),
            },
        }
    }
}

impl From<DeskError> for WebError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Store(error) => error.into(),
            DeskError::Phone(why) => Self::Input(say::errors::phone(&why).to_owned()),
            DeskError::Input(why) => Self::Input(say::errors::slip(why)),
            DeskError::Missing(missing) => Self::Input(say::errors::lacks(&missing)),
            DeskError::Offer(words) => Self::Input(say::thread::offer(&words)),
            DeskError::Code(_) => Self::Input(say::errors::no_code().to_owned()),
            DeskError::Zone(_) => Self::Input(say::errors::no_zone().to_owned()),
        }
    }
}

/// With a capital letter in front and a full stop behind.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().collect());
    let rest = letters.as_str();
    let stop = if rest.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{first}{rest}{stop}")
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (status, title, words) = match self {
            Self::SignIn { to } => return to_sign_in(&to),
            Self::Locked { to } => return by_way_of("/unlock", &to),
            Self::Forbidden(why) => (
                StatusCode::FORBIDDEN,
                say::errors::not_for_you(),
                why.to_owned(),
            ),
            Self::NotFound(what) => (
                StatusCode::NOT_FOUND,
                say::errors::not_here(),
                say::errors::no_such(say::errors::thing(what)),
            ),
            Self::Input(why) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                say::errors::did_not_work(),
                why,
            ),
            Self::Address => (
                StatusCode::BAD_REQUEST,
                say::errors::no_address(),
                say::errors::bad_address().to_owned(),
            ),
            Self::TooSlow => (
                StatusCode::GATEWAY_TIMEOUT,
                say::errors::too_slow(),
                say::errors::maybe_done().to_owned(),
            ),
            Self::Conflict(why) => (
                StatusCode::CONFLICT,
                say::errors::changed(),
                say::errors::look_again(&why),
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                say::errors::too_long(),
                say::errors::shorter().to_owned(),
            ),
            Self::DiskFull => (
                StatusCode::INSUFFICIENT_STORAGE,
                say::errors::disk_full(),
                say::errors::free_space().to_owned(),
            ),
            Self::Broken(why) => {
                tracing::error!(why, "a page could not be answered");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    say::errors::broken(),
                    say::errors::journal().to_owned(),
                )
            }
        };
        (status, page(title, &words)).into_response()
    }
}

/// A page of one sentence.
fn page(title: &str, words: &str) -> Markup {
    shell::bare(
        title,
        "Readybell",
        html! {
            div.panel {
                h1 { (title) }
                p.error { (words) }
            }
            p.row { a.btn.go href="/" { (say::errors::to_board()) } }
        },
    )
}

/// The live updates ask with a script, which needs a plain no.
pub fn to_sign_in(to: &str) -> Response {
    if to.starts_with("/events") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    by_way_of("/sign-in", to)
}

/// To a page that leads on to another one of ours.
pub fn by_way_of(page: &str, to: &str) -> Response {
    if to == "/" {
        return Redirect::to(page).into_response();
    }
    Redirect::to(&format!("{page}?to={}", escaped(to))).into_response()
}

/// As part of an address.
pub fn escaped(words: &str) -> String {
    words
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// No page has this address. A program that misses the API's is told in its own way.
pub async fn no_such_page(address: Uri) -> Response {
    if address.path() == "/api" || address.path().starts_with("/api/") {
        return api::no_such_path().await.into_response();
    }
    WebError::NotFound(Thing::Page).into_response()
}

/// The page is there, and can't be used like this.
pub async fn no_such_method() -> Response {
    let page = page(say::errors::not_like_this(), say::errors::no_method());
    (StatusCode::METHOD_NOT_ALLOWED, page).into_response()
}

/// A write that did not come from one of our own pages.
pub fn foreign_write() -> Response {
    let page = page(say::errors::not_from_here(), say::errors::foreign());
    (StatusCode::FORBIDDEN, page).into_response()
}

/// A handler of ours panicked. What it said is in the log.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    WebError::Broken("a handler panicked".to_owned()).into_response()
}

/// Back to a page of ours after something was done (303, so that a reload doesn't do it again).
pub fn done(back: &str) -> Response {
    Redirect::to(back).into_response()
}

/// The same, with cookies.
pub fn done_with_cookies<const N: usize>(back: &str, cookies: [String; N]) -> Response {
    let set = cookies.map(|cookie| (header::SET_COOKIE, cookie));
    (AppendHeaders(set), Redirect::to(back)).into_response()
}
