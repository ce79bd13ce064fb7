//! The steps against trouble, over a real pty.

use super::{Bench, CUSTOMER, PATIENCE};
use readybell::domain::text::TextState;
use readybell::modem::{Down, Rung, State, Why};
use readybell::sim::Event;
use readybell::store::Outcome;
use tokio::time::timeout;

impl Bench {
    /// What was tried to put the modem right.
    fn rungs(&self) -> Vec<Rung> {
        let status = self.modem.status();
        let status = status.borrow();
        status.steps.all().iter().map(|step| step.rung).collect()
    }
}

#[tokio::test]
async fn a_stuck_prompt_is_escaped_from_and_the_text_goes_once() {
    let mut bench = Bench::ready("stuck-prompt").await;
    let text = bench.queue("Your vehicle is ready.").await;
    bench.run("drop-prompt times 1").await;
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    assert_eq!(outcome, Outcome::NotSent);
    assert_eq!(bench.state_of(text).await, Some(TextState::Queued));
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    bench
        .happened(|event| matches!(event, Event::Arrived { .. }))
        .await;
    assert_eq!(bench.sim.conversation(CUSTOMER).await.unwrap().len(), 1);
    assert_eq!(bench.rungs(), [Rung::Escape]);
    bench.end().await;
}

#[tokio::test]
async fn a_silent_death_is_seen_and_shown_and_a_modem_that_wakes_is_found() {
    let bench = Bench::ready("silent-death").await;
    bench.run("silence on").await;
    let drained = timeout(PATIENCE * 2, bench.modem.drain()).await.unwrap();
    assert_eq!(drained, Err(Down::Away));
    let mut status = bench.modem.status();
    let dead = status.wait_for(|status| status.state == State::Down);
    assert!(timeout(PATIENCE, dead).await.is_ok());
    assert_eq!(bench.modem.status().borrow().why, Some(Why::NoAnswer));
    bench.run("silence off").await;
    bench.wait_for(State::Ready).await;
    assert_eq!(bench.rungs(), [Rung::Escape, Rung::Reopen]);
    bench.end().await;
}
