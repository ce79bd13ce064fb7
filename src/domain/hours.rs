//! Hours of the week: when the shop is open, and when a text may go.

use super::zone::Zone;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// One day's hours: from the first minute up to, and not including, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When it opens.
    pub from: NaiveTime,
    /// When it closes. Equal to or before `from`: closed all day.
    pub to: NaiveTime,
}

/// The hours of a week, Monday first. `None` is a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    days: [Option<Span>; 7],
    /// Days on which it is closed all the same.
    #[serde(default)]
    pub holidays: Vec<NaiveDate>,
}

/// How far ahead an opening is looked for. Longer than any run of holidays.
const HORIZON_DAYS: i64 = 60;

impl Week {
    /// A week from Monday's hours to Sunday's.
    pub fn new(days: [Option<Span>; 7]) -> Self {
        Self {
            days,
            holidays: Vec::new(),
        }
    }

    /// The same hours on every day.
    pub fn daily(from_hour: u32, to_hour: u32) -> Self {
        Self::new([span(from_hour, to_hour); 7])
    }

    /// Monday to Friday, Saturday, and closed on Sunday.
    pub fn working(weekday: (u32, u32), saturday: (u32, u32)) -> Self {
        let day = span(weekday.0, weekday.1);
        Self::new([day, day, day, day, day, span(saturday.0, saturday.1), None])
    }

    /// The hours of a date.
    pub fn on(&self, date: NaiveDate) -> Option<Span> {
        let day = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
        let span = self.days.get(day).copied().flatten()?;
        (span.from < span.to && !self.holidays.contains(&date)).then_some(span)
    }

    /// The hours of a weekday, holidays aside.
    pub fn weekday(&self, day: Weekday) -> Option<Span> {
        self.days
            .get(usize::try_from(day.num_days_from_monday()).unwrap_or(0))
            .copied()
            .flatten()
    }

    /// Whether it is open at that instant, by clocks in that zone.
    pub fn is_open(&self, zone: &Zone, at: DateTime<Utc>) -> bool {
        let wall = zone.local(at).wall;
        self.on(wall.date())
            .is_some_and(|span| span.from <= wall.time() && wall.time() < span.to)
    }

    /// The first instant at or after `at` when it is open. None: not within two months.
    pub fn next_open(&self, zone: &Zone, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_open(zone, at) {
            return Some(at);
        }
        self.dates(zone, at).find_map(|(date, span)| {
            let opening = zone.instants(date.and_time(span.from)).earliest();
            (opening >= at && self.is_open(zone, opening)).then_some(opening)
        })
    }

    /// The first closing time that is later than `at`. None: not within two months.
    pub fn next_close(&self, zone: &Zone, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.dates(zone, at)
            .map(|(date, span)| zone.instants(date.and_time(span.to)).latest())
            .find(|closing| *closing > at)
    }

    /// The open dates from the day of `at` on.
    fn dates<'a>(
        &'a self,
        zone: &Zone,
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = (NaiveDate, Span)> + 'a {
        let today = zone.local(at).wall.date();
        (0..HORIZON_DAYS)
            .filter_map(move |ahead| today.checked_add_signed(TimeDelta::days(ahead)))
            .filter_map(|date| self.on(date).map(|span| (date, span)))
    }
}

fn span(from_hour: u32, to_hour: u32) -> Option<Span> {
    let hour =
        |h: u32| NaiveTime::from_hms_opt(h, 0, 0).or_else(|| NaiveTime::from_hms_opt(23, 59, 59));
    Some(Span {
        from: hour(from_hour)?,
        to: hour(to_hour)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chicago() -> Zone {
        let bytes = std::fs::read("/usr/share/zoneinfo/America/Chicago").unwrap();
        Zone::from_tzif("America/Chicago", &bytes).unwrap()
    }
    fn at(local: &str) -> DateTime<Utc> {
        let wall = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        chicago().instants(wall).earliest()
    }

    #[test]
    fn a_saturday_evening_waits_until_monday() {
        let offers = Week::working((10, 18), (10, 17));
        let zone = chicago();
        assert!(offers.is_open(&zone, at("2026-11-21 16:59")));
        assert!(!offers.is_open(&zone, at("2026-11-21 17:00")));
        assert_eq!(
            offers.next_open(&zone, at("2026-11-21 17:00")),
            Some(at("2026-11-23 10:00"))
        );
        assert_eq!(
            offers.next_close(&zone, at("2026-11-21 17:00")),
            Some(at("2026-11-23 18:00"))
        );
    }

    #[test]
    fn the_hours_are_those_on_the_wall_when_clocks_change() {
        let service = Week::daily(9, 21);
        let zone = chicago();
        // Clocks went forward on 2026-03-08 and back on 2026-11-01.
        let spring = service.next_open(&zone, at("2026-03-07 22:00")).unwrap();
        assert_eq!(spring, at("2026-03-08 09:00"));
        assert_eq!(spring - at("2026-03-07 22:00"), TimeDelta::hours(10));
        let autumn = service.next_open(&zone, at("2026-10-31 22:00")).unwrap();
        assert_eq!(autumn - at("2026-10-31 22:00"), TimeDelta::hours(12));
    }

    #[test]
    fn a_holiday_and_a_closed_week_are_closed() {
        let mut week = Week::daily(9, 21);
        week.holidays
            .push(NaiveDate::from_ymd_opt(2026, 12, 25).unwrap());
        let zone = chicago();
        assert_eq!(
            week.next_open(&zone, at("2026-12-25 08:00")),
            Some(at("2026-12-26 09:00"))
        );
        assert_eq!(
            Week::new([None; 7]).next_open(&zone, at("2026-12-25 08:00")),
            None
        );
    }
}
