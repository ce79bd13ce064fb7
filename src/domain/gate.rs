//! The gate: may this text go now?
//!
//! It is asked inside the transaction that marks a part `sending`, and given only what was read in
//! that transaction. So there is no verdict that can grow old. Start at [`gate`].

use super::bounds::{self, Bounds};
use super::consent::{Consent, Standing, names};
use super::hours::Week;
use super::purpose::Purpose;
use super::text::TextKind;
use super::time::Now;
use super::why::Why;
use super::zone::Zone;
use chrono::{DateTime, TimeDelta, Utc};

/// What the gate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may go now.
    Send,
    /// It must wait. `None`: until something else than time changes.
    Hold(Option<DateTime<Utc>>, Hold),
    /// It may never go.
    Refuse(Refusal),
}

/// Why a text must wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// Its time has not come.
    NotYet,
    /// Someone must say what time it is.
    ClockUnknown,
    /// A backup was restored, and the owner has not seen what it does not know: a STOP may be in that.
    Restored,
    /// The network may still hand over what came while the modem was away: a STOP may be in it.
    Settling,
    /// An unclear text from this number waits for a decision.
    Unclear,
    /// Nobody has read the last text from this number.
    Unread,
    /// Nobody has shown that the number is the customer's own.
    Unproved,
    /// Nothing was heard of the number for so long that it may be somebody else's by now.
    Stale,
    /// The network could not deliver two texts in a row, for good.
    Failing,
    /// The quiet hours.
    QuietHours,
    /// As many as are allowed have gone.
    Capped,
    /// The disk is nearly full.
    DiskFull,
    /// The owner has not confirmed that the line's contract allows offers.
    OffersLocked,
    /// The line's last text to itself did not come back: a STOP might not either.
    Deaf,
    /// Offers were received badly: too few answers, too many opt-outs or complaints.
    Unwelcome,
}

/// Why a text may never go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The number never agreed to this.
    NoConsent,
    /// The number opted out.
    OptedOut,
    /// The number wants "ready" and nothing else.
    OnlyReady,
    /// The number can't be texted.
    CallOnly,
    /// It is worth nothing any more.
    Expired,
    /// It could only go when it is worth nothing any more.
    TooLate,
    /// What it answers is more than a day old, or was an opt-out.
    NothingToAnswer,
}

names!(Hold {
    NotYet = "not_yet", ClockUnknown = "clock_unknown", Settling = "settling", Unclear = "unclear",
    Unread = "unread", Unproved = "unproved", QuietHours = "quiet_hours", Capped = "capped", DiskFull = "disk_full",
    OffersLocked = "offers_locked", Deaf = "deaf", Unwelcome = "unwelcome", Stale = "stale", Failing = "failing",
    Restored = "restored",
});
names!(Refusal {
    NoConsent = "no_consent", OptedOut = "opted_out", OnlyReady = "only_ready", CallOnly = "call_only",
    Expired = "expired", TooLate = "too_late", NothingToAnswer = "nothing_to_answer",
});

impl Hold {
    /// Why a customer is called at once whose "ready" waits for this: nobody knows until when.
    pub fn call_at_once(self) -> Option<Why> {
        match self {
            Self::Unclear => Some(Why::ReadyUnclear),
            Self::Stale => Some(Why::ReadyStale),
            Self::Failing => Some(Why::ReadyFailing),
            Self::Restored => Some(Why::ReadyRestored),
            _ => None,
        }
    }

    /// For staff, as the rest of a sentence that begins with "Waits:".
    pub fn words(self) -> &'static str {
        match self {
            Self::NotYet => "its time has not come yet",
            Self::ClockUnknown => "the time of day is not known; confirm it on the page",
            Self::Restored => "a backup was restored; the owner must look at the gap first",
            Self::Settling => "the modem was away; replies that waited in the network come first",
            Self::Unclear => "a reply from this number needs a decision in the inbox",
            Self::Unread => "a text from this number has not been read",
            Self::Unproved => "the number is not verified; a code or any text from it does that",
            Self::Stale => {
                "nothing was heard of this number for a long time; a code or any text from it proves it anew"
            }
            Self::Failing => {
                "two texts in a row could not be delivered; a code or any text from the number ends that"
            }
            Self::QuietHours => "quiet hours",
            Self::Capped => "the limit for this kind of text is reached",
            Self::DiskFull => "the disk is nearly full; free some space",
            Self::OffersLocked => "offers are locked until the owner confirms the line's contract",
            Self::Deaf => "the line's text to itself did not come back, so a STOP might not either",
            Self::Unwelcome => {
                "offers are stopped: this week too few customers answered them, or too many objected"
            }
        }
    }
}

impl Refusal {
    /// For staff, as a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoConsent => "This number has not agreed to texts of this kind.",
            Self::OptedOut => "This number opted out.",
            Self::OnlyReady => "This number wants \"ready\" and nothing else.",
            Self::CallOnly => "This number can't be texted.",
            Self::Expired => "It was not worth sending any more.",
            Self::TooLate => "By the time that it may go it would be out of date.",
            Self::NothingToAnswer => {
                "There is no text from this number in the last day that it could answer."
            }
        }
    }
}

/// The text that asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Why it is sent.
    pub purpose: Purpose,
    /// What it tells.
    pub kind: TextKind,
    /// Which part asks, from 1. Quiet hours are judged at part 1 only.
    pub part: u32,
    /// Not before this instant.
    pub not_before: DateTime<Utc>,
    /// Not from this instant on.
    pub send_before: DateTime<Utc>,
}

/// The last inbound text of the number that was no opt-out and came after its last one.
#[derive(Debug, Clone, Copy)]
pub struct LastInbound {
    /// When it came.
    pub at: DateTime<Utc>,
}

/// The rules that the shop has set.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// When service texts may go.
    pub service: &'a Week,
    /// When offers and feedback may go, by the shop's own choice.
    pub offers: &'a Week,
    /// When they may go at most, where the shop is.
    pub bounds: &'a Bounds,
    /// The shop's zone.
    pub shop_zone: &'a Zone,
    /// Whether the owner has confirmed that the line's contract allows offers.
    pub offers_unlocked: bool,
}

/// What was read about the number, in the same transaction.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Now.
    pub now: Now,
    /// The fold of its ledger rows.
    pub standing: &'a Standing,
    /// Whether it can be texted at all.
    pub can_be_texted: bool,
    /// Whether it is shown to be the customer's own: by a code, or by a text from it.
    pub verified: bool,
    /// When anything was last heard of it: a text, a delivery report, a code, a visit.
    pub heard_at: DateTime<Utc>,
    /// Whether the network could not deliver the last two texts, for good, and nothing came from the
    /// number since.
    pub failing: bool,
    /// See [`LastInbound`].
    pub last_inbound: Option<LastInbound>,
    /// Whether a text from it waits for someone to read it.
    pub unread: bool,
    /// The zone that is stored for the customer.
    pub own_zone: Option<&'a Zone>,
    /// Every zone that the number may lie in.
    pub possible_zones: Vec<&'a Zone>,
    /// When offers and feedback may go at most, where the number may lie; None where nothing is known.
    pub possible_bounds: Option<Bounds>,
    /// Whether the network may still hand over what waited there.
    pub settling: bool,
    /// When the cap that binds this text lets the next one go; None where none binds.
    pub capped_until: Option<DateTime<Utc>>,
    /// While offers are stopped because of how they were received: when to look again.
    pub unwelcome_until: Option<DateTime<Utc>>,
    /// Whether the number is the line's own.
    pub own_line: bool,
    /// Whether the line may not receive.
    pub deaf: bool,
    /// Whether a backup was restored and the owner has not confirmed what it does not know.
    pub restored: bool,
    /// Whether the disk is too full for this purpose.
    pub disk_full: bool,
}

/// A staff reply to a text that came less than this long ago may go at any hour.
const REPLY_AT_ANY_HOUR: TimeDelta = TimeDelta::minutes(60);
/// A text may be answered for this long, whatever the consent: its sender began the conversation.
const REPLY_WITHIN: TimeDelta = TimeDelta::hours(24);
/// A clock that was right all the time is set by so much at most.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);

/// A number of which nothing was heard for so long gets no offers until it is proved anew: it may
/// have been given to somebody else.
const OFFERS_WITHIN: TimeDelta = TimeDelta::days(365);
/// The same for texts about the vehicle.
const SERVICE_WITHIN: TimeDelta = TimeDelta::days(2 * 365);

/// Says whether a text may go now, and if not, why.
pub fn gate(asked: &Asked, facts: &Facts<'_>, rules: &Rules<'_>) -> Verdict {
    if let Some(refusal) = refusal(asked, facts) {
        return Verdict::Refuse(refusal);
    }
    match hold(asked, facts, rules) {
        None => Verdict::Send,
        Some((Some(until), _)) if until >= asked.send_before => Verdict::Refuse(Refusal::TooLate),
        Some((until, why)) => Verdict::Hold(until, why),
    }
}

fn refusal(asked: &Asked, facts: &Facts<'_>) -> Option<Refusal> {
    let knows_the_time = facts.now.trusted || asked.purpose.is_urgent();
    if knows_the_time && facts.now.wall >= asked.send_before {
        return Some(Refusal::Expired);
    }
    let checks_line = asked.kind == TextKind::RoundTrip;
    if !facts.can_be_texted && asked.purpose != Purpose::Compliance && !checks_line {
        return Some(Refusal::CallOnly);
    }
    let consent = facts.standing.consent(asked.purpose);
    let needs_grant = || missing(consent);
    match asked.purpose {
        Purpose::Compliance => compliance_refusal(asked.kind, facts),
        Purpose::Verification => (consent == Consent::Revoked
            && asked.kind != TextKind::CodeAskedFor)
            .then_some(Refusal::OptedOut),
        Purpose::Conversation => {
            needs_grant().and_then(|refusal| match (answerable(facts), refusal) {
                (true, _) => None,
                (false, Refusal::NoConsent) => Some(Refusal::NothingToAnswer),
                (false, other) => Some(other),
            })
        }
        Purpose::Service => needs_grant().or_else(|| {
            (asked.kind != TextKind::Ready && facts.standing.only_ready())
                .then_some(Refusal::OnlyReady)
        }),
        Purpose::Feedback => {
            needs_grant().or_else(|| facts.standing.only_ready().then_some(Refusal::OnlyReady))
        }
        Purpose::Promotional => needs_grant(),
        // What the line sends itself goes nowhere else, whatever was set in the meantime.
        Purpose::Staff => (checks_line && !facts.own_line).then_some(Refusal::NoConsent),
    }
}

/// What a consent that does not stand means for a text that needs it.
fn missing(consent: Consent) -> Option<Refusal> {
    match consent {
        Consent::None => Some(Refusal::NoConsent),
        Consent::Revoked => Some(Refusal::OptedOut),
        Consent::Granted | Consent::Held => None,
    }
}

/// A STOP's confirmation goes to who has opted out; a confirmation of consent only where it stands.
fn compliance_refusal(kind: TextKind, facts: &Facts<'_>) -> Option<Refusal> {
    let stands = |purpose| missing(facts.standing.consent(purpose));
    match kind {
        TextKind::ServiceConfirmation | TextKind::StartReply => stands(Purpose::Service),
        TextKind::OffersConfirmation => stands(Purpose::Promotional),
        // After a STOP nothing is answered by itself but START, HELP and STATUS.
        TextKind::OffersQuestion
            if facts.standing.consent(Purpose::Service) == Consent::Revoked =>
        {
            Some(Refusal::OptedOut)
        }
        TextKind::HelpReply
        | TextKind::StatusReply
        | TextKind::HowToStart
        | TextKind::OffersQuestion
            if facts.last_inbound.is_none() =>
        {
            Some(Refusal::NothingToAnswer)
        }
        _ => None,
    }
}

/// While nobody knows what time it is, nobody knows that it is too late: such a text waits.
fn answerable(facts: &Facts<'_>) -> bool {
    facts
        .last_inbound
        .is_some_and(|inbound| !facts.now.trusted || came_within(REPLY_WITHIN, inbound, facts.now))
}

/// What came in the future came while the clock was wrong, and nobody knows when.
fn came_within(limit: TimeDelta, inbound: LastInbound, now: Now) -> bool {
    let age = now.wall.signed_duration_since(inbound.at);
    age < limit && age > -CLOCKS_DIFFER
}

fn hold(
    asked: &Asked,
    facts: &Facts<'_>,
    rules: &Rules<'_>,
) -> Option<(Option<DateTime<Utc>>, Hold)> {
    if asked.purpose.is_urgent() {
        // Only STOP, START and HELP are answered whatever an unclear text holds.
        let about_consent = matches!(
            asked.kind,
            TextKind::ServiceConfirmation | TextKind::OffersConfirmation | TextKind::OffersQuestion
        );
        let waits = about_consent && facts.standing.is_held();
        return waits.then_some((None, Hold::Unclear));
    }
    let automatic = !matches!(asked.purpose, Purpose::Conversation | Purpose::Staff);
    if automatic && facts.restored {
        return Some((None, Hold::Restored));
    }
    if facts.disk_full {
        return Some((None, Hold::DiskFull));
    }
    if !facts.now.trusted {
        return Some((None, Hold::ClockUnknown));
    }
    if facts.settling {
        return Some((None, Hold::Settling));
    }
    if facts.now.wall < asked.not_before {
        return Some((Some(asked.not_before), Hold::NotYet));
    }
    if automatic && facts.standing.is_held() {
        return Some((None, Hold::Unclear));
    }
    let offer = matches!(asked.purpose, Purpose::Promotional | Purpose::Feedback);
    if offer && facts.unread {
        return Some((None, Hold::Unread));
    }
    if asked.purpose == Purpose::Promotional && !facts.verified {
        return Some((None, Hold::Unproved));
    }
    if automatic && let Some(why) = out_of_reach(asked.purpose, facts) {
        return Some((None, why));
    }
    if asked.purpose == Purpose::Promotional && !rules.offers_unlocked {
        return Some((None, Hold::OffersLocked));
    }
    if asked.purpose == Purpose::Promotional && facts.deaf {
        return Some((None, Hold::Deaf));
    }
    if let Some(until) = facts.unwelcome_until {
        return Some((Some(until), Hold::Unwelcome));
    }
    if let Some(until) = facts.capped_until {
        return Some((Some(until), Hold::Capped));
    }
    // The line is nobody whom a text could wake.
    if asked.part == 1 && asked.kind != TextKind::RoundTrip {
        quiet(asked, facts, rules)
    } else {
        None
    }
}

/// Whether what is known of the number is too old, or says that texts do not arrive.
fn out_of_reach(purpose: Purpose, facts: &Facts<'_>) -> Option<Hold> {
    let within = match purpose {
        Purpose::Promotional => OFFERS_WITHIN,
        _ => SERVICE_WITHIN,
    };
    if facts.failing {
        return Some(Hold::Failing);
    }
    (facts.now.wall - facts.heard_at > within).then_some(Hold::Stale)
}

fn quiet(
    asked: &Asked,
    facts: &Facts<'_>,
    rules: &Rules<'_>,
) -> Option<(Option<DateTime<Utc>>, Hold)> {
    let now = facts.now.wall;
    let opening = match asked.purpose {
        Purpose::Conversation if replies_at_any_hour(facts) => Some(now),
        Purpose::Promotional | Purpose::Feedback => {
            let mut zones = facts.possible_zones.clone();
            zones.extend(facts.own_zone);
            zones.push(rules.shop_zone);
            // The strictest of the shop's choice, its state's rules and those of the receiver's.
            let mut week = bounds::clipped(rules.offers, rules.bounds);
            if let Some(theirs) = &facts.possible_bounds {
                week = bounds::clipped(&week, theirs);
            }
            open_in_all(&week, &zones, now)
        }
        _ => rules
            .service
            .next_open(facts.own_zone.unwrap_or(rules.shop_zone), now),
    };
    match opening {
        Some(at) if at <= now => None,
        later => Some((later, Hold::QuietHours)),
    }
}

fn replies_at_any_hour(facts: &Facts<'_>) -> bool {
    facts
        .last_inbound
        .is_some_and(|inbound| came_within(REPLY_AT_ANY_HOUR, inbound, facts.now))
}

/// The first instant at which the window is open in every zone. The zones push each other forward
/// until they agree; a fortnight of rounds is more than any set of them needs.
fn open_in_all(week: &Week, zones: &[&Zone], from: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const ROUNDS: usize = 64;
    let mut at = from;
    for _ in 0..ROUNDS {
        let mut later = at;
        for zone in zones {
            later = week.next_open(zone, later)?;
        }
        if later == at {
            return Some(at);
        }
        at = later;
    }
    None
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
