//! The shop's own people: who is added, changed, reset and signed out, and what ends with it.

use super::shop::{PASSWORD, Shop, hash};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use readybell::web::password;
use std::time::Duration;

const NEW: &str = "green fuse panel";

async fn number(shop: &Shop, name: &str) -> i64 {
    let staff = shop.store.staff(0, 99).await.unwrap();
    staff.iter().find(|member| member.name == name).unwrap().id
}

/// The code on a page that shows one.
fn code(body: &str) -> String {
    let code = body.split("class=\"secret\"").nth(1).unwrap();
    let code = code.split('>').nth(1).unwrap();
    code.split('<').next().unwrap().to_owned()
}

async fn is_in(shop: &Shop, cookie: &str) -> bool {
    shop.get("/modem", cookie).await.status == StatusCode::OK
}

/// The cookies of an answer, as a browser sends them back.
fn cookies(answer: &super::shop::Answer) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs = set.map(|set| set.to_str().unwrap().split(';').next().unwrap());
    pairs.collect::<Vec<_>>().join("; ")
}

#[tokio::test(start_paused = true)]
async fn somebody_new_chooses_a_password_with_a_code() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let fields = [("name", "Bo"), ("role", "counter"), ("lang", "es")];
    let page = shop.post("/settings/staff", &ann, &fields).await;
    let code = code(&page.shows("Give this to Bo").body);
    shop.get("/settings/staff", &ann)
        .await
        .shows("no password yet")
        .hides(&code);
    shop.get("/settings/audit", &ann)
        .await
        .shows("Bo: counter")
        .hides(&code);
    let twice = shop.post("/settings/staff", &ann, &fields).await;
    twice.shows("Somebody is called Bo already");

    let choose = |code: &str, password: &str| {
        let fields = [
            ("name", "bo"),
            ("code", code),
            ("password", password),
            ("again", password),
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for (code, password, says) in [
        ("abcdefghjkmn", NEW, "the code is wrong"),
        (code.as_str(), "short", "at least 8 letters"),
    ] {
        let fields = choose(code, password);
        let fields = fields.each_ref().map(|(n, v)| (n.as_str(), v.as_str()));
        let answer = shop.post("/sign-in/code", "", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows(says);
    }
    let fields = choose(&code.to_uppercase(), NEW);
    let fields = fields.each_ref().map(|(n, v)| (n.as_str(), v.as_str()));
    let answer = shop.post("/sign-in/code", "", &fields).await;
    assert_eq!(answer.goes_to(), "/you");
    shop.get("/you", &cookies(&answer)).await.shows("Su PIN");
    // It was good once.
    let again = shop.post("/sign-in/code", "", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn a_change_of_role_ends_every_session() {
    let shop = Shop::open().await;
    let (ann, jo, jo2) = (
        shop.cookie("Ann").await,
        shop.cookie("Jo").await,
        shop.cookie("Jo").await,
    );
    let id = number(&shop, "Jo").await;
    let role = format!("/settings/staff/{id}/role");
    shop.post(&role, &ann, &[("role", "counter")])
        .await
        .goes_to();
    assert!(is_in(&shop, &jo).await, "nothing changed");
    shop.post(&role, &ann, &[("role", "technician")])
        .await
        .goes_to();
    assert!(!is_in(&shop, &jo).await && !is_in(&shop, &jo2).await);
    shop.get("/settings/audit", &ann)
        .await
        .shows("Jo: counter → technician");
    let none = shop.post(&role, &ann, &[("role", "king")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn an_owner_stays() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let id = number(&shop, "Ann").await;
    for (what, fields) in [("role", vec![("role", "counter")]), ("disable", vec![])] {
        let answer = shop
            .post(&format!("/settings/staff/{id}/{what}"), &ann, &fields)
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        answer.shows("At least one owner has to stay");
    }
    assert!(is_in(&shop, &ann).await);
    let jo = number(&shop, "Jo").await;
    shop.post(
        &format!("/settings/staff/{jo}/role"),
        &ann,
        &[("role", "owner")],
    )
    .await
    .goes_to();
    let answer = shop
        .post(&format!("/settings/staff/{id}/disable"), &ann, &[])
        .await;
    assert_eq!(answer.goes_to(), "/settings/staff");
    assert!(!is_in(&shop, &ann).await);
}

#[tokio::test(start_paused = true)]
async fn who_is_disabled_is_out_at_once_and_may_come_back() {
    let shop = Shop::open().await;
    let (ann, jo) = (shop.cookie("Ann").await, shop.cookie("Jo").await);
    let id = number(&shop, "Jo").await;
    let right = [("name", "Jo"), ("password", PASSWORD)];
    shop.post(&format!("/settings/staff/{id}/disable"), &ann, &[])
        .await
        .goes_to();
    assert!(!is_in(&shop, &jo).await);
    let refused = shop.post("/sign-in", "", &right).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.hides("value=\"Jo\"");
    shop.post(&format!("/settings/staff/{id}/enable"), &ann, &[])
        .await
        .goes_to();
    assert_eq!(shop.post("/sign-in", "", &right).await.goes_to(), "/");
}

#[tokio::test(start_paused = true)]
async fn a_reset_password_is_void_at_once() {
    let shop = Shop::open().await;
    let (ann, jo) = (shop.cookie("Ann").await, shop.cookie("Jo").await);
    let id = number(&shop, "Jo").await;
    let page = shop
        .post(&format!("/settings/staff/{id}/reset"), &ann, &[])
        .await;
    let code = code(&page.body);
    assert!(!is_in(&shop, &jo).await);
    let old = shop
        .post("/sign-in", "", &[("name", "Jo"), ("password", PASSWORD)])
        .await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("name", "Jo"),
        ("code", code.as_str()),
        ("password", NEW),
        ("again", NEW),
    ];
    assert_eq!(
        shop.post("/sign-in/code", "", &fields).await.goes_to(),
        "/you"
    );
    // A day later it would not have been good.
    let page = shop
        .post(&format!("/settings/staff/{id}/reset"), &ann, &[])
        .await;
    let code = self::code(&page.body);
    shop.at("2026-11-22T20:15:00Z");
    let fields = [
        ("name", "Jo"),
        ("code", code.as_str()),
        ("password", NEW),
        ("again", NEW),
    ];
    let late = shop.post("/sign-in/code", "", &fields).await;
    late.shows("not good any more");
}

#[tokio::test(start_paused = true)]
async fn one_changes_pin_and_password_with_the_password() {
    let shop = Shop::open().await;
    let (jo, other) = (shop.cookie("Jo").await, shop.cookie("Jo").await);
    let wrong = [("pin", "2580"), ("password", "a wrong one")];
    shop.post("/you/pin", &jo, &wrong)
        .await
        .shows("This is not your password");
    let plain = [("pin", "1234"), ("password", PASSWORD)];
    shop.post("/you/pin", &jo, &plain)
        .await
        .shows("would be tried first");
    let right = [("pin", "2580"), ("password", PASSWORD)];
    assert_eq!(
        shop.post("/you/pin", &jo, &right).await.goes_to(),
        "/you?saved=pin"
    );
    shop.get("/you?saved=pin", &jo)
        .await
        .shows("Your PIN has changed")
        .shows("Take the PIN away");

    let new = [("current", PASSWORD), ("new", NEW), ("again", NEW)];
    assert_eq!(
        shop.post("/you/password", &jo, &new).await.goes_to(),
        "/you?saved=password"
    );
    assert!(is_in(&shop, &jo).await);
    assert!(!is_in(&shop, &other).await, "every other session ends");
    let member = shop
        .store
        .staff_named("Jo".to_owned())
        .await
        .unwrap()
        .unwrap();
    assert!(password::is_right(NEW, &member.password_hash));
}

#[tokio::test(start_paused = true)]
async fn ones_language_follows_one_to_any_screen() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let answer = shop.post("/you/language", &jo, &[("lang", "ru")]).await;
    assert_eq!(answer.cookie(), "lang=ru");
    let other = shop
        .post("/sign-in", "", &[("name", "Jo"), ("password", PASSWORD)])
        .await;
    assert!(cookies(&other).contains("lang=ru"));
    let chosen = shop
        .post("/language", "", &[("lang", "es"), ("back", "/sign-in")])
        .await;
    assert_eq!(chosen.goes_to(), "/sign-in");
    shop.get("/sign-in", &chosen.cookie())
        .await
        .shows("¿Quién es usted?");
}

#[tokio::test(start_paused = true)]
async fn a_pin_will_do_where_somebody_has_signed_in_with_a_password() {
    let shop = Shop::open().await;
    let jo = number(&shop, "Jo").await;
    let pin = password::hash("2580").unwrap();
    shop.store
        .set_pin(jo, pin, "Jo".to_owned(), shop.clock.now())
        .await
        .unwrap();
    let by_pin = [("name", "Jo"), ("password", "2580")];
    let unknown = shop.post("/sign-in", "", &by_pin).await;
    unknown.shows("A PIN won't do here yet");
    let made_up = shop.post("/sign-in", "screen=made-up", &by_pin).await;
    assert_eq!(made_up.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Ann signs in and out; then the tablet is known.
    let ann = shop
        .post("/sign-in", "", &[("name", "Ann"), ("password", PASSWORD)])
        .await;
    let (tablet, all) = (cookies(&ann), cookies(&ann));
    shop.post("/sign-out", &all, &[]).await.goes_to();
    shop.get("/sign-in", &tablet).await.shows("PIN or password");
    let answer = shop.post("/sign-in", &tablet, &by_pin).await;
    assert_eq!(answer.goes_to(), "/");
    let owner = shop.cookie("Ann").await;
    shop.post("/settings/screens/forget", &owner, &[])
        .await
        .goes_to();
    let forgotten = shop.post("/sign-in", &tablet, &by_pin).await;
    assert_eq!(forgotten.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn a_session_is_never_one_that_the_browser_brought() {
    let shop = Shop::open().await;
    let right = [("name", "Jo"), ("password", PASSWORD)];
    let planted = "readybell=planted";
    let answer = shop.post("/sign-in", planted, &right).await;
    assert_ne!(answer.cookie(), planted);
    assert!(!is_in(&shop, planted).await);
    assert!(is_in(&shop, &answer.cookie()).await);
    let again = shop.post("/sign-in", &answer.cookie(), &right).await;
    assert_ne!(again.cookie(), answer.cookie());
}

#[tokio::test(start_paused = true)]
async fn the_names_are_shown_only_where_the_shop_wants_it() {
    let shop = Shop::open().await;
    shop.get("/sign-in", "")
        .await
        .shows("value=\"Jo\"")
        .shows("value=\"Tim\"");
    let ann = shop.cookie("Ann").await;
    shop.post("/settings/screens", &ann, &[("minutes", "15")])
        .await
        .goes_to();
    shop.get("/sign-in", "")
        .await
        .hides("Jo")
        .shows("Your name");
    assert_eq!(shop.store.settings().await.unwrap().lock_minutes, 15);
    let much = shop
        .post("/settings/screens", &ann, &[("minutes", "721")])
        .await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(start_paused = true)]
async fn an_untouched_screen_locks_itself() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let minutes = |n: u64| tokio::time::advance(Duration::from_secs(60 * n));
    let fetched = async || {
        let request = Request::builder()
            .method(Method::GET)
            .uri("/modem")
            .header(header::HOST, "readybell.local")
            .header(header::COOKIE, &jo)
            .header("x-fragment", "1")
            .body(Body::empty())
            .unwrap();
        shop.ask(request).await.status
    };
    minutes(9).await;
    assert!(is_in(&shop, &jo).await, "somebody looks");
    minutes(9).await;
    assert_eq!(
        shop.post("/you/here", &jo, &[]).await.status,
        StatusCode::NO_CONTENT
    );
    minutes(9).await;
    assert_eq!(
        fetched().await,
        StatusCode::OK,
        "the page keeps itself fresh"
    );
    assert_eq!(
        shop.get("/modem?by-itself", &jo).await.status,
        StatusCode::OK
    );
    minutes(1).await;
    assert_eq!(fetched().await, StatusCode::SEE_OTHER);
    assert_eq!(shop.get("/modem", &jo).await.goes_to(), "/unlock?to=/modem");
    let right = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", &jo, &right).await.goes_to();
    assert!(is_in(&shop, &jo).await);
    shop.set(|settings| settings.lock_minutes = 0).await;
    minutes(300).await;
    assert!(is_in(&shop, &jo).await);
}

#[tokio::test(start_paused = true)]
async fn sessions_are_listed_and_ended() {
    let shop = Shop::open().await;
    let (ann, jo, tim) = (
        shop.cookie("Ann").await,
        shop.cookie("Jo").await,
        shop.cookie("Tim").await,
    );
    let id = |cookie: &str| {
        shop.store
            .session_id(cookie.strip_prefix("readybell=").unwrap())
    };
    shop.get("/you", &jo)
        .await
        .shows("this screen")
        .hides(&id(&tim));
    // Nobody ends somebody else's but the owner.
    let other = shop
        .post(&format!("/you/screens/{}", id(&tim)), &jo, &[])
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert!(is_in(&shop, &tim).await);
    shop.get("/settings/screens", &ann).await.shows(&id(&tim));
    shop.post(&format!("/settings/screens/{}", id(&tim)), &ann, &[])
        .await
        .goes_to();
    assert!(!is_in(&shop, &tim).await && is_in(&shop, &jo).await);
}

#[tokio::test(start_paused = true)]
async fn a_technician_sees_no_name_of_a_secret() {
    let shop = Shop::open().await;
    let tim = shop.cookie("Tim").await;
    shop.get("/you", &tim)
        .await
        .shows("Signed in as technician")
        .hides(hash())
        .hides("argon2");
}
