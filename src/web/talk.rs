//! The texts of a conversation, both sides, each with what became of it.

use super::card;
use super::chip;
use super::inbox::{kept, what_came};
use super::say;
use super::when::Wall;
use crate::domain::classify::Class;
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::domain::text::TextState;
use crate::store::views::{Came, Inbound, Item, Outbound, Thread};
use maud::{Markup, html};

/// The texts, the oldest first, with what can be done about each.
pub fn talk(thread: &Thread, wall: &Wall, modem_is_up: bool) -> Markup {
    let contact = thread.reach.contact;
    let mut day = None;
    let newest = thread.items.iter().rev().find_map(|item| match item {
        Item::In(text) => Some(text.id),
        Item::Out(_) => None,
    });
    html! {
        div.talk {
            @if thread.more {
                @if let Some(first) = thread.items.first() {
                    p.row { a.btn.small href={ "/inbox/" (contact) "?before=" (first.at().timestamp_millis()) } { (say::thread::older()) } }
                }
            }
            @for item in &thread.items {
                @let date = wall.date(item.at());
                @if day.replace(date) != Some(date) { small.day { (wall.day(item.at())) } }
                @match item {
                    Item::In(text) => (theirs(text, thread, wall, newest == Some(text.id))),
                    Item::Out(text) => (ours(text, wall, modem_is_up, contact)),
                }
            }
            @if thread.items.is_empty() { p { (say::thread::none()) } }
        }
    }
}

fn theirs(text: &Inbound, thread: &Thread, wall: &Wall, is_newest: bool) -> Markup {
    let taken_for = match (text.class, text.decision.as_str()) {
        (_, "opt_out") => Some(("bad", say::thread::was_opt_out())),
        (_, "keep") => Some(("", say::thread::was_kept())),
        (_, "no_offers") => Some(("", say::thread::was_no_offers())),
        (_, "only_ready") => Some(("", say::thread::was_only_ready())),
        (Some(Class::OptOut), _) => Some(("bad", say::thread::opt_out())),
        (Some(Class::OptIn), _) => Some(("", say::thread::signed_up())),
        (Some(Class::Help), _) => Some(("", say::thread::asked_for_help())),
        (Some(Class::AmbiguousReview), _) => Some(("bad", say::thread::unclear())),
        (None, _) => Some(("", say::thread::just_came())),
        _ => None,
    };
    // Any text that was not taken for one may be one: the rules don't know every way to say it, and
    // staff may have read an unclear one otherwise. One that waits for a decision has its own buttons.
    let waits = thread
        .undecided
        .iter()
        .any(|unclear| unclear.inbox == text.id);
    let may_be_one = text.came == Came::Words
        && text.decision != "opt_out"
        && !waits
        && !matches!(text.class, None | Some(Class::OptOut))
        && thread.reach.standing.consent(Purpose::Service) != Consent::Revoked;
    html! {
        p.not[text.replaced] dir="auto" { (what_came(text.came, &text.words)) }
        small {
            (wall.time(text.at))
            @if text.replaced { " · " (say::thread::replaced()) }
            @if !text.complete { " · " (say::thread::part_missing()) }
            @if let Some(score) = text.score { " · " b { (say::follow_up::score(score)) } }
            @if let Some((class, words)) = taken_for { " · " span class=(class) { (words) } }
        }
        @if may_be_one {
            form.row method="post" action={ "/inbox/" (thread.reach.contact) "/opt-out" } data-tap {
                input type="hidden" name="inbox" value=(text.id);
                // Nobody looks for it beside the newest; beside all the others it would be noise.
                @if is_newest { button.small.no { (say::thread::this_is_one()) } }
                @else { button.small.quiet { (say::thread::this_is_one()) } }
            }
        }
    }
}

fn ours(text: &Outbound, wall: &Wall, modem_is_up: bool, contact: i64) -> Markup {
    let told = chip::told(text, wall, modem_is_up);
    let never_went = matches!(
        text.state,
        TextState::Cancelled | TextState::Refused | TextState::Expired | TextState::Failed
    );
    let back = format!("/inbox/{contact}");
    html! {
        p.us.not[never_went] dir="auto" { (kept(&text.words)) }
        small.us {
            (wall.time(text.created_at)) " · "
            @match told.goes_in {
                Some(seconds) => { (say::thread::goes_in()) " " span.num data-left=(seconds) { (seconds) } " s" }
                None => { span.bad[told.mood == "no"] { (told.words) } }
            }
            @if !text.asked_by.is_empty() { " · " (say::deed::who(&text.asked_by)) }
        }
        @if card::is_doubtful(text) { div.row.us { (card::unsure(text, &back)) } }
        @if may_be_called_off(text) {
            form.row.us method="post" action={ "/texts/" (text.id) "/cancel" } data-tap {
                input type="hidden" name="back" value=(back);
                button.small.quiet { (say::thread::call_off()) }
            }
        }
    }
}

/// "Ready" in its undo window is taken back on the board, together with the job's state.
fn may_be_called_off(text: &Outbound) -> bool {
    text.state == TextState::Queued
        && text.parts_gone == 0
        && text.undo_left.is_none()
        && text.purpose != Purpose::Compliance
}
