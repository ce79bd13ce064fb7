//! Random modems: what they answer, when, in which pieces, and what they say in between. Whatever
//! they do, the promises hold.

mod card;
mod seen;
mod short;
mod torture;

use super::*;
use crate::wire::at::Question;
use card::{Card, Fortune, PIN};
use seen::Seen;
use std::collections::BTreeMap;

/// What someone does, after a while.
#[derive(Debug, Clone)]
enum Act {
    Drain,
    Send,
    /// A text arrives in a memory, announced or not.
    Text {
        storage: usize,
        announced: bool,
    },
    /// A text comes straight over the line.
    Direct,
    Unplug,
    Plug,
    Restart,
    Stores(bool),
    /// Something befalls the SIM, or its owner decides.
    Sim(Fortune),
    /// A person asks something by hand.
    Ask,
}

const STORAGES: [&str; 3] = ["SM", "ME", "SR"];
/// How many places each of them has.
const PLACES: u32 = 50;

/// A modem that answers in order, if it answers. `choices` says how badly it behaves; when they
/// are used up, it is well-behaved.
struct Wild {
    machine: Machine,
    now: Duration,
    choices: Vec<u8>,
    script: Script,
    typed: Vec<u8>,
    prompted: bool,
    selected: &'static str,
    memories: BTreeMap<(&'static str, u32), String>,
    next_index: u32,
    /// What the modem will say, and when; in order.
    says: VecDeque<(Duration, Vec<u8>)>,
    open: bool,
    plugged: bool,
    stores: bool,
    /// Whether it says how much its memories hold.
    counts: bool,
    last_reference: u8,
    tickets: u64,
    card: Card,
    seen: Seen,
}

impl Wild {
    fn new(choices: Vec<u8>) -> Self {
        let counts = choices.len().is_multiple_of(2);
        Self {
            counts,
            machine: Machine::new(
                Purpose::Work,
                Some(PIN.to_owned()),
                LineRules::default(),
                Jitter::none(),
            ),
            now: Duration::ZERO,
            choices,
            // As many places as it says when one is chosen.
            script: Script::ec25().with(
                "AT+CPMS?",
                "\r\n+CPMS: \"SM\",0,50,\"SM\",0,50,\"SM\",0,50\r\n\r\nOK\r\n",
            ),
            typed: Vec::new(),
            prompted: false,
            selected: "SM",
            memories: BTreeMap::new(),
            next_index: 0,
            says: VecDeque::new(),
            open: false,
            plugged: true,
            stores: true,
            last_reference: 40,
            tickets: 0,
            card: Card::new(),
            seen: Seen::default(),
        }
    }

    fn choose(&mut self, of: u8) -> u8 {
        self.choices.pop().unwrap_or(0) % of
    }

    fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        loop {
            let says = self.says.front().map(|(at, _)| *at);
            let due = self.machine.deadline();
            let next = says.into_iter().chain(due).min();
            let Some(next) = next.filter(|next| *next <= until) else {
                break;
            };
            self.now = self.now.max(next);
            if says == Some(next) {
                let (_, said) = self.says.pop_front().unwrap();
                self.hear(&said);
            } else {
                self.event(Event::Tick);
            }
        }
        self.now = until;
    }

    fn hear(&mut self, said: &[u8]) {
        let pieces = usize::from(self.choose(4)) + 1;
        for piece in said.chunks(said.len().div_ceil(pieces).max(1)) {
            if self.open {
                self.event(Event::Bytes(piece));
            }
        }
    }

    fn event(&mut self, event: Event<'_>) {
        self.machine.handle(event, self.now);
        while let Some(effect) = self.machine.effect() {
            self.effect(effect);
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

    fn effect(&mut self, effect: Effect) {
        let now = self.now;
        if !matches!(effect, Effect::Write(_) | Effect::Trace(..)) {
            self.seen.just_released = None;
        }
        match effect {
            Effect::Open => {
                self.open = self.plugged;
                let event = if self.plugged {
                    Event::Opened
                } else {
                    Event::OpenFailed(Why::PortMissing)
                };
                self.machine.handle(event, now);
            }
            Effect::Close => self.open = false,
            Effect::Write(bytes) => {
                if !self.open {
                    return self.machine.handle(Event::Closed, now);
                }
                for byte in bytes {
                    self.typed(byte);
                }
            }
            Effect::TakeListing {
                storage, entries, ..
            } => {
                let storage = STORAGES.into_iter().find(|name| *name == storage).unwrap();
                if self.stores {
                    for entry in &entries {
                        // One that could not be deleted is no news.
                        let is_new = self.seen.stored.insert((storage, entry.index));
                        self.seen.fresh &= !(is_new && listing::is_text(&entry.tpdu));
                    }
                }
                let indexes = entries.iter().map(|entry| entry.index).collect();
                self.commit(Event::ListingTaken(indexes), Unstored::Listing);
            }
            Effect::CopyDeleted { .. } => self.commit(Event::CopyDeleted, Unstored::CopyDeleted),
            Effect::TakeDirect { tpdu, .. } => {
                self.seen.fresh &= !listing::is_text(&tpdu);
                self.commit(Event::DirectTaken, Unstored::Direct);
            }
            Effect::Release(Ticket(part), _) => {
                assert!(self.seen.released.insert(part), "released twice");
                self.commit(Event::Released, Unstored::Release);
                self.seen.just_released = self.stores.then_some(part);
            }
            Effect::Settle {
                ticket: Ticket(part),
                outcome,
                ..
            } => self.settled(part, outcome),
            Effect::LateAnswer(Ticket(part), mr) => {
                assert_eq!(
                    self.seen.accepted.get(&part),
                    Some(&mr),
                    "another part's answer"
                );
                assert!(matches!(self.seen.settled[&part], Outcome::Unsure { .. }));
            }
            Effect::Drained(Ticket(ticket), result) => {
                assert!(self.seen.drains.remove(&ticket), "answered twice");
                self.seen.fresh |= result.is_ok();
            }
            Effect::Status(_) | Effect::Tried(_) | Effect::AskedAgain(_) | Effect::Trace(..) => {}
            Effect::TryPin => {
                self.card.rules.pin_is_spent |= self.stores;
                self.commit(Event::PinNoted, Unstored::Pin);
            }
            Effect::PinAccepted => self.card.rules.pin_is_spent = false,
            Effect::AdoptSim(sim) => self.card.rules.sims.push(sim),
            Effect::Told(Ticket(ticket), _) => {
                assert!(self.seen.questions.remove(&ticket), "answered twice");
            }
            Effect::Weigh { .. } | Effect::CountsTries { .. } => {}
            Effect::Missed(_) | Effect::NetworkTime(_) => {}
        }
    }

    fn settled(&mut self, part: u64, outcome: Outcome) {
        assert!(
            self.seen.sends.remove(&part),
            "settled twice, or never sent"
        );
        match &outcome {
            Outcome::Sent { mr } => {
                assert_eq!(
                    self.seen.accepted.get(&part),
                    Some(mr),
                    "another part's answer"
                );
            }
            Outcome::NotSent => assert!(!self.seen.accepted.contains_key(&part), "it went"),
            Outcome::Refused { .. } => assert!(!self.seen.accepted.contains_key(&part), "it went"),
            // After an error the line is in step; after silence nobody knows.
            Outcome::Unsure { words } => self.seen.out_of_step |= words == "silence",
        }
        self.seen.settled.insert(part, outcome);
    }

    fn typed(&mut self, byte: u8) {
        match byte {
            0x1B => {
                self.typed.clear();
                self.prompted = false;
            }
            0x1A => self.submitted(),
            b'\r' if !self.prompted => {
                let typed = std::mem::take(&mut self.typed);
                let command = String::from_utf8(typed).unwrap();
                if !command.is_empty() {
                    self.command(&command);
                }
            }
            other => self.typed.push(other),
        }
    }

    fn command(&mut self, command: &str) {
        self.judge_command(command);
        let mut answer = self.script.answer(command);
        // A memory was read when it was listed, when each place was, or when it said that it holds
        // nothing.
        let mut is_read = command == "AT+CMGL=4";
        let place = command.strip_prefix("AT+CMGR=");
        let place: Option<u32> = place.map(|index| index.parse().unwrap());
        if let Some(pdu) = place.and_then(|index| self.memories.get(&(self.selected, index))) {
            let octets = pdu.len() / 2 - 8;
            answer = format!("\r\n+CMGR: 0,,{octets}\r\n{pdu}\r\n\r\nOK\r\n");
        }
        let selects = STORAGES
            .into_iter()
            .find(|name| command.starts_with(&format!("AT+CPMS=\"{name}\"")));
        if let Some(name) = selects {
            self.selected = name;
        }
        if command == "AT+CMGL=4" {
            let held = self
                .memories
                .iter()
                .filter(|((storage, _), _)| *storage == self.selected);
            let entries: String = held.map(|((_, index), pdu)| entry(*index, pdu)).collect();
            answer = format!("{entries}\r\n\r\nOK\r\n");
        }
        if let Some(name) = selects {
            // It counts right, or always says that nothing is there.
            let held = self.memories.keys().filter(|(held, _)| *held == name);
            let used = if self.counts { held.count() } else { 0 };
            answer =
                format!("\r\n+CPMS: {used},{PLACES},{used},{PLACES},{used},{PLACES}\r\n\r\nOK\r\n");
            is_read = self.counts && used == 0;
        }
        let misbehaves = self.choose(12);
        if let Some(says) = self.card.answer(command, !matches!(misbehaves, 1..=3 | 7)) {
            answer = says;
        }
        is_read &= !matches!(misbehaves, 1..=3);
        if let Some(index) = place {
            is_read = self.seen.all_places_after(index, misbehaves);
        }
        if is_read {
            self.seen.listed_since_sent.insert(self.selected.to_owned());
        }
        let is_deletion = command.strip_prefix("AT+CMGD=");
        if let (Some(index), 0 | 4..) = (is_deletion, misbehaves) {
            let place = (self.selected, index.parse().unwrap());
            assert!(
                self.seen.stored.remove(&place),
                "{place:?} was deleted and never stored"
            );
            self.memories.remove(&place);
        }
        match misbehaves {
            // One that never writes its prompt may be in it all the same.
            1 => {
                self.prompted = command.starts_with("AT+CMGS") && self.choose(2) == 1;
                return;
            }
            2 => answer = "\r\nERROR\r\n".to_owned(),
            3 => answer = "\r\n+CMS ERROR: 500\r\n".to_owned(),
            4 => answer = format!("\r\n^RSSI: 9\r\n{answer}\r\nRING\r\n"),
            5 => answer = answer.replacen("\r\n", "\r\n+CREG: 2\r\n\r\n", 2),
            6 => {
                let octets = REPORT.len() / 2 - 8;
                answer = format!("\r\n+CDS: {octets}\r\n{REPORT}\r\n{answer}");
            }
            _ => {}
        }
        self.prompted = command.starts_with("AT+CMGS") && answer.contains("\r\n> ");
        let late = if misbehaves == 7 {
            Duration::from_secs(u64::from(self.choose(40)))
        } else {
            Duration::from_millis(1)
        };
        self.say(answer, late);
    }

    fn judge_command(&mut self, command: &str) {
        if command == "AT" {
            self.seen.out_of_step = false;
        }
        if command.starts_with("AT+CMGS") {
            assert!(!self.seen.out_of_step, "sent before the line was in step");
            assert!(
                self.seen.fresh,
                "sent without having read everything for it"
            );
            assert!(
                self.seen.listed_since_sent.contains("SM"),
                "sent without a drain"
            );
            self.card.sends();
            self.seen.listed_since_sent.clear();
            self.seen.fresh = false;
        }
    }

    fn submitted(&mut self) {
        let part = self
            .seen
            .just_released
            .take()
            .expect("Ctrl-Z without a release just before");
        let typed = std::mem::take(&mut self.typed);
        if !std::mem::take(&mut self.prompted) {
            // To it that was no text.
            return;
        }
        let expected = format!("00{:02X}", part % 256);
        assert_eq!(
            String::from_utf8(typed).unwrap(),
            expected,
            "another part's PDU"
        );

        let behaves = self.choose(8);
        let accepts = !matches!(behaves, 1..=3);
        if accepts {
            self.last_reference = self.last_reference.wrapping_add(1);
            let reference = self.last_reference;
            assert!(
                self.seen.accepted.insert(part, reference).is_none(),
                "sent twice"
            );
        }
        let took = format!("\r\n+CMGS: {}\r\n\r\nOK\r\n", self.last_reference);
        let soon = Duration::from_millis(1);
        match behaves {
            1 => self.say("\r\n+CMS ERROR: 38\r\n".to_owned(), soon),
            2 => self.say("\r\n+CMS ERROR: 500\r\n".to_owned(), soon),
            3 | 4 => {}
            5 => self.say("\r\n+CMS ERROR: 332\r\n".to_owned(), soon),
            6 => {
                let late = Duration::from_secs(120 + u64::from(self.choose(30)));
                self.say(took, late);
            }
            _ => self.say(format!("\r\n^RSSI: 3\r\n{took}"), soon),
        }
    }

    /// In order: what is said later can't overtake.
    fn say(&mut self, answer: String, after: Duration) {
        let before = self.says.back().map_or(self.now, |(at, _)| *at);
        self.says
            .push_back((before.max(self.now) + after, answer.into_bytes()));
    }

    /// The owner sets the SIM right.
    fn sim_is_ours(&mut self) {
        for fortune in [
            Fortune::NoPin,
            Fortune::Roams(false),
            Fortune::Ours,
            Fortune::OwnerTriesPin,
            Fortune::OwnerTakes,
        ] {
            self.act(Act::Sim(fortune));
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Drain => {
                self.tickets += 1;
                self.seen.drains.insert(self.tickets);
                self.event(Event::Drain(Ticket(self.tickets)));
            }
            Act::Send => {
                self.tickets += 1;
                let ticket = self.tickets;
                self.seen.sends.insert(ticket);
                self.event(Event::Send(Handover {
                    ticket: Ticket(ticket),
                    tpdu: vec![u8::try_from(ticket % 256).unwrap()],
                    session: self.machine.status().session,
                    expires: self.now + Duration::from_secs(30),
                }));
            }
            Act::Text { storage, announced } => {
                let storage = STORAGES[storage];
                let index = self.next_index;
                self.next_index += 1;
                self.memories.insert((storage, index), TEXT.to_owned());
                if announced {
                    self.say(
                        format!("\r\n+CMTI: \"{storage}\",{index}\r\n"),
                        Duration::ZERO,
                    );
                }
            }
            Act::Direct => {
                let octets = TEXT.len() / 2 - 8;
                self.say(format!("\r\n+CMT: ,{octets}\r\n{TEXT}\r\n"), Duration::ZERO);
            }
            Act::Unplug => {
                self.plugged = false;
                self.card.starts();
                self.says.clear();
                self.prompted = false;
                self.typed.clear();
                if std::mem::take(&mut self.open) {
                    self.event(Event::Closed);
                }
            }
            Act::Plug => self.plugged = true,
            Act::Restart => {
                self.says.clear();
                self.prompted = false;
                self.typed.clear();
                self.selected = "SM";
                self.card.starts();
                self.say("\r\nRDY\r\n".to_owned(), Duration::ZERO);
            }
            Act::Stores(stores) => self.stores = stores,
            Act::Sim(fortune) => {
                if fortune.is_of_the_card() {
                    self.act(Act::Unplug);
                    self.plugged = true;
                }
                self.card.meets(fortune);
                self.event(Event::Rules(self.card.rules.clone()));
            }
            Act::Ask => {
                self.tickets += 1;
                self.seen.questions.insert(self.tickets);
                let question = Question::of("AT+CSQ").unwrap();
                self.event(Event::Ask(Ticket(self.tickets), question));
            }
        }
    }
}
