//! The shop's day in a real browser: Debian's Chromium, the real program, a simulated modem.

use crate::support::browser::{Browser, PATIENCE, Scripts};
use crate::support::ports::free_address;
use crate::support::shop::{Buttons, Shop};
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

mod comfort;
mod device;
mod drag;
mod hand_over;
mod keys;
mod screens;
mod scripts;
mod taps;
mod walk;

const LUIS: &str = "+15550134421";
const PASSWORD: &str = "subwoofer in a tahoe";

/// The card of a job on the board.
fn card(inside: &str) -> String {
    format!("//article[contains(@class,'job')][contains(.,'Luis')]{inside}")
}

/// A chip on the card of a job.
fn chip(words: &str) -> String {
    card(&format!(
        "//*[contains(@class,'chip')][contains(normalize-space(),'{words}')]"
    ))
}

/// A job in a column of the board.
fn job_in(column: &str) -> String {
    format!("//section[h2[contains(.,'{column}')]]//article[contains(.,'Luis')]")
}

/// Follows the link of the first start: the owner, then the shop.
async fn first_start(browser: &Browser, link: &str) {
    browser.open(link).await;
    browser.fill("name", "Jo").await;
    browser.fill("password", PASSWORD).await;
    browser.fill("again", PASSWORD).await;
    browser.press("Go on").await;
    browser.fill("brand", "House of Hardknocks").await;
    browser
        .tap("//select[@id='zone']//option[.='America/Chicago']")
        .await;
    browser.press("Done").await;
    browser
        .tap("//a[normalize-space()='Use these lines']")
        .await;
    browser
        .tap("//a[normalize-space()='On to the board']")
        .await;
    browser.sees("//h1[.='Board']").await;
}

async fn sign_in(browser: &Browser, password: &str) {
    browser.tap("//label[normalize-space()='Jo']").await;
    browser.fill("password", password).await;
    browser.press("Sign in").await;
}

/// Taps the button that takes a step's form on, whatever it does besides.
async fn go_on(browser: &Browser) {
    browser
        .tap("//button[@class='go if-texted'] | //button[@class='go'][normalize-space()='Go on']")
        .await;
}

/// Takes in a job of Luis, who waits; `agrees`: on the phone, to texts about the vehicle.
async fn take_in(browser: &Browser, vehicle: &str, agrees: bool) {
    browser.tap("//a[normalize-space()='New job']").await;
    browser.fill("name", "Luis Ortega").await;
    browser.fill("vehicle", vehicle).await;
    go_on(browser).await;
    browser.fill("phone", "555 013 4421").await;
    browser.press("Go on without a code").await;
    browser.sees("//h2[.='Consent']").await;
    if agrees {
        browser
            .tap("//summary[normalize-space()='Agreed by phone']")
            .await;
        browser.tap("//input[@name='read']").await;
        browser.press("Agreed by phone").await;
        browser.sees("//p[contains(.,'are agreed to')]").await;
    }
    browser.open_by("Board").await;
    browser.sees(&job_in("Waiting")).await;
}

async fn put_in_bay(browser: &Browser, bay: u16) {
    browser
        .tap(&card(&format!(
            "//button[normalize-space()='Into Bay {bay}']"
        )))
        .await;
    browser.sees(&job_in("In the bays")).await;
}

async fn seconds_to_undo(browser: &Browser, seconds: u16) {
    browser.open_by("Settings").await;
    browser.tap("//a[@href='/settings/texts']").await;
    browser.fill("undo", &seconds.to_string()).await;
    browser.press("Save").await;
    browser.open_by("Board").await;
}

/// After STOP: another job of the same number is announced, and nobody is texted.
async fn is_on_the_call_list(browser: &Browser) {
    browser.open_by("Calls").await;
    let listed = "//ul[@class='list']/li[contains(.,'Luis Ortega')][contains(.,'555-013-4421') or contains(.,'013-4421')]";
    browser.sees(listed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_from_the_first_start_to_the_call_list() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    browser.tap("//div[@class='who']/a").await;
    browser.press("Sign out on this screen").await;
    sign_in(&browser, "not the password").await;
    browser.sees("//*[@role='alert']").await;
    sign_in(&browser, PASSWORD).await;
    browser.sees("//h1[.='Board']").await;

    take_in(&browser, "2012 Chevy Tahoe", true).await;
    shop.phone_gets(LUIS, "STOP to end").await;
    put_in_bay(&browser, 1).await;

    // From here on the page is never loaded again: what changes comes by itself.
    browser.run("window.loadedOnce = true").await;
    let mut buttons = shop.buttons().await;
    buttons.press(1).await;
    buttons.light_shows(1, "armed").await;
    browser.sees(&chip("goes in")).await;
    two_seconds_pass(&browser).await;
    buttons.press(1).await;
    browser.sees(&job_in("In the bays")).await;
    assert_eq!(
        browser.run("return window.loadedOnce").await,
        serde_json::Value::Bool(true),
        "the board was loaded again"
    );
    ready_and_undo_on_the_page(&browser, &mut buttons).await;

    seconds_to_undo(&browser, 1).await;
    buttons.press(1).await;
    let text = shop.phone_gets(LUIS, "is ready for pick-up").await;
    assert!(
        text.starts_with("House of Hardknocks: 2012 Chevy Tahoe"),
        "{text}"
    );
    buttons.light_shows(1, "sent").await;
    browser.sees(&chip("“Ready” delivered")).await;

    shop.phone_texts(LUIS, "STOP").await;
    browser.sees(&chip("Opted out · no texts")).await;
    shop.phone_gets(LUIS, "no more texts").await;
    browser
        .tap(&card("//button[normalize-space()='Picked up']"))
        .await;
    browser.sees("//p[.='Nothing waits for pick-up.']").await;

    let so_far = shop.phone(LUIS).await;
    take_in(&browser, "1998 Toyota Camry", false).await;
    put_in_bay(&browser, 2).await;
    buttons.press(2).await;
    buttons.light_shows(2, "call-customer").await;
    browser.sees(&job_in("Ready")).await;
    is_on_the_call_list(&browser).await;
    assert_eq!(shop.phone(LUIS).await, so_far, "texted after STOP");
    browser.close().await;
}

/// Waits until the countdown on the page has run for more than two seconds: only then does another
/// press count.
async fn two_seconds_pass(browser: &Browser) {
    let runs = chip("goes in");
    let left = format!("{runs}//*[@data-left][number(.) <= 17]");
    browser.sees(&left).await;
}

async fn ready_and_undo_on_the_page(browser: &Browser, buttons: &mut Buttons) {
    browser
        .tap(&card("//button[normalize-space()='Ready']"))
        .await;
    buttons.light_shows(1, "armed").await;
    two_seconds_pass(browser).await;
    browser
        .tap(&card("//button[normalize-space()='Undo']"))
        .await;
    browser.sees(&job_in("In the bays")).await;
    buttons.light_shows(1, "well").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_works_with_scripts_switched_off() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::Off).await;
    first_start(&browser, &link).await;
    take_in(&browser, "2012 Chevy Tahoe", true).await;
    shop.phone_gets(LUIS, "STOP to end").await;
    put_in_bay(&browser, 1).await;

    let mut buttons = shop.buttons().await;
    browser
        .tap(&card("//button[normalize-space()='Ready']"))
        .await;
    buttons.light_shows(1, "armed").await;
    browser
        .tap(&card("//button[normalize-space()='Undo']"))
        .await;
    browser.sees(&job_in("In the bays")).await;

    seconds_to_undo(&browser, 0).await;
    buttons.press(1).await;
    shop.phone_gets(LUIS, "is ready for pick-up").await;
    browser.finds(&chip("“Ready” delivered")).await;

    shop.phone_texts(LUIS, "STOP").await;
    browser.finds(&chip("Opted out · no texts")).await;
    browser
        .tap(&card("//button[normalize-space()='Picked up']"))
        .await;
    take_in(&browser, "1998 Toyota Camry", false).await;
    put_in_bay(&browser, 2).await;
    browser
        .tap(&card("//button[normalize-space()='Ready']"))
        .await;
    browser.sees(&job_in("Ready")).await;
    is_on_the_call_list(&browser).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_board_is_current_again_after_the_program_was_killed() {
    let (mut shop, link) = Shop::open().await;
    let browser = Browser::start(Scripts::On).await;
    first_start(&browser, &link).await;
    browser.run("window.loadedOnce = true").await;
    let unread = |count: u8| {
        format!("//nav//a[contains(.,'Inbox')]/*[@class='badge'][starts-with(.,'{count}')]")
    };
    shop.phone_texts(LUIS, "Are you open on Sunday?").await;
    browser.sees(&unread(1)).await;

    shop.kill().await;
    shop.phone_texts("+15550134432", "Is my car done?").await;
    shop.start_again().await;
    browser.sees(&unread(2)).await;
    shop.phone_texts("+15550134446", "And mine?").await;
    browser.sees(&unread(3)).await;
    assert_eq!(
        browser.run("return window.loadedOnce").await,
        serde_json::Value::Bool(true),
        "the board was loaded again"
    );
    browser.close().await;
}

/// The demo as its own process, with its two pages.
struct Demo {
    page: String,
    board: String,
    password: String,
    process: Child,
    /// What it says goes nowhere, and is not refused.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Demo {
    async fn start() -> Self {
        let (page, board) = (free_address(), free_address());
        let mut process = Command::new(env!("CARGO_BIN_EXE_readybell"))
            .args(["demo", "--address", &board.to_string()])
            .args(["--demo-address", &page.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let password = timeout(PATIENCE, async {
            loop {
                let line = said.next_line().await.unwrap();
                let line = line.expect("the demo ended at once");
                if let Some((_, rest)) = line.split_once("password ") {
                    return rest.trim_end_matches(')').to_owned();
                }
            }
        });
        Self {
            password: password.await.expect("the demo never got ready"),
            page: format!("http://{page}/"),
            board: format!("http://{board}/"),
            process,
            _said: said,
        }
    }

    /// Ends it as Ctrl-C does, so that it ends the appliance and takes its directory away.
    async fn end(mut self) {
        let pid = i32::try_from(self.process.id().unwrap()).unwrap();
        let pid = rustix::process::Pid::from_raw(pid).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        let ended = timeout(PATIENCE, self.process.wait()).await;
        assert!(ended.expect("Ctrl-C did not end it").unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shows_a_ready_text_a_stop_and_a_power_cut() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    browser.open(&demo.board).await;
    sign_in(&browser, &demo.password).await;
    browser.sees(&job_in("In the bays")).await;
    browser
        .tap(&card("//button[normalize-space()='Ready']"))
        .await;
    browser.sees(&chip("goes in")).await;
    take_the_picture(&browser).await;
    browser
        .tap(&card("//button[normalize-space()='Undo']"))
        .await;
    browser.sees(&job_in("In the bays")).await;

    browser.open(&demo.page).await;
    browser.press("Bay 1").await;
    browser.sees("//*[contains(.,'Blinking')]").await;
    let phone = |words: &str| format!("//div[@class='talk']//p[contains(.,'{words}')]");
    browser.sees(&phone("Chevy Tahoe is ready")).await;
    browser.fill("words", "STOP").await;
    browser.press("Send").await;
    browser.sees(&phone("no more texts")).await;

    browser.press("Cut the power").await;
    browser.sees("//*[contains(.,'the box is dark')]").await;
    browser.sees("//*[contains(.,'the box is on')]").await;
    browser.open(&demo.board).await;
    browser.sees(&chip("Opted out · no texts")).await;
    browser.close().await;
    demo.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_to_the_demo_reads_the_code_on_a_phone_of_their_own_and_texts_from_it() {
    let demo = Demo::start().await;
    let browser = Browser::start(Scripts::On).await;
    browser.open(&demo.board).await;
    sign_in(&browser, &demo.password).await;
    browser.tap("//a[normalize-space()='New job']").await;
    browser.fill("name", "Nadia").await;
    go_on(&browser).await;
    browser.fill("phone", "555 013 7788").await;
    go_on(&browser).await;
    browser
        .sees("//p[contains(.,'Texted to (555) 013-7788')]")
        .await;
    let step = browser.run("return location.href").await;
    let step = step.as_str().unwrap();

    // The phone of that number is on the demo's page by itself.
    browser.open(&demo.page).await;
    browser
        .tap("//nav[@id='hands']/a[normalize-space()='(555) 013-7788']")
        .await;
    browser
        .sees("//div[@class='talk']//p[contains(.,'is your code')]")
        .await;
    let words = browser
        .run("return document.querySelector('.talk p.words').textContent")
        .await;
    let code = words
        .as_str()
        .unwrap()
        .split_whitespace()
        .find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()))
        .unwrap_or_else(|| panic!("no code in {words}"))
        .to_owned();
    // Typed whole, it is tried at once.
    browser.open(step).await;
    browser.fill("code", &code).await;
    browser
        .sees("//*[contains(.,'(555) 013-7788 is proved')]")
        .await;
    browser.sees("//*[contains(.,'The code was right')]").await;

    let theirs = format!("{}?phone=%2B15550137788", demo.page);
    browser.open(&theirs).await;
    browser.fill("words", "Nadia was here").await;
    browser.press("Send").await;
    browser.open(&demo.board).await;
    browser.open_by("Inbox").await;
    browser.sees("//*[contains(.,'Nadia was here')]").await;

    // A phone that has no text yet can be picked up by its number.
    browser.open(&demo.page).await;
    browser
        .run("document.querySelector('input[type=tel]').value = '(555) 013-7799'")
        .await;
    browser.press("Pick up").await;
    browser
        .sees("//nav[@id='hands']/a[@aria-current][normalize-space()='(555) 013-7799']")
        .await;
    browser.close().await;
    demo.end().await;
}

/// The README's picture, for whoever asks for it.
async fn take_the_picture(browser: &Browser) {
    if std::env::var_os("READYBELL_SCREENSHOTS").is_some() {
        let picture = browser.picture(1280, 800).await;
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/board.png");
        std::fs::write(place, picture).unwrap();
    }
}
