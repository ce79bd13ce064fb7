//! The first start: one link, one owner.

use super::shop::{PASSWORD, Shop};
use axum::http::StatusCode;
use readybell::panel::SetUpCode;
use readybell::web::make_setup_code;

async fn code(shop: &Shop) -> String {
    make_setup_code(&shop.store, shop.clock.now())
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_link_makes_the_owner_once() {
    let shop = Shop::new().await;
    // Whoever has no link types what the light blinks.
    let unset = shop.get("/sign-in", "").await;
    unset.shows("Not set up yet");
    unset.shows(r#"method="get" action="/setup""#);
    let code = code(&shop).await;
    assert!(
        SetUpCode::parse(&code).is_some(),
        "no light can blink {code}"
    );
    shop.get(&format!("/setup?code={code}"), "")
        .await
        .shows("Set up Readybell");
    let owner = [
        ("code", code.as_str()),
        ("name", "Ann"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    let answer = shop.post("/setup", "", &owner).await;
    assert_eq!(answer.goes_to(), "/setup/shop");
    let cookie = answer.cookie();
    shop.get("/setup/shop", &cookie)
        .await
        .shows("Your shop")
        .shows("America/Chicago");

    // The link is used up, for whoever finds it later.
    assert_eq!(
        shop.get(&format!("/setup?code={code}"), "").await.goes_to(),
        "/sign-in"
    );
    let thief = [
        ("code", code.as_str()),
        ("name", "Eve"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    assert_eq!(shop.post("/setup", "", &thief).await.goes_to(), "/sign-in");
    assert!(
        shop.store
            .staff_named("Eve".to_owned())
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        make_setup_code(&shop.store, shop.clock.now())
            .await
            .unwrap()
            .is_none()
    );

    let answer = shop
        .post(
            "/setup/shop",
            &cookie,
            &[
                ("brand", "House of Hardknocks"),
                ("phone", "+15555550100"),
                ("site", "https://hardknocks.example/"),
                ("zone", "America/Denver"),
                ("country", "US"),
                ("lang", "en"),
                ("open-mon-from", "09:00"),
                ("open-mon-to", "17:30"),
            ],
        )
        .await;
    assert_eq!(answer.goes_to(), "/settings/wording?first=yes");
    let settings = shop.store.settings().await.unwrap();
    assert_eq!(settings.brand, "House of Hardknocks");
    assert_eq!(settings.phone, "(555) 555-0100");
    assert_eq!(settings.site, "hardknocks.example");
    assert_eq!(settings.zone, "America/Denver");
    assert!(settings.open.weekday(chrono::Weekday::Mon).is_some());
    assert!(settings.open.weekday(chrono::Weekday::Tue).is_none());
    shop.get("/", &cookie).await.shows("House of Hardknocks");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_code_makes_nobody() {
    let shop = Shop::new().await;
    let code = code(&shop).await;
    assert_eq!(
        shop.get("/setup?code=wrong", "").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(shop.get("/setup", "").await.status, StatusCode::FORBIDDEN);
    let owner = [
        ("code", "wrong"),
        ("name", "Eve"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    assert_eq!(
        shop.post("/setup", "", &owner).await.status,
        StatusCode::FORBIDDEN
    );
    for _ in 0..2 {
        shop.get("/setup?code=wrong", "").await;
    }
    let right = format!("/setup?code={code}");
    assert_eq!(
        shop.get(&right, "").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert!(shop.store.has_no_staff().await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_owner_is_said_beside_the_field() {
    let shop = Shop::new().await;
    let code = code(&shop).await;
    for (name, password, again, says) in [
        ("", PASSWORD, PASSWORD, "Type your name"),
        ("Ann", "short", "short", "at least 8 letters"),
        ("Annabella", "annabella", "annabella", "guessed at once"),
        ("Ann", PASSWORD, "blue amp wirinh", "not the same password"),
    ] {
        let owner = [
            ("code", code.as_str()),
            ("name", name),
            ("password", password),
            ("again", again),
        ];
        let answer = shop.post("/setup", "", &owner).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows(says).hides(PASSWORD);
        assert!(shop.store.has_no_staff().await.unwrap());
    }
}
