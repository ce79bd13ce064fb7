//! Which step it is, and the way back to those before it.

use crate::domain::job::IntakeStep;
use crate::web::say::intake as say;
use maud::{Markup, html};

/// The steps, as the pages count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The vehicle and the work.
    Work,
    /// The phone number and how to be told.
    Number,
    /// The code and the consent.
    Consent,
    /// The receipt.
    Receipt,
}

impl Step {
    const ALL: [Self; 4] = [Self::Work, Self::Number, Self::Consent, Self::Receipt];

    fn words(self) -> &'static str {
        match self {
            Self::Work => say::step_work(),
            Self::Number => say::step_number(),
            Self::Consent => say::step_consent(),
            Self::Receipt => say::step_receipt(),
        }
    }

    fn path(self, job: i64) -> String {
        let name = match self {
            Self::Work => "work",
            Self::Number => "number",
            Self::Consent => "consent",
            Self::Receipt => "receipt",
        };
        format!("/jobs/{job}/{name}")
    }
}

/// Which of the middle steps were answered. The others were only passed by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// There is a number or an address.
    pub number: bool,
    /// Something was agreed to, or asked and declined.
    pub consent: bool,
}

impl Answered {
    fn has(self, step: Step) -> bool {
        match step {
            Step::Work => true,
            Step::Number => self.number,
            Step::Consent => self.consent,
            Step::Receipt => false,
        }
    }
}

/// Where a job that was left is gone on with; None where nothing is left to do.
pub fn go_on(job: i64, step: IntakeStep) -> Option<String> {
    let step = match step {
        IntakeStep::Number => Step::Number,
        IntakeStep::Consent => Step::Consent,
        IntakeStep::Receipt => Step::Receipt,
        IntakeStep::Done => return None,
    };
    Some(step.path(job))
}

/// The row of steps. Those before this one lead back to it, and say so if they were passed by.
pub fn steps(job: Option<i64>, here: Step, answered: Answered) -> Markup {
    let class = |step: Step| match (step < here, answered.has(step)) {
        (true, true) => Some("done"),
        (true, false) => Some("passed"),
        (false, _) => None,
    };
    html! {
        ol.steps {
            @for (number, step) in (1..).zip(Step::ALL) {
                li class=[class(step)] aria-current=[(step == here).then_some("step")] {
                    @match job.filter(|_| step < here) {
                        Some(job) => a href=(step.path(job)) {
                            (number) i { " " (step.words()) @if !answered.has(step) { ", " (say::passed_by()) } }
                        },
                        None => span { (number) i { " " (step.words()) } },
                    }
                }
            }
        }
    }
}
