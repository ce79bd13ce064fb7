//! The lines that a customer agrees to, in versions that never change.

use super::lang::Lang;
use super::purpose::Purpose;

/// A line that a customer agrees to. A version, once signed, never changes: new words get a new id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentLine {
    /// Which wording this is, such as `en-1`.
    pub version: &'static str,
    /// In which language.
    pub lang: Lang,
    /// What is agreed to: [`Purpose::Service`] or [`Purpose::Promotional`].
    pub purpose: Purpose,
    /// The words, a template with the shop's name and the customer's number to be filled in by
    /// [`ConsentLine::words`].
    text: &'static str,
}

impl ConsentLine {
    /// The exact words that are shown and kept as evidence. `number` is as people write it.
    pub fn words(&self, brand: &str, number: &str) -> String {
        let mut words = String::with_capacity(self.text.len() + brand.len() + number.len());
        let mut rest = self.text;
        while let Some((before, after)) = rest.split_once('<') {
            let (name, after) = after.split_once('>').unwrap_or(("", after));
            words.push_str(before);
            match name {
                "shop" => words.push_str(brand),
                "number" => words.push_str(number),
                _ => {}
            }
            rest = after;
        }
        words.push_str(rest);
        words
    }
}

/// The line in force for that purpose and language (English where the shop has none). None for a
/// purpose that nobody signs for.
pub fn consent_line(purpose: Purpose, lang: Lang) -> Option<&'static ConsentLine> {
    CONSENT_LINES
        .iter()
        .rev()
        .find(|line| line.purpose == purpose && line.lang == lang.spoken())
}

/// The line of a version that was signed at some time.
pub fn consent_line_by_version(purpose: Purpose, version: &str) -> Option<&'static ConsentLine> {
    CONSENT_LINES
        .iter()
        .find(|line| line.purpose == purpose && line.version == version)
}

/// Every line ever shipped, the newest of each purpose and language last.
pub const CONSENT_LINES: [ConsentLine; 6] = [
    ConsentLine {
        version: "en-1",
        lang: Lang::En,
        purpose: Purpose::Service,
        text: "Texts from <shop> about my vehicles and visits, to <number>: appointments, \
               progress, ready, and one follow-up. About 3-8 a visit, some sent automatically. \
               Msg & data rates may apply. Reply STOP to end, HELP for help.",
    },
    ConsentLine {
        version: "en-1",
        lang: Lang::En,
        purpose: Purpose::Promotional,
        text: "I agree that <shop> may send me automated marketing texts at <number>, up to 2 a \
               month. Not required to buy anything. Msg & data rates may apply. STOP to end, HELP \
               for help.",
    },
    ConsentLine {
        version: "es-1",
        lang: Lang::Es,
        purpose: Purpose::Service,
        text: "Mensajes de texto de <shop> sobre mis vehículos y visitas, al <number>: citas, \
               avance del trabajo, aviso de listo y un mensaje posterior. Unos 3 a 8 por visita, \
               algunos automáticos. Pueden aplicarse tarifas de mensajes y datos. Responda ALTO \
               para terminar, AYUDA para ayuda.",
    },
    ConsentLine {
        version: "es-1",
        lang: Lang::Es,
        purpose: Purpose::Promotional,
        text: "Acepto que <shop> me envíe mensajes publicitarios automáticos al <number>, hasta 2 \
               al mes. No es requisito para comprar. Pueden aplicarse tarifas de mensajes y datos. \
               ALTO para terminar, AYUDA para ayuda.",
    },
    ConsentLine {
        version: "ru-1",
        lang: Lang::Ru,
        purpose: Purpose::Service,
        text: "Согласен получать от <shop> SMS о моих автомобилях и визитах на номер <number>: \
               запись, ход работ, готовность и одно сообщение после визита. Примерно 3-8 за визит, \
               часть отправляется автоматически. Возможна плата по тарифу оператора. Ответьте СТОП, \
               чтобы прекратить, ПОМОЩЬ для справки.",
    },
    ConsentLine {
        version: "ru-1",
        lang: Lang::Ru,
        purpose: Purpose::Promotional,
        text: "Согласен получать от <shop> автоматические рекламные SMS на номер <number>, не чаще \
               2 в месяц. Согласие не обязательно для покупки. Возможна плата по тарифу оператора. \
               СТОП, чтобы прекратить, ПОМОЩЬ для справки.",
    },
];
