use crate::panel::button::STUCK;
use crate::panel::driver::{Edge, Edges, Lights};
use crate::panel::{Bay, Health, Notice, Outcome, PanelError, PanelEvent, Pattern, Rig, run};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// A light that changed, and when.
type Change = (Bay, bool, Pattern, Duration);

struct Watched {
    began: Instant,
    changes: mpsc::UnboundedSender<Change>,
}

impl Lights for Watched {
    fn set(&mut self, bay: Bay, on: bool, pattern: Pattern) -> Result<(), PanelError> {
        let _ = self.changes.send((bay, on, pattern, self.began.elapsed()));
        Ok(())
    }
}

struct Bench {
    began: Instant,
    edges: mpsc::Sender<Result<Edge, PanelError>>,
    changes: mpsc::UnboundedReceiver<Change>,
    notices: Option<mpsc::Sender<Notice>>,
    events: mpsc::Receiver<PanelEvent>,
    task: JoinHandle<Result<(), PanelError>>,
}

impl Bench {
    fn start(bays: &[Bay]) -> Self {
        Self::with(bays, &[], Duration::ZERO)
    }

    fn with(bays: &[Bay], closed: &[Bay], hold: Duration) -> Self {
        let began = Instant::now();
        let (edges, edges_out) = mpsc::channel(8);
        let (changes_in, changes) = mpsc::unbounded_channel();
        let (notices, notices_out) = mpsc::channel(8);
        let (events_in, events) = mpsc::channel(2);
        let rig = Rig {
            bays: bays.to_vec(),
            closed: closed.to_vec(),
            hold,
            edges: Edges::Sent(edges_out),
            lights: Box::new(Watched {
                began,
                changes: changes_in,
            }),
        };
        Self {
            began,
            edges,
            changes,
            notices: Some(notices),
            events,
            task: tokio::spawn(run(rig, began, notices_out, events_in)),
        }
    }

    async fn edge(&self, bay: Bay, closed: bool) {
        self.edge_at(bay, closed, self.began.elapsed()).await;
    }

    async fn edge_at(&self, bay: Bay, closed: bool, at: Duration) {
        self.edges.send(Ok(Edge { bay, closed, at })).await.unwrap();
    }

    async fn tell(&self, notice: Notice) {
        self.notices.as_ref().unwrap().send(notice).await.unwrap();
    }

    async fn outcome(&self, bay: Bay, outcome: Outcome) {
        self.tell(Notice::Outcome { bay, outcome }).await;
    }

    async fn until_lit(&mut self, pattern: Pattern) -> Change {
        loop {
            let change = self.changes.recv().await.unwrap();
            if change.1 && change.2 == pattern {
                return change;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn two_bays_do_not_mix() {
    let mut bench = Bench::start(&[Bay(1), Bay(2)]);
    bench.edge(Bay(2), true).await;
    assert_eq!(
        bench.events.recv().await,
        Some(PanelEvent::Pressed { bay: Bay(2) })
    );
    bench.outcome(Bay(2), Outcome::NoJob).await;
    assert_eq!(bench.until_lit(Pattern::NoJob).await.0, Bay(2));
    bench.edge(Bay(1), true).await;
    assert_eq!(
        bench.events.recv().await,
        Some(PanelEvent::Pressed { bay: Bay(1) })
    );
    let until = bench.began.elapsed() + Duration::from_secs(20);
    bench.outcome(Bay(1), Outcome::Armed { until }).await;
    assert_eq!(bench.until_lit(Pattern::Armed).await.0, Bay(1));
}

#[tokio::test(start_paused = true)]
async fn it_blinks_through_the_window_and_not_longer() {
    let mut bench = Bench::start(&[Bay(1)]);
    bench.edge(Bay(1), true).await;
    bench.events.recv().await.unwrap();
    let armed = bench.began.elapsed();
    let until = armed + Duration::from_secs(20);
    bench.outcome(Bay(1), Outcome::Armed { until }).await;
    let mut lit = 0;
    loop {
        let (_, on, pattern, at) = bench.changes.recv().await.unwrap();
        lit += u32::from(on);
        if at > armed && pattern != Pattern::Armed {
            assert!(
                at >= until && at < until + Duration::from_millis(5),
                "{at:?}"
            );
            break;
        }
    }
    assert_eq!(lit, 20);
    bench.outcome(Bay(1), Outcome::Sent).await;
    let (.., on_at) = bench.until_lit(Pattern::Sent).await;
    let (_, on, _, off_at) = bench.changes.recv().await.unwrap();
    assert!(!on);
    assert_eq!((off_at - on_at).as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_second_press_takes_it_back() {
    let mut bench = Bench::start(&[Bay(1)]);
    bench.edge(Bay(1), true).await;
    bench.events.recv().await.unwrap();
    bench.edge(Bay(1), false).await;
    let until = bench.began.elapsed() + Duration::from_secs(20);
    bench.outcome(Bay(1), Outcome::Armed { until }).await;
    bench.until_lit(Pattern::Armed).await;
    tokio::time::advance(Duration::from_secs(2)).await;
    bench.edge(Bay(1), true).await;
    assert_eq!(
        bench.events.recv().await,
        Some(PanelEvent::TakenBack { bay: Bay(1) })
    );
}

#[tokio::test(start_paused = true)]
async fn a_closing_that_is_over_before_it_is_judged_is_noise() {
    let hold = Duration::from_millis(10);
    let mut bench = Bench::with(&[Bay(1)], &[], hold);
    // The turn of the clock and the line's edge are there together: whichever is looked at first.
    for _ in 0..32 {
        bench.edge(Bay(1), true).await;
        tokio::task::yield_now().await;
        let opened = bench.began.elapsed() + hold / 2;
        bench.edge_at(Bay(1), false, opened).await;
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    bench.edge(Bay(1), true).await;
    let pressed = bench.began.elapsed();
    assert_eq!(
        bench.events.recv().await,
        Some(PanelEvent::Pressed { bay: Bay(1) })
    );
    assert!(bench.began.elapsed() >= pressed + hold);
    assert!(bench.events.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn a_whole_press_that_is_heard_of_much_later_is_a_press() {
    let mut bench = Bench::with(&[Bay(1)], &[], Duration::from_millis(10));
    tokio::time::advance(Duration::from_secs(60)).await;
    for (at, closed) in [
        (40_000, true),
        (40_003, false),
        (40_005, true),
        (40_030, false),
    ] {
        bench
            .edge_at(Bay(1), closed, Duration::from_millis(at))
            .await;
    }
    assert_eq!(
        bench.events.recv().await,
        Some(PanelEvent::Pressed { bay: Bay(1) })
    );
}

#[tokio::test(start_paused = true)]
async fn a_stuck_button_is_told_and_so_is_one_that_came_free() {
    let mut bench = Bench::with(&[Bay(1), Bay(2)], &[Bay(2)], Duration::from_millis(10));
    let told = |is_stuck| {
        let bay = Bay(2);
        Some(PanelEvent::Stuck { bay, is_stuck })
    };
    assert_eq!(bench.events.recv().await, told(true));
    assert_eq!(bench.began.elapsed().as_secs(), STUCK.as_secs());
    bench.edge(Bay(2), false).await;
    assert_eq!(bench.events.recv().await, told(false));
}

#[tokio::test(start_paused = true)]
async fn at_rest_it_sleeps() {
    let mut bench = Bench::start(&[Bay(1)]);
    bench.tell(Notice::Health(Health::Well)).await;
    bench.until_lit(Pattern::Well).await;
    let end = Instant::now() + Duration::from_secs(65);
    let mut changes = 0;
    while timeout_at(end, bench.changes.recv()).await.is_ok() {
        changes += 1;
    }
    assert_eq!(changes, 13);
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_takes_nothing_shows_on_the_light() {
    let mut bench = Bench::start(&[Bay(1), Bay(2), Bay(3)]);
    for bay in [1, 2, 3] {
        bench.edge(Bay(bay), true).await;
    }
    assert_eq!(bench.until_lit(Pattern::ModemTrouble).await.0, Bay(3));
}

#[tokio::test(start_paused = true)]
async fn it_ends_dark_when_the_desk_is_gone_and_fails_when_the_driver_is() {
    let mut bench = Bench::start(&[Bay(1)]);
    bench.tell(Notice::Health(Health::Well)).await;
    bench.until_lit(Pattern::Well).await;
    bench.notices = None;
    bench.task.await.unwrap().unwrap();
    let mut last = None;
    while let Ok((_, on, pattern, _)) = bench.changes.try_recv() {
        last = Some((on, pattern));
    }
    assert_eq!(last, Some((false, Pattern::Dark)));

    let bench = Bench::start(&[Bay(1)]);
    drop(bench.edges);
    let ended = bench.task.await.unwrap();
    assert!(matches!(ended, Err(PanelError::DriverGone)), "{ended:?}");
}
