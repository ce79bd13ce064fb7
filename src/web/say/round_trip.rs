//! Whether the line can send and receive: its texts to itself, and the owner's two phones.

use super::{pick, words};
use crate::domain::round_trip::Failure;
use crate::store::Phone;

words! {
    /// A heading.
    title() = "Round trip", "Ida y vuelta", "Туда и обратно";
    /// What it is.
    what() = "The line texts itself: so it shows that it can send and receive.",
        "La línea se escribe a sí misma: así se ve que envía y recibe.",
        "Линия пишет сама себе: так видно, что она отправляет и принимает.";
    /// Before the number.
    number() = "The line's own number", "El número de la línea", "Номер самой линии";
    /// It is not known.
    no_number() = "The SIM does not tell it. Set it under Settings, Shop, “Number of the texts”.",
        "La SIM no lo dice. Escríbalo en Ajustes, Taller, «Número de los mensajes».",
        "SIM его не сообщает. Укажите его: Настройки, Мастерская, «Номер для SMS».";
    /// A link.
    set_it() = "Set it", "Escribirlo", "Указать";
    /// Before the last try.
    last() = "Last time", "La última vez", "В последний раз";
    /// There was none.
    never() = "never", "nunca", "никогда";
    /// It went and came.
    went(out: &str, back: &str) = "{out} s out, {back} s back", "{out} s de ida, {back} s de vuelta", "{out} с туда, {back} с обратно";
    /// When the report came.
    report(after: &str) = "report after {after} s", "acuse a los {after} s", "отчёт через {after} с";
    /// It is on its way.
    on_its_way() = "on its way", "en camino", "в пути";
    /// It arrived after it was given up.
    late() = "arrived late", "llegó tarde", "пришло поздно";
    /// The button.
    try_it() = "Try it now: one text", "Probar ahora: un mensaje", "Проверить сейчас: одно SMS";
    /// It can't be tried.
    down() = "The modem can't send now. Its state is above.", "El módem no puede enviar ahora. Su estado está arriba.", "Модем сейчас не отправляет. Его состояние выше.";
    /// By itself.
    daily() = "When nothing has come in for a day, this is done by itself in open hours.",
        "Si en un día no entra nada, se hace solo en horas de apertura.",
        "Если за день ничего не пришло, это делается само в часы работы.";
    /// It is turned off.
    daily_off() = "The owner has turned the daily check off.", "La persona titular desactivó la prueba diaria.", "Ежедневная проверка отключена в настройках.";
    /// The alert.
    deaf() = "Texts may not arrive here. ", "Quizá no lleguen mensajes. ", "SMS могут не приходить. ";
    /// What to do.
    deaf_why() = "The line's text to itself did not come back, so a STOP might not either. Offers wait. Look at the modem's page; ask the carrier whether the plan still receives texts.",
        "El mensaje de la línea a sí misma no volvió; un ALTO tampoco llegaría. Las ofertas esperan. Mire la página del módem; pregunte a la operadora si el plan aún recibe mensajes.",
        "SMS линии самой себе не вернулось, значит, и СТОП может не дойти. Предложения ждут. Откройте страницу модема; спросите оператора, принимает ли тариф SMS.";
    /// A tick.
    checks() = "Check the line. ", "Comprobar la línea. ", "Проверять линию. ";
    /// What is ticked.
    checks_when() = "After a day without any text coming in, the line texts itself once, in open hours: one text a day at most. Only so does a line show that looks well and receives nothing.",
        "Tras un día sin que entre ningún mensaje, la línea se escribe una vez, en horas de apertura: un mensaje al día como máximo. Solo así se nota una línea que parece bien y no recibe nada.",
        "После дня без входящих SMS линия один раз пишет себе, в часы работы: не больше одного SMS в день. Только так видна линия, которая выглядит исправной и ничего не принимает.";
    /// A heading.
    line() = "The line", "La línea", "Линия";
    /// The page's title.
    phones() = "Try it with two phones", "Pruebe con dos teléfonos", "Проверьте двумя телефонами";
    /// Why.
    phones_why() = "A modem gets SMS only. Where an iPhone takes this number for one with iMessage, or an Android phone for one with RCS, its texts go another way: replies, and a STOP among them, never get here. So try one of each.",
        "Un módem solo recibe SMS. Si un iPhone cree que este número tiene iMessage, o un Android que tiene RCS, sus mensajes van por otro camino: las respuestas, y un ALTO entre ellas, no llegan. Por eso pruebe uno de cada.",
        "Модем принимает только SMS. Если iPhone считает, что у номера есть iMessage, или Android, что есть RCS, сообщения идут другим путём: ответы, и СТОП среди них, сюда не попадут. Поэтому проверьте по одному.";
    /// What to do.
    text_it(number: &str) = "Text HELLO to {number}, from an iPhone and from an Android phone.",
        "Envíe HELLO al {number}, desde un iPhone y desde un Android.",
        "Отправьте HELLO на {number} с iPhone и с телефона Android.";
    /// For those who can't see the code.
    code() = "Opens a new text to this number", "Abre un mensaje nuevo a este número", "Открывает новое SMS на этот номер";
    /// Not tried.
    not_yet() = "not tried yet", "sin probar", "ещё не проверено";
    /// Tried.
    tried(when: &str) = "arrived, {when}", "llegó, {when}", "пришло, {when}";
    /// A heading.
    came() = "What came in", "Lo que llegó", "Что пришло";
    /// Nothing.
    nothing() = "Nothing in the last hour. This page shows a text as soon as it comes.",
        "Nada en la última hora. Esta página muestra un mensaje en cuanto llega.",
        "За последний час ничего. Страница покажет SMS, как только оно придёт.";
    /// A button.
    was_iphone() = "That was the iPhone", "Fue el iPhone", "Это был iPhone";
    /// A button.
    was_android() = "That was the Android phone", "Fue el Android", "Это был Android";
    /// What to do where none comes.
    none_came() = "No text after two minutes? Then that phone uses another way. The manual says how to take the number out of iMessage and RCS.",
        "¿Nada en dos minutos? Entonces ese teléfono usa otro camino. El manual dice cómo sacar el número de iMessage y RCS.",
        "Нет SMS через две минуты? Значит, телефон шлёт другим путём. В руководстве сказано, как убрать номер из iMessage и RCS.";
    /// The link on.
    on() = "On to the board", "Ir al tablero", "На доску";
    /// In the log.
    tried_iphone() = "a text from an iPhone arrived", "llegó un mensaje de un iPhone", "SMS с iPhone пришло";
    /// In the log.
    tried_android() = "a text from an Android phone arrived", "llegó un mensaje de un Android", "SMS с Android пришло";
}

/// In the log: from which kind of phone a text came.
pub fn tried_phone(phone: Phone) -> &'static str {
    match phone {
        Phone::Iphone => tried_iphone(),
        Phone::Android => tried_android(),
    }
}

/// Why it was given up.
pub fn failed(why: Failure) -> &'static str {
    pick(match why {
        Failure::NotSent => ["it did not go", "no salió", "не ушло"],
        Failure::NotDelivered => [
            "the network could not deliver it",
            "la red no pudo entregarlo",
            "сеть не смогла доставить",
        ],
        Failure::DidNotArrive => [
            "it went, and did not come back within 10 minutes. Either this is not the line's number, or the line can't receive",
            "salió y no volvió en 10 minutos. O este no es el número de la línea, o la línea no recibe",
            "ушло и не вернулось за 10 минут. Либо это не номер линии, либо она не принимает",
        ],
    })
}
