//! What whoever looks at the page did a moment ago, with one tap that takes it back.

use super::address::Path;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::session::SignedIn;
use super::shell::{Here, Shell};
use super::{chip, say};
use crate::store::{Decision, Tapped};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// So many of them stand there at a time, the newest first.
const SHOWN: usize = 3;

/// The bars, each with the seconds that are left.
pub fn bars(shell: &Shell<'_>) -> Markup {
    let front = shell.front;
    let taps = front.store().taps(shell.who.name(), front.now());
    let shown = taps
        .iter()
        .filter(|tap| !stands_elsewhere(&tap.what, shell.here));
    html! {
        @for tap in shown.take(SHOWN) {
            @let left = chip::seconds(tap.left);
            @let done = say::taps::done(&tap.what);
            div.ask.good.tap {
                p {
                    @if !tap.whom.is_empty() { b { (tap.whom) } }
                    (done) " "
                    // The seconds run; only the rest is worth being read aloud.
                    small aria-live="off" {
                        (say::thread::undo_for()) " " span.num data-left=(left) { (left) } " s"
                    }
                }
                span.act {
                    form method="post" action={ "/taps/" (tap.id) "/undo" } data-tap {
                        input type="hidden" name="back" value=(shell.who.path);
                        // Several may stand there, and other things on the page have one too.
                        button.small { (say::thread::undo()) span.away { ": " (tap.whom) " " (done) } }
                    }
                }
            }
        }
    }
}

/// A conversation and a customer's page have a place of their own for what was ended there, which
/// everybody sees.
fn stands_elsewhere(what: &Tapped, here: Here) -> bool {
    let ended = matches!(what, Tapped::Decided { decision, .. } if *decision != Decision::Keep);
    ended && matches!(here, Here::Inbox | Here::Customers)
}

/// Takes one back.
pub async fn take_back(
    State(front): State<Front>,
    Path(tap): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().take_tap_back(tap, by, front.now()).await?;
    Ok(errors::done(&typed.back()))
}
