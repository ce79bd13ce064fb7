//! What every request comes through. The LAN is not trusted: a stranger's page in a staff member's
//! browser, a name that points here and should not, and whoever else is plugged in.

use super::errors;
use super::house::Front;
use super::session;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// Scripts and styles come from our own files only, and nothing else comes from anywhere. Nobody
/// may put these pages into a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses a request that calls this machine by a name that is not its own.
pub async fn check_host(State(front): State<Front>, request: Request, next: Next) -> Response {
    let authority = request.uri().authority().map(|a| a.as_str().to_owned());
    let header = request.headers().get(header::HOST);
    let host = authority.or_else(|| header.and_then(|h| h.to_str().ok()).map(str::to_owned));
    match host {
        Some(host) if front.house.hosts.allow(&host) => next.run(request).await,
        Some(_) => plain(
            StatusCode::MISDIRECTED_REQUEST,
            "Readybell does not answer to this name. Use the machine's address, or add the name to \
             the configuration.\n",
        ),
        None => plain(StatusCode::BAD_REQUEST, "A Host header is missing.\n"),
    }
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    (status, words).into_response()
}

/// Adds what tells browsers to be careful.
pub async fn add_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A file that somebody brought has a stricter one of its own.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not "no-referrer": browsers then send "Origin: null" with our own forms.
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Under TLS, tells browsers to come with TLS for a day from now on. Not for longer: an appliance
/// that is set up anew has an authority that they don't know, and they must be able to get it in the
/// open. They heed this only from a name, and only where they trust the certificate (RFC 6797 8.1).
pub async fn ask_for_tls(State(front): State<Front>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if front.tls() {
        let day = HeaderValue::from_static("max-age=86400");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, day);
    }
    response
}

/// Refuses a form that says of itself that it is too large, whether or not anybody would read it.
pub async fn refuse_large(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > super::LARGEST_FORM) {
        return errors::WebError::TooLarge.into_response();
    }
    next.run(request).await
}

/// Refuses writes that a foreign page started, by what browsers say about where they come from.
pub fn csrf() -> CsrfLayer<impl FnMut(ProtectionError) -> Response<Body> + Clone> {
    CsrfLayer::new().with_rejection_response(|_| errors::foreign_write())
}

/// Refuses writes with our cookie of which nothing tells where they come from. Browsers send
/// `Origin` with every form; the layer above lets a request with neither header pass.
pub async fn refuse_foreign_writes(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let tells = |name: &str| headers.get(name).is_some_and(|value| !value.is_empty());
    let from_nowhere = !tells("origin") && !tells("sec-fetch-site");
    if writes && from_nowhere && session::has_cookie(headers) {
        return errors::foreign_write();
    }
    next.run(request).await
}
