//! Every page that a person can open, at phone, tablet and desktop width, light and dark: nothing is
//! cut off, everything can be hit with a finger, and axe-core finds nothing that shuts somebody out.
//! Zoomed to 200 and 400 %, it still fits.
//!
//! A picture of each is left in `target/screens/all`; with `READYBELL_SCREENSHOTS` set, of each at every
//! width, light and dark, and those of the manual are taken anew.

use super::{Demo, PASSWORD, first_start, go_on, sign_in};
use crate::support::browser::{Browser, Scripts};
use crate::support::hands::{Album, Hand};
use crate::support::shop::Shop;
use serde_json::{Value, json};
use std::path::Path;

/// Phone, tablet, desktop; and to whom axe-core's contrast is shown.
const SCREENS: [(u32, &str); 3] = [(390, "light"), (820, "dark"), (1280, "light")];
/// The other half, for those who look at the pictures.
const OTHERS: [(u32, &str); 3] = [(390, "dark"), (820, "light"), (1280, "dark")];
/// A desktop's window of 1280 pixels at 200 % (WCAG 2.2, 1.4.4) and at 400 % (1.4.10).
const ZOOMED: [(u32, u32); 2] = [(640, 2), (320, 4)];

/// The pages that an address opens on the demo's day, by the name of their picture.
const PAGES: [(&str, &str); 67] = [
    ("board", "/"),
    ("new-job", "/jobs/new"),
    ("express", "/jobs/new/express"),
    ("work", "/jobs/1006/work"),
    ("number", "/jobs/1006/number"),
    ("consent", "/jobs/1006/consent"),
    ("hand-over", "/jobs/1006/sign"),
    ("receipt", "/jobs/1001/receipt"),
    ("paper", "/jobs/1006/paper"),
    ("late", "/jobs/1003/late"),
    ("approval", "/jobs/1003/ask"),
    ("sweep", "/sweep"),
    ("day-sheet", "/day-sheet"),
    ("redeem", "/redeem"),
    ("redeem-for-whom", "/redeem?code=HARDKNOCKS15"),
    ("redeem-good", "/redeem?code=HARDKNOCKS15&customer=1"),
    ("calls", "/calls"),
    ("inbox", "/inbox"),
    ("inbox-mine", "/inbox?shelf=mine"),
    ("inbox-done", "/inbox?shelf=done"),
    ("conversation", "/inbox/3"),
    ("conversation-out", "/inbox/2"),
    ("others", "/inbox/other"),
    ("modem", "/modem"),
    ("setup-phones", "/setup/phones"),
    ("customers", "/customers"),
    ("customers-found", "/customers?q=ort"),
    ("customer", "/customers/1"),
    ("customer-texts", "/customers/1/texts"),
    ("consent-history", "/customers/2/consent"),
    ("proof", "/customers/2/consent/3"),
    ("merge", "/customers/1/merge"),
    ("erase", "/customers/1/erase"),
    ("you", "/you"),
    ("settings", "/settings"),
    ("settings-shop", "/settings/shop"),
    ("settings-hours", "/settings/hours"),
    ("settings-texts", "/settings/texts"),
    ("settings-limits", "/settings/limits"),
    ("settings-follow-up", "/settings/follow-up"),
    ("settings-templates", "/settings/templates"),
    ("template", "/settings/templates/ready/en"),
    ("settings-phrases", "/settings/phrases"),
    ("wording", "/settings/wording"),
    ("wording-first", "/settings/wording?first=yes"),
    ("settings-money", "/settings/money"),
    ("settings-printer", "/settings/printer"),
    ("settings-bays", "/settings/bays"),
    ("settings-staff", "/settings/staff"),
    ("settings-screens", "/settings/screens"),
    ("settings-tokens", "/settings/tokens"),
    ("settings-audit", "/settings/audit"),
    ("manual", "/manual/"),
    ("manual-counter", "/manual/counter.html"),
    ("manual-consent", "/manual/consent.html"),
    ("manual-bay", "/manual/bay.html"),
    ("manual-customers", "/manual/customers.html"),
    ("manual-modem", "/manual/modem.html"),
    ("manual-trouble", "/manual/trouble.html"),
    ("manual-proof", "/manual/proof.html"),
    ("manual-board", "/manual/board.html"),
    ("manual-inbox", "/manual/inbox.html"),
    ("manual-after", "/manual/after.html"),
    ("manual-owner", "/manual/owner.html"),
    ("manual-texting", "/manual/texting.html"),
    ("missing", "/no/such/page"),
    ("code-sign-in", "/sign-in/code"),
];

/// The pictures of the manual, and how wide their window is.
const MANUAL: [(&str, u32); 14] = [
    ("board", 1280),
    ("new-job", 820),
    ("code", 820),
    ("customer-signs", 820),
    ("receipt-made", 820),
    ("late", 820),
    ("conversation", 1280),
    ("calls", 820),
    ("customer-signed", 1280),
    ("proof-signed", 820),
    ("template", 1280),
    ("settings", 820),
    ("settings-follow-up", 1280),
    ("redeem-for-whom", 820),
];

/// What is too small for a finger: 44 pixels (WCAG 2.2, 2.5.5), but for links in running text. A small
/// link may be hit beside its words too.
const SMALL: &str = r#"
    const isHit = (e, box, x, y) => e.contains(document.elementFromPoint(box.x + box.width / 2 + x, box.y + box.height / 2 + y));
    const isWide = (e) => {
        e.scrollIntoView({ block: "center" });
        const box = e.getBoundingClientRect();
        return [[0, -21], [0, 21], [-21, 0], [21, 0]].every(([x, y]) => isHit(e, box, x, y));
    };
    return [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, a:not(.skip, .header)")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("p, dd, .away, .wire"))
        .filter((e) => e.closest("[data-live]") || !e.closest("li, td"))
        .map((e) => [e.closest("label") && e.matches("[type=checkbox], [type=radio]") ? e.closest("label") : e])
        .map(([e]) => [e.getBoundingClientRect(), e])
        .filter(([box]) => box.height > 0 && (box.height < 43.5 || box.width < 43.5))
        .filter(([_, e]) => !(e.matches("a:not(.btn)") && isWide(e)))
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

/// Words that stick out of the box that they are in, or that something cuts off.
const CUT: &str = r#"
    const cut = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const passed = ".away, .steps i, .skip, .ghost, svg, option, textarea, script, style, noscript";
    while (walker.nextNode() && cut.length < 3) {
        const text = walker.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest(passed) || !parent.checkVisibility({ visibilityProperty: true })) continue;
        // A line of a list may end in dots; the whole of it is one tap away.
        if (parent.closest(".cut") && !parent.closest(".bar")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const line = range.getBoundingClientRect();
        // Where spaces are kept, the one at the end of a line hangs out of it.
        const slack = getComputedStyle(parent).whiteSpace === "pre-wrap" ? 8 : 1;
        let own = true;
        for (let box = parent; box !== document.body; box = box.parentElement) {
            const look = getComputedStyle(box);
            if (["inline", "contents"].includes(look.display)) continue;
            if (["auto", "scroll"].includes(look.overflowX)) break;
            const clips = look.overflowX !== "visible", edge = box.getBoundingClientRect();
            const wide = line.right > edge.right + slack || line.left < edge.left - 1;
            if (((own || clips) && wide) || (clips && line.bottom > edge.bottom + 1)) {
                cut.push(`“${text.data.trim().slice(0, 60)}” in ${box.outerHTML.slice(0, 90)}`);
                break;
            }
            own = false;
            if (["absolute", "fixed"].includes(look.position)) break;
        }
    }
    return cut;
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

fn found(what: &str, screen: &str, list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| format!("{screen}: {what}: {}", one.as_str().unwrap_or_default()))
        .collect()
}

/// Who looks at every page.
struct Inspector<'a> {
    browser: &'a Browser,
    axe: &'a str,
    album: Album,
    /// Whether the pictures of the manual are taken.
    for_manual: bool,
    wrong: Vec<String>,
}

impl<'a> Inspector<'a> {
    fn new(browser: &'a Browser, axe: &'a str, album: &str) -> Self {
        Self {
            browser,
            axe,
            album: Album::new(album),
            for_manual: std::env::var_os("READYBELL_SCREENSHOTS").is_some(),
            wrong: Vec::new(),
        }
    }

    /// Looks at the page that is open, on every screen.
    async fn looks_at(&mut self, name: &str) {
        let browser = self.browser;
        browser.run(self.axe).await;
        for (width, scheme) in SCREENS {
            let screen = format!("{name} ({width}, {scheme})");
            browser.looks(width, scheme).await;
            self.checks(&screen, "beyond the edge", BEYOND).await;
            self.checks(&screen, "cut off", CUT).await;
            self.checks(&screen, "too small", SMALL).await;
            // What axe-core sees does not change with the width, but for what is hidden on a phone.
            if width < 1280 {
                let list = browser.run_until_done(AXE).await;
                self.wrong.extend(found("axe", &screen, &list));
            }
            // A picture costs more than all the rest: one is enough when nobody asked for them.
            if self.for_manual || width == 820 {
                self.album.keep(browser, &format!("{name}-{width}")).await;
            }
        }
        for (width, zoom) in ZOOMED {
            let screen = format!("{name} (at {zoom}00 %)");
            browser.is_wide(width, zoom).await;
            self.checks(&screen, "beyond the edge", BEYOND).await;
            self.checks(&screen, "cut off", CUT).await;
        }
        if self.for_manual {
            for (width, scheme) in OTHERS {
                browser.looks(width, scheme).await;
                self.album
                    .keep(browser, &format!("{name}-{width}-{scheme}"))
                    .await;
            }
            self.takes_the_picture(name).await;
        }
        browser.looks(1280, "light").await;
    }

    async fn checks(&mut self, screen: &str, what: &str, script: &str) {
        let list = self.browser.run(script).await;
        self.wrong.extend(found(what, screen, &list));
    }

    async fn takes_the_picture(&self, name: &str) {
        let Some((_, width)) = MANUAL.iter().find(|(known, _)| *known == name) else {
            return;
        };
        self.browser.looks(*width, "light").await;
        let shot = json!({ "format": "webp", "quality": 60, "captureBeyondViewport": true });
        let place = format!("docs/manual/src/{name}.webp");
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
        std::fs::write(place, self.browser.shot(shot).await).unwrap();
    }

    /// A picture without words, a button for mice, a line that is too long and one that is cut are
    /// all found.
    async fn can_fail(&self) {
        let browser = self.browser;
        browser.looks(390, "light").await;
        let plant = r#"
            const main = document.querySelector("main");
            main.insertAdjacentHTML("beforeend", "<img src='/none.png'><button>x</button><div>w</div><p>cut</p>");
            const [button, wide, cut] = [...main.children].slice(-3);
            button.attributeStyleMap.set("min-height", CSS.px(10));
            button.attributeStyleMap.set("height", CSS.px(10));
            wide.attributeStyleMap.set("width", CSS.px(2000));
            cut.attributeStyleMap.set("width", CSS.px(5));
        "#;
        browser.run(plant).await;
        browser.run(self.axe).await;
        for (what, list) in [
            ("axe", browser.run_until_done(AXE).await),
            ("too small", browser.run(SMALL).await),
            ("beyond the edge", browser.run(BEYOND).await),
            ("cut off", browser.run(CUT).await),
        ] {
            assert!(
                !found(what, "planted", &list).is_empty(),
                "{what} finds nothing"
            );
        }
    }

    fn ends(self) {
        assert!(
            self.wrong.is_empty(),
            "{} findings:\n{}",
            self.wrong.len(),
            self.wrong.join("\n")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_and_shuts_nobody_out() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "all");
    browser.open(&demo.page).await;
    inspector.looks_at("demo").await;
    browser.fill("words", "not interested").await;
    browser.press("Send").await;
    browser.open(&demo.board).await;
    browser.sees("//h1[.='Sign in']").await;
    inspector.looks_at("sign-in").await;
    sign_in(&browser, &demo.password).await;
    browser.sees("//*[@id='asks'][contains(.,'unclear')]").await;
    for (name, path) in PAGES {
        browser
            .open(&format!("{}{}", demo.board, path.trim_start_matches('/')))
            .await;
        inspector.looks_at(name).await;
    }
    taking_in(&mut inspector, &demo).await;
    told_once(&mut inspector, &demo).await;
    // A page that no live update puts right again.
    browser.open(&format!("{}manual/", demo.board)).await;
    inspector.can_fail().await;
    inspector.ends();
    browser.close().await;
    demo.end().await;
}

/// What is seen only on the way: the code, the customer's view, the locked screen, the sheet.
async fn taking_in(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    browser.open(&demo.board).await;
    browser.tap("//a[normalize-space()='New job']").await;
    for (field, words) in [
        ("name", "Rosa Delgado"),
        ("vehicle", "2020 Kia Soul"),
        ("work-1", "Door speakers"),
        ("price-1", "180"),
    ] {
        browser.fill(field, words).await;
    }
    go_on(browser).await;
    browser.fill("phone", "555 013 4470").await;
    browser.fill("email", "rosa@example.com").await;
    go_on(browser).await;
    browser
        .sees("//*[contains(@class,'chip')][contains(.,'delivered')]")
        .await;
    inspector.looks_at("code").await;
    browser
        .tap("//summary[starts-with(normalize-space(),'Nothing came')]")
        .await;
    inspector.looks_at("other-ways").await;
    browser
        .tap("//a[normalize-space()='Signed on paper']")
        .await;
    browser.press("Make the sheet").await;
    inspector.looks_at("sheet").await;
    browser.tap("//label[.//input[@name='service']]").await;
    browser.press("Signed on paper").await;
    inspector.looks_at("sheet-signed").await;
    browser
        .tap("//a[normalize-space()='Back to the job']")
        .await;
    inspector.looks_at("agreed").await;
    browser.tap("//a[normalize-space()='Sign as well']").await;
    browser.press("Hand over to Rosa, as Jo").await;
    browser.sees("//h1[contains(.,'Hello Rosa')]").await;
    browser.tap("//label[.//input[@name='service']]").await;
    browser
        .draws_on("//*[name()='svg'][contains(@class,'ink')]", Hand::Mouse)
        .await;
    inspector.looks_at("customer-signs").await;
    browser.press("Done").await;
    browser.sees("//h1[.='Thank you']").await;
    inspector.looks_at("thanks").await;
    browser.fill("password", &demo.password).await;
    browser.press("Unlock").await;
    browser.sees("//article[contains(@class,'receipt')]").await;
    inspector.looks_at("receipt-made").await;
    browser.press("Done, to the board").await;
    browser.sees("//h1[.='Board']").await;
    browser
        .open(&format!("{}customers?q=Rosa", demo.board))
        .await;
    browser.tap("//main//a[contains(.,'Rosa Delgado')]").await;
    inspector.looks_at("customer-signed").await;
    browser.tap("(//a[contains(@class,'what')])[1]").await;
    browser
        .sees("//*[name()='svg'][contains(@class,'kept')]")
        .await;
    inspector.looks_at("proof-signed").await;
    browser.press("Lock").await;
    browser.sees("//h1[.='Locked']").await;
    inspector.looks_at("locked").await;
    browser.fill("password", &demo.password).await;
    browser.press("Unlock").await;
}

/// What is shown once: a code for somebody new, a program's token.
async fn told_once(inspector: &mut Inspector<'_>, demo: &Demo) {
    let browser = inspector.browser;
    for (page, name, button) in [
        ("staff", "Alex", "Add"),
        ("tokens", "The scheduler", "Make it"),
    ] {
        browser
            .open(&format!("{}settings/{page}", demo.board))
            .await;
        browser.fill("name", name).await;
        if page == "tokens" {
            browser
                .tap("(//input[starts-with(@name,'scope-')])[2]")
                .await;
        }
        browser.press(button).await;
        browser.sees("//code[@class='secret']").await;
        inspector.looks_at(&format!("{page}-once")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screens_fit_and_shut_nobody_out() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "first");
    browser.open(&link).await;
    inspector.looks_at("setup").await;
    browser.open(&link.replace("code=", "code=not-")).await;
    inspector.looks_at("setup-refused").await;
    first_start(&browser, &link).await;
    inspector.looks_at("board-empty").await;
    for page in ["inbox", "calls", "customers", "setup/shop"] {
        let (site, _) = link.split_once("setup").unwrap();
        browser.open(&format!("{site}{page}")).await;
        inspector
            .looks_at(&format!("empty-{page}").replace('/', "-"))
            .await;
    }
    // The card has died, and a backup is in its place.
    shop.kill().await;
    shop.restores_a_backup().await;
    shop.start_again().await;
    let (site, _) = link.split_once("setup").unwrap();
    browser.open(site).await;
    sign_in(&browser, PASSWORD).await;
    browser
        .tap("//a[normalize-space()='See what is missing']")
        .await;
    browser.sees("//h2[.='What was done']").await;
    inspector.looks_at("gap").await;
    browser.open(&format!("{site}modem")).await;
    inspector.looks_at("modem-restored").await;
    inspector.ends();
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_asks_for_trust_fits_and_shuts_nobody_out() {
    let (_shop, link) = Shop::open_with("tls = \"internal\"").await;
    let browser = Browser::start(Scripts::On).await;
    let axe = axe();
    let mut inspector = Inspector::new(&browser, &axe, "trust");
    let (site, _) = link.split_once("/setup").unwrap();
    browser
        .open(&format!("{}/trust", site.replace("https://", "http://")))
        .await;
    browser.sees("//*[@class='fingerprint']").await;
    inspector.looks_at("trust").await;
    inspector.ends();
    browser.close().await;
}
