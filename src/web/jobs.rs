//! What can be done with a job by one tap, and the small form for a new time.

use super::address::{Path, Query};
use super::board::{gone, tells::said};
use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::say;
use super::session::SignedIn;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::desk::About;
use crate::domain::gate::Refusal;
use crate::domain::job::{JobState, WaitsFor};
use crate::domain::settings::Settings;
use crate::domain::text::TextKind;
use crate::store::{Origin, Unsure};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};
use serde::Deserialize;

/// Moves a job to another column, or to another bay.
pub async fn move_job(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let (to, waits_for) = match typed.get("to") {
        "booked" => (JobState::Booked, WaitsFor::Turn),
        "waiting" => (JobState::Waiting, WaitsFor::Turn),
        "part" => (JobState::Waiting, WaitsFor::Part),
        "tomorrow" => (JobState::Waiting, WaitsFor::Tomorrow),
        "in_bay" => (JobState::InBay, WaitsFor::Turn),
        "picked_up" => (JobState::PickedUp, WaitsFor::Turn),
        "cancelled" => (JobState::Cancelled, WaitsFor::Turn),
        _ => return Err(WebError::Input(say::errors::no_such_move().to_owned())),
    };
    let bay = match to {
        JobState::InBay => Some(typed.parse("bay")?),
        _ => None,
    };
    let by = who.name().to_owned();
    let store = front.store();
    store
        .move_job(job, to, bay, waits_for, by, front.now())
        .await?;
    if to.is_open() {
        return Ok(errors::done(&typed.back()));
    }
    Ok(gone::left(job, &typed.back()))
}

/// Announces a job ready: the same as its bay's button.
pub async fn ready(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    front.desk().announce(job, Origin::Page, who.name()).await?;
    Ok(errors::done(&typed.back()))
}

/// Takes "ready" back while its text has not begun to leave.
pub async fn undo(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    front.desk().take_back(job, who.name()).await?;
    Ok(errors::done(&typed.back()))
}

/// A job that was announced goes back to work, and the customer is told or called.
pub async fn not_ready(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    front
        .desk()
        .not_ready(job, typed.ticked("tell"), who.name())
        .await?;
    Ok(errors::done(&typed.back()))
}

/// Texts how the job goes.
pub async fn tell(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let kind = TextKind::from_name(typed.get("kind")).filter(|kind| {
        matches!(
            kind,
            TextKind::OnTrack | TextKind::NextInLine | TextKind::Received
        )
    });
    let kind = kind.ok_or_else(|| WebError::Input(say::errors::no_such_text().to_owned()))?;
    front.desk().progress(job, kind, None, who.name()).await?;
    Ok(errors::done(&typed.back()))
}

/// The form for a new promised time, on any day.
pub async fn late_page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    Query(from): Query<From>,
    who: SignedIn,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    typed.set("back", from.back);
    late_form(&front, &who, job, typed, &Errors::default()).await
}

/// The page that somebody came from.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    #[serde(default)]
    back: String,
}

/// A time that is easily kept: within an hour or two, or once the shop is open again.
fn suggested(front: &Front, wall: &Wall, shop: &Settings) -> DateTime<Utc> {
    let soon = wall.suggestion();
    let Ok(zone) = front.store().zone(&shop.zone) else {
        return soon;
    };
    match shop.open.next_open(&zone, soon) {
        Some(opening) if opening > soon => opening + TimeDelta::hours(1),
        _ => soon,
    }
}

async fn late_form(
    front: &Front,
    who: &SignedIn,
    job: i64,
    mut typed: Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let found = front.store().job(job).await?;
    let by_text = front.store().is_texted(job).await?;
    let title = match by_text {
        true => say::card::running_late(),
        false => say::card::new_promise(),
    };
    let top = front.store().top(front.now()).await?;
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title,
        class: "sheet narrow",
    };
    let wall = shell.wall();
    let at = suggested(front, &wall, &top.shop);
    if typed.get("time").is_empty() && wrong.is_empty() {
        typed.set("time", wall.input_time(at));
        typed.set("date", wall.input_date(at));
    }
    let shown = Shown {
        typed: &typed,
        errors: wrong,
    };
    Ok(shell.page(html! {
        form.panel method="post" action={ "/jobs/" (job) "/late" }
            data-preview=[by_text.then(|| format!("/jobs/{job}/late/preview"))] {
            h1 { (title) }
            input type="hidden" name="back" value=(typed.back());
            p.muted {
                "#" (job) " · " (found.name)
                @if !found.vehicle.is_empty() { " · " (found.vehicle) }
            }
            br;
            div.two {
                (shown.line(Line::words("time", say::card::new_time()).kind("time")))
                (shown.line(Line::words("date", say::card::day()).kind("date")))
            }
            @if by_text {
                p.muted { (say::card::late_what()) }
                div.preview aria-live="polite" { (said_late(front, job, &typed).await?) }
            } @else { p { b { (say::card::no_text_call()) } } }
            div.row {
                @if by_text {
                    button.go { (say::card::text_new_time()) }
                    button name="quiet" value="yes" { (say::card::keep_without_text()) }
                } @else {
                    button.go name="quiet" value="yes" { (say::card::keep_new_time()) }
                }
                a.btn href=(typed.back()) { (say::card::back()) }
            }
        }
    }))
}

/// What "running late" would say with the time that is typed.
pub async fn late_preview(
    State(front): State<Front>,
    Path(job): Path<i64>,
    _: SignedIn,
    typed: Typed,
) -> Result<Markup, WebError> {
    said_late(&front, job, &typed).await
}

async fn said_late(front: &Front, job: i64, typed: &Typed) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let wall = Wall::of(front, &shop);
    let found = front.store().job(job).await?;
    let at = match wall.instant(typed.get("date"), typed.get("time")) {
        Ok(at) if at > wall.now => at,
        Ok(_) => return Ok(html! { p.error { (say::card::passed()) } }),
        Err(why) => return Ok(html! { p.error { (why) } }),
    };
    if found.contact.is_none() || !found.tell.by_text() {
        return Ok(html! { p.error { (say::why::refused(Refusal::CallOnly)) } });
    }
    let about = About {
        promised_at: Some(at),
        ..About::of(&found)
    };
    let words = front
        .desk()
        .teller(&shop)
        .await?
        .words(&about, TextKind::RunningLate)?;
    Ok(said(&words))
}

/// Keeps the new time, and texts it where that is wished.
pub async fn late(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let shop = front.store().settings().await?;
    let wall = Wall::of(&front, &shop);
    let mut wrong = Errors::default();
    match wall.instant(typed.get("date"), typed.get("time")) {
        Ok(at) if at <= wall.now => wrong.add("time", say::card::passed()),
        Ok(at) => {
            let desk = front.desk();
            if typed.ticked("quiet") {
                desk.promise(job, at, who.name()).await?;
            } else {
                let late = TextKind::RunningLate;
                desk.progress(job, late, Some(at), who.name()).await?;
            }
            return Ok(errors::done(&typed.back()));
        }
        Err(why) => wrong.add("time", why),
    }
    let page = late_form(&front, &who, job, typed, &wrong).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Says what becomes of a text that may not have gone.
pub async fn settle_unsure(
    State(front): State<Front>,
    Path(text): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let answer = match typed.get("answer") {
        "again" => Unsure::SendAgain,
        "arrived" => Unsure::LetGo,
        "call" => Unsure::Call,
        _ => return Err(WebError::Input(say::errors::no_such_answer().to_owned())),
    };
    let by = who.name().to_owned();
    front
        .store()
        .settle_unsure(text, answer, by, front.now())
        .await?;
    Ok(errors::done(&typed.back()))
}

/// Calls off a text that waits.
pub async fn cancel_text(
    State(front): State<Front>,
    Path(text): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().cancel_text(text, by, front.now()).await?;
    Ok(errors::done(&typed.back()))
}
