//! Someone calls the line, over a real pty.

use super::{Bench, CUSTOMER, PATIENCE};
use readybell::sim::Event;
use readybell::store::TaskKind;
use tokio::time::timeout;

impl Bench {
    /// Calls, and waits until the program has heard who it is.
    async fn is_called_by(&self, caller: &str) {
        let mut wire = self.modem.wire();
        self.run(&format!("call {caller} rings 1")).await;
        let heard = async { while !wire.recv().await.unwrap().text.starts_with("+CLIP:") {} };
        timeout(PATIENCE, heard).await.expect("nobody called");
    }
}

#[tokio::test]
async fn whoever_calls_is_on_the_call_list_when_the_ringing_is_over() {
    let mut bench = Bench::ready("calls").await;
    bench.is_called_by(CUSTOMER).await;
    bench.is_called_by(CUSTOMER).await;
    bench.is_called_by("+12065550177").await;
    // The modem is gone before it could ring again.
    bench.run("unplug").await;
    bench
        .happened(|event| matches!(event, Event::Unplugged))
        .await;
    timeout(PATIENCE, bench.modem.shutdown()).await.unwrap();
    let calls = bench.store.calls(bench.clock.now()).await.unwrap();
    let tasks = calls.top.tasks;
    let numbers: Vec<_> = tasks
        .iter()
        .map(|task| (task.kind, task.number.as_ref().unwrap().as_e164()))
        .collect();
    let missed = |number| (TaskKind::MissedCall, number);
    assert_eq!(numbers, [missed(CUSTOMER), missed("+12065550177")]);
    assert_eq!(tasks[0].contact, Some(bench.contact));
    bench.end().await;
}
