//! The browser that a request comes from: its address, what kind it is, and whether a PIN will do
//! there.

use super::house::Front;
use super::session;
use axum::extract::FromRequestParts;
use axum::extract::connect_info::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::CookieJar;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// The cookie of a screen on which somebody has signed in with a password.
const COOKIE: &str = "screen";
/// The same under TLS; see `session`.
const COOKIE_TLS: &str = "__Host-screen";
/// How long a browser keeps it, in seconds.
const KEPT: i64 = 400 * 24 * 3600;

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct Place {
    /// The address, where the server tells.
    pub address: Option<IpAddr>,
    /// The browser and the system, as far as it says: "Chrome, Android".
    pub browser: String,
    /// What the screen's cookie holds.
    pub screen: Option<String>,
}

impl FromRequestParts<Front> for Place {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Infallible> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let jar = CookieJar::from_headers(&parts.headers);
        let screen = jar
            .get(named(front.tls()))
            .map(|cookie| cookie.value().to_owned());
        Ok(Self {
            address: info.map(|ConnectInfo(address)| address.ip()),
            browser: browser(&parts.headers),
            screen: screen.filter(|token| !token.is_empty()),
        })
    }
}

impl Place {
    /// The address as it is listed; empty where it is not known.
    pub fn address(&self) -> String {
        self.address
            .map_or_else(String::new, |address| address.to_canonical().to_string())
    }
}

/// The `Set-Cookie` by which a screen is known.
pub fn cookie(token: &str, tls: bool) -> String {
    session::set_cookie(named(tls), token, KEPT, tls)
}

fn named(tls: bool) -> &'static str {
    if tls { COOKIE_TLS } else { COOKIE }
}

/// Browsers and systems by what they put into `User-Agent`. The first that fits is meant: most name
/// several.
const BROWSERS: [(&str, &str); 5] = [
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let named = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    let words = [named(&BROWSERS), named(&SYSTEMS)];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_browser_is_told_in_two_words() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
                "Safari, iPad",
            ),
            ("curl/8.5", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
            assert_eq!(browser(&headers), words);
        }
    }
}
