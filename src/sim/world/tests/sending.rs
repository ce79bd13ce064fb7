//! From `AT+CMGS` to the report.

use std::time::Duration;

use super::{Bench, PHONE, pdu};
use crate::sim::Event;
use crate::sim::script::BreakPoint;

#[test]
fn a_text_goes_and_the_reference_counts_on_and_wraps() {
    let mut bench = Bench::new();
    let mut last: Option<u8> = None;
    for _ in 0..300 {
        let answer = bench.send(PHONE, "Hello");
        let mr: u8 = answer
            .strip_prefix("\r\n+CMGS: ")
            .and_then(|rest| rest.strip_suffix("\r\n\r\nOK\r\n"))
            .and_then(|mr| mr.parse().ok())
            .unwrap_or_else(|| panic!("{answer:?}"));
        assert!(last.is_none_or(|last| last.wrapping_add(1) == mr));
        last = Some(mr);
        let smss = bench.line("AT+CRSM=176,28483,0,0,2");
        assert_eq!(
            smss,
            format!("\r\n+CRSM: 144,0,\"{mr:02X}FF\"\r\n\r\nOK\r\n")
        );
    }
    assert_eq!(bench.accepted(), 300);
    let bubbles = bench.world.conversation(PHONE);
    assert_eq!(bubbles.len(), 300);
    assert!(bubbles.iter().all(|b| !b.mine && b.words == "Hello"));
}

/// What the SIM's count stands at; None where it is not told.
fn count(bench: &mut Bench) -> Option<u8> {
    let said = bench.line("AT+CRSM=176,28483,0,0,2");
    let count = said.strip_prefix("\r\n+CRSM: 144,0,\"")?.get(..2)?;
    u8::from_str_radix(count, 16).ok()
}

#[test]
fn the_sims_count_is_kept_as_the_script_says() {
    // By how much it has moved: after a text, after a minute, and after a start in the dark.
    for (way, moves) in [
        ("kept", [1, 1, 1]),
        ("lost", [1, 1, 0]),
        ("late 30", [0, 1, 1]),
        ("late 90", [0, 0, 0]),
        ("answered", [1, 1, 1]),
        ("taken", [1, 1, 1]),
        ("constant", [0, 0, 0]),
        // Each reading moves it, and the first was before the text.
        ("read", [1, 2, 3]),
    ] {
        let mut bench = Bench::new();
        bench.script(&format!("counter {way}"));
        let before = count(&mut bench).unwrap();
        bench.send(PHONE, "Hello");
        let mut stands = vec![count(&mut bench)];
        bench.pass(Duration::from_secs(60));
        stands.push(count(&mut bench));
        bench.script("power-off");
        bench.script("power-on");
        bench.line("ATE0");
        stands.push(count(&mut bench));
        let moved = moves.map(|by| Some(before.wrapping_add(by)));
        assert_eq!(stands, moved, "{way}");
    }
    let mut bench = Bench::new();
    bench.script("counter missing");
    assert_eq!(count(&mut bench), None);
    bench.script("counter random");
    let random: Vec<_> = (0..8).map(|_| count(&mut bench)).collect();
    assert!(random.windows(2).any(|pair| pair[0] != pair[1]));
}

#[test]
fn what_was_refused_or_not_answered_moves_some_counts() {
    for (way, fault, moves) in [
        ("kept", "refuse 38", 1),
        ("answered", "refuse 38", 1),
        ("taken", "refuse 38", 0),
        ("kept", "swallow-answer", 1),
        ("answered", "swallow-answer", 0),
        ("kept", "lose-submit", 0),
    ] {
        let mut bench = Bench::new();
        bench.script(&format!("counter {way}"));
        let before = count(&mut bench).unwrap();
        bench.script(fault);
        bench.send(PHONE, "Hello");
        assert_eq!(
            count(&mut bench),
            Some(before.wrapping_add(moves)),
            "{way} {fault}"
        );
    }
}

#[test]
fn references_are_given_as_the_script_says() {
    let given = |bench: &mut Bench| {
        bench.send(PHONE, "Hello");
        let last = bench.events.iter().rev().find_map(|event| match event {
            Event::Accepted { mr, .. } => Some(*mr),
            _ => None,
        });
        last.unwrap()
    };
    for way in ["on", "anew", "constant 7"] {
        let mut bench = Bench::new();
        bench.script(&format!("reference {way}"));
        let first = given(&mut bench);
        bench.script("power-off");
        bench.script("power-on");
        bench.line("ATE0");
        let next = given(&mut bench);
        let expected = match way {
            "on" => first.wrapping_add(1),
            "anew" => 0,
            _ => 7,
        };
        assert_eq!(next, expected, "{way}");
    }
}

#[test]
fn only_escape_leaves_the_prompt_without_sending() {
    let mut bench = Bench::new();
    assert_eq!(bench.line("AT+CMGS=20"), "\r\n> ");
    assert_eq!(bench.line("AT"), "");
    assert_eq!(bench.bytes(b"\x1b"), "\r\nOK\r\n");
    assert_eq!(bench.line("AT"), "\r\nOK\r\n");
    assert_eq!(bench.line("AT+CMGS=20"), "\r\n> ");
    assert_eq!(bench.bytes(b"AT\r\x1a"), "\r\n+CMS ERROR: 304\r\n");
    assert_eq!(bench.accepted(), 0);
}

#[test]
fn the_prompt_outlives_the_program_that_opened_it() {
    let mut bench = Bench::new();
    bench.line("AT+CMGS=20");
    bench.world.attach(false, bench.now);
    bench.world.attach(true, bench.now);
    assert_eq!(bench.line("AT"), "");
    assert_eq!(bench.bytes(b"\x1b"), "\r\nOK\r\n");
}

#[test]
fn every_breakpoint_of_a_send_stops_where_it_says() {
    use BreakPoint::{Accepted, AfterCmgs, AfterCtrlZ, BeforeCtrlZ, BeforePrompt, MidCmgs, MidPdu};
    for (point, written, accepted, left) in [
        (BeforePrompt, "", 0, "\r\n> |\r\n+CMGS: |\r\nOK\r\n"),
        (MidPdu, "\r\n> ", 0, "\r\n+CMGS: |\r\nOK\r\n"),
        (BeforeCtrlZ, "\r\n> ", 0, "\r\n+CMGS: |\r\nOK\r\n"),
        (AfterCtrlZ, "\r\n> ", 0, "\r\n+CMGS: |\r\nOK\r\n"),
        (Accepted, "\r\n> ", 1, "\r\n+CMGS: |\r\nOK\r\n"),
        (MidCmgs, "\r\n> \r\n+CMG", 1, ": |\r\nOK\r\n"),
        (AfterCmgs, "\r\n> \r\n+CMGS: |\r\nOK\r\n", 1, ""),
    ] {
        let mut bench = Bench::new();
        bench.script(&format!("break {point}"));
        let (length, digits) = pdu(PHONE, "Hello");
        let before = bench.bytes(format!("AT+CMGS={length}\r{digits}\x1a").as_bytes());
        let stop = Event::Stopped { at: point };
        assert_eq!(bench.events.last(), Some(&stop), "{point}");
        for piece in written.split('|') {
            assert!(before.contains(piece), "{point}: {before:?}");
        }
        assert_eq!(before.is_empty(), written.is_empty(), "{point}");
        assert_eq!(bench.accepted(), accepted, "{point}");
        assert_eq!(bench.line("AT"), "", "{point}: frozen");
        let after = bench.script("continue");
        for piece in left.split('|') {
            assert!(after.contains(piece), "{point}: {after:?}");
        }
        assert_eq!(bench.accepted(), 1, "{point}");
        assert!(after.ends_with("\r\nOK\r\n"), "{point}: the AT is answered");
    }
}

#[test]
fn a_breakpoint_waits_for_its_turn() {
    let mut bench = Bench::new();
    bench.script("break accepted 3");
    bench.send(PHONE, "1");
    bench.send(PHONE, "2");
    assert_eq!(bench.send(PHONE, "3"), "");
    assert_eq!(bench.accepted(), 3);
    assert!(bench.script("continue").contains("+CMGS"));
    assert!(bench.send(PHONE, "4").contains("+CMGS"));
}

#[test]
fn a_refusal_counts_and_chooses() {
    let mut bench = Bench::new();
    bench.script(&format!("refuse 38 times 2 to {PHONE}"));
    assert!(bench.send("+15550190001", "Hello").contains("+CMGS"));
    assert_eq!(bench.send(PHONE, "Hello"), "\r\n+CMS ERROR: 38\r\n");
    assert_eq!(bench.send("5550134477", "Hello"), "\r\n+CMS ERROR: 38\r\n");
    assert!(bench.send(PHONE, "Hello").contains("+CMGS"));
    bench.script("refuse bare");
    assert_eq!(bench.send(PHONE, "Hello"), "\r\nERROR\r\n");
    bench.script("refuse off");
    assert!(bench.send(PHONE, "Hello").contains("+CMGS"));
    bench.script("signal 0");
    assert_eq!(bench.send(PHONE, "Hello"), "\r\n+CMS ERROR: 331\r\n");
    assert_eq!(bench.accepted(), 3);
}

#[test]
fn answers_may_be_late_lost_or_never_come() {
    let mut bench = Bench::new();
    bench.script("swallow-answer");
    assert_eq!(bench.send(PHONE, "1"), "");
    assert_eq!(bench.accepted(), 1);
    bench.script("swallow-answer late 5");
    assert_eq!(bench.send(PHONE, "2"), "");
    assert_eq!(bench.accepted(), 2);
    assert_eq!(bench.line("AT"), "");
    let late = bench.pass(Duration::from_secs(5));
    assert!(late.starts_with("\r\n+CMGS: ") && late.ends_with("OK\r\n\r\nOK\r\n"));
    bench.script("lose-submit");
    assert_eq!(bench.send(PHONE, "3"), "");
    assert_eq!(bench.accepted(), 2);
    bench.script("silence next");
    assert_eq!(bench.line("AT"), "");
    assert_eq!(bench.line("AT"), "\r\nOK\r\n");
    bench.script("silence 2");
    assert_eq!(bench.line("AT"), "");
    bench.pass(Duration::from_secs(2));
    assert_eq!(bench.line("AT"), "\r\nOK\r\n");
    bench.script("drop-prompt");
    let (length, digits) = pdu(PHONE, "4");
    assert_eq!(bench.line(&format!("AT+CMGS={length}")), "");
    assert!(
        bench
            .bytes(format!("{digits}\x1a").as_bytes())
            .contains("+CMGS")
    );
}

#[test]
fn delays_stand_between_the_steps() {
    let mut bench = Bench::new();
    bench.script("delay submit 40");
    bench.script("delay sent 60");
    assert_eq!(bench.send(PHONE, "Hello"), "");
    assert_eq!(bench.accepted(), 0);
    assert_eq!(bench.world.deadline(), Some(Duration::from_millis(40)));
    assert_eq!(bench.pass(Duration::from_millis(40)), "");
    assert_eq!(bench.accepted(), 1);
    assert!(bench.pass(Duration::from_millis(60)).contains("+CMGS"));
}

#[test]
fn reports_go_where_cnmi_sends_them() {
    let mut bench = Bench::new();
    let how = |bench: &Bench| match bench.events.iter().rev().find_map(|event| match event {
        Event::Reported { how, status, .. } => Some((how.clone(), *status)),
        _ => None,
    }) {
        Some(found) => found,
        None => panic!("no report"),
    };
    bench.send(PHONE, "1");
    assert_eq!(how(&bench), ("dropped".into(), 0));
    bench.line("AT+CNMI=2,1,0,1,0");
    assert!(bench.send(PHONE, "2").contains("\r\n+CDS: 25\r\n0791"));
    bench.line("AT+CNMI=2,1,0,2,0");
    assert!(bench.send(PHONE, "3").ends_with("\r\n+CDSI: \"SR\",1\r\n"));
    bench.script("reports-in SR said SM");
    assert!(bench.send(PHONE, "4").ends_with("\r\n+CDSI: \"SM\",2\r\n"));
    bench.script("report-delay 250");
    assert!(bench.send(PHONE, "5").ends_with("OK\r\n"));
    assert!(bench.pass(Duration::from_millis(250)).contains("+CDSI"));
    bench.script(&format!("phone {PHONE} gone"));
    bench.send(PHONE, "6");
    bench.pass(Duration::from_millis(250));
    assert_eq!(how(&bench), ("stored".into(), 0x43));
    bench.script("no-reports");
    bench.script(&format!("phone {PHONE} on"));
    let before = bench.events.len();
    bench.send(PHONE, "7");
    bench.pass(Duration::from_secs(1));
    assert!(
        !bench.events[before..]
            .iter()
            .any(|e| matches!(e, Event::Reported { .. }))
    );
}

#[test]
fn a_phone_that_is_off_gets_its_texts_later_or_never() {
    let mut bench = Bench::new();
    bench.script(&format!("phone {PHONE} off"));
    bench.send(PHONE, "good for an hour");
    assert!(bench.world.conversation(PHONE).is_empty());
    bench.pass(Duration::from_secs(1800));
    bench.send(PHONE, "half an hour later");
    bench.pass(Duration::from_secs(1800));
    assert_eq!(
        bench.count(|event| matches!(event, Event::Expired { .. })),
        1
    );
    bench.script(&format!("phone {PHONE} on"));
    let words: Vec<String> = bench
        .world
        .conversation(PHONE)
        .into_iter()
        .map(|bubble| bubble.words)
        .collect();
    assert_eq!(words, ["half an hour later"]);
}
