//! Texts that are not like the others: from before Readybell, silent, and in the place of another.

use super::*;
use crate::wire::Coding;

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
async fn until_the_time_is_known_nothing_follows_from_a_stranger_and_then_what_is_newer_counts() {
    const REVOKED: &str = "SELECT count(*) FROM ledger WHERE event = 'revoke'";
    let mut shop = Shop::open_at(false).await;
    let install = shop.now.wall;
    // The box has no battery clock: it starts months behind, and a stranger's old STOP looks new.
    shop.now.wall -= TimeDelta::days(200);
    shop.receives_from("+15550134400", "STOP", install - TimeDelta::days(40))
        .await;
    shop.receives_from("+15550134401", "STOP", install + TimeDelta::minutes(2))
        .await;
    assert_eq!(shop.count(REVOKED).await, 0);
    shop.later(600);
    shop.now.wall = install + TimeDelta::seconds(600);
    shop.now.trusted = true;
    shop.store.note_install(shop.now).await.unwrap();
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(shop.count(REVOKED).await, 1, "that of the day itself");
}

#[tokio::test]
async fn a_text_of_any_class_counts_whether_it_is_stored_or_handed_over() {
    // Class 0 is shown at once and stored nowhere, 1 to 3 are for the modem, the SIM and a terminal
    // (TS 23.038 4).
    for class in 0..4 {
        for is_stored in [true, false] {
            let shop = Shop::open().await;
            shop.job(true).await;
            let mut data = split("STOP", 1).unwrap().remove(0);
            data.coding = Coding(0x10 | class);
            let from = Address::phone(LUIS).unwrap();
            let at = Timestamp::from_time(shop.now.wall.fixed_offset());
            let tpdu = Deliver::new(from, at, data).encode().unwrap();
            if is_stored {
                listed(&shop, tpdu).await;
            } else {
                let direct = shop.store.take_direct(SIM.to_owned(), tpdu, shop.now);
                direct.await.unwrap();
                shop.store.apply_inbound(shop.now).await.unwrap();
            }
            let revoked = "SELECT count(*) FROM ledger WHERE event = 'revoke'";
            assert_eq!(
                shop.count(revoked).await,
                1,
                "class {class}, stored: {is_stored}"
            );
        }
    }
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
