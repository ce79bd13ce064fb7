//! The proofs can fail: six bugs, planted in a build of their own, are each caught by the judge that
//! finds nothing wrong with the program as it is.
//!
//! `tests/run` makes that build. Five of the bugs show in what a kill leaves behind. The sixth, a
//! database that isn't synced, needs a power cut, which no kill is: `replay` makes one from the log
//! of the writes.

mod replay;

use crate::kill::judge::Verdict;
use crate::kill::moment::{Commit, Moment, Point};
use crate::kill::trial::Trial;
use crate::kill::watch;
use crate::support::bench::READYBELL;
use readybell::sim::script::BreakPoint;
use std::path::{Path, PathBuf};

/// The build with the bugs, as `tests/run` names it.
fn planted() -> PathBuf {
    let beside = || Path::new(READYBELL).with_file_name("readybell-planted");
    let program = std::env::var_os("READYBELL_PLANTED").map_or_else(beside, PathBuf::from);
    assert!(
        program.exists(),
        "{} is not there: tests/run builds it (cargo build --features planted-bugs)",
        program.display()
    );
    program
}

/// Runs the lives with that bug, and wants the judge to say `complaint`.
fn is_caught(bug: &str, moments: &[Moment], complaint: &str) {
    let mut trial = Trial::new(&planted(), moments.len(), 7);
    trial.plant(bug);
    for moment in moments {
        trial.live(*moment);
    }
    let Verdict { broken, .. } = trial.end();
    assert!(
        broken.iter().any(|broken| broken.contains(complaint)),
        "{bug} was not caught; the judge said only {broken:?}"
    );
}

fn wire(point: BreakPoint, times: usize) -> Vec<Moment> {
    vec![Moment::Wire(Point(point)); times]
}

#[test]
fn a_text_that_is_deleted_before_it_is_stored_is_missed() {
    is_caught(
        "delete-before-commit",
        &wire(BreakPoint::AfterCmgd, 3),
        "was stored and applied 0 times",
    );
}

#[test]
fn a_text_that_may_have_gone_and_is_sent_again_is_seen() {
    let mut moments = wire(BreakPoint::Accepted, 3);
    moments.extend(wire(BreakPoint::MidCmgs, 3));
    is_caught("resend-the-unsure", &moments, "was accepted 2 times");
}

#[test]
fn a_text_that_passes_no_gate_is_seen() {
    is_caught(
        "skip-the-gate",
        &wire(BreakPoint::AfterCmgs, 5),
        "went after a listing that forbade it",
    );
}

#[test]
fn an_answer_that_is_forgotten_is_seen() {
    is_caught(
        "forget-sent",
        &wire(BreakPoint::AfterCmgs, 3),
        "is unsure, and no kill fell into it",
    );
}

#[test]
fn a_copy_that_is_taken_for_new_is_seen() {
    is_caught(
        "ignore-the-pending-mark",
        &[Moment::Commit(Commit::Keep); 6],
        "was stored and applied 2 times",
    );
}

#[test]
fn a_commit_that_is_not_on_the_disk_is_seen() {
    let found = replay_of(&planted(), Some("synchronous-off"));
    assert!(found.lost > 0, "synchronous-off was not caught: {found:?}");
}

#[test]
fn every_commit_of_the_program_as_it_is_was_on_the_disk_in_time() {
    let found = replay_of(Path::new(READYBELL), None);
    assert_eq!(found.lost, 0, "{found:?}");
    assert!(
        found.released > 3 && found.deleted > 1,
        "too little was looked at: {found:?}"
    );
}

fn replay_of(program: &Path, bug: Option<&str>) -> replay::Found {
    let mut trial = Trial::new(program, 3, 11);
    if let Some(bug) = bug {
        trial.plant(bug);
    }
    let log = watch::log_of(&mut trial.bench);
    let mut disk = None;
    trial.live_in_peace(|bench| disk = Some(replay::Disk::of(bench.data())));
    replay::run(disk.expect("the program was started"), &watch::read(&log))
}
