//! Why a text ended as it did, why it waits, and why a person must do something.

use super::{lang, refusal, words};
use crate::domain::gate::{Hold, Refusal};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::why::Why;

/// A reason as it is kept, as a sentence. The words of people and of modems stay as they are.
pub fn sentence(kept: &str) -> String {
    if let Some((why, detail)) = Why::read(kept) {
        return reason(why, detail);
    }
    if let Some(refusal) = Refusal::from_name(kept) {
        return refused(refusal).to_owned();
    }
    match Hold::from_name(kept) {
        Some(hold) => held(hold).to_owned(),
        None => kept.to_owned(),
    }
}

fn reason(why: Why, detail: &str) -> String {
    let plain = match why {
        Why::NewerText => newer_text(),
        Why::MovedOn => moved_on(),
        Why::WasCalled => was_called(),
        Why::CalledOff => return called_off(&super::deed::who(detail)),
        Why::Outdated => refused(Refusal::Expired),
        Why::Arrived => return arrived(detail),
        Why::IsCalled => is_called(),
        Why::OptedOut => opted_out(),
        Why::WroteAgain => wrote_again(),
        Why::OptOutTakenBack => opt_out_taken_back(),
        Why::Erased => erased(),
        Why::TooFarApart => too_far_apart(),
        Why::Stopped => stopped(),
        Why::CodeForgotten => code_forgotten(),
        Why::Proved => proved(),
        Why::NoTextsWanted => no_texts_wanted(),
        Why::NumberReplaced => number_replaced(),
        Why::Restored => restored(),
        Why::Cms => return refusal::cms(detail),
        Why::Cme => return refusal::cme(detail),
        Why::BareError => bare_error(),
        Why::UnknownCommand => unknown_command(),
        Why::Silence => silence(),
        Why::NoReference => no_reference(),
        Why::WentAway => went_away(),
        Why::Reported => reported(),
        Why::SimCounted => sim_counted(),
        Why::ReferenceUsed => reference_used(),
        Why::SimDidNotCount => sim_did_not_count(),
        Why::ReferenceFree => reference_free(),
        Why::StillTrying => return still_trying(report(detail)),
        Why::NotConfirmed => not_confirmed(),
        Why::Ready => return format!("{} {}", ready(), sentence(detail)),
        Why::ReadyNoNumber => ready_no_number(),
        Why::ReadyNoTexts => ready_no_texts(),
        Why::ReadyByEmail => ready_by_email(),
        Why::ReadyUnclear => ready_unclear(),
        Why::ReadyStale => ready_stale(),
        Why::ReadyFailing => ready_failing(),
        Why::ReadyRestored => ready_restored(),
        Why::CallAfterRestore => call_after_restore(),
        Why::NumberFails => number_fails(),
        Why::LowScore => return low_score(detail),
        // A number that can be called stands beside it.
        Why::MissedCall if detail.is_empty() || PhoneNumber::from_e164(detail).is_ok() => {
            missed_call()
        }
        Why::MissedCall => return missed_call_from(detail),
        Why::MissedCallWithheld => missed_call_withheld(),
        Why::NumberWorks => number_works(),
        Why::ReadyQuiet => ready_quiet(),
        Why::NotReadyAfterAll => not_ready_after_all(),
        Why::OptedOutBefore => opted_out_before(),
        Why::NotInTime => not_in_time(),
        Why::ModemDown => modem_down(),
        Why::MayNotHaveArrived => may_not_have_arrived(),
        Why::OnlyBeginning => only_beginning(),
        Why::NotSent => not_sent(),
        Why::NotDelivered => return not_delivered(report(detail)),
        Why::NoAnswer => return no_answer(detail),
        Why::Ask => return ask(detail),
        Why::StillHere => still_here(),
        Why::NewTime => new_time(),
        Why::Decide => decide(),
        Why::CheckVisit => check_visit(),
        Why::WrongNumber => wrong_number(),
        Why::UnknownOptOut => unknown_opt_out(),
        Why::UnreadableOptOut => unreadable_opt_out(),
        Why::ChangeWanted => change_wanted(),
        Why::NumberChanged => number_changed(),
        Why::ScanMissing => scan_missing(),
        Why::CodesInARow => codes_in_a_row(),
        Why::CodesUnused => codes_unused(),
        Why::TakenBack => taken_back(),
        Why::NotReady => not_ready(),
        Why::WentAfterAll => went_after_all(),
        Why::SignedUpAgain => signed_up_again(),
        Why::Answered => answered(),
    };
    plain.to_owned()
}

/// What a status report says, for staff. English keeps the standard's own words.
pub fn report(meaning: &str) -> &str {
    let known = match meaning {
        "congestion" => ["congestion", "la red está saturada", "сеть перегружена"],
        "the phone is busy" => [
            "the phone is busy",
            "el teléfono está ocupado",
            "телефон занят",
        ],
        "no response from the phone" => [
            "no response from the phone",
            "el teléfono no responde",
            "телефон не отвечает",
        ],
        "service rejected" | "connection rejected by the phone" => {
            [meaning, "el teléfono lo rechazó", "телефон отклонил"]
        }
        "still trying, no reason given" => [
            "it does not say why",
            "no dice por qué",
            "почему, не сказано",
        ],
        "validity period expired" => [
            "validity period expired",
            "venció el plazo de entrega",
            "истёк срок доставки",
        ],
        "not obtainable" => ["not obtainable", "no está disponible", "недоступен"],
        "error in the phone" => [
            "error in the phone",
            "error en el teléfono",
            "ошибка телефона",
        ],
        _ => [
            meaning,
            "la red no pudo entregarlo",
            "сеть не смогла доставить",
        ],
    };
    super::pick(known)
}

/// Why a text must wait, as the rest of a sentence.
pub fn held(hold: Hold) -> &'static str {
    match (lang(), hold) {
        (Lang::Es, Hold::NotYet) => "todavía no es su hora",
        (Lang::Es, Hold::ClockUnknown) => "no se sabe qué hora es; confírmela en esta página",
        (Lang::Es, Hold::Restored) => {
            "se restauró una copia; antes la persona titular debe ver qué falta en ella"
        }
        (Lang::Es, Hold::Settling) => {
            "el módem estuvo ausente; primero entran las respuestas que esperaban en la red"
        }
        (Lang::Es, Hold::Unclear) => "una respuesta de este número necesita una decisión",
        (Lang::Es, Hold::Unread) => "nadie ha leído un mensaje de este número",
        (Lang::Es, Hold::Unproved) => {
            "el número no está verificado; un código o cualquier mensaje suyo lo verifica"
        }
        (Lang::Es, Hold::Stale) => {
            "hace mucho que no se sabe nada de este número; un código o cualquier mensaje suyo lo verifica otra vez"
        }
        (Lang::Es, Hold::Failing) => {
            "dos mensajes seguidos no se pudieron entregar; un código o cualquier mensaje suyo lo resuelve"
        }
        (Lang::Es, Hold::QuietHours) => "horas de silencio",
        (Lang::Es, Hold::Capped) => "se llegó al límite de mensajes de este tipo",
        (Lang::Es, Hold::DiskFull) => "el disco está casi lleno; libere espacio",
        (Lang::Es, Hold::OffersLocked) => {
            "las ofertas esperan a que la persona titular confirme el contrato de la línea"
        }
        (Lang::Es, Hold::Deaf) => {
            "el mensaje de la línea a sí misma no volvió; un ALTO tampoco llegaría"
        }
        (Lang::Es, Hold::Unwelcome) => {
            "las ofertas están detenidas: esta semana contestó muy poca gente o demasiada se opuso"
        }
        (Lang::Ru, Hold::NotYet) => "его время ещё не пришло",
        (Lang::Ru, Hold::ClockUnknown) => {
            "неизвестно, который час; подтвердите время на этой странице"
        }
        (Lang::Ru, Hold::Restored) => {
            "восстановлена копия; владельцу сначала нужно посмотреть, чего в ней нет"
        }
        (Lang::Ru, Hold::Settling) => {
            "модема не было на связи; сначала придут ответы, которые ждали в сети"
        }
        (Lang::Ru, Hold::Unclear) => "ответ с этого номера ждёт решения",
        (Lang::Ru, Hold::Unread) => "SMS с этого номера никто не прочитал",
        (Lang::Ru, Hold::Unproved) => {
            "номер не подтверждён; его подтвердит код или любое SMS с него"
        }
        (Lang::Ru, Hold::Stale) => {
            "об этом номере давно ничего не слышно; его заново подтвердит код или любое SMS с него"
        }
        (Lang::Ru, Hold::Failing) => {
            "два SMS подряд не удалось доставить; это снимет код или любое SMS с этого номера"
        }
        (Lang::Ru, Hold::QuietHours) => "тихие часы",
        (Lang::Ru, Hold::Capped) => "достигнут предел для таких SMS",
        (Lang::Ru, Hold::DiskFull) => "диск почти полон; освободите место",
        (Lang::Ru, Hold::OffersLocked) => {
            "предложения ждут, пока владелец подтвердит договор линии"
        }
        (Lang::Ru, Hold::Deaf) => {
            "SMS линии самой себе не вернулось, значит, и СТОП может не дойти"
        }
        (Lang::Ru, Hold::Unwelcome) => {
            "предложения остановлены: за неделю ответили слишком немногие или возразили слишком многие"
        }
        (_, hold) => hold.words(),
    }
}

/// Why a text may never go, as a sentence.
pub fn refused(refusal: Refusal) -> &'static str {
    match (lang(), refusal) {
        (Lang::Es, Refusal::NoConsent) => "Este número no aceptó mensajes de este tipo.",
        (Lang::Es, Refusal::OptedOut) => "Este número se dio de baja.",
        (Lang::Es, Refusal::OnlyReady) => "Este número solo quiere el aviso de «listo».",
        (Lang::Es, Refusal::CallOnly) => "A este número no se le puede escribir.",
        (Lang::Es, Refusal::Expired) => "Ya no valía la pena enviarlo.",
        (Lang::Es, Refusal::TooLate) => "Cuando pudiera salir ya no sería actual.",
        (Lang::Es, Refusal::NothingToAnswer) => {
            "En el último día no hay ningún mensaje de este número que se pueda responder."
        }
        (Lang::Ru, Refusal::NoConsent) => "С этого номера не дано согласие на такие SMS.",
        (Lang::Ru, Refusal::OptedOut) => "Этот номер отписан.",
        (Lang::Ru, Refusal::OnlyReady) => "На этот номер нужно только «готово».",
        (Lang::Ru, Refusal::CallOnly) => "На этот номер нельзя написать.",
        (Lang::Ru, Refusal::Expired) => "Отправлять уже не имело смысла.",
        (Lang::Ru, Refusal::TooLate) => "К тому времени, когда можно отправить, оно устареет.",
        (Lang::Ru, Refusal::NothingToAnswer) => {
            "За последние сутки с этого номера нет SMS, на которое можно ответить."
        }
        (_, refusal) => refusal.words(),
    }
}

words! {
    /// Why a text was called off.
    newer_text() = "A newer text took its place.", "Lo reemplazó un mensaje más nuevo.", "Его заменило более новое SMS.";
    /// Why a text was called off.
    moved_on() = "The job has moved on.", "El trabajo ya avanzó.", "Работа уже на другом этапе.";
    /// Why a text was called off.
    was_called() = "The customer was called.", "Ya se llamó por teléfono.", "Клиенту позвонили.";
    /// Why a text was called off.
    called_off(who: &str) = "Called off by {who}.", "Lo anuló {who}.", "Отмена: {who}.";
    /// Why a doubtful text counts as sent.
    arrived(who: &str) = "{who} says it arrived.", "{who} dice que llegó.", "{who}: дошло.";
    /// Why a doubtful text was let go.
    is_called() = "It may have gone; the customer is called.", "Tal vez salió; se llama por teléfono.", "Возможно, ушло; клиенту звонят.";
    /// Why a text was called off.
    opted_out() = "The customer opted out.", "Esa persona se dio de baja.", "Клиенту больше не нужны SMS.";
    /// Why a text was called off.
    wrote_again() = "The customer wrote again before it could go.", "Esa persona volvió a escribir antes de que saliera.", "От клиента пришло новое SMS раньше, чем оно ушло.";
    /// Why a text was called off.
    erased() = "The person was erased.", "Se borró a la persona.", "Данные человека удалены.";
    /// The opt-out was taken back.
    opt_out_taken_back() = "The opt-out was taken back.", "Se deshizo la baja.", "Отписку отменили.";
    /// Why a text was cut short.
    too_far_apart() = "Its parts would have come too far apart.", "Sus partes habrían llegado con demasiado tiempo entre una y otra.", "Его части пришли бы с большим разрывом.";
    /// Why nobody knows.
    stopped() = "Readybell was stopped before the network's answer.", "Readybell se detuvo antes de la respuesta de la red.", "Readybell остановили раньше, чем ответила сеть.";
    /// A code that nobody knows any more.
    code_forgotten() = "Readybell was started anew, and its code with it. Send a new one.", "Readybell se reinició y el código se perdió. Envíe uno nuevo.", "Readybell перезапустили, код забыт. Отправьте новый.";
    /// A code that nobody needs any more.
    proved() = "The number is proved.", "El número está comprobado.", "Номер подтверждён.";
    /// A code that nobody wants any more.
    no_texts_wanted() = "No texts are wanted.", "No se quieren mensajes.", "SMS не нужны.";
    /// A code for another number.
    number_replaced() = "The number was changed.", "Se cambió el número.", "Номер изменили.";
    /// Why a text ended.
    restored() = "A backup was restored: it may have gone since that was made.", "Se restauró una copia: tal vez salió después de hacerla.", "Восстановлена копия: после её создания оно могло уйти.";

    /// What the modem said.
    bare_error() = "The modem says ERROR and no more.", "El módem dice ERROR y nada más.", "Модем сказал только ERROR.";
    /// What the modem said.
    unknown_command() = "The modem does not know the command.", "El módem no conoce el comando.", "Модем не знает этой команды.";
    /// What the modem said.
    silence() = "The modem gave no answer in time.", "El módem no respondió a tiempo.", "Модем не ответил вовремя.";
    /// What the modem said.
    no_reference() = "The modem said OK and gave no reference.", "El módem dijo OK sin dar referencia.", "Модем сказал OK, но номера не дал.";
    /// What settled a doubtful text.
    reported() = "A status report names it, so it went.", "Un informe de la red lo nombra, así que salió.", "О нём есть отчёт сети, значит, оно ушло.";
    /// What is known of a doubtful text.
    sim_counted() = "The SIM counted it, so it probably went.", "La SIM lo contó, así que probablemente salió.", "SIM-карта его посчитала, так что, вероятно, оно ушло.";
    /// What is known of a doubtful text.
    reference_used() = "The next text's number shows that it was tried, so it probably went.", "El número del mensaje siguiente muestra que se intentó, así que probablemente salió.", "По номеру следующего SMS видна попытка, так что, вероятно, оно ушло.";
    /// What settled a doubtful text.
    sim_did_not_count() = "The SIM did not count it, so it did not go.", "La SIM no lo contó, así que no salió.", "SIM-карта его не посчитала, значит, оно не ушло.";
    /// What settled a doubtful text.
    reference_free() = "The next text got its number, so it did not go.", "El mensaje siguiente recibió su número, así que no salió.", "Следующее SMS получило его номер, значит, оно не ушло.";
    /// The network took it, and the phone does not have it yet.
    still_trying(why: &str) = "The network is still trying to deliver it: {why}.", "La red sigue intentando entregarlo: {why}.", "Сеть ещё пытается доставить: {why}.";
    /// The network handed it on, and says no more.
    not_confirmed() = "The network has handed it on and can't say whether it arrived.", "La red lo pasó y no puede decir si llegó.", "Сеть передала его дальше и не знает, дошло ли.";
    /// What the modem said.
    went_away() = "The modem went away before it answered.", "El módem se fue antes de responder.", "Модем пропал, не ответив.";

    /// Before the reason why no text may go.
    ready() = "Ready.", "Listo.", "Готово.";
    /// Why to call.
    ready_no_number() = "Ready. There is no number to text.", "Listo. No hay número al que escribir.", "Готово. Номера для SMS нет.";
    /// Why to call.
    ready_no_texts() = "Ready. Wants no texts.", "Listo. No quiere mensajes.", "Готово. SMS не нужны.";
    /// Why to write.
    ready_by_email() = "Ready. Wants an e-mail.", "Listo. Quiere un correo.", "Готово. Нужно письмо на e-mail.";
    /// Why to call.
    ready_unclear() = "Ready. A reply from this number needs a decision first.", "Listo. Antes hay que decidir sobre una respuesta de este número.", "Готово. Сначала нужно решить, что значит ответ с этого номера.";
    /// Why to call.
    ready_stale() = "Ready. Nothing was heard of this number for two years; it has to be verified again.", "Listo. Hace dos años que no se sabe nada de este número; hay que verificarlo otra vez.", "Готово. Об этом номере два года ничего не слышно; его нужно подтвердить заново.";
    /// Why to call.
    ready_failing() = "Ready. The last two texts to this number could not be delivered.", "Listo. Los dos últimos mensajes a este número no se pudieron entregar.", "Готово. Два последних SMS на этот номер не удалось доставить.";
    /// Why to call.
    ready_restored() = "Ready. A backup was restored, and the owner has not confirmed what is missing.", "Listo. Se restauró una copia y la persona titular no ha confirmado qué falta.", "Готово. Восстановлена копия, и чего в ней не хватает, ещё не подтверждено.";
    /// Why to call.
    call_after_restore() = "A backup was restored: nobody knows whether a text went. Ask how things stand.", "Se restauró una copia: no se sabe si un mensaje salió. Pregunte cómo va todo.", "Восстановлена копия: неизвестно, ушло ли SMS. Спросите, как обстоят дела.";
    /// What a person must do.
    low_score(score: &str) = "Gave {score} of 5. A call may still mend it.", "Puso {score} de 5. Una llamada aún puede arreglarlo.", "Оценка {score} из 5. Звонок ещё может всё исправить.";
    /// A task.
    missed_call() = "Missed call. Nobody can answer on the modem's line; call back.", "Llamada perdida. En la línea del módem nadie puede contestar; devuelva la llamada.", "Пропущенный звонок. На линии модема ответить некому; перезвоните.";
    /// A task.
    missed_call_from(number: &str) = "Missed call from {number}.", "Llamada perdida del {number}.", "Пропущенный звонок с номера {number}.";
    /// A task.
    missed_call_withheld() = "Missed call. The number is withheld.", "Llamada perdida. El número está oculto.", "Пропущенный звонок. Номер скрыт.";
    /// A task.
    number_fails() = "Two texts in a row could not be delivered, so no more go by themselves. Ask the customer for the right number.", "Dos mensajes seguidos no se pudieron entregar, así que ya no sale ninguno solo. Pida el número correcto en la próxima visita o llamada.", "Два SMS подряд не удалось доставить, поэтому сами они больше не уходят. Спросите у клиента верный номер.";
    /// How that ended.
    number_works() = "The number is in use.", "El número está en uso.", "Номер работает.";
    /// Why to call.
    ready_quiet() = "Ready. The text waits for the end of the quiet hours.", "Listo. El mensaje espera a que terminen las horas de silencio.", "Готово. SMS ждёт конца тихих часов.";
    /// Why to call.
    not_ready_after_all() = "Was told “ready”, and it is not ready after all.", "Se le avisó «listo», y al final no lo está.", "Сообщили «готово», а машина ещё не готова.";
    /// Why to call.
    opted_out_before() = "Opted out before a text could go.", "Se dio de baja antes de que saliera un mensaje.", "Отписка пришла раньше, чем ушло SMS.";
    /// Why to call.
    not_in_time() = "A text could not go in time.", "Un mensaje no pudo salir a tiempo.", "SMS не успело уйти вовремя.";
    /// Why to call.
    modem_down() = "The modem is down, and “ready” waits.", "El módem no responde y el aviso de «listo» espera.", "Модем не отвечает, «готово» ждёт.";
    /// Why to call.
    may_not_have_arrived() = "A text may not have arrived.", "Tal vez no llegó un mensaje.", "SMS могло не дойти.";
    /// Why to call.
    only_beginning() = "Only the beginning of a text went.", "Solo salió el comienzo de un mensaje.", "Ушло только начало SMS.";
    /// Why to call.
    not_sent() = "A text could not be sent.", "No se pudo enviar un mensaje.", "SMS не удалось отправить.";
    /// Why to call.
    not_delivered(why: &str) = "A text did not arrive: {why}.", "Un mensaje no llegó: {why}.", "SMS не дошло: {why}.";
    /// Why to call.
    no_answer(line: &str) = "No answer yet: {line}?", "Todavía sin respuesta: ¿{line}?", "Ответа пока нет: {line}?";
    /// Why to call.
    ask(line: &str) = "Ask for approval: {line}", "Pida la aprobación: {line}", "Спросите согласие: {line}";
    /// Why to call.
    new_time() = "A new time was promised, and no text may go.", "Se prometió otra hora y no puede salir ningún mensaje.", "Обещано другое время, а SMS отправить нельзя.";
    /// Why to call.
    still_here() = "The shop is closing, and the vehicle is still here.", "El taller cierra y el vehículo sigue aquí.", "Мастерская закрывается, а машина ещё здесь.";

    /// What a person must do.
    decide() = "Is this a no to more texts?", "¿Es un no a más mensajes?", "Это отказ от SMS?";
    /// What a person must do.
    check_visit() = "Wrote CANCEL: texts have ended. Was the visit meant too? Ask by phone.", "Escribió CANCEL: los mensajes terminaron. ¿Se refería también a la visita? Pregunte por teléfono.", "Пришло CANCEL: SMS прекращены. Визит тоже отменяется? Спросите по телефону.";
    /// What a person must do.
    wrong_number() = "This number belongs to somebody else. Ask the customer for the right one.", "Este número es de otra persona. Pida el correcto a quien lo dio.", "Это чужой номер. Спросите у клиента верный.";
    /// What a person must do.
    unknown_opt_out() = "An opt-out came from a number that no customer has. It holds; see whose it is.", "Llegó una baja de un número que no es de nadie de la clientela. Vale igual; averigüe de quién es.", "Пришла отписка с номера, которого нет ни у одного клиента. Она действует; выясните, чей он.";
    /// What a person must do.
    unreadable_opt_out() = "An opt-out came, and its number can't be read. See whose it is.", "Llegó una baja y no se puede leer el número. Averigüe de quién es.", "Пришла отписка, номер прочитать нельзя. Выясните, чья она.";
    /// What a person must do.
    change_wanted() = "Wants to change a visit or an order.", "Quiere cambiar una visita o un pedido.", "Просьба изменить визит или заказ.";
    /// What a person must do.
    number_changed() = "Has another number now.", "Ahora tiene otro número.", "Теперь другой номер.";

    /// What a person must do.
    scan_missing() = "Signed on paper: attach a photo or a scan of the sheet.", "Firmado en papel: adjunte una foto o un escaneo de la hoja.", "Подписано на бумаге: приложите фото или скан листа.";
    /// What a person must do.
    codes_in_a_row() = "Codes went to numbers that follow one another. Somebody may be making you pay for texts.", "Salieron códigos a números consecutivos. Alguien puede estar haciéndole pagar mensajes.", "Коды ушли на номера подряд. Возможно, кто-то накручивает вам SMS.";
    /// What a person must do.
    codes_unused() = "Few of today's codes were ever typed in. Somebody may be making you pay for texts.", "Pocos códigos de hoy se llegaron a usar. Alguien puede estar haciéndole pagar mensajes.", "Мало какие коды за сегодня были введены. Возможно, кто-то накручивает вам SMS.";

    /// How a call ended by itself.
    taken_back() = "“Ready” was taken back", "Se deshizo el «listo»", "«готово» отменили";
    /// How a call ended by itself.
    not_ready() = "not ready after all", "al final no estaba listo", "ещё не готово";
    /// How a call ended by itself.
    went_after_all() = "the text went after all", "el mensaje salió al final", "SMS всё же ушло";
    /// How a task ended by itself.
    signed_up_again() = "the customer signed up again", "esa persona volvió a suscribirse", "клиенту снова нужны SMS";
    /// How a call ended by itself.
    answered() = "an answer came", "llegó la respuesta", "ответ пришёл";
}
