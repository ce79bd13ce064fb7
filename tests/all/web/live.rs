//! Live updates, and the fragments that they fetch.

use super::shop::{Shop, works};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::StreamExt;
use readybell::modem::{ModemStatus, State};
use std::time::Duration;
use tower::ServiceExt;

type Events = axum::body::BodyDataStream;

async fn listen(shop: &Shop, cookie: &str) -> Events {
    let request = Request::get("/events")
        .header("host", "readybell.local")
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap();
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    answer.into_body().into_data_stream()
}

/// What comes next, signs of life aside. None: the stream has ended.
async fn next(events: &mut Events) -> Option<String> {
    loop {
        let chunk = events.next().await?.unwrap();
        let words = String::from_utf8(chunk.to_vec()).unwrap();
        if words.trim() != ":" {
            return Some(words);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_is_told_and_a_reconnect_is_welcome() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let mut events = listen(&shop, &jo).await;
    assert!(next(&mut events).await.unwrap().contains("retry: 2000"));
    shop.receives("+15550134477", "Hello").await;
    shop.receives("+15550134477", "Anybody there?").await;
    let told = next(&mut events).await.unwrap();
    assert!(told.contains("event: changed"), "{told}");
    shop.modem.send_replace(ModemStatus {
        state: State::Down,
        ..works()
    });
    assert!(next(&mut events).await.unwrap().contains("event: changed"));
    drop(events);

    let mut events = listen(&shop, &jo).await;
    assert!(next(&mut events).await.unwrap().contains("retry: 2000"));
    shop.closing.cancel();
    assert_eq!(
        next(&mut events).await,
        None,
        "it does not keep the program from stopping"
    );
}

#[tokio::test(start_paused = true)]
async fn ten_quick_changes_are_told_twice_and_the_last_one_is_among_them() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let mut events = listen(&shop, &jo).await;
    next(&mut events).await.unwrap();
    let listening = tokio::spawn(async move {
        let mut told = Vec::new();
        while next(&mut events).await.is_some() {
            told.push(tokio::time::Instant::now());
        }
        told
    });
    for n in 0..10 {
        shop.receives("+15550134477", &format!("Hello {n}")).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let last = tokio::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(10)).await;
    shop.closing.cancel();
    let told = listening.await.unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0] < last && told[1] > last, "{told:?}, {last:?}");
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_so_that_who_signed_out_is_not_told_for_ever() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let mut events = listen(&shop, &jo).await;
    let begun = tokio::time::Instant::now();
    next(&mut events).await.unwrap();
    assert_eq!(next(&mut events).await, None);
    assert!(begun.elapsed() <= Duration::from_secs(15 * 60 + 1));
}

#[tokio::test(start_paused = true)]
async fn a_fragment_is_the_page_without_its_frame() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    let request = Request::get("/")
        .header("host", "readybell.local")
        .header("cookie", &jo)
        .header("x-fragment", "1")
        .body(Body::empty())
        .unwrap();
    let fragment = shop.ask(request).await;
    fragment
        .shows("id=\"bar\"")
        .shows("id=\"asks\"")
        .shows("id=\"main\"")
        .shows("Luis Ortega");
    fragment.hides("<html").hides("<script");
    shop.get("/", &jo).await.shows("<html").shows("<noscript>");
    shop.get("/jobs/new", &jo)
        .await
        .shows("data-still")
        .hides("<noscript>");
}
