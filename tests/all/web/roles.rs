//! Who may do what.

use super::shop::Shop;
use axum::http::StatusCode;

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
        "/settings",
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
        shop.post("/settings", &jo, &[("brand", "Eve's")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        shop.store.settings().await.unwrap().brand,
        "House of Hardknocks"
    );
}
