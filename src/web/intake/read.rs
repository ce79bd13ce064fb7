//! What was typed into the first step: read, or explained.

use crate::domain::job::JobState;
use crate::domain::money::Currency;
use crate::domain::receipt::ReceiptLine;
use crate::domain::settings::Settings;
use crate::store::{NewLine, NewVisit, Who};
use crate::web::fields::{Errors, Typed};
use crate::web::say::intake as say;
use crate::web::when::Wall;
use chrono::{DateTime, TimeDelta, Utc};

/// A promise further ahead than this is a slip.
const FURTHEST: TimeDelta = TimeDelta::days(400);
/// Lines of work that a form begins with.
const ROWS: usize = 1;
/// No job has more lines of work.
pub(super) const MOST_ROWS: usize = 30;

/// How many lines of work the form has.
pub(super) fn rows(typed: &Typed) -> usize {
    let asked = typed.get("rows").parse().unwrap_or(ROWS);
    asked.clamp(ROWS, MOST_ROWS)
}

/// The field of what a line is.
pub(super) fn work(row: usize) -> String {
    format!("work-{row}")
}

/// The field of what a line costs.
pub(super) fn price(row: usize) -> String {
    format!("price-{row}")
}

/// Reads the form.
///
/// # Errors
/// What is wrong, by field.
pub(super) fn read(
    typed: &Typed,
    shop: &Settings,
    wall: &Wall,
    is_new: bool,
    by: &str,
) -> Result<NewVisit, Errors> {
    let mut wrong = Errors::default();
    let who = match typed.get("customer").parse() {
        Ok(customer) => Who::Known(customer),
        Err(_) => Who::New(typed.get("name").to_owned()),
    };
    if who == Who::New(String::new()) {
        wrong.add("name", say::name_needed());
    }
    for (field, most) in [
        ("name", 200),
        ("vehicle", 200),
        ("colour", 200),
        ("plate", 200),
        ("note", 2_000),
    ] {
        if typed.get(field).chars().count() > most {
            wrong.add(field, say::too_long(most));
        }
    }
    let lines = read_lines(typed, shop.currency, &mut wrong);
    let place = typed.get("where");
    let comes_at = match (place, typed.get("comes-time")) {
        ("booked", "") => {
            wrong.add("comes-time", say::comes_needed());
            None
        }
        ("booked", _) => read_time(typed, wall, ["comes-date", "comes-time"], &mut wrong),
        _ => None,
    };
    let promised_at = read_time(typed, wall, ["date", "time"], &mut wrong);
    let bay = place.strip_prefix("bay-").map(str::parse);
    if is_new && !matches!(place, "waiting" | "booked") && !matches!(bay, Some(Ok(_))) {
        wrong.add("where", say::where_needed());
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let word = |field: &str| typed.get(field).to_owned();
    Ok(NewVisit {
        who,
        vehicle: word("vehicle"),
        colour: word("colour"),
        plate: word("plate"),
        lines,
        note: word("note"),
        comes_at,
        promised_at,
        state: match place {
            "booked" => JobState::Booked,
            _ => JobState::Waiting,
        },
        bay: bay.and_then(Result::ok),
        by: by.to_owned(),
    })
}

/// The lines as far as they can be read: what is not an amount yet counts as no price.
pub(super) fn so_far(typed: &Typed, currency: Currency) -> Vec<ReceiptLine> {
    (1..=rows(typed))
        .map(|row| ReceiptLine {
            words: typed.get(&work(row)).to_owned(),
            price: currency.read(typed.get(&price(row))).ok(),
            asked: false,
        })
        .filter(|line| !line.words.is_empty() || line.price.is_some())
        .collect()
}

fn read_lines(typed: &Typed, currency: Currency, wrong: &mut Errors) -> Vec<NewLine> {
    let mut lines = Vec::new();
    for row in 1..=rows(typed) {
        let (words, amount) = (typed.get(&work(row)), typed.get(&price(row)));
        if words.chars().count() > 200 {
            wrong.add("lines", say::in_line(row, &say::too_long(200)));
        }
        let price = match amount {
            "" => None,
            amount => match currency.read(amount) {
                Ok(cents) => Some(cents),
                Err(why) => {
                    wrong.add("lines", say::in_line(row, say::money(why)));
                    None
                }
            },
        };
        match (words, price) {
            ("", None) => {}
            ("", Some(_)) => wrong.add("lines", say::in_line(row, say::work_needed())),
            (words, price) => lines.push(NewLine {
                words: words.to_owned(),
                price,
            }),
        }
    }
    lines
}

/// A time ahead, from its two fields.
fn read_time(
    typed: &Typed,
    wall: &Wall,
    [on, at]: [&'static str; 2],
    wrong: &mut Errors,
) -> Option<DateTime<Utc>> {
    match (typed.get(on), typed.get(at)) {
        ("", "") => None,
        // Today stands there already; without a time nothing is said.
        (date, "") if date == wall.input_date(wall.now) => None,
        (_, "") => {
            wrong.add(at, say::time_needed());
            None
        }
        (date, time) => match wall.instant(date, time) {
            Ok(when) if when <= wall.now => {
                wrong.add(at, say::time_passed());
                None
            }
            Ok(when) if when > wall.now + FURTHEST => {
                wrong.add(on, say::too_far());
                None
            }
            Ok(when) => Some(when),
            Err(why) => {
                wrong.add(at, why);
                None
            }
        },
    }
}
