//! A part on its way, and every way in which that can end.

use super::*;
use crate::wire::at::Refusal;

fn one_memory() -> Script {
    Script::ec25().with(
        "AT+CPMS=?",
        "\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n",
    )
}

fn is_unsure(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unsure { .. })
}

#[test]
fn the_release_is_committed_just_before_ctrl_z() {
    let mut bench = Bench::ready(one_memory());
    let part = bench.drain_and_send();
    bench.assert_log(&[
        "AT+CMGL=4",
        "AT+CMGS=9",
        "PDU 0001000181F100000161",
        &format!("release {part}"),
        "Ctrl-Z",
        &format!("settle {part} Sent {{ mr: 17 }}"),
    ]);
}

#[test]
fn each_part_needs_a_drain_of_its_own() {
    let mut bench = Bench::ready(one_memory());
    let first = bench.drain_and_send();
    let second = bench.send();
    assert_eq!(bench.settled[&first], Outcome::Sent { mr: 17 });
    assert_eq!(bench.settled[&second], Outcome::NotSent);
    let third = bench.drain_and_send();
    assert_eq!(bench.settled[&third], Outcome::Sent { mr: 17 });
}

#[test]
fn what_came_in_or_was_announced_since_the_drain_comes_first() {
    let octets = TEXT.len() / 2 - 8;
    let direct = format!("\r\n+CMT: ,{octets}\r\n{TEXT}\r\n");
    for talk in ["\r\n+CMTI: \"SM\",1\r\n", direct.as_str()] {
        let mut bench = Bench::ready(one_memory());
        bench.drain();
        bench.say(talk);
        let part = bench.send();
        bench.pass(Duration::from_secs(2));
        assert_eq!(bench.settled[&part], Outcome::NotSent);
        bench.assert_never("AT+CMGS");
    }
}

#[test]
fn a_text_found_by_the_poll_after_the_drain_comes_first() {
    let mut bench = Bench::ready(one_memory());
    bench.drain();
    bench
        .script
        .set("AT+CMGL=4", &format!("{}\r\n\r\nOK\r\n", entry(1, TEXT)));
    bench.pass(Duration::from_secs(61));
    let part = bench.send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);
}

#[test]
fn a_permit_of_another_session_or_past_its_time_is_refused() {
    let mut bench = Bench::ready(one_memory());
    bench.drain();
    let of = |ticket, session, expires| {
        Event::Send(Handover {
            ticket: Ticket(ticket),
            tpdu: vec![1],
            session,
            expires,
        })
    };
    let now = bench.now;
    bench.event(of(91, 2, now + Duration::from_secs(30)));
    bench.event(of(92, 1, now));
    assert_eq!(bench.settled[&91], Outcome::NotSent);
    assert_eq!(bench.settled[&92], Outcome::NotSent);
    bench.assert_never("AT+CMGS");
}

#[test]
fn a_permit_that_runs_out_while_the_prompt_is_awaited_is_taken_back() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", ""));
    bench.drain();
    let expires = bench.now + Duration::from_secs(5);
    bench.event(Event::Send(Handover {
        ticket: Ticket(90),
        tpdu: vec![1],
        session: 1,
        expires,
    }));
    bench.pass(Duration::from_secs(6));
    bench.say("\r\n> ");
    assert_eq!(bench.settled[&90], Outcome::NotSent);
    bench.assert_in_order(&["AT+CMGS=1", "settle 90 NotSent", "ESC"]);
    bench.assert_never("Ctrl-Z");
}

#[test]
fn a_prompt_that_never_comes_is_escaped_from() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", ""));
    let part = bench.drain_and_send();
    bench.pass(Duration::from_secs(13));
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.assert_in_order(&["AT+CMGS=9", "ESC", "AT"]);
    bench.assert_never("release");

    bench.script.set("AT+CMGS=*", "\r\n> ");
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
}

#[test]
fn a_modem_that_never_writes_a_prompt_gets_its_texts_without() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", ""));
    let begun = bench.now;
    let mut parts = Vec::new();
    for wait in [7, 5, 4, 1, 1] {
        parts.push(bench.drain_and_send());
        bench.pass(Duration::from_secs(wait));
    }
    let ends: Vec<_> = parts.iter().map(|part| &bench.settled[part]).collect();
    let sent = Outcome::Sent { mr: 17 };
    assert_eq!(
        ends,
        [&Outcome::NotSent, &Outcome::NotSent, &sent, &sent, &sent]
    );
    assert!(bench.now - begun < Duration::from_secs(20));
    // One that writes it again is waited for as ever.
    bench.script.set("AT+CMGS=*", "\r\n> ");
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], sent);
}

#[test]
fn a_modem_that_takes_no_text_without_a_prompt_leaves_one_in_doubt_and_no_more() {
    let silent = one_memory().with("AT+CMGS=*", "").with("PDU", "");
    let mut bench = Bench::ready(silent);
    let mut unsure = 0;
    for _ in 0..4 {
        let part = bench.drain_and_send();
        bench.pass(Duration::from_secs(140));
        unsure += u8::from(is_unsure(&bench.settled[&part]));
    }
    assert_eq!(unsure, 1);
}

#[test]
fn an_error_before_the_prompt_says_why_or_nothing_left() {
    for (talk, expected) in [
        ("\r\n+CMS ERROR: 38\r\n", Some(Refusal::Temporary)),
        ("\r\n+CMS ERROR: 304\r\n", Some(Refusal::Permanent)),
        ("\r\n+CMS ERROR: 500\r\n", None),
        ("\r\nERROR\r\n", None),
        ("\r\nOK\r\n", None),
    ] {
        let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", talk));
        let part = bench.drain_and_send();
        match (&bench.settled[&part], expected) {
            (Outcome::Refused { class, .. }, Some(expected)) => assert_eq!(*class, expected),
            (Outcome::NotSent, None) => {}
            (other, _) => panic!("{talk:?}: {other:?}"),
        }
        bench.assert_never("release");
        bench.assert_never("PDU");
    }
}

#[test]
fn an_error_that_comes_with_the_prompt_takes_the_pdu_back() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", "\r\n> \r\n+CMS ERROR: 500\r\n"));
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.assert_never("Ctrl-Z");
    bench.assert_in_order(&["AT+CMGS=9", "ESC"]);
}

#[test]
fn a_release_that_cannot_be_committed_is_no_release() {
    let mut bench = Bench::ready(one_memory());
    bench.drain();
    bench.stores = false;
    let part = bench.send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.assert_in_order(&[&format!("release {part}"), "ESC"]);
    bench.assert_never("Ctrl-Z");
}

#[test]
fn refusals_after_ctrl_z_prove_something_or_nothing() {
    for (talk, expected) in [
        ("+CMS ERROR: 38", Some(Refusal::Temporary)),
        ("+CMS ERROR: 1", Some(Refusal::Permanent)),
        ("+CMS ERROR: 310", Some(Refusal::OfTheModem)),
        ("+CMS ERROR: 332", None),
        ("+CMS ERROR: 500", None),
        ("+CMS ERROR: 4711", None),
        ("+CME ERROR: 100", None),
        ("MODEM ERROR: 5", None),
        ("ERROR", None),
        ("OK", None),
    ] {
        let mut bench = Bench::ready(one_memory().with("PDU", &format!("\r\n{talk}\r\n")));
        let part = bench.drain_and_send();
        match (&bench.settled[&part], expected) {
            (Outcome::Refused { class, .. }, Some(expected)) => assert_eq!(*class, expected),
            (Outcome::Unsure { .. }, None) => {}
            (other, _) => panic!("{talk:?}: {other:?}"),
        }
    }
}

#[test]
fn two_minutes_are_waited_for_an_answer_and_ten_seconds_more() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.pass(Duration::from_secs(129));
    assert!(!bench.settled.contains_key(&part));
    // Chatter is no answer, and gives no more time.
    bench.say("\r\n^RSSI: 17\r\n");
    bench.pass(Duration::from_secs(2));
    assert!(is_unsure(&bench.settled[&part]));
    bench.assert_in_order(&["Ctrl-Z", "ESC", "AT"]);
}

#[test]
fn an_answer_just_in_time_counts() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.pass(Duration::from_secs(125));
    bench.say("\r\n+CMGS: 255\r\n\r\nOK\r\n");
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 255 });
}

#[test]
fn a_late_answer_belongs_to_the_part_that_timed_out() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let first = bench.drain_and_send();
    bench.pass(Duration::from_millis(130_050));
    assert!(is_unsure(&bench.settled[&first]));
    // It comes in the middle of getting into step: its OK must not pass for that of AT.
    bench
        .script
        .set("AT", "\r\n+CMGS: 9\r\n\r\nOK\r\n\r\nOK\r\n");
    bench.pass(Duration::from_millis(200));
    bench.script.set("AT", OK);
    bench.pass(Duration::from_secs(3));
    bench.script.set("PDU", "\r\n+CMGS: 10\r\n\r\nOK\r\n");
    let second = bench.drain_and_send();
    bench.assert_in_order(&[
        &format!("late {first} 9"),
        &format!("settle {second} Sent {{ mr: 10 }}"),
    ]);
    assert_eq!(
        bench
            .log
            .iter()
            .filter(|line| line.starts_with("late"))
            .count(),
        1
    );
}

#[test]
fn a_late_answer_before_the_next_prompt_is_not_the_next_parts() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let first = bench.drain_and_send();
    bench.pass(Duration::from_secs(132));
    bench
        .script
        .set("AT+CMGS=*", "\r\n+CMGS: 9\r\n\r\nOK\r\n\r\n> ");
    let second = bench.drain_and_send();
    assert_eq!(bench.settled[&second], Outcome::NotSent);
    bench.assert_in_order(&[
        &format!("late {first} 9"),
        &format!("settle {second} NotSent"),
        "ESC",
    ]);
    let released = bench
        .log
        .iter()
        .filter(|line| line.starts_with("release"))
        .count();
    assert_eq!(released, 1);
}

#[test]
fn a_modem_that_stays_silent_after_a_part_is_opened_anew_before_the_next() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.script.set("AT", "");
    bench.pass(Duration::from_secs(145));
    assert!(is_unsure(&bench.settled[&part]));
    bench.assert_in_order(&[
        "Ctrl-Z", "ESC", "AT", "ESC", "AT", "ESC", "AT", "close", "open",
    ]);
    assert_eq!(bench.machine.status().why, Some(Why::NoAnswer));
    bench.script.set("AT", OK);
    bench.script.set("PDU", "\r\n+CMGS: 3\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(20));
    assert_eq!(bench.machine.status().session, 2);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 3 });
}

#[test]
fn lines_inside_the_answer_do_no_harm() {
    let talk = "\r\n^RSSI: 9\r\n\r\n+CMGS: 4\r\n\r\n+CMTI: \"SM\",1\r\n\r\nOK\r\n";
    let mut bench = Bench::ready(
        one_memory()
            .with("AT+CMGS=*", "\r\n^DSFLOWRPT: 0,0,0\r\n\r\n> ")
            .with("PDU", talk),
    );
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 4 });
}

#[test]
fn the_answer_is_there_when_the_ok_is_lost() {
    let mut bench = Bench::ready(one_memory().with("PDU", "\r\n+CMGS: 4\r\n"));
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 4 });
    bench.pass(Duration::from_secs(8));
    bench.assert_in_order(&["Ctrl-Z", "ESC", "AT"]);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 4 });
}

#[test]
fn a_second_part_at_once_is_given_back() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let first = bench.drain_and_send();
    let second = bench.send();
    let third = bench.send();
    assert_eq!(bench.settled[&third], Outcome::NotSent);
    bench.say("\r\n+CMGS: 1\r\n\r\nOK\r\n");
    assert_eq!(bench.settled[&first], Outcome::Sent { mr: 1 });
    assert_eq!(bench.settled[&second], Outcome::NotSent);
}

#[test]
fn a_report_that_is_announced_after_the_drain_is_read_and_holds_nothing_up() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGL=4", OK));
    bench.drain();
    bench
        .script
        .set("AT+CMGL=4", &format!("{}\r\n\r\nOK\r\n", entry(1, REPORT)));
    bench.say("\r\n+CDSI: \"SM\",1\r\n");
    let part = bench.send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
    bench.assert_in_order(&["AT+CMGD=1", "AT+CMGS=9"]);
}

#[test]
fn a_refusal_of_the_modems_own_is_followed_by_what_may_put_it_right() {
    for (talk, follows) in [
        // Set up anew: it does not do it, and the SIM may have been pulled.
        ("+CMS ERROR: 302", "AT+CGMI"),
        ("+CMS ERROR: 310", "AT+CGMI"),
        // Asked how it stands: no network, no service center.
        ("+CMS ERROR: 331", "AT+CREG?"),
        ("+CMS ERROR: 330", "AT+CSCA?"),
        // Emptied.
        ("+CMS ERROR: 322", "AT+CMGL=4"),
    ] {
        let script = one_memory().with("PDU", &format!("\r\n{talk}\r\n"));
        let mut bench = Bench::ready(script);
        let part = bench.drain_and_send();
        bench.pass(Duration::from_secs(3));
        bench.assert_in_order(&["Ctrl-Z", follows]);
        assert!(
            matches!(bench.settled[&part], Outcome::Refused { .. }),
            "{talk}"
        );
        // Whatever it was: the next part goes.
        bench.script.set("PDU", "\r\n+CMGS: 18\r\n\r\nOK\r\n");
        let part = bench.drain_and_send();
        assert_eq!(bench.settled[&part], Outcome::Sent { mr: 18 }, "{talk}");
    }
}

#[test]
fn a_refusal_that_is_about_one_number_changes_nothing_for_the_others() {
    for talk in [
        "+CMS ERROR: 1",
        "+CMS ERROR: 27",
        "+CMS ERROR: 500",
        "+CMS ERROR: 4711",
    ] {
        let script = one_memory().with("PDU", &format!("\r\n{talk}\r\n"));
        let mut bench = Bench::ready(script);
        bench.drain_and_send();
        bench.script.set("PDU", "\r\n+CMGS: 18\r\n\r\nOK\r\n");
        bench.log.clear();
        let part = bench.drain_and_send();
        assert_eq!(bench.settled[&part], Outcome::Sent { mr: 18 }, "{talk}");
        bench.assert_never("AT+CGMI");
        bench.assert_never("ESC");
    }
}
