//! What taking somebody in costs a hand: each tap, each field and each key from "New job" to the board
//! again, counted as they are made. The manual says the same numbers.

use super::{LUIS, PASSWORD, first_start, job_in};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::Hand;
use crate::support::shop::Shop;
use serde_json::json;
use std::path::Path;

const PIN: &str = "5083";
const INK: &str = "//*[name()='svg'][contains(@class,'ink')]";

/// Somebody whose every move is counted.
struct Counted {
    browser: Browser,
    taps: usize,
    fields: usize,
    keys: usize,
}

impl Counted {
    /// Taps something, which is a tap whatever it is.
    async fn taps(&mut self, what: &str) {
        self.browser.tap(what).await;
        self.taps += 1;
    }

    async fn presses(&mut self, words: &str) {
        self.taps(&format!(
            "//button[normalize-space()='{words}'][not(@tabindex='-1')]"
        ))
        .await;
    }

    /// Types into a field. Where the page has not put the cursor there, that is a tap too.
    async fn types(&mut self, field: &str, words: &str) {
        let is_there = format!("//*[@name='{field}']");
        let element = self.browser.sees(&is_there).await;
        let focused = format!("return document.activeElement.name === {}", json!(field));
        if self.browser.run(&focused).await != json!(true) {
            self.taps(&is_there).await;
        }
        element.send_keys(words).await.unwrap();
        self.fields += 1;
        self.keys += words.chars().count();
    }

    /// What it came to since the last time.
    fn count(&mut self) -> (usize, usize, usize) {
        let count = (self.taps, self.fields, self.keys);
        (self.taps, self.fields, self.keys) = (0, 0, 0);
        count
    }

    /// Prints, and is back on the board.
    async fn takes_the_receipt(&mut self) {
        self.browser
            .sees("//article[contains(@class,'receipt')]")
            .await;
        self.presses("Print").await;
        self.presses("Done, to the board").await;
        self.browser.sees(&job_in("Waiting")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manual_says_how_many_taps_it_takes_to_take_somebody_in() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    browser.looks(820, "light").await;
    // A printer's window would wait for an answer.
    browser.before_each_page("window.print = () => {};").await;
    first_start(&browser, &link).await;
    browser.tap("//div[@class='who']/a").await;
    browser.fill("pin", PIN).await;
    browser.fill("password", PASSWORD).await;
    browser.press("Set the PIN").await;
    browser.sees("//p[.='Your PIN has changed.']").await;
    browser.open_by("Board").await;
    let mut hand = Counted {
        browser,
        taps: 0,
        fields: 0,
        keys: 0,
    };

    hand.taps("//a[normalize-space()='New job']").await;
    hand.types("name", "Luis").await;
    hand.types("vehicle", "2012 Chevy Tahoe").await;
    hand.types("work-1", "Subwoofer").await;
    hand.types("price-1", "420").await;
    hand.presses("Go on").await;
    hand.types("phone", "5550134421").await;
    hand.presses("Text the code").await;
    let code = shop.phone_gets(LUIS, "is your code").await;
    let code = code
        .split([':', ' '])
        .find(|word| word.parse::<u32>().is_ok());
    hand.types("code", code.expect("six digits")).await;
    hand.presses("Hand over to Luis, as Jo").await;
    hand.browser.sees("//h1[contains(.,'Hello Luis')]").await;
    hand.taps("//label[.//input[@name='service']]").await;
    hand.browser.draws_on(INK, Hand::Finger).await;
    hand.presses("Done").await;
    hand.browser.sees("//h1[.='Thank you']").await;
    hand.types("password", PIN).await;
    hand.presses("Unlock").await;
    hand.takes_the_receipt().await;
    let (taps, fields, keys) = hand.count();
    let somebody_new = format!("{taps} taps, {fields} fields with {keys} letters and digits");

    hand.taps("//a[normalize-space()='New job']").await;
    hand.types("name", "Luis").await;
    hand.taps("//*[@id='known']//button[starts-with(normalize-space(),'Luis')]")
        .await;
    hand.browser.sees("//*[.='Was here before']").await;
    hand.presses("Go on").await;
    hand.browser.sees("//h2[.='How do we reach Luis?']").await;
    hand.presses("Go on").await;
    hand.presses("On to the receipt").await;
    hand.takes_the_receipt().await;
    let (taps, fields, keys) = hand.count();
    let somebody_known = format!("{taps} taps, {fields} field with {keys} letters");

    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual/src/counter.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let manual = manual.split_whitespace().collect::<Vec<_>>().join(" ");
    for counted in [somebody_new, somebody_known] {
        assert!(manual.contains(&counted), "the manual must say: {counted}");
    }
    hand.browser.close().await;
}
