//! How values look in requests and answers.

use super::problem::{self, Problem};
use crate::domain::phone::{Country, PhoneNumber};
use axum::extract::rejection::QueryRejection;
use chrono::{DateTime, SecondsFormat, Utc};

/// An instant as RFC 3339 in UTC, with milliseconds.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads a phone number in E.164 (a plus sign and 7 to 15 digits) of a length that its country
/// knows. Programs spell numbers one way only: guessing a country could text a stranger.
pub fn number(e164: &str) -> Option<PhoneNumber> {
    let shaped = PhoneNumber::from_e164(e164).ok()?;
    // The home country decides nothing about a number that begins with a plus.
    let known = PhoneNumber::parse(e164, Country::US).ok()?;
    (known == shaped).then_some(known)
}

/// Reads an instant.
///
/// # Errors
/// When it is spelled in another way than RFC 3339.
pub fn time(name: &str, spelled: &str) -> Result<DateTime<Utc>, Problem> {
    DateTime::parse_from_rfc3339(spelled)
        .map(|at| at.to_utc())
        .map_err(|_| {
            problem::BAD_TIME.because(format!(
                "{name} must be RFC 3339 with its offset, such as 2026-11-24T14:00:00-06:00."
            ))
        })
}

/// What is wrong with the parameters of an address.
pub fn bad_query(rejection: &QueryRejection) -> Problem {
    problem::BAD_QUERY.because(rejection.body_text())
}

/// Reads digits and nothing else as a number within limits.
///
/// # Errors
/// When it is something else.
pub fn digits(
    name: &str,
    value: Option<&str>,
    or: i64,
    least: i64,
    most: i64,
) -> Result<i64, Problem> {
    let Some(value) = value else { return Ok(or) };
    let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let read = value
        .parse()
        .ok()
        .filter(|n| plain && (least..=most).contains(n));
    read.ok_or_else(|| {
        problem::BAD_QUERY.because(format!("{name} must be a number from {least} to {most}."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_one_way() {
        assert!(number("+15550134477").is_some());
        assert!(number("+442079460018").is_some());
        for bad in [
            "",
            "+",
            "15550134477",
            "(555) 013-4477",
            "+1 555 013 4477",
            "+1555",
            "+0123456789",
            "+15550134477 ",
            "+155501344771234",
        ] {
            assert!(number(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn digits_are_digits() {
        assert_eq!(digits("n", None, 5, 1, 9).ok(), Some(5));
        assert_eq!(digits("n", Some("9"), 5, 1, 9).ok(), Some(9));
        for bad in [
            "",
            "+5",
            "-1",
            "0",
            "10",
            "5.0",
            "99999999999999999999",
            "٣",
        ] {
            assert!(digits("n", Some(bad), 5, 1, 9).is_err(), "{bad}");
        }
    }
}
