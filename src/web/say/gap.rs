//! After a restore: what the backup does not know, and what follows.

use super::words;

words! {
    /// The title.
    title() = "A backup was restored", "Se restauró una copia", "Восстановлена резервная копия";
    /// The alert.
    restored_lately() = "A backup was restored. ", "Se restauró una copia de seguridad. ", "Восстановлена резервная копия. ";
    /// What follows.
    waits() = "Only what people type, codes, and the answers to STOP and HELP go out. Everything else waits until the owner has seen what is missing.",
        "Solo sale lo que alguien escribe, los códigos y las respuestas a STOP y HELP. Lo demás espera a que la persona titular vea qué falta.",
        "Уходит только то, что люди пишут сами, коды и ответы на STOP и HELP. Остальное ждёт, пока владелец не посмотрит, чего не хватает.";
    /// For those who are not the owner.
    owner_looks() = "Tell the owner.", "Avise a la persona titular.", "Скажите владельцу.";
    /// To the page.
    look() = "See what is missing", "Ver qué falta", "Чего не хватает";
    /// There is nothing to confirm.
    none() = "Nothing waits for your word.", "Nada espera su confirmación.", "Вашего подтверждения ничто не ждёт.";
    /// The gap.
    unknown(from: &str, until: &str) = "Nothing is known from {from} to {until}.", "No se sabe nada desde el {from} hasta el {until}.", "Ничего не известно с {from} по {until}.";
    /// What that means.
    jobs() = "Jobs, customers and signatures from that time are not here. Take in again who is in the shop now; new jobs get numbers that were given before.",
        "Faltan los trabajos, la clientela y las firmas de ese tiempo. Registre otra vez a quien esté en el taller; los trabajos nuevos reciben números que ya se dieron.",
        "Работ, клиентов и подписей за это время здесь нет. Примите заново тех, кто сейчас в мастерской; новые работы получат номера, которые уже выдавались.";
    /// What that means.
    texts() = "Texts that came in then are not here, and nobody can see what was sent. Ask who may have written.",
        "Los mensajes que entraron entonces no están, y no se ve qué se envió. Pregunte a quien pueda haber escrito.",
        "SMS, пришедших за это время, здесь нет, и не видно, что было отправлено. Спросите тех, кто мог написать.";
    /// What that means.
    staff() = "People, passwords, tokens and settings are as they were. Look whether somebody or some program must be shut out again.",
        "El personal, las contraseñas, las claves y los ajustes son los de antes. Mire si hay que volver a quitarle el acceso a alguien o a algún programa.",
        "Сотрудники, пароли, ключи и настройки такие, как были. Проверьте, не нужно ли кому-то или какой-то программе снова закрыть доступ.";
    /// A heading.
    done() = "What was done", "Lo que se hizo", "Что сделано";
    /// From the journal.
    opt_outs(count: usize) = "Opt-outs after that time, taken from the journal: {count}. They hold.", "Bajas posteriores, tomadas del diario: {count}. Valen.", "Отписок после этого, взятых из журнала: {count}. Они действуют.";
    /// The journal is torn.
    unreadable(count: usize) = "Lines of the journal that can't be read: {count}. An opt-out may be among them.", "Líneas del diario que no se pueden leer: {count}. Puede haber una baja entre ellas.", "Строк журнала, которые не читаются: {count}. Среди них может быть отписка.";
    /// What had not left.
    expired(count: usize) = "Texts that had not left and will not: {count}.", "Mensajes que no habían salido y no saldrán: {count}.", "SMS, которые не ушли и не уйдут: {count}.";
    /// The call list.
    to_call(count: usize) = "To call for that: {count}", "Por llamar: {count}", "Позвонить: {count}";
    /// Everybody was signed out.
    signed_out() = "Everybody was signed out.", "Se cerró la sesión de todos.", "Все вышли из системы.";
    /// A heading.
    erased_back() = "Erased since, and back: erase again", "Borrados después, y de vuelta: bórrelos otra vez", "Были удалены и вернулись: удалите снова";
    /// Before the button.
    before() = "Once you confirm, texts go by themselves again. An opt-out that is in no journal would not be known: if somebody may have sent one, note it on their page first.",
        "Cuando confirme, los mensajes volverán a salir solos. Una baja que no esté en ningún diario no se conocería: si alguien pudo enviarla, anótela antes en su página.",
        "После подтверждения SMS снова уходят сами. Отписка, которой нет ни в одном журнале, осталась бы неизвестной: если кто-то мог её прислать, сначала отметьте её на его странице.";
    /// The button.
    confirm() = "I have seen it: let texts go", "Lo he visto: que salgan los mensajes", "Всё видно: пусть SMS уходят";
    /// In the log.
    restored(made: &str) = "a backup of {made}", "una copia del {made}", "копия от {made}";
    /// In the log.
    confirmed(from: &str, until: &str) = "confirmed that nothing is known from {from} to {until}", "confirmado: no se sabe nada del {from} al {until}", "подтверждено: ничего не известно с {from} по {until}";
}
