//! What the pages read. Each page is one read transaction, and every query in it goes by an index,
//! so that the board answers in 10 ms with a million texts.
//!
//! These are plain values: nothing here decides anything, and nothing here writes but
//! [`Store::reviewed_others`], which only notes that somebody has looked.

pub mod api;
mod board;
mod calls;
mod customers;
mod follow_up;
mod inbox;
mod intake;
mod line;
mod people;
mod person;
mod texts;
mod thread;
mod timeline;
mod top;

pub use board::{Bay, Board, BoardJob, JobQuestion, OpenJob};
pub use calls::{Calls, Task};
pub use customers::{Customers, Found};
pub use follow_up::{PersonCode, Redeeming, Scores, last_moment};
pub use inbox::{Came, Conversation, Inbox, Other, Shelf};
pub use intake::{Agreed, CodeView, IntakeView, Proof};
pub use line::Line;
pub use people::Reach;
pub use person::{EmailConsent, Person, PersonJob, PersonTexts, Point, Vehicle};
pub use texts::Outbound;
pub use thread::{Care, Inbound, Item, Thread, ThreadJob, Undecided};
pub use timeline::{Event, Proven, Timeline};
pub use top::{Doubt, Top};

#[cfg(doc)]
use super::Store;

/// A moment of one page's read.
struct Look<'a> {
    tx: &'a rusqlite::Transaction<'a>,
    /// The run on whose monotonic clock undo windows count.
    run: &'a str,
    now: crate::domain::time::Now,
}
