//! Within which hours a shop may let its texts go, by where it is. A setting may widen the default
//! hours, never beyond these; and the gate keeps to them again when an offer is to leave, with those
//! of the place where the receiver may be.
//!
//! The hours are those for advertising by phone or text. Where sources differ, the narrower one
//! stands; whether they bind texts to people who have agreed is not settled in every state, so they
//! are kept for those as well. Sources, as read in November 2026: 47 CFR 64.1200(c)(1) for the
//! United States as a whole; for the states their own telephone solicitation laws, as compiled by
//! vendors' tables (secondary; Washington from memory); France from vendors' pages; Russia from
//! custom (9 to 21); Canada's Unsolicited Telecommunications Rules, Part III, section 23, from
//! memory.

use super::holidays;
use super::hours::{Span, Week};
use super::phone::Country;
use chrono::{DateTime, Datelike, NaiveTime, Utc, Weekday};

/// The hours that a setting must keep within, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// The hours.
    pub week: Week,
    /// Where they come from.
    pub why: Why,
}

/// Where bounds come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The federal rule of the United States, in a state without a narrower one.
    Federal,
    /// The law of the shop's state.
    State,
    /// The state is not said, so what every state allows.
    AnyState,
    /// The rules of the shop's country.
    Country,
    /// The country is not in the table, so hours that no known country forbids.
    Careful,
    /// No law: nobody wants to be woken.
    Manners,
}

/// Monday to Friday, Saturday, Sunday: from hour, to hour. Equal hours: not at all.
type Hours = [(u32, u32); 3];

const NEVER: (u32, u32) = (0, 0);
const FEDERAL: Hours = [(8, 21); 3];
const CAREFUL: Hours = [(10, 18), (10, 17), NEVER];

/// States whose hours are narrower than the federal ones.
const STATES: [(&str, Hours); 18] = [
    ("AL", [(8, 20), (8, 20), NEVER]),
    ("CT", [(9, 20); 3]),
    ("FL", [(8, 20); 3]),
    ("KY", [(10, 21); 3]),
    ("LA", [(8, 20), (8, 20), NEVER]),
    ("MA", [(8, 20); 3]),
    ("MD", [(8, 20); 3]),
    ("MI", [(9, 21); 3]),
    ("MN", [(9, 21); 3]),
    ("MS", [(8, 20), (8, 20), NEVER]),
    ("NJ", [(8, 20); 3]),
    ("NM", [(9, 21); 3]),
    ("NV", [(9, 20); 3]),
    ("OK", [(8, 20); 3]),
    ("OR", [(8, 20); 3]),
    ("RI", [(9, 18), (10, 17), (10, 17)]),
    ("TX", [(9, 21), (9, 21), (12, 21)]),
    ("WA", [(8, 20); 3]),
];

/// States in which offers may not go on a legal holiday.
const NO_HOLIDAYS: [&str; 2] = ["AL", "LA"];

const COUNTRIES: [(&str, Hours); 3] = [
    ("CA", [(9, 21), (10, 18), (10, 18)]),
    ("FR", [(8, 20), (8, 20), NEVER]),
    ("RU", [(9, 21); 3]),
];

/// The states, districts and territories of the United States, by their postal letters.
const US: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT \
     NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI";

/// Whether those letters can name a state or province of that country; none at all can.
pub fn is_region(country: Country, region: &str) -> bool {
    match (country.code(), region) {
        (_, "") => true,
        ("US", region) => US.split_whitespace().any(|state| state == region),
        (_, region) => region.len() <= 3 && region.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    }
}

/// The widest hours for offers and requests for feedback.
pub fn offers(country: Country, region: &str) -> Bounds {
    let found = |table: &[(&str, Hours)], code: &str| {
        let row = table.iter().find(|(known, _)| *known == code);
        row.map(|(_, hours)| *hours)
    };
    let (hours, why) = match (country.code(), region) {
        ("US", "") => (CAREFUL, Why::AnyState),
        ("US", state) => match found(&STATES, state) {
            Some(hours) => (hours, Why::State),
            None => (FEDERAL, Why::Federal),
        },
        (code, _) => match found(&COUNTRIES, code) {
            Some(hours) => (hours, Why::Country),
            None => (CAREFUL, Why::Careful),
        },
    };
    Bounds {
        week: week(hours),
        why,
    }
}

/// The widest hours for offers and requests for feedback from `now` on, without the holidays on which
/// none may go there.
pub fn offers_now(country: Country, region: &str, now: DateTime<Utc>) -> Bounds {
    let mut bounds = offers(country, region);
    if country == Country::US && (region.is_empty() || NO_HOLIDAYS.contains(&region)) {
        let year = now.year();
        let years = [year, year.saturating_add(1)];
        bounds.week.holidays = years.into_iter().flat_map(holidays::of_year).collect();
    }
    bounds
}

/// The widest hours for texts about the vehicle. No law is known that narrows them for people who
/// asked for them.
pub fn service() -> Bounds {
    Bounds {
        week: week([(6, 22); 3]),
        why: Why::Manners,
    }
}

/// The days whose hours go beyond the bounds, and what they may be at most.
pub fn beyond(asked: &Week, bounds: &Bounds) -> Vec<(Weekday, Option<Span>)> {
    let inside = |inner: Span, outer: Option<Span>| {
        outer.is_some_and(|outer| outer.from <= inner.from && inner.to <= outer.to)
    };
    DAYS.into_iter()
        .filter_map(|day| {
            let outer = bounds.week.weekday(day);
            let inner = asked.weekday(day).filter(|span| span.from < span.to)?;
            (!inside(inner, outer)).then_some((day, outer))
        })
        .collect()
}

/// The hours, cut where they go beyond the bounds.
pub fn clipped(asked: &Week, bounds: &Bounds) -> Week {
    let days = DAYS.map(|day| {
        let (inner, outer) = (asked.weekday(day)?, bounds.week.weekday(day)?);
        let span = Span {
            from: inner.from.max(outer.from),
            to: inner.to.min(outer.to),
        };
        (span.from < span.to).then_some(span)
    });
    let mut week = Week::new(days);
    week.holidays.clone_from(&asked.holidays);
    week.holidays.extend(&bounds.week.holidays);
    week
}

/// From Monday on.
pub const DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn week([weekday, saturday, sunday]: Hours) -> Week {
    let span = |(from, to): (u32, u32)| {
        let hour = |h| NaiveTime::from_hms_opt(h, 0, 0);
        let span = Span {
            from: hour(from)?,
            to: hour(to)?,
        };
        (from < to).then_some(span)
    };
    let day = span(weekday);
    Week::new([day, day, day, day, day, span(saturday), span(sunday)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Settings;

    #[test]
    fn the_defaults_are_inside_every_bound() {
        let shop = Settings::default();
        for state in US.split_whitespace().chain([""]) {
            assert!(is_region(Country::US, state));
            let bounds = offers(Country::US, state);
            assert!(beyond(&shop.offer_hours, &bounds).is_empty(), "{state}");
        }
        for code in ["CA", "FR", "RU", "MX", "DE"] {
            let country = Country::from_code(code).unwrap();
            let bounds = offers(country, "");
            assert!(beyond(&shop.offer_hours, &bounds).is_empty(), "{code}");
        }
        assert!(beyond(&shop.service_hours, &service()).is_empty());
        assert!(!is_region(Country::US, "XX"));
    }

    #[test]
    fn what_every_state_allows_is_in_each() {
        let narrowest = offers(Country::US, "").week;
        for (state, _) in STATES {
            let bounds = offers(Country::US, state);
            assert!(beyond(&narrowest, &bounds).is_empty(), "{state}");
            assert_eq!(bounds.why, Why::State);
        }
        assert_eq!(offers(Country::US, "CA").why, Why::Federal);
    }

    #[test]
    fn hours_beyond_are_named_and_cut() {
        let wide = Week::daily(7, 22);
        let texas = offers(Country::US, "TX");
        assert_eq!(beyond(&wide, &texas).len(), 7);
        let cut = clipped(&wide, &texas);
        assert_eq!(cut, texas.week);
        assert!(beyond(&cut, &texas).is_empty());
        let christmas = "2026-12-25".parse().unwrap();
        let now = "2026-11-27T12:00:00Z".parse().unwrap();
        for (state, works) in [("AL", false), ("", false), ("TX", true)] {
            let week = clipped(&wide, &offers_now(Country::US, state, now));
            assert_eq!(week.on(christmas).is_some(), works, "{state}");
        }
        let alabama = offers(Country::US, "AL");
        let sunday = beyond(&Week::daily(10, 17), &alabama);
        assert_eq!(sunday, [(Weekday::Sun, None)]);
    }
}
