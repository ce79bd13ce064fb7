//! The legal holidays of the United States, for the states in which offers may not go on them.
//!
//! The days are those of 5 U.S.C. 6103, and where one falls on a weekend the weekday on which it is
//! observed as well. Days that only one state keeps are for the shop to add to its own.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The legal holidays of a year, and the weekdays on which they are observed.
pub fn of_year(year: i32) -> Vec<NaiveDate> {
    let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
        .into_iter()
        .filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
    let nth = [
        (1, Weekday::Mon, 3),
        (2, Weekday::Mon, 3),
        (9, Weekday::Mon, 1),
        (10, Weekday::Mon, 2),
        (11, Weekday::Thu, 4),
    ]
    .into_iter()
    .filter_map(|(month, day, n)| NaiveDate::from_weekday_of_month_opt(year, month, day, n));
    // Memorial Day is May's last Monday, which is its fourth or its fifth.
    let memorial = [5, 4]
        .into_iter()
        .find_map(|n| NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, n));
    let mut days: Vec<NaiveDate> = fixed.chain(nth).chain(memorial).collect();
    let observed: Vec<NaiveDate> = days.iter().filter_map(|day| observed(*day)).collect();
    days.extend(observed);
    days
}

/// The weekday on which a holiday on a weekend is observed.
fn observed(day: NaiveDate) -> Option<NaiveDate> {
    match day.weekday() {
        Weekday::Sat => day.checked_sub_days(Days::new(1)),
        Weekday::Sun => day.checked_add_days(Days::new(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holidays_of_2026_and_2027() {
        let days = |year| {
            let mut days = of_year(year);
            days.sort();
            days.iter()
                .map(|day| day.format("%m-%d").to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            days(2026),
            "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"
        );
        assert_eq!(
            days(2027),
            "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25"
        );
    }
}
