//! A card is carried from column to column, with a mouse by the card and with a finger by its tag.

use super::{card, first_start, job_in, take_in};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::Hand;
use crate::support::shop::Shop;

fn place(column: &str) -> String {
    format!("//*[@data-drop='{column}'][contains(@class,'open')]")
}

async fn carries_a_card_about(browser: &Browser, handle: &str, with: Hand) {
    let handle = card(handle);
    browser.carries(&handle, &place("booked"), with).await;
    browser.sees(&job_in("Booked")).await;
    browser.carries(&handle, &place("waiting"), with).await;
    browser.sees(&job_in("Waiting")).await;
    let bay = format!("{}[@data-bay='2']", place("in_bay"));
    browser.carries(&handle, &bay, with).await;
    browser.sees(&job_in("In the bays")).await;
    browser.sees(&card("[contains(.,'Bay 2')]")).await;
    browser.carries(&handle, &place("ready"), with).await;
    browser.sees(&job_in("Ready")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_carried_with_a_mouse_and_with_a_finger() {
    let (_shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    for (width, handle, with, is_new) in [
        (1280, "/p[contains(.,'Tahoe')]", Hand::Mouse, true),
        (820, "//*[contains(@class,'tag')]", Hand::Finger, false),
    ] {
        browser.looks(width, "light").await;
        take_in(&browser, "2012 Chevy Tahoe", is_new).await;
        carries_a_card_about(&browser, handle, with).await;
        browser
            .tap(&card("//button[normalize-space()='Undo']"))
            .await;
        browser.sees(&job_in("In the bays")).await;
        browser
            .tap(&card("//details[contains(@class,'more')]/summary"))
            .await;
        browser
            .tap(&card("//button[normalize-space()='Picked up']"))
            .await;
        browser.sees("//p[.='Every bay is free.']").await;
    }
    browser.close().await;
}
