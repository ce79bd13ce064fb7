//! One conversation: what was said, where consent stands, and what to do about it.

use super::address::{Path, Query};
use super::count::typed_counter;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::inbox::people;
use super::say;
use super::session::{AtCounter, SignedIn};
use super::shell::{Here, Shell};
use super::when::Wall;
use super::{asks, card, care, chip, decide, heard, talk};
use crate::desk::DeskError;
use crate::domain::consent::Consent;
use crate::domain::job::JobState;
use crate::domain::purpose::Purpose;
use crate::store::StoreError;
use crate::store::views::{Reach, Thread};
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
    show(&front, &who, contact, before, &Draft::default()).await
}

/// What stands in the box, and why it did not go.
#[derive(Default)]
struct Draft<'a> {
    words: &'a str,
    failed: &'a str,
    /// It looks like an offer: staff may say that it is none.
    is_offer: bool,
}

async fn show(
    front: &Front,
    who: &SignedIn,
    contact: i64,
    before: Option<DateTime<Utc>>,
    draft: &Draft<'_>,
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
        (people(&thread.people, Some(contact), &wall, &thread.top.shop, who.name()))
        section.thread.panel {
            header {
                h1 { (title) }
                (card::tel(&thread.reach.number, country))
                (standing(&thread.reach))
                @for (customer, name) in &thread.customers {
                    a.chip href={ "/customers/" (customer) } {
                        (say::thread::person())
                        @if thread.customers.len() > 1 { ": " (name) }
                    }
                }
                @for job in &thread.jobs {
                    a.chip href={ "/?job=" (job.id) "#job-" (job.id) } {
                        "#" (job.id)
                        @if !job.vehicle.is_empty() { " · " (job.vehicle) }
                        " · " (state(job.state, &job.bay))
                    }
                }
                (care::whose(&thread, who.name()))
            }
            (care::left(&thread, &wall))
            (talk::talk(&thread, &wall, front.modem().can_send()))
            (care::other_language(&thread))
            (decision(&thread, &wall))
            (answer(&thread, &wall, draft))
            (opting_out(&thread))
        }
    }))
}

/// Who it is: the newest customer first, and who shares the number.
fn name(thread: &Thread) -> String {
    match thread.customers.as_slice() {
        [] => thread.reach.number.national(thread.top.shop.country),
        [(_, one)] => one.clone(),
        [(_, first), others @ ..] => {
            let others: Vec<&str> = others.iter().map(|(_, name)| name.as_str()).collect();
            say::thread::also(first, &others.join(", "))
        }
    }
}

/// Where a job stands, in a word.
pub fn state(state: JobState, bay: &str) -> String {
    let plain = match state {
        JobState::Booked => say::thread::booked(),
        JobState::Waiting => say::thread::waiting(),
        JobState::InBay if !bay.is_empty() => return say::board::bay(bay),
        JobState::InBay => say::thread::in_a_bay(),
        JobState::Ready => say::thread::ready(),
        JobState::PickedUp => say::thread::picked_up(),
        JobState::Cancelled => say::thread::cancelled(),
    };
    plain.to_owned()
}

/// Where the consent of a number stands, as chips.
pub fn standing(reach: &Reach) -> Markup {
    let consent = reach.standing.consent(Purpose::Service);
    let (mood, words) = match consent {
        _ if !reach.can_be_texted => ("", say::thread::calls()),
        Consent::Granted if reach.standing.only_ready() => ("", say::thread::only_ready()),
        Consent::Granted => ("ok", say::thread::service()),
        Consent::Held => ("wait", say::thread::held()),
        Consent::Revoked => ("no", say::thread::out()),
        Consent::None => ("", say::thread::never()),
    };
    let offers = match reach.standing.consent(Purpose::Promotional) {
        Consent::Granted => Some(("ok", say::thread::offers())),
        Consent::Held => Some(("wait", say::thread::offers_held())),
        Consent::Revoked if consent != Consent::Revoked => Some(("", say::thread::no_offers())),
        Consent::Revoked | Consent::None => None,
    };
    html! {
        span class={ "chip " (mood) } { (words) }
        @if let Some((mood, words)) = offers { span class={ "chip " (mood) } { (words) } }
    }
}

fn decision(thread: &Thread, wall: &Wall) -> Markup {
    let who = thread
        .customers
        .first()
        .and_then(|(_, name)| name.split_whitespace().next())
        .unwrap_or(say::thread::this_number());
    let Some(first) = thread.undecided.first() else {
        return html! {};
    };
    let held: Vec<&str> = thread.held.iter().map(|kind| chip::name(*kind)).collect();
    let contact = thread.reach.contact;
    decide::ask(
        contact,
        first,
        who,
        &held,
        wall,
        &format!("/inbox/{contact}"),
    )
}

/// Whether a reply may go, and why.
fn may_answer(thread: &Thread, wall: &Wall) -> Result<String, &'static str> {
    let wrote = thread
        .wrote_at
        .filter(|at| wall.now - *at < ANSWERED_WITHIN);
    let consent = thread.reach.standing.consent(Purpose::Service);
    match (thread.reach.can_be_texted, wrote, consent) {
        (false, _, _) => Err(say::thread::call_only()),
        (true, Some(at), _) => Ok(say::thread::they_wrote(&wall.ago(at))),
        (true, None, Consent::Granted | Consent::Held) => Ok(say::thread::they_agreed().to_owned()),
        (true, None, Consent::Revoked) => Err(say::thread::opted_out()),
        (true, None, Consent::None) => Err(say::thread::not_agreed()),
    }
}

fn answer(thread: &Thread, wall: &Wall, draft: &Draft<'_>) -> Markup {
    let contact = thread.reach.contact;
    let label = match thread.wrote_at {
        Some(_) => say::thread::reply(),
        None => say::thread::write(),
    };
    let answer = may_answer(thread, wall);
    let may_answer = answer.is_ok();
    let may_be_done = thread.undecided.is_empty() && !thread.care.done;
    html! {
        @match answer {
            Err(why) => p.muted { (why) },
            Ok(why) => form method="post" action={ "/inbox/" (contact) } data-tap {
                label {
                    (label)
                    textarea name="words" id="words" rows="3" maxlength="2000" data-count="count" dir="auto" required {
                        (draft.words)
                    }
                }
                div.count {
                    span.row id="count" { (typed_counter(draft.words)) }
                    span { (why) }
                }
                @if !draft.failed.is_empty() { (asks::failed(draft.failed)) br; }
                @if draft.is_offer {
                    label.check {
                        input type="checkbox" name="no_offer" value="yes";
                        span { (say::thread::no_offer()) }
                    }
                }
                div.row {
                    button.go { (say::thread::send()) }
                    @if may_be_done { button form="done" formnovalidate { (say::thread::done()) } }
                }
                (care::phrases(&thread.top.shop.phrases, thread.reach.lang))
            },
        }
        @if may_be_done {
            form id="done" method="post" action={ "/inbox/" (contact) "/done" } data-tap {
                @if !may_answer { button { (say::thread::done()) } }
            }
        }
    }
}

/// An opt-out that was made here can be taken back for a moment; one can be made at any time.
fn opting_out(thread: &Thread) -> Markup {
    let contact = thread.reach.contact;
    let out = thread.reach.standing.consent(Purpose::Service) == Consent::Revoked;
    let names: Vec<&str> = thread
        .customers
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    html! {
        @if let Some(undo) = thread.undo {
            (care::undo(contact, undo, &format!("/inbox/{contact}")))
        }
        @if !out {
            (heard::form(&thread.reach, &names, &format!("/inbox/{contact}")))
        }
    }
}

/// Sends a typed text, or puts a phrase into the box. What can't go is shown with the reason, and the
/// words stay.
pub async fn reply(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let words = typed.get("words");
    if typed.ticked("phrase") {
        let lang = front.store().thread_lang(contact).await?;
        let own = front.store().settings().await?.phrases;
        let words = care::with_phrase(words, typed.get("phrase"), &own, lang);
        let draft = Draft {
            words: &words,
            ..Draft::default()
        };
        let page = show(&front, &who, contact, None, &draft).await?;
        return Ok(page.into_response());
    }
    let no_offer = typed.ticked("no_offer");
    let reply = front.desk().reply(contact, words, no_offer, who.name());
    let (failed, is_offer) = match reply.await {
        Ok(_) => return Ok(errors::done(&format!("/inbox/{contact}"))),
        Err(DeskError::Store(error @ (StoreError::Refused(_) | StoreError::Words(_)))) => {
            (say::errors::store(&error).unwrap_or_default(), false)
        }
        Err(DeskError::Offer(offer)) => (say::thread::offer(&offer), true),
        Err(other) => return Err(other.into()),
    };
    let draft = Draft {
        words,
        failed: &failed,
        is_offer,
    };
    let page = show(&front, &who, contact, None, &draft).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Takes a text as an opt-out that the rules did not take for one.
pub async fn opt_out(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let inbox: i64 = typed.parse("inbox")?;
    front
        .desk()
        .opt_out(contact, Some(inbox), "", who.by())
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
    let back = match typed.get("back") {
        "" => format!("/inbox/{contact}"),
        _ => typed.back(),
    };
    Ok(errors::done(&back))
}
