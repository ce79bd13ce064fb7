//! The call list: whom to phone, why, and how it went; and the other things to look into.

use super::address::{Path, Query};
use super::asks::{beside_the_score, called, whom};
use super::card::{mail, tel};
use super::decide;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::pages::{self, From};
use super::say;
use super::session::AtCounter;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::phone::Country;
use crate::store::TaskKind;
use crate::store::views::Task;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The call list.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(from): Query<From>,
) -> Result<Markup, WebError> {
    let from = from.skipped();
    let calls = front.store().calls(from, front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &calls.top,
        here: Here::Calls,
        title: say::calls::title(),
        class: "sheet",
    };
    let wall = shell.wall();
    let country = calls.top.shop.country;
    let (unclear, rest): (Vec<&Task>, Vec<&Task>) = calls
        .tasks
        .iter()
        .partition(|task| task.kind == TaskKind::Decide);
    let (to_call, others): (Vec<&Task>, Vec<&Task>) = rest
        .into_iter()
        .partition(|task| matches!(task.kind, TaskKind::Call | TaskKind::MissedCall));
    Ok(shell.page(html! {
        h1 { (say::calls::title()) }
        p.muted { (say::calls::what()) }
        @if from == 0 || !to_call.is_empty() {
            section.panel {
                @if to_call.is_empty() { p.muted { (say::calls::nobody()) } }
                ul.list {
                    @for task in &to_call {
                        li id={ "task-" (task.id) } {
                            (about(task, &wall))
                            div.act {
                                @if let Some(number) = &task.number { (tel(number, country)) }
                                (mail(&task.email))
                                (called(task, &who.path))
                            }
                        }
                    }
                }
            }
        }
        @if !unclear.is_empty() {
            section.panel {
                h2 { (say::calls::unclear()) }
                p.muted { (say::asks::unclear_why()) }
                ul.list { @for task in &unclear { (to_decide(task, &wall, &who.path)) } }
            }
        }
        @if !others.is_empty() {
            section.panel {
                h2 { (say::calls::to_look_into()) }
                ul.list { @for task in &others { (other(task, &wall, country, &who.path)) } }
            }
        }
        (pages::turn("/calls", from, calls.next))
        @if !calls.done.is_empty() {
            section.panel {
                h2 { (say::calls::lately()) }
                ul.list {
                    @for (task, by, outcome) in &calls.done {
                        li {
                            div {
                                (whom(task)) " "
                                span.muted { (say::calls::ended(outcome)) @if !by.is_empty() { " · " (by) } }
                            }
                        }
                    }
                }
            }
        }
    }))
}

fn about(task: &Task, wall: &Wall) -> Markup {
    html! {
        div {
            b { (whom(task)) }
            @if !task.vehicle.is_empty() { " · " (task.vehicle) }
            p { (say::why::sentence(&task.why)) }
            small {
                (wall.ago(task.opened_at))
                @if let Some((job, _)) = task.job { " · " a href={ "/?job=" (job) "#job-" (job) } { "#" (job) } }
                @if let Some(contact) = task.contact { " · " a href={ "/inbox/" (contact) } { (say::calls::texts()) } }
                @if task.no_answer { " · " (say::calls::tried()) }
            }
        }
    }
}

/// An unclear text with its words, and the four answers.
fn to_decide(task: &Task, wall: &Wall, back: &str) -> Markup {
    html! {
        li id={ "task-" (task.id) } {
            (about(task, wall))
            @if let (Some((inbox, words)), Some(contact)) = (&task.inbox, task.contact) {
                q.words dir="auto" { (words) }
                form.act method="post" action={ "/inbox/" (contact) "/decide" } data-tap {
                    (decide::answers(*inbox, back))
                }
            }
        }
    }
}

fn other(task: &Task, wall: &Wall, country: Country, back: &str) -> Markup {
    html! {
        li id={ "task-" (task.id) } {
            (about(task, wall))
            @if let (TaskKind::LowScore, Some(words)) = (task.kind, beside_the_score(task)) {
                q.words dir="auto" { (words) }
            }
            div.act {
                @if let (TaskKind::ScanMissing, Some((job, _))) = (task.kind, task.job) {
                    a.btn.small href={ "/jobs/" (job) "/paper" } { (say::sign::attach()) }
                } @else if let Some(number) = &task.number { (tel(number, country)) }
                @for job in &task.wants_number {
                    a.btn.small href={ "/jobs/" (job) "/number" } { (say::calls::new_number(*job)) }
                }
                form method="post" action={ "/tasks/" (task.id) } data-tap {
                    input type="hidden" name="back" value=(back);
                    button.small name="outcome" value="done" { (say::calls::done()) }
                }
            }
        }
    }
}

/// Notes how a call or a task went.
pub async fn close(
    State(front): State<Front>,
    Path(task): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let outcome = typed.get("outcome");
    if !matches!(outcome, "called" | "voicemail" | "no_answer" | "done") {
        return Err(WebError::Input(say::errors::no_such_end().to_owned()));
    }
    let by = who.name().to_owned();
    front
        .store()
        .close_task(task, outcome.to_owned(), by, front.now())
        .await?;
    Ok(errors::done(&typed.back()))
}
