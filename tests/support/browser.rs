//! Debian's Chromium, driven over WebDriver. Each [`Browser`] has a driver and a profile of its own.
//!
//! Nothing here sleeps: every helper waits for what it wants to see, and says what was there instead
//! when it never came.

use super::ports::free_address;
use axum::http::Method;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use url::{ParseError, Url};

/// Long enough for a loaded machine; what is there is seen at once.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As browsers come.
    On,
    /// Switched off in the browser's settings.
    Off,
}

/// One browser with one window.
pub struct Browser {
    page: Client,
    driver: Driver,
}

impl Browser {
    /// Starts one. Panics, saying what to install, where it can't.
    pub async fn start(scripts: Scripts) -> Self {
        let driver = Driver::start();
        let profile = driver.profile.path().display();
        let mut options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--hide-scrollbars", "--window-size=1280,900", format!("--user-data-dir={profile}"),
        ]});
        if scripts == Scripts::Off {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let wanted = [
            ("browserName".to_owned(), json!("chrome")),
            ("goog:chromeOptions".to_owned(), options),
        ];
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.into_iter().collect())
            .connect(&driver.address)
            .await
            .unwrap_or_else(|why| panic!("{NEEDED}: {why}"));
        Self { page, driver }
    }

    /// Opens an address.
    pub async fn open(&self, address: &str) {
        self.page.goto(address).await.unwrap();
    }

    /// Asks for the page again, as a person does.
    pub async fn look_again(&self) {
        self.page.refresh().await.unwrap();
    }

    /// Waits for an element, by its XPath.
    pub async fn sees(&self, what: &str) -> Element {
        let found = self.page.wait().at_most(PATIENCE);
        match found.for_element(Locator::XPath(what)).await {
            Ok(element) => element,
            Err(why) => panic!("{what} never came ({why}).\n{}", self.shown().await),
        }
    }

    /// Whether the page as it is now has no such element.
    pub async fn lacks(&self, what: &str) -> bool {
        self.page.find(Locator::XPath(what)).await.is_err()
    }

    /// Waits until an element is there, and asks for the page again as long as it is not: for pages
    /// that don't change by themselves.
    pub async fn finds(&self, what: &str) {
        let since = Instant::now();
        while self.page.find(Locator::XPath(what)).await.is_err() {
            if since.elapsed() > PATIENCE {
                panic!("{what} never came.\n{}", self.shown().await);
            }
            self.look_again().await;
        }
    }

    /// Clicks an element as soon as it is there. The page may be redrawn in the same moment; then
    /// the next one is clicked.
    pub async fn tap(&self, what: &str) {
        let since = Instant::now();
        loop {
            match self.sees(what).await.click().await {
                Ok(()) => return,
                Err(why) if since.elapsed() > PATIENCE => {
                    panic!("{what} can't be clicked ({why}).\n{}", self.shown().await)
                }
                // The bar of a phone may lie over it.
                Err(_) => self.brings_into_view(what).await,
            }
        }
    }

    /// Scrolls until an element is in the middle of the window.
    pub(super) async fn brings_into_view(&self, what: &str) {
        let script = "document.evaluate(arguments[0], document, null, 9).singleNodeValue\
                      ?.scrollIntoView({ block: 'center' })";
        let _ = self.page.execute(script, vec![json!(what)]).await;
    }

    /// Taps the button with these words; not the unseen one that Return presses.
    pub async fn press(&self, words: &str) {
        self.tap(&format!(
            "//button[normalize-space()='{words}'][not(@tabindex='-1')]"
        ))
        .await;
    }

    /// Follows the link of that name in the bar.
    pub async fn open_by(&self, name: &str) {
        self.tap(&format!(
            "//nav//a[starts-with(normalize-space(),'{name}')]"
        ))
        .await;
        self.sees(&format!(
            "//nav//a[@aria-current][starts-with(normalize-space(),'{name}')]"
        ))
        .await;
    }

    /// Types into a field, in place of what is there.
    pub async fn fill(&self, field: &str, words: &str) {
        let field = self.sees(&format!("//*[@name='{field}']")).await;
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> serde_json::Value {
        self.page.execute(script, Vec::new()).await.unwrap()
    }

    /// Runs a script at the start of every page from now on, before anything of the page itself.
    pub async fn before_each_page(&self, script: &str) {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await;
    }

    /// Runs a script in the page that calls its last argument when it is done.
    pub async fn run_until_done(&self, script: &str) -> serde_json::Value {
        self.page.execute_async(script, Vec::new()).await.unwrap()
    }

    /// From now on pages are shown on a screen of that width, to somebody who prefers `light` or
    /// `dark`.
    pub async fn looks(&self, width: u32, scheme: &str) {
        self.is_wide(width, 1).await;
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// From now on the window is so many CSS pixels wide, each of them `zoom` pixels of the screen:
    /// what a browser makes of a wider window when it zooms.
    pub async fn is_wide(&self, width: u32, zoom: u32) {
        let screen = json!({ "width": width, "height": 900 / zoom, "deviceScaleFactor": zoom, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", screen)
            .await;
    }

    /// Sends a command of Chromium's own protocol, and gives the answer.
    pub async fn devtools(
        &self,
        command: &'static str,
        parameters: serde_json::Value,
    ) -> serde_json::Value {
        let command = Devtools {
            command,
            parameters,
        };
        self.page.issue_cmd(command).await.unwrap()
    }

    /// The window.
    pub(super) fn page(&self) -> &Client {
        &self.page
    }

    /// The window's picture, `width` by `height` pixels, as a PNG.
    pub async fn picture(&self, width: u32, height: u32) -> Vec<u8> {
        self.page.set_window_size(width, height).await.unwrap();
        let inner = self
            .run("return [window.innerWidth, window.innerHeight]")
            .await;
        // What the window itself takes away is added to it.
        let lost = |place: usize, wanted: u32| {
            wanted - u32::try_from(inner[place].as_u64().unwrap()).unwrap()
        };
        let (more_width, more_height) = (lost(0, width), lost(1, height));
        self.page
            .set_window_size(width + more_width, height + more_height)
            .await
            .unwrap();
        self.page.screenshot().await.unwrap()
    }

    /// Ends it.
    pub async fn close(self) {
        self.page.close().await.unwrap();
        drop(self.driver);
    }

    /// What a person would read now.
    pub(super) async fn shown(&self) -> String {
        let words = match self.page.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(why) => why.to_string(),
        };
        let place = self.page.current_url().await;
        let place = place.map_or_else(|why| why.to_string(), String::from);
        format!("The page at {place} says:\n{words}")
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Devtools {
    command: &'static str,
    parameters: serde_json::Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.expect("a session");
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

const NEEDED: &str = "the browser can't be had (apt-get install chromium chromium-driver)";

/// chromedriver, and what it starts. Dropping it ends them all.
struct Driver {
    address: String,
    child: Child,
    profile: TempDir,
}

impl Driver {
    fn start() -> Self {
        let address = free_address();
        let mut child = Command::new("chromedriver")
            .arg(format!("--port={}", address.port()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|why| panic!("{NEEDED}: {why}"));
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut said = Vec::new();
        let started = out.lines().map_while(Result::ok).any(|line| {
            let started = line.contains("started successfully");
            said.push(line);
            started
        });
        assert!(started, "{NEEDED}: {}", said.join("\n"));
        Self {
            address: format!("http://{address}"),
            child,
            profile: TempDir::with_prefix("readybell-browser-").unwrap(),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}
