//! The customer signs on the screen: what they are shown, what counts, and what follows.

use super::shop::{Answer, PASSWORD, Shop};
use axum::http::StatusCode;
use readybell::domain::consent::Consent;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;
use readybell::store::{SigningEvidence, Way};

pub const DRAWN: &str =
    r#"{"w":6000,"h":1900,"strokes":[[[0,100,900,500],[16,900,300,500],[32,1500,1200,800]]]}"#;

pub async fn consent(shop: &Shop, purpose: Purpose) -> Consent {
    let number = PhoneNumber::parse("5550134477", Country::US).unwrap();
    let contact = shop.store.contact_of(number).await.unwrap().unwrap();
    let standing = shop.store.standing(contact.id).await.unwrap();
    standing.consent(purpose)
}

/// What a hidden field of a page holds.
pub fn hidden(page: &Answer, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.body.split_once(&field).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

pub async fn hand_over(shop: &Shop, cookie: &str, job: i64) {
    let open = format!("/jobs/{job}/sign/open");
    let answer = shop.post(&open, cookie, &[("staff", "Jo")]).await;
    assert_eq!(answer.goes_to(), format!("/jobs/{job}/sign"));
}

pub async fn sign(shop: &Shop, cookie: &str, job: i64, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/jobs/{job}/sign");
    let page = shop.get(&path, cookie).await;
    let mark = hidden(&page, "mark");
    let mut all = vec![("lang", "en"), ("mark", mark.as_str())];
    all.extend_from_slice(fields);
    shop.post(&path, cookie, &all).await
}

async fn kept(shop: &Shop, job: i64) -> SigningEvidence {
    shop.store.signings(job).await.unwrap().remove(0)
}

async fn confirmations(shop: &Shop, jo: &str) -> [usize; 2] {
    let thread = shop.get("/inbox/1", jo).await.body;
    ["get texts about your vehicle", "offers: you're in"].map(|words| {
        let words = words.replace('\'', "&#39;");
        thread.matches(&words).count().max(
            thread
                .replace("&#39;", "'")
                .matches(&words.replace("&#39;", "'"))
                .count(),
        )
    })
}

#[tokio::test(start_paused = true)]
async fn the_receipts_opt_in_is_signed_and_acknowledged_once() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let path = format!("/jobs/{job}/sign");
    shop.get(&path, &jo)
        .await
        .shows("For staff: hand the screen over")
        .shows("Hand over to Luis, as Jo")
        .shows("signed in here")
        .shows("Hand over to Luis, as Ann")
        .hides("Hand over to Luis, as Tim")
        .shows("Luis reads the lines")
        .shows("value=\"Jo\"");
    hand_over(&shop, &jo, job).await;
    let view = shop.get(&path, &jo).await;
    view.shows("Hello Luis")
        .shows("Texts from House of Hardknocks about my vehicles and visits, to (555) 013-4477")
        .shows("Not required to buy anything")
        .shows("Русский")
        .hides("checked")
        .hides("/inbox")
        .hides("New job");

    let both = [("service", "yes"), ("offers", "yes")];
    let answer = sign(&shop, &jo, job, &both).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .shows("Please write your initials here.")
        .shows("name=\"service\" value=\"yes\" checked");
    let with_initials = [both[0], both[1], ("initials", "L.O.")];
    let answer = sign(&shop, &jo, job, &with_initials).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .shows("Please sign in the box")
        .shows("value=\"L.O.\"");
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::None);

    let signed = [both[0], both[1], with_initials[2], ("drawn", DRAWN)];
    let answer = sign(&shop, &jo, job, &signed).await;
    let to = answer.goes_to().to_owned();
    assert!(to.starts_with("/unlock?thanks=en&to=/jobs/"), "{to}");
    shop.get(&to, &jo)
        .await
        .shows("Thank you")
        .shows("hand the screen back")
        .shows("· password")
        .hides("data-pin");
    assert!(shop.get(&path, &jo).await.goes_to().starts_with("/unlock"));
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::Granted);

    let kept = kept(&shop, job).await;
    assert_eq!(kept.opened.opened_by, "Jo");
    assert_eq!(
        (kept.opened.way, kept.initials.as_str()),
        (Way::Screen, "L.O.")
    );
    assert_eq!(kept.signature.unwrap().json(), DRAWN);
    assert!(kept.answers.iter().all(|a| a.yes && a.version == "en-1"));
    assert!(kept.answers[0].words.contains("to (555) 013-4477"));

    // Tapped twice: nothing more happens.
    shop.post(&path, &jo, &signed).await.goes_to();
    let pin = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", &jo, &pin).await.goes_to();
    shop.sends_all().await;
    assert_eq!(confirmations(&shop, &jo).await, [1, 1]);
    shop.get(&path, &jo)
        .await
        .shows("Everything was signed before");
    // A second visit asks for nothing that stands, and confirms nothing again.
    let second = shop.job(&jo, &[]).await;
    let again = format!("/jobs/{second}/sign");
    shop.get(&again, &jo)
        .await
        .shows("Everything was signed before");
    shop.sends_all().await;
    assert_eq!(confirmations(&shop, &jo).await, [1, 1]);
    hand_over(&shop, &jo, second).await;
    shop.get(&again, &jo)
        .await
        .shows("You agreed to this at ")
        .hides("You agreed to this on ");
}

#[tokio::test(start_paused = true)]
async fn the_words_are_kept_in_the_language_in_which_they_were_signed() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    hand_over(&shop, &jo, job).await;
    let path = format!("/jobs/{job}/sign");
    let fields = [
        ("speak", "ru"),
        ("lang", "en"),
        ("service", "yes"),
        ("initials", "ЛО"),
        ("drawn", DRAWN),
    ];
    let page = shop.post(&path, &jo, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("<html lang=\"ru\">")
        .shows("SMS от House of Hardknocks")
        .shows("name=\"service\" value=\"yes\" checked")
        .shows("value=\"ЛО\"")
        .shows("&quot;strokes&quot;");
    let mark = hidden(&page, "mark");
    let english = [
        ("lang", "en"),
        ("mark", mark.as_str()),
        ("service", "yes"),
        ("drawn", DRAWN),
    ];
    let answer = shop.post(&path, &jo, &english).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("The words have changed").hides("checked");
    let russian = [
        ("lang", "ru"),
        ("mark", mark.as_str()),
        ("service", "yes"),
        ("drawn", DRAWN),
    ];
    let answer = shop.post(&path, &jo, &russian).await;
    assert!(answer.goes_to().starts_with("/unlock?thanks=ru"));
    let kept = kept(&shop, job).await;
    assert_eq!(kept.opened.lang.code(), "ru");
    let said: Vec<_> = kept
        .answers
        .iter()
        .map(|a| (a.version.as_str(), a.yes))
        .collect();
    assert_eq!(said, [("ru-1", true), ("ru-1", false)]);
    assert!(
        kept.answers[0]
            .words
            .starts_with("SMS от House of Hardknocks")
    );
}

#[tokio::test(start_paused = true)]
async fn a_signature_lifts_only_a_stop_that_came_before_it_was_opened() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    hand_over(&shop, &jo, job).await;
    shop.receives("+15550134477", "STOP").await;
    let agreed = [("service", "yes"), ("drawn", DRAWN)];
    let answer = sign(&shop, &jo, job, &agreed).await;
    assert!(answer.goes_to().contains("stopped"), "{}", answer.goes_to());
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Revoked);

    let pin = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", &jo, &pin).await.goes_to();
    hand_over(&shop, &jo, job).await;
    let answer = sign(&shop, &jo, job, &agreed).await;
    assert!(!answer.goes_to().contains("stopped"));
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
}

#[tokio::test(start_paused = true)]
async fn whoever_wants_no_texts_gets_none() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
    hand_over(&shop, &jo, job).await;
    // Nothing is agreed to, so nothing has to be signed.
    sign(&shop, &jo, job, &[]).await.goes_to();
    let kept = kept(&shop, job).await;
    assert!(kept.answers.iter().all(|answer| !answer.yes) && kept.signature.is_none());
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Revoked);
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::None);
}

#[tokio::test(start_paused = true)]
async fn a_signature_under_nothing_is_asked_about_once_more_and_staff_are_told() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, job, &[("do", "no-code")]).await.goes_to();
    let step = shop.consent_page(&jo, job).await;
    step.shows("name=\"staff\" value=\"Jo\"")
        .shows("Hand over to Ana, as Jo")
        .shows("Somebody else hands it over");
    hand_over(&shop, &jo, job).await;
    let path = format!("/jobs/{job}/sign");
    let spanish = shop.post(&path, &jo, &[("speak", "es")]).await;
    let mark = hidden(&spanish, "mark");
    let slip = [("lang", "es"), ("mark", mark.as_str()), ("drawn", DRAWN)];
    let asks = shop.post(&path, &jo, &slip).await;
    asks.shows("No marcó nada: ¿ningún mensaje?")
        .shows("Sí, sin mensajes")
        .hides("New job");
    assert!(shop.store.signings(job).await.unwrap().is_empty());
    // Back to the lines, with what was drawn.
    let back = [&slip[..], &[("speak", "es")]].concat();
    shop.post(&path, &jo, &back)
        .await
        .shows("name=\"service\"")
        .shows("&quot;strokes&quot;");
    let yes = [&slip[..], &[("sure", "yes")]].concat();
    let done = shop.post(&path, &jo, &yes).await;
    assert!(done.goes_to().starts_with("/unlock?thanks=es"));
    assert!(kept(&shop, job).await.answers.iter().all(|line| !line.yes));
    let secret = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", &jo, &secret).await.goes_to();
    shop.get(&format!("/jobs/{job}/receipt"), &jo)
        .await
        .shows("Nothing was agreed to");
}

#[tokio::test(start_paused = true)]
async fn the_customers_screen_shows_no_other_job_and_takes_no_rubbish() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let other = shop
        .job(&jo, &[("name", "Ana Reyes"), ("phone", "(555) 013-9921")])
        .await;
    hand_over(&shop, &jo, job).await;
    for path in [format!("/jobs/{other}/sign"), "/".to_owned()] {
        assert!(
            shop.get(&path, &jo).await.goes_to().starts_with("/unlock"),
            "{path}"
        );
    }
    let answer = shop
        .post(&format!("/jobs/{other}/sign"), &jo, &[("service", "yes")])
        .await;
    assert!(answer.goes_to().starts_with("/unlock"));
    for drawn in [
        "x",
        "{}",
        "<svg onload=alert(1)>",
        r#"{"w":1,"h":1,"strokes":[[[0,0,0,0]]]}"#,
    ] {
        let answer = sign(&shop, &jo, job, &[("service", "yes"), ("drawn", drawn)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{drawn}");
        answer.hides("<svg onload");
    }
    let huge = "9".repeat(600_000);
    let answer = shop
        .post(&format!("/jobs/{job}/sign"), &jo, &[("drawn", &huge)])
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::None);
    let tim = shop.cookie("Tim").await;
    let answer = shop.get(&format!("/jobs/{job}/sign"), &tim).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
