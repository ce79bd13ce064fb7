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

    /// From the board to a number that is proved.
    async fn begins(&mut self) {
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
    }

    async fn takes_in(&mut self) {
        self.begins().await;
        let browser = &self.browser;
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

    /// The customer reads, ticks and writes initials; to draw a name takes a hand, so it is signed on
    /// paper.
    async fn hands_over(&mut self) {
        let browser = &self.browser;
        self.enters(&button("Hand over to Luis, as Jo")).await;
        self.sees("//h1[contains(.,'Hello Luis')]").await;
        self.enters(&button("Español")).await;
        self.sees("//h1[contains(.,'Hola')]").await;
        self.enters(&button("English")).await;
        self.sees("//h1[contains(.,'Hello Luis')]").await;
        for line in ["service", "offers"] {
            self.ticks(line).await;
        }
        self.fills("initials", "LO").await;
        self.enters(&button("Done")).await;
        self.sees("//*[@role='alert']").await;
        self.enters("//a[normalize-space()='Staff: end without signing']")
            .await;
        self.unlocks().await;
        self.enters("//a[normalize-space()='Signed on paper']")
            .await;
        self.enters(&button("Make the sheet")).await;
        self.sees(&button("Signed on paper")).await;
        self.ticks("service").await;
        self.enters(&button("Signed on paper")).await;
        browser.tab_to("//input[@name='scan']").await;
        self.enters("//a[normalize-space()='To the receipt']").await;
    }

    async fn ticks(&self, line: &str) {
        self.browser
            .tab_to(&format!("//input[@name='{line}'][@type='checkbox']"))
            .await;
        self.browser.keys(" ").await;
    }

    /// Its paper is chosen, and it can be printed and saved.
    async fn takes_the_receipt(&mut self) {
        let browser = &self.browser;
        self.sees("//article[contains(@class,'receipt')]").await;
        self.enters("//a[normalize-space()='80 mm']").await;
        self.sees("//a[normalize-space()='80 mm'][@aria-current]")
            .await;
        browser.tab_to("//button[@data-print]").await;
        browser.tab_to("//a[normalize-space()='PDF']").await;
        self.enters(&button("Done, to the board")).await;
        self.sees(&job_in("Waiting")).await;
    }

    /// Found, changed, and looked up to the proof of the yes.
    async fn looks_a_customer_up(&mut self) {
        let browser = &self.browser;
        self.goes_to("Customers").await;
        self.fills("q", "ort").await;
        browser.key(ENTER).await;
        self.enters("//main//a[contains(.,'Luis Ortega')]").await;
        self.sees("//h1[contains(.,'Luis Ortega')]").await;
        self.enters("//summary[normalize-space()='Change name or note']")
            .await;
        self.fills("note", "Prefers mornings.").await;
        self.enters("//form[textarea or .//textarea]//button[normalize-space()='Save']")
            .await;
        self.sees("//*[contains(.,'Prefers mornings.')]").await;
        self.enters("(//a[contains(@class,'what')])[1]").await;
        self.sees("//h1[.='Yes to texts about the vehicle']").await;
    }

    /// The hours, a bay's light and somebody new.
    async fn sets_the_shop_up(&mut self) {
        let browser = &self.browser;
        self.goes_to("Settings").await;
        self.enters("//a[@href='/settings/hours']").await;
        self.sees("//h2").await;
        browser.tab_to("//main//input[not(@type='hidden')]").await;
        self.enters(&format!("//main{}", button("Save"))).await;
        self.sees("//p[@role='status'][.='Saved.']").await;
        self.enters("//a[@href='/settings/staff']").await;
        self.fills("name", "Alex").await;
        // The roles are one stop; the arrows choose.
        browser
            .tab_to("//form[@action='/settings/staff']//input[@name='role']")
            .await;
        browser.key(DOWN).await;
        self.enters(&button("Add")).await;
        self.sees("//code[@class='secret']").await;
        self.goes_to("Board").await;
    }

    async fn goes_to(&self, name: &str) {
        self.enters(&format!(
            "//nav//a[starts-with(normalize-space(),'{name}')]"
        ))
        .await;
        self.sees(&format!(
            "//nav//a[@aria-current][starts-with(normalize-space(),'{name}')]"
        ))
        .await;
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
        self.goes_to("Inbox").await;
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
        self.goes_to("Board").await;
    }

    async fn locks(&mut self) {
        self.enters(&button("Lock")).await;
        self.sees("//h1[.='Locked']").await;
        self.unlocks().await;
        self.sees("//h1[.='Board']").await;
    }

    async fn unlocks(&self) {
        self.fills("password", PASSWORD).await;
        self.browser.key(ENTER).await;
    }
}

async fn typist() -> Typist {
    let (shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    Typist { browser, shop }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_with_the_keyboard_alone() {
    let mut typist = typist().await;
    typist.takes_in().await;
    typist.works().await;
    typist.answers().await;
    typist.locks().await;
    typist.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_a_receipt_a_customer_and_the_settings_with_the_keyboard_alone() {
    let mut typist = typist().await;
    typist.begins().await;
    typist.hands_over().await;
    typist.takes_the_receipt().await;
    typist.looks_a_customer_up().await;
    typist.sets_the_shop_up().await;
    typist.browser.close().await;
}
