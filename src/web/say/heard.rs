//! "They asked for no more texts", said in another way than by a text.

use super::{pick, words};
use crate::store::Heard;

words! {
    /// Opens the form.
    open() = "They asked for no more texts", "Pidió no recibir más mensajes", "Просьба больше не писать";
    /// What it means.
    counts() = "At the counter, on the phone, on the voicemail or by e-mail, in whatever words: it counts as much as a STOP.",
        "En el mostrador, por teléfono, en el buzón de voz o por correo, con cualquier palabra: vale igual que un STOP.",
        "На месте, по телефону, голосовой почтой или письмом, любыми словами: это действует так же, как СТОП.";
    /// The choice.
    how() = "How did they say it?", "¿Cómo lo dijo?", "Как об этом сказали?";
    /// Nothing was chosen.
    how_missing() = "Say how they asked: in person, on the phone, on the voicemail or by e-mail.",
        "Diga cómo lo pidió: en persona, por teléfono, en el buzón de voz o por correo.",
        "Укажите, как попросили: лично, по телефону, голосовой почтой или письмом.";
    /// Who said it.
    who() = "Who said it", "Quién lo dijo", "Кто сказал";
    /// The words.
    words() = "Their exact words", "Sus palabras exactas", "Точные слова";
    /// Nothing was typed.
    words_missing() = "Write down their exact words: they are the proof.",
        "Escriba sus palabras exactas: son la prueba.",
        "Запишите точные слова: они служат доказательством.";
    /// A smaller wish.
    only_offers() = "Only offers are to end; texts about the vehicle go on",
        "Solo terminan las ofertas; los mensajes sobre el vehículo siguen",
        "Прекратить только предложения; сообщения о машине остаются";
    /// Does it.
    opt_out() = "Opt out now", "Dar de baja ahora", "Отключить сообщения";
}

/// A way to say it.
pub fn way(heard: Heard) -> &'static str {
    match heard {
        Heard::InPerson => pick(["In person", "En persona", "Лично"]),
        Heard::Phone => pick(["On the phone", "Por teléfono", "По телефону"]),
        Heard::Voicemail => pick(["Voicemail", "Buzón de voz", "Голосовая почта"]),
        Heard::Email => pick(["E-mail", "Correo", "Письмо"]),
    }
}
