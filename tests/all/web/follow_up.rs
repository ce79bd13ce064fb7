//! After pick-up: the settings, the question with its answer on every page that shows it, and codes at
//! the counter.

use super::shop::{Answer, Shop};
use axum::http::StatusCode;
use readybell::domain::follow_up::{Codes, FollowUp};

const LUIS: &str = "+15550134477";
const FORM: [(&str, &str); 8] = [
    ("asks", "yes"),
    ("ask-hours", "2"),
    ("review-link", "https://reviews.example/hardknocks"),
    ("alert", "3"),
    ("offer-days", "7"),
    ("codes", "shared"),
    ("shared-code", "hardknocks 15"),
    ("code-days", "30"),
];

async fn save(shop: &Shop, change: &[(&str, &str)]) -> Answer {
    let ann = shop.cookie("Ann").await;
    let mut fields: Vec<_> = FORM
        .into_iter()
        .filter(|(name, _)| !change.iter().any(|(other, _)| other == name))
        .collect();
    fields.extend_from_slice(change);
    shop.post("/settings/follow-up", &ann, &fields).await
}

/// A shop that asks, with Luis's job picked up and the question sent two hours later.
async fn asked() -> (Shop, String, i64) {
    let shop = Shop::open().await;
    shop.set(|settings| settings.limits.paced = false).await;
    // A Tuesday, at one: 555 may lie in any zone, and feedback goes while all of them are open.
    shop.at("2026-11-24T19:00:00Z");
    save(&shop, &[]).await.goes_to();
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    shop.sends_all().await;
    shop.post(&format!("/jobs/{job}/move"), &jo, &[("to", "picked_up")])
        .await
        .goes_to();
    // It waits for its time, and is no queue.
    shop.get("/", &jo).await.hides("1 waiting");
    shop.at("2026-11-24T21:00:00Z");
    shop.sends_all().await;
    (shop, jo, job)
}

#[tokio::test(start_paused = true)]
async fn everything_is_off_until_the_owner_turns_it_on() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let set = shop.store.settings().await.unwrap().follow_up;
    assert_eq!(set, FollowUp::default());
    assert!(!set.asks && !set.offers);
    shop.get("/settings/follow-up", &ann)
        .await
        .shows("Nobody has been asked yet.")
        .shows("Offers are locked")
        .hides("checked");
    let to = save(&shop, &[]).await;
    assert_eq!(to.goes_to(), "/settings/follow-up?saved=yes");
    let set = shop.store.settings().await.unwrap().follow_up;
    let wanted = FollowUp {
        asks: true,
        review_link: "https://reviews.example/hardknocks".to_owned(),
        codes: Codes::Shared,
        shared_code: "HARDKNOCKS15".to_owned(),
        ..FollowUp::default()
    };
    assert_eq!(set, wanted);
    shop.get("/settings/audit", &ann)
        .await
        .shows("Ask how it went: no → yes")
        .shows("Review link: — → https://reviews.example/hardknocks");
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_right_is_refused_with_a_reason_and_kept_in_the_form() {
    let shop = Shop::open().await;
    for (field, value, why) in [
        ("review-link", "reviews.example", "Paste the whole link"),
        (
            "review-link",
            "http://reviews.example/x",
            "Paste the whole link",
        ),
        (
            "review-link",
            "https://bit.ly/3x",
            "bit.ly is shared by everybody",
        ),
        ("ask-hours", "0", "Use 1 to 72 hours"),
        ("ask-hours", "73", "Use 1 to 72 hours"),
        ("offer-days", "soon", "Use 1 to 60 days"),
        ("code-days", "6", "Use 7 to 365 days"),
        ("shared-code", "", "Use 4 to 20 letters"),
        ("shared-code", "15%", "Use 4 to 20 letters"),
        ("offers", "yes", "Offers are locked."),
    ] {
        let answer = save(&shop, &[(field, value)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        answer.shows(why);
        if field != "offers" {
            answer.shows(&format!("value=\"{value}\""));
        }
    }
    assert_eq!(
        shop.store.settings().await.unwrap().follow_up,
        FollowUp::default()
    );
    shop.set(|settings| settings.offers_unlocked = true).await;
    save(&shop, &[("offers", "yes")]).await.goes_to();
    assert!(shop.store.settings().await.unwrap().follow_up.offers);
}

#[tokio::test(start_paused = true)]
async fn a_score_is_shown_wherever_the_customer_is() {
    let (shop, jo, job) = asked().await;
    let ann = shop.cookie("Ann").await;
    shop.get("/settings/follow-up", &ann)
        .await
        .shows("Asked 1, answered 0");
    shop.receives(LUIS, "5 stars!").await;
    shop.get("/settings/follow-up", &ann)
        .await
        .shows("Asked 1, answered 1, average 5.0 of 5");
    shop.get("/inbox/1", &jo)
        .await
        .shows("5 stars!")
        .shows("<b>5 of 5</b>")
        .shows("A review helps others find us: https://reviews.example/hardknocks");
    shop.get("/customers/1", &jo)
        .await
        .shows(&format!("#{job}"))
        .shows("<b>5 of 5</b>");
    shop.get("/", &jo).await.hides("was not pleased");
}

#[tokio::test(start_paused = true)]
async fn a_low_score_is_on_the_board_with_its_words_until_somebody_has_seen_to_it() {
    let (shop, jo, _) = asked().await;
    shop.receives(LUIS, "two").await;
    for path in ["/", "/calls"] {
        shop.get(path, &jo)
            .await
            .shows("Luis Ortega")
            .shows("Gave 2 of 5")
            .shows("two")
            .shows("tel:+15550134477");
    }
    shop.get("/", &jo).await.shows("2012 Chevy Tahoe. Gave 2");
    // The same words and the same link as for a five.
    shop.get("/inbox/1", &jo)
        .await
        .shows("thank you for telling us. A review helps others find us: https://reviews.example/hardknocks");
    // Nothing of it is a technician's.
    let tim = shop.cookie("Tim").await;
    shop.get("/", &tim).await.hides("Gave 2 of 5");
    let done = [("outcome", "done"), ("back", "/")];
    shop.post("/tasks/1", &jo, &done).await.goes_to();
    shop.get("/", &jo).await.hides("Gave 2 of 5");
}

#[tokio::test(start_paused = true)]
async fn a_score_without_words_says_itself_once() {
    let (shop, jo, _) = asked().await;
    shop.receives(LUIS, "2").await;
    shop.get("/", &jo)
        .await
        .shows("Gave 2 of 5")
        .hides("<span dir=\"auto\">2");
    shop.get("/calls", &jo)
        .await
        .shows("Gave 2 of 5")
        .hides("<q class=\"words\"");
}

#[tokio::test(start_paused = true)]
async fn a_shared_code_is_redeemed_for_a_customer_once_and_can_be_taken_back() {
    let shop = Shop::open().await;
    save(&shop, &[]).await.goes_to();
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    shop.get("/", &jo).await.shows("href=\"/redeem\"");
    shop.get("/redeem", &jo).await.shows("Type the code");
    shop.get("/redeem?code=WRONG99", &jo)
        .await
        .shows("WRONG99 is no code of ours");
    shop.get("/redeem?code=hard%20knocks-15", &jo)
        .await
        .shows("HARDKNOCKS15 is good. For whom?")
        .shows("15% off your next visit with code HARDKNOCKS15 until …")
        .shows("/redeem?code=HARDKNOCKS15&amp;customer=1")
        .shows("Luis Ortega");
    shop.get("/redeem?code=HARDKNOCKS15&q=nobody", &jo)
        .await
        .shows("Nobody was found");
    shop.get("/redeem?code=HARDKNOCKS15&customer=1", &jo)
        .await
        .shows("HARDKNOCKS15 is good for Luis Ortega")
        .shows("15% off your next visit")
        .shows(&format!("job #{job}"));
    let fields = [("code", "HARDKNOCKS15"), ("customer", "1")];
    let answer = shop.post("/redeem", &jo, &fields).await;
    assert_eq!(answer.goes_to(), "/redeem?done=1");
    shop.get("/redeem?done=1", &jo)
        .await
        .shows("HARDKNOCKS15 is redeemed for Luis Ortega.")
        .shows("/redeem/1/undo");
    let again = shop.post("/redeem", &jo, &fields).await;
    let used = again.goes_to().to_owned();
    shop.get(&used, &jo)
        .await
        .shows("HARDKNOCKS15 was used already: for Luis Ortega, 2:14 PM, by Jo.");
    shop.post("/redeem/1/undo", &jo, &[]).await.goes_to();
    shop.get("/redeem", &jo).await.shows("taken back");
    shop.get(&used, &jo).await.shows("is good for Luis Ortega");
    let ann = shop.cookie("Ann").await;
    shop.get("/settings/audit", &ann)
        .await
        .shows("1: code HARDKNOCKS15 redeemed")
        .shows("1: code HARDKNOCKS15 taken back");
    for path in ["/redeem?customer=99", "/redeem?done=99"] {
        assert_eq!(
            shop.get(path, &jo).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_customers_page_leads_to_the_code_and_a_hostile_one_stays_words() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[]).await;
    shop.get("/customers/1", &jo)
        .await
        .shows("/redeem?customer=1");
    shop.get("/redeem?customer=1", &jo)
        .await
        .shows("For Luis Ortega");
    let hostile = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27";
    shop.get(&format!("/redeem?code={hostile}"), &jo)
        .await
        .hides("<SCRIPT>")
        .hides("<script>alert");
}
