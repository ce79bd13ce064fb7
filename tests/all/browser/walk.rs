//! A shop's whole day, section by section, on a phone, a tablet and a desktop, light and dark, and
//! once with scripts switched off: a customer comes in, proves the number, signs, is kept informed,
//! is told "ready", says how it was, gets an offer, and texts STOP. Another one books by phone and signs on paper.
//!
//! One walk for all; each leaves pictures of what it saw in `target/screens`.

mod after;
mod again;
mod others;

use super::{LUIS, PASSWORD, chip, first_start, go_on, job_in, put_in_bay};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::{Album, Hand};
use crate::support::shop::{Buttons, Shop};
use serde_json::json;
use std::path::PathBuf;

const ANA: &str = "+15550139921";
const PIN: &str = "5083";
/// Whether the field for the initials is there to be seen.
const INITIALS: &str = "return document.querySelector('[name=initials]').checkVisibility()";

/// The card of a customer.
fn card(name: &str, inside: &str) -> String {
    format!("//article[contains(@class,'job')][contains(.,'{name}')]{inside}")
}

fn button(name: &str, words: &str) -> String {
    card(name, &format!("//button[normalize-space()='{words}']"))
}

fn link(words: &str) -> String {
    format!("//a[normalize-space()='{words}']")
}

fn summary(words: &str) -> String {
    format!("//summary[starts-with(normalize-space(),'{words}')]")
}

/// Somebody who goes through it all.
struct Walk {
    shop: Shop,
    browser: Browser,
    buttons: Buttons,
    album: Album,
    screen: Screen,
}

/// A screen: what its pictures are called, how wide it is, what touches it, light or dark.
struct Screen(&'static str, u32, Hand, &'static str, Scripts);

async fn walk(screen: Screen) {
    let mut walk = Walk::open(screen).await;
    walk.makes_ready().await;
    walk.follow_up_is_on().await;
    walk.luis_comes_in().await;
    walk.luis_signs().await;
    walk.ana_books_by_phone().await;
    walk.ana_signs_on_paper().await;
    walk.work_goes_on().await;
    walk.luis_is_asked().await;
    walk.luis_wants_offers().await;
    walk.it_is_ready().await;
    walk.luis_is_followed_up().await;
    walk.luis_comes_again().await;
    walk.marta_has_the_same_number().await;
    walk.luis_texts_stop().await;
    walk.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_a_phone() {
    walk(Screen("phone", 390, Hand::Finger, "light", Scripts::On)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_a_tablet() {
    walk(Screen("tablet", 820, Hand::Finger, "dark", Scripts::On)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_a_desktop() {
    walk(Screen("desktop", 1280, Hand::Mouse, "light", Scripts::On)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_scripts() {
    walk(Screen("plain", 820, Hand::Mouse, "light", Scripts::Off)).await;
}

impl Walk {
    /// In a shop that has just had its first start.
    async fn open(screen: Screen) -> Self {
        let Screen(name, width, _, scheme, scripts) = screen;
        let (shop, setup) = Shop::open().await;
        let browser = Browser::start(scripts).await;
        browser.looks(width, scheme).await;
        first_start(&browser, &setup).await;
        Self {
            buttons: shop.buttons().await,
            album: Album::new(name),
            shop,
            browser,
            screen,
        }
    }

    fn has_scripts(&self) -> bool {
        self.screen.4 == Scripts::On
    }

    async fn taps(&self, what: &str) {
        self.browser.tap(what).await;
    }

    async fn sees(&self, what: &str) {
        // Without scripts a page does not change by itself.
        match self.has_scripts() {
            true => drop(self.browser.sees(what).await),
            false => self.browser.finds(what).await,
        }
    }

    /// A picture. The page must be there: Chromium never draws one that is asked for while another
    /// page is on its way.
    async fn keeps(&self, name: &str) {
        self.album.keep(&self.browser, name).await;
    }

    /// A PIN for the shared screen, and texts that go as fast as a test wants them.
    async fn makes_ready(&mut self) {
        let browser = &self.browser;
        self.keeps("board-empty").await;
        browser.tap("//div[@class='who']/a").await;
        browser.fill("pin", PIN).await;
        browser.fill("password", PASSWORD).await;
        browser.press("Set the PIN").await;
        browser.sees("//p[.='Your PIN has changed.']").await;
        self.keeps("you").await;
        self.sets("limits", &[("apart", "1"), ("burst", "20")])
            .await;
    }

    /// Changes a page of the settings, and goes back to the board.
    async fn sets(&self, page: &str, fields: &[(&str, &str)]) {
        let browser = &self.browser;
        browser.open_by("Settings").await;
        browser.tap(&format!("//a[@href='/settings/{page}']")).await;
        for (field, value) in fields {
            browser.fill(field, value).await;
        }
        browser.press("Save").await;
        browser.sees("//p[@role='status'][.='Saved.']").await;
        browser.open_by("Board").await;
    }

    /// A1 to A3: the vehicle and the work, the number as people type it, the code.
    async fn luis_comes_in(&mut self) {
        let browser = &self.browser;
        self.taps(&link("New job")).await;
        browser.sees(&summary("Color, plate, note")).await;
        self.keeps("new-job").await;
        browser.tap(&summary("Color, plate, note")).await;
        for (field, words) in [
            ("name", "Luis Ortega"),
            ("vehicle", "2012 Chevy Tahoe"),
            ("colour", "silver"),
            ("plate", "7ABC123"),
            ("work-1", "Subwoofer and amp"),
            ("price-1", "420"),
            ("time", "16:00"),
        ] {
            browser.fill(field, words).await;
        }
        if self.has_scripts() {
            browser
                .sees("//*[@id='sums']//*[contains(@class,'num')][.='$420.00']")
                .await;
        }
        self.keeps("new-job-filled").await;
        go_on(browser).await;
        browser.sees("//h2[.='How do we reach Luis?']").await;
        browser.fill("phone", "(555) 013-4421").await;
        self.keeps("number").await;
        go_on(browser).await;
        browser
            .sees("//h2[.='Ask Luis for the six-digit code']")
            .await;
        let code = self.shop.phone_gets(LUIS, "is your code").await;
        let code = code
            .split([':', ' '])
            .find(|word| word.parse::<u32>().is_ok());
        self.sees("//*[contains(@class,'chip')][contains(.,'delivered')]")
            .await;
        self.keeps("code").await;
        self.browser.fill("code", code.expect("six digits")).await;
        if !self.has_scripts() {
            self.browser.press("Check").await;
        }
        self.browser
            .sees("//h2[contains(.,'555-013-4421 is proved') or contains(.,'013-4421 is proved')]")
            .await;
        self.keeps("proved").await;
    }

    /// A4: on the screen with a finger, or on paper where the browser takes no signature.
    async fn luis_signs(&mut self) {
        self.browser
            .sees("//button[.='Hand over to Luis, as Jo']")
            .await;
        self.keeps("hand-over").await;
        self.browser.press("Hand over to Luis, as Jo").await;
        self.browser.sees("//h1[contains(.,'Hello Luis')]").await;
        if !self.has_scripts() {
            self.browser
                .sees("//*[contains(.,'Please sign on paper')]")
                .await;
            self.keeps("no-signature-here").await;
            self.taps(&link("Staff: end without signing")).await;
            self.unlocks().await;
            self.taps(&link("Signed on paper")).await;
            self.signs_on_paper("luis", &["service"]).await;
        } else {
            self.signs_on_screen().await;
        }
        self.browser
            .sees("//article[contains(@class,'receipt')]//*[contains(.,'$420.00')]")
            .await;
        self.keeps("receipt").await;
        self.browser.press("Done, to the board").await;
        self.browser.sees(&job_in("Waiting")).await;
        // A4b.
        self.shop.phone_gets(LUIS, "STOP to end").await;
    }

    async fn signs_on_screen(&self) {
        let browser = &self.browser;
        browser.press("Español").await;
        browser.sees("//h1[contains(.,'Hola')]").await;
        self.keeps("customer-in-spanish").await;
        browser.press("English").await;
        browser.tap("//label[.//input[@name='service']]").await;
        assert_eq!(browser.run(INITIALS).await, json!(false), "no offers yet");
        browser.tap("//label[.//input[@name='offers']]").await;
        assert_eq!(browser.run(INITIALS).await, json!(true), "for offers");
        browser.tap("//label[.//input[@name='offers']]").await;
        let surface = "//*[name()='svg'][contains(@class,'ink')]";
        browser.draws_on(surface, self.screen.2).await;
        self.keeps("signed").await;
        assert!(
            browser.lacks("//nav").await,
            "the customer's view leads into the shop"
        );
        browser.press("Done").await;
        browser.sees("//h1[.='Thank you']").await;
        self.keeps("thanks").await;
        // Nothing of the shop's opens before somebody of the shop is back.
        browser.run("location.assign('/')").await;
        browser.sees("//h1[.='Locked']").await;
        browser.run("history.back()").await;
        browser.sees("//h1[.='Thank you']").await;
        self.unlocks().await;
    }

    async fn unlocks(&self) {
        let browser = &self.browser;
        browser.fill("password", PIN).await;
        self.keeps("locked").await;
        browser.press("Unlock").await;
    }

    /// The sheet, what was ticked on it, and its photo; ends at the receipt.
    async fn signs_on_paper(&self, whose: &str, lines: &[&str]) {
        let browser = &self.browser;
        browser.press("Make the sheet").await;
        browser
            .sees("//button[normalize-space()='Signed on paper']")
            .await;
        self.keeps(&format!("sheet-of-{whose}")).await;
        for line in lines {
            browser
                .tap(&format!("//label[.//input[@name='{line}']]"))
                .await;
        }
        if lines.contains(&"offers") {
            browser.fill("initials", "IM").await;
        }
        browser.press("Signed on paper").await;
        let scan = photo(&self.album);
        browser
            .sees("//input[@name='scan']")
            .await
            .send_keys(&scan.to_string_lossy())
            .await
            .unwrap();
        browser.press("Attach").await;
        browser.sees("//p[.='The signed sheet is attached.']").await;
        self.keeps(&format!("scan-of-{whose}")).await;
        self.taps(&link("To the receipt")).await;
    }

    /// A2b: one sentence on the phone, and the tick.
    async fn ana_books_by_phone(&mut self) {
        let browser = &self.browser;
        self.taps(&link("New job")).await;
        browser.fill("name", "Ana Flores").await;
        browser.fill("vehicle", "2018 Jeep Wrangler").await;
        browser.tap("//label[.//input[@value='booked']]").await;
        browser.fill("comes-time", "16:30").await;
        go_on(browser).await;
        browser.fill("phone", "+1 555 013 9921").await;
        go_on(browser).await;
        browser.sees("//p[.='Read this out, word for word:']").await;
        browser.tap("//input[@name='read']").await;
        self.keeps("booked-by-phone").await;
        browser.press("Agreed by phone").await;
        browser.sees("//p[contains(.,'are agreed to')]").await;
        self.taps(&link("Back to the board")).await;
        self.sees(&card("Ana", "//*[.='Signs on arrival']")).await;
        self.shop.phone_gets(ANA, "STOP to end").await;
    }

    async fn ana_signs_on_paper(&mut self) {
        self.taps(&button("Ana", "Arrived")).await;
        self.sees("//section[h2[contains(.,'Waiting')]]//article[contains(.,'Ana')]")
            .await;
        self.taps(&card("Ana", &link("Go on"))).await;
        self.taps(&link("Sign as well")).await;
        self.taps(&link("Sign on paper instead")).await;
        self.signs_on_paper("ana", &["service"]).await;
        self.browser.press("Done, to the board").await;
        self.sees(&card("Ana", "")).await;
        self.keeps("board-two-jobs").await;
    }

    /// A5: "on track" with one tap, and "running late" with the new time.
    async fn work_goes_on(&mut self) {
        put_in_bay(&self.browser, 1).await;
        self.taps(&card(
            "Luis",
            &format!(
                "//form[.//button[.='On track']]/following-sibling::details{}",
                summary("see text")
            ),
        ))
        .await;
        self.sees(&card(
            "Luis",
            "//p[@class='words'][contains(.,'is on track and should be done by 4:00 PM')]",
        ))
        .await;
        self.keeps("preview").await;
        self.taps(&button("Luis", "On track")).await;
        self.shop
            .phone_gets(
                LUIS,
                "2012 Chevy Tahoe is on track and should be done by 4:00 PM",
            )
            .await;
        self.sees(&chip("“On track” delivered")).await;
        self.taps(&card("Luis", &summary("Running late"))).await;
        let time = card("Luis", "//input[@name='time']");
        self.browser
            .sees(&time)
            .await
            .send_keys("17:00")
            .await
            .unwrap();
        if self.has_scripts() {
            let preview = "//div[@class='preview'][contains(.,'The new time is 5:00 PM')]";
            self.sees(&card("Luis", preview)).await;
        }
        self.keeps("running-late").await;
        self.taps(&button("Luis", "Text the new time")).await;
        self.shop.phone_gets(LUIS, "The new time is 5:00 PM").await;
        self.sees(&card("Luis", "//*[contains(.,'by 5:00 PM')]"))
            .await;
    }

    /// A5: a line with a price; YES comes from the phone.
    async fn luis_is_asked(&mut self) {
        self.taps(&card("Luis", &summary("More"))).await;
        self.keeps("more").await;
        self.taps(&card("Luis", &link("Ask for approval"))).await;
        self.browser.fill("line", "the dash kit").await;
        self.browser.fill("price", "60").await;
        if !self.has_scripts() {
            self.browser.press("Show the text first").await;
        }
        self.browser
            .sees("//p[@class='words'][contains(.,'the dash kit, $60.00 more. OK?')]")
            .await;
        self.keeps("approval").await;
        self.browser.press("Ask by text").await;
        self.shop.phone_gets(LUIS, "Reply YES or NO").await;
        self.shop.phone_texts(LUIS, "Yes").await;
        self.sees(&card(
            "Luis",
            "//*[contains(.,'Yes to the dash kit, $60.00')]",
        ))
        .await;
        self.sees(&card("Luis", "//small[contains(.,'“Yes”')]"))
            .await;
        self.keeps("approved").await;
    }

    /// A6: undone once, then sent, then "not ready after all", then the button in the bay.
    async fn it_is_ready(&mut self) {
        self.taps(&button("Luis", "Ready")).await;
        self.buttons.light_shows(1, "armed").await;
        self.sees(&button("Luis", "Undo")).await;
        self.keeps("countdown").await;
        self.taps(&button("Luis", "Undo")).await;
        self.sees(&job_in("In the bays")).await;
        self.sets("texts", &[("undo", "0")]).await;
        self.taps(&button("Luis", "Ready")).await;
        self.shop
            .phone_gets(
                LUIS,
                "House of Hardknocks: 2012 Chevy Tahoe is ready for pick-up",
            )
            .await;
        self.sees(&chip("“Ready” delivered")).await;
        self.taps(&card("Luis", &summary("Not ready after all")))
            .await;
        self.keeps("not-ready").await;
        self.taps(&button("Luis", "Text a correction")).await;
        self.shop.phone_gets(LUIS, "is not ready after all").await;
        self.sees(&job_in("In the bays")).await;
        self.buttons.press(1).await;
        self.shop.phone_gets(LUIS, "is ready for pick-up").await;
        self.sees(&job_in("Ready")).await;
        self.taps(&button("Luis", "Picked up")).await;
        self.sees("//*[@id='gone'][contains(.,'is picked up')]")
            .await;
        self.keeps("picked-up").await;
    }
}

/// A photo of a signed sheet: a picture of the board will do.
fn photo(album: &Album) -> PathBuf {
    let photo = album.folder().join("photo.png");
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.png");
    std::fs::copy(picture, &photo).unwrap();
    photo.canonicalize().unwrap()
}
