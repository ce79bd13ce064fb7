//! The board: what is booked, what waits, what is in the bays, what is ready.

use super::card::Deck;
use super::errors::WebError;
use super::house::Front;
use super::session::SignedIn;
use super::shell::{Here, Shell};
use crate::domain::job::JobState;
use crate::store::views::BoardJob;
use axum::extract::State;
use maud::{Markup, html};

/// The columns: the state, the title, the class, and what an empty one says.
const COLUMNS: [(JobState, &str, &str, &str); 4] = [
    (JobState::Booked, "Booked", "", "Nobody is booked."),
    (JobState::Waiting, "Waiting", "waiting", "Nobody waits."),
    (
        JobState::InBay,
        "In the bays",
        "first",
        "Every bay is free.",
    ),
    (
        JobState::Ready,
        "Ready",
        "ready",
        "Nothing waits for pick-up.",
    ),
];

/// The board.
pub async fn page(State(front): State<Front>, who: SignedIn) -> Result<Markup, WebError> {
    let board = front.store().board(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &board.top,
        here: Here::Board,
        title: "Board",
        class: "board",
    };
    let deck = Deck {
        shell: &shell,
        wall: shell.wall(),
        bays: &board.bays,
        modem_is_up: front.modem().can_send(),
    };
    Ok(shell.page(html! {
        h1.away { "Board" }
        @for (state, title, class, none) in COLUMNS {
            @let jobs = column(&board.jobs, state);
            section class={ "col " (class) } {
                h2 { (title) " " span { (jobs.len()) } }
                @for job in &jobs { (deck.card(job)) }
                @if jobs.is_empty() { p.none { (none) } }
            }
        }
    }))
}

/// The jobs of a column. One that can still be taken back comes first, so that nobody has to scroll
/// for its Undo.
fn column(jobs: &[BoardJob], state: JobState) -> Vec<&BoardJob> {
    let mut jobs: Vec<_> = jobs.iter().filter(|job| job.state == state).collect();
    jobs.sort_by_key(|job| job.texts.iter().all(|text| text.undo_left.is_none()));
    jobs
}
