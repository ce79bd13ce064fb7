//! What became of a text, in a few words.

use super::{pick, words};
use crate::domain::text::TextKind;

/// What the pages call a text of that kind.
pub fn name(kind: TextKind) -> &'static str {
    pick(match kind {
        TextKind::Ready => ["“Ready”", "«Listo»", "«Готово»"],
        TextKind::OnTrack => ["“On track”", "«A tiempo»", "«По плану»"],
        TextKind::RunningLate => ["“Running late”", "«Con retraso»", "«Задержка»"],
        TextKind::NotReady => [
            "“Not ready after all”",
            "«Aún no está listo»",
            "«Ещё не готово»",
        ],
        TextKind::NextInLine => ["“You're next”", "«Usted sigue»", "«Вы следующие»"],
        TextKind::Received => ["“We have it”", "«Ya lo tenemos»", "«Машина у нас»"],
        TextKind::Approval => ["Question", "Pregunta", "Вопрос"],
        TextKind::MissedCall => [
            "Answer to a call",
            "Respuesta a una llamada",
            "Ответ на звонок",
        ],
        TextKind::RoundTrip => ["Round trip", "Ida y vuelta", "Туда и обратно"],
        TextKind::Typed => ["Reply", "Respuesta", "Ответ"],
        TextKind::Feedback => ["“How was it?”", "«¿Qué tal?»", "«Как прошло?»"],
        TextKind::Thanks => ["Thank-you", "Agradecimiento", "Благодарность"],
        TextKind::Offer => ["Offer", "Oferta", "Предложение"],
        TextKind::Code | TextKind::CodeAskedFor => ["Code", "Código", "Код"],
        TextKind::StopConfirmation => [
            "Opt-out confirmation",
            "Confirmación de baja",
            "Подтверждение отписки",
        ],
        TextKind::StopOffersConfirmation => {
            ["“No more offers”", "«Sin más ofertas»", "«Без предложений»"]
        }
        TextKind::HelpReply => ["Answer to HELP", "Respuesta a AYUDA", "Ответ на ПОМОЩЬ"],
        TextKind::StatusReply => ["Answer to STATUS", "Respuesta a ESTADO", "Ответ на СТАТУС"],
        TextKind::StartReply => ["Answer to START", "Respuesta a INICIAR", "Ответ на СТАРТ"],
        TextKind::ServiceConfirmation => [
            "Sign-up confirmation",
            "Confirmación de alta",
            "Подтверждение подписки",
        ],
        TextKind::OffersConfirmation => [
            "Offers confirmation",
            "Confirmación de ofertas",
            "Подтверждение предложений",
        ],
        TextKind::OffersQuestion => ["Answer to JOIN", "Respuesta a JOIN", "Ответ на JOIN"],
        TextKind::HowToStart => ["“Reply START”", "«Responda INICIAR»", "«Ответьте СТАРТ»"],
        TextKind::FromProgram => [
            "Text of a program",
            "Mensaje de un programa",
            "SMS от программы",
        ],
    })
}

words! {
    /// Between the text's name and the seconds that are left.
    goes_in() = "goes in", "sale en", "уйдёт через";
    /// Behind the seconds.
    seconds() = "s", "s", "с";
    /// One of several parts is with the modem.
    sending_part(part: i64, of: i64) = "sending part {part} of {of}", "enviando parte {part} de {of}", "уходит часть {part} из {of}";
    /// It is with the modem.
    sending() = "sending", "enviando", "отправляется";
    /// The network took it.
    sent(at: &str) = "sent {at}", "salió {at}", "отправлено {at}";
    /// The phone has it.
    delivered(at: &str) = "delivered {at}", "llegó {at}", "доставлено {at}";
    /// The network gave up.
    undelivered() = "did not arrive", "no llegó", "не дошло";
    /// Nobody knows.
    unsure() = "may not have gone", "tal vez no salió", "могло не уйти";
    /// Refused for good by the network.
    failed() = "failed", "falló", "не удалось";
    /// Refused by the gate.
    refused() = "not sent", "no se envió", "не отправлено";
    /// Too late.
    expired() = "not sent in time", "no salió a tiempo", "не успело уйти";
    /// Some parts went.
    cut_short(gone: i64, of: i64) = "only part {gone} of {of} went", "solo salió la parte {gone} de {of}", "ушла только часть {gone} из {of}";
    /// Called off.
    cancelled() = "called off", "anulado", "отменено";
    /// What it is, and why.
    because(what: &str, why: &str) = "{what}: {why}", "{what}: {why}", "{what}: {why}";
    /// Queued, and the modem is down.
    waits_for_modem() = "waits for the modem", "espera al módem", "ждёт модем";
    /// Queued after a temporary refusal.
    tried_again() = "is tried again", "se intenta otra vez", "повторяется";
    /// Queued.
    waits_turn() = "waits its turn", "espera su turno", "ждёт очереди";
    /// Begun, and the rest waits.
    rest_waits(gone: i64, of: i64) = "{gone} of {of} parts sent, the rest waits", "{gone} de {of} partes enviadas, el resto espera", "отправлено {gone} из {of} частей, остальное ждёт";
    /// Held until a time.
    waits_until(at: &str, why: &str) = "waits until {at}: {why}", "espera hasta {at}: {why}", "ждёт до {at}: {why}";
    /// Held until something else changes.
    waits(why: &str) = "waits: {why}", "espera: {why}", "ждёт: {why}";
}
