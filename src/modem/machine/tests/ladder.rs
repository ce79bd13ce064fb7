//! What is tried against trouble, by moving time.

use super::*;
use crate::modem::steps::Rung;

/// A modem with one memory: what it holds is read with one command.
fn one_memory() -> Script {
    Script::ec25().with(
        "AT+CPMS=?",
        "\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n",
    )
}

fn rungs(bench: &Bench) -> Vec<Rung> {
    let steps = bench.machine.status().steps.all();
    steps.iter().map(|step| step.rung).collect()
}

/// The steps without repeats that stand beside each other.
fn climbed(bench: &Bench) -> Vec<Rung> {
    let mut rungs = rungs(bench);
    rungs.dedup();
    rungs
}

use Rung::{Escape, Person, Radio, Reopen, Reset, SetUp};

#[test]
fn a_modem_that_never_lists_climbs_to_the_end_and_comes_down_when_it_does() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CMGL=4", "");
    bench.pass(Duration::from_secs(20 * 60));
    assert_eq!(
        climbed(&bench),
        [Escape, SetUp, Radio, Reset, Reopen, Person]
    );
    bench.assert_in_order(&[
        "ESC",
        "AT+CGMI",
        "AT+CFUN=4",
        "AT+CFUN=1,1",
        "close",
        "open",
    ]);
    assert!(bench.machine.status().needs_person);

    bench.script.set("AT+CMGL=4", OK);
    bench.pass(Duration::from_secs(3 * 60));
    assert!(!bench.machine.status().needs_person);
    assert_eq!(bench.machine.status().state, State::Ready);

    // And from the bottom again.
    bench.script.set("AT+CMGL=4", "");
    bench.pass(Duration::from_secs(90));
    assert_eq!(rungs(&bench).last(), Some(&Escape));
}

#[test]
fn a_deaf_modem_is_restarted_blindly_and_then_a_person_is_called() {
    let mut bench = Bench::ready(one_memory());
    bench.script = Script {
        replies: vec![("*".to_owned(), String::new())],
    };
    bench.pass(Duration::from_secs(10 * 60));
    assert_eq!(climbed(&bench)[1..], [Reopen, Reset, Reopen, Person]);
    assert_eq!(bench.machine.status().why, Some(Why::NoAnswer));
    assert!(bench.machine.status().needs_person);
    // It is asked on all the same, and found when it is back.
    bench.script = one_memory();
    bench.pass(Duration::from_secs(30));
    assert_eq!(bench.machine.status().state, State::Ready);
    assert!(!bench.machine.status().needs_person);
}

#[test]
fn a_prompt_that_never_comes_puts_sending_on_hold_and_reading_goes_on() {
    let deaf = one_memory().with("AT+CMGS=*", "").with("PDU", "");
    let mut bench = Bench::ready(deaf);
    for _ in 0..40 {
        if bench.machine.status().can_send() {
            let part = bench.drain_and_send();
            bench.pass(Duration::from_secs(140));
            assert!(!matches!(bench.settled[&part], Outcome::Sent { .. }));
        } else {
            bench.pass(Duration::from_secs(1));
        }
    }
    assert_eq!(
        climbed(&bench),
        [Escape, SetUp, Radio, Reset, Reopen, Person]
    );
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::OnHold, &Some(Why::TakesNoTexts))
    );
    let drain = bench.drain();
    assert!(bench.drained[&drain].is_ok());

    // After five minutes one is tried; when it goes, all is well.
    bench.script = one_memory();
    bench.pass(Duration::from_secs(6 * 60));
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
    assert!(!bench.machine.status().needs_person);
}

#[test]
fn a_modem_that_ends_every_text_without_a_reason_leaves_few_in_doubt() {
    let failing = one_memory().with("PDU", "\r\n+CMS ERROR: 500\r\n");
    let mut bench = Bench::ready(failing);
    let mut unsure = 0;
    for _ in 0..60 {
        if bench.machine.status().can_send() {
            let part = bench.drain_and_send();
            bench.pass(Duration::from_secs(1));
            let outcome = &bench.settled[&part];
            assert!(matches!(outcome, Outcome::Unsure { .. }), "{outcome:?}");
            unsure += 1;
        } else {
            bench.pass(Duration::from_secs(1));
        }
    }
    assert_eq!(climbed(&bench), [SetUp, Radio, Reset, Reopen, Person]);
    assert_eq!(unsure, 6, "one, and one before each step");
    let status = bench.machine.status();
    assert_eq!(status.why, Some(Why::TakesNoTexts));
}

#[test]
fn nothing_is_tried_between_ctrl_z_and_the_answer() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.log.clear();
    bench.pass(Duration::from_secs(129));
    bench.assert_log(&[]);
    assert!(!bench.settled.contains_key(&part));
    bench.pass(Duration::from_secs(2));
    assert_eq!(rungs(&bench), [Escape]);
}

#[test]
fn refusals_of_the_modems_own_climb_and_a_text_that_goes_ends_them() {
    let mut bench = Bench::ready(one_memory().with("PDU", "\r\n+CMS ERROR: 302\r\n"));
    for _ in 0..3 {
        bench.drain_and_send();
        bench.pass(Duration::from_secs(30));
    }
    assert_eq!(climbed(&bench), [SetUp, Radio, Reset]);
    bench.script.set("PDU", "\r\n+CMGS: 17\r\n\r\nOK\r\n");
    bench.drain_and_send();
    bench.script.set("PDU", "\r\n+CMS ERROR: 302\r\n");
    bench.drain_and_send();
    assert_eq!(rungs(&bench).last(), Some(&SetUp));
}

#[test]
fn without_a_network_the_radio_then_the_modem_and_then_a_person_and_hourly_again() {
    for (state, why) in [(2, Why::Searching), (3, Why::RegistrationDenied)] {
        let mut bench = Bench::ready(one_memory());
        for command in ["AT+CREG?", "AT+CEREG?"] {
            let prefix = command.trim_start_matches("AT").trim_end_matches('?');
            let reply = format!("\r\n{prefix}: 0,{state}\r\n\r\nOK\r\n");
            bench.script.set(command, &reply);
        }
        bench.pass(Duration::from_secs(5 * 60));
        assert_eq!(rungs(&bench), []);
        bench.pass(Duration::from_secs(2 * 60));
        assert_eq!(rungs(&bench), [Radio]);
        bench.pass(Duration::from_secs(10 * 60));
        assert_eq!(rungs(&bench), [Radio, Reset]);
        bench.pass(Duration::from_secs(15 * 60));
        assert_eq!(rungs(&bench), [Radio, Reset, Person]);
        let status = bench.machine.status();
        assert!(status.needs_person);
        assert_eq!(status.why, Some(why));
        bench.pass(Duration::from_secs(60 * 60));
        assert_eq!(rungs(&bench), [Radio, Reset, Person, Radio]);

        let well = Script::ec25().answer("AT+CREG?");
        bench.script.set("AT+CREG?", &well);
        bench.pass(Duration::from_secs(60));
        assert_eq!(bench.machine.status().state, State::Ready);
        assert!(!bench.machine.status().needs_person);
    }
}

#[test]
fn a_modem_that_refuses_what_nothing_works_without_is_restarted_and_then_shown() {
    let mut bench = Bench::new(one_memory().with("AT+CMGF=0", "\r\nERROR\r\n"));
    bench.pass(Duration::from_secs(15 * 60));
    assert_eq!(
        climbed(&bench),
        [SetUp, Reopen, Radio, Reset, Reopen, Person]
    );
    let status = bench.machine.status();
    assert_eq!(status.state, State::Down);
    assert!(matches!(status.why, Some(Why::CommandRefused { .. })));
}

#[test]
fn waits_are_shorter_by_chance_and_the_same_with_the_same_seed() {
    let opened = |jitter| {
        let mut bench = Bench::new(one_memory());
        bench.machine = Machine::new(Purpose::Work, None, LineRules::default(), jitter);
        bench.plugged = false;
        let mut times = Vec::new();
        while times.len() < 8 {
            let due = bench.machine.deadline().unwrap();
            bench.pass(due.saturating_sub(bench.now));
            times.push(bench.now);
        }
        times
    };
    let one = opened(Jitter::seeded(1));
    assert_eq!(one, opened(Jitter::seeded(1)));
    assert_ne!(one, opened(Jitter::seeded(2)));
    assert!(one < opened(Jitter::none()));
}

#[test]
fn who_only_looks_takes_no_step() {
    let mut bench = Bench::new(one_memory().with("AT+CMGF=0", "\r\nERROR\r\n"));
    bench.machine = Machine::new(Purpose::Look, None, LineRules::default(), Jitter::none());
    bench.pass(Duration::from_secs(10 * 60));
    assert_eq!(rungs(&bench), []);
    bench.assert_never("AT+CFUN=");
}
