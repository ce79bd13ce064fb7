//! The words of the texts, and what is wrong with a draft of them.

use super::{pick, words};
use crate::domain::draft::Flaw;
use crate::domain::lint::Finding;
use crate::domain::purpose::Purpose;
use crate::domain::template::{TemplateError, Variable};
use crate::domain::words::Kind;

words! {
    /// What the list is for.
    what() = "What customers read. A change makes a new version; what was sent stays as it was.",
        "Lo que lee la clientela. Un cambio crea una versión nueva; lo enviado queda como estaba.",
        "То, что читают клиенты. Правка создаёт новую версию; отправленное остаётся как было.";
    /// What stands for the variables in the list.
    made_up() = "The vehicle, times and codes here are made up.", "El vehículo, las horas y los códigos aquí son inventados.", "Машина, время и коды здесь придуманы.";
    /// A heading.
    service() = "About the vehicle", "Sobre el vehículo", "Об автомобиле";
    /// A heading.
    compliance() = "Answers to STOP, START, HELP and STATUS, and confirmations", "Respuestas a ALTO, INICIAR, AYUDA y ESTADO, y confirmaciones", "Ответы на СТОП, СТАРТ, ПОМОЩЬ и СТАТУС, и подтверждения";
    /// A heading.
    verification() = "The code that proves a number", "El código que verifica un número", "Код проверки номера";
    /// A heading.
    feedback() = "After pick-up: how it went", "Después de la entrega: qué tal", "После выдачи: как всё прошло";
    /// A heading.
    offers() = "Offers, only to those who agreed to them", "Ofertas, solo a quienes las aceptaron", "Предложения, только согласившимся";
    /// A chip: what Readybell comes with.
    shipped() = "as it came", "como venía", "из комплекта";
    /// The field.
    the_words() = "The words", "El texto", "Текст";
    /// Above the variables.
    insert() = "Put in:", "Insertar:", "Вставить:";
    /// How fallbacks are written.
    how() = "{vehicle|your vehicle} says “your vehicle” where none is known. A piece in [square brackets] is left out where something in it is not known.",
        "{vehicle|su auto} dice «su auto» cuando no se sabe cuál. Un trozo entre [corchetes] se omite si falta algo en él.",
        "{vehicle|ваша машина} даёт «ваша машина», если она неизвестна. Кусок в [скобках] опускается, если в нём чего-то не хватает.";
    /// Above the preview.
    reads() = "This is what it says", "Así se lee", "Так это читается";
    /// About whom.
    about(name: &str) = "to {name}, the newest open job", "a {name}, el trabajo abierto más nuevo", "для {name}, последняя открытая работа";
    /// About nobody real.
    about_nobody() = "to a made-up customer: there is no open job", "a una persona inventada: no hay trabajos abiertos", "для придуманного клиента: открытых работ нет";
    /// Shows the preview, without a script.
    look() = "Look", "Ver", "Посмотреть";
    /// The button.
    save() = "Make it the new version", "Crear la versión nueva", "Создать новую версию";
    /// Goes back to what came with Readybell.
    restore() = "Back to how it came", "Volver a como venía", "Вернуть исходный";
    /// Before what is wrong.
    wrong() = "This can't be used yet:", "Todavía no se puede usar:", "Пока нельзя использовать:";
    /// Before what should not be there.
    doubtful() = "Think about this:", "Piénselo:", "Обратите внимание:";
    /// The owner overrules.
    keep() = "Keep it all the same, because", "Dejarlo así, porque", "Оставить, потому что";
    /// The owner must say why.
    say_why() = "Say why, or change the words.", "Diga por qué, o cambie el texto.", "Укажите причину или измените текст.";
    /// Heads the versions of a text.
    versions() = "Versions, the newest first", "Versiones, la más nueva primero", "Версии, сначала новые";
    /// Who made a version and when.
    made(version: u32, by: &str, when: &str) = "version {version}, {by}, {when}", "versión {version}, {by}, {when}", "версия {version}, {by}, {when}";
    /// It was saved.
    saved() = "Saved. It holds from the next text on.", "Guardado. Vale desde el próximo mensaje.", "Сохранено. Действует со следующего SMS.";
    /// All texts.
    back() = "All texts", "Todos los mensajes", "Все SMS";
    /// Too long.
    too_long(most: usize) = "Use at most {most} letters.", "Use {most} letras como máximo.", "Не больше {most} знаков.";
    /// A variable that nobody knows.
    unknown(name: &str) = "{{{name}}} is not known. Choose one of those above.", "{{{name}}} no se conoce. Elija uno de arriba.", "{{{name}}} неизвестно. Выберите из списка выше.";
    /// A variable that nobody knows, and one that is like it.
    unknown_like(name: &str, nearest: &str) = "{{{name}}} is not known; did you mean {{{nearest}}}?", "{{{name}}} no se conoce; ¿quiso decir {{{nearest}}}?", "{{{name}}} неизвестно; может быть, {{{nearest}}}?";
    /// A lone sign.
    unpaired(sign: char, position: usize) = "The {sign} at letter {position} has no other half. Write {sign}{sign} for the sign itself.", "Al {sign} en la letra {position} le falta su pareja. Escriba {sign}{sign} para el signo mismo.", "У знака {sign} (знак {position}) нет пары. Сам знак пишется {sign}{sign}.";
    /// Brackets in brackets.
    nested() = "A [ can't be inside another [.", "Un [ no puede ir dentro de otro [.", "Скобка [ не может быть внутри другой [.";
    /// No words.
    empty() = "There are no words.", "No hay texto.", "Текста нет.";
    /// A variable that this text never has.
    not_here(name: &str) = "{{{name}}} is never known in this text. Take it out.", "{{{name}}} nunca se conoce en este mensaje. Quítelo.", "{{{name}}} в этом SMS никогда не известно. Уберите.";
    /// A variable without a fallback.
    unfilled(name: &str) = "{{{name}}} may not be known when the text is due. Give it words to fall back on, {{{name}|like this}}, or put the piece in [square brackets].",
        "{{{name}}} puede no saberse al enviar. Dele palabras de respaldo, {{{name}|así}}, o ponga el trozo entre [corchetes].",
        "{{{name}}} может быть неизвестно. Дайте запасные слова, {{{name}|вот так}}, или возьмите кусок в [скобки].";
    /// A text about a job that names no vehicle.
    no_vehicle() = "Name the vehicle with {vehicle|your vehicle}, outside brackets that need something else. Somebody with two vehicles here must know which one it is about.",
        "Nombre el vehículo con {vehicle|su auto}, fuera de corchetes que dependan de otra cosa. Quien tenga dos aquí debe saber de cuál se trata.",
        "Назовите машину: {vehicle|ваша машина}, не в скобках, зависящих от другого. У кого здесь две машины, тот должен понять, о какой речь.";
    /// A keyword is missing.
    lacks(word: &str) = "This text must say {word}.", "Este mensaje debe decir {word}.", "В этом SMS должно быть {word}.";
    /// An answer that advertises.
    advertises(words: &str) = "“{words}”: an answer to STOP, START, HELP or STATUS must not advertise.", "«{words}»: una respuesta a ALTO, INICIAR, AYUDA o ESTADO no debe anunciar nada.", "«{words}»: ответ на СТОП, СТАРТ, ПОМОЩЬ или СТАТУС не должен рекламировать.";
    /// The brand is missing.
    no_brand() = "Start with {brand}, so that people know who writes before they read on.", "Empiece con {brand}, para que se sepa quién escribe.", "Начните с {brand}, чтобы сразу было видно, кто пишет.";
    /// A command as an answer.
    command(word: &str) = "{word} ends all texts. For a visit, ask for YES or NO: “Reply YES to confirm or NO if you can't make it.”",
        "{word} termina todos los mensajes. Para una visita, pida SÍ o NO.",
        "{word} прекращает все SMS. Для визита просите ДА или НЕТ.";
    /// A digit for STOP.
    digit() = "A digit can't stand for STOP. Write “Reply STOP to end”.", "Una cifra no puede sustituir a ALTO. Escriba «Responda ALTO para terminar».", "Цифра не заменяет СТОП. Напишите «Ответьте СТОП, чтобы прекратить».";
    /// Joined commands.
    joined() = "Write the command as a word of its own: “STOP to end”, not STOP2END.", "Escriba la orden como palabra aparte: «ALTO para terminar».", "Пишите команду отдельным словом: «СТОП, чтобы прекратить».";
    /// A shortener.
    shortener(host: &str) = "{host} is shared by everybody, and carriers block it. Link to the shop's own site.", "{host} lo usa cualquiera y las operadoras lo bloquean. Enlace al sitio del taller.", "{host} общий для всех, операторы его блокируют. Дайте ссылку на свой сайт.";
    /// Too many parts.
    parts(parts: usize) = "It goes out as {parts} parts, and each is paid for. Shorten it to two, or keep it on purpose.", "Sale en {parts} partes y cada una se paga. Redúzcalo a dos, o déjelo a propósito.", "Уйдёт в {parts} частях, и каждая оплачивается. Сократите до двух или оставьте намеренно.";
    /// An offer.
    offer(words: &str) = "“{words}” reads like an offer. Offers go only to those who agreed to them. If it is none, say why.", "«{words}» parece una oferta. Las ofertas solo van a quienes las aceptaron. Si no lo es, diga por qué.", "«{words}» похоже на предложение. Предложения идут только тем, кто на них согласился. Если это не так, напишите почему.";
    /// Yes for consent.
    yes() = "YES answers the question before it, so it can't be consent. Ask for START or PROMO.", "SÍ responde a la pregunta anterior, así que no es consentimiento. Pida INICIAR o PROMO.", "ДА отвечает на вопрос перед ним и не может быть согласием. Просите СТАРТ или PROMO.";
}

/// What a text is called.
pub fn kind(kind: Kind) -> &'static str {
    pick(match kind {
        Kind::Received => ["Taken in", "Recibido", "Принято"],
        Kind::NextInLine => ["Next in line", "Sigue su turno", "Следующая очередь"],
        Kind::OnTrack => ["On track", "Va a tiempo", "По плану"],
        Kind::RunningLate => ["Running late", "Con demora", "Задержка"],
        Kind::Ready => ["Ready", "Listo", "Готово"],
        Kind::NotReady => ["Not ready after all", "Aún no está listo", "Ещё не готово"],
        Kind::Approval => ["Asks for approval", "Pide aprobación", "Просит согласия"],
        Kind::MissedCall => ["Missed call", "Llamada perdida", "Пропущенный звонок"],
        Kind::Code => ["Code", "Código", "Код"],
        Kind::Feedback => [
            "How did we do?",
            "¿Qué tal el servicio?",
            "Как мы справились?",
        ],
        Kind::Thanks => [
            "Thanks for the score",
            "Gracias por la nota",
            "Спасибо за оценку",
        ],
        Kind::Offer => [
            "Offer with a code",
            "Oferta con código",
            "Предложение с кодом",
        ],
        Kind::VehicleOptIn => [
            "Agreed to vehicle texts",
            "Aceptó mensajes del vehículo",
            "Согласие на SMS об автомобиле",
        ],
        Kind::OffersOptIn => [
            "Agreed to offers",
            "Aceptó ofertas",
            "Согласие на предложения",
        ],
        Kind::StopOne => [
            "STOP, from vehicle texts",
            "ALTO, mensajes del vehículo",
            "СТОП, SMS об автомобиле",
        ],
        Kind::StopBoth => ["STOP, from everything", "ALTO, de todo", "СТОП, от всего"],
        Kind::StopPromo => ["STOP PROMO", "ALTO PROMO", "СТОП PROMO"],
        Kind::Help => ["HELP", "AYUDA", "ПОМОЩЬ"],
        Kind::Status => ["STATUS", "ESTADO", "СТАТУС"],
        Kind::NoStatus => [
            "STATUS, no open job",
            "ESTADO, sin trabajo abierto",
            "СТАТУС, открытых работ нет",
        ],
        Kind::Start => ["START", "INICIAR", "СТАРТ"],
        Kind::AskForStart => ["How to come back", "Cómo volver", "Как вернуться"],
    })
}

/// What a group of texts is called.
pub fn group(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Service => service(),
        Purpose::Verification => verification(),
        Purpose::Feedback => feedback(),
        Purpose::Promotional => offers(),
        _ => compliance(),
    }
}

/// What a variable stands for.
pub fn variable(variable: Variable) -> &'static str {
    pick(match variable {
        Variable::Brand => ["shop's name", "nombre del taller", "название"],
        Variable::Trade => ["trade", "oficio", "чем занимаемся"],
        Variable::FirstName => ["first name", "nombre", "имя"],
        Variable::Vehicle => ["vehicle", "vehículo", "машина"],
        Variable::PromisedTime => ["promised time", "hora prometida", "срок"],
        Variable::Bay => ["bay", "puesto", "пост"],
        Variable::Work => ["work", "trabajo", "работа"],
        Variable::JobNumber => ["job number", "número de trabajo", "номер работы"],
        Variable::Balance => ["to pay", "a pagar", "к оплате"],
        Variable::VisitTime => ["next visit", "próxima visita", "следующий визит"],
        Variable::Line => [
            "work asked about",
            "trabajo propuesto",
            "предложенная работа",
        ],
        Variable::Price => ["its price", "su precio", "его цена"],
        Variable::Code => ["code", "código", "код"],
        Variable::ShopPhone => ["shop's phone", "teléfono", "телефон"],
        Variable::ShopSite => ["site", "sitio", "сайт"],
        Variable::ShopAddress => ["address", "dirección", "адрес"],
        Variable::ClosingTime => ["closing time", "hora de cierre", "время закрытия"],
        Variable::ReviewLink => ["review link", "enlace de reseñas", "ссылка на отзывы"],
        Variable::OfferCode => ["offer's code", "código de la oferta", "код предложения"],
        Variable::ValidUntil => ["its last day", "su último día", "его последний день"],
        Variable::Status => [
            "where the jobs stand",
            "cómo van los trabajos",
            "как идут работы",
        ],
    })
}

/// Why words are no template.
pub fn unparsed(why: &TemplateError) -> String {
    match why {
        TemplateError::UnknownVariable { name, nearest, .. } => match nearest {
            Some(nearest) => unknown_like(name, nearest),
            None => unknown(name),
        },
        TemplateError::Unpaired { sign, position } => unpaired(*sign, *position),
        TemplateError::Nested { .. } => nested().to_owned(),
        TemplateError::Empty => empty().to_owned(),
    }
}

/// What is wrong with a draft.
pub fn flaw(flaw: &Flaw) -> String {
    match flaw {
        Flaw::NotHere(variable) => not_here(variable.name()),
        Flaw::Unfilled(variable) => unfilled(variable.name()),
        Flaw::NoVehicle => no_vehicle().to_owned(),
        Flaw::Lacks(word) => lacks(word),
        Flaw::Advertises(words) => advertises(words),
        Flaw::Found(finding) => match finding {
            Finding::NoBrand => no_brand().to_owned(),
            Finding::CommandAsAnswer(word) => command(word),
            Finding::DigitForStop => digit().to_owned(),
            Finding::JoinedCommand => joined().to_owned(),
            Finding::Shortener(host) => shortener(host),
            Finding::TooLong(count) => parts(*count),
            Finding::Offer(words) => offer(words),
            Finding::YesAsOptIn => yes().to_owned(),
        },
    }
}
