//! The modem goes, is silent, restarts, comes back; and Readybell stops.

use super::*;

fn one_memory() -> Script {
    Script::ec25().with(
        "AT+CPMS=?",
        "\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n",
    )
}

fn unplug(bench: &mut Bench) {
    bench.plugged = false;
    bench.event(Event::Closed);
}

#[test]
fn an_unplugged_modem_is_seen_at_once_and_opened_with_growing_patience() {
    let mut bench = Bench::ready(one_memory());
    unplug(&mut bench);
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::Down, &Some(Why::Unplugged))
    );
    bench.pass(Duration::from_secs(60));
    // After 1, 3, 7, 15, 30, 45 and 60 s.
    assert_eq!(bench.log, vec!["open"; 7]);
    assert_eq!(bench.machine.status().why, Some(Why::PortMissing));

    bench.plugged = true;
    bench.pass(Duration::from_secs(16));
    assert_eq!(bench.machine.status().state, State::Ready);
    assert_eq!(bench.machine.status().session, 2);
}

#[test]
fn a_silent_modem_is_noticed_within_a_minute() {
    // Whatever it was doing when it fell silent.
    for quiet in [1, 20, 30, 57, 60] {
        let mut bench = Bench::ready(one_memory());
        bench.pass(Duration::from_secs(quiet));
        bench.script = Script {
            replies: vec![("*".to_owned(), String::new())],
        };
        bench.pass(Duration::from_secs(60));
        assert_eq!(bench.machine.status().state, State::Down, "after {quiet} s");
        assert_eq!(bench.machine.status().why, Some(Why::NoAnswer));
    }
}

#[test]
fn what_waits_is_answered_when_the_modem_goes() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CMGL=4", "");
    let running = bench.drain();
    let waiting = bench.drain();
    let part = bench.send();
    unplug(&mut bench);
    assert_eq!(bench.drained[&running], Err(Down::Away));
    assert_eq!(bench.drained[&waiting], Err(Down::Away));
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    let later = bench.drain();
    assert_eq!(bench.drained[&later], Err(Down::Away));
}

#[test]
fn a_port_that_dies_before_ctrl_z_has_sent_nothing_and_after_it_nobody_knows() {
    for (reply_to, is_unsure) in [("AT+CMGS=*", false), ("PDU", true)] {
        let mut bench = Bench::ready(one_memory().with(reply_to, ""));
        let part = bench.drain_and_send();
        unplug(&mut bench);
        let outcome = &bench.settled[&part];
        assert_eq!(
            matches!(outcome, Outcome::Unsure { .. }),
            is_unsure,
            "{outcome:?}"
        );
        assert_eq!(
            matches!(outcome, Outcome::NotSent),
            !is_unsure,
            "{outcome:?}"
        );
    }
}

#[test]
fn a_port_that_dies_while_the_pdu_is_written_commits_no_release() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", ""));
    let part = bench.drain_and_send();
    // The driver finds out when it writes the PDU, before it comes to the release.
    bench.machine.handle(Event::Bytes(b"\r\n> "), bench.now);
    while let Some(effect) = bench.machine.effect() {
        if matches!(effect, Effect::Write(_)) {
            break;
        }
    }
    bench.plugged = false;
    bench.event(Event::Closed);
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.assert_never("release");
}

#[test]
fn a_modem_that_restarts_by_itself_is_set_up_again() {
    for started in ["RDY", "^SYSSTART", "*ATREADY: 1"] {
        let mut bench = Bench::ready(one_memory().with("PDU", ""));
        let part = bench.drain_and_send();
        bench.say(&format!("\r\n{started}\r\n"));
        assert!(matches!(bench.settled[&part], Outcome::Unsure { .. }));
        bench.pass(Duration::from_secs(2));
        assert_eq!(bench.machine.status().state, State::Ready);
        assert_eq!(bench.machine.status().session, 2);
        bench.assert_never("close");
    }
}

#[test]
fn settings_that_the_modem_forgot_are_found_by_the_poll() {
    let mut bench = Bench::ready(one_memory());
    bench
        .script
        .set("AT+CNMI?", "\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(63));
    bench.assert_in_order(&["AT+CNMI?", "ESC", "AT", "AT+CNMI=2,1,0,2,0"]);
    assert_eq!(bench.machine.status().session, 2);
    bench.log.clear();
    // What it says right after it was told is what it is compared with from then on.
    bench.pass(Duration::from_secs(180));
    bench.assert_never("AT+CNMI=");
}

#[test]
fn a_sim_that_is_pulled_is_said() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CPIN?", "\r\n+CME ERROR: 10\r\n");
    bench.say("\r\n+CPIN: NOT READY\r\n");
    bench.pass(Duration::from_secs(3));
    assert_eq!(bench.machine.status().why, Some(Why::NoSim));
}

#[test]
fn a_late_answer_to_a_poll_does_not_put_the_line_out_of_step() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CSQ", "");
    bench.script.set("AT", "");
    bench.pass_until("ESC");
    bench.pass_until("AT");
    // AT is out; the answer to AT+CSQ comes, and then the one to AT.
    bench.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    bench.say(OK);
    bench.script.set("AT", OK);
    bench.script.set("AT+CSQ", "\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(3));
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
    bench.assert_never("close");
}

#[test]
fn a_modem_left_in_a_prompt_is_freed() {
    let mut bench = Bench::ready(one_memory());
    bench.say("\r\n> ");
    bench.pass(Duration::from_secs(2));
    bench.assert_log(&["ESC", "AT"]);
}

#[test]
fn stopping_closes_at_once_when_nothing_is_owed() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CMGL=4", "");
    let running = bench.drain();
    let part = bench.send();
    bench.event(Event::Stop);
    assert!(bench.machine.is_stopped());
    assert_eq!(bench.drained[&running], Err(Down::Stopping));
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    assert_eq!(bench.log.last().map(String::as_str), Some("close"));
    assert_eq!(bench.machine.deadline(), None);
}

#[test]
fn stopping_waits_for_the_answer_to_a_released_part() {
    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.event(Event::Stop);
    assert!(!bench.machine.is_stopped());
    let late = bench.drain();
    assert_eq!(bench.drained[&late], Err(Down::Stopping));
    bench.pass(Duration::from_secs(100));
    bench.say("\r\n+CMGS: 8\r\n\r\nOK\r\n");
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 8 });
    assert!(bench.machine.is_stopped());

    let mut bench = Bench::ready(one_memory().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.event(Event::Stop);
    bench.pass(Duration::from_secs(131));
    assert!(matches!(bench.settled[&part], Outcome::Unsure { .. }));
    assert!(bench.machine.is_stopped());
}

#[test]
fn stopping_at_the_prompt_takes_the_part_back() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGS=*", ""));
    let part = bench.drain_and_send();
    bench.event(Event::Stop);
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.assert_in_order(&["AT+CMGS=9", "ESC", "close"]);
    assert!(bench.machine.is_stopped());
}
