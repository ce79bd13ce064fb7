//! What the pages tell about texts, and what one tap does to them.

use super::shop::{Shop, works};
use axum::http::StatusCode;
use chrono::{FixedOffset, TimeDelta};
use readybell::modem::{Direction, ModemStatus, State, Why, WireLine};
use readybell::store::Outcome;
use std::time::Duration;

const LUIS: &str = "+15550134477";

async fn in_bay(shop: &Shop, jo: &str) -> i64 {
    let job = shop
        .job(jo, &[("where", "bay-1"), ("time", "5:00 PM")])
        .await;
    shop.sends_all().await;
    job
}

#[tokio::test(start_paused = true)]
async fn ready_can_be_taken_back_and_then_goes() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = in_bay(&shop, &jo).await;
    shop.get("/", &jo)
        .await
        .shows("Sign-up confirmation sent 2:14 PM");
    assert_eq!(
        shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
            .await
            .goes_to(),
        "/"
    );
    let board = shop.get("/", &jo).await;
    board
        .shows("“Ready” goes in")
        .shows("data-left=\"20\"")
        .shows("job armed")
        .shows("Undo");
    assert_eq!(
        shop.post(&format!("/jobs/{job}/undo"), &jo, &[])
            .await
            .goes_to(),
        "/"
    );
    shop.get("/", &jo).await.hides("job armed").hides("goes in");

    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    tokio::time::advance(Duration::from_secs(21)).await;
    assert!(shop.sends(Outcome::Sent { mr: 7 }).await);
    let board = shop.get("/", &jo).await;
    board
        .shows("“Ready” sent 2:14 PM")
        .shows("Picked up")
        .shows("Text a correction");
    let late = shop.post(&format!("/jobs/{job}/undo"), &jo, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.shows("It is too late to take that back.");
    let answer = shop
        .post(&format!("/jobs/{job}/not-ready"), &jo, &[("tell", "text")])
        .await;
    answer.goes_to();
    shop.get("/", &jo)
        .await
        .shows("“Not ready after all” waits its turn")
        .shows("Bay 1");
}

#[tokio::test(start_paused = true)]
async fn running_late_asks_for_a_time_that_can_be_kept() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = in_bay(&shop, &jo).await;
    let path = format!("/jobs/{job}/late");
    shop.get(&path, &jo)
        .await
        .shows("Running late")
        .shows("value=\"15:30\"");
    for (time, says) in [
        ("1:00 PM", "has passed already"),
        ("soon", "That is no time"),
    ] {
        let answer = shop
            .post(&path, &jo, &[("time", time), ("date", "2026-11-21")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows(says).shows(&format!("value=\"{time}\""));
    }
    let answer = shop
        .post(&path, &jo, &[("time", "18:30"), ("date", "2026-11-21")])
        .await;
    assert_eq!(answer.goes_to(), "/");
    shop.get("/", &jo)
        .await
        .shows("“Running late” waits its turn")
        .shows("by 6:30 PM");
    shop.sends_all().await;
    shop.post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    shop.get("/", &jo).await.shows("“On track” waits its turn");
    let odd = shop
        .post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "offer")])
        .await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Monday at seven: promised and past.
    shop.at("2026-11-24T01:00:00Z");
    let jo = shop.cookie("Jo").await;
    shop.get("/", &jo)
        .await
        .shows("job late")
        .shows("2 days late");
}

#[tokio::test(start_paused = true)]
async fn a_text_that_may_not_have_gone_asks_with_three_answers() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = in_bay(&shop, &jo).await;
    shop.post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    assert!(
        shop.sends(Outcome::Unsure {
            words: "no answer".to_owned()
        })
        .await
    );
    let board = shop.get("/", &jo).await;
    board
        .shows("may not have gone")
        .shows("Send again")
        .shows("It arrived")
        .shows("Call instead");
    shop.get("/calls", &jo)
        .await
        .shows("A text may not have gone");
    let odd = shop
        .post("/texts/2/unsure", &jo, &[("answer", "perhaps")])
        .await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = shop
        .post(
            "/texts/2/unsure",
            &jo,
            &[("answer", "call"), ("back", "/calls")],
        )
        .await;
    assert_eq!(answer.goes_to(), "/calls");
    shop.get("/calls", &jo)
        .await
        .shows("Luis Ortega")
        .shows("A text may not have arrived.");
    let again = shop
        .post("/texts/2/unsure", &jo, &[("answer", "arrived")])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn who_opted_out_is_called() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = in_bay(&shop, &jo).await;
    shop.receives(LUIS, "STOP").await;
    shop.get("/", &jo)
        .await
        .shows("Opted out · no texts")
        .hides("On track</button>");
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    let board = shop.get("/", &jo).await;
    board
        .shows("Call Luis Ortega")
        .shows("tel:+15550134477")
        .shows("No answer");
    shop.get("/calls", &jo)
        .await
        .shows("This number opted out.");
    let odd = shop.post("/tasks/1", &jo, &[("outcome", "shouted")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    shop.post("/tasks/1", &jo, &[("outcome", "no_answer")])
        .await
        .goes_to();
    shop.get("/", &jo).await.shows("no answer so far");
    shop.post("/tasks/1", &jo, &[("outcome", "called")])
        .await
        .goes_to();
    shop.get("/", &jo).await.hides("Call Luis Ortega");
    shop.get("/calls", &jo)
        .await
        .shows("Nobody has to be called.")
        .shows("was called · Jo");
}

#[tokio::test(start_paused = true)]
async fn a_conversation_is_answered_decided_and_ended() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    in_bay(&shop, &jo).await;
    shop.receives(LUIS, "Can I pick it up at 5 instead?").await;
    shop.get("/inbox", &jo)
        .await
        .shows("Luis Ortega")
        .shows("Can I pick it up at 5 instead?")
        .shows("new");
    let thread = shop.get("/inbox/1", &jo).await;
    thread
        .shows("Texts about the vehicle")
        .shows("They want no more texts")
        .shows("so an answer is fine");
    let empty = shop.post("/inbox/1", &jo, &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.shows("A text needs words.");
    let long = "Привет ".repeat(120);
    let answer = shop.post("/inbox/1", &jo, &[("words", &long)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("Make it shorter").shows("Привет Привет");
    shop.post("/inbox/1", &jo, &[("words", "Sure, 5 works.")])
        .await
        .goes_to();
    shop.get("/inbox/1", &jo)
        .await
        .shows("Sure, 5 works.")
        .shows("waits its turn")
        .shows("Yours");

    shop.receives(LUIS, "too many texts").await;
    let thread = shop.get("/inbox/1", &jo).await;
    thread
        .shows("Is this a no to more texts?")
        .shows("On hold")
        .shows("unclear");
    shop.get("/", &jo).await.shows("wrote something unclear");
    let odd = shop
        .post(
            "/inbox/1/decide",
            &jo,
            &[("inbox", "2"), ("decision", "ban")],
        )
        .await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    shop.post(
        "/inbox/1/decide",
        &jo,
        &[("inbox", "2"), ("decision", "only_ready")],
    )
    .await
    .goes_to();
    shop.get("/inbox/1", &jo)
        .await
        .shows("Only “ready”")
        .hides("Is this a no");

    shop.receives(LUIS, "you people are great").await;
    shop.post("/inbox/1/opt-out", &jo, &[("inbox", "3")])
        .await
        .goes_to();
    let thread = shop.get("/inbox/1", &jo).await;
    thread
        .shows("Opted out")
        .shows("The confirmation goes in")
        .shows("data-left=\"30\"");
    let from = thread.body.find("name=\"row\" value=\"").unwrap() + 18;
    let row: String = thread.body[from..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    shop.post("/inbox/1/undo", &jo, &[("row", &row)])
        .await
        .goes_to();
    shop.get("/inbox/1", &jo)
        .await
        .hides("The confirmation goes in")
        .hides("Opted out<");
    let again = shop.post("/inbox/1/undo", &jo, &[("row", &row)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let odd = shop.post("/inbox/1/undo", &jo, &[("row", "x")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn texts_from_names_are_shown_apart() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.receives("T-Mobile", "Your balance is low.").await;
    shop.get("/inbox", &jo).await.shows("Names and services");
    shop.get("/inbox/other", &jo)
        .await
        .shows("Your balance is low.")
        .shows("Done");
    shop.post("/inbox/other", &jo, &[("last", "1")])
        .await
        .goes_to();
    shop.get("/inbox/other", &jo)
        .await
        .shows("Your balance is low.")
        .hides("Done");
}

#[tokio::test(start_paused = true)]
async fn trouble_shows_in_plain_words() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = in_bay(&shop, &jo).await;
    shop.get("/modem", &jo)
        .await
        .shows("It works: texts come and go.")
        .shows("good signal");
    shop.modem.send_replace(ModemStatus {
        state: State::Down,
        why: Some(Why::Unplugged),
        ..works()
    });
    shop.post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    let board = shop.get("/", &jo).await;
    board
        .shows("No texts go out")
        .shows("The modem was unplugged")
        .shows("waits for the modem");
    shop.get("/modem", &jo)
        .await
        .shows("It is down")
        .shows("Luis Ortega");

    shop.at("2026-11-22T04:00:00Z");
    shop.modem.send_replace(works());
    let job = shop
        .job(
            &jo,
            &[
                ("where", "bay-2"),
                ("phone", "555-013-9921"),
                ("name", "Kim"),
            ],
        )
        .await;
    shop.sends_all().await;
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    tokio::time::advance(Duration::from_secs(21)).await;
    shop.sends_all().await;
    shop.get("/", &jo)
        .await
        .shows("waits until tomorrow 9:00 AM: quiet hours");
}

#[tokio::test(start_paused = true)]
async fn the_wire_is_shown_to_who_may_read_texts() {
    let shop = Shop::open().await;
    shop.wire.push(WireLine {
        at: shop.clock.now().wall,
        direction: Direction::FromModem,
        text: "+CMGL: 1,<b>,,24".to_owned(),
    });
    let jo = shop.cookie("Jo").await;
    shop.get("/modem", &jo)
        .await
        .shows("+CMGL: 1,&lt;b&gt;,,24");
    let tim = shop.cookie("Tim").await;
    shop.get("/modem", &tim).await.hides("+CMGL");
}

#[tokio::test(start_paused = true)]
async fn the_clock_is_confirmed_with_one_tap_on_a_fresh_page() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.clock.set_trusted(false);
    shop.get("/", &jo).await.shows("Is it Saturday 2:14 PM?");
    let shown = shop.clock.now().wall.timestamp();
    let old = (shown - 3_600).to_string();
    let answer = shop.post("/clock", &jo, &[("shown", &old)]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(!shop.clock.is_trusted());
    let answer = shop.post("/clock", &jo, &[("shown", "now")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    shop.post("/clock", &jo, &[("shown", &shown.to_string())])
        .await
        .goes_to();
    assert!(shop.clock.is_trusted());
    shop.get("/", &jo).await.hides("Is it Saturday");
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_the_time_says_so_and_the_modem_s_page_what_the_network_says() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = in_bay(&shop, &jo).await;
    shop.sends_all().await;
    shop.get("/modem", &jo)
        .await
        .shows("known to be right: somebody confirmed it")
        .hides("Mobile network");
    shop.post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    let right = shop.clock.now().wall;
    shop.clock.jump_to(right + TimeDelta::minutes(-95));
    shop.sends_all().await;
    shop.get("/", &jo)
        .await
        .shows("Is it Saturday 12:39 PM?")
        .shows("waits: the time of day is not known; confirm it on the page");
    // The modem has been told the right time.
    let zone = FixedOffset::west_opt(6 * 3600).unwrap();
    shop.clock.network_says(right.with_timezone(&zone));
    shop.get("/modem", &jo)
        .await
        .shows("not known to be right")
        .shows("sudo TZ=America/Chicago date -s '2026-11-21 14:14'")
        .shows("1 h 35 min ahead of this clock");
    shop.clock.jump_to(right);
    shop.store.clock_changed().await.unwrap();
    shop.sends_all().await;
    shop.get("/modem", &jo)
        .await
        .shows("known to be right: the mobile network says the same")
        .hides("not known to be right");
    shop.get("/", &jo)
        .await
        .hides("Is it Saturday")
        .hides("the time of day is not known");
}
