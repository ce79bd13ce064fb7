//! Texts whose answer never came, on modems that keep their counts or lie: what is said of them is
//! true. `benches/evidence.rs` does the same more often, and prints figures.

use crate::support::cuts::{
    ALL, COUNTER, EACH, Far, Instead, Kind, NONE, REFERENCE, REPORTS, Reports, Rig, Tally,
};
use proptest::prelude::*;
use readybell::sim::script::{Keeping, Referring};
use std::time::Duration;

fn tally(kind: Kind, instead: Instead, times: usize) -> Tally {
    on_a_runtime(async {
        let mut rig = Rig::open(kind, 7).await;
        for far in EACH.iter().cycle().take(times) {
            rig.trial(instead, *far).await;
        }
        rig.tally
    })
}

fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap().block_on(work)
}

/// What was settled rightly as gone, sent after all, probable, and unknown.
fn figures(tally: &Tally) -> (usize, usize, usize, usize) {
    assert_eq!(tally.wrong, Vec::<String>::new());
    (tally.went, tally.back, tally.probably, tally.unsure)
}

#[test]
fn a_modem_that_has_all_settles_what_can_be_known() {
    // What was counted and not taken probably went; what was not counted may have lost its count.
    assert_eq!(figures(&tally(ALL, Instead::Cut, 40)), (20, 0, 10, 10));
    assert_eq!(figures(&tally(ALL, Instead::Error, 12)), (6, 3, 3, 0));
    assert_eq!(figures(&tally(ALL, Instead::Silence, 12)), (6, 0, 3, 3));
    // What the modem still had to do, it did: all of it is counted.
    let (went, back, probably, unsure) = figures(&tally(ALL, Instead::BoxDies, 12));
    assert!(went >= 6, "{went}");
    assert_eq!((back, went + probably, unsure), (0, 12, 0));
}

#[test]
fn each_kind_of_evidence_alone_tells_what_it_can() {
    for (kind, at_a_cut, at_an_error) in [
        (REPORTS, (20, 0, 0, 20), (6, 0, 0, 6)),
        (COUNTER, (0, 0, 30, 10), (0, 3, 9, 0)),
        // One came where 0 follows 255: one that begins anew after a cut looks the same.
        (REFERENCE, (0, 0, 29, 11), (0, 3, 9, 0)),
        (NONE, (0, 0, 0, 40), (0, 0, 0, 12)),
    ] {
        let told = figures(&tally(kind, Instead::Cut, 40));
        assert_eq!(told, at_a_cut, "{kind:?}");
        let told = figures(&tally(kind, Instead::Error, 12));
        assert_eq!(told, at_an_error, "{kind:?}");
    }
}

#[test]
fn a_report_that_comes_late_settles_what_is_still_in_doubt_and_nothing_went_twice_meanwhile() {
    let late = |kind| Kind {
        reports: Reports::Late,
        ..kind
    };
    assert_eq!(
        figures(&tally(late(NONE), Instead::Cut, 40)),
        (20, 0, 0, 20)
    );
    let told = figures(&tally(late(ALL), Instead::Silence, 12));
    assert_eq!(told, figures(&tally(ALL, Instead::Silence, 12)));
}

fn kinds() -> impl Strategy<Value = Kind> {
    let keeping = prop_oneof![
        Just(Keeping::Kept),
        Just(Keeping::Lost),
        (0_u64..300).prop_map(|seconds| Keeping::Late(Duration::from_secs(seconds))),
        Just(Keeping::Answered),
        Just(Keeping::Taken),
        Just(Keeping::Constant),
        Just(Keeping::Random),
        Just(Keeping::Read),
        Just(Keeping::Missing),
    ];
    let referring = prop_oneof![
        Just(Referring::On),
        Just(Referring::Anew),
        any::<u8>().prop_map(Referring::Constant),
        Just(Referring::Random),
    ];
    let reports = prop::sample::select(vec![Reports::Never, Reports::Soon, Reports::Late]);
    (reports, keeping, referring).prop_map(|(reports, keeping, referring)| Kind {
        reports,
        keeping,
        referring,
    })
}

fn trials() -> impl Strategy<Value = Vec<(Instead, Far)>> {
    let instead = prop::sample::select(vec![
        Instead::Cut,
        Instead::BoxDies,
        Instead::Error,
        Instead::Silence,
    ]);
    let far = prop::sample::select(EACH.to_vec());
    prop::collection::vec((instead, far), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_a_modem_does_nothing_untrue_is_said(kind in kinds(), trials in trials(), seed in any::<u64>()) {
        let wrong = on_a_runtime(async {
            let mut rig = Rig::open(kind, seed).await;
            for (instead, far) in trials {
                rig.trial(instead, far).await;
            }
            rig.tally.wrong
        });
        prop_assert_eq!(wrong, Vec::<String>::new());
    }
}
