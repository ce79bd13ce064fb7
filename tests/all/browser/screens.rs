//! Every page that a person can open, at phone, tablet and desktop width, light and dark: nothing is
//! cut off, everything can be hit with a finger, and axe-core finds nothing that shuts somebody out.
//! Zoomed to 200 and 400 %, it still fits.
//!
//! A picture of each is left in `target/screens/all`; with `READYBELL_SCREENSHOTS` set, of each at every
//! width, light and dark, and those of the manual are taken anew.

mod list;
mod look;
mod on_the_way;

use super::{Demo, PASSWORD, first_start, go_on, sign_in};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::Hand;
use crate::support::shop::Shop;
use list::{AT_FIRST, PAGES, chapters, unseen};
use look::{Inspector, axe};
pub(super) use look::{OTHERS, SCREENS};

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_and_shuts_nobody_out() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "all");
    browser.open(&demo.page).await;
    inspector.looks_at("demo").await;
    browser.fill("words", "not interested").await;
    browser.press("Send").await;
    browser.open(&demo.board).await;
    browser.sees("//h1[.='Sign in']").await;
    inspector.looks_at("sign-in").await;
    sign_in(&browser, &demo.password).await;
    browser.sees("//*[@id='asks'][contains(.,'unclear')]").await;
    let pages = PAGES.map(|(name, path)| (name.to_owned(), path.to_owned()));
    for (name, path) in pages.into_iter().chain(chapters()) {
        open(&demo, &browser, &path).await;
        inspector.looks_at(&name).await;
    }
    taking_in(&mut inspector, &demo).await;
    on_the_way::a_correction(&mut inspector, &demo).await;
    assert_eq!(unseen(&inspector.opened), AT_FIRST, "never looked at");
    // A page that no live update puts right again.
    browser.open(&format!("{}manual/", demo.board)).await;
    inspector.can_fail().await;
    inspector.ends();
    browser.close().await;
    demo.end().await;
}

/// Opens a page of the demo's shop.
async fn open(demo: &Demo, browser: &Browser, path: &str) {
    let address = format!("{}{}", demo.board, path.trim_start_matches('/'));
    browser.open(&address).await;
}

/// What is seen only on the way: the code, the customer's view, the locked screen, the sheet.
async fn taking_in(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    browser.open(&demo.board).await;
    browser.tap("//a[normalize-space()='New job']").await;
    for (field, words) in [
        ("name", "Rosa Delgado"),
        ("vehicle", "2020 Kia Soul"),
        ("work-1", "Door speakers"),
        ("price-1", "180"),
    ] {
        browser.fill(field, words).await;
    }
    go_on(browser).await;
    browser.fill("phone", "555 013 4470").await;
    browser.fill("email", "rosa@example.com").await;
    go_on(browser).await;
    browser
        .sees("//*[contains(@class,'chip')][contains(.,'delivered')]")
        .await;
    inspector.looks_at("code").await;
    browser
        .tap("//summary[starts-with(normalize-space(),'Nothing came')]")
        .await;
    inspector.looks_at("other-ways").await;
    browser
        .tap("//a[normalize-space()='Signed on paper']")
        .await;
    browser.press("Make the sheet").await;
    browser
        .sees("//button[normalize-space()='Signed on paper']")
        .await;
    inspector.looks_at("sheet").await;
    browser.tap("//label[.//input[@name='service']]").await;
    browser.press("Signed on paper").await;
    browser.sees("//input[@name='scan']").await;
    inspector.looks_at("sheet-signed").await;
    browser
        .tap("//a[normalize-space()='Back to the job']")
        .await;
    browser.sees("//p[contains(.,'are agreed to')]").await;
    inspector.looks_at("agreed").await;
    browser.tap("//a[normalize-space()='Sign as well']").await;
    browser.press("Hand over to Rosa, as Jo").await;
    browser.sees("//h1[contains(.,'Hello Rosa')]").await;
    browser
        .draws_on("//*[name()='svg'][contains(@class,'ink')]", Hand::Mouse)
        .await;
    browser.press("Done").await;
    browser
        .sees("//h1[starts-with(.,'You ticked nothing')]")
        .await;
    inspector.looks_at("nothing-ticked").await;
    browser.press("Back").await;
    browser.sees("//h1[contains(.,'Hello Rosa')]").await;
    browser.tap("//label[.//input[@name='service']]").await;
    inspector.looks_at("customer-signs").await;
    browser.press("Done").await;
    browser.sees("//h1[.='Thank you']").await;
    inspector.looks_at("thanks").await;
    browser.fill("password", &demo.password).await;
    browser.press("Unlock").await;
    browser.sees("//article[contains(@class,'receipt')]").await;
    inspector.looks_at("receipt-made").await;
    browser.press("Done, to the board").await;
    browser.sees("//h1[.='Board']").await;
    browser
        .open(&format!("{}customers?q=Rosa", demo.board))
        .await;
    browser.tap("//main//a[contains(.,'Rosa Delgado')]").await;
    browser.sees("//h1[contains(.,'Rosa Delgado')]").await;
    inspector.looks_at("customer-signed").await;
    browser.tap("(//a[contains(@class,'what')])[1]").await;
    browser
        .sees("//*[name()='svg'][contains(@class,'kept')]")
        .await;
    inspector.looks_at("proof-signed").await;
    browser.press("Lock").await;
    browser.sees("//h1[.='Locked']").await;
    inspector.looks_at("locked").await;
    browser.fill("password", &demo.password).await;
    browser.press("Unlock").await;
    browser
        .sees("//*[name()='svg'][contains(@class,'kept')]")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screens_in_between_fit_and_shut_nobody_out() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "between");
    browser.open(&demo.board).await;
    sign_in(&browser, &demo.password).await;
    browser.sees("//h1[.='Board']").await;
    on_the_way::all(&mut inspector, &demo).await;
    inspector.ends();
    browser.close().await;
    demo.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screens_fit_and_shut_nobody_out() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "first");
    browser.open(&link).await;
    inspector.looks_at("setup").await;
    browser.open(&link.replace("code=", "code=not-")).await;
    inspector.looks_at("setup-refused").await;
    first_start(&browser, &link).await;
    inspector.looks_at("board-empty").await;
    for page in ["inbox", "calls", "customers", "setup/shop"] {
        let (site, _) = link.split_once("setup").unwrap();
        browser.open(&format!("{site}{page}")).await;
        inspector
            .looks_at(&format!("empty-{page}").replace('/', "-"))
            .await;
    }
    // The card has died, and a backup is in its place.
    shop.kill().await;
    shop.restores_a_backup().await;
    shop.start_again().await;
    let (site, _) = link.split_once("setup").unwrap();
    browser.open(site).await;
    sign_in(&browser, PASSWORD).await;
    browser
        .tap("//a[normalize-space()='See what is missing']")
        .await;
    browser.sees("//h2[.='What was done']").await;
    inspector.looks_at("gap").await;
    browser.open(&format!("{site}modem")).await;
    inspector.looks_at("modem-restored").await;
    for page in AT_FIRST {
        assert!(inspector.opened.contains(page), "never looked at {page}");
    }
    inspector.ends();
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_asks_for_trust_fits_and_shuts_nobody_out() {
    let (_shop, link) = Shop::open_with("tls = \"internal\"").await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "trust");
    let (site, _) = link.split_once("/setup").unwrap();
    browser
        .open(&format!("{}/trust", site.replace("https://", "http://")))
        .await;
    browser.sees("//*[@class='fingerprint']").await;
    inspector.looks_at("trust").await;
    inspector.ends();
    browser.close().await;
}
