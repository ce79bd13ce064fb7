//! One conversation.

use super::words;

words! {
    /// Behind the first name, where others share the number.
    also(first: &str, others: &str) = "{first} (also {others})", "{first} (también {others})", "{first} (также {others})";
    /// To the customer's page.
    person() = "Customer", "Cliente", "Клиент";
    /// Older texts.
    older() = "Older texts", "Mensajes anteriores", "Более ранние";
    /// None at all.
    none() = "No texts yet.", "Todavía no hay mensajes.", "Сообщений пока нет.";
    /// What a text was taken for.
    was_opt_out() = "taken as an opt-out", "se tomó como baja", "принято как отказ";
    /// It changed nothing.
    was_kept() = "kept", "sin cambios", "без изменений";
    /// Offers have ended by it.
    was_no_offers() = "no more offers", "sin más ofertas", "без предложений";
    /// Only "ready" goes from now on.
    was_only_ready() = "only “ready” from now on", "solo «listo» de ahora en adelante", "теперь только «готово»";
    /// An opt-out that the rules understood.
    opt_out() = "opt-out", "baja", "отказ";
    /// An opt-in that the rules understood.
    signed_up() = "signed up", "alta", "подписка";
    /// HELP.
    asked_for_help() = "asked for help", "pidió ayuda", "запрошена помощь";
    /// The rules did not understand it.
    unclear() = "unclear", "no está claro", "неясно";
    /// It has not been looked at by the rules yet.
    just_came() = "just came in", "acaba de llegar", "только что пришло";
    /// A part never came.
    part_missing() = "a part of it is missing", "falta una parte", "не хватает части";
    /// Another came in its place.
    replaced() = "a later text took its place", "otro mensaje lo sustituyó", "его заменило более позднее SMS";
    /// Makes any text an opt-out.
    this_is_one() = "They want no more texts", "No quiere más mensajes", "Больше не хочет SMS";
    /// Before the seconds.
    goes_in() = "goes in", "sale en", "уйдёт через";
    /// Takes a waiting text back.
    call_off() = "Call it off", "Cancelar el envío", "Отменить отправку";
    /// The question about an unclear text.
    is_it_a_no() = "Is this a no to more texts?", "¿Es un no a más mensajes?", "Это отказ от сообщений?";
    /// What waits until it is answered.
    on_hold(name: &str) = "No automatic texts go to {name} until you choose.",
        "No sale ningún mensaje automático para {name} hasta que usted elija.",
        "Автоматические сообщения ({name}) ждут вашего решения.";
    /// When nobody's name is known.
    this_number() = "this number", "este número", "этот номер";
    /// Which texts wait for it.
    waiting_for_it(which: &str) = "On hold now: {which}.", "En espera ahora: {which}.", "Сейчас ждут: {which}.";
    /// What happens when nobody answers.
    counts_from(when: &str) = "Left alone until {when}, it counts as an opt-out.",
        "Si nadie decide antes de {when}, cuenta como baja.",
        "Крайний срок: {when}; потом это считается отказом.";
    /// Ends all texts.
    decide_opt_out() = "Opt out", "Dar de baja", "Отказ";
    /// Changes nothing.
    decide_keep() = "Keep", "Dejar igual", "Оставить";
    /// Ends offers.
    decide_no_offers() = "No offers", "Sin ofertas", "Без предложений";
    /// Ends all but "ready".
    decide_only_ready() = "Only “ready”", "Solo «listo»", "Только «готово»";
    /// The box to type in.
    reply() = "Reply", "Respuesta", "Ответ";
    /// The same, where nobody wrote.
    write() = "Write", "Escribir", "Написать";
    /// Sends it.
    send() = "Send", "Enviar", "Отправить";
    /// What is typed looks like an offer, and may not go as one.
    offer(words: &str) = "“{words}” looks like an offer. Offers go only to those who agreed to them.",
        "«{words}» parece una oferta. Las ofertas solo van a quienes las aceptaron.",
        "«{words}» похоже на предложение. Предложения идут только тем, кто на них согласен.";
    /// Staff say that it is none.
    no_offer() = "This is not an offer. My name is kept with that.", "No es una oferta. Mi nombre queda anotado con eso.", "Это не предложение. Моё имя останется при этой записи.";
    /// Phrases to put in.
    phrases() = "Phrases", "Frases", "Фразы";
    /// What they are for, with the language that they come in.
    phrases_hint(lang: &str) = "One tap puts it into the box, in the customer's language ({lang}). You can change it.",
        "Un toque la pone en el cuadro, en el idioma de esa persona ({lang}). Se puede cambiar.",
        "Одно касание вставит фразу на языке клиента ({lang}). Её можно изменить.";
    /// The conversation is done with.
    done() = "Done", "Terminar", "Завершить";
    /// It is done with.
    is_done() = "Done with. A new text opens it again.", "Terminada. Un mensaje nuevo la abre otra vez.",
        "Завершён. Новое сообщение откроет его снова.";
    /// I answer it.
    is_yours() = "Yours", "Suya", "Ваш";
    /// Gives it back.
    let_go() = "Let go", "Dejarla libre", "Отпустить";
    /// Takes it.
    take() = "Take it", "Tomarla", "Взять себе";
    /// Who left a note.
    left_by(name: &str, when: &str) = "{name} left this {when}:", "{name} dejó esto {when}:", "{name} передаёт ({when}):";
    /// The same without words.
    left_without(name: &str, when: &str) = "{name} let go of this {when}.", "{name} la dejó libre: {when}",
        "{name} больше не ведёт этот разговор ({when}).";
    /// Why a reply may go.
    they_wrote(when: &str) = "They wrote {when}, so an answer is fine", "Escribió {when}: se puede contestar",
        "Сообщение было {when}: ответить можно";
    /// Why a first text may go.
    they_agreed() = "They agreed to texts", "Aceptó recibir mensajes", "Согласие на сообщения есть";
    /// Why none may go.
    call_only() = "This number can't be texted. Call it.", "A este número no se le puede escribir. Llame.",
        "На этот номер нельзя писать. Позвоните.";
    /// Why none may go.
    opted_out() = "They opted out, and wrote nothing since that could be answered. Call them.",
        "Pidió no recibir mensajes y no ha escrito nada que se pueda contestar. Llame.",
        "От сообщений отказались и больше ничего не писали. Позвоните.";
    /// Why none may go.
    not_agreed() = "They did not agree to texts, and wrote nothing within a day. Call them.",
        "No aceptó recibir mensajes y no escribió en el último día. Llame.",
        "Согласия на сообщения нет, и за сутки ничего не пришло. Позвоните.";
    /// They write in another language.
    writes_in(written: &str, told: &str) = "The last text is in {written}; ours go out in {told}.",
        "El último mensaje está en {written}; los nuestros salen en {told}.",
        "Последнее сообщение: {written}; наши уходят так: {told}.";
    /// Changes the language of our texts.
    text_in(lang: &str) = "Text in {lang} from now on", "Escribir en {lang} desde ahora", "Дальше писать: {lang}";
    /// It was ended here.
    ended() = "Opted out.", "Baja registrada.", "Отказ записан.";
    /// Before the seconds.
    confirmation_in() = "The confirmation goes in", "La confirmación sale en", "Подтверждение уйдёт через";
    /// Offers were ended here.
    ended_offers() = "No more offers.", "Sin más ofertas.", "Больше никаких предложений.";
    /// All but "ready" was ended here.
    ended_progress() = "Only “ready” from now on.", "Solo «listo» de ahora en adelante.", "Теперь только «готово».";
    /// Before the seconds.
    undo_for() = "You can take that back for", "Se puede deshacer durante", "Это можно отменить ещё";
    /// What the bar shows, for readers.
    time_left() = "Time left to undo", "Tiempo para deshacer", "Время на отмену";
    /// Takes it back.
    undo() = "Undo", "Deshacer", "Вернуть";
    /// The consent: texts about the vehicle.
    service() = "Texts about the vehicle", "Mensajes sobre el vehículo", "Сообщения о машине";
    /// The consent: one kind only.
    only_ready() = "Only “ready”", "Solo «listo»", "Только «готово»";
    /// No texts can go there at all.
    calls() = "Call only", "Solo llamadas", "Только звонки";
    /// An unclear text holds it.
    held() = "On hold", "En espera", "На паузе";
    /// Ended.
    out() = "Opted out", "No quiere mensajes", "Сообщения отключены";
    /// Never agreed.
    never() = "Did not agree to texts", "No aceptó mensajes", "Нет согласия";
    /// Offers are fine.
    offers() = "Offers", "Ofertas", "Предложения";
    /// Offers are held.
    offers_held() = "Offers on hold", "Ofertas en espera", "Предложения на паузе";
    /// No offers.
    no_offers() = "No offers", "Sin ofertas", "Без предложений";
    /// Where a job stands.
    booked() = "booked", "con cita", "записана";
    /// Where a job stands.
    waiting() = "waiting", "en espera", "ждёт";
    /// Where a job stands.
    in_a_bay() = "in a bay", "en el taller", "на посту";
    /// Where a job stands.
    ready() = "ready", "listo", "готово";
    /// Where a job stands.
    picked_up() = "picked up", "entregado", "выдано";
    /// Where a job stands.
    cancelled() = "cancelled", "cancelado", "отменено";
    /// The shop has no words in it.
    no_such_lang() = "The shop has no texts in that language. Choose another.", "El taller no tiene mensajes en ese idioma. Elija otro.",
        "На этом языке сообщений нет. Выберите другой.";
    /// A form that was built by hand.
    no_such_decision() = "There is no such decision. Go back to the conversation.",
        "Esa decisión no existe. Vuelva a la conversación.", "Такого решения нет. Вернитесь к разговору.";
}
