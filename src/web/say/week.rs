//! The hours of a week in a form.

use super::words;

words! {
    /// An end of the hours.
    from() = "from", "desde", "с";
    /// An end of the hours.
    to() = "to", "hasta", "до";
    /// When the shop opens.
    opens() = "opens", "abre", "открытие";
    /// When the shop closes.
    closes() = "closes", "cierra", "закрытие";
    /// Below the hours.
    empty_day() = "Leave a day empty when it is closed.", "Deje vacío el día en que está cerrado.", "День без часов: закрыто.";
    /// What is wrong with a day.
    both_times(day: &str) = "{day}: type both times, or none.", "{day}: escriba las dos horas, o ninguna.", "{day}: введите оба времени или ни одного.";
    /// What is wrong with a day.
    times_order(day: &str) = "{day}: the second time must be the later one.", "{day}: la segunda hora debe ser posterior.", "{day}: второе время должно быть позже.";
    /// What is wrong with a day.
    no_time(day: &str) = "{day}: write the times like 14:30.", "{day}: escriba las horas como 14:30.", "{day}: пишите время как 14:30.";
}
