//! The customer's view, where the consent is signed; and the sheet of paper that does the same.

use super::words;

words! {
    /// Greets the customer.
    hello(name: &str) = "Hello {name}. How may we reach you?", "Hola, {name}. ¿Cómo podemos avisarle?", "Здравствуйте, {name}! Как с вами связаться?";
    /// Greets nobody in particular.
    hello_you() = "How may we reach you?", "¿Cómo podemos avisarle?", "Как с вами связаться?";
    /// What the customer does.
    tick() = "Tick what you want. You can leave everything empty.", "Marque lo que desee. Puede dejar todo vacío.", "Отметьте, что вам нужно. Можно ничего не отмечать.";
    /// A language switch, for readers.
    language() = "Language", "Idioma", "Язык";
    /// The title of the line for texts.
    service() = "Texts about my vehicle", "Mensajes sobre mi vehículo", "SMS о моём автомобиле";
    /// The title of the line for offers.
    offers() = "Offers by text (optional)", "Ofertas por mensaje (opcional)", "Предложения по SMS (по желанию)";
    /// The title of the line for e-mail.
    email_updates() = "E-mail about my visits (optional)", "Correos sobre mis visitas (opcional)", "Письма о моих визитах (по желанию)";
    /// The title of the line for offers by e-mail.
    email_offers() = "Offers by e-mail (optional)", "Ofertas por correo (opcional)", "Предложения по почте (по желанию)";
    /// Beside the line for offers.
    initials() = "Initials, only for offers", "Iniciales, solo para ofertas", "Инициалы, только для предложений";
    /// Heads the work and its prices.
    visit() = "This visit", "Esta visita", "Этот визит";
    /// The signature is not about them.
    visit_means() = "Only for you to see: you sign for what you tick below, not for the work or the price.",
        "Solo para que lo vea: usted firma lo que marque abajo, no el trabajo ni el precio.",
        "Только для вашего сведения: подпись относится к отмеченному ниже, а не к работам и цене.";
    /// A line that was signed before.
    since(when: &str) = "You agreed to this on {when}.", "Usted aceptó esto el {when}.", "Вы согласились на это {when}.";
    /// A line that was signed today.
    since_today(time: &str) = "You agreed to this at {time}.", "Usted aceptó esto hoy a las {time}.", "Вы согласились на это сегодня в {time}.";
    /// Asked when somebody signed and ticked nothing.
    nothing_ticked() = "You ticked nothing: no texts at all?", "No marcó nada: ¿ningún mensaje?", "Ничего не отмечено. Совсем без SMS?";
    /// Yes, nothing was meant.
    yes_no_texts() = "Yes, no texts", "Sí, sin mensajes", "Да, без SMS";
    /// Back to the lines.
    back() = "Back", "Volver", "Назад";
    /// To staff, when nothing was agreed to.
    nothing_agreed() = "Nothing was agreed to: this customer gets no texts.", "No se aceptó nada: esta persona no recibe mensajes.", "Согласий нет: SMS этому клиенту не отправляются.";
    /// Where the signature goes.
    sign_here() = "Sign here with a finger or a pen", "Firme aquí con el dedo o un lápiz", "Распишитесь здесь пальцем или стилусом";
    /// The surface, for readers.
    surface() = "Signature", "Firma", "Подпись";
    /// When there is no script.
    no_script() = "This screen can't take a signature. Please sign on paper: staff can print the sheet.",
        "Esta pantalla no puede tomar la firma. Firme en papel: el personal puede imprimir la hoja.",
        "На этом экране нельзя расписаться. Распишитесь на бумаге: вам распечатают лист.";
    /// Which versions are shown.
    wording(versions: &str) = "These words (text {versions}) are kept with your signature.", "Estas palabras (texto {versions}) se guardan con su firma.", "Эти слова (текст {versions}) сохраняются вместе с подписью.";
    /// The button.
    done() = "Done", "Listo", "Готово";
    /// Clears the drawing.
    clear() = "Clear", "Borrar", "Стереть";
    /// Leads staff to the locked screen.
    staff() = "Staff: end without signing", "Personal: terminar sin firmar", "Сотрудникам: закончить без подписи";
    /// Something was ticked without a signature.
    no_signature() = "Please sign in the box below.", "Por favor, firme en el recuadro.", "Пожалуйста, распишитесь в поле ниже.";
    /// The drawing can't be used.
    bad_signature() = "The signature could not be read. Please clear it and sign again.", "No se pudo leer la firma. Bórrela y firme de nuevo.", "Подпись не читается. Сотрите её и распишитесь снова.";
    /// Offers were ticked without initials.
    no_initials() = "Please write your initials here.", "Escriba aquí sus iniciales.", "Впишите сюда инициалы.";
    /// The words have changed.
    changed() = "The words have changed. Please read them again.", "El texto cambió. Por favor, léalo de nuevo.", "Текст изменился. Прочитайте его, пожалуйста, ещё раз.";

    /// The page before the screen is handed over.
    hand_title() = "For staff: hand the screen over", "Para el personal: entregue la pantalla", "Для сотрудников: передайте экран";
    /// What happens then.
    hand_how(name: &str) = "{name} reads the lines, ticks what they want, and signs. The screen shows only that and this visit, and opens again only with a PIN or a password.",
        "{name} lee las líneas, marca lo que desee y firma. La pantalla muestra solo eso y esta visita, y se abre solo con un PIN o una contraseña.",
        "{name} читает строки, отмечает нужное и расписывается. На экране только это и этот визит, открыть его можно только PIN или паролем.";
    /// Says what the name is for, where nobody else could hand it over.
    name_is_kept() = "Your name is kept with the signature", "Su nombre queda con la firma", "Ваше имя хранится с подписью";
    /// Asks whose name it is, and says what it is for.
    hand_who() = "Who hands it over? The name is kept with the signature", "¿Quién la entrega? El nombre queda con la firma", "Кто передаёт? Имя хранится с подписью";
    /// Hands over to the customer, in the name of somebody who works here; kept short, it is a button.
    hand_over(to: &str, name: &str) = "Hand over to {to}, as {name}", "Entregar a {to}, como {name}", "Передать клиенту ({to}): {name}";
    /// Marks who is signed in on this screen.
    signed_in_here() = "signed in here", "sesión en esta pantalla", "вход на этом экране";
    /// Leads to the other names.
    another_hands_over() = "Somebody else hands it over", "La entrega otra persona", "Передаёт кто-то другой";
    /// The other way.
    on_paper() = "Sign on paper instead", "Firmar en papel", "Подписать на бумаге";
    /// There is nothing to sign.
    nothing() = "There is nothing to sign: this job has no number that can be texted, and no e-mail address.",
        "No hay nada que firmar: este trabajo no tiene un número para mensajes ni un correo.",
        "Подписывать нечего: у этой работы нет номера для SMS и нет почты.";
    /// Everything was signed before.
    all_signed() = "Everything was signed before. It stands until the customer ends it.",
        "Todo se firmó antes. Vale hasta que quien firmó lo termine.",
        "Всё подписано раньше и действует, пока клиент не откажется.";
    /// Leads back.
    back_to_job() = "Back to the job", "Volver al trabajo", "Назад к работе";
    /// Leads on.
    to_receipt() = "To the receipt", "Al recibo", "К чеку";

    /// The title of the sheet's page.
    paper_title() = "Sign on paper", "Firmar en papel", "Подпись на бумаге";
    /// What to do with it.
    paper_how() = "Print the sheet in the customer's language. Once it is signed, say here what was ticked, and attach a photo or a scan.",
        "Imprima la hoja en el idioma de quien firma. Cuando esté firmada, indique aquí qué se marcó y adjunte una foto o un escaneo.",
        "Распечатайте лист на языке клиента. После подписи укажите здесь, что отмечено, и приложите фото или скан.";
    /// Makes a sheet.
    make_sheet() = "Make the sheet", "Preparar la hoja", "Подготовить лист";
    /// Opens the browser's printing.
    print() = "Print", "Imprimir", "Печать";
    /// How to print where there is no script.
    print_hint() = "Or use the browser's own Print.", "O use Imprimir del navegador.", "Или печать из меню браузера.";
    /// On the sheet.
    signature() = "Signature", "Firma", "Подпись";
    /// On the sheet.
    date() = "Date", "Fecha", "Дата";
    /// On the sheet.
    job(id: i64) = "Job {id}", "Trabajo {id}", "Работа {id}";
    /// The form about the sheet.
    attest_title() = "What was ticked on paper?", "¿Qué se marcó en el papel?", "Что отмечено на бумаге?";
    /// Explains when it counts.
    attest_how() = "Texts about the vehicle count at once. Offers count when the photo or scan is here.",
        "Los mensajes sobre el vehículo valen de inmediato. Las ofertas, cuando esté la foto o el escaneo.",
        "SMS об автомобиле действуют сразу. Предложения, когда приложено фото или скан.";
    /// The button.
    signed_on_paper() = "Signed on paper", "Firmado en papel", "Подписано на бумаге";
    /// Leads to the sheet that was signed.
    signed_sheet() = "The signed sheet", "La hoja firmada", "Подписанный лист";
    /// What was typed in of a line.
    was_ticked() = "ticked", "marcado", "отмечено";
    /// What was typed in of a line.
    was_not_ticked() = "not ticked", "sin marcar", "не отмечено";
    /// Opens the form once more.
    says_something_else() = "The paper says something else", "El papel dice otra cosa", "На бумаге отмечено другое";
    /// What follows.
    read_again_what() = "Tick what is ticked on the paper. What was said before stays in the record, and this comes after it. The photo or scan is attached once more.",
        "Marque lo que está marcado en el papel. Lo dicho antes queda en el registro y esto va después. La foto o el escaneo se adjunta otra vez.",
        "Отметьте то, что отмечено на бумаге. Прежняя запись остаётся, эта идёт следом. Фото или скан приложите ещё раз.";
    /// To a photo of the sheet.
    photo(n: usize) = "Photo {n}", "Foto {n}", "Фото {n}";
    /// The field for a file.
    scan() = "Photo or scan of the signed sheet", "Foto o escaneo de la hoja firmada", "Фото или скан подписанного листа";
    /// Which files.
    scan_hint() = "JPEG, PNG or PDF, at most 8 MB.", "JPEG, PNG o PDF, de 8 MB como máximo.", "JPEG, PNG или PDF, не больше 8 МБ.";
    /// The button.
    attach() = "Attach", "Adjuntar", "Приложить";
    /// It is attached.
    attached() = "The signed sheet is attached.", "La hoja firmada está adjunta.", "Подписанный лист приложен.";
    /// It isn't.
    not_attached() = "Signed on paper. The photo or scan is still missing.", "Firmado en papel. Falta la foto o el escaneo.", "Подписано на бумаге. Фото или скана ещё нет.";
    /// A file that is refused.
    file_empty() = "Choose a file first.", "Elija primero un archivo.", "Сначала выберите файл.";
    /// A file that is refused.
    file_large() = "The file is larger than 8 MB. Take a smaller photo.", "El archivo supera 8 MB. Tome una foto más pequeña.", "Файл больше 8 МБ. Сделайте фото поменьше.";
    /// A file that is refused.
    file_other() = "This is no JPEG, PNG or PDF, whatever its name says.", "No es JPEG, PNG ni PDF, diga lo que diga su nombre.", "Это не JPEG, PNG или PDF, что бы ни говорило имя файла.";
    /// A file that is refused.
    file_damaged() = "The file is damaged or cut short. Take the photo again.", "El archivo está dañado o incompleto. Tome la foto otra vez.", "Файл повреждён или обрезан. Сделайте фото ещё раз.";
    /// A STOP came in the meantime.
    stopped() = "A STOP came from this phone after the lines were opened, so it stays. Ask again if the customer has changed their mind.",
        "Llegó un ALTO de este teléfono después de abrir las líneas, así que vale. Pregunte de nuevo si esa persona cambió de idea.",
        "После открытия строк с этого телефона пришёл СТОП, он остаётся в силе. Спросите ещё раз, если клиент теперь решает иначе.";
}
