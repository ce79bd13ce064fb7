//! The SIM's count: when it is read, and what is told to whoever weighs it.

use super::*;

const READ: &str = "AT+CRSM=176,28483,0,0,2";

fn count(value: u8) -> String {
    format!("\r\n+CRSM: 144,0,\"{value:02X}FF\"\r\n{OK}")
}

/// A modem whose SIM says 17, and which was polled.
fn counting() -> Bench {
    Bench::ready(Script::ec25().with(READ, &count(17)))
}

/// Sends one part, after which the SIM says `now` and the modem said `answer`.
fn send(bench: &mut Bench, answer: &str, now: u8) -> u64 {
    bench.script.set("PDU", answer);
    let ticket = bench.drain();
    assert!(bench.drained[&ticket].is_ok());
    bench.script.set(READ, &count(now));
    bench.send()
}

const TAKEN: &str = "\r\n+CMGS: 18\r\n\r\nOK\r\n";
const REFUSED: &str = "\r\n+CMS ERROR: 38\r\n";
const UNKNOWN: &str = "\r\n+CMS ERROR: 500\r\n";

#[test]
fn the_count_is_known_before_each_ctrl_z_and_read_after_each_answer() {
    let mut bench = counting();
    send(&mut bench, TAKEN, 18);
    bench.assert_in_order(&["release 2", "Ctrl-Z", READ]);
    send(&mut bench, TAKEN, 19);
    send(&mut bench, TAKEN, 19);
    assert_eq!(bench.counters, [Some(17), Some(18), Some(19)]);
}

#[test]
fn a_count_that_moves_when_nothing_is_sent_is_not_told() {
    let mut bench = counting();
    // It moves between two polls.
    bench.script.set(READ, &count(18));
    bench.pass(Duration::from_secs(61));
    send(&mut bench, TAKEN, 19);
    send(&mut bench, TAKEN, 20);
    assert_eq!(bench.counters, [None, None]);
    // At the next session it has another chance.
    bench.say("\r\nRDY\r\n");
    bench.pass(Duration::from_secs(3));
    send(&mut bench, TAKEN, 21);
    assert_eq!(bench.counters, [None, None, Some(20)]);
}

#[test]
fn a_modem_without_it_is_asked_once_a_session() {
    for answer in ["\r\nERROR\r\n", "\r\n+CRSM: 106,130\r\n\r\nOK\r\n"] {
        let mut bench = Bench::new(Script::ec25().with(READ, answer));
        bench.pass(Duration::from_secs(200));
        send(&mut bench, TAKEN, 18);
        let asked = bench.log.iter().filter(|line| *line == READ).count();
        assert_eq!((asked, bench.counters.as_slice()), (1, &[None][..]));
    }
}

#[test]
fn a_modem_that_is_silent_about_it_is_not_asked_again() {
    let mut bench = Bench::new(Script::ec25().with(READ, ""));
    bench.pass(Duration::from_secs(300));
    assert_eq!(bench.machine.status().state, State::Ready);
    let asked = bench.log.iter().filter(|line| *line == READ).count();
    assert_eq!(asked, 1, "{:#?}", bench.log);
    send(&mut bench, TAKEN, 18);
    assert_eq!(bench.counters, [None]);
}

#[test]
fn a_doubt_is_weighed_after_a_full_time_out_and_not_before() {
    let mut bench = counting();
    let part = send(&mut bench, UNKNOWN, 17);
    bench.pass(Duration::from_secs(129));
    assert_eq!(bench.weighed, []);
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.weighed, [(Some(17), vec![part])]);
}

#[test]
fn a_silent_one_is_weighed_when_the_modem_answers_again_and_has_no_end() {
    let mut bench = counting();
    send(&mut bench, "", 18);
    bench.pass(Duration::from_secs(129));
    assert_eq!(bench.weighed, []);
    bench.pass(Duration::from_secs(10));
    assert_eq!(bench.weighed, [(Some(18), vec![])]);
}

#[test]
fn whatever_sets_the_modem_up_anew_may_have_cost_its_power() {
    for restart in [true, false] {
        let mut bench = counting();
        send(&mut bench, UNKNOWN, 17);
        if restart {
            bench.say("\r\nRDY\r\n");
        } else {
            bench.event(Event::Closed);
        }
        bench.pass(Duration::from_secs(200));
        let told = bench.weighed.iter().map(|(_, ended)| ended.len());
        assert_eq!(told.sum::<usize>(), 0, "{:?}", bench.weighed);
        assert!(!bench.weighed.is_empty());
    }
}

#[test]
fn a_refusal_tells_whether_tries_are_counted() {
    let counts = "counter counts tries: true";
    let does_not = "counter counts tries: false";
    for (answer, now, said) in [
        (REFUSED, 18, Some(counts)),
        (REFUSED, 17, Some(does_not)),
        // What jumps counts something else.
        (REFUSED, 20, Some(does_not)),
        (TAKEN, 18, None),
        (UNKNOWN, 18, None),
    ] {
        let mut bench = counting();
        send(&mut bench, answer, now);
        let told = bench.log.iter().find(|line| line.starts_with("counter"));
        assert_eq!(told.map(String::as_str), said, "{answer:?} {now}");
    }
}

#[test]
fn the_next_reference_tells_it_of_the_references() {
    for (middle, next, said) in [
        (REFUSED, 20, Some("reference counts tries: true")),
        (REFUSED, 19, Some("reference counts tries: false")),
        (UNKNOWN, 20, None),
        (TAKEN, 20, None),
    ] {
        let mut bench = counting();
        send(&mut bench, TAKEN, 18);
        send(&mut bench, middle, 19);
        send(&mut bench, &format!("\r\n+CMGS: {next}\r\n\r\nOK\r\n"), 20);
        let told = bench.log.iter().find(|line| line.starts_with("reference"));
        assert_eq!(told.map(String::as_str), said, "{middle:?} {next}");
    }
}
