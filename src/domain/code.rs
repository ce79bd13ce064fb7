//! The code that proves a number: when one may go, what a try of one says, and what looks like
//! somebody making the shop pay for texts.
//!
//! Pure: the history comes in as ages, which the store counts on the monotonic clock of a run, so
//! that nobody makes a code young again by setting the time. The numbers are consent.md section 4's
//! answer to NIST SP 800-63B-4 3.1.3: at least six digits, ten minutes, accepted once, and a new
//! code never resets the count of failures.

use super::phone::{Country, LineKind, PhoneNumber};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::time::Duration;

/// Digits of a code.
pub const DIGITS: usize = 6;
/// How long a code is good; sending it again does not lengthen that.
pub const LIFE: Duration = Duration::from_secs(10 * 60);
/// Tries of one code.
pub const CHECKS: u32 = 5;
/// Wrong tries for one number in a day, however many codes it got.
pub const FAILURES_A_DAY: usize = 10;
/// The day of the limits.
pub const DAY: Duration = Duration::from_secs(24 * 3600);

const HOUR: Duration = Duration::from_secs(3600);
const TEN_MINUTES: Duration = Duration::from_secs(600);
/// The wait after the first, the second and any later text to one number within an hour.
const COOL_DOWNS: [Duration; 3] = [
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_secs(120),
];
/// How many texts to one number in which time.
const TO_NUMBER: [(usize, Duration); 3] = [(3, TEN_MINUTES), (5, HOUR), (8, DAY)];
/// How many texts from one screen in an hour.
const FROM_TERMINAL: usize = 20;
/// How many texts from this device in an hour.
const FROM_DEVICE: usize = 60;

/// What went before, as ages: how long ago. In any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Texts with a code to this number.
    pub to_number: Vec<Duration>,
    /// Texts with a code to any number that this screen asked for.
    pub from_terminal: Vec<Duration>,
    /// Texts with a code to any number.
    pub from_device: Vec<Duration>,
    /// Wrong tries for this number.
    pub failures: Vec<Duration>,
}

/// Which limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// The last text went just now.
    CoolDown,
    /// This number got as many as it may.
    Number,
    /// This screen asked for as many as it may.
    Terminal,
    /// This device sent as many as it may.
    Device,
    /// Too many wrong tries for this number.
    Failures,
}

/// A limit that is reached, and how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reached {
    /// Which one.
    pub limit: Limit,
    /// When it ends.
    pub wait: Duration,
}

/// Why a number may get no code at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoCode {
    /// A landline or a service: it can't be texted.
    CallOnly,
    /// It costs extra, or is a satellite phone's.
    Costly,
    /// It is of a country that the shop does not text codes to.
    Country,
}

/// What a try of a code said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// It is the code: the number is proved.
    Right,
    /// It is not.
    Wrong {
        /// So many tries are left.
        left: u32,
    },
    /// It was tried too often, and counts no more.
    UsedUp,
    /// Its ten minutes are over, or there is none.
    Expired,
    /// Too many wrong tries for this number; none is looked at before this has passed.
    Locked(Duration),
}

/// Whether another text with a code may go now.
///
/// # Errors
/// The limit that lasts longest.
pub fn may_send(history: &History) -> Result<(), Reached> {
    let reached = |limit: Limit, wait: Option<Duration>| wait.map(|wait| Reached { limit, wait });
    let of_number = TO_NUMBER
        .iter()
        .filter_map(|(most, window)| within(&history.to_number, *most, *window))
        .max();
    let limits = [
        reached(Limit::CoolDown, cool_down(&history.to_number)),
        reached(Limit::Number, of_number),
        reached(
            Limit::Terminal,
            within(&history.from_terminal, FROM_TERMINAL, HOUR),
        ),
        reached(
            Limit::Device,
            within(&history.from_device, FROM_DEVICE, HOUR),
        ),
        reached(
            Limit::Failures,
            within(&history.failures, FAILURES_A_DAY, DAY),
        ),
    ];
    match limits.into_iter().flatten().max_by_key(|r| r.wait) {
        Some(longest) => Err(longest),
        None => Ok(()),
    }
}

/// How long tries for a number are locked after so many failures; None: they are not.
pub fn locked(failures: &[Duration]) -> Option<Duration> {
    within(failures, FAILURES_A_DAY, DAY)
}

/// Whether a number may get codes at all. `countries`: those that the shop texts codes to.
///
/// # Errors
/// Why not.
pub fn may_get_code(number: &PhoneNumber, countries: &[Country]) -> Result<(), NoCode> {
    match number.line_kind() {
        LineKind::Premium => return Err(NoCode::Costly),
        kind if !kind.can_be_texted() => return Err(NoCode::CallOnly),
        _ => {}
    }
    if number.country().is_none() {
        return Err(NoCode::Costly);
    }
    if countries.iter().any(|country| number.may_be_in(*country)) {
        Ok(())
    } else {
        Err(NoCode::Country)
    }
}

/// A code out of 32 random bits. None where they lie in the last, incomplete stretch: draw again,
/// so that no code is likelier than another.
pub fn from_random(bits: u32) -> Option<String> {
    const CODES: u32 = 1_000_000;
    const WHOLE: u32 = u32::MAX - (u32::MAX % CODES + 1) % CODES;
    (bits <= WHOLE).then(|| format!("{:0DIGITS$}", bits % CODES))
}

/// What was typed, as a code: six digits, however they are spaced. None for anything else.
pub fn typed(words: &str) -> Option<String> {
    let digits: String = words
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    (digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// What is kept of a code: HMAC-SHA256 under the device's key, bound to the contact point.
pub fn sealed(key: &[u8; 32], contact: i64, code: &str) -> [u8; 32] {
    match mac(key, contact, code) {
        Some(mac) => mac.finalize().into_bytes().into(),
        None => [0; 32],
    }
}

/// Whether a code is the sealed one. Takes the same time wherever they differ.
pub fn is_sealed(key: &[u8; 32], contact: i64, code: &str, sealed: &[u8]) -> bool {
    mac(key, contact, code).is_some_and(|mac| mac.verify_slice(sealed).is_ok())
}

/// Whether numbers of one day follow one another: three or more in a row are no customers who came
/// in, but somebody who counts.
pub fn are_in_sequence(numbers: &[PhoneNumber]) -> bool {
    const IN_A_ROW: usize = 3;
    let mut digits: Vec<u64> = numbers
        .iter()
        .filter_map(|number| number.as_e164().trim_start_matches('+').parse().ok())
        .collect();
    digits.sort_unstable();
    digits.dedup();
    let mut row = 1;
    digits.windows(2).any(|pair| {
        let follows = matches!(pair, [a, b] if b - a == 1);
        row = if follows { row + 1 } else { 1 };
        row >= IN_A_ROW
    })
}

/// Whether too few of the codes of a day were ever typed: under 30 % of at least ten.
pub fn too_few_complete(sent: usize, proved: usize) -> bool {
    const ENOUGH_TO_TELL: usize = 10;
    sent >= ENOUGH_TO_TELL && proved * 10 < sent * 3
}

fn mac(key: &[u8; 32], contact: i64, code: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(b"readybell code\0");
    mac.update(&contact.to_be_bytes());
    mac.update(code.as_bytes());
    Some(mac)
}

/// How long until fewer than `most` of these ages lie within the window.
fn within(ages: &[Duration], most: usize, window: Duration) -> Option<Duration> {
    let mut recent: Vec<Duration> = ages.iter().copied().filter(|age| *age < window).collect();
    recent.sort_unstable();
    let oldest_that_counts = recent.get(most.checked_sub(1)?)?;
    Some(window - *oldest_that_counts)
}

fn cool_down(ages: &[Duration]) -> Option<Duration> {
    let lately = ages.iter().filter(|age| **age < HOUR);
    let youngest = lately.clone().min()?;
    let place = lately.count().min(COOL_DOWNS.len()) - 1;
    let rest = COOL_DOWNS.get(place)?.checked_sub(*youngest)?;
    (!rest.is_zero()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(ages: &[u64]) -> Vec<Duration> {
        ages.iter().copied().map(Duration::from_secs).collect()
    }

    /// The limit, and its wait in seconds.
    fn says(history: &History) -> Option<(Limit, u64)> {
        let reached = may_send(history).err()?;
        Some((reached.limit, reached.wait.as_secs()))
    }

    #[test]
    fn each_limit_on_one_number_holds_to_the_second() {
        let day = 24 * 3600;
        for (ages, expected) in [
            (vec![], None),
            // Cool-downs of 30, 60 and 120 seconds.
            (vec![0], Some((Limit::CoolDown, 30))),
            (vec![29], Some((Limit::CoolDown, 1))),
            (vec![30], None),
            (vec![30, 1200], Some((Limit::CoolDown, 30))),
            (vec![60, 1200], None),
            (vec![60, 1200, 1300], Some((Limit::CoolDown, 60))),
            (vec![120, 1200, 1300], None),
            (vec![119, 1200, 1300, 1400], Some((Limit::CoolDown, 1))),
            (vec![30, 3601], None),
            // Three in ten minutes.
            (vec![200, 300, 599], Some((Limit::Number, 1))),
            (vec![200, 300, 600], None),
            // Five in an hour.
            (vec![700, 800, 900, 1000, 3599], Some((Limit::Number, 1))),
            (vec![700, 800, 900, 1000, 3600], None),
            // Eight in a day.
            (
                vec![3601, 3602, 3603, 7200, 7300, 7400, 7500, day - 1],
                Some((Limit::Number, 1)),
            ),
            (vec![3601, 3602, 3603, 7200, 7300, 7400, 7500, day], None),
        ] {
            let history = History {
                to_number: seconds(&ages),
                ..History::default()
            };
            assert_eq!(says(&history), expected, "{ages:?}");
        }
    }

    #[test]
    fn screens_and_the_device_have_limits_of_their_own() {
        let terminal = |n: usize| History {
            from_terminal: vec![Duration::from_secs(3000); n],
            ..History::default()
        };
        assert_eq!(says(&terminal(19)), None);
        assert_eq!(says(&terminal(20)), Some((Limit::Terminal, 600)));
        let device = |n: usize| History {
            from_device: vec![Duration::from_secs(3000); n],
            ..History::default()
        };
        assert_eq!(says(&device(59)), None);
        assert_eq!(says(&device(60)), Some((Limit::Device, 600)));
    }

    #[test]
    fn ten_failures_lock_a_number_for_the_rest_of_a_day() {
        let history = |n: usize| History {
            failures: vec![Duration::from_secs(3600); n],
            ..History::default()
        };
        assert_eq!(says(&history(9)), None);
        assert_eq!(says(&history(10)), Some((Limit::Failures, 23 * 3600)));
        assert_eq!(locked(&history(9).failures), None);
        let ended = vec![DAY; 10];
        assert_eq!(locked(&ended), None);
    }

    #[test]
    fn the_limit_that_lasts_longest_is_told() {
        let history = History {
            to_number: seconds(&[1]),
            from_terminal: vec![Duration::from_secs(60); 20],
            ..History::default()
        };
        assert_eq!(says(&history), Some((Limit::Terminal, 3540)));
    }

    #[test]
    fn every_code_is_as_likely_as_any_other() {
        assert_eq!(from_random(0).as_deref(), Some("000000"));
        assert_eq!(from_random(1_000_007).as_deref(), Some("000007"));
        assert_eq!(from_random(4_294_000_000 - 1).as_deref(), Some("999999"));
        assert_eq!(from_random(4_294_000_000), None);
        assert_eq!(from_random(u32::MAX), None);
        assert_eq!(typed(" 417 903 ").as_deref(), Some("417903"));
        for words in ["", "41790", "4179033", "41790x", "４１７９０３"] {
            assert_eq!(typed(words), None, "{words}");
        }
    }

    #[test]
    fn a_code_is_bound_to_its_number_and_to_the_device() {
        let (key, other) = ([7; 32], [8; 32]);
        let kept = sealed(&key, 5, "417903");
        assert!(is_sealed(&key, 5, "417903", &kept));
        assert!(!is_sealed(&key, 5, "417904", &kept));
        assert!(!is_sealed(&key, 6, "417903", &kept));
        assert!(!is_sealed(&other, 5, "417903", &kept));
        assert!(!is_sealed(&key, 5, "417903", &kept[..31]));
    }

    #[test]
    fn codes_go_to_phones_of_the_shops_countries_and_to_no_costly_line() {
        let home = [Country::US];
        let says = |e164: &str, countries: &[Country]| {
            may_get_code(&PhoneNumber::from_e164(e164).unwrap(), countries)
        };
        assert_eq!(says("+12025550143", &home), Ok(()));
        // A range that the tables don't know counts as the shop's own.
        assert_eq!(says("+15550134477", &home), Ok(()));
        let canada = Country::from_code("CA").unwrap();
        assert_eq!(says("+15550134477", &[canada]), Ok(()));
        // Jamaica shares the country code, and costs more.
        assert_eq!(says("+18762345678", &home), Err(NoCode::Country));
        assert_eq!(says("+447400123456", &home), Err(NoCode::Country));
        let britain = Country::from_code("GB").unwrap();
        assert_eq!(says("+447400123456", &[Country::US, britain]), Ok(()));
        assert_eq!(says("+442079460018", &[britain]), Err(NoCode::CallOnly));
        assert_eq!(says("+19002345678", &home), Err(NoCode::Costly));
        // Satellite phones, and codes of no country.
        assert_eq!(says("+881612345678", &home), Err(NoCode::Costly));
        assert_eq!(says("+870773123456", &home), Err(NoCode::Costly));
        assert_eq!(says("+88213123456", &home), Err(NoCode::Costly));
    }

    #[test]
    fn somebody_who_counts_is_noticed() {
        let numbers = |tails: &[u32]| -> Vec<PhoneNumber> {
            let e164 = |tail: &u32| format!("+1555013{tail:04}");
            let made = |tail| PhoneNumber::from_e164(&e164(tail)).unwrap();
            tails.iter().map(made).collect()
        };
        assert!(are_in_sequence(&numbers(&[4423, 4421, 9921, 4422])));
        assert!(!are_in_sequence(&numbers(&[4421, 4422, 4424, 4425])));
        assert!(!are_in_sequence(&numbers(&[4421, 4422, 4422])));
        assert!(!are_in_sequence(&[]));
        assert!(too_few_complete(10, 2));
        assert!(!too_few_complete(10, 3));
        assert!(!too_few_complete(9, 0));
    }
}
