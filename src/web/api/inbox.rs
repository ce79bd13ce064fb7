//! What came in, for programs that read it.

use super::auth::Caller;
use super::problem::Problem;
use super::{Api, values};
use crate::store::views::api::Received;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

/// So many texts come at once when nothing is said.
const USUAL: i64 = 50;
/// More than this never come at once.
const MOST: i64 = 100;
/// Programs that keep numbers as floating point lose count above this (2^53 - 1).
const LARGEST_ID: i64 = 9_007_199_254_740_991;

/// The parameters of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    after: Option<String>,
    limit: Option<String>,
}

/// The texts after `after`, oldest first, `limit` of them at most. `next` is where to go on.
pub async fn list(
    State(api): State<Api>,
    caller: Caller,
    page: Result<Query<Page>, QueryRejection>,
) -> Result<Json<Value>, Problem> {
    caller.needs("inbox")?;
    let Query(page) = page.map_err(|rejection| values::bad_query(&rejection))?;
    let after = values::digits("after", page.after.as_deref(), 0, 0, LARGEST_ID)?;
    let limit = values::digits("limit", page.limit.as_deref(), USUAL, 1, MOST)?;
    let limit = u32::try_from(limit).unwrap_or(0);
    let texts = api.store().received_after(after, limit).await?;
    let next = texts.last().map_or(after, |text| text.id);
    let texts: Vec<Value> = texts.into_iter().map(shown).collect();
    Ok(Json(json!({ "texts": texts, "next": next })))
}

fn shown(text: Received) -> Value {
    let class = (!text.class.is_empty()).then_some(text.class);
    json!({
        "id": text.id,
        "from": text.from,
        "words": text.words,
        "kind": text.kind,
        "class": class,
        "received_at": values::instant(text.received_at),
        "reviewed": text.reviewed,
    })
}
