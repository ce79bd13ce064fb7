//! The modem's side of the line as tables, by a program that writes bytes and reads them.

mod receiving;
mod sending;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{Effect, World};
use crate::domain::time::Now;
use crate::sim::script::Command;
use crate::sim::{Event, SimConfig};
use crate::wire::{self, Address, Submit, UserData, Validity};

const PHONE: &str = "+15550134477";

/// A world with a program on the line, whose echo is off.
struct Bench {
    world: World,
    now: Now,
    events: Vec<Event>,
}

impl Bench {
    fn new() -> Self {
        Self::with(SimConfig::default())
    }

    fn with(config: SimConfig) -> Self {
        let now = Now {
            wall: "2026-11-20T19:00:00Z".parse::<DateTime<Utc>>().unwrap(),
            mono: Duration::ZERO,
            trusted: true,
        };
        let mut bench = Self {
            world: World::new(&config, now),
            now,
            events: Vec::new(),
        };
        bench.world.attach(true, now);
        bench.line("ATE0");
        bench
    }

    /// What the modem writes in answer to these bytes.
    fn bytes(&mut self, bytes: &[u8]) -> String {
        self.world.bytes(bytes, self.now);
        self.written()
    }

    fn line(&mut self, line: &str) -> String {
        self.bytes(format!("{line}\r").as_bytes())
    }

    fn script(&mut self, line: &str) -> String {
        let command: Command = line.parse().unwrap();
        self.world.command(&command, self.now).unwrap();
        self.written()
    }

    fn pass(&mut self, time: Duration) -> String {
        self.now.mono += time;
        self.now.wall += TimeDelta::from_std(time).unwrap();
        self.world.run(self.now);
        self.written()
    }

    fn written(&mut self) -> String {
        let mut written = Vec::new();
        while let Some(effect) = self.world.effect() {
            match effect {
                Effect::Write(bytes) => written.extend(bytes),
                Effect::Record(recorded) => self.events.push(recorded.event),
                Effect::Plug | Effect::Unplug => {}
            }
        }
        String::from_utf8_lossy(&written).into_owned()
    }

    /// Sends words the whole way; the last answer.
    fn send(&mut self, to: &str, words: &str) -> String {
        let (length, digits) = pdu(to, words);
        assert_eq!(self.line(&format!("AT+CMGS={length}")), "\r\n> ");
        self.bytes(format!("{digits}\x1a").as_bytes())
    }

    fn count(&self, wanted: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|event| wanted(event)).count()
    }

    fn accepted(&self) -> usize {
        self.count(|event| matches!(event, Event::Accepted { .. }))
    }
}

/// The length for `AT+CMGS` and the digits of a SUBMIT that asks for a report.
fn pdu(to: &str, words: &str) -> (usize, String) {
    let validity = Validity::at_most(Duration::from_secs(3600));
    let to = Address::phone(to).unwrap();
    let tpdu = Submit::new(to, validity, UserData::text(words))
        .encode()
        .unwrap();
    let pdu = wire::with_smsc(None, &tpdu).unwrap();
    (tpdu.len(), wire::hex::encode(&pdu))
}

#[test]
fn commands_and_their_answers() {
    let mut bench = Bench::new();
    for (line, answer) in [
        ("AT", "\r\nOK\r\n"),
        ("at+gmm", "\r\nSimulated modem\r\n\r\nOK\r\n"),
        ("AT+NOSUCH", "\r\nERROR\r\n"),
        ("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
        ("AT+CPIN=\"1\"", "\r\nERROR\r\n"),
        ("AT+CMEE=1;+CPIN=\"1\"", "\r\n+CME ERROR: 3\r\n"),
        ("AT+CMGR=3", "\r\n+CMS ERROR: 321\r\n"),
        (
            "AT+CMEE=2;+CMGR=3",
            "\r\n+CMS ERROR: Invalid memory index\r\n",
        ),
        ("AT+CPIN=\"1\"", "\r\n+CME ERROR: Operation not allowed\r\n"),
        ("AT+CMEE=1", "\r\nOK\r\n"),
        (
            "AT+CSQ;+CREG?",
            "\r\n+CSQ: 20,99\r\n+CREG: 0,1\r\n\r\nOK\r\n",
        ),
        (
            "AT+CEREG=2;+CEREG?",
            "\r\n+CEREG: 2,1,\"1A2B\",\"01C3D4E5\",7\r\n\r\nOK\r\n",
        ),
        ("AT+COPS?", "\r\n+COPS: 0,0,\"Simulated\",7\r\n\r\nOK\r\n"),
        (
            "AT+COPS=3,2;+COPS?",
            "\r\n+COPS: 0,2,\"00101\",7\r\n\r\nOK\r\n",
        ),
        (
            "AT+CPMS?",
            "\r\n+CPMS: \"SM\",0,30,\"SM\",0,30,\"SM\",0,30\r\n\r\nOK\r\n",
        ),
        (
            "AT+CPMS=\"ME\",\"SM\",\"ME\"",
            "\r\n+CPMS: 0,100,0,30,0,100\r\n\r\nOK\r\n",
        ),
        ("AT+CPMS=\"SM\",\"SR\"", "\r\n+CMS ERROR: 302\r\n"),
        (
            "AT+CNMI=2,1,0,2,0;+CNMI?",
            "\r\n+CNMI: 2,1,0,2,0\r\n\r\nOK\r\n",
        ),
        ("AT+CNMI=2,1,0,3,0", "\r\n+CMS ERROR: 302\r\n"),
        ("AT+CSMS=1", "\r\n+CSMS: 1,1,1\r\n\r\nOK\r\n"),
        ("AT+CNMA", "\r\n+CMS ERROR: 340\r\n"),
        ("AT+CMGF=1", "\r\n+CMS ERROR: 303\r\n"),
        ("AT+CMGS=0", "\r\n+CMS ERROR: 304\r\n"),
        ("AT+CSCA?", "\r\n+CSCA: \"+15550100999\",145\r\n\r\nOK\r\n"),
        (
            "AT+CCLK?",
            "\r\n+CCLK: \"26/11/20,19:00:00+00\"\r\n\r\nOK\r\n",
        ),
        ("AT+CLIP=1;+CLIP?", "\r\n+CLIP: 1\r\n\r\nOK\r\n"),
        ("AT+CMGD=101", "\r\n+CMS ERROR: 321\r\n"),
        ("AT+CMGL=4", "\r\nOK\r\n"),
        ("\u{3}noise before AT", "\r\nOK\r\n"),
        ("nothing", ""),
        ("ATE1", "\r\nOK\r\n"),
        ("AT", "AT\r\r\nOK\r\n"),
        ("ATZ", "ATZ\r\r\nOK\r\n"),
        ("AT+CNMI?", "AT+CNMI?\r\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n"),
    ] {
        assert_eq!(bench.line(line), answer, "{line}");
    }
}

#[test]
fn a_pin_locks_the_sim_until_it_is_given() {
    let mut bench = Bench::with(SimConfig {
        pin: Some("4711".into()),
        ..SimConfig::default()
    });
    for (line, answer) in [
        ("AT+CMEE=1;+CREG=1", "\r\nOK\r\n"),
        ("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"),
        ("AT+CMGL=4", "\r\n+CMS ERROR: 311\r\n"),
        ("AT+CIMI", "\r\n+CME ERROR: 11\r\n"),
        ("AT+CPIN=\"0000\"", "\r\n+CME ERROR: 16\r\n"),
        ("AT+CPIN=\"4711\"", "\r\nOK\r\n\r\n+CREG: 1\r\n"),
        ("AT+CMGL=4", "\r\nOK\r\n"),
    ] {
        assert_eq!(bench.line(line), answer, "{line}");
    }
}

#[test]
fn errors_on_purpose_and_a_busy_sim() {
    let mut bench = Bench::new();
    bench.line("AT+CMEE=1");
    bench.script("cme 14 times 2 on +CPIN");
    assert_eq!(bench.line("AT+CSQ"), "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    assert_eq!(bench.line("AT+CPIN?"), "\r\n+CME ERROR: 14\r\n");
    assert_eq!(bench.line("AT+CPIN?"), "\r\n+CME ERROR: 14\r\n");
    assert_eq!(bench.line("AT+CPIN?"), "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.script("sim-busy 3");
    assert_eq!(bench.line("AT+CMGL=4"), "\r\n+CMS ERROR: 314\r\n");
    assert_eq!(bench.line("AT+CIMI"), "\r\n+CME ERROR: 14\r\n");
    bench.pass(Duration::from_secs(3));
    assert_eq!(bench.line("AT+CMGL=4"), "\r\nOK\r\n");
}

#[test]
fn unsolicited_lines_come_between_and_inside() {
    let mut bench = Bench::new();
    assert_eq!(bench.script("urc ^RSSI: 17"), "\r\n^RSSI: 17\r\n");
    bench.world.bytes(b"AT+CS", bench.now);
    assert_eq!(
        bench.script("urc ^RSSI: 18"),
        "",
        "not while a line is typed"
    );
    assert_eq!(
        bench.bytes(b"Q\r"),
        "\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n^RSSI: 18\r\n"
    );
    bench.script("urc-inside prompt RING");
    bench.script(r"urc-inside cmgs +CDS: 1\n00");
    let (length, digits) = pdu(PHONE, "Hello");
    assert_eq!(
        bench.line(&format!("AT+CMGS={length}")),
        "\r\nRING\r\n\r\n> "
    );
    let sent = bench.bytes(format!("{digits}\x1a").as_bytes());
    assert!(
        sent.starts_with("\r\n+CDS: 1\r\n00\r\n\r\n+CMGS: "),
        "{sent:?}"
    );
    bench.script(&format!("text {PHONE} Hi"));
    bench.script("urc-inside cmgl ^RSSI: 19");
    let list = bench.line("AT+CMGL=4");
    assert!(
        list.contains("+CMGL: 1,0,,21\r\n^RSSI: 19\r\n0791"),
        "{list:?}"
    );
}

#[test]
fn a_reset_forgets_the_settings_and_says_so() {
    let mut bench = Bench::new();
    bench.line("AT+CNMI=2,1");
    bench.script(&format!("text {PHONE} one"));
    assert!(bench.script("reset").contains("\r\nRDY\r\n"));
    let answer = bench.line("AT+CNMI?");
    assert!(answer.starts_with("AT+CNMI?\r"), "the echo is back");
    assert!(answer.contains("+CNMI: 0,0,0,0,0"));
    assert!(
        bench.line("AT+CMGL=4").contains("+CMGL: 1,0,"),
        "the SIM keeps"
    );
    assert_eq!(bench.script(&format!("text {PHONE} two")), "");
}

proptest! {
    #[test]
    fn no_bytes_upset_it(
        chunks in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..40),
                "AT[+^&]?[A-Z]{1,5}[=?]{0,2}[0-9,\"]{0,9}\r".prop_map(String::into_bytes),
                "AT\\+(CMG[SLRD]|CNMI|CPMS|CSMS|CRSM)=[0-9,]{0,6}\r".prop_map(String::into_bytes),
                "[0-9A-F]{0,60}[\\x1a\\x1b]".prop_map(String::into_bytes),
            ],
            0..30,
        )
    ) {
        let mut bench = Bench::new();
        bench.script(&format!("text {PHONE} hello"));
        for chunk in chunks {
            bench.bytes(&chunk);
        }
        bench.bytes(b"\x1b\r");
        bench.script("silence off");
        prop_assert!(bench.line("AT").contains("OK"));
    }
}

#[test]
fn the_modem_s_clock_tells_what_the_script_says() {
    let mut bench = Bench::with(SimConfig {
        zone_minutes: -6 * 60,
        ..SimConfig::default()
    });
    for (how, told) in [
        ("right", "26/11/20,13:00:00-24"),
        ("off 3600", "26/11/20,14:00:00-24"),
        ("off -60", "26/11/20,12:59:00-24"),
        ("unset", "80/01/06,00:01:02+00"),
        ("no-zone", "26/11/20,13:00:00"),
        ("local-as-utc", "26/11/20,13:00:00+00"),
        ("utc-in-zone", "26/11/20,19:00:00-24"),
        ("asked", "80/01/06,00:01:02+00"),
    ] {
        bench.script(&format!("network-time {how}"));
        let answer = format!("\r\n+CCLK: \"{told}\"\r\n\r\nOK\r\n");
        assert_eq!(bench.line("AT+CCLK?"), answer, "{how}");
    }
    bench.line("AT+CTZU=1");
    let answer = bench.line("AT+CCLK?");
    assert!(answer.contains("26/11/20,13:00:00-24"), "{answer}");
}
