//! Taking a job in: the code and the consent.

use super::{counted, lang, pick, words};
use crate::domain::code::Limit;
use crate::domain::consent::Method;
use crate::domain::lang::Lang;
use std::time::Duration;

words! {
    /// Heads the proof of the number.
    prove_number() = "Prove the number", "Comprobar el número", "Подтвердить номер";
    /// Why a code is asked for.
    why_code(first: &str) = "A code shows that the number was written down right and that {first} holds the phone.", "Un código muestra que el número está bien escrito y que {first} tiene el teléfono.", "Код покажет, что номер записан верно и телефон в руках у клиента ({first}).";
    /// Texts a code.
    text_code() = "Text a code", "Enviar un código", "Отправить код";
    /// Heads the field for the code.
    ask_for_code(first: &str) = "Ask {first} for the six-digit code", "Pida a {first} el código de seis cifras", "Спросите код из шести цифр: {first}";
    /// Where the code went.
    texted_to(number: &str) = "Texted to {number}", "Enviado al {number}", "Отправлен на {number}";
    /// How long it counts.
    good_for(wait: &str) = "· good for {wait} more", "· vale {wait} más", "· действует ещё {wait}";
    /// The field for the code.
    six_digits() = "Six-digit code", "Código de seis cifras", "Код из шести цифр";
    /// Tries the code.
    check_code() = "Check", "Comprobar", "Проверить";
    /// The code went, and counts no more.
    old_code() = "That code counts no more. Send a new one.", "Ese código ya no vale. Envíe uno nuevo.", "Этот код больше не действует. Отправьте новый.";
    /// The number is proved.
    number_proved(number: &str) = "{number} is proved", "{number} está comprobado", "{number} подтверждён";
    /// By its code.
    proved_by_code(when: &str) = "The code was right, {when}.", "{when}: el código era correcto.", "Код верен, {when}.";
    /// By a text of its own.
    proved_by_text(when: &str) = "A text came from this number, {when}.", "{when}: llegó un mensaje de este número.", "С этого номера пришло SMS, {when}.";
    /// The code was tried too often.
    used_up() = "That was wrong too often; the code counts no more. Send a new one.", "Falló demasiadas veces; el código ya no vale. Envíe uno nuevo.", "Слишком много ошибок, код больше не действует. Отправьте новый.";
    /// The code is too old.
    expired() = "The code counts no more: its ten minutes are over, or a newer one was sent.", "El código ya no vale: pasaron diez minutos o se envió otro.", "Код больше не действует: прошло десять минут или отправлен новый.";
    /// That can't be a code.
    not_six_digits() = "A code has six digits.", "Un código tiene seis cifras.", "В коде шесть цифр.";
    /// Too many wrong codes.
    locked(wait: &str) = "Too many wrong codes for this number. It can be tried again in {wait}. A text from the phone itself still proves it.", "Demasiados códigos erróneos para este número. Se puede probar otra vez en {wait}. Un mensaje desde el propio teléfono también lo comprueba.", "Слишком много неверных кодов для этого номера. Новая попытка через {wait}. SMS с самого телефона тоже подтвердит его.";
    /// Opens the ways out, once a code was sent.
    nothing_came() = "Nothing came, or no phone here?", "¿No llegó nada o no hay teléfono?", "Ничего не пришло или нет телефона?";
    /// Opens the ways out, before a code was sent.
    no_code_here() = "No phone here, or no code?", "¿Sin teléfono o sin código?", "Нет телефона или без кода?";
    /// Texts the code again.
    send_again() = "Send it again", "Enviar otra vez", "Отправить ещё раз";
    /// Back to the number.
    change_number() = "Change the number", "Cambiar el número", "Изменить номер";
    /// Somebody who wants no texts has a number that agreed to them.
    end_texts_too(number: &str) = "Shall all texts to {number} end?", "¿Terminan todos los mensajes al {number}?", "Прекратить все SMS на {number}?";
    /// Why that is asked.
    texts_stand() = "This number has agreed to texts.", "Este número aceptó recibir mensajes.", "Этот номер согласился на SMS.";
    /// What each answer means.
    ending_means() = "For this visit nothing is texted, whatever you choose. Ending counts for everyone who has this number and for later visits; one last text confirms it.", "En esta visita no se envía nada, elija lo que elija. Terminar vale para todos los que tienen este número y para visitas futuras; un último mensaje lo confirma.", "В этот раз SMS не будет при любом ответе. Прекращение действует для всех, у кого этот номер, и для будущих визитов; его подтвердит одно последнее SMS.";
    /// Leaves the consent as it is.
    only_this_visit() = "No, only on this visit", "No, solo en esta visita", "Нет, только в этот раз";
    /// Opens the form that ends it.
    end_texts_yes() = "Yes, end them", "Sí, terminarlos", "Да, прекратить";
    /// Ends it.
    end_texts() = "End all texts to this number", "Terminar los mensajes a este número", "Прекратить SMS на этот номер";
    /// On without texts.
    without_texts() = "Carry on without texts", "Seguir sin mensajes", "Продолжить без SMS";
    /// The modem is down.
    modem_is_down() = "The modem is down: no code can go now. Go on all the same: consent counts without it, and the number can be proved later.", "El módem no responde: ahora no puede salir ningún código. Continúe: el consentimiento vale sin él y el número se puede comprobar después.", "Модем не отвечает, код сейчас не отправить. Продолжайте: согласие действует и без него, а номер можно подтвердить позже.";
    /// The number costs extra.
    costly() = "No codes go to this kind of number: it costs extra. Take another, or go on without one.", "A este tipo de número no se envían códigos: cuesta más. Tome otro o siga sin código.", "На такие номера коды не отправляются: это дорого. Возьмите другой или продолжайте без кода.";
    /// The number is of another country.
    other_country() = "Codes go only to numbers of this shop's country. The owner can allow others in the settings. A text from the phone proves it too.", "Los códigos solo van a números del país del taller. La persona titular puede permitir otros en los ajustes. Un mensaje desde el teléfono también lo comprueba.", "Коды отправляются только на номера страны мастерской. Другие страны можно разрешить в настройках. SMS с самого телефона тоже подтвердит номер.";
    /// For a number that opted out.
    present_and_asked(first: &str) = "This number opted out of texts. {first} stands here and asks for the code; this is written down with your name.", "Este número pidió no recibir mensajes. {first} está aquí y pide el código; queda anotado con su nombre.", "Этот номер отказался от SMS. Клиент ({first}) здесь и просит код; это записывается с вашим именем.";
    /// Heads the QR code.
    proves_itself() = "Or let the phone prove itself", "O que el teléfono se compruebe solo", "Или пусть телефон подтвердит себя сам";
    /// How that goes.
    proves_itself_how(first: &str) = "{first} scans this and taps send. The text says START: it proves the number and says yes to texts about the vehicle. No code to read out.", "{first} escanea esto y toca enviar. El mensaje dice START: comprueba el número y acepta avisos sobre el vehículo. Sin dictar ningún código.", "Клиент ({first}) сканирует это и нажимает «Отправить». В SMS слово START: оно подтверждает номер и даёт согласие на SMS о машине. Диктовать ничего не нужно.";
    /// What the QR code is, for readers.
    qr_name(number: &str) = "QR code: text START to {number}", "Código QR: enviar START al {number}", "QR-код: отправить START на {number}";
    /// The same in words.
    or_text_start(number: &str) = "Or text START to {number}. This page changes by itself when it comes.", "O envíe START al {number}. Esta página cambia sola cuando llegue.", "Или отправьте START на {number}. Страница обновится сама, когда SMS придёт.";
    /// The number of the line is not known.
    no_line_number() = "With the shop's number in the settings, a QR code could stand here that lets the phone prove itself.", "Con el número del taller en los ajustes, aquí habría un código QR para que el teléfono se compruebe solo.", "Если указать номер мастерской в настройках, здесь появится QR-код, которым телефон подтвердит себя сам.";

    /// Heads the consent.
    consent() = "Consent", "Consentimiento", "Согласие";
    /// What handing over does.
    hand_over_means(first: &str) = "Hand over the screen: it shows only this visit and what {first} agrees to, and comes back to you with your PIN or password.", "Entregue la pantalla: muestra solo esta visita y lo que {first} acepta, y vuelve a usted con su PIN o contraseña.", "Передайте экран: на нём только этот визит и то, с чем соглашается клиент ({first}). Назад — по вашему PIN или паролю.";
    /// What is different with a booked job.
    booked_means() = "On the phone one sentence is enough for texts about the visit. The signature is asked for on arrival.", "Por teléfono basta una frase para los avisos sobre la visita. La firma se pide al llegar.", "По телефону для SMS о визите достаточно одной фразы. Подпись — по приезде.";
    /// Signed on paper.
    on_paper() = "Signed on paper", "Firmado en papel", "Подписано на бумаге";
    /// Agreed by phone.
    agreed_by_phone() = "Agreed by phone", "Aceptado por teléfono", "Согласие по телефону";
    /// No texts.
    wants_no_texts() = "No texts", "Sin mensajes", "Без SMS";
    /// Heads the script.
    read_out() = "Read this out, word for word:", "Lea esto, palabra por palabra:", "Прочтите дословно:";
    /// What is kept.
    kept_as(version: &str) = "Text {version}. The words, your name and the time are kept as proof. It covers texts about the vehicle, never offers.", "Texto {version}. Las palabras, su nombre y la hora se guardan como prueba. Cubre avisos sobre el vehículo, nunca ofertas.", "Текст {version}. Слова, ваше имя и время сохраняются как доказательство. Только SMS о машине, не реклама.";
    /// The tick.
    read_and_yes(first: &str) = "I read it out, and {first} said yes.", "Lo leí y {first} dijo que sí.", "Текст прочитан, ответ клиента ({first}) — «да».";
    /// The tick is missing.
    tick_first() = "Tick that you read it out and heard a yes.", "Marque que lo leyó y que oyó un sí.", "Отметьте, что текст прочитан и ответ был «да».";
    /// A STOP stands.
    stop_stands() = "This number opted out, and a yes by phone can't lift that. A signature here can, or START from the phone.", "Este número pidió no recibir mensajes y un sí por teléfono no lo cambia. Sí lo cambia una firma aquí o START desde el teléfono.", "Этот номер отказался от SMS, и «да» по телефону этого не отменит. Отменит подпись здесь или START с телефона.";
    /// Consent stands: it stays with the number, whoever has come with it.
    agreed_to_texts(number: &str) = "Texts about the vehicle to {number} are agreed to", "Los avisos sobre el vehículo al {number} están aceptados", "Согласие на SMS о машине на {number} есть";
    /// The number opted out.
    opted_out(first: &str) = "This number opted out. Only {first} can lift that: with a signature here, or with START from the phone.", "Este número pidió no recibir mensajes. Solo {first} puede cambiarlo: con una firma aquí o con START desde el teléfono.", "Этот номер отказался от SMS. Отменить это может только клиент ({first}): подписью здесь или словом START с телефона.";
    /// Signs besides.
    sign_too() = "Sign as well", "Firmar también", "Подписать тоже";
    /// To the receipt.
    to_receipt() = "On to the receipt", "Ir al recibo", "К чеку";
    /// Texts are not wanted.
    no_texts_go() = "No texts go about this job", "No se envían mensajes sobre este trabajo", "SMS об этой работе не отправляются";
    /// What that means.
    no_texts_go_means() = "When it is ready, the customer is on the call list.", "Cuando esté listo, estará en la lista de llamadas.", "Когда будет готово, клиент окажется в списке звонков.";
    /// Without scripts the page does not change by itself.
    look_again() = "Look again", "Actualizar", "Обновить";
}

/// The code was wrong; so many tries are left.
pub fn wrong_code(left: u32) -> String {
    let count = usize::try_from(left).unwrap_or(0);
    match lang() {
        Lang::Es => {
            let tries = counted(count, ["intento", "intentos", "intentos"]);
            format!("No es ese código. Quedan {left} {tries}.")
        }
        Lang::Ru => {
            let tries = counted(count, ["попытка", "попытки", "попыток"]);
            format!("Это не тот код. Осталось: {left} {tries}.")
        }
        _ => {
            let tries = counted(count, ["try is", "tries are", "tries are"]);
            format!("That is not the code. {left} {tries} left.")
        }
    }
}

/// A time span in its largest unit, rounded up: "25 s", "9 min", "3 h".
pub fn wait(span: Duration) -> String {
    let seconds = span.as_secs();
    let (count, units) = match seconds {
        0..=90 => (seconds.max(1), ["s", "s", "с"]),
        91..=5_400 => (seconds.div_ceil(60), ["min", "min", "мин"]),
        _ => (seconds.div_ceil(3_600), ["h", "h", "ч"]),
    };
    format!("{count}\u{a0}{}", pick(units))
}

/// Which limit keeps a code from going, and for how long.
pub fn limit(limit: Limit, wait: &str) -> String {
    let why = match limit {
        Limit::CoolDown => pick([
            "A code went just now.",
            "Acaba de salir un código.",
            "Код только что отправлен.",
        ]),
        Limit::Number => pick([
            "This number got as many codes as it may.",
            "Este número ya recibió todos los códigos permitidos.",
            "На этот номер отправлено столько кодов, сколько можно.",
        ]),
        Limit::Terminal => pick([
            "This screen asked for as many codes as it may.",
            "Desde esta pantalla ya se pidieron todos los códigos permitidos.",
            "С этого экрана запрошено столько кодов, сколько можно.",
        ]),
        Limit::Device => pick([
            "As many codes went in the last hour as may go.",
            "En la última hora salieron todos los códigos permitidos.",
            "За последний час отправлено столько кодов, сколько можно.",
        ]),
        Limit::Failures => pick([
            "Too many wrong codes for this number.",
            "Demasiados códigos erróneos para este número.",
            "Слишком много неверных кодов для этого номера.",
        ]),
    };
    match lang() {
        Lang::Es => format!("{why} Otro podrá salir en {wait}."),
        Lang::Ru => format!("{why} Следующий — через {wait}."),
        _ => format!("{why} Another can go in {wait}."),
    }
}

/// How and when consent was given.
pub fn agreed_how(method: Method, when: &str) -> String {
    let how = match method {
        Method::SmsKeyword | Method::SmsWords => {
            pick(["By a text of its own", "Con un mensaje propio", "Своим SMS"])
        }
        Method::ScreenSignature => pick([
            "Signed on the screen",
            "Con firma en la pantalla",
            "Подпись на экране",
        ]),
        Method::PaperSignature => {
            pick(["Signed on paper", "Con firma en papel", "Подпись на бумаге"])
        }
        Method::Verbal => pick(["By phone", "Por teléfono", "По телефону"]),
        Method::InPerson => pick(["At the counter", "En el mostrador", "У стойки"]),
        Method::Voicemail
        | Method::Email
        | Method::Erasure
        | Method::Decision
        | Method::Timeout
        | Method::Web => pick(["Written down", "Anotado", "Записано"]),
    };
    // An hour in Spanish ends with a full stop of its own.
    let stop = pick([".", "", "."]);
    format!("{how}, {when}{stop}")
}
