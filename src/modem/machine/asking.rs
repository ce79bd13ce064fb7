//! A question that a person asks by hand. It goes when the line is free, and when a modem that can't be
//! set up waits for its next try: then there is most to ask.

use super::Machine;
use super::event::{Effect, Ticket};
use super::phase::{Phase, Resume};
use super::talk::{Reply, SLOW};
use crate::modem::handle::{Down, Told};
use crate::wire::at::Question;
use std::time::Duration;

/// A question that is out.
#[derive(Debug)]
pub(super) struct Asking {
    pub ticket: Ticket,
    /// The wait that it was asked in; `None` when the modem is set up.
    pub waits: Option<(Duration, Resume)>,
}

impl Machine {
    pub(super) fn begin_question(&mut self, waits: Option<(Duration, Resume)>) -> bool {
        if self.wishes.questions.is_empty() {
            return false;
        }
        let (ticket, question) = self.wishes.questions.remove(0);
        self.ask(question.as_str(), SLOW);
        self.phase = Phase::Asking(Asking { ticket, waits });
        true
    }

    pub(super) fn question_answered(&mut self, asking: Asking, reply: Reply) {
        let is_silence = reply.is_silence();
        let told = Told {
            end: reply.end.to_string(),
            lines: reply.lines,
        };
        self.out.push_back(Effect::Told(asking.ticket, Ok(told)));
        match asking.waits {
            Some((until, then)) => self.phase = Phase::Waiting { until, then },
            None if is_silence => self.unanswered(),
            None => {}
        }
    }

    /// The modem went away under it.
    pub(super) fn question_broken_off(&mut self, asking: &Asking, down: Down) {
        self.out.push_back(Effect::Told(asking.ticket, Err(down)));
    }

    /// There is nobody to ask.
    pub(super) fn refuse_questions(&mut self, down: Down) {
        for (ticket, _) in std::mem::take(&mut self.wishes.questions) {
            self.out.push_back(Effect::Told(ticket, Err(down)));
        }
    }

    /// One more, in its turn.
    pub(super) fn question(&mut self, ticket: Ticket, question: Question) {
        self.wishes.questions.push((ticket, question));
    }
}
