//! How each screen is looked at: what is cut off, too small, or shuts somebody out, and its pictures.

use super::list::{MANUAL, in_gallery, manual};
use crate::support::browser::Browser;
use crate::support::hands::Album;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Phone, tablet, desktop; and to whom axe-core's contrast is shown.
pub const SCREENS: [(u32, &str); 3] = [(390, "light"), (820, "dark"), (1280, "light")];
/// The other half, for those who look at the pictures.
pub const OTHERS: [(u32, &str); 3] = [(390, "dark"), (820, "light"), (1280, "dark")];
/// A picture of the gallery: a tablet's width, and of a long page the beginning.
const GALLERY: (u32, u64) = (820, 900);
/// A desktop's window of 1280 pixels at 200 % (WCAG 2.2, 1.4.4) and at 400 % (1.4.10).
const ZOOMED: [(u32, u32); 2] = [(640, 2), (320, 4)];

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

/// Opens all that is folded away, and says whether there was something.
const UNFOLD: &str = r#"
    const folded = [...document.querySelectorAll("main details:not([open], .chapters), .customer details:not([open])")];
    for (const one of folded) { one.open = true; one.dataset.unfolded = ""; }
    return folded.length > 0;
"#;

/// Folds it away again.
const FOLD: &str = r#"
    for (const one of document.querySelectorAll("[data-unfolded]")) { one.open = false; delete one.dataset.unfolded; }
"#;

const AXE: &str = r#"
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ["violations"] }).then((found) =>
        done(found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`)));
"#;

/// axe-core as `tests/run` got it from the npm registry.
pub fn axe() -> String {
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
pub struct Inspector<'a> {
    pub browser: &'a Browser,
    axe: &'a str,
    album: Album,
    /// Whether the pictures of the manual are taken.
    for_manual: bool,
    /// What was looked at.
    pub opened: BTreeSet<String>,
    wrong: Vec<String>,
}

impl<'a> Inspector<'a> {
    pub fn new(browser: &'a Browser, axe: &'a str, album: &str) -> Self {
        Self {
            browser,
            axe,
            album: Album::new(album),
            for_manual: std::env::var_os("READYBELL_SCREENSHOTS").is_some(),
            opened: BTreeSet::new(),
            wrong: Vec::new(),
        }
    }

    /// Looks at the page that is open, on every screen.
    pub async fn looks_at(&mut self, name: &str) {
        let browser = self.browser;
        let path = browser.run("return location.pathname").await;
        self.opened.insert(path.as_str().unwrap().to_owned());
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
                self.notes("axe", &screen, &list);
            }
            // A picture costs more than all the rest: one is enough when nobody asked for them.
            if self.for_manual || width == 820 {
                self.album.keep(browser, &format!("{name}-{width}")).await;
            }
        }
        if browser.run(UNFOLD).await == json!(true) {
            let screen = format!("{name} (unfolded, 390)");
            browser.looks(390, "dark").await;
            self.checks(&screen, "beyond the edge", BEYOND).await;
            self.checks(&screen, "cut off", CUT).await;
            self.checks(&screen, "too small", SMALL).await;
            let list = browser.run_until_done(AXE).await;
            self.notes("axe", &screen, &list);
            if self.for_manual {
                self.album.keep(browser, &format!("{name}-unfolded")).await;
            }
            browser.run(FOLD).await;
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
        self.notes(what, screen, &list);
    }

    /// Keeps findings for the end, and tells them at once: a later step may fail.
    fn notes(&mut self, what: &str, screen: &str, list: &Value) {
        for one in found(what, screen, list) {
            eprintln!("{one}");
            self.wrong.push(one);
        }
    }

    async fn takes_the_picture(&self, name: &str) {
        let write = |file: String, shot: Vec<u8>| {
            std::fs::write(manual().join(file), shot).unwrap();
        };
        if let Some((_, width)) = MANUAL.iter().find(|(known, _)| *known == name) {
            self.browser.looks(*width, "light").await;
            let shot = json!({ "format": "webp", "quality": 60, "captureBeyondViewport": true });
            write(format!("{name}.webp"), self.browser.shot(shot).await);
        }
        if in_gallery().contains(name) {
            self.browser.looks(GALLERY.0, "light").await;
            let high = self
                .browser
                .run("return document.documentElement.scrollHeight")
                .await;
            let high = high.as_u64().unwrap().min(GALLERY.1);
            let clip = json!({ "x": 0, "y": 0, "width": GALLERY.0, "height": high, "scale": 0.45 });
            let shot = json!({ "format": "webp", "quality": 40, "clip": clip, "captureBeyondViewport": true });
            write(
                format!("gallery-{name}.webp"),
                self.browser.shot(shot).await,
            );
        }
    }

    /// A picture without words, a button for mice, a line that is too long and one that is cut are
    /// all found.
    pub async fn can_fail(&self) {
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

    pub fn ends(self) {
        assert!(
            self.wrong.is_empty(),
            "{} findings:\n{}",
            self.wrong.len(),
            self.wrong.join("\n")
        );
    }
}
