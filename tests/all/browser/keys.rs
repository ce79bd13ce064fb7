//! A day with the keyboard alone: Tab, Enter, Space and the arrows, and at each stop one can see where
//! one is.

use super::{LUIS, PASSWORD, chip, first_start, job_in};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::key::{DOWN, ENTER, ESCAPE, LEFT, RIGHT};
use crate::support::shop::Shop;

/// Somebody without a mouse.
struct Typist {
    browser: Browser,
    shop: Shop,
}

fn card(inside: &str) -> String {
    super::card(inside)
}

fn button(words: &str) -> String {
    format!("//button[normalize-space()='{words}'][not(@tabindex='-1')]")
}

impl Typist {
    /// Goes to a field and types.
    async fn fills(&self, field: &str, words: &str) {
        self.browser.tab_to(&format!("//*[@name='{field}']")).await;
        self.browser.keys(words).await;
    }

    /// Goes to a button or a link and presses Enter.
    async fn enters(&self, what: &str) {
        self.browser.tab_to(what).await;
        self.browser.key(ENTER).await;
    }

    /// Goes to a button on the card of Luis, and presses Space.
    async fn spaces(&self, words: &str) {
        self.browser.tab_to(&card(&button(words))).await;
        self.browser.keys(" ").await;
    }

    async fn sees(&self, what: &str) {
        self.browser.sees(what).await;
    }

    async fn takes_in(&mut self) {
        let browser = &self.browser;
        self.enters("//a[normalize-space()='New job']").await;
        self.sees("//h2[.='Customer and vehicle']").await;
        self.fills("name", "Luis Ortega").await;
        // Return sends no form that is half empty.
        browser.key(ENTER).await;
        browser.gets_focus("//input[@name='vehicle']").await;
        self.fills("vehicle", "2012 Chevy Tahoe").await;
        self.fills("work-1", "Subwoofer").await;
        // The picks of one question are one stop; the arrows choose.
        browser.tab_to("//input[@name='where']").await;
        browser.key(DOWN).await;
        self.sees("//input[@value='booked'][@name='where']").await;
        browser.key(LEFT).await;
        self.enters(&button("Go on")).await;
        self.sees("//h2[.='How do we reach Luis?']").await;
        self.fills("phone", "555 013 4421").await;
        self.enters(&button("Text the code")).await;
        let code = self.shop.phone_gets(LUIS, "is your code").await;
        let code = code
            .split([':', ' '])
            .find(|word| word.parse::<u32>().is_ok());
        self.fills("code", code.expect("six digits")).await;
        self.sees("//h2[contains(.,'is proved')]").await;
        self.enters("//summary[normalize-space()='Agreed by phone']")
            .await;
        browser.tab_to("//input[@name='read']").await;
        browser.keys(" ").await;
        self.enters(&button("Agreed by phone")).await;
        self.sees("//p[contains(.,'are agreed to')]").await;
        self.enters(&button("On to the receipt")).await;
        self.sees("//article[contains(@class,'receipt')]").await;
        self.enters(&button("Done, to the board")).await;
        self.sees(&job_in("Waiting")).await;
    }

    /// From card to card with the arrows, into a card with Enter, out of it with Escape.
    async fn works(&mut self) {
        let browser = &self.browser;
        browser.tab_to(&card("")).await;
        browser.key(ENTER).await;
        browser
            .gets_focus(&card(
                "//details//*[self::button or self::a or self::summary]",
            ))
            .await;
        browser.key(ESCAPE).await;
        browser.gets_focus(&card("")).await;
        self.spaces("Into Bay 1").await;
        self.sees(&job_in("In the bays")).await;
        browser.gets_focus(&card("")).await;
        self.spaces("On track").await;
        self.shop.phone_gets(LUIS, "is on track").await;
        self.sees(&chip("“On track”")).await;
        self.spaces("Ready").await;
        self.sees(&chip("goes in")).await;
        browser.gets_focus(&card("")).await;
        self.spaces("Undo").await;
        self.sees(&job_in("In the bays")).await;
        // With one card there is nowhere to go, and nothing is lost by trying.
        browser.gets_focus(&card("")).await;
        browser.key(RIGHT).await;
        browser.gets_focus(&card("")).await;
    }

    async fn answers(&mut self) {
        let browser = &self.browser;
        self.shop.phone_texts(LUIS, "not interested").await;
        self.enters("//nav//a[starts-with(normalize-space(),'Inbox')]")
            .await;
        self.sees("//h1[.='Inbox']").await;
        self.enters("//ul[contains(@class,'people')]//a[contains(.,'Luis')] | //*[contains(@class,'people')]//a[contains(.,'Luis')]")
            .await;
        self.sees("//form[contains(@class,'decide')]").await;
        browser.tab_to(&button("Keep")).await;
        browser.keys(" ").await;
        self.sees("//*[contains(@class,'talk')]//*[contains(.,'kept')]")
            .await;
        self.fills("words", "No trouble. It is nearly done.").await;
        self.enters(&button("Send")).await;
        self.shop.phone_gets(LUIS, "It is nearly done").await;
        self.enters("//nav//a[starts-with(normalize-space(),'Board')]")
            .await;
        self.sees("//h1[.='Board']").await;
    }

    async fn locks(&mut self) {
        self.enters(&button("Lock")).await;
        self.sees("//h1[.='Locked']").await;
        self.fills("password", PASSWORD).await;
        self.browser.key(ENTER).await;
        self.sees("//h1[.='Board']").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_with_the_keyboard_alone() {
    let (shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    let mut typist = Typist { browser, shop };
    typist.takes_in().await;
    typist.works().await;
    typist.answers().await;
    typist.locks().await;
    typist.browser.close().await;
}
