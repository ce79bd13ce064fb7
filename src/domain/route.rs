//! What follows from an inbound text.
//!
//! The classifier says what the words ask for, whoever wrote them. The router adds what is open for
//! that number, and gives a plan that the store carries out in one transaction.

use super::classify::{self, Class, Classification, Keyword, Reason};
use super::consent::{Actor, Consent, ConsentEvent, Method, Scope, Standing};
use super::lang::Lang;
use super::purpose::Purpose;
use super::words::Kind;
use chrono::{DateTime, TimeDelta, Utc};

/// What is known about the sender when the text is applied.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// Where its consent stands.
    pub standing: &'a Standing,
    /// The language that the number's owner reads.
    pub lang: Lang,
    /// A START that is older, by the service centre's clock, than a STOP that was applied already.
    pub older_than_the_last_stop: bool,
    /// The confirmation of a STOP went out in the last 24 hours.
    pub stop_confirmed_lately: bool,
    /// The reply to a START went out in the last 24 hours.
    pub start_answered_lately: bool,
    /// As many automatic replies as one number may get have gone.
    pub replies_used_up: bool,
    /// The number belongs to a customer of the shop, for sure.
    pub is_known: bool,
    /// The newest question that this number was asked and has not answered.
    pub question: Option<Question>,
    /// The question how it went, where it is the last that this number was asked and has no answer.
    pub feedback: Option<Question>,
    /// The score that the text is, as [`super::score`] reads it.
    pub score: Option<u8>,
    /// The number has an open job.
    pub has_job: bool,
    /// The offers line can be texted.
    pub disclosable: bool,
    /// When the offers line was texted, where it is the last text that left, and this one is the
    /// first that came since.
    pub offers_asked: Option<DateTime<Utc>>,
    /// When the text was written, by the service centre's clock; else when it came.
    pub written_at: DateTime<Utc>,
}

/// A question that waits for its answer. One is open at a time for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// When it went out.
    pub asked_at: DateTime<Utc>,
    /// Staff have texted something since: the answer may be meant for that.
    pub talked_since: bool,
}

/// A question is open for so long.
const ANSWERED_WITHIN: TimeDelta = TimeDelta::hours(72);
/// The offers line waits for its YES for so long.
const JOINED_WITHIN: TimeDelta = TimeDelta::hours(24);
/// The service centre's clock and ours may differ by so much.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Consent events, in order.
    pub events: Vec<Event>,
    /// Which waiting texts are called off.
    pub cancel: Option<Scope>,
    /// The one automatic reply.
    pub reply: Option<Reply>,
    /// Instead of a reply, the offers line goes, in that language.
    pub disclose: Option<Lang>,
    /// What people must do.
    pub tasks: Vec<Todo>,
    /// The open question is answered: yes, or no.
    pub answer: Option<bool>,
    /// How it went, as the customer says.
    pub score: Option<u8>,
    /// The one thank-you for that follows.
    pub thanks: bool,
    /// The machine understood it: nobody has to read it before offers may go.
    pub understood: bool,
}

/// A consent event of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub event: ConsentEvent,
    /// About what.
    pub scope: Scope,
    /// By which means.
    pub method: Method,
    /// Whose act it was: always the customer's here.
    pub actor: Actor,
}

/// An automatic reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// Which of the shop's texts.
    pub kind: Kind,
    /// In which language.
    pub lang: Lang,
}

/// Something for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Todo {
    /// Decide what an unclear text means. `timed`: untouched for two open business days, it counts
    /// as an opt-out.
    Decide {
        /// Whether the time limit holds.
        timed: bool,
        /// Threatens or accuses: look at it first.
        urgent: bool,
    },
    /// Ask by phone whether the visit was meant.
    CheckAppointment,
    /// The number belongs to somebody else.
    WrongNumber,
    /// An opt-out from nobody we know for sure.
    UnmatchedOptOut,
    /// A visit or an order is to be changed.
    ChangeRequest,
    /// The customer has another number.
    NumberChanged,
}

/// Says what follows from a text of that class.
pub fn route(text: &Classification, context: &Context<'_>) -> Plan {
    let mut plan = match text.class {
        Class::OptOut => opt_out(text, context),
        Class::OptIn => opt_in(text, context),
        Class::Help => Plan {
            reply: reply(Kind::Help, text, context),
            understood: true,
            ..Plan::default()
        },
        Class::AmbiguousReview => unclear(text, context),
        Class::ConfirmYes => answer(true, context),
        Class::ConfirmNo => answer(false, context),
        Class::Conversation if text.keyword == Some(Keyword::Status) => status(text, context),
        Class::Conversation => scored(context),
    };
    if text.notes.change_request {
        plan.tasks.push(Todo::ChangeRequest);
    }
    if text.notes.number_changed {
        plan.tasks.push(Todo::NumberChanged);
    }
    if context.replies_used_up && text.class != Class::OptOut {
        // A STATUS that is not answered is read by someone.
        if plan
            .reply
            .take()
            .is_some_and(|reply| reply.kind == Kind::Status)
        {
            plan.understood = false;
        }
        plan.thanks = false;
        // A JOIN that is not answered has brought nothing about: someone reads it.
        if plan.disclose.take().is_some() {
            plan.understood = false;
        }
    }
    plan
}

fn opt_out(text: &Classification, context: &Context<'_>) -> Plan {
    let standing = context.standing;
    let (scope, kind, repeated) = match text.scope {
        Some(classify::Scope::Promotional) => (
            Scope::Promotional,
            Kind::StopPromo,
            standing.consent(Purpose::Promotional) == Consent::Revoked,
        ),
        _ => {
            let both = standing.knows_offers();
            let kind = if both { Kind::StopBoth } else { Kind::StopOne };
            (
                Scope::All,
                kind,
                standing.consent(Purpose::Service) == Consent::Revoked,
            )
        }
    };
    let method = match text.keyword {
        Some(_) => Method::SmsKeyword,
        None => Method::SmsWords,
    };
    let mut tasks = Vec::new();
    if text.notes.check_appointment {
        tasks.push(Todo::CheckAppointment);
    }
    if text.notes.wrong_number {
        tasks.push(Todo::WrongNumber);
    }
    if !context.is_known {
        tasks.push(Todo::UnmatchedOptOut);
    }
    Plan {
        events: vec![event(ConsentEvent::Revoke, scope, method)],
        cancel: Some(scope),
        // A STOP that repeats an earlier one gets no second confirmation.
        reply: (!repeated).then(|| Reply {
            kind,
            lang: lang(text, context),
        }),
        tasks,
        understood: true,
        ..Plan::default()
    }
}

fn opt_in(text: &Classification, context: &Context<'_>) -> Plan {
    if context.older_than_the_last_stop {
        return Plan {
            tasks: vec![Todo::Decide {
                timed: false,
                urgent: false,
            }],
            ..Plan::default()
        };
    }
    let grant = |scope, kind| Plan {
        events: vec![event(ConsentEvent::Grant, scope, Method::SmsKeyword)],
        reply: reply(kind, text, context),
        understood: true,
        ..Plan::default()
    };
    match text.keyword {
        // Counts as an answer to our own text only; without it staff read it.
        Some(Keyword::Promo) if context.start_answered_lately => {
            grant(Scope::Promotional, Kind::OffersOptIn)
        }
        Some(Keyword::Updates) if context.stop_confirmed_lately => {
            grant(Scope::Service, Kind::VehicleOptIn)
        }
        Some(Keyword::Join) => join(text, context),
        Some(Keyword::Promo | Keyword::Updates) => Plan::default(),
        _ => grant(Scope::Service, Kind::Start),
    }
}

/// JOIN agrees to nothing yet: the offers line goes back, and waits for its YES. Whoever opted out of
/// everything gets no answer by itself; START comes first.
fn join(text: &Classification, context: &Context<'_>) -> Plan {
    if !may_join(context.standing) {
        return Plan::default();
    }
    if context.standing.consent(Purpose::Promotional) == Consent::Granted {
        return Plan {
            reply: reply(Kind::OffersOptIn, text, context),
            understood: true,
            ..Plan::default()
        };
    }
    Plan {
        disclose: context.disclosable.then(|| context.lang.spoken()),
        understood: context.disclosable,
        ..Plan::default()
    }
}

/// Whether JOIN, and the YES that follows it, may bring offers.
fn may_join(standing: &Standing) -> bool {
    standing.consent(Purpose::Service) != Consent::Revoked && !standing.is_held()
}

/// YES to the offers line that was texted for a JOIN.
fn joined(asked_at: DateTime<Utc>, context: &Context<'_>) -> Plan {
    let age = context.written_at - asked_at;
    if age <= -CLOCKS_DIFFER || age > JOINED_WITHIN || !may_join(context.standing) {
        return Plan::default();
    }
    Plan {
        events: vec![event(
            ConsentEvent::Grant,
            Scope::Promotional,
            Method::SmsKeyword,
        )],
        reply: Some(Reply {
            kind: Kind::OffersOptIn,
            lang: context.lang.spoken(),
        }),
        understood: true,
        ..Plan::default()
    }
}

/// YES and NO answer what was asked, and nothing else. Where nothing was, or it is not sure what,
/// staff read them.
fn answer(yes: bool, context: &Context<'_>) -> Plan {
    let open = is_open(context.question, context.feedback, context);
    match context.offers_asked {
        Some(_) if open => return Plan::default(),
        Some(asked_at) if yes => return joined(asked_at, context),
        Some(_) | None => {}
    }
    Plan {
        answer: open.then_some(yes),
        understood: open,
        ..Plan::default()
    }
}

/// STATUS is answered with where the number's open jobs stand. Where there is none, it is told so, and
/// staff read it: something was expected. The English word stands on signs, so it tells no language.
fn status(text: &Classification, context: &Context<'_>) -> Plan {
    let kind = if context.has_job {
        Kind::Status
    } else {
        Kind::NoStatus
    };
    let lang = match text.lang {
        None | Some(Lang::En) => context.lang,
        Some(other) => other,
    };
    Plan {
        reply: Some(Reply {
            kind,
            lang: lang.spoken(),
        }),
        understood: context.has_job,
        ..Plan::default()
    }
}

/// 1 to 5 answers "how did we do?" while that is what is open. Anything else that people write, and a
/// number out of the blue, is read by staff.
fn scored(context: &Context<'_>) -> Plan {
    let open = is_open(context.feedback, context.question, context);
    let Some(score) = context.score.filter(|_| open) else {
        return Plan::default();
    };
    let standing = context.standing;
    Plan {
        score: Some(score),
        // After a STOP, or while an unclear text waits, nothing automatic goes.
        thanks: standing.consent(Purpose::Feedback) == Consent::Granted && !standing.is_held(),
        understood: true,
        ..Plan::default()
    }
}

/// Whether a question is the open one: asked lately, nothing said since, and no other asked after it
/// that is still open.
fn is_open(question: Option<Question>, other: Option<Question>, context: &Context<'_>) -> bool {
    let lately = |question: &Question| {
        let age = context.written_at - question.asked_at;
        age > -CLOCKS_DIFFER && age <= ANSWERED_WITHIN
    };
    let newer = |than: &Question| {
        other.is_some_and(|other| lately(&other) && other.asked_at > than.asked_at)
    };
    question.is_some_and(|q| !q.talked_since && lately(&q) && !newer(&q))
}

fn unclear(text: &Classification, context: &Context<'_>) -> Plan {
    let again = text.notes.asks_to_be_signed_up_again;
    let timed = !again
        && !text.notes.stop_the_work
        && !text.notes.number_changed
        && text.reason != Reason::ChangeRequest;
    Plan {
        events: vec![event(ConsentEvent::Hold, Scope::All, Method::SmsWords)],
        reply: again
            .then(|| reply(Kind::AskForStart, text, context))
            .flatten(),
        tasks: vec![Todo::Decide {
            timed,
            urgent: text.notes.urgent,
        }],
        ..Plan::default()
    }
}

fn event(event: ConsentEvent, scope: Scope, method: Method) -> Event {
    Event {
        event,
        scope,
        method,
        actor: Actor::Customer,
    }
}

fn reply(kind: Kind, text: &Classification, context: &Context<'_>) -> Option<Reply> {
    Some(Reply {
        kind,
        lang: lang(text, context),
    })
}

/// A keyword is answered in its own language.
fn lang(text: &Classification, context: &Context<'_>) -> Lang {
    text.lang.unwrap_or(context.lang).spoken()
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
