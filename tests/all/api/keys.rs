//! The Idempotency-Key: one text, however often it is asked for.

use super::about_the_car;
use super::shop::{Answer, Header, LUIS, STRANGER, Shop, TOKEN, bearer};
use chrono::TimeDelta;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_is_the_same_text_however_many_ask_at_once() {
    let shop = Shop::open().await;
    let headers = [bearer(TOKEN), key("visit-1001-part")];
    let request = about_the_car(LUIS);
    let asked = (0..16).map(|_| shop.ask_with(&headers, &request));
    let ids: Vec<i64> = futures_util::future::join_all(asked)
        .await
        .iter()
        .map(Answer::id)
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let line = shop.store.line(shop.clock.now()).await.unwrap();
    let queued = line
        .waiting
        .iter()
        .filter(|(text, _)| text.asked_by == "all");
    assert_eq!(queued.count(), 1);
}

#[tokio::test]
async fn a_key_stands_for_the_values_whenever_they_come_again() {
    let shop = Shop::open().await;
    let headers = [bearer(TOKEN), key("k")];
    let mut request = about_the_car(LUIS);
    request["not_before"] = json!(shop.at(TimeDelta::minutes(10)));
    request["send_before"] = json!(shop.at(TimeDelta::hours(1)));
    let id = shop.ask_with(&headers, &request).await.id();
    // Its times have passed, and it is the same text all the same.
    shop.shows(TimeDelta::hours(3));
    assert_eq!(shop.ask_with(&headers, &request).await.id(), id);

    request["body"] = json!("Another part is here.");
    let other = shop.ask_with(&headers, &request).await;
    assert_eq!(other.problem(), (422, "key_reused"));

    // Another token's keys are its own.
    shop.token("other", "rb_other", "service").await;
    let theirs = shop
        .ask_with(&[bearer("rb_other"), key("k")], &about_the_car(LUIS))
        .await;
    assert_ne!(theirs.id(), id);
}

#[tokio::test]
async fn a_refusal_is_not_remembered_with_its_key() {
    let shop = Shop::open().await;
    let headers = [bearer(TOKEN), key("k")];
    let request = json!({ "to": STRANGER, "purpose": "conversation", "body": "Until six." });
    let refused = shop.ask_with(&headers, &request).await;
    assert_eq!(refused.problem().1, "nothing_to_answer");
    shop.receives(STRANGER, "How long are you open today?")
        .await;
    shop.ask_with(&headers, &request).await.id();
}

#[tokio::test]
async fn keys_have_limits() {
    let shop = Shop::open().await;
    let ask = async |keys: &[&str]| {
        let mut headers = vec![bearer(TOKEN)];
        headers.extend(keys.iter().map(|name| key(name)));
        shop.ask_with(&headers, &about_the_car(LUIS)).await
    };
    ask(&[&"k".repeat(128)]).await.id();
    for bad in [
        &["k".repeat(129).as_str()][..],
        &[""],
        &["a b"],
        &["é"],
        &["a", "b"],
    ] {
        assert_eq!(ask(bad).await.problem(), (400, "bad_key"), "{bad:?}");
    }
}

fn key(key: &str) -> Header {
    ("Idempotency-Key".to_owned(), key.to_owned())
}
