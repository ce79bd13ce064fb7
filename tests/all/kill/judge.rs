//! The judge: what the simulator saw, then what the database says, against the promises.
//!
//! It knows nothing of how the program works: only the line, the network and the tables.

use readybell::sim::{Event, Recorded};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a trial brought to light.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Each broken promise, in words.
    pub broken: Vec<String>,
    /// Parts that the network accepted.
    pub accepted: usize,
    /// Texts that stand as unsure.
    pub unsure: usize,
    /// Texts that came in.
    pub inbound: usize,
    /// Parts that went to a number whose STOP lay in the modem, unread: the race that nothing can
    /// avoid.
    pub races: usize,
}

impl Verdict {
    fn says(&mut self, broken: String) {
        self.broken.push(broken);
    }
}

/// Texts after which nothing automatic may go to their sender, but the one confirmation.
pub const STOP: &str = "STOP";
/// The rules can't tell whether this one is a no; so nothing goes until somebody has decided.
pub const UNCLEAR: &str = "why are you texting me";

/// One row of the outbox.
struct Text {
    to: String,
    kind: String,
    words: String,
    state: String,
    reason: String,
    hold: String,
    parts: i64,
    released: bool,
}

/// Judges a trial that has come to rest. `until`: texts whose time is later were never let go.
pub fn judge(record: &[Recorded], database: &Connection, until: i64) -> Verdict {
    let texts = texts(database, until);
    let mut verdict = Verdict::default();
    let mut wire = Wire::new(&texts);
    for recorded in record {
        wire.sees(&recorded.event, &mut verdict);
    }
    wire.life_ends();
    judge_texts(&texts, &wire, &mut verdict);
    judge_inbound(record, database, &mut verdict);
    judge_confirmations(record, &texts, &wire, &mut verdict);
    verdict
}

fn texts(database: &Connection, until: i64) -> BTreeMap<i64, Text> {
    let mut statement = database
        .prepare(
            "SELECT outbox.id, address, outbox.kind, words, state, reason, hold, parts, not_before
             FROM outbox JOIN contact_point ON contact_point.id = contact_id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| {
        let text = Text {
            to: row.get(1)?,
            kind: row.get(2)?,
            words: row.get(3)?,
            state: row.get(4)?,
            reason: row.get(5)?,
            hold: row.get(6)?,
            parts: row.get(7)?,
            released: row.get::<_, i64>(8)? <= until,
        };
        Ok((row.get(0)?, text))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// What can be known from the line and the network alone.
struct Wire<'a> {
    texts: &'a BTreeMap<i64, Text>,
    /// The memories that were read since the last `AT+CMGS`, in this life: listed, or found empty.
    read: BTreeSet<String>,
    /// How much lies in each memory.
    held: BTreeMap<String, i64>,
    /// The memories in which anything was ever put.
    in_use: BTreeSet<String>,
    selected: String,
    listing: bool,
    /// Who sent which TPDU, and what.
    senders: HashMap<String, (String, String)>,
    /// The numbers whose STOP or unclear text lies in a memory, and those that were listed.
    spoken: BTreeSet<String>,
    heard: BTreeSet<String>,
    /// How often the network accepted each part of each text.
    accepted: BTreeMap<(i64, u8), usize>,
    /// The send that goes on: the text, once the network has it.
    open: Option<Option<i64>>,
    /// The sends in whose middle a life ended.
    interrupted: Vec<Option<i64>>,
}

impl<'a> Wire<'a> {
    fn new(texts: &'a BTreeMap<i64, Text>) -> Self {
        Self {
            texts,
            read: BTreeSet::new(),
            held: BTreeMap::new(),
            in_use: BTreeSet::new(),
            selected: String::new(),
            listing: false,
            senders: HashMap::new(),
            spoken: BTreeSet::new(),
            heard: BTreeSet::new(),
            accepted: BTreeMap::new(),
            open: None,
            interrupted: Vec::new(),
        }
    }

    fn sees(&mut self, event: &Event, verdict: &mut Verdict) {
        match event {
            // Not where the port is let go: what the dead one wrote last may lie in the line still.
            Event::Attached | Event::Booted => self.life_ends(),
            Event::LineIn { text } => self.command(text, verdict),
            Event::Stored {
                place,
                tpdu,
                from,
                words,
                ..
            } => {
                self.in_use.insert(place.storage.clone());
                *self.held.entry(place.storage.clone()).or_default() += 1;
                self.senders
                    .insert(tpdu.clone(), (from.clone(), words.clone()));
                if words == STOP || words == UNCLEAR {
                    self.spoken.insert(from.clone());
                }
            }
            Event::Deleted { place, .. } => {
                *self.held.entry(place.storage.clone()).or_default() -= 1;
            }
            // The answer to the choice of a memory. What the modem counts is believed only where
            // nothing lies there.
            Event::LineOut { text, .. }
                if text.starts_with("+CPMS: 0,")
                    && self.held.get(&self.selected).is_none_or(|held| *held == 0) =>
            {
                self.read.insert(self.selected.clone());
            }
            Event::Listed { tpdus, .. } => {
                if std::mem::take(&mut self.listing) {
                    self.read.insert(self.selected.clone());
                }
                for tpdu in tpdus {
                    if let Some((from, words)) = self.senders.get(tpdu)
                        && (words == STOP || words == UNCLEAR)
                    {
                        self.heard.insert(from.clone());
                    }
                }
            }
            Event::Accepted {
                to, words, part, ..
            } => {
                verdict.accepted += 1;
                let part = part.map(|part| (part.reference, part.number, part.total));
                self.accepts(to, words, part, verdict);
            }
            _ => {}
        }
    }

    fn life_ends(&mut self) {
        self.read.clear();
        self.listing = false;
        self.interrupted.extend(self.open.take());
    }

    fn command(&mut self, text: &str, verdict: &mut Verdict) {
        self.open = None;
        if let Some(memories) = text.strip_prefix("AT+CPMS=\"") {
            self.selected = memories.chars().take_while(|c| *c != '"').collect();
        }
        self.listing = text.starts_with("AT+CMGL=");
        if text.starts_with("AT+CMGS=") {
            if !self.read.is_superset(&self.in_use) {
                verdict.says(format!(
                    "sent without a full drain: {:?} were read of {:?}",
                    self.read, self.in_use
                ));
            }
            self.read.clear();
            self.open = Some(None);
        }
    }

    fn accepts(
        &mut self,
        to: &str,
        words: &str,
        part: Option<(u16, u8, u8)>,
        verdict: &mut Verdict,
    ) {
        let found = self.texts.iter().find(|(id, text)| {
            text.to == to
                && match part {
                    None => text.words == words,
                    Some((reference, _, total)) => {
                        **id % 256 == i64::from(reference) && text.parts == i64::from(total)
                    }
                }
        });
        let Some((id, text)) = found else {
            return verdict.says(format!(
                "the network has what the database has not: {words:?}"
            ));
        };
        let times = self.accepted.entry((*id, part.map_or(1, |part| part.1)));
        let times = times.or_default();
        *times += 1;
        if *times > 1 {
            verdict.says(format!(
                "text {id} ({}) was accepted {times} times",
                text.kind
            ));
        }
        if self.open.is_some() {
            self.open = Some(Some(*id));
        }
        if text.kind == "stop_confirmation" {
            return;
        }
        if self.heard.contains(to) {
            verdict.says(format!(
                "text {id} ({}) went after a listing that forbade it",
                text.kind
            ));
        } else if self.spoken.contains(to) {
            verdict.races += 1;
        }
    }
}

fn judge_texts(texts: &BTreeMap<i64, Text>, wire: &Wire<'_>, verdict: &mut Verdict) {
    let mut in_the_dark = wire
        .interrupted
        .iter()
        .filter(|text| text.is_none())
        .count();
    for (id, text) in texts {
        let parts = wire.accepted.range((*id, 0)..=(*id, u8::MAX)).count();
        let parts = i64::try_from(parts).unwrap();
        let state = text.state.as_str();
        let stands = match state {
            "queued" => parts == 0 && (!text.released || !text.hold.is_empty()),
            "failed" | "refused" | "expired" | "cancelled" => parts == 0,
            "sent" | "delivered" => parts == text.parts,
            "cut_short" => parts > 0 && parts <= text.parts,
            "unsure" | "undelivered" => true,
            _ => false,
        };
        if !stands {
            verdict.says(format!(
                "text {id} ({}) is {state}, and {parts} of its {} parts were accepted",
                text.kind, text.parts
            ));
        }
        let ended = !matches!(state, "queued" | "sent" | "delivered");
        if ended && text.reason.is_empty() {
            verdict.says(format!("text {id} is {state}, and nobody knows why"));
        }
        if state == "unsure" {
            verdict.unsure += 1;
            if wire.interrupted.contains(&Some(*id)) {
                continue;
            }
            match in_the_dark.checked_sub(1) {
                Some(left) => in_the_dark = left,
                None => verdict.says(format!("text {id} is unsure, and no kill fell into it")),
            }
        }
    }
}

fn judge_inbound(record: &[Recorded], database: &Connection, verdict: &mut Verdict) {
    let mut texted: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    // What is not deleted may lie in the modem still, unread.
    let mut stored: BTreeMap<&str, bool> = BTreeMap::new();
    for recorded in record {
        match &recorded.event {
            Event::Texted { from, words, .. } => {
                *texted.entry((from, words)).or_default() += 1;
            }
            Event::Stored { tpdu, .. } => {
                stored.entry(tpdu).or_default();
            }
            Event::Deleted { tpdu, .. } => {
                stored.insert(tpdu, true);
            }
            _ => {}
        }
    }
    for ((from, words), times) in texted {
        verdict.inbound += 1;
        let mut expect = |what: &str, sql: &str, expected: i64| {
            let found: i64 = database
                .query_row(sql, [from, words], |row| row.get(0))
                .unwrap();
            if found != expected {
                verdict.says(format!(
                    "{words:?} from {from} came {times} times and was {what} {found} times"
                ));
            }
        };
        expect(
            "stored and applied",
            "SELECT count(*) FROM inbox JOIN contact_point ON contact_point.id = contact_id
             WHERE address = ?1 AND words = ?2 AND applied_at IS NOT NULL",
            times,
        );
        let event = match words {
            STOP => "revoke",
            UNCLEAR => "hold",
            _ => continue,
        };
        expect(
            "written into the ledger",
            &format!(
                "SELECT count(*) FROM ledger JOIN contact_point ON contact_point.id = contact_id
                 WHERE address = ?1 AND ?2 <> '' AND event = '{event}' AND actor = 'customer'"
            ),
            times,
        );
    }
    for (tpdu, deleted) in stored {
        let rows: i64 = database
            .query_row(
                "SELECT count(*) FROM tpdu WHERE hex(bytes) = upper(?1) AND repeat_of IS NULL",
                [tpdu],
                |row| row.get(0),
            )
            .unwrap();
        if rows > 1 || (deleted && rows == 0) {
            verdict.says(format!("what came in once is kept {rows} times"));
        }
    }
    // A report may have come in just as the program was asked to end; the next start settles it.
    let loose = "SELECT count(*) FROM tpdu WHERE sim_copy_pending = 1 AND kind = 'deliver'";
    let loose: i64 = database.query_row(loose, [], |row| row.get(0)).unwrap();
    if loose > 0 {
        verdict.says(format!(
            "{loose} copies are thought to lie on the SIM still"
        ));
    }
}

fn judge_confirmations(
    record: &[Recorded],
    texts: &BTreeMap<i64, Text>,
    wire: &Wire<'_>,
    verdict: &mut Verdict,
) {
    let stopped: BTreeSet<&str> = record
        .iter()
        .filter_map(|recorded| match &recorded.event {
            Event::Texted { from, words, .. } if words == STOP => Some(from.as_str()),
            _ => None,
        })
        .collect();
    for number in stopped {
        let confirmations: Vec<_> = texts
            .iter()
            .filter(|(_, text)| text.to == number && text.kind == "stop_confirmation")
            .collect();
        let [(id, text)] = confirmations.as_slice() else {
            verdict.says(format!(
                "{number} has {} confirmations",
                confirmations.len()
            ));
            continue;
        };
        let went = wire.accepted.contains_key(&(**id, 1));
        // Whether a kill fell into its own sending is judged where unsure texts are.
        if !went && text.state != "unsure" {
            verdict.says(format!(
                "the confirmation to {number} is {} and never went",
                text.state
            ));
        }
    }
}
