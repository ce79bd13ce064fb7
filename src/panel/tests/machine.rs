use crate::panel::button::AGAIN;
use crate::panel::light::Pattern;
use crate::panel::machine::{ANSWER_WITHIN, Action, Event, Health, Outcome, Station};
use Event::{Close, Open, Tick};
use Outcome::{AlreadyAnnounced, CallCustomer, ModemTrouble, MustWait, NoJob, Sent, TakenBack};
use proptest::prelude::*;
use std::time::Duration;

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

const fn out(outcome: Outcome) -> Event {
    Event::Outcome(outcome)
}

const fn armed(until: u64) -> Event {
    Event::Outcome(Outcome::Armed { until: ms(until) })
}

/// At this millisecond, this happens; then the desk is asked this, and the light shows this.
type Step = (u64, Event, Option<Action>, Pattern);

fn follow(what: &str, steps: &[Step]) {
    let mut station = Station::new();
    station.apply(Event::Health(Health::Well), ms(0));
    for (at, event, action, pattern) in steps {
        let asked = station.apply(*event, ms(*at));
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
            (1_000, Close, ANNOUNCE, Pattern::Well),
            (1_100, Open, None, Pattern::Well),
            (1_150, armed(21_150), None, Pattern::Armed),
            (21_149, Tick, None, Pattern::Armed),
            (21_150, Tick, None, Pattern::Well),
            (23_000, out(Sent), None, Pattern::Sent),
            (25_999, Tick, None, Pattern::Sent),
            (26_000, Tick, None, Pattern::Well),
        ],
    );
}

#[test]
fn a_second_press_takes_it_back_but_not_too_soon() {
    follow(
        "second press",
        &[
            (1_000, Close, ANNOUNCE, Pattern::Well),
            (1_050, armed(21_050), None, Pattern::Armed),
            (1_200, Open, None, Pattern::Armed),
            (2_999, Close, None, Pattern::Armed),
            (3_050, Open, None, Pattern::Armed),
            (3_300, Close, TAKE_BACK, Pattern::Armed),
            (3_400, Open, None, Pattern::Armed),
            (3_450, out(TakenBack), None, Pattern::Well),
            (4_000, Close, None, Pattern::Well),
            (4_100, Open, None, Pattern::Well),
            (5_300, Close, ANNOUNCE, Pattern::Well),
        ],
    );
}

#[test]
fn a_held_button_is_one_press() {
    follow(
        "held, with a bounce at the end",
        &[
            (0, Close, ANNOUNCE, Pattern::Well),
            (10, armed(20_000), None, Pattern::Armed),
            (15_000, Open, None, Pattern::Armed),
            (15_004, Close, None, Pattern::Armed),
            (15_009, Open, None, Pattern::Armed),
            (20_000, Tick, None, Pattern::Well),
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
        (TakenBack, Pattern::Well),
    ] {
        let over = 5_000 + pattern.lasts().map_or(0, |lasts| lasts.as_millis() as u64);
        follow(
            pattern.name(),
            &[
                (4_000, Close, ANNOUNCE, Pattern::Well),
                (4_100, Open, None, Pattern::Well),
                (5_000, out(answer), None, pattern),
                (over, Tick, None, Pattern::Well),
                (over + 2_000, Close, ANNOUNCE, Pattern::Well),
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
            (1_000, Close, None, Pattern::Armed),
            (1_100, Open, None, Pattern::Armed),
            (3_000, Close, TAKE_BACK, Pattern::Armed),
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
            (0, Close, ANNOUNCE, Pattern::Well),
            (50, out(Sent), None, Pattern::Well),
            (100, Open, None, Pattern::Well),
            (3_000, Close, None, Pattern::Well),
            (3_100, out(NoJob), None, Pattern::NoJob),
        ],
    );
}

#[test]
fn a_desk_that_never_answers_does_not_kill_the_button() {
    follow(
        "no answer",
        &[
            (0, Close, ANNOUNCE, Pattern::Well),
            (100, Open, None, Pattern::Well),
            (9_000, Close, None, Pattern::Well),
            (9_100, Open, None, Pattern::Well),
            (10_000, Tick, None, Pattern::ModemTrouble),
            (11_100, Close, ANNOUNCE, Pattern::ModemTrouble),
        ],
    );
}

#[test]
fn a_late_take_back_is_answered_in_words_of_light() {
    follow(
        "too late",
        &[
            (0, Close, ANNOUNCE, Pattern::Well),
            (10, armed(5_000), None, Pattern::Armed),
            (100, Open, None, Pattern::Armed),
            (4_990, Close, TAKE_BACK, Pattern::Armed),
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
            (0, Event::Health(Health::Unwell), None, Pattern::Unwell),
            (10, out(Sent), None, Pattern::Sent),
            (100, Event::Health(Health::Well), None, Pattern::Sent),
            (3_010, Tick, None, Pattern::Well),
        ],
    );
}

/// An event, and how long after the one before it.
fn happenings() -> impl Strategy<Value = Vec<(u64, Event)>> {
    let gap =
        prop_oneof![4 => 0u64..60, 3 => 100u64..1_000, 3 => 1_000u64..4_000, 1 => 4_000u64..30_000];
    let event = prop_oneof![
        5 => Just(Close),
        5 => Just(Open),
        1 => Just(Tick),
        // `until` is relative here, and made absolute below.
        4 => (0u64..25_000).prop_map(armed),
        1 => prop_oneof![
            Just(TakenBack), Just(Sent), Just(NoJob), Just(AlreadyAnnounced), Just(MustWait),
            Just(CallCustomer), Just(ModemTrouble)
        ].prop_map(Event::Outcome),
        1 => prop_oneof![Just(Health::Well), Just(Health::Unwell)].prop_map(Event::Health),
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
        let mut station = Station::new();
        let mut at = ms(0);
        // What an onlooker knows.
        let mut asked: Option<(Action, Duration)> = None;
        let mut last_action: Option<Duration> = None;
        let mut window: Option<Duration> = None;
        for (gap, event) in happenings {
            at += ms(gap);
            let event = match event {
                Event::Outcome(Outcome::Armed { until }) => {
                    Event::Outcome(Outcome::Armed { until: at + until })
                }
                other => other,
            };
            let action = station.apply(event, at);

            if let Some((_, since)) = asked && at - since >= ANSWER_WITHIN {
                asked = None;
            }
            match event {
                Event::Outcome(Outcome::Armed { .. })
                    if matches!(asked, Some((Action::TakeBack, _))) => {}
                Event::Outcome(Outcome::Armed { until }) => {
                    asked = None;
                    window = Some(until);
                }
                Event::Outcome(Sent) if matches!(asked, Some((Action::Announce, _))) => {}
                Event::Outcome(_) => {
                    asked = None;
                    window = None;
                }
                _ => {}
            }
            if let Some(action) = action {
                prop_assert_eq!(event, Close, "only a press asks");
                prop_assert_eq!(asked, None, "one question at a time");
                prop_assert!(last_action.is_none_or(|last| at - last >= AGAIN));
                let open = window.is_some_and(|until| at < until);
                prop_assert_eq!(action == Action::TakeBack, open);
                asked = Some((action, at));
                last_action = Some(at);
            }

            let (pattern, on) = station.light(at);
            if pattern == Pattern::Armed {
                prop_assert!(window.is_some_and(|until| at < until), "blinks with no window open");
            }
            if let Some(next) = station.next_change(at) {
                prop_assert!(next > at, "a driver would spin");
                let before = next - Duration::from_nanos(1);
                prop_assert_eq!(station.light(before), (pattern, on), "changed unannounced");
            }
        }
    }
}
