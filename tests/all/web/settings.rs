//! The settings: each page keeps its own, says what is wrong with it, and writes down who did it.

use super::shop::{Answer, Shop};
use axum::http::StatusCode;
use readybell::store::Deed;

const GOOD: [(&str, &[(&str, &str)]); 6] = [
    (
        "/settings/shop",
        &[
            ("brand", "Hard Knocks"),
            ("trade", "car audio"),
            ("phone", "555-555-0100"),
            ("line", "(555) 555-0199"),
            ("site", "https://hardknocks.example/"),
            ("terms", "hardknocks.example/terms."),
            ("zone", "America/New_York"),
            ("country", "us"),
            ("region", "tx"),
            ("lang", "es"),
        ],
    ),
    (
        "/settings/hours",
        &[
            ("open-sat-from", "10:00"),
            ("open-sat-to", "14:00"),
            ("holidays", "3"),
            ("holiday-1", "2027-01-01"),
            ("holiday-3", "2026-12-25"),
        ],
    ),
    (
        "/settings/texts",
        &[
            ("undo", "10"),
            ("offers", "yes"),
            ("texts-back", "yes"),
            ("service-mon-from", "08:00"),
            ("service-mon-to", "21:30"),
            ("promotional-sun-from", "12:00"),
            ("promotional-sun-to", "21:00"),
        ],
    ),
    (
        "/settings/limits",
        &[
            ("apart", "6.5"),
            ("burst", "4"),
            ("per-minute", "6"),
            ("per-hour", "50"),
            ("per-day", "120"),
            ("numbers", "80"),
            ("offers-day", "20"),
            ("offers-week", "1"),
            ("offers-month", "2"),
            ("countries", "ca, mx"),
            ("keep-texts", "18"),
            ("keep-proofs", ""),
        ],
    ),
    (
        "/settings/phrases",
        &[
            ("en", "On our way.\n\n Be right there. "),
            ("es", ""),
            ("ru", ""),
        ],
    ),
    (
        "/settings/money",
        &[("currency", "mxn"), ("tax", "16"), ("tax-name", "IVA")],
    ),
];

async fn posts(shop: &Shop, cookie: &str, path: &str, change: Option<(&str, &str)>) -> Answer {
    let (_, good) = GOOD.iter().find(|(known, _)| *known == path).unwrap();
    let mut fields = good.to_vec();
    if let Some((field, value)) = change {
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
    }
    shop.post(path, cookie, &fields).await
}

#[tokio::test(start_paused = true)]
async fn each_page_keeps_its_own_and_leaves_the_rest() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    for (path, _) in GOOD {
        shop.get("/settings", &ann).await.shows(path);
        assert_eq!(shop.get(path, &ann).await.status, StatusCode::OK);
        let answer = posts(&shop, &ann, path, None).await;
        assert_eq!(answer.goes_to(), format!("{path}?saved=yes"));
        shop.get(answer.goes_to(), &ann).await.shows("Saved.");
    }
    let kept = shop.store.settings().await.unwrap();
    assert_eq!(
        (kept.brand.as_str(), kept.undo_seconds),
        ("Hard Knocks", 10)
    );
    assert_eq!(
        (kept.region.as_str(), kept.site.as_str()),
        ("TX", "hardknocks.example")
    );
    assert_eq!(kept.line.unwrap().as_e164(), "+15555550199");
    assert_eq!(kept.open.holidays.len(), 2);
    assert!(kept.offers_unlocked && kept.texts_back && !kept.checks_line);
    assert_eq!(kept.limits.seconds_apart, 6.5);
    assert_eq!((kept.retention.texts, kept.retention.proofs), (18, 0));
    shop.get("/settings/limits", &ann)
        .await
        .shows("value=\"18\"")
        .shows("Empty: 60 months");
    let countries: Vec<_> = kept.code_countries.iter().map(|c| c.code()).collect();
    assert_eq!(
        countries,
        ["US", "CA", "MX"],
        "the shop's own is among them"
    );
    shop.get("/settings/limits", &ann).await.shows("US, CA, MX");
    assert_eq!(kept.phrases.en, ["On our way.", "Be right there."]);
    shop.get("/settings/audit", &ann)
        .await
        .shows("On our way.")
        .shows("Nov 21, 2026, 3:14 PM");
    shop.get("/settings/hours", &ann)
        .await
        .shows("name=\"holiday-1\" value=\"2026-12-25\"")
        .shows("name=\"holiday-2\" value=\"2027-01-01\"")
        .shows("name=\"holiday-6\" value=\"\"");
    shop.get("/settings/money", &ann)
        .await
        .shows("<option value=\"MXN\" selected>MXN");
    assert_eq!((kept.currency.code(), kept.tax), ("MXN", 1600));
    shop.get("/settings/shop", &ann)
        .await
        .shows("(555) 555-0199")
        .shows("<option selected>America/New_York")
        .shows("<optgroup label=\"In your country\"><option>America/Adak");
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_is_said_and_nothing_is_kept() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    for (path, _) in GOOD {
        posts(&shop, &ann, path, None).await.goes_to();
    }
    let kept = shop.store.settings().await.unwrap();
    for (path, field, value, says) in [
        ("shop", "brand", "", "A name of 1 to 40 letters"),
        ("shop", "phone", "abc", "That is no phone number"),
        ("shop", "line", "12", "That is no phone number"),
        ("shop", "site", "my site", "Type it like"),
        (
            "shop",
            "terms",
            "see https://bit.ly/terms",
            "no shortened link",
        ),
        ("shop", "zone", "Mars/Olympus", "no such time zone"),
        ("shop", "zone", "../../etc/passwd", "no such time zone"),
        ("shop", "country", "USA", "two letters"),
        ("shop", "region", "ZZ", "no such state"),
        ("shop", "lang", "xx", "Choose a language"),
        ("hours", "open-sat-to", "", "type both times"),
        ("hours", "open-sat-to", "09:00", "must be the later one"),
        ("hours", "open-sat-to", "99:00", "write the times like"),
        ("hours", "holiday-1", "Christmas", "is no date"),
        ("texts", "undo", "-1", "from 0 to 300"),
        ("texts", "undo", "NaN", "from 0 to 300"),
        (
            "texts",
            "service-mon-from",
            "05:00",
            "nobody wants to be woken",
        ),
        (
            "texts",
            "promotional-sun-from",
            "11:00",
            "Sunday: 12:00 to 21:00 at most",
        ),
        ("limits", "apart", "NaN", "from 1 to 600"),
        ("limits", "burst", "2.5", "from 1 to 20"),
        ("limits", "offers-month", "3", "from 0 to 2"),
        ("limits", "keep-texts", "0", "from 1 to 240"),
        ("limits", "keep-proofs", "59", "from 60 to 240"),
        ("limits", "keep-proofs", "soon", "from 60 to 240"),
        ("limits", "countries", "XX", "is no country"),
        ("limits", "countries", "US, Canada", "two letters for each"),
        (
            "phrases",
            "en",
            "Reply CANCEL if you can't make it.",
            "CANCEL",
        ),
        ("phrases", "es", "Ven: bit.ly/x", "bit.ly"),
        ("phrases", "en", "Come by, it's 15% off this week.", "15%"),
        (
            "phrases",
            "ru",
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13",
            "more than 12",
        ),
        ("money", "currency", "dollar", "from the list"),
        ("money", "tax", "8.255", "percentage"),
    ] {
        let path = format!("/settings/{path}");
        let answer = posts(&shop, &ann, &path, Some((field, value))).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path} {field} {value}"
        );
        answer.shows(says).shows("Nothing was saved yet");
    }
    assert_eq!(shop.store.settings().await.unwrap(), kept);
}

#[tokio::test(start_paused = true)]
async fn hours_for_offers_follow_the_state() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    posts(&shop, &ann, "/settings/shop", None).await.goes_to();
    posts(&shop, &ann, "/settings/texts", None).await.goes_to();
    shop.get("/settings/texts", &ann)
        .await
        .shows("Sun 12:00–21:00")
        .shows("Your state's rules");
    // In Alabama none may go on Sundays.
    let moved = posts(&shop, &ann, "/settings/shop", Some(("region", "AL"))).await;
    assert_eq!(moved.goes_to(), "/settings/shop?saved=clipped");
    let hours = shop.store.settings().await.unwrap().offer_hours;
    assert_eq!(hours.weekday(chrono::Weekday::Sun), None);
    let none = posts(&shop, &ann, "/settings/shop", Some(("region", ""))).await;
    assert_eq!(none.goes_to(), "/settings/shop?saved=yes");
    shop.get("/settings/texts", &ann)
        .await
        .shows("Your state is not set");
}

#[tokio::test(start_paused = true)]
async fn every_change_is_written_down_with_its_old_and_new_value() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    posts(&shop, &ann, "/settings/money", None).await.goes_to();
    posts(&shop, &ann, "/settings/limits", None).await.goes_to();
    shop.get("/settings/audit?only=settings", &ann)
        .await
        .shows("<b>Ann</b>")
        .shows("changed settings")
        .shows("Currency: USD → MXN")
        .shows("Texts an hour: 60 → 50")
        .hides("signed in");
    // What stays the same is no change.
    let lines = shop.store.audit_log(None, None, 100).await.unwrap().len();
    posts(&shop, &ann, "/settings/limits", None).await.goes_to();
    assert_eq!(
        shop.store.audit_log(None, None, 100).await.unwrap().len(),
        lines
    );
}

#[tokio::test(start_paused = true)]
async fn the_log_is_read_page_by_page() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    for n in 0..120 {
        let by = "Ann".to_owned();
        shop.store
            .note(by, Deed::TriedLight { bay: n }, shop.clock.now())
            .await
            .unwrap();
    }
    let (mut page, mut seen) = ("/settings/audit?only=".to_owned(), 0);
    loop {
        let answer = shop.get(&page, &ann).await;
        seen += answer.body.matches("<small>Bay ").count();
        let links = answer
            .body
            .split("href=\"")
            .map(|rest| rest.split('"').next().unwrap());
        let Some(older) = links.clone().find(|link| link.contains("before=")) else {
            break;
        };
        page = older.replace("&amp;", "&");
    }
    assert_eq!(seen, 120);
}

#[tokio::test(start_paused = true)]
async fn two_owners_do_not_undo_each_other() {
    let shop = Shop::open().await;
    let before = shop.store.settings().await.unwrap();
    let (mut one, mut other) = (before.clone(), before.clone());
    one.brand = "One".to_owned();
    other.limits.per_day = 99;
    for new in [one, other] {
        let by = "Ann".to_owned();
        shop.store
            .change_settings(before.clone(), new, by, shop.clock.now())
            .await
            .unwrap();
    }
    let kept = shop.store.settings().await.unwrap();
    assert_eq!((kept.brand.as_str(), kept.limits.per_day), ("One", 99));
}

#[tokio::test(start_paused = true)]
async fn a_token_is_shown_once_and_revoked() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let none = shop
        .post("/settings/tokens", &ann, &[("name", "booking")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.shows("Tick at least one thing");
    let fields = [
        ("name", "booking"),
        ("scope-service", "yes"),
        ("scope-verification", "yes"),
    ];
    let made = shop.post("/settings/tokens", &ann, &fields).await;
    assert_eq!(made.status, StatusCode::OK);
    let secret = made.body.split("rb_").nth(1).unwrap();
    let secret = format!("rb_{}", secret.split('<').next().unwrap());
    let token = shop.store.token(secret.clone()).await.unwrap().unwrap();
    assert_eq!(token.scopes, ["service"]);
    for path in ["/settings/tokens", "/settings/audit"] {
        shop.get(path, &ann).await.shows("booking").hides(&secret);
    }
    let again = shop.post("/settings/tokens", &ann, &fields).await;
    again.shows("There is such a token already");
    shop.post("/settings/tokens/revoke", &ann, &[("name", "booking")])
        .await
        .goes_to();
    assert!(shop.store.token(secret).await.unwrap().is_none());
    shop.get("/settings/tokens", &ann).await.shows("revoked");
}
