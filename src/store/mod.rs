//! Floor 2: the only place that knows SQLite. One function a transaction.
//!
//! A [`Store`] is one database in one data directory. It has a single writing connection behind a
//! fair async lock; each use case is one `BEGIN IMMEDIATE` transaction off the async threads, and
//! it is idempotent, because a caller that goes away can't stop a transaction that has begun.
//! (Measured 2026-11-21: a thread of its own for the database breaks tests on a paused clock; this
//! way costs 10 µs a call.) Pages read through read-only connections.
//!
//! Start at [`permit`]: the one door through which a part gets to the modem. Then [`inbound`], how
//! what came in is kept, and [`apply`], what follows from it.

mod access;
mod ages;
mod agreed;
mod apply;
mod approval;
mod attachments;
mod audit;
pub mod backup;
mod bays;
mod by;
mod by_email;
mod caps;
mod code_history;
mod codec;
mod codes;
mod confirm;
mod conversations;
mod correct;
mod crew;
mod decisions;
mod deed;
mod device;
mod disk;
mod doubts;
mod erase;
mod erased;
mod error;
mod evidence;
mod export;
mod follow_up;
mod gap;
mod inbound;
mod jobs;
mod join;
pub mod journal;
mod kept;
mod known;
mod leaving;
mod ledger;
mod left_over;
mod line_rules;
mod lines;
mod merge;
mod missed;
mod offers_by_text;
pub mod on_stick;
mod open;
mod outbox;
mod parts;
mod people;
mod permit;
mod phones;
mod place;
mod promise;
mod prune;
mod question;
mod queue;
mod reach;
mod reaching;
mod ready;
mod receipts;
mod reception;
mod redeem;
mod reports;
mod reread;
pub mod restore;
mod retention;
mod round_trip;
mod schema;
mod screens;
mod sessions;
mod settings;
mod signatures;
mod signed;
mod signing;
mod staff;
mod stand_in;
mod status;
mod suppressions;
mod taps;
mod tasks;
mod templates;
mod tokens;
mod undo;
mod verdict;
mod verify;
pub mod views;
mod visits;
mod waiting;
mod wording;

#[cfg(test)]
mod tests;

pub use access::Store;
pub use approval::Asked;
pub use attachments::{Attachment, File};
pub use audit::AuditLine;
pub use bays::MOST_BAYS;
pub use by::{By, Terminal};
pub use codes::{CodeAsked, CodeNow, CodeRefused, GAP};
pub use crew::StaffLine;
pub use decisions::{Decision, Heard, Said};
pub use deed::Deed;
pub use disk::Disk;
pub use doubts::Unsure;
pub use erase::Erasing;
pub use error::{Needed, StoreError, Thing, Unfit};
pub use evidence::{Look, OnLine};
pub use gap::{Back, Gap};
pub use inbound::Listed;
pub use jobs::{Job, NewJob};
pub use known::Known;
pub use leaving::Gone;
pub use ledger::Grant;
pub use line_rules::{LineRules, last_digits};
pub use lines::{NewLine, WorkLine};
pub use merge::Merge;
pub use outbox::{Origin, Queued};
pub use parts::Outcome;
pub use people::Contact;
pub use permit::{Attempt, Minted, Permit};
pub use phones::{Candidate, Phone, Tried};
pub use reaching::{Reaching, Whose};
pub use ready::{Armed, Ready};
pub use receipts::MadeReceipt;
pub use redeem::{Redemption, Worth};
pub use round_trip::RoundTrip;
pub use screens::{SESSIONS_SHOWN, SessionLine};
pub use sessions::{Lock, Session};
pub use signatures::{Answer, Answers, Opened, Opening, SigningEvidence, Way};
pub use signing::{LineToSign, ToSign};
pub use staff::{Member, Role};
pub use suppressions::{Suppressed, Suppressing};
pub use taps::{Tap, Tapped};
pub use tasks::TaskKind;
pub use templates::{TemplateVersion, Templates};
pub use tokens::{Asking, Permission, Token, TokenLine};
pub use undo::Undoable;
pub use verify::{Exported, Ledger, Verified};
pub use visits::{Confirmation, NewVisit, Visit, Who};
pub use wording::{WordingVersion, Wordings};

/// Whether a bug was planted for the proofs to catch. Only builds with the feature `planted-bugs`
/// look; a release build has none of this.
pub(crate) fn planted(bug: &str) -> bool {
    cfg!(feature = "planted-bugs")
        && std::env::var("READYBELL_PLANTED_BUG").is_ok_and(|planted| planted == bug)
}
