//! Consent to e-mail: it ends on its owner's word, with a history of its own; and what a STOP by text
//! does to it.

use super::shop::{PASSWORD, Shop};
use super::sign::{DRAWN, hidden};
use axum::http::StatusCode;

const LUIS: &str = "+15550134477";

/// Luis signs for everything, on the screen, with an e-mail address.
async fn signs_for_all(shop: &Shop, jo: &str) {
    let job = shop.job(jo, &[("service", "")]).await;
    let number = format!("/jobs/{job}/number");
    let reach = [
        ("phone", "(555) 013-4477"),
        ("email", "luis@example.com"),
        ("tell", "both"),
        ("lang", "en"),
        ("do", "no-code"),
    ];
    shop.post(&number, jo, &reach).await.goes_to();
    let open = format!("/jobs/{job}/sign/open");
    shop.post(&open, jo, &[("staff", "Jo")]).await.goes_to();
    let path = format!("/jobs/{job}/sign");
    let mark = hidden(&shop.get(&path, jo).await, "mark");
    let signed = [
        ("lang", "en"),
        ("mark", mark.as_str()),
        ("service", "yes"),
        ("offers", "yes"),
        ("email_updates", "yes"),
        ("email_offers", "yes"),
        ("initials", "LO"),
        ("drawn", DRAWN),
    ];
    shop.post(&path, jo, &signed).await.goes_to();
    let open = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", jo, &open).await.goes_to();
}

#[tokio::test(start_paused = true)]
async fn who_wants_an_email_is_on_the_call_list_with_the_address() {
    let shop = Shop::open().await;
    let (jo, tim) = (shop.cookie("Jo").await, shop.cookie("Tim").await);
    let job = shop.begins(&jo, &[]).await;
    let email = [
        ("phone", ""),
        ("email", "ana+car?x=1@example.com"),
        ("do", "no-phone"),
    ];
    shop.reaches(&jo, job, &email).await.goes_to();
    shop.post(&format!("/jobs/{job}/ready"), &tim, &[])
        .await
        .goes_to();
    let way = "href=\"mailto:ana%2Bcar%3Fx%3D1@example.com\"";
    shop.get("/calls", &jo).await.shows(way);
    shop.get("/", &jo).await.shows(way);
    shop.get("/", &tim).await.hides("example.com");
    // Who wants to be called instead is called.
    let call = [
        ("phone", "555 013 2200"),
        ("email", "ana@example.com"),
        ("do", "landline"),
    ];
    let job = shop.begins(&jo, &[("name", "Rosa")]).await;
    shop.reaches(&jo, job, &call).await.goes_to();
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    shop.get("/calls", &jo)
        .await
        .shows("Rosa")
        .hides("mailto:ana@");
}

#[tokio::test(start_paused = true)]
async fn email_ends_on_its_owners_word_with_a_history_of_its_own() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    signs_for_all(&shop, &jo).await;
    let both = "receipts and updates by e-mail";
    let page = shop.get("/customers/1", &jo).await;
    page.shows("luis@example.com")
        .shows("They want no more e-mail")
        .shows("Yes to receipts and updates by e-mail")
        .shows("Yes to offers by e-mail");
    let path = "/customers/1/email/2";
    let history = "/customers/1/consent?of=2";
    shop.get(history, &jo)
        .await
        .shows(both)
        .hides("Yes to texts about the vehicle");
    let said = [
        ("heard", "email"),
        ("who", "Luis"),
        ("words", "No <more> mail"),
    ];
    let opt_out = format!("{path}/opt-out");
    for missing in ["scope", "heard", "words"] {
        let mut fields = vec![("scope", "service")];
        fields.extend(said);
        fields.retain(|(name, _)| *name != missing);
        let answer = shop.post(&opt_out, &jo, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{missing}");
    }
    // Offers end, receipts go on; and that can be taken back for half a minute.
    let fields = [("scope", "promotional"), said[0], said[1], said[2]];
    let answer = shop.post(&opt_out, &jo, &fields).await;
    assert_eq!(answer.goes_to(), "/customers/1");
    let page = shop.get("/customers/1", &jo).await;
    page.shows("Ended by e-mail: offers by e-mail.")
        .shows("No &lt;more&gt; mail");
    let row = hidden(&page, "row");
    let undo = format!("{path}/undo");
    shop.post(&undo, &jo, &[("row", row.as_str())])
        .await
        .goes_to();
    shop.get("/customers/1", &jo).await.hides("Ended by e-mail");
    let late = shop.post(&undo, &jo, &[("row", row.as_str())]).await;
    assert_eq!(
        late.status,
        StatusCode::CONFLICT,
        "it is taken back already"
    );
    // All of it, for good. Texts go on.
    let fields = [("scope", "all"), said[0], said[1], said[2]];
    shop.post(&opt_out, &jo, &fields).await.goes_to();
    let row = hidden(&shop.get("/customers/1", &jo).await, "row");
    tokio::time::advance(std::time::Duration::from_secs(31)).await;
    let late = shop.post(&undo, &jo, &[("row", row.as_str())]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    shop.get("/customers/1", &jo)
        .await
        .shows("No receipts or updates")
        .hides("They want no more e-mail")
        .shows("They asked for no more texts");
    // Neither a number nor somebody else's address is ended like this.
    for other in [
        "/customers/1/email/1/opt-out",
        "/customers/2/email/2/opt-out",
    ] {
        let answer = shop.post(other, &jo, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_by_text_ends_offers_by_email_and_not_the_receipts() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    signs_for_all(&shop, &jo).await;
    // By staff it can be taken back, e-mail and all.
    let said = [("heard", "phone"), ("who", "Luis"), ("words", "No more")];
    shop.post("/inbox/1/heard", &jo, &said).await.goes_to();
    let history = "/customers/1/consent?of=2";
    shop.get(history, &jo).await.shows("No to offers by e-mail");
    let row = hidden(&shop.get("/inbox/1", &jo).await, "row");
    shop.post("/inbox/1/undo", &jo, &[("row", row.as_str())])
        .await
        .goes_to();
    let chips = |page: &str| page.contains("No offers");
    assert!(!chips(&shop.get("/customers/1", &jo).await.body));
    shop.receives(LUIS, "STOP").await;
    let page = shop.get("/customers/1", &jo).await;
    assert!(chips(&page.body));
    page.shows("Receipts and updates")
        .hides("No receipts or updates");
}
