//! Somebody who was here before, and somebody else with the same number.

use super::super::{go_on, job_in};
use super::{Walk, card, link};

impl Walk {
    /// A1 and A2: what is known comes back; nobody is asked twice.
    pub(super) async fn luis_comes_again(&mut self) {
        let browser = &self.browser;
        self.taps(&link("New job")).await;
        browser.fill("name", "Luis").await;
        if !self.has_scripts() {
            browser.press("Look up").await;
        }
        let found =
            "//*[@id='known']//button[normalize-space()='Luis Ortega · 2012 Chevy Tahoe · …21']";
        browser.sees(found).await;
        self.keeps("known-by-name").await;
        browser.tap(found).await;
        browser.sees("//*[.='Was here before']").await;
        browser
            .sees("//input[@name='plate'][@value='7ABC123']")
            .await;
        go_on(browser).await;
        browser
            .sees("//input[@name='phone'][@value='555-013-4421' or @value='(555) 013-4421']")
            .await;
        go_on(browser).await;
        browser.sees("//p[contains(.,'are agreed to')]").await;
        self.keeps("nothing-to-ask").await;
        browser.press("On to the receipt").await;
        browser.press("Done, to the board").await;
        self.sees(&job_in("Waiting")).await;
    }

    /// A2: a number may serve several people, however it is spelled.
    pub(super) async fn marta_has_the_same_number(&mut self) {
        let browser = &self.browser;
        self.taps(&link("New job")).await;
        browser.fill("name", "Marta Ortega").await;
        go_on(browser).await;
        browser.fill("phone", "1 555.013.4421").await;
        if self.has_scripts() {
            // It is told while it is typed, and moves what is below.
            browser
                .sees("//*[@id='known']//*[.='Texts about the vehicle']")
                .await;
        }
        go_on(browser).await;
        browser.sees("//h2[.='This number is known']").await;
        browser.sees("//form//*[.='Texts about the vehicle']").await;
        self.keeps("whose-number").await;
        // By the name it is somebody else, so that is picked.
        go_on(browser).await;
        browser.sees("//p[contains(.,'are agreed to')]").await;
        self.taps(&link("Later")).await;
        self.sees(&card("Marta", &link("Go on"))).await;
    }
}
