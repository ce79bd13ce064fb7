//! What each page weighs over the wire: at most 60 KB when it is loaded for the first time, with all
//! that belongs to it, and 15 KB after. However long the lists are.

mod long;
mod wire;

use super::routes::{NO_PAGE, pages};
use super::shop::{Shop, works};
use super::sign::{DRAWN, hidden};
use readybell::modem::ModemStatus;
use readybell::store::Lock;
use readybell::web::make_setup_code;
use std::fmt::Write;
use wire::{Site, Weight};

/// With an empty cache, in bytes.
const FIRST: usize = 60 * 1024;
/// Loaded again.
const AGAIN: usize = 15 * 1024;
/// One picture of the manual.
const PICTURE: usize = 150 * 1024;

/// Whoever looks at the pages.
struct Eyes {
    owner: String,
    locked: String,
    customer: String,
}

/// A shop on a busy day, with a job at each step.
async fn a_day() -> (Shop, Eyes) {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    for (name, phone, vehicle, place) in [
        ("Luis Ortega", "(555) 013-4477", "2012 Chevy Tahoe", "bay-1"),
        (
            "Ana Flores",
            "(555) 013-9921",
            "2018 Jeep Wrangler",
            "waiting",
        ),
        (
            "Denise Walker",
            "(555) 013-2210",
            "2009 Honda Civic",
            "waiting",
        ),
        ("Иван Петров", "(555) 013-7781", "2015 Ford F-150", "bay-2"),
    ] {
        let fields = [
            ("name", name),
            ("phone", phone),
            ("vehicle", vehicle),
            ("where", place),
        ];
        shop.job(&jo, &fields).await;
    }
    let signs = shop
        .job(&jo, &[("service", ""), ("phone", "(555) 013-8123")])
        .await;
    shop.post(&format!("/jobs/{signs}/sign/open"), &jo, &[("staff", "Jo")])
        .await
        .goes_to();
    let path = format!("/jobs/{signs}/sign");
    let mark = hidden(&shop.get(&path, &jo).await, "mark");
    let fields = [
        ("lang", "en"),
        ("mark", mark.as_str()),
        ("service", "yes"),
        ("drawn", DRAWN),
    ];
    shop.post(&path, &jo, &fields).await.goes_to();
    let ann = shop.cookie("Ann").await;
    let paper = format!("/jobs/{}/paper", signs - 2);
    shop.post(&paper, &ann, &[("lang", "en")]).await.goes_to();
    shop.post(&format!("/jobs/{}/ready", signs - 4), &ann, &[])
        .await
        .goes_to();
    shop.sends_all().await;
    for (from, words) in [
        ("+15550134477", "When will it be ready?"),
        ("+15550139921", "maybe stop, maybe not"),
        ("+15550132210", "Thanks!"),
        ("Verizon", "Your bill is ready."),
    ] {
        shop.receives(from, words).await;
    }
    // A no that staff heard, which the owner can correct.
    let said = [("heard", "phone"), ("who", "Denise"), ("words", "No more")];
    shop.post("/inbox/3/heard", &ann, &said).await.goes_to();
    // Steps that were left in the middle.
    let left = [
        ("name", "Ed"),
        ("vehicle", "2020 Ram"),
        ("where", "waiting"),
    ];
    shop.post("/jobs/new", &ann, &left).await.goes_to();
    let eyes = Eyes {
        owner: ann,
        locked: screen(&shop, Lock::Locked).await,
        customer: screen(&shop, Lock::Signing(signs - 2)).await,
    };
    let opened = shop.cookie("Jo").await;
    let path = format!("/jobs/{}/sign/open", signs - 2);
    shop.post(&path, &opened, &[("staff", "Jo")])
        .await
        .goes_to();
    (shop, eyes)
}

async fn screen(shop: &Shop, lock: Lock) -> String {
    let cookie = shop.cookie("Jo").await;
    let token = cookie.strip_prefix("readybell=").unwrap().to_owned();
    shop.store.lock_session(token, lock).await.unwrap();
    cookie
}

/// The addresses at which a route may have a page.
fn addresses(route: &str) -> Vec<String> {
    let Some((before, rest)) = route.split_once('{') else {
        return vec![route.to_owned()];
    };
    let after = rest.split_once('}').unwrap().1;
    let values: Vec<String> = match before {
        "/jobs/" => (1001..=1006).map(|n| n.to_string()).collect(),
        "/settings/templates/" => vec!["ready".to_owned()],
        "/settings/templates/ready/" => vec!["en".to_owned()],
        rows if rows.ends_with("/consent/") => (1..=20).map(|n| n.to_string()).collect(),
        _ => (1..=3).map(|n| n.to_string()).collect(),
    };
    let values = values.into_iter();
    values
        .flat_map(|value| addresses(&format!("{before}{value}{after}")))
        .collect()
}

/// Every page of the shop, weighed, with those that are named besides.
async fn weigh_all(shop: &Shop, eyes: &Eyes, more: &[&str]) {
    let mut site = Site::of(shop).await;
    let mut report = String::new();
    let mut heavy = 0;
    let mut note = |path: &str, weight: &Weight| {
        let too_much = weight.first > FIRST
            || weight.again > AGAIN
            || weight.pictures.iter().any(|(_, bytes)| *bytes > PICTURE);
        heavy += usize::from(too_much);
        let mark = if too_much { "!!" } else { "  " };
        writeln!(
            report,
            "{mark} {path}: {} at first, {} again",
            weight.first, weight.again
        )
        .unwrap();
        if too_much {
            writeln!(
                report,
                "     {:?}\n     {:?}",
                weight.parts, weight.pictures
            )
            .unwrap();
        }
    };
    for route in pages().into_iter().filter(|route| route.gets) {
        let route = route.path;
        if NO_PAGE.contains(&route.as_str()) {
            continue;
        }
        let cookies = match route.as_str() {
            "/sign-in" | "/sign-in/code" | "/setup" => vec![""],
            "/unlock" => vec![eyes.locked.as_str()],
            "/jobs/{id}/sign" => vec![eyes.owner.as_str(), eyes.customer.as_str()],
            _ => vec![eyes.owner.as_str()],
        };
        let (mut found, mut asked) = (0, Vec::new());
        for path in addresses(&route) {
            for cookie in &cookies {
                match site.weigh(&path, cookie).await {
                    Some(weight) => {
                        found += 1;
                        note(&path, &weight);
                    }
                    None => asked.push(site.fetch(&path, cookie, "").await.status),
                }
            }
        }
        // The first start's is weighed by itself.
        let is_there = found > 0 || route == "/setup";
        assert!(is_there, "no page at {route}: {asked:?}");
    }
    for path in more {
        let weight = site.weigh(path, &eyes.owner).await;
        note(path, &weight.unwrap_or_else(|| panic!("no page at {path}")));
    }
    assert!(heavy == 0, "{heavy} pages are too heavy:\n{report}");
}

#[tokio::test]
async fn every_page_is_light() {
    let (shop, eyes) = a_day().await;
    let manual = shop.get("/manual/", "").await.body;
    let chapters = manual.split("href=\"").skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('"')?;
        name.ends_with(".html").then(|| format!("/manual/{name}"))
    });
    let mut chapters: Vec<String> = chapters.collect();
    chapters.sort();
    chapters.dedup();
    assert!(chapters.len() > 8, "{chapters:?}");
    let chapters: Vec<&str> = chapters.iter().map(String::as_str).collect();
    weigh_all(&shop, &eyes, &chapters).await;

    let first = Shop::new().await;
    let code = make_setup_code(&first.store, first.clock.now())
        .await
        .unwrap()
        .unwrap();
    let mut site = Site::of(&first).await;
    let setup = site
        .weigh(&format!("/setup?code={code}"), "")
        .await
        .unwrap();
    assert!(
        setup.first <= FIRST && setup.again <= AGAIN,
        "{:?}",
        setup.parts
    );
}

#[tokio::test]
async fn long_lists_page_and_stay_light() {
    let (shop, eyes) = a_day().await;
    long::grow(shop.directory());
    shop.modem.send_replace(ModemStatus {
        operator: "T-Mobile".repeat(3),
        ..works()
    });
    let more = [
        "/customers?q=alvarez",
        "/customers?q=555&before=5000",
        "/inbox?shelf=done",
        "/inbox?shelf=mine",
        "/settings/audit?only=sign-in",
        "/calls?from=200",
        "/settings/templates/ready/es",
    ];
    weigh_all(&shop, &eyes, &more).await;
    // A list that goes on leads on, to its end.
    for (path, pages) in [
        ("/calls", 3),
        ("/settings/tokens", 2),
        ("/settings/staff", 2),
    ] {
        let mut at = path.to_owned();
        let mut seen = 1;
        let mut page = shop.get(&at, &eyes.owner).await;
        while let Some((_, rest)) = page.body.split_once(&format!("href=\"{path}?from=")) {
            at = format!("{path}?from={}", rest.split('"').next().unwrap());
            page = shop.get(&at, &eyes.owner).await;
            page.shows("First page");
            seen += 1;
        }
        assert_eq!(seen, pages, "{path}");
    }
    shop.get("/settings/screens", &eyes.owner)
        .await
        .shows("The 200 ");
}
