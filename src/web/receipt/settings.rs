//! Where the receipt printer is, for the owner to say.

use crate::print::printer::Printer;
use crate::web::address::Query;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::{Owner, SignedIn};
use crate::web::settings::{self, Page};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Whether it was saved just now.
#[derive(Debug, Default, Deserialize)]
pub struct Saved {
    saved: Option<String>,
}

/// Where the printer is.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(saved): Query<Saved>,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    typed.set("printer", front.store().settings().await?.printer);
    show(
        &front,
        &who,
        &typed,
        &Errors::default(),
        saved.saved.is_some(),
    )
    .await
}

/// Keeps where it is.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let place = typed.get("printer");
    if !place.is_empty() && place.parse::<Printer>().is_err() {
        let mut wrong = Errors::default();
        wrong.add("printer", say::receipt::printer_wrong());
        let page = show(&front, &who, &typed, &wrong, false).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut shop = front.store().settings().await?;
    shop.printer = place.to_owned();
    let by = who.name().to_owned();
    front.store().set_settings(shop, by, front.now()).await?;
    Ok(errors::done("/settings/printer?saved=yes"))
}

async fn show(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    saved: bool,
) -> Result<Markup, WebError> {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let place =
        Line::words("printer", say::receipt::printer_place()).hint(say::receipt::printer_hint());
    settings::frame(front, who, Page::Printer, |_| {
        html! {
            p.muted { (say::receipt::printer_what()) }
            form.panel method="post" action="/settings/printer" {
                @if saved { p.done role="status" { (say::receipt::saved()) } br; }
                (shown.line(place))
                button.go { (say::receipt::save()) }
            }
        }
    })
    .await
}
