//! What a browser does with the page besides showing it: it installs it as an app, feels how hard a pen
//! presses, and prints.

use super::{PASSWORD, first_start, job_in, take_in};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::Album;
use crate::support::shop::Shop;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_finds_nothing_that_keeps_the_page_from_being_installed() {
    let (_shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    let manifest = browser.devtools("Page.getAppManifest", json!({})).await;
    assert_eq!(manifest["errors"], json!([]));
    let data: Value = serde_json::from_str(manifest["data"].as_str().unwrap()).unwrap();
    assert_eq!(data["name"], "House of Hardknocks");
    let checked = browser
        .devtools("Page.getInstallabilityErrors", json!({}))
        .await;
    assert_eq!(checked["installabilityErrors"], json!([]));
    // The check can fail: without an icon nothing is installed.
    browser
        .run("document.querySelector('link[rel=manifest]').href = 'data:application/manifest+json,{}'")
        .await;
    let checked = browser
        .devtools("Page.getInstallabilityErrors", json!({}))
        .await;
    assert_ne!(checked["installabilityErrors"], json!([]));
    browser.close().await;
}

/// The points of a drawing on the page, and the widths of its lines.
const DRAWN: &str = r#"
    const lines = [...document.querySelectorAll("svg.ink path")];
    const points = lines.flatMap((line) => line.getAttribute("d").match(/-?\d+ -?\d+/g));
    return { points: [...new Set(points)].sort(), widths: [...new Set(lines.map((line) => line.getAttribute("stroke-width")))].sort() };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_by_pen_keeps_how_hard_it_was_pressed_and_is_shown_again_exactly() {
    let (_shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    browser.looks(820, "light").await;
    first_start(&browser, &link).await;
    take_in(&browser, "2012 Chevy Tahoe", false).await;
    let site = link.split("setup").next().unwrap();
    browser.open(&format!("{site}jobs/1001/sign")).await;
    browser.press("Hand over to Luis, as Jo").await;
    browser.tap("//label[.//input[@name='service']]").await;
    browser
        .writes_with_a_pen("//*[name()='svg'][contains(@class,'ink')]")
        .await;
    let drawn = browser.run(DRAWN).await;
    let widths = drawn["widths"].as_array().unwrap().len();
    assert!(widths >= 4, "a pen draws thin and thick: {drawn}");
    browser.press("Done").await;
    browser.sees("//h1[.='Thank you']").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Unlock").await;
    browser.sees("//article[contains(@class,'receipt')]").await;
    browser.open(&format!("{site}customers/1/consent/1")).await;
    browser
        .sees("//*[name()='svg'][contains(@class,'kept')]")
        .await;
    assert_eq!(browser.run(DRAWN).await, drawn);
    browser.close().await;
}

/// What a program says about a file.
fn told(program: &str, arguments: &[&str], file: &Path, more: &[&str]) -> String {
    let out = Command::new(program)
        .args(arguments)
        .arg(file)
        .args(more)
        .output();
    let out = out.unwrap_or_else(|why| panic!("{program}: {why}; apt-get install poppler-utils"));
    assert!(out.status.success(), "{program}: {out:?}");
    String::from_utf8(out.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_prints_on_one_sheet_of_each_paper_and_nothing_of_the_page_with_it() {
    let (_shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    browser.looks(820, "dark").await;
    first_start(&browser, &link).await;
    take_in(&browser, "2012 Chevy Tahoe", true).await;
    browser.sees(&job_in("Waiting")).await;
    let site = link.split("setup").next().unwrap();
    let album = Album::new("printed");
    for (paper, size) in [
        ("letter", [612.0, 792.0]),
        ("a4", [595.3, 841.9]),
        ("roll", [226.8, 841.9]),
    ] {
        browser
            .open(&format!("{site}jobs/1001/receipt?size={paper}"))
            .await;
        browser.sees("//article[contains(@class,'receipt')]").await;
        let how = json!({ "preferCSSPageSize": true });
        let printed = browser.devtools("Page.printToPDF", how).await;
        let printed = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        let file = album.folder().join(format!("{paper}.pdf"));
        std::fs::write(&file, printed).unwrap();
        let facts = told("pdfinfo", &[], &file, &[]);
        let fact = |name: &str| {
            let line = facts.lines().find(|line| line.starts_with(name));
            line.unwrap_or_else(|| panic!("no {name} in {facts}"))
                .to_owned()
        };
        let numbers = fact("Page size:");
        let numbers = numbers
            .split_whitespace()
            .filter_map(|word| word.parse().ok());
        let numbers: Vec<f64> = numbers.collect();
        assert_eq!(numbers.len(), 2, "{paper}: {facts}");
        for (is, wanted) in numbers.into_iter().zip(size) {
            assert!(f64::abs(is - wanted) < 1.0, "{paper}: {facts}");
        }
        assert!(fact("Pages:").ends_with(" 1"), "{paper}: {facts}");
        let words = told("pdftotext", &["-layout"], &file, &["-"]);
        for there in [
            "House of Hardknocks",
            "Job 1001",
            "Luis Ortega",
            "STOP",
            "1-",
        ] {
            assert!(words.contains(there), "{paper} lacks {there}:\n{words}");
        }
        for not_there in [
            "Done, to the board",
            "Inbox",
            "Lock",
            "Letter",
            "Manual",
            "PDF",
        ] {
            assert!(
                !words.contains(not_there),
                "{paper} has {not_there}:\n{words}"
            );
        }
    }
    browser.close().await;
}
