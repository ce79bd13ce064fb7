//! After pick-up: the settings page, the scores, and codes at the counter.

use super::words;
use crate::domain::follow_up::Codes;

words! {
    /// The page of the settings.
    title() = "After pick-up", "Después de la entrega", "После выдачи";
    /// What is on it.
    what() = "How it went, and an offer with a code", "Qué tal fue, y una oferta con código", "Как всё прошло, и предложение с кодом";
    /// A heading.
    feedback() = "How did we do?", "¿Qué tal el servicio?", "Как мы справились?";
    /// What it does.
    feedback_what() = "One text for each job asks for 1 to 5. It goes only to those who agreed to texts about their vehicle, within the hours for offers, or not at all.",
        "Un solo mensaje por trabajo pide una nota de 1 a 5. Va solo a quienes aceptaron mensajes sobre su vehículo, en el horario de ofertas, o no sale.",
        "Одно SMS на работу просит оценку от 1 до 5. Только тем, кто согласился на SMS об автомобиле, в часы для предложений; иначе не уходит.";
    /// A tick.
    asks() = "Ask how it went", "Preguntar qué tal fue", "Спрашивать, как всё прошло";
    /// A field.
    ask_hours() = "Hours after pick-up", "Horas después de la entrega", "Через сколько часов после выдачи";
    /// What is wrong with it.
    bad_hours() = "Use 1 to 72 hours.", "Use de 1 a 72 horas.", "От 1 до 72 часов.";
    /// A field.
    link() = "Review link", "Enlace de reseñas", "Ссылка на отзывы";
    /// Its hint.
    link_hint() = "Goes with the thank-you to everyone who answers, whatever the score: asking only the pleased ones is forbidden.",
        "Va con el agradecimiento a toda persona que responde, con cualquier nota: pedirlo solo a quien da una buena está prohibido.",
        "Уходит с благодарностью всем, кто ответил, при любой оценке: просить только довольных запрещено.";
    /// What is wrong with it.
    bad_link() = "Paste the whole link, starting with https://, in at most 160 letters.", "Pegue el enlace completo, que empiece con https://, de 160 letras como máximo.", "Вставьте ссылку целиком, с https:// в начале, не длиннее 160 знаков.";
    /// What is wrong with it.
    shortener(host: &str) = "{host} is shared by everybody, so carriers block texts with it. Paste the full link that it leads to.",
        "{host} lo usa cualquiera, y las operadoras bloquean esos mensajes. Pegue el enlace completo al que lleva.",
        "{host} общий для всех, и операторы блокируют такие SMS. Вставьте полную ссылку, на которую он ведёт.";
    /// A field.
    alert() = "Scores that need a call", "Notas que piden una llamada", "Оценки, после которых звонят";
    /// A choice.
    never() = "None", "Ninguna", "Никакие";
    /// A choice.
    only_one() = "1", "1", "1";
    /// A choice.
    or_lower(score: u8) = "{score} or lower", "{score} o menos", "{score} и ниже";
    /// How it went so far.
    so_far(asked: usize, answered: usize) = "Asked {asked}, answered {answered}", "Preguntas: {asked}, respuestas: {answered}", "Спрошено: {asked}, ответов: {answered}";
    /// The average.
    average(average: &str) = "average {average} of 5", "promedio {average} de 5", "в среднем {average} из 5";
    /// How offers were received.
    week(offers: u32, answers: u32, opt_outs: u32, complaints: u32) = "The last 7 days: {offers} offers, {answers} answers, {opt_outs} opted out, {complaints} complaints.",
        "Los últimos 7 días: {offers} ofertas, {answers} respuestas, {opt_outs} bajas, {complaints} quejas.",
        "За 7 дней: предложений {offers}, ответов {answers}, отказов {opt_outs}, жалоб {complaints}.";
    /// What it means.
    few_answer() = "Few customers answer. With more than 5 offers for one answer they stop.",
        "Contesta poca gente. Con más de 5 ofertas por respuesta se detienen.",
        "Отвечают немногие. Если на один ответ придётся больше 5 предложений, они остановятся.";
    /// What it means.
    nobody_answers() = "Offers are stopped: more than 5 went for each answer, and networks block lines for that. They go on by themselves as the week passes or customers answer.",
        "Las ofertas están detenidas: salieron más de 5 por cada respuesta, y las redes bloquean líneas por eso. Siguen solas al pasar la semana o si la gente contesta.",
        "Предложения остановлены: на каждый ответ ушло больше 5, и сети блокируют за это линии. Они пойдут снова сами, когда пройдёт неделя или клиенты ответят.";
    /// What it means.
    many_opt_out() = "Offers are stopped: more than 3 in 100 customers opted out after one. Ask yourself whether they are what customers want. They go on by themselves as the week passes.",
        "Las ofertas están detenidas: más de 3 de cada 100 personas se dieron de baja tras recibir una. Piense si es lo que sus clientes quieren. Siguen solas al pasar la semana.",
        "Предложения остановлены: после них отказались больше 3 клиентов из 100. Подумайте, нужны ли они клиентам. Они пойдут снова сами, когда пройдёт неделя.";
    /// What it means.
    many_complain() = "Offers are stopped: 5 or more texts complained. Read them in the inbox. They go on by themselves as the week passes.",
        "Las ofertas están detenidas: hubo 5 quejas o más. Léalas en la bandeja. Siguen solas al pasar la semana.",
        "Предложения остановлены: пришло 5 жалоб или больше. Прочтите их во входящих. Они пойдут снова сами, когда пройдёт неделя.";
    /// Nobody was asked.
    nobody_asked() = "Nobody has been asked yet.", "Todavía no se ha preguntado a nadie.", "Пока никого не спрашивали.";
    /// A link to a text's words.
    the_text() = "Words of the question", "Palabras de la pregunta", "Слова вопроса";
    /// A link to a text's words.
    the_thanks() = "Words of the thank-you", "Palabras del agradecimiento", "Слова благодарности";
    /// A link to a text's words.
    the_offer() = "Words of the offer", "Palabras de la oferta", "Слова предложения";
    /// A heading.
    offer() = "An offer with a code", "Una oferta con código", "Предложение с кодом";
    /// What it does.
    offer_what() = "One text for each job, only to those who agreed to offers. Staff redeem the code on the board's page “Redeem a code”.",
        "Un mensaje por trabajo, solo a quienes aceptaron ofertas. El código se canjea en «Canjear un código», al pie del tablero.",
        "Одно SMS на работу, только согласившимся на предложения. Код принимают на странице «Принять код», внизу доски.";
    /// Offers are locked.
    locked() = "Offers are locked until you confirm that the line's contract allows them:", "Las ofertas están bloqueadas hasta que confirme que el contrato de la línea las permite:", "Предложения закрыты, пока вы не подтвердите, что договор линии их разрешает:";
    /// What is wrong.
    locked_error() = "Offers are locked. Confirm the line's contract under “When texts go” first.", "Las ofertas están bloqueadas. Confirme antes el contrato en «Cuándo salen los mensajes».", "Предложения закрыты. Сначала подтвердите договор на странице «Когда идут SMS».";
    /// A tick.
    offers() = "Send an offer after a visit", "Enviar una oferta tras la visita", "Отправлять предложение после визита";
    /// A field.
    offer_days() = "Days after pick-up", "Días después de la entrega", "Через сколько дней после выдачи";
    /// What is wrong with it.
    bad_days() = "Use 1 to 60 days.", "Use de 1 a 60 días.", "От 1 до 60 дней.";
    /// A field.
    codes() = "Code", "Código", "Код";
    /// A choice.
    unique() = "A new one in each text", "Uno nuevo en cada mensaje", "Новый в каждом SMS";
    /// A choice.
    shared() = "One for all, once each", "Uno para todos, una vez", "Один на всех, по разу";
    /// A field.
    shared_code() = "The shared code", "El código compartido", "Общий код";
    /// Its hint.
    shared_hint() = "4 to 20 letters and digits, such as HARDKNOCKS15", "De 4 a 20 letras y cifras, como HARDKNOCKS15", "От 4 до 20 латинских букв и цифр, например HARDKNOCKS15";
    /// What is wrong with it.
    bad_code() = "Use 4 to 20 letters A to Z and digits.", "Use de 4 a 20 letras de la A a la Z y cifras.", "От 4 до 20 букв A–Z и цифр.";
    /// A field.
    code_days() = "Days for which a code is good", "Días que vale un código", "Сколько дней действует код";
    /// What is wrong with it.
    bad_code_days() = "Use 7 to 365 days.", "Use de 7 a 365 días.", "От 7 до 365 дней.";

    /// The counter's page, and the links to it.
    redeem_title() = "Redeem a code", "Canjear un código", "Принять код";
    /// What it is for.
    redeem_what() = "Type the code from the customer's text. Small letters, blanks and dashes do not matter.",
        "Escriba el código del mensaje que recibió la persona. No importan las minúsculas, los espacios ni los guiones.",
        "Введите код из SMS клиента. Регистр, пробелы и дефисы не важны.";
    /// The field.
    code() = "Code", "Código", "Код";
    /// Looks it up.
    look() = "Check it", "Comprobar", "Проверить";
    /// For whom it will be.
    for_customer(name: &str) = "For {name}", "Para {name}", "Для клиента: {name}";
    /// Chooses somebody else.
    somebody_else() = "Somebody else", "Otra persona", "Другой клиент";
    /// Nobody was texted it.
    unknown(code: &str) = "{code} is no code of ours. Look at the text again: nobody was sent this one.",
        "{code} no es un código nuestro. Mire otra vez el mensaje: no se envió a nadie.",
        "{code} не наш код. Посмотрите SMS ещё раз: такой никому не отправляли.";
    /// It is good.
    good(code: &str, name: &str) = "{code} is good for {name}", "{code} vale para {name}", "{code} действует для клиента {name}";
    /// Above the words of the offer.
    offer_says() = "What the text promises:", "Lo que promete el mensaje:", "Что обещано в SMS:";
    /// Until when, to and with that day.
    until(day: &str) = "until {day}", "hasta el {day}", "до {day}";
    /// For which visit.
    for_job(job: i64) = "job #{job}", "trabajo n.º {job}", "работа №{job}";
    /// The button.
    redeem() = "Redeem it", "Canjear", "Принять";
    /// A shared one is good; for whom?
    for_whom(code: &str) = "{code} is good. For whom?", "{code} vale. ¿Para quién?", "{code} действует. Для кого?";
    /// Those who are here.
    here_now() = "Here now", "Aquí ahora", "Сейчас здесь";
    /// It was used.
    used(code: &str, name: &str, when: &str, by: &str) = "{code} was used already: for {name}, {when}, by {by}.",
        "{code} ya se usó: para {name}, {when}, por {by}.",
        "{code} уже использован: клиент {name}, {when}, запись сделана: {by}.";
    /// Its time is over.
    expired(code: &str, day: &str) = "{code} was good until {day}. Its time is over.", "{code} valía hasta el {day}. Ya venció.", "{code} действовал до {day}. Срок истёк.";
    /// It is done.
    redeemed(code: &str, name: &str) = "{code} is redeemed for {name}.", "{code} canjeado para {name}.", "{code} принят, клиент: {name}.";
    /// Takes it back.
    undo() = "Undo", "Deshacer", "Отменить";
    /// The newest.
    lately() = "Redeemed lately", "Canjeados hace poco", "Принятые недавно";
    /// It was taken back.
    taken_back() = "taken back", "deshecho", "отменено";

    /// Whose low score it is.
    low_score(name: &str) = "{name} was not pleased.", "{name} puso una nota baja.", "{name}: низкая оценка.";
    /// A chip: how the customer found the work.
    score(score: u8) = "{score} of 5", "{score} de 5", "{score} из 5";
    /// A code that a customer got.
    has_code(code: &str, day: &str) = "Code {code}, good until {day}", "Código {code}, vale hasta el {day}", "Код {code}, действует до {day}";

    /// A deed.
    did_redeem(customer: i64, code: &str) = "{customer}: code {code} redeemed", "{customer}: código {code} canjeado", "{customer}: код {code} принят";
    /// A deed.
    took_back(customer: i64, code: &str) = "{customer}: code {code} taken back", "{customer}: código {code} deshecho", "{customer}: код {code} отменён";
}

/// What a setting of this page is called in the log. None: it is another's.
pub fn setting(name: &str) -> Option<&'static str> {
    Some(match name {
        "follow_up.asks" => asks(),
        "follow_up.ask_hours" => ask_hours(),
        "follow_up.review_link" => link(),
        "follow_up.alert_at" => alert(),
        "follow_up.offers" => offers(),
        "follow_up.offer_days" => offer_days(),
        "follow_up.codes" => codes(),
        "follow_up.shared_code" => shared_code(),
        "follow_up.code_days" => code_days(),
        _ => return None,
    })
}

/// Whose codes, before and after a change, as the log keeps it: by their names in the settings.
pub fn whose(values: &str) -> String {
    let sides = values
        .split(" → ")
        .map(|side| match Codes::from_name(side) {
            Some(Codes::Unique) => unique(),
            Some(Codes::Shared) => shared(),
            None => side,
        });
    sides.collect::<Vec<_>>().join(" → ")
}
