//! What counts of texts prove about a text of which nobody knows whether it went.
//!
//! There are two: what the SIM keeps as its last message reference (EF_SMSS), and the references that
//! the modem gives. Both are the modem's word, so each is believed only where it has counted the last
//! sends right; and a count proves tries, not that the network took anything (TS 23.040 9.2.3.6). So
//! one that moved says "probably", and one that did not move says "it did not go" only where nothing
//! else can be true. When in doubt there is no finding.

use super::consent::names;

/// Sends in a row, up to the doubtful one, each of which must have moved a count by exactly one.
pub const SENDS: usize = 5;

/// Which of the two counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// What the SIM keeps.
    Counter,
    /// What the modem gives.
    Reference,
}

names!(Sign { Counter = "counter", Reference = "reference" });

/// Where a count stood, when it can be told.
pub type Stand = Option<u8>;

/// What a believed count did with the doubtful text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// It was counted.
    ByOne,
    /// It was not.
    Not,
}

/// Where the count stood last, if each of the last [`SENDS`] sends moved it by exactly one. `stands`:
/// before the first of them, and after each, oldest first; there may be more before those.
pub fn believed(stands: &[Stand]) -> Stand {
    let from = stands.len().checked_sub(SENDS + 1)?;
    let last = stands.get(from..)?;
    moves_by_ones(last)
        .then(|| last.last().copied())
        .flatten()?
}

/// What a count did with a doubtful text. `before`: where it stood up to then, as [`believed`] takes it.
/// `after`: where it stood from then on, each a send later than the one before it; `own`: how many
/// sends the first of those has counted that came after the doubtful one.
///
/// None: it is not believed, or it moved as no count does.
pub fn moved(before: &[Stand], after: &[Stand], own: u8) -> Option<Moved> {
    let stood = believed(before)?;
    let first = after.first().copied().flatten()?;
    if !moves_by_ones(after) {
        return None;
    }
    match first.wrapping_sub(stood).wrapping_sub(own) {
        0 => Some(Moved::Not),
        1 => Some(Moved::ByOne),
        _ => None,
    }
}

fn moves_by_ones(stands: &[Stand]) -> bool {
    stands.iter().all(Option::is_some)
        && stands.windows(2).all(|pair| match pair {
            [Some(earlier), Some(later)] => earlier.wrapping_add(1) == *later,
            _ => false,
        })
}

/// What one count says, and whether it has been seen to count what the network refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Testimony {
    /// Which count.
    pub sign: Sign,
    /// What it did.
    pub moved: Option<Moved>,
    /// It counts tries, and not only what was taken.
    pub counts_tries: bool,
}

/// What is made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// It was tried, so it probably went. It is never sent again by itself.
    ProbablyWent(Sign),
    /// It was not even tried.
    DidNotGo(Sign),
}

/// Weighs what the counts say once the modem has answered again after a full time-out. `ended`: the
/// modem said an end to the doubtful text and has kept its power since. One that was silent may have
/// died between the air and its count, and one that lost its power may have lost the count.
pub fn weigh(testimonies: &[Testimony], ended: bool) -> Option<Finding> {
    let said = |wanted: Moved| testimonies.iter().filter(move |t| t.moved == Some(wanted));
    match (said(Moved::ByOne).next(), said(Moved::Not).next()) {
        (Some(moved), None) => Some(Finding::ProbablyWent(moved.sign)),
        (None, Some(_)) if ended => said(Moved::Not)
            .find(|testimony| testimony.counts_tries)
            .map(|testimony| Finding::DidNotGo(testimony.sign)),
        // They contradict each other, or there is none.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(values: &[i16]) -> Vec<Stand> {
        let stand = |value: &i16| u8::try_from(*value).ok();
        values.iter().map(stand).collect()
    }

    #[test]
    fn a_count_is_believed_after_five_moves_by_one() {
        for (values, last) in [
            (&[10, 11, 12, 13, 14, 15][..], Some(15)),
            (&[253, 254, 255, 0, 1, 2], Some(2)),
            // Four.
            (&[11, 12, 13, 14, 15], None),
            // What came before does not matter, whatever it was.
            (&[77, 77, 10, 11, 12, 13, 14, 15], Some(15)),
            // It stood still, jumped, went back, or could not be read, once.
            (&[10, 11, 12, 12, 13, 14], None),
            (&[10, 11, 13, 14, 15, 16], None),
            (&[10, 9, 10, 11, 12, 13], None),
            (&[10, 11, -1, 13, 14, 15], None),
            (&[0, 0, 0, 0, 0, 0], None),
            (&[], None),
        ] {
            assert_eq!(believed(&stands(values)), last, "{values:?}");
        }
    }

    #[test]
    fn what_a_count_did_is_told_where_everything_else_is_explained() {
        let right = [10, 11, 12, 13, 14, 15];
        for (before, after, own, told) in [
            // The SIM's: read again, once or after further sends.
            (right, &[16][..], 0, Some(Moved::ByOne)),
            (right, &[15], 0, Some(Moved::Not)),
            (right, &[16, 17, 18], 0, Some(Moved::ByOne)),
            (right, &[15, 16, 17], 0, Some(Moved::Not)),
            // It was written while another was on its way: whose move was it?
            (right, &[15, 17], 0, None),
            (right, &[16, 16], 0, None),
            // Lost, set back, unreadable, or someone else used the SIM.
            (right, &[0], 0, None),
            (right, &[17], 0, None),
            (right, &[-1], 0, None),
            (right, &[15, -1], 0, None),
            (right, &[], 0, None),
            // The next reference is that send's own.
            (right, &[16], 1, Some(Moved::Not)),
            (right, &[17], 1, Some(Moved::ByOne)),
            (right, &[0], 1, None),
            ([250, 251, 252, 253, 254, 255], &[1], 1, Some(Moved::ByOne)),
            ([250, 251, 252, 253, 254, 255], &[0], 1, Some(Moved::Not)),
            // Not believed.
            ([10, 11, 12, 13, 14, 14], &[15], 0, None),
        ] {
            let told_now = moved(&stands(&before), &stands(after), own);
            assert_eq!(told_now, told, "{before:?} {after:?} {own}");
        }
    }

    #[test]
    fn what_did_not_move_proves_something_only_after_an_end_with_power_and_where_tries_count() {
        let says = |sign, moved, counts_tries| Testimony {
            sign,
            moved,
            counts_tries,
        };
        use Finding::{DidNotGo, ProbablyWent};
        use Sign::{Counter, Reference};
        let (one, not) = (Some(Moved::ByOne), Some(Moved::Not));
        for (counter, reference, ended, finding) in [
            (
                (one, false),
                (None, false),
                false,
                Some(ProbablyWent(Counter)),
            ),
            (
                (None, false),
                (one, true),
                true,
                Some(ProbablyWent(Reference)),
            ),
            ((one, true), (one, true), true, Some(ProbablyWent(Counter))),
            ((not, true), (None, false), true, Some(DidNotGo(Counter))),
            ((not, false), (not, true), true, Some(DidNotGo(Reference))),
            // After a power cut or a silence.
            ((not, true), (not, true), false, None),
            // It may count only what was taken.
            ((not, false), (not, false), true, None),
            // They contradict each other.
            ((one, true), (not, true), true, None),
            ((not, true), (one, true), true, None),
            ((None, true), (None, true), true, None),
        ] {
            let said = [
                says(Counter, counter.0, counter.1),
                says(Reference, reference.0, reference.1),
            ];
            assert_eq!(weigh(&said, ended), finding, "{said:?} {ended}");
        }
    }
}
