//! Whether a number may be texted, for programs that text by another way. What can't be known is no.

use super::auth::Caller;
use super::problem::{self, Problem};
use super::{Api, texts, values};
use crate::domain::gate::{Asked, Verdict};
use crate::domain::text::TextKind;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};

/// The question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    phone: String,
    purpose: String,
}

/// Whether a text of that purpose to that number may go now, and for how long the answer holds.
pub async fn look(
    State(api): State<Api>,
    caller: Caller,
    question: Result<Query<Question>, QueryRejection>,
) -> Result<Json<Value>, Problem> {
    caller.needs("permission")?;
    let Query(Question { phone, purpose }) =
        question.map_err(|rejection| values::bad_query(&rejection))?;
    let purpose = texts::purpose(&purpose)?;
    // In an address a plus sign that was not escaped stands for a space.
    let phone = match phone.strip_prefix(' ') {
        Some(digits) => format!("+{digits}"),
        None => phone,
    };
    let Some(number) = values::number(&phone) else {
        return Ok(answer(Some(problem::NOT_A_NUMBER.name()), 0, None, 0));
    };
    let now = api.now();
    let kind = TextKind::FromProgram;
    let asked = Asked {
        purpose,
        kind,
        part: 1,
        not_before: DateTime::UNIX_EPOCH,
        send_before: texts::usual_end(purpose, now.wall),
    };
    let says = api.store().permission(number, asked, now).await?;
    let against = match says.verdict {
        Verdict::Send => None,
        Verdict::Hold(_, why) => Some(why.as_str()),
        Verdict::Refuse(why) => Some(why.as_str()),
    };
    Ok(answer(
        against,
        says.version,
        says.row,
        says.holds_for.as_secs(),
    ))
}

fn answer(against: Option<&str>, version: i64, row: Option<i64>, holds_for: u64) -> Json<Value> {
    let reasons: Vec<&str> = against.into_iter().collect();
    Json(json!({
        "allowed": reasons.is_empty(),
        "reasons": reasons,
        "state_version": version,
        "consent_event": row,
        "valid_for_seconds": holds_for,
    }))
}
