//! Money: whole minor units and a currency. Never a float.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A currency, as three upper-case letters of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why what was typed is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Letters or signs that no amount has.
    #[error("that is no amount; write it like 129 or 129.50")]
    NotAnAmount,
    /// More digits behind the point than the currency has.
    #[error("this currency has fewer digits behind the point")]
    TooFine,
    /// Beyond what a job costs.
    #[error("that is too much; check the amount")]
    TooMuch,
}

/// No job of a workshop costs more: 100 million of the major unit.
const MOST_MAJOR: i64 = 100_000_000;

impl Currency {
    /// The US dollar.
    pub const USD: Self = Self(*b"USD");

    /// The codes of the currencies that are in use (ISO 4217 list one, without metals, funds and units of
    /// account).
    #[rustfmt::skip]
    pub const ALL: [&str; 155] = [
        "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
        "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD",
        "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP",
        "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
        "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
        "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD",
        "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK",
        "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
        "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR",
        "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE",
        "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
        "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES", "VND",
        "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
    ];

    /// The currency of a three-letter code, in either case. Says nothing about whether it exists.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b, c] if code.bytes().all(|byte| byte.is_ascii_alphabetic()) => Some(Self([
                a.to_ascii_uppercase(),
                b.to_ascii_uppercase(),
                c.to_ascii_uppercase(),
            ])),
            _ => None,
        }
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("USD")
    }

    /// Digits behind the point (ISO 4217 list one, "minor unit").
    pub fn digits(&self) -> u32 {
        match self.code() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
            | "UGX" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }

    /// Reads an amount as people type it: `129`, `129.50`, `$1,299.00`, `1.299,00 €`.
    ///
    /// # Errors
    /// Says how to write it.
    pub fn read(&self, typed: &str) -> Result<i64, MoneyError> {
        let sign = self.sign();
        let bare: String = typed
            .replace(sign.trim(), "")
            .replace(self.code(), "")
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '\'')
            .collect();
        let fits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        if !bare.chars().all(fits) || !bare.chars().any(|c| c.is_ascii_digit()) {
            return Err(MoneyError::NotAnAmount);
        }
        let (whole, rest) = self.split(&bare)?;
        let digits = usize::try_from(self.digits()).unwrap_or(2);
        if rest.len() > digits {
            return Err(MoneyError::TooFine);
        }
        let major = match whole.as_str() {
            "" => 0,
            whole => whole.parse::<i64>().map_err(|_| MoneyError::TooMuch)?,
        };
        if major > MOST_MAJOR {
            return Err(MoneyError::TooMuch);
        }
        let minor = format!("{rest:0<digits$}").parse::<i64>().unwrap_or(0);
        Ok(major * 10_i64.pow(self.digits()) + minor)
    }

    /// The digits before and behind the point. The last sign is the point, unless exactly three
    /// digits follow it in a currency that has not three of them: then it groups thousands.
    fn split(&self, bare: &str) -> Result<(String, String), MoneyError> {
        let Some(place) = bare.rfind(['.', ',']) else {
            return Ok((bare.to_owned(), String::new()));
        };
        let (before, behind) = bare.split_at(place);
        let behind = behind.trim_start_matches(['.', ',']);
        let mut groups = before.split(['.', ',']);
        let leads = groups.next().is_some_and(|first| first.len() <= 3);
        let grouped = leads && groups.all(|group| group.len() == 3);
        let whole: String = before.chars().filter(char::is_ascii_digit).collect();
        let thousands = behind.len() == 3 && self.digits() != 3 && !before.is_empty() && grouped;
        if thousands {
            return Ok((format!("{whole}{behind}"), String::new()));
        }
        if before.contains(['.', ',']) && !grouped {
            return Err(MoneyError::NotAnAmount);
        }
        Ok((whole, behind.to_owned()))
    }

    /// An amount as people read it: `$1,299.00`, `1 299,00 ₽`.
    pub fn show(&self, minor: i64) -> String {
        let (point, group) = match self.code() {
            "EUR" | "MDL" | "BRL" | "ARS" | "COP" | "CLP" => (',', "."),
            "RUB" | "UAH" | "KZT" | "BYN" | "PLN" | "CZK" | "SEK" | "NOK" => (',', "\u{a0}"),
            _ => ('.', ","),
        };
        let unit = 10_u64.pow(self.digits());
        let (major, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
        let mut words = grouped(major, group);
        if self.digits() > 0 {
            let width = usize::try_from(self.digits()).unwrap_or(2);
            words.push(point);
            words.push_str(&format!("{rest:0width$}"));
        }
        let minus = if minor < 0 { "\u{2212}" } else { "" };
        let sign = self.sign();
        match sign.strip_prefix(' ') {
            Some(behind) => format!("{minus}{words}\u{a0}{behind}"),
            None => format!("{minus}{sign}{words}"),
        }
    }

    /// An amount as it goes into a field: digits and a point.
    pub fn plain(&self, minor: i64) -> String {
        let unit = 10_i64.pow(self.digits());
        let (major, rest) = (minor / unit, (minor % unit).unsigned_abs());
        match (self.digits(), rest) {
            (0, _) | (_, 0) => major.to_string(),
            (digits, rest) => {
                let width = usize::try_from(digits).unwrap_or(2);
                format!("{major}.{rest:0width$}")
            }
        }
    }

    /// What stands at the amount; with a blank in front where it stands behind.
    fn sign(&self) -> String {
        match self.code() {
            "USD" => "$".to_owned(),
            "CAD" => "CA$".to_owned(),
            "AUD" => "A$".to_owned(),
            "MXN" => "MX$".to_owned(),
            "GBP" => "£".to_owned(),
            "JPY" => "¥".to_owned(),
            "EUR" => " €".to_owned(),
            "RUB" => " ₽".to_owned(),
            "UAH" => " ₴".to_owned(),
            "KZT" => " ₸".to_owned(),
            "PLN" => " zł".to_owned(),
            other => format!(" {other}"),
        }
    }
}

/// The tax on a sum, in the same minor units, halves up. `basis_points`: 825 is 8.25 %.
pub fn tax(sum: i64, basis_points: u32) -> i64 {
    let exact = i128::from(sum) * i128::from(basis_points);
    let rounded = (exact + 5_000).div_euclid(10_000);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// A price with its tax: what a bill grows by.
pub fn with_tax(price: i64, basis_points: u32) -> i64 {
    price.saturating_add(tax(price, basis_points))
}

fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push_str(separator);
        }
        words.push(digit);
    }
    words
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code)
            .ok_or_else(|| format!("{code:?} is no currency: use three letters, such as USD"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let usd = Currency::USD;
        for (typed, cents) in [
            ("129", 12_900),
            ("129.5", 12_950),
            ("129.50", 12_950),
            ("129,50", 12_950),
            ("$1,299.00", 129_900),
            ("1,299", 129_900),
            ("1.299,00", 129_900),
            ("1 299.00", 129_900),
            (" $ 60 ", 6_000),
            ("0", 0),
            (".5", 50),
            ("129 USD", 12_900),
            ("1,234,567.89", 123_456_789),
        ] {
            assert_eq!(usd.read(typed), Ok(cents), "{typed}");
        }
        assert_eq!(currency("JPY").read("12,000"), Ok(12_000));
        assert_eq!(currency("KWD").read("12.345"), Ok(12_345));
        assert_eq!(currency("EUR").read("1.299,00 €"), Ok(129_900));
    }

    #[test]
    fn what_is_no_amount_is_explained() {
        let usd = Currency::USD;
        for (typed, why) in [
            ("", MoneyError::NotAnAmount),
            ("sixty", MoneyError::NotAnAmount),
            ("-5", MoneyError::NotAnAmount),
            ("1,2,3", MoneyError::NotAnAmount),
            ("1.2345", MoneyError::TooFine),
            ("999999999999", MoneyError::TooMuch),
            ("99999999999999999999999", MoneyError::TooMuch),
        ] {
            assert_eq!(usd.read(typed), Err(why), "{typed}");
        }
        assert_eq!(currency("JPY").read("5.5"), Err(MoneyError::TooFine));
    }

    #[test]
    fn amounts_are_shown_as_people_write_them() {
        assert_eq!(Currency::USD.show(129_900), "$1,299.00");
        assert_eq!(Currency::USD.show(5), "$0.05");
        assert_eq!(Currency::USD.show(-5), "\u{2212}$0.05");
        assert_eq!(currency("EUR").show(129_900), "1.299,00\u{a0}€");
        assert_eq!(currency("RUB").show(129_900), "1\u{a0}299,00\u{a0}₽");
        assert_eq!(currency("JPY").show(12_000), "¥12,000");
        assert_eq!(currency("CHF").show(100), "1.00\u{a0}CHF");
        assert_eq!(Currency::USD.plain(12_950), "129.50");
        assert_eq!(Currency::USD.plain(12_900), "129");
        assert_eq!(Currency::USD.read(&Currency::USD.plain(7)), Ok(7));
    }

    #[test]
    fn tax_is_rounded_to_the_minor_unit() {
        assert_eq!(tax(10_000, 825), 825);
        assert_eq!(tax(199, 825), 16, "16.4175");
        assert_eq!(tax(200, 825), 17, "16.5");
        assert_eq!(tax(10_000, 0), 0);
    }
}
