//! The settings: the list of pages, and each of them.

use super::{pick, words};
use chrono::Weekday;

words! {
    /// Leads to what the manual says about the settings.
    manual() = "What the manual says to the owner", "Lo que dice el manual sobre los ajustes", "Что руководство говорит о настройках";
    /// It has no other language.
    manual_in_english() = "The manual is in English only.", "El manual está solo en inglés.", "Руководство есть только на английском.";
    /// The title.
    title() = "Settings", "Ajustes", "Настройки";
    /// What they are.
    what() = "Changes hold at once, and are written down with your name.",
        "Los cambios valen enseguida y quedan anotados con su nombre.",
        "Изменения действуют сразу и записываются с вашим именем.";
    /// The list of pages, for readers.
    pages() = "Pages of the settings", "Páginas de los ajustes", "Страницы настроек";
    /// The button.
    save() = "Save", "Guardar", "Сохранить";
    /// It was saved.
    saved() = "Saved.", "Guardado.", "Сохранено.";
    /// It was not.
    not_saved() = "Nothing was saved yet. Look at the lines in red below.",
        "Todavía no se guardó nada. Mire las líneas en rojo.",
        "Пока ничего не сохранено. Посмотрите строки, отмеченные красным.";
    /// A page.
    shop() = "The shop", "El taller", "Мастерская";
    /// What is on it.
    shop_what() = "Name, phone, site, country, time zone", "Nombre, teléfono, sitio, país, zona horaria", "Название, телефон, сайт, страна, часовой пояс";
    /// A page.
    hours() = "Hours and holidays", "Horario y feriados", "Часы и праздники";
    /// What is on it.
    hours_what() = "When you are open, and closed days", "Cuándo abre, y los días cerrados", "Когда открыто, и выходные дни";
    /// A page.
    texts() = "When texts go", "Cuándo salen los mensajes", "Когда идут SMS";
    /// What is on it.
    texts_what() = "Quiet hours, time to undo, offers", "Horas de silencio, tiempo para deshacer, ofertas", "Тихие часы, время на отмену, предложения";
    /// A page.
    limits() = "Limits", "Límites", "Пределы";
    /// What is on it.
    limits_what() = "How fast, how many, and how long they are kept", "Qué tan rápido, cuántos y cuánto se guardan", "Как быстро, сколько и как долго хранится";
    /// A page.
    templates() = "Words of the texts", "Palabras de los mensajes", "Слова SMS";
    /// What is on it.
    templates_what() = "What customers read, in three languages", "Lo que lee la clientela, en tres idiomas", "Что читают клиенты, на трёх языках";
    /// A page.
    wording_what() = "The lines that are signed", "Las líneas que se firman", "Строки, которые подписывают";
    /// A page.
    money() = "Money", "Dinero", "Деньги";
    /// What is on it.
    money_what() = "Currency and tax", "Moneda e impuesto", "Валюта и налог";
    /// What is on the printer's page.
    printer_what() = "For receipts on 80 mm paper", "Para recibos en papel de 80 mm", "Для чеков на бумаге 80 мм";
    /// A page.
    bays() = "Bays and buttons", "Puestos y botones", "Посты и кнопки";
    /// What is on it.
    bays_what() = "Their names; try a light", "Sus nombres; probar una luz", "Названия; проверить лампу";
    /// What is on the page of people.
    staff_what() = "Who works here: roles, passwords", "Quién trabaja aquí: roles, contraseñas", "Кто здесь работает: роли, пароли";
    /// What is on the page of screens.
    screens_what() = "Automatic lock, who is signed in where", "Bloqueo automático, quién está dónde", "Автоблокировка, кто где вошёл";
    /// A page.
    tokens() = "API tokens", "Tokens de API", "Токены API";
    /// What is on it.
    tokens_what() = "Other programs that may ask", "Otros programas que pueden pedir", "Другие программы с доступом";
    /// What is on the log's page.
    audit_what() = "The log", "El registro", "Журнал";

    /// A field.
    name() = "Name", "Nombre", "Название";
    /// Its hint.
    name_hint() = "In front of every text", "Al inicio de cada mensaje", "В начале каждого SMS";
    /// What is wrong with it.
    bad_name(most: usize) = "A name of 1 to {most} letters is needed.", "Hace falta un nombre de 1 a {most} letras.", "Нужно название от 1 до {most} знаков.";
    /// A field.
    trade() = "Trade", "Oficio", "Чем занимаетесь";
    /// Its hint.
    trade_hint() = "In a word or two, for the answer to HELP: car audio", "En una o dos palabras, para la respuesta a AYUDA: audio para autos", "В двух словах, для ответа на ПОМОЩЬ: автозвук";
    /// What is wrong with it.
    bad_trade(most: usize) = "A word or two: {most} letters are the most.", "Una o dos palabras: {most} letras como máximo.", "Пара слов: не больше {most} знаков.";
    /// A field.
    phone() = "Phone", "Teléfono", "Телефон";
    /// Its hint.
    phone_hint() = "Where customers can call you", "Donde la clientela puede llamarle", "Куда могут звонить клиенты";
    /// What is wrong with it.
    long_phone() = "That is too long for a text.", "Es demasiado largo para un mensaje.", "Слишком длинно для SMS.";
    /// What is wrong with it.
    bad_phone() = "That is no phone number. Write it as people dial it.", "No es un número de teléfono. Escríbalo como se marca.", "Это не номер телефона. Напишите так, как его набирают.";
    /// A field.
    line() = "Number of the texts", "Número de los mensajes", "Номер для SMS";
    /// Its hint.
    line_hint() = "Of the SIM in the modem, if it is another than the phone", "El de la SIM del módem, si es distinto del teléfono", "Номер SIM в модеме, если он другой";
    /// A field.
    site() = "Site", "Sitio", "Сайт";
    /// Its hint.
    site_hint() = "Without https://", "Sin https://", "Без https://";
    /// What is wrong with it.
    bad_site() = "Type it like hardknocks.example, of at most 60 letters.", "Escríbalo como hardknocks.example, de 60 letras como máximo.", "Введите как hardknocks.example, не длиннее 60 знаков.";
    /// A field.
    zone() = "Time zone", "Zona horaria", "Часовой пояс";
    /// Its hint.
    zone_hint() = "By the nearest big city", "Por la ciudad grande más cercana", "По ближайшему большому городу";
    /// What is wrong with it.
    bad_zone() = "The machine has no such time zone. Choose one from the list.", "La máquina no tiene esa zona horaria. Elija una de la lista.", "На машине нет такого пояса. Выберите из списка.";
    /// Above the zones of the shop's country.
    zones_here() = "In your country", "En su país", "В вашей стране";
    /// Above the other zones.
    zones_elsewhere() = "Elsewhere", "En otros países", "В других странах";
    /// A field.
    country() = "Country", "País", "Страна";
    /// Its hint.
    country_hint() = "Two letters: US, CA, MX", "Dos letras: US, CA, MX", "Две буквы: US, CA, MX";
    /// What is wrong with it.
    bad_country() = "Type the two letters of the country, such as US.", "Escriba las dos letras del país, como US.", "Введите две буквы страны, например US.";
    /// A field.
    region() = "State or province", "Estado o provincia", "Штат или область";
    /// Its hint.
    region_hint() = "Two letters, such as TX. Some states narrow when offers may go.", "Dos letras, como TX. Algunos estados limitan más las ofertas.", "Две буквы, например TX. В некоторых штатах предложения ограничены строже.";
    /// What is wrong with it.
    bad_region() = "There is no such state. Type its two letters, or nothing.", "No existe ese estado. Escriba sus dos letras, o nada.", "Такого штата нет. Введите две буквы или ничего.";
    /// Hours were cut.
    clipped() = "Saved. The hours for offers were narrowed to what is allowed there.", "Guardado. El horario de ofertas se redujo a lo permitido ahí.", "Сохранено. Часы для предложений сужены до разрешённых там.";
    /// A field.
    lang() = "Language of texts, where the customer's is unknown", "Idioma de los mensajes si no se sabe el de la persona", "Язык SMS, если язык клиента неизвестен";
    /// What is wrong with it.
    bad_lang() = "Choose a language.", "Elija un idioma.", "Выберите язык.";

    /// A heading.
    open() = "Open", "Abierto", "Открыто";
    /// A heading.
    closed_days() = "Closed days", "Días cerrados", "Выходные дни";
    /// A field.
    dates() = "Dates", "Fechas", "Даты";
    /// Its hint.
    dates_hint() = "No offers go on them either. Empty a date to take it out; saving gives room for more.", "Tampoco salen ofertas esos días. Vacíe una fecha para quitarla; al guardar hay lugar para más.", "Предложения в эти дни тоже не идут. Чтобы убрать дату, очистите её; после сохранения места станет больше.";
    /// One of the dates, for readers.
    date(number: usize) = "Closed day {number}", "Día cerrado {number}", "Выходной {number}";
    /// What is wrong with it.
    bad_date(line: &str) = "{line} is no date. Write it like 2026-12-25.", "{line} no es una fecha. Escríbala como 2026-12-25.", "{line}: это не дата. Напишите как 2026-12-25.";
    /// A day whose hours are beyond the bounds.
    beyond(day: &str, from: &str, to: &str) = "{day}: {from} to {to} at most.", "{day}: de {from} a {to} como máximo.", "{day}: не шире, чем с {from} до {to}.";
    /// A day on which nothing may go.
    not_that_day(day: &str) = "{day}: not at all.", "{day}: nada.", "{day}: нельзя.";

    /// A heading.
    service_hours() = "Texts about the vehicle", "Mensajes sobre el vehículo", "SMS об автомобиле";
    /// What it means.
    service_hours_what() = "Outside these hours a text waits for the next time they begin. Codes, and answers to STOP and HELP, go at any hour.",
        "Fuera de estas horas el mensaje espera a la siguiente apertura. Los códigos y las respuestas a ALTO y AYUDA salen a cualquier hora.",
        "Вне этих часов SMS ждёт их начала. Коды и ответы на СТОП и ПОМОЩЬ идут в любое время.";
    /// A heading.
    offer_hours() = "Offers and “How was it?”", "Ofertas y «¿Qué le pareció?»", "Предложения и «Как вам?»";
    /// The bounds.
    at_most() = "At most: ", "Como máximo: ", "Не шире: ";
    /// Why the bounds are there.
    federal() = "US federal rule for advertising by phone (47 CFR 64.1200(c)(1)).", "Regla federal de EE. UU. para publicidad por teléfono (47 CFR 64.1200(c)(1)).", "Федеральное правило США о рекламе по телефону (47 CFR 64.1200(c)(1)).";
    /// Why the bounds are there.
    state() = "Your state's rules for advertising by phone are narrower than the federal ones.", "Las reglas de su estado para publicidad por teléfono son más estrictas que las federales.", "Правила вашего штата о рекламе по телефону строже федеральных.";
    /// Why the bounds are there.
    any_state() = "Your state is not set, so only what every state allows. Set it on the page “The shop”.", "No se indicó su estado, así que solo lo que permite cada estado. Indíquelo en «El taller».", "Штат не указан, поэтому только то, что можно в любом. Укажите его на странице «Мастерская».";
    /// Why the bounds are there.
    country_rule() = "Rules and custom of your country.", "Reglas y costumbres de su país.", "Правила и обычаи вашей страны.";
    /// Why the bounds are there.
    careful() = "Readybell does not know your country's rules, so it keeps to hours that are allowed everywhere it knows.", "Readybell no conoce las reglas de su país, así que usa horas permitidas en todos los que conoce.", "Readybell не знает правил вашей страны и держится часов, разрешённых везде, где они известны.";
    /// Why the bounds are there.
    manners() = "No law: nobody wants to be woken by a text.", "No es ley: a nadie le gusta que lo despierte un mensaje.", "Это не закон: никто не хочет просыпаться от SMS.";
    /// A heading.
    undo_title() = "Undo", "Deshacer", "Отмена";
    /// A field.
    undo() = "Seconds to take “ready” back", "Segundos para deshacer «listo»", "Секунд на отмену «готово»";
    /// What is wrong with it.
    bad_undo() = "Type whole seconds, from 0 to 300.", "Escriba segundos enteros, de 0 a 300.", "Введите целые секунды, от 0 до 300.";
    /// A tick.
    offers_may() = "Offers may go. ", "Pueden salir ofertas. ", "Предложения разрешены. ";
    /// What is ticked.
    offers_contract() = "I have read the contract of this SIM, and it allows marketing texts by a machine. Most consumer plans do not.",
        "Leí el contrato de esta SIM y permite mensajes publicitarios enviados por una máquina. La mayoría de los planes personales no.",
        "Договор этой SIM прочитан: он разрешает рекламные SMS от машины. Большинство частных тарифов не разрешает.";
    /// What limits are for.
    limits_why() = "Carriers block lines that text like a machine. The caps hold back offers and “How was it?”; they never hold back “ready”, replies or codes.",
        "Las operadoras bloquean líneas que envían como una máquina. Los topes frenan ofertas y «¿Qué le pareció?»; nunca «listo», respuestas ni códigos.",
        "Операторы блокируют линии, которые шлют как машина. Пределы сдерживают предложения и «Как вам?», но не «готово», ответы и коды.";
    /// What is wrong with a limit.
    bad_limit(least: f64, most: f64) = "Type a number from {least} to {most}.", "Escriba un número de {least} a {most}.", "Введите число от {least} до {most}.";
    /// A limit.
    apart() = "Seconds between two texts", "Segundos entre dos mensajes", "Секунд между SMS";
    /// A limit.
    burst() = "Texts that may go at once", "Mensajes que pueden salir a la vez", "SMS подряд без паузы";
    /// A limit.
    per_minute() = "Texts a minute", "Mensajes por minuto", "SMS в минуту";
    /// A limit.
    per_hour() = "Texts an hour", "Mensajes por hora", "SMS в час";
    /// A limit.
    per_day() = "Texts a day", "Mensajes por día", "SMS в день";
    /// A limit.
    numbers() = "Different numbers a day", "Números distintos por día", "Разных номеров в день";
    /// A limit.
    offers_day() = "Offers a day", "Ofertas por día", "Предложений в день";
    /// A limit.
    offers_week() = "Offers to one number in 7 days", "Ofertas a un número en 7 días", "Предложений на номер за 7 дней";
    /// A limit.
    offers_month() = "Offers to one number in 30 days", "Ofertas a un número en 30 días", "Предложений на номер за 30 дней";
    /// Its hint.
    offers_month_hint() = "At most 2. Who agreed to fewer gets no more than the line says that they signed.", "2 como máximo. Quien aceptó menos no recibe más de lo que dice la línea que firmó.", "Не больше 2. Кто согласился на меньшее, получит не больше, чем сказано в подписанной строке.";

    /// A field.
    currency() = "Currency", "Moneda", "Валюта";
    /// What is wrong with it.
    bad_currency() = "Choose a currency from the list.", "Elija una moneda de la lista.", "Выберите валюту из списка.";
    /// A field.
    tax() = "Tax in percent", "Impuesto en por ciento", "Налог в процентах";
    /// Its hint.
    tax_hint() = "Added to the sum of the work: 8.25. 0 for none.", "Se suma al total del trabajo: 8.25. 0 si no hay.", "Прибавляется к сумме работ: 8.25. 0, если нет.";
    /// What is wrong with it.
    bad_tax() = "Type a percentage from 0 to 50, with at most two digits behind the point.", "Escriba un porcentaje de 0 a 50, con dos decimales como máximo.", "Введите процент от 0 до 50, не больше двух цифр после точки.";
    /// A field.
    tax_name() = "What receipts call it", "Cómo se llama en los recibos", "Как называется в чеке";
    /// Its hint.
    tax_name_hint() = "Sales tax, VAT", "IVA", "НДС";
    /// What is wrong with it.
    bad_tax_name() = "At most 20 letters.", "20 letras como máximo.", "Не больше 20 знаков.";

    /// About tokens.
    tokens_how() = "A token lets another program ask Readybell for texts over its API. It can do what you tick here, and nothing else.",
        "Un token permite que otro programa pida mensajes a Readybell por su API. Puede hacer lo que marque aquí, y nada más.",
        "Токен позволяет другой программе просить SMS у Readybell через API. Ей можно только отмеченное здесь.";
    /// A heading.
    new_token() = "New token", "Token nuevo", "Новый токен";
    /// A field.
    program() = "The program's name", "Nombre del programa", "Название программы";
    /// What is wrong with it.
    bad_program() = "Type a name of 1 to 64 letters.", "Escriba un nombre de 1 a 64 letras.", "Введите название от 1 до 64 знаков.";
    /// What is wrong with it.
    program_taken() = "There is such a token already, or was. Choose another name.", "Ya existe, o existió, un token así. Elija otro nombre.", "Такой токен уже есть или был. Выберите другое название.";
    /// What is wrong with it.
    no_scope() = "Tick at least one thing.", "Marque al menos una cosa.", "Отметьте хотя бы одно.";
    /// A heading.
    may() = "It may", "Puede", "Можно";
    /// The button.
    make() = "Make it", "Crear", "Создать";
    /// The page with a secret.
    secret_of(name: &str) = "The token of {name}. It is shown only now: copy it into that program.",
        "El token de {name}. Se muestra solo ahora: cópielo en ese programa.",
        "Токен для {name}. Показан только сейчас: скопируйте его в программу.";
    /// Ends a token.
    revoke() = "Revoke", "Revocar", "Отозвать";
    /// When it was ended.
    revoked(when: &str) = "revoked {when}", "revocado {when}", "отозван {when}";
    /// When it was made.
    made(when: &str) = "made {when}", "creado {when}", "создан {when}";
    /// None yet.
    no_tokens() = "No program may ask yet.", "Ningún programa puede pedir todavía.", "Пока ни у одной программы нет доступа.";
    /// Back to the list.
    back() = "Back to the list", "Volver a la lista", "К списку";
}

/// A day of the week, as it heads a row.
pub fn day(day: Weekday) -> &'static str {
    pick(match day {
        Weekday::Mon => ["Monday", "Lunes", "Понедельник"],
        Weekday::Tue => ["Tuesday", "Martes", "Вторник"],
        Weekday::Wed => ["Wednesday", "Miércoles", "Среда"],
        Weekday::Thu => ["Thursday", "Jueves", "Четверг"],
        Weekday::Fri => ["Friday", "Viernes", "Пятница"],
        Weekday::Sat => ["Saturday", "Sábado", "Суббота"],
        Weekday::Sun => ["Sunday", "Domingo", "Воскресенье"],
    })
}

/// What a token may do.
pub fn scope(name: &str) -> &str {
    pick(match name {
        "service" => [
            "ask for texts about jobs",
            "pedir mensajes sobre trabajos",
            "просить SMS о работах",
        ],
        "conversation" => [
            "ask for texts that a person typed",
            "pedir mensajes que escribió una persona",
            "просить SMS, которые набрал человек",
        ],
        "promotional" => ["ask for offers", "pedir ofertas", "просить предложения"],
        "inbox" => [
            "read the inbox",
            "leer los mensajes recibidos",
            "читать входящие",
        ],
        "permission" => [
            "ask whether a number may be texted",
            "preguntar si se puede escribir a un número",
            "узнавать, можно ли писать на номер",
        ],
        "suppressions" => ["hand in opt-outs", "anotar bajas", "передавать отказы"],
        other => return other,
    })
}
