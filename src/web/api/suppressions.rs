//! Opt-outs that programs hand in. They add only: no request here brings a text back.

use super::auth::Caller;
use super::problem::{self, Problem};
use super::{Api, request, values};
use crate::domain::time::Now;
use crate::store::{Suppressed, Suppressing};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The most letters of what was said.
const MOST_WORDS: usize = 1_000;
/// The most letters of a name.
const LONGEST_NAME: usize = 200;
/// Clocks differ: what happened less than this ahead of ours happens now.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(1);

/// What a program hands in.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    phone: String,
    scope: String,
    words: String,
    said_by: Option<String>,
    occurred_at: Option<String>,
}

/// Opts a number out, whether it is known or not. The same request with the same key gives the same
/// answer.
pub async fn add(
    State(api): State<Api>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    caller.needs("suppressions")?;
    let request: Request = request::read(&headers, body)?;
    let key = request::key(&headers)?;
    let _turn = match &key {
        Some(key) => Some(api.in_progress.begin(caller.0.id, key)?),
        None => None,
    };
    let key = key.map(|key| (key, request::fingerprint(&request)));
    let now = api.now();
    let asked = read(&request, caller.0.name, now)?;
    let done = api.store().suppress(caller.0.id, key, asked, now).await?;
    Ok((StatusCode::CREATED, Json(shown(&request, &done))))
}

fn read(request: &Request, program: String, now: Now) -> Result<Suppressing, Problem> {
    let only_offers = match request.scope.as_str() {
        "all" => false,
        "offers" => true,
        _ => return Err(problem::BAD_FIELD.because("scope must be all or offers.")),
    };
    let said_by = request.said_by.as_deref().unwrap_or_default();
    if request.words.trim().is_empty() || request.words.chars().count() > MOST_WORDS {
        return Err(problem::BAD_FIELD.because(format!(
            "words must be what was said, or the reason, in {MOST_WORDS} letters at most."
        )));
    }
    if said_by.chars().count() > LONGEST_NAME {
        return Err(
            problem::BAD_FIELD.because(format!("said_by has {LONGEST_NAME} letters at most."))
        );
    }
    let number = values::number(&request.phone).ok_or_else(|| {
        problem::NOT_A_NUMBER
            .because("Spell it in E.164: a plus sign, the country code, the number.")
    })?;
    Ok(Suppressing {
        number,
        only_offers,
        words: request.words.clone(),
        said_by: said_by.to_owned(),
        occurred_at: occurred_at(request, now)?,
        program,
    })
}

/// When the person asked. A clock of ours that may be wrong refuses no opt-out.
fn occurred_at(request: &Request, now: Now) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(spelled) = request.occurred_at.as_deref() else {
        return Ok(None);
    };
    let at = values::time("occurred_at", spelled)?;
    if at < DateTime::UNIX_EPOCH {
        return Err(problem::BAD_TIME.because("occurred_at is before 1970."));
    }
    if now.trusted && at > now.wall + CLOCKS_DIFFER {
        return Err(problem::BAD_TIME.because("occurred_at has not come yet."));
    }
    Ok(Some(at.min(now.wall)))
}

fn shown(request: &Request, done: &Suppressed) -> Value {
    json!({
        "phone": request.phone,
        "scope": request.scope,
        "consent_event": done.row,
        "state_version": done.version,
        "recorded_at": values::instant(done.recorded_at),
        "confirmation": done.confirmed,
    })
}

/// The keys of the requests that are being carried out, each with its token.
#[derive(Clone, Default)]
pub struct InProgress(Arc<Mutex<HashSet<(i64, String)>>>);

/// The turn of one key. It ends when this is dropped.
struct Turn {
    all: InProgress,
    mine: (i64, String),
}

impl InProgress {
    fn begin(&self, token: i64, key: &str) -> Result<Turn, Problem> {
        let mine = (token, key.to_owned());
        if !self.with(|all| all.insert(mine.clone())) {
            return Err(problem::IN_PROGRESS.because("Ask again in a moment for its answer."));
        }
        Ok(Turn {
            all: self.clone(),
            mine,
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut HashSet<(i64, String)>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.all.with(|all| all.remove(&self.mine));
    }
}
