//! The shop's own wording of its texts.

use super::shop::Shop;
use axum::http::StatusCode;

const READY: &str = "/settings/templates/ready/en";

#[tokio::test(start_paused = true)]
async fn the_shops_own_words_are_what_the_customer_gets() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("where", "bay-1")]).await;
    shop.get(READY, &ann).await.shows("is ready for pick-up");
    let own = "{brand}: come and get {vehicle|your vehicle}, {first_name|friend}!";
    let shown = shop
        .post(&format!("{READY}/preview"), &ann, &[("words", own)])
        .await;
    shown
        .shows("House of Hardknocks: come and get 2012 Chevy Tahoe, Luis!")
        .shows("Luis Ortega, the newest open job")
        .shows("1 text");
    let saved = shop.post(READY, &ann, &[("words", own)]).await;
    assert_eq!(saved.goes_to(), format!("{READY}?saved=yes"));
    shop.get("/", &jo)
        .await
        .shows("come and get 2012 Chevy Tahoe");
    // Going back is a version, too.
    shop.post(READY, &ann, &[("restore", "yes")])
        .await
        .goes_to();
    shop.get("/", &jo).await.hides("come and get");
    shop.get(READY, &ann)
        .await
        .shows("come and get")
        .shows("version 2, Ann");
}

#[tokio::test(start_paused = true)]
async fn the_list_says_what_customers_read_and_not_how_it_is_written() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let list = shop.get("/settings/templates", &ann).await;
    list.shows("House of Hardknocks: 2014 Chevrolet Silverado is ready")
        .shows("are made up")
        .hides("{vehicle")
        .hides("{brand}");
}

#[tokio::test(start_paused = true)]
async fn what_would_not_go_is_refused_and_what_is_doubtful_needs_a_reason() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    for (words, says) in [
        ("{brand}: {vehicel} is ready", "did you mean {vehicle}"),
        ("{brand}: {vehicle} is ready", "words to fall back on"),
        ("{brand}: {balance|0} to pay", "never known in this text"),
        ("{brand}: [ready", "has no other half"),
    ] {
        let refused = shop
            .post(READY, &ann, &[("words", words), ("why", "so")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        refused.shows(says);
    }
    let offer = [(
        "words",
        "{brand}: {vehicle|it} is ready, and 10% off next time",
    )];
    let doubtful = shop.post(READY, &ann, &offer).await;
    assert_eq!(doubtful.status, StatusCode::UNPROCESSABLE_ENTITY);
    doubtful.shows("reads like an offer").shows("Say why");
    let kept = [offer[0], ("why", "it is on every invoice")];
    shop.post(READY, &ann, &kept).await.goes_to();
    shop.get(READY, &ann).await.shows("it is on every invoice");
    let help = "/settings/templates/help/es";
    let lacks = shop.post(help, &ann, &[("words", "{brand}: llame")]).await;
    lacks.shows("This text must say ALTO");
    for path in ["/settings/templates/ready/de", "/settings/templates/x/en"] {
        assert_eq!(shop.get(path, &ann).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(start_paused = true)]
async fn a_text_about_a_job_names_the_vehicle() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    for (text, words) in [
        ("ready/en", "{brand}: all done, come by"),
        ("on_track/en", "{brand}: on track[, {vehicle} is in {bay}]"),
        ("approval/en", "{brand}: may we add {line|it}? YES or NO"),
        ("running_late/es", "{brand}: vamos con demora"),
        ("feedback/ru", "{brand}: оцените нас от 1 до 5"),
    ] {
        let path = format!("/settings/templates/{text}");
        let typed = [("words", words), ("why", "we like it short")];
        let refused = shop.post(&path, &ann, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        refused.shows("Name the vehicle with {vehicle|your vehicle}");
    }
    let preview = format!("{READY}/preview");
    let all_done = [("words", "{brand}: all done, come by")];
    let shown = shop.post(&preview, &ann, &all_done).await;
    shown.shows("Name the vehicle");
    let bracketed = [("words", "{brand}: [{vehicle}: ]all done, come by")];
    shop.post(READY, &ann, &bracketed).await.goes_to();
}

#[tokio::test(start_paused = true)]
async fn jobs_of_one_number_whose_vehicles_are_called_the_same_are_told_apart() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let first = shop.job(&jo, &[("where", "bay-1")]).await;
    let board = shop.get("/", &jo).await;
    board.shows("2012 Chevy Tahoe is ready for pick-up");
    let second = shop
        .job(&jo, &[("where", "bay-2"), ("vehicle", "2012 CHEVY  Tahoe")])
        .await;
    let other = [("where", "waiting"), ("vehicle", "2014 Silverado")];
    shop.job(&jo, &other).await;
    let board = shop.get("/", &jo).await;
    board
        .shows(&format!("2012 Chevy Tahoe (job {first}) is ready"))
        .shows(&format!("(job {second}) is ready"))
        .shows("2014 Silverado is next in line");
    // What goes is what was shown.
    shop.post(&format!("/jobs/{first}/ready"), &jo, &[])
        .await
        .goes_to();
    let thread = shop.get("/inbox/1", &jo).await;
    thread.shows(&format!("2012 Chevy Tahoe (job {first}) is ready"));
}
