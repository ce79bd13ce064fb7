//! From a phone's text to `AT+CMGD`.

use std::time::Duration;

use super::{Bench, PHONE};
use crate::sim::script::BreakPoint;
use crate::sim::{BubbleState, Event};
use crate::wire::{self, Address, Submit, Validity};

#[test]
fn every_breakpoint_of_a_receipt_stops_where_it_says() {
    use BreakPoint::{AfterCmgd, AfterCmgdOk, BeforeCmgd, Cmti, Listing, Stored};
    for (point, told, listed, deleted, answered) in [
        (Stored, false, false, false, false),
        (Cmti, true, false, false, false),
        (Listing, true, true, false, false),
        (BeforeCmgd, true, true, false, false),
        (AfterCmgd, true, true, true, false),
        (AfterCmgdOk, true, true, true, true),
    ] {
        let mut bench = Bench::new();
        bench.line("AT+CNMI=2,1");
        bench.script(&format!("break {point}"));
        let mut all = bench.script(&format!("text {PHONE} STOP"));
        all += &bench.line("AT+CMGL=4");
        let to_here = all.len();
        all += &bench.line("AT+CMGD=1");
        assert!(
            bench.events.contains(&Event::Stopped { at: point }),
            "{point}"
        );
        assert_eq!(all.contains("+CMTI: \"SM\",1\r\n"), told, "{point}");
        let list = all.contains("+CMGL: 1,0,,") && all.contains("\r\nOK\r\n");
        assert_eq!(list, listed, "{point}");
        let gone = bench.count(|event| matches!(event, Event::Deleted { .. }));
        assert_eq!(gone == 1, deleted, "{point}");
        assert_eq!(all.len() > to_here && point != Cmti, answered, "{point}");
        all += &bench.script("continue");
        assert!(all.ends_with("\r\nOK\r\n"), "{point}: {all:?}");
        assert_eq!(
            bench.count(|event| matches!(event, Event::Deleted { .. })),
            1
        );
    }
}

#[test]
fn reading_marks_and_the_flags_of_cmgd_go_by_the_mark() {
    let mut bench = Bench::new();
    for words in ["one", "two", "three"] {
        bench.script(&format!("text {PHONE} {words}"));
    }
    assert!(bench.line("AT+CMGR=2").contains("+CMGR: 0,,"));
    assert!(bench.line("AT+CMGR=2").contains("+CMGR: 1,,"));
    assert_eq!(bench.line("AT+CMGL=0").matches("+CMGL:").count(), 2);
    assert_eq!(bench.line("AT+CMGL=0"), "\r\nOK\r\n");
    bench.script(&format!("text {PHONE} four"));
    assert_eq!(bench.line("AT+CMGD=1,1"), "\r\nOK\r\n");
    assert_eq!(bench.line("AT+CMGL=4").matches("+CMGL:").count(), 1);
    assert_eq!(bench.line("AT+CMGD=1,4"), "\r\nOK\r\n");
    assert_eq!(bench.line("AT+CMGD=1"), "\r\nOK\r\n", "an empty place");
    assert_eq!(
        bench.count(|event| matches!(event, Event::Deleted { .. })),
        4
    );
}

#[test]
fn the_network_keeps_what_does_not_fit() {
    let mut bench = Bench::new();
    bench.script("storage SM 1");
    bench.line("AT+CNMI=2,1");
    assert!(bench.script(&format!("text {PHONE} one")).contains("+CMTI"));
    assert_eq!(bench.script(&format!("text {PHONE} two")), "");
    assert_eq!(bench.world.snapshot().waiting, 1);
    let bubbles = bench.world.conversation(PHONE);
    assert_eq!(bubbles[0].state, BubbleState::Arrived);
    assert_eq!(bubbles[1].state, BubbleState::OnItsWay);
    assert_eq!(bench.line("AT+CMGD=1"), "\r\nOK\r\n\r\n+CMTI: \"SM\",1\r\n");
    assert_eq!(bench.world.snapshot().waiting, 0);
    bench.script("sim-full on");
    assert!(bench.line("AT+CPMS?").contains("\"SM\",1,1"));
    bench.line("AT+CMGD=1");
    assert_eq!(bench.script(&format!("text {PHONE} three")), "");
    assert!(bench.script("sim-full off").contains("+CMTI"));
}

#[test]
fn the_network_keeps_what_the_modem_can_not_hear() {
    for (off, on) in [
        ("unplug", "replug"),
        ("power-off", "power-on"),
        ("signal 0", "signal 9"),
        ("deregister", "register"),
    ] {
        let mut bench = Bench::new();
        bench.script(off);
        bench.script(&format!("text {PHONE} one"));
        assert_eq!(bench.world.snapshot().waiting, 1, "{off}");
        bench.script(on);
        assert_eq!(bench.world.snapshot().waiting, 0, "{on}");
        assert_eq!(bench.world.snapshot().sim_used, 1, "{on}");
    }
}

#[test]
fn a_call_rings_and_tells_who_it_is_where_that_is_asked_for() {
    let mut bench = Bench::new();
    let ring = "\r\nRING\r\n";
    assert_eq!(bench.script(&format!("call {PHONE} rings 2")), ring);
    assert_eq!(bench.pass(Duration::from_millis(4999)), "");
    assert_eq!(bench.pass(Duration::from_millis(1)), ring);
    assert_eq!(bench.pass(Duration::from_secs(60)), "", "it rang twice");
    bench.line("AT+CLIP=1;+CRC=1");
    let ring = "\r\n+CRING: VOICE\r\n";
    for (form, number) in [
        ("plus", "\"+15550134477\",145"),
        ("national", "\"5550134477\",161"),
        ("unknown", "\"5550134477\",129"),
    ] {
        bench.script(&format!("sender-form {form}"));
        let said = bench.script(&format!("call {PHONE} rings 1"));
        let clip = format!("{ring}\r\n+CLIP: {number},\"\",0,\"\",0\r\n");
        assert_eq!(said, clip, "{form}");
    }
    let said = bench.script("call withheld rings 1");
    assert_eq!(said, format!("{ring}\r\n+CLIP: \"\",128,\"\",0,\"\",1\r\n"));
    // One that can't be reached does not ring, and is not rung later either.
    bench.script("deregister");
    assert_eq!(bench.script(&format!("call {PHONE}")), "");
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.script("register"), "");
}

#[test]
fn indications_to_nobody_are_lost() {
    let mut bench = Bench::new();
    bench.line("AT+CNMI=2,1");
    bench.world.attach(false, bench.now);
    assert_eq!(bench.script(&format!("text {PHONE} one")), "");
    bench.world.attach(true, bench.now);
    assert_eq!(bench.line("AT"), "\r\nOK\r\n");
    let lost = |event: &Event| matches!(event, Event::LineOut { heard: false, .. });
    assert_eq!(bench.count(lost), 1);
    bench.line("AT+CNMI=0,1");
    assert_eq!(
        bench.script(&format!("text {PHONE} two")),
        "",
        "mode 0 keeps"
    );
    assert_eq!(
        bench.line("AT+CNMI=2,1"),
        "\r\nOK\r\n\r\n+CMTI: \"SM\",2\r\n"
    );
}

#[test]
fn what_is_routed_must_be_acknowledged_with_csms_1() {
    let mut bench = Bench::new();
    bench.line("AT+CSMS=1;+CNMI=2,2,0,1,0");
    let routed = bench.script(&format!("text {PHONE} one"));
    assert!(routed.starts_with("\r\n+CMT: ,"), "{routed:?}");
    assert_eq!(
        bench.script(&format!("text {PHONE} two")),
        "",
        "one at a time"
    );
    let next = bench.line("AT+CNMA");
    assert!(next.starts_with("\r\nOK\r\n\r\n+CMT: ,"), "{next:?}");
    bench.pass(Duration::from_secs(15));
    assert!(
        bench.line("AT+CNMI?").contains("+CNMI: 2,0,0,0,0"),
        "routing is off"
    );
    let stored = |event: &Event| matches!(event, Event::Stored { repeat: true, .. });
    assert_eq!(bench.count(stored), 1, "the network gave it again");
}

#[test]
fn equal_texts_differ_and_repeats_do_not() {
    let mut bench = Bench::new();
    bench.script(&format!("text {PHONE} STOP"));
    bench.script(&format!("text {PHONE} STOP"));
    bench.script("repeat-delivery");
    let tpdus: Vec<(String, bool)> = bench
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Stored { tpdu, repeat, .. } => Some((tpdu.clone(), *repeat)),
            _ => None,
        })
        .collect();
    assert_eq!(tpdus.len(), 3);
    assert_ne!(tpdus[0].0, tpdus[1].0);
    assert_eq!(tpdus[1].0, tpdus[2].0);
    assert_eq!([tpdus[0].1, tpdus[1].1, tpdus[2].1], [false, false, true]);
}

#[test]
fn long_texts_are_whole_on_either_side() {
    let words = "Ready 🚗 и готово ".repeat(12);
    let mut bench = Bench::new();
    let to = Address::phone(PHONE).unwrap();
    for data in wire::split(&words, 7).unwrap().into_iter().rev() {
        let tpdu = Submit::new(to.clone(), Validity::None, data)
            .encode()
            .unwrap();
        let pdu = wire::hex::encode(&wire::with_smsc(None, &tpdu).unwrap());
        bench.line(&format!("AT+CMGS={}", tpdu.len()));
        assert!(
            bench
                .bytes(format!("{pdu}\x1a").as_bytes())
                .contains("+CMGS")
        );
    }
    let bubbles = bench.world.conversation(PHONE);
    assert_eq!(bubbles.len(), 1);
    assert_eq!(bubbles[0].words, words);

    bench.script(&format!("text {PHONE} {}x", words));
    assert_eq!(bench.world.snapshot().sim_used, 4);
}

#[test]
fn a_text_to_the_own_number_comes_back() {
    let mut bench = Bench::new();
    bench.line("AT+CNMI=2,1");
    let answer = bench.send("+15550100100", "round trip");
    assert!(answer.ends_with("\r\n+CMTI: \"SM\",1\r\n"), "{answer:?}");
}

#[test]
fn senders_are_written_as_the_script_says() {
    let mut bench = Bench::new();
    for (form, digits) in [
        ("plus", "0B915155104374F7"),
        ("bare", "0B815155104374F7"),
        ("national", "0AA15505314477"),
        ("unknown", "0A815505314477"),
    ] {
        bench.script(&format!("sender-form {form}"));
        bench.script(&format!("text {PHONE} {form}"));
        let list = bench.line("AT+CMGL=0");
        assert!(list.contains(digits), "{form}: {list}");
    }
}
