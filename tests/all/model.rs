//! Whatever people do, in whatever order, and whatever the clock does: nothing goes that must not.
//!
//! Random sequences of deeds run on a real store: consents, texts of every purpose, inbound texts
//! in one part and in several, decisions, also by time, opt-outs and their undo, clocks that leap,
//! restarts. Each permit that the store gives
//! out is shown to a simple oracle that shares nothing with the gate.

mod oracle;
mod receiving;
mod sending;
mod shop;
mod template;

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::store::Decision;
use shop::Shop;
use std::cell::Cell;

/// One thing that happens, to the first or the second number.
#[derive(Debug, Clone)]
pub enum Act {
    /// A job is taken in, with these consents; `own`: signed.
    TakeIn {
        who: usize,
        service: bool,
        offers: bool,
        own: bool,
    },
    /// A text is put in: what it is, hours from now until it may go and until it must have gone, and
    /// whether it is long.
    Queue {
        who: usize,
        what: (Purpose, TextKind),
        wait: i64,
        lives: i64,
        long: bool,
    },
    /// A phone writes; so many minutes ago, by the network's clock.
    Write {
        who: usize,
        words: &'static str,
        minutes_ago: i64,
        pieces: Pieces,
    },
    /// Staff decide about the last unclear text.
    Decide { who: usize, decision: Decision },
    /// Staff note an opt-out down, and perhaps take it back at once.
    OptOut { who: usize, taken_back: bool },
    /// Somebody reads what came in.
    Review { who: usize },
    /// Time passes, in minutes, on both clocks.
    Pass(i64),
    /// The clock jumps, so many minutes ahead or back, and nothing else takes any time; `known`: by a
    /// time service, which says at once that it is right now.
    Jump { minutes: i64, known: bool },
    /// The time of day is known to be right, or not.
    Trust(bool),
    /// A power cut and a new start.
    Restart,
    /// So many parts are handed over, if they may go; `settling`: the modem was away before. The
    /// numbers say how each ends.
    Send { settling: bool, endings: Vec<u8> },
}

/// How a text comes in.
#[derive(Debug, Clone, Copy)]
pub enum Pieces {
    /// In one part.
    One,
    /// In three, the last one first, or slowly and with a send between.
    Some { backwards: bool, slowly: bool },
    /// In two, of which one gets lost.
    TheLastIsLost,
}

/// Sequences for each of the two threads.
const SEQUENCES: u32 = 1_000;

#[test]
fn no_sequence_of_deeds_sends_what_must_not_go() {
    let _template = template::template();
    let counts = std::thread::scope(|scope| {
        let threads = [1_u8, 2].map(|seed| {
            scope.spawn(move || {
                let counts = Cell::new([0_usize; 3]);
                let done = runner(SEQUENCES, seed).run(&deeds(), |acts| {
                    let mut shop = Shop::open();
                    for act in &acts {
                        shop.act(act);
                    }
                    counts.set(sum([counts.get(), [shop.went, shop.halves, shop.by_time]]));
                    match shop.forbidden.first() {
                        Some(sent) => Err(TestCaseError::fail(sent.clone())),
                        None => Ok(()),
                    }
                });
                if let Err(TestError::Fail(why, acts)) = done {
                    panic!("seed {seed}: {why} in {acts:#?}");
                }
                counts.get()
            })
        });
        sum(threads.map(|thread| thread.join().unwrap()))
    });
    let [went, halves, by_time] = counts;
    assert!(went > 2_000, "only {went} parts went: too little was tried");
    assert!(halves > 100, "only {halves} texts came in without a part");
    assert!(by_time > 10, "time decided only {by_time} times");
}

fn sum([one, other]: [[usize; 3]; 2]) -> [usize; 3] {
    std::array::from_fn(|at| one[at] + other[at])
}

#[test]
fn the_oracle_sees_a_sender_that_asks_no_gate() {
    let _template = template::template();
    let caught = Cell::new(0_usize);
    runner(200, 3)
        .run(&deeds(), |acts| {
            let mut shop = Shop::open();
            for act in &acts {
                shop.act(act);
            }
            caught.set(caught.get() + shop.forbidden_among_waiting().len());
            Ok(())
        })
        .unwrap();
    assert!(caught.get() > 30, "only {} were seen", caught.get());
}

fn runner(cases: u32, seed: u8) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    TestRunner::new_with_rng(
        config,
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    )
}

fn deeds() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(), 8..28)
}

fn act() -> impl Strategy<Value = Act> {
    let who = 0..2_usize;
    let what = prop::sample::select(vec![
        (Purpose::Service, TextKind::Ready),
        (Purpose::Service, TextKind::FromProgram),
        (Purpose::Conversation, TextKind::Typed),
        (Purpose::Feedback, TextKind::Feedback),
        (Purpose::Promotional, TextKind::Offer),
        (Purpose::Verification, TextKind::Code),
    ]);
    let words = prop::sample::select(vec![
        "STOP",
        "STOP",
        "START",
        "HELP",
        "no more offers",
        "why are you texting me",
        "see you at noon",
    ]);
    let decisions = vec![
        Decision::OptOut,
        Decision::Keep,
        Decision::NoOffers,
        Decision::OnlyReady,
    ];
    let pieces = prop_oneof![
        6 => Just(Pieces::One),
        3 => any::<(bool, bool)>().prop_map(|(backwards, slowly)| Pieces::Some { backwards, slowly }),
        2 => Just(Pieces::TheLastIsLost),
    ];
    prop_oneof![
        3 => (who.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(who, service, offers, own)| Act::TakeIn { who, service, offers, own }),
        6 => (who.clone(), what, 0..3_i64, 1..30_i64, any::<bool>())
            .prop_map(|(who, what, wait, lives, long)| Act::Queue { who, what, wait, lives, long }),
        5 => (who.clone(), words, prop_oneof![3 => Just(0_i64), 1 => 1..90_i64], pieces)
            .prop_map(|(who, words, minutes_ago, pieces)| Act::Write { who, words, minutes_ago, pieces }),
        2 => (who.clone(), prop::sample::select(decisions))
            .prop_map(|(who, decision)| Act::Decide { who, decision }),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, taken_back)| Act::OptOut { who, taken_back }),
        1 => who.prop_map(|who| Act::Review { who }),
        3 => prop_oneof![4 => 1..20_i64, 4 => 60..900_i64, 1 => 2_000..6_000_i64].prop_map(Act::Pass),
        1 => (-2_000..2_000_i64, any::<bool>()).prop_map(|(minutes, known)| Act::Jump { minutes, known }),
        2 => prop_oneof![1 => Just(false), 2 => Just(true)].prop_map(Act::Trust),
        1 => Just(Act::Restart),
        7 => (prop_oneof![4 => Just(false), 1 => Just(true)], prop::collection::vec(any::<u8>(), 1..5))
            .prop_map(|(settling, endings)| Act::Send { settling, endings }),
    ]
}

/// Minutes as a difference of times.
pub fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}
