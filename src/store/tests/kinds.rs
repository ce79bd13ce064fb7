//! Texts that are not like the others: from before Readybell, silent, and in the place of another.

use super::*;

/// A delivery with that TP-PID.
fn of_kind(protocol: u8, words: &str, at: DateTime<Utc>) -> Vec<u8> {
    let mut deliver = Deliver::new(
        Address::phone(LUIS).unwrap(),
        Timestamp::from_time(at.fixed_offset()),
        split(words, 1).unwrap().remove(0),
    );
    deliver.protocol = protocol;
    deliver.encode().unwrap()
}

async fn listed(shop: &Shop, tpdu: Vec<u8>) {
    assert_eq!(shop.listing(&[tpdu]).await, [0], "it is deleted there");
    shop.store
        .sim_copy_deleted(SIM.to_owned(), "SM".to_owned(), 0, shop.now)
        .await
        .unwrap();
    shop.store.apply_inbound(shop.now).await.unwrap();
}

const RED_TASKS: &str = "SELECT count(*) FROM task";
const REPLIES: &str = "SELECT count(*) FROM outbox";
const NUMBERS: &str = "SELECT count(*) FROM contact_point";

#[tokio::test]
async fn what_lay_on_the_sim_before_is_shown_and_nothing_follows() {
    let mut shop = Shop::open().await;
    let before = shop.now.wall - TimeDelta::days(40);
    for (from, words) in [(LUIS, "STOP"), (LUIS, "START"), ("+15550134400", "HELP")] {
        shop.later(60);
        shop.receives_from(from, words, before).await;
    }
    for none in [RED_TASKS, REPLIES, NUMBERS] {
        assert_eq!(shop.count(none).await, 0, "{none}");
    }
    let inbox = shop
        .store
        .inbox(views::Shelf::Open, None, shop.now)
        .await
        .unwrap();
    let shown: Vec<_> = inbox
        .others
        .iter()
        .map(|text| text.words.as_str())
        .collect();
    assert_eq!(shown, ["HELP", "START", "STOP"]);
    for text in &inbox.others {
        assert!(text.left_over && text.unread);
        assert_eq!(text.at, before, "it says when it was sent");
    }
}

#[tokio::test]
async fn what_is_newer_than_the_install_counts_and_so_does_a_customer_s_own() {
    let shop = Shop::open().await;
    let at = shop.now.wall;
    shop.receives_from("+15550134400", "STOP", at).await;
    assert_eq!(
        shop.count("SELECT count(*) FROM ledger WHERE event = 'revoke'")
            .await,
        1
    );
    // A customer's STOP counts however old it is.
    shop.job(true).await;
    shop.receives_from(LUIS, "STOP", at - TimeDelta::days(1))
        .await;
    assert_eq!(
        shop.count("SELECT count(*) FROM ledger WHERE event = 'revoke'")
            .await,
        2
    );
}

#[tokio::test]
async fn a_silent_text_leaves_no_trace() {
    let shop = Shop::open().await;
    shop.job(true).await;
    listed(&shop, of_kind(0x40, "STOP", shop.now.wall)).await;
    for none in ["SELECT count(*) FROM tpdu", "SELECT count(*) FROM inbox"] {
        assert_eq!(shop.count(none).await, 0, "{none}");
    }
    assert_eq!(
        shop.count("SELECT count(*) FROM ledger WHERE event = 'revoke'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_text_that_replaces_another_takes_its_place_and_undoes_nothing() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    for (protocol, words) in [(0x41, "STOP"), (0x42, "Hello"), (0, "Hi"), (0x41, "Thanks")] {
        shop.later(60);
        listed(&shop, of_kind(protocol, words, shop.now.wall)).await;
    }
    let contact = shop.contact().await;
    let thread = shop.store.thread(contact, None, shop.now).await.unwrap();
    let theirs: Vec<_> = thread
        .items
        .iter()
        .filter_map(|item| match item {
            views::Item::In(text) => Some((text.words.as_str(), text.replaced)),
            views::Item::Out(_) => None,
        })
        .collect();
    assert_eq!(
        theirs,
        [
            ("STOP", true),
            ("Hello", false),
            ("Hi", false),
            ("Thanks", false)
        ]
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM ledger WHERE event = 'revoke'")
            .await,
        1,
        "a STOP that was replaced has been said"
    );
}
