//! A job on the board: what it is, what its customer knows, and what can be done with one tap.

use super::board::moves::{self, tap};
use super::chip;
use super::errors::escaped;
use super::intake;
use super::say;
use super::shell::Shell;
use super::when::Wall;
use crate::desk::Teller;
use crate::domain::consent::Consent;
use crate::domain::job::{IntakeStep, JobState, WaitsFor};
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::settings::KeyTag;
use crate::domain::text::{TextKind, TextState};
use crate::store::TaskKind;
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
    /// Knows what each text would say.
    pub teller: &'a Teller<'a>,
}

/// A number that a phone dials at a touch.
pub fn tel(number: &PhoneNumber, country: Country) -> Markup {
    html! {
        a.btn.small.num href={ "tel:" (number.as_e164()) } { (number.national(country)) }
    }
}

/// An address that a mail program writes to at a touch (RFC 6068); nothing where it is none.
pub fn mail(address: &str) -> Markup {
    html! {
        @if let Some((local, domain)) = address.rsplit_once('@') {
            a.btn.small href={ "mailto:" (escaped(local)) "@" (escaped(domain)) } { (address) }
        }
    }
}

/// Whether staff are asked what became of a text.
pub fn is_doubtful(text: &Outbound) -> bool {
    text.state == TextState::Unsure && text.purpose.is_asked_about()
}

/// Why nobody knows what became of it, or what has been found out, as a sentence.
pub fn what_is_known(text: &Outbound) -> String {
    if chip::is_found_out(text) {
        say::why::sentence(&text.reason)
    } else {
        say::asks::doubt_why().to_owned()
    }
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

/// What the tag of the vehicle's keys says: what people shout across the shop.
pub fn key_tag(job: &BoardJob, tag: KeyTag) -> String {
    if tag == KeyTag::Plate && !job.plate.is_empty() {
        return job.plate.clone();
    }
    format!("{:03}", job.id.rem_euclid(1000))
}

/// The vehicle with its colour and its plate.
pub fn vehicle(job: &BoardJob) -> String {
    let mut words = job.vehicle.clone();
    for part in [&job.colour, &job.plate] {
        if !part.is_empty() {
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str(part);
        }
    }
    words
}

impl Deck<'_> {
    /// One job.
    pub fn card(&self, job: &BoardJob) -> Markup {
        let armed = job.texts.iter().find(|text| text.undo_left.is_some());
        let late = self.is_late(job);
        let vehicle = vehicle(job);
        html! {
            article id={ "job-" (job.id) } data-id=(job.id) tabindex="0"
                aria-label={ "#" (job.id) " " (job.name) }
                class={ "job" @if late { " late" } @if armed.is_some() { " armed" } } {
                header {
                    span.tag title=(say::card::key()) {
                        span.away { (say::card::key()) " " }
                        (key_tag(job, self.shell.top.shop.key_tag))
                    }
                    div {
                        h3 { (self.customer(job)) }
                        small.num { "#" (job.id) (self.bay_name(job)) }
                    }
                }
                @if !vehicle.is_empty() { p { (vehicle) } }
                (self.work(job, late))
                @if !job.note.is_empty() { p.note { (job.note) } }
                (self.wrote(job))
                div.row { (self.chips(job)) }
                (self.to_phone(job))
                (self.left(job))
                @if let Some(text) = armed { (self.countdown(text)) }
                @for text in job.texts.iter().filter(|text| is_doubtful(text)) {
                    div.doubt {
                        b { (chip::name(text.kind)) " " (say::card::may_not_have_gone()) } " "
                        (what_is_known(text))
                        (unsure(text, "/"))
                    }
                }
                (self.questions(job))
                (self.buttons(job, armed.is_some()))
            }
        }
    }

    /// The sign that the customer wrote, which leads to what they wrote.
    fn wrote(&self, job: &BoardJob) -> Markup {
        let contact = job.reach.as_ref().map(|reach| reach.contact);
        html! {
            @if let Some(contact) = contact.filter(|_| job.unread && self.shell.who.is_at_counter()) {
                div.row { a.btn.small.wrote href={ "/inbox/" (contact) } { (say::card::wrote_to_us()) } }
            }
        }
    }

    /// Where taking it in was left, and the way on.
    fn left(&self, job: &BoardJob) -> Markup {
        let words = match (job.intake, job.state) {
            (IntakeStep::Number, _) => say::intake::number_missing(),
            (IntakeStep::Consent, JobState::Booked) => say::intake::signs_on_arrival(),
            (IntakeStep::Consent, _) if may_text(job, TextKind::Ready) => {
                say::intake::signature_missing()
            }
            (IntakeStep::Consent, _) => say::intake::consent_missing(),
            (IntakeStep::Receipt, _) => say::intake::receipt_missing(),
            (IntakeStep::Done, _) => return html! {},
        };
        let on = intake::go_on(job.id, job.intake).filter(|_| self.shell.who.is_at_counter());
        html! {
            div.row {
                span.chip.wait { (words) }
                @if let Some(to) = on { a.btn.small href=(to) { (say::intake::go_on()) } }
            }
        }
    }

    /// Past its promise, without a reason that everybody knows.
    fn is_late(&self, job: &BoardJob) -> bool {
        let works = match job.state {
            JobState::Waiting => job.waits_for == WaitsFor::Turn,
            JobState::InBay => true,
            _ => false,
        };
        let stays = job.stays_from.is_some_and(|at| self.wall.is_today(at));
        works && !stays && job.promised_at.is_some_and(|at| at < self.wall.now)
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
            // Of one that is ready it says only where it was: the bay may be free by now.
            (Some(bay), JobState::InBay) => {
                format!(" · {}", say::board::bay(&bay.name))
            }
            _ => String::new(),
        }
    }

    fn work(&self, job: &BoardJob, late: bool) -> Markup {
        let wall = &self.wall;
        let at = match job.state {
            JobState::Ready => job.ready_at,
            JobState::Booked => job.comes_at,
            _ => job.promised_at,
        };
        let when = match (job.state, at) {
            (JobState::Ready, Some(at)) => Some(say::card::ready_at(&wall.soon(at))),
            (JobState::Booked, Some(at)) if at < wall.now => {
                Some(say::card::was_to_come(&wall.soon(at)))
            }
            (JobState::Booked, None) => Some(say::card::comes_some_time().to_owned()),
            (JobState::Booked, Some(at)) => Some(say::card::comes_at(&wall.soon(at))),
            (_, Some(at)) if late => Some(say::card::late_by(&wall.soon(at), &wall.late(at))),
            (_, Some(at)) if at < wall.now => Some(say::card::was_promised(&wall.soon(at))),
            (_, Some(at)) => Some(say::card::by(&wall.soon(at))),
            _ => None,
        };
        let stays = job.stays_from.is_some_and(|at| wall.is_today(at));
        let waits = match (job.state, job.waits_for) {
            (JobState::Waiting, WaitsFor::Part) => Some(say::card::for_a_part()),
            (JobState::Waiting, WaitsFor::Tomorrow) => Some(say::card::until_tomorrow()),
            _ if stays => Some(say::card::overnight()),
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
        let standing = self.standing(job);
        // A doubt has a box of its own, with its question.
        let open = |text: &&Outbound| matches!(text.state, TextState::Queued | TextState::Sending);
        let settled = |text: &&Outbound| {
            !open(text) && !matches!(text.state, TextState::Cancelled | TextState::Unsure)
        };
        let about_the_job =
            |text: &&Outbound| !matches!(text.purpose, Purpose::Compliance | Purpose::Verification);
        let waiting: Vec<_> = job.texts.iter().filter(open).collect();
        let newest = job.texts.iter().filter(settled).find(about_the_job);
        // A code's fate is news until the job is taken in.
        let still_news = |text: &&Outbound| {
            text.purpose != Purpose::Verification || job.intake != IntakeStep::Done
        };
        let confirmation = job
            .texts
            .iter()
            .filter(still_news)
            .find(settled)
            .filter(|_| standing.is_none() && newest.is_none() && waiting.is_empty());
        let told = newest.filter(|_| waiting.is_empty()).or(confirmation);
        let none = standing.is_none()
            && told.is_none()
            && waiting.is_empty()
            && job.intake == IntakeStep::Done;
        let to_call = self.shell.top.tasks.iter().any(|task| {
            task.kind == TaskKind::Call && task.job.is_some_and(|(id, _)| id == job.id)
        });
        html! {
            @if let Some((mood, words)) = standing { span class={ "chip " (mood) } { (words) } }
            @if to_call { span.chip.no { (say::card::to_call()) } }
            @for text in waiting.into_iter().chain(told) {
                (chip::chip(text, &self.wall, self.modem_is_up))
            }
            @if none { span.chip { (say::card::agreed()) } }
        }
    }

    fn standing(&self, job: &BoardJob) -> Option<(&'static str, &'static str)> {
        let unfinished = job.intake != IntakeStep::Done;
        let by_email = job.tell.by_email() && !job.tell.by_text();
        let Some(reach) = &job.reach else {
            let told = match by_email {
                true => say::card::wants_email(),
                false => say::card::no_number(),
            };
            return (!unfinished).then_some(("", told));
        };
        if !reach.can_be_texted {
            return Some(("", say::card::call_only()));
        }
        match reach.standing.consent(Purpose::Service) {
            Consent::Revoked => Some(("no", say::card::opted_out())),
            Consent::Held => Some(("wait", say::card::held())),
            _ if by_email => Some(("", say::card::wants_email())),
            _ if !job.tell.by_text() => Some(("", say::card::wants_no_texts())),
            // What is not answered yet is said below.
            Consent::None if unfinished => None,
            Consent::None => Some(("", say::card::did_not_agree())),
            Consent::Granted if reach.standing.only_ready() => Some(("", say::card::only_ready())),
            Consent::Granted => None,
        }
    }

    fn countdown(&self, text: &Outbound) -> Markup {
        let left = text.undo_left.map_or(0, chip::seconds);
        let all = u64::from(self.shell.top.shop.undo_seconds).max(left);
        html! {
            progress max=(all) value=(left) data-left=(left) aria-label=(say::card::time_left()) {}
        }
    }

    fn buttons(&self, job: &BoardJob, armed: bool) -> Markup {
        match job.state {
            JobState::Ready if armed => html! {
                div.row { (tap(job, "undo", "", say::card::undo())) }
            },
            JobState::Ready => self.when_ready(job),
            JobState::InBay => self.in_bay(job),
            _ => self.not_begun(job),
        }
    }

    fn in_bay(&self, job: &BoardJob) -> Markup {
        html! {
            div.row {
                (tap(job, "ready", "go", say::card::ready()))
                @if may_text(job, TextKind::Ready) {
                    (self.peek(job, TextKind::Ready, say::card::ready()))
                }
            }
            @if may_text(job, TextKind::OnTrack) {
                div.row {
                    @if job.promised_at.is_none_or(|at| at > self.wall.now) {
                        (self.tell(job, TextKind::OnTrack, say::card::on_track()))
                    }
                    (self.late(job))
                }
            } @else {
                div.row { (self.new_time(job)) }
            }
            (self.more(job, html! {}))
        }
    }

    fn not_begun(&self, job: &BoardJob) -> Markup {
        let booked = job.state == JobState::Booked;
        html! {
            div.row {
                @if booked { (moves::to(job, "waiting", None, "", say::card::arrived())) }
                @match job.waits_for {
                    _ if booked => {}
                    WaitsFor::Turn => {}
                    WaitsFor::Part => (moves::to(job, "waiting", None, "", say::card::part_is_here())),
                    WaitsFor::Tomorrow => (moves::to(job, "waiting", None, "", say::card::back_in_line())),
                }
                @if !booked && self.bays.is_empty() {
                    (tap(job, "ready", "go", say::card::ready()))
                }
                @if !booked { (moves::bays(job, self.bays)) }
            }
            (self.more(job, html! {
                @if may_text(job, TextKind::NextInLine) {
                    p.group { (say::card::text_them()) }
                    div.row { (self.tell(job, TextKind::NextInLine, say::card::you_are_next())) }
                    @if !booked {
                        div.row { (self.tell(job, TextKind::Received, say::card::received())) }
                        div.row { (self.late(job)) }
                    }
                } @else if !booked {
                    div.row { (self.new_time(job)) }
                }
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
                (moves::to(job, "picked_up", None, "", say::card::picked_up()))
                (self.not_ready(job, told, may_text(job, TextKind::NotReady)))
            }
            details.more {
                summary { (say::card::more()) }
                div {
                    (self.call(job))
                    div.row { (moves::to(job, "cancelled", None, "no", say::card::cancel())) }
                }
            }
        }
    }

    fn more(&self, job: &BoardJob, texts: Markup) -> Markup {
        html! {
            details.more {
                summary { (say::card::more()) }
                div {
                    (self.call(job))
                    (texts)
                    div.row {
                        a.btn.small href={ "/jobs/" (job.id) "/ask" } { (say::card::ask_approval()) }
                        @if self.shell.who.is_at_counter() {
                            a.btn.small href={ "/jobs/" (job.id) "/work" } { (say::card::work()) }
                            a.btn.small href={ "/jobs/" (job.id) "/receipt" } { (say::receipt::title()) }
                        }
                    }
                    (self.moves(job))
                }
            }
        }
    }

    /// After a STOP the customer hears only by a call, so the number is at hand.
    fn to_phone(&self, job: &BoardJob) -> Markup {
        let reach = job.reach.as_ref();
        let reach = reach.filter(|r| r.standing.consent(Purpose::Service) == Consent::Revoked);
        html! {
            @if let Some(reach) = reach.filter(|_| self.shell.who.is_at_counter()) {
                div.row {
                    b.stop { (say::card::call_do_not_text()) }
                    (tel(&reach.number, self.shell.top.shop.country))
                }
            }
        }
    }

    fn call(&self, job: &BoardJob) -> Markup {
        html! {
            @if self.shell.who.is_at_counter() {
                div.row {
                    @if let Some(reach) = &job.reach {
                        (tel(&reach.number, self.shell.top.shop.country))
                        a.btn.small href={ "/inbox/" (reach.contact) } { (say::card::texts()) }
                    }
                    a.btn.small href={ "/jobs/" (job.id) "/number" } {
                        @if job.reach.is_some() { (say::card::number_and_consent()) }
                        @else { (say::card::add_number()) }
                    }
                }
            }
        }
    }
}

/// Whether the customer would get such a text.
fn may_text(job: &BoardJob, kind: TextKind) -> bool {
    job.tell.by_text()
        && job.reach.as_ref().is_some_and(|reach| {
            reach.can_be_texted
                && reach.standing.consent(Purpose::Service) == Consent::Granted
                && (kind == TextKind::Ready || !reach.standing.only_ready())
        })
}
