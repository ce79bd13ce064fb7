//! A trial: one shop, one simulator, and many short lives of the program, each ended by SIGKILL.
//!
//! The texts of all lives are put into the database before the first, with a time that never comes;
//! each life lets its own go. So the database is only ever opened by the program, and what a kill
//! leaves behind is the program's own to put right.

use super::judge::{STOP, UNCLEAR, Verdict, judge};
use super::moment::{Moment, Point, STAGES};
use super::seed::seed_store;
use super::watch;
use crate::support::bench::Bench;
use crate::support::process::{PATIENCE, Process, holders, was_killed};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::domain::random::Random;
use readybell::sim::script::BreakPoint;
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::Duration;

/// Who takes part in a life.
#[derive(Clone, Copy)]
pub enum Customer {
    /// Gets a text in two parts, and writes something plain.
    Plain,
    /// Writes STOP.
    Stopper,
    /// Writes something unclear; a text of the next life is for this number.
    Unclear,
    /// Nobody knows this number; it writes HELP.
    Stranger,
}

impl Customer {
    /// The number of this one in that life.
    pub fn number(self, life: usize) -> String {
        format!("+1312{}", 2_000_000 + life * 10 + self as usize)
    }
}

/// One shop and its lives.
pub struct Trial {
    /// The shop.
    pub bench: Bench,
    /// Its modem, the network and the phones.
    sim: Process,
    random: Random,
    life: usize,
    /// Texts that phones have sent so far.
    texted: i64,
    /// How long a shop may take to come to rest.
    patience: Duration,
}

impl Trial {
    /// A shop that is ready for so many lives.
    pub fn new(program: &Path, lives: usize, seed: u64) -> Self {
        let mut bench = Bench::with_program(program);
        let sim = bench.simulator(seed);
        watch::over(&mut bench);
        bench.with_store(async |store, now| seed_store(store, now, lives).await);
        bench
            .database()
            .execute(
                "UPDATE outbox SET not_before = ?1",
                [never(&bench).timestamp_millis()],
            )
            .unwrap();
        Self {
            bench,
            sim,
            random: Random::new(seed),
            life: 0,
            texted: 0,
            patience: PATIENCE,
        }
    }

    /// The program has this bug, so nobody waits long for it.
    pub fn plant(&mut self, bug: &str) {
        self.bench.environment("READYBELL_PLANTED_BUG", bug);
        self.patience = Duration::from_secs(6);
    }

    /// One life, ended at that moment. Returns whether the moment came.
    pub fn live(&mut self, moment: Moment) -> bool {
        self.life += 1;
        self.sim.forget();
        self.release();
        let reports = !matches!(moment, Moment::Commit(_)) && self.random.below(2) == 0;
        self.sim
            .does(if reports { "reports on" } else { "reports off" });
        let came = match moment {
            Moment::Wire(Point(BreakPoint::Cmti)) => self.until_announced(),
            Moment::Wire(Point(point)) => self.until_point(moment, point),
            Moment::Commit(commit) => {
                let stage = usize::try_from(self.random.below(4)).unwrap();
                self.until_commit(commit.place(), STAGES[stage])
            }
            Moment::Race => self.with_race(),
        };
        if self.sim.line_within("detached", PATIENCE).is_none() {
            let holders = holders(&self.bench.file("modem"));
            let kept = self.bench.keep();
            panic!(
                "{moment}: the program never spoke to the modem, whose port is held by {holders:?}; see {}",
                kept.display()
            );
        }
        came
    }

    fn until_announced(&mut self) -> bool {
        self.customers_write(false);
        let daemon = self.bench.start();
        self.come_to_rest();
        self.sim.does("break cmti");
        self.text(&Customer::Stopper.number(self.life), STOP);
        let came = self.sim.line_within("stopped ", self.patience).is_some();
        self.kill(daemon);
        self.sim.does("continue");
        came
    }

    fn until_point(&mut self, moment: Moment, point: BreakPoint) -> bool {
        let early = moment.is_of_a_receipt() || self.random.below(2) == 0;
        if early {
            self.customers_write(true);
        }
        let most = if point == BreakPoint::Listing { 4 } else { 2 };
        let nth = 1 + self.random.below(most);
        self.sim.does(&format!("break {point} {nth}"));
        let daemon = self.bench.start();
        if !early {
            self.sim.line_within("attached", self.patience);
            self.customers_write(true);
        }
        let came = self.sim.line_within("stopped ", self.patience).is_some();
        self.kill(daemon);
        if came && self.random.below(3) == 0 {
            // The power of the whole shop: what lay in the line is lost.
            self.sim.does("power-off");
            self.sim.does("power-on");
        } else {
            self.sim.does("break off");
            self.sim.does("continue");
        }
        came
    }

    fn until_commit(&mut self, commit: usize, stage: &str) -> bool {
        self.customers_write(false);
        let mut daemon = self.bench.start();
        self.come_to_rest();
        watch::arm_at(&self.bench, commit, stage);
        self.text(&Customer::Stopper.number(self.life), STOP);
        let came = daemon.ended_within(self.patience).is_some_and(was_killed);
        self.kill(daemon);
        watch::disarm(&self.bench);
        came
    }

    fn with_race(&mut self) -> bool {
        self.customers_write(true);
        self.sim.does("break before-prompt");
        let daemon = self.bench.start();
        let came = self.sim.line_within("stopped ", self.patience).is_some();
        if came {
            let number: String = self
                .bench
                .database()
                .query_row(
                    "SELECT address FROM part JOIN outbox ON outbox.id = outbox_id
                     JOIN contact_point ON contact_point.id = contact_id
                     WHERE part.state = 'sending'",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            self.text(&number, STOP);
        }
        self.sim.does("break off");
        self.sim.does("continue");
        self.come_to_rest();
        self.kill(daemon);
        came
    }

    fn kill(&self, mut daemon: Process) {
        let ended = daemon.kill();
        assert!(
            was_killed(ended),
            "the program ended by itself:\n{}",
            self.bench.log()
        );
    }

    /// Lets the texts of this life go.
    fn release(&self) {
        let numbers = [
            Customer::Plain.number(self.life),
            Customer::Stopper.number(self.life),
            Customer::Unclear.number(self.life - 1),
        ];
        let database = self.bench.database();
        for number in numbers {
            database
                .execute(
                    "UPDATE outbox SET not_before = 0
                     WHERE contact_id = (SELECT id FROM contact_point WHERE address = ?1)",
                    [number],
                )
                .unwrap();
        }
    }

    fn customers_write(&mut self, with_stop: bool) {
        let life = self.life;
        if with_stop {
            self.text(&Customer::Stopper.number(life), STOP);
        }
        self.text(&Customer::Plain.number(life), "Thanks, see you later");
        if life.is_multiple_of(3) {
            self.text(&Customer::Unclear.number(life), UNCLEAR);
        }
        if life.is_multiple_of(2) {
            self.text(&Customer::Stranger.number(life), "HELP");
        }
    }

    fn text(&mut self, from: &str, words: &str) {
        self.texted += 1;
        self.sim.does(&format!("text {from} {words}"));
    }

    /// Waits until nothing is left to do. False: there still is, and it was waited for long enough.
    fn come_to_rest(&self) -> bool {
        let is_at_rest = |database: &Connection| {
            let now = self.bench.now().timestamp_millis();
            let at_rest = database.query_row(
                "SELECT NOT EXISTS (SELECT 1 FROM outbox
                         WHERE state = 'sending' OR (state = 'queued' AND not_before <= ?1 AND hold = ''))
                     AND NOT EXISTS (SELECT 1 FROM tpdu WHERE sim_copy_pending = 1 AND kind = 'deliver')
                     AND (SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL) = ?2",
                params![now, self.texted],
                |row| row.get(0),
            );
            at_rest.unwrap()
        };
        self.bench.says_in_time(self.patience, is_at_rest)
    }

    /// A last life that is left alone, and what the judge says of all of them.
    pub fn end(&mut self) -> Verdict {
        let mut daemon = self.bench.start();
        daemon.wait_for("The page is at ");
        let rests = self.come_to_rest();
        let ended = daemon.terminate();
        let database = self.bench.database();
        let mut verdict = judge(
            &self.bench.record(),
            &database,
            self.bench.now().timestamp_millis(),
        );
        let sound: String = database
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        let ledger = self.bench.run(&["ledger", "verify"]);
        for (holds, otherwise) in [
            (rests, "the shop did not come to rest".to_owned()),
            (ended.success(), format!("the program ended with {ended}")),
            (sound == "ok", format!("the database is damaged: {sound}")),
            (
                ledger.status.success(),
                format!(
                    "the ledger does not hold: {}",
                    String::from_utf8_lossy(&ledger.stdout)
                ),
            ),
        ] {
            if !holds {
                verdict.broken.push(otherwise);
            }
        }
        verdict
    }

    /// One life that comes to rest and ends by itself. `before` is called when all is ready for it.
    pub fn live_in_peace(&mut self, before: impl FnOnce(&Bench)) {
        self.life += 1;
        self.release();
        self.customers_write(true);
        before(&self.bench);
        let mut daemon = self.bench.start();
        daemon.wait_for("The page is at ");
        self.come_to_rest();
        daemon.terminate();
    }
}

/// A time at which no test runs any more.
fn never(bench: &Bench) -> DateTime<Utc> {
    bench.now() + TimeDelta::hours(4)
}
