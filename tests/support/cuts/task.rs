//! What the modem's task does around a text, and what a shop does meanwhile.

use super::super::seed::text;
use super::{ANSWER, CUSTOMERS, POLL, Reports, Rig, SIM};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use readybell::domain::evidence::Sign;
use readybell::domain::why::Why;
use readybell::store::{Attempt, Listed, Look, Minted, OnLine, Outcome, Permit, Store};
use readybell::wire::at::Refusal;
use readybell::wire::{Address, StatusReport, Timestamp, decode_from_phone};
use std::time::Duration;

impl Rig {
    /// A text to the next customer, and leave for it.
    pub(super) async fn next_text(&mut self) -> (i64, Permit) {
        self.turn = (self.turn + 1) % CUSTOMERS;
        // The same words go twenty times an hour at most.
        let words = format!("Our shop: on track at {} s.", self.now.mono.as_secs());
        let text = text(self.customers[self.turn], &words, self.now);
        let id = self.store().queue(text, self.now).await.unwrap();
        (id, self.mint().await)
    }

    pub(super) async fn mint(&self) -> Permit {
        match self.store().mint(1, false, self.now).await.unwrap() {
            Minted::Part(permit) => permit,
            Minted::Nothing(wake) => panic!("nothing may go: {wake:?}"),
        }
    }

    /// A text that goes, or that the network refuses at first.
    pub(super) async fn send(&mut self, taken: bool) {
        let (id, permit) = self.next_text().await;
        self.hand_over(id, &permit, taken).await;
        if !taken {
            self.pass(15).await;
            let again = self.mint().await;
            self.hand_over(id, &again, true).await;
        }
    }

    pub(super) async fn hand_over(&mut self, id: i64, permit: &Permit, taken: bool) {
        let line = self.line();
        let released = self.store().released(permit.attempt(), line, self.now);
        released.await.unwrap();
        self.used = true;
        let mr = self.try_one();
        self.counts.answered(taken);
        let outcome = if taken {
            *self.taken.entry(id).or_default() += 1;
            if let Some(last) = self.reference.replace(mr)
                && std::mem::take(&mut self.refused_since)
            {
                let counted = mr == last.wrapping_add(2);
                self.tell(Sign::Reference, counted).await;
            }
            Outcome::Sent { mr }
        } else {
            (self.refused, self.refused_since) = (true, true);
            Outcome::Refused {
                class: Refusal::Temporary,
                words: Why::Cms.with("38"),
            }
        };
        self.settle(permit.attempt(), outcome).await;
        self.read().await;
        if taken {
            self.report(permit.tpdu(), mr, self.now.wall).await;
        }
        self.pass(10).await;
    }

    pub(super) fn try_one(&mut self) -> u8 {
        self.counts.tried(&mut self.random, self.now.mono)
    }

    pub(super) async fn settle(&self, attempt: Attempt, outcome: Outcome) {
        let settled = self
            .store()
            .settle(attempt, SIM.to_owned(), outcome, self.now);
        settled.await.unwrap();
    }

    pub(super) async fn is_unsure(&mut self, attempt: Attempt, why: Why) {
        // The next reference tells nothing of tries any more.
        self.reference = None;
        let words = why.as_str().to_owned();
        self.settle(attempt, Outcome::Unsure { words }).await;
    }

    pub(super) fn line(&self) -> OnLine {
        OnLine {
            sim: SIM.to_owned(),
            modem: "Simulated".to_owned(),
            counter: self.count,
        }
    }

    /// The program starts again, and sets the modem up.
    pub(super) async fn restart(&mut self) {
        self.store = None;
        let store = Store::open(self.directory.path(), self.now).await.unwrap();
        store.modem_was_read(self.now).await.unwrap();
        self.store = Some(store);
        self.doubt_since = self.now.mono;
        self.begin_session().await;
    }

    pub(super) async fn begin_session(&mut self) {
        (self.count, self.reference) = (None, None);
        (self.is_worthless, self.used, self.refused) = (false, false, false);
        self.ended.clear();
        self.read().await;
        self.read().await;
    }

    /// Reads the SIM's count.
    pub(super) async fn read(&mut self) {
        let before = self.count.take();
        let now = self.counts.read(&mut self.random, self.now.mono);
        let used = std::mem::take(&mut self.used);
        let refused = std::mem::take(&mut self.refused);
        match (before, now) {
            (_, None) => self.is_worthless = true,
            (Some(before), Some(now)) if !used && before != now => self.is_worthless = true,
            (Some(before), Some(now)) if refused => {
                self.tell(Sign::Counter, now == before.wrapping_add(1))
                    .await;
            }
            _ => {}
        }
        self.count = now.filter(|_| !self.is_worthless);
    }

    pub(super) async fn tell(&self, sign: Sign, counted: bool) {
        let told = self.store().counts_tries(self.line(), sign, counted);
        told.await.unwrap();
    }

    pub(super) async fn report(&mut self, tpdu: &[u8], reference: u8, at: DateTime<Utc>) {
        if self.kind.reports == Reports::Never {
            return;
        }
        let sent = decode_from_phone(&[&[0], tpdu].concat()).unwrap();
        let report = StatusReport {
            more_waiting: false,
            answers_command: false,
            reference,
            recipient: Address::phone(&sent.to.written()).unwrap(),
            sent_at: Timestamp::from_time(at.fixed_offset()),
            settled_at: Timestamp::from_time(self.now.wall.fixed_offset()),
            status: 0,
        };
        let (index, tpdu) = (1, report.encode().unwrap());
        let (sim, memory) = (SIM.to_owned(), "SM".to_owned());
        let listed = vec![Listed { index, tpdu }];
        let store = self.store();
        let taken = store.take_listing(sim.clone(), memory.clone(), listed, self.now);
        taken.await.unwrap();
        let deleted = store.sim_copy_deleted(sim, memory, index, self.now);
        deleted.await.unwrap();
    }

    /// Time passes, with a poll each minute.
    pub(super) async fn pass(&mut self, seconds: u64) {
        let end = self.now.mono + Duration::from_secs(seconds);
        while self.polled + Duration::from_secs(POLL) <= end {
            self.go_on_to(self.polled + Duration::from_secs(POLL));
            self.polled = self.now.mono;
            self.read().await;
            if self.now.mono - self.doubt_since >= Duration::from_secs(ANSWER) {
                let (line, ended) = (self.line(), self.ended.clone());
                let weighed = self.store().weigh(Look { line, ended }, self.now);
                weighed.await.unwrap();
            }
        }
        self.go_on_to(end);
    }

    pub(super) fn go_on_to(&mut self, mono: Duration) {
        let step = mono.saturating_sub(self.now.mono);
        self.now.mono += step;
        self.now.wall += TimeDelta::from_std(step).unwrap();
    }

    /// Service texts go by day.
    pub(super) async fn wait_for_day(&mut self) {
        let evening = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
        if self.now.wall.time() > evening {
            self.pass(18 * 3600).await;
        }
    }
}
