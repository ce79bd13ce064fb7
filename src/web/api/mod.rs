//! The JSON API, for other programs of the shop.
//!
//! It knows the store and what the modem's status is; it must not know pages, cookies or sessions:
//! a program shows a bearer token with every request, and nothing else counts. `openapi.json` says
//! exactly what goes in and comes out, and every error is a [`problem`].
//!
//! Start at [`router`], then read [`texts`].

mod auth;
mod health;
mod inbox;
mod openapi;
mod pace;
mod permission;
mod problem;
mod request;
mod suppressions;
mod texts;
mod values;

pub use problem::no_such_path;

use self::pace::Pace;
use self::suppressions::InProgress;
use super::House;
use crate::desk::Desk;
use crate::domain::time::Now;
use crate::modem::ModemStatus;
use crate::store::Store;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;

/// Under which path the API is served.
pub const PATH: &str = "/api/v1";

/// The longest text is 1,530 letters; as JSON escapes they fit, with room for the rest.
const LARGEST_BODY: usize = 16 * 1024;
/// A request that takes longer than this is given up.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// The API, to be nested under [`PATH`].
pub fn router(house: &House) -> Router {
    let api = Api {
        desk: Arc::clone(&house.desk),
        modem: house.modem.clone(),
        in_progress: InProgress::default(),
        pace: Pace::default(),
    };
    Router::new()
        .route("/texts", post(texts::ask))
        .route("/texts/{id}", get(texts::look))
        .route("/inbox", get(inbox::list))
        .route("/suppressions", post(suppressions::add))
        .route("/permission", get(permission::look))
        .route("/health", get(health::look))
        .route("/openapi.json", get(openapi::document))
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .with_state(api)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(problem::panicked))
}

/// What every request needs.
#[derive(Clone)]
struct Api {
    desk: Arc<Desk>,
    modem: watch::Receiver<ModemStatus>,
    in_progress: InProgress,
    pace: Pace,
}

impl Api {
    fn store(&self) -> &Store {
        &self.desk.store
    }

    fn now(&self) -> Now {
        self.desk.clock.now()
    }
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => problem::BUSY
            .because("This took too long. Try again.")
            .into_response(),
    }
}
