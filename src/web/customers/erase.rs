//! Erasing one person: what goes, what stays, and the word that must be typed.

use crate::domain::phone::PhoneNumber;
use crate::web::address::Path;
use crate::web::errors::{self, WebError};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::{Owner, SignedIn};
use crate::web::shell::{Here, Shell};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What would go and what would stay.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(id): Path<i64>,
) -> Result<Markup, WebError> {
    show(&front, &who, id, "").await
}

async fn show(front: &Front, who: &SignedIn, id: i64, failed: &str) -> Result<Markup, WebError> {
    let erasing = front.store().erase_preview(id).await?;
    let top = front.store().top(front.now()).await?;
    let country = top.shop.country;
    let title = say::customers::erase_title(&erasing.name);
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Customers,
        title: &title,
        class: "sheet",
    };
    let told = |address: &String| {
        PhoneNumber::from_e164(address)
            .map_or_else(|_| address.clone(), |number| number.national(country))
    };
    let own: Vec<String> = erasing.own.iter().map(told).collect();
    let shared: Vec<String> = erasing.shared.iter().map(told).collect();
    let open: Vec<String> = erasing.open.iter().map(|job| format!("#{job}")).collect();
    Ok(shell.page(html! {
        p { a href={ "/customers/" (id) } { (say::customers::to_person(&erasing.name)) } }
        h1 { (title) }
        div.panel.why {
            p { b { (say::customers::erase_goes()) } }
            ul {
                li { (say::customers::erase_name(erasing.vehicles)) }
                @if !own.is_empty() { li { (say::customers::erase_points()) ": " (own.join(", ")) } }
                li { (say::customers::erase_texts(erasing.texts)) }
                li { (say::customers::erase_evidence(erasing.evidence)) }
            }
            p { b { (say::customers::erase_stays()) } }
            ul {
                li { (say::customers::erase_jobs(erasing.jobs)) }
                @if !own.is_empty() { li { (say::customers::erase_no_texts()) } }
                @if !shared.is_empty() { li { (say::customers::erase_shared(&shared.join(", "))) } }
            }
            p.muted { (say::customers::erase_backups()) }
        }
        @if !open.is_empty() {
            p.error { (say::customers::erase_open(&open.join(", "))) }
        } @else {
            form.panel method="post" action={ "/customers/" (id) "/erase" } {
                label {
                    (say::customers::erase_type())
                    input name="word" id="word" autocomplete="off" autocapitalize="characters" maxlength="20" data-no-draft
                        aria-invalid=[(!failed.is_empty()).then_some("true")];
                    @if !failed.is_empty() { span.error role="alert" { (failed) } }
                }
                button.no { (say::customers::erase_now()) }
            }
        }
    }))
}

/// Does it.
pub async fn erase(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    if typed.get("word") != say::customers::erase_word() {
        let page = show(&front, &who, id, say::customers::erase_not_typed()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let by = who.name().to_owned();
    front.store().erase(id, by, front.now()).await?;
    Ok(errors::done("/customers"))
}
