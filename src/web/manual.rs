//! The manual, as it was built into the program. Open to everyone on the LAN: it holds no secret, and
//! who can't sign in needs it most.

use super::address::Path;
use super::assets;
use super::errors::{self, WebError};
use crate::store::Thing;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Every chapter and picture, as build.rs has put them together.
const BUNDLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/manual.bundle"));

static FILES: LazyLock<BTreeMap<&'static str, &'static [u8]>> = LazyLock::new(|| {
    let mut files = BTreeMap::new();
    let mut rest = BUNDLE;
    while let Some((name, content, behind)) = next(rest) {
        files.insert(name, content);
        rest = behind;
    }
    files
});

/// The first file of a bundle, and what is behind it.
fn next(bundle: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let mut parts = bundle.splitn(3, |byte| *byte == b'\n');
    let (name, length, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let length = str::from_utf8(length).ok()?.parse().ok()?;
    let (content, behind) = rest.split_at_checked(length)?;
    Some((str::from_utf8(name).ok()?, content, behind))
}

/// The first chapter. Its links are relative, so the address must end in a slash.
pub async fn first() -> Response {
    errors::done("/manual/")
}

/// The first chapter.
pub async fn index(headers: HeaderMap) -> Result<Response, WebError> {
    served("index.html", &headers)
}

/// A chapter or a picture.
pub async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, WebError> {
    served(&name, &headers)
}

/// Changes with the manual. Its addresses don't, so browsers ask each time whether what they have kept
/// is still good.
static TAG: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::new_with_prefix(BUNDLE)
        .chain_update(assets::look())
        .finalize();
    let hash: String = hash
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("W/\"{hash}\"")
});

fn served(name: &str, asked: &HeaderMap) -> Result<Response, WebError> {
    let content = match name {
        "look.css" => assets::look(),
        _ => FILES
            .get(name)
            .copied()
            .ok_or(WebError::NotFound(Thing::Page))?,
    };
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        _ => return Err(WebError::NotFound(Thing::Page)),
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-cache"),
        (ETAG, TAG.as_str()),
    ];
    if asked
        .get(IF_NONE_MATCH)
        .is_some_and(|tag| tag == TAG.as_str())
    {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, content).into_response())
}
