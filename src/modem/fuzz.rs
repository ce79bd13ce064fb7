//! The whole machine against any bytes and deadlines, in any order. For `fuzz/fuzz_targets/machine.rs`
//! and the property test beside it.

use super::machine::{Effect, Event, Handover, Jitter, Machine, Purpose, Ticket, Unstored};
use super::status::Why;
use crate::store::LineRules;
use crate::wire::at::Question;
use std::fmt::{self, Write};
use std::time::Duration;

/// More effects of one event are a loop without an end.
const MOST_EFFECTS: usize = 10_000;
/// So often the machine may be due without any time passing.
const MOST_TICKS: usize = 100;
/// What an input began ends in that time: the answer to a part may take 130 s, and each minute has its poll.
const AFTERWARDS: Duration = Duration::from_secs(200);
/// Bytes that a machine may have grown to, written out.
const MOST_HELD: usize = 256 * 1024;

/// Two SIMs.
const SIMS: [&str; 2] = ["310260123456789", "310260999999999"];

/// What a modem that behaves says; anything else it takes with OK.
const POLITE: [(&str, &str); 11] = [
    ("AT+CPIN?", "+CPIN: READY"),
    ("AT+CFUN?", "+CFUN: 1"),
    (
        "AT+CPMS=?",
        "+CPMS: (\"SM\",\"ME\",\"SR\"),(\"SM\"),(\"SM\")",
    ),
    ("AT+CPMS?", "+CPMS: \"SM\",1,20,\"SM\",0,20,\"SM\",0,20"),
    ("AT+CPMS", "+CPMS: 1,20,0,20,0,20"),
    ("AT+CSMS", "+CSMS: 1,1,1"),
    ("AT+CNMI=?", "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)"),
    ("AT+CNMI?", "+CNMI: 2,1,0,2,0"),
    ("AT+CREG?", "+CREG: 0,1"),
    ("AT+COPS?", "+COPS: 0,0,\"Net\",7"),
    (
        "AT+CMGL",
        "+CMGL: 1,0,,24\r\n07912160130310F2040B914151550510F00000111011021543230CD4F29C0E8287E5A0F29B0C",
    ),
];

/// Plays one input.
///
/// # Panics
/// When the machine panics, goes in circles, or grows without bound.
pub fn play(input: &[u8]) {
    let mut bench = Bench {
        machine: Machine::new(
            Purpose::Work,
            Some("1234".to_owned()),
            LineRules::default(),
            Jitter::none(),
        ),
        now: Duration::ZERO,
        opens: true,
        stores: true,
        sim: 0,
        asked: Vec::new(),
        tickets: 0,
    };
    bench.pass(Duration::from_secs(1));
    let mut rest = input;
    while let Some((&what, after)) = rest.split_first() {
        rest = bench.step(what, after);
    }
    bench.pass(AFTERWARDS);
    let mut held = Length(0);
    // Counting takes whatever it is given.
    let _ = write!(held, "{:?}", bench.machine);
    assert!(held.0 < MOST_HELD, "it has grown to {} bytes", held.0);
}

/// How long something is when it is written out.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        self.0 += written.len();
        Ok(())
    }
}

struct Bench {
    machine: Machine,
    now: Duration,
    opens: bool,
    stores: bool,
    /// Whose SIM answers, whether it asks for its PIN, and whether it is in another network.
    sim: u8,
    /// What was written and not answered.
    asked: Vec<u8>,
    tickets: u64,
}

impl Bench {
    /// One step, and what is left of the input after it.
    fn step<'a>(&mut self, what: u8, rest: &'a [u8]) -> &'a [u8] {
        let figure = rest.first().copied().unwrap_or(0);
        let after = rest.get(1..).unwrap_or_default();
        match what % 20 {
            0..=4 => {
                let said = rest.len().min(usize::from(figure) + 1);
                let (said, after) = rest.split_at(said);
                self.event(Event::Bytes(said));
                return after;
            }
            5..=8 => self.answer_politely(figure),
            9 => {
                self.pass(Duration::from_millis(u64::from(figure)));
                return after;
            }
            10 => {
                self.pass(Duration::from_secs(u64::from(figure)));
                return after;
            }
            11 => {
                self.tickets += 1;
                self.event(Event::Drain(Ticket(self.tickets)));
            }
            12 => {
                self.tickets += 1;
                self.event(Event::Send(Handover {
                    ticket: Ticket(self.tickets),
                    tpdu: vec![figure; 20],
                    session: self.machine.status().session,
                    expires: self.now + Duration::from_secs(30),
                }));
            }
            13 => self.event(Event::Closed),
            14 => self.opens = !self.opens,
            15 => self.stores = !self.stores,
            16 => self.sim = figure,
            17 => self.event(Event::Rules(LineRules {
                sims: vec![format!("imsi:{}", SIMS[usize::from(figure % 2)])],
                pin_is_spent: figure & 2 > 0,
                may_roam: figure & 4 > 0,
            })),
            18 => {
                self.tickets += 1;
                let asked = ["AT+CSQ", "ATI", "AT+CPMS?"];
                let which = asked.get(usize::from(figure) % asked.len());
                if let Some(question) = which.and_then(|asked| Question::of(asked).ok()) {
                    self.event(Event::Ask(Ticket(self.tickets), question));
                }
            }
            // Once it stops there is not much left to see.
            _ if figure == 0 => self.event(Event::Stop),
            _ => {}
        }
        rest
    }

    fn answer_politely(&mut self, figure: u8) {
        let asked = std::mem::take(&mut self.asked);
        let asked = String::from_utf8_lossy(&asked);
        let said = if asked.contains('\u{1a}') {
            format!("\r\n+CMGS: {figure}\r\n\r\nOK\r\n")
        } else if asked.starts_with("AT+CMGS") {
            "\r\n> ".to_owned()
        } else {
            let line = self.of_the_sim(&asked).or_else(|| {
                let known = POLITE.iter().find(|(known, _)| asked.starts_with(known));
                known.map(|(_, line)| (*line).to_owned())
            });
            let line = line.map_or(String::new(), |line| format!("\r\n{line}\r\n"));
            format!("{line}\r\nOK\r\n")
        };
        self.event(Event::Bytes(said.as_bytes()));
    }

    /// What the SIM has to say, where that is not always the same.
    fn of_the_sim(&mut self, asked: &str) -> Option<String> {
        if asked.starts_with("AT+CPIN=") {
            self.sim &= !2;
        }
        match asked.trim_end() {
            "AT+CPIN?" if self.sim & 2 > 0 => Some("+CPIN: SIM PIN".to_owned()),
            "AT+CIMI" => Some(SIMS[usize::from(self.sim % 2)].to_owned()),
            "AT+CREG?" if self.sim & 4 > 0 => Some("+CREG: 0,5".to_owned()),
            _ => None,
        }
    }

    fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        let mut ticks = 0;
        while let Some(due) = self.machine.deadline().filter(|due| *due <= until) {
            ticks = if due > self.now { 0 } else { ticks + 1 };
            assert!(ticks < MOST_TICKS, "due again and again at {:?}", self.now);
            self.now = self.now.max(due);
            self.event(Event::Tick);
        }
        self.now = until;
    }

    fn event(&mut self, event: Event<'_>) {
        self.machine.handle(event, self.now);
        for _ in 0..MOST_EFFECTS {
            let Some(effect) = self.machine.effect() else {
                return;
            };
            self.carry_out(effect);
        }
        panic!("no end of effects");
    }

    fn carry_out(&mut self, effect: Effect) {
        let stored = |event, unstored| match self.stores {
            true => event,
            false => Event::NotStored(unstored),
        };
        let event = match effect {
            Effect::Open if self.opens => Event::Opened,
            Effect::Open => Event::OpenFailed(Why::PortMissing),
            Effect::TakeListing { entries, .. } => {
                let places = entries.iter().map(|entry| entry.index).collect();
                stored(Event::ListingTaken(places), Unstored::Listing)
            }
            Effect::CopyDeleted { .. } => stored(Event::CopyDeleted, Unstored::CopyDeleted),
            Effect::TakeDirect { .. } => stored(Event::DirectTaken, Unstored::Direct),
            Effect::Release(..) => stored(Event::Released, Unstored::Release),
            Effect::TryPin => stored(Event::PinNoted, Unstored::Pin),
            Effect::Write(bytes) => {
                self.asked = bytes;
                return;
            }
            _ => return,
        };
        self.machine.handle(event, self.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_and_deadlines_in_any_order(input in proptest::collection::vec(any::<u8>(), 0..600)) {
            play(&input);
        }

        #[test]
        fn a_modem_that_mostly_behaves(input in proptest::collection::vec(
            prop_oneof![6 => 5..9_u8, 1 => any::<u8>()], 0..600,
        )) {
            play(&input);
        }
    }
}
