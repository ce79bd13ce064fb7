//! The inbox: whose a conversation is, when it is done with, and what helps to answer.

use super::shop::{Answer, Shop};
use super::sign::hidden;
use axum::http::StatusCode;
use readybell::domain::consent::Consent;
use readybell::domain::purpose::Purpose;
use std::time::Duration;

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
    shop.get("/inbox", &ann)
        .await
        .shows("Jo's")
        .shows("<p class=\"cut\">2012 Chevy Tahoe");
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
    // The line that takes it back has gone.
    tokio::time::advance(Duration::from_secs(30)).await;
    shop.get("/inbox", &ann).await.hides("Luis Ortega");
    shop.get("/inbox?shelf=mine", &ann)
        .await
        .hides("Luis Ortega");
    shop.get("/inbox?shelf=done", &ann)
        .await
        .shows("Luis Ortega");
    shop.get("/inbox/1", &ann).await.shows("Done with.");
    let sign = "href=\"/inbox/1\">New text: read it";
    shop.get("/", &ann).await.hides(sign);
    shop.receives(LUIS, "One more thing").await;
    shop.get("/", &ann).await.shows(sign);
    let tim = shop.cookie("Tim").await;
    shop.get("/", &tim).await.hides("New text: read it");
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
    // The shop's name begins each of its own texts, and tells nobody here anything.
    shop.post("/jobs/1001/tell", &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    shop.get("/inbox?shelf=mine", &jo)
        .await
        .shows("You: 2012 Chevy Tahoe is on track");
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
    // It has been read, and it can still be taken for one. The newest has a button that stands out.
    let plain = "<button class=\"small no\">They want no more texts";
    let page = shop.get("/inbox/1", &jo).await;
    assert_eq!(page.body.matches("They want no more texts").count(), 2);
    assert_eq!(page.body.matches(plain).count(), 1, "{}", page.body);
    assert!(page.body.find("enough of this, friend") < page.body.find(plain));
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

/// The four answers to an unclear text, as they are on a page.
fn four(page: &Answer) -> Vec<String> {
    let buttons = page.body.split("name=\"decision\" value=\"").skip(1);
    buttons
        .map(|rest| rest.split('<').next().unwrap().replace("\">", " "))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn an_unclear_text_has_the_same_four_answers_everywhere() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    let answers = [
        "opt_out Opt out",
        "keep Keep",
        "no_offers No offers",
        "only_ready Only “ready”",
    ];
    for (words, path, decision) in [
        ("too many texts", "/inbox/1", "keep"),
        ("too many texts again", "/customers/1", "no_offers"),
        ("still too many texts", "/calls", "only_ready"),
    ] {
        shop.receives(LUIS, words).await;
        for place in ["/inbox/1", "/customers/1", "/calls"] {
            let page = shop.get(place, &jo).await;
            assert_eq!(four(&page), answers, "{place}");
        }
        let page = shop.get(path, &jo).await;
        let inbox = hidden(&page, "inbox");
        let fields = [
            ("inbox", inbox.as_str()),
            ("decision", decision),
            ("back", path),
        ];
        let answer = shop.post("/inbox/1/decide", &jo, &fields).await;
        assert_eq!(answer.goes_to(), path);
        assert!(four(&shop.get(path, &jo).await).is_empty(), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn any_text_is_an_opt_out_with_one_tap_and_can_be_taken_back() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.sends_all().await;
    let mut count = 0;
    for (words, decision) in [
        ("My car is blue", ""),
        ("too many texts", "keep"),
        ("Yes", ""),
    ] {
        shop.receives(LUIS, words).await;
        count += 1;
        let inbox = format!("{count}");
        if !decision.is_empty() {
            let fields = [("inbox", inbox.as_str()), ("decision", decision)];
            shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
        }
        let button = format!("name=\"inbox\" value=\"{inbox}\"");
        shop.get("/inbox/1", &jo).await.shows(&button);
        let tap = [("inbox", inbox.as_str())];
        shop.post("/inbox/1/opt-out", &jo, &tap).await.goes_to();
        let page = shop.get("/inbox/1", &jo).await;
        page.hides(&button);
        let row = hidden(&page, "row");
        tokio::time::advance(Duration::from_secs(29)).await;
        let undo = [("row", row.as_str())];
        shop.post("/inbox/1/undo", &jo, &undo).await.goes_to();
        shop.get("/inbox/1", &jo).await.shows(&button);
    }
    // What was unclear and taken for an opt-out by mistake is unclear again.
    shop.receives(LUIS, "too many texts today").await;
    let page = shop.get("/inbox/1", &jo).await;
    assert_eq!(four(&page).len(), 4);
    let unclear = (count + 1).to_string();
    let fields = [("inbox", unclear.as_str()), ("decision", "opt_out")];
    shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
    let page = shop.get("/inbox/1", &jo).await;
    assert!(four(&page).is_empty());
    let row = hidden(&page, "row");
    shop.post("/inbox/1/undo", &jo, &[("row", row.as_str())])
        .await
        .goes_to();
    assert_eq!(four(&shop.get("/inbox/1", &jo).await).len(), 4);
    // After half a minute it stays.
    shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
    let row = hidden(&shop.get("/inbox/1", &jo).await, "row");
    tokio::time::advance(Duration::from_secs(31)).await;
    let late = shop
        .post("/inbox/1/undo", &jo, &[("row", row.as_str())])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test(start_paused = true)]
async fn a_picture_that_could_not_be_received_is_said_to_be_one() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.brings_a_picture("5550134477").await;
    // A service that tells of one for somebody stands with the names.
    shop.brings_a_picture("5550139999").await;
    let said = "A picture or a link came. This line receives words only";
    let list = shop.get("/inbox", &jo).await;
    list.shows("Luis Ortega")
        .shows("Picture or link")
        .shows(said);
    for page in ["/inbox/1", "/inbox/other", "/customers/1/texts"] {
        shop.get(page, &jo).await.shows(said);
    }
}

#[tokio::test(start_paused = true)]
async fn what_ended_less_than_everything_can_be_taken_back_as_long() {
    for (decision, words) in [
        ("no_offers", "No more offers."),
        ("only_ready", "Only “ready” from now on."),
    ] {
        let shop = Shop::open().await;
        let jo = shop.cookie("Jo").await;
        shop.job(&jo, &[]).await;
        shop.sends_all().await;
        shop.receives(LUIS, "too many texts").await;
        let fields = [("inbox", "1"), ("decision", decision)];
        shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
        shop.get("/customers/1", &jo).await.shows(words);
        let page = shop.get("/inbox/1", &jo).await;
        page.shows(words).shows("You can take that back for");
        assert!(four(&page).is_empty(), "{decision}");
        tokio::time::advance(Duration::from_secs(29)).await;
        let row = hidden(&page, "row");
        let undo = [("row", row.as_str())];
        shop.post("/inbox/1/undo", &jo, &undo).await.goes_to();
        // It is unclear again, and holds the texts again.
        let page = shop.get("/inbox/1", &jo).await;
        page.hides(words).shows("No automatic texts go to Luis");
        assert_eq!(four(&page).len(), 4, "{decision}");
        let standing = shop.store.standing(1).await.unwrap();
        assert_eq!(standing.consent(Purpose::Service), Consent::Held);
        assert!(!standing.only_ready());
        // After half a minute it stays.
        shop.post("/inbox/1/decide", &jo, &fields).await.goes_to();
        let page = shop.get("/inbox/1", &jo).await;
        let row = hidden(&page, "row");
        tokio::time::advance(Duration::from_secs(31)).await;
        let undo = [("row", row.as_str())];
        let late = shop.post("/inbox/1/undo", &jo, &undo).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let page = shop.get("/inbox/1", &jo).await;
        page.hides("You can take that back for");
    }
}

#[tokio::test(start_paused = true)]
async fn only_offers_that_were_ended_by_word_of_mouth_can_be_taken_back() {
    let shop = Shop::open().await;
    shop.set(|settings| settings.limits.paced = false).await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    for word in ["START", "PROMO"] {
        shop.receives(LUIS, word).await;
        shop.sends_all().await;
    }
    let offers = async || {
        let standing = shop.store.standing(1).await.unwrap();
        standing.consent(Purpose::Promotional)
    };
    assert_eq!(offers().await, Consent::Granted);
    let heard = [
        ("heard", "in_person"),
        ("words", "no more ads please"),
        ("only_offers", "yes"),
        ("back", "/inbox/1"),
    ];
    shop.post("/inbox/1/heard", &jo, &heard).await.goes_to();
    assert_eq!(offers().await, Consent::Revoked);
    let page = shop.get("/inbox/1", &jo).await;
    page.shows("No more offers.");
    let row = hidden(&page, "row");
    let undo = [("row", row.as_str())];
    shop.post("/inbox/1/undo", &jo, &undo).await.goes_to();
    assert_eq!(offers().await, Consent::Granted);
    // Once is enough.
    let again = shop.post("/inbox/1/undo", &jo, &undo).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}
