//! A version that was just installed: it opens the modem once it has shown that it works, and not before.

use crate::hostile::shop::plant;
use crate::support::bench::Bench;
use crate::support::process::PATIENCE;
use readybell::sim::{Event, Recorded};
use rusqlite::Connection;
use std::fs;

#[test]
fn one_that_works_takes_its_marks_away_and_opens_the_modem() {
    let shop = Bench::new();
    plant(shop.data());
    let marks = ["trial", "rolled-back"].map(|mark| shop.data().join(mark));
    for mark in &marks {
        fs::write(mark, "0.1.0").unwrap();
    }
    let _sim = shop.simulator(1);
    let daemon = shop.open();
    daemon.is_ready();
    for mark in &marks {
        assert!(!mark.exists(), "{} is there", mark.display());
    }
}

#[test]
fn one_that_does_not_work_ends_and_leaves_the_modem_alone() {
    let shop = Bench::new();
    plant(shop.data());
    let mark = shop.data().join("trial");
    fs::write(&mark, "0.1.0").unwrap();
    let database = Connection::open(shop.data().join("readybell.db")).unwrap();
    let broken = "DROP TRIGGER ledger_keeps_rows; UPDATE ledger SET recorded_at = 1";
    database.execute_batch(broken).unwrap();
    database.close().unwrap();
    let _sim = shop.simulator(1);
    let mut program = shop.start();
    assert_eq!(program.line_within("no such line", PATIENCE), None);
    assert_eq!(program.kill().code(), Some(1), "it ended by itself");
    let log = shop.log();
    assert!(log.contains("does not come up: the ledger"), "{log}");
    assert!(mark.exists(), "whoever rolls it back looks for the mark");
    let opened = |seen: &Recorded| matches!(seen.event, Event::Attached | Event::LineIn { .. });
    assert!(!shop.record().iter().any(opened), "the modem was opened");
}
