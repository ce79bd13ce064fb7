//! The hours of a week in a form: a row a day, and an empty row is a closed day.

use super::fields::{Errors, Shown, Typed};
use super::say;
use super::when::parse_time;
use crate::domain::hours::{Span, Week};
use chrono::{NaiveTime, Weekday};
use maud::{Markup, html};

/// The days, from Monday on, with the names of their fields.
const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

/// Puts the hours into the fields of a form. `of` is in front of their names.
pub fn fill(typed: &mut Typed, of: &str, week: &Week) {
    for (day, short) in DAYS {
        let (from, to) = match week.weekday(day) {
            Some(span) => (time(span.from), time(span.to)),
            None => (String::new(), String::new()),
        };
        typed.set(&format!("{of}-{short}-from"), from);
        typed.set(&format!("{of}-{short}-to"), to);
    }
}

/// A time of the day in short.
pub fn time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The rows of a week.
pub fn rows(shown: &Shown<'_>, of: &'static str, caption: &str) -> Markup {
    let ends = match of {
        "open" => [("from", say::week::opens()), ("to", say::week::closes())],
        _ => [("from", say::week::from()), ("to", say::week::to())],
    };
    html! {
        table.hours {
            caption.away { (caption) }
            @for (day, short) in DAYS {
                tr {
                    th scope="row" { (say::settings::day(day)) }
                    @for (end, words) in ends {
                        @let name = format!("{of}-{short}-{end}");
                        td {
                            label {
                                small { (words) }
                                input type="time" name=(name) value=(shown.typed.get(&name))
                                    aria-label={ (caption) ", " (say::settings::day(day)) ", " (words) };
                            }
                        }
                    }
                }
            }
        }
        p.muted { (say::week::empty_day()) }
        (shown.error(of))
    }
}

/// Reads the hours back. Days that are closed all the same stay as they were.
pub fn read(typed: &Typed, of: &'static str, before: &Week, wrong: &mut Errors) -> Week {
    let days = DAYS.map(|(day, short)| {
        let day = say::settings::day(day);
        let from = typed.get(&format!("{of}-{short}-from"));
        let to = typed.get(&format!("{of}-{short}-to"));
        match (from, to) {
            ("", "") => None,
            ("", _) | (_, "") => {
                wrong.add(of, say::week::both_times(day));
                None
            }
            (from, to) => match (parse_time(from), parse_time(to)) {
                (Ok(from), Ok(to)) if from < to => Some(Span { from, to }),
                (Ok(_), Ok(_)) => {
                    wrong.add(of, say::week::times_order(day));
                    None
                }
                _ => {
                    wrong.add(of, say::week::no_time(day));
                    None
                }
            },
        }
    });
    let mut week = Week::new(days);
    week.holidays.clone_from(&before.holidays);
    week
}
