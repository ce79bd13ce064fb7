//! The customers' phones: what each of them shows.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::script::PhonePower;
use super::tpdu::Submitted;
use crate::wire::{self, UserData};

/// One text on a phone's screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bubble {
    /// Typed on this phone; otherwise the shop's.
    pub mine: bool,
    /// All parts joined.
    pub words: String,
    /// When it was typed, or when its last part came.
    pub at: DateTime<Utc>,
    /// Where it stands.
    pub state: BubbleState,
}

/// Where a text on a phone's screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BubbleState {
    /// The network still has some of it.
    OnItsWay,
    /// The shop's modem has it, or it came from the shop.
    Arrived,
}

/// One phone.
#[derive(Debug)]
pub(super) struct Phone {
    /// What it does with texts.
    pub power: PhonePower,
    /// What its screen shows, oldest first.
    pub bubbles: Vec<Bubble>,
    /// What the network keeps for it.
    pub kept: VecDeque<Kept>,
    pieces: Vec<Pieces>,
}

/// A part that waits for the phone to be on.
#[derive(Debug)]
pub(super) struct Kept {
    pub part: Submitted,
    /// When its validity period ends, on the monotonic clock.
    pub until: Option<Duration>,
}

/// The parts of one longer text that have come so far.
#[derive(Debug)]
struct Pieces {
    reference: u16,
    parts: Vec<Option<UserData>>,
}

impl Default for Phone {
    fn default() -> Self {
        Self {
            power: PhonePower::On,
            bubbles: Vec::new(),
            kept: VecDeque::new(),
            pieces: Vec::new(),
        }
    }
}

impl Phone {
    /// Takes a part; gives the words when that makes a text whole.
    pub fn take(&mut self, part: &Submitted, at: DateTime<Utc>) -> Option<String> {
        let words = match part.part {
            None => part.words.clone(),
            Some(of) => {
                let total = usize::from(of.total);
                let place = self
                    .pieces
                    .iter()
                    .position(|p| p.reference == of.reference && p.parts.len() == total)
                    .unwrap_or_else(|| {
                        self.pieces.push(Pieces {
                            reference: of.reference,
                            parts: vec![None; total],
                        });
                        self.pieces.len() - 1
                    });
                let pieces = self.pieces.get_mut(place)?;
                let slot = usize::from(of.number).checked_sub(1)?;
                *pieces.parts.get_mut(slot)? = Some(part.data.clone());
                let whole: Vec<&UserData> = pieces.parts.iter().flatten().collect();
                if whole.len() < total {
                    return None;
                }
                let words = wire::join(whole);
                self.pieces.remove(place);
                words
            }
        };
        self.bubbles.push(Bubble {
            mine: false,
            words: words.clone(),
            at,
            state: BubbleState::Arrived,
        });
        Some(words)
    }
}

/// The one form in which this network keeps a number: with a `+` where the number tells its
/// country. Ten digits alone, or eleven that begin with 1, are a number of the home country,
/// the North American plan.
pub(super) fn canonical(number: &str) -> String {
    if number.starts_with('+') {
        return number.to_owned();
    }
    match number.len() {
        10 => format!("+1{number}"),
        11 if number.starts_with('1') => format!("+{number}"),
        _ => number.to_owned(),
    }
}
