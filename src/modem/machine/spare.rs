//! What a drain may spare. A part is preceded by a reading of all that the modem holds, so what a
//! drain costs, each text costs.
//!
//! Two things are spared. A memory that the modem counts as empty is not listed, once this modem
//! has been seen to count right; one that was ever wrong is always listed. And reports, which ask
//! for nothing, may lie on the modem for a moment after they were read, so that one commit stores
//! several. A text is never left: what is listed with one is stored at once.
//!
//! The minute's poll, and the drain that follows an announcement, spare nothing.

use super::Machine;
use super::drain::Drain;
use super::listing;
use crate::store::Listed;
use std::time::Duration;

/// How long a report may lie on the modem.
const REPORTS_WAIT: Duration = Duration::from_millis(250);
/// How many may lie there, and at most half of what the memory holds: a full one takes no more.
const REPORTS_AT_MOST: u32 = 16;
/// The memory for reports.
const REPORTS: &str = "SR";

/// Whether the modem says how much a memory holds as it is (`+CPMS`, TS 27.005 3.2.2).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// It has not counted anything yet.
    #[default]
    Unproven,
    /// It counted what the listing then held.
    Right,
    /// It was wrong once in this session.
    Wrong,
}

impl Machine {
    /// Compares what the modem counted with what it then listed.
    pub(super) fn compare_counts(&mut self, counted: Option<u32>, listed: usize) {
        let Some(counted) = counted else {
            return;
        };
        let is_right = usize::try_from(counted) == Ok(listed);
        self.facts.counts = match (self.facts.counts, is_right) {
            (Counts::Wrong, _) | (_, false) => Counts::Wrong,
            (Counts::Unproven, true) if listed > 0 => Counts::Right,
            (counts, true) => counts,
        };
    }

    /// Whether the memory that was just counted holds nothing, beyond doubt.
    pub(super) fn is_surely_empty(&self, drain: &Drain) -> bool {
        drain.counted == Some(0) && self.facts.counts == Counts::Right && !drain.spares_nothing()
    }

    /// Whether a listing brings the store nothing.
    pub(super) fn is_no_news(&self, drain: &Drain, entries: &[Listed]) -> bool {
        entries.is_empty() && !drain.spares_nothing() && !self.facts.not_stored
    }

    /// Whether the reports in a listing may lie where they are for now.
    pub(super) fn may_lie(&mut self, drain: &Drain, entries: &[Listed]) -> bool {
        let of_reports = drain.rest.front().is_some_and(|name| name == REPORTS);
        if !of_reports
            || entries.is_empty()
            || drain.spares_nothing()
            || self.facts.not_stored
            || entries.iter().any(|entry| listing::is_text(&entry.tpdu))
        {
            return false;
        }
        let room = self.storage(REPORTS).map_or(0, |known| known.total / 2);
        let are_few = u32::try_from(entries.len()).is_ok_and(|n| n < REPORTS_AT_MOST.min(room));
        let since = *self.wishes.reports_since.get_or_insert(self.now);
        are_few && self.now < since + REPORTS_WAIT
    }

    /// A report was announced. True when there is a memory in which it may lie for a moment.
    pub(super) fn report_may_lie(&mut self) -> bool {
        let has_memory = self.facts.storages.iter().any(|name| name == REPORTS);
        if has_memory {
            self.wishes.reports_since.get_or_insert(self.now);
        }
        has_memory
    }

    /// When the reports on the modem must be stored.
    pub(super) fn reports_due_at(&self) -> Option<Duration> {
        self.wishes.reports_since.map(|since| since + REPORTS_WAIT)
    }

    pub(super) fn reports_are_due(&self) -> bool {
        self.reports_due_at().is_some_and(|due| due <= self.now)
    }

    /// Whether reports must be stored now. Asked once: where the drain fails, the poll finds them.
    pub(super) fn take_due_reports(&mut self) -> bool {
        let are_due = self.reports_are_due();
        if are_due {
            self.wishes.reports_since = None;
        }
        are_due
    }

    /// All that a memory holds goes to the store now.
    pub(super) fn reports_stored_from(&mut self, storage: &str) {
        if storage == REPORTS {
            self.wishes.reports_since = None;
        }
    }
}
