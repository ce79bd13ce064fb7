//! Times as people in the shop read them.

use super::house::Front;
use super::say;
use crate::domain::lang::Lang;
use crate::domain::phone::Country;
use crate::domain::settings::Settings;
use crate::domain::zone::{Instants, Zone};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use std::sync::Arc;

/// The clock on the shop's wall at the moment of one answer.
#[derive(Debug, Clone)]
pub struct Wall {
    zone: Arc<Zone>,
    /// Now.
    pub now: DateTime<Utc>,
    halves: bool,
}

/// Countries where people read the day as two halves of twelve hours.
const HALVES: [&str; 8] = ["US", "CA", "AU", "NZ", "PH", "IN", "PK", "CO"];

impl Wall {
    /// The shop's wall. Where the machine doesn't know the shop's zone, it shows UTC.
    pub fn of(front: &Front, shop: &Settings) -> Self {
        let zone = front.store().zone(&shop.zone);
        Self {
            zone: zone.unwrap_or_else(|_| Arc::new(Zone::utc())),
            now: front.now().wall,
            halves: Self::reads_halves(shop.country),
        }
    }

    fn reads_halves(country: Country) -> bool {
        HALVES.contains(&country.code())
    }

    fn at(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.zone.local(at).wall
    }

    /// "2:14 PM", or "14:14" where the day has 24 hours, as it has for speakers of Russian everywhere.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let wall = self.at(at);
        if !self.halves || say::lang() == Lang::Ru {
            return wall.format("%H:%M").to_string();
        }
        let (is_pm, hour) = wall.hour12();
        let half = if is_pm {
            say::when::pm()
        } else {
            say::when::am()
        };
        format!("{hour}:{:02} {half}", wall.minute())
    }

    /// "Saturday 2:14 PM".
    pub fn weekday(&self, at: DateTime<Utc>) -> String {
        let day = self.at(at).weekday().num_days_from_sunday() as usize;
        format!("{} {}", say::when::weekday(day), self.time(at))
    }

    /// "2:14 PM" today, "Mon 2:14 PM" within a week, else "Nov 14".
    pub fn short(&self, at: DateTime<Utc>) -> String {
        let wall = self.at(at);
        match self.days_from_today(at).abs() {
            0 => self.time(at),
            1..=6 => {
                let day = wall.weekday().num_days_from_sunday() as usize;
                format!("{} {}", say::when::short_weekday(day), self.time(at))
            }
            _ => say::when::short_date(wall.month0() as usize, wall.day()),
        }
    }

    /// "2:14 PM" today, else with the day: "tomorrow 9:00 AM", "Monday 9:00 AM", "Nov 14 9:00 AM".
    pub fn soon(&self, at: DateTime<Utc>) -> String {
        let wall = self.at(at);
        let time = self.time(at);
        match self.days_from_today(at) {
            0 => time,
            1 => say::when::tomorrow_at(&time),
            -1 => say::when::yesterday_at(&time),
            2..=6 => self.weekday(at),
            _ => {
                let date = say::when::short_date(wall.month0() as usize, wall.day());
                format!("{date} {time}")
            }
        }
    }

    /// "Nov 14, 2026, 2:14 PM": for what is read on other days.
    pub fn exact(&self, at: DateTime<Utc>) -> String {
        let wall = self.at(at);
        let date = say::when::short_date(wall.month0() as usize, wall.day());
        say::when::exact(&date, wall.year(), &self.time(at))
    }

    /// "Nov 14, 2026": the same without the time.
    pub fn exact_day(&self, at: DateTime<Utc>) -> String {
        let wall = self.at(at);
        let date = say::when::short_date(wall.month0() as usize, wall.day());
        say::when::exact_day(&date, wall.year())
    }

    /// The date on the wall.
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.at(at).date()
    }

    /// What heads the texts of a day: "Today", "Yesterday", "Saturday, November 14".
    pub fn day(&self, at: DateTime<Utc>) -> String {
        match self.days_from_today(at) {
            0 => say::when::today().to_owned(),
            -1 => say::when::yesterday().to_owned(),
            _ => self.full_day(at),
        }
    }

    /// "Saturday, November 14".
    pub fn full_day(&self, at: DateTime<Utc>) -> String {
        let wall = self.at(at);
        let day = wall.weekday().num_days_from_sunday() as usize;
        let date = say::when::date(wall.month0() as usize, wall.day());
        say::when::full_day(say::when::weekday(day), &date)
    }

    /// "12 min ago", "3 h ago", "2 days ago".
    pub fn ago(&self, at: DateTime<Utc>) -> String {
        match (self.now - at).num_minutes() {
            i64::MIN..=0 => say::when::just_now().to_owned(),
            minutes => say::when::ago(&span(minutes)),
        }
    }

    /// How late it is: "20 min", "3 h", "2 days".
    pub fn late(&self, promised: DateTime<Utc>) -> String {
        span((self.now - promised).num_minutes())
    }

    /// The value of a time input.
    pub fn input_time(&self, at: DateTime<Utc>) -> String {
        self.at(at).format("%H:%M").to_string()
    }

    /// The value of a date input.
    pub fn input_date(&self, at: DateTime<Utc>) -> String {
        self.at(at).format("%Y-%m-%d").to_string()
    }

    /// The instant of a date and a time as typed into their inputs; no date is today.
    ///
    /// # Errors
    /// Says what is wrong, for the field that the time is typed into.
    pub fn instant(&self, date: &str, time: &str) -> Result<DateTime<Utc>, String> {
        let date = match date {
            "" => self.date(self.now),
            typed => NaiveDate::parse_from_str(typed, "%Y-%m-%d")
                .map_err(|_| say::when::no_date().to_owned())?,
        };
        let time = parse_time(time)?;
        match self.zone.instants(date.and_time(time)) {
            Instants::Once(at) | Instants::Twice(_, at) => Ok(at),
            Instants::Never(_) => Err(say::when::never().to_owned()),
        }
    }

    /// Whether an instant lies in the day of now.
    pub fn is_today(&self, at: DateTime<Utc>) -> bool {
        self.days_from_today(at) == 0
    }

    fn days_from_today(&self, at: DateTime<Utc>) -> i64 {
        let today: NaiveDate = self.date(self.now);
        (self.date(at) - today).num_days()
    }

    /// The full hours that are easily promised: those of today that lie more than an hour ahead and
    /// before `closing`, four at most.
    pub fn full_hours(&self, closing: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let ahead = self.now + TimeDelta::hours(2);
        let past = i64::from(self.at(ahead).minute()) * 60 + i64::from(self.at(ahead).second());
        let first = ahead - TimeDelta::seconds(past);
        (0..4)
            .map(move |hours| first + TimeDelta::hours(hours))
            .filter(move |at| *at < closing && self.is_today(*at))
    }

    /// The next full half hour that lies at least an hour ahead: a promise that is easily kept.
    pub fn suggestion(&self) -> DateTime<Utc> {
        let step = 30 * 60;
        let ahead = self.now + TimeDelta::hours(1);
        let rest = ahead.timestamp().rem_euclid(step);
        ahead + TimeDelta::seconds((step - rest) % step)
    }
}

fn span(minutes: i64) -> String {
    match minutes {
        i64::MIN..=90 => say::when::minutes(minutes),
        91..=2_160 => say::when::hours((minutes + 30) / 60),
        _ => say::when::days(minutes / 1_440),
    }
}

/// Reads a time of day as browsers send it, or as people type it where the browser has no input
/// for times: "14:30", "2:30 PM", "2 pm".
///
/// # Errors
/// Says how to write it.
pub fn parse_time(typed: &str) -> Result<NaiveTime, String> {
    let plain = typed.trim().to_ascii_uppercase().replace('.', ":");
    let with_minutes = match plain.split_once([' ', 'A', 'P']) {
        Some((hour, _)) if !hour.contains(':') && !hour.is_empty() => {
            plain.replacen(hour, &format!("{hour}:00"), 1)
        }
        _ => plain,
    };
    ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"]
        .into_iter()
        .find_map(|format| NaiveTime::parse_from_str(&with_minutes, format).ok())
        .ok_or_else(|| say::when::no_time().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(now: &str) -> Wall {
        Wall {
            zone: Arc::new(crate::clock::zone("America/Chicago").unwrap()),
            now: now.parse().unwrap(),
            halves: true,
        }
    }

    #[test]
    fn times_are_read_as_typed() {
        for typed in ["14:30", "2:30 PM", "2:30pm", "14:30:00", "14.30"] {
            assert_eq!(
                parse_time(typed),
                Ok(NaiveTime::from_hms_opt(14, 30, 0).unwrap()),
                "{typed}"
            );
        }
        assert_eq!(
            parse_time("2 pm"),
            Ok(NaiveTime::from_hms_opt(14, 0, 0).unwrap())
        );
        assert_eq!(
            parse_time("9AM"),
            Ok(NaiveTime::from_hms_opt(9, 0, 0).unwrap())
        );
        for typed in ["", "25:00", "noon", "12:60", "-1:00", "2:30:xx", "P", " A"] {
            assert!(parse_time(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn days_are_told_by_the_shops_wall() {
        // Saturday 2:14 PM in Chicago.
        let wall = wall("2026-11-21T20:14:00Z");
        let at = |text: &str| text.parse().unwrap();
        assert_eq!(wall.weekday(wall.now), "Saturday 2:14 PM");
        assert_eq!(wall.soon(at("2026-11-22T05:30:00Z")), "11:30 PM");
        assert_eq!(wall.soon(at("2026-11-22T15:00:00Z")), "tomorrow 9:00 AM");
        assert_eq!(wall.soon(at("2026-11-24T15:00:00Z")), "Tuesday 9:00 AM");
        assert_eq!(wall.short(at("2026-11-20T15:00:00Z")), "Fri 9:00 AM");
        assert_eq!(wall.short(at("2026-10-20T15:00:00Z")), "Oct 20");
        assert_eq!(wall.ago(at("2026-11-21T20:02:00Z")), "12 min ago");
        assert_eq!(wall.late(at("2026-11-21T17:14:00Z")), "3 h");
        assert_eq!(wall.input_time(wall.suggestion()), "15:30");
    }

    #[test]
    fn days_are_told_in_the_language_of_the_page() {
        use crate::domain::lang::Lang;
        let wall = wall("2026-11-21T20:14:00Z");
        let day = |text: &str| {
            Wall {
                halves: false,
                ..wall.clone()
            }
            .soon(text.parse().unwrap())
        };
        let at = |text: &str| text.parse().unwrap();
        say::within(Lang::Es, || {
            assert_eq!(wall.weekday(wall.now), "sábado 2:14 p.\u{a0}m.");
            assert_eq!(wall.ago(at("2026-11-19T20:02:00Z")), "hace 2 días");
            assert_eq!(
                wall.day(at("2026-11-14T20:14:00Z")),
                "sábado, 14 de noviembre"
            );
            assert_eq!(day("2026-11-22T15:00:00Z"), "mañana 09:00");
        });
        say::within(Lang::Ru, || {
            assert_eq!(day("2026-11-24T15:00:00Z"), "вторник 09:00");
            assert_eq!(wall.day(at("2026-11-14T20:14:00Z")), "суббота, 14 ноября");
            assert_eq!(wall.late(at("2026-11-16T20:14:00Z")), "5 дней");
            assert_eq!(wall.ago(at("2026-11-21T20:02:00Z")), "12 мин назад");
            assert_eq!(wall.short(at("2026-10-20T15:00:00Z")), "20 окт.");
        });
    }

    #[test]
    fn a_promise_is_an_instant_of_the_shops_zone() {
        let wall = wall("2026-11-21T20:14:00Z");
        let at = |text: &str| Ok(text.parse().unwrap());
        assert_eq!(wall.instant("", "17:00"), at("2026-11-21T23:00:00Z"));
        assert_eq!(
            wall.instant("2026-11-23", "17:00"),
            at("2026-11-23T23:00:00Z")
        );
        assert!(wall.instant("23/11", "17:00").is_err());
        assert!(
            wall.instant("2027-03-14", "02:30").is_err(),
            "the clocks jump"
        );
    }
}
