//! What answers STATUS: where each open job of a number stands, in a few words.

use super::job::{JobState, WaitsFor};
use super::lang::Lang;
use super::zone::Zone;
use chrono::{DateTime, Utc};

/// An open job, as far as the answer tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub job: i64,
    /// The vehicle; empty where none was written down.
    pub vehicle: String,
    /// Where it stands.
    pub state: JobState,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// When it comes, where it is booked; else when it is promised.
    pub at: Option<DateTime<Utc>>,
}

/// So many jobs are told of. Who has more is a business, and calls.
const TOLD: usize = 4;
/// A vehicle's name is cut after so many letters.
const LONGEST_VEHICLE: usize = 40;

/// Says where the jobs stand, one after the other. `now`: None where nobody knows what time it is, and
/// then no time is told.
pub fn told(jobs: &[Standing], zone: &Zone, now: Option<DateTime<Utc>>, lang: Lang) -> String {
    let mut told: Vec<String> = jobs
        .iter()
        .take(TOLD)
        .map(|job| {
            let others = jobs.iter().filter(|other| other.job != job.job);
            let needs_number = needs_number(short(job), others.map(short));
            one(job, needs_number, zone, now, lang)
        })
        .collect();
    if let Some(more) = jobs.len().checked_sub(TOLD).filter(|more| *more > 0) {
        told.push(format!("+{more}"));
    }
    told.join("; ")
}

fn one(
    job: &Standing,
    needs_number: bool,
    zone: &Zone,
    now: Option<DateTime<Utc>>,
    lang: Lang,
) -> String {
    let vehicle = match short(job) {
        name if needs_number => numbered(name, job.job, lang),
        "" => nameless(lang).to_owned(),
        name => name.to_owned(),
    };
    let time = match (job.at, now, job.state) {
        (None, _, _) | (_, None, _) | (_, _, JobState::Ready) => String::new(),
        (Some(at), Some(now), JobState::Booked) => coming(at, zone, now, lang),
        (Some(at), Some(now), _) => promise(job, at, zone, now, lang),
    };
    format!("{vehicle} - {}{time}", state(job, lang))
}

fn state(job: &Standing, lang: Lang) -> &'static str {
    let words = match (job.state, job.waits_for) {
        (JobState::Booked, _) => ["booked", "con cita", "запись есть"],
        (JobState::Waiting, WaitsFor::Turn) => [
            "waiting for its turn",
            "en espera de turno",
            "ждёт своей очереди",
        ],
        (JobState::Waiting, WaitsFor::Part) => [
            "waiting for a part",
            "en espera de una pieza",
            "ждём запчасть",
        ],
        (JobState::Waiting, WaitsFor::Tomorrow) => [
            "here over night, we go on tomorrow",
            "se queda esta noche, seguimos mañana",
            "остаётся на ночь, продолжим завтра",
        ],
        (JobState::InBay, _) => ["in the bay", "en el puesto de trabajo", "в работе"],
        (JobState::Ready, _) => [
            "ready for pick-up",
            "ya se puede recoger",
            "готово, можно забирать",
        ],
        // No open job; told all the same if it were asked about.
        (JobState::PickedUp, _) => ["picked up", "ya entregado", "выдано"],
        (JobState::Cancelled, _) => ["called off", "cancelado", "отменено"],
    };
    phrase(lang, words)
}

/// When who is booked shall come.
fn coming(at: DateTime<Utc>, zone: &Zone, now: DateTime<Utc>, lang: Lang) -> String {
    let time = clock_time(zone, at, now, lang);
    match lang.spoken() {
        _ if at <= now => String::new(),
        Lang::Es => format!(" a las {time}"),
        Lang::Ru => format!(" на {time}"),
        _ => format!(" for {time}"),
    }
}

/// Until when it shall be done. A promise that has passed is owned up to, but for what waits for a part or
/// for tomorrow: that was said to take longer.
fn promise(
    job: &Standing,
    at: DateTime<Utc>,
    zone: &Zone,
    now: DateTime<Utc>,
    lang: Lang,
) -> String {
    let time = clock_time(zone, at, now, lang);
    if at > now {
        match lang.spoken() {
            Lang::Es => format!(", para las {time}"),
            Lang::Ru => format!(", срок {time}"),
            _ => format!(", promised by {time}"),
        }
    } else if job.waits_for == WaitsFor::Turn {
        phrase(
            lang,
            [
                ", later than promised",
                ", con demora",
                ", позже обещанного",
            ],
        )
        .to_owned()
    } else {
        String::new()
    }
}

fn phrase(lang: Lang, [en, es, ru]: [&'static str; 3]) -> &'static str {
    match lang.spoken() {
        Lang::Es => es,
        Lang::Ru => ru,
        Lang::En | Lang::Fr | Lang::De => en,
    }
}

/// The vehicle's name, as long as it is told.
fn short(job: &Standing) -> &str {
    let name = job.vehicle.trim();
    let end = name.char_indices().nth(LONGEST_VEHICLE);
    let cut = end.and_then(|(end, _)| name.get(..end));
    cut.unwrap_or(name)
}

fn nameless(lang: Lang) -> &'static str {
    phrase(lang, ["your vehicle", "su auto", "ваша машина"])
}

/// Whether a vehicle's name leaves open which of a number's open jobs is meant: it has none, or another
/// one is called the same. `others`: the vehicles of the other open jobs.
pub fn needs_number<'a>(vehicle: &str, others: impl IntoIterator<Item = &'a str>) -> bool {
    let plain = |name: &str| {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    let own = plain(vehicle);
    others
        .into_iter()
        .any(|other| own.is_empty() || plain(other) == own)
}

/// A vehicle among others of the same number that its name does not tell apart: with the job's number,
/// which is on the receipt.
pub fn numbered(vehicle: &str, job: i64, lang: Lang) -> String {
    let vehicle = match vehicle.trim() {
        "" => nameless(lang),
        name => name,
    };
    let job_is = phrase(lang, ["job", "trabajo", "заказ"]);
    format!("{vehicle} ({job_is} {job})")
}

/// A time as people read it on a clock, with the date where it is another day.
pub fn clock_time(zone: &Zone, at: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> String {
    let (then, today) = (zone.local(at).wall, zone.local(now).wall);
    let same_day = then.date() == today.date();
    let format = match (lang, same_day) {
        (Lang::En, true) => "%-I:%M %p",
        (Lang::En, false) => "%-I:%M %p on %-m/%-d",
        (_, true) => "%H:%M",
        (_, false) => "%H:%M %d.%m",
    };
    then.format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::alphabet::{Encoding, segments};

    fn at(time: &str) -> DateTime<Utc> {
        time.parse().unwrap()
    }

    fn job(state: JobState, waits_for: WaitsFor, promised: &str) -> Standing {
        Standing {
            job: 1001,
            vehicle: "2012 Chevy Tahoe".to_owned(),
            state,
            waits_for,
            at: (!promised.is_empty()).then(|| at(promised)),
        }
    }

    fn said(jobs: &[Standing], lang: Lang) -> String {
        told(jobs, &Zone::utc(), Some(at("2026-11-24T14:00:00Z")), lang)
    }

    #[test]
    fn each_state_is_told_with_the_vehicle_and_the_promise() {
        use JobState::{Booked, InBay, Ready, Waiting};
        use WaitsFor::{Part, Tomorrow, Turn};
        let (later, tomorrow, past) = (
            "2026-11-24T17:00:00Z",
            "2026-11-25T10:30:00Z",
            "2026-11-24T13:00:00Z",
        );
        for (state, waits_for, promised, words) in [
            (Booked, Turn, tomorrow, "booked for 10:30 AM on 11/25"),
            (Booked, Turn, past, "booked"),
            (
                Waiting,
                Turn,
                later,
                "waiting for its turn, promised by 5:00 PM",
            ),
            (
                Waiting,
                Turn,
                past,
                "waiting for its turn, later than promised",
            ),
            (Waiting, Part, past, "waiting for a part"),
            (
                Waiting,
                Part,
                tomorrow,
                "waiting for a part, promised by 10:30 AM on 11/25",
            ),
            (Waiting, Tomorrow, "", "here over night, we go on tomorrow"),
            (InBay, Turn, "", "in the bay"),
            (InBay, Turn, later, "in the bay, promised by 5:00 PM"),
            (InBay, Turn, past, "in the bay, later than promised"),
            (Ready, Turn, past, "ready for pick-up"),
        ] {
            let told = said(&[job(state, waits_for, promised)], Lang::En);
            assert_eq!(told, format!("2012 Chevy Tahoe - {words}"));
        }
        let unknown = told(&[job(InBay, Turn, later)], &Zone::utc(), None, Lang::En);
        assert_eq!(unknown, "2012 Chevy Tahoe - in the bay");
    }

    #[test]
    fn several_jobs_are_told_apart_and_few_enough_to_be_sent() {
        let nameless = |number| Standing {
            job: number,
            vehicle: String::new(),
            ..job(JobState::InBay, WaitsFor::Turn, "")
        };
        assert_eq!(
            said(&[nameless(1001)], Lang::En),
            "your vehicle - in the bay"
        );
        let two = said(&[nameless(1001), nameless(1002)], Lang::Ru);
        assert_eq!(
            two,
            "ваша машина (заказ 1001) - в работе; ваша машина (заказ 1002) - в работе"
        );
        let named = |number, name: &str| Standing {
            vehicle: name.to_owned(),
            ..nameless(number)
        };
        let mixed = [
            nameless(1001),
            named(1002, "2012 Chevy Tahoe"),
            named(1003, " 2012  CHEVY Tahoe"),
            named(1004, "2014 Silverado"),
        ];
        assert_eq!(
            said(&mixed, Lang::En),
            "your vehicle (job 1001) - in the bay; 2012 Chevy Tahoe (job 1002) - in the bay; \
             2012  CHEVY Tahoe (job 1003) - in the bay; 2014 Silverado - in the bay"
        );
        let long = |number| Standing {
            job: number,
            vehicle: "й".repeat(300),
            ..job(
                JobState::Waiting,
                WaitsFor::Tomorrow,
                "2026-11-25T10:30:00Z",
            )
        };
        let long: Vec<Standing> = (1001..1010).map(long).collect();
        let many = said(&long, Lang::Ru);
        assert!(many.ends_with("; +5"), "{many}");
        assert!(segments(&many).parts <= 8, "{}", segments(&many).parts);
    }

    #[test]
    fn spanish_stays_in_gsm_7_bit() {
        for state in [
            JobState::Booked,
            JobState::Waiting,
            JobState::InBay,
            JobState::Ready,
        ] {
            for waits_for in [WaitsFor::Turn, WaitsFor::Part, WaitsFor::Tomorrow] {
                for promised in ["2026-11-25T10:30:00Z", "2026-11-24T13:00:00Z"] {
                    let words = said(&[job(state, waits_for, promised)], Lang::Es);
                    assert_eq!(segments(&words).encoding, Encoding::Gsm7, "{words}");
                }
            }
        }
    }
}
