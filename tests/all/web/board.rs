//! The board: what a card shows, and what can be done with it.

use super::shop::{Answer, Shop};
use axum::http::StatusCode;
use readybell::domain::money::Currency;
use readybell::domain::settings::KeyTag;
use readybell::store::TaskKind;
use std::time::Duration;

const LUIS: &str = "+15550134477";

pub async fn opened() -> (Shop, String) {
    let shop = Shop::open().await;
    shop.set(|settings| settings.limits.paced = false).await;
    let jo = shop.cookie("Jo").await;
    (shop, jo)
}

async fn ask(shop: &Shop, who: &str, job: i64, line: &str, price: &str) -> Answer {
    let fields = [("line", line), ("price", price), ("wait", "30")];
    shop.post(&format!("/jobs/{job}/ask"), who, &fields).await
}

/// The card of one job on the board.
fn card(board: &Answer, job: i64) -> String {
    let from = board.body.find(&format!("id=\"job-{job}\"")).unwrap();
    let card = &board.body[from..];
    card[..card.find("</article>").unwrap()].to_owned()
}

#[tokio::test(start_paused = true)]
async fn the_tag_says_the_last_digits_or_the_plate() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("plate", "TX 482-KLM")]).await;
    let board = shop.get("/", &jo).await;
    assert!(card(&board, job).contains("</span>001</span>"));
    shop.set(|settings| settings.key_tag = KeyTag::Plate).await;
    let board = shop.get("/", &jo).await;
    assert!(card(&board, job).contains("</span>TX 482-KLM</span>"));
}

#[tokio::test(start_paused = true)]
async fn a_card_shows_exactly_what_each_text_will_say() {
    let (shop, jo) = opened().await;
    let job = shop
        .job(&jo, &[("where", "bay-1"), ("time", "5:00 PM")])
        .await;
    let says = "House of Hardknocks: 2012 Chevy Tahoe is on track and should be done by 5:00 PM.";
    let board = shop.get("/", &jo).await;
    board
        .shows(says)
        .shows("1 text · 80 of 160 · plain letters");
    let path = format!("/jobs/{job}/tell");
    shop.post(&path, &jo, &[("kind", "on_track")]).await;
    let sent = shop.get("/inbox/1", &jo).await;
    sent.shows(says);
    // "Running late" shows the new time as it is typed.
    let path = format!("/jobs/{job}/late/preview");
    let shown = shop.post(&path, &jo, &[("time", "18:30")]).await;
    shown.shows("The new time is 6:30 PM.");
    let passed = shop.post(&path, &jo, &[("time", "08:00")]).await;
    passed.shows("has passed already");
}

#[tokio::test(start_paused = true)]
async fn with_several_open_jobs_every_text_names_the_vehicle() {
    let (shop, jo) = opened().await;
    let first = shop.job(&jo, &[("vehicle", ""), ("where", "bay-1")]).await;
    shop.get("/", &jo).await.shows("your vehicle is ready");
    let second = shop.job(&jo, &[("where", "bay-2")]).await;
    let board = shop.get("/", &jo).await;
    assert!(card(&board, first).contains("your vehicle (job 1001) is ready"));
    assert!(card(&board, second).contains("2012 Chevy Tahoe is ready"));
    shop.post(&format!("/jobs/{first}/ready"), &jo, &[]).await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("your vehicle (job 1001) is ready");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_part_or_until_tomorrow_ends_the_red_outline() {
    let (shop, jo) = opened().await;
    let job = shop
        .job(&jo, &[("where", "bay-1"), ("time", "3:00 PM")])
        .await;
    shop.at("2026-11-21T22:00:00Z");
    let late = shop.get("/", &jo).await;
    late.shows("class=\"job late\"").shows("60 min late");
    for (to, says) in [
        ("part", "waiting for a part"),
        ("tomorrow", "until tomorrow"),
    ] {
        let path = format!("/jobs/{job}/move");
        shop.post(&path, &jo, &[("to", to)]).await.goes_to();
        shop.get("/", &jo).await.shows(says).hides("job late");
    }
    // Backwards works too.
    let back = [("to", "booked")];
    shop.post(&format!("/jobs/{job}/move"), &jo, &back)
        .await
        .goes_to();
    shop.get("/", &jo).await.shows("no time yet");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_job_is_brought_back_with_its_texts_and_calls() {
    let (shop, jo) = opened().await;
    let job = shop
        .job(&jo, &[("where", "bay-2"), ("time", "5:00 PM")])
        .await;
    shop.post(&format!("/jobs/{job}/tell"), &jo, &[("kind", "on_track")])
        .await;
    let path = format!("/jobs/{job}/move");
    let left = shop.post(&path, &jo, &[("to", "cancelled")]).await;
    assert_eq!(left.goes_to(), "/?gone=1001");
    let board = shop.get("/?gone=1001", &jo).await;
    board
        .shows("#1001 Luis Ortega is cancelled.")
        .hides("id=\"job-1001\"");
    shop.get("/", &jo).await.hides("is cancelled.");
    let back = shop.post(&format!("/jobs/{job}/back"), &jo, &[]).await;
    assert_eq!(back.goes_to(), "/");
    let board = shop.get("/?gone=1001", &jo).await;
    board.shows("#1001 · Bay 2").hides("is cancelled.");
    assert!(card(&board, job).contains("“On track” waits its turn"));
    // It can't be done twice, nor much later.
    let again = shop.post(&format!("/jobs/{job}/back"), &jo, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    shop.post(&path, &jo, &[("to", "cancelled")]).await;
    shop.at("2026-11-21T21:30:00Z");
    let late = shop.post(&format!("/jobs/{job}/back"), &jo, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test(start_paused = true)]
async fn a_ready_job_that_was_picked_up_by_mistake_is_ready_again() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[]).await;
    let path = format!("/jobs/{job}/move");
    shop.post(&path, &jo, &[("to", "picked_up")]).await;
    shop.post(&format!("/jobs/{job}/back"), &jo, &[])
        .await
        .goes_to();
    let board = shop.get("/", &jo).await;
    // It goes back to its bay where "ready" is undone; where it stands meanwhile is nobody's concern.
    board
        .shows("ready 2:14 PM")
        .shows("data-to=\"in_bay\" data-bay=\"1\"")
        .hides("#1001 · Bay 1");
}

#[tokio::test(start_paused = true)]
async fn a_question_is_answered_by_text_and_kept_on_the_job() {
    let (shop, jo) = opened().await;
    let job = shop
        .job(&jo, &[("where", "bay-1"), ("work", "Stereo")])
        .await;
    let preview = [("line", "the dash kit"), ("price", "60")];
    let shown = shop
        .post(&format!("/jobs/{job}/ask/preview"), &jo, &preview)
        .await;
    let says = "House of Hardknocks: for 2012 Chevy Tahoe we'd add the dash kit, $60.00 more. OK? Reply YES or NO.";
    shown.shows(says);
    assert_eq!(
        ask(&shop, &jo, job, "the dash kit", "60").await.goes_to(),
        "/?job=1001#job-1001"
    );
    // One question is open at a time for a number.
    let second = ask(&shop, &jo, job, "tint", "90").await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    second.shows("not answered yet");
    // A YES before it has left answers something else.
    shop.receives(LUIS, "YES").await;
    shop.get("/", &jo)
        .await
        .shows("Asked: the dash kit, $60.00");
    shop.sends_all().await;
    shop.receives(LUIS, "Yes please!").await;
    let board = shop.get("/", &jo).await;
    board
        .shows("Yes to the dash kit, $60.00 · 2:14 PM")
        .shows("“Yes please!”")
        .shows("Stereo, the dash kit")
        .hides("Asked:");
    // It can't be typed anew, and nobody has to.
    let work = shop.get(&format!("/jobs/{job}/work"), &jo).await;
    work.shows("not to be typed again")
        .shows("the dash kit")
        .hides("value=\"the dash kit\"");
    // What is typed anew does not pass it.
    let typed = [
        ("name", "Luis"),
        ("rows", "1"),
        ("work-1", "Stereo and amp"),
    ];
    shop.post(&format!("/jobs/{job}/work"), &jo, &typed)
        .await
        .goes_to();
    shop.get("/", &jo)
        .await
        .shows("Stereo and amp, the dash kit");
    let lines = shop.store.lines(job).await.unwrap();
    assert!(lines[1].outbox.is_some() && lines[1].inbox.is_some());
    // The answer of before counts no more, and the next question may come.
    shop.receives(LUIS, "NO").await;
    shop.get("/", &jo).await.shows("Yes to the dash kit");
    ask(&shop, &jo, job, "tint", "").await.goes_to();
    shop.sends_all().await;
    shop.receives(LUIS, "No").await;
    shop.get("/", &jo)
        .await
        .shows("No to tint")
        .hides("dash kit, tint");
}

#[tokio::test(start_paused = true)]
async fn a_yes_after_staff_wrote_something_else_is_left_to_staff() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    ask(&shop, &jo, job, "the dash kit", "60").await.goes_to();
    shop.sends_all().await;
    let words = [("words", "Shall we wash it too?")];
    shop.post("/inbox/1", &jo, &words).await.goes_to();
    shop.sends_all().await;
    shop.receives(LUIS, "yes").await;
    let board = shop.get("/", &jo).await;
    board.shows("Asked: the dash kit");
    // They read it, and note it down.
    let path = format!("/jobs/{job}/lines/1/answer");
    shop.post(&path, &jo, &[("answer", "yes")]).await.goes_to();
    let board = shop.get("/", &jo).await;
    board.shows("Yes to the dash kit").shows("noted by Jo");
    let again = shop.post(&path, &jo, &[("answer", "no")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn no_answer_in_time_is_a_call_and_the_answer_ends_it() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    ask(&shop, &jo, job, "the dash kit", "60").await.goes_to();
    shop.sends_all().await;
    shop.at("2026-11-21T20:43:00Z");
    shop.store.call_unanswered(shop.clock.now()).await.unwrap();
    shop.get("/calls", &jo).await.hides("No answer yet");
    shop.at("2026-11-21T20:45:00Z");
    shop.store.call_unanswered(shop.clock.now()).await.unwrap();
    shop.get("/calls", &jo)
        .await
        .shows("No answer yet: the dash kit?");
    shop.receives(LUIS, "yes").await;
    let calls = shop.store.calls(0, shop.clock.now()).await.unwrap();
    assert!(
        calls
            .top
            .tasks
            .iter()
            .all(|task| task.kind != TaskKind::Call)
    );
}

#[tokio::test(start_paused = true)]
async fn who_may_not_be_texted_is_asked_by_phone() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("where", "bay-1"), ("service", "")]).await;
    let form = shop.get(&format!("/jobs/{job}/ask"), &jo).await;
    form.shows("This customer is not texted.")
        .hides("Ask by text");
    ask(&shop, &jo, job, "the dash kit", "60").await.goes_to();
    shop.get("/calls", &jo)
        .await
        .shows("Ask for approval: the dash kit");
    shop.get("/", &jo).await.shows("Said yes").shows("To call");
}

#[tokio::test(start_paused = true)]
async fn a_bad_question_is_explained_and_shown_first_on_request() {
    let (shop, jo) = opened().await;
    shop.set(|settings| settings.currency = Currency::from_code("USD").unwrap())
        .await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    let long = "x".repeat(81);
    for (line, price, says) in [
        ("", "60", "in 80 letters at most"),
        (long.as_str(), "60", "in 80 letters at most"),
        ("the dash kit", "a lot", "That is no amount"),
    ] {
        let answer = ask(&shop, &jo, job, line, price).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{line} {price}"
        );
        answer.shows(says).shows(&format!("value=\"{price}\""));
    }
    let fields = [
        ("line", "the dash kit"),
        ("price", "60"),
        ("preview", "yes"),
    ];
    let shown = shop.post(&format!("/jobs/{job}/ask"), &jo, &fields).await;
    shown.shows("the dash kit, $60.00 more");
    // Where there is a tax, it is part of what the bill grows by.
    shop.set(|settings| settings.tax = 825).await;
    let shown = shop.post(&format!("/jobs/{job}/ask"), &jo, &fields).await;
    shown
        .shows("the dash kit, $64.95 more")
        .shows("Price before tax");
    assert!(
        shop.store
            .lines(job)
            .await
            .unwrap()
            .iter()
            .all(|line| line.words != "the dash kit")
    );
}

#[tokio::test(start_paused = true)]
async fn a_technician_sees_jobs_and_no_phone_number_anywhere() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("where", "bay-1"), ("service", "")]).await;
    ask(&shop, &jo, job, "the dash kit", "60").await;
    let other = shop
        .job(&jo, &[("name", "Kim"), ("phone", "555 013 9921")])
        .await;
    shop.post(&format!("/jobs/{other}/move"), &jo, &[("to", "cancelled")])
        .await;
    shop.receives("+15550139921", "why are you texting me")
        .await;
    let tim = shop.cookie("Tim").await;
    for path in [
        "/".to_owned(),
        format!("/?gone={other}"),
        format!("/jobs/{job}/late"),
        format!("/jobs/{job}/ask"),
        "/modem".to_owned(),
    ] {
        let page = shop.get(&path, &tim).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides("013-4477")
            .hides("0134477")
            .hides("013-9921")
            .hides("tel:");
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_was_left_half_way_says_where_and_goes_on_there() {
    use readybell::domain::job::IntakeStep;
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[]).await;
    for (step, says) in [
        (IntakeStep::Number, "Number not asked yet"),
        (IntakeStep::Consent, "Signature not asked yet"),
        (IntakeStep::Receipt, "Receipt not given yet"),
    ] {
        shop.store
            .set_intake(job, step, shop.clock.now())
            .await
            .unwrap();
        let href = format!("href=\"/jobs/{job}/{}\"", step.as_str());
        shop.get("/", &jo).await.shows(says).shows(&href);
        let tim = shop.cookie("Tim").await;
        shop.get("/", &tim).await.shows(says).hides(&href);
    }
}

#[tokio::test(start_paused = true)]
async fn the_board_speaks_three_languages() {
    let (shop, jo) = opened().await;
    shop.job(&jo, &[("where", "bay-1"), ("time", "3:00 PM")])
        .await;
    shop.at("2026-11-21T21:30:00Z");
    for (lang, words) in [
        ("es", ["En los puestos", "prometido: 3:00", "30 min tarde"]),
        ("ru", ["На постах", "срок: 15:00", "опоздание 30 мин"]),
    ] {
        let cookie = format!("{jo}; lang={lang}");
        let board = shop.get("/", &cookie).await;
        for words in words {
            board.shows(words);
        }
        for english in ["Picked up", "Move to", "Running late", "Waiting<"] {
            board.hides(english);
        }
        shop.get("/calls", &cookie).await.hides("Nobody has");
    }
}

/// The buttons are not there; somebody posts it all the same.
#[tokio::test(start_paused = true)]
async fn an_announced_job_goes_back_only_by_way_of_not_ready_after_all() {
    let (shop, jo) = opened().await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    tokio::time::advance(Duration::from_secs(21)).await;
    shop.sends_all().await;
    let path = format!("/jobs/{job}/move");
    let ways: [&[(&str, &str)]; 5] = [
        &[("to", "booked")],
        &[("to", "waiting")],
        &[("to", "part")],
        &[("to", "tomorrow")],
        &[("to", "in_bay"), ("bay", "2")],
    ];
    for way in ways {
        for (lang, words) in [
            ("en", "“Not ready after all” on its card"),
            ("es", "«Aún no está listo» en su tarjeta"),
            ("ru", "«Ещё не готово» на её карточке"),
        ] {
            let cookie = format!("{jo}; lang={lang}");
            let answer = shop.post(&path, &cookie, way).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{way:?}");
            answer.shows(words).shows(&job.to_string());
        }
    }
    // Nor through the back door: picked up first, and then back.
    shop.post(&path, &jo, &[("to", "picked_up")])
        .await
        .goes_to();
    for way in ways {
        let answer = shop.post(&path, &jo, way).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{way:?}");
    }
    shop.post(&format!("/jobs/{job}/back"), &jo, &[])
        .await
        .goes_to();
    assert!(card(&shop.get("/", &jo).await, job).contains("Not ready after all"));
    shop.post(&format!("/jobs/{job}/not-ready"), &jo, &[("tell", "yes")])
        .await
        .goes_to();
    shop.get("/inbox/1", &jo)
        .await
        .shows("is not ready after all");
    // From the bay it goes anywhere.
    shop.post(&path, &jo, &[("to", "waiting")]).await.goes_to();
}
