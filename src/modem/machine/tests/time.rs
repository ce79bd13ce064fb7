//! What the network says that it is, and modems that don't know or don't answer.

use super::*;

/// The times that were told while the modem was set up, and asked once a minute twice more.
fn told(script: Script) -> Bench {
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(20));
    assert_eq!(bench.machine.status().state, State::Ready);
    bench.pass(Duration::from_secs(110));
    bench
}

#[test]
fn the_network_s_time_is_asked_each_minute() {
    let bench = told(Script::ec25());
    assert_eq!(bench.times, ["2026-11-21T14:02:03-05:00"; 3]);
}

#[test]
fn a_modem_without_a_network_says_nothing_of_the_time() {
    let script = Script::ec25()
        .with("AT+CREG?", "\r\n+CREG: 0,2\r\n\r\nOK\r\n")
        .with("AT+CEREG?", "\r\n+CEREG: 0,2\r\n\r\nOK\r\n");
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(30));
    assert_eq!(bench.machine.status().state, State::NotRegistered);
    assert!(bench.log.iter().any(|line| line == "AT+CCLK?"));
    assert!(bench.times.is_empty());
}

#[test]
fn answers_that_tell_no_time_are_no_time() {
    for answer in [
        "\r\nERROR\r\n",
        "\r\n+CME ERROR: 100\r\n",
        "\r\nOK\r\n",
        "\r\n+CCLK: \"\"\r\n\r\nOK\r\n",
        // Local, without a zone.
        "\r\n+CCLK: \"26/11/21,14:02:03\"\r\n\r\nOK\r\n",
        "\r\n+CCLK: \"26/13/41,14:02:03+00\"\r\n\r\nOK\r\n",
    ] {
        let bench = told(Script::ec25().with("AT+CCLK?", answer));
        assert!(bench.times.is_empty(), "{answer}");
    }
}

#[test]
fn a_modem_that_refuses_or_ignores_the_wish_works_all_the_same() {
    for answer in ["\r\nERROR\r\n", "\r\n+CME ERROR: 14\r\n", ""] {
        let bench = told(Script::ec25().with("AT+CTZU=3", answer));
        let asked = bench.log.iter().filter(|line| *line == "AT+CTZU=3");
        assert_eq!(asked.count(), 1, "{answer:?}");
    }
    // One that leaves the question unanswered is asked once and never again.
    let bench = told(Script::ec25().with("AT+CCLK?", ""));
    let asked = bench.log.iter().filter(|line| *line == "AT+CCLK?");
    assert_eq!(asked.count(), 1);
    assert!(bench.times.is_empty());
}
