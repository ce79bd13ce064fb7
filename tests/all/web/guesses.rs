//! Guessing gets slow, whatever is guessed: passwords by account and by address, PINs, the owner's
//! codes, and the codes that prove a number.

use super::shop::{Answer, PASSWORD, Shop, form};
use axum::body::Body;
use axum::extract::connect_info::ConnectInfo;
use axum::http::{Request, StatusCode};
use readybell::store::Lock;
use std::net::SocketAddr;
use std::time::Duration;

/// Posts a form from a machine of the LAN.
async fn from(
    shop: &Shop,
    machine: u8,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut request = Request::post(path)
        .header("host", "readybell.local")
        .header("origin", "http://readybell.local")
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form(fields)))
        .unwrap();
    let address = SocketAddr::from(([192, 168, 1, machine], 40_000));
    request.extensions_mut().insert(ConnectInfo(address));
    shop.ask(request).await
}

/// Wrong, five times.
async fn guesses(shop: &Shop, machine: u8, path: &str, cookie: &str, fields: &[(&str, &str)]) {
    for _ in 0..5 {
        let answer = from(shop, machine, path, cookie, fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_machine_is_slowed_whoever_it_guesses_for() {
    let shop = Shop::open().await;
    for name in ["Ann", "Jo", "Tim", "Bo", "Eve"] {
        let guess = [("name", name), ("password", "a guess")];
        let answer = from(&shop, 7, "/sign-in", "", &guess).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("name", "Jo"), ("password", PASSWORD)];
    let slowed = from(&shop, 7, "/sign-in", "", &right).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.header("set-cookie"), "");
    // What was let through counts on: each wrong one waits longer than the one before.
    tokio::time::advance(Duration::from_secs(3)).await;
    let wrong = [("name", "Jo"), ("password", "a guess")];
    from(&shop, 7, "/sign-in", "", &wrong).await.shows("wrong");
    let slowed = from(&shop, 7, "/sign-in", "", &right).await;
    assert_eq!(slowed.header("retry-after"), "4");
    // Another machine is not.
    assert_eq!(from(&shop, 8, "/sign-in", "", &right).await.goes_to(), "/");
}

#[tokio::test(start_paused = true)]
async fn one_account_is_guarded_from_however_many_machines() {
    let shop = Shop::open().await;
    for machine in 1..=20 {
        let guess = [("name", "jO "), ("password", "a guess")];
        let answer = from(&shop, machine, "/sign-in", "", &guess).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{machine}");
    }
    let right = [("name", "Jo"), ("password", PASSWORD)];
    let slowed = from(&shop, 100, "/sign-in", "", &right).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    // Everybody else signs in, and so does Jo before long.
    let ann = [("name", "Ann"), ("password", PASSWORD)];
    assert_eq!(from(&shop, 101, "/sign-in", "", &ann).await.goes_to(), "/");
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(
        from(&shop, 100, "/sign-in", "", &right).await.goes_to(),
        "/"
    );
}

#[tokio::test(start_paused = true)]
async fn a_customer_with_the_screen_in_hand_can_not_guess_the_pin() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    let open = format!("/jobs/{job}/sign/open");
    shop.post(&open, &jo, &[("staff", "Jo")]).await.goes_to();
    let guess = [("name", "Jo"), ("password", "2580")];
    guesses(&shop, 9, "/unlock", &jo, &guess).await;
    let right = [("name", "Jo"), ("password", PASSWORD)];
    let slowed = from(&shop, 9, "/unlock", &jo, &right).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(shop.get("/", &jo).await.goes_to().starts_with("/unlock"));
    // Signing out and in again is no way round it.
    let slowed = from(&shop, 9, "/sign-in", "", &right).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    let token = jo.strip_prefix("readybell=").unwrap().to_owned();
    let session = shop.store.session(token, shop.clock.now()).await.unwrap();
    assert_eq!(session.unwrap().lock, Lock::Signing(job));
    tokio::time::advance(Duration::from_secs(3)).await;
    assert_eq!(from(&shop, 9, "/unlock", &jo, &right).await.goes_to(), "/");
}

#[tokio::test(start_paused = true)]
async fn the_owner_s_code_is_not_guessed_either() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let staff = shop.store.staff(0, 99).await.unwrap();
    let id = staff.iter().find(|one| one.name == "Jo").unwrap().id;
    let reset = format!("/settings/staff/{id}/reset");
    let page = shop.post(&reset, &ann, &[]).await;
    let code = page.body.split("class=\"secret\"").nth(1).unwrap();
    let code = code.split(['>', '<']).nth(1).unwrap();
    let new = "green fuse panel";
    let with = |code| {
        [
            ("name", "Jo"),
            ("code", code),
            ("password", new),
            ("again", new),
        ]
    };
    guesses(&shop, 5, "/sign-in/code", "", &with("abcdefghjkmn")).await;
    let slowed = from(&shop, 5, "/sign-in/code", "", &with(code)).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    tokio::time::advance(Duration::from_secs(3)).await;
    let answer = from(&shop, 5, "/sign-in/code", "", &with(code)).await;
    assert_eq!(answer.goes_to(), "/you");
}

#[tokio::test(start_paused = true)]
async fn an_open_screen_does_not_help_to_guess_its_password() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let new = "green fuse panel";
    let change = |current| [("current", current), ("new", new), ("again", new)];
    guesses(&shop, 6, "/you/password", &jo, &change("a guess")).await;
    let slowed = from(&shop, 6, "/you/password", &jo, &change(PASSWORD)).await;
    assert_eq!(slowed.status, StatusCode::UNPROCESSABLE_ENTITY);
    slowed.shows("Wait");
    let pin = [("pin", "2580"), ("password", PASSWORD)];
    from(&shop, 6, "/you/pin", &jo, &pin).await.shows("Wait");
}

#[tokio::test(start_paused = true)]
async fn a_number_is_not_proved_by_trying_codes() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, job, &[]).await.goes_to();
    let code = shop.code().await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let check = format!("/jobs/{job}/code/check");
    for said in ["wrong", "wrong", "wrong", "wrong", "used-up"] {
        let answer = shop.post(&check, &jo, &[("code", wrong)]).await;
        let to = answer.goes_to();
        assert!(to.ends_with(&format!("said={said}")), "{to}");
    }
    let late = shop.post(&check, &jo, &[("code", &code)]).await;
    assert!(late.goes_to().contains("said="), "{}", late.goes_to());
    shop.consent_page(&jo, job).await.hides("is proved");
}
