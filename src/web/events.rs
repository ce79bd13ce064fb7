//! Live updates: "changed", and the page looks for itself what. So nothing is lost when the line
//! breaks: the script looks once when it is back.

use super::errors::WebError;
use super::house::Front;
use super::session::SignedIn;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

/// What happens closer together is told once.
const GATHERED: Duration = Duration::from_millis(150);
/// A browser that lost the line comes back after this long.
const COMES_BACK: Duration = Duration::from_secs(2);
/// A quiet line is kept open with a sign of life this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// After this long the browser has to come back, and be signed in still.
const LASTS: Duration = Duration::from_secs(15 * 60);

struct Watched {
    store: watch::Receiver<u64>,
    modem: watch::Receiver<crate::modem::ModemStatus>,
    closing: tokio_util::sync::CancellationToken,
    ends: Instant,
    begun: bool,
}

/// The stream of changes.
pub async fn stream(
    State(front): State<Front>,
    _: SignedIn,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, WebError> {
    let watched = Watched {
        store: front.store().changes(),
        modem: front.house.modem.clone(),
        closing: front.house.closing.clone(),
        ends: Instant::now() + LASTS,
        begun: false,
    };
    let changes = stream::unfold(watched, |mut watched| async move {
        if !watched.begun {
            watched.begun = true;
            return Some((
                Ok(Event::default().retry(COMES_BACK).comment("listening")),
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
        tokio::select! {
            () = closing.cancelled() => return None,
            () = sleep(GATHERED) => {}
        }
        watched.store.mark_unchanged();
        watched.modem.mark_unchanged();
        let event = Event::default().event("changed").data("page");
        Some((Ok(event), watched))
    });
    Ok(Sse::new(changes).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)))
}
