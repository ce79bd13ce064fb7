//! What became of a text, in a few words: every state, with its reason.

use super::when::Wall;
use crate::domain::gate::Hold;
use crate::domain::text::{TextKind, TextState};
use crate::store::views::Outbound;
use maud::{Markup, html};
use std::time::Duration;

/// How a text stands, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `ok`, `no`, `wait`, or empty where it is neither good nor bad.
    pub mood: &'static str,
    /// What became of it.
    pub words: String,
    /// Seconds until it goes, while it can be taken back.
    pub goes_in: Option<u64>,
}

/// What the pages call a text of that kind.
pub fn name(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Ready => "“Ready”",
        TextKind::OnTrack => "“On track”",
        TextKind::RunningLate => "“Running late”",
        TextKind::NotReady => "“Not ready after all”",
        TextKind::NextInLine => "“You're next”",
        TextKind::Received => "“We have it”",
        TextKind::Typed => "Reply",
        TextKind::Feedback => "“How was it?”",
        TextKind::Offer => "Offer",
        TextKind::Code | TextKind::CodeAskedFor => "Code",
        TextKind::StopConfirmation => "Opt-out confirmation",
        TextKind::StopOffersConfirmation => "“No more offers”",
        TextKind::HelpReply => "Answer to HELP",
        TextKind::StartReply => "Answer to START",
        TextKind::ServiceConfirmation => "Sign-up confirmation",
        TextKind::OffersConfirmation => "Offers confirmation",
        TextKind::HowToStart => "“Reply START”",
        TextKind::FromProgram => "Text of a program",
    }
}

/// How a text stands. `modem_is_up`: whether it could go now at all.
pub fn told(text: &Outbound, wall: &Wall, modem_is_up: bool) -> Told {
    let at = || {
        let at = text.settled_at.or(text.sent_at).unwrap_or(text.created_at);
        wall.short(at)
    };
    let (mood, words) = match text.state {
        TextState::Queued if text.undo_left.is_some() => ("wait", String::new()),
        TextState::Queued => ("wait", waits(text, wall, modem_is_up)),
        TextState::Sending if text.parts > 1 => {
            let next = (text.parts_gone + 1).min(text.parts);
            ("wait", format!("sending part {next} of {}", text.parts))
        }
        TextState::Sending => ("wait", "sending".to_owned()),
        TextState::Sent => ("ok", format!("sent {}", at())),
        TextState::Delivered => ("ok", format!("delivered {}", at())),
        TextState::Undelivered => ("no", because("did not arrive", text)),
        TextState::Unsure => ("wait", "may not have gone".to_owned()),
        TextState::Failed => ("no", because("failed", text)),
        TextState::Refused => ("no", because("not sent", text)),
        TextState::Expired => ("no", because("not sent in time", text)),
        TextState::CutShort => {
            let gone = format!("only part {} of {} went", text.parts_gone, text.parts);
            ("no", because(&gone, text))
        }
        TextState::Cancelled => ("", because("called off", text)),
    };
    Told {
        mood,
        words,
        goes_in: text.undo_left.map(seconds),
    }
}

/// Whole seconds, rounded up.
pub fn seconds(left: Duration) -> u64 {
    left.as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
}

fn because(what: &str, text: &Outbound) -> String {
    let why = text.reason.trim().trim_end_matches('.');
    if why.is_empty() {
        return what.to_owned();
    }
    let mut letters = why.chars();
    let first: String = letters
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().collect());
    format!("{what}: {first}{}", letters.as_str())
}

fn waits(text: &Outbound, wall: &Wall, modem_is_up: bool) -> String {
    let Some(hold) = text.hold else {
        return match (modem_is_up, text.parts_gone) {
            (false, _) => "waits for the modem".to_owned(),
            (true, 0) if !text.reason.is_empty() => because("is tried again", text),
            (true, 0) => "waits its turn".to_owned(),
            (true, gone) => format!("{gone} of {} parts sent, the rest waits", text.parts),
        };
    };
    // The others end with something else than time; their instant is only the next look.
    let has_an_end = matches!(hold, Hold::QuietHours | Hold::Capped | Hold::NotYet);
    match text.held_until.filter(|at| has_an_end && *at > wall.now) {
        Some(until) => format!("waits until {}: {}", wall.soon(until), hold.words()),
        None => format!("waits: {}", hold.words()),
    }
}

/// The chip of a text.
pub fn chip(text: &Outbound, wall: &Wall, modem_is_up: bool) -> Markup {
    let told = told(text, wall, modem_is_up);
    html! {
        span class={ "chip " (told.mood) } {
            @match told.goes_in {
                Some(seconds) => span {
                    (name(text.kind)) " goes in " span.num data-left=(seconds) { (seconds) } " s"
                },
                None => span { (name(text.kind)) " " (told.words) },
            }
        }
    }
}
