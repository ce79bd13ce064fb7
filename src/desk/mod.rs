//! Floor 4: what the shop does. Each thing that staff can do is one method of [`Desk`], and each is
//! one transaction of the store.
//!
//! The desk knows no page and no serial port: who asks is a name, and what goes out goes into the
//! outbox. [`sender`] is the one loop that empties it; [`buttons`] ties the bays to the board.
//!
//! Start at [`ready`]: what the button does.

mod approval;
pub mod buttons;
mod codes;
mod consent;
mod drafts;
mod intake;
mod ready;
pub mod round_trip;
pub mod sender;
mod sign;
mod slip;
mod visits;
mod words;

pub use approval::LONGEST_LINE;
pub use intake::Intake;
pub use sign::{Sheet, SheetLine, SignError, Signed};
pub use slip::Slip;
pub use words::{About, Teller};

use crate::clock::{Clock, ZoneMissing};
use crate::domain::phone::PhoneError;
use crate::domain::template::Missing;
use crate::panel::Notice;
use crate::store::{CodeRefused, Store, StoreError};
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::mpsc;

/// The desk. Shared by everyone who can ask something of it.
#[derive(Clone)]
pub struct Desk {
    /// Where everything is kept.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<Clock>,
    panel: Option<mpsc::Sender<Notice>>,
}

/// Why the desk could not do it. Nothing has changed.
#[derive(Debug, Error)]
pub enum DeskError {
    /// What was typed is no phone number.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// A field is missing or can't be right.
    #[error(transparent)]
    Input(#[from] Slip),
    /// A text needs something that is not known.
    #[error("this text needs {0}; fill that in first")]
    Missing(Missing),
    /// These words look like an offer, and the number did not agree to offers.
    #[error("\"{0}\" looks like an offer, and this number did not agree to offers")]
    Offer(String),
    /// No code may go to that number now.
    #[error("no code may go to this number now")]
    Code(CodeRefused),
    /// The time zone in the settings can't be read.
    #[error(transparent)]
    Zone(#[from] ZoneMissing),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Desk {
    /// A desk on that store and clock.
    pub fn new(store: Store, clock: Arc<Clock>) -> Self {
        Self {
            store,
            clock,
            panel: None,
        }
    }

    /// The same desk, which tells the panel what became of what it asked.
    pub fn with_panel(self, panel: mpsc::Sender<Notice>) -> Self {
        Self {
            panel: Some(panel),
            ..self
        }
    }
}
