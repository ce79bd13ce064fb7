//! The owner's correction of an opt-out that staff or a time limit made: the row as it was, and why
//! it was a mistake.

use super::proof;
use crate::store::StoreError;
use crate::web::address::Path;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Shown, Typed};
use crate::web::house::Front;
use crate::web::session::{Owner, SignedIn};
use crate::web::shell::{Here, Shell};
use crate::web::{assets, say};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// The longest reason.
const LONGEST: usize = 2_000;

/// The row, and the question why.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Path((id, row)): Path<(i64, i64)>,
) -> Result<Markup, WebError> {
    show(
        &front,
        &who,
        (id, row),
        &Typed::default(),
        &Errors::default(),
    )
    .await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    (id, row): (i64, i64),
    typed: &Typed,
    errors: &Errors,
) -> Result<Markup, WebError> {
    let proven = front.store().proven(id, row, front.now()).await?;
    if !proven.event.correctable {
        return Err(StoreError::NotCorrectable.into());
    }
    let title = say::proof::title(row);
    let shell = Shell {
        front,
        who,
        top: &proven.top,
        here: Here::Customers,
        title: &title,
        class: "sheet",
    };
    let wall = shell.wall();
    let event = &proven.event;
    let form = Shown { typed, errors };
    Ok(shell.page(html! {
        (assets::sheet())
        p { a href={ "/customers/" (id) "/consent" } { (say::customers::consent()) } }
        h1 { (say::proof::event(event.event, event.scope, event.is_email())) }
        div.panel { (proof::facts(&proven, &wall, proven.top.shop.country)) }
        form.panel method="post" action={ "/customers/" (id) "/consent/" (row) "/correct" } {
            p { (say::proof::correct_hint()) }
            (form.lines("reason", say::proof::correct_why(), "", 3))
            button.no { (say::proof::correct_now()) }
        }
    }))
}

/// Writes it down.
pub async fn correct(
    State(front): State<Front>,
    Owner(who): Owner,
    Path((id, row)): Path<(i64, i64)>,
    typed: Typed,
) -> Result<Response, WebError> {
    let reason = typed.get("reason");
    let mut errors = Errors::default();
    if reason.is_empty() {
        errors.add("reason", say::proof::correct_missing());
    }
    if reason.chars().count() > LONGEST {
        errors.add("reason", say::proof::correct_too_long());
    }
    if !errors.is_empty() {
        let page = show(&front, &who, (id, row), &typed, &errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let by = who.by();
    let store = front.store();
    store
        .correct_opt_out(id, row, reason.to_owned(), by, front.now())
        .await?;
    Ok(errors::done(&format!("/customers/{id}")))
}
