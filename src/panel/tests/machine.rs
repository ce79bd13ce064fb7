use crate::panel::button::{AGAIN, Button};
use crate::panel::light::Pattern;
use crate::panel::machine::{ANSWER_WITHIN, Action, Event, Health, Outcome, Station};
use Outcome::{AlreadyAnnounced, CallCustomer, ModemTrouble, MustWait, NoJob, Sent, TakenBack};
use proptest::prelude::*;
use std::time::Duration;

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

const fn out(outcome: Outcome) -> Heard {
    Heard::Event(Event::Outcome(outcome))
}

const fn armed(until: u64) -> Heard {
    out(Outcome::Armed { until: ms(until) })
}

/// A contact that closes, heard of at once.
const CLOSE: Heard = Heard::Closing(0);
/// A contact that opens, heard of at once.
const OPEN: Heard = Heard::Opening(0);
const TICK: Heard = Heard::Event(Event::Tick);

/// What happens, or what is heard so many milliseconds after it happened.
#[derive(Debug, Clone, Copy)]
enum Heard {
    Closing(u64),
    Opening(u64),
    Event(Event),
}

impl Heard {
    fn at(self, now: Duration) -> Event {
        match self {
            Self::Closing(late) => Event::Close { at: now - ms(late) },
            Self::Opening(late) => Event::Open { at: now - ms(late) },
            Self::Event(event) => event,
        }
    }
}

/// At this millisecond, this happens; then the desk is asked this, and the light shows this.
type Step = (u64, Heard, Option<Action>, Pattern);

fn follow(what: &str, steps: &[Step]) {
    let mut station = Station::new(Duration::ZERO);
    station.apply(Event::Health(Health::Well), ms(0));
    for (at, event, action, pattern) in steps {
        let asked = station.apply(event.at(ms(*at)), ms(*at));
        let shown = station.light(ms(*at)).0;
        assert_eq!(
            (asked, shown),
            (*action, *pattern),
            "{what}: {event:?} at {at}"
        );
    }
}

const ANNOUNCE: Option<Action> = Some(Action::Announce);
const TAKE_BACK: Option<Action> = Some(Action::TakeBack);

#[test]
fn a_press_is_announced_and_the_light_waits_for_the_commit() {
    follow(
        "the whole way",
        &[
            (1_000, CLOSE, ANNOUNCE, Pattern::Well),
            (1_100, OPEN, None, Pattern::Well),
            (1_150, armed(21_150), None, Pattern::Armed),
            (21_149, TICK, None, Pattern::Armed),
            (21_150, TICK, None, Pattern::Well),
            (23_000, out(Sent), None, Pattern::Sent),
            (25_999, TICK, None, Pattern::Sent),
            (26_000, TICK, None, Pattern::Well),
        ],
    );
}

#[test]
fn a_second_press_takes_it_back_but_not_too_soon() {
    follow(
        "second press",
        &[
            (1_000, CLOSE, ANNOUNCE, Pattern::Well),
            (1_050, armed(21_050), None, Pattern::Armed),
            (1_200, OPEN, None, Pattern::Armed),
            (2_999, CLOSE, None, Pattern::Armed),
            (3_050, OPEN, None, Pattern::Armed),
            (3_300, CLOSE, TAKE_BACK, Pattern::Armed),
            (3_400, OPEN, None, Pattern::Armed),
            (3_450, out(TakenBack), None, Pattern::Well),
            (4_000, CLOSE, None, Pattern::Well),
            (4_100, OPEN, None, Pattern::Well),
            (5_300, CLOSE, ANNOUNCE, Pattern::Well),
        ],
    );
}

#[test]
fn a_held_button_is_one_press() {
    follow(
        "held, with a bounce at the end",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (10, armed(20_000), None, Pattern::Armed),
            (15_000, OPEN, None, Pattern::Armed),
            (15_004, CLOSE, None, Pattern::Armed),
            (15_009, OPEN, None, Pattern::Armed),
            (20_000, TICK, None, Pattern::Well),
        ],
    );
}

#[test]
fn each_answer_has_its_pattern() {
    for (answer, pattern) in [
        (NoJob, Pattern::NoJob),
        (AlreadyAnnounced, Pattern::AlreadyAnnounced),
        (MustWait, Pattern::MustWait),
        (CallCustomer, Pattern::CallCustomer),
        (ModemTrouble, Pattern::ModemTrouble),
    ] {
        let over = 5_000 + pattern.lasts().map_or(0, |lasts| lasts.as_millis() as u64);
        follow(
            pattern.name(),
            &[
                (4_000, CLOSE, ANNOUNCE, Pattern::Well),
                (4_100, OPEN, None, Pattern::Well),
                (5_000, out(answer), None, pattern),
                (over, TICK, None, Pattern::Well),
                (over + 2_000, CLOSE, ANNOUNCE, Pattern::Well),
            ],
        );
    }
}

#[test]
fn after_a_restart_the_desk_tells_where_it_stood() {
    follow(
        "restart with an open window",
        &[
            (100, armed(8_000), None, Pattern::Armed),
            (1_000, CLOSE, None, Pattern::Armed),
            (1_100, OPEN, None, Pattern::Armed),
            (3_000, CLOSE, TAKE_BACK, Pattern::Armed),
            (3_100, out(TakenBack), None, Pattern::Well),
        ],
    );
    follow(
        "a window that is over",
        &[(9_000, armed(8_000), None, Pattern::Well)],
    );
}

#[test]
fn what_the_page_does_shows_too() {
    follow(
        "announced and taken back on the page",
        &[
            (0, armed(20_000), None, Pattern::Armed),
            (5_000, out(TakenBack), None, Pattern::Well),
        ],
    );
}

#[test]
fn an_older_text_does_not_answer_a_new_press() {
    follow(
        "sent while asked",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (50, out(Sent), None, Pattern::Well),
            (100, OPEN, None, Pattern::Well),
            (3_000, CLOSE, None, Pattern::Well),
            (3_100, out(NoJob), None, Pattern::NoJob),
        ],
    );
}

#[test]
fn a_desk_that_never_answers_does_not_kill_the_button() {
    follow(
        "no answer",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (100, OPEN, None, Pattern::Well),
            (9_000, CLOSE, None, Pattern::Well),
            (9_100, OPEN, None, Pattern::Well),
            (10_000, TICK, None, Pattern::ModemTrouble),
            (11_100, CLOSE, ANNOUNCE, Pattern::ModemTrouble),
        ],
    );
}

#[test]
fn a_late_take_back_is_answered_in_words_of_light() {
    follow(
        "too late",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (10, armed(5_000), None, Pattern::Armed),
            (100, OPEN, None, Pattern::Armed),
            (4_990, CLOSE, TAKE_BACK, Pattern::Armed),
            (
                5_010,
                out(AlreadyAnnounced),
                None,
                Pattern::AlreadyAnnounced,
            ),
        ],
    );
}

#[test]
fn trouble_shows_at_rest() {
    follow(
        "unwell",
        &[
            (
                0,
                Heard::Event(Event::Health(Health::Unwell)),
                None,
                Pattern::Unwell,
            ),
            (10, out(Sent), None, Pattern::Sent),
            (
                100,
                Heard::Event(Event::Health(Health::Well)),
                None,
                Pattern::Sent,
            ),
            (3_010, TICK, None, Pattern::Well),
        ],
    );
}

#[test]
fn a_press_that_is_heard_of_late_counts_from_when_it_was() {
    follow(
        "the first one late, the second at once",
        &[
            (3_500, Heard::Closing(2_500), ANNOUNCE, Pattern::Well),
            (3_510, Heard::Opening(2_310), None, Pattern::Well),
            (3_600, armed(23_600), None, Pattern::Armed),
            (4_000, CLOSE, TAKE_BACK, Pattern::Armed),
        ],
    );
    follow(
        "both late, and too quick to be two",
        &[
            (5_000, Heard::Closing(4_000), ANNOUNCE, Pattern::Well),
            (5_001, Heard::Opening(3_900), None, Pattern::Well),
            (5_002, armed(25_000), None, Pattern::Armed),
            (8_000, Heard::Closing(5_001), None, Pattern::Armed),
        ],
    );
}

#[test]
fn a_press_means_what_the_light_said_then() {
    follow(
        "impatient before the answer, heard of after it",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (100, OPEN, None, Pattern::Well),
            (2_400, armed(22_000), None, Pattern::Armed),
            (2_500, Heard::Closing(400), None, Pattern::Armed),
            (2_510, Heard::Opening(300), None, Pattern::Armed),
            (5_000, CLOSE, TAKE_BACK, Pattern::Armed),
            (5_100, OPEN, None, Pattern::Armed),
            (8_000, out(TakenBack), None, Pattern::Well),
            (8_100, Heard::Closing(1_000), None, Pattern::Well),
        ],
    );
    follow(
        "in time to take it back, heard of when the window is over",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (100, OPEN, None, Pattern::Well),
            (200, armed(5_000), None, Pattern::Armed),
            (5_000, TICK, None, Pattern::Well),
            (5_300, Heard::Closing(400), TAKE_BACK, Pattern::Well),
            (
                5_400,
                out(AlreadyAnnounced),
                None,
                Pattern::AlreadyAnnounced,
            ),
        ],
    );
}

#[test]
fn an_answer_that_comes_twice_does_no_harm() {
    follow(
        "taken back, and said once more while it is announced again",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (100, OPEN, None, Pattern::Well),
            (200, armed(20_200), None, Pattern::Armed),
            (3_000, CLOSE, TAKE_BACK, Pattern::Armed),
            (3_100, OPEN, None, Pattern::Armed),
            (3_200, out(TakenBack), None, Pattern::Well),
            (6_000, CLOSE, ANNOUNCE, Pattern::Well),
            (6_100, OPEN, None, Pattern::Well),
            (6_200, out(TakenBack), None, Pattern::Well),
            (8_500, armed(28_500), None, Pattern::Armed),
            (9_000, CLOSE, TAKE_BACK, Pattern::Armed),
        ],
    );
    follow(
        "announced twice, because the desk took so long",
        &[
            (0, CLOSE, ANNOUNCE, Pattern::Well),
            (100, OPEN, None, Pattern::Well),
            (10_000, TICK, None, Pattern::ModemTrouble),
            (11_000, CLOSE, ANNOUNCE, Pattern::ModemTrouble),
            (11_100, OPEN, None, Pattern::ModemTrouble),
            (12_000, armed(32_000), None, Pattern::Armed),
            (12_500, out(AlreadyAnnounced), None, Pattern::Armed),
            (14_000, CLOSE, TAKE_BACK, Pattern::Armed),
        ],
    );
}

/// An event, and how long after the one before it.
fn happenings() -> impl Strategy<Value = Vec<(u64, Heard)>> {
    let gap =
        prop_oneof![4 => 0u64..60, 3 => 100u64..1_000, 3 => 1_000u64..4_000, 1 => 4_000u64..30_000];
    let late = prop_oneof![8 => Just(0u64), 1 => 0u64..100, 1 => 0u64..5_000];
    let event = prop_oneof![
        5 => late.clone().prop_map(Heard::Closing),
        5 => late.prop_map(Heard::Opening),
        3 => Just(TICK),
        // `until` is relative here, and made absolute below.
        4 => (1u64..25_000).prop_map(armed),
        1 => prop_oneof![
            Just(TakenBack), Just(Sent), Just(NoJob), Just(AlreadyAnnounced), Just(MustWait),
            Just(CallCustomer), Just(ModemTrouble)
        ].prop_map(out),
        1 => prop_oneof![Just(Health::Well), Just(Health::Unwell)]
            .prop_map(|health| Heard::Event(Event::Health(health))),
    ];
    proptest::collection::vec((gap, event), 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens(happenings in happenings()) {
        const HOLD: Duration = ms(10);
        let mut station = Station::new(HOLD);
        // Tells when the button was pressed, whatever that means.
        let mut button = Button::new(HOLD);
        let (mut at, mut last_edge) = (ms(10_000), ms(0));
        // What an onlooker knows.
        let mut asked: Option<(Action, Duration)> = None;
        let mut last_press: Option<Duration> = None;
        let mut window: Option<Duration> = None;
        let mut last_outcome = ms(0);
        for (gap, heard) in happenings {
            at += ms(gap);
            let event = match heard.at(at) {
                Event::Outcome(Outcome::Armed { until }) => {
                    Event::Outcome(Outcome::Armed { until: at + until })
                }
                // A line's edges come in their order.
                Event::Close { at } => Event::Close { at: at.max(last_edge) },
                Event::Open { at } => Event::Open { at: at.max(last_edge) },
                other => other,
            };
            let press = match event {
                Event::Close { at } => { last_edge = at; button.close(at) }
                Event::Open { at } => { last_edge = at; button.open(at) }
                // Every edge until then is known.
                Event::Tick => { last_edge = at; button.settle(at) }
                _ => None,
            };
            let action = station.apply(event, at);

            if let Some((_, since)) = asked && at - since >= ANSWER_WITHIN {
                asked = None;
                last_outcome = at;
            }
            if let Event::Outcome(outcome) = event {
                match (asked, outcome) {
                    (Some((Action::TakeBack, _)), Outcome::Armed { .. }) => {}
                    (_, Outcome::Armed { until }) => {
                        asked = None;
                        window = Some(until);
                    }
                    (Some((Action::Announce, _)), Sent | TakenBack) => {}
                    (None, AlreadyAnnounced) if window.is_some_and(|until| at < until) => {}
                    _ => {
                        asked = None;
                        window = None;
                    }
                }
                last_outcome = at;
            }
            if let Some(action) = action {
                prop_assert!(press.is_some(), "only a press asks");
                let press = press.unwrap_or_default();
                prop_assert_eq!(asked, None, "one question at a time");
                prop_assert!(last_press.is_none_or(|last| press - last >= AGAIN));
                let open = window.is_some_and(|until| press < until);
                prop_assert_eq!(action == Action::TakeBack, open);
                asked = Some((action, at));
                last_press = Some(press);
            } else if let Some(press) = press && asked.is_none() && last_outcome <= press {
                prop_assert!(window.is_some_and(|until| press < until), "a press is lost");
            }

            let (pattern, on) = station.light(at);
            if pattern == Pattern::Armed {
                prop_assert!(window.is_some_and(|until| at < until), "blinks with no window open");
            }
            let next = station.next_change(at);
            if event == Event::Tick {
                prop_assert!(next.is_none_or(|next| next > at), "a driver would spin");
            }
            if let Some(next) = next.filter(|next| *next > at) {
                let before = next - Duration::from_nanos(1);
                prop_assert_eq!(station.light(before), (pattern, on), "changed unannounced");
            }
        }
    }
}
