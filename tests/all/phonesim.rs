//! The foreign modem does what its rules say, shown with raw bytes on its port. What the daemon does
//! on it is worth only as much as this.

use crate::support::phonesim::{Phonesim, numbers};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

/// What any answer but the slow one may take.
const PATIENCE: Duration = Duration::from_secs(60);
const SILENCE: Duration = Duration::from_millis(1_500);

/// A terminal on the port: lines as they come, without the empty ones.
struct Terminal {
    port: File,
    bytes: VecDeque<u8>,
    line: String,
    /// The PDUs of reports that came before the end of an answer.
    reports: VecDeque<String>,
}

impl Terminal {
    fn open(modem: &Phonesim) -> Self {
        let no_tty = rustix::fs::OFlags::NOCTTY.bits();
        let port = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(no_tty.cast_signed())
            .open(modem.port())
            .unwrap();
        // A read gives up after a tenth of a second.
        let mut settings = tcgetattr(&port).unwrap();
        settings.special_codes[SpecialCodeIndex::VMIN] = 0;
        settings.special_codes[SpecialCodeIndex::VTIME] = 1;
        tcsetattr(&port, OptionalActions::Now, &settings).unwrap();
        Self {
            port,
            bytes: VecDeque::new(),
            line: String::new(),
            reports: VecDeque::new(),
        }
    }

    fn write(&mut self, text: &str) {
        self.port.write_all(text.as_bytes()).unwrap();
    }

    /// The next line that isn't empty, or the prompt, which has no end of line.
    fn line(&mut self) -> String {
        let end = Instant::now() + PATIENCE;
        let mut buffer = [0; 512];
        while Instant::now() < end {
            match self.bytes.pop_front() {
                None => {
                    let count = self.port.read(&mut buffer).unwrap();
                    self.bytes.extend(&buffer[..count]);
                }
                Some(b'\r') => {}
                Some(b'\n') if self.line.is_empty() => {}
                Some(b'\n') => return std::mem::take(&mut self.line),
                Some(byte) => self.line.push(char::from(byte)),
            }
            if self.line == "> " {
                return std::mem::take(&mut self.line);
            }
        }
        panic!("nothing more after {:?}", self.line);
    }

    /// Sends a command; gives the lines up to and with the final one.
    fn at(&mut self, command: &str) -> Vec<String> {
        self.write(&format!("{command}\r"));
        let mut lines = Vec::new();
        loop {
            let line = self.line();
            let last = line == "OK" || line.contains("ERROR");
            lines.push(line);
            if last {
                return lines;
            }
        }
    }

    /// Hands over "Hello" for a number, and gives the lines up to the final one. A report may come
    /// anywhere in between.
    fn send(&mut self, number: &str) -> Vec<String> {
        self.write("AT+CMGS=18\r");
        assert_eq!(self.line(), "> ");
        self.write(&format!("{}\x1a", submit(number)));
        let mut lines = Vec::new();
        loop {
            let line = self.line();
            if line == "+CDS: 25" {
                let report = self.line();
                self.reports.push_back(report);
                continue;
            }
            let last = line == "OK" || line.contains("ERROR");
            lines.push(line);
            if last {
                return lines;
            }
        }
    }

    /// The PDU of the next report.
    fn report(&mut self) -> String {
        self.reports.pop_front().unwrap_or_else(|| {
            assert_eq!(self.line(), "+CDS: 25");
            self.line()
        })
    }

    fn bring_up(&mut self) {
        for command in [
            "ATE0",
            "AT+CMEE=1",
            "AT+CMGF=0",
            "AT+CPMS=\"SM\",\"SM\",\"SM\"",
            "AT+CSMS=1",
            "AT+CNMI=2,1,0,1,0",
        ] {
            assert_eq!(self.at(command).last().unwrap(), "OK", "{command}");
        }
    }
}

/// SMS-SUBMIT of "Hello" with a status report asked for and no validity period (TS 23.040 9.2.2.2),
/// no service centre before it.
fn submit(national: &str) -> String {
    format!("002100{}000005C8329BFD06", address(national))
}

/// A US number as an address field (TS 23.040 9.1.2.5).
fn address(national: &str) -> String {
    let digits = format!("1{national}F");
    let swapped: String = digits
        .as_bytes()
        .chunks(2)
        .flat_map(|pair| [char::from(pair[1]), char::from(pair[0])])
        .collect();
    format!("0B91{swapped}")
}

fn modem() -> (Phonesim, Terminal) {
    let modem = Phonesim::start(SILENCE);
    let mut terminal = Terminal::open(&modem);
    terminal.bring_up();
    (modem, terminal)
}

#[test]
fn a_text_goes_out_and_the_references_count() {
    let (_modem, mut terminal) = modem();
    assert_eq!(terminal.send("5555550123"), ["+CMGS: 1", "OK"]);
    assert_eq!(terminal.send("5555550124"), ["+CMGS: 2", "OK"]);
}

#[test]
fn numbers_stand_for_what_a_network_can_do() {
    let (_modem, mut terminal) = modem();
    assert_eq!(terminal.send(numbers::REFUSED), ["+CMS ERROR: 38"]);

    let began = Instant::now();
    assert_eq!(terminal.send(numbers::SLOW), ["+CMGS: 1", "OK"]);
    // Its timers are coarse: they may fire a twentieth early.
    assert!(began.elapsed() >= SILENCE * 9 / 10, "{:?}", began.elapsed());

    for (number, reference, status) in [
        (numbers::DELIVERED, "02", "00"),
        (numbers::UNDELIVERED, "03", "46"),
    ] {
        assert_eq!(terminal.send(number)[1], "OK");
        let report = terminal.report();
        assert!(
            report.starts_with(&format!("0006{reference}{}", address(number))),
            "{report}"
        );
        assert!(report.ends_with(status), "{report}");
        assert_eq!(report.len(), 2 * 26, "{report}");
    }

    terminal.write("AT+CMGS=18\r");
    assert_eq!(terminal.line(), "> ");
    terminal.write(&format!("{}\x1a", submit(numbers::SILENT)));
    assert_eq!(terminal.at("AT"), ["OK"], "the silent number answered");
}

#[test]
fn no_report_comes_unless_asked_for() {
    let (_modem, mut terminal) = modem();
    assert_eq!(terminal.at("AT+CNMI=2,1,0,0,0"), ["OK"]);
    assert_eq!(terminal.send(numbers::DELIVERED), ["+CMGS: 1", "OK"]);
    assert_eq!(terminal.at("AT+CNMI?"), ["+CNMI: 2,1,0,0,0", "OK"]);
}

#[test]
fn the_prompt_lets_go_at_escape() {
    let (_modem, mut terminal) = modem();
    for typed in ["", "002100"] {
        terminal.write("AT+CMGS=18\r");
        assert_eq!(terminal.line(), "> ");
        terminal.write(&format!("{typed}\x1b"));
        assert_eq!(terminal.line(), "OK");
        assert_eq!(terminal.at("AT"), ["OK"]);
    }
    assert_eq!(terminal.send("5555550123"), ["+CMGS: 1", "OK"]);
}

#[test]
fn a_text_comes_in_is_listed_and_deleted() {
    let (mut modem, mut terminal) = modem();
    assert_eq!(
        terminal.at("AT+CMGL=4"),
        ["+CMS ERROR: 321"],
        "how it lists nothing"
    );

    modem.inject_text("+15555550123", "STOP");
    assert_eq!(terminal.line(), "+CMTI: \"SM\",1");
    let listed = terminal.at("AT+CMGL=4");
    assert_eq!(listed[0], "+CMGL: 1,0,,23");
    assert!(listed[1].contains(&address("5555550123")), "{listed:?}");
    assert!(
        listed[1].ends_with("0453EA130A"),
        "four letters: STOP: {listed:?}"
    );
    assert_eq!(listed[2], "OK");

    // Words that a script could trip over, and a terminal that came back, which the launcher knows
    // when it writes.
    drop(terminal);
    let mut terminal = Terminal::open(&modem);
    assert_eq!(terminal.at("AT"), ["OK"]);
    modem.inject_text("5550123", "\"Grüße\" \\ 你好 😀\nx");
    assert_eq!(terminal.line(), "+CMTI: \"SM\",2");
    let read = terminal.at("AT+CMGR=2");
    assert!(
        read[1].ends_with("4F60597D0020D83DDE00000A0078"),
        "{read:?}"
    );

    assert_eq!(terminal.at("AT+CMGD=1"), ["OK"]);
    assert_eq!(terminal.at("AT+CMGD=2"), ["OK"]);
    assert_eq!(terminal.at("AT+CMGD=2"), ["ERROR"]);
    assert_eq!(terminal.at("AT+CMGL=4"), ["+CMS ERROR: 321"]);
}

#[test]
fn two_run_side_by_side_and_leave_nothing_behind() {
    let (first, mut one) = modem();
    let (second, mut two) = modem();
    assert_ne!(first.port(), second.port());
    assert_eq!(one.send("5555550123"), ["+CMGS: 1", "OK"]);
    assert_eq!(two.send("5555550123"), ["+CMGS: 1", "OK"]);
    let port = first.port().to_owned();
    drop(first);
    assert!(
        std::fs::symlink_metadata(port).is_err(),
        "the link is still there"
    );
    assert_eq!(two.at("AT"), ["OK"]);
}
