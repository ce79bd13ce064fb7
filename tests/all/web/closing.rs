//! Closing time and the day's sheet: each vehicle is asked about once, and paper helps when the power is out.

use super::board::opened;
use axum::http::StatusCode;
use readybell::store::Outcome;

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
        .shows("Every vehicle has its answer. Still open:")
        .shows("1 call to make")
        .hides("Good night")
        .shows("stays overnight")
        .shows("on the call list")
        .shows("Left within the hour")
        .hides("value=\"gone\"");
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
async fn every_answer_at_closing_can_be_taken_back() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("time", "3:00 PM")]).await;
    shop.at("2026-11-21T22:40:00Z");
    let say = async |said: &'static str| {
        let fields = [("said", said), ("back", "/sweep")];
        let path = format!("/jobs/{job}/sweep");
        assert_eq!(shop.post(&path, &jo, &fields).await.goes_to(), "/sweep");
        shop.get("/sweep", &jo).await
    };
    let asked = shop.get("/sweep", &jo).await;
    asked.shows("Stays overnight").hides("value=\"nothing\"");
    // It stays, and what it waits for is as before once that is taken back.
    say("stays").await.shows("value=\"nothing\"");
    say("nothing").await.shows("Stays overnight");
    shop.get("/", &jo).await.hides("until tomorrow");
    // On the call list, and off it.
    say("call").await.shows("1 call to make");
    say("nothing").await.hides("call to make").shows("To call");
    shop.get("/calls", &jo)
        .await
        .shows("Nobody has to be called");
    // Gone, and back where it was.
    let gone = say("gone").await;
    gone.shows("Everything is said. Good night.")
        .shows("Left within the hour")
        .shows(&format!("/jobs/{job}/back"));
    shop.at("2026-11-21T23:20:00Z");
    let back = [("back", "/sweep")];
    let path = format!("/jobs/{job}/back");
    assert_eq!(shop.post(&path, &jo, &back).await.goes_to(), "/sweep");
    shop.get("/sweep", &jo)
        .await
        .shows("Stays overnight")
        .hides("Left within the hour");
}

#[tokio::test(start_paused = true)]
async fn a_vehicle_that_stays_is_given_a_new_time_and_texted_only_on_wish() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("time", "3:00 PM")]).await;
    shop.sends_all().await;
    shop.at("2026-11-21T22:40:00Z");
    let path = format!("/jobs/{job}/sweep");
    let stays = [("said", "stays"), ("back", "/sweep")];
    shop.post(&path, &jo, &stays).await.goes_to();
    let late = format!("/jobs/{job}/late");
    let to_form = format!("{late}?back=/sweep");
    shop.get("/sweep", &jo).await.shows(&to_form);
    // The next opening, and word for word what a text would say.
    let form = shop.get(&to_form, &jo).await;
    form.shows("value=\"2026-11-23\"")
        .shows("The new time is")
        .shows("Keep it without a text");
    let fields = [
        ("date", "2026-11-23"),
        ("time", "10:00"),
        ("quiet", "yes"),
        ("back", "/sweep"),
    ];
    assert_eq!(shop.post(&late, &jo, &fields).await.goes_to(), "/sweep");
    assert!(!shop.sends(Outcome::Sent { mr: 9 }).await, "nothing went");
    shop.get("/", &jo).await.shows("by Monday 10:00 AM");
    shop.get("/calls", &jo)
        .await
        .shows("Nobody has to be called");
}

#[tokio::test(start_paused = true)]
async fn whoever_texted_stop_is_promised_a_new_time_and_called() {
    let (shop, jo) = opened().await;
    let job = shop
        .job(&jo, &[("where", "bay-1"), ("time", "3:00 PM")])
        .await;
    shop.sends_all().await;
    shop.receives("+15550134477", "STOP").await;
    shop.sends_all().await;
    shop.get("/", &jo).await.shows("No text goes: call them.");
    let late = format!("/jobs/{job}/late");
    shop.get(&late, &jo)
        .await
        .shows("No text goes: call them.")
        .hides("Text the new time");
    let fields = [("time", "17:30"), ("quiet", "yes"), ("back", "/")];
    shop.post(&late, &jo, &fields).await.goes_to();
    assert!(!shop.sends(Outcome::Sent { mr: 9 }).await, "nothing went");
    shop.get("/", &jo).await.shows("by 5:30 PM");
    shop.get("/calls", &jo)
        .await
        .shows("A new time was promised, and no text may go.");
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
