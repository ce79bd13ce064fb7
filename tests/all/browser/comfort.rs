//! What makes the page good to work with: a lost line costs no typing, and keys do what buttons do.

use super::{LUIS, first_start, go_on};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::Hand;
use crate::support::shop::Shop;
use serde_json::json;

const LOST: &str = "//*[@id='lost'][not(@hidden)]";
const FOUND: &str = "//*[@id='lost'][@hidden]";
const INK: &str = "//*[name()='svg'][contains(@class,'ink')]";
const DRAWN: &str = "return document.querySelector('[name=drawn]').value";

async fn brand(browser: &Browser) -> serde_json::Value {
    let field = "return document.querySelector('[name=brand]').value";
    browser.run(field).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_line_is_said_and_costs_no_typing() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    browser.open_by("Settings").await;
    browser.tap("//a[@href='/settings/shop']").await;
    browser.fill("brand", "Ortega Sound").await;

    shop.kill().await;
    browser.sees(LOST).await;
    browser.press("Save").await;
    browser.sees(LOST).await;
    assert_eq!(brand(&browser).await, json!("Ortega Sound"));

    shop.start_again().await;
    browser.sees(FOUND).await;
    browser.look_again().await;
    assert_eq!(brand(&browser).await, json!("Ortega Sound"), "the draft");
    browser.press("Save").await;
    browser.sees("//header/b[.='Ortega Sound']").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_outlives_a_lost_line() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    browser.tap("//a[normalize-space()='New job']").await;
    browser.fill("name", "Luis").await;
    go_on(&browser).await;
    browser.fill("phone", "(555) 013-4421").await;
    go_on(&browser).await;
    let code = shop.phone_gets(LUIS, "is your code").await;
    let code = code
        .split([':', ' '])
        .find(|word| word.parse::<u32>().is_ok());
    browser.fill("code", code.expect("six digits")).await;
    browser.press("Hand over to Luis, as Jo").await;
    browser.tap("//label[.//input[@name='service']]").await;
    browser.draws_on(INK, Hand::Finger).await;
    let drawn = browser.run(DRAWN).await;
    assert_ne!(drawn, json!(""));

    shop.kill().await;
    browser.press("Done").await;
    browser.sees(LOST).await;
    assert_eq!(browser.run(DRAWN).await, drawn);

    shop.start_again().await;
    browser.sees(FOUND).await;
    browser.press("Done").await;
    browser.sees("//h1[.='Thank you']").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_do_what_buttons_do_until_they_are_turned_off() {
    let (_shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    let press = |key: &str| {
        format!(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }}))"
        )
    };
    browser.run(&press("?")).await;
    browser.sees("//dialog[@open]//kbd[.='i']").await;
    browser.press("Close").await;
    browser.run(&press("i")).await;
    browser.sees("//h1[.='Inbox']").await;
    browser.run(&press("?")).await;
    browser.tap("//dialog//input[@name='keys']").await;
    browser.press("Close").await;
    browser.run(&press("b")).await;
    browser.run(&press("?")).await;
    browser.sees("//dialog[@open]").await;
    browser.sees("//h1[.='Inbox']").await;
    browser.close().await;
}
