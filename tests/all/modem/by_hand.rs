//! `readybell modem` and the doctor, with a Readybell that runs and without one.

use crate::support::bench::Bench;
use readybell::sim::Event;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;

/// Runs a command; gives its exit code, its output and what it says went wrong.
fn run(shop: &Bench, arguments: &[&str]) -> (Option<i32>, String, String) {
    let ended = shop.run(arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        ended.status.code(),
        text(&ended.stdout),
        text(&ended.stderr),
    )
}

#[track_caller]
fn says(said: &str, lines: &[&str]) {
    for line in lines {
        assert!(said.contains(line), "{line:?} is not in\n{said}");
    }
}

/// All that came to the modem.
fn asked(shop: &Bench) -> Vec<String> {
    let events = shop.record().into_iter().map(|recorded| recorded.event);
    events
        .filter_map(|event| match event {
            Event::LineIn { text } => Some(text),
            _ => None,
        })
        .collect()
}

#[test]
fn the_modem_is_shown_and_asked_through_the_readybell_that_runs() {
    let shop = Bench::new();
    let mut sim = shop.simulator(1);
    let daemon = shop.open();
    daemon.is_ready();
    let (code, said, errors) = run(&shop, &["modem"]);
    assert_eq!(code, Some(0), "{errors}");
    says(
        &said,
        &[
            "seen      asked the Readybell that runs\n",
            "modem     Readybell Simulated modem\n",
            "IMEI      004999010640000\n",
            &format!("port      {}\n", shop.file("modem").display()),
            "state     ready, for less than a minute\n",
            "SIM       ends in 6789; 3 tries of its SIM PIN left\n",
            "network   Simulated, at home, LTE\n",
            "signal    ",
            "over less than a minute: ",
            "weakest of each hour (UTC), dBm: 20h ",
            "SM: 0 of 30 places used\n",
            "SMSC      +15550100999\n",
            "clock     2026-11-24T20:00:",
            "allowed   no texts go in other networks\n",
            "allowed   this SIM is the shop's\n",
        ],
    );
    let (code, said, _) = run(&shop, &["modem", "ask", "at+cpms?"]);
    assert_eq!(code, Some(0));
    says(&said, &["+CPMS: ", "\nOK\n"]);
    let (_, said, _) = run(&shop, &["doctor"]);
    says(
        &said,
        &[
            "held by the Readybell that runs\n",
            "good  network   Simulated\n",
            "good  radio     LTE, with texts\n",
            "note  allowed   this SIM is the shop's\n",
        ],
    );

    // What is not on the list is refused by the command, and by the Readybell that runs.
    let (code, _, errors) = run(&shop, &["modem", "ask", "AT+CMGD=1,4"]);
    assert_eq!(code, Some(2));
    says(&errors, &["--list"]);
    for command in [
        "AT+CMGD=1,4",
        "AT+CSQ;+CMGD=1,4",
        "AT+CSQ\rAT+CMGD=1,4",
        "\u{1b}",
    ] {
        let mut line = UnixStream::connect(shop.data().join("control.sock")).unwrap();
        writeln!(line, "{}", json!({"do": "ask_modem", "command": command})).unwrap();
        let mut answer = String::new();
        BufReader::new(line).read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        says(answer["failed"].as_str().unwrap(), &["may not be asked"]);
    }
    let asked = asked(&shop);
    let deletes = asked.iter().any(|line| line.contains("CMGD"));
    assert!(
        asked.contains(&"AT+CPMS?".to_owned()) && !deletes,
        "{asked:?}"
    );

    // One that connects and says nothing does not hold up the end.
    let _silent = UnixStream::connect(shop.data().join("control.sock")).unwrap();
    let mut process = daemon.process;
    assert!(process.terminate().success());
    sim.terminate();
}

#[test]
fn without_a_readybell_the_port_is_asked_by_what_was_kept() {
    let shop = Bench::new();
    let mut sim = shop.simulator(1);
    let owner = "Ann".to_owned();
    shop.with_store(async |store, now| {
        store
            .adopt_sim("imsi:310260000001111".to_owned(), now)
            .await
            .unwrap();
        store.set_roaming(true, owner, now).await.unwrap();
    });
    let (code, said, errors) = run(&shop, &["modem"]);
    assert_eq!(code, Some(0), "{errors}");
    says(
        &said,
        &[
            "seen      no Readybell runs here, so the port was asked\n",
            "state     on hold: it is read, and nothing is sent. Another SIM is in the modem.",
            "SIM       ends in 6789",
            "allowed   texts go in other networks too\n",
            "allowed   the shop's SIM ends in 1111\n",
        ],
    );
    let (_, said, _) = run(&shop, &["doctor"]);
    says(
        &said,
        &[
            "BAD   network   Simulated: Another SIM is in the modem.",
            "note  allowed   the shop's SIM ends in 1111\n",
        ],
    );
    let (code, said, _) = run(&shop, &["modem", "ask", "AT+CSQ"]);
    assert_eq!((code, said.ends_with("OK\n")), (Some(0), true), "{said}");
    sim.terminate();
    let (code, _, errors) = run(&shop, &["modem", "ask", "AT+CSQ"]);
    assert_eq!(code, Some(1));
    says(&errors, &["The modem is not there"]);
}
