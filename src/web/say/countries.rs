//! The countries whose numbers may be texted a code.

use super::words;

words! {
    /// The countries whose numbers may be texted a code.
    title() = "Verification codes may go to numbers of these countries",
        "Los códigos de verificación pueden ir a números de estos países",
        "Коды подтверждения можно отправлять на номера этих стран";
    /// What that is for. The shop's own country.
    hint(home: &str) = "Two letters each, such as US, CA, MX. Empty: only {home}, the shop's own. Codes to other countries cost money, and fraud lives off them.",
        "Dos letras cada uno, por ejemplo US, CA, MX. Vacío: solo {home}, el del taller. Los códigos a otros países cuestan dinero, y de ellos vive el fraude.",
        "По две буквы, например US, CA, MX. Пусто: только {home}, страна мастерской. Коды в другие страны стоят денег, и мошенники на этом зарабатывают.";
    /// It is none.
    wrong(code: &str) = "\"{code}\" is no country. Use two letters for each, such as US, CA, MX, with commas between them.",
        "«{code}» no es un país. Use dos letras para cada uno, por ejemplo US, CA, MX, separadas por comas.",
        "«{code}» не страна. Пишите по две буквы, например US, CA, MX, через запятую.";
    /// There are too many.
    many(most: usize) = "That is more than {most} countries, which protects from nothing. List only those that your customers' numbers are from.",
        "Son más de {most} países, y así no se protege de nada. Ponga solo los de los números de su clientela.",
        "Это больше {most} стран и ни от чего не защищает. Укажите только те, откуда номера ваших клиентов.";
}
