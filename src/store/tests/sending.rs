use super::*;

#[tokio::test]
async fn a_ready_goes_is_sent_and_is_delivered() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    assert!(shop.send(1).await, "the confirmation of the consent");
    assert!(matches!(shop.ready(job).await, Ready::Armed { .. }));
    assert_eq!(shop.ready(job).await, Ready::Already { job });
    assert!(shop.send(2).await);
    assert_eq!(shop.state_of_last().await.0, TextState::Sent);
    shop.listing(&[report(LUIS, 2, 0, shop.now.wall)]).await;
    assert_eq!(shop.state_of_last().await.0, TextState::Delivered);
    assert!(!shop.send(3).await);
}

#[tokio::test]
async fn who_never_agreed_is_called_and_not_texted() {
    let shop = Shop::open().await;
    let job = shop.job(false).await;
    assert!(matches!(shop.ready(job).await, Ready::Call { .. }));
    assert_eq!(shop.send_all().await, 0);
    assert_eq!(
        shop.count("SELECT count(*) FROM task WHERE kind = 'call' AND closed_at IS NULL")
            .await,
        1
    );
}

#[tokio::test]
async fn a_part_is_handed_over_once_whatever_the_cut() {
    for (released, state) in [(false, TextState::Queued), (true, TextState::Unsure)] {
        let shop = Shop::open().await;
        let job = shop.job(true).await;
        shop.send_all().await;
        shop.ready(job).await;
        let permit = shop.mint().await.unwrap();
        if released {
            shop.store
                .released(permit.attempt(), OnLine::default(), shop.now)
                .await
                .unwrap();
        }
        assert!(
            shop.mint().await.is_none(),
            "no second permit while one is out"
        );
        let shop = shop.again().await;
        assert_eq!(shop.state_of_last().await.0, state);
        assert_eq!(shop.send_all().await, u8::from(!released));
    }
}

#[tokio::test]
async fn a_permit_is_released_once() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let attempt = shop.mint().await.unwrap().attempt();
    shop.store
        .released(attempt, OnLine::default(), shop.now)
        .await
        .unwrap();
    assert!(
        shop.store
            .released(attempt, OnLine::default(), shop.now)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn refusals_are_retried_by_their_class() {
    use crate::wire::at::Refusal;
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    shop.ready(job).await;
    let refused = |class| Outcome::Refused {
        class,
        words: "no network".to_owned(),
    };
    let first = shop.mint().await.unwrap();
    shop.settle(first.attempt(), refused(Refusal::Temporary))
        .await;
    assert!(shop.mint().await.is_none(), "it waits first");
    assert_eq!(
        shop.state_of_last().await,
        (TextState::Queued, "no network".to_owned())
    );
    shop.later(11);
    let second = shop.mint().await.unwrap();
    assert_ne!(first.attempt(), second.attempt());
    shop.settle(second.attempt(), refused(Refusal::Permanent))
        .await;
    assert_eq!(
        shop.state_of_last().await,
        (TextState::Failed, "no network".to_owned())
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM task WHERE kind = 'call'")
            .await,
        1
    );
}

#[tokio::test]
async fn unsure_is_settled_by_a_report_or_a_late_answer_or_staff() {
    let unsure = || Outcome::Unsure {
        words: "no answer".to_owned(),
    };
    for way in 0..4 {
        let mut shop = Shop::open().await;
        let job = shop.job(true).await;
        shop.send(9).await;
        shop.later(600);
        shop.ready(job).await;
        let attempt = shop.mint().await.unwrap().attempt();
        shop.store
            .released(attempt, OnLine::default(), shop.now)
            .await
            .unwrap();
        shop.settle(attempt, unsure()).await;
        assert_eq!(shop.state_of_last().await.0, TextState::Unsure);
        let text = shop.count("SELECT max(id) FROM outbox").await;
        let decide = |decision| {
            shop.store
                .settle_unsure(text, decision, "Jo".to_owned(), shop.now)
        };
        match way {
            0 => drop(shop.listing(&[report(LUIS, 10, 0, shop.now.wall)]).await),
            1 => shop.store.late_answer(attempt, 10, shop.now).await.unwrap(),
            2 => decide(Unsure::SendAgain).await.unwrap(),
            _ => decide(Unsure::Call).await.unwrap(),
        }
        let expected = [
            TextState::Delivered,
            TextState::Sent,
            TextState::Queued,
            TextState::Cancelled,
        ];
        assert_eq!(shop.state_of_last().await.0, expected[way]);
        assert_eq!(shop.send_all().await, u8::from(way == 2));
    }
}

#[tokio::test]
async fn a_stop_between_two_parts_cuts_the_text_short() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    let long = shop
        .text(
            job,
            TextKind::OnTrack,
            &"It goes on as promised. ".repeat(10),
        )
        .await;
    let text = shop.store.queue(long, shop.now).await.unwrap();
    assert!(shop.send(1).await);
    shop.receives("STOP").await;
    assert_eq!(
        shop.store.text_state(text).await.unwrap(),
        Some(TextState::CutShort)
    );
    assert_eq!(shop.send_all().await, 1, "the confirmation");
}

#[tokio::test]
async fn a_newer_state_of_the_job_makes_older_texts_stale() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    let on_track = shop.text(job, TextKind::OnTrack, "On track.").await;
    let older = shop.store.queue(on_track, shop.now).await.unwrap();
    shop.ready(job).await;
    assert_eq!(
        shop.store.text_state(older).await.unwrap(),
        Some(TextState::Cancelled)
    );
    let by = || "Jo".to_owned();
    shop.store
        .move_job(
            job,
            JobState::PickedUp,
            None,
            crate::domain::job::WaitsFor::Turn,
            by(),
            shop.now,
        )
        .await
        .unwrap();
    assert_eq!(shop.send_all().await, 0);
}

#[tokio::test]
async fn what_can_be_undone_waits_and_begins_anew_after_a_cut() {
    let mut shop = Shop::open().await;
    shop.settings(|settings| settings.undo_seconds = 20).await;
    let job = shop.job(true).await;
    shop.send_all().await;
    let text = Queued {
        undo: Duration::from_secs(20),
        ..shop.text(job, TextKind::Ready, "Ready.").await
    };
    shop.store
        .announce(job, Some(text), "Jo".to_owned(), shop.now)
        .await
        .unwrap();
    shop.later(19);
    assert!(shop.mint().await.is_none());
    let mut shop = shop.again().await;
    shop.later(19);
    assert!(shop.mint().await.is_none());
    shop.store
        .take_back(job, "Jo".to_owned(), shop.now)
        .await
        .unwrap();
    shop.later(5);
    assert!(shop.mint().await.is_none());
    assert_eq!(shop.store.job(job).await.unwrap().state, JobState::Waiting);
    assert!(
        shop.store
            .take_back(job, "Jo".to_owned(), shop.now)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_clock_and_the_backlog_hold_what_they_must() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    shop.now.trusted = false;
    shop.ready(job).await;
    assert!(shop.mint().await.is_none());
    shop.now.trusted = true;
    assert!(
        shop.mint().await.is_none(),
        "held until it is looked at again"
    );
    shop.store.look_again().await.unwrap();
    assert!(matches!(
        shop.store.mint(1, true, shop.now).await.unwrap(),
        Minted::Nothing(_)
    ));
    shop.store.look_again().await.unwrap();
    assert!(shop.mint().await.is_some());
}

#[tokio::test]
async fn what_is_stale_expires_and_its_customer_is_called() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    shop.ready(job).await;
    shop.later(5 * 3600);
    shop.store.expire(shop.now).await.unwrap();
    assert_eq!(shop.state_of_last().await.0, TextState::Expired);
    assert_eq!(
        shop.count("SELECT count(*) FROM task WHERE kind = 'call'")
            .await,
        1
    );
}

#[tokio::test]
async fn the_pace_outlives_a_restart_and_spares_what_is_reserved() {
    let shop = Shop::open().await;
    shop.settings(|settings| settings.limits.paced = true).await;
    let job = shop.job(true).await;
    let received = shop.text(job, TextKind::Received, "Received.").await;
    assert!(
        shop.send(0).await,
        "the confirmation takes the first of five tokens"
    );
    shop.store.queue(received, shop.now).await.unwrap();
    assert!(
        shop.mint().await.is_none(),
        "what is not reserved waits for a full bucket"
    );
    let mut shop = shop.again().await;
    assert!(shop.mint().await.is_none());
    shop.ready(job).await;
    assert!(shop.send(1).await, "ready goes at once");
    shop.later(60);
    assert!(!shop.send(2).await, "ready made the older text stale");
}

#[tokio::test]
async fn nothing_is_minted_between_a_text_that_is_stored_and_what_follows_from_it() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.send_all().await;
    shop.ready(job).await;
    shop.listing(&delivers(LUIS, "STOP", shop.now.wall)).await;
    assert!(shop.mint().await.is_none());
    shop.store.apply_inbound(shop.now).await.unwrap();
    assert_eq!(shop.send_all().await, 1, "the confirmation");
}

#[tokio::test]
async fn nobody_is_asked_to_send_the_answer_to_a_stop_again() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    shop.receives("STOP").await;
    let attempt = shop.mint().await.unwrap().attempt();
    shop.store
        .released(attempt, OnLine::default(), shop.now)
        .await
        .unwrap();
    let words = "no answer".to_owned();
    shop.settle(attempt, Outcome::Unsure { words }).await;
    assert_eq!(shop.state_of_last().await.0, TextState::Unsure);
    assert!(shop.store.top(shop.now).await.unwrap().doubts.is_empty());
    let text = shop.count("SELECT max(id) FROM outbox").await;
    let again = shop
        .store
        .settle_unsure(text, Unsure::SendAgain, "Jo".to_owned(), shop.now);
    assert!(again.await.is_err());
    assert_eq!(shop.send_all().await, 0);
}

#[tokio::test]
async fn two_texts_in_a_row_that_fail_for_good_hold_the_number_until_it_texts() {
    let open = "SELECT count(*) FROM task WHERE kind = 'number_changed' AND why = 'number_fails' AND closed_at IS NULL";
    // For good twice; only the first; given up, which might have worked at another time.
    for (statuses, fails) in [
        ([0x43, 0x43], true),
        ([0x43, 0], false),
        ([0x61, 0x43], false),
    ] {
        let mut shop = Shop::open().await;
        let job = shop.job(true).await;
        assert!(shop.send(1).await, "the confirmation of the consent");
        shop.listing(&[report(LUIS, 1, statuses[0], shop.now.wall)])
            .await;
        shop.later(60);
        let text = shop.text(job, TextKind::OnTrack, "On track.").await;
        shop.store.queue(text, shop.now).await.unwrap();
        assert!(shop.send(2).await, "one failure holds nothing");
        shop.listing(&[report(LUIS, 2, statuses[1], shop.now.wall)])
            .await;
        assert_eq!(shop.count(open).await, i64::from(fails), "{statuses:?}");
        shop.later(60);
        let ready = shop.ready(job).await;
        if !fails {
            assert!(matches!(ready, Ready::Armed { .. }), "{ready:?}");
            continue;
        }
        let why = crate::domain::gate::Hold::Failing;
        assert!(matches!(ready, Ready::Waits { why: found, .. } if found == why));
        assert!(!shop.send(3).await);
        let calls = "SELECT count(*) FROM task WHERE kind = 'call' AND closed_at IS NULL";
        assert_eq!(shop.count(calls).await, 1);
        shop.later(60);
        shop.receives("Is it done?").await;
        assert_eq!(shop.count(open).await, 0);
        assert!(shop.send(4).await, "a text from it lifts that");
    }
}

#[tokio::test]
async fn a_number_of_which_nothing_was_heard_for_two_years_is_called_and_a_visit_ends_that() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    assert!(shop.send(1).await);
    shop.later(731 * 86_400);
    let text = shop.text(job, TextKind::OnTrack, "On track.").await;
    shop.store.queue(text, shop.now).await.unwrap();
    assert!(!shop.send(2).await);
    let held = "SELECT count(*) FROM outbox WHERE hold = 'stale'";
    assert_eq!(shop.count(held).await, 1);
    shop.job(true).await;
    shop.later(61);
    assert!(shop.send(3).await, "they have brought a vehicle");
    assert_eq!(shop.count(held).await, 0);
}
