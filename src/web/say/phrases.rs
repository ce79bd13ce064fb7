//! The settings' page of the phrases for replies.

use super::words;

words! {
    /// A page.
    title() = "Phrases", "Frases", "Фразы";
    /// What is on it.
    what() = "What one tap puts into a reply", "Lo que un toque pone en la respuesta", "Что одно касание вставляет в ответ";
    /// How they are written down.
    how(most: usize) = "One phrase a line, up to {most}. Staff see those in the customer's language and can change them before they send. Empty: the ones that Readybell comes with.",
        "Una frase por línea, hasta {most}. El personal ve las del idioma de quien las recibe y puede cambiarlas antes de enviar. Vacío: las que trae Readybell.",
        "По одной фразе в строке, до {most}. Сотрудники видят фразы на языке клиента и могут изменить их перед отправкой. Пусто: те, что есть в Readybell.";
    /// There are too many.
    many(most: usize) = "That is more than {most} phrases. Keep the ones that you use.", "Son más de {most} frases. Deje las que usa.", "Это больше {most} фраз. Оставьте те, которыми пользуетесь.";
    /// One is too long.
    long(phrase: &str, most: usize) = "This phrase is longer than {most} letters: \"{phrase}\"", "Esta frase tiene más de {most} letras: «{phrase}»", "Эта фраза длиннее {most} букв: «{phrase}»";
    /// One says what no text should.
    wrong(phrase: &str, why: &str) = "\"{phrase}\": {why}", "«{phrase}»: {why}", "«{phrase}»: {why}";
}
