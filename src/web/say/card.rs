//! A job's card, and what can be done with it.

use super::words;

words! {
    /// Behind which key the vehicle's keys hang, for readers.
    key() = "Key tag", "Llavero", "Бирка ключа";
    /// When it was announced.
    ready_at(at: &str) = "ready {at}", "listo: {at}", "готово: {at}";
    /// When it is expected.
    comes_at(at: &str) = "comes {at}", "llega: {at}", "приедет: {at}";
    /// Nobody said when it is expected.
    comes_some_time() = "no time yet", "aún sin hora", "время не назначено";
    /// When it was expected, and did not come.
    was_to_come(at: &str) = "expected {at}, not here yet", "se esperaba {at}, aún no llega", "должны были приехать: {at}";
    /// When it was to be done, and how late it is.
    late_by(at: &str, by: &str) = "promised {at}, {by} late", "prometido: {at}, {by} tarde", "срок: {at}, опоздание {by}";
    /// It was to be done then, and there is a reason why it is not.
    was_promised(at: &str) = "promised {at}", "prometido: {at}", "срок: {at}";
    /// When it is promised.
    by(at: &str) = "by {at}", "entrega: {at}", "срок: {at}";
    /// What it waits for.
    for_a_part() = "waiting for a part", "espera un repuesto", "ждёт деталь";
    /// What it waits for.
    until_tomorrow() = "until tomorrow", "hasta mañana", "до завтра";
    /// It stays where it is over night.
    overnight() = "stays overnight", "se queda la noche", "остаётся на ночь";
    /// A chip: how the customer can be told.
    no_number() = "No phone number", "Sin teléfono", "Нет телефона";
    /// A chip.
    call_only() = "Call only", "Solo llamadas", "Только звонки";
    /// A chip.
    wants_no_texts() = "Wants no texts", "No quiere mensajes", "SMS не нужны";
    /// A chip.
    wants_email() = "Wants an e-mail", "Quiere un correo", "Писать на e-mail";
    /// A chip.
    did_not_agree() = "Did not agree to texts", "No aceptó mensajes", "Нет согласия на SMS";
    /// A chip.
    opted_out() = "Opted out · no texts", "De baja · sin mensajes", "Номер отписан · без SMS";
    /// What to do about that; the number follows.
    call_do_not_text() = "Call, don't text:", "Llame, no escriba:", "Звоните, не пишите:";
    /// Leads to what the customer wrote.
    wrote_to_us() = "New text: read it", "Mensaje nuevo: leerlo", "Новое SMS: прочесть";
    /// A move.
    into(bay: &str) = "Into {bay}", "Pasar a {bay}", "Заезд: {bay}";
    /// A chip.
    held() = "A reply needs a decision", "Una respuesta espera decisión", "Ответ ждёт решения";
    /// A chip.
    only_ready() = "Only “ready”", "Solo «listo»", "Только «готово»";
    /// A chip.
    agreed() = "Agreed to texts", "Aceptó mensajes", "Согласие на SMS есть";
    /// A chip: the customer is on the call list.
    to_call() = "To call", "Por llamar", "Позвонить";
    /// A doubtful text, behind its name.
    may_not_have_gone() = "may not have gone.", "tal vez no salió.", "могло не уйти.";
    /// The bar that runs down, for readers.
    time_left() = "Time left to undo", "Tiempo para deshacer", "Сколько осталось, чтобы вернуть";
    /// Takes "ready" back.
    undo() = "Undo", "Deshacer", "Вернуть";
    /// Announces it.
    ready() = "Ready", "Listo", "Готово";
    /// A text.
    on_track() = "On track", "A tiempo", "По плану";
    /// A text that asks for the new time.
    running_late() = "Running late", "Con retraso", "Задержка";
    /// A text.
    you_are_next() = "You're next", "Usted sigue", "Вы следующие";
    /// A text.
    received() = "We have it", "Ya lo tenemos", "Машина у нас";
    /// Opens a preview of the text beside it.
    preview() = "see text", "ver texto", "текст";
    /// The field.
    new_time() = "New time", "Hora nueva", "Новое время";
    /// The field.
    day() = "Day", "Día", "День";
    /// The button.
    text_new_time() = "Text the new time", "Avisar la hora nueva", "Сообщить новое время";
    /// Opens the form for somebody who can't be texted.
    new_promise() = "New promised time", "Nueva hora prometida", "Новый срок";
    /// What follows.
    no_text_call() = "No text goes: call them. They go on the call list.", "No sale ningún mensaje: llame. Pasa a la lista de llamadas.", "SMS не уйдёт: позвоните. Клиент попадёт в список звонков.";
    /// The button.
    keep_new_time() = "Keep the new time", "Guardar la hora nueva", "Сохранить новое время";
    /// The same where a text could go.
    keep_without_text() = "Keep it without a text", "Guardar sin mensaje", "Сохранить без SMS";
    /// To the form with a date.
    another_day() = "Another day", "Otro día", "Другой день";
    /// What the form does.
    late_what() = "The board shows the new time. The customer gets this text, unless you keep the time without one.", "El tablero muestra la hora nueva. Sale este mensaje, salvo que la guarde sin mensaje.", "Доска покажет новое время. Клиент получит это SMS, если не сохранить без него.";
    /// What was typed has passed.
    passed() = "That has passed already. Choose a later time.", "Eso ya pasó. Elija una hora posterior.", "Это время уже прошло. Выберите позже.";
    /// Back to where one came from.
    back() = "Back", "Volver", "Назад";
    /// Everything else.
    more() = "More", "Más", "Ещё";
    /// To what is done and what it costs.
    work() = "Work and price", "Trabajo y precio", "Работа и цена";
    /// Above the moves.
    move_to() = "Move to", "Mover a", "Переместить";
    /// Above the texts.
    text_them() = "Text", "Mensaje", "SMS";
    /// A move.
    arrived() = "Arrived", "Llegó", "На месте";
    /// A move.
    part_is_here() = "Part is here", "Llegó el repuesto", "Деталь пришла";
    /// A move.
    back_in_line() = "Back in line", "De vuelta a la cola", "Снова в очередь";
    /// A move.
    booked() = "Booked", "Con cita", "Запись";
    /// A move.
    waiting() = "Waiting", "En espera", "В очередь";
    /// A move.
    waits_for_part() = "Waits for a part", "Espera un repuesto", "Ждёт деталь";
    /// A move.
    tomorrow() = "Until tomorrow", "Hasta mañana", "До завтра";
    /// A move.
    picked_up() = "Picked up", "Entregado", "Выдано";
    /// All bays are taken.
    bays_taken() = "Every bay is taken", "Todos los puestos están ocupados", "Все посты заняты";
    /// Takes "ready" back after the fact.
    not_ready() = "Not ready after all", "Aún no está listo", "Ещё не готово";
    /// The customer knows.
    was_told() = "The customer was told that it is ready.", "Ya se avisó de que está listo.", "Клиенту сообщили, что готово.";
    /// The customer knows, and can't be texted.
    please_call() = "The customer was told; please call.", "Ya se avisó; llame, por favor.", "Клиенту сообщили; позвоните, пожалуйста.";
    /// What follows.
    goes_back() = "It goes back to work.", "Vuelve al trabajo.", "Работа продолжается.";
    /// The button.
    text_correction() = "Text a correction", "Enviar una corrección", "Отправить исправление";
    /// The button.
    i_call() = "I'll call", "Yo llamo", "Позвоню";
    /// The button.
    back_to_work() = "Back to work", "Volver al trabajo", "Вернуть в работу";
    /// Takes it off the board.
    cancel() = "Cancel the job", "Cancelar el trabajo", "Отменить работу";
    /// To the conversation.
    texts() = "Texts", "Mensajes", "Переписка";
    /// To the second step of taking in, and from there to the code and the consent.
    number_and_consent() = "Number and consent", "Número y consentimiento", "Номер и согласие";
    /// The same, where no number was given.
    add_number() = "Add a phone number", "Añadir un teléfono", "Добавить номер";
    /// To the form.
    ask_approval() = "Ask for approval", "Pedir aprobación", "Спросить согласие";
    /// The title of the form.
    ask_title() = "Ask for approval", "Pedir aprobación", "Спросить согласие";
    /// What the form does.
    ask_what() = "The customer is asked by text. YES or NO is kept on the job, with the text itself.", "Se pregunta por mensaje. El SÍ o NO queda en el trabajo, con el mensaje mismo.", "Клиента спросят по SMS. ДА или НЕТ останется в работе вместе с самим SMS.";
    /// What the form does where no text may go.
    ask_by_phone() = "This customer is not texted. The question goes on the call list, and you note the answer on the card.", "A esta persona no se le escribe. La pregunta va a la lista de llamadas y la respuesta se anota en la tarjeta.", "Этому клиенту не пишут. Вопрос попадёт в список звонков, ответ отметьте на карточке.";
    /// The field.
    ask_line() = "Work or part", "Trabajo o pieza", "Работа или деталь";
    /// Its hint.
    ask_line_hint() = "As the customer should read it: the dash kit", "Como debe leerse: el marco del tablero", "Как это прочтёт клиент: переходная рамка";
    /// The field.
    ask_price() = "Price", "Precio", "Цена";
    /// The field.
    ask_wait() = "Call if there is no answer in", "Llamar si no hay respuesta en", "Позвонить, если нет ответа через";
    /// Shows what will be sent.
    ask_preview() = "What will be sent", "Lo que se enviará", "Что будет отправлено";
    /// Where nothing is typed yet.
    ask_type_first() = "Type the work or the part first.", "Escriba primero el trabajo o la pieza.", "Сначала напишите работу или деталь.";
    /// Shows the text without sending it.
    show_first() = "Show the text first", "Ver antes el mensaje", "Сначала показать SMS";
    /// The button.
    ask_send() = "Ask by text", "Preguntar por mensaje", "Спросить по SMS";
    /// The button where no text may go.
    ask_call() = "Put it on the call list", "Poner en la lista de llamadas", "В список звонков";
    /// What was typed is no amount.
    no_price() = "That is no amount. Write it like 60 or 59.90.", "Eso no es un importe. Escríbalo así: 60 o 59.90.", "Это не сумма. Напишите так: 60 или 59.90.";
    /// Too long, or nothing.
    no_line() = "Say what it is about, in 80 letters at most.", "Diga de qué se trata, en 80 letras como máximo.", "Напишите, о чём речь, не длиннее 80 знаков.";
    /// On the card: the customer was asked, and has not answered.
    asked(line: &str) = "Asked: {line}", "Preguntado: {line}", "Вопрос: {line}";
    /// On the card.
    said_yes(line: &str, at: &str) = "Yes to {line} · {at}", "Sí a {line} · {at}", "Да: {line} · {at}";
    /// On the card.
    said_no(line: &str, at: &str) = "No to {line} · {at}", "No a {line} · {at}", "Нет: {line} · {at}";
    /// The customer's own words follow, in quotes.
    wrote(words: &str) = "“{words}”", "«{words}»", "«{words}»";
    /// Who noted the answer.
    noted_by(who: &str) = "noted by {who}", "anotado por {who}", "со слов: {who}";
    /// Notes the answer.
    yes_button() = "Said yes", "Dijo que sí", "Ответ «да»";
    /// Notes the answer.
    no_button() = "Said no", "Dijo que no", "Ответ «нет»";
}
