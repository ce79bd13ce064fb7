//! The inbox: who wrote, and what needs an answer.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say;
use super::session::{AtCounter, SignedIn};
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::store::views::{Came, Conversation, Inbox, Other, Shelf};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// Which conversations, and from where on backwards.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    before: Option<i64>,
    #[serde(default)]
    shelf: String,
}

impl Wanted {
    fn shelf(&self, who: &SignedIn) -> Shelf {
        match self.shelf.as_str() {
            "mine" => Shelf::Of(who.member.id),
            "done" => Shelf::Done,
            _ => Shelf::Open,
        }
    }
}

/// The conversations.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, WebError> {
    let shelf = wanted.shelf(&who);
    let inbox = front
        .store()
        .inbox(shelf, wanted.before, front.now())
        .await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &inbox.top,
        here: Here::Inbox,
        title: say::inbox::title(),
        class: "inbox",
    };
    let wall = shell.wall();
    let is_first = shelf == Shelf::Open && wanted.before.is_none();
    Ok(shell.page(html! {
        div {
            h1.away { (say::inbox::title()) }
            (shelves(shelf))
            (people(&inbox.people, None, &wall, &inbox.top.shop, who.name()))
            @if is_first { (others_link(&inbox, &wall)) }
            @if matches!(shelf, Shelf::Of(_)) && !inbox.people.is_empty() { (going_home()) }
            @if let Some(older) = inbox.older {
                p.row { a.btn.small href={ "/inbox?shelf=" (name(shelf)) "&before=" (older) } { (say::inbox::older()) } }
            }
            @if inbox.people.is_empty() && (!is_first || inbox.others.is_empty()) {
                p.none {
                    @match shelf {
                        Shelf::Of(_) => (say::inbox::none_mine()),
                        Shelf::Done => (say::inbox::none_done()),
                        Shelf::Open if wanted.before.is_some() => (say::inbox::all_done()),
                        Shelf::Open => (say::inbox::nobody()),
                    }
                }
            }
        }
        @if !inbox.people.is_empty() {
            section.panel.hint.muted { (say::inbox::choose()) }
        }
    }))
}

fn name(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Open => "open",
        Shelf::Of(_) => "mine",
        Shelf::Done => "done",
    }
}

fn shelves(here: Shelf) -> Markup {
    let all = [
        ("open", say::inbox::open()),
        ("mine", say::inbox::mine()),
        ("done", say::inbox::done()),
    ];
    html! {
        nav.shelves aria-label=(say::inbox::shelves()) {
            @for (shelf, words) in all {
                a href={ "/inbox?shelf=" (shelf) } aria-current=[(name(here) == shelf).then_some("page")] { (words) }
            }
        }
    }
}

/// Lets go of all of one's conversations at once.
fn going_home() -> Markup {
    html! {
        details.more {
            summary { (say::inbox::going_home()) }
            div {
                form method="post" action="/inbox/release" {
                    label {
                        (say::inbox::note())
                        textarea name="note" rows="2" maxlength="500" {}
                    }
                    input type="hidden" name="for" value="day";
                    div.row {
                        button.small { (say::inbox::let_go_of_all()) }
                        button.small formaction="/lock" { (say::inbox::let_go_and_lock()) }
                    }
                }
            }
        }
    }
}

/// Whoever goes home lets go of their conversations, with a note for whoever comes next.
pub async fn release_all(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let note: String = typed.get("note").chars().take(500).collect();
    front
        .store()
        .release_conversations(who.member.id, note, front.now())
        .await?;
    Ok(errors::done("/inbox"))
}

fn others_link(inbox: &Inbox, wall: &Wall) -> Markup {
    let unread = inbox.others.iter().any(|text| text.unread);
    html! {
        @if let Some(newest) = inbox.others.first() {
            ul.people {
                li {
                    a href="/inbox/other" {
                        header {
                            span.cut.new[unread] { (say::inbox::others()) }
                            small { (wall.short(newest.at)) }
                        }
                        p.muted.cut { (newest.sender) ": " (what_came(newest.came, &newest.words)) }
                    }
                }
            }
        }
    }
}

/// The list of conversations; `open` is the one that is shown beside it, `me` who looks.
pub fn people(
    people: &[Conversation],
    open: Option<i64>,
    wall: &Wall,
    shop: &Settings,
    me: &str,
) -> Markup {
    html! {
        ul.people {
            @for person in people {
                li id={ "person-" (person.reach.contact) } {
                    a href={ "/inbox/" (person.reach.contact) }
                        aria-current=[(open == Some(person.reach.contact)).then_some("true")] {
                        header {
                            span.cut.new[person.unread || person.undecided] {
                                @if person.name.is_empty() {
                                    (person.reach.number.national(shop.country))
                                } @else {
                                    (person.name)
                                }
                            }
                            small { (wall.short(person.at)) }
                        }
                        @if !person.vehicle.is_empty() { p.cut { (person.vehicle) } }
                        p.muted.cut {
                            @if person.ours {
                                (say::inbox::you()) (kept(without_brand(&person.words, &shop.brand)))
                            } @else {
                                @match person.came {
                                    Came::Picture => (say::inbox::picture_short()),
                                    came => (what_came(came, &person.words)),
                                }
                            }
                        }
                        (standing(person, me))
                    }
                }
            }
        }
    }
}

/// A text of ours without the shop's name, which begins them all.
fn without_brand<'a>(words: &'a str, brand: &str) -> &'a str {
    let rest = words.strip_prefix(brand);
    rest.and_then(|rest| rest.strip_prefix(": "))
        .unwrap_or(words)
}

fn standing(person: &Conversation, me: &str) -> Markup {
    html! {
        @if person.undecided {
            span.chip.wait { (say::inbox::needs_decision()) }
        } @else if person.reach.standing.consent(Purpose::Service) == Consent::Revoked {
            span.chip.no { (say::inbox::opted_out()) }
        }
        @if person.staff == me {
            span.chip.mine { (say::inbox::yours()) }
        } @else if !person.staff.is_empty() {
            span.chip { (say::inbox::of(&person.staff)) }
        }
    }
}

/// The words of a text, as far as they are still kept.
pub fn kept(words: &str) -> &str {
    if words.is_empty() {
        return say::keeping::gone();
    }
    words
}

/// What a phone sent, in words.
pub fn what_came(came: Came, words: &str) -> &str {
    match came {
        Came::Words => kept(words),
        Came::Voicemail if !words.trim().is_empty() => words,
        Came::Voicemail => say::inbox::voicemail(),
        Came::Picture => say::inbox::picture(),
        Came::Data => say::inbox::data(),
        Came::Unreadable => say::inbox::unreadable(),
    }
}

/// What came from names and services: shown, and never answered.
pub async fn others(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let inbox = front.store().inbox(Shelf::Open, None, front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &inbox.top,
        here: Here::Inbox,
        title: say::inbox::others(),
        class: "inbox one",
    };
    let wall = shell.wall();
    let unread = inbox.others.iter().find(|text| text.unread);
    Ok(shell.page(html! {
        div.people { (people(&inbox.people, None, &wall, &inbox.top.shop, who.name())) }
        section.thread.panel {
            header { h1 { (say::inbox::others()) } }
            p.muted { (say::inbox::others_hint()) }
            div.talk { @for text in inbox.others.iter().rev() { (other(text, &wall)) } }
            @if let Some(newest) = unread {
                form method="post" action="/inbox/other" data-tap {
                    input type="hidden" name="last" value=(newest.id);
                    button.small { (say::inbox::looked()) }
                }
            }
        }
    }))
}

fn other(text: &Other, wall: &Wall) -> Markup {
    html! {
        p dir="auto" { (what_came(text.came, &text.words)) }
        small {
            @if text.sender.is_empty() { (say::inbox::unknown_sender()) } @else { (text.sender) }
            " · " (wall.soon(text.at))
            @if text.left_over { " · " (say::inbox::left_over()) }
        }
    }
}

/// Somebody has looked at them.
pub async fn others_read(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let last: i64 = typed.parse("last")?;
    let by = who.name().to_owned();
    front.store().reviewed_others(last, by, front.now()).await?;
    Ok(errors::done("/inbox/other"))
}
