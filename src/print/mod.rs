//! Floor 3: what is printed, and the only place that knows a receipt printer.
//!
//! A [`Row`] is a line of a receipt without paper or printer: the page, the PDF and the printer's
//! commands are all made from the same rows, so they say the same. It must not know what a receipt
//! is about. Start at [`Row`], then read [`pdf`] and [`escpos`]; [`printer`] carries bytes.

pub mod escpos;
mod font;
pub mod pdf;
pub mod printer;

/// A line of what is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The largest words, in the middle.
    Title(String),
    /// A heading.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// A paragraph in small print.
    Small(String),
    /// Words at the left and at the right of one line.
    Pair(String, String),
    /// The same, for a sum.
    Sum(String, String),
    /// A box with or without a tick, and words behind it.
    Check(bool, String),
    /// A line across.
    Rule,
    /// A QR code of these words.
    Qr(String),
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 8.5 by 11 inches.
    Letter,
    /// 210 by 297 mm (ISO 216).
    A4,
    /// A roll of 80 mm, as long as it needs to be.
    Roll,
}

crate::domain::consent::names!(Paper { Letter = "letter", A4 = "a4", Roll = "roll" });
