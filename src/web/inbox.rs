//! The inbox: who wrote, and what needs an answer.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::session::AtCounter;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::consent::Consent;
use crate::domain::phone::Country;
use crate::domain::purpose::Purpose;
use crate::store::views::{Conversation, Inbox, Other};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// From which inbound text on backwards.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// The conversations.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(from): Query<Before>,
) -> Result<Markup, WebError> {
    let inbox = front.store().inbox(from.before, front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &inbox.top,
        here: Here::Inbox,
        title: "Inbox",
        class: "inbox",
    };
    let wall = shell.wall();
    let country = inbox.top.shop.country;
    Ok(shell.page(html! {
        div {
            h1.away { "Inbox" }
            (people(&inbox.people, None, &wall, country))
            (others_link(&inbox, &wall))
            @if let Some(older) = inbox.older {
                p.row { a.btn.small href={ "/inbox?before=" (older) } { "Older" } }
            }
            @if inbox.people.is_empty() && inbox.others.is_empty() {
                p.none { "Nobody has written yet. What customers text to this number shows up here." }
            }
        }
        @if !inbox.people.is_empty() {
            section.panel.hint.muted { "Choose a conversation." }
        }
    }))
}

fn others_link(inbox: &Inbox, wall: &Wall) -> Markup {
    let unread = inbox.others.iter().any(|text| text.unread);
    html! {
        @if let Some(newest) = inbox.others.first() {
            ul.people {
                li {
                    a href="/inbox/other" {
                        header {
                            span.cut.new[unread] { "Names and services" }
                            small { (wall.short(newest.at)) }
                        }
                        p.muted.cut { (newest.sender) ": " (newest.words) }
                    }
                }
            }
        }
    }
}

/// The list of conversations; `open` is the one that is shown beside it.
pub fn people(people: &[Conversation], open: Option<i64>, wall: &Wall, country: Country) -> Markup {
    html! {
        ul.people {
            @for person in people {
                li id={ "person-" (person.reach.contact) } {
                    a href={ "/inbox/" (person.reach.contact) }
                        aria-current=[(open == Some(person.reach.contact)).then_some("true")] {
                        header {
                            span.cut.new[person.unread || person.undecided] {
                                @if person.name.is_empty() {
                                    (person.reach.number.national(country))
                                } @else {
                                    (person.name)
                                }
                            }
                            small { (wall.short(person.at)) }
                        }
                        p.muted.cut { @if person.ours { "You: " } (person.words) }
                        (standing(person))
                    }
                }
            }
        }
    }
}

fn standing(person: &Conversation) -> Markup {
    html! {
        @if person.undecided {
            span.chip.wait { "Needs a decision" }
        } @else if person.reach.standing.consent(Purpose::Service) == Consent::Revoked {
            span.chip.no { "Opted out" }
        }
    }
}

/// What came from names and services: shown, and never answered.
pub async fn others(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let inbox = front.store().inbox(None, front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &inbox.top,
        here: Here::Inbox,
        title: "Names and services",
        class: "inbox one",
    };
    let wall = shell.wall();
    let unread = inbox.others.iter().find(|text| text.unread);
    Ok(shell.page(html! {
        div.people { (people(&inbox.people, None, &wall, inbox.top.shop.country)) }
        section.thread.panel {
            header { h1 { "Names and services" } }
            p.muted { "No phone sent these, so they can't be answered: carriers, banks, codes." }
            div.talk { @for text in inbox.others.iter().rev() { (other(text, &wall)) } }
            @if let Some(newest) = unread {
                form method="post" action="/inbox/other" data-tap {
                    input type="hidden" name="last" value=(newest.id);
                    button.small { "Done" }
                }
            }
        }
    }))
}

fn other(text: &Other, wall: &Wall) -> Markup {
    html! {
        p { @if text.is_text { (text.words) } @else { "Data, not words: " (text.words) } }
        small {
            @if text.sender.is_empty() { "Unknown sender" } @else { (text.sender) }
            " · " (wall.soon(text.at))
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
