//! What is kept with a consent and with each text, for somebody who asks years later.

use super::shop::{PASSWORD, Shop};
use super::sign::{DRAWN, hand_over, sign};
use serde_json::Value;

/// A part of what is exported of the first customer.
async fn exported(shop: &Shop, cookie: &str, part: &str) -> Vec<Value> {
    let file = shop.post("/customers/1/export", cookie, &[]).await;
    let whole: Value = serde_json::from_str(&file.body).unwrap();
    whole[part].as_array().unwrap().clone()
}

/// What is kept of the text of that kind.
async fn text(shop: &Shop, cookie: &str, kind: &str) -> Value {
    let texts = exported(shop, cookie, "texts_to_them").await;
    let found = texts.into_iter().find(|text| text["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind}"))
}

#[tokio::test(start_paused = true)]
async fn a_signature_keeps_how_the_number_was_proved_and_when_it_was_confirmed() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, job, &[]).await.goes_to();
    let code = shop.code().await;
    shop.later(120).await;
    let check = format!("/jobs/{job}/code/check");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for typed in [wrong, code.as_str()] {
        shop.post(&check, &jo, &[("code", typed)]).await.goes_to();
    }
    hand_over(&shop, &jo, job).await;
    let signed = [("service", "yes"), ("drawn", DRAWN)];
    sign(&shop, &jo, job, &signed).await.goes_to();
    let pin = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", &jo, &pin).await.goes_to();
    let row = "/customers/1/consent/1";
    shop.get(row, &jo)
        .await
        .shows("2:16 PM, by a code (sent ")
        .shows("2:14 PM, typed by Jo, tries: 2)")
        .hides("Confirmed by text");
    let evidence = exported(&shop, &jo, "consent").await[0]["evidence"].clone();
    let evidence: Value = serde_json::from_str(evidence.as_str().unwrap()).unwrap();
    assert_eq!(evidence["code_attempts"], 2);
    assert_eq!(evidence["code_typed_by"], "Jo");
    let sent = evidence["code_sent_at"].as_str().unwrap();
    assert!(sent.starts_with("2026-11-21T20:14:00"), "{sent}");

    shop.later(60).await;
    shop.sends_all().await;
    shop.get(row, &jo).await.shows("Confirmed by text");
    let welcome = text(&shop, &jo, "service_confirmation").await;
    assert_eq!(welcome["consent_row"], 1);
    assert_eq!(welcome["template"], "vehicle_opt_in en-0");
}

#[tokio::test(start_paused = true)]
async fn each_text_keeps_what_it_was_judged_by() {
    let shop = Shop::open().await;
    shop.set(|settings| {
        settings.limits.paced = false;
        settings.offers_unlocked = true;
        settings.lock_minutes = 0;
    })
    .await;
    shop.at("2026-11-24T19:00:00Z");
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    for word in ["START", "PROMO"] {
        shop.receives("+15550134477", word).await;
        shop.sends_all().await;
        // So soon after one answer to a keyword there is no other.
        shop.later(660).await;
    }
    let own = [("words", "{brand}: {vehicle|it} is done")];
    shop.post("/settings/templates/on_track/en", &ann, &own)
        .await
        .goes_to();
    let tell = format!("/jobs/{job}/tell");
    shop.post(&tell, &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    let waits = text(&shop, &jo, "on_track").await;
    assert_eq!(waits["template"], "on_track en-1");
    assert_eq!(waits["consent_checked_at"], Value::Null);
    shop.sends_all().await;
    let went = text(&shop, &jo, "on_track").await;
    assert_eq!(went["consent_checked_at"], "2026-11-24T19:22:00Z");
    assert_eq!(went["their_local_time"], "2026-11-24 13:22");
    assert_eq!(went["local_time_from"], "shop");
    // Of each consent its own confirmation.
    let start = text(&shop, &jo, "start_reply").await;
    let promo = text(&shop, &jo, "offers_confirmation").await;
    assert_eq!(went["consent_row"], start["consent_row"]);
    assert_ne!(promo["consent_row"], start["consent_row"]);
    shop.get(
        &format!("/customers/1/consent/{}", promo["consent_row"]),
        &jo,
    )
    .await
    .shows("Yes to offers")
    .shows("Confirmed by text");
    // An offer goes by every clock that may hang where the number is.
    let offer = [("words", "20% off subwoofers")];
    shop.post("/inbox/1", &jo, &offer).await.goes_to();
    shop.sends_all().await;
    let typed = text(&shop, &jo, "typed").await;
    assert_eq!(typed["template"], "");
    assert_eq!(typed["consent_row"], promo["consent_row"]);
    assert_eq!(typed["local_time_from"], "number");
    let clocks = typed["their_local_time"].as_str().unwrap();
    assert!(clocks.contains(" / "), "{clocks}");
}
