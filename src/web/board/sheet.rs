//! The day sheet: names, numbers and promises on paper, for when the power is out.

use crate::domain::consent::Consent;
use crate::domain::job::JobState;
use crate::domain::purpose::Purpose;
use crate::store::views::{Bay, BoardJob, OpenJob};
use crate::web::address::Query;
use crate::web::card;
use crate::web::errors::WebError;
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::AtCounter;
use crate::web::shell::{Here, Shell};
use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

/// Rows on one page.
const ROWS: usize = 80;

/// From which row on.
#[derive(Debug, Default, Deserialize)]
pub struct Part {
    #[serde(default)]
    from: usize,
}

/// The sheet.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(part): Query<Part>,
) -> Result<Markup, WebError> {
    let from = part.from;
    let rows = move |open: &[OpenJob]| {
        open.iter()
            .skip(from)
            .take(ROWS)
            .map(|job| job.id)
            .collect()
    };
    let board = front
        .store()
        .board(move |open, _| rows(open), front.now())
        .await?;
    let until = from + board.jobs.len();
    let shell = Shell {
        front: &front,
        who: &who,
        top: &board.top,
        here: Here::Board,
        title: say::board::sheet(),
        class: "day-sheet",
    };
    let wall = shell.wall();
    let shop = &board.top.shop;
    let made = format!("{}, {}", wall.full_day(wall.now), wall.time(wall.now));
    Ok(shell.page(html! {
        header.row {
            h1 { (say::board::sheet()) " · " (shop.brand) }
            small { (say::board::made(&made)) }
        }
        p.muted.screen {
            (say::board::sheet_what())
            noscript { " " (say::board::print_how()) }
        }
        p.row.screen {
            button.go data-print hidden { (say::board::print()) }
            a.btn href="/" { (say::card::back()) }
            @if from > 0 { a.btn href="/day-sheet" { (say::board::first_sheet()) } }
            @if until < board.open.len() {
                a.btn href={ "/day-sheet?from=" (until) } { (say::board::more(&(board.open.len() - until).to_string())) }
            }
        }
        @if board.jobs.is_empty() { p { (say::board::no_jobs()) } } @else {
            table {
                thead {
                    tr {
                        th { (say::board::tag()) }
                        th { (say::board::customer()) }
                        th { (say::board::phone()) }
                        th { (say::board::vehicle()) }
                        th { (say::board::work()) }
                        th { (say::board::promised()) }
                        th { (say::board::state()) }
                        th.notes { (say::board::notes()) }
                    }
                }
                tbody {
                    @for job in &board.jobs {
                        tr {
                            td { b { (card::key_tag(job, shop.key_tag)) } small { "#" (job.id) } }
                            td { b { (job.name) } }
                            td.num {
                                @if let Some(reach) = &job.reach {
                                    (reach.number.national(shop.country))
                                    @if !agreed(job) { small { (say::board::calls_only()) } }
                                } @else { "–" }
                            }
                            td { (card::vehicle(job)) }
                            td { (job.work) @if !job.note.is_empty() { small { (job.note) } } }
                            td.num {
                                @match (job.state, job.comes_at, job.promised_at) {
                                    (JobState::Booked, Some(at), _) => (say::card::comes_at(&wall.short(at))),
                                    (JobState::Booked, None, _) | (_, _, None) => {},
                                    (_, _, Some(at)) => (wall.short(at)),
                                }
                            }
                            td.where { (standing(job, &board.bays)) }
                            td {}
                        }
                    }
                }
            }
        }
    }))
}

fn agreed(job: &BoardJob) -> bool {
    job.tell.by_text()
        && job.reach.as_ref().is_some_and(|reach| {
            reach.can_be_texted && reach.standing.consent(Purpose::Service) == Consent::Granted
        })
}

fn standing(job: &BoardJob, bays: &[Bay]) -> String {
    let bay = job
        .bay
        .filter(|_| job.state == JobState::InBay)
        .and_then(|id| bays.iter().find(|bay| bay.id == id));
    match bay {
        Some(bay) => say::board::bay(&bay.name),
        None => place(job.state).to_owned(),
    }
}

/// Where a job stands, in a word.
pub fn place(state: JobState) -> &'static str {
    match state {
        JobState::Booked => say::board::is_booked(),
        JobState::Waiting => say::board::is_waiting(),
        JobState::InBay => say::board::is_in_bay(),
        _ => say::board::is_ready(),
    }
}
