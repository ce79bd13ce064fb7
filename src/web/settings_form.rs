//! The shop's settings as fields of a form, for the first start and for the settings page.

use super::errors::sentence;
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::week;
use crate::domain::lang::Lang;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::settings::{Limits, Settings};
use chrono::NaiveDate;
use maud::{Markup, html};
use std::ops::RangeInclusive;

/// Which fields a form has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Only what the first start asks.
    Shop,
    /// Everything.
    All,
}

/// Zones that a browser offers; any other name may be typed.
const ZONES: [&str; 12] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Toronto",
    "America/Mexico_City",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
];

/// A name of more letters leaves no room in a text.
const LONGEST_BRAND: usize = 40;

/// A limit: its field, what people call it, and what makes sense.
type Limit = (
    &'static str,
    &'static str,
    RangeInclusive<f64>,
    fn(&Limits) -> f64,
    fn(&mut Limits, f64),
);

const LIMITS: [Limit; 8] = [
    (
        "apart",
        "Seconds between two texts",
        1.0..=600.0,
        |l| l.seconds_apart,
        |l, v| l.seconds_apart = v,
    ),
    (
        "burst",
        "Texts that may go at once",
        1.0..=20.0,
        |l| l.burst,
        |l, v| l.burst = v,
    ),
    (
        "per-hour",
        "Texts an hour",
        1.0..=1000.0,
        |l| l.per_hour.into(),
        |l, v| l.per_hour = v as u32,
    ),
    (
        "per-day",
        "Texts a day",
        1.0..=5000.0,
        |l| l.per_day.into(),
        |l, v| l.per_day = v as u32,
    ),
    (
        "numbers",
        "Different numbers a day",
        1.0..=5000.0,
        |l| l.numbers_per_day.into(),
        |l, v| l.numbers_per_day = v as u32,
    ),
    (
        "offers-day",
        "Offers a day",
        0.0..=1000.0,
        |l| l.offers_per_day.into(),
        |l, v| l.offers_per_day = v as u32,
    ),
    (
        "offers-week",
        "Offers to one number in 7 days",
        0.0..=7.0,
        |l| l.offers_per_week_each.into(),
        |l, v| l.offers_per_week_each = v as u32,
    ),
    // The wording that customers agree to says "up to 2 a month".
    (
        "offers-month",
        "Offers to one number in 30 days",
        0.0..=2.0,
        |l| l.offers_per_month_each.into(),
        |l, v| l.offers_per_month_each = v as u32,
    ),
];

/// The settings as they would have been typed.
pub fn typed(shop: &Settings) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in [
        ("brand", shop.brand.as_str()),
        ("trade", &shop.trade),
        ("phone", &shop.phone),
        ("site", &shop.site),
        ("zone", &shop.zone),
        ("country", shop.country.code()),
        ("lang", shop.lang.spoken().code()),
        ("offers", if shop.offers_unlocked { "yes" } else { "" }),
    ] {
        typed.set(name, value);
    }
    typed.set("undo", shop.undo_seconds.to_string());
    week::fill(&mut typed, "open", &shop.open);
    week::fill(&mut typed, "service", &shop.service_hours);
    week::fill(&mut typed, "promotional", &shop.offer_hours);
    let holidays: Vec<String> = shop
        .open
        .holidays
        .iter()
        .map(NaiveDate::to_string)
        .collect();
    typed.set("holidays", holidays.join("\n"));
    for (name, _, _, get, _) in LIMITS {
        typed.set(name, get(&shop.limits).to_string());
    }
    typed
}

/// Who and where the shop is.
pub fn shop(shown: &Shown<'_>) -> Markup {
    let langs = Lang::SPOKEN.map(|lang| (lang.code(), lang.name()));
    html! {
        section.panel {
            h2 { "The shop" }
            (shown.line(Line::words("brand", "Name").hint("In front of every text")))
            (shown.line(Line::words("trade", "Trade").hint("In a word or two, for the answer to HELP: car audio")))
            div.two {
                (shown.line(Line::words("phone", "Phone").hint("Where customers can call you").kind("tel").autocomplete("tel")))
                (shown.line(Line::words("site", "Site").hint("Without https://")))
            }
            div.two {
                label {
                    "Time zone"
                    small { "By the nearest big city" }
                    input type="text" name="zone" id="zone" list="zones" value=(shown.typed.get("zone")) maxlength="60"
                        autocomplete="off" aria-invalid=[shown.errors.of("zone").map(|_| "true")];
                    (shown.error("zone"))
                }
                (shown.line(Line::words("country", "Country").hint("Two letters: US, CA, MX").autocomplete("country")))
            }
            datalist id="zones" { @for zone in ZONES { option value=(zone) {} } }
            (shown.choice("lang", "Language of texts, where the customer's is unknown", &langs))
        }
    }
}

/// When it is open.
pub fn opening(shown: &Shown<'_>) -> Markup {
    html! {
        section.panel {
            h2 { "Open" }
            (week::rows(shown, "open", "Open"))
        }
    }
}

/// Everything else.
pub fn rest(shown: &Shown<'_>) -> Markup {
    html! {
        section.panel {
            h2 { "Closed days" }
            (shown.lines("holidays", "Dates", "One a line, like 2026-12-25. No offers go on them either.", 3))
        }
        section.panel {
            h2 { "When texts may go" }
            details.more {
                summary { "Texts about the vehicle" }
                div { (week::rows(shown, "service", "Texts about the vehicle")) }
            }
            details.more {
                summary { "Offers and “How was it?”" }
                div { (week::rows(shown, "promotional", "Offers")) }
            }
        }
        section.panel {
            h2 { "Texts" }
            (shown.line(Line::words("undo", "Seconds to take “ready” back").kind("number")))
            label.check {
                input type="checkbox" name="offers" value="yes" checked[shown.typed.ticked("offers")];
                span {
                    b { "Offers may go. " }
                    "I have read the contract of this SIM, and it allows marketing texts by a machine. Most consumer plans do not."
                }
            }
        }
        section.panel {
            h2 { "Limits" }
            p.muted { "Carriers block lines that text like a machine. The caps hold back offers and “How was it?”; they never hold back “ready”, replies or codes." }
            br;
            div.two {
                @for (name, words, ..) in LIMITS {
                    (shown.line(Line::words(name, words).kind("number")))
                }
            }
        }
    }
}

/// Reads the settings back.
///
/// # Errors
/// What is wrong, by field.
pub fn read(
    front: &Front,
    typed: &Typed,
    before: Settings,
    part: Part,
) -> Result<Settings, Errors> {
    let mut wrong = Errors::default();
    let mut shop = before;
    typed.get("brand").clone_into(&mut shop.brand);
    if shop.brand.is_empty() || shop.brand.chars().count() > LONGEST_BRAND {
        wrong.add(
            "brand",
            format!("A name of 1 to {LONGEST_BRAND} letters is needed."),
        );
    }
    if typed.get("trade").chars().count() > LONGEST_BRAND {
        wrong.add(
            "trade",
            format!("A word or two: {LONGEST_BRAND} letters are the most."),
        );
    }
    typed.get("trade").clone_into(&mut shop.trade);
    match Country::from_code(typed.get("country")) {
        Some(country) => shop.country = country,
        None => wrong.add(
            "country",
            "Type the two letters of the country, such as US.",
        ),
    }
    phone(typed, &mut shop, &mut wrong);
    site(typed, &mut shop, &mut wrong);
    match front.store().zone(typed.get("zone")) {
        Ok(_) => typed.get("zone").clone_into(&mut shop.zone),
        Err(why) => wrong.add("zone", sentence(&why.to_string())),
    }
    match Lang::from_code(typed.get("lang")) {
        Some(lang) => shop.lang = lang,
        None => wrong.add("lang", "Choose a language."),
    }
    shop.open = week::read(typed, "open", &shop.open, &mut wrong);
    if part == Part::All {
        read_rest(typed, &mut shop, &mut wrong);
    }
    if wrong.is_empty() {
        Ok(shop)
    } else {
        Err(wrong)
    }
}

fn phone(typed: &Typed, shop: &mut Settings, wrong: &mut Errors) {
    let number = typed.get("phone");
    if number.is_empty() {
        shop.phone.clear();
        return;
    }
    match PhoneNumber::parse(number, shop.country) {
        // Nobody in the shop's own country reads E.164; any other spelling is the shop's to choose.
        Ok(phone) if number == phone.as_e164() => shop.phone = phone.national(shop.country),
        Ok(_) if number.chars().count() <= 30 => number.clone_into(&mut shop.phone),
        Ok(_) => wrong.add("phone", "That is too long for a text."),
        Err(why) => wrong.add("phone", sentence(&why.to_string())),
    }
}

fn site(typed: &Typed, shop: &mut Settings, wrong: &mut Errors) {
    let site = typed.get("site");
    let bare = site
        .split_once("://")
        .map_or(site, |(_, bare)| bare)
        .trim_end_matches('/');
    let plain = bare
        .chars()
        .all(|c| c.is_alphanumeric() || "-._/~%".contains(c));
    if bare.is_empty() || (plain && bare.contains('.') && bare.chars().count() <= 60) {
        bare.clone_into(&mut shop.site);
    } else {
        wrong.add(
            "site",
            "Type it like hardknocks.example, of at most 60 letters.",
        );
    }
}

fn read_rest(typed: &Typed, shop: &mut Settings, wrong: &mut Errors) {
    let mut holidays = Vec::new();
    for line in typed
        .get("holidays")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        match NaiveDate::parse_from_str(line, "%Y-%m-%d") {
            Ok(date) => holidays.push(date),
            Err(_) => wrong.add(
                "holidays",
                format!("{line:?} is no date. Write it like 2026-12-25."),
            ),
        }
    }
    shop.service_hours = week::read(typed, "service", &shop.service_hours, wrong);
    shop.offer_hours = week::read(typed, "promotional", &shop.offer_hours, wrong);
    shop.open.holidays.clone_from(&holidays);
    shop.offer_hours.holidays = holidays;
    match typed.get("undo").parse() {
        Ok(seconds @ 0..=300) => shop.undo_seconds = seconds,
        _ => wrong.add("undo", "Type whole seconds, from 0 to 300."),
    }
    shop.offers_unlocked = typed.ticked("offers");
    for (name, _, range, _, set) in LIMITS {
        let whole = name != "apart";
        match typed.get(name).parse::<f64>() {
            Ok(value) if range.contains(&value) && (!whole || value.fract() == 0.0) => {
                set(&mut shop.limits, value);
            }
            _ => wrong.add(
                name,
                format!("Type a number from {} to {}.", range.start(), range.end()),
            ),
        }
    }
}
