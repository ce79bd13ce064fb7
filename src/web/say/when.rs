//! Times, as people say them.

use super::{counted, lang, pick, words};
use crate::domain::lang::Lang;

/// The days of the week, from Sunday.
pub fn weekday(from_sunday: usize) -> &'static str {
    name_of(
        from_sunday,
        pick([
            [
                "Sunday",
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
            ],
            [
                "domingo",
                "lunes",
                "martes",
                "miércoles",
                "jueves",
                "viernes",
                "sábado",
            ],
            [
                "воскресенье",
                "понедельник",
                "вторник",
                "среда",
                "четверг",
                "пятница",
                "суббота",
            ],
        ]),
    )
}

/// The same in three letters or so.
pub fn short_weekday(from_sunday: usize) -> &'static str {
    name_of(
        from_sunday,
        pick([
            ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
            ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
            ["вс", "пн", "вт", "ср", "чт", "пт", "сб"],
        ]),
    )
}

/// A day of the year, in full: "November 14".
pub fn date(month0: usize, day: u32) -> String {
    let month = name_of(
        month0,
        pick([
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
            [
                "января",
                "февраля",
                "марта",
                "апреля",
                "мая",
                "июня",
                "июля",
                "августа",
                "сентября",
                "октября",
                "ноября",
                "декабря",
            ],
        ]),
    );
    match lang() {
        Lang::Es => format!("{day} de {month}"),
        Lang::Ru => format!("{day} {month}"),
        _ => format!("{month} {day}"),
    }
}

/// A day of the year in short: "Nov 14".
pub fn short_date(month0: usize, day: u32) -> String {
    let month = name_of(
        month0,
        pick([
            [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ],
            [
                "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
            ],
            [
                "янв.",
                "февр.",
                "марта",
                "апр.",
                "мая",
                "июня",
                "июля",
                "авг.",
                "сент.",
                "окт.",
                "нояб.",
                "дек.",
            ],
        ]),
    );
    match lang() {
        Lang::Es | Lang::Ru => format!("{day} {month}"),
        _ => format!("{month} {day}"),
    }
}

fn name_of<const N: usize>(at: usize, names: [&'static str; N]) -> &'static str {
    names.get(at % N).copied().unwrap_or_default()
}

/// So many days.
pub fn days(count: i64) -> String {
    let many = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    let noun = pick([
        counted(many, ["day", "days", "days"]),
        counted(many, ["día", "días", "días"]),
        counted(many, ["день", "дня", "дней"]),
    ]);
    format!("{count} {noun}")
}

words! {
    /// Before noon, behind a time.
    am() = "AM", "a.\u{a0}m.", "AM";
    /// After noon, behind a time.
    pm() = "PM", "p.\u{a0}m.", "PM";
    /// The day of now, as a heading.
    today() = "Today", "Hoy", "Сегодня";
    /// The day before, as a heading.
    yesterday() = "Yesterday", "Ayer", "Вчера";
    /// The day before, in front of a time.
    yesterday_at(time: &str) = "yesterday {time}", "ayer {time}", "вчера {time}";
    /// The day after, in front of a time.
    tomorrow_at(time: &str) = "tomorrow {time}", "mañana {time}", "завтра {time}";
    /// A weekday and a date.
    full_day(weekday: &str, date: &str) = "{weekday}, {date}", "{weekday}, {date}", "{weekday}, {date}";
    /// A date with its year, and the time.
    exact(date: &str, year: i32, time: &str) = "{date}, {year}, {time}", "{date} {year}, {time}", "{date} {year}, {time}";
    /// A date with its year.
    exact_day(date: &str, year: i32) = "{date}, {year}", "{date} {year}", "{date} {year}";
    /// This very minute.
    just_now() = "just now", "ahora mismo", "только что";
    /// So long ago.
    ago(span: &str) = "{span} ago", "hace {span}", "{span} назад";
    /// Minutes.
    minutes(count: i64) = "{count} min", "{count} min", "{count} мин";
    /// Hours.
    hours(count: i64) = "{count} h", "{count} h", "{count} ч";
    /// What was typed is no date.
    no_date() = "That is no date. Write it like 2026-11-30.", "Eso no es una fecha. Escríbala así: 2026-11-30.", "Это не дата. Напишите так: 2026-11-30.";
    /// What was typed is no time.
    no_time() = "That is no time. Write it like 2:30 PM or 14:30.", "Eso no es una hora. Escríbala así: 2:30 PM o 14:30.", "Это не время. Напишите так: 14:30.";
    /// The clocks jump over that time.
    never() = "The clocks jump over that time on that day. Choose another.", "Ese día el reloj salta esa hora. Elija otra.", "В тот день часы перескакивают это время. Выберите другое.";
}
