//! The customers who are not like Luis: one proves the number with a text of the phone's own, one gets
//! no code at first, one has a landline, one no phone, one wants no texts, one reads e-mail; they come in a
//! line, or while the modem is down. And whoever is called does not pick up.

use super::super::go_on;
use super::super::screens::{OTHERS, SCREENS};
use super::{Screen, Walk, button, card, link, summary};
use crate::support::browser::Scripts;
use crate::support::hands::Hand;

const ROSA: &str = "+15550134470";
const OMAR: &str = "+15550138123";
const IRIS: &str = "+15550132210";
const ED: &str = "+15550135566";
const INK: &str = "//*[name()='svg'][contains(@class,'ink')]";
const RECEIPT: &str = "//article[contains(@class,'receipt')]";
/// The code is sent, and what else can be done is folded away.
const NOTHING_CAME: &str = "Nothing came";

async fn others(screen: Screen) {
    let mut walk = Walk::open(screen).await;
    walk.makes_ready().await;
    walk.sets("shop", &[("phone", "(555) 555-0100")]).await;
    walk.sets("texts", &[("undo", "0")]).await;
    let code = walk.omar_gets_no_code().await;
    walk.rosa_scans().await;
    walk.some_get_no_texts().await;
    walk.rosa_wants_none_this_time().await;
    walk.nadia_reads_e_mail().await;
    walk.iris_wants_both_and_offers().await;
    walk.a_line_of_people().await;
    walk.ed_comes_while_the_modem_is_down().await;
    walk.omar_tries_again(&code).await;
    walk.pat_does_not_pick_up().await;
    walk.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_other_customers() {
    others(Screen("others", 820, Hand::Finger, "light", Scripts::On)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_other_customers_without_scripts() {
    others(Screen(
        "others-plain",
        820,
        Hand::Mouse,
        "dark",
        Scripts::Off,
    ))
    .await;
}

/// The six digits of a text.
fn digits(text: &str) -> String {
    let code = text
        .split([':', ' '])
        .find(|word| word.parse::<u32>().is_ok());
    code.expect("six digits").to_owned()
}

fn tells_by(way: &str) -> String {
    format!("//label[.//input[@name='tell'][@value='{way}']]")
}

impl Walk {
    /// A picture for each width; with `READYBELL_SCREENSHOTS` set, light and dark.
    async fn keeps_everywhere(&self, name: &str) {
        let Screen(_, own_width, _, own_scheme, _) = self.screen;
        let all = std::env::var_os("READYBELL_SCREENSHOTS").is_some();
        let more = OTHERS.iter().filter(|_| all);
        for (width, scheme) in SCREENS.iter().chain(more) {
            self.browser.looks(*width, scheme).await;
            self.keeps(&format!("{name}-{width}-{scheme}")).await;
        }
        self.browser.looks(own_width, own_scheme).await;
    }

    /// A new job, up to the question for the number.
    async fn begins(&self, name: &str, vehicle: &str) {
        self.taps(&link("New job")).await;
        self.browser.fill("name", name).await;
        self.browser.fill("vehicle", vehicle).await;
        go_on(&self.browser).await;
        let first = name.split(' ').next().unwrap();
        self.browser
            .sees(&format!("//h2[.='How do we reach {first}?']"))
            .await;
    }

    async fn ends_at_the_receipt(&self, name: &str) {
        self.browser.sees(RECEIPT).await;
        self.browser.press("Done, to the board").await;
        self.sees(&card(name, "")).await;
    }

    /// Signs for texts about the vehicle, and for offers with initials.
    async fn signs(&self, name: &str, picture: &str) {
        let browser = &self.browser;
        if !self.has_scripts() {
            self.taps(&link("Signed on paper")).await;
            self.signs_on_paper(name, &["service", "offers"]).await;
            return;
        }
        browser.press(&format!("Hand over to {name}, as Jo")).await;
        browser
            .sees(&format!("//h1[contains(.,'Hello {name}')]"))
            .await;
        for line in ["service", "offers"] {
            browser
                .tap(&format!("//label[.//input[@name='{line}']]"))
                .await;
        }
        browser.draws_on(INK, self.screen.2).await;
        // The initials are asked for with a tick for offers.
        browser.press("Done").await;
        browser
            .sees("//label[contains(@class,'initials')]/*[@role='alert']")
            .await;
        self.keeps_everywhere(&format!("{picture}-no-initials"))
            .await;
        browser.fill("initials", "IM").await;
        self.keeps_everywhere(&format!("{picture}-initials")).await;
        browser.press("Done").await;
        browser.sees("//h1[.='Thank you']").await;
        self.unlocks().await;
    }

    /// A3: the phone is in the car, so the code waits; staff go on with others.
    async fn omar_gets_no_code(&mut self) -> String {
        self.begins("Omar Haddad", "2016 Ford F-150").await;
        self.browser.fill("phone", "(555) 013-8123").await;
        go_on(&self.browser).await;
        let text = self.shop.phone_gets(OMAR, "is your code").await;
        self.sees("//*[contains(@class,'chip')][contains(.,'delivered')]")
            .await;
        self.taps(&summary(NOTHING_CAME)).await;
        self.browser
            .sees("//button[@disabled][contains(.,'Send it again')]")
            .await;
        self.keeps_everywhere("nothing-came").await;
        self.taps(&link("Later")).await;
        self.sees(&card("Omar", &link("Go on"))).await;
        digits(&text)
    }

    /// A3: the same code once more, when the wait is over; a wrong one is said to be wrong.
    async fn omar_tries_again(&mut self, code: &str) {
        self.taps(&card("Omar", &link("Go on"))).await;
        let again = "//button[not(@disabled)][normalize-space()='Send it again']";
        self.sees(again).await;
        self.taps(&summary(NOTHING_CAME)).await;
        self.taps(again).await;
        let text = self.shop.phone_gets(OMAR, "is your code").await;
        assert_eq!(digits(&text), code, "the same code while it is valid");
        let slip = if code == "111111" { "222222" } else { "111111" };
        self.types_the_code(slip).await;
        self.sees("//*[@id='code-error'][contains(.,'That is not the code')]")
            .await;
        self.keeps_everywhere("wrong-code").await;
        self.types_the_code(code).await;
        self.browser.sees("//h2[contains(.,'is proved')]").await;
        self.taps(&link("Later")).await;
        self.sees(&card("Omar", "")).await;
    }

    async fn types_the_code(&self, code: &str) {
        self.browser.fill("code", code).await;
        if !self.has_scripts() {
            self.browser.press("Check").await;
        }
    }

    /// A3: she scans the square, and her phone sends START. That is a yes to texts about the vehicle, too.
    async fn rosa_scans(&mut self) {
        self.begins("Rosa Delgado", "2020 Kia Soul").await;
        self.browser.fill("phone", "555 013 4470").await;
        go_on(&self.browser).await;
        self.shop.phone_gets(ROSA, "is your code").await;
        self.taps(&summary(NOTHING_CAME)).await;
        self.browser
            .sees("//*[contains(@aria-label,'text START to (555) 555-0100')]")
            .await;
        self.keeps_everywhere("start-to-scan").await;
        self.shop.phone_texts(ROSA, "START").await;
        self.sees("//p[contains(.,'A text came from this number')]")
            .await;
        self.sees("//p[contains(.,'are agreed to')]").await;
        self.keeps_everywhere("proved-by-start").await;
        self.browser.press("On to the receipt").await;
        self.ends_at_the_receipt("Rosa").await;
        self.sees(&card(
            "Rosa",
            "//*[contains(@class,'chip')][.='Agreed to texts']",
        ))
        .await;
    }

    /// A2: a landline, no phone at all, and a number that wants no texts.
    async fn some_get_no_texts(&mut self) {
        for (name, vehicle, phone, words, chip) in [
            (
                "Pat Novak",
                "2005 Volvo V70",
                "555 013 2299",
                "Landline: calls only",
                "Call only",
            ),
            ("Lee Park", "1999 Miata", "", "No phone", "No phone number"),
            (
                "Kim Lund",
                "2011 Saab 9-3",
                "555 013 2288",
                "Wants no texts",
                "Wants no texts",
            ),
        ] {
            self.begins(name, vehicle).await;
            self.browser.fill("phone", phone).await;
            self.browser.press(words).await;
            self.browser.sees(RECEIPT).await;
            if phone.is_empty() {
                self.keeps_everywhere("receipt-without-texts").await;
            }
            let first = name.split(' ').next().unwrap();
            self.ends_at_the_receipt(first).await;
            let told = format!("//*[contains(@class,'chip')][normalize-space()='{chip}']");
            self.sees(&card(first, &told)).await;
        }
    }

    /// A number that agreed, and a visit about which nothing is to be texted.
    async fn rosa_wants_none_this_time(&mut self) {
        let browser = &self.browser;
        self.taps(&link("New job")).await;
        browser.fill("name", "Rosa").await;
        if !self.has_scripts() {
            browser.press("Look up").await;
        }
        browser
            .tap("//*[@id='known']//button[normalize-space()='Rosa Delgado · 2020 Kia Soul · …70']")
            .await;
        browser.sees("//*[.='Was here before']").await;
        go_on(browser).await;
        browser.sees("//h2[.='How do we reach Rosa?']").await;
        browser.press("Wants no texts").await;
        browser
            .sees("//h2[starts-with(.,'Shall all texts to')]")
            .await;
        browser.tap(&summary("Yes, end them")).await;
        self.keeps_everywhere("end-all-texts").await;
        browser.press("No, only on this visit").await;
        self.ends_at_the_receipt("Rosa").await;
    }

    /// A2: an e-mail in place of texts.
    async fn nadia_reads_e_mail(&mut self) {
        let browser = &self.browser;
        self.begins("Nadia Karim", "2013 Mazda 3").await;
        browser.tap(&tells_by("email")).await;
        browser
            .tap("//form//button[contains(@class,'go') and not(contains(@class,'if-texted'))]")
            .await;
        let missing = "//*[@role='alert'][contains(.,'Nothing was saved yet')]";
        browser.sees(missing).await;
        self.keeps_everywhere("e-mail-missing").await;
        browser.fill("email", "nadia@example.com").await;
        self.keeps_everywhere("told-by-e-mail").await;
        browser
            .tap("//form//button[contains(@class,'go') and not(contains(@class,'if-texted'))]")
            .await;
        self.ends_at_the_receipt("Nadia").await;
        self.sees(&card(
            "Nadia",
            "//*[contains(@class,'chip')][.='Wants an e-mail']",
        ))
        .await;
    }

    /// A2 and A4: text and e-mail, each with a line of its own to sign, and offers with initials.
    async fn iris_wants_both_and_offers(&mut self) {
        let browser = &self.browser;
        self.begins("Iris Moreau", "2017 Audi A4").await;
        browser.fill("phone", "555 013 2210").await;
        browser.fill("email", "iris@example.com").await;
        browser.tap(&tells_by("both")).await;
        go_on(browser).await;
        let text = self.shop.phone_gets(IRIS, "is your code").await;
        self.types_the_code(&digits(&text)).await;
        self.browser.sees("//h2[contains(.,'is proved')]").await;
        self.signs("Iris", "both").await;
        self.browser.sees(RECEIPT).await;
        let offers = "//p[contains(@class,'ticked')][contains(.,'Offers by text')]";
        self.browser
            .sees(&format!("{offers}/span[contains(@class,'on')]"))
            .await;
        self.keeps_everywhere("receipt-with-offers").await;
        self.ends_at_the_receipt("Iris").await;
        self.shop.phone_gets(IRIS, "STOP to end").await;
    }

    /// Five are waiting: name, phone, next. One has a number that is known.
    async fn a_line_of_people(&mut self) {
        let browser = &self.browser;
        self.taps(&link("New job")).await;
        browser.tap("//a[contains(.,'The short form')]").await;
        browser.sees("//h1[.='Quick job']").await;
        self.keeps_everywhere("quick-job").await;
        browser.fill("name", "Lou").await;
        browser.fill("phone", "555 013 9901").await;
        browser.press("Take it in").await;
        browser
            .sees("//p[@role='status'][starts-with(.,'Lou is on the board')]")
            .await;
        browser.fill("name", "Marta").await;
        browser.fill("phone", "555 013 4470").await;
        browser.press("Take it in").await;
        browser
            .sees("//*[@role='alert'][contains(.,'known')]")
            .await;
        self.keeps_everywhere("quick-job-whose").await;
        browser.press("Take it in").await;
        browser
            .sees("//p[@role='status'][starts-with(.,'Marta is on the board')]")
            .await;
        self.keeps_everywhere("quick-job-done").await;
        self.taps(&link("Back to the board")).await;
        self.sees(&card("Marta", &link("Go on"))).await;
        self.keeps_everywhere("board-in-the-middle").await;
    }

    /// A3 with the modem down: the job goes on, the signature counts, the texts follow.
    async fn ed_comes_while_the_modem_is_down(&mut self) {
        self.shop.happens("unplug").await;
        self.sees("//*[@id='asks'][contains(.,'No texts go out')]")
            .await;
        self.begins("Ed Moss", "2014 Ram 1500").await;
        self.browser.fill("phone", "555 013 5566").await;
        self.keeps_everywhere("number-modem-down").await;
        go_on(&self.browser).await;
        self.browser
            .sees("//p[starts-with(.,'The modem is down')]")
            .await;
        self.keeps_everywhere("code-modem-down").await;
        self.signs("Ed", "modem-down").await;
        self.ends_at_the_receipt("Ed").await;
        self.keeps_everywhere("board-modem-down").await;
        self.shop.happens("replug").await;
        self.shop.phone_gets(ED, "STOP to end").await;
    }

    /// Nobody answers; later there is the voicemail.
    async fn pat_does_not_pick_up(&mut self) {
        self.taps(&button("Pat", "Into Bay 1")).await;
        self.taps(&button("Pat", "Ready")).await;
        self.browser.open_by("Calls").await;
        let listed = "//main//ul[@class='list']/li[contains(.,'Pat Novak')]";
        self.sees(&format!(
            "{listed}[contains(.,'can')][contains(.,'be texted')]"
        ))
        .await;
        self.taps(&format!("{listed}//button[normalize-space()='No answer']"))
            .await;
        self.sees(&format!("{listed}[contains(.,'tried, no answer')]"))
            .await;
        self.keeps_everywhere("no-answer").await;
        self.taps(&format!("{listed}//button[normalize-space()='Voicemail']"))
            .await;
        self.sees("//main//li[contains(.,'Pat Novak')][contains(.,'has a voicemail')]")
            .await;
    }
}
