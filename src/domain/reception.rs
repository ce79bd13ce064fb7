//! How offers were received: what a week of them says about sending more.
//!
//! Networks look at the same two signs, and cut lines off by them: texts that nobody answers, and
//! customers who opt out.

/// What the offers of the last seven days brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfferWeek {
    /// Offers that went.
    pub offers: u32,
    /// Different numbers that they went to.
    pub numbers: u32,
    /// Texts from these numbers since, but for opt-outs.
    pub answers: u32,
    /// How many of these numbers opted out since.
    pub opt_outs: u32,
    /// Texts from anybody that complained.
    pub complaints: u32,
}

/// What it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// Nothing against more offers.
    Fine,
    /// Few answers: they go on, and the owner is warned.
    Cool,
    /// No more of them, until the week looks better.
    Stopped(Unwelcome),
}

/// Why offers stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwelcome {
    /// Hardly anybody answers.
    Unanswered,
    /// Too many opted out.
    OptOuts,
    /// Too many complained.
    Complaints,
}

/// Offers for one answer, above which the owner is warned.
const WARNS_ABOVE: u32 = 3;
/// Offers for one answer, above which they stop.
const STOPS_ABOVE: u32 = 5;
/// Answers are counted from so many offers on, a day's worth: fewer say nothing.
const COUNTS_FROM: u32 = 30;
/// One of so many numbers may opt out (3 %), but one person alone is no rate.
const OPT_OUTS_PER_100: u32 = 3;
const OPT_OUTS_FROM: u32 = 2;
/// So many complaints end it.
const COMPLAINTS: u32 = 5;

impl OfferWeek {
    /// What the week says.
    pub fn reception(&self) -> Reception {
        if self.complaints >= COMPLAINTS {
            return Reception::Stopped(Unwelcome::Complaints);
        }
        if self.opt_outs >= OPT_OUTS_FROM && self.opt_outs * 100 > self.numbers * OPT_OUTS_PER_100 {
            return Reception::Stopped(Unwelcome::OptOuts);
        }
        let more_than =
            |times: u32| self.offers >= COUNTS_FROM && self.offers > self.answers * times;
        if more_than(STOPS_ABOVE) {
            return Reception::Stopped(Unwelcome::Unanswered);
        }
        if more_than(WARNS_ABOVE) {
            return Reception::Cool;
        }
        Reception::Fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_where_they_are_said_to_be() {
        let week = |offers, numbers, answers, opt_outs, complaints| OfferWeek {
            offers,
            numbers,
            answers,
            opt_outs,
            complaints,
        };
        for (week, says) in [
            (week(0, 0, 0, 0, 0), Reception::Fine),
            (week(29, 29, 0, 0, 0), Reception::Fine),
            (week(30, 30, 10, 0, 0), Reception::Fine),
            (week(31, 31, 10, 0, 0), Reception::Cool),
            (week(50, 50, 10, 0, 0), Reception::Cool),
            (
                week(51, 51, 10, 0, 0),
                Reception::Stopped(Unwelcome::Unanswered),
            ),
            (
                week(30, 30, 0, 0, 0),
                Reception::Stopped(Unwelcome::Unanswered),
            ),
            (week(5, 5, 0, 1, 0), Reception::Fine),
            (week(5, 5, 0, 2, 0), Reception::Stopped(Unwelcome::OptOuts)),
            (week(100, 100, 90, 3, 0), Reception::Fine),
            (
                week(100, 100, 90, 4, 0),
                Reception::Stopped(Unwelcome::OptOuts),
            ),
            (
                week(200, 100, 90, 4, 0),
                Reception::Stopped(Unwelcome::OptOuts),
            ),
            (week(0, 0, 0, 0, 4), Reception::Fine),
            (
                week(0, 0, 0, 0, 5),
                Reception::Stopped(Unwelcome::Complaints),
            ),
        ] {
            assert_eq!(week.reception(), says, "{week:?}");
        }
    }
}
