//! One conversation: what was said, where consent stands, and what to do about it.

use super::address::{Path, Query};
use super::chip;
use super::count::counter;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::inbox::people;
use super::session::{AtCounter, SignedIn};
use super::shell::{Here, Shell};
use super::when::Wall;
use super::{asks, card, talk};
use crate::desk::DeskError;
use crate::domain::consent::Consent;
use crate::domain::job::JobState;
use crate::domain::purpose::Purpose;
use crate::store::views::{Item, Reach, Thread};
use crate::store::{Decision, StoreError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};
use serde::Deserialize;

/// A text may be answered for this long, whatever was agreed to.
const ANSWERED_WITHIN: TimeDelta = TimeDelta::hours(24);

/// From when on backwards, in milliseconds since 1970.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// The conversation.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    Query(from): Query<Before>,
) -> Result<Markup, WebError> {
    let before = from.before.and_then(DateTime::from_timestamp_millis);
    show(&front, &who, contact, before, "", "").await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    contact: i64,
    before: Option<DateTime<Utc>>,
    typed: &str,
    failed: &str,
) -> Result<Markup, WebError> {
    let thread = front.store().thread(contact, before, front.now()).await?;
    let title = name(&thread);
    let shell = Shell {
        front,
        who,
        top: &thread.top,
        here: Here::Inbox,
        title: &title,
        class: "inbox one",
    };
    let wall = shell.wall();
    let country = thread.top.shop.country;
    Ok(shell.page(html! {
        (people(&thread.people, Some(contact), &wall, country))
        section.thread.panel {
            header {
                h1 { (title) }
                (card::tel(&thread.reach.number, country))
                (standing(&thread.reach))
                @for job in &thread.jobs {
                    a.chip href={ "/#job-" (job.id) } {
                        "#" (job.id)
                        @if !job.vehicle.is_empty() { " · " (job.vehicle) }
                        " · " (state(job.state, &job.bay))
                    }
                }
            }
            (talk::talk(&thread, &wall, front.modem().can_send()))
            (decision(&thread, &wall))
            (answer(&thread, &wall, typed, failed))
            (opting_out(&thread))
        }
    }))
}

/// Who it is: the newest customer first, and who shares the number.
fn name(thread: &Thread) -> String {
    match thread.names.as_slice() {
        [] => thread.reach.number.national(thread.top.shop.country),
        [one] => one.clone(),
        [first, others @ ..] => format!("{first} (also {})", others.join(", ")),
    }
}

fn state(state: JobState, bay: &str) -> String {
    match state {
        JobState::Booked => "booked".to_owned(),
        JobState::Waiting => "waiting".to_owned(),
        JobState::InBay if !bay.is_empty() => bay.to_owned(),
        JobState::InBay => "in a bay".to_owned(),
        JobState::Ready => "ready".to_owned(),
        JobState::PickedUp => "picked up".to_owned(),
        JobState::Cancelled => "cancelled".to_owned(),
    }
}

fn standing(reach: &Reach) -> Markup {
    let service = match reach.standing.consent(Purpose::Service) {
        _ if !reach.can_be_texted => ("", "Call only"),
        Consent::Granted if reach.standing.only_ready() => ("", "Only “ready”"),
        Consent::Granted => ("ok", "Texts about the vehicle"),
        Consent::Held => ("wait", "On hold"),
        Consent::Revoked => ("no", "Opted out"),
        Consent::None => ("", "Did not agree to texts"),
    };
    let offers = match reach.standing.consent(Purpose::Promotional) {
        Consent::Granted => Some(("ok", "Offers")),
        Consent::Held => Some(("wait", "Offers on hold")),
        Consent::Revoked if service.1 != "Opted out" => Some(("", "No offers")),
        Consent::Revoked | Consent::None => None,
    };
    html! {
        span class={ "chip " (service.0) } { (service.1) }
        @if let Some((mood, words)) = offers { span class={ "chip " (mood) } { (words) } }
    }
}

fn decision(thread: &Thread, wall: &Wall) -> Markup {
    let who = thread
        .names
        .first()
        .and_then(|name| name.split_whitespace().next())
        .unwrap_or("this number");
    let Some(first) = thread.undecided.first() else {
        return html! {};
    };
    html! {
        form class={ "decide" @if first.urgent { " hot" } } method="post"
            action={ "/inbox/" (thread.reach.contact) "/decide" } data-tap {
            b { "Is this a no to more texts? " }
            "No automatic texts go to " (who) " until you choose."
            @if let Some(due) = first.due_at {
                " Left alone until " (wall.soon(due)) ", it counts as an opt-out."
            }
            input type="hidden" name="inbox" value=(first.inbox);
            div.row {
                button.small name="decision" value="opt_out" { "Opt out" }
                button.small name="decision" value="keep" { "Keep" }
                button.small name="decision" value="no_offers" { "No offers" }
                button.small name="decision" value="only_ready" { "Only “ready”" }
            }
        }
    }
}

/// Whether a reply may go, and why.
fn may_answer(thread: &Thread, wall: &Wall) -> Result<String, &'static str> {
    let wrote = thread
        .wrote_at
        .filter(|at| wall.now - *at < ANSWERED_WITHIN);
    let consent = thread.reach.standing.consent(Purpose::Service);
    match (thread.reach.can_be_texted, wrote, consent) {
        (false, _, _) => Err("This number can't be texted. Call it."),
        (true, Some(at), _) => Ok(format!("They wrote {}, so an answer is fine", wall.ago(at))),
        (true, None, Consent::Granted | Consent::Held) => Ok("They agreed to texts".to_owned()),
        (true, None, Consent::Revoked) => {
            Err("They opted out, and wrote nothing since that could be answered. Call them.")
        }
        (true, None, Consent::None) => {
            Err("They did not agree to texts, and wrote nothing within a day. Call them.")
        }
    }
}

fn answer(thread: &Thread, wall: &Wall, typed: &str, failed: &str) -> Markup {
    let contact = thread.reach.contact;
    let unread = thread
        .items
        .iter()
        .any(|item| matches!(item, Item::In(text) if text.unread));
    html! {
        @match may_answer(thread, wall) {
            Err(why) => p.muted { (why) },
            Ok(why) => form method="post" action={ "/inbox/" (contact) } data-tap {
                label {
                    "Reply"
                    textarea name="words" id="words" rows="3" maxlength="2000" data-count="count" required {
                        (typed)
                    }
                }
                div.count {
                    span.row id="count" { (counter(typed)) }
                    span { (why) }
                }
                @if !failed.is_empty() { (asks::failed(failed)) br; }
                div.row { button.go { "Send" } }
            },
        }
        @if unread && thread.undecided.is_empty() {
            form method="post" action={ "/inbox/" (contact) "/read" } data-tap {
                button.small { "Done, no answer needed" }
            }
        }
    }
}

/// An opt-out that was made here can be taken back for a moment; one can be made at any time.
fn opting_out(thread: &Thread) -> Markup {
    let contact = thread.reach.contact;
    let out = thread.reach.standing.consent(Purpose::Service) == Consent::Revoked;
    html! {
        @if let Some((row, left)) = thread.undo {
            @let left = chip::seconds(left);
            form.decide method="post" action={ "/inbox/" (contact) "/undo" } data-tap {
                b { "Opted out. " }
                "The confirmation goes in " span.num data-left=(left) { (left) } " s."
                progress max="30" value=(left) data-left=(left) aria-label="Time left to undo" {}
                input type="hidden" name="row" value=(row);
                div.row { button.small { "Undo" } }
            }
        } @else if !out {
            details.more {
                summary { "They asked for no more texts" }
                div {
                    form method="post" action={ "/inbox/" (contact) "/opt-out" } data-tap {
                        p.muted { "At the counter, on the phone or by e-mail, in whatever words: it counts." }
                        label {
                            "What they said"
                            input name="words" maxlength="300" autocomplete="off";
                        }
                        button.small.no { "Opt out" }
                    }
                }
            }
        }
    }
}

/// Sends a typed text. What can't go is shown with the reason, and the words stay.
pub async fn reply(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let words = typed.get("words");
    let why = match front.desk().reply(contact, words, who.name()).await {
        Ok(_) => return Ok(errors::done(&format!("/inbox/{contact}"))),
        Err(DeskError::Store(error @ (StoreError::Refused(_) | StoreError::Words(_)))) => error,
        Err(other) => return Err(other.into()),
    };
    let page = show(&front, &who, contact, None, words, &why.to_string()).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Decides what an unclear text means.
pub async fn decide(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let decision = Decision::from_name(typed.get("decision"))
        .ok_or_else(|| WebError::Input("There is no such decision.".to_owned()))?;
    front
        .desk()
        .decide(typed.parse("inbox")?, decision, who.name())
        .await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}

/// Opts someone out who asked for it in whatever way.
pub async fn opt_out(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let inbox = match typed.get("inbox") {
        "" => None,
        _ => Some(typed.parse("inbox")?),
    };
    front
        .desk()
        .opt_out(contact, inbox, typed.get("words"), who.name())
        .await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}

/// Takes an opt-out back that was made here.
pub async fn undo_opt_out(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    front
        .desk()
        .undo_opt_out(typed.parse("row")?, who.name())
        .await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}

/// Somebody has read it, and nothing is to be answered.
pub async fn read(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
) -> Result<Response, WebError> {
    front.desk().reviewed(contact, who.name()).await?;
    Ok(errors::done(&format!("/inbox/{contact}")))
}
