//! The bays, and a try of each one's light.

use super::{Page, frame};
use crate::web::address::{Path, Query};
use crate::web::errors::{self, WebError};
use crate::web::house::Front;
use crate::web::say::settings as words;
use crate::web::session::Owner;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// What was tried just now.
#[derive(Debug, Default, Deserialize)]
pub struct Tried {
    lit: Option<i64>,
    busy: Option<i64>,
}

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(tried): Query<Tried>,
) -> Result<Markup, WebError> {
    let bays = front.store().bays(front.now()).await?;
    let has_panel = front.desk().has_panel();
    frame(&front, &who, Page::Bays, |_| {
        html! {
            p.muted { (words::bays_how()) }
            @if let Some(bay) = tried.lit { p.done role="status" { (words::lit(bay)) } br; }
            @if tried.busy.is_some() { p.error role="status" { (words::bay_busy()) } br; }
            section.panel {
                ul.list {
                    @for bay in &bays {
                        li {
                            div { b { (words::bay(bay.id)) } }
                            @if has_panel {
                                div.act {
                                    form method="post" action={ "/settings/bays/" (bay.id) "/light" } {
                                        button.small { (words::light()) }
                                    }
                                }
                            }
                        }
                    }
                }
                @if !has_panel { p.muted { (words::no_panel()) } }
            }
            @if has_panel { p.muted { (words::button_how()) } }
        }
    })
    .await
}

/// Lights a bay's light.
pub async fn light(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(bay): Path<i64>,
) -> Result<Response, WebError> {
    let lit = front.desk().try_light(bay, who.name()).await?;
    let what = if lit { "lit" } else { "busy" };
    Ok(errors::done(&format!("/settings/bays?{what}={bay}")))
}
