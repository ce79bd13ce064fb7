//! How long texts and proofs are kept.

use super::words;

words! {
    /// A heading.
    title() = "How long it is kept", "Cuánto tiempo se guarda", "Как долго хранится";
    /// What goes, and what does not.
    why() = "Once a day, what is older goes for good: the words of texts, both ways, and what proves a consent that has ended. That there was a text, when and to whom, stays. So does each opt-out, for ever. Nothing goes while a job of that number is open, its consent stands, or nobody has read the text.",
        "Una vez al día, lo que cumple su plazo se borra para siempre: el texto de los mensajes, de ida y vuelta, y las pruebas de un consentimiento que terminó. Que hubo un mensaje, cuándo y a quién, queda. También queda cada baja, para siempre. No se borra nada mientras haya un trabajo abierto de ese número, su consentimiento siga en pie o nadie haya leído el mensaje.",
        "Раз в день то, у чего вышел срок, удаляется навсегда: слова SMS в обе стороны и доказательства согласия, которое закончилось. Что SMS была, когда и кому, остаётся. Каждый отказ тоже остаётся, навсегда. Ничего не удаляется, пока у номера есть открытая работа, согласие действует или SMS никто не прочитал.";
    /// A field.
    texts() = "Words of texts, in months", "Texto de los mensajes, en meses", "Слова SMS, в месяцах";
    /// A field.
    proofs() = "Proofs, in months after consent ended", "Pruebas, en meses tras terminar el consentimiento", "Доказательства, в месяцах после конца согласия";
    /// What holds where nothing is set.
    usual(months: u32) = "Empty: {months} months, as is usual in your country.", "Vacío: {months} meses, lo usual en su país.", "Пусто: {months} мес., как принято в вашей стране.";
    /// In the place of words whose time is over.
    gone() = "(no words are kept)", "(el texto ya no se guarda)", "(слова не хранятся)";
}
