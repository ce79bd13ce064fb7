//! What the customer was asked about the work, and what they said, on the card.

use crate::domain::job::LineStanding;
use crate::domain::money;
use crate::store::views::{BoardJob, JobQuestion};
use crate::web::card::Deck;
use crate::web::say;
use maud::{Markup, html};

impl Deck<'_> {
    /// The questions of a job.
    pub(in crate::web) fn questions(&self, job: &BoardJob) -> Markup {
        html! {
            @for question in &job.questions {
                @match question.standing {
                    LineStanding::Asked => (self.open_question(job, question)),
                    LineStanding::Agreed => (self.answered(question, "ok")),
                    LineStanding::Declined => (self.answered(question, "no")),
                }
            }
        }
    }

    fn line(&self, question: &JobQuestion) -> String {
        match question.price {
            Some(price) => {
                // The same figure as in the question.
                let shop = &self.shell.top.shop;
                let price = shop.currency.show(money::with_tax(price, shop.tax));
                format!("{}, {price}", question.words)
            }
            None => question.words.clone(),
        }
    }

    fn open_question(&self, job: &BoardJob, question: &JobQuestion) -> Markup {
        html! {
            div.question {
                b { (say::card::asked(&self.line(question))) }
                form.row method="post" data-tap
                    action={ "/jobs/" (job.id) "/lines/" (question.seq) "/answer" } {
                    input type="hidden" name="back" value="/";
                    button.small name="answer" value="yes" { (say::card::yes_button()) }
                    button.small name="answer" value="no" { (say::card::no_button()) }
                }
            }
        }
    }

    fn answered(&self, question: &JobQuestion, mood: &str) -> Markup {
        let at = question
            .answered_at
            .map_or_else(String::new, |at| self.wall.short(at));
        let line = self.line(question);
        let said = match question.standing {
            LineStanding::Declined => say::card::said_no(&line, &at),
            _ => say::card::said_yes(&line, &at),
        };
        html! {
            div.row.said {
                span class={ "chip " (mood) } { (said) }
                @if !question.answer.is_empty() {
                    small { (say::card::wrote(&question.answer)) }
                } @else if !question.answered_by.is_empty() {
                    small { (say::card::noted_by(&question.answered_by)) }
                }
            }
        }
    }
}
