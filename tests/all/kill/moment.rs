//! The moments at which the program is killed.

use readybell::sim::script::BreakPoint;
use std::fmt;

/// A moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// The simulator has come to this point of the conversation, and is frozen.
    Wire(Point),
    /// Inside this commit.
    Commit(Commit),
    /// No kill inside anything: a STOP lands after the drain and before the part, and then, at
    /// rest, the kill.
    Race,
}

/// A breakpoint of the simulator, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point(pub BreakPoint);

/// The commits that a STOP at rest leads to, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Commit {
    /// What the modem holds is stored.
    Keep,
    /// The copy's mark is cleared.
    ClearMark,
    /// The text is applied: consent, the queue, the confirmation.
    Apply,
    /// The part is marked `sending`.
    Mint,
    /// The point of no return.
    Release,
    /// What the network answered.
    Settle,
}

impl Commit {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Keep,
        Self::ClearMark,
        Self::Apply,
        Self::Mint,
        Self::Release,
        Self::Settle,
    ];

    /// Its place in that order, from 1.
    pub fn place(self) -> usize {
        self as usize + 1
    }
}

/// How far a commit has come when the kill falls into it, as `watch.c` calls it.
pub const STAGES: [&str; 4] = ["begin", "torn", "written", "synced"];

/// The points of a send.
const SENDING: [BreakPoint; 7] = [
    BreakPoint::BeforePrompt,
    BreakPoint::MidPdu,
    BreakPoint::BeforeCtrlZ,
    BreakPoint::AfterCtrlZ,
    BreakPoint::Accepted,
    BreakPoint::MidCmgs,
    BreakPoint::AfterCmgs,
];

/// The points of a receipt.
const RECEIVING: [BreakPoint; 5] = [
    BreakPoint::Cmti,
    BreakPoint::Listing,
    BreakPoint::BeforeCmgd,
    BreakPoint::AfterCmgd,
    BreakPoint::AfterCmgdOk,
];

impl Moment {
    /// Every moment.
    pub fn all() -> Vec<Self> {
        let points = SENDING.into_iter().chain(RECEIVING);
        let points = points.map(|point| Self::Wire(Point(point)));
        let commits = Commit::ALL.into_iter().map(Self::Commit);
        points.chain(commits).chain([Self::Race]).collect()
    }

    /// Whether something must come in for it to happen.
    pub fn is_of_a_receipt(self) -> bool {
        matches!(self, Self::Wire(Point(point)) if RECEIVING.contains(&point))
    }
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Point {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |point: &Self| SENDING.iter().chain(&RECEIVING).position(|p| *p == point.0);
        place(self).cmp(&place(other))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wire(Point(point)) => f.pad(point.as_str()),
            Self::Commit(commit) => f.pad(&format!("commit: {commit:?}")),
            Self::Race => f.pad("STOP after the drain"),
        }
    }
}
