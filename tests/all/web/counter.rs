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
