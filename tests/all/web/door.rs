//! The front door: who is let in, and what is sent away.

use super::shop::{PASSWORD, Shop};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use std::time::Duration;

/// A write to sign out, with these headers.
async fn write(shop: &Shop, headers: &[(&str, &str)]) -> StatusCode {
    let mut request = Request::builder().method(Method::POST).uri("/sign-out");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    shop.ask(request.body(Body::empty()).unwrap()).await.status
}

#[tokio::test(start_paused = true)]
async fn signing_in_gives_a_cookie_that_works_until_signing_out() {
    let shop = Shop::open().await;
    let wrong = shop
        .post("/sign-in", "", &[("name", "Jo"), ("password", "guess")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong
        .shows("The name or the password is wrong.")
        .shows("value=\"Jo\" required checked")
        .hides("guess");
    let nobody = shop
        .post("/sign-in", "", &[("name", "Bo"), ("password", "guess")])
        .await;
    nobody.shows("The name or the password is wrong.");

    let fields = [("name", "jo"), ("password", PASSWORD), ("back", "/inbox")];
    let answer = shop.post("/sign-in", "", &fields).await;
    assert_eq!(answer.goes_to(), "/inbox");
    let set = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let cookie = answer.cookie();
    shop.get("/", &cookie)
        .await
        .shows("House of Hardknocks")
        .shows(">Jo<");
    assert_eq!(
        shop.post("/sign-out", &cookie, &[]).await.goes_to(),
        "/sign-in"
    );
    assert_eq!(shop.get("/", &cookie).await.goes_to(), "/sign-in");
}

#[tokio::test(start_paused = true)]
async fn signing_in_goes_back_only_to_pages_of_ours() {
    let shop = Shop::open().await;
    for back in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:1",
        "/ a",
    ] {
        let fields = [("name", "Jo"), ("password", PASSWORD), ("back", back)];
        assert_eq!(
            shop.post("/sign-in", "", &fields).await.goes_to(),
            "/",
            "{back}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn guessing_is_slowed_down() {
    let shop = Shop::open().await;
    let guess = [("name", "Jo"), ("password", "guess")];
    for _ in 0..5 {
        let answer = shop.post("/sign-in", "", &guess).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("name", "Jo"), ("password", PASSWORD)];
    let answer = shop.post("/sign-in", "", &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    answer.shows("Wait 2 s");
    assert_eq!(answer.header("retry-after"), "2");
    tokio::time::advance(Duration::from_secs(3)).await;
    assert_eq!(shop.post("/sign-in", "", &right).await.goes_to(), "/");
}

#[tokio::test(start_paused = true)]
async fn a_write_must_come_from_a_page_of_ours() {
    let shop = Shop::open().await;
    let cookie = shop.cookie("Jo").await;
    let host = ("host", "readybell.local");
    let ours = ("origin", "http://readybell.local");
    let signed_in = ("cookie", cookie.as_str());
    for refused in [
        vec![host, signed_in],
        vec![host, signed_in, ("origin", "")],
        vec![host, signed_in, ("origin", "null")],
        vec![host, signed_in, ("origin", "http://evil.example")],
        vec![
            host,
            signed_in,
            ("origin", "http://readybell.local.evil.example"),
        ],
        vec![host, signed_in, ("sec-fetch-site", "cross-site")],
        vec![host, signed_in, ("sec-fetch-site", "same-site"), ours],
        vec![host, ("origin", "http://evil.example")],
    ] {
        assert_eq!(
            write(&shop, &refused).await,
            StatusCode::FORBIDDEN,
            "{refused:?}"
        );
    }
    shop.get("/", &cookie).await.shows("Board");
    for taken in [
        vec![host, signed_in, ("sec-fetch-site", "same-origin")],
        vec![host, ours],
    ] {
        assert_eq!(
            write(&shop, &taken).await,
            StatusCode::SEE_OTHER,
            "{taken:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn only_names_of_ours_are_answered() {
    let shop = Shop::open().await;
    let status = async |host: &str| {
        let request = Request::get("/sign-in")
            .header("host", host)
            .body(Body::empty())
            .unwrap();
        shop.ask(request).await.status
    };
    assert_eq!(status("readybell.local:8080").await, StatusCode::OK);
    assert_eq!(status("192.168.1.20").await, StatusCode::OK);
    assert_eq!(
        status("evil.example").await,
        StatusCode::MISDIRECTED_REQUEST
    );
    let request = Request::get("/sign-in").body(Body::empty()).unwrap();
    assert_eq!(shop.ask(request).await.status, StatusCode::BAD_REQUEST);
    let absolute = Request::get("http://evil.example/sign-in").header("host", "readybell.local");
    let answer = shop.ask(absolute.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn every_answer_tells_browsers_to_be_careful() {
    let shop = Shop::open().await;
    let cookie = shop.cookie("Ann").await;
    for path in [
        "/",
        "/sign-in",
        "/no-such-page",
        "/settings",
        "/static/x.js",
    ] {
        let answer = shop.get(path, &cookie).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        // What the policy forbids must not be there.
        for inline in [" style=", "<style", " onclick", "javascript:"] {
            answer.hides(inline);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn files_are_kept_for_ever_under_their_hash() {
    let shop = Shop::open().await;
    let page = shop.get("/sign-in", "").await;
    for (start, content_type) in [
        ("/static/look.", "text/css"),
        ("/static/live.", "text/javascript"),
    ] {
        let from = page.body.find(start).unwrap();
        let address: String = page.body[from..]
            .chars()
            .take_while(|c| *c != '"')
            .collect();
        let file = shop.get(&address, "").await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.header("content-type").starts_with(content_type));
        assert!(file.header("cache-control").contains("immutable"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_makes_no_sense_gets_a_clear_no() {
    let shop = Shop::open().await;
    let cookie = shop.cookie("Ann").await;
    let answer = shop.get("/no-such-page", &cookie).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer.shows("There is no such page").shows("To the board");
    for path in [
        "/inbox/999",
        "/jobs/999/late",
        "/inbox/x",
        "/jobs/99999999999999999999/late",
    ] {
        assert_eq!(
            shop.get(path, &cookie).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let status = shop.get("/inbox?before=x", &cookie).await.status;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let answer = shop.post("/jobs/999/ready", &cookie, &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let answer = shop.post("/modem", &cookie, &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    let big = "x".repeat(70_000);
    let answer = shop.post("/jobs/new", &cookie, &[("note", &big)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let request = Request::post("/jobs/new")
        .header("host", "readybell.local")
        .header("origin", "http://readybell.local")
        .header("cookie", &cookie)
        .header("content-type", "application/json")
        .body(Body::from("{}"))
        .unwrap();
    let answer = shop.ask(request).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}
