//! The variables that a template may name, and their values in one text.

use std::collections::BTreeMap;

/// A variable that a template may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variable {
    /// The shop's name as customers know it. Always there.
    Brand,
    /// The shop's trade in a word or two, such as "car audio".
    Trade,
    /// The customer's first name.
    FirstName,
    /// The vehicle as people call it, such as "2014 Silverado".
    Vehicle,
    /// When the job is promised, as the customer reads a clock.
    PromisedTime,
    /// The bay's name.
    Bay,
    /// The lines of work in short.
    Work,
    /// The line of work that a question is about.
    Line,
    /// What that line costs, with its currency.
    Price,
    /// The job's number as printed on the receipt.
    JobNumber,
    /// What is to be paid, with its currency.
    Balance,
    /// When the next visit is, date and time.
    VisitTime,
    /// A number that proves a phone.
    Code,
    /// The shop's phone number.
    ShopPhone,
    /// The shop's site, without `https://`.
    ShopSite,
    /// The shop's street address.
    ShopAddress,
    /// When the shop closes today.
    ClosingTime,
    /// Where reviews are written.
    ReviewLink,
    /// The code of an offer.
    OfferCode,
    /// The last day on which that code is good.
    ValidUntil,
    /// Where each open job of a number stands.
    Status,
}

impl Variable {
    /// Every variable, with its name in a template and what it stands for.
    pub const ALL: [(Self, &'static str, &'static str); 21] = [
        (Self::Brand, "brand", "the shop's name"),
        (
            Self::Trade,
            "trade",
            "what the shop does, such as car audio",
        ),
        (Self::FirstName, "first_name", "the customer's first name"),
        (
            Self::Vehicle,
            "vehicle",
            "the vehicle, such as 2014 Silverado",
        ),
        (
            Self::PromisedTime,
            "promised_time",
            "when the job is promised",
        ),
        (Self::Bay, "bay", "the bay's name"),
        (Self::Work, "work", "the lines of work in short"),
        (Self::Line, "line", "the work that a question is about"),
        (Self::Price, "price", "what that work costs"),
        (Self::JobNumber, "job_number", "the job's number"),
        (Self::Balance, "balance", "what is to be paid"),
        (
            Self::VisitTime,
            "visit_time",
            "date and time of the next visit",
        ),
        (Self::Code, "code", "the number that proves a phone"),
        (Self::ShopPhone, "shop_phone", "the shop's phone number"),
        (Self::ShopSite, "shop_site", "the shop's site"),
        (
            Self::ShopAddress,
            "shop_address",
            "the shop's street address",
        ),
        (
            Self::ClosingTime,
            "closing_time",
            "when the shop closes today",
        ),
        (Self::ReviewLink, "review_link", "where reviews are written"),
        (Self::OfferCode, "offer_code", "the code of the offer"),
        (
            Self::ValidUntil,
            "valid_until",
            "the last day of the offer's code",
        ),
        (Self::Status, "status", "where the open jobs stand"),
    ];

    /// Its name in a template.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(variable, ..)| *variable == self)
            .map_or("", |(_, name, _)| name)
    }

    /// The variable of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(variable, ..)| *variable)
    }
}

/// What the variables stand for in one text. An empty value counts as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vars(BTreeMap<Variable, String>);

impl Vars {
    /// Only the shop's name is known.
    pub fn brand(brand: &str) -> Self {
        Self::default().with(Variable::Brand, brand)
    }

    /// The same, with one more value.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: impl Into<String>) -> Self {
        self.set(variable, value);
        self
    }

    /// Sets one value.
    pub fn set(&mut self, variable: Variable, value: impl Into<String>) {
        let value: String = value.into();
        let value = value.trim();
        if value.is_empty() {
            self.0.remove(&variable);
        } else {
            self.0.insert(variable, value.to_owned());
        }
    }

    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> Option<&str> {
        self.0.get(&variable).map(String::as_str)
    }
}
