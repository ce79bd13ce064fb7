//! What whoever looks at the page did a moment ago, with one tap that takes it back.

use super::address::Path;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::session::SignedIn;
use super::shell::Shell;
use super::{chip, say};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// So many of them stand there at a time, the newest first.
const SHOWN: usize = 3;

/// The bars, each with the seconds that are left.
pub fn bars(shell: &Shell<'_>) -> Markup {
    let front = shell.front;
    let taps = front.store().taps(shell.who.name(), front.now());
    html! {
        @for tap in taps.iter().take(SHOWN) {
            @let left = chip::seconds(tap.left);
            div.ask.good.tap {
                p {
                    @if !tap.whom.is_empty() { b { (tap.whom) } }
                    (say::taps::done(&tap.what)) " "
                    // The seconds run; only the rest is worth being read aloud.
                    small aria-live="off" {
                        (say::taps::undo_for()) " " span.num data-left=(left) { (left) } " s"
                    }
                }
                span.act {
                    form method="post" action={ "/taps/" (tap.id) "/undo" } data-tap {
                        input type="hidden" name="back" value=(shell.who.path);
                        button.small { (say::thread::undo()) }
                    }
                }
            }
        }
    }
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
