//! What was done with one tap is taken back with one more, for half a minute: all is as it was before, and
//! afterwards it is refused in plain words.

use super::contents::{Contents, contents};
use super::shop::{Answer, Shop};
use super::sign::hidden;
use axum::http::StatusCode;
use readybell::store::Outcome;
use std::time::Duration;

const LUIS: &str = "+15550134477";

/// What lies there, without what only grows: who did what, and when a screen was used.
fn what_lies(shop: &Shop) -> Contents {
    let mut all = contents(shop);
    for grows in ["audit", "session", "ledger", "evidence"] {
        all.remove(grows);
    }
    all
}

/// Where the newest tap on a page is taken back.
#[track_caller]
fn undo(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("action=\"/taps/").expect("no undo");
    let (id, _) = rest.split_once('/').unwrap();
    format!("/taps/{id}/undo")
}

/// Does it, sees it said, takes it back, and finds all as it was; and too late for a second time.
async fn there_and_back(shop: &Shop, who: &str, path: &str, fields: &[(&str, &str)], says: &str) {
    let before = what_lies(shop);
    let to = shop.post(path, who, fields).await.goes_to().to_owned();
    assert_ne!(before, what_lies(shop), "{path} did nothing");
    tokio::time::advance(Duration::from_secs(10)).await;
    let page = shop.get(&to, who).await;
    page.shows(says).shows("data-left=\"20\"");
    let undo = undo(&page);
    let back = shop.post(&undo, who, &[("back", &to)]).await;
    assert_eq!(back.goes_to(), to);
    assert_eq!(before, what_lies(shop), "{path}");
    shop.get(&to, who).await.hides("/taps/");
    let again = shop.post(&undo, who, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.shows("It is too late to take that back.");
}

/// A "ready" that waits while the modem is down: its customer is to be called.
async fn with_a_call(jo: &str, shop: &Shop) -> i64 {
    let job = shop.job(jo, &[("where", "bay-1")]).await;
    shop.sends_all().await;
    let ready = format!("/jobs/{job}/ready");
    shop.post(&ready, jo, &[]).await.goes_to();
    let now = shop.clock.now();
    shop.store.call_whose_ready_waits(now).await.unwrap();
    tokio::time::advance(Duration::from_secs(60)).await;
    job
}

#[tokio::test(start_paused = true)]
async fn a_call_comes_back_with_the_text_that_it_called_off() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    with_a_call(&jo, &shop).await;
    for (outcome, says) in [
        ("called", "Noted: “Called”."),
        ("voicemail", "Noted: “Voicemail”."),
        ("no_answer", "Noted: “No answer”."),
    ] {
        let fields = [("outcome", outcome), ("back", "/calls")];
        there_and_back(&shop, &jo, "/tasks/1", &fields, says).await;
    }
    // Back in line, it goes.
    assert!(shop.sends(Outcome::Sent { mr: 9 }).await);
}

#[tokio::test(start_paused = true)]
async fn a_text_of_a_job_that_has_moved_on_stays_called_off() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = with_a_call(&jo, &shop).await;
    let called = [("outcome", "called"), ("back", "/calls")];
    shop.post("/tasks/1", &jo, &called).await.goes_to();
    let page = shop.get("/calls", &jo).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    let moves = format!("/jobs/{job}/move");
    shop.post(&moves, &jo, &[("to", "picked_up")])
        .await
        .goes_to();
    shop.post(&undo(&page), &jo, &[]).await.goes_to();
    shop.get("/calls", &jo).await.shows("Luis Ortega");
    tokio::time::advance(Duration::from_secs(60)).await;
    assert!(!shop.sends(Outcome::Sent { mr: 9 }).await);
}

#[tokio::test(start_paused = true)]
async fn half_a_minute_later_it_is_refused_in_plain_words_and_nobody_else_may_at_all() {
    let shop = Shop::open().await;
    let (jo, ann) = (shop.cookie("Jo").await, shop.cookie("Ann").await);
    with_a_call(&jo, &shop).await;
    let called = [("outcome", "called"), ("back", "/calls")];
    shop.post("/tasks/1", &jo, &called).await.goes_to();
    let undo = undo(&shop.get("/calls", &jo).await);
    shop.get("/calls", &ann).await.hides("/taps/");
    assert_eq!(
        shop.post(&undo, &ann, &[]).await.status,
        StatusCode::CONFLICT
    );
    tokio::time::advance(Duration::from_secs(29)).await;
    // It stands on whatever page Jo looks at, with the seconds that are left.
    shop.get("/customers", &jo)
        .await
        .shows(&undo)
        .shows("data-left=\"1\"");
    tokio::time::advance(Duration::from_secs(1)).await;
    shop.get("/calls", &jo).await.hides("/taps/");
    let before = what_lies(&shop);
    let late = shop.post(&undo, &jo, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.shows("It is too late to take that back.");
    assert_eq!(before, what_lies(&shop));
}

#[tokio::test(start_paused = true)]
async fn a_conversation_is_unread_and_somebodys_again() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.receives(LUIS, "Can I pick it up at 5 instead?").await;
    shop.post("/inbox/1/take", &jo, &[]).await.goes_to();
    let says = "The conversation is done with.";
    there_and_back(&shop, &jo, "/inbox/1/done", &[], says).await;
    shop.get("/inbox?shelf=mine", &jo)
        .await
        .shows("Can I pick it up");
    // Whoever has taken it since keeps it.
    let ann = shop.cookie("Ann").await;
    shop.post("/inbox/1/done", &jo, &[]).await.goes_to();
    let undo = undo(&shop.get("/inbox/1", &jo).await);
    shop.post("/inbox/1/take", &ann, &[]).await.goes_to();
    let late = shop.post(&undo, &jo, &[]).await;
    late.shows("It is too late to take that back.");
    shop.get("/inbox?shelf=mine", &ann)
        .await
        .shows("Luis Ortega");
}

#[tokio::test(start_paused = true)]
async fn a_text_that_was_kept_is_unclear_again_until_a_stop_decides() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.receives(LUIS, "why are you texting me").await;
    let inbox = hidden(&shop.get("/calls", &jo).await, "inbox");
    let keep = [
        ("inbox", inbox.as_str()),
        ("decision", "keep"),
        ("back", "/calls"),
    ];
    let says = "Kept: texts go on.";
    there_and_back(&shop, &jo, "/inbox/1/decide", &keep, says).await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("Is this a no to more texts?")
        .shows("On hold");
    shop.post("/inbox/1/decide", &jo, &keep).await.goes_to();
    let undo = undo(&shop.get("/calls", &jo).await);
    shop.get("/inbox/1", &jo).await.hides("On hold");
    shop.receives(LUIS, "STOP").await;
    shop.post(&undo, &jo, &[])
        .await
        .shows("It is too late to take that back.");
    shop.get("/calls", &jo).await.hides("Unclear texts");
}

#[tokio::test(start_paused = true)]
async fn each_answer_to_an_unclear_text_is_taken_back_where_it_was_given() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.sends_all().await;
    shop.receives(LUIS, "why are you texting me").await;
    let inbox = hidden(&shop.get("/calls", &jo).await, "inbox");
    for (decision, says) in [
        ("opt_out", "Opted out."),
        ("no_offers", "No more offers."),
        ("only_ready", "Only “ready” from now on."),
    ] {
        let fields = [
            ("inbox", inbox.as_str()),
            ("decision", decision),
            ("back", "/calls"),
        ];
        shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
        let page = shop.get("/calls", &jo).await;
        page.shows(says).hides("Unclear texts");
        shop.post(&undo(&page), &jo, &[]).await.goes_to();
        shop.get("/calls", &jo).await.shows("Unclear texts");
        tokio::time::advance(Duration::from_secs(60)).await;
        // The conversation has a place of its own for it.
        shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
        let page = shop.get("/inbox/1", &jo).await;
        page.shows(says).hides("/taps/");
        let row = hidden(&page, "row");
        let back = shop.post("/inbox/1/undo", &jo, &[("row", &row)]).await;
        back.goes_to();
        tokio::time::advance(Duration::from_secs(60)).await;
    }
}

/// A job in the bay, whose customer is about to read that it is on track: the second text.
async fn is_told_on_track(shop: &Shop, jo: &str) {
    let job = shop
        .job(jo, &[("where", "bay-1"), ("time", "5:00 PM")])
        .await;
    shop.sends_all().await;
    let tell = format!("/jobs/{job}/tell");
    shop.post(&tell, jo, &[("kind", "on_track")])
        .await
        .goes_to();
}

#[tokio::test(start_paused = true)]
async fn a_text_that_was_called_off_waits_its_turn_again() {
    let shop = Shop::open().await;
    let (jo, tim) = (shop.cookie("Jo").await, shop.cookie("Tim").await);
    is_told_on_track(&shop, &jo).await;
    let says = "The text is called off.";
    there_and_back(&shop, &tim, "/texts/2/cancel", &[], says).await;
    assert!(shop.sends(Outcome::Sent { mr: 9 }).await);
}

#[tokio::test(start_paused = true)]
async fn what_was_said_of_a_doubtful_text_is_asked_again() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    is_told_on_track(&shop, &jo).await;
    let words = "no answer".to_owned();
    assert!(shop.sends(Outcome::Unsure { words }).await);
    let path = "/texts/2/unsure";
    let arrived = [("answer", "arrived")];
    there_and_back(&shop, &jo, path, &arrived, "Noted: “It arrived”.").await;
    let call = [("answer", "call"), ("back", "/calls")];
    there_and_back(&shop, &jo, path, &call, "Noted: “Call instead”.").await;
    shop.get("/", &jo).await.shows("may not have gone");
}

#[tokio::test(start_paused = true)]
async fn a_token_and_the_screens_are_good_again() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let now = shop.clock.now();
    let scopes = vec!["inbox".to_owned()];
    let made = shop.store.add_token(
        "till".to_owned(),
        "rb_secret".to_owned(),
        scopes,
        "Ann".to_owned(),
        now,
    );
    made.await.unwrap();
    let known = shop
        .store
        .know_screen("a browser".to_owned(), "Ann".to_owned(), now);
    known.await.unwrap();
    let token = "/settings/tokens/revoke";
    let says = "The token is revoked.";
    there_and_back(&shop, &ann, token, &[("name", "till")], says).await;
    let good = shop.store.token("rb_secret".to_owned());
    assert!(good.await.unwrap().is_some());
    let screens = "/settings/screens/forget";
    let says = "Every screen asks for a password";
    there_and_back(&shop, &ann, screens, &[], says).await;
    let knows = shop.store.knows_screen("a browser".to_owned());
    assert!(knows.await.unwrap());
    shop.get("/settings/audit", &ann).await.shows("took back");
}
