//! What a bay's light can say.
//!
//! | pattern | looks like | says |
//! |---|---|---|
//! | [`Dark`](Pattern::Dark) | off | the program isn't up yet |
//! | [`Well`](Pattern::Well) | one blip every 10 s | the box is well; press when the vehicle is ready |
//! | [`Unwell`](Pattern::Unwell) | two blips every 3 s | trouble, and nobody pressed: see the page |
//! | [`Armed`](Pattern::Armed) | even blinking, once a second | the text will go; press again to take it back |
//! | [`Sent`](Pattern::Sent) | on for 3 s | the network took the text |
//! | [`NoJob`](Pattern::NoJob) | two short flashes, twice | no job in this bay |
//! | [`AlreadyAnnounced`](Pattern::AlreadyAnnounced) | four short flashes, twice | this job was announced before |
//! | [`MustWait`](Pattern::MustWait) | one second on, two off, three times | it goes later; the page says when |
//! | [`CallCustomer`](Pattern::CallCustomer) | long-short, four times | no text will go: phone the customer |
//! | [`ModemTrouble`](Pattern::ModemTrouble) | flicker for 4 s | the box could not do it: see the page |
//! | [`SetUp`](Pattern::SetUp) | long, then each digit in blinks, again and again | nobody has set the shop up: this is the code |
//!
//! A pattern is a pure function of the time since it began. It also tells when it changes next, so
//! that whoever drives it sleeps until then: at rest a light wakes the processor twice in 10 s.

use std::borrow::Cow;
use std::time::Duration;

/// The code that sets the shop up, as a light can blink it: six digits from 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SetUpCode([u8; 6]);

impl SetUpCode {
    /// The code of these letters, if a light can blink it.
    pub fn parse(letters: &str) -> Option<Self> {
        let digits: [u8; 6] = letters.as_bytes().try_into().ok()?;
        let is_blinked = digits.iter().all(|digit| (b'1'..=b'9').contains(digit));
        is_blinked.then(|| Self(digits.map(|digit| digit - b'0')))
    }

    /// One round: a long one and a pause, then as many blinks as each digit says, with pauses between.
    fn round(self) -> Vec<u64> {
        let mut round = vec![2_000, 1_500];
        for digit in self.0 {
            for _ in 1..digit {
                round.extend([200, 300]);
            }
            round.extend([200, 1_500]);
        }
        round
    }
}

/// What a light shows. The module's table says how each looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Off.
    Dark,
    /// At rest, and all is well.
    Well,
    /// At rest, and something is wrong.
    Unwell,
    /// A "ready" text waits out its undo window.
    Armed,
    /// The network took the text.
    Sent,
    /// There is no job in this bay.
    NoJob,
    /// The job was announced before.
    AlreadyAnnounced,
    /// The text may not go yet.
    MustWait,
    /// No text may go, or none could: somebody must phone.
    CallCustomer,
    /// The modem, or the box, can't do it now.
    ModemTrouble,
    /// At rest, and nobody has set the shop up.
    SetUp(SetUpCode),
}

impl Pattern {
    /// Every pattern there is, but for the codes.
    pub const ALL: [Self; 10] = [
        Self::Dark,
        Self::Well,
        Self::Unwell,
        Self::Armed,
        Self::Sent,
        Self::NoJob,
        Self::AlreadyAnnounced,
        Self::MustWait,
        Self::CallCustomer,
        Self::ModemTrouble,
    ];

    /// Its name on the simulated panel's line and in logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Well => "well",
            Self::Unwell => "unwell",
            Self::Armed => "armed",
            Self::Sent => "sent",
            Self::NoJob => "no-job",
            Self::AlreadyAnnounced => "already-announced",
            Self::MustWait => "must-wait",
            Self::CallCustomer => "call-customer",
            Self::ModemTrouble => "modem-trouble",
            Self::SetUp(_) => "set-up",
        }
    }

    /// One round, in milliseconds: on, off, on, off, …
    fn round(self) -> Cow<'static, [u64]> {
        let round: &[u64] = match self {
            Self::SetUp(code) => return code.round().into(),
            Self::Dark => &[],
            Self::Well => &[40, 9_960],
            Self::Unwell => &[60, 240, 60, 2_640],
            Self::Armed => &[500, 500],
            Self::Sent => &[3_000],
            Self::NoJob => &[150, 250, 150, 950],
            Self::AlreadyAnnounced => &[150, 250, 150, 250, 150, 250, 150, 950],
            Self::MustWait => &[1_000, 2_000],
            Self::CallCustomer => &[600, 200, 150, 450],
            Self::ModemTrouble => &[100, 100],
        };
        round.into()
    }

    /// How many rounds it shows, or `None` when it goes on until another takes its place.
    const fn rounds(self) -> Option<u64> {
        match self {
            Self::Dark | Self::Well | Self::Unwell | Self::Armed | Self::SetUp(_) => None,
            Self::Sent => Some(1),
            Self::NoJob | Self::AlreadyAnnounced => Some(2),
            Self::MustWait => Some(3),
            Self::CallCustomer => Some(4),
            Self::ModemTrouble => Some(20),
        }
    }

    /// How long it shows, or `None` when it goes on until another takes its place.
    pub fn lasts(self) -> Option<Duration> {
        let round: u64 = self.round().iter().sum();
        self.rounds()
            .map(|rounds| Duration::from_millis(round.saturating_mul(rounds)))
    }

    /// Whether the light is on after `elapsed`, and for how long it stays so (`None`: for good).
    pub fn at(self, elapsed: Duration) -> (bool, Option<Duration>) {
        if self.lasts().is_some_and(|lasts| elapsed >= lasts) {
            return (false, None);
        }
        let steps = self.round();
        let round: Duration = steps.iter().map(|ms| Duration::from_millis(*ms)).sum();
        if round.is_zero() {
            return (false, None);
        }
        let into = elapsed.as_nanos() % round.as_nanos();
        let mut end = 0;
        for (step, ms) in steps.iter().enumerate() {
            end += Duration::from_millis(*ms).as_nanos();
            if into < end {
                let left = u64::try_from(end - into).unwrap_or(u64::MAX);
                return (step % 2 == 0, Some(Duration::from_nanos(left)));
            }
        }
        (false, None)
    }
}

/// One light: what it shows at rest, and what it shows for now.
///
/// Times are monotonic, since the run began, and never go back.
#[derive(Debug, Clone)]
pub struct Light {
    rest: (Pattern, Duration),
    shown: Option<(Pattern, Duration)>,
}

impl Light {
    /// A light that is off.
    pub const fn dark() -> Self {
        Self {
            rest: (Pattern::Dark, Duration::ZERO),
            shown: None,
        }
    }

    /// Shows `pattern` from `at` on, until it has lasted or another takes its place.
    pub fn show(&mut self, pattern: Pattern, at: Duration) {
        self.shown = Some((pattern, at));
    }

    /// Goes back to what it shows at rest.
    pub fn clear(&mut self) {
        self.shown = None;
    }

    /// Sets what it shows at rest.
    pub fn set_rest(&mut self, pattern: Pattern, at: Duration) {
        if self.rest.0 != pattern {
            self.rest = (pattern, at);
        }
    }

    /// What it shows at `at`.
    pub fn pattern(&self, at: Duration) -> Pattern {
        self.current(at).0
    }

    /// Whether it is on at `at`.
    pub fn is_on(&self, at: Duration) -> bool {
        let (pattern, since) = self.current(at);
        pattern.at(at.saturating_sub(since)).0
    }

    /// When it changes next, if ever.
    pub fn next_change(&self, at: Duration) -> Option<Duration> {
        let (pattern, since) = self.current(at);
        let stays = pattern.at(at.saturating_sub(since)).1?;
        Some(at.saturating_add(stays))
    }

    fn current(&self, at: Duration) -> (Pattern, Duration) {
        match self.shown {
            Some((pattern, since))
                if pattern
                    .lasts()
                    .is_none_or(|lasts| at.saturating_sub(since) < lasts) =>
            {
                (pattern, since)
            }
            _ => self.rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// The pattern as it is seen: durations of on, off, on, … in milliseconds, over 12 s.
    fn seen(pattern: Pattern) -> Vec<u128> {
        let (mut elapsed, mut steps, mut lit) = (ms(0), Vec::new(), true);
        while elapsed < ms(12_000) {
            let (on, Some(stays)) = pattern.at(elapsed) else {
                break;
            };
            assert_eq!(on, lit, "a round begins with on, and alternates");
            steps.push(stays.as_millis());
            lit = !lit;
            elapsed += stays;
        }
        steps
    }

    #[test]
    fn no_two_patterns_look_alike() {
        let looks: HashSet<_> = Pattern::ALL.map(seen).into_iter().collect();
        let names: HashSet<_> = Pattern::ALL.map(Pattern::name).into_iter().collect();
        assert_eq!(looks.len(), Pattern::ALL.len());
        assert_eq!(names.len(), Pattern::ALL.len());
    }

    #[test]
    fn each_looks_as_the_table_says() {
        assert_eq!(seen(Pattern::Sent), [3_000]);
        assert_eq!(seen(Pattern::NoJob)[..4], [150, 250, 150, 950]);
        assert_eq!(seen(Pattern::NoJob).len(), 8);
        assert_eq!(seen(Pattern::Armed), [500; 24]);
        assert_eq!(seen(Pattern::ModemTrouble), [100; 40]);
        assert_eq!(Pattern::ModemTrouble.lasts(), Some(ms(4_000)));
        assert!(seen(Pattern::Dark).is_empty());
    }

    #[test]
    fn a_code_is_a_long_one_and_its_digits_in_blinks() {
        let code = SetUpCode::parse("312111").unwrap();
        let blinks = [
            2_000, 1_500, // here it begins
            200, 300, 200, 300, 200, 1_500, // three
            200, 1_500, // one
            200, 300, 200, 1_500, // two
        ];
        assert_eq!(seen(Pattern::SetUp(code))[..blinks.len()], blinks);
        for wrong in ["", "12345", "1234567", "123406", "12345a"] {
            assert_eq!(SetUpCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_pattern_that_is_over_gives_way_to_rest() {
        let mut light = Light::dark();
        light.set_rest(Pattern::Well, ms(0));
        light.show(Pattern::Sent, ms(5_000));
        assert!(light.is_on(ms(7_999)));
        assert_eq!(light.next_change(ms(5_000)), Some(ms(8_000)));
        assert_eq!(light.pattern(ms(8_000)), Pattern::Well);
        assert!(!light.is_on(ms(8_000)));
        assert_eq!(light.next_change(ms(8_000)), Some(ms(10_000)));
        assert!(light.is_on(ms(10_000)));
    }

    #[test]
    fn at_rest_it_wakes_the_processor_twice_in_ten_seconds() {
        let mut light = Light::dark();
        light.set_rest(Pattern::Well, ms(0));
        let (mut at, mut wakes) = (ms(0), 0);
        while at < ms(60_000) {
            at = light.next_change(at).unwrap();
            wakes += 1;
        }
        assert_eq!(wakes, 12);
    }
}
