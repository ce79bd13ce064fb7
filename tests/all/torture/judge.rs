//! The judge of the torture: what the simulator saw, as it happens, and at rest what the database says.
//!
//! It knows nothing of how the program works, and nothing of what was done to it, but for what the
//! simulator's own record tells of the line: damaged, silent, or neither.

use readybell::sim::{Event, Recorded};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Nothing automatic may go to who wrote this, but for the answer to it.
pub const STOP: &str = "STOP";
/// Nothing goes until somebody has decided.
pub const UNCLEAR: &str = "why are you texting me";
/// Takes a STOP back.
pub const START: &str = "START";
/// Asks who this is.
pub const HELP: &str = "HELP";

/// Stands on both sides of the figure in each text that a program asked for.
pub const MARK: char = '§';

/// The figure in the words of such a text, or of any part of it.
pub fn figure_in(words: &str) -> Option<u64> {
    words
        .split(MARK)
        .skip(1)
        .find_map(|piece| piece.parse().ok())
}

/// What it has seen.
#[derive(Default)]
pub struct Judge {
    /// Each broken promise, in words.
    pub broken: Vec<String>,
    /// Parts that the network took.
    pub accepted: usize,
    /// Parts that it refused.
    pub refused: usize,
    /// Texts of phones.
    pub texted: i64,
    /// Texts that stood as unsure at the last rest, and all texts that had ended.
    pub unsure: usize,
    pub ended: usize,
    /// How often the network took each part of each text of ours.
    parts: BTreeMap<u64, BTreeMap<u8, usize>>,
    /// How often it took other words to a number: answers by themselves.
    answers: BTreeMap<(String, String), i64>,
    /// What phones wrote, and how often.
    written: BTreeMap<(String, String), i64>,
    /// TPDUs of texts: whose, which words, and whether the modem has deleted it.
    held: BTreeMap<String, (String, String, bool)>,
    /// Who must get nothing more: what forbids it was read or deleted.
    heard: BTreeSet<String>,
    /// Numbers about which the network lied.
    lied_about: BTreeSet<String>,
    line: Line,
    n: u64,
}

/// Whether what the modem says comes through.
#[derive(Default)]
struct Line {
    damage: BTreeSet<String>,
    /// Bits were turned in what was listed.
    turned_bits: bool,
}

impl Judge {
    fn says(&mut self, broken: String) {
        self.broken.push(format!("{broken} (record {})", self.n));
    }

    /// One more thing has happened.
    pub fn sees(&mut self, recorded: &Recorded) {
        self.n = recorded.n;
        match &recorded.event {
            Event::Did { command } => self.did(command),
            Event::Texted { from, words, .. } => {
                self.texted += 1;
                let key = (from.clone(), words.clone());
                *self.written.entry(key).or_default() += 1;
            }
            Event::Stored {
                tpdu, from, words, ..
            } if !from.is_empty() => {
                let text = (from.clone(), words.clone(), false);
                self.held.entry(tpdu.clone()).or_insert(text);
            }
            Event::Listed { tpdus, .. } if self.line.damage.contains("flip") => {
                self.line.turned_bits |= !tpdus.is_empty();
            }
            // Where the line is good, what was listed was read.
            Event::Listed { tpdus, .. } if self.line.damage.is_empty() => {
                for tpdu in tpdus {
                    self.hears(tpdu);
                }
            }
            Event::Deleted { tpdu, .. } => {
                self.hears(tpdu);
                if let Some((.., deleted)) = self.held.get_mut(tpdu) {
                    *deleted = true;
                }
            }
            Event::Refused { .. } => self.refused += 1,
            Event::Accepted {
                to, words, part, ..
            } => self.accepts(to, words, part.map_or(1, |part| part.number)),
            _ => {}
        }
    }

    fn did(&mut self, command: &str) {
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["noise", kind, "0"] => {
                self.line.damage.remove(*kind);
            }
            ["noise", kind, _] => {
                self.line.damage.insert((*kind).to_owned());
            }
            ["garbage", "0", ..] => {
                self.line.damage.remove("garbage");
            }
            ["garbage", ..] | ["silence", "on" | "next"] => {
                self.line.damage.insert(words[0].to_owned());
            }
            ["silence", "off"] => {
                self.line.damage.remove("silence");
            }
            ["silence", _] => {
                self.line.damage.insert("silence".to_owned());
            }
            ["report", number, ..] => {
                self.lied_about.insert((*number).to_owned());
            }
            _ => {}
        }
    }

    fn hears(&mut self, tpdu: &str) {
        let Some((from, words, _)) = self.held.get(tpdu) else {
            return;
        };
        match words.as_str() {
            STOP | UNCLEAR => {
                self.heard.insert(from.clone());
            }
            START => {
                self.heard.remove(from);
            }
            _ => {}
        }
    }

    fn accepts(&mut self, to: &str, words: &str, part: u8) {
        self.accepted += 1;
        let Some(figure) = figure_in(words) else {
            return self.answers_itself(to, words);
        };
        let times = self.parts.entry(figure).or_default().entry(part);
        let times = times.or_default();
        *times += 1;
        if *times > 1 {
            let times = *times;
            self.says(format!(
                "part {part} of text {figure} was accepted {times} times"
            ));
        }
        if self.heard.contains(to) {
            self.says(format!(
                "text {figure} went to {to} after what forbids it was read"
            ));
        }
    }

    fn answers_itself(&mut self, to: &str, words: &str) {
        let key = (to.to_owned(), words.to_owned());
        *self.answers.entry(key).or_default() += 1;
        let of = |known: &BTreeMap<(String, String), i64>, is_so: fn(&str) -> bool| -> i64 {
            let own = known
                .iter()
                .filter(|((who, words), _)| who == to && is_so(words));
            own.map(|(_, times)| times).sum()
        };
        let asked = of(&self.written, |words| matches!(words, STOP | START | HELP));
        let answered = of(&self.answers, |_| true);
        if answered > asked {
            self.says(format!(
                "{to} got {answered} answers to {asked} texts, the last one {words:?}"
            ));
        }
    }

    /// Everything has come to rest. `promised`: the texts that the program said it would send, by row and
    /// figure.
    pub fn at_rest(&mut self, database: &Connection, promised: &[(i64, u64)]) {
        self.texts(database, promised);
        self.inbound(database);
    }

    fn texts(&mut self, database: &Connection, promised: &[(i64, u64)]) {
        let mut statement = database
            .prepare(
                "SELECT outbox.id, address, words, state, reason, hold, parts
                 FROM outbox JOIN contact_point ON contact_point.id = contact_id",
            )
            .unwrap();
        let rows = statement.query_map([], |row| {
            Ok(Text {
                id: row.get(0)?,
                to: row.get(1)?,
                words: row.get(2)?,
                state: row.get(3)?,
                reason: row.get(4)?,
                hold: row.get(5)?,
                parts: row.get(6)?,
            })
        });
        let texts: Vec<Text> = rows.unwrap().map(Result::unwrap).collect();
        self.unsure = texts.iter().filter(|text| text.state == "unsure").count();
        self.ended = texts.iter().filter(|text| text.state != "queued").count();
        let mut kept = BTreeMap::new();
        for text in &texts {
            let Some(figure) = figure_in(&text.words) else {
                continue;
            };
            if kept.insert(figure, text.id).is_some() {
                self.says(format!("text {figure} is in the outbox twice"));
            }
            self.text(figure, text);
        }
        for (id, figure) in promised {
            if kept.get(figure) != Some(id) {
                self.says(format!("text {figure} was promised as {id}, and is lost"));
            }
        }
        for figure in self.parts.keys().copied().collect::<Vec<_>>() {
            if !kept.contains_key(&figure) {
                self.says(format!("text {figure} went and is not in the outbox"));
            }
        }
        for ((to, words), times) in self.answers.clone() {
            let may_have_gone = texts
                .iter()
                .filter(|text| text.to == to && text.words == words && text.may_have_gone());
            let rows = i64::try_from(may_have_gone.count()).unwrap();
            if times > rows {
                self.says(format!(
                    "{words:?} went {times} times to {to}, and stands {rows} times as gone"
                ));
            }
        }
    }

    fn text(&mut self, figure: u64, text: &Text) {
        let parts = self.parts.get(&figure).map_or(0, BTreeMap::len);
        let parts = i64::try_from(parts).unwrap();
        let misled = self.lied_about.contains(&text.to) || self.line.turned_bits;
        let stands = match text.state.as_str() {
            "queued" => parts == 0 && !text.hold.is_empty(),
            "failed" | "refused" | "expired" | "cancelled" => parts == 0,
            "sent" | "delivered" => parts == text.parts || misled,
            "cut_short" => (parts > 0 || misled) && parts <= text.parts,
            "unsure" | "undelivered" => true,
            _ => false,
        };
        if !stands {
            self.says(format!(
                "text {figure} is {} ({}), and {parts} of its {} parts were accepted",
                text.state, text.reason, text.parts
            ));
        }
        let says_why = matches!(text.state.as_str(), "queued" | "sent" | "delivered");
        if !says_why && text.reason.is_empty() {
            self.says(format!(
                "text {figure} is {}, and nobody knows why",
                text.state
            ));
        }
    }

    fn inbound(&mut self, database: &Connection) {
        for ((from, words), times) in self.written.clone() {
            let found: i64 = database
                .query_row(
                    "SELECT count(*) FROM inbox JOIN contact_point ON contact_point.id = contact_id
                     WHERE address = ?1 AND words = ?2 AND applied_at IS NOT NULL",
                    [&from, &words],
                    |row| row.get(0),
                )
                .unwrap();
            if found != times {
                self.says(format!(
                    "{words:?} from {from} came {times} times, and was stored and applied {found} times"
                ));
            }
        }
        for (tpdu, (.., deleted)) in self.held.clone() {
            let rows: i64 = database
                .query_row(
                    "SELECT count(*) FROM tpdu WHERE hex(bytes) = upper(?1) AND repeat_of IS NULL",
                    [&tpdu],
                    |row| row.get(0),
                )
                .unwrap();
            if rows > 1 || (deleted && rows == 0) {
                self.says(format!("{tpdu} came in once, and is kept {rows} times"));
            }
        }
    }
}

/// One row of the outbox.
struct Text {
    id: i64,
    to: String,
    words: String,
    state: String,
    reason: String,
    hold: String,
    parts: i64,
}

impl Text {
    fn may_have_gone(&self) -> bool {
        matches!(
            self.state.as_str(),
            "sent" | "delivered" | "undelivered" | "unsure" | "cut_short"
        )
    }
}
