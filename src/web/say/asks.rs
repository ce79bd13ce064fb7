//! The lines under the bar: what needs a person now.

use super::words;

words! {
    /// The modem is dead.
    no_texts() = "No texts go out", "No sale ningún mensaje", "SMS не отправляются";
    /// The modem works, and something is wrong.
    modem_needs_a_look() = "The modem needs a look", "Hay que revisar el módem", "Модем требует внимания";
    /// To the page with more about it.
    more() = "More", "Más", "Подробнее";
    /// The disk.
    disk_full() = "The disk is full", "El disco está lleno", "Диск полон";
    /// What follows.
    disk_full_why() = "No texts go out until there is room: delete old files on this machine.", "No sale ningún mensaje hasta que haya espacio: borre archivos viejos de esta máquina.", "SMS не отправляются, пока нет места: удалите старые файлы на этой машине.";
    /// The disk.
    disk_nearly_full() = "The disk is nearly full", "El disco está casi lleno", "Диск почти полон";
    /// What follows.
    disk_nearly_full_why() = "Offers wait. Delete old files on this machine.", "Las ofertas esperan. Borre archivos viejos de esta máquina.", "Предложения ждут. Удалите старые файлы на этой машине.";
    /// How much room there is.
    free(megabytes: u64) = "{megabytes} MB are free. ", "Quedan {megabytes} MB libres. ", "Свободно {megabytes} МБ. ";
    /// Whom to call.
    call(whom: &str) = "Call {whom}", "Llame a {whom}", "Позвоните: {whom}";
    /// Somebody without a name.
    this_number() = "this number", "este número", "этот номер";
    /// Somebody without a name or a number.
    somebody() = "somebody", "alguien", "кто-то";
    /// A call was tried.
    no_answer_so_far() = "no answer so far", "sin respuesta hasta ahora", "пока не отвечает";
    /// How many calls there are.
    first_of_calls(count: usize) = "1 of {count} to call", "1 de {count} por llamar", "1 из {count} звонков";
    /// How many there are.
    first_of(count: usize) = "1 of {count}", "1 de {count}", "1 из {count}";
    /// How a call ended.
    called() = "Called", "Hablamos", "Дозвонились";
    /// How a call ended.
    voicemail() = "Voicemail", "Buzón de voz", "Автоответчик";
    /// How a call ended.
    no_answer() = "No answer", "No contesta", "Не отвечает";
    /// Someone wrote something unclear.
    unclear(whom: &str) = "{whom} wrote something unclear", "{whom}: mensaje poco claro", "{whom}: непонятное SMS";
    /// What follows.
    unclear_why() = "No automatic texts go there until you decide.", "No sale ningún mensaje automático a ese número hasta que usted decida.", "Автоматические SMS туда не идут, пока вы не решите.";
    /// To the decision.
    decide() = "Decide", "Decidir", "Решить";
    /// To the call list.
    show() = "Show", "Ver", "Показать";
    /// A text may not have gone.
    doubt() = "A text may not have gone", "Tal vez no salió un mensaje", "SMS могло не уйти";
    /// Who it was for.
    doubt_for(whom: &str) = "It was for {whom}. ", "Era para {whom}. ", "Для: {whom}. ";
    /// Why nobody knows.
    doubt_why() = "The modem stopped answering while it had it.", "El módem dejó de responder mientras lo tenía.", "Модем перестал отвечать, пока оно было у него.";
    /// What became of a doubtful text.
    send_again() = "Send again", "Enviar otra vez", "Отправить снова";
    /// What became of a doubtful text.
    it_arrived() = "It arrived", "Llegó", "Дошло";
    /// What is done about a doubtful text.
    call_instead() = "Call instead", "Mejor llamar", "Лучше позвонить";
    /// Asks whether the clock is right.
    is_it(when: &str) = "Is it {when}?", "¿Es {when}?", "Сейчас {when}?";
    /// Why it is asked.
    is_it_why() = "This machine can't be sure. Until you say so, only codes and replies to STOP and HELP go out.", "Esta máquina no está segura. Hasta que usted lo confirme solo salen códigos y respuestas a ALTO y AYUDA.", "Машина не уверена. Пока вы не подтвердите, уходят только коды и ответы на СТОП и ПОМОЩЬ.";
    /// The time is right.
    yes() = "Yes", "Sí", "Да";
    /// The time is wrong.
    no() = "No", "No", "Нет";
    /// The page with the question was an old one.
    old_page() = "The time that you confirmed was on an old page.", "La hora que usted confirmó estaba en una página vieja.", "Время, которое вы подтвердили, было на старой странице.";
}
