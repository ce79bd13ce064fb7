//! Phone numbers: typed by people, spelled by networks, kept as E.164.
//!
//! The only file that knows the library of numbering plans (`rlibphonenumber`). A number is
//! accepted when its length is *possible* in its country, not only when its range is assigned:
//! the library's tables age, new ranges open every month, and a shop that is told "that is no
//! number" while the customer stands there reading it from the phone has been failed. The text
//! that proves the number settles it better than any table. So 555 numbers pass too.

use rlibphonenumber::{
    NotANumberError, NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber as Parsed,
    PhoneNumberFormat, PhoneNumberType, Region, ValidationError,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The longest spelling that is looked at, in characters. E.164 has at most 15 digits.
const LONGEST_SPELLING: usize = 64;

/// A phone number in E.164. `Display` and `Debug` show it masked, so that logs can't leak it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber {
    e164: String,
}

/// A country, as two upper-case letters of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// Why a spelling is no phone number, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("Type a phone number")]
    Empty,
    /// Letters or signs that no phone number has.
    #[error("That isn't a phone number. Use digits only, such as (555) 013-4477")]
    NotANumber,
    /// Too few digits.
    #[error("That phone number is too short. Check that no digit is missing")]
    TooShort,
    /// Too many digits.
    #[error("That phone number is too long. Check for an extra digit")]
    TooLong,
    /// A local number without its area code.
    #[error("Add the area code, such as (555) 013-4477")]
    NoAreaCode,
    /// The digits after the plus sign belong to no country.
    #[error("No country has that code. Check the digits after the +")]
    NoSuchCountry,
    /// An extension of an office line.
    #[error("A number with an extension can't be texted. Leave the extension out")]
    Extension,
    /// A short code of a service.
    #[error("That is a short code of a service, not a person's number")]
    ShortCode,
}

/// What kind of line a number reaches, as far as its digits tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A mobile phone.
    Mobile,
    /// A landline.
    Fixed,
    /// The plan doesn't tell mobile phones from landlines (North America).
    Either,
    /// A line over the internet; many take texts.
    Voip,
    /// Free for the caller.
    TollFree,
    /// Costs the sender extra.
    Premium,
    /// Any other service: pager, voicemail, shared cost, one number for a company.
    Service,
    /// The tables don't know this range.
    Unknown,
}

impl LineKind {
    /// Whether a text may reach it. When false, keep the number as "call only".
    pub fn can_be_texted(self) -> bool {
        match self {
            Self::Mobile | Self::Either | Self::Voip | Self::TollFree | Self::Unknown => true,
            Self::Fixed | Self::Premium | Self::Service => false,
        }
    }
}

/// How a network marks the digits of a sender (TS 23.040 9.1.2.5, type-of-number).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeOfNumber {
    /// With its country code, mostly without the plus.
    International,
    /// As dialed inside the country.
    National,
    /// The network doesn't say.
    Unknown,
}

/// How numbers are written, as far as they were lately. The library tries a dozen patterns on each, and
/// a board shows the same sixty again and again.
static WRITTEN: LazyLock<Mutex<HashMap<(PhoneNumber, Country), String>>> =
    LazyLock::new(Mutex::default);
/// So many are remembered: those of a few days.
const MOST_WRITTEN: usize = 500;

impl PhoneNumber {
    /// Reads a number as a person at `home` types it: `(555) 013-4477`, `1-555-013-4477` and
    /// `+1 555 013 4477` are one number in the United States.
    ///
    /// # Errors
    /// Says what is wrong and what to type instead.
    pub fn parse(typed: &str, home: Country) -> Result<Self, PhoneError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(PhoneError::Empty);
        }
        if typed.chars().count() > LONGEST_SPELLING {
            return Err(PhoneError::TooLong);
        }
        if typed.chars().any(char::is_alphabetic) && !has_extension(typed) {
            return Err(PhoneError::NotANumber);
        }
        if is_short_code(typed) {
            return Err(PhoneError::ShortCode);
        }
        let parsed = PHONE_NUMBER_UTIL
            .parse(typed, home.region())
            .map_err(explain)?;
        if parsed.extension.as_deref().is_some_and(|e| !e.is_empty()) {
            return Err(PhoneError::Extension);
        }
        match PHONE_NUMBER_UTIL.is_possible_number_with_reason(&parsed) {
            Ok(NumberLengthType::IsPossible) => Self::from_e164(&e164(&parsed)),
            Ok(NumberLengthType::IsPossibleLocalOnly) => Err(PhoneError::NoAreaCode),
            Err(ValidationError::TooLong) => Err(PhoneError::TooLong),
            Err(ValidationError::InvalidCountryCode) => Err(PhoneError::NoSuchCountry),
            Err(_) => Err(PhoneError::TooShort),
        }
    }

    /// Takes a number that is E.164 already, from the store or an API, by its shape alone.
    ///
    /// # Errors
    /// When it isn't a plus sign and 7 to 15 digits (ITU-T E.164).
    pub fn from_e164(e164: &str) -> Result<Self, PhoneError> {
        let Some(digits) = e164.strip_prefix('+') else {
            return Err(PhoneError::NotANumber);
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return Err(PhoneError::NotANumber);
        }
        match digits.len() {
            0..=6 => Err(PhoneError::TooShort),
            7..=15 => Ok(Self {
                e164: e164.to_owned(),
            }),
            _ => Err(PhoneError::TooLong),
        }
    }

    /// Every number that a network may mean by these digits, the likeliest first. One person comes
    /// as `+1…`, `1…`, `555…` or without a type of number, depending on the network and the hour.
    /// Empty when no reading gives a possible number.
    pub fn candidates(digits: &str, kind: TypeOfNumber, home: Country) -> Vec<Self> {
        let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
        if bare.is_empty() || bare.len() > 20 || is_short_code(&bare) {
            return Vec::new();
        }
        let abroad = Self::parse(&format!("+{bare}"), home).ok();
        let here = Self::parse(&bare, home).ok();
        let order = match kind {
            TypeOfNumber::International => [abroad, here],
            _ if digits.trim_start().starts_with('+') => [abroad, here],
            TypeOfNumber::National | TypeOfNumber::Unknown => [here, abroad],
        };
        let mut found = Vec::new();
        for number in order.into_iter().flatten() {
            if !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    /// The whole number, such as `+15550134477`. For the store, the modem and pages that staff
    /// see; never for logs.
    pub fn as_e164(&self) -> &str {
        &self.e164
    }

    /// As people at `home` write it: `(555) 013-4477` at home, `+44 20 7946 0018` abroad.
    pub fn national(&self, home: Country) -> String {
        let key = (self.clone(), home);
        let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = written.get(&key) {
            return known.clone();
        }
        if written.len() >= MOST_WRITTEN {
            written.clear();
        }
        let new = self.write(home);
        written.insert(key, new.clone());
        new
    }

    fn write(&self, home: Country) -> String {
        let Some(parsed) = self.parsed() else {
            return self.e164.clone();
        };
        let at_home = home
            .region()
            .and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region));
        let format = if at_home == Some(parsed.country_code) {
            PhoneNumberFormat::National
        } else {
            PhoneNumberFormat::International
        };
        PHONE_NUMBER_UTIL.format(&parsed, format).into_owned()
    }

    /// The country, as far as the digits tell; the largest one where several share a code and the
    /// range is unknown. None for satellite and other worldwide codes.
    pub fn country(&self) -> Option<Country> {
        let parsed = self.parsed()?;
        PHONE_NUMBER_UTIL
            .get_region_for_number(&parsed)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(parsed.country_code))
            .and_then(|region| Country::from_code(&region.to_string()))
    }

    /// Whether it is a number of that country, as far as the digits tell: of a range that the
    /// tables don't know, the country code decides.
    pub fn may_be_in(&self, country: Country) -> bool {
        let Some(parsed) = self.parsed() else {
            return false;
        };
        match PHONE_NUMBER_UTIL.get_region_for_number(&parsed) {
            Some(region) => Country::from_code(&region.to_string()) == Some(country),
            None => {
                let code = country
                    .region()
                    .and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region));
                code == Some(parsed.country_code)
            }
        }
    }

    /// What kind of line it reaches.
    pub fn line_kind(&self) -> LineKind {
        let Some(parsed) = self.parsed() else {
            return LineKind::Unknown;
        };
        match PHONE_NUMBER_UTIL.get_number_type(&parsed) {
            PhoneNumberType::Mobile | PhoneNumberType::PersonalNumber => LineKind::Mobile,
            PhoneNumberType::FixedLine => LineKind::Fixed,
            PhoneNumberType::FixedLineOrMobile => LineKind::Either,
            PhoneNumberType::VoIP => LineKind::Voip,
            PhoneNumberType::TollFree => LineKind::TollFree,
            PhoneNumberType::PremiumRate => LineKind::Premium,
            PhoneNumberType::SharedCost
            | PhoneNumberType::Pager
            | PhoneNumberType::UAN
            | PhoneNumberType::VoiceMail => LineKind::Service,
            PhoneNumberType::Unknown => LineKind::Unknown,
        }
    }

    /// The last four digits (the last two of a very short number): enough for a person who knows
    /// the number to recognize it, and safe in a log.
    pub fn tail(&self) -> &str {
        let shown = if self.e164.len() >= 11 { 4 } else { 2 };
        self.e164
            .get(self.e164.len().saturating_sub(shown)..)
            .unwrap_or_default()
    }

    fn parsed(&self) -> Option<Parsed> {
        PHONE_NUMBER_UTIL.parse(&self.e164, None).ok()
    }
}

/// Whether a sender or a recipient is a short code of a service: three to six digits, no plus.
pub fn is_short_code(digits: &str) -> bool {
    (3..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

impl Country {
    /// The United States.
    pub const US: Self = Self(*b"US");

    /// The country of a two-letter code, in either case. Says nothing about whether it exists.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("US")
    }

    /// Whether it has a numbering plan: no made-up country has one.
    pub fn has_numbers(self) -> bool {
        self.region()
            .and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region))
            .is_some()
    }

    fn region(self) -> Option<Region> {
        self.code().parse().ok()
    }
}

/// Digits of the country code: ITU-T E.164's list of assigned codes has no other of one or two.
fn calling_code_len(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    }
}

fn e164(parsed: &Parsed) -> String {
    PHONE_NUMBER_UTIL
        .format(parsed, PhoneNumberFormat::E164)
        .into_owned()
}

fn has_extension(typed: &str) -> bool {
    let lower = typed.to_lowercase();
    let letters: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    matches!(
        letters.as_str(),
        "x" | "ext" | "extn" | "extension" | "доб" | "tel" | "telext"
    )
}

fn explain(error: ParseError) -> PhoneError {
    match error {
        ParseError::InvalidCountryCode => PhoneError::NoSuchCountry,
        ParseError::NotANumber(NotANumberError::FailedToParseNumberAsInt(_))
        | ParseError::TooLongNsn => PhoneError::TooLong,
        ParseError::NotANumber(_) => PhoneError::NotANumber,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneError::TooShort,
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.e164.get(1..).unwrap_or_default();
        let code = digits.get(..calling_code_len(digits)).unwrap_or_default();
        write!(f, "+{code} •••• {}", self.tail())
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({self})")
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneError;

    fn try_from(e164: String) -> Result<Self, PhoneError> {
        Self::from_e164(&e164)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.e164
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code)
            .ok_or_else(|| format!("{code:?} is no country: use two letters, such as US"))
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
