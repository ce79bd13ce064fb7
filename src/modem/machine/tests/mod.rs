//! Transcripts as tests. A [`Bench`] plays the modem, the store and the clock.

mod asking;
mod bad_line;
mod bring_up;
mod calls;
mod counting;
mod death;
mod drain;
mod ladder;
mod line;
mod quirks;
mod random;
mod send;
mod spare;
mod time;

use super::*;
use crate::modem::handle::{Drained, Told};
use crate::store::{LineRules, Outcome};
use std::collections::HashMap;

/// What the fake modem says to each command, as it would be on the line.
pub(super) struct Script {
    replies: Vec<(String, String)>,
}

const OK: &str = "\r\nOK\r\n";

impl Script {
    /// A modem without quirks: Quectel EC25, firmware EC25AFAR05A06M4G, echo on.
    pub fn ec25() -> Self {
        let mut script = Self {
            replies: Vec::new(),
        };
        for (command, lines) in [
            ("AT", ""),
            ("ATE0", ""),
            ("AT+CMEE=1", ""),
            ("AT+CGMI", "Quectel"),
            ("AT+CGMM", "EC25"),
            ("AT+QURCCFG=\"urcport\"", "+QURCCFG: \"urcport\",\"all\""),
            ("AT+CFUN?", "+CFUN: 1"),
            ("AT+CPIN?", "+CPIN: READY"),
            ("AT+CIMI", "310260123456789"),
            ("AT+CMGF=0", ""),
            (
                "AT+CPMS=?",
                "+CPMS: (\"SM\",\"ME\",\"MT\",\"SR\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")",
            ),
            ("AT+CPMS?", "+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"),
            ("AT+CPMS=\"SM\",\"SM\",\"SM\"", "+CPMS: 0,20,0,20,0,20"),
            ("AT+CPMS=\"SM\"", "+CPMS: 0,20,0,20,0,20"),
            ("AT+CPMS=\"ME\"", "+CPMS: 0,255,0,20,0,20"),
            ("AT+CPMS=\"SR\"", "+CPMS: 0,10,0,20,0,20"),
            ("AT+CSMS?", "+CSMS: 0,1,1,1"),
            ("AT+CSMS=1", "+CSMS: 1,1,1"),
            ("AT+CNMI=?", "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)"),
            ("AT+CNMI=2,1,0,2,0", ""),
            ("AT+CNMI?", "+CNMI: 2,1,0,2,0"),
            ("AT+CLIP=1", ""),
            ("AT+CTZU=3", ""),
            ("AT+CCLK?", "+CCLK: \"26/11/21,14:02:03-20\""),
            ("AT+CSQ", "+CSQ: 20,99"),
            ("AT+CREG?", "+CREG: 0,1"),
            ("AT+CEREG?", "+CEREG: 0,1"),
            ("AT+COPS?", "+COPS: 0,0,\"T-Mobile\",7"),
            ("AT+CSCA?", "+CSCA: \"+12063130004\",145"),
            ("AT+CMGL=4", ""),
            ("AT+CNMA", ""),
        ] {
            let lines = match lines {
                "" => OK.to_owned(),
                lines => format!("\r\n{lines}\r\n{OK}"),
            };
            script.replies.push((command.to_owned(), lines));
        }
        script.set("AT+CMGS=*", "\r\n> ");
        script.set("PDU", "\r\n+CMGS: 17\r\n\r\nOK\r\n");
        script.set("AT+CMGD=*", OK);
        script
    }

    /// Says `reply` from now on; `*` at the end of a command stands for anything.
    pub fn set(&mut self, command: &str, reply: &str) {
        self.replies.retain(|(known, _)| known != command);
        self.replies
            .insert(0, (command.to_owned(), reply.to_owned()));
    }

    pub fn with(mut self, command: &str, reply: &str) -> Self {
        self.set(command, reply);
        self
    }

    fn answer(&self, command: &str) -> String {
        self.replies
            .iter()
            .find(|(known, _)| match known.strip_suffix('*') {
                Some(start) => command.starts_with(start),
                None => known == command,
            })
            .map_or_else(|| "\r\nERROR\r\n".to_owned(), |(_, reply)| reply.clone())
    }
}

/// The machine with a fake modem on its line, a store that stores, and a clock that is set.
pub(super) struct Bench {
    pub machine: Machine,
    pub script: Script,
    pub now: Duration,
    /// Everything that was done, in order, a line each.
    pub log: Vec<String>,
    /// Whether the store can store.
    pub stores: bool,
    /// Whether there is a port to open.
    pub plugged: bool,
    typed: Vec<u8>,
    in_prompt: bool,
    pending: Vec<u8>,
    /// How many octets of a reply come at once.
    pub chunk: usize,
    tickets: u64,
    pub drained: HashMap<u64, Result<Drained, Down>>,
    pub settled: HashMap<u64, Outcome>,
    pub told: HashMap<u64, Result<Told, Down>>,
    /// The SIM's count as it was told at each release.
    pub counters: Vec<Option<u8>>,
    /// What the network says that it is, each time.
    pub times: Vec<String>,
    /// What was weighed: the count, and the parts that were said an end to.
    pub weighed: Vec<(Option<u8>, Vec<u64>)>,
}

impl Bench {
    pub fn new(script: Script) -> Self {
        Self {
            machine: Machine::new(Purpose::Work, None, LineRules::default(), Jitter::none()),
            script,
            now: Duration::from_secs(100),
            log: Vec::new(),
            stores: true,
            plugged: true,
            typed: Vec::new(),
            in_prompt: false,
            pending: Vec::new(),
            chunk: usize::MAX,
            tickets: 0,
            drained: HashMap::new(),
            settled: HashMap::new(),
            told: HashMap::new(),
            counters: Vec::new(),
            times: Vec::new(),
            weighed: Vec::new(),
        }
    }

    /// Set up, polled and drained once.
    pub fn ready(script: Script) -> Self {
        let mut bench = Self::new(script);
        bench.pass(Duration::from_secs(3));
        assert_eq!(
            bench.machine.status().state,
            State::Ready,
            "{:#?}",
            bench.log
        );
        bench.log.clear();
        bench
    }

    /// Lets time pass, with everything that falls due in it.
    pub fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        loop {
            match self.machine.deadline() {
                Some(due) if due <= until => {
                    self.now = self.now.max(due);
                    self.event(Event::Tick);
                }
                _ => break,
            }
        }
        self.now = until;
    }

    /// Lets time pass until this is the last thing that was done.
    pub fn pass_until(&mut self, line: &str) {
        while self.log.last().is_none_or(|last| last != line) {
            let due = self.machine.deadline().unwrap();
            self.pass(due.saturating_sub(self.now));
        }
    }

    pub fn say(&mut self, text: &str) {
        self.event(Event::Bytes(text.as_bytes()));
    }

    pub fn drain(&mut self) -> u64 {
        self.tickets += 1;
        let ticket = self.tickets;
        self.event(Event::Drain(Ticket(ticket)));
        ticket
    }

    /// Drains, and hands a part over.
    pub fn drain_and_send(&mut self) -> u64 {
        let ticket = self.drain();
        assert!(self.drained[&ticket].is_ok(), "{:?}", self.drained);
        self.send()
    }

    pub fn send(&mut self) -> u64 {
        self.tickets += 1;
        let ticket = self.tickets;
        self.event(Event::Send(Handover {
            ticket: Ticket(ticket),
            tpdu: vec![0x01, 0x00, 0x01, 0x81, 0xF1, 0x00, 0x00, 0x01, 0x61],
            session: self.machine.status().session,
            expires: self.now + Duration::from_secs(30),
        }));
        ticket
    }

    pub fn event(&mut self, event: Event<'_>) {
        self.machine.handle(event, self.now);
        self.carry_out();
    }

    /// Carries effects out until there is nothing left to do or to say.
    fn carry_out(&mut self) {
        loop {
            while let Some(effect) = self.machine.effect() {
                self.effect(effect);
            }
            if self.pending.is_empty() {
                return;
            }
            let rest = self.pending.split_off(self.pending.len().min(self.chunk));
            let said = std::mem::replace(&mut self.pending, rest);
            self.machine.handle(Event::Bytes(&said), self.now);
        }
    }

    fn effect(&mut self, effect: Effect) {
        let now = self.now;
        match effect {
            Effect::Open => {
                self.log.push("open".to_owned());
                self.typed.clear();
                let event = if self.plugged {
                    Event::Opened
                } else {
                    Event::OpenFailed(Why::PortMissing)
                };
                self.machine.handle(event, now);
            }
            Effect::Close => self.log.push("close".to_owned()),
            Effect::Write(bytes) => self.written(&bytes),
            Effect::Trace(..) | Effect::Status(_) | Effect::Tried(_) | Effect::AskedAgain(_) => {}
            Effect::TakeListing {
                storage, entries, ..
            } => {
                let indexes: Vec<u32> = entries.iter().map(|entry| entry.index).collect();
                self.log.push(format!("store {storage} {indexes:?}"));
                self.commit(Event::ListingTaken(indexes), Unstored::Listing);
            }
            Effect::CopyDeleted { storage, index, .. } => {
                self.log.push(format!("deleted {storage} {index}"));
                self.commit(Event::CopyDeleted, Unstored::CopyDeleted);
            }
            Effect::TakeDirect { tpdu, .. } => {
                self.log.push(format!("store direct {} octets", tpdu.len()));
                self.commit(Event::DirectTaken, Unstored::Direct);
            }
            Effect::TryPin => {
                self.log.push("note the PIN".to_owned());
                self.commit(Event::PinNoted, Unstored::Pin);
            }
            Effect::NetworkTime(said) => self.times.push(said.to_rfc3339()),
            Effect::PinAccepted => self.log.push("the PIN is right".to_owned()),
            Effect::Missed(caller) => {
                let caller = caller.map_or("nobody".to_owned(), |caller| caller.written());
                self.log.push(format!("missed {caller}"));
            }
            Effect::AdoptSim(sim) => self.log.push(format!("adopt {sim}")),
            Effect::Release(Ticket(part), line) => {
                self.log.push(format!("release {part}"));
                self.counters.push(line.counter);
                self.commit(Event::Released, Unstored::Release);
            }
            Effect::Settle {
                ticket: Ticket(part),
                outcome,
                ..
            } => {
                self.log.push(format!("settle {part} {outcome:?}"));
                assert!(
                    self.settled.insert(part, outcome).is_none(),
                    "settled twice"
                );
            }
            Effect::Weigh { line, ended } => {
                self.weighed
                    .push((line.counter, ended.iter().map(|ticket| ticket.0).collect()));
            }
            Effect::CountsTries { sign, counted, .. } => {
                self.log
                    .push(format!("{} counts tries: {counted}", sign.as_str()));
            }
            Effect::LateAnswer(Ticket(part), mr) => self.log.push(format!("late {part} {mr}")),
            Effect::Told(Ticket(ticket), result) => {
                assert!(self.told.insert(ticket, result).is_none(), "told twice");
            }
            Effect::Drained(Ticket(ticket), result) => {
                assert!(
                    self.drained.insert(ticket, result).is_none(),
                    "answered twice"
                );
            }
        }
    }

    fn commit(&mut self, event: Event<'_>, unstored: Unstored) {
        let event = if self.stores {
            event
        } else {
            Event::NotStored(unstored)
        };
        self.machine.handle(event, self.now);
    }

    fn written(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match *byte {
                0x1B => {
                    self.log.push("ESC".to_owned());
                    self.in_prompt = false;
                    self.typed.clear();
                }
                0x1A => {
                    self.log.push("Ctrl-Z".to_owned());
                    self.typed.clear();
                    self.in_prompt = false;
                    let answer = self.script.answer("PDU");
                    self.pending.extend(answer.bytes());
                }
                b'\r' if self.in_prompt => {}
                b'\r' => {
                    let typed = std::mem::take(&mut self.typed);
                    let command = String::from_utf8(typed).unwrap();
                    if !command.is_empty() {
                        let answer = self.script.answer(&command);
                        self.in_prompt = answer.trim_end().ends_with('>');
                        self.log.push(command);
                        self.pending.extend(answer.bytes());
                    }
                }
                other => self.typed.push(other),
            }
        }
        if self.in_prompt && !self.typed.is_empty() {
            let pdu = String::from_utf8_lossy(&self.typed).into_owned();
            self.log.push(format!("PDU {pdu}"));
            self.typed.clear();
        }
    }

    /// The commands and commits since the start, or since the log was cleared.
    #[track_caller]
    pub fn assert_log(&self, expected: &[&str]) {
        assert_eq!(self.log, expected, "{:#?}", self.log);
    }

    /// Whether these lines come in the log, in this order, whatever stands between.
    #[track_caller]
    pub fn assert_in_order(&self, expected: &[&str]) {
        let mut log = self.log.iter();
        for line in expected {
            assert!(
                log.any(|logged| logged == line),
                "no {line:?} in {:#?}",
                self.log
            );
        }
    }

    #[track_caller]
    pub fn assert_never(&self, unwanted: &str) {
        let found = self.log.iter().any(|logged| logged.starts_with(unwanted));
        assert!(!found, "{unwanted:?} in {:#?}", self.log);
    }
}

/// A DELIVER ("How are you?", ofono's test-sms.c), its service center in front.
pub(super) const TEXT: &str =
    "07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07";

/// A STATUS-REPORT (delivered), its service center in front.
pub(super) const REPORT: &str = "07911326040000F00611098136397339F1210170201380402101702013804000";

/// How a modem lists a PDU.
pub(super) fn entry(index: u32, pdu: &str) -> String {
    format!("\r\n+CMGL: {index},1,,{}\r\n{pdu}", pdu.len() / 2 - 8)
}
