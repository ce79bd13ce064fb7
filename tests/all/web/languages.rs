//! The whole page is in the language of whoever reads it: every page of a shop that is full of all
//! kinds of trouble is read by somebody who speaks Russian and by somebody who speaks Spanish, and so
//! is what every form says to bad input.
//!
//! Russian is told from English by its letters. Spanish has the same letters, so there the small words
//! that no English sentence does without give it away.

mod fill;
mod reader;

use super::routes;
use super::shop::Answer;
use axum::http::StatusCode;
use fill::{Full, MORE};
use readybell::clock::zones;
use readybell::domain::lang::Lang;
use readybell::domain::money::Currency;
use readybell::domain::words::Kind;
use readybell::modem::{ModemStatus, State, Why};
use readybell::web::{Authority, House, Tls, router};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is Latin on a Russian page: names and makes of the shop that the test fills, the names of
/// things that Russian writes so too, and words that are typed or sent as they are.
const LATIN: &[&str] = &[
    // The shop's.
    "hardknocks",
    "ann",
    "tim",
    "mobile",
    "chevy",
    "tahoe",
    "lada",
    "niva",
    "till",
    "america",
    "chicago",
    "www",
    "zzz",
    "hardknocks15",
    "test",
    // The trade's.
    "readybell",
    "sms",
    "sim",
    "pin",
    "puk",
    "gsm",
    "ucs",
    "api",
    "http",
    "https",
    "tls",
    "pdf",
    "jpeg",
    "png",
    "usb",
    "json",
    "csv",
    "cms",
    "cme",
    "error",
    "utc",
    "usd",
    "mxn",
    "eur",
    "esc",
    "pos",
    "modemmanager",
    "dialout",
    "mail",
    "dbm",
    "sha",
    "wi",
    "letter",
    "cfr",
    "iphone",
    "ipad",
    "android",
    "windows",
    "mac",
    "macos",
    "firefox",
    "chrome",
    "chromebook",
    "linux",
    "safari",
    // Typed, or sent as it is.
    "hello",
    "imessage",
    "rcs",
    "stop",
    "start",
    "help",
    "cancel",
    "promo",
    "updates",
    "yes",
    "tab",
    "enter",
    "esc",
    "shift",
    "ctrl",
    "english",
    "español",
];

/// What the shop is called and was called before, and what its token may do.
const DATA: &[&str] = &[
    "House of Hardknocks",
    "Our shop",
    "texts:send",
    "2014 Chevrolet Silverado",
];

/// Words that are English and not Spanish, without which there is hardly an English sentence.
const ENGLISH: &[&str] = &[
    "the",
    "and",
    "with",
    "your",
    "you",
    "this",
    "that",
    "not",
    "was",
    "were",
    "will",
    "is",
    "are",
    "it",
    "its",
    "of",
    "to",
    "for",
    "from",
    "has",
    "have",
    "been",
    "what",
    "when",
    "who",
    "why",
    "which",
    "they",
    "there",
    "these",
    "nobody",
    "nothing",
    "here",
    "now",
    "yet",
    "can",
    "may",
    "must",
    "does",
    "did",
    "done",
    "a",
    "an",
    "by",
    "at",
    "on",
    "or",
    "if",
    "so",
    "one",
    "all",
    "more",
    "new",
    "call",
    "text",
    "texts",
    "phone",
    "ready",
    "waiting",
    "save",
    "back",
    "job",
    "jobs",
    "bay",
    "customer",
    "customers",
    "settings",
];

/// English that may stand on a Spanish page.
const SPANISH_TOO: &[&str] = &["a", "on", "all", "so"];

/// What is left in English among the texts of a page for that reader.
fn left(page: &Answer, lang: Lang) -> Vec<String> {
    // Data of the test's: the shop's names, the former of which lies in the log, and a token's right.
    let own = |text: String| DATA.iter().fold(text, |text, data| text.replace(data, ""));
    let texts = reader::texts(&page.body);
    texts
        .into_iter()
        // Currencies and zones are named the same everywhere.
        .filter(|text| !Currency::ALL.contains(&text.as_str()))
        .filter(|text| !zones().iter().any(|(name, _)| name == text))
        .map(own)
        .map(|text| reader::without_variables(&text))
        .filter(|text| match lang {
            Lang::Ru => reader::latin_words(text)
                .iter()
                .any(|word| !LATIN.contains(&word.as_str())),
            _ => text
                .to_lowercase()
                .split(|c: char| !c.is_alphabetic() && c != '\'')
                .any(|word| ENGLISH.contains(&word) && !SPANISH_TOO.contains(&word)),
        })
        .collect()
}

fn cookies(session: &str, lang: Lang) -> String {
    let lang = lang.code();
    match session {
        "" => format!("lang={lang}"),
        session => format!("{session}; lang={lang}"),
    }
}

/// The addresses that a route stands for in that shop.
fn addresses(route: &str, full: &Full) -> Vec<String> {
    let mut found = vec![route.to_owned()];
    while found[0].contains('{') {
        found = found.iter().flat_map(|path| filled(path, full)).collect();
    }
    found
}

/// The same with its first gap filled in every way.
fn filled(path: &str, full: &Full) -> Vec<String> {
    let (before, rest) = path.split_once('{').unwrap();
    let (name, after) = rest.split_once('}').unwrap();
    let values: Vec<String> = match (before, name) {
        ("/settings/templates/", "kind") => {
            Kind::ALL.iter().map(|k| k.as_str().to_owned()).collect()
        }
        (_, "lang") => Lang::SPOKEN.iter().map(|l| l.code().to_owned()).collect(),
        (before, "id") if before.starts_with("/jobs/") => {
            full.jobs.iter().map(i64::to_string).collect()
        }
        // The ledger has more rows than there are customers.
        (_, "row") => (1..=2 * full.most).map(|row| row.to_string()).collect(),
        _ => (1..=full.most).map(|id| id.to_string()).collect(),
    };
    values
        .iter()
        .map(|value| format!("{before}{value}{after}"))
        .collect()
}

/// Routes whose pages are no part of this: the manual is in English.
const OTHER: &[&str] = &["/manual", "/manual/", "/manual/{file}"];

/// Opens every page as each of the shop's people and as a stranger. Says what is left in English, and
/// which pages were shown.
async fn read_all(full: &Full, lang: Lang) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut wrong, mut shown) = (BTreeSet::new(), BTreeSet::new());
    let shop = &full.shop;
    for name in ["Ann", "Tim", ""] {
        let session = match name {
            "" => String::new(),
            name => shop.cookie(name).await,
        };
        let cookie = cookies(&session, lang);
        let all = routes::pages()
            .into_iter()
            .filter(|route| route.gets)
            .map(|route| route.path)
            .chain(MORE.iter().map(|path| (*path).to_owned()));
        for route in all.filter(|route| !OTHER.contains(&route.as_str()) && route != "/events") {
            for path in addresses(&route, full) {
                let page = shop.get(&path, &cookie).await;
                if !page.header("content-type").starts_with("text/html") {
                    continue;
                }
                if page.status == StatusCode::OK {
                    shown.insert(route.clone());
                }
                let left = left(&page, lang);
                wrong.extend(left.into_iter().map(|text| format!("{route}: {text}")));
            }
        }
    }
    (wrong, shown)
}

/// What a modem can be troubled with, each on the board and on its own page.
async fn read_troubles(full: &Full, lang: Lang) -> BTreeSet<String> {
    let cookie = cookies(&full.shop.cookie("Ann").await, lang);
    let mut wrong = BTreeSet::new();
    for why in [
        Why::NotOpenedYet,
        Why::PortMissing,
        Why::PortBusy,
        Why::PortForbidden,
        Why::Unplugged,
        Why::NoAnswer,
        Why::Restarted,
        Why::TextRefused,
        Why::TakesNoTexts,
        Why::PinNotTried,
        Why::SimChanged,
        Why::Roaming,
        Why::NoSim,
        Why::SimBusy,
        Why::SimFailed,
        Why::PinNeeded,
        Why::PinRefused,
        Why::SimLocked,
        Why::CommandRefused {
            command: "AT+CMGF=0".to_owned(),
        },
        Why::Searching,
        Why::RegistrationDenied,
        Why::StorageFull,
        Why::StorageNearlyFull,
        Why::NoServiceCenter,
        Why::NotStored,
        Why::Stopping,
    ] {
        let troubled = ModemStatus {
            state: State::Down,
            why: Some(why),
            ..ModemStatus::unopened()
        };
        full.shop.modem.send_replace(troubled);
        for path in ["/", "/modem"] {
            let page = full.shop.get(path, &cookie).await;
            let texts = left(&page, lang).into_iter();
            wrong.extend(
                texts
                    .filter(|text| !text.contains("AT+CMGF"))
                    .map(|text| format!("{path}: {text}")),
            );
        }
    }
    wrong
}

/// How to trust the appliance's own certificates: a page that is there with them alone.
async fn read_trust(full: &mut Full, lang: Lang) -> Vec<String> {
    let hosts = || vec!["readybell.local".to_owned()];
    let authority = Authority::open(full.shop.directory(), &hosts()).unwrap();
    full.shop.router = router(House {
        tls: Some(Arc::new(Tls::internal(authority, hosts()))),
        ..full.shop.house.clone()
    });
    let page = full.shop.get("/trust", &cookies("", lang)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    left(&page, lang)
}

#[tokio::test(start_paused = true)]
async fn no_page_has_english_left_for_a_reader_of_russian_or_spanish() {
    for lang in [Lang::Ru, Lang::Es] {
        let mut full = Full::shop(lang).await;
        let (mut wrong, shown) = read_all(&full, lang).await;
        wrong.extend(read_troubles(&full, lang).await);
        wrong.extend(read_trust(&mut full, lang).await);
        let count = wrong.len();
        let list: Vec<_> = wrong.into_iter().collect();
        assert!(
            list.is_empty(),
            "{lang:?}, {count} left:\n{}",
            list.join("\n")
        );
        // Nothing that has a page is left out: but files, what sends on, and what needs a link.
        let no_page = |route: &&String| {
            ![OTHER, routes::NO_PAGE, &["/setup", "/unlock"]]
                .iter()
                .any(|list| list.contains(&route.as_str()))
        };
        let pages: BTreeSet<String> = routes::pages()
            .into_iter()
            .filter(|route| route.gets)
            .map(|route| route.path)
            .collect();
        let unseen: Vec<_> = pages.difference(&shown).filter(no_page).collect();
        assert!(unseen.is_empty(), "never shown: {unseen:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_form_says_what_is_wrong_in_the_readers_language() {
    for lang in [Lang::Ru, Lang::Es] {
        let full = Full::shop(lang).await;
        let (mut wrong, mut answers) = (BTreeSet::new(), 0);
        let long = "щ".repeat(5000);
        let bad: [&[(&str, &str)]; 4] = [
            &[],
            &[
                ("do", "x"),
                ("to", "x"),
                ("answer", "x"),
                ("outcome", "x"),
                ("kind", "x"),
                ("role", "x"),
                ("decision", "x"),
            ],
            &[
                ("name", ""),
                ("phone", "12"),
                ("where", "bay-1"),
                ("words", ""),
                ("zone", "x"),
                ("country", "??"),
                ("tax", "x"),
            ],
            &[
                ("name", &long),
                ("phone", &long),
                ("vehicle", &long),
                ("words", &long),
                ("line", &long),
                ("what", &long),
                ("brand", &long),
                ("password", "1"),
            ],
        ];
        for fields in bad {
            for route in routes::pages().into_iter().filter(|route| route.posts) {
                let route = route.path;
                // One of each is enough here, and nothing that was done is undone.
                let path = addresses(&route, &full).swap_remove(0);
                let cookie = cookies(&full.shop.cookie("Ann").await, lang);
                let page = full.shop.post(&path, &cookie, fields).await;
                if !page.header("content-type").starts_with("text/html") {
                    continue;
                }
                answers += usize::from(page.status.is_client_error());
                assert_ne!(
                    page.status,
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "{path}: {}",
                    page.body
                );
                let left = left(&page, lang);
                wrong.extend(left.into_iter().map(|text| format!("{route}: {text}")));
            }
        }
        assert!(answers > 100, "{answers} forms were refused");
        let list: Vec<_> = wrong.into_iter().collect();
        assert!(list.is_empty(), "{lang:?}:\n{}", list.join("\n"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_reading_can_fail() {
    let full = Full::shop(Lang::Ru).await;
    let cookie = full.shop.cookie("Ann").await;
    for path in [
        "/",
        "/inbox",
        "/jobs/new",
        "/calls",
        "/customers",
        "/modem",
        "/settings",
        "/settings/audit",
    ] {
        let page = full.shop.get(path, &cookie).await;
        for lang in [Lang::Ru, Lang::Es] {
            let left = left(&page, lang);
            assert!(
                left.len() > 3,
                "an English {path} passes for {lang:?}: {left:?}"
            );
        }
    }
    for (planted, found) in [
        ("<p>Save</p>", true),
        ("<button aria-label=\"Save it now\"></button>", true),
        ("<input placeholder=\"Save the name\">", true),
        ("<p lang=\"en\">Save</p>", false),
        ("<p title=\"SMS\">Сохранить SMS</p>", false),
        ("<input type=\"hidden\" value=\"save\">", false),
    ] {
        let body = format!("<html lang=\"ru\"><body>{planted}</body></html>");
        let page = Answer {
            status: StatusCode::OK,
            headers: Default::default(),
            body,
        };
        assert_eq!(!left(&page, Lang::Ru).is_empty(), found, "{planted}");
    }
}
