//! What customers agree to: versions that never change, and what the owner is told about them.

use super::shop::Shop;
use axum::http::StatusCode;
use readybell::domain::lang::Lang;
use readybell::domain::wording::ConsentLine;

const OWN: &str = "{shop} texts {number} about my car: 3-8 a visit, some automatic. Msg & data \
                   rates may apply. STOP to end, HELP for help.";

#[tokio::test(start_paused = true)]
async fn the_owner_reads_the_lines_and_makes_new_versions() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let page = shop.get("/settings/wording", &ann).await;
    page.shows("Texts from House of Hardknocks about my vehicles")
        .shows("Разрешаю House of Hardknocks отправлять")
        .shows("en-1, came with Readybell")
        .shows("Why not one sentence for everything?");
    let fields = [("line", "service"), ("lang", "en"), ("template", OWN)];
    let saved = shop.post("/settings/wording", &ann, &fields).await;
    assert_eq!(saved.goes_to(), "/settings/wording#service-en");
    shop.get("/settings/wording", &ann)
        .await
        .shows("en-2, by Ann")
        .shows("en-1, came with Readybell")
        .shows("House of Hardknocks texts ________ about my car");
    let wordings = shop.store.wordings().await.unwrap();
    let now = |line, lang| wordings.of(line, lang).unwrap().label();
    assert_eq!(now(ConsentLine::Service, Lang::En), "en-2");
    assert_eq!(now(ConsentLine::Service, Lang::Es), "es-1");
    assert_eq!(now(ConsentLine::Offers, Lang::En), "en-1");
    // The same words again make no version.
    shop.post("/settings/wording", &ann, &fields)
        .await
        .goes_to();
    let versions = shop.store.wording_versions().await.unwrap();
    assert_eq!(versions.len(), 16);
}

#[tokio::test(start_paused = true)]
async fn a_line_that_lacks_something_is_explained_and_kept_only_on_purpose() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let post = async |line: &str, template: &str, keep: &str| {
        let fields = [
            ("line", line),
            ("lang", "en"),
            ("template", template),
            ("keep", keep),
        ];
        shop.post("/settings/wording", &ann, &fields).await
    };
    let usual = "By signing this receipt you agree to updates, promotions and offers.";
    let answer = post("service", usual, "yes").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .shows("write {shop}")
        .shows("write {number}")
        .shows("speaks of offers")
        .shows(usual)
        .hides("I have had it checked");
    let no_stop = OWN.replace("STOP to end, ", "");
    let answer = post("service", &no_stop, "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .shows("does not say that STOP ends it")
        .shows("I have had it checked");
    assert!(
        post("service", &no_stop, "yes")
            .await
            .goes_to()
            .ends_with("#service-en")
    );
    assert_eq!(post("other", OWN, "").await.status, StatusCode::NOT_FOUND);
    let jo = shop.cookie("Jo").await;
    let answer = shop.get("/settings/wording", &jo).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test(start_paused = true)]
async fn what_is_agreed_to_names_its_version() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let fields = [("line", "service"), ("lang", "en"), ("template", OWN)];
    shop.post("/settings/wording", &ann, &fields)
        .await
        .goes_to();
    shop.get("/settings/wording?first=yes", &ann)
        .await
        .shows("Use these lines");
}

#[tokio::test(start_paused = true)]
async fn the_offers_line_says_where_the_terms_are() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.get("/settings/wording", &ann)
        .await
        .shows("HELP for help. Terms/privacy: ask at the counter.")
        .shows("Condiciones y privacidad: pregunte en el mostrador.")
        .shows("Условия и конфиденциальность: спросите на стойке.");
    shop.set(|settings| settings.terms = "hardknocks.example/terms".to_owned())
        .await;
    shop.get("/settings/wording", &ann)
        .await
        .shows("HELP for help. Terms/privacy: hardknocks.example/terms.");
    // Whoever agrees by text reads the same.
    shop.receives("+15550134477", "JOIN").await;
    shop.get("/inbox/1", &ann)
        .await
        .shows("Terms/privacy: hardknocks.example/terms. Reply YES to agree.");
    let own = "{shop} may send automated marketing texts to {number}, up to 2 a month. Not required to \
               buy. Msg & data rates may apply. STOP to end, HELP for help.";
    for (template, status) in [
        (own.to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("{own} Terms: {{terms}}"), StatusCode::SEE_OTHER),
    ] {
        let fields = [("line", "offers"), ("lang", "en"), ("template", &template)];
        let answer = shop.post("/settings/wording", &ann, &fields).await;
        assert_eq!(answer.status, status, "{template}");
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            answer.shows("where the terms and the privacy notice are");
        }
    }
}
