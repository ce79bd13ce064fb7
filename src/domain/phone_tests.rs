//! Phone numbers as people and networks spell them.

use super::*;
use proptest::prelude::*;

fn us(typed: &str) -> Result<PhoneNumber, PhoneError> {
    PhoneNumber::parse(typed, Country::US)
}

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

#[test]
fn three_spellings_are_one_number() {
    for typed in [
        "(555) 013-4477",
        "555-013-4477",
        "555.013.4477",
        "5550134477",
        "1 555 013 4477",
        "+1 555 013 4477",
        "+1 (555) 013-4477",
        " 15550134477 ",
        "011 1 555 013 4477",
        "tel:+1-555-013-4477",
    ] {
        assert_eq!(us(typed).unwrap().as_e164(), "+15550134477", "{typed}");
    }
}

#[test]
fn other_countries_have_their_own_spellings() {
    for (typed, home, e164) in [
        ("8 (916) 123-45-67", "RU", "+79161234567"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("+44 7700 900123", "US", "+447700900123"),
        ("02 1234 5678", "IT", "+390212345678"),
    ] {
        let number = PhoneNumber::parse(typed, country(home)).unwrap();
        assert_eq!(number.as_e164(), e164, "{typed}");
    }
}

#[test]
fn a_wrong_number_says_what_to_do() {
    for (typed, error) in [
        ("", PhoneError::Empty),
        ("  ", PhoneError::Empty),
        ("call me", PhoneError::NotANumber),
        ("jerry@example.com", PhoneError::NotANumber),
        ("013-4477", PhoneError::NoAreaCode),
        ("555 013 44", PhoneError::TooShort),
        ("555 013 4477 99", PhoneError::TooLong),
        ("+999 123 456 789", PhoneError::NoSuchCountry),
        ("555-013-4477 x12", PhoneError::Extension),
        ("555-013-4477 ext. 12", PhoneError::Extension),
        ("72345", PhoneError::ShortCode),
    ] {
        assert_eq!(us(typed), Err(error), "{typed}");
    }
}

#[test]
fn a_log_never_shows_the_whole_number() {
    let number = us("5550130142").unwrap();
    assert_eq!(number.to_string(), "+1 •••• 0142");
    assert_eq!(format!("{number:?}"), "PhoneNumber(+1 •••• 0142)");
    let abroad = PhoneNumber::from_e164("+442079460018").unwrap();
    assert_eq!(abroad.to_string(), "+44 •••• 0018");
    let short = PhoneNumber::from_e164("+2904123").unwrap();
    assert_eq!(short.to_string(), "+290 •••• 23");
}

#[test]
fn staff_see_it_as_people_write_it() {
    let number = us("+15550134477").unwrap();
    assert_eq!(number.national(Country::US), "(555) 013-4477");
    assert_eq!(number.national(country("GB")), "+1 555-013-4477");
    assert_eq!(number.country(), Some(Country::US));
    let russian = PhoneNumber::from_e164("+79161234567").unwrap();
    assert_eq!(russian.country(), Some(country("RU")));
    assert_eq!(
        PhoneNumber::from_e164("+14165550123").unwrap().country(),
        Some(country("CA"))
    );
}

#[test]
fn a_landline_and_a_premium_line_are_for_calls_only() {
    let kind = |e164: &str| PhoneNumber::from_e164(e164).unwrap().line_kind();
    assert_eq!(kind("+12125550123"), LineKind::Either);
    assert_eq!(kind("+447400123456"), LineKind::Mobile);
    assert_eq!(kind("+441212345678"), LineKind::Fixed);
    assert_eq!(kind("+19002345678"), LineKind::Premium);
    assert_eq!(kind("+15550134477"), LineKind::Unknown);
    assert!(kind("+15550134477").can_be_texted());
    assert!(!kind("+441212345678").can_be_texted());
    assert!(!kind("+19002345678").can_be_texted());
}

#[test]
fn a_network_spells_one_sender_in_many_ways() {
    use TypeOfNumber::{International, National, Unknown};
    for (digits, kind) in [
        ("15550134477", International),
        ("+15550134477", International),
        ("+15550134477", Unknown),
        ("15550134477", Unknown),
        ("15550134477", National),
        ("5550134477", National),
        ("5550134477", Unknown),
        ("01115550134477", Unknown),
    ] {
        let found = PhoneNumber::candidates(digits, kind, Country::US);
        assert_eq!(
            found.first().map(PhoneNumber::as_e164),
            Some("+15550134477"),
            "{digits} {kind:?}"
        );
    }
    let russian = PhoneNumber::candidates("89161234567", Unknown, country("RU"));
    assert_eq!(russian.first().unwrap().as_e164(), "+79161234567");
    assert!(PhoneNumber::candidates("72345", Unknown, Country::US).is_empty());
    assert!(PhoneNumber::candidates("", Unknown, Country::US).is_empty());
    let mislabeled = PhoneNumber::candidates("5550134477", International, Country::US);
    assert!(mislabeled.contains(&us("5550134477").unwrap()));
}

#[test]
fn a_number_is_its_e164_in_json() {
    let number = us("5550134477").unwrap();
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(json, "\"+15550134477\"");
    assert_eq!(serde_json::from_str::<PhoneNumber>(&json).unwrap(), number);
    assert!(serde_json::from_str::<PhoneNumber>("\"5550134477\"").is_err());
    assert_eq!(serde_json::to_string(&Country::US).unwrap(), "\"US\"");
    assert!(serde_json::from_str::<Country>("\"USA\"").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_typed_panics(typed in ".{0,80}", code in "[A-Z]{2}") {
        let home = country(&code);
        let _ = PhoneNumber::parse(&typed, home);
        let _ = PhoneNumber::candidates(&typed, TypeOfNumber::Unknown, home);
    }

    #[test]
    fn digits_and_signs_never_panic_and_come_back(typed in "[+0-9() .x-]{0,24}") {
        if let Ok(number) = us(&typed) {
            prop_assert_eq!(us(number.as_e164()), Ok(number.clone()));
            prop_assert_eq!(us(&number.national(Country::US)), Ok(number.clone()));
            let _ = (number.line_kind(), number.country(), number.to_string());
        }
    }
}
