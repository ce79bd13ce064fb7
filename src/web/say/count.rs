//! What a text will cost to send.

use super::{counted, lang, words};
use crate::domain::lang::Lang;

/// As how many parts it travels.
pub fn travels(parts: usize) -> String {
    match lang() {
        _ if parts == 1 => one_text().to_owned(),
        Lang::Es => format!("{parts} partes"),
        Lang::Ru => format!("{parts} {}", counted(parts, ["часть", "части", "частей"])),
        _ => format!("{parts} parts"),
    }
}

words! {
    /// It travels as one part.
    one_text() = "1 text", "1 mensaje", "1 SMS";
    /// How much of the room is used.
    used(units: usize, room: usize) = "{units} of {room}", "{units} de {room}", "{units} из {room}";
    /// What is typed looks like an offer.
    offer(words: &str) = "“{words}” looks like an offer: it goes only to who agreed to offers, and in their hours",
        "«{words}» parece una oferta: solo va a quien aceptó ofertas, y en sus horas",
        "«{words}» похоже на предложение: оно идёт только тем, кто согласен на предложения, и в их часы";
    /// GSM 7-bit.
    plain() = "plain letters (GSM-7)", "letras simples (GSM-7)", "простые знаки (GSM-7)";
    /// UCS-2.
    any() = "any letters (UCS-2)", "cualquier letra (UCS-2)", "любые знаки (UCS-2)";
    /// Letters of the extension table.
    double() = "counts double", "cuenta doble", "считается за два";
    /// Letters that GSM 7-bit does not have.
    only_70() = "leaves room for only 70 letters a text", "deja lugar para solo 70 letras por mensaje", "оставляет место только для 70 знаков";
}
