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

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = Typed::default();
    week::fill(&mut typed, "open", &shop.open);
    let holidays = shop.open.holidays.iter().map(NaiveDate::to_string);
    typed.set("holidays", holidays.collect::<Vec<_>>().join("\n"));
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
            (shown.lines("holidays", say::settings::dates(), say::settings::dates_hint(), 4))
        }
    };
    frame(front, who, Page::Hours, |_| {
        form(Page::Hours, wrong, saved, fields)
    })
    .await
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
    let lines = typed.get("holidays").lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        match NaiveDate::parse_from_str(line, "%Y-%m-%d") {
            Ok(date) => holidays.push(date),
            Err(_) => wrong.add("holidays", say::settings::bad_date(line)),
        }
    }
    shop.open = week::read(typed, "open", &shop.open, wrong);
    shop.open.holidays.clone_from(&holidays);
    shop.offer_hours.holidays = holidays;
    shop
}
