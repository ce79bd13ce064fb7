//! Who answers a conversation, in which language, and with which phrases.

use super::address::Path;
use super::chip;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say;
use super::session::AtCounter;
use super::when::Wall;
use crate::domain::consent::Scope;
use crate::domain::lang::Lang;
use crate::domain::phrases::Phrases;
use crate::domain::tongue;
use crate::store::Undoable;
use crate::store::views::{Came, Item, Thread};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// What the one who let go of the conversation left behind.
pub fn left(thread: &Thread, wall: &Wall) -> Markup {
    html! {
        @if let Some((by, at, note)) = &thread.care.left {
            p.left {
                @if note.is_empty() {
                    (say::thread::left_without(by, &wall.soon(*at)))
                } @else {
                    (say::thread::left_by(by, &wall.soon(*at))) " "
                    q.words { (note) }
                }
            }
        }
    }
}

/// Whose conversation it is, and a tap to change that.
pub fn whose(thread: &Thread, me: &str) -> Markup {
    let contact = thread.reach.contact;
    let care = &thread.care;
    html! {
        @if care.done {
            span.muted { (say::thread::is_done()) }
        } @else if care.staff == me {
            span.chip.mine { (say::thread::is_yours()) }
            form method="post" action={ "/inbox/" (contact) "/release" } data-tap {
                button.small.quiet { (say::thread::let_go()) }
            }
        } @else {
            @if !care.staff.is_empty() { span.chip { (say::inbox::of(&care.staff)) } }
            form method="post" action={ "/inbox/" (contact) "/take" } data-tap {
                button.small.quiet { (say::thread::take()) }
            }
        }
    }
}

/// The last text came in another of the shop's languages than ours go out in.
pub fn other_language(thread: &Thread) -> Markup {
    let last = thread.items.iter().rev().find_map(|item| match item {
        Item::In(text) if text.came == Came::Words => Some(&text.words),
        _ => None,
    });
    let ours = thread.reach.lang.spoken();
    let theirs = last.and_then(|words| tongue::guess(words));
    html! {
        @if let Some(theirs) = theirs.filter(|theirs| *theirs != ours) {
            form.hint.row method="post" action={ "/inbox/" (thread.reach.contact) "/lang" } data-tap {
                input type="hidden" name="lang" value=(theirs.code());
                span { (say::thread::writes_in(theirs.name(), ours.name())) }
                button.small { (say::thread::text_in(theirs.name())) }
            }
        }
    }
}

/// Phrases that one tap puts into the box, in the customer's language.
pub fn phrases(own: &Phrases, lang: Lang) -> Markup {
    html! {
        details.more {
            summary { (say::thread::phrases()) }
            div {
                p.muted { (say::thread::phrases_hint(lang.spoken().name())) }
                div.row {
                    @for (number, words) in own.of(lang).iter().enumerate() {
                        button.small name="phrase" value=(number + 1) formnovalidate lang=(lang.spoken().code()) dir="auto" { (words) }
                    }
                }
            }
        }
    }
}

/// What was typed, with a phrase behind it.
pub fn with_phrase(typed: &str, phrase: &str, own: &Phrases, lang: Lang) -> String {
    let number: usize = phrase.parse().unwrap_or(0);
    let phrases = own.of(lang);
    let phrase = phrases
        .get(number.wrapping_sub(1))
        .map_or("", String::as_str);
    format!("{} {phrase}", typed.trim()).trim().to_owned()
}

/// What staff ended a moment ago can be taken back.
pub fn undo(contact: i64, undoable: Undoable, back: &str) -> Markup {
    let left = chip::seconds(undoable.left);
    let (ended, goes) = match undoable.scope {
        Scope::Promotional => (say::thread::ended_offers(), say::thread::undo_for()),
        Scope::Progress => (say::thread::ended_progress(), say::thread::undo_for()),
        Scope::All | Scope::Service => (say::thread::ended(), say::thread::confirmation_in()),
    };
    html! {
        form.decide method="post" action={ "/inbox/" (contact) "/undo" } data-tap {
            b { (ended) } " "
            (goes) " " span.num data-left=(left) { (left) } " s."
            progress max="30" value=(left) data-left=(left) aria-label=(say::thread::time_left()) {}
            input type="hidden" name="row" value=(undoable.row);
            input type="hidden" name="back" value=(back);
            div.row { button.small { (say::thread::undo()) } }
        }
    }
}

/// The conversation is done with.
pub async fn done(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
) -> Result<Response, WebError> {
    front.desk().done_with(contact, who.name()).await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}

/// Takes the conversation over.
pub async fn take(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
) -> Result<Response, WebError> {
    front.desk().take_conversation(contact, who.name()).await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}

/// Lets go of it.
pub async fn release(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let note = typed.get("note");
    front
        .desk()
        .release_conversation(contact, note, who.name())
        .await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}

/// Texts that number in another language from now on.
pub async fn set_lang(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let lang = Lang::from_code(typed.get("lang"))
        .filter(|lang| Lang::SPOKEN.contains(lang))
        .ok_or_else(|| WebError::Input(say::thread::no_such_lang().to_owned()))?;
    front.desk().text_in(contact, lang, who.name()).await?;
    let back = match typed.get("back") {
        "" => format!("/inbox/{contact}"),
        _ => typed.back(),
    };
    Ok(errors::done(&back))
}
