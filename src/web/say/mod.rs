//! The words of the pages, in every language that the shop speaks.
//!
//! A word is a function: `say::shell::new_job()`. All its languages stand side by side in one file
//! a screen, so a language that is missing or empty does not compile. A page does not pass the language
//! around: [`speak`] sets it for each request, by the cookie that sign-in leaves (each person has a
//! language of their own), else by what the browser asks for.
//!
//! What customers are texted is not here: see `domain::words` and the shop's own templates.

pub mod asks;
pub mod backups;
pub mod bays;
pub mod board;
pub mod calls;
pub mod card;
pub mod chip;
pub mod count;
pub mod countries;
pub mod customers;
pub mod deed;
pub mod errors;
pub mod follow_up;
pub mod gap;
pub mod health;
pub mod heard;
pub mod inbox;
pub mod intake;
mod intake_consent;
pub mod keeping;
pub mod line;
pub mod missed;
pub mod modem;
pub mod phrases;
pub mod proof;
pub mod receipt;
pub mod refusal;
pub mod round_trip;
pub mod settings;
pub mod setup;
pub mod shell;
pub mod sign;
pub mod sign_in;
pub mod sim_card;
pub mod staff;
pub mod taps;
pub mod templates;
pub mod thread;
pub mod tried;
pub mod trust;
pub mod unlock;
pub mod week;
pub mod when;
pub mod why;
pub mod wording;

use crate::domain::lang::Lang;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;

/// The cookie that remembers the language of whoever signed in last.
const COOKIE: &str = "lang";
/// How long a browser keeps it, in seconds.
const KEPT: i64 = 400 * 24 * 3600;

tokio::task_local! {
    static SPOKEN: Lang;
}

/// Makes functions of words in English, Spanish and Russian.
///
/// ```ignore
/// words! {
///     /// The button that locks the screen.
///     lock() = "Lock", "Bloquear", "Блокировать";
///     /// How many texts wait.
///     waiting(count: usize) = "{count} waiting", "{count} en espera", "в очереди: {count}";
/// }
/// ```
macro_rules! words {
    () => {};
    ($(#[$doc:meta])* $name:ident() = $en:literal, $es:literal, $ru:literal; $($rest:tt)*) => {
        $(#[$doc])*
        pub fn $name() -> &'static str {
            const { assert!(!$en.is_empty() && !$es.is_empty() && !$ru.is_empty()) };
            $crate::web::say::pick([$en, $es, $ru])
        }
        $crate::web::say::words! { $($rest)* }
    };
    ($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),+) = $en:literal, $es:literal, $ru:literal; $($rest:tt)*) => {
        $(#[$doc])*
        pub fn $name($($arg: $type),+) -> String {
            const { assert!(!$en.is_empty() && !$es.is_empty() && !$ru.is_empty()) };
            match $crate::web::say::lang() {
                $crate::domain::lang::Lang::Es => format!($es),
                $crate::domain::lang::Lang::Ru => format!($ru),
                _ => format!($en),
            }
        }
        $crate::web::say::words! { $($rest)* }
    };
}
pub(in crate::web) use words;

/// The language of the page that is being made: one of [`Lang::SPOKEN`].
pub fn lang() -> Lang {
    SPOKEN.try_with(|lang| *lang).unwrap_or_default()
}

/// Makes something in another language than the rest of the page.
pub fn within<T>(lang: Lang, make: impl FnOnce() -> T) -> T {
    SPOKEN.sync_scope(lang.spoken(), make)
}

/// The one of three that is in the page's language: English, Spanish, Russian.
pub fn pick<T>([en, es, ru]: [T; 3]) -> T {
    match lang() {
        Lang::Es => es,
        Lang::Ru => ru,
        _ => en,
    }
}

/// The form of a noun that goes with a count: one, a few (Russian 2 to 4), many. English and
/// Spanish have no "few": give the plural twice (Unicode CLDR plural rules, cardinal).
pub fn counted<T>(count: usize, [one, few, many]: [T; 3]) -> T {
    let (tens, ones) = (count % 100, count % 10);
    match lang() {
        Lang::Ru if ones == 1 && tens != 11 => one,
        Lang::Ru if (2..=4).contains(&ones) && !(12..=14).contains(&tens) => few,
        Lang::Ru => many,
        _ if count == 1 => one,
        _ => many,
    }
}

/// Answers each request in the language of whoever asks.
pub async fn speak(request: Request, next: Next) -> Response {
    let lang = asked_for(request.headers());
    SPOKEN.scope(lang, next.run(request)).await
}

/// The `Set-Cookie` that keeps a language.
pub fn cookie(lang: Lang) -> String {
    let code = lang.spoken().code();
    format!("{COOKIE}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age={KEPT}")
}

fn asked_for(headers: &HeaderMap) -> Lang {
    let kept = CookieJar::from_headers(headers)
        .get(COOKIE)
        .and_then(|cookie| spoken(cookie.value()));
    let wished = || {
        let wishes = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        // Browsers list them best first; a weight after ";" changes nothing about that.
        wishes.split(',').find_map(|wish| {
            let tag = wish.split([';', '-']).next().unwrap_or_default();
            spoken(tag.trim())
        })
    };
    kept.or_else(wished).unwrap_or_default()
}

fn spoken(code: &str) -> Option<Lang> {
    Lang::SPOKEN.into_iter().find(|lang| lang.code() == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asks(name: header::HeaderName, value: &'static str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        asked_for(&headers)
    }

    #[test]
    fn the_cookie_wins_then_what_the_browser_asks_for() {
        assert_eq!(asks(header::COOKIE, "a=b; lang=ru"), Lang::Ru);
        assert_eq!(asks(header::COOKIE, "lang=de"), Lang::En);
        assert_eq!(
            asks(header::ACCEPT_LANGUAGE, "es-MX,es;q=0.9,en;q=0.8"),
            Lang::Es
        );
        assert_eq!(asks(header::ACCEPT_LANGUAGE, "fr-FR, ru;q=0.5"), Lang::Ru);
        assert_eq!(asks(header::ACCEPT_LANGUAGE, "*"), Lang::En);
    }

    #[test]
    fn russian_counts_in_three_forms() {
        let forms = |n| within(Lang::Ru, || counted(n, ["one", "few", "many"]));
        for (n, form) in [
            (0, "many"),
            (1, "one"),
            (2, "few"),
            (5, "many"),
            (11, "many"),
            (12, "many"),
            (21, "one"),
            (22, "few"),
            (111, "many"),
        ] {
            assert_eq!(forms(n), form, "{n}");
        }
        let english = |n| within(Lang::En, || counted(n, ["one", "many", "many"]));
        assert_eq!(
            [english(0), english(1), english(2)],
            ["many", "one", "many"]
        );
    }

    #[test]
    fn words_come_in_the_language_of_the_page() {
        assert_eq!(shell::new_job(), "New job");
        assert_eq!(within(Lang::Es, shell::new_job), "Trabajo nuevo");
        assert_eq!(within(Lang::Ru, || shell::waiting(3)), "ждут: 3");
    }
}
