//! What a text tells, how long it is worth telling, and what makes it stale.

use super::consent::names;
use super::job::JobState;
use super::purpose::Purpose;
use super::round_trip;
use super::words::Kind;
use chrono::{DateTime, TimeDelta, Utc};

/// What a text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// The vehicle can be picked up.
    Ready,
    /// It will be done as promised.
    OnTrack,
    /// It will be done later than promised.
    RunningLate,
    /// "Ready" was said too early.
    NotReady,
    /// It is this vehicle's turn soon.
    NextInLine,
    /// The vehicle is here and on the list.
    Received,
    /// Asks whether something more may be done, for a price. YES or NO answers it.
    Approval,
    /// Answers a call that nobody could take.
    MissedCall,
    /// From the line to itself, to see that it can send and receive.
    RoundTrip,
    /// Typed by a person.
    Typed,
    /// Asks how it went.
    Feedback,
    /// Thanks for the answer to that.
    Thanks,
    /// An offer.
    Offer,
    /// A code that proves the number.
    Code,
    /// The same, for a number that opted out and whose owner stands there and asks for it.
    CodeAskedFor,
    /// Confirms that every automatic text has ended.
    StopConfirmation,
    /// Confirms that offers have ended.
    StopOffersConfirmation,
    /// Answers HELP.
    HelpReply,
    /// Answers STATUS.
    StatusReply,
    /// Answers START.
    StartReply,
    /// Confirms the consent to texts about the vehicle.
    ServiceConfirmation,
    /// Confirms the consent to offers.
    OffersConfirmation,
    /// Answers JOIN with the line that a YES agrees to.
    OffersQuestion,
    /// Tells someone who asked in other words that START signs up again.
    HowToStart,
    /// Whatever another program of the shop asked for.
    FromProgram,
}

names!(TextKind {
    Ready = "ready", OnTrack = "on_track", RunningLate = "running_late", NotReady = "not_ready",
    NextInLine = "next_in_line", Received = "received", Approval = "approval",
    MissedCall = "missed_call", RoundTrip = "round_trip", Typed = "typed", Feedback = "feedback",
    Thanks = "thanks",
    Offer = "offer", Code = "code", CodeAskedFor = "code_asked_for", StopConfirmation = "stop_confirmation",
    StopOffersConfirmation = "stop_offers_confirmation", HelpReply = "help_reply",
    StatusReply = "status_reply", StartReply = "start_reply", ServiceConfirmation = "service_confirmation",
    OffersConfirmation = "offers_confirmation", OffersQuestion = "offers_question",
    HowToStart = "how_to_start",
    FromProgram = "from_program",
});

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextState {
    /// Waits for its turn, or for what the gate holds it for.
    Queued,
    /// A part of it is with the modem.
    Sending,
    /// The network took every part.
    Sent,
    /// The phone has every part.
    Delivered,
    /// The network gave up on a part.
    Undelivered,
    /// A part may or may not have left.
    Unsure,
    /// The modem or the network refused it for good.
    Failed,
    /// The gate refused it.
    Refused,
    /// It was worth nothing any more before it could go.
    Expired,
    /// Some parts went, and the rest may not.
    CutShort,
    /// A person, or a newer state of the job, called it off.
    Cancelled,
}

names!(TextState {
    Queued = "queued", Sending = "sending", Sent = "sent", Delivered = "delivered",
    Undelivered = "undelivered", Unsure = "unsure", Failed = "failed", Refused = "refused",
    Expired = "expired", CutShort = "cut_short", Cancelled = "cancelled",
});

impl From<Kind> for TextKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::VehicleOptIn => Self::ServiceConfirmation,
            Kind::OffersOptIn => Self::OffersConfirmation,
            Kind::StopOne | Kind::StopBoth => Self::StopConfirmation,
            Kind::StopPromo => Self::StopOffersConfirmation,
            Kind::Help => Self::HelpReply,
            Kind::Status | Kind::NoStatus => Self::StatusReply,
            Kind::Start => Self::StartReply,
            Kind::AskForStart => Self::HowToStart,
            Kind::Received => Self::Received,
            Kind::Approval => Self::Approval,
            Kind::NextInLine => Self::NextInLine,
            Kind::OnTrack => Self::OnTrack,
            Kind::RunningLate => Self::RunningLate,
            Kind::Ready => Self::Ready,
            Kind::NotReady => Self::NotReady,
            Kind::MissedCall => Self::MissedCall,
            Kind::Code => Self::Code,
            Kind::Feedback => Self::Feedback,
            Kind::Thanks => Self::Thanks,
            Kind::Offer => Self::Offer,
        }
    }
}

/// When the shop is next closed, as far as a lifetime needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// Now.
    pub now: DateTime<Utc>,
    /// The closing time by which a vehicle announced now can be picked up.
    pub closing: DateTime<Utc>,
    /// What was promised, when it is a job's text.
    pub promised: Option<DateTime<Utc>>,
}

impl TextKind {
    /// The instant from which this text is worth nothing.
    pub fn send_before(self, purpose: Purpose, h: Horizon) -> DateTime<Utc> {
        let within = |limit: TimeDelta| h.now.checked_add_signed(limit).unwrap_or(h.now);
        match self {
            Self::Code | Self::CodeAskedFor => within(TimeDelta::minutes(10)),
            // Where a job stands changes.
            Self::NextInLine | Self::StatusReply => within(TimeDelta::minutes(15)),
            // Whoever called has an answer at once, or is called back.
            Self::MissedCall => within(TimeDelta::minutes(10)).min(h.closing),
            Self::OnTrack => h.promised.filter(|at| *at > h.now).unwrap_or(h.closing),
            Self::Ready | Self::NotReady | Self::RunningLate | Self::Received | Self::Approval => {
                h.closing
            }
            // 47 CFR 64.1200(a)(12): a confirmation within five minutes needs no consent of its own.
            Self::StopConfirmation | Self::StopOffersConfirmation => within(TimeDelta::minutes(5)),
            Self::HelpReply | Self::StartReply | Self::HowToStart | Self::OffersQuestion => {
                within(TimeDelta::hours(1))
            }
            Self::ServiceConfirmation | Self::OffersConfirmation => within(TimeDelta::hours(24)),
            Self::RoundTrip => within(round_trip::BACK_WITHIN),
            // An offer, though staff typed it.
            Self::Typed if purpose == Purpose::Promotional => within(TimeDelta::days(7)),
            Self::Typed => within(TimeDelta::hours(24)),
            Self::Feedback | Self::Thanks => within(TimeDelta::days(3)),
            Self::Offer => within(TimeDelta::days(7)),
            Self::FromProgram if purpose == Purpose::Promotional => within(TimeDelta::days(7)),
            Self::FromProgram => within(TimeDelta::hours(24)),
        }
    }

    /// Whether it lives for so long from when it is put in, and not until a time of day: closing, a
    /// promise, or what another program said.
    pub fn lives_for_a_time(self) -> bool {
        !matches!(
            self,
            Self::Ready
                | Self::NotReady
                | Self::RunningLate
                | Self::Received
                | Self::Approval
                | Self::OnTrack
                | Self::FromProgram
        )
    }

    /// Whether a queued text of this kind still makes sense when its job has come to `state`.
    pub fn fits(self, state: JobState) -> bool {
        match self {
            Self::Ready => state == JobState::Ready,
            Self::OnTrack | Self::RunningLate => {
                matches!(state, JobState::Waiting | JobState::InBay)
            }
            Self::NotReady => matches!(state, JobState::Waiting | JobState::InBay),
            Self::NextInLine => matches!(state, JobState::Booked | JobState::Waiting),
            Self::Received => matches!(state, JobState::Waiting | JobState::InBay),
            Self::Approval => {
                matches!(
                    state,
                    JobState::Booked | JobState::Waiting | JobState::InBay
                )
            }
            Self::Feedback | Self::Offer => state == JobState::PickedUp,
            _ => true,
        }
    }

    /// Whether the customer of such a service text is phoned when it does not go. Whoever called is on
    /// the call list already.
    pub fn is_worth_a_call(self) -> bool {
        self != Self::MissedCall
    }

    /// Whether a new text of this kind about the same job makes a queued `older` one stale.
    pub fn supersedes(self, older: Self) -> bool {
        use TextKind::{NextInLine, NotReady, OnTrack, Ready, Received, RunningLate};
        let about_progress = |k| {
            matches!(
                k,
                Ready | OnTrack | RunningLate | NotReady | NextInLine | Received
            )
        };
        about_progress(self) && about_progress(older)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_track_is_worth_nothing_once_the_promise_has_passed() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let hour = TimeDelta::hours(1);
        let horizon = Horizon {
            now,
            closing: now + hour * 4,
            promised: Some(now + hour),
        };
        assert_eq!(
            TextKind::OnTrack.send_before(Purpose::Service, horizon),
            now + hour
        );
        assert_eq!(
            TextKind::Ready.send_before(Purpose::Service, horizon),
            now + hour * 4
        );
        let code = TextKind::Code.send_before(Purpose::Verification, horizon);
        assert_eq!(code, now + TimeDelta::minutes(10));
    }

    #[test]
    fn a_newer_state_makes_older_texts_stale() {
        assert!(TextKind::Ready.supersedes(TextKind::OnTrack));
        assert!(!TextKind::Ready.supersedes(TextKind::Typed));
        assert!(!TextKind::Ready.fits(JobState::InBay));
        assert!(!TextKind::Ready.fits(JobState::PickedUp));
        assert!(TextKind::Typed.fits(JobState::PickedUp));
    }
}
