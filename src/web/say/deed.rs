//! What somebody did, as a line of the log.

use super::words;
use crate::domain::job::{JobState, Tell};
use crate::domain::wording::ConsentLine;
use crate::domain::words::Kind;
use crate::store::{AuditLine, Decision, Deed, Unsure, Way};
use chrono::{DateTime, Utc};

/// The rest of a line of the log. A line of an older version is told as it was written.
pub fn detail(line: &AuditLine) -> String {
    let kept = line.detail.as_str();
    if let Some(deed) = Deed::read(kept) {
        return told(&deed);
    }
    match line.what.as_str() {
        "settings" => kept.lines().map(setting).collect::<Vec<_>>().join("\n"),
        "template" => named(kept, |code| {
            Kind::from_name(code).map(super::templates::kind)
        }),
        "wording" => named(kept, |code| ConsentLine::from_name(code).map(consent_line)),
        _ => kept.to_owned(),
    }
}

/// Who did it: a name of the shop's people, or what did it, which is kept in English.
pub fn who(kept: &str) -> String {
    if let Some(bay) = kept.strip_prefix("the button in bay ") {
        return the_button(bay);
    }
    match kept {
        "the command line" => command_line().to_owned(),
        "the demo" => the_demo().to_owned(),
        "the program" => the_program().to_owned(),
        name => name.to_owned(),
    }
}

/// The first word is a code of ours; the rest stays.
fn named(kept: &str, name: impl Fn(&str) -> Option<&'static str>) -> String {
    let (code, rest) = kept.split_once(' ').unwrap_or((kept, ""));
    name(code).map_or_else(|| kept.to_owned(), |name| format!("{name}, {rest}"))
}

fn told(deed: &Deed) -> String {
    match deed {
        Deed::TookIn { job } => took_in(*job),
        Deed::Changed { job } => changed(*job),
        Deed::Moved { job, to } => moved(*job, state(*to)),
        Deed::Announced { job } => moved(*job, state(JobState::Ready)),
        Deed::TookBack { job } => took_back(*job),
        Deed::NotReadyAfterAll { job } => not_ready(*job),
        Deed::PromisedAnew { job } => promised(*job),
        Deed::BroughtBack { job } => brought_back(*job),
        Deed::StaysOvernight { job } => stays(*job),
        Deed::ToCallAtClosing { job } => to_call(*job),
        Deed::UnsaidAtClosing { job } => unsaid(*job),
        Deed::ToldBy { job, tell } => told_by(*job, how(*tell)),
        Deed::Lines { job } => lines(*job),
        Deed::AskedFor { job } => asked_for(*job),
        Deed::Answered { job, line, yes } => {
            answered(*job, *line, if *yes { said_yes() } else { said_no() })
        }
        Deed::Receipt { job } => receipt(*job),
        Deed::OpenedSigning { job, way } => opened_signing(*job, place(*way)),
        Deed::Signed { job, way, yes } => {
            let yes: Vec<_> = yes.iter().map(|line| consent_line(*line)).collect();
            let yes = if yes.is_empty() {
                nothing().to_owned()
            } else {
                yes.join(", ")
            };
            signed(*job, place(*way), &yes)
        }
        Deed::AttachedSheet { job } => attached(*job),
        Deed::SentCode {
            number,
            job,
            asked: false,
        } => sent_code(number, *job),
        Deed::SentCode {
            number,
            job,
            asked: true,
        } => sent_code_asked(number, *job),
        Deed::Proved { number } => proved(number),
        Deed::WrongCode { number } => wrong_code(number),
        Deed::DidTask { task, outcome } => did_task(*task, &ended(outcome)),
        Deed::CalledOff { text } => called_off(*text),
        Deed::NotAnOffer { text, words } => not_an_offer(*text, words),
        Deed::Settled { text, decision } => settled(*text, doubt(*decision)),
        Deed::Decided { inbox, decision } => decided(*inbox, meaning(*decision)),
        Deed::OptedOut { row, heard: None } => opted_out(*row),
        Deed::OptedOut {
            row,
            heard: Some(heard),
        } => opted_out_by(*row, super::heard::way(*heard)),
        Deed::EndedEmail { row, heard } => ended_email(*row, super::heard::way(*heard)),
        Deed::TookOptOutBack { row } => opt_out_back(*row),
        Deed::CorrectedOptOut { row } => opt_out_corrected(*row),
        Deed::TextsIn { contact, lang } => texts_in(*contact, lang.name()),
        Deed::Merged { gone, kept, jobs } => merged(*gone, *kept, *jobs),
        Deed::ChangedCustomer { customer } => changed_customer(*customer),
        Deed::Redeemed { code, customer } => super::follow_up::did_redeem(*customer, code),
        Deed::TookRedeemedBack { code, customer } => super::follow_up::took_back(*customer, code),
        Deed::Exported { customer } => exported(*customer),
        Deed::Erased { customer } => erased(*customer),
        Deed::LetGo { texts, proofs } => let_go(*texts, *proofs),
        Deed::AddedStaff { name, role } => format!("{name}: {}", super::staff::role(*role)),
        Deed::ChangedRole { name, from, to } => {
            let [from, to] = [from, to].map(|role| super::staff::role(*role));
            format!("{name}: {from} → {to}")
        }
        Deed::ConfirmedClock { at } => confirmed(&utc(*at)),
        Deed::Restored { made_at } => super::gap::restored(&utc(*made_at)),
        Deed::ConfirmedGap { from, until } => super::gap::confirmed(&utc(*from), &utc(*until)),
        Deed::ReadSheetAgain { job } => read_again(*job),
        Deed::BackedUp { bytes } => super::backups::made(&crate::web::backups::size(*bytes)),
        Deed::BackupFailed => super::backups::failed().to_owned(),
        Deed::NamedBay { bay, name } => format!("{}: {name}", super::bays::bay(*bay)),
        Deed::AddedBay { bay } => bay_added(*bay),
        Deed::RemovedBay { bay } => bay_removed(*bay),
        Deed::TriedLight { bay } => super::bays::bay(*bay),
        Deed::AcceptedSim { end } => super::sim_card::accepted(end),
        Deed::TriedPhone { phone } => super::round_trip::tried_phone(*phone).to_owned(),
        Deed::AllowedPin => super::sim_card::allowed_pin().to_owned(),
        Deed::SetRoaming { may: true } => super::sim_card::roaming_on().to_owned(),
        Deed::TookTapBack { what } => super::taps::taken_back(what),
        Deed::SetRoaming { may: false } => super::sim_card::roaming_off().to_owned(),
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

fn state(state: JobState) -> &'static str {
    use super::thread;
    match state {
        JobState::Booked => thread::booked(),
        JobState::Waiting => thread::waiting(),
        JobState::InBay => thread::in_a_bay(),
        JobState::Ready => thread::ready(),
        JobState::PickedUp => thread::picked_up(),
        JobState::Cancelled => thread::cancelled(),
    }
}

fn how(tell: Tell) -> &'static str {
    use super::intake;
    match tell {
        Tell::Text => intake::by_text(),
        Tell::Email => intake::by_email(),
        Tell::Both => intake::by_both(),
        Tell::Call => intake::by_call(),
    }
}

fn place(way: Way) -> &'static str {
    match way {
        Way::Screen => on_screen(),
        Way::Paper => on_paper(),
    }
}

fn consent_line(line: ConsentLine) -> &'static str {
    use super::wording;
    match line {
        ConsentLine::Service => wording::service(),
        ConsentLine::Offers => wording::offers(),
        ConsentLine::EmailUpdates => wording::email_updates(),
        ConsentLine::EmailOffers => wording::email_offers(),
        ConsentLine::Phone => wording::phone(),
    }
}

/// What was decided, by its name in the ledger's evidence.
pub fn meaning_of(name: &str) -> &str {
    match Decision::from_name(name) {
        Some(decision) => meaning(decision),
        None => name,
    }
}

fn meaning(decision: Decision) -> &'static str {
    use super::thread;
    match decision {
        Decision::OptOut => thread::was_opt_out(),
        Decision::Keep => thread::was_kept(),
        Decision::NoOffers => thread::was_no_offers(),
        Decision::OnlyReady => thread::was_only_ready(),
    }
}

fn doubt(decision: Unsure) -> &'static str {
    match decision {
        Unsure::SendAgain => super::asks::send_again(),
        Unsure::LetGo => super::asks::it_arrived(),
        Unsure::Call => call_instead(),
    }
}

/// How a task ended, by the names that its buttons have.
pub fn ended(outcome: &str) -> String {
    match outcome {
        "called" => super::asks::called().to_owned(),
        "voicemail" => super::asks::voicemail().to_owned(),
        "no_answer" => super::asks::no_answer().to_owned(),
        "done" => done().to_owned(),
        other => super::why::sentence(other),
    }
}

/// One setting that was changed, `name: before → after`.
fn setting(line: &str) -> String {
    let Some((name, values)) = line.split_once(": ") else {
        return line.to_owned();
    };
    let values = match name {
        "open" | "service_hours" | "offer_hours" => week(values),
        "follow_up.codes" => super::follow_up::whose(values),
        _ => values.to_owned(),
    };
    let values = values.replace("true", yes()).replace("false", no());
    format!("{}: {values}", label(name))
}

/// The hours of a week, with the days in the reader's language.
fn week(values: &str) -> String {
    let sides = values.split(" → ").map(|side| {
        let days = side.split(", ").map(|day| match day.split_once(' ') {
            Some(("not", date)) => closed(date),
            Some((day, hours)) => match day.parse::<chrono::Weekday>() {
                Ok(weekday) => format!(
                    "{} {hours}",
                    super::when::short_weekday(weekday.num_days_from_sunday() as usize)
                ),
                Err(_) => format!("{day} {hours}"),
            },
            None => day.to_owned(),
        });
        days.collect::<Vec<_>>().join(", ")
    });
    sides.collect::<Vec<_>>().join(" → ")
}

/// What a setting is called on its page.
fn label(name: &str) -> &str {
    use super::settings as s;
    match name {
        "brand" => s::name(),
        "trade" => s::trade(),
        "phone" => s::phone(),
        "site" => s::site(),
        "terms" => super::wording::terms_at(),
        "country" => s::country(),
        "zone" => s::zone(),
        "lang" => s::lang(),
        "line" => s::line(),
        "code_countries" => code_countries(),
        "currency" => s::currency(),
        "tax" => tax(),
        "tax_name" => s::tax_name(),
        "printer" => printer(),
        "open" => s::open(),
        "service_hours" => s::service_hours(),
        "offer_hours" => s::offer_hours(),
        "undo_seconds" => s::undo(),
        "key_tag" => key_tag(),
        "offers_unlocked" => offers_unlocked(),
        "lock_minutes" => lock_minutes(),
        "names_shown" => names_shown(),
        "region" => s::region(),
        "phrases" => super::phrases::title(),
        "texts_back" => texts_back(),
        "checks_line" => checks_line(),
        "limits.paced" => paced(),
        "limits.seconds_apart" => s::apart(),
        "limits.burst" => s::burst(),
        "limits.per_minute" => s::per_minute(),
        "limits.per_hour" => s::per_hour(),
        "limits.per_day" => s::per_day(),
        "limits.numbers_per_day" => s::numbers(),
        "limits.offers_per_hour" => offers_hour(),
        "limits.offers_per_day" => s::offers_day(),
        "limits.offers_per_week_each" => s::offers_week(),
        "limits.offers_per_month_each" => s::offers_month(),
        "limits.replies_per_day" => replies(),
        "retention.texts" => super::keeping::texts(),
        "retention.proofs" => super::keeping::proofs(),
        other => super::follow_up::setting(other).unwrap_or(other),
    }
}

words! {
    /// A setting.
    texts_back() = "Text back after a missed call", "Mensaje tras una llamada perdida", "SMS после пропущенного звонка";
    /// A setting.
    checks_line() = "Daily text of the line to itself", "Mensaje diario de la línea a sí misma", "Ежедневная SMS линии самой себе";
    /// Who did it.
    the_button(bay: &str) = "the button in bay {bay}", "el botón del puesto {bay}", "кнопка поста {bay}";
    /// Who did it.
    command_line() = "the command line", "la línea de comandos", "командная строка";
    /// Who did it.
    the_demo() = "the demo", "la demostración", "демонстрация";
    /// Who did it.
    the_program() = "by itself", "por sí solo", "само";
    /// A deed.
    took_in(job: i64) = "{job} taken in", "{job}: recibido", "{job}: принята";
    /// A deed.
    changed(job: i64) = "{job} changed", "{job}: cambiado", "{job}: изменена";
    /// A deed.
    moved(job: i64, to: &str) = "{job}: {to}", "{job}: {to}", "{job}: {to}";
    /// A deed.
    took_back(job: i64) = "{job}: “ready” taken back", "{job}: se deshizo el «listo»", "{job}: «готово» отменено";
    /// A deed.
    not_ready(job: i64) = "{job}: not ready after all", "{job}: al final no está listo", "{job}: ещё не готово";
    /// A deed.
    promised(job: i64) = "{job}: promised for another time", "{job}: otra hora prometida", "{job}: обещано другое время";
    /// A deed.
    brought_back(job: i64) = "{job}: brought back", "{job}: vuelve al tablero", "{job}: снова на доске";
    /// A deed.
    stays(job: i64) = "{job}: stays overnight", "{job}: se queda la noche", "{job}: остаётся на ночь";
    /// A deed.
    to_call(job: i64) = "{job}: to call at closing", "{job}: llamar al cierre", "{job}: позвонить при закрытии";
    /// A deed.
    read_again(job: i64) = "{job}: the signed sheet says something else, typed in again", "{job}: la hoja firmada dice otra cosa, anotada de nuevo", "{job}: на подписанном листе другое, внесено заново";
    /// A deed.
    unsaid(job: i64) = "{job}: what was said at closing, taken back", "{job}: se deshizo lo dicho al cierre", "{job}: отметка при закрытии отменена";
    /// A deed.
    told_by(job: i64, how: &str) = "{job}: how to tell: {how}", "{job}: cómo avisar: {how}", "{job}: как сообщить: {how}";
    /// A deed.
    lines(job: i64) = "{job}: lines of work changed", "{job}: líneas de trabajo cambiadas", "{job}: строки работы изменены";
    /// A deed.
    asked_for(job: i64) = "{job}: approval asked for", "{job}: aprobación pedida", "{job}: запрошено согласие";
    /// A deed.
    answered(job: i64, line: i64, said: &str) = "{job}: line {line}, {said}", "{job}: línea {line}, {said}", "{job}: строка {line}, {said}";
    /// A deed.
    receipt(job: i64) = "{job}: made", "{job}: hecho", "{job}: создан";
    /// A deed.
    opened_signing(job: i64, way: &str) = "{job}: opened {way}", "{job}: abierta {way}", "{job}: открыта {way}";
    /// A deed, with what was agreed to.
    signed(job: i64, way: &str, yes: &str) = "{job}: answered {way}; agreed to: {yes}", "{job}: respondida {way}; aceptó: {yes}", "{job}: ответ {way}; согласие: {yes}";
    /// A deed.
    attached(job: i64) = "{job}: the signed sheet attached", "{job}: hoja firmada adjunta", "{job}: подписанный лист приложен";
    /// A deed.
    sent_code(number: &str, job: i64) = "sent to {number}, job {job}", "enviado a {number}, trabajo {job}", "отправлен на {number}, работа {job}";
    /// A deed.
    sent_code_asked(number: &str, job: i64) = "sent to {number}, which had opted out: present and asked, job {job}",
        "enviado a {number}, que se había dado de baja: presente y lo pidió, trabajo {job}",
        "отправлен на {number} после отписки: клиент здесь и просит, работа {job}";
    /// A deed.
    proved(number: &str) = "{number} proved by it", "{number} comprobado con él", "{number} подтверждён";
    /// A deed.
    wrong_code(number: &str) = "a wrong one for {number}", "uno equivocado para {number}", "неверный для {number}";
    /// A deed.
    did_task(task: i64, outcome: &str) = "{task}: {outcome}", "{task}: {outcome}", "{task}: {outcome}";
    /// A deed.
    called_off(text: i64) = "{text} called off", "{text}: anulado", "{text}: отменено";
    /// A deed.
    not_an_offer(text: i64, words: &str) = "{text}: “{words}” is not an offer", "{text}: «{words}» no es una oferta", "{text}: «{words}» не предложение";
    /// A deed.
    settled(text: i64, decision: &str) = "{text}: {decision}", "{text}: {decision}", "{text}: {decision}";
    /// A deed.
    decided(inbox: i64, meaning: &str) = "inbound text {inbox}: {meaning}", "mensaje recibido {inbox}: {meaning}", "входящее SMS {inbox}: {meaning}";
    /// A deed.
    opted_out(row: i64) = "opt-out, row {row} of the ledger", "baja, fila {row} del registro", "отписка, запись {row} журнала";
    /// A deed.
    opted_out_by(row: i64, how: &str) = "opt-out ({how}), row {row} of the ledger", "baja ({how}), fila {row} del registro", "отписка ({how}), запись {row} журнала";
    /// A deed.
    ended_email(row: i64, how: &str) = "e-mail: opt-out ({how}), row {row} of the ledger", "correo: baja ({how}), fila {row} del registro", "почта: отписка ({how}), запись {row} журнала";
    /// A deed.
    opt_out_back(row: i64) = "opt-out of row {row} taken back", "baja de la fila {row} deshecha", "отписка из записи {row} отменена";
    /// A deed.
    opt_out_corrected(row: i64) = "opt-out of row {row} corrected", "baja de la fila {row} corregida", "отписка из записи {row} исправлена";
    /// A deed.
    texts_in(contact: i64, lang: &str) = "contact point {contact}: texts in {lang}", "contacto {contact}: mensajes en {lang}", "контакт {contact}: язык SMS: {lang}";
    /// A deed.
    merged(gone: i64, kept: i64, jobs: i64) = "{gone} merged into {kept}; jobs moved: {jobs}", "{gone} unido con {kept}; trabajos movidos: {jobs}", "{gone} → {kept}; перенесено работ: {jobs}";
    /// A deed.
    changed_customer(customer: i64) = "{customer} changed", "{customer}: cambiado", "{customer}: изменено";
    /// A deed.
    exported(customer: i64) = "{customer} exported", "{customer}: exportado", "{customer}: выгружено";
    /// A deed.
    let_go(texts: usize, proofs: usize) = "old enough, and gone: the words of {texts} texts, and {proofs} proofs",
        "ya cumplieron su plazo y se borraron: el texto de {texts} mensajes y {proofs} pruebas",
        "срок хранения вышел, удалено: слова {texts} SMS и доказательств: {proofs}";
    /// A deed.
    bay_added(bay: i64) = "bay {bay} added", "puesto {bay} agregado", "пост {bay} добавлен";
    /// A deed.
    bay_removed(bay: i64) = "bay {bay} removed", "puesto {bay} eliminado", "пост {bay} убран";
    /// What somebody did.
    erased(customer: i64) = "{customer} erased", "{customer}: borrado", "{customer}: удалено";
    /// A deed.
    confirmed(at: &str) = "says that {at} is right", "dice que {at} es correcto", "верно: {at}";
    /// An answer.
    said_yes() = "yes", "sí", "да";
    /// An answer.
    said_no() = "no", "no", "нет";
    /// Where it is signed.
    on_screen() = "on the screen", "en la pantalla", "на экране";
    /// Where it is signed.
    on_paper() = "on paper", "en papel", "на бумаге";
    /// Agreed to none.
    nothing() = "nothing", "nada", "ничего";
    /// About a doubtful text.
    call_instead() = "call instead", "llamar en su lugar", "лучше позвонить";
    /// How a task ended.
    done() = "done", "hecho", "сделано";
    /// A value.
    yes() = "yes", "sí", "да";
    /// A value.
    no() = "no", "no", "нет";
    /// A closed day.
    closed(date: &str) = "closed {date}", "cerrado {date}", "закрыто {date}";
    /// A setting.
    code_countries() = "Countries that codes may go to", "Países a los que van códigos", "Страны для кодов";
    /// A setting, in hundredths of a percent.
    tax() = "Tax, in 1/100 %", "Impuesto, en 1/100 %", "Налог, в 1/100 %";
    /// A setting.
    printer() = "Receipt printer", "Impresora de recibos", "Принтер чеков";
    /// A setting.
    key_tag() = "What key tags say", "Qué dicen las etiquetas de llaves", "Что на бирках ключей";
    /// A setting.
    offers_unlocked() = "Offers may go", "Pueden salir ofertas", "Предложения разрешены";
    /// A setting.
    lock_minutes() = "Minutes until a screen locks", "Minutos hasta bloquear la pantalla", "Минут до блокировки экрана";
    /// A setting.
    names_shown() = "Names shown at sign-in", "Nombres visibles al entrar", "Имена на странице входа";
    /// A setting.
    paced() = "Texts are spaced out", "Los mensajes se espacian", "SMS уходят с паузами";
    /// A setting.
    offers_hour() = "Offers an hour", "Ofertas por hora", "Предложений в час";
    /// A setting.
    replies() = "Automatic replies to one number a day", "Respuestas automáticas a un número por día", "Автоответов на номер в день";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::settings::Settings;
    use crate::web::say::within;
    use chrono::DateTime;

    fn line(what: &str, detail: &str) -> AuditLine {
        AuditLine {
            id: 1,
            at: DateTime::UNIX_EPOCH,
            who: String::new(),
            what: what.to_owned(),
            detail: detail.to_owned(),
        }
    }

    #[test]
    fn a_line_is_told_in_the_readers_language_and_an_old_one_as_it_was() {
        let kept = serde_json::to_string(&Deed::StaysOvernight { job: 1001 }).unwrap();
        let new = line("job", &kept);
        assert_eq!(detail(&new), "1001: stays overnight");
        assert_eq!(within(Lang::Ru, || detail(&new)), "1001: остаётся на ночь");
        let button = "the button in bay 2";
        assert_eq!(within(Lang::Ru, || who(button)), "кнопка поста 2");
        let old = line("job", "job 1001 stays overnight");
        assert_eq!(
            within(Lang::Ru, || detail(&old)),
            "job 1001 stays overnight"
        );
        let hours = line("settings", "open: Mon 09:00–18:00, not 2026-12-25 → —");
        assert_eq!(
            within(Lang::Es, || detail(&hours)),
            "Abierto: lun 09:00–18:00, cerrado 2026-12-25 → —"
        );
    }

    #[test]
    fn every_setting_has_a_name() {
        let row = serde_json::to_value(Settings::default()).unwrap();
        for (name, value) in row.as_object().unwrap() {
            match value
                .as_object()
                .filter(|_| ["limits", "follow_up", "retention"].contains(&name.as_str()))
            {
                Some(group) => {
                    for inner in group.keys() {
                        let name = format!("{name}.{inner}");
                        assert_ne!(label(&name), name);
                    }
                }
                None => assert_ne!(label(name), name),
            }
        }
    }
}
