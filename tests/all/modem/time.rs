//! What the network says of the time of day, and what that makes of the machine's clock.

use super::*;
use chrono::TimeDelta;
use readybell::domain::clock_trust::Sign;

/// What vouches for a clock that nobody else vouches for, once a modem has been set up that answers so;
/// and by how many minutes the network is ahead of it.
async fn known(says: &str) -> (Option<Sign>, Option<i64>) {
    let name = says.replace(' ', "-");
    let bench = Bench::ready(&format!("time-{name}")).await;
    bench.run("unplug").await;
    bench.wait_for(State::Down).await;
    bench.run(&format!("network-time {says}")).await;
    bench.clock.show(bench.clock.now().wall);
    bench.clock.set_trusted(false);
    bench.run("replug").await;
    bench.wait_for(State::Ready).await;
    let ahead = bench.clock.network_is_ahead();
    let known = (bench.clock.sign(), ahead.map(|ahead| ahead.num_minutes()));
    bench.end().await;
    known
}

#[tokio::test]
async fn the_network_s_time_vouches_for_a_clock_that_shows_it() {
    assert_eq!(known("right").await, (Some(Sign::Network), Some(0)));
    // The modem is told to take it when it is set up.
    assert_eq!(known("asked").await, (Some(Sign::Network), Some(0)));
}

#[tokio::test]
async fn it_vouches_for_no_other_clock_and_tells_how_far_off_that_is() {
    assert_eq!(known("off 25350").await, (None, Some(422)));
    assert_eq!(known("off -4000").await, (None, Some(-66)));
}

#[tokio::test]
async fn a_modem_that_was_told_no_time_vouches_for_nothing() {
    assert_eq!(known("unset").await, (None, None));
    assert_eq!(known("no-zone").await, (None, None));
}

#[tokio::test]
async fn a_clock_that_is_behind_the_date_of_a_text_is_trusted_no_more() {
    let mut bench = Bench::ready("time-dated").await;
    let is_read = |event: &Event| matches!(event, Event::Deleted { .. });
    bench.sim.phone_texts(CUSTOMER, "hello").await.unwrap();
    bench.happened(is_read).await;
    assert!(bench.clock.is_trusted());
    // The network keeps it while the modem is away, and the clock goes back.
    bench.run("unplug").await;
    bench.wait_for(State::Down).await;
    bench.sim.phone_texts(CUSTOMER, "anyone?").await.unwrap();
    let now = bench.clock.now().wall;
    bench.clock.show(now - TimeDelta::hours(1));
    assert!(bench.clock.is_trusted());
    bench.run("network-time unset").await;
    bench.run("replug").await;
    bench.happened(is_read).await;
    assert!(!bench.clock.is_trusted());
    bench.end().await;
}
