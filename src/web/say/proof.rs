//! The consent history: what happened, how, and what proves it.

use super::{pick, words};
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};

words! {
    /// The page's title.
    title(row: i64) = "Ledger row {row}", "Registro, fila {row}", "Журнал, запись {row}";
    /// Fact: when.
    when() = "When", "Cuándo", "Когда";
    /// Fact: when it was written down.
    recorded() = "Written down", "Anotado", "Записано";
    /// The clock was not known to be right.
    clock() = "the clock was not confirmed then", "el reloj no estaba confirmado", "часы тогда не были подтверждены";
    /// Fact: how.
    how() = "How", "Cómo", "Как";
    /// Fact: who.
    who() = "Whose act", "De quién", "Чьё действие";
    /// Fact: the staff member.
    staff() = "Staff", "Personal", "Сотрудник";
    /// Fact: the screen at which it was taken.
    terminal() = "At the screen", "En la pantalla", "На экране";
    /// Fact: the number.
    number() = "Number or address", "Número o correo", "Номер или адрес";
    /// Fact: when the number was shown to be the customer's own.
    proved() = "Number proved", "Número comprobado", "Номер подтверждён";
    /// How.
    by_code() = "by a code", "con un código", "кодом";
    /// How, with when the code went, how often it was typed, and by whom.
    by_code_of(sent: &str, attempts: i64, by: &str) = "by a code (sent {sent}, typed by {by}, tries: {attempts})",
        "con un código (enviado {sent}, escrito por {by}, intentos: {attempts})",
        "кодом (отправлен {sent}, ввод: {by}, попыток: {attempts})";
    /// Fact: when its confirmation went.
    confirmed() = "Confirmed by text", "Confirmado por mensaje", "Подтверждение отправлено";
    /// How.
    by_text() = "by a text of its own", "con un mensaje propio", "своим SMS";
    /// Fact: the row that it is about.
    about() = "About row", "Sobre la fila", "О записи";
    /// Fact: the exact words.
    words_shown() = "Exact words", "Palabras exactas", "Точные слова";
    /// Fact: version and language.
    version() = "Wording", "Texto", "Формулировка";
    /// Fact: the hash.
    words_hash() = "SHA-256 of the words", "SHA-256 de las palabras", "SHA-256 слов";
    /// Fact: who said it.
    said_by() = "Said by", "Lo dijo", "Кто сказал";
    /// Fact: the inbound text.
    sender() = "Sender as the network gave it", "Remitente según la red", "Отправитель по данным сети";
    /// Fact: the service centre's time.
    sc_time() = "Time of the network", "Hora de la red", "Время сети";
    /// Fact: the rule.
    rule() = "Rule that understood it", "Regla que lo entendió", "Сработавшее правило";
    /// Fact: the decision.
    decision() = "Decision", "Decisión", "Решение";
    /// Fact: the job.
    job() = "Job", "Trabajo", "Работа";
    /// Fact: the initials.
    initials() = "Initials", "Iniciales", "Инициалы";
    /// Fact: the signature.
    signature() = "Signature, as it was drawn", "Firma, tal como se hizo", "Подпись, как она была сделана";
    /// Fact: the hash of it.
    signature_hash() = "SHA-256 of the signature", "SHA-256 de la firma", "SHA-256 подписи";
    /// Fact: scans.
    attachments() = "Signed sheet", "Hoja firmada", "Подписанный лист";
    /// Fact: the row's hash.
    row_hash() = "Hash of the row", "Hash de la fila", "Хэш записи";
    /// There is no evidence any more.
    erased() = "The proof was erased. The row and its hash still stand.",
        "La prueba se borró. La fila y su hash siguen en pie.",
        "Доказательство удалено. Запись и её хэш остаются.";
    /// Fact: the line that was texted, and that the words answer.
    disclosure() = "What it answers", "A qué responde", "На что это ответ";
    /// Fact: why the owner corrected it.
    reason() = "Reason", "Motivo", "Причина";
    /// Leads the owner to the correction of an opt-out.
    correct() = "Correct this", "Corregir esto", "Исправить";
    /// What it does, and what it does not.
    correct_hint() = "This opt-out was written down here, not by the customer's phone. If it was a mistake, say why. The row stays as it is, and a new one says that it does not count. Nothing is sent, and what was not sent because of it stays unsent.",
        "Esta baja se anotó aquí; no vino del teléfono de esa persona. Si fue un error, diga por qué. La fila queda como está y una nueva dice que no cuenta. No se envía nada, y lo que no se envió por ella sigue sin enviarse.",
        "Этот отказ записали здесь, он пришёл не с телефона клиента. Если это ошибка, напишите почему. Запись останется как есть, а новая скажет, что она не считается. Ничего не отправится, и что из-за неё не ушло, то не уйдёт.";
    /// The field.
    correct_why() = "Why was it a mistake?", "¿Por qué fue un error?", "Почему это ошибка?";
    /// It is missing.
    correct_missing() = "Write the reason. It is kept as evidence.", "Escriba el motivo. Se guarda como prueba.", "Напишите причину. Она хранится как доказательство.";
    /// It is too long.
    correct_too_long() = "2,000 letters are the most.", "2000 letras como máximo.", "Не больше 2000 знаков.";
    /// The button.
    correct_now() = "Correct the opt-out", "Corregir la baja", "Исправить отказ";
    /// Everything as it is kept.
    as_kept() = "As it is kept", "Tal como se guarda", "Как хранится";
}

/// What happened, about what.
pub fn event(event: ConsentEvent, scope: Scope, by_email: bool) -> String {
    let about = match scope {
        _ if by_email => super::customers::email_scope(scope),
        Scope::All => pick(["all texts", "todos los mensajes", "все сообщения"]),
        Scope::Service => pick([
            "texts about the vehicle",
            "mensajes sobre el vehículo",
            "сообщения о машине",
        ]),
        Scope::Progress => pick([
            "all but “ready”",
            "todo menos «listo»",
            "всё, кроме «готово»",
        ]),
        Scope::Promotional => pick(["offers", "ofertas", "предложения"]),
    };
    let what = match event {
        ConsentEvent::Grant => pick(["Yes to", "Sí a", "Да:"]),
        ConsentEvent::Revoke => pick(["No to", "No a", "Нет:"]),
        ConsentEvent::Hold => pick(["On hold:", "En espera:", "На паузе:"]),
        ConsentEvent::Release => pick(["Goes on:", "Continúa:", "Снова идут:"]),
        ConsentEvent::Undo => pick(["Taken back:", "Se deshizo:", "Отменено:"]),
        ConsentEvent::Correct => pick(["Corrected:", "Se corrigió:", "Исправлено:"]),
    };
    format!("{what} {about}")
}

/// By which means.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::SmsKeyword => pick([
            "a keyword by text",
            "palabra clave por mensaje",
            "ключевое слово в сообщении",
        ]),
        Method::SmsWords => pick(["words by text", "palabras por mensaje", "слова в сообщении"]),
        Method::ScreenSignature => pick([
            "signature on the screen",
            "firma en pantalla",
            "подпись на экране",
        ]),
        Method::PaperSignature => {
            pick(["signature on paper", "firma en papel", "подпись на бумаге"])
        }
        Method::InPerson => pick(["in person", "en persona", "лично"]),
        Method::Verbal => pick(["on the phone", "por teléfono", "по телефону"]),
        Method::Voicemail => pick(["voicemail", "buzón de voz", "голосовая почта"]),
        Method::Email => pick(["e-mail", "correo", "письмо"]),
        Method::Erasure => pick([
            "the person was erased",
            "se borró a la persona",
            "данные человека удалены",
        ]),
        Method::Decision => pick([
            "staff decided",
            "lo decidió el personal",
            "решение сотрудника",
        ]),
        Method::Timeout => pick([
            "nobody decided in time",
            "nadie decidió a tiempo",
            "никто не решил вовремя",
        ]),
        Method::Web => pick([
            "web page or another program",
            "página web u otro programa",
            "сайт или другая программа",
        ]),
    }
}

/// Whose act it was.
pub fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Customer => pick(["the customer's", "de la clientela", "клиента"]),
        Actor::Staff => pick(["staff's", "del personal", "сотрудника"]),
        Actor::Owner => pick(["the owner's", "de la persona titular", "владельца"]),
        Actor::Timer => pick(["a time limit's", "de un plazo", "истёк срок"]),
    }
}

/// Why the rules took a text for what they did, by the rule's name in the evidence.
pub fn rule_of(name: &str) -> &str {
    super::pick(match name {
        "empty" => ["nothing in it", "vacío", "пусто"],
        "reaction" => [
            "a phone's reaction",
            "reacción del teléfono",
            "реакция телефона",
        ],
        "auto_reply" => ["an automatic reply", "respuesta automática", "автоответ"],
        "keyword" => ["a keyword", "palabra clave", "ключевое слово"],
        "weak_keyword" => [
            "a keyword that may mean the visit",
            "palabra clave que puede referirse a la visita",
            "ключевое слово, возможно, о визите",
        ],
        "typo" => [
            "a keyword with a slip",
            "palabra clave con una errata",
            "ключевое слово с опечаткой",
        ],
        "near_keyword" => [
            "a word close to a keyword",
            "palabra parecida a una clave",
            "слово, похожее на ключевое",
        ],
        "answer" => ["a yes or a no", "un sí o un no", "да или нет"],
        "clause" => [
            "a keyword within a sentence",
            "palabra clave en una frase",
            "ключевое слово во фразе",
        ],
        "wrong_number" => ["a wrong number", "número equivocado", "не тот номер"],
        "do_not_text" => ["“don't text me”", "«no me escriban»", "«не пишите мне»"],
        "do_not_text_when" => [
            "“don't text me” at a time",
            "«no me escriban» a cierta hora",
            "«не пишите мне» в какое-то время",
        ],
        "phrase" => [
            "a phrase that asks for no more texts",
            "frase que pide no recibir más",
            "просьба больше не писать",
        ],
        "answer_with_tail" => [
            "a yes or a no, with more words",
            "un sí o un no con más palabras",
            "да или нет, и ещё слова",
        ],
        "complaint" => ["a complaint", "queja", "жалоба"],
        "number_changed" => ["another number", "otro número", "другой номер"],
        "sign_up_again" => [
            "wants texts again",
            "quiere mensajes otra vez",
            "снова нужны SMS",
        ],
        "stop_the_work" => [
            "the work is to be stopped",
            "quiere parar el trabajo",
            "просьба остановить работу",
        ],
        "stop_elsewhere" => [
            "“stop” about something else",
            "«stop» sobre otra cosa",
            "«стоп» о другом",
        ],
        "stop_unclear" => ["an unclear “stop”", "un «stop» dudoso", "неясное «стоп»"],
        "change_request" => [
            "a change is wanted",
            "pide un cambio",
            "просьба что-то изменить",
        ],
        "cancel_unclear" => [
            "an unclear “cancel”",
            "un «cancelar» dudoso",
            "неясная «отмена»",
        ],
        "exit_words" => [
            "words like an opt-out",
            "palabras como de baja",
            "слова, похожие на отписку",
        ],
        "service_word" => [
            "a word of the shop's service",
            "palabra de servicio",
            "служебное слово",
        ],
        "plain" => ["plain words", "palabras corrientes", "обычные слова"],
        other => [other, other, other],
    })
}
