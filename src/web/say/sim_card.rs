//! What the owner decides about the SIM.

use super::words;

words! {
    /// A button: the SIM in the modem is the shop's.
    is_ours() = "This is the shop's new SIM", "Esta es la SIM nueva del taller", "Это новая SIM мастерской";
    /// A button.
    try_pin() = "The PIN is right: try it once more", "El PIN está bien: probarlo una vez más", "PIN верный: попробовать ещё раз";
    /// For who may not decide.
    owner_decides() = "The owner decides this.", "Lo decide la persona titular.", "Это решает владелец.";
    /// Between two looks the SIM was changed again.
    is_another() = "Another SIM is in the modem by now. Look again.", "Ahora hay otra SIM en el módem. Mire otra vez.", "В модеме уже другая SIM. Посмотрите снова.";
    /// A heading.
    roaming() = "In another network", "En otra red", "В чужой сети";
    /// How it is set.
    roams() = "Texts go there too. They may cost more.", "También salen mensajes. Pueden costar más.", "SMS уходят и там. Они могут стоить дороже.";
    /// How it is set.
    does_not_roam() = "No text goes there; replies come in.", "Allí no sale ningún mensaje; las respuestas entran.", "SMS там не уходят; ответы приходят.";
    /// A button.
    allow() = "Send there too", "Enviar también allí", "Отправлять и там";
    /// A button.
    forbid() = "Do not send there", "No enviar allí", "Там не отправлять";
    /// In the log: the SIM in the modem is the shop's.
    accepted(end: &str) = "the SIM that ends in {end} is the shop's", "la SIM que termina en {end} es la del taller", "SIM, которая заканчивается на {end}, — мастерской";
    /// In the log: one more try.
    allowed_pin() = "the SIM's PIN may be tried once more", "se puede probar el PIN de la SIM una vez más", "PIN SIM можно попробовать ещё раз";
    /// In the log.
    roaming_on() = "texts go in another network too", "los mensajes salen también en otra red", "SMS уходят и в чужой сети";
    /// In the log.
    roaming_off() = "no text goes in another network", "ningún mensaje sale en otra red", "SMS в чужой сети не уходят";
}
