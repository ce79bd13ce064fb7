//! Addresses that no page of ours links to: each gets an answer in our own words, never the
//! library's.

use super::routes;
use super::shop::{Answer, Shop};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

async fn ask(shop: &Shop, method: &Method, address: &str, cookie: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::HOST, "readybell.local")
        .header(header::ORIGIN, "http://readybell.local")
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .unwrap();
    shop.ask(request).await
}

/// An answer that a person can read: one of our pages, or a way to one.
#[track_caller]
fn is_ours(answer: &Answer, what: &str) {
    for foreign in ["Invalid U", "Failed to", "Cannot parse", "rejection"] {
        assert!(!answer.body.contains(foreign), "{what}: {}", answer.body);
    }
    if answer.status.is_client_error() || answer.status.is_server_error() {
        assert!(!answer.status.is_server_error(), "{what}: {}", answer.body);
        let kind = answer.header("content-type");
        assert!(kind.starts_with("text/html"), "{what}: {kind:?}");
        answer.shows("<main").shows("To the board");
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_that_makes_no_sense_gets_a_page_of_ours() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
    for route in routes::pages() {
        if route.path == "/events" {
            continue;
        }
        for value in ["x", "%ff", "-1", "99999999999999999999"] {
            for query in ["", "?before=%ff", "?before=x", "?code=%ff&to=%ff&saved=%ff"] {
                for method in &methods {
                    if route.path == "/sign-out" && method == Method::POST {
                        continue;
                    }
                    let address = format!("{}{query}", route.with(value));
                    let answer = ask(&shop, method, &address, &ann).await;
                    is_ours(&answer, &format!("{method} {address}"));
                }
            }
        }
    }
    let status = async |address: &str| ask(&shop, &Method::GET, address, &ann).await.status;
    assert_eq!(status("/inbox/x").await, StatusCode::NOT_FOUND);
    assert_eq!(status("/static/%ff").await, StatusCode::NOT_FOUND);
    assert_eq!(status("/inbox?before=x").await, StatusCode::BAD_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn a_method_that_no_page_has_gets_a_page_of_ours() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    for route in routes::pages() {
        let address = route.with("1");
        let answer = ask(&shop, &Method::PATCH, &address, &ann).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
        is_ours(&answer, &address);
        assert!(!answer.header("allow").is_empty(), "{address}");
    }
}

#[tokio::test(start_paused = true)]
async fn under_api_everything_is_json() {
    let shop = Shop::open().await;
    let known = routes::api().into_iter().map(|route| route.with("%ff"));
    let others = [
        "/api",
        "/api/",
        "/api/v2/texts",
        "/api/v1",
        "/api/v1/",
        "/api/v1/x",
    ];
    for path in known.chain(others.map(str::to_owned)) {
        for method in [Method::GET, Method::PATCH] {
            for end in ["", "?cursor=%ff", "?limit=x"] {
                let address = format!("{path}{end}");
                let answer = ask(&shop, &method, &address, "").await;
                let kind = answer.header("content-type");
                let fine = match answer.status.is_success() {
                    true => kind == "application/json",
                    false => kind == "application/problem+json",
                };
                assert!(fine, "{method} {address}: {} {kind:?}", answer.status);
            }
        }
    }
}
