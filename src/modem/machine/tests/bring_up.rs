//! From an open port to a modem that can be read.

use super::*;
use crate::modem::status::{Registration, Reports};

#[test]
fn quectel_ec25_is_set_up_step_by_step() {
    let mut bench = Bench::new(Script::ec25());
    bench.pass(Duration::from_secs(1));
    bench.assert_log(&[
        "open",
        "ESC",
        "AT",
        "ATE0",
        "AT+CMEE=1",
        "AT+CGMI",
        "AT+CGMM",
        "AT+QURCCFG=\"urcport\"",
        "AT+CFUN?",
        "AT+CPIN?",
        "AT+CIMI",
        "AT+CIMI",
        "adopt imsi:310260123456789",
        "AT+CMGF=0",
        "AT+CPMS=?",
        "AT+CPMS?",
        "AT+CPMS=\"SM\",\"SM\",\"SM\"",
        "AT+CSMS?",
        "AT+CNMI=?",
        "AT+CNMI=2,1,0,2,0",
        "AT+CLIP=1",
        "AT+CTZU=3",
        "AT+CPIN?",
        "AT+CSQ",
        "AT+CREG?",
        "AT+CEREG?",
        "AT+COPS?",
        "AT+CNMI?",
        "AT+CSMS?",
        "AT+CPMS?",
        "AT+CSCA?",
        "AT+CCLK?",
        "AT+CPMS=\"SM\"",
        "AT+CMGL=4",
        "store SM []",
        "AT+CPMS=\"ME\"",
        "AT+CMGL=4",
        "store ME []",
        "AT+CPMS=\"SR\"",
        "AT+CMGL=4",
        "store SR []",
        "AT+CRSM=176,28483,0,0,2",
    ]);
    let status = bench.machine.status();
    assert_eq!((status.state, &status.why), (State::Ready, &None));
    assert_eq!(
        (status.maker.as_str(), status.model.as_str()),
        ("Quectel", "EC25")
    );
    assert_eq!(status.sim, "imsi:310260123456789");
    assert_eq!(status.operator, "T-Mobile");
    assert_eq!(status.registration, Registration::Home);
    assert_eq!((status.signal_dbm, status.bars()), (Some(-73), Some(4)));
    assert_eq!((status.session, status.reports), (1, Reports::Stored));
    let totals: Vec<_> = status
        .storages
        .iter()
        .map(|known| (known.name.as_str(), known.total))
        .collect();
    assert_eq!(totals, [("SM", 20), ("ME", 255), ("SR", 10)]);
}

#[test]
fn the_reply_may_come_octet_by_octet_and_with_its_echo() {
    let mut script = Script::ec25();
    for (command, reply) in &mut script.replies {
        *reply = format!("{command}\r{reply}");
    }
    script.set("AT+CMGS=*", "AT+CMGS=9\r\r\n> ");
    let mut bench = Bench::new(script);
    bench.chunk = 1;
    bench.pass(Duration::from_secs(1));
    assert_eq!(bench.machine.status().state, State::Ready);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
}

#[test]
fn wavecom_says_ready_without_ok_and_nobody_waits_for_it() {
    let without_ok = || Script::ec25().with("AT+CPIN?", "\r\n+CPIN: READY\r\n");
    let mut bench = Bench::new(without_ok().with("AT+CGMI", "\r\n WAVECOM MODEM\r\n\r\nOK\r\n"));
    bench.pass(Duration::from_secs(1));
    assert_eq!(bench.machine.status().state, State::Ready);
    // Another maker's has its time, and its answer counts all the same.
    let mut bench = Bench::new(without_ok());
    bench.pass(Duration::from_secs(30));
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn siemens_puts_ready_in_quotes() {
    let mut bench =
        Bench::new(Script::ec25().with("AT+CPIN?", "\r\n+CPIN:\"READY\"\r\n\r\nOK\r\n"));
    bench.pass(Duration::from_secs(1));
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn the_first_at_after_power_save_gets_no_answer() {
    let mut bench = Bench::new(Script::ec25().with("AT", ""));
    bench.pass(Duration::from_millis(300));
    bench.script.set("AT", OK);
    bench.pass(Duration::from_secs(5));
    assert_eq!(bench.machine.status().state, State::Ready);
    bench.assert_never("close");
}

#[test]
fn a_pin_is_entered_once_and_a_wrong_one_never_again() {
    let script = Script::ec25()
        .with("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n")
        .with("AT+CPIN=\"4711\"", "\r\n+CME ERROR: 16\r\n");
    let mut bench = Bench::new(script);
    bench.machine.pin = Some("4711".to_owned());
    bench.pass(Duration::from_secs(600));
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::Down, &Some(Why::PinRefused))
    );
    let entered = bench
        .log
        .iter()
        .filter(|line| line.starts_with("AT+CPIN="))
        .count();
    assert_eq!(entered, 1);
}

#[test]
fn a_lost_answer_to_the_pin_is_no_reason_to_enter_it_again() {
    let script = Script::ec25()
        .with("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n")
        .with("AT+CPIN=\"4711\"", "");
    let mut bench = Bench::new(script);
    bench.machine.pin = Some("4711".to_owned());
    bench.pass(Duration::from_secs(600));
    let entered = bench
        .log
        .iter()
        .filter(|line| line.starts_with("AT+CPIN="))
        .count();
    assert_eq!(entered, 1);
}

#[test]
fn an_accepted_pin_is_entered_again_after_a_restart() {
    let script = Script::ec25()
        .with("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n")
        .with("AT+CPIN=\"4711\"", OK);
    let mut bench = Bench::new(script);
    bench.machine.pin = Some("4711".to_owned());
    bench.pass(Duration::from_millis(400));
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(2));
    assert_eq!(bench.machine.status().state, State::Ready);

    bench.log.clear();
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    bench.say("\r\nRDY\r\n");
    bench.pass(Duration::from_secs(1));
    bench.assert_in_order(&["ESC", "AT+CPIN=\"4711\""]);
}

#[test]
fn without_a_pin_it_says_what_to_do_and_looks_again() {
    let mut bench = Bench::new(Script::ec25().with("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"));
    bench.pass(Duration::from_secs(2));
    assert_eq!(bench.machine.status().why, Some(Why::PinNeeded));
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(20));
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn sim_busy_after_power_on_is_waited_for() {
    for busy in [
        "+CME ERROR: 14",
        "+CMS ERROR: 314",
        "+CME ERROR: 515",
        "+CMS ERROR: 515",
    ] {
        let mut bench = Bench::new(Script::ec25().with("AT+CIMI", &format!("\r\n{busy}\r\n")));
        bench.pass(Duration::from_secs(4));
        assert_eq!(bench.machine.status().why, Some(Why::SimBusy), "{busy}");
        bench
            .script
            .set("AT+CIMI", "\r\n310260123456789\r\n\r\nOK\r\n");
        bench.pass(Duration::from_secs(6));
        assert_eq!(bench.machine.status().state, State::Ready, "{busy}");
    }
}

#[test]
fn sim7600_refuses_pdu_mode_until_sms_is_ready() {
    let mut bench = Bench::new(Script::ec25().with("AT+CMGF=0", "\r\nERROR\r\n"));
    bench.pass(Duration::from_secs(5));
    assert_eq!(bench.machine.status().state, State::Starting);
    bench.say("\r\nSMS DONE\r\n\r\nPB DONE\r\n");
    bench.script.set("AT+CMGF=0", OK);
    bench.pass(Duration::from_secs(6));
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn no_sim_is_said_and_found_out_when_it_is_put_in() {
    let mut bench = Bench::new(Script::ec25().with("AT+CPIN?", "\r\n+CME ERROR: 10\r\n"));
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.machine.status().why, Some(Why::NoSim));
    assert_eq!(bench.machine.status().state, State::Down);
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(20));
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn huawei_is_told_to_be_quiet_and_takes_mode_1() {
    let script = Script::ec25()
        .with("AT+CGMI", "\r\nhuawei\r\n\r\nOK\r\n")
        .with("AT^CURC=0", OK)
        .with(
            "AT+CPMS=?",
            "\r\n+CPMS: (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")\r\n\r\nOK\r\n",
        )
        .with(
            "AT+CNMI=?",
            "\r\n+CNMI: (0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)\r\n\r\nOK\r\n",
        )
        .with("AT+CNMI=2,1,0,1,0", "\r\n+CMS ERROR: 303\r\n")
        .with("AT+CNMI=1,1,0,1,0", OK)
        .with("AT+CNMI?", "\r\n+CNMI: 1,1,0,1,0\r\n\r\nOK\r\n")
        .with("AT+CSMS?", "\r\n+CSMS: 1,1,1,1\r\n\r\nOK\r\n");
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(1));
    bench.assert_in_order(&[
        "AT^CURC=0",
        "AT+CSMS=1",
        "AT+CNMI=2,1,0,1,0",
        "AT+CSMS=1",
        "AT+CNMI=1,1,0,1,0",
    ]);
    assert_eq!(bench.machine.status().reports, Reports::Direct);
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn quectel_is_told_once_to_announce_on_every_port() {
    let elsewhere = "\r\n+QURCCFG: \"urcport\",\"usbmodem\"\r\n\r\nOK\r\n";
    let everywhere = "AT+QURCCFG=\"urcport\",\"all\"";
    let script = Script::ec25().with("AT+QURCCFG=\"urcport\"", elsewhere);
    let mut bench = Bench::ready(script.with(everywhere, OK));
    assert!(bench.log.is_empty());
    bench.event(Event::Closed);
    bench.pass(Duration::from_secs(3));
    bench.assert_in_order(&["AT+CGMM", "AT+QURCCFG=\"urcport\"", everywhere, "AT+CFUN?"]);

    // It is so already.
    let mut bench = Bench::new(Script::ec25());
    bench.pass(Duration::from_secs(3));
    assert!(!bench.log.contains(&everywhere.to_owned()));
}

#[test]
fn simcom_is_asked_for_nothing_that_would_have_to_be_acknowledged() {
    let script = Script::ec25()
        .with("AT+CGMI", "\r\nSIMCOM INCORPORATED\r\n\r\nOK\r\n")
        .with("AT+CGMM", "\r\nSIMCOM_SIM7600G-H\r\n\r\nOK\r\n")
        .with(
            "AT+CPMS=?",
            "\r\n+CPMS: (\"ME\",\"MT\",\"SM\"),(\"ME\",\"MT\",\"SM\"),(\"ME\",\"MT\",\"SM\")\r\n\r\nOK\r\n",
        )
        .with("AT+CSMS=0", "\r\n+CSMS: 1,1,1\r\n\r\nOK\r\n")
        .with("AT+CNMI=2,1,0,1,0", OK)
        .with("AT+CNMI?", "\r\n+CNMI: 2,1,0,1,0\r\n\r\nOK\r\n");
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(3));
    assert_eq!(bench.machine.status().reports, Reports::Direct);
    bench.assert_in_order(&["AT+CSMS=0", "AT+CNMI=2,1,0,1,0"]);
    assert!(!bench.log.contains(&"AT+CSMS=1".to_owned()));
}

#[test]
fn through_a_modem_that_gives_no_texts_out_none_is_sent() {
    // Nokia N79.
    let none = "\r\n+CPMS: (),(),()\r\n\r\nOK\r\n";
    let script = Script::ec25()
        .with("AT+CPMS=*", "\r\nERROR\r\n")
        .with("AT+CPMS=?", none)
        .with("AT+CPMS?", "\r\n+CPMS: ,,,,,,,,\r\n\r\nOK\r\n")
        .with("AT+CNMI*", "\r\nERROR\r\n")
        .with("AT+CMGL=4", "\r\nERROR\r\n");
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(10));
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::OnHold, &Some(Why::CannotReceive))
    );
    let part = bench.send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);

    // One that refuses to say what it has, or whose memory can be chosen, is read all the same.
    for (command, reply) in [
        ("AT+CPMS=?", "\r\nERROR\r\n"),
        ("AT+CPMS=\"SM\",\"SM\",\"SM\"", OK),
    ] {
        let script = Script::ec25()
            .with("AT+CPMS=?", none)
            .with("AT+CNMI*", "\r\nERROR\r\n")
            .with(command, reply);
        let mut bench = Bench::new(script);
        bench.pass(Duration::from_secs(10));
        assert_eq!(bench.machine.status().state, State::Ready, "{command}");
    }
}

#[test]
fn a_modem_that_announces_nothing_is_polled() {
    let script = Script::ec25()
        .with("AT+CNMI=2,1,0,2,0", "\r\nERROR\r\n")
        .with("AT+CNMI?", "\r\nERROR\r\n");
    let mut bench = Bench::ready(script);
    bench
        .script
        .set("AT+CMGL=4", &format!("{}\r\n\r\nOK\r\n", entry(3, TEXT)));
    bench.pass(Duration::from_secs(60));
    bench.assert_in_order(&["store SM [3]", "AT+CMGD=3", "deleted SM 3"]);
}

#[test]
fn old_modems_name_one_memory_without_brackets_or_none_at_all() {
    for reply in [
        "\r\n+CPMS: \"SM\",\"ME\"\r\n\r\nOK\r\n",
        "\r\n+CPMS: (),(),()\r\n\r\nOK\r\n",
        "\r\nERROR\r\n",
    ] {
        let mut bench = Bench::ready(Script::ec25().with("AT+CPMS=?", reply));
        let ticket = bench.drain();
        assert!(bench.drained[&ticket].is_ok(), "{reply}");
        bench.assert_in_order(&["AT+CMGL=4"]);
    }
}

#[test]
fn a_modem_with_stock_phonesim_rules_can_be_used() {
    // ofono-phonesim 2.1: bare AT is an error, and so is what it was not taught.
    let mut script = Script {
        replies: Vec::new(),
    };
    for (command, reply) in [
        ("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
        ("AT+CIMI", "\r\n246813579\r\n\r\nOK\r\n"),
        ("AT+CMGF=0", OK),
        ("AT+CREG?", "\r\n+CREG: 0,1\r\n\r\nOK\r\n"),
        ("AT+CMGL=4", OK),
        ("AT+CMGS=*", "\r\n> "),
        ("PDU", "\r\n+CMGS: 0\r\n\r\nOK\r\n"),
    ] {
        script.set(command, reply);
    }
    let mut bench = Bench::ready(script);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 0 });
    assert_eq!(bench.machine.status().sim, "imsi:246813579");
}

#[test]
fn a_modem_in_flight_mode_is_switched_on() {
    let script = Script::ec25()
        .with("AT+CFUN?", "\r\n+CFUN: 4\r\n\r\nOK\r\n")
        .with("AT+CFUN=1", OK);
    let bench = Bench::ready(script);
    assert_eq!(bench.machine.status().session, 1);
}

#[test]
fn registration_is_waited_for_and_its_loss_is_seen() {
    let script = Script::ec25()
        .with("AT+CREG?", "\r\n+CREG: 0,2\r\n\r\nOK\r\n")
        .with("AT+CEREG?", "\r\n+CEREG: 0,2\r\n\r\nOK\r\n");
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(10));
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::NotRegistered, &Some(Why::Searching))
    );

    bench
        .script
        .set("AT+CEREG?", "\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(6));
    assert_eq!(bench.machine.status().state, State::Ready);

    bench
        .script
        .set("AT+CEREG?", "\r\n+CEREG: 0,3\r\n\r\nOK\r\n");
    bench.script.set("AT+CREG?", "\r\n+CREG: 0,3\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.machine.status().why, Some(Why::RegistrationDenied));
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);
}
