//! What the shop sets day to day. Every setting has a default that works.

use super::consent::names;
use super::follow_up::FollowUp;
use super::hours::Week;
use super::lang::Lang;
use super::money::Currency;
use super::phone::{Country, PhoneNumber};
use super::phrases::Phrases;
use super::retention::Retention;
use serde::{Deserialize, Serialize};

/// The shop, as its customers know it, and the limits that it keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The name in front of each text.
    pub brand: String,
    /// The trade in a word or two, for the reply to HELP.
    pub trade: String,
    /// The number that customers call, as it is to be shown.
    pub phone: String,
    /// The site, without `https://`.
    pub site: String,
    /// Where the terms and the privacy notice are, as customers read it; empty: at the counter.
    pub terms: String,
    /// The country whose spelling of numbers is the default: two letters of ISO 3166-1.
    pub country: Country,
    /// The IANA name of the shop's time zone.
    pub zone: String,
    /// The language of the page and of texts, where the customer's is unknown.
    pub lang: Lang,
    /// The number that texts come from, where it is another than the one that customers call.
    pub line: Option<PhoneNumber>,
    /// The countries whose numbers may be texted a code. None: the shop's own.
    pub code_countries: Vec<Country>,
    /// The currency of every price.
    pub currency: Currency,
    /// The tax that is added to the sum of the lines, in basis points: 825 is 8.25 %.
    pub tax: u32,
    /// What receipts call it; empty where there is none.
    pub tax_name: String,
    /// Where the receipt printer is, such as `/dev/usb/lp0` or `192.168.1.50:9100`; empty for none.
    pub printer: String,
    /// When the shop is open.
    pub open: Week,
    /// When service texts may go.
    pub service_hours: Week,
    /// When offers and requests for feedback may go.
    pub offer_hours: Week,
    /// Seconds in which "ready" can be taken back.
    pub undo_seconds: u32,
    /// What the tags of the keys say.
    pub key_tag: KeyTag,
    /// The owner has confirmed that the line's contract allows offers.
    pub offers_unlocked: bool,
    /// Minutes after which a screen that nobody touches is locked; 0 for never.
    pub lock_minutes: u32,
    /// Whether the sign-in page shows the names of the shop's people to anyone on the LAN.
    pub names_shown: bool,
    /// The state or province of the shop, as two letters (ISO 3166-2 without the country); empty
    /// where it is not said. It narrows when offers may go.
    pub region: String,
    /// The phrases that one tap puts into a reply.
    pub phrases: Phrases,
    /// Whether a customer who calls the line is texted that nobody can answer there.
    pub texts_back: bool,
    /// Whether the line texts itself after a day without an inbound text.
    pub checks_line: bool,
    /// What follows a pick-up.
    pub follow_up: FollowUp,
    /// How fast, and how many.
    pub limits: Limits,
    /// How long texts and proofs are kept.
    pub retention: Retention,
}

/// What the tag of a vehicle's keys says; the card shows it large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyTag {
    /// The last three digits of the job's number.
    #[default]
    JobNumber,
    /// The plate; where there is none, the job's number.
    Plate,
}

names!(KeyTag { JobNumber = "job_number", Plate = "plate" });

/// The pace and the caps. Defaults: CTIA's "typical consumer operation", with room to spare.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Whether texts are spaced out at all. Off only for tests and benchmarks.
    pub paced: bool,
    /// Seconds between two texts, at least.
    pub seconds_apart: f64,
    /// Texts that may go at once after a pause.
    pub burst: f64,
    /// Texts a minute before what can wait must wait.
    pub per_minute: u32,
    /// Texts an hour before what can wait must wait.
    pub per_hour: u32,
    /// Texts a day before what can wait must wait.
    pub per_day: u32,
    /// Different numbers a day before what can wait must wait.
    pub numbers_per_day: u32,
    /// Offers an hour.
    pub offers_per_hour: u32,
    /// Offers a day.
    pub offers_per_day: u32,
    /// Offers to one number in 7 days.
    pub offers_per_week_each: u32,
    /// Offers to one number in 30 days.
    pub offers_per_month_each: u32,
    /// Automatic replies to one number in 24 hours.
    pub replies_per_day: u32,
}

impl Settings {
    /// The countries whose numbers may be texted a code.
    pub fn texts_codes_to(&self) -> Vec<Country> {
        match self.code_countries.as_slice() {
            [] => vec![self.country],
            countries => countries.to_vec(),
        }
    }

    /// The number that a customer's text goes to: the line's, or the one that customers call.
    pub fn text_number(&self) -> Option<PhoneNumber> {
        let called = || PhoneNumber::parse(&self.phone, self.country).ok();
        self.line.clone().or_else(called)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            paced: true,
            seconds_apart: 7.5,
            burst: 5.0,
            per_minute: 6,
            per_hour: 60,
            per_day: 150,
            numbers_per_day: 100,
            offers_per_hour: 10,
            offers_per_day: 30,
            offers_per_week_each: 1,
            offers_per_month_each: 2,
            replies_per_day: 3,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            brand: "Our shop".to_owned(),
            trade: String::new(),
            phone: String::new(),
            site: String::new(),
            terms: String::new(),
            country: Country::US,
            zone: "America/Chicago".to_owned(),
            lang: Lang::En,
            line: None,
            code_countries: Vec::new(),
            currency: Currency::USD,
            tax: 0,
            tax_name: String::new(),
            printer: String::new(),
            open: Week::working((9, 18), (9, 17)),
            service_hours: Week::daily(9, 21),
            offer_hours: Week::working((10, 18), (10, 17)),
            undo_seconds: 20,
            key_tag: KeyTag::default(),
            offers_unlocked: false,
            lock_minutes: 10,
            names_shown: true,
            region: String::new(),
            phrases: Phrases::default(),
            texts_back: false,
            checks_line: true,
            follow_up: FollowUp::default(),
            limits: Limits::default(),
            retention: Retention::default(),
        }
    }
}
