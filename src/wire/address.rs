//! Addresses: phone numbers of every type, and senders that are a name (TS 23.040 9.1.2.5).

use super::{WireError, gsm7, reader::Reader, shift};
use std::fmt;

/// Type of number (TS 24.008 10.5.4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeOfNumber {
    /// Unknown: as dialed, prefixes included.
    Unknown,
    /// International: the country code first, no prefix.
    International,
    /// National: no prefix.
    National,
    /// Specific to the network.
    NetworkSpecific,
    /// Subscriber number.
    Subscriber,
    /// A name in the GSM 7 bit default alphabet.
    Alphanumeric,
    /// Abbreviated.
    Abbreviated,
    /// Reserved for extension.
    Reserved,
}

impl TypeOfNumber {
    /// From the three bits of the type octet; others are ignored.
    pub fn from_bits(bits: u8) -> Self {
        match bits & 0x07 {
            0 => Self::Unknown,
            1 => Self::International,
            2 => Self::National,
            3 => Self::NetworkSpecific,
            4 => Self::Subscriber,
            5 => Self::Alphanumeric,
            6 => Self::Abbreviated,
            _ => Self::Reserved,
        }
    }

    /// The three bits.
    pub fn bits(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::International => 1,
            Self::National => 2,
            Self::NetworkSpecific => 3,
            Self::Subscriber => 4,
            Self::Alphanumeric => 5,
            Self::Abbreviated => 6,
            Self::Reserved => 7,
        }
    }

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::International => "international",
            Self::National => "national",
            Self::NetworkSpecific => "network_specific",
            Self::Subscriber => "subscriber",
            Self::Alphanumeric => "alphanumeric",
            Self::Abbreviated => "abbreviated",
            Self::Reserved => "reserved",
        }
    }
}

/// An originating, destination or service-centre address.
///
/// `Display` is masked, for logs; [`Address::written`] is the whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// Type of number.
    pub kind: TypeOfNumber,
    /// Numbering plan, four bits (TS 24.008 10.5.4.7); 1 is the telephone plan.
    pub plan: u8,
    /// The digits (`0-9 * # a b c`), or the name.
    pub value: String,
}

impl Address {
    /// A number as it is dialed: `+` makes it international, anything else is unknown.
    ///
    /// # Errors
    /// [`WireError::BadNumber`] when there are no digits, more than 20, or others than the
    /// standard's.
    pub fn phone(number: &str) -> Result<Self, WireError> {
        let (kind, digits) = match number.strip_prefix('+') {
            Some(rest) => (TypeOfNumber::International, rest),
            None => (TypeOfNumber::Unknown, number),
        };
        let fits = (1..=MOST_DIGITS).contains(&digits.chars().count());
        if !fits || !digits.chars().all(|c| semi_octet(c).is_some()) {
            return Err(WireError::BadNumber);
        }
        Ok(Self {
            kind,
            plan: TELEPHONE,
            value: digits.to_owned(),
        })
    }

    /// A sender that is a name.
    ///
    /// # Errors
    /// [`WireError::BadName`] when it is empty, longer than 11 septets, or has other characters
    /// than the GSM alphabet's.
    pub fn name(name: &str) -> Result<Self, WireError> {
        let septets = gsm7::encode(name).ok_or(WireError::BadName)?;
        if !(1..=MOST_NAME_SEPTETS).contains(&septets.len()) {
            return Err(WireError::BadName);
        }
        Ok(Self {
            kind: TypeOfNumber::Alphanumeric,
            plan: 0,
            value: name.to_owned(),
        })
    }

    /// As a person would write it: `+` before an international number, a name as it is.
    pub fn written(&self) -> String {
        match self.kind {
            TypeOfNumber::International => format!("+{}", self.value),
            _ => self.value.clone(),
        }
    }

    /// Whether the sender is a name, which nobody can reply to.
    pub fn is_name(&self) -> bool {
        self.kind == TypeOfNumber::Alphanumeric
    }

    /// Reads an address whose first octet counts semi-octets.
    pub(super) fn read(reader: &mut Reader<'_>, field: &'static str) -> Result<Self, WireError> {
        let semi_octets = usize::from(reader.octet(field)?);
        if semi_octets > MOST_SEMI_OCTETS {
            return Err(WireError::BadAddress(field));
        }
        let kind = reader.octet(field)?;
        let octets = reader.take(semi_octets.div_ceil(2), field)?;
        Ok(Self::from_octets(kind, octets, semi_octets))
    }

    /// Reads a service-centre address, whose first octet counts octets, the type included
    /// (TS 24.011 8.2.5.1). `None` when it is absent.
    pub(super) fn read_service_centre(reader: &mut Reader<'_>) -> Result<Option<Self>, WireError> {
        const FIELD: &str = "service centre";
        let count = usize::from(reader.octet(FIELD)?);
        if count == 0 {
            return Ok(None);
        }
        if count > MOST_SEMI_OCTETS / 2 + 1 {
            return Err(WireError::BadAddress(FIELD));
        }
        let kind = reader.octet(FIELD)?;
        let octets = reader.take(count - 1, FIELD)?;
        Ok(Some(Self::from_octets(kind, octets, octets.len() * 2)))
    }

    /// Writes the address with its count of semi-octets.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), WireError> {
        let (semi_octets, octets) = self.to_octets()?;
        out.push(u8::try_from(semi_octets).map_err(|_| WireError::BadNumber)?);
        out.push(self.type_octet());
        out.extend(octets);
        Ok(())
    }

    /// Writes the address as a service centre, with its count of octets.
    pub(super) fn write_service_centre(&self, out: &mut Vec<u8>) -> Result<(), WireError> {
        let (_, octets) = self.to_octets()?;
        out.push(u8::try_from(octets.len() + 1).map_err(|_| WireError::BadNumber)?);
        out.push(self.type_octet());
        out.extend(octets);
        Ok(())
    }

    fn from_octets(kind: u8, octets: &[u8], semi_octets: usize) -> Self {
        let plan = kind & 0x0F;
        let kind = TypeOfNumber::from_bits(kind >> 4);
        let value = if kind == TypeOfNumber::Alphanumeric {
            shift::decode(&gsm7::unpack(octets, 0, semi_octets * 4 / 7), None, None)
        } else {
            octets
                .iter()
                .flat_map(|octet| [octet & 0x0F, octet >> 4])
                .take(semi_octets)
                .filter_map(digit)
                .collect()
        };
        Self { kind, plan, value }
    }

    fn to_octets(&self) -> Result<(usize, Vec<u8>), WireError> {
        if self.is_name() {
            let septets = gsm7::encode(&self.value).ok_or(WireError::BadName)?;
            if septets.len() > MOST_NAME_SEPTETS {
                return Err(WireError::BadName);
            }
            return Ok(((septets.len() * 7).div_ceil(4), gsm7::pack(&septets, 0)));
        }
        let digits = self
            .value
            .chars()
            .map(semi_octet)
            .collect::<Option<Vec<u8>>>()
            .ok_or(WireError::BadNumber)?;
        if digits.len() > MOST_DIGITS {
            return Err(WireError::BadNumber);
        }
        let octets = digits
            .chunks(2)
            .map(|pair| match pair {
                [low, high] => (high << 4) | low,
                [low] => FILLER | low,
                _ => 0xFF,
            })
            .collect();
        Ok((digits.len(), octets))
    }

    fn type_octet(&self) -> u8 {
        0x80 | (self.kind.bits() << 4) | (self.plan & 0x0F)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.value.chars().count();
        let shown: String = self.value.chars().skip(count.saturating_sub(2)).collect();
        write!(f, "…{shown}")
    }
}

/// TS 23.040 9.1.2.5: ten octets of address value.
const MOST_SEMI_OCTETS: usize = 20;
const MOST_DIGITS: usize = MOST_SEMI_OCTETS;
const MOST_NAME_SEPTETS: usize = 11;
/// ISDN telephone numbering plan (TS 24.008 10.5.4.7).
const TELEPHONE: u8 = 1;
/// The high semi-octet after an odd number of digits.
const FILLER: u8 = 0xF0;

/// TS 23.040 9.1.2.3.
fn digit(semi_octet: u8) -> Option<char> {
    match semi_octet {
        0..=9 => Some(char::from(b'0' + semi_octet)),
        10 => Some('*'),
        11 => Some('#'),
        12 => Some('a'),
        13 => Some('b'),
        14 => Some('c'),
        _ => None,
    }
}

fn semi_octet(digit: char) -> Option<u8> {
    match digit {
        '0'..='9' => u8::try_from(digit).ok().map(|d| d - b'0'),
        '*' => Some(10),
        '#' => Some(11),
        'a' => Some(12),
        'b' => Some(13),
        'c' => Some(14),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn again(address: &Address) -> Address {
        let mut out = Vec::new();
        address.write(&mut out).unwrap();
        Address::read(&mut Reader::new(&out), "test").unwrap()
    }

    #[test]
    fn numbers_and_names_come_back() {
        for number in [
            "+12025550143",
            "2025550143",
            "*123#",
            "1",
            "+00000000000000000000",
        ] {
            let address = Address::phone(number).unwrap();
            assert_eq!(again(&address), address);
            assert_eq!(again(&address).written(), number);
        }
        for name in ["A", "sipgate", "InternetSMS", "Car & [x]", "{}{}{"] {
            let address = Address::name(name).unwrap();
            assert_eq!(again(&address), address);
        }
    }

    #[test]
    fn what_cannot_be_dialed_is_refused() {
        for number in ["", "+", "12-34", "+1+2", "123456789012345678901", "٣"] {
            assert_eq!(
                Address::phone(number),
                Err(WireError::BadNumber),
                "{number}"
            );
        }
        for name in ["", "twelve chars", "Привет", "{}{}{}"] {
            assert_eq!(Address::name(name), Err(WireError::BadName), "{name}");
        }
    }

    #[test]
    fn display_hides_the_number() {
        let address = Address::phone("+12025550143").unwrap();
        assert_eq!(address.to_string(), "…43");
    }

    proptest! {
        #[test]
        fn every_name_comes_back(name in "[A-Za-z0-9 @_&!?.€{}Ääéñ-]{1,11}") {
            if let Ok(address) = Address::name(&name) {
                prop_assert_eq!(again(&address), address);
            }
        }

        #[test]
        fn every_type_comes_back(bits in 0u8..8, plan in 0u8..16, digits in "[0-9*#abc]{0,20}") {
            let kind = TypeOfNumber::from_bits(bits);
            prop_assume!(kind != TypeOfNumber::Alphanumeric);
            let address = Address { kind, plan, value: digits };
            prop_assert_eq!(again(&address), address);
        }
    }
}
