//! The stylesheets, the scripts and the icons. Their addresses carry a hash of what is in them, so
//! that browsers may keep them for ever.

use super::address::Path;
use super::errors::WebError;
use super::house::Front;
use crate::store::Thing;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// A file that pages link to.
struct Asset {
    name: &'static str,
    kind: Kind,
    content: &'static [u8],
    address: OnceLock<String>,
}

/// What a file is: its ending, and what browsers are told.
type Kind = (&'static str, &'static str);

const STYLE: Kind = ("css", "text/css; charset=utf-8");
const SCRIPT: Kind = ("js", "text/javascript; charset=utf-8");
const DRAWING: Kind = ("svg", "image/svg+xml");
const PICTURE: Kind = ("png", "image/png");

static LOOK: Asset = Asset::new("look", STYLE, include_bytes!("static/look.css"));
static SHEET: Asset = Asset::new("sheet", STYLE, include_bytes!("static/sheet.css"));
static BOARD: Asset = Asset::new("board", STYLE, include_bytes!("static/board.css"));
static DRAG: Asset = Asset::new("drag", SCRIPT, include_bytes!("static/drag.js"));
static LIVE: Asset = Asset::new("live", SCRIPT, include_bytes!("static/live.js"));
static LOCK: Asset = Asset::new("lock", SCRIPT, include_bytes!("static/lock.js"));
static COMFORT: Asset = Asset::new("comfort", SCRIPT, include_bytes!("static/comfort.js"));
static LINE: Asset = Asset::new("line", SCRIPT, include_bytes!("static/line.js"));
static SETTINGS: Asset = Asset::new("settings", STYLE, include_bytes!("static/settings.css"));
static TEMPLATE: Asset = Asset::new("template", SCRIPT, include_bytes!("static/template.js"));
static SIGN: Asset = Asset::new("sign", SCRIPT, include_bytes!("static/sign.js"));
static INTAKE: Asset = Asset::new("intake", SCRIPT, include_bytes!("static/intake.js"));
static BELL: Asset = Asset::new("bell", DRAWING, include_bytes!("static/bell.svg"));
static ICON: Asset = Asset::new("icon", PICTURE, include_bytes!("static/icon.png"));

static ALL: [&Asset; 14] = [
    &LINE, &BOARD, &DRAG, &LOOK, &SHEET, &SETTINGS, &LIVE, &LOCK, &COMFORT, &TEMPLATE, &SIGN,
    &INTAKE, &BELL, &ICON,
];

impl Asset {
    const fn new(name: &'static str, kind: Kind, content: &'static [u8]) -> Self {
        Self {
            name,
            kind,
            content,
            address: OnceLock::new(),
        }
    }

    fn address(&self) -> &str {
        self.address.get_or_init(|| {
            let hash: String = Sha256::digest(self.content)
                .iter()
                .take(6)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            format!("/static/{}.{hash}.{}", self.name, self.kind.0)
        })
    }
}

/// What the head of every page links to.
pub fn links() -> Markup {
    html! {
        link rel="stylesheet" href=(LOOK.address());
        link rel="icon" href=(BELL.address());
        link rel="apple-touch-icon" href=(ICON.address());
        link rel="manifest" href="/manifest.webmanifest";
        script type="module" src=(LINE.address()) {}
        script type="module" src=(LIVE.address()) {}
        script type="module" src=(COMFORT.address()) {}
        script type="module" src=(LOCK.address()) {}
    }
}

/// What the settings need besides.
pub fn settings() -> Markup {
    html! {
        link rel="stylesheet" href=(SETTINGS.address());
        script type="module" src=(TEMPLATE.address()) {}
    }
}

/// What the board needs besides.
pub fn board() -> Markup {
    html! {
        link rel="stylesheet" href=(BOARD.address());
        script type="module" src=(DRAG.address()) {}
    }
}

/// The stylesheet, for pages that don't know its address.
pub fn look() -> &'static [u8] {
    LOOK.content
}

/// What a page with a signature or a printed sheet needs besides.
pub fn sheet() -> Markup {
    html! {
        link rel="stylesheet" href=(SHEET.address());
        script src=(SIGN.address()) defer {}
    }
}

/// What the steps of taking a job in need besides.
pub fn intake() -> Markup {
    html! { script type="module" src=(INTAKE.address()) {} }
}

/// Gives one of the files.
pub async fn file(Path(file): Path<String>) -> Result<impl IntoResponse, WebError> {
    let asset = ALL
        .into_iter()
        .find(|asset| asset.address().strip_prefix("/static/") == Some(file.as_str()))
        .ok_or(WebError::NotFound(Thing::File))?;
    let headers: [(HeaderName, &str); 2] = [
        (CONTENT_TYPE, asset.kind.1),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content))
}

/// The icon, for pages and browsers that ask for it by the name that every site has.
pub async fn favicon() -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, BELL.kind.1),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, BELL.content)
}

/// What makes the page installable as an app: its name is the shop's (W3C Web Application Manifest).
pub async fn manifest(State(front): State<Front>) -> Result<impl IntoResponse, WebError> {
    let shop = front.store().settings().await?;
    let manifest = serde_json::json!({
        "name": shop.brand,
        "short_name": "Readybell",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f4ef",
        "theme_color": "#b45309",
        "icons": [
            { "src": BELL.address(), "sizes": "any", "type": "image/svg+xml" },
            { "src": ICON.address(), "sizes": "512x512", "type": "image/png" },
        ],
    });
    let headers = [(CONTENT_TYPE, "application/manifest+json")];
    Ok((headers, manifest.to_string()))
}
