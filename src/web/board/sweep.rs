//! At closing: what becomes of each vehicle that is still here.

use crate::domain::job::{JobState, WaitsFor};
use crate::domain::why::Why;
use crate::store::views::{Board, BoardJob, OpenJob, Top};
use crate::store::{Gone, TaskKind};
use crate::web::address::Path;
use crate::web::card;
use crate::web::errors::{self, WebError};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::AtCounter;
use crate::web::shell::{Here, Shell};
use crate::web::when::Wall;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};

/// The board asks for the sweep from so long before closing,
const BEFORE: TimeDelta = TimeDelta::minutes(30);
/// to so long after it.
const AFTER: TimeDelta = TimeDelta::hours(4);

/// Vehicles of which nothing is said yet, on one page.
const LEFT: usize = 40;
/// Those of which something is.
const DONE: usize = 20;

/// What has been said of a job tonight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    stays: bool,
    to_call: bool,
    /// Here, so that it can be taken back here.
    by_the_sweep: bool,
}

impl Said {
    fn nothing(self) -> bool {
        !self.stays && !self.to_call
    }
}

/// The line on the board around closing time. Nothing where everything is said.
pub fn bar(wall: &Wall, board: &Board, shell: &Shell<'_>) -> Markup {
    let Some(closing) = closing(wall, shell) else {
        return html! {};
    };
    let left = of(&board.open, wall, shell.top, Said::nothing).count();
    html! {
        @if left > 0 {
            div.ask.soft id="closing" {
                p {
                    b {
                        @if closing > wall.now { (say::board::closing_at(&wall.time(closing))) }
                        @else { (say::board::closed_at(&wall.time(closing))) }
                    }
                    (say::board::still_here(left))
                }
                span.act { a.btn.small href="/sweep" { (say::board::sweep()) } }
            }
        }
    }
}

/// The closing time that is near.
fn closing(wall: &Wall, shell: &Shell<'_>) -> Option<DateTime<Utc>> {
    let shop = &shell.top.shop;
    let zone = shell.front.store().zone(&shop.zone).ok()?;
    shop.open
        .next_close(&zone, wall.now - AFTER)
        .filter(|at| *at - BEFORE <= wall.now)
}

/// Whether a vehicle is, or should be, in the shop tonight.
fn is_here(job: &OpenJob, wall: &Wall) -> bool {
    match job.state {
        JobState::Booked => job.comes_at.is_some_and(|at| at < wall.now),
        state => state.is_open(),
    }
}

fn said(job: &OpenJob, wall: &Wall, top: &Top) -> Said {
    let tonight = job.stays_from.is_some_and(|at| wall.is_today(at));
    let call = top
        .tasks
        .iter()
        .find(|task| task.kind == TaskKind::Call && task.job.is_some_and(|(id, _)| id == job.id));
    let waits = job.state == JobState::Waiting && job.waits_for != WaitsFor::Turn;
    Said {
        stays: tonight || waits,
        to_call: call.is_some(),
        by_the_sweep: tonight || call.is_some_and(|call| call.why == Why::StillHere.as_str()),
    }
}

/// The jobs that are here and of which such a thing was said.
fn of<'a>(
    open: &'a [OpenJob],
    wall: &'a Wall,
    top: &'a Top,
    is_so: impl Fn(Said) -> bool + 'a,
) -> impl Iterator<Item = &'a OpenJob> {
    open.iter()
        .filter(|job| is_here(job, wall))
        .filter(move |job| is_so(said(job, wall, top)))
}

/// The sweep. What doesn't fit comes up as answers are given.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let here = front.clone();
    let choose = move |open: &[OpenJob], top: &Top| {
        let wall = Wall::of(&here, &top.shop);
        let left = of(open, &wall, top, Said::nothing).take(LEFT);
        let done = of(open, &wall, top, |said| !said.nothing()).take(DONE);
        left.chain(done).map(|job| job.id).collect()
    };
    let board = front.store().board(choose, front.now()).await?;
    let gone = front.store().just_gone(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &board.top,
        here: Here::Board,
        title: say::board::sweep(),
        class: "sheet",
    };
    let wall = shell.wall();
    let detail = |short: &OpenJob| board.jobs.iter().find(|job| job.id == short.id);
    let left: Vec<_> = of(&board.open, &wall, shell.top, Said::nothing).collect();
    let done: Vec<_> = of(&board.open, &wall, shell.top, |said| !said.nothing()).collect();
    Ok(shell.page(html! {
        h1 { (say::board::sweep()) }
        p.muted { (say::board::sweep_what()) }
        section.panel {
            h2 { (say::board::left_to_say()) " " span.muted { (left.len()) } }
            @if left.is_empty() { (the_rest(shell.top)) }
            ul.list {
                @for job in left.iter().filter_map(|job| detail(job)) { li id={ "sweep-" (job.id) } { (who_and_what(job, &shell)) (answers(job, None)) } }
            }
        }
        @if !done.is_empty() {
            section.panel {
                h2 { (say::board::said()) }
                ul.list {
                    @for (short, job) in done.iter().filter_map(|short| Some((short, detail(short)?))) {
                        li id={ "sweep-" (job.id) } {
                            (who_and_what(job, &shell))
                            (answered(job, said(short, &wall, shell.top)))
                        }
                    }
                }
            }
        }
        @if !gone.is_empty() {
            section.panel {
                h2 { (say::board::left_lately()) }
                ul.list { @for gone in &gone { li id={ "sweep-" (gone.job) } { (left_already(gone, &wall)) } } }
            }
        }
        p.row { a.btn href="/" { (say::card::back()) } }
    }))
}

fn who_and_what(job: &BoardJob, shell: &Shell<'_>) -> Markup {
    html! {
        div {
            span.tag { (card::key_tag(job, shell.top.shop.key_tag)) } " "
            b { (job.name) }
            @if !job.vehicle.is_empty() { " · " (job.vehicle) }
            p.muted {
                "#" (job.id) " · " (super::sheet::place(job.state))
                @if !job.work.is_empty() { " · " (job.work) }
            }
        }
    }
}

/// What is open beside the vehicles: a shop that closes should know of it.
fn the_rest(top: &Top) -> Markup {
    let of = |kinds: &[TaskKind]| {
        let tasks = top.tasks.iter();
        tasks.filter(|task| kinds.contains(&task.kind)).count()
    };
    let calls = of(&[TaskKind::Call, TaskKind::MissedCall]);
    let decide = of(&[TaskKind::Decide]);
    let others = top.tasks.len() - calls - decide;
    let texts = top.unread;
    html! {
        @if calls + decide + others + texts == 0 { p.done { (say::board::sweep_done()) } } @else {
            p { (say::board::still_open()) }
            p.row {
                @if calls > 0 { a.btn.small href="/calls" { (say::board::open_calls(calls)) } }
                @if texts > 0 { a.btn.small href="/inbox" { (say::board::open_texts(texts)) } }
                @if decide > 0 { a.btn.small href="/calls" { (say::board::open_decisions(decide)) } }
                @if others > 0 { a.btn.small href="/calls" { (say::shell::to_look_into(others)) } }
            }
        }
    }
}

/// The answers that a job can be given, beside the one that it has.
fn answers(job: &BoardJob, said: Option<Said>) -> Markup {
    html! {
        form.act method="post" action={ "/jobs/" (job.id) "/sweep" } data-tap {
            input type="hidden" name="back" value="/sweep";
            @if job.state == JobState::Booked {
                button.small name="said" value="cancelled" { (say::board::did_not_come()) }
            } @else {
                button.small name="said" value="gone" { (say::board::gone()) }
                @if !said.is_some_and(|said| said.stays) {
                    button.small name="said" value="stays" { (say::board::overnight()) }
                }
            }
            @if !said.is_some_and(|said| said.to_call) {
                button.small name="said" value="call" { (say::board::to_call()) }
            }
        }
    }
}

/// What was said of a job, and the way back. What was not said here is changed by another answer.
fn answered(job: &BoardJob, said: Said) -> Markup {
    let works = matches!(job.state, JobState::Waiting | JobState::InBay);
    html! {
        div.act {
            @if said.stays { span.chip { (say::board::stays()) } }
            @if said.to_call { span.chip { (say::board::on_the_list()) } }
            @if said.stays && works {
                a.btn.small href={ "/jobs/" (job.id) "/late?back=/sweep" } { (say::card::new_promise()) }
            }
            @if said.by_the_sweep {
                form method="post" action={ "/jobs/" (job.id) "/sweep" } data-tap {
                    input type="hidden" name="back" value="/sweep";
                    button.small name="said" value="nothing" { (say::board::undo()) }
                }
            } @else { (answers(job, Some(said))) }
        }
    }
}

/// A job that left the board within the hour.
fn left_already(gone: &Gone, wall: &Wall) -> Markup {
    html! {
        div {
            b { (gone.name) }
            p.muted { "#" (gone.job) " · " (wall.time(gone.at)) }
        }
        div.act {
            span.chip {
                @match gone.state {
                    JobState::Cancelled => (say::board::is_cancelled()),
                    _ => (say::board::is_gone()),
                }
            }
            form method="post" action={ "/jobs/" (gone.job) "/back" } data-tap {
                input type="hidden" name="back" value="/sweep";
                button.small { (say::board::undo()) }
            }
        }
    }
}

/// Keeps what was said of one job.
pub async fn say(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let (store, now, by) = (front.store(), front.now(), who.name().to_owned());
    let leaves = |to| store.move_job(job, to, None, WaitsFor::Turn, by.clone(), now);
    match typed.get("said") {
        "gone" => leaves(JobState::PickedUp).await?,
        "cancelled" => leaves(JobState::Cancelled).await?,
        "stays" => store.stays(job, by, now).await?,
        "call" => store.call_at_closing(job, by, now).await?,
        "nothing" => store.unsay(job, by, now).await?,
        _ => return Err(WebError::Input(say::errors::no_such_answer().to_owned())),
    }
    Ok(errors::done(&typed.back()))
}
