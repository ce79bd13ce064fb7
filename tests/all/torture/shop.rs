//! A shop that lives through it: the real program on a real pty, and the simulator beside it.

use super::fate::{Act, Fate, When, Writes};
use super::judge::{HELP, Judge, MARK, START, STOP, UNCLEAR};
use crate::kill::moment::STAGES;
use crate::kill::watch;
use crate::support::bench::Bench;
use crate::support::daemon::Daemon;
use crate::support::process::{Process, was_killed};
use crate::support::seed::{customer, set_up};
use chrono::TimeDelta;
use readybell::sim::Recorded;
use rusqlite::Connection;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::time::{Duration, Instant};

/// May text for the purpose `service`.
const TOKEN: &str = "rb_torture";
/// So many customers at a time are texted, and write.
const OPEN: usize = 6;
/// So many sentences make one part, two, and three; each part has a whole one.
const LENGTHS: [usize; 3] = [1, 8, 13];
/// How long a moment may take to come before the kill falls where it falls.
const MOMENT: Duration = Duration::from_millis(1_500);
/// How long the shop may take to come to rest: again and again with a fresh start, because an answer
/// that is owed to the last one is waited for. A text that was refused five times waits 160 s by itself.
const REST: [u64; 4] = [8, 8, 20, 420];
/// What makes everything well again, besides what ends each fault.
const WELL: [&str; 9] = [
    "break off",
    "continue",
    "silence off",
    "refuse off",
    "cme off",
    "register",
    "signal 20",
    "reports on",
    "noise flip 0",
];

/// The shop.
pub struct Shop {
    bench: Bench,
    sim: Process,
    daemon: Option<Daemon>,
    fate: Fate,
    record: BufReader<File>,
    line: String,
    pub judge: Judge,
    /// Who gets texts; who wrote something that forbids them, and whether it was STOP; who comes next.
    open: Vec<String>,
    closed: Vec<(String, bool)>,
    next: VecDeque<String>,
    /// What ends the faults that stay, the oldest first.
    stays: VecDeque<&'static str>,
    turned_bits: bool,
    plugged: bool,
    powered: bool,
    figure: u64,
    promised: Vec<(i64, u64)>,
    pub kills: usize,
}

fn number(customer: usize) -> String {
    format!("+1312{}", 2_000_000 + customer)
}

impl Shop {
    /// One that is ready for so many steps.
    pub fn open(seed: u64, steps: u64) -> Self {
        let mut bench = Bench::new();
        watch::over(&mut bench);
        let all = OPEN + usize::try_from(steps / 4).unwrap();
        bench.with_store(async |store, now| {
            set_up(store, now).await;
            let mut settings = store.settings().await.unwrap();
            // More goes to each than a shop would let.
            settings.limits.per_hour = u32::MAX;
            settings.limits.per_day = u32::MAX;
            let set = store.set_settings(settings, "the test".to_owned(), now);
            set.await.unwrap();
            for each in 0..all {
                customer(store, &number(each), now).await;
            }
            let scopes = ["service".to_owned()].into();
            let (name, by) = ("torture".to_owned(), "the test".to_owned());
            let added = store.add_token(name, TOKEN.to_owned(), scopes, by, now);
            added.await.unwrap();
        });
        // A text of the same second as the install counts as one that lay on the SIM before it.
        bench.set_clock(bench.now() + TimeDelta::minutes(1));
        let mut sim = bench.simulator(seed);
        let mut fate = Fate::new(seed);
        for line in fate.counting() {
            sim.does(line);
        }
        sim.does("storage SM 20");
        let record = File::open(bench.file("record.jsonl")).unwrap();
        Self {
            sim,
            daemon: None,
            fate,
            record: BufReader::new(record),
            line: String::new(),
            judge: Judge::default(),
            open: (0..OPEN).map(number).collect(),
            closed: Vec::new(),
            next: (OPEN..all).map(number).collect(),
            stays: VecDeque::new(),
            turned_bits: false,
            plugged: true,
            powered: true,
            figure: 0,
            promised: Vec::new(),
            kills: 0,
            bench,
        }
    }

    /// The next thing happens, and the judge looks. Gives what it was.
    pub fn step(&mut self) -> String {
        let act = self.fate.act();
        let said = format!("{act:?}");
        let (lines, limit) = (self.fate.below(4), 50 + self.fate.below(500));
        self.does(act);
        self.after_lines(lines, Duration::from_millis(limit));
        self.looks();
        said
    }

    /// What was recorded since goes to the judge.
    fn looks(&mut self) {
        // The last line may not be whole yet.
        while self.record.read_line(&mut self.line).unwrap() > 0 && self.line.ends_with('\n') {
            let recorded: Recorded = serde_json::from_str(&self.line).unwrap();
            self.judge.sees(&recorded);
            self.line.clear();
        }
    }

    /// Waits for so many lines of the simulator, but not longer than that.
    fn after_lines(&mut self, lines: u64, limit: Duration) {
        let end = Instant::now() + limit;
        for _ in 0..lines {
            let left = end.saturating_duration_since(Instant::now());
            if self.sim.line_within("", left).is_none() {
                return;
            }
        }
    }

    fn does(&mut self, act: Act) {
        match act {
            Act::Ask { who, texts, parts } => {
                for each in who..who + texts {
                    let to = pick(&self.open, each).clone();
                    self.ask(&to, parts, false);
                }
            }
            Act::AskInVain { who } => {
                if !self.closed.is_empty() {
                    let to = pick(&self.closed, who).0.clone();
                    self.ask(&to, 1, false);
                }
            }
            // What is misread as another text can't be told from one.
            Act::Write { .. } | Act::Call { .. } | Act::Lie { .. } if self.turned_bits => {}
            Act::Write { who, what } => self.write(who, what),
            Act::Call { who, rings } => {
                let from = pick(&self.open, who);
                self.tell(&format!("call {from} rings {rings}"));
            }
            Act::Lie {
                who,
                mr,
                status,
                ago,
            } => {
                let about = pick(&self.open, who);
                self.tell(&format!("report {about} {mr} {status} ago {ago}"));
            }
            Act::Passing(line) => self.tell(&line),
            Act::Lasting(on, off) => {
                if on.starts_with("noise") {
                    // One kind at a time: a byte that is lost where another comes twice can't be seen.
                    for kind in ["lose", "double", "cut", "flip"] {
                        self.tell(&format!("noise {kind} 0"));
                    }
                    self.turned_bits = false;
                }
                self.tell(&on);
                self.stays.push_back(off);
            }
            Act::TurnedBits(of_thousand) => self.turn_bits(of_thousand),
            Act::Cable => {
                self.plugged = !self.plugged;
                self.tell(if self.plugged { "replug" } else { "unplug" });
            }
            Act::Power => {
                self.powered = !self.powered;
                self.tell(if self.powered {
                    "power-on"
                } else {
                    "power-off"
                });
            }
            Act::HealOne => {
                if let Some(off) = self.stays.pop_front() {
                    self.tell(off);
                }
                if !self.plugged {
                    self.plugged = true;
                    self.tell("replug");
                }
            }
            Act::Kill { when, back_at_once } => {
                self.kill(when);
                if back_at_once {
                    self.start();
                }
            }
            Act::Start => self.start(),
        }
    }

    /// Tells the simulator. It may say that there is nothing to repeat yet.
    fn tell(&mut self, line: &str) {
        self.sim.tell(line);
        let end = Instant::now() + Duration::from_secs(30);
        let did = format!("did {line}");
        while Instant::now() < end {
            let said = self.sim.line_within("", Duration::from_secs(30));
            match said {
                Some(said) if said == did => return,
                Some(said) if said.starts_with("error") => {
                    assert!(line.starts_with("repeat-delivery"), "{line}: {said}");
                    return;
                }
                Some(_) => {}
                None => break,
            }
        }
        panic!("the simulator never did {line:?}");
    }

    fn write(&mut self, who: u64, what: Writes) {
        self.figure += 1;
        let figure = self.figure;
        let line = match what {
            Writes::Plain => format!("text {} Thanks {figure}", pick(&self.open, who)),
            Writes::Long => {
                let words = format!("Story {figure} goes on. ").repeat(12);
                format!("text {} {}", pick(&self.open, who), words.trim())
            }
            Writes::Stop | Writes::Unclear => {
                let at = usize::try_from(who).unwrap() % self.open.len();
                let next = self.next.pop_front().expect("there are enough");
                let from = std::mem::replace(&mut self.open[at], next);
                let is_stop = what == Writes::Stop;
                let line = format!("text {from} {}", if is_stop { STOP } else { UNCLEAR });
                self.closed.push((from, is_stop));
                line
            }
            Writes::Help => format!("text +1773{} {HELP}", 2_000_000 + figure),
            Writes::Start => {
                let Some(at) = self.closed.iter().position(|(_, is_stop)| *is_stop) else {
                    return;
                };
                let (from, _) = self.closed.remove(at);
                let line = format!("text {from} {START}");
                self.open.push(from);
                line
            }
        };
        self.tell(&line);
    }

    fn turn_bits(&mut self, of_thousand: u64) {
        self.tell("reports off");
        self.stays.push_back("reports on");
        let texted = self.judge.texted;
        if self.is_read(texted) {
            self.turned_bits = true;
            self.tell(&format!("noise flip {of_thousand}"));
        }
    }

    /// Whether all that phones wrote has been read by now.
    fn is_read(&mut self, texted: i64) -> bool {
        let all = |database: &Connection| {
            let read = "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL";
            let read: i64 = database.query_row(read, [], |row| row.get(0)).unwrap();
            read == texted
        };
        self.daemon.is_some() && self.bench.says_in_time(MOMENT, all)
    }

    fn start(&mut self) {
        if self.daemon.is_none() {
            self.daemon = Some(self.bench.open());
        }
    }

    fn kill(&mut self, when: When) {
        if self.daemon.is_none() {
            return;
        }
        match when {
            When::Now => {}
            When::AfterLines(lines) => self.after_lines(lines, MOMENT),
            When::At(point, nth) => {
                self.tell(&format!("break {point} {nth}"));
                self.sim.line_within("stopped ", MOMENT);
            }
            When::InCommit(commit, stage) => {
                watch::arm_at(&self.bench, commit, STAGES[stage]);
                let daemon = self.daemon.as_mut().expect("it runs");
                daemon.process.ended_within(MOMENT);
            }
            When::WhileAsked { who } => {
                let to = pick(&self.open, who).clone();
                return self.ask(&to, 1, true);
            }
        }
        self.ends();
        if let When::At(..) = when {
            self.tell("break off");
            self.tell("continue");
        }
        watch::disarm(&self.bench);
    }

    fn ends(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            self.kills += 1;
            let ended = daemon.process.kill();
            if !was_killed(ended) {
                let end = format!("the program ended by itself, with {ended}");
                self.judge.broken.push(end);
            }
        }
    }

    /// A program asks for a text; `and_kill`: and the answer may never be written.
    fn ask(&mut self, to: &str, parts: usize, and_kill: bool) {
        let Some(daemon) = &self.daemon else {
            return;
        };
        self.figure += 1;
        let figure = self.figure;
        let sentence = format!("{MARK}{figure}{MARK} takes a little longer. ");
        let words = sentence.repeat(LENGTHS[parts - 1]);
        let body = format!(
            r#"{{"to":"{to}","purpose":"service","body":"{}"}}"#,
            words.trim()
        );
        let mut stream = daemon.connect();
        let request = format!(
            "POST /api/v1/texts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let asked = stream.write_all(request.as_bytes());
        if and_kill {
            self.ends();
        }
        let mut answer = Vec::new();
        let _ = asked.and_then(|()| stream.read_to_end(&mut answer));
        let answer = String::from_utf8_lossy(&answer);
        let said = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        match answer.split(' ').nth(1) {
            Some("202") => {
                let text: serde_json::Value = serde_json::from_str(said).unwrap_or_default();
                // Half an answer promises nothing.
                if let Some(id) = text["id"].as_i64() {
                    self.promised.push((id, figure));
                }
            }
            Some("422") | None => {}
            Some(_) => self.judge.broken.push(format!("the API said {answer:?}")),
        }
    }

    /// Everything behaves again, and all must come to rest.
    pub fn rests(&mut self) {
        for off in std::mem::take(&mut self.stays) {
            self.tell(off);
        }
        for well in WELL {
            self.tell(well);
        }
        self.turned_bits = false;
        if !std::mem::replace(&mut self.powered, true) {
            self.tell("power-on");
        }
        if !std::mem::replace(&mut self.plugged, true) {
            self.tell("replug");
        }
        let rests = REST.iter().any(|patience| {
            self.start();
            self.looks();
            let rests = self.is_at_rest(Duration::from_secs(*patience));
            if !rests {
                self.ends();
            }
            rests
        });
        self.looks();
        if !rests {
            self.judge.broken.push("it did not come to rest".to_owned());
        }
        self.judge.at_rest(&self.bench.database(), &self.promised);
    }

    fn is_at_rest(&self, patience: Duration) -> bool {
        let texted = self.judge.texted;
        self.bench.says_in_time(patience, |database| {
            let rests = database.query_row(
                "SELECT NOT EXISTS (SELECT 1 FROM outbox
                         WHERE state = 'sending'
                            OR (state = 'queued' AND hold NOT IN ('unclear', 'failing')))
                     AND NOT EXISTS (SELECT 1 FROM tpdu WHERE sim_copy_pending = 1 AND kind = 'deliver')
                     AND (SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL) >= ?1",
                [texted],
                |row| row.get(0),
            );
            rests.unwrap()
        })
    }

    /// The program is asked to end, and what it leaves is looked at.
    pub fn closes(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let ended = daemon.process.terminate();
            if !ended.success() {
                self.judge.broken.push(format!("it ended with {ended}"));
            }
        }
        self.looks();
        let sound = "PRAGMA integrity_check";
        let sound: String = self
            .bench
            .database()
            .query_row(sound, [], |row| row.get(0))
            .unwrap();
        let ledger = self.bench.run(&["ledger", "verify"]);
        if sound != "ok" || !ledger.status.success() {
            let said = String::from_utf8_lossy(&ledger.stdout);
            let broken = format!("the database is {sound}, and of the ledger is said: {said}");
            self.judge.broken.push(broken);
        }
        if self.bench.log().contains("panicked") {
            self.judge.broken.push("something panicked".to_owned());
        }
    }

    /// Leaves everything behind, to be looked at, and says where.
    pub fn keep(&mut self) -> String {
        self.bench.keep().display().to_string()
    }
}

fn pick<T>(all: &[T], who: u64) -> &T {
    &all[usize::try_from(who).unwrap() % all.len()]
}
