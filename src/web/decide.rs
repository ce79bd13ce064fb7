//! "Is this a no to more texts?": the same four answers wherever an unclear text is shown.

use super::address::Path;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say;
use super::session::AtCounter;
use super::when::Wall;
use crate::store::Decision;
use crate::store::views::Undecided;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The question about a number's oldest unclear text, what is on hold until it is answered, and the
/// answers.
pub fn ask(
    contact: i64,
    undecided: &Undecided,
    whom: &str,
    waiting: &[&str],
    wall: &Wall,
    back: &str,
) -> Markup {
    html! {
        form class={ "decide" @if undecided.urgent { " hot" } } method="post"
            action={ "/inbox/" (contact) "/decide" } data-tap {
            b { (say::thread::is_it_a_no()) } " "
            (say::thread::on_hold(whom))
            @if !waiting.is_empty() { " " (say::thread::waiting_for_it(&waiting.join(", "))) }
            @if let Some(due) = undecided.due_at {
                " " (say::thread::counts_from(&wall.soon(due)))
            }
            (answers(undecided.inbox, back))
        }
    }
}

/// The four answers, within a form.
pub fn answers(inbox: i64, back: &str) -> Markup {
    html! {
        input type="hidden" name="inbox" value=(inbox);
        input type="hidden" name="back" value=(back);
        div.row {
            button.small name="decision" value="opt_out" { (say::thread::decide_opt_out()) }
            button.small name="decision" value="keep" { (say::thread::decide_keep()) }
            button.small name="decision" value="no_offers" { (say::thread::decide_no_offers()) }
            button.small name="decision" value="only_ready" { (say::thread::decide_only_ready()) }
        }
    }
}

/// Decides what an unclear text means.
pub async fn decide(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let decision = Decision::from_name(typed.get("decision"))
        .ok_or_else(|| WebError::Input(say::thread::no_such_decision().to_owned()))?;
    front
        .desk()
        .decide(typed.parse("inbox")?, decision, who.by())
        .await?;
    let back = match typed.get("back") {
        "" => format!("/inbox/{contact}"),
        _ => typed.back(),
    };
    Ok(errors::done(&back))
}
