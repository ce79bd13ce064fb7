//! Whether Readybell can do its work. For a monitor: without a token, and nothing personal.

use super::Api;
use crate::domain::purpose::Purpose;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// 200 when the database answers, 503 when it does not; the modem's state and the disk's beside it.
pub async fn look(State(api): State<Api>) -> (StatusCode, Json<Value>) {
    let ready = match api.store().answers().await {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            false
        }
    };
    let modem = api.modem.borrow().clone();
    let trouble = serde_json::to_value(&modem.why).unwrap_or_default();
    let now = api.now();
    let disk = api.store().disk();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = json!({
        "ready": ready,
        "clock_trusted": now.trusted,
        "disk": {
            "free_bytes": disk.free,
            "is_full": disk.is_too_full_for(Purpose::Service),
            "reserve_in_use": disk.ballast_gone,
        },
        "modem": {
            "state": modem.state,
            "trouble": trouble.get("kind"),
            "for_seconds": now.mono.saturating_sub(modem.since).as_secs(),
        },
    });
    (status, Json(body))
}
