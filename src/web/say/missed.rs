//! Whether whoever calls the line is texted back.

use super::words;

words! {
    /// A heading.
    calls() = "Calls", "Llamadas", "Звонки";
    /// What comes of a call.
    calls_what() = "Nobody can answer a call on the modem's line. Each one is on the call list.",
        "Nadie puede contestar una llamada en la línea del módem. Cada una queda en la lista de llamadas.",
        "На звонок на линию модема ответить некому. Каждый попадает в список звонков.";
    /// A tick.
    texts_back() = "Text the caller back. ", "Responder con un mensaje. ", "Отвечать SMS. ";
    /// What is ticked.
    texts_back_when() = "Only customers who agreed to texts about their vehicle, once a day each, and only while the shop is open. A caller's number can be forged, so nobody else is texted.",
        "Solo a clientes que aceptaron mensajes sobre su auto, una vez al día, y solo con el taller abierto. El número de quien llama puede ser falso: nadie más recibe nada.",
        "Только клиентам, согласившимся на SMS о машине, раз в день каждому и только в часы работы. Номер звонящего можно подделать, поэтому больше никому.";
    /// A link.
    its_words() = "What it says", "Qué dice", "Что в нём";
}
