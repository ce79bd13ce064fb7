//! Someone calls the line, over a real pty.

use super::{Bench, CUSTOMER, PATIENCE};
use crate::support::bench::Bench as Machine;
use crate::support::seed;
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
    let calls = bench.store.calls(0, bench.clock.now()).await.unwrap();
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

#[test]
fn the_program_texts_a_customer_back_once_and_a_stranger_never() {
    const STRANGER: &str = "+12065550177";
    let machine = Machine::new();
    machine.with_store(async |store, now| {
        seed::set_up(store, now).await;
        let mut settings = store.settings().await.unwrap();
        settings.texts_back = true;
        let by = "the test".to_owned();
        store.set_settings(settings, by, now).await.unwrap();
        seed::customer(store, CUSTOMER, now).await;
    });
    let mut network = machine.simulator(1);
    let mut daemon = machine.open();
    daemon.is_ready();
    network.does(&format!("call {CUSTOMER} rings 1"));
    let sent =
        "SELECT count(*) FROM outbox WHERE kind = 'missed_call' AND state IN ('sent', 'delivered')";
    machine.counts(1, sent);
    daemon.process.kill();

    let daemon = machine.open();
    daemon.is_ready();
    network.does(&format!("call {CUSTOMER} rings 1"));
    network.does(&format!("call {STRANGER} rings 1"));
    machine.counts(2, "SELECT count(*) FROM task WHERE kind = 'missed_call'");
    drop(daemon);
    network.terminate();
    let arrived: Vec<_> = machine
        .record()
        .into_iter()
        .filter_map(|recorded| match recorded.event {
            Event::Arrived { to, words } => Some((to, words)),
            _ => None,
        })
        .collect();
    let [(to, words)] = arrived.as_slice() else {
        panic!("{arrived:?}");
    };
    assert_eq!(to, CUSTOMER);
    assert!(words.contains("we missed your call"), "{words}");
}
