//! What somebody did, as the audit log keeps it: a code with parameters, so that every page can say it in
//! the language of whoever reads it.

use super::staff::{Role, audit};
use super::{Decision, Heard, Phone, StoreError, Tapped, Unsure, Way};
use crate::domain::job::{JobState, Tell};
use crate::domain::lang::Lang;
use crate::domain::time::Now;
use crate::domain::wording::ConsentLine;
use chrono::{DateTime, Utc};
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the fields say what they are")]
pub enum Deed {
    /// Took a job in.
    TookIn { job: i64 },
    /// Changed what a job is about.
    Changed { job: i64 },
    /// Moved a job.
    Moved { job: i64, to: JobState },
    /// Announced a job ready.
    Announced { job: i64 },
    /// Took "ready" back.
    TookBack { job: i64 },
    /// Found that a job is not ready after all.
    NotReadyAfterAll { job: i64 },
    /// Promised another time.
    PromisedAnew { job: i64 },
    /// Brought back a job that was over.
    BroughtBack { job: i64 },
    /// Noted that a vehicle stays overnight.
    StaysOvernight { job: i64 },
    /// Put a customer on the call list at closing.
    ToCallAtClosing { job: i64 },
    /// Took back what was said at closing.
    UnsaidAtClosing { job: i64 },
    /// Chose how the customer is told.
    ToldBy { job: i64, tell: Tell },
    /// Changed the lines of work.
    Lines { job: i64 },
    /// Asked whether a line of work is wanted.
    AskedFor { job: i64 },
    /// Noted the answer.
    Answered { job: i64, line: i64, yes: bool },
    /// Made a receipt.
    Receipt { job: i64 },
    /// Opened a signing.
    OpenedSigning { job: i64, way: Way },
    /// Handed in what the customer signed.
    Signed {
        job: i64,
        way: Way,
        yes: Vec<ConsentLine>,
    },
    /// Attached a picture of the sheet.
    AttachedSheet { job: i64 },
    /// Typed in what a signed sheet really says.
    ReadSheetAgain { job: i64 },
    /// Sent a code. The number is masked. `asked`: it had opted out, and its owner was here and asked.
    SentCode {
        number: String,
        job: i64,
        asked: bool,
    },
    /// Typed the right code.
    Proved { number: String },
    /// Typed a wrong code.
    WrongCode { number: String },
    /// Did what a task asks for, with this outcome.
    DidTask { task: i64, outcome: String },
    /// Called a text off.
    CalledOff { text: i64 },
    /// Said that a text is no offer, though these of its words look like one.
    NotAnOffer { text: i64, words: String },
    /// Decided about a text that may not have gone.
    Settled { text: i64, decision: Unsure },
    /// Decided what an unclear text means.
    Decided { inbox: i64, decision: Decision },
    /// Made an opt-out: this row of the ledger.
    OptedOut { row: i64, heard: Option<Heard> },
    /// Ended what goes by e-mail, however that was heard.
    EndedEmail { row: i64, heard: Heard },
    /// Took an opt-out back.
    TookOptOutBack { row: i64 },
    /// Corrected an opt-out.
    CorrectedOptOut { row: i64 },
    /// Changed the language of the texts to a contact point.
    TextsIn { contact: i64, lang: Lang },
    /// Made one customer of two.
    Merged { gone: i64, kept: i64, jobs: i64 },
    /// Changed a customer.
    ChangedCustomer { customer: i64 },
    /// Redeemed a code.
    Redeemed { code: String, customer: i64 },
    /// Took that back.
    TookRedeemedBack { code: String, customer: i64 },
    /// Exported what is known of a person.
    Exported { customer: i64 },
    /// Erased a person.
    Erased { customer: i64 },
    /// Let go of what is old enough: words of texts, and proofs of consent.
    LetGo { texts: usize, proofs: usize },
    /// Let somebody in.
    AddedStaff { name: String, role: Role },
    /// Gave somebody another role.
    ChangedRole { name: String, from: Role, to: Role },
    /// Said that the clock is right.
    ConfirmedClock { at: DateTime<Utc> },
    /// Put a backup in the place of the database.
    Restored { made_at: DateTime<Utc> },
    /// Has seen what a restored backup does not know.
    ConfirmedGap {
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    },
    /// Made a backup by hand.
    BackedUp { bytes: u64 },
    /// Tried that, and it failed.
    BackupFailed,
    /// Gave a bay a name.
    NamedBay { bay: i64, name: String },
    /// Added a bay.
    AddedBay { bay: i64 },
    /// Took a bay away.
    RemovedBay { bay: i64 },
    /// Tried a bay's light.
    TriedLight { bay: i64 },
    /// Said that the SIM in the modem is the shop's. No more than its last digits.
    AcceptedSim { end: String },
    /// Said that the PIN may be tried once more.
    AllowedPin,
    /// Said from which kind of phone a text came.
    TriedPhone { phone: Phone },
    /// Said whether texts go in another network.
    SetRoaming { may: bool },
    /// Took back what was done a moment before.
    TookTapBack { what: Tapped },
}

impl Deed {
    /// What it was about, as a short name: the log's second column.
    fn about(&self) -> &'static str {
        match self {
            Self::TookIn { .. }
            | Self::Changed { .. }
            | Self::Moved { .. }
            | Self::Announced { .. }
            | Self::TookBack { .. }
            | Self::NotReadyAfterAll { .. }
            | Self::PromisedAnew { .. }
            | Self::BroughtBack { .. }
            | Self::StaysOvernight { .. }
            | Self::ToCallAtClosing { .. }
            | Self::UnsaidAtClosing { .. }
            | Self::ToldBy { .. }
            | Self::Lines { .. }
            | Self::AskedFor { .. }
            | Self::Answered { .. } => "job",
            Self::Receipt { .. } => "receipt",
            Self::OpenedSigning { .. }
            | Self::Signed { .. }
            | Self::AttachedSheet { .. }
            | Self::ReadSheetAgain { .. } => "signing",
            Self::SentCode { .. } | Self::Proved { .. } | Self::WrongCode { .. } => "code",
            Self::DidTask { .. } => "task",
            Self::CalledOff { .. } | Self::NotAnOffer { .. } => "text",
            Self::Settled { .. } => "unsure",
            Self::Decided { .. }
            | Self::OptedOut { .. }
            | Self::EndedEmail { .. }
            | Self::TookOptOutBack { .. }
            | Self::CorrectedOptOut { .. } => "consent",
            Self::TextsIn { .. }
            | Self::Merged { .. }
            | Self::ChangedCustomer { .. }
            | Self::Exported { .. }
            | Self::Erased { .. }
            | Self::Redeemed { .. }
            | Self::TookRedeemedBack { .. } => "customer",
            Self::LetGo { .. } => "retention",
            Self::AddedStaff { .. } => "staff-added",
            Self::ChangedRole { .. } => "staff-role",
            Self::ConfirmedClock { .. } => "clock",
            Self::Restored { .. } | Self::ConfirmedGap { .. } => "restored",
            Self::BackedUp { .. } | Self::BackupFailed => "backup",
            Self::TookTapBack { .. } => "taken-back",
            Self::NamedBay { .. } | Self::AddedBay { .. } | Self::RemovedBay { .. } => "bays",
            Self::TriedLight { .. } => "light",
            Self::AcceptedSim { .. }
            | Self::AllowedPin
            | Self::TriedPhone { .. }
            | Self::SetRoaming { .. } => "modem",
        }
    }

    /// Writes it into the log.
    pub(super) fn note(&self, tx: &Transaction<'_>, who: &str, now: Now) -> Result<(), StoreError> {
        audit(tx, who, self.about(), &serde_json::to_string(self)?, now)
    }

    /// What a line of the log says; none where it is words: a name, or how older versions wrote it.
    pub fn read(detail: &str) -> Option<Self> {
        serde_json::from_str(detail).ok()
    }
}
