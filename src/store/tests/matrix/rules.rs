//! The rule book on consent in plain words, without the gate's code.

use super::super::*;
use super::cases::{Hour, Line, Number};

/// What must become of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Goes,
    Waits,
    Never,
}

/// The rule book.
pub fn expected(
    number: &Number,
    verified: bool,
    hour: &Hour,
    purpose: Purpose,
    kind: TextKind,
) -> Fate {
    let may = |allowed: bool| if allowed { Fate::Goes } else { Fate::Waits };
    // 2.1: a number of a landline is "call only"; the one answer to its STOP is let through.
    if number.landline && purpose != Purpose::Compliance {
        return Fate::Never;
    }
    // 6: what may be somebody else's by now, or does not arrive, is proved anew first: for offers
    // after a year of silence, for the rest after two. Nothing is in the way of an answer or a code.
    let silence = match purpose {
        Purpose::Promotional => 12,
        _ => 24,
    };
    let in_reach = verified || (!number.fails && number.silent <= silence);
    match (purpose, kind) {
        // 1.8, 3: STOP, START, HELP and STATUS are answered at any hour, with any clock.
        (_, TextKind::StopConfirmation | TextKind::StopOffersConfirmation) => Fate::Goes,
        // HELP and STATUS are answered whoever asks; what nobody asked is not answered.
        (_, TextKind::HelpReply | TextKind::StatusReply | TextKind::HowToStart) => {
            match number.wrote {
                Some(_) => Fate::Goes,
                None => Fate::Never,
            }
        }
        // 1.8: after a STOP nothing else is answered by itself; 1.6: nor while a text is unclear.
        (_, TextKind::OffersQuestion) => match (number.wrote, number.service) {
            (None, _) | (_, Line::Ended) => Fate::Never,
            (Some(_), Line::Agreed | Line::Unasked) => may(!number.held),
        },
        // 2.1: a consent is confirmed while it stands. START's answer is such a confirmation.
        (_, TextKind::StartReply) => match number.service {
            Line::Agreed => Fate::Goes,
            Line::Unasked | Line::Ended => Fate::Never,
        },
        (_, TextKind::ServiceConfirmation) => match number.service {
            Line::Agreed => may(!number.held),
            Line::Unasked | Line::Ended => Fate::Never,
        },
        (_, TextKind::OffersConfirmation) => match number.offers {
            Line::Agreed => may(!number.held),
            Line::Unasked | Line::Ended => Fate::Never,
        },
        // 4: a suppressed number gets no code, unless its owner stands there and asks.
        (_, TextKind::Code) if number.service == Line::Ended => Fate::Never,
        (_, TextKind::Code | TextKind::CodeAskedFor) => Fate::Goes,
        // 1.8: staff may answer for 24 hours, whatever the consent; 3: within the first at any hour.
        (Purpose::Conversation, _) => {
            // Without a clock nobody knows that it is too late.
            let lately = number
                .wrote
                .is_some_and(|minutes| minutes < 24 * 60 || !hour.trusted);
            let just_now = number.wrote.is_some_and(|minutes| minutes < 60);
            match lately || number.service == Line::Agreed {
                true => may(hour.trusted && (hour.service || just_now)),
                false => Fate::Never,
            }
        }
        // 2.1: an unverified number is told of its vehicle all the same.
        (Purpose::Service, kind) => {
            let unwanted = number.only_ready && kind != TextKind::Ready;
            match number.service == Line::Agreed && !unwanted {
                true => may(hour.trusted && hour.service && !number.held && in_reach),
                false => Fate::Never,
            }
        }
        // 2.2: feedback needs consent to texts about the vehicle; R5: none while a text is unread.
        (Purpose::Feedback, _) => match number.service == Line::Agreed && !number.only_ready {
            true => may(hour.trusted && hour.offers && !number.held && !number.unread && in_reach),
            false => Fate::Never,
        },
        // R8, 2.1: a consent of its own, and a verified number.
        (Purpose::Promotional, _) => match number.offers {
            Line::Agreed => {
                let free = !number.held && !number.unread;
                may(hour.trusted && hour.offers && verified && free && in_reach)
            }
            Line::Unasked | Line::Ended => Fate::Never,
        },
        other => panic!("the rule book says nothing of {other:?}"),
    }
}
