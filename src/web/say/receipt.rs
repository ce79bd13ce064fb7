//! The receipt, and the page that prints it.

use super::words;

words! {
    /// The title.
    title() = "Receipt", "Recibo", "Чек";
    /// The job and its number.
    job(id: i64) = "Job {id}", "Trabajo {id}", "Работа {id}";
    /// When it is promised.
    promised(when: &str) = "Promised: {when}", "Prometido: {when}", "Обещано: {when}";
    /// A line whose price is not known.
    no_price() = "to be priced", "por cotizar", "цена позже";
    /// A line that the customer has not agreed to.
    asked(words: &str) = "{words} (asked, not agreed)", "{words} (consultado, no aceptado)", "{words} (спросили, ответа нет)";
    /// Before tax.
    subtotal() = "Subtotal", "Subtotal", "Сумма";
    /// What a tax without a name is called.
    tax() = "Tax", "Impuesto", "Налог";
    /// The last sum.
    total() = "Total", "Total", "Итого";
    /// The last sum, while a price is missing.
    total_so_far() = "Total so far", "Total hasta ahora", "Итого на сейчас";
    /// Above the consent lines.
    agreed() = "How we may reach you", "Cómo podemos avisarle", "Как с вами связываться";
    /// A line that was not agreed to.
    not_agreed() = "no", "no", "нет";
    /// A line that was agreed to on another visit, and is wanted now.
    stands(since: &str) = "Agreed to on {since}; it was not asked again.",
        "Aceptado el {since}; no se volvió a preguntar.",
        "Согласие дано {since}; снова не спрашивали.";
    /// A line that was agreed to before, and is not wanted on this visit.
    stands_still(since: &str) = "Not wanted on this visit. What was agreed to for this number on {since} stands until it is ended.",
        "No se desea en esta visita. Lo aceptado para este número el {since} vale hasta que se termine.",
        "В этот раз не нужно. Согласие для этого номера от {since} действует, пока его не отзовут.";
    /// A line that somebody else agreed to.
    stands_by_another(since: &str) = "Not agreed to by you. Another person with this number agreed on {since}; that stands until it is ended.",
        "Usted no lo aceptó. Otra persona con este número lo aceptó el {since}; vale hasta que se termine.",
        "Вы на это не соглашались. Согласие {since} дал другой человек с этим номером; оно действует, пока его не отзовут.";
    /// How to opt out and back in.
    how(phone: &str) = "To end texts, reply STOP to any of them, call {phone}, or ask any of us. To get texts about your vehicle again, text START.",
        "Para terminar los mensajes, responda ALTO a cualquiera, llame al {phone} o pídalo a cualquiera de nosotros. Para recibirlos de nuevo, envíe INICIAR.",
        "Чтобы прекратить SMS, ответьте СТОП на любое, позвоните {phone} или скажите любому из нас. Чтобы снова получать SMS об автомобиле, отправьте СТАРТ.";
    /// The same, where the shop has no number to call.
    how_here() = "To end texts, reply STOP to any of them, or ask any of us. To get texts about your vehicle again, text START.",
        "Para terminar los mensajes, responda ALTO a cualquiera o pídalo a cualquiera de nosotros. Para recibirlos de nuevo, envíe INICIAR.",
        "Чтобы прекратить SMS, ответьте СТОП на любое или скажите любому из нас. Чтобы снова получать SMS об автомобиле, отправьте СТАРТ.";
    /// The ledger's head.
    head(short: &str) = "For our records: consent ledger {short}, as it stood now",
        "Para nuestro archivo: registro de consentimientos {short}, tal como está ahora",
        "Для нашего архива: журнал согласий {short}, как он есть сейчас";
    /// The QR code, for readers.
    head_code() = "The consent ledger's head", "Cabeza del registro de consentimientos", "Вершина журнала согласий";

    /// What the page is about.
    what() = "Give the customer a copy: print it, or save it as a PDF. Nothing is lost without one.",
        "Entregue una copia: imprímala o guárdela como PDF. Sin ella no se pierde nada.",
        "Дайте клиенту копию: распечатайте или сохраните как PDF. Без неё ничего не пропадёт.";
    /// Nothing was made yet.
    none() = "There is no receipt yet. It is made with the work, the prices and the consent as they stand now.",
        "Todavía no hay recibo. Se hace con el trabajo, los precios y el consentimiento tal como están ahora.",
        "Чека ещё нет. В него войдут работы, цены и согласия, какие есть сейчас.";
    /// Makes it.
    make() = "Make the receipt", "Hacer el recibo", "Сделать чек";
    /// It is older than the work that it tells of.
    changed() = "The work or a price has changed since this receipt was made.", "El trabajo o un precio cambió después de hacer este recibo.", "После этого чека изменились работы или цена.";
    /// Makes it anew.
    make_new() = "Make a new one", "Hacer uno nuevo", "Сделать новый";
    /// Why one would.
    new_hint() = "After the work or a price has changed.", "Si cambió el trabajo o un precio.", "Если изменились работы или цена.";
    /// The sizes, for readers.
    size() = "Paper", "Papel", "Бумага";
    /// A size.
    letter() = "Letter", "Carta", "Letter";
    /// A size.
    a4() = "A4", "A4", "A4";
    /// A size.
    roll() = "80 mm", "80 mm", "80 мм";
    /// Prints from the browser.
    print() = "Print", "Imprimir", "Печать";
    /// Saves it.
    pdf() = "PDF", "PDF", "PDF";
    /// Prints on the receipt printer.
    to_printer() = "Print on the receipt printer", "Imprimir en la impresora de recibos", "Печать на чековом принтере";
    /// It was printed.
    printed() = "Sent to the receipt printer.", "Enviado a la impresora de recibos.", "Отправлено на чековый принтер.";
    /// Goes on.
    done() = "Done, to the board", "Listo, al tablero", "Готово, к доске";
    /// The printer can't be reached.
    unreachable() = "The receipt printer can't be reached. Is it on, and plugged in? The receipt is kept; try again, or print from here.",
        "No se alcanza la impresora de recibos. ¿Está encendida y conectada? El recibo está guardado; intente de nuevo o imprima desde aquí.",
        "Чековый принтер недоступен. Он включён и подключён? Чек сохранён; попробуйте ещё раз или напечатайте отсюда.";
    /// No paper.
    no_paper() = "The receipt printer is out of paper. The receipt is kept; put a new roll in and try again.",
        "La impresora de recibos no tiene papel. El recibo está guardado; ponga un rollo nuevo e intente de nuevo.",
        "В чековом принтере нет бумаги. Чек сохранён; вставьте рулон и попробуйте ещё раз.";
    /// A cover is open.
    not_ready() = "The receipt printer is not ready: close its cover and look at its light. The receipt is kept.",
        "La impresora de recibos no está lista: cierre la tapa y mire su luz. El recibo está guardado.",
        "Чековый принтер не готов: закройте крышку и проверьте индикатор. Чек сохранён.";
    /// It stopped.
    stopped() = "The receipt printer stopped in the middle. Look at its paper and its cable, then print again.",
        "La impresora de recibos se detuvo a la mitad. Revise el papel y el cable, e imprima de nuevo.",
        "Чековый принтер остановился на середине. Проверьте бумагу и кабель и напечатайте снова.";
    /// None is set.
    no_printer() = "No receipt printer is set.", "No hay impresora de recibos configurada.", "Чековый принтер не указан.";

    /// The title of the printer's settings.
    printer_title() = "Receipt printer", "Impresora de recibos", "Чековый принтер";
    /// What it is for.
    printer_what() = "A printer of 80 mm rolls that understands ESC/POS, on USB or on the network.",
        "Una impresora de rollos de 80 mm que entiende ESC/POS, por USB o en la red.",
        "Принтер на рулоны 80 мм с поддержкой ESC/POS, по USB или в сети.";
    /// The field.
    printer_place() = "Where it is", "Dónde está", "Где он";
    /// What to type.
    printer_hint() = "/dev/usb/lp0, or an address like 192.168.1.50:9100. Empty for none.",
        "/dev/usb/lp0, o una dirección como 192.168.1.50:9100. Vacío: ninguna.",
        "/dev/usb/lp0 или адрес вида 192.168.1.50:9100. Пусто, если его нет.";
    /// That is no place.
    printer_wrong() = "Write a device like /dev/usb/lp0, or an address like 192.168.1.50:9100.",
        "Escriba un dispositivo como /dev/usb/lp0, o una dirección como 192.168.1.50:9100.",
        "Впишите устройство вида /dev/usb/lp0 или адрес вида 192.168.1.50:9100.";
    /// The button.
    save() = "Save", "Guardar", "Сохранить";
    /// It was kept.
    saved() = "Saved.", "Guardado.", "Сохранено.";
}
