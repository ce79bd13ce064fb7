//! What must never be sent, said as simply as it can be said: not the gate's code, nor its facts.
//!
//! The oracle is told what people did, in order, and keeps a list of it. Asked about a text, it goes
//! through the list. It may allow what the gate holds back; it never allows what is forbidden.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;

/// What someone did about one number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deed {
    /// Agreed to texts about the vehicle, attested by staff or with the customer's own hand.
    Agreed { own: bool },
    /// Agreed to offers, likewise.
    AgreedToOffers { own: bool },
    /// Texted STOP, or staff noted it down: the five minutes of the confirmation begin.
    Stopped { from: Point, by_staff: bool },
    /// Wants no offers.
    NoOffers,
    /// Wants "ready" and nothing else.
    OnlyReady,
    /// Texted START, after the last STOP by the network's clock.
    Started,
    /// Wrote what the rules can't tell: the nth inbound text.
    Unclear(usize),
    /// Someone decided that it was no opt-out.
    Decided(usize),
    /// Wrote, at that time; `read`: the rules understood it.
    Wrote { at: DateTime<Utc>, read: bool },
    /// Someone read what this number wrote.
    Reviewed,
    /// The confirmation of an opt-out went.
    Confirmed,
    /// What staff had noted down was taken back.
    TakenBack,
}

/// An instant: by the time of day, and by the clock of one run, which nobody sets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub wall: DateTime<Utc>,
    pub run: u32,
    pub mono: TimeDelta,
}

impl Point {
    /// So much later, or earlier, by both.
    pub fn plus(self, time: TimeDelta) -> Self {
        Self {
            wall: self.wall + time,
            mono: self.mono + time,
            ..self
        }
    }

    /// Whether this has come: by the run's clock while that runs, and later by the time of day.
    fn has_come(self, now: Self) -> bool {
        if self.run == now.run {
            now.mono >= self.mono
        } else {
            now.wall >= self.wall
        }
    }
}

/// A text that would go now.
#[derive(Debug, Clone)]
pub struct Text {
    pub purpose: Purpose,
    pub kind: TextKind,
    pub part: u8,
    pub not_before: DateTime<Utc>,
    pub send_before: DateTime<Utc>,
    /// When it was put in, where its times count from then.
    pub made: Option<Point>,
    /// How many deeds there were when it was put in.
    pub after: usize,
}

/// The clock, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub at: Point,
    pub trusted: bool,
    pub settling: bool,
}

/// Why the text must not go now; `None` where nothing forbids it.
pub fn forbidden(deeds: &[Deed], text: &Text, now: Moment) -> Option<&'static str> {
    use Purpose::{Compliance, Conversation, Feedback, Promotional, Service, Verification};
    let person = Person::of(deeds);
    let wall = now.at.wall;
    let has_come = |time: DateTime<Utc>| match text.made {
        Some(made) => made.plus(time - made.wall).has_come(now.at),
        None => wall >= time,
    };
    let urgent = matches!(text.purpose, Compliance | Verification);
    let confirms_a_stop = text.kind == TextKind::StopConfirmation;
    let written_lately = |limit| person.wrote.is_some_and(|at| wall - at < limit);
    let answers_at_once = text.purpose == Conversation && written_lately(TimeDelta::hours(1));
    let quiet = text.part == 1 && !answers_at_once && !is_open(text.purpose, wall);
    let rules = [
        (!has_come(text.not_before), "its time has not come"),
        (
            (urgent || now.trusted) && has_come(text.send_before),
            "it is stale",
        ),
        (
            text.after < person.stopped_at && !confirms_a_stop,
            "a STOP came after it was put in",
        ),
        (
            text.purpose == Promotional && text.after < person.no_offers_at,
            "offers were ended after it was put in",
        ),
        (
            matches!(text.purpose, Service | Feedback) && person.service != Some(true),
            "no consent to service texts",
        ),
        (
            person.only_ready
                && matches!(text.purpose, Service | Feedback)
                && text.kind != TextKind::Ready,
            "only \"ready\" is wanted",
        ),
        (
            text.purpose == Promotional && person.offers != Some(true),
            "no consent to offers",
        ),
        (
            text.purpose == Conversation
                && person.service != Some(true)
                && !written_lately(TimeDelta::hours(24)),
            "there is nothing to answer",
        ),
        (
            text.purpose == Verification && person.service == Some(false),
            "a code after STOP",
        ),
        (
            matches!(
                text.kind,
                TextKind::ServiceConfirmation | TextKind::StartReply
            ) && person.service == Some(false),
            "it confirms what was revoked",
        ),
        (
            text.kind == TextKind::HelpReply && person.wrote.is_none(),
            "an answer after STOP",
        ),
        (
            confirms_a_stop && person.owed.is_empty(),
            "no confirmation is owed",
        ),
        (
            confirms_a_stop
                && person
                    .owed
                    .iter()
                    .all(|from| from.plus(TimeDelta::minutes(5)).has_come(now.at)),
            "the confirmation is later than five minutes",
        ),
        (!urgent && !now.trusted, "the time is not known"),
        (
            !urgent && now.settling,
            "the network may still hand over a STOP",
        ),
        (
            (matches!(text.purpose, Service | Feedback | Promotional)
                || text.kind == TextKind::ServiceConfirmation)
                && !person.unclear.is_empty(),
            "an unclear text waits",
        ),
        (
            matches!(text.purpose, Feedback | Promotional) && person.unread,
            "nobody has read the last text",
        ),
        (!urgent && quiet, "quiet hours"),
    ];
    rules
        .into_iter()
        .find_map(|(holds, why)| holds.then_some(why))
}

/// Chicago in winter is six hours behind.
fn is_open(purpose: Purpose, wall: DateTime<Utc>) -> bool {
    let local = wall - TimeDelta::hours(6);
    let hours = match (purpose, local.weekday()) {
        (Purpose::Feedback | Purpose::Promotional, Weekday::Sun) => 0..0,
        (Purpose::Feedback | Purpose::Promotional, Weekday::Sat) => 10..17,
        (Purpose::Feedback | Purpose::Promotional, _) => 10..18,
        _ => 9..21,
    };
    hours.contains(&local.hour())
}

/// Where a number stands.
#[derive(Default)]
struct Person {
    service: Option<bool>,
    offers: Option<bool>,
    only_ready: bool,
    unclear: Vec<usize>,
    unread: bool,
    wrote: Option<DateTime<Utc>>,
    stopped_at: usize,
    no_offers_at: usize,
    /// The opt-outs whose confirmation has not gone.
    owed: Vec<Point>,
}

impl Person {
    fn of(deeds: &[Deed]) -> Self {
        let mut person = Self::default();
        for (place, deed) in deeds.iter().enumerate() {
            person.lives_through(place + 1, *deed, deeds);
        }
        person
    }

    fn lives_through(&mut self, place: usize, deed: Deed, deeds: &[Deed]) {
        match deed {
            Deed::Agreed { own } if own || self.service != Some(false) => {
                (self.service, self.only_ready) = (Some(true), false);
            }
            Deed::AgreedToOffers { own: true } => self.offers = Some(true),
            Deed::Agreed { .. } | Deed::AgreedToOffers { .. } => {}
            Deed::Stopped { from, by_staff } => {
                self.stopped_at = place;
                let back = |later: &[Deed]| later.first() == Some(&Deed::TakenBack);
                if by_staff && deeds.get(place..).is_some_and(back) {
                    return;
                }
                if self.service != Some(false) {
                    self.owed.push(from);
                }
                (self.service, self.offers) = (Some(false), Some(false));
                // What the shop itself noted down is compared with what came in by the clock.
                self.wrote = self.wrote.filter(|at| by_staff && *at > from.wall);
                self.unclear.clear();
            }
            Deed::NoOffers => (self.offers, self.no_offers_at) = (Some(false), place),
            Deed::OnlyReady => self.only_ready = true,
            Deed::Started => {
                (self.service, self.only_ready) = (Some(true), false);
                self.unclear.clear();
            }
            Deed::Unclear(which) => self.unclear.push(which),
            Deed::Decided(which) => self.unclear.retain(|open| *open != which),
            Deed::Wrote { at, read } => {
                self.wrote = Some(at);
                self.unread |= !read;
            }
            Deed::Reviewed => self.unread = false,
            Deed::Confirmed => drop(self.owed.pop()),
            Deed::TakenBack => {}
        }
    }
}
