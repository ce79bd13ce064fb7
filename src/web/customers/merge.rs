//! Two entries of one person become one: find the other, see what moves, do it.

use super::{found, search};
use crate::domain::phone::PhoneNumber;
use crate::web::address::{Path, Query};
use crate::web::errors::{self, WebError, escaped};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::AtCounter;
use crate::web::shell::{Here, Shell};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed, and the other entry.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    q: Option<String>,
    with: Option<i64>,
}

/// Finds the other entry, and shows what would move.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, WebError> {
    let kept = front.store().merge_preview(id).await?;
    // Without a word of who it may be, whoever has the same first name.
    let first = kept.name.split_whitespace().next().unwrap_or_default();
    let typed: String = wanted
        .q
        .as_deref()
        .unwrap_or(first)
        .trim()
        .chars()
        .take(80)
        .collect();
    let mut list = front
        .store()
        .customers(typed.clone(), None, front.now())
        .await?;
    list.found.retain(|other| other.customer != id);
    let moved = match wanted.with.filter(|with| *with != id) {
        Some(with) => Some((with, front.store().merge_preview(with).await?)),
        None => None,
    };
    let shell = Shell {
        front: &front,
        who: &who,
        top: &list.top,
        here: Here::Customers,
        title: say::customers::merge(),
        class: "sheet",
    };
    let wall = shell.wall();
    let country = list.top.shop.country;
    let address = format!("/customers/{id}/merge");
    let told = |addresses: &[String]| {
        let told = addresses.iter().map(|address| {
            PhoneNumber::from_e164(address)
                .map_or_else(|_| address.clone(), |number| number.national(country))
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let or_none = |words: String| match words.as_str() {
        "" => say::customers::nothing().to_owned(),
        _ => words,
    };
    Ok(shell.page(html! {
        p { a href={ "/customers/" (id) } { (say::customers::to_person(&kept.name)) } }
        h1 { (say::customers::merge_title(&kept.name)) }
        @if let Some((with, moved)) = &moved {
            div.panel {
                h2 { (say::customers::moves(&moved.name, &kept.name)) }
                dl.facts {
                    dt { (say::customers::moves_jobs()) } dd { (moved.jobs) }
                    dt { (say::customers::moves_vehicles()) } dd { (or_none(moved.vehicles.join(", "))) }
                    dt { (say::customers::moves_points()) } dd { (or_none(told(&moved.addresses))) }
                    @if !moved.note.is_empty() { dt { (say::customers::moves_note()) } dd.words { (moved.note) } }
                }
                p { (say::customers::stays()) }
                form method="post" action=(address) {
                    input type="hidden" name="with" value=(with);
                    button.go { (say::customers::merge_now()) }
                }
            }
        } @else {
            p.muted { (say::customers::merge_hint(&kept.name)) }
        }
        (search(&address, &typed, &[]))
        div.panel {
            (found(&list.found, &wall, country, |other| format!("{address}?with={other}&q={}", escaped(&typed))))
            @if list.found.is_empty() { p.muted { (say::customers::nobody()) } }
        }
    }))
}

/// Does it.
pub async fn merge(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    let gone = typed.parse("with")?;
    front.store().merge(id, gone, by, front.now()).await?;
    Ok(errors::done(&format!("/customers/{id}")))
}
