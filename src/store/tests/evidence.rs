//! A part of which nobody knows whether it went: what a report settles, what the counts do, and what
//! follows.

use super::*;
use crate::domain::evidence::Sign;
use crate::domain::job::WaitsFor;
use chrono::TimeDelta;

fn line(counter: Option<u8>) -> OnLine {
    OnLine {
        sim: SIM.to_owned(),
        modem: "Quectel EC25".to_owned(),
        counter,
    }
}

/// So many texts to Luis, the SIM's count and the references moving by one with each from 10 on; then
/// one whose answer never comes. Gives its row and its try.
async fn doubtful(shop: &mut Shop, job: i64, sends: u8) -> (i64, Attempt) {
    let mut last = None;
    for n in 0..=sends {
        let text = shop.text(job, TextKind::OnTrack, "On track.").await;
        let text = shop.store.queue(text, shop.now).await.unwrap();
        let permit = shop.mint().await.unwrap();
        let released = shop
            .store
            .released(permit.attempt(), line(Some(10 + n)), shop.now);
        released.await.unwrap();
        if n < sends {
            shop.settle(permit.attempt(), Outcome::Sent { mr: 11 + n })
                .await;
            shop.later(300);
        }
        last = Some((text, permit.attempt()));
    }
    let (text, attempt) = last.unwrap();
    let words = Why::BareError.as_str().to_owned();
    shop.settle(attempt, Outcome::Unsure { words }).await;
    (text, attempt)
}

async fn shop_with_a_job() -> (Shop, i64) {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    assert!(shop.send(1).await, "the confirmation of the consent");
    shop.later(600);
    (shop, job)
}

#[tokio::test]
async fn a_report_settles_only_what_it_names_with_its_reference_and_its_time() {
    use TextState::{Delivered, Sent, Undelivered, Unsure};
    // Seven sends went: the eighth must have got 18.
    for (number, reference, seconds, status, state, reason) in [
        (LUIS, 18, 0, 0, Delivered, "reported"),
        (LUIS, 18, 200, 0, Delivered, "reported"),
        (
            LUIS,
            18,
            5,
            0x22,
            Sent,
            "still_trying:no response from the phone",
        ),
        (LUIS, 18, 5, 0x01, Sent, "not_confirmed"),
        (LUIS, 18, 5, 0x46, Undelivered, "validity period expired"),
        // Another reference, another time, another number, and all of it.
        (LUIS, 19, 0, 0, Unsure, "bare_error"),
        (LUIS, 18, -86_400, 0, Unsure, "bare_error"),
        (LUIS, 18, -150, 0, Unsure, "bare_error"),
        (LUIS, 18, 300, 0, Unsure, "bare_error"),
        (LUIS, 18, 86_400, 0, Unsure, "bare_error"),
        ("+15550139999", 18, 0, 0, Unsure, "bare_error"),
        ("12345", 18, 0, 0, Unsure, "bare_error"),
        ("+15550139999", 77, -3600, 0, Unsure, "bare_error"),
    ] {
        let (mut shop, job) = shop_with_a_job().await;
        let (text, _) = doubtful(&mut shop, job, 7).await;
        let at = shop.now.wall + TimeDelta::seconds(seconds);
        shop.listing(&[report(number, reference, status, at)]).await;
        assert_eq!(shop.store.text_state(text).await.unwrap(), Some(state));
        let told = shop.state_of_last().await.1;
        assert_eq!(told, reason, "{number} {reference} {seconds}");
    }
}

#[tokio::test]
async fn where_no_reference_is_known_nothing_else_may_have_gone_to_the_number_then() {
    // Seconds between the text before and the doubtful one, and to the time in the report.
    for (between, seconds, state) in [
        (600, 0, TextState::Delivered),
        (600, 240, TextState::Delivered),
        (600, 300, TextState::Unsure),
        (600, -3600, TextState::Unsure),
        // Perhaps it is the other's.
        (60, 0, TextState::Unsure),
    ] {
        let mut shop = Shop::open().await;
        let job = shop.job(true).await;
        assert!(shop.send(0).await, "the confirmation of the consent");
        shop.later(between);
        let (text, _) = doubtful(&mut shop, job, 0).await;
        let at = shop.now.wall + TimeDelta::seconds(seconds);
        shop.listing(&[report(LUIS, 200, 0, at)]).await;
        let told = shop.store.text_state(text).await.unwrap();
        assert_eq!(told, Some(state), "{between} {seconds}");
    }
}

#[tokio::test]
async fn a_report_that_may_be_of_the_text_on_its_way_settles_no_other() {
    let (mut shop, job) = shop_with_a_job().await;
    let (text, _) = doubtful(&mut shop, job, 7).await;
    shop.later(30);
    let next = shop.text(job, TextKind::RunningLate, "Late.").await;
    shop.store.queue(next, shop.now).await.unwrap();
    let permit = shop.mint().await.unwrap();
    let released = shop.store.released(permit.attempt(), line(None), shop.now);
    released.await.unwrap();
    shop.listing(&[report(LUIS, 18, 0, shop.now.wall)]).await;
    assert_eq!(
        shop.store.text_state(text).await.unwrap(),
        Some(TextState::Unsure)
    );
}

/// What is different in one of the weighings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum But {
    Nothing,
    TheCountMoved,
    OnlyFourSends,
    PowerWasLost,
    TriesAreNotCounted,
    TheModemIsAnother,
    ElevenMinutesPassed,
    TheJobMovedOn,
    ANewerTextCame,
    ItIsOutdated,
}

#[tokio::test]
async fn what_did_not_go_is_sent_after_all_only_where_nothing_speaks_against_it() {
    use TextState::{Queued, Unsure};
    for (but, state, reason) in [
        (But::Nothing, Queued, "sim_did_not_count"),
        (But::TheCountMoved, Unsure, "sim_counted"),
        (But::OnlyFourSends, Unsure, "bare_error"),
        (But::PowerWasLost, Unsure, "bare_error"),
        (But::TriesAreNotCounted, Unsure, "bare_error"),
        (But::TheModemIsAnother, Unsure, "bare_error"),
        // It did not go, and people are asked all the same: it may be stale.
        (But::ElevenMinutesPassed, Unsure, "sim_did_not_count"),
        (But::TheJobMovedOn, Unsure, "sim_did_not_count"),
        (But::ANewerTextCame, Unsure, "sim_did_not_count"),
        (But::ItIsOutdated, Unsure, "sim_did_not_count"),
    ] {
        let (mut shop, job) = shop_with_a_job().await;
        let counted = but != But::TriesAreNotCounted;
        for tries in [true, counted] {
            let noted = shop.store.counts_tries(line(None), Sign::Counter, tries);
            noted.await.unwrap();
        }
        let sends = if but == But::OnlyFourSends { 4 } else { 5 };
        let (text, attempt) = doubtful(&mut shop, job, sends).await;
        shop.later(131);
        match but {
            But::ElevenMinutesPassed => shop.later(530),
            But::TheJobMovedOn => {
                let moved = shop.store.move_job(
                    job,
                    JobState::Waiting,
                    None,
                    WaitsFor::Part,
                    "Jo".to_owned(),
                    shop.now,
                );
                moved.await.unwrap();
            }
            But::ANewerTextCame => {
                let newer = shop.text(job, TextKind::RunningLate, "Late.").await;
                shop.store.queue(newer, shop.now).await.unwrap();
            }
            But::ItIsOutdated => {
                let sql = "UPDATE outbox SET send_before = 5 WHERE state = 'unsure'";
                shop.store
                    .write(|tx| Ok(tx.execute(sql, [])?))
                    .await
                    .unwrap();
            }
            _ => {}
        }
        let stands = 10 + sends + u8::from(but == But::TheCountMoved);
        let mut now = line(Some(stands));
        if but == But::TheModemIsAnother {
            now.modem = "Huawei E3372".to_owned();
        }
        let ended = match but {
            But::PowerWasLost => Vec::new(),
            _ => vec![attempt],
        };
        // Twice, as two polls do.
        for _ in 0..2 {
            let look = Look {
                line: now.clone(),
                ended: ended.clone(),
            };
            shop.store.weigh(look, shop.now).await.unwrap();
        }
        let told = shop.store.text_state(text).await.unwrap();
        assert_eq!(told, Some(state), "{but:?}");
        let sql = "SELECT reason FROM outbox WHERE id = ?1";
        let kept = shop
            .store
            .read(move |tx| Ok(tx.query_row(sql, [text], |row| row.get::<_, String>(0))?));
        assert_eq!(kept.await.unwrap(), reason, "{but:?}");
    }
}

#[tokio::test]
async fn one_that_never_goes_is_sent_after_all_twice_and_then_people_decide() {
    let (mut shop, job) = shop_with_a_job().await;
    let noted = shop.store.counts_tries(line(None), Sign::Counter, true);
    noted.await.unwrap();
    let (text, mut attempt) = doubtful(&mut shop, job, 5).await;
    for tries in 1..=3 {
        shop.later(131);
        let (line, ended) = (line(Some(15)), vec![attempt]);
        shop.store
            .weigh(Look { line, ended }, shop.now)
            .await
            .unwrap();
        let Some(permit) = shop.mint().await else {
            assert_eq!(tries, 3);
            break;
        };
        attempt = permit.attempt();
        let released = shop
            .store
            .released(attempt, super::evidence::line(Some(15)), shop.now);
        released.await.unwrap();
        let words = Why::BareError.as_str().to_owned();
        shop.settle(attempt, Outcome::Unsure { words }).await;
    }
    let told = shop.store.text_state(text).await.unwrap();
    assert_eq!(told, Some(TextState::Unsure));
}
