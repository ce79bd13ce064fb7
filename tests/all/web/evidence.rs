//! What the pages say of a text that was in doubt, and of one that the network still tries to deliver.

use super::shop::Shop;
use readybell::domain::why::Why;
use readybell::store::Outcome;

const LUIS: &str = "+15550134477";

/// A shop with one text to Luis that ended like that, and the cookie of somebody who looks.
async fn shop_with(outcome: Outcome) -> (Shop, String) {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let more = [("where", "bay-1"), ("time", "5:00 PM")];
    let job = shop.job(&jo, &more).await;
    shop.sends_all().await;
    // No report can be about the confirmation any more.
    shop.at("2026-11-21T20:30:00Z");
    let jo = shop.cookie("Jo").await;
    let tell = format!("/jobs/{job}/tell");
    shop.post(&tell, &jo, &[("kind", "on_track")])
        .await
        .goes_to();
    assert!(shop.sends(outcome).await);
    (shop, jo)
}

fn unsure(why: Why) -> Outcome {
    Outcome::Unsure {
        words: why.as_str().to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_text_in_doubt_is_settled_by_a_report_and_the_page_says_so() {
    let (shop, jo) = shop_with(unsure(Why::Silence)).await;
    shop.get("/", &jo).await.shows("may not have gone");
    shop.reports(LUIS, 77, 0x00).await;
    shop.get("/", &jo)
        .await
        .shows("a status report names it, so it went")
        .hides("Send again");
}

#[tokio::test(start_paused = true)]
async fn what_the_counts_say_stands_beside_the_question() {
    for (why, words) in [
        (Why::SimCounted, "The SIM counted it, so it probably went."),
        (Why::ReferenceUsed, "so it probably went."),
        (
            Why::SimDidNotCount,
            "The SIM did not count it, so it did not go.",
        ),
        (Why::ReferenceFree, "so it did not go."),
    ] {
        let (shop, jo) = shop_with(unsure(why)).await;
        let board = shop.get("/", &jo).await;
        board.shows(words).shows("Send again").shows("It arrived");
        shop.get("/calls", &jo).await.shows(words);
        let talk = words.trim_end_matches('.').replacen("The", "the", 1);
        shop.get("/inbox/1", &jo).await.shows(&talk);
    }
}

#[tokio::test(start_paused = true)]
async fn still_trying_is_said_in_each_language() {
    let (shop, jo) = shop_with(Outcome::Sent { mr: 200 }).await;
    shop.reports(LUIS, 200, 0x22).await;
    let still = "the network is still trying to deliver it: no response from the phone";
    shop.get("/", &jo).await.shows(still);
    for (lang, words) in [
        (
            "es",
            "la red sigue intentando entregarlo: el teléfono no responde",
        ),
        ("ru", "сеть ещё пытается доставить: телефон не отвечает"),
    ] {
        let reader = format!("{jo}; lang={lang}");
        shop.get("/", &reader).await.shows(words);
    }
    shop.reports(LUIS, 200, 0x00).await;
    shop.get("/", &jo).await.hides(still);
}
