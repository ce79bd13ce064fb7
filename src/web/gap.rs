//! After a restore: what the backup does not know, what follows, and the owner's word that lets texts go.

use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say::{self, gap as words};
use super::session::Owner;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::store::{Back, Gap};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The page.
const PAGE: &str = "/modem/gap";

/// The line under the bar.
pub fn ask(shell: &Shell<'_>) -> Markup {
    let is_here = shell.who.path == PAGE;
    html! {
        div.ask {
            p {
                b { (words::restored_lately()) }
                (words::waits())
                @if !shell.who.is_owner() { " " (words::owner_looks()) }
            }
            @if shell.who.is_owner() && !is_here {
                span.act { a.btn.small href=(PAGE) { (words::look()) } }
            }
        }
    }
}

/// What is missing.
pub async fn page(State(front): State<Front>, Owner(who): Owner) -> Result<Markup, WebError> {
    let top = front.store().top(front.now()).await?;
    let gap = front.store().gap().await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &top,
        here: Here::Form,
        title: words::title(),
        class: "sheet",
    };
    Ok(shell.page(html! {
        h1 { (words::title()) }
        br;
        @match &gap {
            Some((gap, back)) => (told(gap, back, &shell.wall())),
            None => section.panel { p { (words::none()) } },
        }
    }))
}

fn told(gap: &Gap, back: &[Back], wall: &Wall) -> Markup {
    let (from, until) = (wall.exact(gap.from), wall.exact(gap.until));
    html! {
        section.panel.why {
            p { b { (words::unknown(&from, &until)) } }
            ul {
                li { (words::jobs()) }
                li { (words::texts()) }
                li { (words::staff()) }
            }
        }
        section.panel.why {
            h2 { (words::done()) }
            ul {
                li { (words::opt_outs(gap.revoked)) }
                @if gap.unreadable > 0 { li.bad { (words::unreadable(gap.unreadable)) } }
                li {
                    (words::expired(gap.expired))
                    @if gap.calls > 0 { " " a href="/calls" { (words::to_call(gap.calls)) } }
                }
                li { (words::signed_out()) }
            }
            @if !back.is_empty() {
                h2 { (words::erased_back()) }
                ul {
                    @for back in back {
                        li { a href={ "/customers/" (back.customer) "/erase" } { (back.name) } }
                    }
                }
            }
        }
        section.panel {
            p { (words::before()) }
            form method="post" action=(PAGE) {
                input type="hidden" name="from" value=(gap.from.timestamp_millis());
                button.go { (words::confirm()) }
            }
        }
    }
}

/// The owner has seen it. It must be the gap that the page has shown.
pub async fn confirm(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let shown: i64 = typed.parse("from")?;
    let gap = front.store().gap().await?;
    if gap.is_some_and(|(gap, _)| gap.from.timestamp_millis() != shown) {
        return Err(WebError::Conflict(say::asks::old_page().to_owned()));
    }
    let who = who.name().to_owned();
    front.store().confirm_gap(who, front.now()).await?;
    Ok(errors::done(PAGE))
}
