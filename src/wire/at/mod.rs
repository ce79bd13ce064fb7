//! The line to the modem: bytes in, items out (TS 27.005, TS 27.007, V.250).
//!
//! [`Digest`] cuts what the modem says into items. It does not know what was asked: which line is
//! an answer and which is unsolicited is decided above, with [`Urc::of`] for the lines that are
//! known to come by themselves. The parsers of single lines are in [`reply`] and [`listing`].

mod codes;
mod digest;
mod fields;
mod item;
pub mod listing;
mod own_number;
mod question;
pub mod reply;
#[cfg(test)]
mod tests;
mod urc;

pub use codes::{CmeCode, CmsCode, Refusal, Remedy, Sense};
pub use digest::Digest;
pub use item::{Final, Item};
pub use own_number::own_number;
pub use question::{NotAQuestion, Question};
pub use urc::{Place, Urc};
