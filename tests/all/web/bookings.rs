//! Who is booked comes at a time of their own, apart from the promise.

use super::board::opened;
use super::shop::Shop;
use axum::http::StatusCode;

/// Books Ana: the fields besides her name and vehicle.
async fn book(shop: &Shop, jo: &str, more: &[(&str, &str)]) -> i64 {
    let fields = [&[("where", "booked")], more].concat();
    shop.begins(jo, &fields).await
}

#[tokio::test(start_paused = true)]
async fn a_booking_has_its_time_and_the_board_says_who_did_not_come() {
    let (shop, jo) = opened().await;
    let timeless = [("name", "Ana"), ("where", "booked"), ("time", "5 PM")];
    let refused = shop.post("/jobs/new", &jo, &timeless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .shows("Type the time of the booking.")
        .shows("value=\"5 PM\"");
    shop.at("2026-11-21T20:00:00Z");
    let job = book(&shop, &jo, &[("comes-time", "3:30 PM"), ("time", "5 PM")]).await;
    shop.get("/", &jo)
        .await
        .shows("comes 3:30 PM")
        .hides("by 5:00 PM");
    shop.get("/day-sheet", &jo).await.shows("comes 3:30 PM");
    shop.at("2026-11-21T22:40:00Z");
    shop.get("/", &jo)
        .await
        .shows("expected 3:30 PM, not here yet");
    shop.get("/sweep", &jo).await.shows("Did not come");
    // Here at last: from now on the promise counts.
    shop.post(&format!("/jobs/{job}/move"), &jo, &[("to", "waiting")])
        .await
        .goes_to();
    shop.get("/", &jo)
        .await
        .shows("by 5:00 PM")
        .hides("3:30 PM");
}

#[tokio::test(start_paused = true)]
async fn a_booking_is_put_off_in_the_work_form() {
    let (shop, jo) = opened().await;
    let job = book(&shop, &jo, &[("comes-time", "4:30 PM"), ("time", "5 PM")]).await;
    let work = format!("/jobs/{job}/work");
    shop.get(&work, &jo).await.shows("value=\"16:30\"");
    let later = [
        ("name", "Ana Flores"),
        ("where", "booked"),
        ("comes-date", "2026-11-24"),
        ("comes-time", "9 AM"),
    ];
    shop.post(&work, &jo, &later).await.goes_to();
    shop.get("/", &jo).await.shows("comes Tuesday 9:00 AM");
}

#[tokio::test(start_paused = true)]
async fn bookings_stand_in_the_order_in_which_they_come() {
    let (shop, jo) = opened().await;
    for (name, comes, ready) in [
        ("Late", "4:40 PM", "4:50 PM"),
        ("Soon", "4:10 PM", ""),
        ("Next", "4:20 PM", "9:00 PM"),
    ] {
        book(
            &shop,
            &jo,
            &[("name", name), ("comes-time", comes), ("time", ready)],
        )
        .await;
    }
    let board = shop.get("/", &jo).await.body;
    let place = |name: &str| board.find(&format!("{name}<")).unwrap();
    assert!(place("Soon") < place("Next") && place("Next") < place("Late"));
}
