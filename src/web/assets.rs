//! The stylesheets, the scripts and the icon. Their addresses carry a hash of what is in them,
//! so that browsers may keep them for ever.

use super::address::Path;
use super::errors::WebError;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

struct Asset {
    address: String,
    content_type: &'static str,
    content: &'static str,
}

static LOOK: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "look",
        "css",
        "text/css; charset=utf-8",
        include_str!("static/look.css"),
    )
});
static LIVE: LazyLock<Asset> = LazyLock::new(|| {
    let script = "text/javascript; charset=utf-8";
    Asset::new("live", "js", script, include_str!("static/live.js"))
});
static SIGN: LazyLock<Asset> = LazyLock::new(|| {
    let script = "text/javascript; charset=utf-8";
    Asset::new("sign", "js", script, include_str!("static/sign.js"))
});
static SHEET: LazyLock<Asset> = LazyLock::new(|| {
    let style = "text/css; charset=utf-8";
    Asset::new("sheet", "css", style, include_str!("static/sheet.css"))
});
static BELL: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "bell",
        "svg",
        "image/svg+xml",
        include_str!("static/bell.svg"),
    )
});

impl Asset {
    fn new(name: &str, ending: &str, content_type: &'static str, content: &'static str) -> Self {
        let hash: String = Sha256::digest(content.as_bytes())
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            address: format!("/static/{name}.{hash}.{ending}"),
            content_type,
            content,
        }
    }
}

/// Where the stylesheet is.
pub fn look() -> &'static str {
    &LOOK.address
}

/// Where the script is.
pub fn live() -> &'static str {
    &LIVE.address
}

/// Where the icon is.
pub fn bell() -> &'static str {
    &BELL.address
}

/// What a page with a signature or a printed sheet needs besides.
pub fn sheet() -> Markup {
    html! {
        link rel="stylesheet" href=(SHEET.address);
        script src=(SIGN.address) defer {}
    }
}

type Served = ([(HeaderName, &'static str); 2], &'static str);

/// Gives one of the files.
pub async fn file(Path(file): Path<String>) -> Result<Served, WebError> {
    let asset = [&LOOK, &LIVE, &BELL, &SIGN, &SHEET]
        .into_iter()
        .find(|asset| asset.address.strip_prefix("/static/") == Some(file.as_str()))
        .ok_or(WebError::NotFound("file"))?;
    let headers = [
        (CONTENT_TYPE, asset.content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content))
}
