//! What can be wrong with bytes from the air, or with a wish to send.

use thiserror::Error;

/// Why bytes could not be read, or a value not be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WireError {
    /// The text form is not pairs of hexadecimal digits.
    #[error("not pairs of hexadecimal digits")]
    NotHex,
    /// The bytes end inside a field that must be whole.
    #[error("the bytes end inside {0}")]
    Truncated(&'static str),
    /// An address longer than the standard's 20 digits, or a service centre that overruns.
    #[error("the {0} is malformed")]
    BadAddress(&'static str),
    /// The user data header does not fit the user data.
    #[error("the user data header does not fit the user data")]
    BadHeader,
    /// A TPDU of a type that does not travel in this direction; the octet is its first.
    #[error("a TPDU that begins with {0:#04x} does not travel in this direction")]
    UnexpectedKind(u8),
    /// A number to send to holds something that cannot be dialed.
    #[error("a number has up to 20 of the digits 0-9, *, #, a, b, c, with a + in front at most")]
    BadNumber,
    /// A sender's name does not fit 11 characters of the GSM alphabet.
    #[error("a sender's name has up to 11 characters of the GSM alphabet")]
    BadName,
    /// The user data is longer than its 140 octets.
    #[error("user data is {octets} octets long; 140 fit a part")]
    PartTooLong {
        /// Its length in octets, header included.
        octets: usize,
    },
    /// The text needs more than 255 parts.
    #[error("the text needs {parts} parts; 255 can be counted")]
    TextTooLong {
        /// How many parts it needs.
        parts: usize,
    },
}
