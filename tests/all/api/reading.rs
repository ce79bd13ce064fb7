//! What programs read: the inbox, permissions, health.

use super::shop::{EXAMPLE, LUIS, STOPPED, STRANGER, Shop};
use chrono::TimeDelta;
use serde_json::json;

#[tokio::test]
async fn the_inbox_is_read_page_by_page_and_misses_nothing() {
    let shop = Shop::open().await;
    shop.receives(LUIS, "Is it done?").await;
    shop.receives(STRANGER, "Do you do tints? \"Yes\" \\ no 🚗")
        .await;
    let first = shop.get("/inbox?limit=2").await.body;
    assert_eq!(first["texts"].as_array().unwrap().len(), 2);
    assert_eq!(first["texts"][0]["from"], STOPPED);
    assert_eq!(first["texts"][0]["class"], "opt_out");
    assert_eq!(first["texts"][0]["reviewed"], true);
    assert_eq!(first["texts"][1]["words"], "Is it done?");
    assert_eq!(first["texts"][1]["reviewed"], false);
    let next = first["next"].as_i64().unwrap();
    let second = shop.get(&format!("/inbox?limit=2&after={next}")).await.body;
    assert_eq!(second["texts"].as_array().unwrap().len(), 1);
    assert_eq!(second["texts"][0]["from"], STRANGER);
    assert_eq!(
        second["texts"][0]["words"],
        "Do you do tints? \"Yes\" \\ no 🚗"
    );
    let end = second["next"].as_i64().unwrap();
    let last = shop.get(&format!("/inbox?after={end}")).await.body;
    assert_eq!(last, json!({ "texts": [], "next": end }));
}

#[tokio::test]
async fn permission_says_no_where_it_does_not_know() {
    let shop = Shop::open().await;
    let ask = async |phone: &str, purpose: &str| {
        let phone = phone.replace('+', "%2B").replace(' ', "%20");
        let answer = shop
            .get(&format!("/permission?phone={phone}&purpose={purpose}"))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    };
    let luis = ask(LUIS, "service").await;
    assert_eq!(luis["allowed"], true);
    assert_eq!(luis["reasons"], json!([]));
    assert_eq!(luis["valid_for_seconds"], 60);
    assert_eq!(luis["state_version"], 1);
    assert!(luis["consent_event"].is_i64());
    for (phone, purpose, reason) in [
        (LUIS, "promotional", "no_consent"),
        (STOPPED, "service", "opted_out"),
        (STRANGER, "service", "no_consent"),
        ("", "service", "not_a_number"),
        ("5550134477", "service", "not_a_number"),
        ("+1 555 013 4477", "service", "not_a_number"),
        ("'; DROP TABLE outbox; --", "service", "not_a_number"),
    ] {
        let no = ask(phone, purpose).await;
        assert_eq!(no["allowed"], false, "{phone}");
        assert_eq!(no["reasons"], json!([reason]), "{phone}");
    }
    let stopped = ask(STOPPED, "service").await;
    assert_eq!(stopped["state_version"], 2);
    // A plus sign that was not escaped, as it often is.
    let plain = shop
        .get(&format!("/permission?phone={EXAMPLE}&purpose=service"))
        .await;
    assert_eq!(plain.body["allowed"], true);
    let other = shop
        .get(&format!("/permission?phone={LUIS}&purpose=staff"))
        .await;
    assert_eq!(other.problem(), (422, "purpose_not_allowed"));

    shop.clock.set_trusted(false);
    let unsure = ask(LUIS, "service").await;
    assert_eq!(unsure["reasons"], json!(["clock_unknown"]));
    shop.clock.set_trusted(true);
    shop.receives(LUIS, "please no more of these ok").await;
    assert_eq!(ask(LUIS, "service").await["allowed"], false);
}

#[tokio::test]
async fn a_permission_ends_with_the_hours() {
    let shop = Shop::open().await;
    let mut settings = shop.store.settings().await.unwrap();
    let zone = shop.store.zone(&settings.zone).unwrap();
    // Find the minute before the hours end, so that this does not depend on the defaults.
    let mut last = shop.clock.now().wall;
    while settings
        .service_hours
        .next_open(&zone, last + TimeDelta::minutes(1))
        == Some(last + TimeDelta::minutes(1))
    {
        last += TimeDelta::minutes(1);
    }
    settings.limits.paced = false;
    shop.clock.show(last + TimeDelta::seconds(30));
    let answer = shop
        .get(&format!("/permission?phone={LUIS}&purpose=service"))
        .await;
    assert_eq!(answer.body["allowed"], true);
    assert_eq!(answer.body["valid_for_seconds"], 0);
}

#[tokio::test]
async fn health_needs_no_token_and_tells_nothing_personal() {
    let shop = Shop::open().await;
    let health = shop.send("GET", "/health", &[], "").await;
    assert_eq!(health.status, 200);
    assert_eq!(health.body["ready"], true);
    assert_eq!(health.body["modem"]["state"], "down");
    assert_eq!(health.body["modem"]["trouble"], "not_opened_yet");
    let fields: Vec<&String> = health.body.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["clock_trusted", "disk", "modem", "ready"]);
    assert_eq!(health.body["disk"]["is_full"], false);
    let fields: Vec<&String> = health.body["modem"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["for_seconds", "state", "trouble"]);
}

#[tokio::test]
async fn health_is_bad_when_the_database_is_gone() {
    let shop = Shop::empty().await;
    for file in std::fs::read_dir(shop.directory.path()).unwrap() {
        let file = file.unwrap().path();
        std::fs::rename(&file, file.with_extension("gone")).unwrap();
    }
    let health = shop.send("GET", "/health", &[], "").await;
    assert_eq!(health.status, 503);
    assert_eq!(health.body["ready"], false);
    let answer = shop.get("/inbox").await;
    assert_eq!(answer.problem(), (500, "broken"));
}
