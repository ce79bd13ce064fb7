//! Customers: found by any part of what is known, shown with everything that stands behind them,
//! merged, and handed out.

use super::shop::Shop;
use super::sign::hidden;
use axum::http::StatusCode;
use readybell::domain::consent::Consent;

const LUIS: &str = "+15550134477";
/// Names that try to be more than names.
const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

#[tokio::test(start_paused = true)]
async fn who_has_only_booked_was_not_here() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .job(
            &jo,
            &[
                ("where", "booked"),
                ("comes-date", "2026-11-23"),
                ("comes-time", "10:00"),
            ],
        )
        .await;
    shop.get("/customers", &jo)
        .await
        .shows("booked</small>")
        .hides("here 2:14 PM");
    let arrived = [("to", "waiting")];
    shop.post(&format!("/jobs/{job}/move"), &jo, &arrived)
        .await
        .goes_to();
    shop.get("/customers", &jo)
        .await
        .shows("here 2:14 PM")
        .hides("booked</small>");
}

#[tokio::test(start_paused = true)]
async fn any_part_of_a_name_a_number_a_plate_or_a_vehicle_finds_a_customer() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("plate", "ABC-1234")]).await;
    shop.job(
        &jo,
        &[
            ("name", "Олег Петров"),
            ("phone", "(555) 013-9921"),
            ("vehicle", "Lada Niva"),
            ("plate", "х 123 уе"),
        ],
    )
    .await;
    for (typed, finds) in [
        ("rteg", "Luis Ortega"),
        ("ORTEGA", "Luis Ortega"),
        ("ortega luis", "Luis Ortega"),
        ("4477", "Luis Ortega"),
        ("(555) 013-4477", "Luis Ortega"),
        ("+1 555 013 4477", "Luis Ortega"),
        ("abc1234", "Luis Ortega"),
        ("c-12", "Luis Ortega"),
        ("bc-12 luis", "Luis Ortega"),
        ("tahoe", "Luis Ortega"),
        ("lu", "Luis Ortega"),
        ("петр", "Олег Петров"),
        ("ол", "Олег Петров"),
        ("123уе", "Олег Петров"),
        ("niva", "Олег Петров"),
        ("петров 99", "Олег Петров"),
    ] {
        let escaped: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = shop.get(&format!("/customers?q={escaped}"), &jo).await;
        page.shows(finds);
        let other = ["Luis Ortega", "Олег Петров"]
            .into_iter()
            .find(|name| *name != finds);
        page.hides(&format!("<b>{}</b>", other.unwrap()));
    }
    for nothing in ["zzz", "%22%20OR%20%22", "*", "%25", "AND", "%00"] {
        let page = shop.get(&format!("/customers?q={nothing}"), &jo).await;
        assert_eq!(page.status, StatusCode::OK, "{nothing}");
    }
    shop.get("/customers?q=zzz", &jo)
        .await
        .shows("Nobody was found");
    shop.get("/customers", &jo)
        .await
        .shows("Luis Ortega")
        .shows("Олег Петров")
        .shows("(555) 013-4477");
}

#[tokio::test(start_paused = true)]
async fn a_long_list_is_paged() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    for number in 0..30 {
        let name = format!("Many {number:02}");
        let phone = format!("55501301{number:02}");
        shop.job(&jo, &[("name", &name), ("phone", &phone)]).await;
    }
    for query in ["", "q=many"] {
        let first = shop.get(&format!("/customers?{query}"), &jo).await;
        first.shows("Many 29").shows("Many 05").hides("Many 04");
        let from = first.body.find("before=").unwrap() + 7;
        let before: String = first.body[from..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        shop.get(&format!("/customers?{query}&before={before}"), &jo)
            .await
            .shows("Many 04")
            .shows("Many 00")
            .hides("Many 05");
    }
}

#[tokio::test(start_paused = true)]
async fn a_customers_page_shows_what_stands_behind_them() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .job(&jo, &[("plate", "ABC-1234"), ("work", "Subwoofer")])
        .await;
    shop.sends_all().await;
    shop.receives(LUIS, "stop").await;
    shop.get("/customers/1", &jo)
        .await
        .shows("Luis Ortega")
        .shows("tel:+15550134477")
        .shows("ABC-1234")
        .shows(&format!("#{job}"))
        .shows("Subwoofer")
        .shows("proved by a text")
        .shows("Opted out")
        .shows("No to all texts")
        .shows("Yes to texts about the vehicle");
    shop.get("/customers/1/texts", &jo)
        .await
        .shows("stop")
        .shows("Sign-up confirmation")
        .shows("sent 2:14 PM");
    shop.get("/customers/1/consent", &jo)
        .await
        .shows("on the phone")
        .shows("a keyword by text");
    // The phone's own word: the sender, the rule and the raw TPDU.
    shop.get("/customers/1/consent/2", &jo)
        .await
        .shows("Nov 21, 2026, 2:14 PM")
        .shows("+15550134477")
        .shows("tpdu")
        .shows("stop");
    shop.get("/customers/1/consent/1", &jo)
        .await
        .shows("SHA-256 of the words")
        .shows("en-1");
    for path in [
        "/customers/99",
        "/customers/1/consent/99",
        "/customers/2/consent/1",
        "/customers/99/texts",
    ] {
        let answer = shop.get(path, &jo).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let ru = format!("{jo}; lang=ru");
    shop.get("/customers/1", &ru)
        .await
        .shows("История согласий")
        .shows("Нет: все сообщения");
}

#[tokio::test(start_paused = true)]
async fn who_asks_for_no_more_texts_in_any_way_gets_none() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.get("/customers/1", &jo)
        .await
        .shows("They asked for no more texts")
        .shows("Voicemail");
    let said = [
        ("heard", "voicemail"),
        ("who", "his wife"),
        ("words", "<b>please stop texting him</b>"),
        ("back", "/customers/1"),
    ];
    for (missing, says) in [("heard", "Say how"), ("words", "exact words")] {
        let fields: Vec<_> = said.iter().filter(|f| f.0 != missing).copied().collect();
        let answer = shop.post("/inbox/1/heard", &jo, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows(says);
    }
    let answer = shop.post("/inbox/1/heard", &jo, &said).await;
    assert_eq!(answer.goes_to(), "/customers/1");
    let page = shop.get("/customers/1", &jo).await;
    page.shows("Opted out")
        .shows("data-left=\"30\"")
        .shows("voicemail");
    shop.get("/customers/1/consent/2", &jo)
        .await
        .shows("his wife")
        .shows("&lt;b&gt;please stop texting him&lt;/b&gt;")
        .shows("Jo");
    let row = hidden(&page, "row");
    let undo = [("row", row.as_str()), ("back", "/customers/1")];
    let answer = shop.post("/inbox/1/undo", &jo, &undo).await;
    assert_eq!(answer.goes_to(), "/customers/1");
    shop.get("/customers/1", &jo)
        .await
        .shows("Taken back:")
        .shows("Texts about the vehicle");
}

#[tokio::test(start_paused = true)]
async fn the_owner_corrects_an_opt_out_that_staff_made_and_never_a_customers_own() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    shop.job(&jo, &[]).await;
    let said = [("heard", "phone"), ("who", "Luis"), ("words", "No more")];
    shop.post("/inbox/1/heard", &jo, &said).await.goes_to();
    shop.get("/customers/1", &jo).await.hides("Correct this");
    shop.get("/customers/1", &ann).await.shows("Correct this");
    let path = "/customers/1/consent/2/correct";
    shop.get(path, &ann)
        .await
        .shows("No to all texts")
        .shows("No more")
        .shows("Jo")
        .shows("Why was it a mistake?");
    let silent = shop.post(path, &ann, &[("reason", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.shows("Write the reason.");
    let reason = [("reason", "Luis meant <i>another</i> shop")];
    let answer = shop.post(path, &jo, &reason).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = shop.post(path, &ann, &reason).await;
    assert_eq!(answer.goes_to(), "/customers/1");
    shop.get("/customers/1", &ann)
        .await
        .shows("Corrected:")
        .shows("Luis meant &lt;i&gt;another&lt;/i&gt; shop")
        .shows("No to all texts")
        .shows("Texts about the vehicle")
        .hides("Correct this");
    let ru = format!("{ann}; lang=ru");
    shop.get("/customers/1", &ru).await.shows("Исправлено:");
    // The phone's own STOP, by a request made by hand.
    shop.receives(LUIS, "STOP").await;
    shop.get("/customers/1", &ann).await.hides("Correct this");
    let own = "/customers/1/consent/4/correct";
    for row in [path, own, "/customers/1/consent/1/correct"] {
        let answer = shop.post(row, &ann, &reason).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{row}");
        assert_eq!(shop.get(row, &ann).await.status, StatusCode::CONFLICT);
    }
    let other = "/customers/2/consent/4/correct";
    let answer = shop.post(other, &ann, &reason).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(shop.service(LUIS).await, Consent::Revoked);
}

#[tokio::test(start_paused = true)]
async fn a_join_by_text_is_answered_with_the_line_and_a_yes_agrees_to_it() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.sends_all().await;
    shop.receives(LUIS, "JOIN").await;
    shop.get("/inbox/1", &jo)
        .await
        .shows("marketing texts")
        .shows("Reply YES to agree. HELP for help, STOP to end.");
    shop.sends_all().await;
    shop.receives(LUIS, "YES").await;
    shop.get("/customers/1", &jo).await.shows("Yes to offers");
    shop.get("/customers/1/consent/2", &jo)
        .await
        .shows("What it answers")
        .shows("marketing texts")
        .shows("a keyword by text")
        .shows("en-1");
    let es = format!("{jo}; lang=es");
    shop.get("/customers/1/consent/2", &es)
        .await
        .shows("A qué responde");
}

#[tokio::test(start_paused = true)]
async fn duplicates_become_one_and_consent_stays_with_the_number() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let kept = shop.job(&jo, &[("plate", "ABC-1234")]).await;
    let other = shop
        .job(
            &jo,
            &[
                ("name", "Louis Ortega"),
                ("phone", "(555) 013-9921"),
                ("vehicle", "Ford F-150"),
                ("service", ""),
            ],
        )
        .await;
    shop.get("/customers/1/merge?q=ortega", &jo)
        .await
        .shows("Louis Ortega");
    shop.get("/customers/1/merge?with=2", &jo)
        .await
        .shows("From Louis Ortega to Luis Ortega")
        .shows("Ford F-150")
        .shows("(555) 013-9921");
    // What is only looked at changes nothing.
    shop.get("/customers/2", &jo).await.shows("Louis Ortega");
    let itself = shop.post("/customers/1/merge", &jo, &[("with", "1")]).await;
    assert_eq!(itself.status, StatusCode::NOT_FOUND);
    let answer = shop.post("/customers/1/merge", &jo, &[("with", "2")]).await;
    assert_eq!(answer.goes_to(), "/customers/1");
    shop.get("/customers/1", &jo)
        .await
        .shows(&format!("#{kept}"))
        .shows(&format!("#{other}"))
        .shows("Ford F-150")
        .shows("2012 Chevy Tahoe")
        .shows("Texts about the vehicle")
        .shows("Did not agree to texts");
    let gone = shop.get("/customers/2", &jo).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    shop.get("/customers?q=9921", &jo)
        .await
        .shows("Luis Ortega");
    shop.get("/customers?q=louis", &jo)
        .await
        .shows("Nobody was found");
}

#[tokio::test(start_paused = true)]
async fn everything_about_one_person_can_be_handed_out() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("plate", "ABC-1234")]).await;
    shop.job(&jo, &[("name", "Kim Tran"), ("phone", "(555) 013-9921")])
        .await;
    shop.receives(LUIS, "Can I pick it up at 5?").await;
    shop.receives("+15550139921", "A secret of Kim's").await;
    let file = shop.post("/customers/1/export", &jo, &[]).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"customer-1.json\""
    );
    file.shows("Luis Ortega")
        .shows(LUIS)
        .shows("ABC-1234")
        .shows("Can I pick it up at 5?")
        .shows("row_hash")
        .shows("words_sha256")
        .hides("Kim");
    let whole: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(whole["jobs"].as_array().unwrap().len(), 1);
    assert_eq!(whole["consent"].as_array().unwrap().len(), 1);
    assert_eq!(whole["texts_from_them"].as_array().unwrap().len(), 1);
    let nobody = shop.post("/customers/9/export", &jo, &[]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_name_and_a_note_are_changed_and_bad_ones_come_back() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    let bad = shop
        .post("/customers/1", &jo, &[("name", ""), ("note", "Likes jazz")])
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    bad.shows("A first name is needed").shows("Likes jazz");
    let fields = [("name", HOSTILE), ("note", HOSTILE)];
    shop.post("/customers/1", &jo, &fields).await.goes_to();
    for path in [
        "/customers/1",
        "/customers",
        "/customers/1/texts",
        "/customers/1/consent",
        "/customers/1/merge",
        "/inbox/1",
    ] {
        let page = shop.get(path, &jo).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides("<script>alert").hides("<img src=x");
    }
    // What is typed into the address comes back by the letter too.
    let typed = "%3Cscript%3Ealert(1)%3C/script%3E";
    for path in ["/customers?q=", "/customers/1/merge?q="] {
        shop.get(&format!("{path}{typed}"), &jo)
            .await
            .hides("<script>alert")
            .shows("&lt;script&gt;alert");
    }
}

#[tokio::test(start_paused = true)]
async fn a_technician_gets_none_of_it_and_only_the_owner_erases() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    let tim = shop.cookie("Tim").await;
    shop.get("/", &tim).await.hides("/customers");
    for path in [
        "/customers",
        "/customers?q=luis",
        "/customers/1",
        "/customers/1/texts",
        "/customers/1/consent",
        "/customers/1/consent/1",
        "/customers/1/merge",
        "/customers/1/erase",
        "/inbox",
        "/inbox/1",
    ] {
        let answer = shop.get(path, &tim).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        answer.hides("Luis").hides("4477");
    }
    for path in [
        "/customers/1",
        "/customers/1/export",
        "/customers/1/merge",
        "/customers/1/erase",
        "/customers/1/email/2/opt-out",
        "/customers/1/email/2/undo",
        "/inbox/release",
        "/inbox/1/heard",
        "/inbox/1/lang",
        "/inbox/1/take",
        "/inbox/1/release",
        "/inbox/1/done",
    ] {
        let answer = shop.post(path, &tim, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let answer = shop.get("/customers/1/erase", &jo).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = shop
        .post("/customers/1/erase", &jo, &[("word", "ERASE")])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    shop.get("/customers/1", &jo)
        .await
        .shows("Luis Ortega")
        .hides("/customers/1/erase");
}
