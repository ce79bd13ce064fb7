//! A locked screen shows nothing and does nothing, until somebody who works here opens it.

use super::routes;
use super::shop::{PASSWORD, Shop};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::StreamExt;
use readybell::store::Lock;
use readybell::web::password;
use std::time::Duration;
use tower::ServiceExt;

/// What a locked screen is for, besides what anybody may ask for.
const OPEN: &[&str] = &[
    "/unlock",
    "/lock",
    // The customer's view; see `sign.rs` for whose.
    "/jobs/{id}/sign",
];

async fn lock(shop: &Shop, cookie: &str, lock: Lock) {
    let token = cookie.strip_prefix("readybell=").unwrap().to_owned();
    shop.store.lock_session(token, lock).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn no_route_but_a_few_is_reached_from_a_locked_screen() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.job(&ann, &[]).await;
    let routes = routes::pages();
    for state in [Lock::Locked, Lock::Signing(1001)] {
        lock(&shop, &ann, state).await;
        let before = shop.get("/unlock", &ann).await.body;
        for route in &routes {
            if OPEN.contains(&route.path.as_str()) || route.is_open() {
                continue;
            }
            let path = route.with("1001");
            for answer in [
                shop.get(&path, &ann).await,
                shop.post(&path, &ann, &[]).await,
            ] {
                let refused = match answer.status {
                    StatusCode::SEE_OTHER => answer.header("location").starts_with("/unlock"),
                    status => status == StatusCode::METHOD_NOT_ALLOWED,
                };
                assert!(refused, "{path}: {} {}", answer.status, answer.body);
            }
        }
        assert_eq!(shop.get("/unlock", &ann).await.body, before);
    }
}

#[tokio::test(start_paused = true)]
async fn a_screen_is_locked_and_opened_with_a_pin_or_a_password() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let member = shop
        .store
        .staff_named("Jo".to_owned())
        .await
        .unwrap()
        .unwrap();
    let hash = password::hash("2580").unwrap();
    let by = "Ann".to_owned();
    shop.store
        .set_pin(member.id, hash, by, shop.clock.now())
        .await
        .unwrap();
    let back = ("back", "/inbox");
    for secret in ["2580", PASSWORD] {
        let answer = shop.post("/lock", &jo, &[back]).await;
        assert_eq!(answer.goes_to(), "/unlock?to=/inbox");
        let page = shop.get("/unlock?to=/inbox", &jo).await;
        page.shows("Locked")
            .shows("value=\"Jo\" required checked data-pin")
            .shows("· PIN")
            .shows("PIN or password")
            .shows("autofocus")
            .hides("New job");
        let wrong = [("name", "Jo"), ("password", "2581"), back];
        let answer = shop.post("/unlock", &jo, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer
            .shows("The PIN or the password is wrong.")
            .hides("2581");
        assert!(shop.get("/", &jo).await.goes_to().starts_with("/unlock"));
        let right = [("name", "Jo"), ("password", secret), back];
        assert_eq!(shop.post("/unlock", &jo, &right).await.goes_to(), "/inbox");
        assert_eq!(shop.get("/inbox", &jo).await.status, StatusCode::OK);
    }
    assert_eq!(shop.get("/unlock", &jo).await.goes_to(), "/");
    // On a screen that nobody knows, a PIN is no password.
    let answer = shop
        .post("/sign-in", "", &[("name", "Jo"), ("password", "2580")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn somebody_else_opens_it_as_themselves() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.post("/lock", &ann, &[]).await.goes_to();
    let tim = [("name", "Tim"), ("password", PASSWORD)];
    let answer = shop.post("/unlock", &ann, &tim).await;
    assert_eq!(answer.goes_to(), "/");
    let tim = answer.cookie();
    assert_eq!(
        shop.get("/settings", &tim).await.status,
        StatusCode::FORBIDDEN
    );
    assert!(shop.get("/", &ann).await.goes_to().starts_with("/sign-in"));
}

#[tokio::test(start_paused = true)]
async fn guessing_a_pin_is_slowed_down() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.post("/lock", &jo, &[]).await.goes_to();
    for guess in ["2580", "2581", "2582", "2583", "2584"] {
        let fields = [("name", "Jo"), ("password", guess)];
        let answer = shop.post("/unlock", &jo, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("name", "Jo"), ("password", PASSWORD)];
    let answer = shop.post("/unlock", &jo, &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "2");
    tokio::time::advance(Duration::from_secs(3)).await;
    assert_eq!(shop.post("/unlock", &jo, &right).await.goes_to(), "/");
}

#[tokio::test(start_paused = true)]
async fn a_locked_screen_is_told_nothing_more() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let request = Request::get("/events")
        .header("host", "readybell.local")
        .header("cookie", &jo)
        .body(Body::empty())
        .unwrap();
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    let mut events = answer.into_body().into_data_stream();
    assert!(events.next().await.is_some());
    shop.post("/lock", &jo, &[]).await.goes_to();
    while let Some(chunk) = events.next().await {
        let words = String::from_utf8(chunk.unwrap().to_vec()).unwrap();
        assert!(!words.contains("changed"), "{words}");
    }
    assert_eq!(shop.get("/events", &jo).await.goes_to(), "/unlock");
}

#[tokio::test(start_paused = true)]
async fn a_lock_for_a_moment_keeps_conversations_and_one_for_the_day_lets_go_of_them() {
    let shop = Shop::open().await;
    let (ann, jo) = (shop.cookie("Ann").await, shop.cookie("Jo").await);
    shop.job(&jo, &[]).await;
    shop.receives("+15550134477", "Hello").await;
    let open = [("name", "Jo"), ("password", PASSWORD)];
    let note = ("note", "Promised a call at 4.");
    let day = [("for", "day"), note];
    for (fields, kept) in [(&[note][..], true), (&day[..], false)] {
        shop.post("/inbox/1/take", &jo, &[]).await.goes_to();
        shop.get("/you", &jo)
            .await
            .shows("For a moment")
            .shows("For the day");
        let to = shop.post("/lock", &jo, fields).await.goes_to().to_owned();
        let locked = shop.get(&to, &jo).await;
        let thread = shop.get("/inbox/1", &ann).await;
        match kept {
            true => {
                locked
                    .shows("Your conversations stay yours")
                    .hides("Promised");
                thread.shows("Jo").hides("Jo left this");
            }
            false => {
                locked.shows("Locked for the day").hides("Promised");
                thread.shows("Jo left this").shows("Promised a call at 4.");
            }
        }
        // A screen that is locked already lets go of nothing.
        shop.post("/unlock", &jo, &open).await.goes_to();
        shop.post("/inbox/1/take", &jo, &[]).await.goes_to();
        shop.post("/lock", &jo, &[]).await.goes_to();
        shop.post("/lock", &jo, &day).await.goes_to();
        shop.get("/inbox/1", &ann).await.hides("Jo left this");
        shop.post("/unlock", &jo, &open).await.goes_to();
    }
}
