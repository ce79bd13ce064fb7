//! Turns a contact's edges into presses by a person.
//!
//! Each edge has the time at which the line changed, and presses are told apart by these times alone: an
//! edge that is handled late means what it would have meant at once.

use std::time::Duration;

/// The contact must have rested open for this long before a new closing counts: until then all that
/// it does is one press. A worn contact chatters for tens of milliseconds; a finger can't press twice
/// in this time.
pub const SETTLED: Duration = Duration::from_millis(150);

/// A press earlier than this after the last one that counted is ignored.
pub const AGAIN: Duration = Duration::from_secs(2);

/// A contact that has not rested open for this long is stuck, or its wire is loose.
pub const STUCK: Duration = Duration::from_secs(30);

/// One contact. Bouncing, held down or stuck, it is one press.
///
/// Times are monotonic, since the run began; an edge is never older than the one before it.
#[derive(Debug, Clone, Default)]
pub struct Button {
    /// How long a closing must last to be a finger's.
    hold: Duration,
    closed: Option<Closing>,
    /// The last press that counted.
    pressed: Option<Duration>,
    /// Since when the contact has not rested open.
    restless: Option<Duration>,
    /// A closing has lasted since then; the others belong to it.
    is_spent: bool,
    last_edge: Option<Duration>,
}

#[derive(Debug, Clone, Copy)]
struct Closing {
    since: Duration,
    /// It lasted, and was judged.
    lasted: bool,
}

impl Button {
    /// A contact whose closings count once they last for `hold`; shorter ones are noise.
    pub fn new(hold: Duration) -> Self {
        Self {
            hold,
            ..Self::default()
        }
    }

    /// The contact was closed when it was first looked at. Whenever that began, it is no press.
    pub fn found_closed(&mut self, at: Duration) {
        self.note(at);
        self.is_spent = true;
        self.closed = Some(Closing {
            since: at,
            lasted: true,
        });
    }

    /// The contact closed. Gives when the button was pressed, if this shows that it was.
    pub fn close(&mut self, at: Duration) -> Option<Duration> {
        self.note(at);
        // Two closings: between them it was open for too short a time to be seen.
        let press = self.settle(at);
        self.closed = Some(Closing {
            since: at,
            lasted: false,
        });
        press.or_else(|| self.settle(at))
    }

    /// The contact opened. Gives when the button was pressed, if this shows that it was.
    pub fn open(&mut self, at: Duration) -> Option<Duration> {
        self.note(at);
        let press = self.settle(at);
        self.closed = None;
        press
    }

    /// Nothing has changed until `at`. Gives when the button was pressed, if this shows that it was.
    pub fn settle(&mut self, at: Duration) -> Option<Duration> {
        let closing = self.closed.as_mut()?;
        if closing.lasted || at.saturating_sub(closing.since) < self.hold {
            return None;
        }
        closing.lasted = true;
        let since = closing.since;
        let too_soon = |last: Duration| since.saturating_sub(last) < AGAIN;
        let is_spent = std::mem::replace(&mut self.is_spent, true);
        if is_spent || self.pressed.is_some_and(too_soon) {
            return None;
        }
        self.pressed = Some(since);
        self.pressed
    }

    /// When [`Self::settle`] may show a press, if ever.
    pub fn settles(&self) -> Option<Duration> {
        let closing = self.closed.filter(|closing| !closing.lasted)?;
        Some(closing.since.saturating_add(self.hold))
    }

    /// Whether the contact is stuck, or its wire loose.
    pub fn is_stuck(&self, at: Duration) -> bool {
        !self.rests(at)
            && self
                .restless
                .is_some_and(|since| at.saturating_sub(since) >= STUCK)
    }

    /// When [`Self::is_stuck`] changes next by itself, if ever.
    pub fn sticks(&self, at: Duration) -> Option<Duration> {
        if self.rests(at) {
            return None;
        }
        let sticks = self.restless?.saturating_add(STUCK);
        if at < sticks {
            return Some(sticks);
        }
        match self.closed {
            Some(_) => None,
            None => Some(self.last_edge?.saturating_add(SETTLED)),
        }
    }

    fn rests(&self, at: Duration) -> bool {
        let moved = |last: Duration| at.saturating_sub(last) < SETTLED;
        self.closed.is_none() && !self.last_edge.is_some_and(moved)
    }

    fn note(&mut self, at: Duration) {
        if self.restless.is_none() || self.rests(at) {
            self.restless = Some(at);
            self.is_spent = false;
        }
        self.last_edge = Some(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// `v` closes, `^` opens, each at the millisecond before it; gives the presses that counted.
    /// However late the last look is, it changes nothing.
    fn presses(edges: &[(u64, char)]) -> Vec<u64> {
        let mut button = Button::new(ms(10));
        let mut pressed: Vec<_> = edges
            .iter()
            .filter_map(|(at, edge)| match edge {
                'v' => button.close(ms(*at)),
                _ => button.open(ms(*at)),
            })
            .collect();
        pressed.extend(button.settle(ms(100_000)));
        pressed.iter().map(|at| at.as_millis() as u64).collect()
    }

    #[test]
    fn contacts_as_they_are() {
        for (what, edges, counted) in [
            ("a press", vec![(0, 'v'), (200, '^')], vec![0]),
            (
                "bounce",
                vec![
                    (0, 'v'),
                    (3, '^'),
                    (5, 'v'),
                    (9, '^'),
                    (11, 'v'),
                    (300, '^'),
                ],
                vec![11],
            ),
            (
                "noise on the wire",
                vec![(0, 'v'), (9, '^'), (500, 'v'), (501, '^')],
                vec![],
            ),
            (
                "noise just before a press, and just after it",
                vec![
                    (0, 'v'),
                    (1, '^'),
                    (20, 'v'),
                    (80, '^'),
                    (100, 'v'),
                    (101, '^'),
                ],
                vec![20],
            ),
            (
                "worn: each touch could be a press",
                vec![
                    (0, 'v'),
                    (12, '^'),
                    (24, 'v'),
                    (39, '^'),
                    (50, 'v'),
                    (200, '^'),
                    (212, 'v'),
                    (226, '^'),
                ],
                vec![0],
            ),
            (
                "it chatters for long when it is let go, and at last as long as a finger",
                vec![
                    (0, 'v'),
                    (2_400, '^'),
                    (2_500, 'v'),
                    (2_504, '^'),
                    (2_600, 'v'),
                    (2_620, '^'),
                ],
                vec![0],
            ),
            (
                "too soon, and held with a loose contact until it would not be",
                vec![
                    (0, 'v'),
                    (100, '^'),
                    (1_500, 'v'),
                    (2_400, '^'),
                    (2_440, 'v'),
                    (2_600, '^'),
                ],
                vec![0],
            ),
            ("a tap", vec![(0, 'v'), (25, '^')], vec![0]),
            (
                "leaned on, and a bounce when it is let go",
                vec![(0, 'v'), (2_400, '^'), (2_403, 'v'), (2_420, '^')],
                vec![0],
            ),
            ("held for a minute", vec![(0, 'v'), (60_000, '^')], vec![0]),
            (
                "repeated while held",
                vec![(0, 'v'), (3_000, 'v'), (6_000, 'v')],
                vec![0],
            ),
            (
                "bounce at the end of a long hold",
                vec![(0, 'v'), (9_000, '^'), (9_020, 'v'), (9_030, '^')],
                vec![0],
            ),
            (
                "a loose wire for 10 s",
                (0..200)
                    .map(|n| (n * 50, if n % 2 == 0 { 'v' } else { '^' }))
                    .collect(),
                vec![0],
            ),
            (
                "two presses, too quick",
                vec![(0, 'v'), (100, '^'), (1_999, 'v'), (2_100, '^')],
                vec![0],
            ),
            (
                "two presses",
                vec![(0, 'v'), (100, '^'), (2_000, 'v'), (2_100, '^')],
                vec![0, 2_000],
            ),
            (
                "held at the start",
                vec![(500, '^'), (1_000, 'v')],
                vec![1_000],
            ),
            (
                "a release got lost",
                vec![(0, 'v'), (5_000, 'v'), (5_100, '^'), (9_000, 'v')],
                vec![0, 9_000],
            ),
            (
                "impatience",
                vec![
                    (0, 'v'),
                    (100, '^'),
                    (500, 'v'),
                    (600, '^'),
                    (1_000, 'v'),
                    (1_100, '^'),
                    (2_100, 'v'),
                ],
                vec![0, 2_100],
            ),
        ] {
            assert_eq!(presses(&edges), counted, "{what}");
        }
    }

    #[test]
    fn it_counts_while_it_is_still_held() {
        let mut button = Button::new(ms(10));
        assert_eq!(button.close(ms(100)), None);
        assert_eq!(button.settles(), Some(ms(110)));
        assert_eq!(button.settle(ms(109)), None);
        assert_eq!(button.settle(ms(110)), Some(ms(100)));
        assert_eq!(button.settle(ms(500)), None);
        assert_eq!((button.open(ms(600)), button.settles()), (None, None));
    }

    #[test]
    fn closed_when_it_was_found_is_no_press() {
        let mut button = Button::new(ms(10));
        button.found_closed(ms(0));
        assert_eq!(button.settle(ms(5_000)), None);
        assert_eq!(button.open(ms(5_000)), None);
        assert_eq!(button.close(ms(6_000)), None);
        assert_eq!(button.open(ms(6_100)), Some(ms(6_000)));
    }

    #[test]
    fn a_line_that_is_stuck_low_is_told_from_a_long_press() {
        let mut button = Button::new(ms(10));
        button.close(ms(1_000));
        assert!(!button.is_stuck(ms(30_999)));
        assert_eq!(button.sticks(ms(2_000)), Some(ms(31_000)));
        assert!(button.is_stuck(ms(31_000)));
        assert_eq!(button.sticks(ms(31_000)), None);
        button.open(ms(40_000));
        assert!(button.is_stuck(ms(40_149)), "it may only have bounced");
        assert_eq!(button.sticks(ms(40_100)), Some(ms(40_150)));
        assert!(!button.is_stuck(ms(40_150)));
        assert_eq!(button.sticks(ms(40_150)), None);
    }

    #[test]
    fn a_loose_wire_is_told_too_and_presses_are_not() {
        let mut button = Button::new(ms(10));
        for at in (0..60_000).step_by(200) {
            button.close(ms(at));
            assert_eq!(button.is_stuck(ms(at)), at >= 30_000, "{at}");
            button.open(ms(at + 100));
        }
        assert!(!button.is_stuck(ms(61_000)));
        for at in (100_000..200_000).step_by(1_000) {
            button.close(ms(at));
            button.open(ms(at + 800));
            assert!(!button.is_stuck(ms(at + 800)));
        }
    }
}
