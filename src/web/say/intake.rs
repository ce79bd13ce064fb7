//! Taking a job in: the vehicle and the work, and the number.

use super::{counted, lang, pick, words};
use crate::domain::lang::Lang;
use crate::domain::money::MoneyError;
use crate::domain::phone::PhoneError;

pub use super::intake_consent::*;

words! {
    /// The first step.
    step_work() = "Vehicle and work", "Vehículo y trabajo", "Машина и работы";
    /// The second step.
    step_number() = "Phone number", "Teléfono", "Телефон";
    /// The third step.
    step_consent() = "Code and signature", "Código y firma", "Код и подпись";
    /// The fourth step.
    step_receipt() = "Receipt", "Recibo", "Чек";
    /// Behind a step that was left out.
    passed_by() = "left out", "omitido", "пропущено";
    /// The title of the four steps.
    new_job() = "New job", "Trabajo nuevo", "Новая работа";
    /// To the next step.
    go_on() = "Go on", "Continuar", "Дальше";
    /// Leaves a step, to go on another time.
    later() = "Later", "Más tarde", "Позже";
    /// Leaves the first step, to go on another time.
    save_for_later() = "Save, go on later", "Guardar, seguir luego", "Сохранить, закончить позже";
    /// Leaves the form.
    to_board() = "Back to the board", "Volver al tablero", "К доске";
    /// To the short form.
    to_express() = "In a hurry? The short form", "¿Con prisa? El formulario corto", "Спешите? Короткая форма";
    /// Something is wrong with the form.
    look_below() = "Nothing was saved yet. Look at the lines in red below.", "Aún no se guardó nada. Revise las líneas en rojo.", "Ещё ничего не сохранено. Посмотрите на строки, отмеченные красным.";
    /// Who and what.
    customer_and_vehicle() = "Customer and vehicle", "Cliente y vehículo", "Клиент и машина";
    /// The customer's name.
    name() = "Name", "Nombre", "Имя";
    /// What the name's field takes.
    name_hint() = "A first name is enough. A name, plate or phone number finds who was here before", "Basta el nombre. Un nombre, una placa o un teléfono encuentra a quien ya vino", "Достаточно имени. По имени, госномеру или телефону найдётся тот, кто уже был у нас";
    /// Finds a customer.
    look_up() = "Look up", "Buscar", "Найти";
    /// Heads the customers who may be meant.
    here_before() = "Here before? Tap to pick.", "¿Ya vino antes? Toque para elegir.", "Уже был визит? Нажмите, чтобы выбрать.";
    /// Nobody was found.
    nobody_found() = "Nobody of that name, plate or number was here before.", "Nadie con ese nombre, placa o número ha venido antes.", "С таким именем, госномером или телефоном ещё никого не было.";
    /// The customer is known.
    was_here_before() = "Was here before", "Ya vino antes", "Визит не первый";
    /// It is another customer.
    someone_else() = "Someone else", "Otra persona", "Другой человек";
    /// It is somebody who shares the number.
    someone_else_here(name: &str) = "Someone else: {name}", "Otra persona: {name}", "Другой человек: {name}";
    /// Opens the form with the number again.
    number_and_way() = "Number and how to tell", "Número y cómo avisar", "Номер и способ связи";
    /// Opens what is rarely needed.
    color_plate_note() = "Color, plate, note", "Color, placa, nota", "Цвет, госномер, заметка";
    /// Which of a customer's vehicles.
    which_vehicle() = "Which vehicle is it today?", "¿Qué vehículo es hoy?", "Какая машина сегодня?";
    /// The vehicle.
    vehicle() = "Vehicle", "Vehículo", "Машина";
    /// What to write there.
    vehicle_hint() = "Year, make and model. Texts name it; without it they say “your vehicle”", "Año, marca y modelo. Los mensajes lo nombran; sin esto dicen «su auto»", "Год, марка и модель. Она называется в SMS, иначе там «ваша машина»";
    /// Its color.
    color() = "Color", "Color", "Цвет";
    /// Its plate.
    plate() = "Plate", "Placa", "Госномер";
    /// What is to be done.
    work() = "Work", "Trabajo", "Работы";
    /// A line of work.
    what() = "What is to be done", "Qué se hará", "Что сделать";
    /// Which line of work, for readers.
    line_number(row: usize) = "Line {row}: ", "Línea {row}: ", "Строка {row}: ";
    /// Its price.
    price() = "Price", "Precio", "Цена";
    /// The same where the shop adds a tax.
    price_before_tax() = "Price before tax", "Precio sin impuesto", "Цена без налога";
    /// Above the lines that are not in the form.
    asked_about() = "Asked about already, so not to be typed again:", "Ya se consultó; no hace falta escribirlo de nuevo:", "Об этом уже спросили, писать снова не нужно:";
    /// Another line of work.
    add_line() = "Add a line", "Añadir una línea", "Добавить строку";
    /// What staff should know.
    note() = "Note", "Nota", "Заметка";
    /// Who reads it.
    note_hint() = "For the shop only", "Solo para el taller", "Только для сотрудников";
    /// The promise.
    when_and_where() = "When and where", "Cuándo y dónde", "Когда и где";
    /// The promised time.
    promised_time() = "Ready by", "Listo a las", "Готово к";
    /// What it is for.
    time_hint() = "Texts say this time", "Los mensajes dicen esta hora", "Это время называют SMS";
    /// When a booked customer comes.
    comes_time() = "Comes at", "Llega a las", "Приедет в";
    /// A booking without it.
    comes_needed() = "Type the time of the booking.", "Escriba la hora de la cita.", "Укажите время записи.";
    /// A time that is promised with one tap.
    by_closing(time: &str) = "Closing, {time}", "Al cierre, {time}", "К закрытию, {time}";
    /// The promised day.
    day() = "Day", "Día", "День";
    /// Which day it is without one.
    day_hint() = "Empty for today", "Vacío si es hoy", "Пусто, если сегодня";
    /// Where the vehicle is.
    the_vehicle() = "The vehicle", "El vehículo", "Машина";
    /// It waits.
    is_here() = "is here, waits for a free bay", "está aquí, espera un puesto libre", "здесь, ждёт свободного поста";
    /// It is booked.
    comes_later() = "comes later", "vendrá después", "приедет позже";
    /// It goes into a bay.
    goes_into(bay: &str) = "goes into {bay}", "entra en {bay}", "на пост: {bay}";
    /// The bay holds another job.
    taken() = "(taken)", "(ocupado)", "(занят)";

    /// No name.
    name_needed() = "A first name is needed, and is enough.", "Hace falta el nombre, y basta.", "Нужно имя, и этого достаточно.";
    /// No place.
    where_needed() = "Say where the vehicle is.", "Diga dónde está el vehículo.", "Укажите, где машина.";
    /// Somebody was quicker.
    bay_taken() = "Another job is in that bay by now. Choose another place.", "Ya hay otro trabajo ahí. Elija otro lugar.", "Там уже другая работа. Выберите другое место.";
    /// A price without words.
    work_needed() = "say what is to be done.", "diga qué se hará.", "напишите, что сделать.";
    /// Something is wrong with a line of work.
    in_line(row: usize, why: &str) = "Line {row}: {why}", "Línea {row}: {why}", "Строка {row}: {why}";
    /// A day without a time.
    time_needed() = "Type the time as well.", "Escriba también la hora.", "Укажите и время.";
    /// The promise has passed.
    time_passed() = "That has passed already. Choose a later time or another day.", "Esa hora ya pasó. Elija otra hora u otro día.", "Это время уже прошло. Выберите другое время или день.";
    /// The promise is far ahead.
    too_far() = "That is more than a year ahead. Check the date.", "Falta más de un año. Revise la fecha.", "Это больше чем через год. Проверьте дату.";

    /// Heads the second step.
    how_to_reach(first: &str) = "How do we reach {first}?", "¿Cómo contactamos a {first}?", "Как связаться: {first}";
    /// The phone number.
    phone_number() = "Phone number", "Teléfono", "Номер телефона";
    /// How it may be typed.
    phone_hint() = "Such as (555) 555-0142", "Por ejemplo (555) 555-0142", "Например (555) 555-0142";
    /// The e-mail address.
    email() = "E-mail", "Correo electrónico", "E-mail";
    /// What it is for.
    email_hint() = "Optional", "Opcional", "Необязательно";
    /// How the customer wants to be told.
    how_to_tell() = "How to tell when it is ready", "Cómo avisar cuando esté listo", "Как сообщить о готовности";
    /// What goes by itself, and what does not.
    how_to_tell_hint() = "Texts go by themselves. Who wants an e-mail or a call is put on the call list.", "Los mensajes salen solos. Quien quiera correo o llamada queda en la lista de llamadas.", "SMS уходят сами. Кто просит письмо или звонок, попадает в список звонков.";
    /// By text.
    by_text() = "Text", "Mensaje", "SMS";
    /// By e-mail.
    by_email() = "E-mail", "Correo", "E-mail";
    /// By both.
    by_both() = "Text and e-mail", "Mensaje y correo", "SMS и e-mail";
    /// By a call.
    by_call() = "Call only", "Solo llamada", "Только звонок";
    /// The customer's language.
    reads() = "Language of the texts", "Idioma de los mensajes", "Язык SMS";
    /// Heads the other ways on.
    or_else() = "Or, with one tap", "O con un toque", "Или одним нажатием";
    /// No phone.
    no_phone() = "No phone", "Sin teléfono", "Нет телефона";
    /// A landline.
    landline() = "Landline: calls only", "Teléfono fijo: solo llamadas", "Городской: только звонки";
    /// No texts.
    no_texts() = "Wants no texts", "No quiere mensajes", "SMS не нужны";
    /// No code now.
    no_code() = "Go on without a code", "Continuar sin código", "Дальше без кода";
    /// Goes on by texting a code.
    text_the_code() = "Text the code", "Enviar el código", "Отправить код";
    /// Others have that number.
    number_is_known() = "This number is known", "Este número ya es conocido", "Этот номер уже известен";
    /// Which of them it is.
    who_is_it() = "Who is it? One number may serve several people.", "¿Quién es? Varias personas pueden usar un mismo número.", "Кто это? Один номер может быть у нескольких людей.";
    /// A number is missing.
    phone_needed() = "To be texted, a number is needed. Or choose another way below.", "Para los mensajes hace falta un número. O elija otra opción abajo.", "Для SMS нужен номер. Или выберите другой способ ниже.";
    /// A landline's number is missing.
    landline_needed() = "Type the landline's number, or choose “No phone”.", "Escriba el número fijo o elija «Sin teléfono».", "Введите городской номер или выберите «Нет телефона».";
    /// That line can't be texted.
    cannot_be_texted() = "This number can't be texted. Take another, or tap “Landline: calls only”.", "Este número no recibe mensajes. Tome otro o toque «Teléfono fijo: solo llamadas».", "На этот номер SMS не доходят. Возьмите другой или нажмите «Городской: только звонки».";
    /// No address.
    no_email() = "That is no e-mail address. Write it like ana@example.com.", "Eso no es un correo. Escríbalo como ana@example.com.", "Это не e-mail. Пример: ana@example.com.";
    /// An address is missing.
    email_needed() = "To be told by e-mail, an address is needed.", "Para avisar por correo hace falta una dirección.", "Чтобы писать на e-mail, нужен адрес.";
    /// No language.
    lang_needed() = "Choose a language.", "Elija un idioma.", "Выберите язык.";

    /// The short form.
    express() = "Quick job", "Trabajo rápido", "Быстрый приём";
    /// What it is for.
    express_means() = "For a line of five: name, phone, bay. The rest waits on the job's card.", "Para cuando hay fila: nombre, teléfono, puesto. Lo demás espera en la tarjeta del trabajo.", "Когда очередь: имя, телефон, пост. Остальное — потом, с карточки работы.";
    /// Takes it in.
    take_in() = "Take it in", "Recibir", "Принять";
    /// What became of the last one.
    is_on_the_board(name: &str, job: i64) = "{name} is on the board as #{job}.", "{name} está en el tablero como #{job}.", "На доске: {name}, #{job}.";
    /// On with that one.
    go_on_with_it() = "Go on with it", "Continuar con este", "Продолжить";
    /// To the four steps.
    to_full_form() = "The full form", "El formulario completo", "Полная форма";
    /// On a card: the number is still to be asked for.
    number_missing() = "Number not asked yet", "Falta pedir el teléfono", "Телефон ещё не спросили";
    /// On a card: the consent is still to be asked for.
    consent_missing() = "Consent not asked yet", "Falta el consentimiento", "Согласия ещё не спросили";
    /// On a card: agreed by phone, and here now.
    signature_missing() = "Signature not asked yet", "Falta la firma", "Подписи ещё не спросили";
    /// On a card of a job that is booked.
    signs_on_arrival() = "Signs on arrival", "Firma al llegar", "Подпись по приезде";
    /// On a card: the receipt is still to be handed over.
    receipt_missing() = "Receipt not given yet", "Falta el recibo", "Чек не выдан";
}

/// More letters than fit.
pub fn too_long(most: usize) -> String {
    match lang() {
        Lang::Es => format!("Es demasiado largo: {most} letras como máximo."),
        Lang::Ru => {
            let letters = counted(most, ["буква", "буквы", "букв"]);
            format!("Слишком длинно: не больше {most} {letters}.")
        }
        _ => format!("This is too long: {most} letters are the most."),
    }
}

/// Why what was typed is no price.
pub fn money(why: MoneyError) -> &'static str {
    match why {
        MoneyError::NotAnAmount => pick([
            "that is no amount; write it like 129 or 129.50.",
            "eso no es un importe; escríbalo como 129 o 129.50.",
            "это не сумма; пишите 129 или 129.50.",
        ]),
        MoneyError::TooFine => pick([
            "this currency has fewer digits behind the point.",
            "esta moneda tiene menos decimales.",
            "у этой валюты меньше знаков после запятой.",
        ]),
        MoneyError::TooMuch => pick([
            "that is too much; check the amount.",
            "es demasiado; revise el importe.",
            "слишком много; проверьте сумму.",
        ]),
    }
}

/// Why what was typed is no phone number, and what to do.
pub fn phone(why: &PhoneError) -> &'static str {
    match why {
        PhoneError::Empty => pick([
            "Type a phone number.",
            "Escriba un teléfono.",
            "Введите номер телефона.",
        ]),
        PhoneError::NotANumber => pick([
            "That isn't a phone number. Use digits only, such as (555) 555-0142.",
            "Eso no es un teléfono. Use solo cifras, como (555) 555-0142.",
            "Это не номер телефона. Только цифры, например (555) 555-0142.",
        ]),
        PhoneError::TooShort => pick([
            "That phone number is too short. Check that no digit is missing.",
            "Ese teléfono es demasiado corto. Revise si falta una cifra.",
            "Номер слишком короткий. Проверьте, все ли цифры на месте.",
        ]),
        PhoneError::TooLong => pick([
            "That phone number is too long. Check for an extra digit.",
            "Ese teléfono es demasiado largo. Revise si sobra una cifra.",
            "Номер слишком длинный. Проверьте, нет ли лишней цифры.",
        ]),
        PhoneError::NoAreaCode => pick([
            "Add the area code, such as (555) 555-0142.",
            "Añada el código de área, como (555) 555-0142.",
            "Добавьте код города, например (555) 555-0142.",
        ]),
        PhoneError::NoSuchCountry => pick([
            "No country has that code. Check the digits after the +.",
            "Ningún país tiene ese código. Revise las cifras después del +.",
            "Страны с таким кодом нет. Проверьте цифры после +.",
        ]),
        PhoneError::Extension => pick([
            "A number with an extension can't be texted. Leave the extension out.",
            "Un número con extensión no recibe mensajes. Quite la extensión.",
            "На добавочный номер SMS не отправить. Уберите добавочный.",
        ]),
        PhoneError::ShortCode => pick([
            "That is a short code of a service, not a person's number.",
            "Ese es un código corto de un servicio, no el número de una persona.",
            "Это короткий номер службы, а не человека.",
        ]),
    }
}
