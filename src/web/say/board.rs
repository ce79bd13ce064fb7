//! The board, the sweep at closing and the day sheet.

use super::{counted, lang, words};
use crate::domain::lang::Lang;

words! {
    /// The title.
    title() = "Board", "Tablero", "Доска";
    /// A column.
    booked() = "Booked", "Con cita", "Записаны";
    /// A column.
    waiting() = "Waiting", "En espera", "Ждут";
    /// A column.
    in_bays() = "In the bays", "En los puestos", "На постах";
    /// A column.
    ready() = "Ready", "Listos", "Готовы";
    /// An empty column.
    none_booked() = "Nobody is booked.", "No hay citas.", "Записей нет.";
    /// An empty column.
    none_waiting() = "Nobody waits.", "Nadie espera.", "Никто не ждёт.";
    /// An empty column.
    none_in_bays() = "Every bay is free.", "Todos los puestos están libres.", "Все посты свободны.";
    /// An empty column.
    none_ready() = "Nothing waits for pick-up.", "Nada por entregar.", "Выдавать нечего.";
    /// A place to drop a card on.
    drop_in(bay: &str) = "Into {bay}", "A {bay}", "Сюда: {bay}";
    /// How to use the board by keys.
    keys() = "Arrow keys go from card to card, Enter opens what can be done with one.", "Las flechas pasan de tarjeta en tarjeta; Entrar abre lo que se puede hacer.", "Стрелки водят по карточкам, Enter открывает действия.";
    /// In the list of keys.
    keys_arrows() = "From card to card", "De tarjeta en tarjeta", "По карточкам";
    /// In the list of keys.
    keys_enter() = "What can be done with a card", "Lo que se puede hacer con una tarjeta", "Действия с карточкой";
    /// To the cards that don't fit.
    more(count: &str) = "{count} more", "{count} más", "Ещё {count}";
    /// Back from a part of the board.
    whole() = "The whole board", "Todo el tablero", "Вся доска";
    /// To the beginning of the day sheet.
    first_sheet() = "First page", "Primera página", "Первая страница";
    /// A job has left the board.
    was_cancelled(job: &str) = "{job} is cancelled.", "{job}: cancelado.", "{job}: отменено.";
    /// A job has left the board.
    was_picked_up(job: &str) = "{job} is picked up.", "{job}: entregado.", "{job}: выдано.";
    /// Takes it back.
    undo() = "Undo", "Deshacer", "Вернуть";
    /// A setting.
    key_tag() = "The tag of the keys says", "La etiqueta de las llaves dice", "На бирке ключей";
    /// Its first answer.
    key_tag_number() = "the last three digits of the job's number", "los tres últimos dígitos del trabajo", "номер работы, три цифры";
    /// Its second answer.
    key_tag_plate() = "the plate", "la placa", "госномер";
    /// Puts the bar away.
    ok() = "OK", "OK", "OK";
    /// The shop closes soon.
    closing_at(time: &str) = "Closing at {time}", "Cierre a las {time}", "Закрытие в {time}";
    /// The shop has closed.
    closed_at(time: &str) = "Closed at {time}", "Cerrado desde las {time}", "Закрыто с {time}";
    /// To the sweep.
    sweep() = "Close for the day", "Cerrar el día", "Закрыть день";
    /// What the sweep is for.
    sweep_what() = "Say of each vehicle that is still here what becomes of it tonight.", "Diga de cada vehículo que sigue aquí qué pasa con él esta noche.", "Отметьте для каждой машины, которая ещё здесь, что с ней будет на ночь.";
    /// The sweep is done.
    sweep_done() = "Everything is said. Good night.", "Todo está dicho. Buenas noches.", "Всё отмечено. Спокойной ночи.";
    /// Nothing is left to say of a vehicle, and something else is open.
    still_open() = "Every vehicle has its answer. Still open:", "Cada vehículo tiene su respuesta. Aún pendiente:", "О каждой машине сказано. Ещё не сделано:";
    /// A part of the sweep's list.
    left_lately() = "Left within the hour", "Salieron en la última hora", "Ушли за последний час";
    /// A chip.
    is_gone() = "gone", "ya se fue", "уехала";
    /// A chip.
    is_cancelled() = "cancelled", "cancelado", "отменено";
    /// An answer of the sweep.
    gone() = "Gone", "Ya se fue", "Уехала";
    /// An answer of the sweep.
    overnight() = "Stays overnight", "Se queda la noche", "Остаётся на ночь";
    /// An answer of the sweep.
    to_call() = "To call", "Por llamar", "Позвонить";
    /// An answer of the sweep, of somebody who was booked.
    did_not_come() = "Did not come", "No vino", "Клиента не было";
    /// A part of the sweep's list.
    left_to_say() = "Still here", "Siguen aquí", "Ещё здесь";
    /// A part of the sweep's list.
    said() = "Said already", "Ya está dicho", "Уже отмечено";
    /// The vehicle stays.
    stays() = "stays overnight", "se queda la noche", "остаётся на ночь";
    /// The customer is on the call list.
    on_the_list() = "on the call list", "en la lista de llamadas", "в списке звонков";
    /// The day sheet.
    sheet() = "Day sheet", "Hoja del día", "Лист на день";
    /// What the day sheet is for.
    sheet_what() = "Print it in the morning. It has what you need when the power is out.", "Imprímala por la mañana. Tiene lo necesario si se va la luz.", "Распечатайте утром. Здесь всё, что нужно, если не станет света.";
    /// Prints the page.
    print() = "Print", "Imprimir", "Печать";
    /// How to print where the button does nothing.
    print_how() = "Print it with the browser's own Print.", "Imprímala con Imprimir del navegador.", "Распечатайте через печать в меню браузера.";
    /// A column of the sheet.
    tag() = "Key", "Llave", "Ключ";
    /// A column of the sheet.
    customer() = "Customer", "Cliente", "Клиент";
    /// A column of the sheet.
    phone() = "Phone", "Teléfono", "Телефон";
    /// A column of the sheet.
    vehicle() = "Vehicle", "Vehículo", "Машина";
    /// A column of the sheet.
    work() = "Work", "Trabajo", "Работа";
    /// A column of the sheet.
    promised() = "Promised", "Prometido", "Срок";
    /// A column of the sheet.
    state() = "Where", "Dónde", "Где";
    /// A column of the sheet, for a pen.
    notes() = "Notes", "Notas", "Заметки";
    /// The customer can't be texted.
    calls_only() = "call, no texts", "llamar, sin mensajes", "звонить, без SMS";
    /// When the sheet was made.
    made(when: &str) = "Made {when}", "Hecha {when}", "Составлен: {when}";
    /// No job is open.
    no_jobs() = "No job is open.", "No hay trabajos abiertos.", "Открытых работ нет.";
    /// Booked, in a word.
    is_booked() = "booked", "con cita", "запись";
    /// Waiting, in a word.
    is_waiting() = "waiting", "en espera", "ждёт";
    /// In a bay, where it has no name.
    is_in_bay() = "in a bay", "en el puesto", "на посту";
    /// Ready, in a word.
    is_ready() = "ready", "listo", "готово";
}

/// How many vehicles the sweep has not asked about.
pub fn still_here(count: usize) -> String {
    match lang() {
        Lang::Es => {
            let cars = counted(
                count,
                ["vehículo sigue", "vehículos siguen", "vehículos siguen"],
            );
            format!("{count} {cars} aquí")
        }
        Lang::Ru => {
            let cars = counted(count, ["машина", "машины", "машин"]);
            format!("ещё здесь: {count} {cars}")
        }
        _ => {
            let cars = counted(count, ["vehicle is", "vehicles are", "vehicles are"]);
            format!("{count} {cars} still here")
        }
    }
}

/// How many calls are to be made.
pub fn open_calls(count: usize) -> String {
    let (es, ru) = (
        [
            "llamada por hacer",
            "llamadas por hacer",
            "llamadas por hacer",
        ],
        ["звонок", "звонка", "звонков"],
    );
    counted_as(
        count,
        ["call to make", "calls to make", "calls to make"],
        es,
        ru,
    )
}

/// How many conversations nobody has read.
pub fn open_texts(count: usize) -> String {
    let (es, ru) = (
        [
            "conversación sin leer",
            "conversaciones sin leer",
            "conversaciones sin leer",
        ],
        [
            "непрочитанная переписка",
            "непрочитанные переписки",
            "непрочитанных переписок",
        ],
    );
    let en = [
        "unread conversation",
        "unread conversations",
        "unread conversations",
    ];
    counted_as(count, en, es, ru)
}

/// How many unclear texts wait for a decision.
pub fn open_decisions(count: usize) -> String {
    let (es, ru) = (
        [
            "mensaje poco claro",
            "mensajes poco claros",
            "mensajes poco claros",
        ],
        ["непонятное SMS", "непонятных SMS", "непонятных SMS"],
    );
    counted_as(
        count,
        ["unclear text", "unclear texts", "unclear texts"],
        es,
        ru,
    )
}

fn counted_as(count: usize, en: [&str; 3], es: [&str; 3], ru: [&str; 3]) -> String {
    let noun = counted(count, super::pick([en, es, ru]));
    format!("{count} {noun}")
}

/// What a bay is called. The store has its name in English; one of the shop's own stays as it is.
pub fn bay(name: &str) -> String {
    let number = name
        .strip_prefix("Bay ")
        .and_then(|number| number.parse().ok());
    number.map_or_else(|| name.to_owned(), super::bays::bay)
}
