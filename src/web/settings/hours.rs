//! When the shop is open, and the days on which it is closed all the same.

use super::{Asked, Page, form, frame, keep, refused};
use crate::domain::settings::Settings;
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Shown, Typed};
use crate::web::house::Front;
use crate::web::session::{Owner, SignedIn};
use crate::web::{say, week};
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};

/// Empty fields after the dates that are there.
const MORE_ROWS: usize = 4;
/// No shop has more closed days.
const MOST_ROWS: usize = 400;

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = Typed::default();
    week::fill(&mut typed, "open", &shop.open);
    for (row, day) in (1..).zip(&shop.open.holidays) {
        typed.set(&holiday(row), day.to_string());
    }
    let there = shop.open.holidays.len();
    typed.set("holidays", (there + MORE_ROWS).to_string());
    let saved = saved.0.saved.as_deref();
    show(&front, &who, &typed, &Errors::default(), saved).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    saved: Option<&str>,
) -> Result<Markup, WebError> {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let fields = html! {
        (opening(&shown))
        section.panel {
            h2 { (say::settings::closed_days()) }
            (holidays(&shown))
        }
    };
    frame(front, who, Page::Hours, |_| {
        form(Page::Hours, wrong, saved, fields)
    })
    .await
}

/// How many dates the form has.
fn rows(typed: &Typed) -> usize {
    let asked = typed.get("holidays").parse().unwrap_or(MORE_ROWS);
    asked.min(MOST_ROWS)
}

/// The field of a date.
fn holiday(row: usize) -> String {
    format!("holiday-{row}")
}

fn holidays(shown: &Shown<'_>) -> Markup {
    use say::settings as words;
    let rows = rows(shown.typed);
    html! {
        fieldset {
            legend.field { (words::dates()) small { (words::dates_hint()) } }
            input type="hidden" name="holidays" value=(rows);
            div.dates {
                @for row in 1..=rows {
                    input type="date" name=(holiday(row)) value=(shown.typed.get(&holiday(row)))
                        aria-label=(words::date(row)) autocomplete="off";
                }
            }
            (shown.error("holidays"))
        }
    }
}

/// The hours of the week. The first start asks for them, too.
pub fn opening(shown: &Shown<'_>) -> Markup {
    html! {
        section.panel {
            h2 { (say::settings::open()) }
            (week::rows(shown, "open", say::settings::open()))
        }
    }
}

/// Keeps them.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut wrong = Errors::default();
    let new = read(&typed, before.clone(), &mut wrong);
    if !wrong.is_empty() {
        return Ok(refused(show(&front, &who, &typed, &wrong, None).await?));
    }
    keep(&front, &who, Page::Hours, before, new, "yes").await
}

fn read(typed: &Typed, before: Settings, wrong: &mut Errors) -> Settings {
    let mut shop = before;
    let mut holidays = Vec::new();
    let fields: Vec<String> = (1..=rows(typed)).map(holiday).collect();
    let lines = fields.iter().map(|field| typed.get(field));
    for line in lines.filter(|line| !line.is_empty()) {
        match NaiveDate::parse_from_str(line, "%Y-%m-%d") {
            Ok(date) => holidays.push(date),
            Err(_) => wrong.add("holidays", say::settings::bad_date(line)),
        }
    }
    holidays.sort_unstable();
    holidays.dedup();
    shop.open = week::read(typed, "open", &shop.open, wrong);
    shop.open.holidays.clone_from(&holidays);
    shop.offer_hours.holidays = holidays;
    shop
}
