//! Every text of a customer's numbers, both ways, each with its fate.

use super::Before;
use crate::store::views::Item;
use crate::web::address::{Path, Query};
use crate::web::errors::WebError;
use crate::web::house::Front;
use crate::web::inbox::{kept, what_came};
use crate::web::session::AtCounter;
use crate::web::shell::{Here, Shell};
use crate::web::{chip, say};
use axum::extract::State;
use maud::{Markup, html};

/// The texts, the newest first.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
    Query(from): Query<Before>,
) -> Result<Markup, WebError> {
    let texts = front
        .store()
        .person_texts(id, from.before, front.now())
        .await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &texts.top,
        here: Here::Customers,
        title: say::customers::all_texts(),
        class: "sheet",
    };
    let wall = shell.wall();
    let up = front.modem().can_send();
    Ok(shell.page(html! {
        p { a href={ "/customers/" (id) } { (say::customers::to_person(&texts.name)) } }
        h1 { (say::customers::all_texts()) }
        div.panel {
            ul.line-up {
                @for (contact, item) in &texts.items {
                    li {
                        @match item {
                            Item::In(text) => {
                                p.words.them dir="auto" { (what_came(text.came, &text.words)) }
                                small { a href={ "/inbox/" (contact) } { (wall.soon(text.at)) } }
                            }
                            Item::Out(text) => {
                                p.words.us dir="auto" { (kept(&text.words)) }
                                small {
                                    a href={ "/inbox/" (contact) } { (wall.soon(text.created_at)) } " · "
                                    (chip::name(text.kind)) " · " (chip::told(text, &wall, up).words)
                                    @if !text.asked_by.is_empty() { " · " (say::deed::who(&text.asked_by)) }
                                }
                            }
                        }
                    }
                }
            }
            @if texts.items.is_empty() { p.muted { (say::customers::no_texts()) } }
        }
        @if let Some(older) = texts.older {
            p.row { a.btn.small href={ "/customers/" (id) "/texts?before=" (older) } { (say::customers::older()) } }
        }
    }))
}
