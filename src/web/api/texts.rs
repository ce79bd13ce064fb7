//! Texts that programs ask for, and what became of them.

use super::auth::Caller;
use super::problem::{self, Problem};
use super::{Api, PATH, request, values};
use crate::domain::gate::Refusal;
use crate::domain::lang::Lang;
use crate::domain::purpose::Purpose;
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::store::views::api::{OwnPart, OwnText};
use crate::store::{Asking, Origin, Queued};
use crate::web::say;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::Duration;

/// Nothing is asked for longer ahead than this.
const FARTHEST: TimeDelta = TimeDelta::days(30);
/// Clocks differ: a `not_before` that passed less than this long ago means now.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(1);

/// What a program asks for.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    to: String,
    purpose: String,
    body: String,
    not_before: Option<String>,
    send_before: Option<String>,
}

/// Takes a text in, unless the gate refuses it. The same request with the same key is the same
/// text, whenever it comes.
pub async fn ask(
    State(api): State<Api>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let request: Request = request::read(&headers, body)?;
    let purpose = purpose(&request.purpose)?;
    caller.needs(purpose.as_str())?;
    let token = caller.0.id;
    let key = request::key(&headers)?.map(|key| (key, request::fingerprint(&request)));
    if let Some((key, request)) = &key
        && let Some(text) = api
            .store()
            .asked_before(token, key.clone(), *request)
            .await?
    {
        return accepted(&api, token, text).await;
    }
    let now = api.now();
    let (not_before, send_before) = times(&request, purpose, now)?;
    let to = values::number(&request.to).ok_or_else(|| {
        problem::NOT_A_NUMBER
            .because("Spell it in E.164: a plus sign, the country code, the number.")
    })?;
    let text = Queued {
        template: String::new(),
        contact: 0,
        purpose,
        kind: TextKind::FromProgram,
        words: request.body,
        job: None,
        answers: None,
        origin: Origin::Api,
        asked_by: caller.0.name,
        not_before,
        send_before,
        undo: Duration::ZERO,
    };
    let (Asking::New(id) | Asking::Same(id)) = api.store().ask(token, key, to, text, now).await?;
    accepted(&api, token, id).await
}

/// Where a text stands that this program asked for.
pub async fn look(
    State(api): State<Api>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Problem> {
    let none = || problem::NOT_FOUND.because("This token has asked for no such text.");
    let Path(id) = id.map_err(|_| none())?;
    let id = values::digits("id", Some(&id), 0, 1, i64::MAX).map_err(|_| none())?;
    let text = api.store().own_text(caller.0.id, id).await?;
    Ok(Json(shown(text.ok_or_else(none)?)))
}

/// A purpose that programs may text for.
///
/// # Errors
/// When it is one that only Readybell itself, or its staff, may use; or none at all.
pub fn purpose(name: &str) -> Result<Purpose, Problem> {
    match Purpose::from_name(name) {
        Some(purpose @ (Purpose::Service | Purpose::Conversation | Purpose::Promotional)) => {
            Ok(purpose)
        }
        _ => Err(problem::PURPOSE_NOT_ALLOWED.because(
            "Programs may text for the purposes service, conversation and promotional only.",
        )),
    }
}

/// When a text of that purpose is worth nothing any more, unless the program says otherwise.
pub fn usual_end(purpose: Purpose, now: DateTime<Utc>) -> DateTime<Utc> {
    let horizon = Horizon {
        now,
        closing: now,
        promised: None,
    };
    TextKind::FromProgram.send_before(purpose, horizon)
}

fn times(
    request: &Request,
    purpose: Purpose,
    now: Now,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Problem> {
    let not_before = request
        .not_before
        .as_deref()
        .map(|at| values::time("not_before", at))
        .transpose()?;
    let send_before = request
        .send_before
        .as_deref()
        .map(|at| values::time("send_before", at))
        .transpose()?;
    let begin = not_before.unwrap_or(now.wall);
    let end = send_before.unwrap_or_else(|| usual_end(purpose, begin.max(now.wall)));
    let wrong = if begin >= end {
        Some("not_before must come before send_before.")
    } else if !now.trusted {
        // What has passed and what is far ahead can't be told. The text waits until it can.
        None
    } else if end <= now.wall {
        Some("send_before has passed.")
    } else if begin < now.wall - CLOCKS_DIFFER {
        Some("not_before has passed; leave it out to send now.")
    } else if [not_before, send_before]
        .iter()
        .flatten()
        .any(|at| *at > now.wall + FARTHEST)
    {
        Some("That is more than 30 days ahead.")
    } else {
        None
    };
    match wrong {
        Some(why) => Err(problem::BAD_TIME.because(why)),
        None => Ok((not_before.unwrap_or(DateTime::UNIX_EPOCH), end)),
    }
}

async fn accepted(api: &Api, token: i64, id: i64) -> Result<Response, Problem> {
    let text = api.store().own_text(token, id).await?;
    let text = text.ok_or_else(|| problem::NOT_FOUND.because("The text is gone."))?;
    let place = [(header::LOCATION, format!("{PATH}/texts/{id}"))];
    Ok((StatusCode::ACCEPTED, place, Json(shown(text))).into_response())
}

fn shown(text: OwnText) -> Value {
    let reason = Refusal::from_name(&text.reason);
    // Programs are told in English, whoever's browser asks.
    let why = say::within(Lang::En, || say::why::sentence(&text.reason));
    let why = (!why.is_empty()).then_some(why);
    let hold = text.hold.map(|hold| {
        json!({
            "reason": hold.as_str(),
            "why": hold.words(),
            "until": text.held_until.map(values::instant),
        })
    });
    let asked_to_wait = text.not_before > DateTime::UNIX_EPOCH;
    let mut parts: Vec<Value> = text.parts.into_iter().map(part).collect();
    let begun = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    parts.extend((begun + 1..=text.count).map(waiting_part));
    json!({
        "id": text.id,
        "to": text.to,
        "purpose": text.purpose.as_str(),
        "state": text.state.as_str(),
        "reason": reason.map(|refusal| refusal.as_str()),
        "why": why,
        "hold": hold,
        "parts": parts,
        "created_at": values::instant(text.created_at),
        "not_before": asked_to_wait.then(|| values::instant(text.not_before)),
        "send_before": values::instant(text.send_before),
        "settled_at": text.settled_at.map(values::instant),
    })
}

fn part(part: OwnPart) -> Value {
    json!({
        "part": part.seq,
        "state": part.state,
        "tries": part.tries,
        "reference": part.mr,
        "sent_at": part.sent_at.map(values::instant),
        "report": part.reported_at.map(|at| json!({
            "status": part.status,
            "at": values::instant(at),
        })),
    })
}

fn waiting_part(seq: i64) -> Value {
    json!({
        "part": seq, "state": "waiting", "tries": 0, "reference": null, "sent_at": null, "report": null,
    })
}
