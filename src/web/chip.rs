//! What became of a text, in a few words: every state, with its reason.

use super::say;
use super::when::Wall;
use crate::domain::gate::Hold;
use crate::domain::text::TextState;
use crate::domain::why::Why;
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

pub use say::chip::name;

/// How a text stands. `modem_is_up`: whether it could go now at all.
pub fn told(text: &Outbound, wall: &Wall, modem_is_up: bool) -> Told {
    let at = || {
        let at = text.settled_at.or(text.sent_at).unwrap_or(text.created_at);
        wall.short(at)
    };
    let why = || say::why::sentence(&text.reason);
    let (mood, words) = match text.state {
        TextState::Queued if text.undo_left.is_some() => ("wait", String::new()),
        TextState::Queued => ("wait", waits(text, wall, modem_is_up)),
        TextState::Sending if text.parts > 1 => {
            let next = (text.parts_gone + 1).min(text.parts);
            ("wait", say::chip::sending_part(next, text.parts))
        }
        TextState::Sending => ("wait", say::chip::sending().to_owned()),
        TextState::Sent if is_still_tried(text) => {
            ("wait", because(&say::chip::sent(&at()), &why()))
        }
        TextState::Sent => ("ok", found_out(text, &say::chip::sent(&at()))),
        TextState::Delivered => ("ok", found_out(text, &say::chip::delivered(&at()))),
        TextState::Undelivered => {
            let why = say::why::report(&text.reason).to_owned();
            ("no", because(say::chip::undelivered(), &why))
        }
        TextState::Unsure => ("wait", found_out(text, say::chip::unsure())),
        TextState::Failed => ("no", because(say::chip::failed(), &why())),
        TextState::Refused => ("no", because(say::chip::refused(), &why())),
        TextState::Expired => ("no", because(say::chip::expired(), &why())),
        TextState::CutShort => {
            let gone = say::chip::cut_short(text.parts_gone, text.parts);
            ("no", because(&gone, &why()))
        }
        TextState::Cancelled => ("", because(say::chip::cancelled(), &why())),
    };
    Told {
        mood,
        words,
        goes_in: text.undo_left.map(seconds),
    }
}

/// Whether evidence has told something of a text of which nobody knew whether it went.
pub fn is_found_out(text: &Outbound) -> bool {
    let why = Why::read(&text.reason).map(|(why, _)| why);
    matches!(
        why,
        Some(
            Why::Reported
                | Why::SimCounted
                | Why::ReferenceUsed
                | Why::SimDidNotCount
                | Why::ReferenceFree
        )
    )
}

fn found_out(text: &Outbound, what: &str) -> String {
    if is_found_out(text) {
        because(what, &say::why::sentence(&text.reason))
    } else {
        what.to_owned()
    }
}

fn is_still_tried(text: &Outbound) -> bool {
    let why = Why::read(&text.reason).map(|(why, _)| why);
    matches!(why, Some(Why::StillTrying | Why::NotConfirmed))
}

/// Whole seconds, rounded up.
pub fn seconds(left: Duration) -> u64 {
    left.as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
}

fn because(what: &str, why: &str) -> String {
    let why = why.trim().trim_end_matches('.');
    if why.is_empty() {
        return what.to_owned();
    }
    let mut letters = why.chars();
    let first = letters.next().unwrap_or_default();
    let rest = letters.as_str();
    // "SIM" stays as it is.
    if rest.starts_with(char::is_uppercase) {
        return say::chip::because(what, why);
    }
    let first: String = first.to_lowercase().collect();
    say::chip::because(what, &format!("{first}{rest}"))
}

fn waits(text: &Outbound, wall: &Wall, modem_is_up: bool) -> String {
    let Some(hold) = text.hold else {
        return match (modem_is_up, text.parts_gone) {
            (false, _) => say::chip::waits_for_modem().to_owned(),
            (true, 0) if !text.reason.is_empty() => {
                because(say::chip::tried_again(), &say::why::sentence(&text.reason))
            }
            (true, 0) => say::chip::waits_turn().to_owned(),
            (true, gone) => say::chip::rest_waits(gone, text.parts),
        };
    };
    // The others end with something else than time; their instant is only the next look.
    let has_an_end = matches!(hold, Hold::QuietHours | Hold::Capped | Hold::NotYet);
    let why = say::why::held(hold);
    match text.held_until.filter(|at| has_an_end && *at > wall.now) {
        Some(until) => say::chip::waits_until(&wall.soon(until), why),
        None => say::chip::waits(why),
    }
}

/// The chip of a text.
pub fn chip(text: &Outbound, wall: &Wall, modem_is_up: bool) -> Markup {
    let told = told(text, wall, modem_is_up);
    html! {
        span class={ "chip " (told.mood) } {
            @match told.goes_in {
                Some(seconds) => span {
                    (name(text.kind)) " " (say::chip::goes_in()) " "
                    span.num data-left=(seconds) { (seconds) } " " (say::chip::seconds())
                },
                None => span { (name(text.kind)) " " (told.words) },
            }
        }
    }
}
