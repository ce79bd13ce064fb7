//! Screens that no address opens: questions that come back, versions that came to be, what an old page is
//! told, and what somebody sees who is neither the owner nor at the counter.

use super::look::Inspector;
use super::{Demo, go_on, open};
use crate::support::browser::Browser;
use serde_json::json;

/// The number of Luis.
const KNOWN: &str = "555 013 4421";

/// Sends a form that the page does not have, or has no more.
async fn sends(browser: &Browser, path: &str, fields: &[(&str, &str)]) {
    let script = format!(
        "const form = document.createElement('form');
         Object.assign(form, {{ method: 'post', action: {} }});
         for (const [name, value] of {}) {{
             const field = document.createElement('input');
             form.append(Object.assign(field, {{ type: 'hidden', name, value }}));
         }}
         document.body.append(form);
         form.submit();",
        json!(path),
        json!(fields)
    );
    browser.run(&script).await;
}

pub async fn all(inspector: &mut Inspector<'_>, demo: &Demo) {
    whose_number(inspector, demo).await;
    versions(inspector, demo).await;
    refusals(inspector, demo).await;
    told_once(inspector, demo).await;
    a_technician_looks(inspector, demo).await;
}

/// Somebody else has this number.
async fn whose_number(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    open(demo, browser, "/jobs/new").await;
    browser.fill("name", "Marta").await;
    go_on(browser).await;
    browser.fill("phone", KNOWN).await;
    go_on(browser).await;
    browser.sees("//h2[.='This number is known']").await;
    inspector.looks_at("whose-number").await;
    open(demo, browser, "/jobs/new/express").await;
    browser.fill("name", "Lou").await;
    browser.fill("phone", KNOWN).await;
    browser.press("Take it in").await;
    browser
        .sees("//*[@role='alert'][contains(.,'known')]")
        .await;
    inspector.looks_at("express-whose").await;
    browser.press("Take it in").await;
    browser.sees("//p[@role='status']").await;
    inspector.looks_at("express-done").await;
}

/// A text and a line of the consent that were worded twice.
async fn versions(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    let template = "/settings/templates/ready/en";
    for end in ["is done", "is done now"] {
        open(demo, browser, template).await;
        let words = format!("{{brand}}: {{vehicle|your vehicle}} {end}.");
        browser.fill("words", &words).await;
        // What it will say is shown while it is typed, and moves the button.
        browser
            .sees(&format!("//*[@data-shows][contains(.,'{end}.')]"))
            .await;
        browser.press("Make it the new version").await;
        browser
            .sees("//p[@role='status'][starts-with(.,'Saved.')]")
            .await;
    }
    inspector.looks_at("template-versions").await;
    open(demo, browser, &format!("{template}?before=2")).await;
    inspector.looks_at("template-older").await;

    open(demo, browser, "/settings/wording").await;
    let first = "//article[contains(@class,'version')][1]";
    browser.tap(&format!("({first}//summary)[1]")).await;
    let field = format!("({first}//textarea)[1]");
    browser
        .sees(&field)
        .await
        .send_keys(" Thanks.")
        .await
        .unwrap();
    browser
        .tap(&format!("({first}//button[contains(@class,'go')])[1]"))
        .await;
    browser.sees("//article[contains(.,'Thanks.')]").await;
    inspector.looks_at("wording-versions").await;
    let older = "/settings/wording?line=service&lang=en&before=2";
    open(demo, browser, older).await;
    inspector.looks_at("wording-older").await;
}

/// The owner corrects what was written down at the counter.
pub async fn a_correction(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    open(demo, browser, "/customers/2/consent").await;
    let correct = "//a[contains(@href,'/correct')]";
    browser.sees(correct).await;
    browser.tap(correct).await;
    browser.sees("//textarea[@name='reason']").await;
    inspector.looks_at("correct").await;
}

/// What an old page, or a made up address, is told.
async fn refusals(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    for (name, path, fields, says) in [
        (
            "changed-meanwhile",
            "/jobs/1003/undo",
            &[][..],
            "Things have changed",
        ),
        (
            "not-understood",
            "/tasks/1",
            &[("outcome", "eaten")],
            "That did not work",
        ),
    ] {
        open(demo, browser, "/calls").await;
        sends(browser, path, fields).await;
        browser.sees(&format!("//h1[.='{says}']")).await;
        inspector.looks_at(name).await;
    }
}

/// What is shown once: a code for somebody new, a program's token.
async fn told_once(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    for (page, name, button) in [
        ("staff", "Alex", "Add"),
        ("tokens", "The scheduler", "Make it"),
    ] {
        open(demo, browser, &format!("/settings/{page}")).await;
        browser.fill("name", name).await;
        if page == "staff" {
            browser
                .tap("//form[@action='/settings/staff']//label[.//input[@value='technician']]")
                .await;
        } else {
            browser
                .tap("(//input[starts-with(@name,'scope-')])[2]")
                .await;
        }
        browser.press(button).await;
        browser.sees("//code[@class='secret']").await;
        inspector.looks_at(&format!("{page}-once")).await;
    }
}

/// Somebody who sees jobs and no numbers comes with the one-time code that is on the screen.
async fn a_technician_looks(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    open(demo, browser, "/settings/staff").await;
    browser
        .tap("//li[contains(.,'Alex')]//button[normalize-space()='Reset password']")
        .await;
    browser.sees("//code[@class='secret']").await;
    let code = browser
        .run("return document.querySelector('code.secret').textContent")
        .await;
    open(demo, browser, "/you").await;
    browser.press("Sign out on this screen").await;
    browser.sees("//h1[.='Sign in']").await;
    open(demo, browser, "/sign-in/code").await;
    browser.fill("name", "Alex").await;
    browser.fill("code", code.as_str().unwrap()).await;
    browser.fill("password", "green fuse panel").await;
    browser.fill("again", "green fuse panel").await;
    browser.tap("//main//button[contains(@class,'go')]").await;
    browser.sees("//h1[.='Alex']").await;
    for (name, path) in [
        ("you-technician", "/you"),
        ("board-technician", "/"),
        ("not-for-you", "/inbox"),
        ("not-for-you-either", "/settings"),
    ] {
        open(demo, browser, path).await;
        inspector.looks_at(name).await;
    }
}
