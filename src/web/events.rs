//! Live updates: "changed", and the page looks for itself what. So nothing is lost when the line
//! breaks: the script looks once when it is back.

use super::errors::WebError;
use super::house::Front;
use super::session::Screen;
use crate::store::Lock;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// What happens closer together is told once.
const GATHERED: Duration = Duration::from_millis(150);
/// One screen is told no more often than this: with fifty of them each change costs fifty pages.
const APART: Duration = Duration::from_secs(1);
/// A browser that lost the line comes back after this long.
const COMES_BACK: Duration = Duration::from_secs(2);
/// A quiet line is kept open with a sign of life this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// After this long the browser has to come back, and be signed in still.
const LASTS: Duration = Duration::from_secs(15 * 60);

struct Watched {
    front: Front,
    token: String,
    store: watch::Receiver<u64>,
    modem: watch::Receiver<crate::modem::ModemStatus>,
    closing: tokio_util::sync::CancellationToken,
    ends: Instant,
    begun: bool,
    /// Before this nothing more is told.
    rests_until: Instant,
}

impl Watched {
    /// Whether the screen may still be told: it may have been locked, or signed out.
    async fn is_open(&self) -> bool {
        let session = self
            .front
            .store()
            .session(self.token.clone(), self.front.now());
        matches!(session.await, Ok(Some(session)) if session.lock == Lock::Open)
    }
}

/// The stream of changes. It ends when the screen is locked or signed out; the browser then asks for
/// the page again, and is led to where it belongs.
pub async fn stream(
    State(front): State<Front>,
    screen: Screen,
) -> Result<impl IntoResponse, WebError> {
    if screen.lock != Lock::Open {
        return Err(WebError::Locked { to: screen.to });
    }
    let watched = Watched {
        front: front.clone(),
        token: screen.token,
        store: front.store().changes(),
        modem: front.house.modem.clone(),
        closing: front.house.closing.clone(),
        ends: Instant::now() + LASTS,
        begun: false,
        rests_until: Instant::now(),
    };
    let changes = stream::unfold(watched, |mut watched| async move {
        if !watched.begun {
            watched.begun = true;
            return Some((
                Ok::<_, Infallible>(Event::default().retry(COMES_BACK).comment("listening")),
                watched,
            ));
        }
        let closing = watched.closing.clone();
        let ended = tokio::select! {
            () = closing.cancelled() => true,
            () = sleep_until(watched.ends) => true,
            change = watched.store.changed() => change.is_err(),
            Ok(()) = watched.modem.changed() => false,
        };
        if ended {
            return None;
        }
        let told_at = watched.rests_until.max(Instant::now() + GATHERED);
        tokio::select! {
            () = closing.cancelled() => return None,
            () = sleep_until(told_at) => {}
        }
        watched.rests_until = told_at + APART;
        watched.store.mark_unchanged();
        watched.modem.mark_unchanged();
        if !watched.is_open().await {
            return None;
        }
        let event = Event::default().event("changed").data("page");
        Some((Ok(event), watched))
    });
    let told = Sse::new(changes).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE));
    // Instead of the `no-cache` that comes with the stream.
    Ok(([(CACHE_CONTROL, "no-store")], told))
}
