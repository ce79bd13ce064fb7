//! What can go wrong in the store, as far as a caller can act on it.

use crate::domain::gate::Refusal;
use crate::domain::job::JobState;
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
    /// The disk is full.
    #[error("the disk is full; free some space. Nothing has been changed")]
    DiskFull,
    /// The file is not a database, or is damaged.
    #[error("the database is damaged ({0}). Keep it, and restore the last backup")]
    Damaged(String),
    /// What was asked for is not there.
    #[error("there is no such {0}")]
    Missing(&'static str),
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
    /// The gate refuses such a text.
    #[error("{}", .0.words())]
    Refused(Refusal),
    /// The words don't fit in a text.
    #[error("{0}")]
    Words(String),
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
