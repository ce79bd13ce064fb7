//! How modem and SIM count texts, as the script says it.

use std::time::Duration;

use super::parse::{Wrong, duration, figure, next, one_of};

/// How the SIM keeps the count of texts (EF_SMSS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Written with each try.
    Kept,
    /// Written with each try, and gone at power-off.
    Lost,
    /// Written so long after each try.
    Late(Duration),
    /// Written when the modem says how a try ended, and not where it never says so.
    Answered,
    /// The same, and only where the network took the text.
    Taken,
    /// Always the same.
    Constant,
    /// Another at each reading.
    Random,
    /// One more at each reading, and not with a text.
    Read,
    /// There is no such file.
    Missing,
}

/// How the modem gives references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referring {
    /// One more than the last, over power cuts too.
    On,
    /// One more than the last, from 0 when it starts.
    Anew,
    /// Always this one.
    Constant(u8),
    /// Any.
    Random,
}

/// The words after `counter`.
pub(super) fn keeping<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<Keeping, Wrong> {
    match next(words, "how the count is kept")? {
        "late" => Ok(Keeping::Late(duration(next(words, "seconds")?, 1.0)?)),
        way => one_of(
            way,
            &[
                ("kept", Keeping::Kept),
                ("lost", Keeping::Lost),
                ("answered", Keeping::Answered),
                ("taken", Keeping::Taken),
                ("constant", Keeping::Constant),
                ("random", Keeping::Random),
                ("read", Keeping::Read),
                ("missing", Keeping::Missing),
            ],
        ),
    }
}

/// The words after `reference`.
pub(super) fn referring<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<Referring, Wrong> {
    match next(words, "how references are given")? {
        "constant" => Ok(Referring::Constant(figure(next(words, "0 to 255")?)?)),
        way => one_of(
            way,
            &[
                ("on", Referring::On),
                ("anew", Referring::Anew),
                ("random", Referring::Random),
            ],
        ),
    }
}
