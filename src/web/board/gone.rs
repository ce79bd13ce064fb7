//! A job that has just left the board, and one tap that brings it back.

use crate::domain::job::JobState;
use crate::store::Gone;
use crate::web::address::Path;
use crate::web::errors::{self, WebError};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::SignedIn;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// What has left, with Undo.
pub fn bar(gone: &Gone) -> Markup {
    let job = format!("#{} {}", gone.job, gone.name);
    html! {
        div.ask.good id="gone" role="status" {
            p {
                @match gone.state {
                    JobState::Cancelled => (say::board::was_cancelled(&job)),
                    _ => (say::board::was_picked_up(&job)),
                }
            }
            span.act {
                form method="post" action={ "/jobs/" (gone.job) "/back" } data-tap {
                    input type="hidden" name="back" value="/";
                    button.small { (say::board::undo()) }
                }
                a.btn.small href="/" { (say::board::ok()) }
            }
        }
    }
}

/// Where a browser goes after a job left: back, and the board then says so.
pub fn left(job: i64, back: &str) -> Response {
    if back == "/" {
        return errors::done(&format!("/?gone={job}"));
    }
    errors::done(back)
}

/// Brings it back.
pub async fn bring_back(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().bring_back(job, by, front.now()).await?;
    Ok(errors::done(&typed.back()))
}
