//! The forms at the counter: a job taken in, bad input, hostile input, the settings.

use super::shop::Shop;
use axum::http::StatusCode;
use readybell::domain::consent::Consent;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;

#[tokio::test(start_paused = true)]
async fn a_job_is_taken_in_with_its_consent_and_shows_on_the_board() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .job(
            &jo,
            &[
                ("time", "5:00 PM"),
                ("colour", "silver"),
                ("work", "Subwoofer + amp"),
                ("where", "bay-2"),
            ],
        )
        .await;
    assert_eq!(job, 1001);
    let board = shop.get("/", &jo).await;
    board
        .shows("Luis Ortega")
        .shows("2012 Chevy Tahoe, silver")
        .shows("#1001 · Bay 2")
        .shows("by 5:00 PM");
    let number = PhoneNumber::parse("5550134477", Country::US).unwrap();
    let contact = shop.store.contact_of(number).await.unwrap().unwrap();
    let standing = shop.store.standing(contact.id).await.unwrap();
    assert_eq!(standing.consent(Purpose::Service), Consent::Granted);
    assert_eq!(standing.consent(Purpose::Promotional), Consent::None);
    // The bay is taken now.
    shop.get("/jobs/new", &jo)
        .await
        .shows("goes into Bay 2 (taken)");
}

#[tokio::test(start_paused = true)]
async fn a_job_without_a_number_is_for_calls_only() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .job(&jo, &[("phone", ""), ("service", ""), ("where", "bay-1")])
        .await;
    shop.get("/", &jo)
        .await
        .shows("No phone number")
        .hides("On track</button>");
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    shop.get("/", &jo)
        .await
        .shows("There is no number to text.")
        .shows("Picked up");
}

/// Nobody hears of the tax first from the receipt.
#[tokio::test(start_paused = true)]
async fn what_it_comes_to_is_told_while_it_is_typed_and_before_it_is_signed() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.set(|settings| {
        settings.tax = 825;
        settings.tax_name = "Sales tax".to_owned();
    })
    .await;
    let lines = [
        ("name", "Luis"),
        ("rows", "2"),
        ("work-1", "Subwoofer"),
        ("price-1", "$400"),
        ("work-2", "Tint"),
    ];
    let sums = shop.post("/jobs/new/sums", &jo, &lines).await;
    sums.shows("Subtotal")
        .shows("$400.00")
        .shows("Sales tax 8.25")
        .shows("$33.00")
        .shows("Total so far")
        .shows("$433.00")
        .hides("<html");
    // The same without a script.
    let more = [&lines[..], &[("do", "add-line"), ("where", "waiting")]].concat();
    shop.post("/jobs/new", &jo, &more).await.shows("$433.00");
    let none = shop.post("/jobs/new/sums", &jo, &lines[..3]).await;
    assert_eq!(none.body, "");

    let all = [&lines[..], &[("price-2", "100")]].concat();
    let job = shop.begins(&jo, &all).await;
    shop.reaches(&jo, job, &[("do", "no-code")]).await.goes_to();
    let path = format!("/jobs/{job}/work");
    let total = "<span>Total</span><span class=\"num\">$541.25";
    shop.get(&path, &jo).await.shows(total);
    // What the customer is asked beside it leaves the total open.
    let kit = [("line", "Dash kit"), ("price", "60"), ("wait", "30")];
    let ask = format!("/jobs/{job}/ask");
    shop.post(&ask, &jo, &kit).await.goes_to();
    let so_far = "<span>Total so far</span><span class=\"num\">$541.25";
    shop.get(&path, &jo).await.shows(so_far);
    let open = format!("/jobs/{job}/sign/open");
    shop.post(&open, &jo, &[("staff", "Jo")]).await.goes_to();
    shop.get(&format!("/jobs/{job}/sign"), &jo)
        .await
        .shows("This visit")
        .shows(so_far)
        .shows("not for the work or the price");
}

/// Whatever is typed comes out as words, never as markup.
#[tokio::test(start_paused = true)]
async fn hostile_words_stay_words() {
    const EVIL: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.set(|settings| {
        settings.brand = EVIL.to_owned();
        settings.trade = EVIL.to_owned();
    })
    .await;
    let fields = [
        ("name", EVIL),
        ("vehicle", EVIL),
        ("colour", EVIL),
        ("plate", EVIL),
        ("work", EVIL),
        ("note", EVIL),
        ("where", "bay-1"),
    ];
    shop.job(&ann, &fields).await;
    shop.receives("+15550134477", EVIL).await;
    shop.receives("+15550134477", "why are you texting <b>me</b>")
        .await;
    shop.receives("<u>Evil", EVIL).await;
    shop.store
        .call_whose_ready_waits(shop.clock.now())
        .await
        .unwrap();
    let mut seen = 0;
    for path in [
        "/",
        "/jobs/new",
        "/inbox",
        "/inbox/1",
        "/inbox/other",
        "/calls",
        "/modem",
        "/settings",
        "/sign-in",
    ] {
        let answer = shop.get(path, &ann).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer
            .hides("<script>alert")
            .hides("<img")
            .hides("<u>")
            .hides("<b>me");
        seen += answer.body.matches("&lt;script&gt;").count();
    }
    assert!(seen >= 20, "{seen}");
    let refused = shop
        .post(
            "/jobs/new",
            &ann,
            &[("name", EVIL), ("note", EVIL), ("where", EVIL)],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("&lt;script&gt;").hides("<script>alert");
    let counted = shop.post("/count", &ann, &[("words", "<script>[")]).await;
    counted.hides("<script>");
    let lost = shop
        .get("/sign-in?to=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "")
        .await;
    lost.hides("<script>alert");
}
