//! Which part a status report is about, and what it changes.

use super::*;
use chrono::TimeDelta;

/// One text to Luis that the network took under this reference. Gives its row.
async fn sent(shop: &Shop, job: i64, reference: u8) -> i64 {
    let text = shop.text(job, TextKind::OnTrack, "On track.").await;
    let text = shop.store.queue(text, shop.now).await.unwrap();
    assert!(shop.send(reference).await);
    text
}

async fn state(shop: &Shop, text: i64) -> TextState {
    shop.store.text_state(text).await.unwrap().unwrap()
}

#[tokio::test]
async fn of_two_with_one_reference_the_one_that_was_sent_then_is_meant() {
    for about_the_first in [true, false] {
        let mut shop = Shop::open().await;
        let job = shop.job(true).await;
        assert!(shop.send(1).await, "the confirmation of the consent");
        let first = sent(&shop, job, 9).await;
        let then = shop.now.wall;
        // 256 texts later.
        shop.later(2 * 86_400);
        let second = sent(&shop, job, 9).await;
        let at = if about_the_first { then } else { shop.now.wall };
        // The service centre's clock is off by an hour.
        shop.listing(&[report(LUIS, 9, 0, at + TimeDelta::hours(1))])
            .await;
        let delivered = if about_the_first { first } else { second };
        for text in [first, second] {
            let expected = if text == delivered {
                TextState::Delivered
            } else {
                TextState::Sent
            };
            assert_eq!(state(&shop, text).await, expected);
        }
    }
}

#[tokio::test]
async fn a_report_that_was_overtaken_takes_nothing_back() {
    use TextState::{Delivered, Sent, Undelivered};
    for (statuses, end) in [
        // Still trying, then delivered; and the other way round.
        ([0x30, 0x00], Delivered),
        ([0x00, 0x30], Delivered),
        ([0x46, 0x30], Undelivered),
        ([0x00, 0x46], Delivered),
        ([0x61, 0x00], Delivered),
        ([0x30, 0x20], Sent),
        // Handed on, and nobody knows whether it arrived: no more than sent.
        ([0x30, 0x01], Sent),
        ([0x01, 0x00], Delivered),
        ([0x00, 0x02], Delivered),
        // Values that the standard keeps for later count as a refusal (TS 23.040 9.2.3.15).
        ([0x30, 0x80], Undelivered),
        // The validity period ended.
        ([0x30, 0x46], Undelivered),
    ] {
        let shop = Shop::open().await;
        let job = shop.job(true).await;
        assert!(shop.send(1).await, "the confirmation of the consent");
        let text = sent(&shop, job, 9).await;
        for (seconds, status) in statuses.into_iter().enumerate() {
            let at = shop.now.wall + TimeDelta::seconds(seconds.try_into().unwrap());
            shop.listing(&[report(LUIS, 9, status, at)]).await;
        }
        assert_eq!(state(&shop, text).await, end, "{statuses:x?}");
    }
}

#[tokio::test]
async fn a_report_whose_number_is_spoiled_is_known_by_its_reference_and_time() {
    // ZTE's modems shift the fields: the number is none of ours.
    for (number, reference, seconds_later, end) in [
        ("12345", 9, 40, TextState::Delivered),
        ("+4912345678", 9, 40, TextState::Delivered),
        ("12345", 8, 40, TextState::Sent),
        ("12345", 9, 600, TextState::Sent),
    ] {
        let shop = Shop::open().await;
        let job = shop.job(true).await;
        assert!(shop.send(1).await, "the confirmation of the consent");
        let text = sent(&shop, job, 9).await;
        let at = shop.now.wall + TimeDelta::seconds(seconds_later);
        shop.listing(&[report(number, reference, 0, at)]).await;
        assert_eq!(
            state(&shop, text).await,
            end,
            "{number} {reference} {seconds_later}"
        );
    }
}
