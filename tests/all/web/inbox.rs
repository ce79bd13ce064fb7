//! The inbox: whose a conversation is, when it is done with, and what helps to answer.

use super::shop::Shop;
use axum::http::StatusCode;

const LUIS: &str = "+15550134477";
const KIM: &str = "+15550139921";

#[tokio::test(start_paused = true)]
async fn who_answers_has_the_conversation_until_it_is_done_or_let_go() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    shop.job(&jo, &[]).await;
    shop.receives(LUIS, "Can I pick it up at 5 instead?").await;
    shop.get("/inbox?shelf=mine", &jo)
        .await
        .shows("No conversation is yours");
    shop.post("/inbox/1", &jo, &[("words", "Sure.")])
        .await
        .goes_to();
    shop.get("/inbox?shelf=mine", &jo)
        .await
        .shows("Luis Ortega");
    shop.get("/inbox", &ann).await.shows("Jo's");
    // An answer of somebody else's does not take it away; a tap does.
    shop.post("/inbox/1", &ann, &[("words", "At 5.")])
        .await
        .goes_to();
    shop.get("/inbox?shelf=mine", &ann)
        .await
        .hides("Luis Ortega");
    shop.post("/inbox/1/take", &ann, &[]).await.goes_to();
    shop.get("/inbox?shelf=mine", &ann)
        .await
        .shows("Luis Ortega");

    shop.post("/inbox/1/done", &ann, &[]).await.goes_to();
    shop.get("/inbox", &ann).await.hides("Luis Ortega");
    shop.get("/inbox?shelf=mine", &ann)
        .await
        .hides("Luis Ortega");
    shop.get("/inbox?shelf=done", &ann)
        .await
        .shows("Luis Ortega");
    shop.get("/inbox/1", &ann).await.shows("Done with.");
    shop.receives(LUIS, "One more thing").await;
    shop.get("/inbox", &ann).await.shows("One more thing");
    shop.get("/inbox?shelf=done", &ann)
        .await
        .hides("Luis Ortega");

    // Whoever goes home lets go of everything, with a note.
    shop.post("/inbox/1/take", &jo, &[]).await.goes_to();
    shop.get("/inbox?shelf=mine", &jo)
        .await
        .shows("Going home?");
    let note = [("note", "Promised a <call> at 4.")];
    let answer = shop.post("/inbox/release", &jo, &note).await;
    assert_eq!(answer.goes_to(), "/inbox");
    shop.get("/inbox/1", &ann)
        .await
        .shows("Jo left this")
        .shows("Promised a &lt;call&gt; at 4.")
        .shows("Take it");
    // Signing out does so too.
    shop.post("/inbox/1/take", &jo, &[]).await.goes_to();
    shop.post("/sign-out", &jo, &[]).await.goes_to();
    shop.get("/inbox/1", &ann)
        .await
        .shows("Jo let go of this")
        .hides("Jo's");
}

#[tokio::test(start_paused = true)]
async fn phrases_come_in_the_customers_language_behind_what_was_typed() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("lang", "es")]).await;
    shop.receives(LUIS, "Hola").await;
    let page = shop
        .post("/inbox/1", &jo, &[("words", "Hola Luis."), ("phrase", "1")])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("Hola Luis. Si, esta bien.</textarea>")
        .shows("1 text");
    shop.get("/inbox/1", &jo).await.hides("Hola Luis.");
    let odd = shop
        .post("/inbox/1", &jo, &[("words", "Hola"), ("phrase", "99")])
        .await;
    odd.shows(">Hola</textarea>");
}

#[tokio::test(start_paused = true)]
async fn another_language_is_noticed_and_one_tap_changes_ours() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.receives(LUIS, "Can I pick it up at 5 instead?").await;
    shop.get("/inbox/1", &jo).await.hides("from now on");
    shop.receives(LUIS, "Cuando esta lista la camioneta?").await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("The last text is in Español")
        .shows("Text in Español from now on");
    shop.post("/inbox/1/lang", &jo, &[("lang", "es")])
        .await
        .goes_to();
    shop.get("/inbox/1", &jo).await.hides("from now on");
    for odd in ["xx", "de", ""] {
        let answer = shop.post("/inbox/1/lang", &jo, &[("lang", odd)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
    }
}

#[tokio::test(start_paused = true)]
async fn staff_may_write_first_to_who_agreed_and_to_nobody_else() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("They agreed to texts")
        .shows("Write");
    shop.post("/inbox/1", &jo, &[("words", "Your part is here.")])
        .await
        .goes_to();
    shop.get("/inbox?shelf=mine", &jo)
        .await
        .shows("You: Your part is here.");
    shop.job(
        &jo,
        &[("name", "Kim Tran"), ("phone", KIM), ("service", "")],
    )
    .await;
    shop.get("/inbox/2", &jo)
        .await
        .shows("did not agree to texts")
        .hides("<textarea name=\"words\" id");
    let answer = shop.post("/inbox/2", &jo, &[("words", "Hello")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn any_text_can_be_an_opt_out_and_an_unclear_one_says_what_waits() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .job(&jo, &[("where", "bay-1"), ("time", "5:00 PM")])
        .await;
    shop.sends_all().await;
    shop.receives(LUIS, "too many texts").await;
    shop.post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    shop.sends_all().await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("No automatic texts go to Luis until you choose.")
        .shows("On hold now: “On track”.")
        .shows("it counts as an opt-out");
    let ru = format!("{jo}; lang=ru");
    shop.get("/inbox/1", &ru)
        .await
        .shows("Это отказ от сообщений?")
        .shows("Только «готово»");
    shop.post(
        "/inbox/1/decide",
        &jo,
        &[("inbox", "1"), ("decision", "keep")],
    )
    .await
    .goes_to();
    shop.receives(LUIS, "enough of this, friend").await;
    shop.post("/inbox/1/done", &jo, &[]).await.goes_to();
    // It has been read, and it can still be taken for one.
    shop.get("/inbox/1", &jo).await.shows("This is an opt-out");
    shop.post("/inbox/1/opt-out", &jo, &[("inbox", "2")])
        .await
        .goes_to();
    shop.get("/inbox/1", &jo)
        .await
        .shows("The confirmation goes in")
        .shows("taken as an opt-out");
}

#[tokio::test(start_paused = true)]
async fn hostile_texts_are_shown_by_the_letter() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("name", "<script>alert(1)</script>")])
        .await;
    shop.receives(
        LUIS,
        "\"><script>alert(2)</script><img src=x onerror=alert(3)>",
    )
    .await;
    shop.receives("EVIL<b>", "</p><script>alert(4)</script>")
        .await;
    for path in [
        "/inbox",
        "/inbox/1",
        "/inbox/other",
        "/customers/1/texts",
        "/customers",
    ] {
        let page = shop.get(path, &jo).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides("<script>alert")
            .hides("<img src=x")
            .hides("EVIL<b>");
    }
    let page = shop
        .post(
            "/inbox/1",
            &jo,
            &[("words", "</textarea><script>alert(5)"), ("phrase", "1")],
        )
        .await;
    page.hides("<script>alert");
}

#[tokio::test(start_paused = true)]
async fn a_stop_settles_what_an_unclear_text_before_it_left_open() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.receives(LUIS, "why are you texting me").await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("Is this a no to more texts?");
    shop.get("/inbox", &jo).await.shows("Needs a decision");
    shop.receives(LUIS, "STOP").await;
    for path in ["/", "/inbox", "/inbox/1"] {
        shop.get(path, &jo)
            .await
            .hides("Is this a no to more texts?")
            .hides("Needs a decision")
            .hides("wrote something unclear");
    }
    shop.get("/inbox/1", &jo).await.shows("Opted out");
}
