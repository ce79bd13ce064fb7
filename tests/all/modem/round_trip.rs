//! The line texts itself through the real program: when the doctor asks, and after a day of silence.

use crate::support::bench::{BEGINNING, Bench, time};
use crate::support::seed;
use chrono::TimeDelta;
use readybell::sim::Event;

/// Texts that the network took, by their words.
fn taken(shop: &Bench) -> Vec<(String, String)> {
    let events = shop.record().into_iter().map(|recorded| recorded.event);
    events
        .filter_map(|event| match event {
            Event::Accepted { to, words, .. } => Some((to, words)),
            _ => None,
        })
        .collect()
}

/// The doctor's line about it.
fn doctor(shop: &Bench, arguments: &[&str]) -> String {
    let said = shop.run(&[&["doctor"], arguments].concat());
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let line = said.lines().find(|line| line.contains(" roundtrip "));
    line.unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn the_doctor_lets_the_line_text_itself_and_says_how_long_it_took() {
    let shop = Bench::new();
    shop.with_store(async |store, now| seed::set_up(store, now).await);
    let alone = doctor(&shop, &["--round-trip", "--patience", "1"]);
    assert!(
        alone.contains("only a Readybell that runs can send"),
        "{alone}"
    );
    let mut sim = shop.simulator(1);
    let daemon = shop.open();
    daemon.is_ready();
    assert!(doctor(&shop, &[]).starts_with("note  roundtrip the line has not texted itself yet"));
    // The SIM's own number is read by the program when the modem is ready.
    shop.counts(1, "SELECT count(*) FROM setting WHERE name = 'sim_number'");
    let said = doctor(&shop, &["--round-trip"]);
    assert!(said.starts_with("good  roundtrip "), "{said}");
    for part in [" s out, ", " s back, status report after "] {
        assert!(said.contains(part), "{said}");
    }
    let last = doctor(&shop, &[]);
    assert!(
        last.starts_with("good  roundtrip last 2026-11-24 20:0"),
        "{last}"
    );
    shop.counts(
        1,
        "SELECT count(*) FROM round_trip WHERE arrived_at IS NOT NULL",
    );
    drop(daemon);
    sim.terminate();
    let taken = taken(&shop);
    let [(to, words)] = taken.as_slice() else {
        panic!("{taken:?}");
    };
    assert_eq!(to, "+15550100100");
    assert!(words.starts_with("Readybell checks this line: "), "{words}");
    let conversations: i64 = shop
        .database()
        .query_row("SELECT count(*) FROM inbox", [], |row| row.get(0))
        .unwrap();
    assert_eq!(conversations, 0);
}

#[test]
fn after_a_day_of_silence_the_line_checks_itself_once() {
    let mut shop = Bench::new();
    shop.set_clock(time(BEGINNING) - TimeDelta::days(2));
    shop.with_store(async |store, now| seed::set_up(store, now).await);
    shop.set_clock(time(BEGINNING));
    // The modem was read a moment ago: no backlog has to settle first.
    shop.with_store(async |store, now| store.modem_was_read(now).await.unwrap());
    let mut sim = shop.simulator(1);
    let daemon = shop.open();
    daemon.is_ready();
    shop.counts(
        1,
        "SELECT count(*) FROM round_trip WHERE arrived_at IS NOT NULL",
    );
    drop(daemon);
    // A restart is no reason for another.
    let daemon = shop.open();
    daemon.is_ready();
    sim.does("text +12065550134 Is it ready?");
    shop.counts(1, "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL");
    drop(daemon);
    sim.terminate();
    let own: Vec<_> = taken(&shop)
        .into_iter()
        .filter(|(_, words)| words.starts_with("Readybell checks"))
        .collect();
    assert_eq!(own.len(), 1, "{own:?}");
}
