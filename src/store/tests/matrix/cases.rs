//! The cases of the matrix: how numbers come to stand where they stand, hours, and texts. Where a number
//! stands is stated beside the steps that lead to it, and not worked out.

use super::super::*;
use crate::domain::consent::{Actor, ConsentEvent};

/// Where a line of consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Unasked,
    Agreed,
    Ended,
}

/// A step on the way to a standing.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// The ledger is told: by the customer, or by staff.
    Says(ConsentEvent, Scope, Method, Actor),
    /// The phone texts, so many minutes ago.
    Texts(i64, &'static str),
    /// Staff opt the number out, and take that back or not.
    StaffEnd { undone: bool },
    /// Staff decide what the last unclear text meant.
    Decides(Decision),
    /// Somebody reads what the number wrote.
    Reads,
    /// The number can't be texted.
    Landline,
    /// It was entered so many months before all this.
    Old(i64),
    /// The network could not deliver two texts in a row, for good.
    Fails,
}

/// A number, how it came to stand where it stands, and where that is.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    pub name: &'static str,
    pub steps: &'static [Step],
    pub service: Line,
    pub offers: Line,
    /// An unclear text of it waits for a decision.
    pub held: bool,
    /// Its owner wants "ready" and nothing else.
    pub only_ready: bool,
    /// A text of it was read by nobody.
    pub unread: bool,
    /// Minutes since its last text that was no opt-out, where none came after it.
    pub wrote: Option<i64>,
    pub landline: bool,
    /// Months for which nothing was heard of it, where nobody has proved it since.
    pub silent: i64,
    /// Texts do not arrive, where nobody has proved it since.
    pub fails: bool,
}

pub const UNKNOWN: Number = Number {
    name: "nothing is known",
    steps: &[],
    service: Line::Unasked,
    offers: Line::Unasked,
    held: false,
    only_ready: false,
    unread: false,
    wrote: None,
    landline: false,
    silent: 0,
    fails: false,
};

pub const fn yes(scope: Scope, method: Method, actor: Actor) -> Step {
    Step::Says(ConsentEvent::Grant, scope, method, actor)
}

pub const SIGNED: Step = yes(Scope::Service, Method::ScreenSignature, Actor::Customer);
pub const SIGNED_OFFERS: Step = yes(Scope::Promotional, Method::ScreenSignature, Actor::Customer);

/// Both lines signed for: where most of the others begin.
pub const BOTH: Number = Number {
    name: "both lines signed",
    steps: &[SIGNED, SIGNED_OFFERS],
    service: Line::Agreed,
    offers: Line::Agreed,
    ..UNKNOWN
};

pub const OUT: Number = Number {
    name: "STOP",
    steps: &[SIGNED, SIGNED_OFFERS, Step::Texts(30, "STOP")],
    service: Line::Ended,
    offers: Line::Ended,
    ..UNKNOWN
};

pub const NUMBERS: &[Number] = &[
    UNKNOWN,
    BOTH,
    OUT,
    Number {
        name: "service attested at the counter",
        steps: &[yes(Scope::Service, Method::InPerson, Actor::Staff)],
        service: Line::Agreed,
        ..UNKNOWN
    },
    Number {
        name: "service agreed on the phone",
        steps: &[yes(Scope::Service, Method::Verbal, Actor::Staff)],
        service: Line::Agreed,
        ..UNKNOWN
    },
    Number {
        name: "service signed on paper",
        steps: &[yes(Scope::Service, Method::PaperSignature, Actor::Customer)],
        service: Line::Agreed,
        ..UNKNOWN
    },
    Number {
        name: "service signed on the screen",
        steps: &[SIGNED],
        service: Line::Agreed,
        ..UNKNOWN
    },
    Number {
        name: "START from the phone",
        steps: &[Step::Texts(30, "START")],
        service: Line::Agreed,
        wrote: Some(30),
        ..UNKNOWN
    },
    Number {
        name: "offers only, signed",
        steps: &[SIGNED_OFFERS],
        offers: Line::Agreed,
        ..UNKNOWN
    },
    Number {
        name: "offers signed on paper",
        steps: &[
            SIGNED,
            yes(Scope::Promotional, Method::PaperSignature, Actor::Customer),
        ],
        ..BOTH
    },
    Number {
        name: "offers by the phone's own PROMO",
        steps: &[
            SIGNED,
            yes(Scope::Promotional, Method::SmsKeyword, Actor::Customer),
        ],
        ..BOTH
    },
    Number {
        name: "offers on the word of staff",
        steps: &[
            SIGNED,
            yes(Scope::Promotional, Method::InPerson, Actor::Staff),
            yes(Scope::Promotional, Method::Verbal, Actor::Staff),
        ],
        service: Line::Agreed,
        ..UNKNOWN
    },
    Number {
        name: "STOP, then agreed on the phone",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(30, "STOP"),
            yes(Scope::Service, Method::Verbal, Actor::Staff),
        ],
        ..OUT
    },
    Number {
        name: "STOP, then service signed anew",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Texts(30, "STOP"), SIGNED],
        service: Line::Agreed,
        offers: Line::Ended,
        ..UNKNOWN
    },
    Number {
        name: "STOP, then START",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(40, "STOP"),
            Step::Texts(30, "START"),
        ],
        service: Line::Agreed,
        offers: Line::Ended,
        wrote: Some(30),
        ..UNKNOWN
    },
    Number {
        name: "STOP, then a question",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(150, "STOP"),
            Step::Texts(120, "what time do you close"),
        ],
        unread: true,
        wrote: Some(120),
        ..OUT
    },
    Number {
        name: "no more offers, by text",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Texts(30, "stop promo")],
        service: Line::Agreed,
        offers: Line::Ended,
        ..UNKNOWN
    },
    Number {
        name: "opted out by staff",
        steps: &[SIGNED, SIGNED_OFFERS, Step::StaffEnd { undone: false }],
        ..OUT
    },
    Number {
        name: "opted out by staff, and taken back",
        steps: &[SIGNED, SIGNED_OFFERS, Step::StaffEnd { undone: true }],
        ..BOTH
    },
    Number {
        name: "held",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Texts(30, "too many texts")],
        held: true,
        unread: true,
        wrote: Some(30),
        ..BOTH
    },
    Number {
        name: "held, and kept",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(30, "too many texts"),
            Step::Decides(Decision::Keep),
        ],
        wrote: Some(30),
        ..BOTH
    },
    Number {
        name: "held, and no offers",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(30, "too many texts"),
            Step::Decides(Decision::NoOffers),
        ],
        service: Line::Agreed,
        offers: Line::Ended,
        wrote: Some(30),
        ..UNKNOWN
    },
    Number {
        name: "held, and only \"ready\"",
        steps: &[
            SIGNED,
            Step::Texts(30, "too many texts"),
            Step::Decides(Decision::OnlyReady),
        ],
        service: Line::Agreed,
        only_ready: true,
        wrote: Some(30),
        ..UNKNOWN
    },
    Number {
        name: "held, and opted out",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(30, "too many texts"),
            Step::Decides(Decision::OptOut),
        ],
        ..OUT
    },
    Number {
        name: "wrote, and nobody has read it",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Texts(120, "my car is blue")],
        unread: true,
        wrote: Some(120),
        ..BOTH
    },
    Number {
        name: "wrote, and somebody has read it",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Texts(30, "my car is blue"),
            Step::Reads,
        ],
        wrote: Some(30),
        ..BOTH
    },
    Number {
        name: "a stranger wrote",
        steps: &[Step::Texts(30, "my car is blue")],
        unread: true,
        wrote: Some(30),
        ..UNKNOWN
    },
    Number {
        name: "a stranger wrote yesterday",
        steps: &[Step::Texts(25 * 60, "my car is blue")],
        unread: true,
        wrote: Some(25 * 60),
        ..UNKNOWN
    },
    Number {
        name: "can't be texted",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Landline],
        landline: true,
        ..BOTH
    },
    Number {
        name: "silent for eleven months",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Old(11)],
        silent: 11,
        ..BOTH
    },
    Number {
        name: "silent for a year and a month",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Old(13)],
        silent: 13,
        ..BOTH
    },
    Number {
        name: "silent for two years and a month",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Old(25)],
        silent: 25,
        ..BOTH
    },
    Number {
        name: "silent for two years, then a text",
        steps: &[
            SIGNED,
            SIGNED_OFFERS,
            Step::Old(25),
            Step::Texts(30, "my car is blue"),
            Step::Reads,
        ],
        wrote: Some(30),
        silent: 25,
        ..BOTH
    },
    Number {
        name: "two texts did not arrive",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Fails],
        fails: true,
        ..BOTH
    },
    Number {
        name: "two texts did not arrive, then STOP",
        steps: &[SIGNED, SIGNED_OFFERS, Step::Fails, Step::Texts(30, "STOP")],
        fails: true,
        ..OUT
    },
];

/// An hour on the shop's wall, and what its settings say of it: service from 9 to 21; offers on
/// weekdays from 10 to 18 and on Saturdays until 17; Thanksgiving is a holiday of the shop's.
pub struct Hour {
    pub name: &'static str,
    pub wall: &'static str,
    pub service: bool,
    pub offers: bool,
    pub trusted: bool,
}

pub const fn hour(name: &'static str, wall: &'static str, service: bool, offers: bool) -> Hour {
    Hour {
        name,
        wall,
        service,
        offers,
        trusted: true,
    }
}

pub const HOURS: &[Hour] = &[
    hour("open", "2026-11-24T14:00:00-06:00", true, true),
    hour("before", "2026-11-24T08:59:00-06:00", false, false),
    hour("service only", "2026-11-24T09:30:00-06:00", true, false),
    hour("after offers", "2026-11-24T18:00:00-06:00", true, false),
    hour("after", "2026-11-24T21:00:00-06:00", false, false),
    hour("Saturday", "2026-11-28T16:30:00-06:00", true, true),
    hour("Saturday evening", "2026-11-28T17:30:00-06:00", true, false),
    hour("Sunday", "2026-11-29T14:00:00-06:00", true, false),
    hour("holiday", "2026-11-26T14:00:00-06:00", true, false),
    Hour {
        trusted: false,
        ..hour("no clock", "2026-11-24T14:00:00-06:00", true, true)
    },
];

/// Every text that the desk and the counter's rules put in, and those of the other programs.
pub const TEXTS: &[(Purpose, TextKind)] = &[
    (Purpose::Compliance, TextKind::StopConfirmation),
    (Purpose::Compliance, TextKind::StopOffersConfirmation),
    (Purpose::Compliance, TextKind::HelpReply),
    (Purpose::Compliance, TextKind::StatusReply),
    (Purpose::Compliance, TextKind::StartReply),
    (Purpose::Compliance, TextKind::HowToStart),
    (Purpose::Compliance, TextKind::OffersQuestion),
    (Purpose::Compliance, TextKind::ServiceConfirmation),
    (Purpose::Compliance, TextKind::OffersConfirmation),
    (Purpose::Verification, TextKind::Code),
    (Purpose::Verification, TextKind::CodeAskedFor),
    (Purpose::Conversation, TextKind::Typed),
    (Purpose::Service, TextKind::Received),
    (Purpose::Service, TextKind::NextInLine),
    (Purpose::Service, TextKind::OnTrack),
    (Purpose::Service, TextKind::RunningLate),
    (Purpose::Service, TextKind::Approval),
    (Purpose::Service, TextKind::NotReady),
    (Purpose::Service, TextKind::Ready),
    (Purpose::Service, TextKind::MissedCall),
    (Purpose::Service, TextKind::FromProgram),
    (Purpose::Feedback, TextKind::Feedback),
    (Purpose::Feedback, TextKind::Thanks),
    (Purpose::Promotional, TextKind::Offer),
    (Purpose::Promotional, TextKind::FromProgram),
];
