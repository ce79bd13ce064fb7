//! Which backups are kept: the newest of each of the last 7 days that have one, of the last 4 weeks and of
//! the last 12 months. So a mistake that is noticed late can still be gone back behind, and the disk
//! doesn't fill up.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

/// Days, weeks and months of which the newest backup is kept.
const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;

/// So old is a backup of which two nights were missed.
const TOO_OLD: TimeDelta = TimeDelta::hours(50);

/// Whether a backup is older than it may be.
pub fn is_too_old(made: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - made > TOO_OLD
}

/// Of backups made at these times, those that are not kept. Any order; times in UTC.
pub fn dropped(made: &[DateTime<Utc>]) -> Vec<DateTime<Utc>> {
    let mut newest_first = made.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    newest_first.dedup();
    let kept = [
        newest_of(&newest_first, DAYS, |at| (at.year(), at.ordinal())),
        newest_of(&newest_first, WEEKS, |at| {
            let week = at.iso_week();
            (week.year(), week.week())
        }),
        newest_of(&newest_first, MONTHS, |at| (at.year(), at.month())),
    ]
    .concat();
    newest_first.retain(|at| !kept.contains(at));
    newest_first
}

/// Of backups made at these times and of these sizes, the oldest that together make so much room. The newest is
/// never among them. None, where that is not enough: what is there is better than nothing.
pub fn dropped_for_room(made: &[(DateTime<Utc>, u64)], missing: u64) -> Vec<DateTime<Utc>> {
    let mut oldest_first = made.to_vec();
    oldest_first.sort_unstable();
    oldest_first.pop();
    let mut room = 0;
    let mut dropped = Vec::new();
    for (at, bytes) in oldest_first {
        if room >= missing {
            break;
        }
        room += bytes;
        dropped.push(at);
    }
    if room < missing {
        dropped.clear();
    }
    dropped
}

/// The newest of each of the newest `spans` spans that have one.
fn newest_of(
    newest_first: &[DateTime<Utc>],
    spans: usize,
    span: impl Fn(&DateTime<Utc>) -> (i32, u32),
) -> Vec<DateTime<Utc>> {
    let mut last = None;
    let firsts = newest_first.iter().filter(|at| {
        let this = Some(span(at));
        std::mem::replace(&mut last, this) != this
    });
    firsts.take(spans).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nights(count: i64) -> Vec<DateTime<Utc>> {
        let first: DateTime<Utc> = "2026-01-01T02:10:00Z".parse().unwrap();
        (0..count).map(|n| first + TimeDelta::days(n)).collect()
    }

    #[test]
    fn after_a_year_of_nights_a_week_a_month_and_a_year_can_be_gone_back() {
        let made = nights(365);
        let dropped = dropped(&made);
        let kept: Vec<String> = made
            .iter()
            .filter(|at| !dropped.contains(at))
            .map(|at| at.format("%m-%d").to_string())
            .collect();
        assert_eq!(
            kept,
            [
                "01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30",
                "10-31", "11-30", "12-13", "12-20", "12-25", "12-26", "12-27", "12-28", "12-29",
                "12-30", "12-31"
            ]
        );
    }

    #[test]
    fn a_box_that_was_off_for_a_year_keeps_what_it_had() {
        let mut made = nights(7);
        made.extend(nights(400).split_off(399));
        assert_eq!(dropped(&made), nights(1));
    }

    #[test]
    fn of_several_in_one_day_the_newest_is_kept_and_few_are_all_kept() {
        let morning = nights(1)[0];
        let noon = morning + TimeDelta::hours(9);
        assert_eq!(dropped(&[noon, morning]), [morning]);
        assert!(dropped(&nights(5)).is_empty());
        assert!(dropped(&[]).is_empty());
    }

    #[test]
    fn the_oldest_make_room_and_the_newest_never_does() {
        let nights = nights(3);
        let made: Vec<_> = nights.iter().map(|at| (*at, 10)).collect();
        let newest_first: Vec<_> = made.iter().copied().rev().collect();
        for made in [&made, &newest_first] {
            assert!(dropped_for_room(made, 0).is_empty());
            assert_eq!(dropped_for_room(made, 1), nights[..1]);
            assert_eq!(dropped_for_room(made, 11), nights[..2]);
            assert!(dropped_for_room(made, 21).is_empty(), "nothing is gained");
        }
        assert!(dropped_for_room(&made[..1], 1).is_empty());
        assert!(dropped_for_room(&[], 1).is_empty());
    }
}
