//! What every request with a body has: that it is JSON, and the key that makes a repeat the same request.

use super::problem::{self, Problem};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use sha2::{Digest, Sha256};

/// No key is longer.
const LONGEST_KEY: usize = 128;

/// Reads a body.
///
/// # Errors
/// When it is not said to be JSON, is none, or is about something else.
pub fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<T, Problem> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        return Err(problem::NOT_JSON.because("Send it with \"Content-Type: application/json\"."));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            problem::TOO_LARGE.because("16 KiB are the most; a text is much shorter.")
        }
        _ => problem::BAD_JSON.because("The body did not come whole."),
    })?;
    serde_json::from_slice(&body).map_err(|error| match error.classify() {
        Category::Data => problem::BAD_FIELD.because(error.to_string()),
        _ => problem::BAD_JSON.because(error.to_string()),
    })
}

/// The Idempotency-Key, where there is one.
///
/// # Errors
/// When it can't be used.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all("idempotency-key").iter();
    let (Some(value), more) = (values.next(), values.next()) else {
        return Ok(None);
    };
    let key = value.as_bytes();
    let good = (1..=LONGEST_KEY).contains(&key.len())
        && key.iter().all(u8::is_ascii_graphic)
        && more.is_none();
    match std::str::from_utf8(key) {
        Ok(key) if good => Ok(Some(key.to_owned())),
        _ => Err(problem::BAD_KEY.because(format!(
            "Send one key of 1 to {LONGEST_KEY} letters, digits and signs, without spaces."
        ))),
    }
}

/// What makes two requests the same: their values, whatever the spaces and the order.
pub fn fingerprint(request: &impl Serialize) -> [u8; 32] {
    // A struct of strings always becomes JSON.
    Sha256::digest(serde_json::to_vec(request).unwrap_or_default()).into()
}
