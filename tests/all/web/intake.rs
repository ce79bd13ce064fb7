//! Taking a job in: a customer arrives (A1), the number and how to be told (A2), and the short form.

use super::shop::{Answer, Shop};
use super::visit::{ANA, buttons};
use axum::http::StatusCode;
use readybell::domain::job::{IntakeStep, Tell};

/// The day that stands in an empty form.
fn hidden_date(page: &Answer) -> String {
    let (_, field) = page.body.split_once("name=\"date\"").unwrap();
    let (_, value) = field.split_once("value=\"").unwrap();
    value.split('"').next().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a1_a_job_has_a_vehicle_lines_with_prices_and_a_promise() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let page = shop.get("/jobs/new", &jo).await;
    page.shows("Vehicle and work")
        .shows("Look up")
        .shows("Add a line")
        .shows("is here, waits for a free bay");
    // Return leads on from the one-line fields; the day is today's.
    let leads_on = |name: &str| {
        let field = page
            .body
            .split("<input ")
            .find(|field| field.contains(name));
        field.is_some_and(|field| {
            field
                .split('>')
                .next()
                .unwrap()
                .contains("enterkeyhint=\"next\"")
        })
    };
    for name in ["name", "vehicle", "plate", "work-1", "price-1"] {
        assert!(leads_on(&format!("name=\"{name}\"")), "{name}");
    }
    assert!(!leads_on("name=\"time\""));
    let today = hidden_date(&page);
    let no_promise = shop.begins(&jo, &[("date", &today), ("name", "Kim")]).await;
    assert_eq!(
        shop.store.visit(no_promise).await.unwrap().promised_at,
        None
    );
    // Another line without a script; nothing that was typed is lost.
    let fields = [
        ("name", "Ana Flores"),
        ("work-1", "Roll-bar speakers"),
        ("price-1", "$299"),
        ("rows", "2"),
        ("where", "waiting"),
        ("do", "add-line"),
    ];
    let more = shop.post("/jobs/new", &jo, &fields).await;
    assert_eq!(more.status, StatusCode::OK);
    more.shows("name=\"work-3\"")
        .shows("value=\"Roll-bar speakers\"")
        .shows("value=\"$299\"")
        .shows("value=\"Ana Flores\"");
    let job = shop
        .begins(
            &jo,
            &[
                ("colour", "red"),
                ("plate", "HRD 123"),
                ("rows", "3"),
                ("work-1", "Roll-bar speakers"),
                ("price-1", "$1,299.50"),
                ("work-3", "Tint"),
                ("time", "6 PM"),
                ("where", "bay-2"),
            ],
        )
        .await;
    let lines = shop.store.lines(job).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].price, Some(129_950));
    assert_eq!((lines[1].words.as_str(), lines[1].price), ("Tint", None));
    let board = shop.get("/", &jo).await;
    board
        .shows("Ana Flores")
        .shows("2018 Jeep Wrangler, red, HRD 123")
        .shows("Roll-bar speakers, Tint")
        .shows("by 6:00 PM")
        .shows("Number not asked yet")
        .shows(&format!("/jobs/{job}/number"));
    // What was written down can be changed.
    let edit = shop.get(&format!("/jobs/{job}/work"), &jo).await;
    edit.shows("value=\"1299.50\"").shows("value=\"18:00\"");
    let changed = [
        ("name", "Ana Flores"),
        ("vehicle", "2018 Jeep"),
        ("work-1", "Tint"),
    ];
    shop.post(&format!("/jobs/{job}/work"), &jo, &changed)
        .await
        .goes_to();
    shop.get("/", &jo)
        .await
        .shows("2018 Jeep")
        .hides("Roll-bar");
}

#[tokio::test(start_paused = true)]
async fn a1_bad_input_is_explained_and_nothing_typed_is_lost() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.begins(&jo, &[("where", "bay-1")]).await;
    let long = "x".repeat(201);
    for (field, value, says) in [
        ("name", "", "A first name is needed"),
        ("name", long.as_str(), "200 letters are the most"),
        ("plate", long.as_str(), "200 letters are the most"),
        ("work-1", long.as_str(), "Line 1: This is too long"),
        ("price-1", "sixty", "Line 1: that is no amount"),
        ("price-2", "5", "Line 2: say what is to be done"),
        ("time", "noon", "That is no time"),
        ("time", "1:00 PM", "has passed already"),
        ("date", "tomorrow", "That is no date"),
        ("date", "2099-01-01", "more than a year ahead"),
        ("where", "", "Say where the vehicle is"),
        ("where", "bay-1", "Another job is in that bay"),
        ("where", "bay-99", "Another job is in that bay"),
    ] {
        let mut fields = vec![
            ("name", "Kim Tran"),
            ("vehicle", "2019 Mazda CX-5"),
            ("work-1", "Remote start"),
            ("note", "Keys at the desk"),
            ("time", "5:00 PM"),
            ("where", "waiting"),
            ("rows", "2"),
        ];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let answer = shop.post("/jobs/new", &jo, &fields).await;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        assert_eq!(answer.status, status, "{field} {value}");
        answer
            .shows(says)
            .shows("Nothing was saved yet")
            .shows("2019 Mazda CX-5")
            .shows("Keys at the desk");
        if !value.is_empty() && field != "where" {
            answer.shows(&format!("value=\"{value}\""));
        }
    }
    shop.get("/", &jo).await.hides("Kim Tran");
}

#[tokio::test(start_paused = true)]
async fn a1_who_was_here_before_is_found_by_name_plate_or_number_and_shows_no_more_than_that() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[("plate", "HRD 123")]).await;
    shop.reaches(&jo, job, &[("email", "Ana@Example.com"), ("tell", "both")])
        .await
        .goes_to();
    let whole = "Ana Flores · 2018 Jeep Wrangler · …21";
    // Whose a number is, who types it may not know.
    let short = ">Ana · 2018 Jeep Wrangler<";
    for (field, typed, shows) in [
        ("name", "ana", whole),
        ("name", "hrd-123", whole),
        ("plate", "hrd123", whole),
        ("name", "555-013-9921", short),
        ("phone", "+1 555 013 9921", short),
    ] {
        let found = shop.post("/jobs/new/find", &jo, &[(field, typed)]).await;
        assert_eq!(found.status, StatusCode::OK);
        found.shows(shows).hides("9921").hides("<html");
    }
    let none = shop.post("/jobs/new/find", &jo, &[("name", "a")]).await;
    assert_eq!(none.body, "");
    // The same without a script.
    let looked = [
        ("name", "Ana"),
        ("note", "Squeaks"),
        ("do", "look"),
        ("where", "booked"),
    ];
    let looked = shop.post("/jobs/new", &jo, &looked).await;
    let pick = buttons(&looked, "pick").remove(0);
    let picked = [
        ("name", "Ana"),
        ("note", "Squeaks"),
        ("pick", pick.as_str()),
    ];
    let picked = shop.post("/jobs/new", &jo, &picked).await;
    picked
        .shows("Was here before")
        .shows("value=\"2018 Jeep Wrangler\"")
        .shows("value=\"HRD 123\"")
        .shows("Squeaks")
        .hides("Flores");
    let customer = buttons(&picked, "customer").remove(0);
    let again = shop.begins(&jo, &[("customer", &customer)]).await;
    let visit = shop.store.visit(again).await.unwrap();
    assert_eq!(
        visit.customer,
        shop.store.visit(job).await.unwrap().customer
    );
    // The number, the address and how to be told come back.
    let number = shop.get(&format!("/jobs/{again}/number"), &jo).await;
    number
        .shows("(555) 013-9921")
        .shows("ana@example.com")
        .shows("value=\"both\" checked");
    let nobody = [("name", "Zed"), ("do", "look")];
    let nobody = shop.post("/jobs/new", &jo, &nobody).await;
    nobody.shows("Nobody of that name").shows("value=\"Zed\"");
}

#[tokio::test(start_paused = true)]
async fn a2_three_spellings_are_one_customer() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let mut customers = Vec::new();
    for phone in ["(555) 013-9921", "1-555-013-9921", "+1 555.013.9921"] {
        let job = shop.begins(&jo, &[]).await;
        let answer = shop
            .reaches(&jo, job, &[("phone", phone), ("do", "no-code")])
            .await;
        assert_eq!(
            answer.goes_to(),
            format!("/jobs/{job}/consent?said=without")
        );
        let visit = shop.store.visit(job).await.unwrap();
        assert_eq!(visit.number.unwrap().as_e164(), ANA);
        customers.push(visit.customer);
    }
    customers.dedup();
    assert_eq!(customers.len(), 1);
    let ana = shop.store.known_customer(customers[0]).await.unwrap();
    assert_eq!(ana.len(), 1, "one vehicle: {ana:?}");
}

#[tokio::test(start_paused = true)]
async fn a2_no_phone_a_landline_and_no_texts_are_one_tap() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    for (tap, phone, email, tell) in [
        ("no-phone", "", "", Tell::Call),
        ("no-phone", "", "ana@example.com", Tell::Email),
        ("landline", "555 013 2200", "", Tell::Call),
        ("no-texts", "555 013 2211", "", Tell::Call),
    ] {
        let job = shop.begins(&jo, &[]).await;
        let fields = [
            ("phone", phone),
            ("email", email),
            ("do", tap),
            ("whose", "else"),
        ];
        let answer = shop.reaches(&jo, job, &fields).await;
        assert_eq!(answer.goes_to(), format!("/jobs/{job}/receipt"), "{tap}");
        let visit = shop.store.visit(job).await.unwrap();
        assert_eq!((visit.tell, visit.intake), (tell, IntakeStep::Receipt));
        assert_eq!(visit.number.is_some(), !phone.is_empty());
        assert_eq!(visit.can_be_texted, tap == "no-texts");
        // Ready goes on the call list, not to the phone.
        shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
            .await
            .goes_to();
        assert_eq!(shop.phone_gets().await, None, "{tap}");
    }
    shop.get("/calls", &jo)
        .await
        .shows("Ready. There is no number to text.")
        .shows("Ready. Wants an e-mail.")
        .shows("mailto:ana@example.com")
        .shows("Ready. This number can't be texted.")
        .shows("Ready. Wants no texts.");
}

#[tokio::test(start_paused = true)]
async fn a2_bad_numbers_and_addresses_are_explained() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    for (field, value, says) in [
        ("phone", "call me", "a phone number. Use digits only"),
        ("phone", "555", "short code"),
        ("phone", "0134477", "Add the area code"),
        ("phone", "", "a number is needed"),
        ("email", "ana@", "That is no e-mail address"),
        ("tell", "email", "an address is needed"),
        ("tell", "both", "an address is needed"),
        ("lang", "xx", "Choose a language"),
    ] {
        let answer = shop.reaches(&jo, job, &[(field, value)]).await;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        assert_eq!(answer.status, status, "{field} {value}");
        answer.shows(says);
        if field != "phone" {
            answer.shows("value=\"(555) 013-9921\"");
        }
    }
    let uk = shop
        .reaches(&jo, job, &[("phone", "+44 20 7946 0018")])
        .await;
    assert_eq!(uk.status, StatusCode::UNPROCESSABLE_ENTITY);
    uk.shows("This number can't be texted");
    assert_eq!(shop.store.visit(job).await.unwrap().contact, None);
}

#[tokio::test(start_paused = true)]
async fn an_express_job_is_a_name_a_phone_and_a_bay_and_waits_for_the_rest() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.get("/jobs/new/express", &jo).await.shows("Quick job");
    let fields = [("name", "Ana"), ("phone", "5550139921"), ("where", "bay-1")];
    let answer = shop.post("/jobs/new/express", &jo, &fields).await;
    assert_eq!(answer.goes_to(), "/jobs/new/express?done=1001");
    shop.get(answer.goes_to(), &jo)
        .await
        .shows("Ana is on the board as #1001.");
    shop.get("/", &jo)
        .await
        .shows("Consent not asked yet")
        .shows("/jobs/1001/consent");
    assert_eq!(shop.phone_gets().await, None, "nothing goes by itself");
    // The next in line has the same number.
    let fields = [
        ("name", "Rosa"),
        ("phone", "5550139921"),
        ("where", "waiting"),
    ];
    let asks = shop.post("/jobs/new/express", &jo, &fields).await;
    asks.shows("This number is known").shows("value=\"Rosa\"");
    let known = buttons(&asks, "whose").remove(0);
    let fields = [&fields[..], &[("whose", known.as_str())]].concat();
    shop.post("/jobs/new/express", &jo, &fields).await.goes_to();
    let (one, two) = (
        shop.store.visit(1001).await.unwrap(),
        shop.store.visit(1002).await.unwrap(),
    );
    assert_eq!(one.customer, two.customer);
    // Without a phone the number is what is left to ask.
    let fields = [("name", "Kim"), ("where", "waiting")];
    shop.post("/jobs/new/express", &jo, &fields).await.goes_to();
    shop.get("/", &jo).await.shows("Number not asked yet");
    for (field, value, says) in [
        ("name", "", "A first name is needed"),
        ("phone", "x", "a phone number"),
        ("where", "bay-1", "Another job is in that bay"),
    ] {
        let mut fields = vec![("name", "Lee"), ("where", "waiting")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let answer = shop.post("/jobs/new/express", &jo, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        answer.shows(says);
    }
}

#[tokio::test(start_paused = true)]
async fn the_steps_speak_three_languages_and_let_no_markup_in() {
    const EVIL: &str = "\"><script>alert(1)</script>";
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .begins(&jo, &[("name", EVIL), ("vehicle", EVIL), ("work-1", EVIL)])
        .await;
    shop.reaches(&jo, job, &[]).await.goes_to();
    for path in ["/jobs/new", "/jobs/new/express"] {
        let spanish = shop.get(path, &format!("{jo}; lang=es")).await;
        spanish.shows("Nombre").hides("Back to the board");
        let russian = shop.get(path, &format!("{jo}; lang=ru")).await;
        russian.shows("Имя").hides("Back to the board");
    }
    for step in ["work", "number", "consent"] {
        let path = format!("/jobs/{job}/{step}");
        let page = shop.get(&path, &jo).await;
        assert_eq!(page.status, StatusCode::OK, "{step}");
        page.hides("<script>alert").shows("New job");
        for (lang, words) in [("es", "Trabajo nuevo"), ("ru", "Новая работа")] {
            let page = shop.get(&path, &format!("{jo}; lang={lang}")).await;
            page.shows(words).hides("Go on</button>");
        }
    }
    let found = shop.post("/jobs/new/find", &jo, &[("name", "\">")]).await;
    found.shows("&lt;script").hides("<script");
}

#[tokio::test(start_paused = true)]
async fn the_steps_are_for_the_counter_only_and_of_jobs_that_are_there() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    let tim = shop.cookie("Tim").await;
    for path in [
        "/jobs/new/express".to_owned(),
        format!("/jobs/{job}/work"),
        format!("/jobs/{job}/number"),
        format!("/jobs/{job}/consent"),
    ] {
        assert_eq!(shop.get(&path, &tim).await.status, StatusCode::FORBIDDEN);
        assert!(shop.get(&path, "").await.goes_to().starts_with("/sign-in"));
    }
    for path in [
        "new/find",
        "1001/number",
        "1001/code",
        "1001/code/check",
        "1001/agreed",
        "1001/no-texts",
    ] {
        let path = format!("/jobs/{path}");
        assert_eq!(
            shop.post(&path, &tim, &[]).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        assert_eq!(
            shop.post(&path, "", &[]).await.goes_to(),
            "/sign-in",
            "{path}"
        );
    }
    for step in ["work", "number", "consent"] {
        let gone = shop.get(&format!("/jobs/999/{step}"), &jo).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{step}");
    }
    for step in ["code", "code/check", "agreed"] {
        let none = shop
            .post(
                &format!("/jobs/{job}/{step}"),
                &jo,
                &[("code", "123456"), ("read", "yes")],
            )
            .await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "no number yet: {step}");
    }
}
