//! What was tried to put the modem right, on its page.

use super::say::{self, tried as words};
use super::when::Wall;
use crate::domain::time::Now;
use crate::modem::{ModemStatus, Rung};
use chrono::TimeDelta;
use maud::{Markup, html};

/// The last steps, the newest first; nothing where none was needed.
pub fn panel(status: &ModemStatus, now: Now, wall: &Wall) -> Markup {
    let steps = status.steps.all();
    if steps.is_empty() {
        return Markup::default();
    }
    html! {
        section.panel {
            h2 { (words::title()) }
            @if status.needs_person { p.bad { (words::look()) } }
            ul.list {
                @for step in steps.iter().rev() {
                    @let past = TimeDelta::from_std(now.mono.saturating_sub(step.at)).unwrap_or_default();
                    li {
                        div {
                            (wall.soon(now.wall - past)) " " (name(step.rung))
                            br;
                            small { (say::modem::why(&step.why)) }
                        }
                    }
                }
            }
        }
    }
}

fn name(rung: Rung) -> &'static str {
    match rung {
        Rung::Escape => words::escape(),
        Rung::SetUp => words::set_up(),
        Rung::Radio => words::radio(),
        Rung::Reset => words::reset(),
        Rung::Reopen => words::reopen(),
        Rung::Person => words::person(),
    }
}
