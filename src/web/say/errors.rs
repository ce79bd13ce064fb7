//! The pages of errors: what happened, and what to do.

use super::{pick, words};
use crate::desk::Slip;
use crate::domain::phone::PhoneError;
use crate::domain::template::Missing;
use crate::store::{StoreError, Thing, Unfit};

words! {
    /// A title.
    not_for_you() = "Not for you", "No es para usted", "Это не для вас";
    /// Why.
    counter_only() = "This is for whoever works at the counter. Ask them, or sign in as somebody else.",
        "Esto es para quien atiende el mostrador. Pídaselo, o entre con otro nombre.",
        "Это для тех, кто за стойкой. Попросите их или войдите под другим именем.";
    /// Why.
    owner_only() = "Only the owner can do this. Ask the owner, or sign in as the owner.",
        "Solo la persona titular puede hacerlo. Pídaselo, o entre con una cuenta titular.",
        "Это может только владелец. Попросите владельца или войдите как владелец.";
    /// A title.
    not_here() = "Not here", "No está aquí", "Здесь этого нет";
    /// Why.
    no_such(what: &str) = "There is no such {what}, or there is none any more. Go back to the board.",
        "No existe, o ya no existe: {what}. Vuelva al tablero.",
        "Этого нет или уже нет: {what}. Вернитесь на доску.";
    /// A title.
    did_not_work() = "That did not work", "No funcionó", "Не получилось";
    /// A title.
    no_address() = "Not an address of ours", "Esta dirección no es nuestra", "Это не наш адрес";
    /// Why.
    bad_address() = "The end of this address makes no sense. Go back to the board.",
        "El final de esta dirección no tiene sentido. Vuelva al tablero.",
        "Конец этого адреса не имеет смысла. Вернитесь на доску.";
    /// A title.
    too_slow() = "This took too long", "Tardó demasiado", "Это заняло слишком много времени";
    /// What to do.
    maybe_done() = "It may have been done, and it may not. Look at the board before you try again.",
        "Puede que se haya hecho o no. Mire el tablero antes de intentar otra vez.",
        "Может быть, это сделано, а может, и нет. Посмотрите на доску, прежде чем повторять.";
    /// A title.
    changed() = "Things have changed", "Algo cambió", "Всё изменилось";
    /// What to do.
    look_again(why: &str) = "{why} Look at the board again.", "{why} Mire el tablero otra vez.", "{why} Посмотрите на доску ещё раз.";
    /// A title.
    too_long() = "Too long", "Demasiado largo", "Слишком длинно";
    /// What to do.
    shorter() = "That is more than a form here can hold. Go back and make it shorter.",
        "Es más de lo que cabe en un formulario. Vuelva y acórtelo.",
        "Это больше, чем помещается в форму. Вернитесь и сократите.";
    /// A title.
    disk_full() = "The disk is full", "El disco está lleno", "Диск заполнен";
    /// What to do.
    free_space() = "Nothing has been changed. Free some space on the machine, then try again.",
        "No se cambió nada. Libere espacio en la máquina e intente otra vez.",
        "Ничего не изменено. Освободите место на машине и попробуйте снова.";
    /// A title.
    broken() = "Something is broken", "Algo está roto", "Что-то сломалось";
    /// What to do.
    journal() = "Nothing has been changed. Try again; if it stays so, the owner finds the reason in the journal (journalctl -u readybell).",
        "No se cambió nada. Intente otra vez; si sigue igual, la persona titular halla la razón en el registro (journalctl -u readybell).",
        "Ничего не изменено. Попробуйте снова; если не поможет, причина есть в журнале (journalctl -u readybell).";
    /// A title.
    not_like_this() = "Not like this", "Así no", "Не так";
    /// Why.
    no_method() = "This address can't be used in this way. Go back to the board.",
        "Esta dirección no se usa así. Vuelva al tablero.",
        "Этот адрес так не используется. Вернитесь на доску.";
    /// A title.
    not_from_here() = "Not from here", "No desde ahí", "Не отсюда";
    /// Why.
    foreign() = "This did not come from a page of Readybell, so nothing was done. Open Readybell by its own address and do it there.",
        "Esto no vino de una página de Readybell, así que no se hizo nada. Abra Readybell por su dirección y hágalo ahí.",
        "Это пришло не со страницы Readybell, поэтому ничего не сделано. Откройте Readybell по его адресу и повторите там.";
    /// The way out.
    to_board() = "To the board", "Al tablero", "На доску";
    /// No form.
    no_form() = "That is no form that Readybell can read. Go back and try again.",
        "Readybell no puede leer ese formulario. Vuelva e intente otra vez.",
        "Readybell не может прочесть эту форму. Вернитесь и попробуйте снова.";
    /// A field of ours is missing.
    no_field() = "Something is missing from this form, or makes no sense. Go back and try again.",
        "A este formulario le falta algo, o algo no tiene sentido. Vuelva e intente otra vez.",
        "В форме чего-то не хватает или что-то не имеет смысла. Вернитесь и попробуйте снова.";
    /// The job's state does not allow it.
    moved_on() = "The job has moved on.", "El trabajo ya avanzó.", "Работа уже в другом состоянии.";
    /// It can't go back just like that.
    announced(job: i64) = "Job {job} was announced ready. Choose “Not ready after all” on its card: the customer is then texted or called, and the job goes back to work.",
        "El trabajo {job} se anunció como listo. Elija «Aún no está listo» en su tarjeta: así se avisa o se llama a quien lo trajo, y el trabajo vuelve al taller.",
        "О работе {job} уже сообщено, что она готова. Выберите «Ещё не готово» на её карточке: клиенту напишут или позвонят, и работа вернётся на пост.";
    /// The bay is taken.
    bay_taken() = "There is another job in that bay.", "Hay otro trabajo en ese puesto.", "На этом посту другая работа.";
    /// Too late.
    too_late() = "It is too late to take that back.", "Ya es tarde para deshacerlo.", "Уже поздно это отменить.";
    /// The customer's own, or taken back already.
    not_correctable() = "Only an opt-out that staff or a time limit made can be corrected, and only while it stands. A customer's own can't.",
        "Solo se puede corregir una baja que hizo el personal o un plazo, y solo mientras siga en pie. La que pidió la propia persona, no.",
        "Исправить можно только отказ, записанный здесь или наступивший по сроку, и только пока он в силе. Отказ самого клиента исправить нельзя.";
    /// A name that somebody has.
    name_taken(name: &str) = "The name {name} is taken; choose another.", "El nombre {name} ya está en uso; elija otro.", "Имя {name} занято; выберите другое.";
    /// A text needs something.
    text_needs(what: &str) = "This text needs {what}; fill that in first.", "Este mensaje necesita {what}; complételo primero.", "Для этого SMS нужно: {what}. Сначала заполните.";
    /// One question at a time.
    question_open(job: i64) = "Job {job} has a question that is not answered yet; wait for it, or note the answer on its card.",
        "El trabajo {job} tiene una pregunta sin respuesta; espérela, o anote la respuesta en su tarjeta.",
        "У работы {job} есть вопрос без ответа; дождитесь его или отметьте ответ на карточке.";
    /// No words at all.
    no_words() = "A text needs words. Type some.", "Un mensaje necesita palabras. Escriba algo.", "SMS без слов не бывает. Напишите что-нибудь.";
    /// Too many words.
    too_many_parts(parts: usize, most: usize) = "This text would travel as {parts} parts; {most} are the most. Make it shorter.",
        "Este mensaje viajaría en {parts} partes; {most} es lo máximo. Acórtelo.",
        "Это SMS ушло бы частями: {parts}. Не больше {most}. Сократите.";
    /// Words that can't be put into bytes.
    unsendable() = "These words can't be sent. Make the text shorter or simpler.",
        "Estas palabras no se pueden enviar. Acorte o simplifique el mensaje.",
        "Эти слова нельзя отправить. Сделайте SMS короче или проще.";
    /// A slip.
    number_needed() = "Texts were agreed to, so a phone number is needed.",
        "Se aceptaron mensajes, así que hace falta un número de teléfono.",
        "Согласие на SMS есть, поэтому нужен номер телефона.";
    /// A slip.
    name_needed() = "A first name is needed.", "Hace falta un nombre.", "Нужно имя.";
    /// A slip.
    field_too_long(most: usize) = "One of the fields is too long; {most} letters are the most.",
        "Uno de los campos es demasiado largo; {most} letras como máximo.",
        "Одно из полей слишком длинное; не больше {most} знаков.";
    /// A slip.
    note_too_long(most: usize) = "The work or the note is too long; {most} letters are the most.",
        "El trabajo o la nota es demasiado largo; {most} letras como máximo.",
        "Работа или заметка слишком длинная; не больше {most} знаков.";
    /// A slip.
    booked_in_bay() = "A job that is booked for later can't be in a bay yet.",
        "Un trabajo reservado para después no puede estar en un puesto.",
        "Работа, записанная на потом, ещё не может быть на посту.";
    /// A slip.
    not_here_yet() = "A code is for a customer who is here. Mark the job as arrived first.",
        "El código es para alguien que está aquí. Marque primero que llegó.",
        "Код нужен, когда клиент здесь. Сначала отметьте приезд.";
    /// A slip.
    passed_already() = "The new time has passed already. Choose a later one.",
        "La hora nueva ya pasó. Elija una posterior.",
        "Новое время уже прошло. Выберите более позднее.";
    /// A slip.
    question_line(most: usize) = "Say what it is about, in {most} letters at most.",
        "Diga de qué se trata, en {most} letras como máximo.",
        "Напишите, о чём речь, не длиннее {most} знаков.";
    /// A form that was built by hand.
    no_such_text() = "There is no such text about a job. Go back to the board.",
        "No existe ese mensaje sobre un trabajo. Vuelva al tablero.",
        "Такого SMS о работе нет. Вернитесь на доску.";
    /// A form that was built by hand.
    no_such_answer() = "There is no such answer. Go back and choose one.",
        "Esa respuesta no existe. Vuelva y elija una.",
        "Такого ответа нет. Вернитесь и выберите другой.";
    /// A form that was built by hand.
    no_such_move() = "A job can't be moved there. Go back to the board.",
        "Un trabajo no se puede mover ahí. Vuelva al tablero.",
        "Туда работу переместить нельзя. Вернитесь на доску.";
    /// A form that was built by hand.
    no_such_end() = "A call can't end like that. Go back and choose again.",
        "Una llamada no puede terminar así. Vuelva y elija otra vez.",
        "Звонок не может так закончиться. Вернитесь и выберите снова.";
    /// No code.
    no_code() = "No code may go to this number now.", "Ahora no puede ir un código a este número.", "Сейчас на этот номер нельзя отправить код.";
    /// No zone.
    no_zone() = "The time zone in the settings can't be read. The owner can set another.", "No se puede leer la zona horaria de los ajustes. La persona titular puede poner otra.", "Часовой пояс из настроек не читается. Владелец может задать другой.";
}

/// What the store could not do, for whoever asked; `None` where it is nothing that they did.
pub fn store(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::Transition { .. } => moved_on().to_owned(),
        StoreError::Announced { job } => announced(*job),
        StoreError::BayTaken => bay_taken().to_owned(),
        StoreError::TooLate => too_late().to_owned(),
        StoreError::NotCorrectable => not_correctable().to_owned(),
        StoreError::NameTaken(name) => name_taken(name),
        StoreError::LastOwner => super::staff::last_owner().to_owned(),
        StoreError::Refused(refusal) => super::why::refused(*refusal).to_owned(),
        StoreError::Words(why) => unfit(why),
        StoreError::QuestionOpen { job } => question_open(*job),
        StoreError::StillNeeded(why) => super::customers::still_needed(*why).to_owned(),
        StoreError::Missing(what) => no_such(thing(*what)),
        _ => return None,
    })
}

/// Why words can't be sent.
pub fn unfit(why: &Unfit) -> String {
    match why {
        Unfit::Empty => no_words().to_owned(),
        Unfit::TooLong { parts, most } => too_many_parts(*parts, *most),
        Unfit::Lacks(missing) => lacks(missing),
        // The alphabet takes every letter, and the most parts are far below what can be counted.
        Unfit::Wire(_) => unsendable().to_owned(),
    }
}

/// What a text needs that is not known.
pub fn lacks(missing: &Missing) -> String {
    let names = missing.0.iter().map(|v| super::templates::variable(*v));
    text_needs(&names.collect::<Vec<_>>().join(", "))
}

/// What is wrong with what was typed or chosen.
pub fn slip(slip: Slip) -> String {
    match slip {
        Slip::NumberNeeded => number_needed().to_owned(),
        Slip::NameNeeded => name_needed().to_owned(),
        Slip::FieldTooLong { most } => field_too_long(most),
        Slip::NoteTooLong { most } => note_too_long(most),
        Slip::BookedInBay => booked_in_bay().to_owned(),
        Slip::NotHereYet => not_here_yet().to_owned(),
        Slip::PassedAlready => passed_already().to_owned(),
        Slip::MovedOn => look_again(moved_on()),
        Slip::QuestionLine { most } => question_line(most),
        Slip::NoSuchText => no_such_text().to_owned(),
    }
}

/// What can be missing.
pub fn thing(thing: Thing) -> &'static str {
    pick(match thing {
        Thing::Job => ["job", "trabajo", "работа"],
        Thing::OpenJob => ["open job", "trabajo abierto", "открытая работа"],
        Thing::Person => ["person", "persona", "человек"],
        Thing::Signer => [
            "person who may sign in",
            "persona que pueda entrar",
            "человек с правом входа",
        ],
        Thing::Role => ["role", "rol", "роль"],
        Thing::Number => ["phone number", "número de teléfono", "номер телефона"],
        Thing::Address => ["e-mail address", "correo", "адрес почты"],
        Thing::DecidedNumber => [
            "number to decide about",
            "número sobre el que decidir",
            "номер, о котором решать",
        ],
        Thing::Bay => ["bay", "puesto", "пост"],
        Thing::Page => ["page", "página", "страница"],
        Thing::Text => ["text", "mensaje", "SMS"],
        Thing::UnsureText => ["unsure text", "mensaje dudoso", "неясное SMS"],
        Thing::InboundText => ["inbound text", "mensaje recibido", "входящее SMS"],
        Thing::SendingPart => [
            "part that is being sent",
            "parte que se está enviando",
            "часть, которая отправляется",
        ],
        Thing::Signature => ["signature", "firma", "подпись"],
        Thing::Sheet => ["sheet", "hoja", "лист"],
        Thing::Scan => ["photo or scan", "foto o escaneo", "фото или скан"],
        Thing::File => ["file", "archivo", "файл"],
        Thing::Customer => ["customer", "cliente", "клиент"],
        Thing::SecondCustomer => ["second customer", "segundo cliente", "второй клиент"],
        Thing::Conversation => ["conversation", "conversación", "переписка"],
        Thing::OpenTask => ["open task", "pendiente", "открытая задача"],
        Thing::OpenQuestion => [
            "open question",
            "pregunta sin respuesta",
            "вопрос без ответа",
        ],
        Thing::Redemption => ["redeemed code", "código canjeado", "принятый код"],
        Thing::SignIn => ["sign-in", "sesión", "сеанс"],
        Thing::Receipt => ["receipt", "recibo", "чек"],
        Thing::Line => ["line", "línea", "строка"],
        Thing::LedgerRow => ["row of the ledger", "fila del registro", "запись журнала"],
        Thing::PhoneWording => [
            "wording for the phone",
            "texto para el teléfono",
            "текст для телефона",
        ],
        Thing::Token => ["token", "token", "токен"],
    })
}

/// What is wrong with a phone number.
pub fn phone(why: &PhoneError) -> &'static str {
    pick(match why {
        PhoneError::Empty => [
            "Type a phone number.",
            "Escriba un número de teléfono.",
            "Введите номер телефона.",
        ],
        PhoneError::NotANumber => [
            "That isn't a phone number. Use digits only, such as (555) 555-0142.",
            "No es un número de teléfono. Use solo cifras, como (555) 555-0142.",
            "Это не номер телефона. Только цифры, например (555) 555-0142.",
        ],
        PhoneError::TooShort => [
            "That phone number is too short. Check that no digit is missing.",
            "El número es demasiado corto. Revise si falta una cifra.",
            "Номер слишком короткий. Проверьте, все ли цифры на месте.",
        ],
        PhoneError::TooLong => [
            "That phone number is too long. Check for an extra digit.",
            "El número es demasiado largo. Revise si sobra una cifra.",
            "Номер слишком длинный. Проверьте, нет ли лишней цифры.",
        ],
        PhoneError::NoAreaCode => [
            "Add the area code, such as (555) 555-0142.",
            "Agregue el código de área, como (555) 555-0142.",
            "Добавьте код города, например (555) 555-0142.",
        ],
        PhoneError::NoSuchCountry => [
            "No country has that code. Check the digits after the +.",
            "Ningún país tiene ese código. Revise las cifras después del +.",
            "Такого кода страны нет. Проверьте цифры после +.",
        ],
        PhoneError::Extension => [
            "A number with an extension can't be texted. Leave the extension out.",
            "No se puede escribir a una extensión. Déjela fuera.",
            "На добавочный номер написать нельзя. Уберите его.",
        ],
        PhoneError::ShortCode => [
            "That is a short code of a service, not a person's number.",
            "Es un código corto de un servicio, no el número de una persona.",
            "Это короткий номер сервиса, а не человека.",
        ],
    })
}
