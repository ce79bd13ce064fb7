//! What the judge of the random modems has seen so far.

use super::{Outcome, PLACES};
use std::collections::{BTreeMap, BTreeSet};

/// What the judge has seen.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) stored: BTreeSet<(&'static str, u32)>,
    pub(super) listed_since_sent: BTreeSet<String>,
    /// How many places of the chosen memory were read in a row, from the first on.
    pub(super) places: u32,
    /// All that the modem held was read for someone, and no text was stored since.
    pub(super) fresh: bool,
    /// Written and not yet known to be in step again.
    pub(super) out_of_step: bool,
    pub(super) just_released: Option<u64>,
    pub(super) released: BTreeSet<u64>,
    /// The reference under which the network took a part.
    pub(super) accepted: BTreeMap<u64, u8>,
    pub(super) settled: BTreeMap<u64, Outcome>,
    pub(super) drains: BTreeSet<u64>,
    pub(super) questions: BTreeSet<u64>,
    pub(super) sends: BTreeSet<u64>,
}

impl Seen {
    /// Whether every place was answered, now that this one was read. A bare ERROR counts as an
    /// answer: many modems say so of an empty place, and nobody can tell.
    pub(super) fn all_places_after(&mut self, index: u32, misbehaves: u8) -> bool {
        if !matches!(misbehaves, 1 | 3) && (index == 0 || index == self.places) {
            self.places = index + 1;
        }
        self.places == PLACES + 1
    }
}
