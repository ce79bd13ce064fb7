//! How fast texts go, how many, and how long they are kept.

use super::{Asked, Page, form, frame, keep, refused};
use crate::domain::phone::Country;
use crate::domain::retention::{self, Retention};
use crate::domain::settings::{Limits, Settings};
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::{self, countries as countries_words, keeping, settings as words};
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use std::ops::RangeInclusive;

/// A limit: its field, what people call it, and what makes sense.
struct Limit {
    field: &'static str,
    words: fn() -> &'static str,
    range: RangeInclusive<f64>,
    get: fn(&Limits) -> f64,
    set: fn(&mut Limits, f64),
}

/// A limit that is a whole number.
macro_rules! whole {
    ($field:literal, $words:path, $range:expr, $name:ident) => {
        Limit {
            field: $field,
            words: $words,
            range: $range,
            get: |limits| limits.$name.into(),
            set: |limits, value| limits.$name = value as u32,
        }
    };
}

const LIMITS: [Limit; 9] = [
    Limit {
        field: "apart",
        words: words::apart,
        range: 1.0..=600.0,
        get: |limits| limits.seconds_apart,
        set: |limits, value| limits.seconds_apart = value,
    },
    Limit {
        field: "burst",
        words: words::burst,
        range: 1.0..=20.0,
        get: |limits| limits.burst,
        set: |limits, value| limits.burst = value,
    },
    whole!("per-minute", words::per_minute, 1.0..=60.0, per_minute),
    whole!("per-hour", words::per_hour, 1.0..=1000.0, per_hour),
    whole!("per-day", words::per_day, 1.0..=5000.0, per_day),
    whole!("numbers", words::numbers, 1.0..=5000.0, numbers_per_day),
    whole!(
        "offers-day",
        words::offers_day,
        0.0..=1000.0,
        offers_per_day
    ),
    whole!(
        "offers-week",
        words::offers_week,
        0.0..=2.0,
        offers_per_week_each
    ),
    // The wording that customers agree to says "up to 2 a month".
    whole!(
        "offers-month",
        words::offers_month,
        0.0..=2.0,
        offers_per_month_each
    ),
];

/// How long something is kept: its field, what people call it, and the months that make sense.
struct Term {
    field: &'static str,
    words: fn() -> &'static str,
    range: RangeInclusive<u32>,
    get: fn(&Retention) -> u32,
    set: fn(&mut Retention) -> &mut u32,
}

const TERMS: [Term; 2] = [
    Term {
        field: "keep-texts",
        words: keeping::texts,
        range: 1..=retention::MOST,
        get: |retention| retention.texts,
        set: |retention| &mut retention.texts,
    },
    Term {
        field: "keep-proofs",
        words: keeping::proofs,
        range: retention::FEWEST_FOR_PROOFS..=retention::MOST,
        get: |retention| retention.proofs,
        set: |retention| &mut retention.proofs,
    },
];

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = Typed::default();
    for limit in &LIMITS {
        typed.set(limit.field, (limit.get)(&shop.limits).to_string());
    }
    let countries: Vec<&str> = shop.code_countries.iter().map(Country::code).collect();
    typed.set("countries", countries.join(", "));
    for term in &TERMS {
        let months = (term.get)(&shop.retention);
        if months > 0 {
            typed.set(term.field, months.to_string());
        }
    }
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
    let hint = |field: &str| match field {
        "offers-month" => words::offers_month_hint(),
        _ => "",
    };
    let fields = html! {
        p.muted { (words::limits_why()) }
        section.panel {
            @for limit in &LIMITS {
                (shown.line(Line::words(limit.field, (limit.words)()).hint(hint(limit.field)).kind("number")))
            }
        }
    };
    let home = front.store().settings().await?.country;
    let usual = Retention::usual(home);
    let fields = html! {
        (fields)
        section.panel {
            (shown.line(Line::words("countries", countries_words::title()).hint(&countries_words::hint(home.code()))))
        }
        section.panel {
            h2 { (keeping::title()) }
            p.muted { (keeping::why()) }
            @for term in &TERMS {
                (shown.line(Line::words(term.field, (term.words)()).hint(&keeping::usual((term.get)(&usual))).kind("number")))
            }
        }
    };
    frame(front, who, Page::Limits, |_| {
        form(Page::Limits, wrong, saved, fields)
    })
    .await
}

/// Keeps them.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut new = before.clone();
    let mut wrong = Errors::default();
    for limit in &LIMITS {
        let whole = limit.field != "apart";
        match typed.get(limit.field).parse::<f64>() {
            Ok(value) if limit.range.contains(&value) && (!whole || value.fract() == 0.0) => {
                (limit.set)(&mut new.limits, value);
            }
            _ => wrong.add(
                limit.field,
                say::settings::bad_limit(*limit.range.start(), *limit.range.end()),
            ),
        }
    }
    match countries(typed.get("countries"), &before) {
        Ok(countries) => new.code_countries = countries,
        Err(why) => wrong.add("countries", why),
    }
    for term in &TERMS {
        let typed = typed.get(term.field);
        let months = match typed {
            "" => Some(0),
            typed => typed
                .parse()
                .ok()
                .filter(|months| term.range.contains(months)),
        };
        match months {
            Some(months) => *(term.set)(&mut new.retention) = months,
            None => wrong.add(
                term.field,
                say::settings::bad_limit((*term.range.start()).into(), (*term.range.end()).into()),
            ),
        }
    }
    if !wrong.is_empty() {
        return Ok(refused(show(&front, &who, &typed, &wrong, None).await?));
    }
    keep(&front, &who, Page::Limits, before, new, "yes").await
}

/// More countries than this are no allow-list.
const MOST_COUNTRIES: usize = 20;

/// Reads the countries whose numbers may be texted a code, such as "US, CA". The shop's own is always
/// among them: its customers are there.
fn countries(typed: &str, shop: &Settings) -> Result<Vec<Country>, String> {
    let mut found = Vec::new();
    let codes = typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    for code in codes.filter(|code| !code.is_empty()) {
        let country = Country::from_code(code).filter(|country| country.has_numbers());
        let country = country.ok_or_else(|| countries_words::wrong(code))?;
        if !found.contains(&country) {
            found.push(country);
        }
    }
    if found.len() > MOST_COUNTRIES {
        return Err(countries_words::many(MOST_COUNTRIES));
    }
    if !found.is_empty() && !found.contains(&shop.country) {
        found.insert(0, shop.country);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_read_as_people_type_them() {
        let shop = Settings::default();
        let read = |typed: &str| {
            countries(typed, &shop).map(|found| {
                let codes: Vec<&str> = found.iter().map(Country::code).collect();
                codes.join(" ")
            })
        };
        for (typed, codes) in [
            ("", ""),
            (" , ", ""),
            ("us", "US"),
            ("US, ca;MX", "US CA MX"),
            ("CA\nCA", "US CA"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(codes), "{typed:?}");
        }
        for wrong in ["XX", "US, Canada", "U", "1", "AA BB CC"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
