//! What to do next when the line is free.

use super::Machine;
use super::event::{Handover, Ticket};
use super::phase::Phase;
use super::talk::{Reply, SHORT, USUAL};
use crate::modem::handle::Down;
use crate::store::Outcome;
use crate::wire::at::Question;
use std::time::Duration;

/// Between two polls: announcements get lost.
const POLL: Duration = Duration::from_secs(60);
/// A line that was quiet so long is asked for a sign of life. With the time-outs that follow, a
/// dead modem is noticed within a minute.
const BEAT: Duration = Duration::from_secs(25);

/// What waits for the line to be free.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// Who waits for a drain that has not begun.
    pub drains: Vec<Ticket>,
    /// A part that was handed over and not begun.
    pub part: Option<Handover>,
    /// What a person asks by hand, in turn.
    pub questions: Vec<(Ticket, Question)>,
    /// Something was announced that was not read yet.
    pub announced: bool,
    /// Since when reports that may lie on the modem for a moment lie there.
    pub reports_since: Option<Duration>,
    /// All that the modem held has been read for someone, and nothing came or was sent since. Only
    /// then may a part go.
    pub fresh: bool,
    /// How many direct deliveries are stored and not acknowledged.
    pub acknowledge: usize,
    /// Texts stored since the last answered drain.
    pub received: usize,
    /// A memory was full since the last answered drain.
    pub was_full: bool,
    /// The SIM's count is to be read, and then what it proves is to be weighed.
    pub count: bool,
    pub weigh: bool,
    /// When the next poll is due; `None` until the session is up.
    pub poll_at: Option<Duration>,
    pub stopping: bool,
}

impl Wishes {
    /// What a dead session leaves: the counts stay, for the next drain to tell.
    pub(super) fn forget_session(&mut self) {
        self.announced = false;
        self.reports_since = None;
        self.fresh = false;
        self.acknowledge = 0;
        self.count = false;
        self.weigh = false;
        self.poll_at = None;
    }
}

impl Machine {
    /// Begins the next piece of work if the line is free, and refuses what can't be done.
    pub(super) fn pick_work(&mut self) {
        if self.wishes.stopping {
            if !matches!(self.phase, Phase::Stopped) && !self.owes_an_answer() {
                self.finish();
            }
            self.refuse_part();
            self.answer_all(Down::Stopping);
            self.refuse_questions(Down::Stopping);
            return;
        }
        if !self.phase.is_up() {
            self.refuse_part();
            self.answer_all(Down::Away);
            match self.phase {
                Phase::Closed { .. } | Phase::Opening => self.refuse_questions(Down::Away),
                Phase::Waiting { until, then } => {
                    self.begin_question(Some((until, then)));
                }
                _ => {}
            }
            return;
        }
        while self.exchange.is_none() && matches!(self.phase, Phase::Idle) {
            if !self.begin_next() {
                break;
            }
        }
    }

    fn begin_next(&mut self) -> bool {
        if self.wishes.acknowledge > 0 {
            self.wishes.acknowledge -= 1;
            self.ask("AT+CNMA", USUAL);
            self.phase = Phase::Acknowledging;
        } else if self.works() && self.wishes.announced {
            self.begin_drain(false);
        } else if self.wants_to_count() {
            self.begin_count();
        } else if let Some(part) = self.wishes.part.take() {
            self.begin_send(part);
        } else if self.works() && (!self.wishes.drains.is_empty() || self.reports_are_due()) {
            self.begin_drain(false);
        } else if self.begin_question(None) {
            // It is out.
        } else if self.wishes.poll_at.is_some_and(|at| at <= self.now) {
            self.begin_poll();
        } else if self.beat_at() <= self.now {
            self.ask("AT", SHORT);
            self.phase = Phase::Beating;
        } else {
            return false;
        }
        true
    }

    /// When an idle line has something to do.
    pub(super) fn idle_deadline(&self) -> Option<Duration> {
        matches!(self.phase, Phase::Idle).then(|| {
            let others = [self.wishes.poll_at, self.reports_due_at()];
            others
                .into_iter()
                .flatten()
                .fold(self.beat_at(), Duration::min)
        })
    }

    fn beat_at(&self) -> Duration {
        self.death.last_heard() + BEAT
    }

    /// The poll is done; the next one is due in a minute.
    pub(super) fn polled(&mut self) {
        self.wishes.poll_at = Some(self.now + POLL);
    }

    pub(super) fn beat_answered(&mut self, reply: &Reply) {
        if reply.is_silence() {
            self.unanswered();
        }
    }

    pub(super) fn acknowledged(&mut self, reply: &Reply) {
        if reply.is_silence() {
            self.unanswered();
        }
    }

    /// A part waits for the line to be free. There is one sender, so a second part is a mistake of
    /// the caller's; it is given back.
    pub(super) fn part_handed_over(&mut self, part: Handover) {
        if self.wishes.part.is_some() {
            self.settle(part.ticket, Outcome::NotSent);
        } else {
            self.wishes.part = Some(part);
        }
    }

    /// The part that waits can't go.
    pub(super) fn refuse_part(&mut self) {
        if let Some(part) = self.wishes.part.take() {
            self.settle(part.ticket, Outcome::NotSent);
        }
    }
}
