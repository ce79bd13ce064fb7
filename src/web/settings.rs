//! The settings page, for the owner.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Shown, Typed};
use super::house::Front;
use super::say;
use super::session::{Owner, SignedIn};
use super::settings_form;
use super::shell::{Here, Shell};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Whether they were saved just now.
#[derive(Debug, Default, Deserialize)]
pub struct Saved {
    saved: Option<String>,
}

/// The settings.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(saved): Query<Saved>,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let typed = settings_form::typed(&shop);
    form(
        &front,
        &who,
        &typed,
        &Errors::default(),
        saved.saved.is_some(),
    )
    .await
}

async fn form(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    saved: bool,
) -> Result<Markup, WebError> {
    let top = front.store().top(front.now()).await?;
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Settings,
        title: "Settings",
        class: "sheet",
    };
    let shown = Shown {
        typed,
        errors: wrong,
    };
    Ok(shell.page(html! {
        h1 { "Settings" }
        p.muted { "Changes hold at once, and are written down with your name." }
        form method="post" action="/settings" {
            @if saved { p.done role="status" { "Saved." } br; }
            @if !wrong.is_empty() {
                p.error role="alert" { "Nothing was saved yet. Look at the lines in red below." }
                br;
            }
            (settings_form::shop(&shown))
            (settings_form::opening(&shown))
            (settings_form::rest(&shown))
            button.go { "Save" }
        }
        p.foot { a href="/settings/wording" { (say::wording::link()) } " · " a href="/settings/printer" { (say::receipt::printer_title()) } }
    }))
}

/// Keeps what the owner has set, or says what is wrong with it.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    match settings_form::read(&front, &typed, before, settings_form::Part::All) {
        Ok(shop) => {
            front
                .store()
                .set_settings(shop, who.name().to_owned(), front.now())
                .await?;
            Ok(errors::done("/settings?saved=yes"))
        }
        Err(wrong) => {
            let page = form(&front, &who, &typed, &wrong, false).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
