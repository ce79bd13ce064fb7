//! Who may do what.

use super::routes::{self, OPEN};
use super::shop::Shop;
use axum::http::StatusCode;

/// Who may use an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Least {
    /// Everybody on the LAN.
    Anyone,
    /// Whoever is signed in.
    Staff,
    /// Whoever works at the counter.
    Counter,
    /// The owner.
    Owner,
}

/// Who may use an address of the pages. One that is not told here belongs to the counter.
fn least(path: &str) -> Least {
    const STAFF: &[&str] = &[
        "/",
        "/modem",
        "/clock",
        "/lock",
        "/unlock",
        "/jobs/{id}/move",
        "/jobs/{id}/ready",
        "/jobs/{id}/undo",
        "/jobs/{id}/not-ready",
        "/jobs/{id}/tell",
        "/jobs/{id}/late",
        "/jobs/{id}/late/preview",
        "/jobs/{id}/ask",
        "/jobs/{id}/ask/preview",
        "/jobs/{id}/lines/{seq}/answer",
        "/jobs/{id}/back",
        "/texts/{id}/cancel",
        "/texts/{id}/unsure",
        "/taps/{id}/undo",
    ];
    match path {
        path if OPEN.contains(&path) => Least::Anyone,
        // It tells a stranger to sign in by itself.
        "/events" => Least::Anyone,
        path if path.starts_with("/settings") || path.starts_with("/modem/") => Least::Owner,
        "/setup/shop"
        | "/setup/phones"
        | "/customers/{id}/erase"
        | "/customers/{id}/consent/{row}/correct" => Least::Owner,
        path if STAFF.contains(&path) || path.starts_with("/you") => Least::Staff,
        _ => Least::Counter,
    }
}

#[tokio::test(start_paused = true)]
async fn every_route_lets_in_who_may_and_nobody_else() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let job = shop.job(&ann, &[("where", "bay-1")]).await;
    let mut wrong = Vec::new();
    for route in routes::pages() {
        let path = route.with(&job.to_string());
        let route = route.path;
        // The one belongs to a script, the other to a customer; see `live.rs` and `sign.rs`.
        if matches!(route.as_str(), "/events" | "/jobs/{id}/sign") {
            continue;
        }
        for (who, name) in [
            (Least::Anyone, ""),
            (Least::Staff, "Tim"),
            (Least::Counter, "Jo"),
            (Least::Owner, "Ann"),
        ] {
            for posts in [false, true] {
                // What one request does to a session is not the next one's trouble.
                let cookie = match name {
                    "" => String::new(),
                    name => shop.cookie(name).await,
                };
                let answer = match posts {
                    true => shop.post(&path, &cookie, &[]).await,
                    false => shop.get(&path, &cookie).await,
                };
                let to_sign_in = answer.status == StatusCode::SEE_OTHER
                    && answer.header("location").starts_with("/sign-in")
                    && route != "/sign-out";
                let refused = to_sign_in || answer.status == StatusCode::FORBIDDEN;
                let may = who >= least(&route);
                // A setup link that is no good is refused to everybody.
                let fine = refused != may
                    || answer.status == StatusCode::METHOD_NOT_ALLOWED
                    || route == "/setup";
                if !fine {
                    wrong.push(format!("{who:?} {route} post={posts}: {}", answer.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(start_paused = true)]
async fn a_technician_has_the_board_and_no_more() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    let tim = shop.cookie("Tim").await;
    let board = shop.get("/", &tim).await;
    board
        .shows("Luis Ortega")
        .hides("tel:")
        .hides("/inbox")
        .hides("/settings")
        .hides("New job");
    for path in [
        "/settings",
        "/inbox",
        "/inbox/1",
        "/inbox/other",
        "/calls",
        "/jobs/new",
        "/setup/shop",
    ] {
        let answer = shop.get(path, &tim).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        answer.shows("sign in as");
    }
    for path in [
        "/settings/shop",
        "/inbox/1",
        "/inbox/1/opt-out",
        "/tasks/1",
        "/jobs/new",
        "/setup/shop",
    ] {
        assert_eq!(
            shop.post(path, &tim, &[]).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(
        shop.post(&format!("/jobs/{job}/ready"), &tim, &[])
            .await
            .goes_to(),
        "/"
    );
    shop.get("/modem", &tim)
        .await
        .shows("T-Mobile")
        .hides("The wire");
}

#[tokio::test(start_paused = true)]
async fn only_the_owner_opens_the_settings() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    assert_eq!(
        shop.get("/settings", &jo).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        shop.post("/settings/shop", &jo, &[("brand", "Eve's")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        shop.store.settings().await.unwrap().brand,
        "House of Hardknocks"
    );
}
