//! What the owner decides about the line: the SIM, its PIN, other networks.

use super::*;

const ASKS_PIN: &str = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n";
const OURS: &str = "imsi:310260123456789";

fn one_memory() -> Script {
    Script::ec25().with(
        "AT+CPMS=?",
        "\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n",
    )
}

fn with_rules(script: Script, pin: Option<&str>, rules: LineRules) -> Bench {
    let mut bench = Bench::new(script);
    let pin = pin.map(str::to_owned);
    bench.machine = Machine::new(Purpose::Work, pin, rules, Jitter::none());
    bench
}

fn entered(bench: &Bench) -> usize {
    let pins = bench.log.iter();
    pins.filter(|line| line.starts_with("AT+CPIN=")).count()
}

fn roams(script: Script) -> Script {
    script
        .with("AT+CREG?", "\r\n+CREG: 0,5\r\n\r\nOK\r\n")
        .with("AT+CEREG?", "\r\n+CEREG: 0,5\r\n\r\nOK\r\n")
}

#[test]
fn a_pin_is_kept_as_tried_before_it_is_entered_and_forgotten_when_it_is_right() {
    let script = one_memory()
        .with("AT+CPIN?", ASKS_PIN)
        .with("AT+CPIN=\"4711\"", OK);
    let mut bench = with_rules(script, Some("4711"), LineRules::default());
    bench.pass(Duration::from_secs(1));
    bench.assert_in_order(&["note the PIN", "AT+CPIN=\"4711\"", "the PIN is right"]);
}

#[test]
fn a_modem_that_wants_its_pin_first_says_after_it_who_it_is() {
    // Huawei and ZTE, by python-gsmmodem's fake modems.
    let mut bench = with_rules(
        one_memory()
            .with("AT+CPIN?", ASKS_PIN)
            .with("AT+CGMI", "\r\n+CME ERROR: 11\r\n")
            .with("AT+CPIN=\"4711\"", ""),
        Some("4711"),
        LineRules::default(),
    );
    bench.pass_until("AT+CPIN=\"4711\"");
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.script.set("AT+CGMI", "\r\nhuawei\r\n\r\nOK\r\n");
    bench.say(OK);
    bench.pass(Duration::from_secs(3));
    assert_eq!(bench.machine.status().maker, "huawei");
    bench.assert_in_order(&[
        "AT+CGMI",
        "AT+CPIN=\"4711\"",
        "AT+CGMI",
        "AT^CURC=0",
        "AT+CIMI",
    ]);

    // One that never says it is asked twice and no more.
    let silent = one_memory()
        .with("AT+CPIN?", ASKS_PIN)
        .with("AT+CGMI", "\r\nERROR\r\n")
        .with("AT+CPIN=\"4711\"", "");
    let mut bench = with_rules(silent, Some("4711"), LineRules::default());
    bench.pass_until("AT+CPIN=\"4711\"");
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.say(OK);
    bench.pass(Duration::from_secs(3));
    assert_eq!(bench.machine.status().state, State::Ready);
    let asked = bench.log.iter().filter(|line| *line == "AT+CGMI").count();
    assert_eq!(asked, 2);
}

#[test]
fn a_pin_that_an_earlier_run_has_tried_is_not_tried_until_the_owner_says_so() {
    let spent = LineRules {
        pin_is_spent: true,
        ..LineRules::default()
    };
    let script = one_memory()
        .with("AT+CPIN?", ASKS_PIN)
        .with("AT+CPIN=\"4711\"", "\r\n+CME ERROR: 16\r\n");
    let mut bench = with_rules(script, Some("4711"), spent.clone());
    bench.pass(Duration::from_secs(600));
    assert_eq!(entered(&bench), 0);
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::Down, &Some(Why::PinRefused))
    );
    assert!(status.needs_person);

    // Once more, and no more.
    bench.event(Event::Rules(LineRules::default()));
    bench.pass(Duration::from_secs(600));
    assert_eq!(entered(&bench), 1);
    bench.event(Event::Rules(spent));
    bench.pass(Duration::from_secs(600));
    assert_eq!(entered(&bench), 1);
}

#[test]
fn a_pin_that_can_not_be_kept_as_tried_is_not_entered() {
    let mut bench = with_rules(
        one_memory().with("AT+CPIN?", ASKS_PIN),
        Some("4711"),
        LineRules::default(),
    );
    bench.stores = false;
    bench.pass(Duration::from_secs(60));
    assert_eq!(entered(&bench), 0);
    assert_eq!(bench.machine.status().why, Some(Why::NotStored));
}

#[test]
fn who_only_looks_enters_no_pin() {
    let mut bench = Bench::new(one_memory().with("AT+CPIN?", ASKS_PIN));
    let pin = Some("4711".to_owned());
    bench.machine = Machine::new(Purpose::Look, pin, LineRules::default(), Jitter::none());
    bench.pass(Duration::from_secs(60));
    assert_eq!(entered(&bench), 0);
    assert_eq!(bench.machine.status().why, Some(Why::PinNotTried));
}

#[test]
fn the_first_sim_is_the_shops_and_with_another_nothing_is_sent_and_all_is_read() {
    let mut bench = Bench::new(one_memory());
    bench.pass(Duration::from_secs(3));
    bench.assert_in_order(&[&format!("adopt {OURS}")]);
    assert_eq!(bench.machine.status().state, State::Ready);

    bench.log.clear();
    bench
        .script
        .set("AT+CIMI", "\r\n310260999999999\r\n\r\nOK\r\n");
    bench
        .script
        .set("AT+CMGL=4", &format!("{}{OK}", entry(1, TEXT)));
    bench.say("\r\nRDY\r\n");
    bench.pass(Duration::from_secs(3));
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::OnHold, &Some(Why::SimChanged))
    );
    bench.assert_in_order(&["store SM [1]", "AT+CMGD=1"]);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.assert_never("adopt");

    bench.event(Event::Rules(LineRules {
        sims: vec!["imsi:310260999999999".to_owned()],
        ..LineRules::default()
    }));
    assert_eq!(bench.machine.status().state, State::Ready);
    bench.script.set("AT+CMGL=4", OK);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
}

#[test]
fn a_sim_that_does_not_say_which_it_is_is_asked_again_and_sends_nothing_meanwhile() {
    let mut bench = Bench::new(one_memory());
    bench.pass(Duration::from_secs(3));
    let (ours, busy) = (bench.script.answer("AT+CIMI"), "\r\n+CME ERROR: 100\r\n");
    bench.script.set("AT+CIMI", busy);
    bench.say("\r\nRDY\r\n");
    bench.pass(Duration::from_secs(30));
    let status = bench.machine.status();
    assert_eq!(status.why, Some(Why::SimChanged), "it may be another");
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);
    bench.script.set("AT+CIMI", &ours);
    bench.pass(Duration::from_secs(90));
    assert_eq!(bench.machine.status().state, State::Ready);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
}

#[test]
fn what_a_sim_says_only_once_is_not_believed() {
    for (before, said) in [
        // The first SIM of a shop, and another than the shop's.
        (
            None,
            ["3102601234567899", "310260123456789", "310260123456789"],
        ),
        (
            None,
            ["310260123456799", "310260123456789", "310260123456789"],
        ),
        (Some(OURS), ["310260123456799", "310260123456789", "x"]),
    ] {
        let mut bench = Bench::new(one_memory());
        if let Some(sim) = before {
            bench.event(Event::Rules(LineRules {
                sims: vec![sim.to_owned()],
                ..LineRules::default()
            }));
        }
        let mut said = said.iter();
        bench.script.set("AT+CIMI", "");
        bench.pass_until("AT+CIMI");
        while bench.log.last().unwrap() == "AT+CIMI" {
            bench.say(&format!("\r\n{}\r\n\r\nOK\r\n", said.next().unwrap()));
        }
        bench.pass(Duration::from_secs(3));
        assert_eq!(bench.machine.status().sim, OURS);
        assert_eq!(bench.machine.status().state, State::Ready);
    }
}

#[test]
fn a_sim_that_says_what_the_shops_was_not_known_by_is_held_and_read_all_the_same() {
    for known in ["iccid:8914800000000000000", "unknown"] {
        let held = format!("{}{OK}", entry(1, TEXT));
        let mut bench = Bench::new(one_memory().with("AT+CMGL=4", &held));
        bench.event(Event::Rules(LineRules {
            sims: vec![known.to_owned()],
            ..LineRules::default()
        }));
        bench.pass(Duration::from_secs(3));
        let status = bench.machine.status();
        assert_eq!(status.why, Some(Why::SimChanged), "{known}");
        bench.assert_in_order(&["store SM [1]", "AT+CMGD=1"]);
        let session = bench.machine.status().session;
        bench.pass(Duration::from_secs(5 * 60));
        assert_eq!(bench.machine.status().session, session, "set up once");
    }
}

#[test]
fn in_another_network_texts_wait_unless_the_owner_allows_them() {
    let mut bench = Bench::new(roams(one_memory()));
    bench.pass(Duration::from_secs(3));
    let status = bench.machine.status();
    assert_eq!(
        (status.state, &status.why),
        (State::OnHold, &Some(Why::Roaming))
    );
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);

    let allowed = LineRules {
        sims: vec![OURS.to_owned()],
        may_roam: true,
        ..LineRules::default()
    };
    bench.event(Event::Rules(allowed.clone()));
    assert_eq!(bench.machine.status().state, State::Ready);
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
    bench.event(Event::Rules(LineRules {
        may_roam: false,
        ..allowed
    }));
    assert_eq!(bench.machine.status().state, State::OnHold);
}

#[test]
fn a_puk_is_for_a_person_and_a_sim_that_is_put_in_is_found() {
    let mut bench = Bench::new(one_memory().with("AT+CPIN?", "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n"));
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.machine.status().why, Some(Why::SimLocked));
    assert!(bench.machine.status().needs_person);
    assert_eq!(entered(&bench), 0);

    let mut bench = Bench::new(one_memory().with("AT+CPIN?", "\r\n+CME ERROR: 10\r\n"));
    bench.pass(Duration::from_secs(5 * 60));
    assert_eq!(bench.machine.status().why, Some(Why::NoSim));
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(40));
    assert_eq!(bench.machine.status().state, State::Ready);
}
