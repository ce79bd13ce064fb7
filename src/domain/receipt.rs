//! What a receipt says: the work and its prices, and what the customer agreed to.

use super::lang::Lang;
use super::money::{self, Currency};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A receipt as it was made. A reprint says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The job's number.
    pub job: i64,
    /// The shop's name.
    pub shop: String,
    /// The number that customers call.
    pub phone: String,
    /// The shop's site.
    pub site: String,
    /// The customer's name.
    pub customer: String,
    /// The vehicle.
    pub vehicle: String,
    /// The language that the customer reads.
    pub lang: Lang,
    /// The currency of every price.
    pub currency: Currency,
    /// The tax in basis points.
    pub tax: u32,
    /// What the tax is called.
    pub tax_name: String,
    /// When the job is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// The lines of work.
    pub lines: Vec<ReceiptLine>,
    /// The consent lines, as answered.
    pub consents: Vec<ReceiptConsent>,
}

/// A line of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// What is done.
    pub words: String,
    /// Its price in minor units; None where it is not known yet.
    pub price: Option<i64>,
    /// The customer has been asked and has not answered: it is not in the sum.
    pub asked: bool,
}

/// A consent line and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptConsent {
    /// The line's name.
    pub line: String,
    /// Whether this customer agreed to it, it stands, and is wanted on this job.
    pub yes: bool,
    /// Which wording; empty where none was shown.
    pub version: String,
    /// The exact words; empty where none were shown.
    pub words: String,
    /// When it was answered.
    pub at: Option<DateTime<Utc>>,
    /// What stands for the number or the address, where that was not said on this job.
    #[serde(default)]
    pub stands: Option<Stands>,
}

/// Consent from another visit. It belongs to the number, whoever stands at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Another customer with the same number gave it.
    pub by_another: bool,
}

/// What lines of work come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// The prices that are known and agreed, without tax.
    pub sum: i64,
    /// The tax on them.
    pub tax: i64,
    /// Whether a price is missing, so that the total is not the last word.
    pub is_open: bool,
}

impl Sums {
    /// Adds up; `tax` in basis points.
    pub fn of(lines: &[ReceiptLine], tax: u32) -> Self {
        let agreed = lines.iter().filter(|line| !line.asked);
        let prices = agreed.filter_map(|line| line.price);
        let sum = prices.fold(0, i64::saturating_add);
        Self {
            sum,
            tax: money::tax(sum, tax),
            is_open: lines.is_empty() || lines.iter().any(|l| l.asked || l.price.is_none()),
        }
    }

    /// The sum with its tax.
    pub fn total(&self) -> i64 {
        self.sum.saturating_add(self.tax)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(prices: &[(Option<i64>, bool)]) -> Sums {
        let line = |(price, asked): &(Option<i64>, bool)| ReceiptLine {
            words: "Work".to_owned(),
            price: *price,
            asked: *asked,
        };
        Sums::of(&prices.iter().map(line).collect::<Vec<_>>(), 825)
    }

    #[test]
    fn a_total_has_what_was_agreed_and_its_tax() {
        let made = sums(&[
            (Some(129_900), false),
            (Some(6_000), true),
            (Some(100), false),
        ]);
        assert_eq!(
            (made.sum, made.tax, made.total()),
            (130_000, 10_725, 140_725)
        );
        assert!(made.is_open);
        assert!(!sums(&[(Some(1), false)]).is_open);
        assert!(sums(&[(None, false)]).is_open);
        let much = sums(&[(Some(i64::MAX), false), (Some(i64::MAX), false)]);
        assert_eq!(much.total(), i64::MAX);
    }
}
