//! A job on the board: what it is, what its customer knows, and what can be done with one tap.

use super::chip;
use super::intake;
use super::say;
use super::shell::Shell;
use super::when::Wall;
use crate::domain::consent::Consent;
use crate::domain::job::{IntakeStep, JobState, WaitsFor};
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::store::views::{Bay, BoardJob, Outbound};
use maud::{Markup, html};

/// What all cards of one board share.
pub struct Deck<'a> {
    /// The page.
    pub shell: &'a Shell<'a>,
    /// The clock on the wall.
    pub wall: Wall,
    /// The bays.
    pub bays: &'a [Bay],
    /// Whether texts can go now.
    pub modem_is_up: bool,
}

/// A number that a phone dials at a touch.
pub fn tel(number: &PhoneNumber, country: Country) -> Markup {
    html! {
        a.btn.small.num href={ "tel:" (number.as_e164()) } { (number.national(country)) }
    }
}

/// Whether staff are asked what became of a text.
pub fn is_doubtful(text: &Outbound) -> bool {
    text.state == TextState::Unsure && text.purpose.is_asked_about()
}

/// The three answers to "May not have gone".
pub fn unsure(text: &Outbound, back: &str) -> Markup {
    html! {
        form.row method="post" action={ "/texts/" (text.id) "/unsure" } data-tap {
            input type="hidden" name="back" value=(back);
            button.small name="answer" value="again" { (say::asks::send_again()) }
            button.small name="answer" value="arrived" { (say::asks::it_arrived()) }
            button.small name="answer" value="call" { (say::asks::call_instead()) }
        }
    }
}

impl Deck<'_> {
    /// One job.
    pub fn card(&self, job: &BoardJob) -> Markup {
        let armed = job.texts.iter().find(|text| text.undo_left.is_some());
        let here = matches!(job.state, JobState::Waiting | JobState::InBay);
        let late = job.promised_at.filter(|at| here && *at < self.wall.now);
        html! {
            article id={ "job-" (job.id) }
                class={ "job" @if late.is_some() { " late" } @if armed.is_some() { " armed" } } {
                header {
                    h3 { (self.customer(job)) }
                    small.num { "#" (job.id) (self.bay_name(job)) }
                }
                @if !job.vehicle.is_empty() { p { (vehicle(job)) } }
                (self.work(job))
                @if !job.note.is_empty() { p.note { (job.note) } }
                div.row { (self.chips(job)) }
                (self.left(job))
                @if let Some(text) = armed { (self.countdown(text)) }
                @for text in job.texts.iter().filter(|text| is_doubtful(text)) {
                    div.doubt {
                        b { (chip::name(text.kind)) " may not have gone." } " The modem stopped answering while it had it."
                        (unsure(text, "/"))
                    }
                }
                (self.buttons(job, armed.is_some()))
            }
        }
    }

    /// Where taking it in was left, and the way on.
    fn left(&self, job: &BoardJob) -> Markup {
        let words = match (job.intake, job.state) {
            (IntakeStep::Number, _) => say::intake::number_missing(),
            (IntakeStep::Consent, JobState::Booked) => say::intake::signs_on_arrival(),
            (IntakeStep::Consent, _) => say::intake::consent_missing(),
            (IntakeStep::Receipt, _) => say::intake::receipt_missing(),
            (IntakeStep::Done, _) => return html! {},
        };
        html! {
            @if self.shell.who.is_at_counter() {
                div.row {
                    span.chip.wait { (words) }
                    @if let Some(to) = intake::go_on(job.id, job.intake) {
                        a.btn.small href=(to) { (say::intake::go_on()) }
                    }
                }
            }
        }
    }

    fn customer(&self, job: &BoardJob) -> Markup {
        let contact = job.reach.as_ref().map(|reach| reach.contact);
        html! {
            @match contact.filter(|_| self.shell.who.is_at_counter()) {
                Some(contact) => a href={ "/inbox/" (contact) } { (job.name) },
                None => (job.name),
            }
        }
    }

    fn bay_name(&self, job: &BoardJob) -> String {
        let bay = job
            .bay
            .and_then(|id| self.bays.iter().find(|bay| bay.id == id));
        match (bay, job.state) {
            (Some(bay), JobState::InBay | JobState::Ready) => format!(" · {}", bay.name),
            _ => String::new(),
        }
    }

    fn work(&self, job: &BoardJob) -> Markup {
        let wall = &self.wall;
        let when = match (job.state, job.promised_at, job.ready_at) {
            (JobState::Ready, _, Some(at)) => Some(format!("ready {}", wall.soon(at))),
            (JobState::Booked, Some(at), _) => Some(format!("comes {}", wall.soon(at))),
            (_, Some(at), _) if at < wall.now => Some(format!(
                "promised {}, {} late",
                wall.soon(at),
                wall.late(at)
            )),
            (_, Some(at), _) => Some(format!("by {}", wall.soon(at))),
            _ => None,
        };
        let waits = match (job.state, job.waits_for) {
            (JobState::Waiting, WaitsFor::Part) => Some("waiting for a part"),
            (JobState::Waiting, WaitsFor::Tomorrow) => Some("until tomorrow"),
            _ => None,
        };
        html! {
            p.muted {
                (job.work)
                @if let Some(waits) = waits {
                    @if !job.work.is_empty() { " · " }
                    (waits)
                }
                @if let Some(when) = when {
                    @if !job.work.is_empty() || waits.is_some() { " · " }
                    span.due { (when) }
                }
            }
        }
    }

    /// What the customer knows, and whether they may be told at all.
    fn chips(&self, job: &BoardJob) -> Markup {
        let standing = match &job.reach {
            None => Some(("", "No phone number")),
            Some(reach) if !reach.can_be_texted => Some(("", "Call only")),
            Some(reach) => match reach.standing.consent(Purpose::Service) {
                Consent::None => Some(("", "Did not agree to texts")),
                Consent::Revoked => Some(("no", "Opted out · call")),
                Consent::Held => Some(("wait", "A reply needs a decision")),
                Consent::Granted if reach.standing.only_ready() => Some(("", "Only “ready”")),
                Consent::Granted => None,
            },
        };
        // A doubt has a box of its own, with its question.
        let open = |text: &&Outbound| matches!(text.state, TextState::Queued | TextState::Sending);
        let settled = |text: &&Outbound| {
            !open(text) && !matches!(text.state, TextState::Cancelled | TextState::Unsure)
        };
        let about_the_job = |text: &&Outbound| text.purpose != Purpose::Compliance;
        let waiting: Vec<_> = job.texts.iter().filter(open).collect();
        let newest = job.texts.iter().filter(settled).find(about_the_job);
        let confirmation = job
            .texts
            .iter()
            .find(settled)
            .filter(|_| standing.is_none() && newest.is_none() && waiting.is_empty());
        let told = newest.filter(|_| waiting.is_empty()).or(confirmation);
        let none = standing.is_none() && told.is_none() && waiting.is_empty();
        html! {
            @if let Some((mood, words)) = standing { span class={ "chip " (mood) } { (words) } }
            @for text in waiting.into_iter().chain(told) {
                (chip::chip(text, &self.wall, self.modem_is_up))
            }
            @if none { span.chip { "Agreed to texts" } }
        }
    }

    fn countdown(&self, text: &Outbound) -> Markup {
        let left = text.undo_left.map_or(0, chip::seconds);
        let all = u64::from(self.shell.top.shop.undo_seconds).max(left);
        html! {
            progress max=(all) value=(left) data-left=(left) aria-label="Time left to undo" {}
        }
    }

    fn buttons(&self, job: &BoardJob, armed: bool) -> Markup {
        match job.state {
            JobState::Ready if armed => html! {
                div.row { (tap(job, "undo", "", "Undo")) }
            },
            JobState::Ready => self.when_ready(job),
            JobState::InBay => self.in_bay(job),
            _ => self.not_begun(job),
        }
    }

    fn in_bay(&self, job: &BoardJob) -> Markup {
        html! {
            div.row { (tap(job, "ready", "go", "Ready")) }
            @if may_text(job) {
                div.row {
                    @if job.promised_at.is_none_or(|at| at > self.wall.now) {
                        (tell(job, TextKind::OnTrack, "On track"))
                    }
                    (self.late(job))
                }
            }
            (more(html! {
                (self.call(job))
                div.row {
                    (moves(job, "waiting", None, "Back to waiting"))
                    (moves(job, "part", None, "Waits for a part"))
                }
                div.row { (self.free_bays(job)) }
                (cancel(job))
            }))
        }
    }

    fn not_begun(&self, job: &BoardJob) -> Markup {
        let booked = job.state == JobState::Booked;
        let waits = job.waits_for != WaitsFor::Turn;
        html! {
            div.row {
                @if booked { (moves(job, "waiting", None, "Arrived")) }
                @if waits && !booked { (moves(job, "waiting", None, "Can go on")) }
                @if !booked && self.bays.is_empty() { (tap(job, "ready", "go", "Ready")) }
                @if !booked { (self.free_bays(job)) }
            }
            (more(html! {
                (self.call(job))
                div.row {
                    @if may_text(job) { (tell(job, TextKind::NextInLine, "Text “You're next”")) }
                    @if may_text(job) && !booked { (self.late(job)) }
                    @if !booked && !self.bays.is_empty() { (tap(job, "ready", "", "Ready")) }
                    @if !booked && !waits {
                        (moves(job, "part", None, "Waits for a part"))
                        (moves(job, "tomorrow", None, "Until tomorrow"))
                    }
                }
                @if booked { div.row { (self.free_bays(job)) } }
                (cancel(job))
            }))
        }
    }

    fn when_ready(&self, job: &BoardJob) -> Markup {
        let told = job.texts.iter().any(|text| {
            text.kind == TextKind::Ready
                && !matches!(
                    text.state,
                    TextState::Queued
                        | TextState::Refused
                        | TextState::Expired
                        | TextState::Cancelled
                )
        });
        html! {
            div.row {
                (moves(job, "picked_up", None, "Picked up"))
                details.ask-in {
                    summary { "Not ready after all" }
                    form method="post" action={ "/jobs/" (job.id) "/not-ready" } data-tap {
                        input type="hidden" name="back" value="/";
                        @if told && may_text(job) {
                            p { "The customer was told that it is ready." }
                            div.row {
                                button.small.go name="tell" value="text" { "Text a correction" }
                                button.small name="tell" value="" { "I'll call" }
                            }
                        } @else {
                            p { "It goes back to work." @if told { " The customer was told; please call." } }
                            div.row { button.small.go name="tell" value="" { "Back to work" } }
                        }
                    }
                }
            }
            (more(html! { (self.call(job)) (cancel(job)) }))
        }
    }

    /// Asks for the new time first.
    fn late(&self, job: &BoardJob) -> Markup {
        let at = self.wall.suggestion();
        html! {
            details.ask-in {
                summary { "Running late" }
                form method="post" action={ "/jobs/" (job.id) "/late" } data-tap {
                    input type="hidden" name="back" value="/";
                    input type="hidden" name="date" value=(self.wall.input_date(at));
                    label {
                        "New time"
                        input type="time" name="time" value=(self.wall.input_time(at)) required;
                    }
                    div.row {
                        button.small.go { "Text the new time" }
                        a.muted href={ "/jobs/" (job.id) "/late" } { "Another day" }
                    }
                }
            }
        }
    }

    fn free_bays(&self, job: &BoardJob) -> Markup {
        let free = self.bays.iter().filter(|bay| bay.job.is_none());
        html! {
            @for bay in free { (moves(job, "in_bay", Some(bay.id), &bay.name)) }
            @if !self.bays.is_empty() && self.bays.iter().all(|bay| bay.job.is_some()) {
                small { "Every bay is taken" }
            }
        }
    }

    fn call(&self, job: &BoardJob) -> Markup {
        html! {
            @if let Some(reach) = job.reach.as_ref().filter(|_| self.shell.who.is_at_counter()) {
                div.row {
                    (tel(&reach.number, self.shell.top.shop.country))
                    a.btn.small href={ "/inbox/" (reach.contact) } { "Texts" }
                }
            }
        }
    }
}

fn vehicle(job: &BoardJob) -> String {
    let mut words = job.vehicle.clone();
    for part in [&job.colour, &job.plate] {
        if !part.is_empty() {
            words.push_str(", ");
            words.push_str(part);
        }
    }
    words
}

fn may_text(job: &BoardJob) -> bool {
    job.reach.as_ref().is_some_and(|reach| {
        reach.can_be_texted
            && reach.standing.consent(Purpose::Service) == Consent::Granted
            && !reach.standing.only_ready()
    })
}

fn more(inside: Markup) -> Markup {
    html! { details.more { summary { "More" } div { (inside) } } }
}

fn tap(job: &BoardJob, what: &str, class: &str, words: &str) -> Markup {
    html! {
        form method="post" action={ "/jobs/" (job.id) "/" (what) } data-tap {
            input type="hidden" name="back" value="/";
            button class={ "small " (class) } { (words) }
        }
    }
}

fn tell(job: &BoardJob, kind: TextKind, words: &str) -> Markup {
    html! {
        form method="post" action={ "/jobs/" (job.id) "/tell" } data-tap {
            input type="hidden" name="back" value="/";
            button.small name="kind" value=(kind.as_str()) { (words) }
        }
    }
}

fn moves(job: &BoardJob, to: &str, bay: Option<i64>, words: &str) -> Markup {
    html! {
        form method="post" action={ "/jobs/" (job.id) "/move" } data-tap {
            input type="hidden" name="back" value="/";
            input type="hidden" name="to" value=(to);
            @if let Some(bay) = bay { input type="hidden" name="bay" value=(bay); }
            button.small { (words) }
        }
    }
}

fn cancel(job: &BoardJob) -> Markup {
    html! {
        details.ask-in {
            summary { "Cancel the job" }
            form method="post" action={ "/jobs/" (job.id) "/move" } data-tap {
                input type="hidden" name="back" value="/";
                input type="hidden" name="to" value="cancelled";
                p { "It leaves the board, and its waiting texts are called off." }
                div.row { button.small.no { "Yes, cancel it" } }
            }
        }
    }
}
