//! What is around every page.

use super::{counted, lang, words};
use crate::domain::lang::Lang;

words! {
    /// To the next page of a list.
    next_page() = "More", "Más", "Ещё";
    /// To its first page.
    first_page() = "First page", "Primera página", "Первая страница";
    /// Jumps over the bar, for keyboards and readers.
    skip() = "Skip to the page", "Ir a la página", "К странице";
    /// What the bar's links are, for readers.
    main() = "Main", "Principal", "Главное";
    /// The board.
    board() = "Board", "Tablero", "Доска";
    /// The inbox.
    inbox() = "Inbox", "Mensajes", "Входящие";
    /// Counted behind the inbox, for readers.
    unread() = "unread", "sin leer", "непрочитанных";
    /// The call list.
    calls() = "Calls", "Llamadas", "Звонки";
    /// Counted behind the call list, for readers.
    to_do() = "to do", "pendientes", "к выполнению";
    /// The modem's page.
    modem() = "Modem", "Módem", "Модем";
    /// The settings.
    settings() = "Settings", "Ajustes", "Настройки";
    /// The server can't be reached.
    lost() = "Connection lost", "Conexión perdida", "Связь потеряна";
    /// What that means.
    lost_means() = "What you see may be old. Nothing can be sent now; what you type stays here until the line is back.",
        "Lo que ve puede no estar al día. Ahora no se puede enviar nada; lo que escriba se queda aquí hasta que vuelva la conexión.",
        "Данные на экране могли устареть. Сейчас ничего не отправить; набранное останется здесь, пока связь не вернётся.";
    /// Heads the list of keys.
    keys() = "Keys", "Teclas", "Клавиши";
    /// Turns the keys on and off on this device.
    keys_on() = "Use these keys on this device", "Usar estas teclas en este dispositivo", "Использовать эти клавиши на этом устройстве";
    /// Leads to the manual, which is in English only.
    manual() = "Manual", "Manual (en inglés)", "Руководство (на английском)";
    /// Closes a box.
    close() = "Close", "Cerrar", "Закрыть";
    /// The key that shows the keys.
    show_keys() = "Show this", "Mostrar esto", "Показать эту подсказку";
    /// Takes a job in.
    new_job() = "New job", "Trabajo nuevo", "Новая работа";
    /// Locks the screen.
    lock() = "Lock", "Bloquear", "Блокировать";
    /// The modem can't be reached.
    modem_down() = "The modem is down", "El módem no responde", "Модем не отвечает";
    /// The modem is being brought up.
    modem_starting() = "The modem is starting", "El módem arranca", "Модем запускается";
    /// The modem is not in a network.
    no_network() = "No network", "Sin red", "Нет сети";
    /// The modem works, and nothing is sent.
    on_hold() = "Nothing is sent", "No se envía nada", "Отправка приостановлена";
    /// How many texts wait.
    waiting(count: usize) = "{count} waiting", "{count} en espera", "ждут: {count}";
    /// The signal is not known.
    signal_unknown() = "signal unknown", "señal desconocida", "сигнал неизвестен";
    /// No bars.
    no_signal() = "no signal", "sin señal", "нет сигнала";
    /// One bar.
    weak_signal() = "weak signal", "señal débil", "слабый сигнал";
    /// Two bars.
    fair_signal() = "fair signal", "señal regular", "средний сигнал";
    /// Three bars.
    good_signal() = "good signal", "buena señal", "хороший сигнал";
    /// Four bars.
    strong_signal() = "strong signal", "señal fuerte", "сильный сигнал";
}

/// How many tasks other than calls are open.
pub fn to_look_into(count: usize) -> String {
    match lang() {
        Lang::Es => {
            let things = counted(count, ["asunto", "asuntos", "asuntos"]);
            format!("{count} {things} por revisar")
        }
        Lang::Ru => {
            let things = counted(count, ["вопрос", "вопроса", "вопросов"]);
            format!("требует внимания: {count} {things}")
        }
        _ => {
            let things = counted(count, ["thing", "things", "things"]);
            format!("{count} {things} to look into")
        }
    }
}
