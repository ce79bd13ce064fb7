//! What happens next, from a seed. It does not know what came of what happened before: so the same seed
//! brings the same things in the same order, whatever the program makes of them.

use readybell::domain::random::Random;
use readybell::sim::script::BreakPoint;

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Act {
    /// A program asks for so many texts of so many parts, to people who agreed to them.
    Ask { who: u64, texts: u64, parts: usize },
    /// The same, to somebody who may have taken that back.
    AskInVain { who: u64 },
    /// A phone writes.
    Write { who: u64, what: Writes },
    /// A phone calls, and nobody answers.
    Call { who: u64, rings: u64 },
    /// The network says what became of a text, and lies.
    Lie {
        who: u64,
        mr: u64,
        status: &'static str,
        ago: u64,
    },
    /// A fault that ends by itself: a line of the simulator's script.
    Passing(String),
    /// A fault that stays: the line that begins it, and the one that ends it.
    Lasting(String, &'static str),
    /// Bits are turned on the line, while nothing comes in.
    TurnedBits(u64),
    /// The cable is pulled, or put back.
    Cable,
    /// The modem loses its power, or gets it back.
    Power,
    /// The oldest fault that stays ends.
    HealOne,
    /// The program is killed, and started again at once or later.
    Kill { when: When, back_at_once: bool },
    /// The program is started, where it is down.
    Start,
}

/// What a phone writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    Plain,
    Long,
    Stop,
    Unclear,
    /// A stranger asks for help.
    Help,
    /// Somebody who texted STOP wants texts again.
    Start,
}

/// The moment of a kill.
#[derive(Debug, Clone, Copy)]
pub enum When {
    Now,
    /// After so many lines of the simulator.
    AfterLines(u64),
    /// At that point of the conversation, for the nth time.
    At(BreakPoint, u64),
    /// In the nth commit from now, at that stage of it.
    InCommit(usize, usize),
    /// While a program asks for a text.
    WhileAsked {
        who: u64,
    },
}

/// Where the chances come from.
pub struct Fate(Random);

impl Fate {
    pub fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0.below(limit)
    }

    /// One of them.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap();
        all[at]
    }

    /// How modem and SIM of this shop count, as two lines of the script. A SIM that counts honestly for a
    /// while and lies later can't be told from an honest one, so each keeps to its way.
    pub fn counting(&mut self) -> [&'static str; 2] {
        [
            self.one_of(&[
                "counter kept",
                "counter kept",
                "counter lost",
                "counter late 1",
                "counter answered",
                "counter constant",
                "counter random",
                "counter read",
                "counter missing",
            ]),
            self.one_of(&[
                "reference on",
                "reference on",
                "reference anew",
                "reference constant 0",
                "reference random",
            ]),
        ]
    }

    pub fn act(&mut self) -> Act {
        let who = self.below(1_000);
        match self.below(100) {
            0..=25 => Act::Ask {
                who,
                texts: 1 + self.below(4),
                parts: self.one_of(&[1, 1, 1, 2, 3]),
            },
            26..=28 => Act::AskInVain { who },
            29..=43 => Act::Write {
                who,
                what: self.one_of(&[
                    Writes::Plain,
                    Writes::Plain,
                    Writes::Plain,
                    Writes::Long,
                    Writes::Stop,
                    Writes::Stop,
                    Writes::Unclear,
                    Writes::Help,
                    Writes::Start,
                ]),
            },
            44 => Act::Call {
                who,
                rings: 1 + self.below(3),
            },
            45..=46 => Act::Lie {
                who,
                mr: self.below(256),
                status: self.one_of(&["00", "30", "41", "46", "63", "7F"]),
                ago: self.below(200),
            },
            47..=62 => Act::Passing(self.passing()),
            63..=74 => {
                let (on, off) = self.lasting();
                Act::Lasting(on, off)
            }
            75 => Act::TurnedBits(1 + self.below(6)),
            76..=78 => Act::Cable,
            79 => Act::Power,
            80..=84 => Act::HealOne,
            85..=97 => Act::Kill {
                when: self.when(),
                back_at_once: self.below(4) > 0,
            },
            _ => Act::Start,
        }
    }

    fn when(&mut self) -> When {
        match self.below(8) {
            0 => When::Now,
            1..=2 => When::AfterLines(1 + self.below(4)),
            3..=5 => When::At(self.one_of(&BreakPoint::ALL), 1 + self.below(2)),
            6 => When::InCommit(
                usize::try_from(1 + self.below(6)).unwrap(),
                usize::try_from(self.below(4)).unwrap(),
            ),
            _ => When::WhileAsked {
                who: self.below(1_000),
            },
        }
    }

    fn passing(&mut self) -> String {
        let few = 1 + self.below(3);
        match self.below(20) {
            0 => "drop-prompt".to_owned(),
            1 => format!("swallow-answer late {few}"),
            2 => "swallow-answer".to_owned(),
            3 => "lose-submit".to_owned(),
            4 => "silence next".to_owned(),
            5 => format!("silence {few}"),
            6..=8 | 18 => {
                let code = self.one_of(&[
                    "1", "21", "27", "28", "38", "41", "42", "47", "96", "111", "255", "302",
                    "304", "314", "322", "331", "332", "500", "512", "bare",
                ]);
                format!("refuse {code} times {few}")
            }
            9 => {
                let code = self.one_of(&["3", "10", "13", "14", "30", "100", "515"]);
                let on = self.one_of(&["+CMGS", "+CMGL", "+CMGD", "+CPMS", "+CSQ", "+CREG", ""]);
                let on = if on.is_empty() {
                    String::new()
                } else {
                    format!(" on {on}")
                };
                format!("cme {code} times {few}{on}")
            }
            19 => format!("sim-busy {few}"),
            10 => format!("garbage {}", 1 + self.below(60)),
            11 => format!(
                "urc {}",
                self.one_of(&[
                    "^RSSI: 17",
                    "+CMTI: \"SM\",3",
                    "+CMTI:",
                    "RDY",
                    "+CREG: 2",
                    "OK",
                    "ERROR",
                    "+CMTI: \"ME\",99999"
                ])
            ),
            12..=13 => format!(
                "urc-inside {} {}",
                self.one_of(&["prompt", "cmgs", "cmgl"]),
                self.one_of(&["^RSSI: 17", "+CMTI: \"SM\",1", "RING"])
            ),
            14..=15 => format!("repeat-delivery {few}"),
            16 => "reset".to_owned(),
            _ => format!("cme 100 times {few} on +CMGF"),
        }
    }

    fn lasting(&mut self) -> (String, &'static str) {
        let of_thousand = 1 + self.below(8);
        let long = 50 + self.below(400);
        let (on, off) = match self.below(17) {
            0 => (format!("noise lose {of_thousand}"), "noise lose 0"),
            1 => (format!("noise double {of_thousand}"), "noise double 0"),
            2 => (format!("noise cut {}", of_thousand * 4), "noise cut 0"),
            3 => (
                format!("garbage {} each-line", 1 + self.below(4)),
                "garbage 0 each-line",
            ),
            4 => (format!("storage SM {}", 1 + self.below(3)), "storage SM 20"),
            5 => ("sim-full on".to_owned(), "sim-full off"),
            6 => (format!("delay answer 0..{long}"), "delay answer 0"),
            7 => (format!("delay submit 0..{long}"), "delay submit 0"),
            8 => (format!("delay sent 0..{long}"), "delay sent 0"),
            9 => (format!("delay prompt 0..{long}"), "delay prompt 0"),
            10 => (format!("delay deliver {long}"), "delay deliver 0"),
            11 => (format!("delay report {}", long * 4), "delay report 0"),
            12 => ("reports off".to_owned(), "reports on"),
            13 => ("silence on".to_owned(), "silence off"),
            14 => ("deregister".to_owned(), "register"),
            15 => ("signal 0".to_owned(), "signal 20"),
            _ => (
                format!(
                    "sender-form {}",
                    self.one_of(&["bare", "national", "unknown"])
                ),
                "sender-form plus",
            ),
        };
        (on, off)
    }
}
