//! Texts about a job with one tap, each with exactly what it will say.

use crate::desk::About;
use crate::domain::lang::Lang;
use crate::domain::text::TextKind;
use crate::store::views::BoardJob;
use crate::web::card::Deck;
use crate::web::count::counter;
use crate::web::errors::sentence;
use crate::web::say;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

/// What a text about the job needs to know of it.
fn about(job: &BoardJob, promised_at: Option<DateTime<Utc>>) -> About<'_> {
    About {
        job: job.id,
        name: &job.name,
        vehicle: &job.vehicle,
        work: &job.work,
        bay: job.bay,
        promised_at,
        lang: job.reach.as_ref().map_or(Lang::En, |reach| reach.lang),
        needs_number: job.needs_number,
    }
}

/// The words of a text, and what they cost.
pub fn said(words: &str) -> Markup {
    html! {
        p.words { (words) }
        p.count { (counter(words)) }
    }
}

impl Deck<'_> {
    /// A text with one tap, and its preview beside it.
    pub(in crate::web) fn tell(&self, job: &BoardJob, kind: TextKind, words: &str) -> Markup {
        html! {
            form method="post" action={ "/jobs/" (job.id) "/tell" } data-tap {
                input type="hidden" name="back" value="/";
                button.small name="kind" value=(kind.as_str()) { (words) }
            }
            (self.peek(job, kind, words))
        }
    }

    /// What a text will say, behind one tap.
    pub(in crate::web) fn peek(&self, job: &BoardJob, kind: TextKind, name: &str) -> Markup {
        html! {
            details.peek {
                summary { (say::card::preview()) span.away { ": " (name) } }
                div { (self.preview(job, kind, job.promised_at)) }
            }
        }
    }

    /// What a text will say now.
    pub(in crate::web) fn preview(
        &self,
        job: &BoardJob,
        kind: TextKind,
        promised_at: Option<DateTime<Utc>>,
    ) -> Markup {
        match self.teller.words(&about(job, promised_at), kind) {
            Ok(words) => said(&words),
            Err(why) => html! { p.error { (sentence(&why.to_string())) } },
        }
    }

    /// "Running late" asks for the new time first.
    pub(in crate::web) fn late(&self, job: &BoardJob) -> Markup {
        let at = self.wall.suggestion();
        html! {
            details.ask-in {
                summary { (say::card::running_late()) }
                form method="post" action={ "/jobs/" (job.id) "/late" } data-tap
                    data-preview={ "/jobs/" (job.id) "/late/preview" } {
                    input type="hidden" name="back" value="/";
                    input type="hidden" name="date" value=(self.wall.input_date(at));
                    label {
                        (say::card::new_time())
                        input type="time" name="time" value=(self.wall.input_time(at)) required;
                    }
                    div.preview { (self.preview(job, TextKind::RunningLate, Some(at))) }
                    div.row {
                        button.small.go { (say::card::text_new_time()) }
                        a.muted href={ "/jobs/" (job.id) "/late" } { (say::card::another_day()) }
                    }
                }
            }
        }
    }

    /// A new time for somebody who can't be texted: it is kept, and they are called.
    pub(in crate::web) fn new_time(&self, job: &BoardJob) -> Markup {
        let at = self.wall.suggestion();
        html! {
            details.ask-in {
                summary { (say::card::new_promise()) }
                form method="post" action={ "/jobs/" (job.id) "/late" } data-tap {
                    input type="hidden" name="back" value="/";
                    input type="hidden" name="date" value=(self.wall.input_date(at));
                    label {
                        (say::card::new_time())
                        input type="time" name="time" value=(self.wall.input_time(at)) required;
                    }
                    p { (say::card::no_text_call()) }
                    div.row {
                        button.small.go name="quiet" value="yes" { (say::card::keep_new_time()) }
                        a.muted href={ "/jobs/" (job.id) "/late" } { (say::card::another_day()) }
                    }
                }
            }
        }
    }

    /// "Ready" was too early: back to work, and the customer is told.
    pub(in crate::web) fn not_ready(&self, job: &BoardJob, told: bool, may_text: bool) -> Markup {
        let bay = job.bay.filter(|id| {
            self.bays
                .iter()
                .any(|bay| bay.id == *id && bay.job.is_none())
        });
        let to = if bay.is_some() { "in_bay" } else { "waiting" };
        html! {
            details.ask-in {
                summary { (say::card::not_ready()) }
                form method="post" action={ "/jobs/" (job.id) "/not-ready" } data-tap
                    data-to=(to) data-bay=[bay] {
                    input type="hidden" name="back" value="/";
                    @if told && may_text {
                        p { (say::card::was_told()) }
                        (self.preview(job, TextKind::NotReady, job.promised_at))
                        div.row {
                            button.small.go name="tell" value="text" { (say::card::text_correction()) }
                            button.small name="tell" value="" { (say::card::i_call()) }
                        }
                    } @else {
                        p {
                            (say::card::goes_back())
                            @if told { " " (say::card::please_call()) }
                        }
                        div.row { button.small.go name="tell" value="" { (say::card::back_to_work()) } }
                    }
                }
            }
        }
    }
}
