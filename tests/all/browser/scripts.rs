//! Script in every field of every form, in the texts that come in and in the addresses: a browser
//! takes none of it for anything but words, on any page.
//!
//! The forms are found by the browser on the pages themselves, so that no new one is left out.

use crate::support::browser::{Browser, Scripts};
use crate::web::{routes, shop};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Breaks out of text, of an attribute, of a link, of a template, of the direction of writing.
const HOSTILE: [&str; 6] = [
    "<script>window.evil=1</script>",
    "</textarea></title><x-evil>",
    "javascript:window.evil=1",
    "{{7*7}}${7*7}<%=7*7%>",
    "\u{202e}gnp.\u{2066}evil",
    "\"'><x-evil x-evil onfocus=window.evil=1 autofocus>",
];

/// What no number, date, time or price may be.
const SENSELESS: [&str; 9] = [
    "-1",
    "99999999999999999999",
    "1e309",
    "NaN",
    "0000-00-00",
    "999999-12-31",
    "25:61",
    "-0.001",
    "٣",
];

/// Forms that end or close this very session, or guess a password until it is slowed down.
const SKIPPED: [&str; 6] = [
    "/sign-in",
    "/lock",
    "/unlock",
    "/you/",
    "/setup",
    "/settings/staff/1/",
];

/// Fields that keep what is typed, and so must have been kept, or nothing was proved.
const KEPT: [(&str, &str); 12] = [
    ("/jobs/new", "name"),
    ("/jobs/new", "vehicle"),
    ("/jobs/new", "colour"),
    ("/jobs/new", "plate"),
    ("/jobs/new", "work-1"),
    ("/jobs/new", "note"),
    ("/jobs/new/express", "name"),
    ("/customers/1", "name"),
    ("/customers/1", "note"),
    ("/settings/shop", "brand"),
    ("/settings/shop", "trade"),
    ("/settings/staff", "name"),
];

struct Site {
    shop: shop::Shop,
    browser: Browser,
    address: String,
}

impl Site {
    /// A shop after a day, on a real port, with the owner signed in.
    async fn open() -> Self {
        let shop = shop::Shop::open().await;
        let ann = shop.cookie("Ann").await;
        let job = shop
            .job(&ann, &[("where", "bay-1"), ("work", "Subwoofer")])
            .await;
        shop.post(&format!("/jobs/{job}/receipt"), &ann, &[]).await;
        shop.post("/jobs/1001/paper", &ann, &[("lang", "en")]).await;
        for words in HOSTILE {
            shop.receives("+15550134477", words).await;
        }
        shop.receives("<x-evil>", "<x-evil>").await;
        shop.receives("+15550134477", "why are you texting <x-evil>me")
            .await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (router, stop) = (shop.router.clone(), shop.closing.clone());
        tokio::spawn(readybell::web::serve(listener, router, None, stop));
        let browser = Browser::start(Scripts::On).await;
        browser.before_each_page(WATCH).await;
        let site = Self {
            shop,
            browser,
            address,
        };
        site.go("/manual/").await;
        let cookie = json!(format!("{ann}; path=/"));
        site.browser
            .run(&format!("document.cookie = {cookie}"))
            .await;
        site.go("/manual/").await;
        site
    }

    async fn go(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.address)).await;
    }

    /// Calls one of the functions of `forms.js` in the page that is open.
    async fn call(&self, function: &str, arguments: &[Value]) -> Value {
        let arguments: Vec<_> = arguments.iter().map(Value::to_string).collect();
        let script = format!(
            "const done = arguments[arguments.length - 1];
             {function}({}).then(done, (why) => done({{ broken: String(why) }}));",
            arguments.join(", ")
        );
        let done = self.browser.run_until_done(&script).await;
        assert!(done.get("broken").is_none(), "{function}: {done}");
        done
    }

    /// Every page that there is now: all routes, and all that they link to.
    async fn pages(&self) -> (Vec<String>, Vec<String>) {
        let gets = routes::pages().into_iter().filter(|route| route.gets);
        let mut waiting: Vec<String> = gets
            .filter(|route| !matches!(route.path.as_str(), "/events" | "/sign-in/code"))
            .flat_map(|route| ["1", "2", "1001", "1002"].map(|id| route.with(id)))
            .collect();
        let mut seen = BTreeSet::new();
        let (mut pages, mut wrong) = (Vec::new(), Vec::new());
        while let Some(path) = waiting.pop() {
            let is_new = seen.insert(path.clone());
            if !is_new || path.starts_with("/manual") || pages.len() >= 150 {
                continue;
            }
            let page = self.call("visit", &[json!(path)]).await;
            wrong.extend(strings(&page["wrong"]));
            if page["status"] == 200 {
                pages.push(path);
                waiting.extend(strings(&page["links"]));
            }
        }
        pages.sort();
        (pages, wrong)
    }
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Notes what the policy had to stop: with words that stay words, it has nothing to do.
const WATCH: &str = r#"
    addEventListener("securitypolicyviolation", (e) => (window.stopped ??= []).push(`${e.violatedDirective} ${e.sourceFile}`));
    for (const box of ["alert", "confirm", "prompt"]) window[box] = () => { window.evil = 1; };
"#;

/// Letters that turn the direction, where they could turn what stands beside them.
const TURNED: &str = r#"
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        if (!/[\u202a-\u202e\u2066-\u2069]/.test(walk.currentNode.data)) continue;
        let around = walk.currentNode.parentElement;
        if (!around.checkVisibility() || around.closest("textarea, option, title")) continue;
        const kept = (e) => getComputedStyle(e).unicodeBidi.includes("isolate") || getComputedStyle(e).unicodeBidi === "plaintext";
        if (!kept(around)) found.push(around.outerHTML.slice(0, 160));
    }
    return found;
"#;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_or_texted_stays_words_in_a_browser() {
    let site = Site::open().await;
    site.browser.run(include_str!("forms.js")).await;
    for (planted, fine) in [
        ("<p>&lt;x-evil&gt; and <b>words</b>", true),
        ("<p><x-evil>", false),
        ("<p x-evil=1>", false),
        ("<p onclick=evil()>", false),
        ("<p style='position: fixed'>", false),
        ("<a href=' javascript:evil()'>", false),
        ("<form><button formaction='data:text/html,evil'>", false),
        ("<img src=//evil.example/x.png>", false),
        ("<script>evil()</script>", false),
        ("<script src=//evil.example/x.js></script>", false),
        ("<iframe></iframe>", false),
    ] {
        let wrong = site.call("judge", &[json!(planted)]).await;
        assert_eq!(strings(&wrong).is_empty(), fine, "{planted}: {wrong}");
    }

    // What is tried last stays where there is one only.
    let values: Vec<_> = SENSELESS.iter().chain(&HOSTILE).collect();
    let (mut pages, mut wrong) = site.pages().await;
    assert!(pages.len() > 45, "{pages:?}");
    // The shop's own settings last: what they hold must make sense while the rest is tried.
    pages.sort_by_key(|path| (path.starts_with("/settings"), path.clone()));
    let (mut tried, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for path in &pages {
        let answers = site
            .call("tryFields", &[json!(path), json!(values), json!(SKIPPED)])
            .await;
        for answer in answers.as_array().into_iter().flatten() {
            wrong.extend(strings(&answer["wrong"]));
            let field = ["action", "field"].map(|of| answer[of].as_str().unwrap().to_owned());
            tried.insert(field.clone());
            if answer["taken"] == true {
                taken.insert(field);
            }
        }
    }
    assert!(tried.len() > 60, "{tried:?}");
    for (action, field) in KEPT {
        let field = [action.to_owned(), field.to_owned()];
        assert!(
            taken.contains(&field),
            "{field:?} was never taken: {taken:?}"
        );
    }

    // What was kept, on every page: first read, then shown.
    let (pages, more) = site.pages().await;
    wrong.extend(more);
    for path in &pages {
        let evil = "%22%3E%3Cscript%3Ewindow.evil%3D1%3C%2Fscript%3E%3Cx-evil%3E";
        let fields = ["q", "to", "saved", "said", "done", "thanks", "code", "left"];
        let all = fields.map(|field| format!("{field}={evil}")).join("&");
        // The second is refused everywhere, and its page says what was wrong.
        for query in [all, format!("before={evil}")] {
            let address = format!("{}?{query}", path.split('?').next().unwrap());
            let page = site.call("visit", &[json!(address)]).await;
            wrong.extend(strings(&page["wrong"]));
        }
    }
    let mut shown = 0;
    for path in &pages {
        if path.ends_with(".pdf") || path.ends_with(".crt") || path.starts_with("/attachments") {
            continue;
        }
        site.go(path).await;
        let seen = site
            .browser
            .run("return [window.evil ?? 0, window.stopped ?? [], document.body.innerText.includes('x-evil')]")
            .await;
        if seen[0] != 0 || seen[1] != json!([]) {
            wrong.push(format!("{path} ran or tried to run something: {seen}"));
        }
        shown += usize::from(seen[2] == true);
        let turned = site.browser.run(TURNED).await;
        wrong.extend(
            strings(&turned)
                .into_iter()
                .map(|one| format!("{path} is turned: {one}")),
        );
    }
    assert!(shown > 15, "the words were shown on {shown} pages only");
    assert!(site.shop.store.settings().await.is_ok());
    site.browser.close().await;
    wrong.sort();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} findings:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
