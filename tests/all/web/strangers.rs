//! Who has no session, or none that is good, gets nothing from any route but a way to sign in.

use super::contents::{contents, unchanged};
use super::routes::{self, Route};
use super::shop::{Answer, Shop};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tokio::time::{Duration, advance};

/// What only the shop may know, and would be on one page or another.
const PERSONAL: [&str; 4] = ["Ortega", "4477", "Tahoe", "House of Hardknocks"];

async fn ask(shop: &Shop, method: &Method, path: &str, cookie: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "readybell.local")
        .header(header::ORIGIN, "http://readybell.local")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .unwrap();
    shop.ask(request).await
}

#[track_caller]
fn is_sent_away(answer: &Answer, route: &Route, what: &str) {
    let place = answer.header("location");
    let sent = match answer.status {
        // The live updates belong to a script, which signs nobody in.
        StatusCode::UNAUTHORIZED => route.path == "/events",
        StatusCode::SEE_OTHER => place == "/sign-in" || place.starts_with("/sign-in?to="),
        _ => false,
    };
    assert!(sent, "{what}: {} {place:?}", answer.status);
    for words in PERSONAL {
        assert!(!answer.body.contains(words), "{what} tells of {words}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_route_but_the_open_ones_is_reached_without_a_good_session() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("where", "bay-1")]).await;
    // One that was signed out, one of somebody who works here no longer, one that is too old.
    let ended = shop.cookie("Jo").await;
    shop.post("/sign-out", &ended, &[]).await.goes_to();
    let old = shop.cookie("Ann").await;
    shop.get("/", &old).await.shows("Ortega");
    advance(Duration::from_secs(31 * 24 * 3600)).await;
    let gone = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    let staff = shop.store.staff(0, 99).await.unwrap();
    let id = staff.iter().find(|one| one.name == "Jo").unwrap().id;
    let disable = format!("/settings/staff/{id}/disable");
    shop.post(&disable, &ann, &[]).await.goes_to();

    let before = contents(&shop);
    for route in routes::pages().iter().filter(|route| !route.is_open()) {
        for cookie in ["", "readybell=made-up", "readybell=", &ended, &old, &gone] {
            for value in ["1", "1001"] {
                let path = route.with(value);
                let head = route.gets.then_some(Method::HEAD);
                for method in route.methods().chain(head) {
                    let answer = ask(&shop, &method, &path, cookie).await;
                    is_sent_away(&answer, route, &format!("{method} {path} {cookie:?}"));
                }
            }
        }
    }
    unchanged(&before, &shop, "a stranger asked");
}

#[tokio::test(start_paused = true)]
async fn what_is_open_tells_strangers_nothing_of_customers() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    let before = contents(&shop);
    for route in routes::pages().iter().filter(|route| route.is_open()) {
        for method in route.methods() {
            let answer = ask(&shop, &method, &route.with("1"), "").await;
            let path = &route.path;
            assert!(
                !answer.status.is_server_error(),
                "{path}: {}",
                answer.status
            );
            for words in &PERSONAL[..3] {
                assert!(!answer.body.contains(words), "{path} tells of {words}");
            }
        }
    }
    unchanged(&before, &shop, "a stranger looked");
}

#[tokio::test(start_paused = true)]
async fn no_program_gets_in_without_a_token() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    let before = contents(&shop);
    for route in routes::api() {
        for method in route.methods() {
            for token in ["", "Bearer ", "Bearer made-up", "Basic Sm86YQ=="] {
                let request = Request::builder()
                    .method(&method)
                    .uri(route.with("1"))
                    .header(header::HOST, "readybell.local")
                    .header(header::AUTHORIZATION, token)
                    // A session is no token.
                    .header(header::COOKIE, &jo)
                    .header(header::CONTENT_TYPE, "application/json")
                    .body(Body::from("{}"))
                    .unwrap();
                let answer = shop.ask(request).await;
                let open = matches!(
                    route.path.as_str(),
                    "/api/v1/health" | "/api/v1/openapi.json"
                );
                let what = format!("{method} {} {token:?}: {}", route.path, answer.status);
                assert_eq!(answer.status == StatusCode::UNAUTHORIZED, !open, "{what}");
                assert!(!answer.body.contains("4477"), "{what}");
            }
        }
    }
    unchanged(&before, &shop, "a program without a token asked");
}
