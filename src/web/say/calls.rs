//! The call list.

use super::words;

words! {
    /// The title.
    title() = "Calls", "Llamadas", "Звонки";
    /// What the page is for.
    what() = "Customers to phone, because a text may not or could not go, or because they called.", "Clientes a quienes llamar porque un mensaje no pudo o no debe salir, o porque llamaron.", "Кому позвонить: SMS нельзя или не удалось отправить, или звонили они сами.";
    /// The list is empty.
    nobody() = "Nobody has to be called.", "No hay que llamar a nadie.", "Звонить никому не нужно.";
    /// To where the number of a job is changed.
    new_number(job: i64) = "New number for #{job}", "Nuevo número para #{job}", "Новый номер для #{job}";
    /// Texts that wait for a decision.
    unclear() = "Unclear texts", "Mensajes poco claros", "Непонятные SMS";
    /// The other tasks.
    to_look_into() = "To look into", "Por revisar", "Разобраться";
    /// Calls that were made.
    lately() = "Lately", "Últimas", "Недавно";
    /// To the conversation.
    texts() = "Texts", "Mensajes", "SMS";
    /// A call was tried.
    tried() = "tried, no answer", "se intentó, no contesta", "не отвечает";
    /// A task is done.
    done() = "Done", "Hecho", "Готово";
    /// How a call ended.
    was_called() = "was called", "se le llamó", "дозвонились";
    /// How a call ended.
    has_voicemail() = "has a voicemail", "tiene un mensaje de voz", "оставлено голосовое";
    /// How a call ended.
    picked_up() = "picked up", "recogido", "забрали";
    /// How a call ended.
    job_cancelled() = "the job was cancelled", "se canceló el trabajo", "работа отменена";
}

/// How a call ended, as it is kept.
pub fn ended(outcome: &str) -> String {
    match outcome {
        "called" => was_called().to_owned(),
        "voicemail" => has_voicemail().to_owned(),
        "picked_up" => picked_up().to_owned(),
        "cancelled" => job_cancelled().to_owned(),
        "done" => done().to_lowercase(),
        other => super::why::sentence(other),
    }
}
