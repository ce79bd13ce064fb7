//! The hours of a week in a form: a row a day, and an empty row is a closed day.

use super::fields::{Errors, Shown, Typed};
use super::when::parse_time;
use crate::domain::hours::{Span, Week};
use chrono::Weekday;
use maud::{Markup, html};

/// The days, from Monday on, with the names of their fields.
const DAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "mon", "Monday"),
    (Weekday::Tue, "tue", "Tuesday"),
    (Weekday::Wed, "wed", "Wednesday"),
    (Weekday::Thu, "thu", "Thursday"),
    (Weekday::Fri, "fri", "Friday"),
    (Weekday::Sat, "sat", "Saturday"),
    (Weekday::Sun, "sun", "Sunday"),
];

/// Puts the hours into the fields of a form. `of` is in front of their names.
pub fn fill(typed: &mut Typed, of: &str, week: &Week) {
    for (day, short, _) in DAYS {
        let (from, to) = match week.weekday(day) {
            Some(span) => (input(span.from), input(span.to)),
            None => (String::new(), String::new()),
        };
        typed.set(&format!("{of}-{short}-from"), from);
        typed.set(&format!("{of}-{short}-to"), to);
    }
}

fn input(time: chrono::NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The rows of a week.
pub fn rows(shown: &Shown<'_>, of: &'static str, caption: &str) -> Markup {
    html! {
        table.hours {
            caption.away { (caption) }
            @for (_, short, day) in DAYS {
                tr {
                    th scope="row" { (day) }
                    @for (end, words) in [("from", "from"), ("to", "to")] {
                        @let name = format!("{of}-{short}-{end}");
                        td {
                            input type="time" name=(name) value=(shown.typed.get(&name))
                                aria-label={ (caption) ", " (day) ", " (words) };
                        }
                    }
                }
            }
        }
        p.muted { "Leave a day empty when it is closed." }
        (shown.error(of))
    }
}

/// Reads the hours back. Days that are closed all the same stay as they were.
pub fn read(typed: &Typed, of: &'static str, before: &Week, wrong: &mut Errors) -> Week {
    let days = DAYS.map(|(_, short, day)| {
        let from = typed.get(&format!("{of}-{short}-from"));
        let to = typed.get(&format!("{of}-{short}-to"));
        match (from, to) {
            ("", "") => None,
            ("", _) | (_, "") => {
                wrong.add(of, format!("{day}: type both times, or none."));
                None
            }
            (from, to) => match (parse_time(from), parse_time(to)) {
                (Ok(from), Ok(to)) if from < to => Some(Span { from, to }),
                (Ok(_), Ok(_)) => {
                    wrong.add(of, format!("{day}: the second time must be the later one."));
                    None
                }
                (Err(why), _) | (_, Err(why)) => {
                    wrong.add(of, format!("{day}: {why}"));
                    None
                }
            },
        }
    });
    let mut week = Week::new(days);
    week.holidays.clone_from(&before.holidays);
    week
}
