//! What can go wrong in the store, as far as a caller can act on it.

use crate::domain::gate::Refusal;
use crate::domain::job::JobState;
use crate::domain::template;
use crate::wire::WireError;
use std::path::PathBuf;
use thiserror::Error;

/// Why the store could not do it. Whatever it is, the transaction did not happen.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The data directory can't be used.
    #[error(
        "the data directory {path} can't be used: {why}. Create it, or see that Readybell's user may write there"
    )]
    Directory {
        /// Which directory.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// Another Readybell works on this data directory.
    #[error(
        "another Readybell is using {0}. Stop it first, or give this one a data directory of its own"
    )]
    InUse(PathBuf),
    /// The database was written by a newer Readybell.
    #[error(
        "the database is of schema {found}, and this Readybell knows schema {known} at most. Install the newer Readybell again; nothing has been changed"
    )]
    Newer {
        /// The schema in the file.
        found: usize,
        /// The newest schema that this program knows.
        known: usize,
    },
    /// There is no room for an upgrade of the database.
    #[error(
        "the database needs {} MB of room to become one of this version, and {} MB are free. Free some space, and start again; nothing has been changed", .needed / 1_000_000, .free / 1_000_000
    )]
    NoRoomToUpgrade {
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The database could not be copied before its upgrade.
    #[error(
        "the database can't become one of this version, because it could not be copied first: {0}. Nothing has been changed"
    )]
    NotCopied(String),
    /// The disk is full.
    #[error("the disk is full; free some space. Nothing has been changed")]
    DiskFull,
    /// The file is not a database, or is damaged.
    #[error("the database is damaged ({0}). Keep it, and restore the last backup")]
    Damaged(String),
    /// What was asked for is not there.
    #[error("there is no such {0}")]
    Missing(Thing),
    /// The job's state does not allow it.
    #[error("a job that is {} can't become {}", from.as_str(), to.as_str())]
    Transition {
        /// Where the job is.
        from: JobState,
        /// Where it was to go.
        to: JobState,
    },
    /// The job was announced ready, and may only go back by way of "not ready after all".
    #[error(
        "job {job} was announced ready; take that back with \"not ready after all\", so that the customer hears of it"
    )]
    Announced {
        /// Which job.
        job: i64,
    },
    /// The bay holds another job.
    #[error("there is another job in that bay")]
    BayTaken,
    /// This number has been asked something that it has not answered.
    #[error(
        "job {job} has a question that is not answered yet; wait for it, or note the answer on its card"
    )]
    QuestionOpen {
        /// Whose question.
        job: i64,
    },
    /// A person can't be erased just now.
    #[error("{}", .0.words())]
    StillNeeded(Needed),
    /// It can't be taken back any more.
    #[error("it is too late to take that back")]
    TooLate,
    /// The owner can't correct that row of the ledger.
    #[error(
        "only an opt-out that staff or a time limit made, and that stands, can be corrected; a customer's own can't"
    )]
    NotCorrectable,
    /// The gate refuses such a text.
    #[error("{}", .0.words())]
    Refused(Refusal),
    /// The words can't be sent as a text.
    #[error(transparent)]
    Words(#[from] Unfit),
    /// Something of the program's own can't be written down as JSON.
    #[error("this can't be written down: {0}")]
    Json(#[from] serde_json::Error),
    /// The same key came with another request.
    #[error("this Idempotency-Key was used for another request; use a new key")]
    KeyReused,
    /// That name is taken.
    #[error("the name {0:?} is taken; choose another")]
    NameTaken(String),
    /// Nobody would own the shop any more.
    #[error("at least one owner has to stay; make somebody else an owner first")]
    LastOwner,
    /// Anything else that SQLite says.
    #[error("the database: {0}")]
    Sqlite(rusqlite::Error),
}

/// What can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Thing {
    /// A job.
    #[error("job")]
    Job,
    /// A job that is not over.
    #[error("open job")]
    OpenJob,
    /// One of the shop's people.
    #[error("person")]
    Person,
    /// One of them who may sign in.
    #[error("person who may sign in")]
    Signer,
    /// A role.
    #[error("role; use owner, counter or technician")]
    Role,
    /// A phone number.
    #[error("phone number")]
    Number,
    /// An e-mail address.
    #[error("e-mail address")]
    Address,
    /// The number that a decision is about.
    #[error("number to decide about")]
    DecidedNumber,
    /// A bay.
    #[error("bay")]
    Bay,
    /// A page.
    #[error("page")]
    Page,
    /// A text.
    #[error("text")]
    Text,
    /// A text that may not have gone.
    #[error("unsure text")]
    UnsureText,
    /// A text that came in.
    #[error("inbound text")]
    InboundText,
    /// A part that the modem has.
    #[error("part that is being sent")]
    SendingPart,
    /// A signing.
    #[error("signature")]
    Signature,
    /// A sheet of paper.
    #[error("sheet")]
    Sheet,
    /// A photo or a scan of it.
    #[error("photo or scan")]
    Scan,
    /// A file.
    #[error("file")]
    File,
    /// A customer.
    #[error("customer")]
    Customer,
    /// The other customer of a merge.
    #[error("second customer")]
    SecondCustomer,
    /// A conversation.
    #[error("conversation")]
    Conversation,
    /// A task that nobody has done yet.
    #[error("open task")]
    OpenTask,
    /// A question that has no answer yet.
    #[error("open question")]
    OpenQuestion,
    /// Somebody's session.
    #[error("sign-in")]
    SignIn,
    /// A receipt.
    #[error("receipt")]
    Receipt,
    /// A line of the consent's words, or of work.
    #[error("line")]
    Line,
    /// A code that was redeemed.
    #[error("redeemed code")]
    Redemption,
    /// A row of the ledger.
    #[error("row of the ledger")]
    LedgerRow,
    /// The words that are read out on the phone.
    #[error("wording for the phone")]
    PhoneWording,
    /// An API token.
    #[error("token; `readybell token list` names them")]
    Token,
}

/// Why words can't be sent as a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// There are none.
    #[error("a text needs words")]
    Empty,
    /// There are too many.
    #[error("this text would travel as {parts} parts; {most} are the most. Make it shorter")]
    TooLong {
        /// The parts that it would travel as.
        parts: usize,
        /// The parts that are allowed.
        most: usize,
    },
    /// A template asks for something that is not known.
    #[error("{0}")]
    Lacks(template::Missing),
    /// They can't be put into bytes.
    #[error(transparent)]
    Wire(WireError),
}

/// Why a person can't be erased just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// A job of theirs is open.
    OpenJob,
    /// A text to them is with the modem.
    Leaving,
    /// A text of theirs lies on the modem.
    OnModem,
    /// It is done, but somebody reads the log, which can't be emptied until then.
    LogInUse,
}

impl Needed {
    /// What stands in the way, and what to do.
    pub fn words(self) -> &'static str {
        match self {
            Self::OpenJob => "a job of theirs is still open; finish it or cancel it first",
            Self::Leaving => "a text to them is just leaving; try again in a minute",
            Self::OnModem => {
                "a text of theirs is just being read from the modem; try again in a minute"
            }
            Self::LogInUse => {
                "they are erased, but the log could not be emptied; restart Readybell to be sure"
            }
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}
