//! The modem's task on the simulated modem, over a real pty, with a store on disk.

mod by_hand;
mod calls;
mod evidence;
mod find;
mod ladder;
mod makers;
mod round_trip;
mod sim_card;
mod time;

use crate::support::process::holders;
use crate::support::seed;
use chrono::{DateTime, Utc};
use readybell::clock::Clock;
use readybell::domain::text::TextState;
use readybell::modem::{self, Down, ModemConfig, ModemHandle, State, Why};
use readybell::sim::{Event, Recorded, Sim, SimConfig, SimHandle};
use readybell::store::{LineRules, Minted, Outcome, Permit, Store};
use readybell::wire::at::Refusal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// For a modem that is opened without anybody's leave.
fn at_once() -> CancellationToken {
    let opens = CancellationToken::new();
    opens.cancel();
    opens
}

const CUSTOMER: &str = "+12065550134";
/// Nothing here takes so long; only a failure does.
const PATIENCE: Duration = Duration::from_secs(20);

/// A simulated modem, a store, and the task between them.
struct Bench {
    sim: SimHandle,
    record: mpsc::UnboundedReceiver<Recorded>,
    store: Store,
    clock: Arc<Clock>,
    modem: ModemHandle,
    config: ModemConfig,
    directory: PathBuf,
    contact: i64,
}

impl Bench {
    async fn start(name: &str) -> Self {
        let directory =
            std::env::temp_dir().join(format!("readybell-modem-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).unwrap();

        let afternoon: DateTime<Utc> = "2026-11-21T20:00:00Z".parse().unwrap();
        let clock = Arc::new(Clock::starting_at(afternoon));
        let outside = Arc::clone(&clock);
        let (listener, record) = mpsc::unbounded_channel();
        let link = directory.join("modem");
        let sim = Sim::start(SimConfig {
            link: Some(link.clone()),
            listener: Some(listener),
            wall: Box::new(move || outside.now().wall),
            ..SimConfig::default()
        })
        .unwrap();

        let store = Store::open(&directory.join("data"), clock.now())
            .await
            .unwrap();
        seed::set_up(&store, clock.now()).await;
        // These tests send their own texts.
        let contact = seed::customer(&store, CUSTOMER, clock.now()).await;

        let config = ModemConfig::at(link);
        let modem = modem::start(at_once(), config.clone(), store.clone(), Arc::clone(&clock));
        Self {
            sim,
            record,
            store,
            clock,
            modem,
            config,
            directory,
            contact,
        }
    }

    async fn ready(name: &str) -> Self {
        let bench = Self::start(name).await;
        bench.wait_for(State::Ready).await;
        bench
    }

    async fn wait_for(&self, state: State) {
        let mut status = self.modem.status();
        let reached = timeout(PATIENCE, status.wait_for(|status| status.state == state)).await;
        assert!(
            reached.is_ok(),
            "never {state:?}: {:?}; the port is held by {:?}",
            self.modem.status().borrow().why,
            holders(&self.directory.join("modem"))
        );
    }

    /// Waits until this happened in the simulated world.
    async fn happened(&mut self, what: impl Fn(&Event) -> bool) {
        let found = timeout(PATIENCE, async {
            while let Some(recorded) = self.record.recv().await {
                if what(&recorded.event) {
                    return;
                }
            }
        });
        found.await.expect("it never happened");
    }

    async fn run(&self, line: &str) {
        self.sim.run_line(line).await.unwrap();
    }

    async fn queue(&self, words: &str) -> i64 {
        let now = self.clock.now();
        let text = seed::text(self.contact, words, now);
        self.store.queue(text, now).await.unwrap()
    }

    async fn permit(&self) -> Permit {
        let drained = self.modem.drain().await.unwrap();
        let minted = self
            .store
            .mint(drained.session, false, self.clock.now())
            .await;
        match minted.unwrap() {
            Minted::Part(permit) => permit,
            Minted::Nothing(until) => panic!("nothing may go until {until:?}"),
        }
    }

    async fn state_of(&self, text: i64) -> Option<TextState> {
        self.store.text_state(text).await.unwrap()
    }

    async fn end(self) {
        timeout(PATIENCE, self.modem.shutdown())
            .await
            .expect("the modem did not stop");
        self.sim.stop().await;
        std::fs::remove_dir_all(&self.directory).unwrap();
    }
}

#[tokio::test]
async fn a_text_goes_out_its_report_comes_back_and_a_reply_is_stored() {
    let mut bench = Bench::ready("round-trip").await;
    let mut wire = bench.modem.wire();
    let text = bench.queue("Your vehicle is ready.").await;
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    bench
        .happened(|event| matches!(event, Event::Arrived { .. }))
        .await;

    // The report is announced, read, stored and deleted, with nobody asking.
    bench
        .happened(|event| matches!(event, Event::Reported { .. }))
        .await;
    bench
        .happened(|event| matches!(event, Event::Deleted { .. }))
        .await;
    bench.modem.drain().await.unwrap();
    assert_eq!(bench.state_of(text).await, Some(TextState::Delivered));

    bench.sim.phone_texts(CUSTOMER, "STOP").await.unwrap();
    bench
        .happened(|event| matches!(event, Event::Deleted { .. }))
        .await;
    let drained = bench.modem.drain().await.unwrap();
    assert_eq!(drained.received, 1);
    assert_eq!(
        bench.store.apply_inbound(bench.clock.now()).await.unwrap(),
        1
    );

    let mut lines = Vec::new();
    while let Ok(line) = wire.try_recv() {
        lines.push(line.text);
    }
    assert!(lines.iter().any(|line| line.starts_with("AT+CMGS=")));
    assert!(lines.iter().any(|line| line == "Ctrl-Z"));
    bench.end().await;
}

#[tokio::test]
async fn unplugged_after_ctrl_z_is_unsure_and_the_modem_comes_back() {
    let mut bench = Bench::ready("unplugged").await;
    let text = bench.queue("Your vehicle is ready.").await;
    let permit = bench.permit().await;
    bench.run("break after-ctrl-z").await;
    let sending = tokio::spawn({
        let modem = bench.modem.clone();
        async move { modem.send(permit).await }
    });
    bench
        .happened(|event| matches!(event, Event::Stopped { .. }))
        .await;
    bench.run("unplug").await;
    let outcome = timeout(PATIENCE, sending).await.unwrap().unwrap().unwrap();
    assert!(matches!(outcome, Outcome::Unsure { .. }), "{outcome:?}");
    assert_eq!(bench.state_of(text).await, Some(TextState::Unsure));
    bench.wait_for(State::Down).await;
    assert_eq!(bench.modem.drain().await, Err(Down::Away));

    bench.run("replug").await;
    bench.wait_for(State::Ready).await;
    assert_eq!(bench.modem.drain().await.unwrap().session, 2);
    bench.end().await;
}

#[tokio::test]
async fn unplugged_at_the_prompt_the_text_is_queued_again_and_goes_once() {
    let mut bench = Bench::ready("prompt").await;
    let text = bench.queue("Your vehicle is ready.").await;
    let permit = bench.permit().await;
    bench.run("break before-prompt").await;
    let sending = tokio::spawn({
        let modem = bench.modem.clone();
        async move { modem.send(permit).await }
    });
    bench
        .happened(|event| matches!(event, Event::Stopped { .. }))
        .await;
    bench.run("unplug").await;
    assert_eq!(sending.await.unwrap().unwrap(), Outcome::NotSent);
    assert_eq!(bench.state_of(text).await, Some(TextState::Queued));
    bench.run("replug").await;
    bench.wait_for(State::Down).await;
    bench.wait_for(State::Ready).await;
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    bench.end().await;
}

#[tokio::test]
async fn a_refusal_says_what_the_network_said() {
    let bench = Bench::ready("refused").await;
    bench.queue("Your vehicle is ready.").await;
    bench.run("refuse 38 times 1").await;
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    match outcome {
        Outcome::Refused { words, .. } => assert_eq!(words, "cms:38"),
        other => panic!("{other:?}"),
    }
    bench.end().await;
}

#[tokio::test]
async fn a_refused_recipient_goes_on_the_call_list_and_the_others_get_theirs() {
    let mut bench = Bench::ready("refused-one").await;
    let mut texts = Vec::new();
    for number in [CUSTOMER, "+12065550135", "+12065550136", "+12065550137"] {
        if number != CUSTOMER {
            bench.contact = seed::customer(&bench.store, number, bench.clock.now()).await;
        }
        texts.push(bench.queue("Your vehicle is ready.").await);
    }
    // No such number; a phone that is off; a code that proves nothing.
    bench.run(&format!("refuse 1 to {CUSTOMER}")).await;
    bench.run("refuse 27 to +12065550135").await;
    bench.run("refuse 500 to +12065550136").await;
    let mut outcomes = Vec::new();
    for _ in &texts {
        outcomes.push(bench.modem.send(bench.permit().await).await.unwrap());
    }
    assert!(
        matches!(
            outcomes.as_slice(),
            [
                Outcome::Refused {
                    class: Refusal::Permanent,
                    ..
                },
                Outcome::Refused {
                    class: Refusal::Temporary,
                    ..
                },
                Outcome::Unsure { .. },
                Outcome::Sent { .. },
            ]
        ),
        "{outcomes:?}"
    );
    let mut states = Vec::new();
    for text in texts {
        states.push(bench.state_of(text).await.unwrap());
    }
    use TextState::{Failed, Queued, Sent, Unsure};
    assert_eq!(states, [Failed, Queued, Unsure, Sent]);
    let calls = bench.store.calls(0, bench.clock.now()).await.unwrap();
    let called: Vec<_> = calls.top.tasks.iter().map(|task| &task.number).collect();
    assert_eq!(called, [&Some(seed::number(CUSTOMER))]);
    bench.end().await;
}

#[tokio::test]
async fn a_text_that_lands_after_the_drain_stops_the_part() {
    let mut bench = Bench::ready("stop-first").await;
    let text = bench.queue("Your vehicle is ready.").await;
    let permit = bench.permit().await;
    bench.sim.phone_texts(CUSTOMER, "STOP").await.unwrap();
    bench
        .happened(|event| matches!(event, Event::Deleted { .. }))
        .await;
    assert_eq!(bench.modem.send(permit).await, Ok(Outcome::NotSent));
    assert_eq!(bench.state_of(text).await, Some(TextState::Queued));
    bench.end().await;
}

#[tokio::test]
async fn a_modem_that_resets_itself_is_set_up_again() {
    let bench = Bench::ready("reset").await;
    bench.run("reset").await;
    let mut status = bench.modem.status();
    let again = status.wait_for(|status| status.session == 2 && status.state == State::Ready);
    assert!(timeout(PATIENCE, again).await.is_ok());
    bench.end().await;
}

#[tokio::test]
async fn stopping_waits_for_the_answer() {
    let mut bench = Bench::ready("stopping").await;
    let text = bench.queue("Your vehicle is ready.").await;
    let permit = bench.permit().await;
    bench.run("break accepted").await;
    let sending = tokio::spawn({
        let modem = bench.modem.clone();
        async move { modem.send(permit).await }
    });
    bench
        .happened(|event| matches!(event, Event::Stopped { .. }))
        .await;
    let stopping = tokio::spawn({
        let modem = bench.modem.clone();
        async move { modem.shutdown().await }
    });
    let mut status = bench.modem.status();
    // Nothing new is taken from the moment it was asked.
    while bench.modem.drain().await != Err(Down::Stopping) {}
    assert!(!stopping.is_finished());
    bench.run("continue").await;
    assert!(matches!(sending.await.unwrap(), Ok(Outcome::Sent { .. })));
    stopping.await.unwrap();
    let stopped = status
        .wait_for(|status| status.why == Some(Why::Stopping))
        .await;
    assert!(stopped.is_ok());
    assert_eq!(bench.state_of(text).await, Some(TextState::Sent));
    assert_eq!(bench.modem.drain().await, Err(Down::Stopping));
    bench.end().await;
}

#[tokio::test]
async fn the_port_is_held_exclusively_and_the_doctor_can_look() {
    let bench = Bench::ready("exclusive").await;
    let seen = modem::look(&bench.config, &bench.clock, LineRules::default(), PATIENCE).await;
    assert_eq!(seen.why, Some(Why::PortBusy));
    bench.modem.shutdown().await;

    let seen = modem::look(&bench.config, &bench.clock, LineRules::default(), PATIENCE).await;
    assert_eq!((seen.state, seen.why), (State::Ready, None));
    assert_eq!(seen.operator, "Simulated");

    let nowhere = ModemConfig::at(bench.directory.join("nowhere"));
    let seen = modem::look(&nowhere, &bench.clock, LineRules::default(), PATIENCE).await;
    assert_eq!(seen.why, Some(Why::PortMissing));
    bench.end().await;
}
