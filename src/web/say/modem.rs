//! What is wrong with the modem, and what to do.

use super::words;
use crate::modem::Why;

/// What is wrong, and what to do.
pub fn why(why: &Why) -> String {
    let plain = match why {
        Why::NotOpenedYet => not_opened_yet(),
        Why::PortMissing => port_missing(),
        Why::NoModemFound => no_modem_found(),
        Why::PortBusy => port_busy(),
        Why::PortForbidden => port_forbidden(),
        Why::PortFailed { words } => return port_failed(words),
        Why::Unplugged => unplugged(),
        Why::NoAnswer => no_answer(),
        Why::Restarted => restarted(),
        Why::TextRefused => text_refused(),
        Why::TakesNoTexts => takes_no_texts(),
        Why::NoSim => no_sim(),
        Why::SimBusy => sim_busy(),
        Why::SimFailed => sim_failed(),
        Why::PinNeeded => pin_needed(),
        Why::PinRefused => pin_refused(),
        Why::PinNotTried => pin_not_tried(),
        Why::CannotReceive => cannot_receive(),
        Why::SimChanged => sim_changed(),
        Why::Roaming => roaming(),
        Why::SimLocked => sim_locked(),
        Why::CommandRefused { command } => return command_refused(command),
        Why::Searching => searching(),
        Why::RegistrationDenied => registration_denied(),
        Why::StorageFull => storage_full(),
        Why::StorageNearlyFull => storage_nearly_full(),
        Why::NoServiceCenter => no_service_center(),
        Why::NotStored => not_stored(),
        Why::Stopping => stopping(),
    };
    plain.to_owned()
}

words! {
    /// What is wrong.
    not_opened_yet() = "The modem has not been looked for yet.", "Todavía no se ha buscado el módem.", "Модем ещё не искали.";
    /// What is wrong.
    port_missing() = "The modem is not there. Check its cable, then the port's path in the configuration.",
        "El módem no está. Revise el cable y después la ruta del puerto en la configuración.",
        "Модема нет. Проверьте кабель, затем путь к порту в настройках программы.";
    /// What is wrong.
    no_modem_found() = "No modem was found on any port. Check its cable and its power; `readybell doctor` says what was tried.",
        "No se encontró ningún módem. Revise el cable y la corriente; `readybell doctor` dice qué se probó.",
        "Модем не найден. Проверьте кабель и питание; `readybell doctor` скажет, что пробовали.";
    /// What is wrong.
    port_busy() = "Another program uses the modem. Stop it (ModemManager is a usual one).",
        "Otro programa usa el módem. Deténgalo (suele ser ModemManager).",
        "Модем занят другой программой. Остановите её (часто это ModemManager).";
    /// What is wrong.
    port_forbidden() = "The modem's port may not be opened. Put the service's user into the group dialout.",
        "No hay permiso para abrir el puerto del módem. Ponga al usuario del servicio en el grupo dialout.",
        "Нет права открыть порт модема. Добавьте пользователя службы в группу dialout.";
    /// What is wrong, with what the system said.
    port_failed(words: &str) = "The modem's port can't be opened: {words}.", "No se puede abrir el puerto del módem: {words}.", "Порт модема не открывается: {words}.";
    /// What is wrong.
    unplugged() = "The modem was unplugged or fell off. Check its cable and its power.",
        "El módem se desconectó. Revise el cable y la corriente.",
        "Модем отключился. Проверьте кабель и питание.";
    /// What is wrong.
    no_answer() = "The modem does not answer. Unplug it and plug it in again; if that does not help, the port in the configuration may be the wrong one of several.",
        "El módem no responde. Desconéctelo y conéctelo otra vez; si no ayuda, puede que el puerto de la configuración no sea el correcto.",
        "Модем не отвечает. Отключите его и подключите снова; если не поможет, возможно, в настройках указан не тот порт.";
    /// What is wrong.
    restarted() = "The modem restarted by itself. If it does so often, check its power.",
        "El módem se reinició solo. Si pasa a menudo, revise la corriente.",
        "Модем сам перезапустился. Если это часто, проверьте питание.";
    /// What is wrong.
    text_refused() = "The modem refused a text for a reason of its own. It is set up again.",
        "El módem rechazó un mensaje por un motivo suyo. Se prepara otra vez.",
        "Модем отклонил SMS по своей причине. Его настраивают заново.";
    /// What is wrong.
    takes_no_texts() = "The modem takes no text, though it answers, and nothing that was tried has helped. Unplug it and plug it in again. Every few minutes one text is tried.",
        "El módem responde pero no acepta ningún mensaje, y nada de lo que se probó ayudó. Desconéctelo y conéctelo otra vez. Cada pocos minutos se prueba un mensaje.",
        "Модем отвечает, но не берёт ни одного SMS, и ничто не помогло. Отключите его и подключите снова. Раз в несколько минут пробуется одно SMS.";
    /// What is wrong.
    no_sim() = "There is no SIM in the modem. Put it in, then unplug and replug the modem.",
        "No hay SIM en el módem. Póngala y vuelva a conectar el módem.",
        "В модеме нет SIM. Вставьте её и переподключите модем.";
    /// What is wrong.
    sim_busy() = "The SIM is starting up. This takes a few seconds.", "La SIM está arrancando. Tarda unos segundos.", "SIM запускается. Это несколько секунд.";
    /// What is wrong.
    sim_failed() = "The SIM fails. Take it out, clean it, and put it in again.", "La SIM falla. Sáquela, límpiela y póngala otra vez.", "SIM не работает. Выньте её, протрите и вставьте снова.";
    /// What is wrong.
    pin_needed() = "The SIM asks for its PIN. Put it into the configuration and restart.",
        "La SIM pide su PIN. Póngalo en la configuración y reinicie.",
        "SIM просит PIN. Впишите его в настройки программы и перезапустите.";
    /// What is wrong.
    pin_refused() = "The SIM did not take the PIN in the configuration. It was tried once and is not tried again, because three wrong tries lock the SIM. Correct it and restart; or, if it is right, the owner lets it be tried once more on the modem's page.",
        "La SIM no aceptó el PIN de la configuración. Se probó una vez y no se probará más, porque tres errores bloquean la SIM. Corríjalo y reinicie; o, si está bien, la persona titular permite probarlo una vez más en la página del módem.",
        "SIM не приняла PIN из настроек программы. Его попробовали один раз и больше не будут: три ошибки блокируют SIM. Исправьте и перезапустите; или, если он верный, владелец разрешит ещё одну попытку на странице модема.";
    /// What is wrong.
    pin_not_tried() = "The SIM asks for its PIN. Only Readybell itself enters it, and once: start it.",
        "La SIM pide su PIN. Solo Readybell lo escribe, y una vez: inícielo.",
        "SIM просит PIN. Его вводит только сам Readybell и один раз: запустите его.";
    /// What is wrong.
    cannot_receive() = "No text can be read from this modem, so a STOP could never come in, and nothing is sent. Use another modem.",
        "De este módem no se puede leer ningún mensaje: un STOP nunca podría entrar, así que no se envía nada. Use otro módem.",
        "Из этого модема нельзя прочитать ни одного SMS: STOP никогда бы не дошёл, поэтому ничего не отправляется. Возьмите другой модем.";
    /// What is wrong.
    sim_changed() = "Another SIM is in the modem. Replies come in, and nothing is sent before the owner says on the modem's page that it is the shop's.",
        "Hay otra SIM en el módem. Las respuestas entran y no se envía nada hasta que la persona titular diga en la página del módem que es la del taller.",
        "В модеме другая SIM. Ответы приходят, но ничего не отправляется, пока владелец не подтвердит на странице модема, что это SIM мастерской.";
    /// What is wrong.
    roaming() = "The SIM is in another network, where texts may cost more. Replies come in, and nothing is sent unless the owner allows it on the modem's page.",
        "La SIM está en otra red, donde los mensajes pueden costar más. Las respuestas entran y no se envía nada si la persona titular no lo permite en la página del módem.",
        "SIM в чужой сети, где SMS могут стоить дороже. Ответы приходят, но ничего не отправляется, пока владелец не разрешит это на странице модема.";
    /// What is wrong.
    sim_locked() = "The SIM is locked. Put it into a phone and unlock it there with its PUK.",
        "La SIM está bloqueada. Póngala en un teléfono y desbloquéela con su PUK.",
        "SIM заблокирована. Вставьте её в телефон и разблокируйте кодом PUK.";
    /// What is wrong.
    command_refused(command: &str) = "The modem refuses {command}, without which it can't be used. Readybell tries again.",
        "El módem rechaza {command} y sin eso no se puede usar. Readybell lo intentará de nuevo.",
        "Модем отклоняет {command}, а без этого им нельзя пользоваться. Readybell пробует снова.";
    /// What is wrong.
    searching() = "The modem has no network. Check the antenna and where it stands.",
        "El módem no tiene red. Revise la antena y el lugar.",
        "У модема нет сети. Проверьте антенну и место, где он стоит.";
    /// What is wrong.
    registration_denied() = "The network turns this SIM away. Ask the carrier whether the plan is active and the modem is on its list.",
        "La red rechaza esta SIM. Pregunte a la compañía si el plan está activo y si acepta este módem.",
        "Сеть не принимает эту SIM. Спросите оператора, действует ли тариф и допущен ли этот модем.";
    /// What is wrong.
    storage_full() = "The modem's memory for texts is full. Replies can't come in until it is emptied.",
        "La memoria de mensajes del módem está llena. No pueden entrar respuestas hasta que se vacíe.",
        "Память модема для SMS заполнена. Пока её не освободят, ответы не придут.";
    /// What is wrong.
    storage_nearly_full() = "The modem's memory for texts is nearly full.", "La memoria de mensajes del módem está casi llena.", "Память модема для SMS почти заполнена.";
    /// What is wrong.
    no_service_center() = "The SIM does not know the number of its service center. Put it into a phone and set it there; the carrier knows the number.",
        "La SIM no tiene el número de su centro de mensajes. Póngala en un teléfono y fíjelo ahí; la compañía sabe el número.",
        "SIM не знает номера своего центра SMS. Вставьте её в телефон и задайте номер там; его знает оператор.";
    /// What is wrong.
    not_stored() = "What the modem holds could not be stored, so it is left there. Check the disk.",
        "No se pudo guardar lo que tiene el módem, así que se quedó ahí. Revise el disco.",
        "То, что есть в модеме, не удалось сохранить, и оно осталось там. Проверьте диск.";
    /// What is wrong.
    stopping() = "Readybell is stopping.", "Readybell se está deteniendo.", "Readybell останавливается.";
}
