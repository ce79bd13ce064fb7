//! Texts that programs ask for, and what the gate makes of them.

use super::about_the_car;
use super::shop::{self, LUIS, STOPPED, STRANGER, Shop};
use chrono::TimeDelta;
use serde_json::json;

#[tokio::test]
async fn a_text_is_taken_in_and_shows_what_became_of_it() {
    let shop = Shop::open().await;
    let words = "The part for your Tahoe is here. ".repeat(8);
    let mut request = about_the_car(LUIS);
    request["body"] = json!(words);
    let asked = shop.ask(&request).await;
    let id = asked.id();
    assert_eq!(asked.body["state"], "queued");
    assert_eq!(asked.body["to"], LUIS);
    assert_eq!(asked.body["parts"].as_array().unwrap().len(), 2);
    assert_eq!(asked.body["parts"][1]["state"], "waiting");
    let place = asked.header("location").unwrap();
    assert_eq!(place, format!("/api/v1/texts/{id}"));

    assert_eq!(shop.send_all().await, 2);
    let path = format!("/texts/{id}");
    let sent = shop.get(&path).await;
    assert_eq!(sent.status, 200);
    assert_eq!(sent.body["state"], "sent");
    assert_eq!(sent.body["parts"][0]["reference"], 1);
    assert_eq!(sent.body["parts"][1]["tries"], 1);
    assert!(sent.body["parts"][1]["sent_at"].is_string());
    assert!(sent.body["settled_at"].is_string());

    shop.reports(LUIS, 1).await;
    shop.reports(LUIS, 2).await;
    let delivered = shop.get(&path).await;
    assert_eq!(delivered.body["state"], "delivered");
    assert_eq!(delivered.body["parts"][0]["report"]["status"], 0);
}

#[tokio::test]
async fn the_gate_refuses_at_once_what_could_never_go() {
    let shop = Shop::open().await;
    for (to, purpose, reason) in [
        (STOPPED, "service", "opted_out"),
        (STOPPED, "conversation", "opted_out"),
        (STOPPED, "promotional", "opted_out"),
        (STRANGER, "service", "no_consent"),
        (STRANGER, "conversation", "nothing_to_answer"),
        (LUIS, "promotional", "no_consent"),
        (LUIS, "verification", "purpose_not_allowed"),
        (LUIS, "compliance", "purpose_not_allowed"),
        (LUIS, "staff", "purpose_not_allowed"),
        (LUIS, "feedback", "purpose_not_allowed"),
        ("(555) 013-4477", "service", "not_a_number"),
        ("+1555", "service", "not_a_number"),
    ] {
        let request = json!({ "to": to, "purpose": purpose, "body": "Hello" });
        let answer = shop.ask(&request).await;
        assert_eq!(answer.problem(), (422, reason), "{to} {purpose}");
    }
    let nobody = shop.store.contact_of(shop::number(STRANGER)).await.unwrap();
    assert!(nobody.is_none(), "a refused stranger was kept");
    assert_eq!(shop.send_all().await, 0);
}

#[tokio::test]
async fn a_conversation_may_answer_for_a_day_and_ends_with_stop() {
    let shop = Shop::open().await;
    let request = json!({ "to": STRANGER, "purpose": "conversation", "body": "Until six." });
    assert_eq!(shop.ask(&request).await.problem().1, "nothing_to_answer");
    shop.receives(STRANGER, "How long are you open today?")
        .await;
    shop.ask(&request).await.id();
    shop.shows(TimeDelta::hours(25));
    assert_eq!(shop.ask(&request).await.problem().1, "nothing_to_answer");
    shop.receives(STRANGER, "And tomorrow?").await;
    shop.ask(&request).await.id();
    shop.receives(STRANGER, "STOP").await;
    assert_eq!(shop.ask(&request).await.problem().1, "opted_out");
}

#[tokio::test]
async fn stop_ends_what_was_accepted_before() {
    let shop = Shop::open().await;
    let id = shop.ask(&about_the_car(LUIS)).await.id();
    shop.receives(LUIS, "STOP").await;
    shop.send_all().await;
    let text = shop.get(&format!("/texts/{id}")).await;
    assert!(text.body["parts"][0]["sent_at"].is_null(), "{text:?}");
    let state = text.body["state"].as_str().unwrap();
    assert!(matches!(state, "refused" | "cancelled"), "{text:?}");
    assert!(text.body["why"].is_string());
}

#[tokio::test]
async fn times_that_cannot_be_right_are_refused() {
    let shop = Shop::open().await;
    let now = shop.clock.now().wall;
    let minutes = |n| json!((now + TimeDelta::minutes(n)).to_rfc3339());
    let day = 24 * 60;
    for (not_before, send_before, good) in [
        (json!(null), json!(null), true),
        (minutes(5), json!(null), true),
        (minutes(0), json!(null), true),
        (minutes(29 * day), json!(null), true),
        (minutes(5), minutes(6), true),
        (minutes(5), minutes(5), false),
        (minutes(6), minutes(5), false),
        (json!(null), minutes(-1), false),
        (minutes(-2), json!(null), false),
        (minutes(31 * day), json!(null), false),
        (json!(null), minutes(31 * day), false),
        (json!("2026-11-24"), json!(null), false),
        (json!("2026-11-24T14:30:00"), json!(null), false),
        (json!("tomorrow"), json!(null), false),
        (json!("-262143-01-01T00:00:00Z"), json!(null), false),
    ] {
        let mut request = about_the_car(LUIS);
        request["not_before"] = not_before;
        request["send_before"] = send_before;
        let answer = shop.ask(&request).await;
        if good {
            answer.id();
        } else {
            assert_eq!(answer.problem(), (422, "bad_time"), "{request}");
        }
    }
}

#[tokio::test]
async fn a_text_that_waits_says_for_what() {
    let shop = Shop::open().await;
    // Half past ten at night.
    shop.shows(TimeDelta::minutes(8 * 60 + 30));
    let id = shop.ask(&about_the_car(LUIS)).await.id();
    assert_eq!(shop.send_all().await, 0);
    let text = shop.get(&format!("/texts/{id}")).await.body;
    assert_eq!(text["state"], "queued");
    assert_eq!(text["hold"]["reason"], "quiet_hours");
    assert!(text["hold"]["until"].is_string());
}
