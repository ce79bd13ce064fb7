//! What staff type, where it looks like an offer.

use super::shop::Shop;
use axum::http::StatusCode;
use readybell::store::Outcome;

const LUIS: &str = "+15550134477";

#[tokio::test(start_paused = true)]
async fn what_looks_like_an_offer_needs_consent_to_offers_or_the_word_of_staff() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    shop.job(&jo, &[]).await;
    shop.receives(LUIS, "Do you have subwoofers?").await;
    let offer = [("words", "Yes, 20% off this week")];
    let counted = shop.post("/count", &jo, &offer).await;
    counted.shows("“20% off” looks like an offer");
    let plain = [("words", "Yes, drop it off at 9")];
    shop.post("/count", &jo, &plain)
        .await
        .hides("looks like an offer");
    shop.post("/inbox/1", &jo, &plain).await.goes_to();
    let refused = shop.post("/inbox/1", &jo, &offer).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .shows("“20% off” looks like an offer. Offers go only to those who agreed to them.")
        .shows("Yes, 20% off this week</textarea>")
        .shows("name=\"no_offer\"");
    shop.get("/inbox/1", &jo).await.hides("20% off");
    let by_jo = [offer[0], ("no_offer", "yes")];
    shop.post("/inbox/1", &jo, &by_jo).await.goes_to();
    shop.get("/inbox/1", &jo)
        .await
        .shows("Yes, 20% off this week")
        .hides("Reply STOP to end");
    let log = shop.get("/settings/audit", &ann).await;
    log.shows("“20% off” is not an offer");
    // Without a doubt about it there is nothing to note.
    let calm = [plain[0], ("no_offer", "yes")];
    shop.post("/inbox/1", &ann, &calm).await.goes_to();
    let log = shop.get("/settings/audit", &ann).await;
    assert_eq!(log.body.matches("is not an offer").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_offer_typed_to_who_agreed_to_offers_goes_as_one() {
    let shop = Shop::open().await;
    shop.set(|settings| {
        settings.limits.paced = false;
        settings.offers_unlocked = true;
    })
    .await;
    // A Tuesday evening, when replies go and offers don't.
    shop.at("2026-11-25T01:00:00Z");
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    for word in ["START", "PROMO"] {
        shop.receives(LUIS, word).await;
        shop.sends_all().await;
    }
    let offer = [("words", "20% off subwoofers this week")];
    shop.post("/inbox/1", &jo, &offer).await.goes_to();
    let sent = || Outcome::Sent { mr: 9 };
    assert!(!shop.sends(sent()).await);
    shop.get("/inbox/1", &jo)
        .await
        .shows("20% off subwoofers this week Reply STOP to end.");
    shop.at("2026-11-25T20:00:00Z");
    assert!(shop.sends(sent()).await);
    // The next one within a week is one too many.
    let refused = shop.post("/inbox/1", &jo, &offer).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("By the time that it may go it would be out of date.");
}
