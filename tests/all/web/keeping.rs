//! What the pages show of texts whose time is over.

use super::shop::Shop;
use chrono::TimeDelta;

const LUIS: &str = "+15550134477";

#[tokio::test(start_paused = true)]
async fn a_text_whose_words_have_gone_is_still_shown_and_the_log_tells_it() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    shop.receives(LUIS, "How long will it take?").await;
    shop.post("/inbox/1", &jo, &[("words", "Until five.")])
        .await
        .goes_to();
    shop.sends_all().await;
    shop.post(&format!("/jobs/{job}/move"), &jo, &[("to", "cancelled")])
        .await
        .goes_to();
    let later = shop.clock.now().wall + TimeDelta::days(5 * 366);
    shop.clock.show(later);
    shop.store.forget(shop.clock.now()).await.unwrap();
    let jo = shop.cookie("Jo").await;
    // Beside the conversation the list shows its last text, too.
    for (path, times) in [("/inbox/1", 4), ("/customers/1/texts", 3)] {
        let page = shop.get(path, &jo).await;
        page.hides("How long will it take?").hides("Until five.");
        assert_eq!(
            page.body.matches("(no words are kept)").count(),
            times,
            "{path}"
        );
    }
    // The consent stands, and so does its proof.
    shop.get("/customers/1/consent/1", &jo)
        .await
        .hides("The proof was erased");
    let ann = shop.cookie("Ann").await;
    shop.get("/settings/audit", &ann)
        .await
        .shows("old enough, and gone: the words of 3 texts, and 0 proofs")
        .shows("by itself");
}
