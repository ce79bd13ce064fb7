//! Customers: found by any part of what is known of them.
//!
//! [`page`] is the list; [`person`] one of them, [`texts`] and [`proof`] what stands behind that page,
//! [`merge`] and [`erase`] what can be done to an entry as a whole, and [`correct`] what its owner may do
//! to an opt-out that the customer never asked for.

pub mod correct;
pub mod email;
pub mod erase;
pub mod merge;
pub mod person;
pub mod proof;
pub mod texts;

use super::address::Query;
use super::errors::{WebError, escaped};
use super::house::Front;
use super::say;
use super::session::AtCounter;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::phone::Country;
use crate::store::views::Found;
use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed, and from where on backwards.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    before: Option<i64>,
}

/// From which number on backwards.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    before: Option<i64>,
    /// Of one contact point only.
    of: Option<i64>,
}

/// The list.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, WebError> {
    let typed: String = wanted.q.trim().chars().take(80).collect();
    let list = front
        .store()
        .customers(typed.clone(), wanted.before, front.now())
        .await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &list.top,
        here: Here::Customers,
        title: say::customers::title(),
        class: "sheet",
    };
    let wall = shell.wall();
    let few = (1..3).contains(&typed.chars().count());
    Ok(shell.page(html! {
        h1 { (say::customers::title()) }
        (search("/customers", &typed, &[]))
        @if few { p.muted { (say::customers::type_more()) } }
        div.panel {
            (found(&list.found, &wall, list.top.shop.country, |id| format!("/customers/{id}")))
            @if list.found.is_empty() {
                p.muted { @if typed.is_empty() { (say::customers::none()) } @else { (say::customers::nobody()) } }
            }
        }
        @if let Some(older) = list.older {
            @if !typed.is_empty() { p.muted { (say::customers::more_than(list.found.len())) } }
            p.row { a.btn.small href={ "/customers?q=" (escaped(&typed)) "&before=" (older) } { (say::customers::older()) } }
        }
    }))
}

/// The box to type into, with what goes along. It works without a script: Enter searches.
pub fn search(action: &str, typed: &str, kept: &[(&str, &str)]) -> Markup {
    html! {
        form.find method="get" action=(action) role="search" {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            input type="search" name="q" id="q" value=(typed) maxlength="80" autocomplete="off" data-key="/"
                data-no-draft aria-label=(say::customers::find()) placeholder=(say::customers::find());
            button { (say::customers::search()) }
        }
    }
}

/// Customers in a list; `to` makes the address that each leads to.
pub fn found(found: &[Found], wall: &Wall, country: Country, to: impl Fn(i64) -> String) -> Markup {
    html! {
        ul.found {
            @for one in found {
                @let numbers: Vec<String> = one.numbers.iter().map(|number| number.national(country)).collect();
                li {
                    a href=(to(one.customer)) {
                        span {
                            b { (one.name) }
                            @if !numbers.is_empty() { br; span.muted.num { (numbers.join(" · ")) } }
                        }
                        span.muted.cars { (one.vehicles.join(" · ")) }
                        small {
                            @if let Some(at) = one.seen_at { (say::customers::seen(&wall.short(at))) }
                            @if one.booked {
                                @if one.seen_at.is_some() { " · " }
                                (say::board::is_booked())
                            }
                        }
                    }
                }
            }
        }
    }
}
