//! The board: what is booked, what waits, what is in the bays, what is ready. And what belongs to
//! it: a job's card, the question about its work, the sweep at closing, the sheet for a day without
//! power.

pub mod ask;
pub mod gone;
pub mod moves;
mod questions;
pub mod sheet;
pub mod sweep;
pub mod tells;
mod view;

use super::address::Query;
use super::card::Deck;
use super::errors::WebError;
use super::house::Front;
use super::say;
use super::session::SignedIn;
use super::shell::{Here, Shell};
use crate::domain::job::JobState;
use crate::store::views::{Bay, Board};
use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;
use view::View;

/// A column: its state, its title, its class, and what an empty one says.
type Column = (
    JobState,
    fn() -> &'static str,
    &'static str,
    fn() -> &'static str,
);

const COLUMNS: [Column; 4] = [
    (
        JobState::Booked,
        say::board::booked,
        "",
        say::board::none_booked,
    ),
    (
        JobState::Waiting,
        say::board::waiting,
        "waiting",
        say::board::none_waiting,
    ),
    (
        JobState::InBay,
        say::board::in_bays,
        "first",
        say::board::none_in_bays,
    ),
    (
        JobState::Ready,
        say::board::ready,
        "ready",
        say::board::none_ready,
    ),
];

/// What the address of the board says beyond its path.
#[derive(Debug, Default, Deserialize)]
pub struct Left {
    /// A job that has just left it.
    gone: Option<i64>,
    /// The only column to be shown, and from which of its cards on.
    column: Option<String>,
    #[serde(default)]
    from: usize,
    /// A job that somebody looks for.
    job: Option<i64>,
}

/// The board.
pub async fn page(
    State(front): State<Front>,
    Query(left): Query<Left>,
    who: SignedIn,
) -> Result<Markup, WebError> {
    let now = front.now();
    let column = left.column.as_deref().and_then(JobState::from_name);
    let column = column.filter(|state| state.is_open());
    let (from, job) = (left.from, left.job);
    let board = front
        .store()
        .board(
            move |open, _| View::of(open, column, from, job).chosen(open),
            now,
        )
        .await?;
    let view = View::of(&board.open, column, from, job);
    let gone = match left.gone {
        Some(job) => front.store().gone(job, now).await?,
        None => None,
    };
    let shell = Shell {
        front: &front,
        who: &who,
        top: &board.top,
        here: Here::Board,
        title: say::board::title(),
        class: "board",
    };
    let teller = front.desk().teller(&board.top.shop).await?;
    let deck = Deck {
        shell: &shell,
        wall: shell.wall(),
        bays: &board.bays,
        modem_is_up: front.modem().can_send(),
        teller: &teller,
    };
    Ok(shell.page(html! {
        h1.away { (say::board::title()) }
        @if let Some(gone) = &gone { (gone::bar(gone)) }
        @if who.is_at_counter() { (sweep::bar(&deck.wall, &board, &shell)) }
        @for column in COLUMNS.iter().filter(|column| view.shows(column.0)) {
            (one_column(column, &board, &view, &deck))
        }
        footer.row {
            @if view.is_part() { a.btn.small href="/" { (say::board::whole()) } }
            @if who.is_at_counter() {
                a.btn.small href="/sweep" { (say::board::sweep()) }
                a.btn.small href="/day-sheet" { (say::board::sheet()) }
                a.btn.small href="/redeem" { (say::follow_up::redeem_title()) }
            }
            small.keys { (say::board::keys()) }
        }
    }))
}

fn one_column(column: &Column, board: &Board, view: &View, deck: &Deck<'_>) -> Markup {
    let (state, title, class, none) = *column;
    let all = board.open.iter().filter(|job| job.state == state).count();
    let jobs: Vec<_> = board.jobs.iter().filter(|job| job.state == state).collect();
    let shown_until = view.from() + jobs.len();
    html! {
        section class={ "col " (class) } data-drop=[drop_on(state)] {
            h2 { (title()) " " span { (all) } }
            @if state == JobState::InBay { (places(&board.bays)) }
            @for job in &jobs { (deck.card(job)) }
            @if jobs.is_empty() { p.none { (none()) } }
            @if shown_until < all {
                a.btn.small href={ "/?column=" (state.as_str()) "&from=" (shown_until) } {
                    (say::board::more(&(all - shown_until).to_string()))
                }
            }
        }
    }
}

/// Where a card may be dropped. Into a bay it goes by the places for the free ones.
fn drop_on(state: JobState) -> Option<&'static str> {
    (state != JobState::InBay).then(|| state.as_str())
}

/// A place for each free bay, seen only while a card is dragged.
fn places(bays: &[Bay]) -> Markup {
    html! {
        @for bay in bays.iter().filter(|bay| bay.job.is_none()) {
            div.drop data-drop="in_bay" data-bay=(bay.id) aria-hidden="true" {
                (say::board::drop_in(&say::board::bay(&bay.name)))
            }
        }
    }
}
