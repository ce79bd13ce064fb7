//! "Is it Saturday 2:14 PM?" A Pi has no battery for its clock, and quiet hours hold by a clock that
//! is known to be right. One tap says that it is.

use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say;
use super::session::SignedIn;
use super::when::Wall;
use crate::store::Deed;
use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use maud::{Markup, html};

/// A page that was opened longer ago than this asks again: the time that it shows is an old one.
const SHOWN_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// The question.
pub fn ask(wall: &Wall, back: &str) -> Markup {
    html! {
        div.ask {
            p {
                b { (say::asks::is_it(&wall.weekday(wall.now))) }
                (say::asks::is_it_why())
            }
            span.act {
                form method="post" action="/clock" data-tap {
                    input type="hidden" name="back" value=(back);
                    input type="hidden" name="shown" value=(wall.now.timestamp());
                    button.small.go { (say::asks::yes()) }
                }
                a.btn.small href="/modem#clock" { (say::asks::no()) }
            }
        }
    }
}

/// Somebody says that the time is right.
pub async fn confirm(
    State(front): State<Front>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let now = front.now();
    let shown: i64 = typed.parse("shown")?;
    if (now.wall.timestamp() - shown).abs() > SHOWN_WITHIN.num_seconds() {
        return Err(WebError::Conflict(say::asks::old_page().to_owned()));
    }
    front.house.desk.clock.set_trusted(true);
    let store = front.store();
    store
        .note(
            who.name().to_owned(),
            Deed::ConfirmedClock { at: now.wall },
            now,
        )
        .await?;
    store.clock_changed().await?;
    Ok(errors::done(&typed.back()))
}
