//! How a device learns to trust the page: by taking in the certificate of the appliance's own
//! authority. Open to everyone on the LAN, with TLS and without: a certificate is no secret, and who
//! doesn't trust us yet can't sign in yet.

use super::errors::{self, WebError};
use super::guard;
use super::house::Front;
use super::qr::qr;
use super::say::{self, trust as words};
use super::shell;
use crate::store::Thing;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Method};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};

/// Where the certificate is.
const FILE: &str = "/trust/readybell.crt";

/// What is shown to a browser that comes without TLS: how to come with it.
pub fn plain(front: Front) -> Router {
    Router::new()
        .route("/trust", get(page))
        .route(FILE, get(certificate))
        .route("/static/{file}", get(super::assets::file))
        .fallback(to_tls)
        .with_state(front.clone())
        .layer(middleware::from_fn(guard::add_headers))
        .layer(middleware::from_fn(say::speak))
        .layer(middleware::from_fn_with_state(front, guard::check_host))
}

/// The same address with TLS. A form that was sent without it is not repeated: its words went over
/// the LAN in the open, and the page says so.
async fn to_tls(headers: HeaderMap, request: Request) -> Response {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host.filter(|_| matches!(*request.method(), Method::GET | Method::HEAD))
    else {
        return WebError::Forbidden(words::in_the_open()).into_response();
    };
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    if path == "/" {
        // A device that is new here: explain first.
        return errors::done("/trust");
    }
    Redirect::temporary(&format!("https://{host}{path}")).into_response()
}

/// The page that explains it.
pub async fn page(State(front): State<Front>, headers: HeaderMap) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("readybell.local");
    let tls = front
        .house
        .tls
        .as_ref()
        .ok_or(WebError::NotFound(Thing::Page))?;
    let Some(authority) = tls.authority() else {
        // A certificate from files is trusted already, or its owner knows how.
        let main = html! {
            div.panel { h1 { (words::title()) } p { (words::from_files()) } }
            p.row { a.btn.go href={ "https://" (host) "/" } { (words::go_on()) } }
        };
        return Ok(shell::bare(words::title(), &shop.brand, main));
    };
    let here = format!("http://{host}/trust");
    let main = html! {
        div.panel {
            h1 { (words::title()) }
            p { (words::why()) }
            div.row {
                a.btn.go href=(FILE) { (words::download()) }
                a.btn href={ "https://" (host) "/" } { (words::go_on()) }
            }
        }
        section.panel {
            h2 { (words::then()) }
            @for (system, steps) in words::steps() {
                details.more { summary { (system) } ol { @for step in steps { li { (step) } } } }
            }
        }
        section.panel {
            h2 { (words::other_device()) }
            p.muted { (words::scan()) }
            (qr(&here, words::scan()))
        }
        section.panel {
            h2 { (words::check()) }
            p.muted { (words::compare()) }
            p.fingerprint { code { (authority.fingerprint()) } }
            p.muted { (words::limits()) }
        }
    };
    Ok(shell::roomy(words::title(), &shop.brand, main))
}

/// The certificate, as a file that systems offer to take in.
pub async fn certificate(State(front): State<Front>) -> Result<Response, WebError> {
    let authority = front.house.tls.as_ref().and_then(|tls| tls.authority());
    let authority = authority.ok_or(WebError::NotFound(Thing::File))?;
    let headers = [
        (CONTENT_TYPE, "application/x-x509-ca-cert"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"readybell.crt\"",
        ),
    ];
    Ok((headers, authority.pem.clone()).into_response())
}
