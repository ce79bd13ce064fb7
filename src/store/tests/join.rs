//! Texts that come in parts.

use super::*;

#[tokio::test]
async fn parts_are_joined_whatever_their_order_and_waited_for() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    let words = "Please tell me when it is ready. ".repeat(8);
    let mut parts = delivers(LUIS, &words, shop.now.wall);
    parts.reverse();
    shop.listing(&parts[..1]).await;
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(shop.count("SELECT count(*) FROM inbox").await, 0);
    shop.ready(job).await;
    assert!(
        shop.mint().await.is_none(),
        "there may be a STOP in the rest"
    );
    shop.listing(&parts).await;
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(
        shop.count("SELECT count(*) FROM inbox WHERE complete = 1")
            .await,
        1
    );
    assert!(shop.mint().await.is_some());

    shop.later(60);
    let other = delivers(
        LUIS,
        &"Something else entirely, this time. ".repeat(8),
        shop.now.wall,
    );
    shop.listing(&other[..1]).await;
    shop.later(301);
    assert!(shop.store.join_overdue(shop.now).await.unwrap());
    assert_eq!(
        shop.count("SELECT count(*) FROM inbox WHERE complete = 0")
            .await,
        1
    );
}

#[tokio::test]
async fn parts_of_several_senders_come_mixed_twice_and_in_two_spellings() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let theirs = "Please tell me when it is ready. ".repeat(8);
    let others = "Is there room for one more today? ".repeat(8);
    let at = shop.now.wall;
    // Both have the same reference and as many parts.
    let [first, second] = <[_; 2]>::try_from(delivers(LUIS, &theirs, at)).unwrap();
    let again = delivers(LUIS, &theirs, at + TimeDelta::seconds(90)).remove(1);
    let national = delivers("5550134477", &theirs, at).remove(0);
    let [other_first, other_second] =
        <[_; 2]>::try_from(delivers("+15550134400", &others, at)).unwrap();
    assert_ne!(first, national);
    shop.listing(&[other_second, second, again, other_first, national])
        .await;
    shop.store.apply_inbound(shop.now).await.unwrap();
    let came = shop.store.read(|tx| {
        let mut all =
            tx.prepare("SELECT words FROM inbox WHERE complete = 1 ORDER BY words DESC")?;
        let words = all.query_map([], |row| row.get::<_, String>(0))?;
        Ok(words.collect::<Result<Vec<_>, _>>()?)
    });
    assert_eq!(came.await.unwrap(), [theirs, others]);
    assert_eq!(shop.count("SELECT count(*) FROM inbox").await, 2);
}
