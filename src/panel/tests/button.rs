//! Contacts by chance: presses that a person meant, in every shape of bounce, heard of as late as it
//! may be.

use crate::panel::button::Button;
use proptest::prelude::*;
use std::time::Duration;

const HOLD: Duration = Duration::from_millis(10);

/// Microseconds for which the contact is closed, open, closed, and so on.
type Shape = Vec<u64>;

/// The contact flips a few times, as briefly as contacts do.
fn bounce() -> impl Strategy<Value = Shape> {
    proptest::collection::vec(1u64..15_000, 0..12).prop_map(|mut flips| {
        flips.truncate(flips.len() / 2 * 2);
        flips
    })
}

fn press() -> impl Strategy<Value = Shape> {
    let held = prop_oneof![
        3 => 10_000u64..40_000,
        3 => 40_000u64..400_000,
        // Longer than the time in which a second press does not count: only the bounce's own rule is left.
        1 => 2_000_000u64..2_500_000,
    ];
    // Lets go for a moment while it is held.
    let loose = proptest::collection::vec(1_000u64..100_000, 0..3).prop_map(|gaps| {
        gaps.into_iter()
            .flat_map(|gap| [50_000, gap])
            .collect::<Shape>()
    });
    (bounce(), loose, held, bounce()).prop_map(|(closing, loose, held, opening)| {
        let end = opening.into_iter().rev();
        [closing, loose, vec![held], end.collect()].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn each_press_counts_once(
        shapes in proptest::collection::vec((press(), 200u64..3_000, any::<bool>()), 1..20),
    ) {
        let mut button = Button::new(HOLD);
        let mut at = Duration::from_secs(1);
        let mut counted = Vec::new();
        for (meant, (shape, rest, is_looked_at)) in (1..).zip(shapes) {
            let began = at;
            for (n, micros) in shape.iter().enumerate() {
                let press = if n % 2 == 0 { button.close(at) } else { button.open(at) };
                counted.extend(press);
                let next = at + Duration::from_micros(*micros);
                // The clock has its turn where it is due, or only when all is over.
                if is_looked_at && let Some(due) = button.settles().filter(|due| *due < next) {
                    counted.extend(button.settle(due));
                }
                at = next;
            }
            counted.extend(button.open(at));
            prop_assert_eq!(counted.len(), meant, "{:?}", shape);
            prop_assert!(counted.last().is_some_and(|press| (began..at).contains(press)));
            // The next one comes when it can count.
            at = (at + Duration::from_millis(rest)).max(began + Duration::from_millis(2_500));
        }
    }
}
