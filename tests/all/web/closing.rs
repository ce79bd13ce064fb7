//! Closing time and the day's sheet: each vehicle is asked about once, and paper helps when the power is out.

use super::board::opened;
use axum::http::StatusCode;

#[tokio::test(start_paused = true)]
async fn at_closing_each_vehicle_is_asked_about_once() {
    let (shop, jo) = opened().await;
    let gone = shop.job(&jo, &[("where", "bay-1")]).await;
    let stays = shop
        .job(
            &jo,
            &[
                ("name", "Kim"),
                ("phone", "555 013 9921"),
                ("time", "3:00 PM"),
            ],
        )
        .await;
    let called = shop
        .job(
            &jo,
            &[
                ("name", "Sam"),
                ("phone", ""),
                ("service", ""),
                ("where", "bay-2"),
            ],
        )
        .await;
    shop.get("/", &jo).await.hides("Closing at");
    // The shop closes at 5 PM on a Saturday.
    shop.at("2026-11-21T22:40:00Z");
    shop.get("/", &jo)
        .await
        .shows("Closing at 5:00 PM")
        .shows("3 vehicles are still here");
    let say = async |job: i64, said: &'static str| {
        let fields = [("said", said), ("back", "/sweep")];
        let path = format!("/jobs/{job}/sweep");
        let answer = shop.post(&path, &jo, &fields).await;
        assert_eq!(answer.goes_to(), "/sweep");
    };
    say(gone, "gone").await;
    say(stays, "stays").await;
    say(called, "call").await;
    let sweep = shop.get("/sweep", &jo).await;
    sweep
        .shows("Everything is said")
        .shows("stays overnight")
        .shows("on the call list")
        .hides("Luis Ortega</b>");
    let board = shop.get("/", &jo).await;
    board
        .hides("Closing at")
        .shows("until tomorrow")
        .hides("job late");
    shop.get("/calls", &jo).await.shows("The shop is closing");
    let wrong = shop
        .post(&format!("/jobs/{stays}/sweep"), &jo, &[("said", "x")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn the_day_sheet_has_names_numbers_and_promises_for_the_counter_only() {
    let (shop, jo) = opened().await;
    shop.job(
        &jo,
        &[("time", "5:00 PM"), ("work", "Amp"), ("plate", "ABC 123")],
    )
    .await;
    let sheet = shop.get("/day-sheet", &jo).await;
    sheet
        .shows("Luis Ortega")
        .shows("(555) 013-4477")
        .shows("2012 Chevy Tahoe, ABC 123")
        .shows("5:00 PM")
        .shows("Amp");
    let tim = shop.cookie("Tim").await;
    for path in ["/day-sheet", "/sweep"] {
        assert_eq!(shop.get(path, &tim).await.status, StatusCode::FORBIDDEN);
    }
}
