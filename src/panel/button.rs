//! Turns a contact's edges into presses by a person.

use std::time::Duration;

/// The contact must have been open for this long before a new closing counts. A worn contact
/// chatters for tens of milliseconds; a finger can't press twice in this time.
pub const SETTLED: Duration = Duration::from_millis(150);

/// A press earlier than this after the last one that counted is ignored.
pub const AGAIN: Duration = Duration::from_secs(2);

/// One contact. Bouncing, held down or stuck, it is one press.
///
/// Times are monotonic, since the run began.
#[derive(Debug, Clone, Default)]
pub struct Button {
    down: bool,
    opened: Option<Duration>,
    pressed: Option<Duration>,
}

impl Button {
    /// The contact closed. True when that counts as a press.
    pub fn close(&mut self, at: Duration) -> bool {
        if self.down {
            return false;
        }
        self.down = true;
        let long_after = |earlier: Option<Duration>, gap: Duration| {
            earlier.is_none_or(|earlier| at.saturating_sub(earlier) >= gap)
        };
        let counts = long_after(self.opened, SETTLED) && long_after(self.pressed, AGAIN);
        if counts {
            self.pressed = Some(at);
        }
        counts
    }

    /// The contact opened.
    pub fn open(&mut self, at: Duration) {
        self.down = false;
        self.opened = Some(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `v` closes, `^` opens, each at the millisecond before it; gives the presses that counted.
    fn presses(edges: &[(u64, char)]) -> Vec<u64> {
        let mut button = Button::default();
        edges
            .iter()
            .filter(|(at, edge)| match edge {
                'v' => button.close(Duration::from_millis(*at)),
                _ => {
                    button.open(Duration::from_millis(*at));
                    false
                }
            })
            .map(|(at, _)| *at)
            .collect()
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
}
