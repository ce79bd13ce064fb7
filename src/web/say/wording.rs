//! The page where the owner reads and changes what customers agree to.

use super::words;

words! {
    /// The title.
    title() = "What customers agree to", "Lo que acepta la clientela", "На что соглашаются клиенты";
    /// What the page is for.
    what() = "These are the lines that a customer reads and ticks before signing. Each version is kept for ever, word for word, with every signature under it. A change makes a new version; what was signed stays as it was.",
        "Estas son las líneas que se leen y se marcan antes de firmar. Cada versión se guarda para siempre, palabra por palabra, con cada firma. Un cambio crea una versión nueva; lo firmado queda como estaba.",
        "Эти строки клиент читает и отмечает перед подписью. Каждая версия хранится всегда, слово в слово, вместе с подписями. Правка создаёт новую версию; подписанное остаётся как было.";
    /// What the page is for right after the first start.
    first() = "This is the wording for your shop, with your name filled in. It can be used as it is; you can change it now or later in the settings.",
        "Este es el texto para su taller, con su nombre ya puesto. Puede usarse tal cual; puede cambiarlo ahora o después en los ajustes.",
        "Это текст для вашей мастерской, с её названием. Его можно использовать как есть; изменить можно сейчас или позже в настройках.";
    /// Goes on to the board after the first start.
    use_these() = "Use these lines", "Usar estas líneas", "Использовать эти строки";
    /// Asks about the bundled sentence.
    why() = "Why not one sentence for everything?", "¿Por qué no una sola frase para todo?", "Почему не одна фраза на всё?";
    /// The bundled sentence.
    usual() = "“By signing this receipt, you agree to receive updates, promotions and offers by text or e-mail.” Many receipts say so, and it does not hold:",
        "«Al firmar este recibo, usted acepta recibir novedades, promociones y ofertas por mensaje o correo.» Muchos recibos lo dicen, y no se sostiene:",
        "«Подписывая чек, вы соглашаетесь получать новости, акции и предложения по SMS или почте». Так пишут во многих чеках, и это не работает:";
    /// The first reason.
    why_one() = "One signature pays for the work and agrees to advertising. In the US, advertising by text needs a consent of its own, and other countries ask for the same.",
        "Una sola firma paga el trabajo y acepta publicidad. En EE. UU. la publicidad por mensaje necesita un consentimiento propio, y otros países piden lo mismo.",
        "Одна подпись и под оплатой, и под рекламой. В США для рекламы в SMS нужно отдельное согласие, в других странах тоже.";
    /// The second reason.
    why_two() = "It does not say that nobody has to agree in order to buy.",
        "No dice que no hace falta aceptar para comprar.",
        "В ней не сказано, что для покупки соглашаться не обязательно.";
    /// The third reason.
    why_three() = "It does not say which number, how many texts, that they are automatic, that the phone company may charge, or how to get help.",
        "No dice a qué número, cuántos mensajes, que son automáticos, que puede haber cargos, ni cómo pedir ayuda.",
        "Не указано, на какой номер, сколько SMS, что они автоматические, что возможна плата и как получить справку.";
    /// The fourth reason.
    why_four() = "Nobody can say yes to “your car is ready” and no to advertising. Most people would like just that, and so refuse both.",
        "Nadie puede decir sí a «su auto está listo» y no a la publicidad. La mayoría quiere justo eso, y entonces rechaza todo.",
        "Нельзя сказать «да» сообщению о готовности и «нет» рекламе. Большинству нужно именно это, и они отказываются от всего.";
    /// What is done about it.
    instead() = "So each purpose has a line and a tick of its own, and none is ticked beforehand.",
        "Por eso cada propósito tiene su línea y su marca, y ninguna viene marcada.",
        "Поэтому у каждой цели своя строка и своя отметка, и ни одна не стоит заранее.";
    /// A line.
    service() = "Texts about the vehicle", "Mensajes sobre el vehículo", "SMS об автомобиле";
    /// A line.
    offers() = "Offers by text", "Ofertas por mensaje", "Предложения по SMS";
    /// A line.
    email_updates() = "Receipts and updates by e-mail", "Recibos y novedades por correo", "Чеки и новости по почте";
    /// A line.
    email_offers() = "Offers by e-mail", "Ofertas por correo", "Предложения по почте";
    /// A line.
    phone() = "Read out on the phone", "Se lee por teléfono", "Читается по телефону";
    /// Opens the form.
    change() = "Change", "Cambiar", "Изменить";
    /// Before the older versions.
    earlier() = "Earlier versions", "Versiones anteriores", "Прежние версии";
    /// Which version, and that it came with the program.
    shipped(version: &str) = "{version}, came with Readybell", "{version}, venía con Readybell", "{version}, из комплекта Readybell";
    /// Which version, by whom and when.
    made(version: &str, by: &str, when: &str) = "{version}, by {by}, {when}", "{version}, por {by}, {when}", "{version}, {by}, {when}";
    /// The field.
    words_of() = "The words", "El texto", "Текст";
    /// What is filled in, in a line for texts.
    hint_number() = "{shop} and {number} are filled in.", "{shop} y {number} se completan solos.", "{shop} и {number} подставляются.";
    /// What is filled in, in the line for offers by text.
    hint_offers() = "{shop}, {number} and {terms} are filled in; where the terms are stands in the settings, under “The shop”.", "{shop}, {number} y {terms} se completan solos; dónde están las condiciones se indica en los ajustes, en «El taller».", "{shop}, {number} и {terms} подставляются; где условия, указано в настройках, «Мастерская».";
    /// What is filled in, in a line for e-mail.
    hint_email() = "{shop} and {email} are filled in.", "{shop} y {email} se completan solos.", "{shop} и {email} подставляются.";
    /// The field for where the terms are.
    terms_at() = "Where your terms and privacy notice are", "Dónde están sus condiciones y su aviso de privacidad", "Где ваши условия и политика конфиденциальности";
    /// What it is for.
    terms_hint() = "Like hardknocks.example/terms. Who agrees to offers reads it. Left empty, the line says “ask at the counter”.",
        "Como hardknocks.example/terms. Lo lee quien acepta ofertas. Si queda vacío, la línea dice «pregunte en el mostrador».",
        "Например, hardknocks.example/terms. Это читают, соглашаясь на предложения. Если пусто, в строке стоит «спросите на стойке».";
    /// What is wrong with that: too long, or a shortener.
    bad_terms(most: usize) = "Use at most {most} letters, and no shortened link.", "Use {most} letras como máximo y ningún enlace acortado.", "Не больше {most} знаков и без сокращённых ссылок.";
    /// The button.
    save() = "Make it the new version", "Crear la versión nueva", "Создать новую версию";
    /// The owner decides against a finding.
    keep() = "Use it as it is. I have had it checked.", "Usarlo así. Lo hice revisar.", "Использовать так. Текст проверен.";
    /// Before the findings.
    lacks() = "Nothing was saved yet. This version:", "Todavía no se guardó nada. Esta versión:", "Пока ничего не сохранено. Эта версия:";
    /// A finding.
    length(most: usize) = "must have words, and at most {most} letters", "debe tener texto, de {most} letras como máximo", "должна содержать текст, не длиннее {most} знаков";
    /// A finding.
    no_shop() = "must say who asks: write {shop}", "debe decir quién pregunta: escriba {shop}", "должна говорить, кто спрашивает: впишите {shop}";
    /// A finding.
    no_number() = "must say for which number: write {number}", "debe decir para qué número: escriba {number}", "должна говорить, на какой номер: впишите {number}";
    /// A finding.
    no_email() = "must say for which address: write {email}", "debe decir para qué dirección: escriba {email}", "должна говорить, на какой адрес: впишите {email}";
    /// A finding.
    unknown(name: &str) = "has {{{name}}}, which nobody fills in", "tiene {{{name}}}, que nadie completa", "содержит {{{name}}}, это никто не подставит";
    /// A finding.
    no_frequency() = "does not say how many there will be", "no dice cuántos serán", "не говорит, сколько их будет";
    /// A finding.
    not_automatic() = "does not say that they are sent automatically", "no dice que se envían automáticamente", "не говорит, что они отправляются автоматически";
    /// A finding.
    no_rates() = "does not say that message and data rates may apply", "no dice que pueden aplicarse tarifas de mensajes y datos", "не говорит, что возможна плата по тарифу";
    /// A finding.
    no_stop() = "does not say that STOP ends it", "no dice que ALTO lo termina", "не говорит, что СТОП прекращает";
    /// A finding.
    no_help() = "does not say that HELP gets help", "no dice que AYUDA da ayuda", "не говорит, что есть ПОМОЩЬ";
    /// A finding.
    not_free() = "does not say that it is not required to buy anything", "no dice que no es requisito para comprar", "не говорит, что для покупки это не обязательно";
    /// A finding.
    no_terms() = "does not say where the terms and the privacy notice are: put {terms} in", "no dice dónde están las condiciones y el aviso de privacidad: ponga {terms}", "не говорит, где условия и политика конфиденциальности: вставьте {terms}";
    /// A finding.
    bundled() = "speaks of offers: they need a line of their own", "habla de ofertas: necesitan una línea propia", "говорит о предложениях: для них нужна своя строка";
}
