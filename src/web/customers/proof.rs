//! The consent history as a timeline, and what proves each row of it.

use super::Before;
use crate::domain::phone::{Country, PhoneNumber};
use crate::store::views::{Event, Proven};
use crate::web::address::{Path, Query};
use crate::web::errors::WebError;
use crate::web::house::Front;
use crate::web::session::{AtCounter, SignedIn};
use crate::web::shell::{Here, Shell};
use crate::web::when::Wall;
use crate::web::{assets, ink, say};
use axum::extract::State;
use chrono::DateTime;
use maud::{Markup, html};
use serde_json::Value;

/// The whole history.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
    Query(from): Query<Before>,
) -> Result<Markup, WebError> {
    let history = front
        .store()
        .timeline(id, from.of, from.before, front.now())
        .await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &history.top,
        here: Here::Customers,
        title: say::customers::consent(),
        class: "sheet",
    };
    let wall = shell.wall();
    Ok(shell.page(html! {
        p { a href={ "/customers/" (id) } { (say::customers::to_person(&history.name)) } }
        h1 { (say::customers::consent()) }
        div.panel {
            (events(&history.events, id, &who, &wall, history.top.shop.country))
            @if history.events.is_empty() { p.muted { (say::customers::no_consent()) } }
        }
        @if let Some(older) = history.older {
            @let of = from.of.map(|of| format!("&of={of}")).unwrap_or_default();
            p.row { a.btn.small href={ "/customers/" (id) "/consent?before=" (older) (of) } { (say::customers::older()) } }
        }
    }))
}

/// Rows of the ledger, each with its exact words and the way to its proof; and for the owner the way
/// to correct an opt-out that was not the customer's own.
pub fn events(
    events: &[Event],
    customer: i64,
    who: &SignedIn,
    wall: &Wall,
    country: Country,
) -> Markup {
    html! {
        ol.line-up {
            @for event in events {
                li {
                    a.what href={ "/customers/" (customer) "/consent/" (event.row) } {
                        b { (say::proof::event(event.event, event.scope, event.is_email())) }
                        small { (wall.soon(event.occurred_at)) }
                    }
                    @if let Some(words) = text_of(event, "words").or_else(|| text_of(event, "reason")) {
                        q.words dir="auto" { (words) } br;
                    }
                    small {
                        (say::proof::method(event.method)) " · " (shown(&event.address, country))
                        @if let Some(staff) = text_of(event, "staff") { " · " (staff) }
                        @if event.evidence.is_none() { " · " (say::proof::erased()) }
                    }
                    @if event.correctable && who.is_owner() {
                        p.row { a.btn.small href={ "/customers/" (customer) "/consent/" (event.row) "/correct" } { (say::proof::correct()) } }
                    }
                }
            }
        }
    }
}

fn shown(address: &str, country: Country) -> String {
    PhoneNumber::from_e164(address)
        .map_or_else(|_| address.to_owned(), |number| number.national(country))
}

fn text_of<'a>(event: &'a Event, field: &str) -> Option<&'a str> {
    let words = event.evidence.as_ref()?.get(field)?.as_str()?;
    (!words.is_empty()).then_some(words)
}

/// One row with everything that proves it.
pub async fn row(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path((id, row)): Path<(i64, i64)>,
) -> Result<Markup, WebError> {
    let proven = front.store().proven(id, row, front.now()).await?;
    let title = say::proof::title(row);
    let shell = Shell {
        front: &front,
        who: &who,
        top: &proven.top,
        here: Here::Customers,
        title: &title,
        class: "sheet",
    };
    let wall = shell.wall();
    let country = proven.top.shop.country;
    Ok(shell.page(html! {
        (assets::sheet())
        p { a href={ "/customers/" (id) "/consent" } { (say::customers::consent()) } }
        h1 { (say::proof::event(proven.event.event, proven.event.scope, proven.event.is_email())) }
        div.panel { (facts(&proven, &wall, country)) }
    }))
}

/// What proves a row, fact by fact.
pub fn facts(proven: &Proven, wall: &Wall, country: Country) -> Markup {
    let event = &proven.event;
    let fact = |label: &str, value: Option<String>| {
        html! {
            @if let Some(value) = value.filter(|value| !value.is_empty()) { dt { (label) } dd.words dir="auto" { (value) } }
        }
    };
    let text = |field: &str| text_of(event, field).map(str::to_owned);
    let whole = |field: &str| -> Option<String> {
        Some(event.evidence.as_ref()?.get(field)?.as_i64()?.to_string())
    };
    let version = [text("version"), text("lang")];
    let version: Vec<String> = version.into_iter().flatten().collect();
    html! {
        dl.facts {
            (fact(say::proof::when(), Some(wall.exact(event.occurred_at))))
            (fact(say::proof::recorded(), Some(wall.exact(event.recorded_at))))
            @if !event.clock_trusted { dt {} dd.bad { (say::proof::clock()) } }
            (fact(say::proof::how(), Some(say::proof::method(event.method).to_owned())))
            (fact(say::proof::who(), Some(say::proof::actor(event.actor).to_owned())))
            (fact(say::proof::staff(), text("staff").or_else(|| text("taken_by"))))
            (fact(say::proof::terminal(), text("terminal")))
            (fact(say::proof::number(), Some(shown(&event.address, country))))
            (fact(say::proof::proved(), proved(event, wall)))
            (fact(say::proof::confirmed(), proven.confirmed_at.map(|at| wall.exact(at))))
            (fact(say::proof::about(), event.about.map(|row| row.to_string())))
            (fact(say::proof::words_shown(), text("words")))
            (fact(say::proof::disclosure(), text("disclosure")))
            (fact(say::proof::reason(), text("reason")))
            (fact(say::proof::said_by(), text("said_by")))
            (fact(say::proof::version(), Some(version.join(", "))))
            (fact(say::proof::words_hash(), text("words_sha256")))
            (fact(say::proof::sender(), text("sender")))
            (fact(say::proof::sc_time(), text("sc_time")))
            (fact(say::proof::rule(), text("rule").map(|rule| say::proof::rule_of(&rule).to_owned())))
            (fact(say::proof::decision(), text("decision").map(|made| say::deed::meaning_of(&made).to_owned())))
            (fact(say::proof::job(), whole("job").map(|job| format!("#{job}"))))
            (fact(say::proof::initials(), text("initials")))
            @if let Some(signing) = &proven.signing {
                @if let Some(signature) = &signing.signature { dt { (say::proof::signature()) } dd { (ink::show(signature)) } }
                @if !signing.attachments.is_empty() {
                    dt { (say::proof::attachments()) }
                    dd {
                        @for file in &signing.attachments {
                            a.btn.small href={ "/attachments/" (file.id) } { (file.kind.as_str()) " · " (wall.soon(file.made_at)) } " "
                        }
                    }
                }
            }
            (fact(say::proof::signature_hash(), text("signature_sha256")))
            (fact(say::proof::row_hash(), Some(event.hash.clone())))
        }
        @match &event.evidence {
            None => p.muted { (say::proof::erased()) },
            Some(evidence) => details.more {
                summary { (say::proof::as_kept()) }
                pre.wire tabindex="0" { (pretty(evidence)) }
            },
        }
    }
}

/// When and how the number was shown to be the customer's own, as far as it was then.
fn proved(event: &Event, wall: &Wall) -> Option<String> {
    let at = DateTime::parse_from_rfc3339(text_of(event, "verified_at")?).ok()?;
    let how = match text_of(event, "verified_by")? {
        "code" => the_code(event, wall).unwrap_or_else(|| say::proof::by_code().to_owned()),
        _ => say::proof::by_text().to_owned(),
    };
    Some(format!("{}, {how}", wall.exact(at.to_utc())))
}

/// When that code was sent, and how it was typed.
fn the_code(event: &Event, wall: &Wall) -> Option<String> {
    let sent = DateTime::parse_from_rfc3339(text_of(event, "code_sent_at")?).ok()?;
    let attempts = event.evidence.as_ref()?.get("code_attempts")?.as_i64()?;
    let by = text_of(event, "code_typed_by")?;
    let sent = wall.exact(sent.to_utc());
    Some(say::proof::by_code_of(&sent, attempts, by))
}

fn pretty(evidence: &Value) -> String {
    serde_json::to_string_pretty(evidence).unwrap_or_default()
}
