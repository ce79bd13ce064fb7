//! What can be wrong with what somebody typed or chose. `Display` says it in English, for the log; the
//! pages have words of their own for each.

use thiserror::Error;

/// A field that is missing or can't be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Slip {
    /// Texts were agreed to, and there is no number.
    #[error("texts were agreed to, so a phone number is needed")]
    NumberNeeded,
    /// There is no name.
    #[error("a first name is needed")]
    NameNeeded,
    /// A short field is too long.
    #[error("one of the fields is longer than {most} letters")]
    FieldTooLong {
        /// The letters that it may have.
        most: usize,
    },
    /// The work or the note is too long.
    #[error("the work or the note is longer than {most} letters")]
    NoteTooLong {
        /// The letters that it may have.
        most: usize,
    },
    /// A job for later is put into a bay now.
    #[error("a job that is booked for later can't be in a bay yet")]
    BookedInBay,
    /// A code for somebody who has not come yet.
    #[error("a code is for a customer who is here; the job has to be marked as arrived first")]
    NotHereYet,
    /// A promise that can't be kept.
    #[error("the new time has passed already")]
    PassedAlready,
    /// The job is past that text.
    #[error("the job has moved on")]
    MovedOn,
    /// A question without its line of work, or with too long a one.
    #[error("a question is about something, said in {most} letters at most")]
    QuestionLine {
        /// The letters that it may have.
        most: usize,
    },
    /// No text of that kind is about a job.
    #[error("there is no such text about a job")]
    NoSuchText,
}
