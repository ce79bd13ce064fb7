//! The currency of prices, and the tax on them.

use super::{Asked, Page, form, frame, keep, refused};
use crate::domain::money::Currency;
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::settings as words;
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The highest tax, in basis points.
const MOST_TAX: u32 = 5_000;

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = Typed::default();
    typed.set("currency", shop.currency.code());
    typed.set("tax", percent(shop.tax));
    typed.set("tax-name", shop.tax_name);
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
        section.panel {
            (currency(&shown))
            div.two {
                (shown.line(Line::words("tax", words::tax()).hint(words::tax_hint())))
                (shown.line(Line::words("tax-name", words::tax_name()).hint(words::tax_name_hint())))
            }
        }
    };
    frame(front, who, Page::Money, |_| {
        form(Page::Money, wrong, saved, fields)
    })
    .await
}

/// Every currency; the shop's own too, where that is one of the past.
fn currency(shown: &Shown<'_>) -> Markup {
    let mut codes = Currency::ALL.to_vec();
    let set = shown.typed.get("currency");
    if !codes.contains(&set) {
        codes.insert(0, set);
    }
    let options: Vec<(&str, &str)> = codes.into_iter().map(|code| (code, code)).collect();
    shown.choice("currency", words::currency(), &options)
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
    let known = |of: &Currency| *of == before.currency || Currency::ALL.contains(&of.code());
    match Currency::from_code(typed.get("currency")).filter(known) {
        Some(currency) => new.currency = currency,
        None => wrong.add("currency", words::bad_currency()),
    }
    match basis_points(typed.get("tax")) {
        Some(tax) => new.tax = tax,
        None => wrong.add("tax", words::bad_tax()),
    }
    if typed.get("tax-name").chars().count() > 20 {
        wrong.add("tax-name", words::bad_tax_name());
    }
    typed.get("tax-name").clone_into(&mut new.tax_name);
    if !wrong.is_empty() {
        return Ok(refused(show(&front, &who, &typed, &wrong, None).await?));
    }
    keep(&front, &who, Page::Money, before, new, "yes").await
}

/// "8.25", without needless zeros.
fn percent(basis_points: u32) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    let shown = format!("{whole}.{rest:02}");
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn basis_points(typed: &str) -> Option<u32> {
    let typed = typed.trim_end_matches('%').trim().replace(',', ".");
    let (whole, rest) = typed.split_once('.').unwrap_or((&typed, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let rest: u32 = format!("{rest:0<2}").parse().ok()?;
    let points = whole.checked_mul(100)?.checked_add(rest)?;
    (points <= MOST_TAX).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_come_back_as_they_were_typed() {
        for (typed, points, shown) in [
            ("8.25", 825, "8.25"),
            ("8,5 %", 850, "8.5"),
            ("0", 0, "0"),
            ("20", 2_000, "20"),
        ] {
            assert_eq!(basis_points(typed), Some(points), "{typed}");
            assert_eq!(percent(points), shown);
        }
        for typed in ["", "-1", "8.255", "51", "x", "1.x", "99999999999"] {
            assert_eq!(basis_points(typed), None, "{typed}");
        }
    }
}
