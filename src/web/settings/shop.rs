//! Who and where the shop is. The first start asks the same.

use super::{Asked, Page, form, frame, keep, refused};
use crate::clock;
use crate::domain::bounds;
use crate::domain::lang::Lang;
use crate::domain::lint;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::settings::Settings;
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// A name of more letters leaves no room in a text.
const LONGEST_BRAND: usize = 40;

/// Where the terms are is read in one glance.
const LONGEST_TERMS: usize = 60;

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let typed = typed(&front.store().settings().await?);
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
    frame(front, who, Page::Shop, |_| {
        form(Page::Shop, wrong, saved, fields(&shown))
    })
    .await
}

/// Keeps it. Hours for offers that are not allowed where the shop is now are narrowed.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut wrong = Errors::default();
    let new = read(&front, &typed, before.clone(), &mut wrong);
    if !wrong.is_empty() {
        return Ok(refused(show(&front, &who, &typed, &wrong, None).await?));
    }
    let how = match new.offer_hours == before.offer_hours {
        true => "yes",
        false => "clipped",
    };
    keep(&front, &who, Page::Shop, before, new, how).await
}

/// The settings as they would have been typed.
pub fn typed(shop: &Settings) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in [
        ("brand", shop.brand.as_str()),
        ("trade", &shop.trade),
        ("phone", &shop.phone),
        ("site", &shop.site),
        ("terms", &shop.terms),
        ("zone", &shop.zone),
        ("country", shop.country.code()),
        ("region", &shop.region),
        ("lang", shop.lang.spoken().code()),
    ] {
        typed.set(name, value);
    }
    let line = shop.line.as_ref().map(|line| line.national(shop.country));
    typed.set("line", line.unwrap_or_default());
    typed
}

/// The fields.
pub fn fields(shown: &Shown<'_>) -> Markup {
    use say::settings as words;
    let langs = Lang::SPOKEN.map(|lang| (lang.code(), lang.name()));
    html! {
        section.panel {
            (shown.line(Line::words("brand", words::name()).hint(words::name_hint())))
            (shown.line(Line::words("trade", words::trade()).hint(words::trade_hint())))
            div.two {
                (shown.line(Line::words("phone", words::phone()).hint(words::phone_hint()).kind("tel").autocomplete("tel")))
                (shown.line(Line::words("line", words::line()).hint(words::line_hint()).kind("tel")))
            }
            div.two {
                (shown.line(Line::words("site", words::site()).hint(words::site_hint())))
                (shown.line(Line::words("terms", say::wording::terms_at()).hint(say::wording::terms_hint())))
            }
            div.two {
                (shown.line(Line::words("country", words::country()).hint(words::country_hint()).autocomplete("country")))
                (shown.line(Line::words("region", words::region()).hint(words::region_hint())))
            }
            (zone(shown))
            (shown.choice("lang", words::lang(), &langs))
        }
    }
}

/// The zones that the machine knows, those of the shop's country first.
fn zone(shown: &Shown<'_>) -> Markup {
    use say::settings as words;
    let (set, country) = (shown.typed.get("zone"), shown.typed.get("country"));
    let is_here = |of: &str| of.eq_ignore_ascii_case(country);
    let all = clock::zones().iter();
    let (here, elsewhere): (Vec<_>, Vec<_>) = all.partition(|(_, of)| is_here(of));
    let is_listed = clock::zones().iter().any(|(name, _)| name == set);
    let options = |zones: &[&(String, String)]| {
        html! { @for (name, _) in zones { option selected[name == set] { (name) } } }
    };
    html! {
        label {
            (words::zone())
            small { (words::zone_hint()) }
            select name="zone" id="zone" aria-invalid=[shown.errors.of("zone").map(|_| "true")] {
                // A name of the shop's own choice, or no choice yet.
                @if !is_listed { option selected { (set) } }
                @if !here.is_empty() { optgroup label=(words::zones_here()) { (options(&here)) } }
                optgroup label=(words::zones_elsewhere()) { (options(&elsewhere)) }
            }
            (shown.error("zone"))
        }
    }
}

/// Reads the fields back, and notes what is wrong.
pub fn read(front: &Front, typed: &Typed, before: Settings, wrong: &mut Errors) -> Settings {
    use say::settings as words;
    let mut shop = before;
    typed.get("brand").clone_into(&mut shop.brand);
    if shop.brand.is_empty() || shop.brand.chars().count() > LONGEST_BRAND {
        wrong.add("brand", words::bad_name(LONGEST_BRAND));
    }
    if typed.get("trade").chars().count() > LONGEST_BRAND {
        wrong.add("trade", words::bad_trade(LONGEST_BRAND));
    }
    typed.get("trade").clone_into(&mut shop.trade);
    match Country::from_code(typed.get("country")) {
        Some(country) => shop.country = country,
        None => wrong.add("country", words::bad_country()),
    }
    let region = typed.get("region").to_uppercase();
    if bounds::is_region(shop.country, &region) {
        shop.region = region;
    } else {
        wrong.add("region", words::bad_region());
    }
    shop.offer_hours = bounds::clipped(
        &shop.offer_hours,
        &bounds::offers(shop.country, &shop.region),
    );
    phone(typed, &mut shop, wrong);
    site(typed, &mut shop, wrong);
    terms(typed, &mut shop, wrong);
    match front.store().zone(typed.get("zone")) {
        Ok(_) => typed.get("zone").clone_into(&mut shop.zone),
        Err(_) => wrong.add("zone", words::bad_zone()),
    }
    match Lang::from_code(typed.get("lang")) {
        Some(lang) => shop.lang = lang.spoken(),
        None => wrong.add("lang", words::bad_lang()),
    }
    shop
}

fn phone(typed: &Typed, shop: &mut Settings, wrong: &mut Errors) {
    let number = typed.get("phone");
    match PhoneNumber::parse(number, shop.country) {
        _ if number.is_empty() => shop.phone.clear(),
        // Nobody in the shop's own country reads E.164; any other spelling is the shop's to choose.
        Ok(phone) if number == phone.as_e164() => shop.phone = phone.national(shop.country),
        Ok(_) if number.chars().count() <= 30 => number.clone_into(&mut shop.phone),
        Ok(_) => wrong.add("phone", say::settings::long_phone()),
        Err(_) => wrong.add("phone", say::settings::bad_phone()),
    }
    match typed.get("line") {
        "" => shop.line = None,
        line => match PhoneNumber::parse(line, shop.country) {
            Ok(line) => shop.line = Some(line),
            Err(_) => wrong.add("line", say::settings::bad_phone()),
        },
    }
}

/// An address or some words: both are read on the line that a customer signs.
fn terms(typed: &Typed, shop: &mut Settings, wrong: &mut Errors) {
    let terms = typed.get("terms").trim().trim_end_matches('.');
    let shared = terms
        .split(|c: char| c == '/' || c.is_whitespace())
        .any(|piece| lint::shortener(piece).is_some());
    if shared || terms.chars().count() > LONGEST_TERMS {
        wrong.add("terms", say::wording::bad_terms(LONGEST_TERMS));
    } else {
        terms.clone_into(&mut shop.terms);
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
        wrong.add("site", say::settings::bad_site());
    }
}
