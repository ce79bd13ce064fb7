//! A7, after pick-up: "how did we do?" with a score that alerts staff, an offer with a code, and the code
//! redeemed at the counter; A8, STOP. And the same in the demo, whose clock somebody moves.

use super::super::{Demo, LUIS, card, chip, is_on_the_call_list, job_in, sign_in};
use super::{Walk, card as one_card, link};
use crate::support::browser::{Browser, Scripts};

const LINK: &str = "https://reviews.example/hardknocks";

impl Walk {
    /// The owner turns both on. Offers come after the word about the line's contract.
    pub(super) async fn follow_up_is_on(&self) {
        let browser = &self.browser;
        browser.open_by("Settings").await;
        browser.tap("//a[@href='/settings/texts']").await;
        browser.tap("//label[.//input[@name='offers']]").await;
        browser.press("Save").await;
        browser.sees("//p[@role='status'][.='Saved.']").await;
        browser.open_by("Settings").await;
        browser.tap("//a[@href='/settings/follow-up']").await;
        browser.sees("//*[.='Nobody has been asked yet.']").await;
        for tick in ["asks", "offers"] {
            browser
                .tap(&format!("//label[.//input[@name='{tick}']]"))
                .await;
        }
        browser.fill("review-link", "https://bit.ly/hk").await;
        browser.tap("//option[@value='shared']").await;
        browser.fill("shared-code", "HardKnocks15").await;
        browser.press("Save").await;
        browser
            .sees("//*[@role='alert'][contains(.,'bit.ly is shared by everybody')]")
            .await;
        self.keeps("follow-up-refused").await;
        browser.fill("review-link", LINK).await;
        browser.press("Save").await;
        browser.sees("//p[@role='status'][.='Saved.']").await;
        self.keeps("follow-up").await;
        browser.open_by("Board").await;
    }

    /// Offers need a consent of their own: the phone itself gives it.
    pub(super) async fn luis_wants_offers(&mut self) {
        self.shop.phone_texts(LUIS, "JOIN").await;
        self.shop.phone_gets(LUIS, "Reply YES to agree").await;
        self.shop.phone_texts(LUIS, "YES").await;
        self.shop.phone_gets(LUIS, "offers: you're in").await;
    }

    /// Two hours after the pick-up the question; a low score; a week after it the offer; its code.
    pub(super) async fn luis_is_followed_up(&mut self) {
        self.shop.clocks_show("2026-11-18T16:20:00-06:00").await;
        self.shop
            .phone_gets(LUIS, "How did we do? Reply 1 to 5")
            .await;
        self.shop.phone_texts(LUIS, "2 stars").await;
        self.shop.phone_gets(LUIS, LINK).await;
        let low = "//*[@id='asks']/div[contains(.,'Luis Ortega was not pleased')]";
        self.sees(&format!("{low}[contains(.,'2 stars')]")).await;
        self.keeps("low-score").await;
        self.taps(&format!("{low}//button[normalize-space()='Done']"))
            .await;
        self.browser.open_by("Inbox").await;
        self.taps("//main//a[contains(.,'Luis Ortega')]").await;
        self.sees("//small//b[.='2 of 5']").await;
        self.keeps("score-in-conversation").await;
        self.shop.clocks_show("2026-11-25T15:00:00-06:00").await;
        self.shop
            .phone_gets(
                LUIS,
                "15% off your next visit with code HARDKNOCKS15 until 12/25",
            )
            .await;
        self.browser.open_by("Board").await;
        self.code_is_redeemed().await;
    }

    async fn code_is_redeemed(&self) {
        let browser = &self.browser;
        self.taps(&link("Redeem a code")).await;
        browser.fill("code", "hardknocks 15").await;
        self.keeps("redeem").await;
        browser.press("Check it").await;
        browser
            .sees("//p[.='HARDKNOCKS15 is good. For whom?']")
            .await;
        self.keeps("redeem-for-whom").await;
        browser.fill("q", "Luis").await;
        browser.press("Search").await;
        browser
            .tap("//ul[@class='found']//a[contains(.,'Luis Ortega')]")
            .await;
        browser
            .sees("//p[.='HARDKNOCKS15 is good for Luis Ortega']")
            .await;
        self.keeps("redeem-good").await;
        browser.press("Redeem it").await;
        browser
            .sees("//p[.='HARDKNOCKS15 is redeemed for Luis Ortega.']")
            .await;
        self.keeps("redeemed").await;
        // Not the undo of the low score, which stays for half a minute.
        browser
            .tap("//form[starts-with(@action,'/redeem/')]//button[normalize-space()='Undo']")
            .await;
        browser.sees("//small[contains(.,'taken back')]").await;
        self.keeps("redeemed-lately").await;
        browser.open_by("Board").await;
    }

    /// A8, and what becomes of "ready" after it.
    pub(super) async fn luis_texts_stop(&mut self) {
        self.shop.phone_texts(LUIS, "Stop.").await;
        self.sees(&chip("Opted out · no texts")).await;
        self.shop.phone_gets(LUIS, "no more texts").await;
        let so_far = self.shop.phone(LUIS).await;
        self.keeps("opted-out").await;
        self.taps(&one_card(
            "Luis Ortega",
            "//button[normalize-space()='Into Bay 2']",
        ))
        .await;
        self.sees(&job_in("In the bays")).await;
        self.buttons.press(2).await;
        self.buttons.light_shows(2, "call-customer").await;
        is_on_the_call_list(&self.browser).await;
        self.keeps("calls").await;
        assert_eq!(self.shop.phone(LUIS).await, so_far, "texted after STOP");
        self.taps("//li[contains(.,'Luis')]//button[normalize-space()='Called']")
            .await;
        self.sees("//li[contains(.,'Luis')][contains(.,'was called')]")
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_asks_how_it_went_an_hour_after_pick_up_and_sends_an_offer_after_a_week() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    browser.open(&demo.board).await;
    sign_in(&browser, &demo.password).await;
    browser
        .tap(&card("//button[normalize-space()='Ready']"))
        .await;
    browser
        .tap(&card("//button[normalize-space()='Picked up']"))
        .await;
    browser
        .sees("//*[@id='gone'][contains(.,'is picked up')]")
        .await;
    let sam = "//article[contains(@class,'job')][contains(.,'Sam Okafor')]";
    browser
        .tap(&format!("{sam}//button[normalize-space()='Picked up']"))
        .await;
    browser.sees("//*[@id='gone'][contains(.,'Sam')]").await;
    browser.open(&demo.page).await;
    let phone = |words: &str| format!("//div[@class='talk']//p[contains(.,'{words}')]");
    browser.press("+ 1 hour").await;
    browser.sees(&phone("How did we do? Reply 1 to 5")).await;
    browser.fill("words", "5").await;
    browser.press("Send").await;
    browser.sees(&phone("thank you for telling us")).await;
    browser.press("+ 1 week").await;
    browser
        .open(&format!("{}?phone=%2B15550134403", demo.page))
        .await;
    browser
        .sees(&phone("15% off your next visit with code HARDKNOCKS15"))
        .await;
    browser.close().await;
    demo.end().await;
}
