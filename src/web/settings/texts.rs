//! When texts may go, how long "ready" can be taken back, whether a missed call is answered by a text,
//! and whether offers go at all. The hours
//! keep within what is allowed where the shop is, and the page says why.

use super::{Asked, Page, form, frame, keep, refused};
use crate::domain::bounds::{self, Bounds, Why};
use crate::domain::hours::Span;
use crate::domain::settings::{KeyTag, Settings};
use crate::domain::words::Kind;
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::session::{Owner, SignedIn};
use crate::web::{say, week};
use axum::extract::State;
use axum::response::Response;
use chrono::Weekday;
use maud::{Markup, html};

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = Typed::default();
    week::fill(&mut typed, "service", &shop.service_hours);
    week::fill(&mut typed, "promotional", &shop.offer_hours);
    typed.set("undo", shop.undo_seconds.to_string());
    typed.set("key-tag", shop.key_tag.as_str());
    typed.set("texts-back", if shop.texts_back { "yes" } else { "" });
    typed.set("checks-line", if shop.checks_line { "yes" } else { "" });
    typed.set("offers", if shop.offers_unlocked { "yes" } else { "" });
    let saved = saved.0.saved.as_deref();
    show(&front, &who, &shop, &typed, &Errors::default(), saved).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    shop: &Settings,
    typed: &Typed,
    wrong: &Errors,
    saved: Option<&str>,
) -> Result<Markup, WebError> {
    use say::settings as words;
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let fields = html! {
        section.panel {
            h2 { (words::service_hours()) }
            p.muted { (words::service_hours_what()) }
            (told(&bounds::service()))
            (week::rows(&shown, "service", words::service_hours()))
        }
        section.panel {
            h2 { (words::offer_hours()) }
            (told(&bounds::offers(shop.country, &shop.region)))
            (week::rows(&shown, "promotional", words::offer_hours()))
            br;
            label.check {
                input type="checkbox" name="offers" value="yes" checked[typed.ticked("offers")];
                span { b { (words::offers_may()) } (words::offers_contract()) }
            }
        }
        section.panel {
            h2 { (words::undo_title()) }
            (shown.line(Line::words("undo", words::undo()).kind("number")))
        }
        section.panel {
            h2 { (say::missed::calls()) }
            p.muted { (say::missed::calls_what()) }
            label.check {
                input type="checkbox" name="texts-back" value="yes" checked[typed.ticked("texts-back")];
                span { b { (say::missed::texts_back()) } (say::missed::texts_back_when()) }
            }
            a.btn.small href={ "/settings/templates/" (Kind::MissedCall.as_str()) "/" (say::lang().code()) } {
                (say::missed::its_words())
            }
        }
        section.panel {
            h2 { (say::round_trip::line()) }
            label.check {
                input type="checkbox" name="checks-line" value="yes" checked[typed.ticked("checks-line")];
                span { b { (say::round_trip::checks()) } (say::round_trip::checks_when()) }
            }
        }
        section.panel {
            (shown.choice("key-tag", say::board::key_tag(), &[
                (KeyTag::JobNumber.as_str(), say::board::key_tag_number()),
                (KeyTag::Plate.as_str(), say::board::key_tag_plate()),
            ]))
        }
    };
    frame(front, who, Page::Texts, |_| {
        form(Page::Texts, wrong, saved, fields)
    })
    .await
}

/// The bounds in short, and why they are there.
fn told(bounds: &Bounds) -> Markup {
    let mut runs: Vec<(Vec<&str>, Span)> = Vec::new();
    for day in bounds::DAYS {
        let Some(span) = bounds.week.weekday(day) else {
            continue;
        };
        match runs.last_mut() {
            Some((days, known)) if *known == span => days.push(short(day)),
            _ => runs.push((vec![short(day)], span)),
        }
    }
    let runs = runs.into_iter().map(|(days, span)| {
        let days = match days.as_slice() {
            [first, .., last] => format!("{first}–{last}"),
            days => days.concat(),
        };
        format!("{days} {}–{}", week::time(span.from), week::time(span.to))
    });
    html! {
        p.bounds {
            (say::settings::at_most()) (runs.collect::<Vec<_>>().join(", ")) ". "
            (why(bounds.why))
        }
    }
}

fn short(day: Weekday) -> &'static str {
    say::when::short_weekday(day.num_days_from_sunday() as usize)
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Federal => say::settings::federal(),
        Why::State => say::settings::state(),
        Why::AnyState => say::settings::any_state(),
        Why::Country => say::settings::country_rule(),
        Why::Careful => say::settings::careful(),
        Why::Manners => say::settings::manners(),
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
    let mut new = before.clone();
    new.service_hours = week::read(&typed, "service", &before.service_hours, &mut wrong);
    new.offer_hours = week::read(&typed, "promotional", &before.offer_hours, &mut wrong);
    for (field, asked, bounds) in [
        ("service", &new.service_hours, bounds::service()),
        (
            "promotional",
            &new.offer_hours,
            bounds::offers(before.country, &before.region),
        ),
    ] {
        let beyond = bounds::beyond(asked, &bounds);
        let days = beyond.into_iter().map(|(day, most)| {
            let day = say::settings::day(day);
            match most {
                Some(span) => {
                    say::settings::beyond(day, &week::time(span.from), &week::time(span.to))
                }
                None => say::settings::not_that_day(day),
            }
        });
        let days: Vec<String> = days.collect();
        if !days.is_empty() {
            wrong.add(field, format!("{} {}", days.join(" "), why(bounds.why)));
        }
    }
    match typed.get("undo").parse() {
        Ok(seconds @ 0..=300) => new.undo_seconds = seconds,
        _ => wrong.add("undo", say::settings::bad_undo()),
    }
    new.key_tag = KeyTag::from_name(typed.get("key-tag")).unwrap_or(new.key_tag);
    new.checks_line = typed.ticked("checks-line");
    new.texts_back = typed.ticked("texts-back");
    new.offers_unlocked = typed.ticked("offers");
    if !wrong.is_empty() {
        let page = show(&front, &who, &before, &typed, &wrong, None).await?;
        return Ok(refused(page));
    }
    keep(&front, &who, Page::Texts, before, new, "yes").await
}
