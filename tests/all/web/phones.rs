//! The two phones of the first start, and the round trip on the modem's page.

use super::shop::{SIM, Shop};
use axum::http::StatusCode;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::modem::{ModemStatus, State};
use readybell::store::Outcome;
use std::time::Duration;

const LINE: &str = "+12065550100";

async fn with_line() -> (Shop, String) {
    let shop = Shop::open().await;
    let line = PhoneNumber::parse(LINE, Country::US).unwrap();
    shop.set(|settings| settings.line = Some(line)).await;
    let ann = shop.cookie("Ann").await;
    (shop, ann)
}

impl Shop {
    /// What the line sent itself comes back.
    async fn comes_back(&self) {
        let path = self.directory().join("readybell.db");
        let database = rusqlite::Connection::open(path).unwrap();
        let words: String = database
            .query_row(
                "SELECT words FROM outbox ORDER BY id DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .unwrap();
        self.receives(LINE, &words).await;
    }
}

#[tokio::test(start_paused = true)]
async fn each_phone_is_ticked_when_its_text_has_come() {
    let (shop, ann) = with_line().await;
    let page = shop.get("/setup/phones", &ann).await;
    page.shows("Text HELLO to (206) 555-0100")
        .shows("role=\"img\"")
        .shows("Nothing in the last hour")
        .shows("iMessage");
    assert_eq!(page.body.matches("not tried yet").count(), 2);
    shop.receives("+15550134477", "Hello").await;
    let page = shop.get("/setup/phones", &ann).await;
    page.shows("(555) 013-4477").shows("Hello");
    let text = page.body.split("name=\"text\" value=\"").nth(1).unwrap();
    let text = text.split('"').next().unwrap().to_owned();
    let was = |phone: &'static str| [("text", text.clone()), ("phone", phone.to_owned())];
    for (phone, left) in [("iphone", 1), ("android", 0)] {
        let fields = was(phone);
        let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let answer = shop.post("/setup/phones", &ann, &fields).await;
        assert_eq!(answer.goes_to(), "/setup/phones");
        let page = shop.get("/setup/phones", &ann).await;
        assert_eq!(page.body.matches("not tried yet").count(), left);
    }
    shop.get("/settings/audit", &ann)
        .await
        .shows("a text from an iPhone arrived");
    for fields in [
        [("text", "1"), ("phone", "fax")],
        [("text", "99"), ("phone", "iphone")],
        [("text", ""), ("phone", "iphone")],
    ] {
        let answer = shop.post("/setup/phones", &ann, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{fields:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_owner_tries_the_line_and_everybody_sees_how_it_went() {
    let (shop, ann) = with_line().await;
    let tim = shop.cookie("Tim").await;
    let try_it = async || {
        shop.post("/modem/round-trip", &ann, &[("try", "yes")])
            .await
    };
    shop.get("/modem", &ann)
        .await
        .shows("(206) 555-0100")
        .shows("never");
    assert_eq!(try_it().await.goes_to(), "/modem");
    shop.get("/modem", &tim)
        .await
        .shows("on its way")
        .hides("555-0100")
        .hides("Try it now");
    assert!(shop.sends(Outcome::Sent { mr: 4 }).await);
    tokio::time::advance(Duration::from_secs(7)).await;
    shop.comes_back().await;
    shop.get("/modem", &tim).await.shows("0 s out, 7 s back");
    shop.get("/inbox", &ann).await.hides("Readybell checks");

    // The next one does not come back.
    try_it().await.goes_to();
    assert!(shop.sends(Outcome::Sent { mr: 5 }).await);
    tokio::time::advance(Duration::from_secs(601)).await;
    // The screens that nobody touched are locked by now.
    let (ann, tim) = (shop.cookie("Ann").await, shop.cookie("Tim").await);
    let now = shop.clock.now();
    assert!(shop.store.judge_round_trip(now).await.unwrap().is_some());
    shop.get("/modem", &ann)
        .await
        .shows("did not come back within 10 minutes");
    shop.get("/", &tim)
        .await
        .shows("Texts may not arrive here.");
    tokio::time::advance(Duration::from_secs(60)).await;
    shop.receives("+15550134477", "Hi").await;
    shop.get("/", &tim)
        .await
        .hides("Texts may not arrive here.");
}

#[tokio::test(start_paused = true)]
async fn a_line_whose_number_nobody_knows_or_that_is_down_is_not_tried() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let try_it = async || {
        shop.post("/modem/round-trip", &ann, &[("try", "yes")])
            .await
    };
    shop.get("/modem", &ann)
        .await
        .shows("The SIM does not tell it.")
        .hides("Try it now");
    let answer = try_it().await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("The SIM does not tell it.");
    let told = PhoneNumber::parse(LINE, Country::US).ok();
    let told = shop
        .store
        .sim_tells_number(SIM.to_owned(), told, shop.clock.now());
    told.await.unwrap();
    shop.get("/modem", &ann).await.shows("Try it now");
    shop.modem.send_replace(ModemStatus {
        state: State::Down,
        ..super::shop::works()
    });
    shop.get("/modem", &ann).await.hides("Try it now");
    assert_eq!(try_it().await.status, StatusCode::CONFLICT);
}
