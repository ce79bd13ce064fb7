//! One command on the line at a time, and its reply.

use super::Machine;
use super::event::Effect;
use super::phase::Phase;
use super::rouse::Then;
use crate::modem::handle::Direction;
use crate::wire::at::{Final, Item, Urc, reply};
use std::fmt;
use std::time::Duration;

/// How long most commands may take.
pub(super) const USUAL: Duration = Duration::from_secs(5);
/// For `AT` alone: a modem that is awake answers at once.
pub(super) const SHORT: Duration = Duration::from_secs(2);
/// For what asks the SIM or the network.
pub(super) const SLOW: Duration = Duration::from_secs(15);

/// A command that waits for its reply.
#[derive(Debug)]
pub(super) struct Exchange {
    pub until: Duration,
    /// What its own lines begin with, such as `+CREG:`; they may come unasked too.
    prefix: String,
    patience: Duration,
    lines: Vec<String>,
    entries: Vec<RawEntry>,
}

/// A line of a listing and the PDU that followed it, as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawEntry {
    pub head: String,
    pub pdu: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The lines between command and end.
    pub lines: Vec<String>,
    /// Those of them that have a PDU.
    pub entries: Vec<RawEntry>,
    pub end: End,
}

/// How a reply ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Ok,
    Error(Final),
    Prompt,
    /// The time-out came first.
    Silence,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok => Final::Ok.fmt(f),
            Self::Error(error) => error.fmt(f),
            Self::Prompt => f.write_str(">"),
            Self::Silence => f.write_str("no answer"),
        }
    }
}

impl Machine {
    /// Puts a command on the line. Each line of its reply grants it `patience` anew.
    pub(super) fn ask(&mut self, command: &str, patience: Duration) {
        self.ask_as(command, command, patience);
    }

    /// The same for a command that may not be shown.
    pub(super) fn ask_as(&mut self, command: &str, shown: &str, patience: Duration) {
        self.write(format!("{command}\r").into_bytes(), shown.to_owned());
        let name = command.strip_prefix("AT").unwrap_or(command);
        let name = name.split(['=', '?']).next().unwrap_or(name);
        self.expect(&format!("{name}:"), patience);
    }

    /// Waits for an end without a new command: after Ctrl-Z.
    pub(super) fn expect(&mut self, prefix: &str, patience: Duration) {
        self.exchange = Some(Exchange {
            until: self.now + patience,
            prefix: prefix.to_owned(),
            patience,
            lines: Vec::new(),
            entries: Vec::new(),
        });
    }

    /// Puts bytes on the line, under a name that the page can show.
    pub(super) fn write(&mut self, bytes: Vec<u8>, shown: String) {
        self.out.push_back(Effect::Trace(Direction::ToModem, shown));
        self.out.push_back(Effect::Write(bytes));
    }

    /// One thing that the modem said.
    pub(super) fn item(&mut self, item: Item) {
        self.trace(&item);
        match item {
            Item::Line(line) => self.line(line),
            Item::WithPdu { head, pdu } => match Urc::of(&head) {
                Some(urc) => self.direct(&urc, &head, &pdu),
                None => self.entry(head, pdu),
            },
            // A call that nobody here made.
            Item::Final(Final::Call(_)) | Item::Overlong => {}
            Item::Final(Final::Ok) => self.ended(End::Ok),
            Item::Final(error) => self.ended(End::Error(error)),
            Item::Prompt => self.prompt(),
        }
    }

    fn line(&mut self, line: String) {
        if let Some(mr) = reply::reference(&line) {
            return self.reference_came(mr);
        }
        let is_answer = self
            .exchange
            .as_ref()
            .is_some_and(|exchange| line.starts_with(&exchange.prefix));
        if !is_answer && let Some(urc) = Urc::of(&line) {
            return self.unasked(&urc);
        }
        let end = is_answer.then(|| self.may_be_the_end(&line)).flatten();
        if let Some(exchange) = &mut self.exchange {
            exchange.until = self.now + end.unwrap_or(exchange.patience);
            exchange.lines.push(line);
        }
    }

    fn entry(&mut self, head: String, pdu: String) {
        if let Some(exchange) = &mut self.exchange {
            exchange.until = self.now + exchange.patience;
            exchange.entries.push(RawEntry { head, pdu });
        }
    }

    fn prompt(&mut self) {
        match &self.phase {
            Phase::Sending(sending) if sending.awaits_prompt() => self.ended(End::Prompt),
            // It sits in a prompt that nobody waits for any more.
            Phase::Rousing(_) => self.prompted_while_rousing(),
            Phase::Idle => self.rouse(Then::Idle),
            // The command that is out went into the prompt as text: its time-out ends it.
            _ => {}
        }
    }

    fn ended(&mut self, end: End) {
        match self.exchange.take() {
            Some(exchange) => self.answered(Reply {
                lines: exchange.lines,
                entries: exchange.entries,
                end,
            }),
            None => self.stray_end(),
        }
    }

    /// The time-out of the command that is out has come.
    pub(super) fn silence(&mut self) {
        self.ended(End::Silence);
    }

    fn trace(&mut self, item: &Item) {
        let mut show = |text: &str| {
            let text = text.to_owned();
            self.out
                .push_back(Effect::Trace(Direction::FromModem, text));
        };
        match item {
            Item::Line(line) => show(line),
            Item::WithPdu { head, pdu } => {
                show(head);
                show(pdu);
            }
            Item::Final(end) => show(&end.to_string()),
            Item::Prompt => show(">"),
            Item::Overlong => show("… (a line too long to be one)"),
        }
    }

    fn answered(&mut self, reply: Reply) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Rousing(rousing) => self.roused(rousing, &reply),
            Phase::BringUp(step) => self.bring_up_answered(step, &reply),
            Phase::Beating => self.beat_answered(&reply),
            Phase::Polling(question) => self.poll_answered(question, &reply),
            Phase::Draining(drain) => self.drain_answered(drain, &reply),
            Phase::Sending(sending) => self.send_answered(sending, &reply),
            Phase::Healing(rung) => self.healed(rung, &reply),
            Phase::Counting => self.counted(&reply),
            Phase::Acknowledging => self.acknowledged(&reply),
            Phase::Asking(asking) => self.question_answered(asking, reply),
            phase @ (Phase::Closed { .. }
            | Phase::Opening
            | Phase::Waiting { .. }
            | Phase::Idle
            | Phase::Stopped) => self.phase = phase,
        }
    }

    /// What a phase that waits does when its time has come.
    pub(super) fn phase_is_due(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Closed { .. } => self.open(),
            Phase::Rousing(rousing) => self.rousing_is_due(rousing),
            Phase::Waiting { then, .. } => self.resume(then),
            Phase::Draining(drain) => self.drain_is_due(drain),
            phase => self.phase = phase,
        }
    }
}

impl Reply {
    pub(super) fn is_ok(&self) -> bool {
        self.end == End::Ok
    }

    pub(super) fn is_silence(&self) -> bool {
        self.end == End::Silence
    }

    /// The first line that `read` can read.
    pub(super) fn find<T>(&self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.lines.iter().find_map(|line| read(line))
    }

    /// The error it ended with, if it did.
    pub(super) fn error(&self) -> Option<&Final> {
        match &self.end {
            End::Error(error) => Some(error),
            End::Ok | End::Prompt | End::Silence => None,
        }
    }
}
