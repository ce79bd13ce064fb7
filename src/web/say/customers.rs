//! Customers: the list, the person, merging, exporting and erasing.

use super::{pick, words};
use crate::domain::consent::Scope;
use crate::store::Needed;

words! {
    /// The page's title, and the bar's link.
    title() = "Customers", "Clientes", "Клиенты";
    /// What can be typed.
    find() = "Name, phone or plate", "Nombre, teléfono o placa", "Имя, телефон, госномер";
    /// Does it.
    search() = "Search", "Buscar", "Найти";
    /// Nobody has it.
    nobody() = "Nobody was found. Try fewer letters, or another part of the name, the number or the plate.",
        "No se encontró a nadie. Pruebe con menos letras, o con otra parte del nombre, el número o la placa.",
        "Никто не найден. Введите меньше букв или другую часть имени, номера или госномера.";
    /// There is none at all.
    none() = "No customers yet. Each job that is taken in adds its customer.",
        "Todavía no hay clientes. Cada trabajo que se recibe agrega al suyo.",
        "Клиентов пока нет. Каждая принятая работа добавляет своего.";
    /// One or two letters were typed.
    type_more() = "With three letters or more, any part is found.", "Con tres letras o más se encuentra cualquier parte.",
        "От трёх букв ищется любая часть.";
    /// Further back.
    older() = "Older", "Anteriores", "Более старые";
    /// When they were here.
    seen(when: &str) = "here {when}", "aquí {when}", "визит: {when}";
    /// Back to the person.
    to_person(name: &str) = "Back to {name}", "Volver a {name}", "Назад: {name}";
    /// Since when they are known.
    since(when: &str) = "Known since {when}", "Cliente desde {when}", "Знакомы с {when}";
    /// The heading.
    reach() = "How to reach them", "Cómo contactar", "Как связаться";
    /// No number at all.
    no_points() = "No number and no e-mail address.", "Sin número y sin correo.", "Нет ни номера, ни адреса почты.";
    /// What a number can do.
    text_and_call() = "Text and call", "Mensajes y llamadas", "Сообщения и звонки";
    /// What a number can do.
    call_only() = "Call only", "Solo llamadas", "Только звонки";
    /// It was proved.
    by_code(when: &str) = "proved by code {when}", "comprobado con código {when}", "подтверждён кодом {when}";
    /// It was proved.
    by_text(when: &str) = "proved by a text {when}", "comprobado con un mensaje {when}", "подтверждён сообщением {when}";
    /// It was not proved.
    not_proved() = "not proved yet", "sin comprobar", "не подтверждён";
    /// Others have it too.
    shared(names: &str) = "Also of {names}. Consent stays with the number.", "También de {names}. El permiso es del número.",
        "Также: {names}. Согласие остаётся за номером.";
    /// Receipts and updates may be e-mailed.
    email_updates() = "Receipts and updates", "Recibos y novedades", "Чеки и новости";
    /// They may not any more.
    email_no_updates() = "No receipts or updates", "Sin recibos ni novedades", "Без чеков и новостей";
    /// Offers may be e-mailed.
    email_offers() = "Offers", "Ofertas", "Предложения";
    /// They may not any more.
    email_no_offers() = "No offers", "Sin ofertas", "Без предложений";
    /// Nothing was agreed to.
    email_nothing() = "Not agreed to e-mail", "No aceptó correos", "На письма не соглашались";
    /// Opens the form.
    email_out() = "They want no more e-mail", "No quiere más correos", "Просьба больше не писать по почте";
    /// What is to end.
    email_what() = "What is to end?", "¿Qué termina?", "Что прекратить?";
    /// Nothing was chosen.
    email_what_missing() = "Say what is to end: receipts and updates, offers, or all e-mail.",
        "Diga qué termina: recibos y novedades, ofertas, o todos los correos.",
        "Укажите, что прекратить: чеки и новости, предложения или все письма.";
    /// Everything.
    email_all() = "All e-mail", "Todos los correos", "Все письма";
    /// It has ended just now.
    email_ended(what: &str) = "Ended by e-mail: {what}.", "Terminó por correo: {what}.", "Прекращено по почте: {what}.";
    /// Its own history.
    email_history() = "History of this address", "Historial de esta dirección", "История этого адреса";
    /// To the conversation.
    talk() = "Texts", "Mensajes", "Переписка";
    /// The language of its texts.
    texts_in() = "Texts in", "Mensajes en", "Язык сообщений";
    /// Keeps it.
    save() = "Save", "Guardar", "Сохранить";
    /// The heading.
    vehicles() = "Vehicles", "Vehículos", "Машины";
    /// None.
    no_vehicles() = "No vehicle is written down.", "No hay vehículos anotados.", "Машины не записаны.";
    /// The heading.
    jobs() = "Jobs", "Trabajos", "Работы";
    /// None.
    no_jobs() = "No jobs.", "No hay trabajos.", "Работ нет.";
    /// The heading of a job's page.
    all_texts() = "Every text", "Todos los mensajes", "Все сообщения";
    /// None.
    no_texts() = "No texts.", "No hay mensajes.", "Сообщений нет.";
    /// The heading.
    consent() = "Consent history", "Historial de permisos", "История согласий";
    /// What it is.
    consent_hint() = "Every yes and every no, in the order of the ledger. Tap one for its proof.",
        "Cada sí y cada no, en el orden del registro. Toque uno para ver la prueba.",
        "Каждое «да» и каждое «нет» в порядке журнала. Нажмите, чтобы увидеть доказательство.";
    /// None.
    no_consent() = "Nothing was agreed to or refused yet.", "Todavía no se ha aceptado ni rechazado nada.",
        "Пока ни согласий, ни отказов.";
    /// Everything.
    show_all() = "Show all", "Ver todo", "Показать всё";
    /// Opens the form.
    edit() = "Change name or note", "Cambiar nombre o nota", "Изменить имя или заметку";
    /// The field.
    name() = "Name", "Nombre", "Имя";
    /// It is missing.
    name_missing() = "A first name is needed.", "Hace falta un nombre.", "Нужно имя.";
    /// It is too long.
    too_long() = "200 letters are the most.", "200 letras como máximo.", "Не больше 200 букв.";
    /// The field.
    note() = "Note for staff", "Nota para el personal", "Заметка для сотрудников";
    /// The heading of the last panel.
    data() = "Their data", "Sus datos", "Данные человека";
    /// Merges.
    merge() = "Merge with a duplicate", "Unir con un duplicado", "Объединить с дублем";
    /// Exports.
    export() = "Download everything (JSON)", "Descargar todo (JSON)", "Скачать всё (JSON)";
    /// What that is.
    export_hint() = "All that is kept about this person, with the proofs. Hand it to nobody else.",
        "Todo lo que se guarda de esta persona, con las pruebas. No se lo dé a nadie más.",
        "Всё, что хранится об этом человеке, с доказательствами. Не передавайте это никому другому.";
    /// Erases.
    erase() = "Erase this person", "Borrar a esta persona", "Удалить данные человека";
    /// Which person stays.
    merge_title(name: &str) = "Who is {name} twice?", "¿Quién más es {name}?", "Кто ещё записан как {name}?";
    /// What happens.
    merge_hint(name: &str) = "Find the other entry. Its jobs, vehicles and numbers become {name}'s, and the other entry goes.",
        "Busque la otra ficha. Sus trabajos, vehículos y números pasan a {name}, y la otra ficha desaparece.",
        "Найдите вторую запись. Её работы, машины и номера перейдут к записи «{name}», а сама она исчезнет.";
    /// What moves: the heading.
    moves(from: &str, to: &str) = "From {from} to {to}", "De {from} a {to}", "Из «{from}» в «{to}»";
    /// How many jobs.
    moves_jobs() = "Jobs", "Trabajos", "Работы";
    /// Which vehicles.
    moves_vehicles() = "Vehicles", "Vehículos", "Машины";
    /// Which numbers.
    moves_points() = "Numbers and e-mail", "Números y correo", "Номера и почта";
    /// The note.
    moves_note() = "Note", "Nota", "Заметка";
    /// What does not move.
    stays() = "Consent stays with each number, as it is. This can't be taken back.",
        "El permiso se queda con cada número, tal como está. Esto no se puede deshacer.",
        "Согласие остаётся за каждым номером как есть. Отменить это нельзя.";
    /// Does it.
    merge_now() = "Merge", "Unir", "Объединить";
    /// None of something.
    nothing() = "none", "nada", "нет";
    /// The heading.
    erase_title(name: &str) = "Erase {name}", "Borrar a {name}", "Удалить: {name}";
    /// What goes.
    erase_goes() = "These go, for good:", "Esto desaparece para siempre:", "Это исчезнет навсегда:";
    /// Their name and so on.
    erase_name(vehicles: i64) = "the name, the note and the vehicles ({vehicles})", "el nombre, la nota y los vehículos ({vehicles})",
        "имя, заметка и машины ({vehicles})";
    /// Their texts.
    erase_texts(texts: i64) = "the words of their texts ({texts}), as they came and as they went",
        "las palabras de sus mensajes ({texts}), recibidos y enviados", "слова сообщений ({texts}), входящих и исходящих";
    /// Their signatures.
    erase_evidence(rows: i64) = "signatures, pictures, receipts and proofs of consent ({rows}); the ledger itself stays whole and says “erased”",
        "firmas, imágenes, recibos y pruebas de permiso ({rows}); el registro queda entero y dice «borrado»",
        "подписи, изображения, чеки и доказательства согласия ({rows}); журнал остаётся целым и помечает их как удалённые";
    /// Their numbers.
    erase_points() = "their numbers and e-mail addresses", "sus números y correos", "номера и адреса почты";
    /// What stays.
    erase_stays() = "These stay:", "Esto se queda:", "Это останется:";
    /// The jobs.
    erase_jobs(jobs: i64) = "the work and prices of their jobs ({jobs}), without a name, for the books",
        "el trabajo y los precios de sus trabajos ({jobs}), sin nombre, para la contabilidad",
        "работы и цены ({jobs}) без имени, для учёта";
    /// The suppression.
    erase_no_texts() = "a keyed hash of each number, so that no texts go there if it ever comes back; only a new signature or START brings them back",
        "un código irreversible de cada número, para que no le lleguen mensajes si vuelve; solo una firma nueva o START los reactiva",
        "необратимый код каждого номера: если он снова появится, сообщений не будет, пока человек сам не подпишется или не пришлёт СТАРТ";
    /// Shared numbers.
    erase_shared(addresses: &str) = "{addresses}: others have it too, so its texts and its consent stay",
        "{addresses}: también es de otras personas, así que sus mensajes y su permiso se quedan",
        "{addresses}: есть и у других, поэтому переписка и согласие остаются";
    /// Backups.
    erase_backups() = "Backups and exports that were made before still hold all of it.",
        "Las copias de seguridad y descargas anteriores lo conservan todo.",
        "Ранее сделанные резервные копии и выгрузки всё это ещё содержат.";
    /// Not now.
    erase_open(jobs: &str) = "These jobs are still open: {jobs}. Finish or cancel them first.",
        "Estos trabajos siguen abiertos: {jobs}. Termínelos o cancélelos primero.",
        "Эти работы ещё открыты: {jobs}. Сначала завершите или отмените их.";
    /// The word that is typed to confirm it.
    erase_word() = "ERASE", "BORRAR", "УДАЛИТЬ";
    /// The confirmation.
    erase_type() = "This can't be undone. Type ERASE to go on.", "Esto no se puede deshacer. Escriba BORRAR para seguir.",
        "Отменить это нельзя. Чтобы продолжить, введите УДАЛИТЬ.";
    /// It was not typed.
    erase_not_typed() = "Type ERASE in capital letters.", "Escriba BORRAR en mayúsculas.", "Введите УДАЛИТЬ заглавными буквами.";
    /// Does it.
    erase_now() = "Erase for good", "Borrar para siempre", "Удалить навсегда";
}

/// How many things were found at least.
pub fn more_than(shown: usize) -> String {
    pick([
        format!("More than {shown}: type more letters, or look at older ones."),
        format!("Más de {shown}: escriba más letras o vea los anteriores."),
        format!("Больше {shown}: введите больше букв или посмотрите более старые."),
    ])
}

/// Why a person can't be erased just now.
pub fn still_needed(why: Needed) -> &'static str {
    match why {
        Needed::OpenJob => pick([
            "A job of theirs is still open. Finish it or cancel it first.",
            "Un trabajo suyo sigue abierto. Termínelo o cancélelo primero.",
            "Одна из работ ещё открыта. Сначала завершите или отмените её.",
        ]),
        Needed::Leaving => pick([
            "A text to them is just leaving. Try again in a minute.",
            "Un mensaje para esta persona está saliendo. Pruebe en un minuto.",
            "Сообщение этому человеку как раз уходит. Повторите через минуту.",
        ]),
        Needed::OnModem => pick([
            "A text of theirs is just being read from the modem. Try again in a minute.",
            "Se está leyendo del módem un mensaje suyo. Pruebe en un minuto.",
            "Сообщение от этого человека сейчас считывается с модема. Повторите через минуту.",
        ]),
        Needed::LogInUse => pick([
            "They are erased, but the log could not be emptied. Restart Readybell to be sure.",
            "Se borró, pero no se pudo vaciar el registro. Reinicie Readybell para asegurarse.",
            "Данные удалены, но журнал базы не удалось очистить. Для верности перезапустите Readybell.",
        ]),
    }
}

/// What a consent to e-mail is about, as the rest of a sentence.
pub fn email_scope(scope: Scope) -> &'static str {
    match scope {
        Scope::All => pick(["all e-mail", "todos los correos", "все письма"]),
        Scope::Promotional => pick([
            "offers by e-mail",
            "ofertas por correo",
            "предложения по почте",
        ]),
        Scope::Service | Scope::Progress => pick([
            "receipts and updates by e-mail",
            "recibos y novedades por correo",
            "чеки и новости по почте",
        ]),
    }
}
