//! Every screen at phone, tablet and desktop width, light and dark: nothing is cut off, everything
//! can be hit with a finger, and axe-core finds nothing that shuts somebody out.
//!
//! With `READYBELL_SCREENSHOTS` set it also takes the pictures of the manual.

use super::{Demo, sign_in};
use crate::support::browser::{Browser, Scripts};
use serde_json::Value;
use std::path::Path;

/// Phone, tablet, desktop.
const WIDTHS: [u32; 3] = [390, 820, 1280];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// The screens of a day at the counter: the picture's name, and the address.
const SCREENS: [(&str, &str); 22] = [
    ("board", "/"),
    ("new-job", "/jobs/new"),
    ("express", "/jobs/new/express"),
    ("number", "/jobs/1006/number"),
    ("signature", "/jobs/1006/consent"),
    ("receipt", "/jobs/1001/receipt"),
    ("paper", "/jobs/1006/paper"),
    ("late", "/jobs/1003/late"),
    ("approval", "/jobs/1003/ask"),
    ("sweep", "/sweep"),
    ("day-sheet", "/day-sheet"),
    ("calls", "/calls"),
    ("inbox", "/inbox"),
    ("conversation", "/inbox/1"),
    ("others", "/inbox/other"),
    ("modem", "/modem"),
    ("settings", "/settings"),
    ("wording", "/settings/wording"),
    ("manual", "/manual/"),
    ("missing", "/no/such/page"),
    ("customers", "/customers"),
    ("customer", "/customers/1"),
];

/// What is too small for a finger: 44 pixels (WCAG 2.2, 2.5.5), but for links in running text.
const SMALL: &str = r#"
    return [...document.querySelectorAll("button, a.btn, summary, input:not([type=hidden]), select, nav a")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("p, dd, .away, .wire"))
        .map((e) => [e.closest("label") && e.matches("[type=checkbox], [type=radio]") ? e.closest("label") : e])
        .map(([e]) => [e.getBoundingClientRect(), e])
        .filter(([box]) => box.height > 0 && (box.height < 43.5 || box.width < 43.5))
        .map(([box, e]) => `${e.outerHTML.slice(0, 90)} is ${Math.round(box.width)} by ${Math.round(box.height)}`);
"#;

/// How far the page goes beyond the window to the right, and what makes it so.
const BEYOND: &str = r#"
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide <= 0) return [];
    return [...document.querySelectorAll("body *")]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 3).map((e) => `${wide} px: ${e.outerHTML.slice(0, 120)}`);
"#;

const AXE: &str = r#"
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ["violations"] }).then((found) =>
        done(found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`)));
"#;

/// axe-core as `tests/run` got it from the npm registry.
fn axe() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.cache/axe.min.js");
    std::fs::read_to_string(&file)
        .unwrap_or_else(|why| panic!("{}: {why}; run tests/run --needs", file.display()))
}

/// A picture without words, a button for mice and a line that is too long are all found.
async fn the_checks_can_fail(browser: &Browser, axe: &str, still: &str) {
    browser.open(still).await;
    browser.looks(390, "light").await;
    let plant = r#"
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<img src='/none.png'><button>x</button><div>w</div>");
        const [button, wide] = [...main.children].slice(-2);
        button.attributeStyleMap.set("min-height", CSS.px(10));
        button.attributeStyleMap.set("height", CSS.px(10));
        wide.attributeStyleMap.set("width", CSS.px(2000));
    "#;
    browser.run(plant).await;
    browser.run(axe).await;
    for (what, list) in [
        ("axe", browser.run_until_done(AXE).await),
        ("too small", browser.run(SMALL).await),
        ("beyond the edge", browser.run(BEYOND).await),
    ] {
        assert!(
            !found(what, "planted", &list).is_empty(),
            "{what} finds nothing"
        );
    }
}

fn found(what: &str, screen: &str, list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| format!("{screen}: {what}: {}", one.as_str().unwrap_or_default()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_and_shuts_nobody_out() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    browser.open(&demo.board).await;
    sign_in(&browser, &demo.password).await;
    browser.sees("//h1[.='Board']").await;
    let axe = axe();
    let pictures = std::env::var_os("READYBELL_SCREENSHOTS").is_some();
    let mut wrong = Vec::new();
    // A page that no live update puts right again.
    the_checks_can_fail(&browser, &axe, &format!("{}manual/", demo.board)).await;
    for (name, path) in SCREENS {
        let address = format!("{}{}", demo.board, path.trim_start_matches('/'));
        for (width, scheme) in WIDTHS.into_iter().zip(SCHEMES.into_iter().cycle()) {
            let screen = format!("{name} ({width}, {scheme})");
            browser.looks(width, scheme).await;
            browser.open(&address).await;
            wrong.extend(found(
                "beyond the edge",
                &screen,
                &browser.run(BEYOND).await,
            ));
            wrong.extend(found("too small", &screen, &browser.run(SMALL).await));
            browser.run(&axe).await;
            wrong.extend(found("axe", &screen, &browser.run_until_done(AXE).await));
        }
        if pictures {
            for (width, scheme) in [(390, "dark"), (820, "light")] {
                browser.looks(width, scheme).await;
                browser.open(&address).await;
                let place = format!("docs/manual/src/{name}-{width}.png");
                let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
                std::fs::write(place, browser.whole_picture().await).unwrap();
            }
        }
    }
    browser.close().await;
    demo.end().await;
    assert!(
        wrong.is_empty(),
        "{} findings:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
