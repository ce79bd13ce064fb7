//! The SIM over a real pty: its PIN, another SIM, no SIM, other networks.

use super::{Bench, PATIENCE};
use readybell::domain::text::TextState;
use readybell::modem::{self, Down, State, Why};
use readybell::sim::Event;
use readybell::store::{LineRules, Outcome};
use tokio::time::timeout;

impl Bench {
    async fn wait_for_why(&self, why: Why) {
        let mut status = self.modem.status();
        let reached = status.wait_for(|status| status.why.as_ref() == Some(&why));
        let reached = timeout(PATIENCE, reached).await.is_ok();
        let status = self.modem.status().borrow().clone();
        assert!(
            reached,
            "never {why:?}: {:?} {:?}",
            status.state, status.why
        );
    }

    /// The modem's task starts anew, with this PIN in the configuration.
    async fn start_again(&mut self, pin: &str) {
        self.modem.shutdown().await;
        self.config.pin = Some(pin.to_owned());
        self.modem = modem::start(
            super::at_once(),
            self.config.clone(),
            self.store.clone(),
            std::sync::Arc::clone(&self.clock),
        );
    }
}

#[tokio::test]
async fn a_wrong_pin_is_tried_once_by_all_runs_together_and_never_locks_the_sim() {
    let mut bench = Bench::ready("pin").await;
    bench.modem.shutdown().await;
    bench.run("sim pin 4711").await;
    // Three runs of the program, and three of the doctor.
    for _ in 0..3 {
        bench.start_again("1234").await;
        bench.wait_for_why(Why::PinRefused).await;
        bench.modem.shutdown().await;
        let seen = modem::look(&bench.config, &bench.clock, LineRules::default(), PATIENCE).await;
        assert_eq!(seen.why, Some(Why::PinNotTried));
    }
    // The owner says that it is right, and is mistaken: that was the second.
    bench.start_again("1234").await;
    bench.wait_for_why(Why::PinRefused).await;
    let mut wire = bench.modem.wire();
    let allowed = bench
        .store
        .try_pin_again("Ann".to_owned(), bench.clock.now());
    allowed.await.unwrap();
    let tried = async { while wire.recv().await.unwrap().text != "AT+CPIN=…" {} };
    timeout(PATIENCE, tried).await.expect("it was not tried");
    // One was left, and it is the right one. It is right after a start as well.
    for _ in 0..2 {
        bench.start_again("4711").await;
        bench.wait_for(State::Ready).await;
        bench.modem.shutdown().await;
        bench.run("reset").await;
    }
    bench.end().await;
}

#[tokio::test]
async fn with_another_sim_replies_come_in_and_texts_wait_for_the_owner() {
    let mut bench = Bench::ready("swapped").await;
    bench.run("sim imsi 001019876543210").await;
    bench.wait_for_why(Why::SimChanged).await;
    assert_eq!(bench.modem.status().borrow().state, State::OnHold);
    bench
        .sim
        .phone_texts("+12065550199", "Thanks")
        .await
        .unwrap();
    bench
        .happened(|event| matches!(event, Event::Deleted { .. }))
        .await;
    // What came in is applied as ever.
    bench.modem.drain().await.unwrap();
    let now = bench.clock.now();
    assert_eq!(bench.store.apply_inbound(now).await.unwrap(), 1);
    let text = bench.queue("Your vehicle is ready.").await;
    let permit = bench.permit().await;
    assert_eq!(bench.modem.send(permit).await, Ok(Outcome::NotSent));

    let sim = bench.modem.status().borrow().sim.clone();
    let now = bench.clock.now();
    let accepted = bench.store.accept_sim(sim, "Ann".to_owned(), now);
    accepted.await.unwrap();
    bench.wait_for(State::Ready).await;
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    // The report may be here already.
    let state = bench.state_of(text).await;
    assert!(
        matches!(state, Some(TextState::Sent | TextState::Delivered)),
        "{state:?}"
    );
    // And it is the shop's after a start.
    bench.start_again("0000").await;
    bench.wait_for(State::Ready).await;
    bench.end().await;
}

#[tokio::test]
async fn a_sim_that_is_taken_out_is_said_and_found_again() {
    let bench = Bench::ready("no-sim").await;
    bench.run("sim out").await;
    bench.wait_for_why(Why::NoSim).await;
    assert_eq!(bench.modem.drain().await, Err(Down::Away));
    bench.run("sim in").await;
    bench.wait_for(State::Ready).await;
    bench.end().await;
}

#[tokio::test]
async fn a_guest_in_another_network_sends_only_where_the_owner_allows_it() {
    let bench = Bench::start("roaming").await;
    bench.run("roam").await;
    bench.wait_for_why(Why::Roaming).await;
    let now = bench.clock.now();
    let allowed = bench.store.set_roaming(true, "Ann".to_owned(), now);
    allowed.await.unwrap();
    bench.wait_for(State::Ready).await;
    bench.end().await;
}

#[tokio::test]
async fn a_modem_that_is_turned_away_says_so() {
    let bench = Bench::start("denied").await;
    bench.run("deny").await;
    bench.wait_for_why(Why::RegistrationDenied).await;
    assert_eq!(bench.modem.status().borrow().state, State::NotRegistered);
    bench.run("register").await;
    bench.wait_for(State::Ready).await;
    bench.end().await;
}
