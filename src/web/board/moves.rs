//! Where a card can go: the buttons, which the script presses too when a card is dragged.

use crate::domain::job::{JobState, WaitsFor};
use crate::store::views::{Bay, BoardJob};
use crate::web::card::Deck;
use crate::web::say;
use maud::{Markup, html};

/// One tap that changes the job.
pub fn tap(job: &BoardJob, what: &str, class: &str, words: &str) -> Markup {
    let to = match what {
        "ready" => Some("ready"),
        // Taken back, it goes where it was.
        "undo" if job.bay.is_some() => Some("in_bay"),
        "undo" => Some("waiting"),
        _ => None,
    };
    html! {
        form method="post" action={ "/jobs/" (job.id) "/" (what) } data-tap data-to=[to]
            data-bay=[job.bay.filter(|_| to == Some("in_bay"))] {
            input type="hidden" name="back" value="/";
            button class={ "small " (class) } { (words) }
        }
    }
}

/// A move to another column, or to another bay.
pub fn to(job: &BoardJob, to: &str, bay: Option<i64>, class: &str, words: &str) -> Markup {
    html! {
        form method="post" action={ "/jobs/" (job.id) "/move" } data-tap data-to=(to)
            data-bay=[bay] {
            input type="hidden" name="back" value="/";
            input type="hidden" name="to" value=(to);
            @if let Some(bay) = bay { input type="hidden" name="bay" value=(bay); }
            button class={ "small " (class) } { (words) }
        }
    }
}

/// The free bays, each a button.
pub fn bays(job: &BoardJob, bays: &[Bay]) -> Markup {
    html! {
        @for bay in bays.iter().filter(|bay| bay.job.is_none()) {
            (to(job, "in_bay", Some(bay.id), "", &say::card::into(&say::board::bay(&bay.name))))
        }
        @if !bays.is_empty() && bays.iter().all(|bay| bay.job.is_some()) {
            small { (say::card::bays_taken()) }
        }
    }
}

impl Deck<'_> {
    /// Everywhere else that the job can go, and off the board.
    pub(in crate::web) fn moves(&self, job: &BoardJob) -> Markup {
        let waits = job.state == JobState::Waiting;
        let turn = job.waits_for == WaitsFor::Turn;
        let works = matches!(job.state, JobState::Waiting | JobState::InBay);
        html! {
            p.group { (say::card::move_to()) }
            div.row {
                @if works { (to(job, "booked", None, "", say::card::booked())) }
                @if job.state == JobState::InBay || (waits && !turn) {
                    (to(job, "waiting", None, "", say::card::waiting()))
                }
                @if job.state == JobState::InBay || (waits && job.waits_for != WaitsFor::Part) {
                    (to(job, "part", None, "", say::card::waits_for_part()))
                }
                @if job.state == JobState::InBay || (waits && job.waits_for != WaitsFor::Tomorrow) {
                    (to(job, "tomorrow", None, "", say::card::tomorrow()))
                }
                @if job.state == JobState::InBay || job.state == JobState::Booked {
                    (bays(job, self.bays))
                }
                @if waits && !self.bays.is_empty() {
                    (tap(job, "ready", "", say::card::ready()))
                }
                @if works { (to(job, "picked_up", None, "", say::card::picked_up())) }
            }
            div.row { (to(job, "cancelled", None, "no", say::card::cancel())) }
        }
    }
}
