//! Who is asking. A page that takes [`SignedIn`], [`AtCounter`] or [`Owner`] is not reached by anyone
//! else, nor from a screen that is locked.

use super::errors::WebError;
use super::house::Front;
use super::say;
use crate::store::{By, Lock, Member, Role, Session, Terminal};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum_extra::extract::cookie::CookieJar;

/// The cookie's name.
const COOKIE: &str = "readybell";
/// The same under TLS. Browsers take a cookie of that name only from this very machine and only over
/// TLS (RFC 6265bis 4.1.3.2), so nobody on the LAN can plant one.
const COOKIE_TLS: &str = "__Host-readybell";
/// The end of the address with which a page without scripts asks for itself again.
pub const BY_ITSELF: &str = "by-itself";
/// How long a browser keeps it, in seconds. The database ends the session earlier.
const KEPT: i64 = 30 * 24 * 3600;

/// Someone who is signed in, and what their request is about.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub member: Member,
    /// The path and query of the page, to come back to.
    pub path: String,
    /// The script wants only what changes.
    pub fragment: bool,
    /// Which of the shop's screens it is.
    pub terminal: Terminal,
}

/// A browser with a session, locked or not: for the few pages that a locked screen shows. Every
/// other page takes [`SignedIn`], which refuses a locked one.
#[derive(Debug, Clone)]
pub struct Screen {
    /// Who is signed in there. The one in front of it may be a customer.
    pub who: SignedIn,
    /// What it may show.
    pub lock: Lock,
    /// What the cookie holds.
    pub token: String,
    /// Where to go once it is open.
    pub to: String,
}

/// Someone who works at the counter, or the owner.
#[derive(Debug, Clone)]
pub struct AtCounter(pub SignedIn);

/// The owner.
#[derive(Debug, Clone)]
pub struct Owner(pub SignedIn);

impl SignedIn {
    /// Their name, as it is written down with what they do.
    pub fn name(&self) -> &str {
        &self.member.name
    }

    /// Who it is and at which screen, as it is kept where somebody's consent begins or ends.
    pub fn by(&self) -> By {
        By {
            name: self.member.name.clone(),
            terminal: Some(self.terminal.clone()),
        }
    }

    /// Whether they work at the counter.
    pub fn is_at_counter(&self) -> bool {
        matches!(self.member.role, Role::Owner | Role::Counter)
    }

    /// Whether they own the shop.
    pub fn is_owner(&self) -> bool {
        self.member.role == Role::Owner
    }
}

impl FromRequestParts<Front> for Screen {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, WebError> {
        let path = parts
            .uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .trim_end_matches(BY_ITSELF)
            .trim_end_matches(['?', '&'])
            .to_owned();
        let comes_back = parts.method == Method::GET && !parts.uri.path().starts_with("/events");
        let to = if comes_back {
            path.clone()
        } else {
            "/".to_owned()
        };
        let Some(token) = token(&parts.headers, front.tls()) else {
            return Err(WebError::SignIn { to });
        };
        let session = front.store().session(token.clone(), front.now()).await?;
        let Some(Session {
            member,
            lock,
            terminal,
        }) = session
        else {
            return Err(WebError::SignIn { to });
        };
        // What a page fetches by itself is nobody's doing: it must not keep a screen open.
        let fragment = parts.headers.contains_key("x-fragment");
        let by_itself = (fragment && parts.method == Method::GET)
            || parts.uri.path().starts_with("/events")
            || parts
                .uri
                .query()
                .is_some_and(|query| query.ends_with(BY_ITSELF));
        if lock == Lock::Open && !by_itself {
            front.store().touch_session(&token, front.now());
        }
        Ok(Self {
            who: SignedIn {
                member,
                fragment,
                path,
                terminal,
            },
            lock,
            token,
            to,
        })
    }
}

impl FromRequestParts<Front> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, WebError> {
        let screen = Screen::from_request_parts(parts, front).await?;
        match screen.lock {
            Lock::Open => Ok(screen.who),
            Lock::Locked | Lock::Signing(_) => Err(WebError::Locked { to: screen.to }),
        }
    }
}

impl FromRequestParts<Front> for AtCounter {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, WebError> {
        let who = SignedIn::from_request_parts(parts, front).await?;
        if who.is_at_counter() {
            Ok(Self(who))
        } else {
            Err(WebError::Forbidden(say::errors::counter_only()))
        }
    }
}

impl FromRequestParts<Front> for Owner {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, WebError> {
        let who = SignedIn::from_request_parts(parts, front).await?;
        if who.is_owner() {
            Ok(Self(who))
        } else {
            Err(WebError::Forbidden(say::errors::owner_only()))
        }
    }
}

/// Whether a request carries our cookie, good or not.
pub fn has_cookie(headers: &HeaderMap) -> bool {
    [false, true]
        .into_iter()
        .any(|tls| token(headers, tls).is_some())
}

/// What our cookie holds.
pub fn token(headers: &HeaderMap, tls: bool) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(named(tls))
        .map(|cookie| cookie.value().to_owned())
        .filter(|token| !token.is_empty())
}

fn named(tls: bool) -> &'static str {
    if tls { COOKIE_TLS } else { COOKIE }
}

/// The `Set-Cookie` of a session that begins.
pub fn cookie(token: &str, tls: bool) -> String {
    set_cookie(named(tls), token, KEPT, tls)
}

/// The `Set-Cookie` that ends a session.
pub fn no_cookie(tls: bool) -> String {
    set_cookie(named(tls), "", 0, tls)
}

/// A `Set-Cookie` that no script can read and no other page can send a form with.
pub fn set_cookie(name: &str, value: &str, seconds: i64, tls: bool) -> String {
    let secure = if tls { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// 256 random bits, in letters and digits.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn new_token() -> Result<String, WebError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
