//! How long is kept what people wrote and were told, and what proves that they agreed.
//!
//! The defaults follow where the shop is. In the United States a suit over a text may come for four years
//! (28 USC 1658), and the seller's records of consent are kept for five (16 CFR 310.5): five years for both.
//! In the European Economic Area, Switzerland and the United Kingdom what people wrote goes after two years,
//! because nothing may be kept for longer than it is needed (GDPR, article 5(1)(e)). A number that opted out
//! is never forgotten, anywhere.

use super::phone::Country;
use chrono::{DateTime, Months, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The fewest months for which proofs are kept: a suit may come as late.
pub const FEWEST_FOR_PROOFS: u32 = 60;
/// The most months that can be set.
pub const MOST: u32 = 240;

/// In one step the time is believed to have gone on by so much at most. A clock that jumps years ahead,
/// whoever vouches for it, must not take everything with it.
const STEP: TimeDelta = TimeDelta::days(7);

/// Where two years are enough for texts.
const TWO_YEARS: &str = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT \
     RO SE SI SK";

/// What the shop has set, in months; 0 is what is usual where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// The words of texts, both ways.
    pub texts: u32,
    /// What proves consent, once it has ended.
    pub proofs: u32,
}

impl Retention {
    /// What is usual in a country.
    pub fn usual(country: Country) -> Self {
        let two_years = TWO_YEARS
            .split_whitespace()
            .any(|code| code == country.code());
        Self {
            texts: if two_years { 24 } else { 60 },
            proofs: FEWEST_FOR_PROOFS,
        }
    }

    /// What holds for a shop in that country.
    pub fn of(self, country: Country) -> Self {
        let usual = Self::usual(country);
        let or = |set: u32, usual: u32| if set == 0 { usual } else { set };
        Self {
            texts: or(self.texts, usual.texts),
            proofs: or(self.proofs, usual.proofs).max(FEWEST_FOR_PROOFS),
        }
    }
}

/// Up to when the time is believed to have gone on since it was believed last.
pub fn believed(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    last.and_then(|last| last.checked_add_signed(STEP))
        .map_or(now, |at| at.min(now))
}

/// What is older than so many months, is older than this.
pub fn before(now: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(months))
        .unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::from_code(code).unwrap()
    }

    #[test]
    fn what_is_usual_follows_the_country_and_the_shop_may_choose() {
        for (code, texts) in [("US", 60), ("CA", 60), ("DE", 24), ("GB", 24), ("RU", 60)] {
            let holds = Retention::default().of(country(code));
            assert_eq!((holds.texts, holds.proofs), (texts, 60), "{code}");
        }
        let own = Retention {
            texts: 6,
            proofs: 12,
        };
        let holds = own.of(country("US"));
        assert_eq!((holds.texts, holds.proofs), (6, 60), "proofs have a least");
    }

    #[test]
    fn a_clock_that_jumps_is_believed_step_by_step() {
        let at = |time: &str| time.parse::<DateTime<Utc>>().unwrap();
        let last = at("2026-11-24T02:00:00Z");
        assert_eq!(believed(None, last), last);
        let tomorrow = at("2026-11-25T02:00:00Z");
        assert_eq!(believed(Some(last), tomorrow), tomorrow);
        let wrong = at("2038-01-19T03:14:07Z");
        assert_eq!(believed(Some(last), wrong), last + STEP);
        assert_eq!(believed(Some(wrong), last), last);
        assert_eq!(
            before(at("2026-03-31T00:00:00Z"), 1),
            at("2026-02-28T00:00:00Z")
        );
    }
}
