//! The words that the shop comes with: its texts, and (in [`super::wording`]) the lines that a
//! customer agrees to.
//!
//! English, Spanish and Russian. The Spanish does without á, í, ó and ú: GSM 7-bit has none of them
//! (TS 23.038 6.2.1), and one of them would more than halve what fits in a part. The English
//! compliance texts fit in one part with a brand of 19 letters.

use super::lang::Lang;
use super::purpose::Purpose;
use super::template::Template;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a built-in text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Confirms consent to texts about the vehicle.
    VehicleOptIn,
    /// Confirms consent to offers.
    OffersOptIn,
    /// Answers STOP from someone who had agreed to one kind of text.
    StopOne,
    /// Answers STOP from someone who had agreed to both kinds.
    StopBoth,
    /// Answers STOP PROMO.
    StopPromo,
    /// Answers HELP.
    Help,
    /// Answers START.
    Start,
    /// Answers STATUS: where each open job of the number stands.
    Status,
    /// Answers STATUS where the number has no open job.
    NoStatus,
    /// Asks someone who wrote "sign me up again" for the word that counts.
    AskForStart,
    /// The vehicle has been taken in.
    Received,
    /// Asks whether something more may be done, for a price.
    Approval,
    /// This vehicle's turn comes next.
    NextInLine,
    /// The work goes as promised.
    OnTrack,
    /// The work takes longer.
    RunningLate,
    /// The vehicle can be picked up.
    Ready,
    /// Takes back a "ready" that went out too early.
    NotReady,
    /// Someone called the line, and nobody can answer there.
    MissedCall,
    /// The number that proves a phone.
    Code,
    /// Asks how it went.
    Feedback,
    /// Thanks for the answer, the same whatever it was.
    Thanks,
    /// An offer after a visit.
    Offer,
}

impl Kind {
    /// Every built-in text.
    pub const ALL: [Self; 22] = [
        Self::VehicleOptIn,
        Self::OffersOptIn,
        Self::StopOne,
        Self::StopBoth,
        Self::StopPromo,
        Self::Help,
        Self::Start,
        Self::Status,
        Self::NoStatus,
        Self::AskForStart,
        Self::Received,
        Self::Approval,
        Self::NextInLine,
        Self::OnTrack,
        Self::RunningLate,
        Self::Ready,
        Self::NotReady,
        Self::MissedCall,
        Self::Code,
        Self::Feedback,
        Self::Thanks,
        Self::Offer,
    ];

    /// Its name in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VehicleOptIn => "vehicle_opt_in",
            Self::OffersOptIn => "offers_opt_in",
            Self::StopOne => "stop_one",
            Self::StopBoth => "stop_both",
            Self::StopPromo => "stop_promo",
            Self::Help => "help",
            Self::Start => "start",
            Self::Status => "status",
            Self::NoStatus => "no_status",
            Self::AskForStart => "ask_for_start",
            Self::Received => "received",
            Self::Approval => "approval",
            Self::NextInLine => "next_in_line",
            Self::OnTrack => "on_track",
            Self::RunningLate => "running_late",
            Self::Ready => "ready",
            Self::NotReady => "not_ready",
            Self::MissedCall => "missed_call",
            Self::Code => "code",
            Self::Feedback => "feedback",
            Self::Thanks => "thanks",
            Self::Offer => "offer",
        }
    }

    /// The text of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Why it is sent.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::VehicleOptIn
            | Self::OffersOptIn
            | Self::StopOne
            | Self::StopBoth
            | Self::StopPromo
            | Self::Help
            | Self::Start
            | Self::Status
            | Self::NoStatus
            | Self::AskForStart => Purpose::Compliance,
            Self::Received
            | Self::Approval
            | Self::NextInLine
            | Self::OnTrack
            | Self::RunningLate
            | Self::Ready
            | Self::NotReady
            | Self::MissedCall => Purpose::Service,
            Self::Code => Purpose::Verification,
            Self::Feedback | Self::Thanks => Purpose::Feedback,
            Self::Offer => Purpose::Promotional,
        }
    }
}

/// The built-in text in that language, or in the one that the shop speaks instead of it
/// ([`Lang::spoken`]).
pub fn builtin(kind: Kind, lang: Lang) -> Template {
    // A board shows dozens of them, so each is read once.
    static READ: LazyLock<HashMap<(Kind, Lang), Template>> = LazyLock::new(|| {
        let each = |lang| Kind::ALL.map(|kind| ((kind, lang), read(kind, lang)));
        Lang::SPOKEN.into_iter().flat_map(each).collect()
    });
    let lang = lang.spoken();
    let known = READ.get(&(kind, lang)).cloned();
    known.unwrap_or_else(|| read(kind, lang))
}

fn read(kind: Kind, lang: Lang) -> Template {
    let source = source(kind, lang);
    // A test parses every one of them.
    Template::parse(source).unwrap_or_else(|_| Template::literal(source))
}

/// Answers JOIN: the offers line, and what to do to agree to it. Its last words stand whatever the
/// shop's own line says.
pub fn offers_question(brand: &str, line: &str, lang: Lang) -> String {
    let how = match lang.spoken() {
        Lang::Es => "Responda SI para aceptar. AYUDA para ayuda, ALTO para terminar.",
        Lang::Ru => "Ответьте ДА, чтобы согласиться. ПОМОЩЬ - справка, СТОП - прекратить.",
        Lang::En | Lang::Fr | Lang::De => "Reply YES to agree. HELP for help, STOP to end.",
    };
    format!("{brand}: {line} {how}")
}

/// An offer that staff typed, with how to end offers behind it, unless it says so itself. Only capitals
/// count: "stop by" is no way out.
pub fn typed_offer(words: &str, lang: Lang) -> String {
    let says_how = words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "STOP" | "ALTO" | "СТОП"));
    if says_how {
        return words.to_owned();
    }
    let how = match lang.spoken() {
        Lang::Es => "Responda ALTO para terminar.",
        Lang::Ru => "СТОП - прекратить.",
        Lang::En | Lang::Fr | Lang::De => "Reply STOP to end.",
    };
    format!("{words} {how}")
}

fn source(kind: Kind, lang: Lang) -> &'static str {
    match lang {
        Lang::Es => spanish(kind),
        Lang::Ru => russian(kind),
        Lang::En | Lang::Fr | Lang::De => english(kind),
    }
}

fn english(kind: Kind) -> &'static str {
    match kind {
        Kind::VehicleOptIn => {
            "{brand}: you'll get texts about your vehicle (about 3-8 a visit). Msg&data rates may \
             apply. Reply HELP for help, STOP to end."
        }
        Kind::OffersOptIn => {
            "{brand} offers: you're in, up to 2 msgs/mo. Not required to buy. Msg&data rates may \
             apply. HELP for help, STOP to end."
        }
        Kind::StopOne => {
            "{brand}: you are unsubscribed and will get no more texts from us. Reply START if you \
             change your mind."
        }
        Kind::StopBoth => {
            "{brand}: you're unsubscribed, no more texts. To still get only your vehicle updates, \
             reply UPDATES."
        }
        Kind::StopPromo => {
            "{brand}: no more offers will be sent. You will still get updates on your vehicle. \
             Reply STOP to end those too."
        }
        Kind::Help => {
            "{brand}[ {trade}]: help at {shop_phone|this number}[ or {shop_site}]. About 3-8 msgs \
             a visit. Msg&data rates may apply. STOP to end."
        }
        Kind::Start => {
            "{brand}: vehicle updates are back on. For offers too (up to 2/mo, not required to \
             buy) reply PROMO. HELP for help, STOP to end."
        }
        Kind::Status => "{brand}: {status}.[ Questions? Call {shop_phone}.]",
        Kind::NoStatus => {
            "{brand}: we have no open job for this number. Reply here[ or call {shop_phone}], and \
             we'll look."
        }
        Kind::AskForStart => "{brand}: to get our texts again, reply START.",
        Kind::Received => {
            "{brand}: we have {vehicle|your vehicle}[ and plan to be done by {promised_time}]. \
             We'll text you when it's ready."
        }
        Kind::Approval => {
            "{brand}: for {vehicle|your vehicle} we'd add {line|some more work}[, {price} more]. OK? Reply YES or \
             NO."
        }
        Kind::NextInLine => {
            "{brand}: {vehicle|your vehicle} is next in line[, about {promised_time}]."
        }
        Kind::OnTrack => {
            "{brand}: {vehicle|your vehicle} is on track[ and should be done by {promised_time}]."
        }
        Kind::RunningLate => {
            "{brand}: {vehicle|your vehicle} is taking longer than planned.[ The new time is \
             {promised_time}.] Sorry for the wait."
        }
        Kind::Ready => {
            "{brand}: {vehicle|your vehicle} is ready for pick-up.[ We're open until \
             {closing_time}.]"
        }
        Kind::NotReady => {
            "{brand}: sorry, {vehicle|your vehicle} is not ready after all. Please wait for our \
             next text before you come."
        }
        Kind::MissedCall => {
            "{brand}: we missed your call. Nobody can answer calls to this number, so we'll call you \
             back. You can also text us here[ or call {shop_phone}]."
        }
        Kind::Code => {
            "{brand}: {code} is your code. It expires in 10 minutes. Give it only to the staff \
             member at the counter."
        }
        Kind::Feedback => {
            "{brand}: thanks for bringing in {vehicle|your vehicle}. How did we do? Reply 1 to 5; 5 is \
             best."
        }
        Kind::Thanks => {
            "{brand}: thank you for telling us.[ A review helps others find us: {review_link}]"
        }
        Kind::Offer => {
            "{brand}: 15% off your next visit with code {offer_code} until {valid_until}. Reply STOP \
             to end."
        }
    }
}

fn spanish(kind: Kind) -> &'static str {
    match kind {
        Kind::VehicleOptIn => {
            "{brand}: le mandaremos mensajes sobre su auto (unos 3 a 8 por visita). Puede haber \
             cargos de mensajes y datos. Responda AYUDA para ayuda, ALTO para terminar."
        }
        Kind::OffersOptIn => {
            "{brand} ofertas: alta hecha, hasta 2 mensajes al mes. No es requisito para comprar. \
             Puede haber cargos de mensajes y datos. AYUDA para ayuda, ALTO para terminar."
        }
        Kind::StopOne => {
            "{brand}: listo, no le mandaremos nada. Responda INICIAR si cambia de idea."
        }
        Kind::StopBoth => {
            "{brand}: listo, no le mandaremos nada. Si quiere recibir solo los avisos de su auto, \
             responda UPDATES."
        }
        Kind::StopPromo => {
            "{brand}: ya no le mandaremos ofertas. Seguiremos con los avisos de su auto. Responda \
             ALTO para terminar esos avisos."
        }
        Kind::Help => {
            "{brand}[ {trade}]: ayuda en {shop_phone|este mismo contacto}[ o {shop_site}]. Unos 3 \
             a 8 mensajes por visita. Puede haber cargos de mensajes y datos. ALTO para terminar."
        }
        Kind::Start => {
            "{brand}: los avisos de su auto siguen otra vez. Para recibir ofertas (hasta 2 al mes, \
             no es requisito para comprar) responda PROMO. AYUDA para ayuda, ALTO para terminar."
        }
        Kind::Status => "{brand}: {status}.[ ¿Preguntas? Llame al {shop_phone}.]",
        Kind::NoStatus => {
            "{brand}: no tenemos trabajos abiertos para este contacto. Responda por este medio[ o llame al \
             {shop_phone}] y lo buscamos."
        }
        Kind::AskForStart => "{brand}: para recibir nuestros mensajes otra vez, responda INICIAR.",
        Kind::Received => {
            "{brand}: ya tenemos {vehicle|su auto}[ y esperamos terminar a las {promised_time}]. \
             Le avisaremos cuando se pueda recoger."
        }
        Kind::Approval => {
            "{brand}: para {vehicle|su auto} proponemos {line|un trabajo adicional}[, {price} adicionales]. ¿De \
             acuerdo? Responda SI o NO."
        }
        Kind::NextInLine => "{brand}: sigue {vehicle|su auto}[, cerca de las {promised_time}].",
        Kind::OnTrack => {
            "{brand}: {vehicle|su auto} va a tiempo[ y debe terminarse a las {promised_time}]."
        }
        Kind::RunningLate => {
            "{brand}: {vehicle|su auto} va a tardar un poco de lo previsto.[ La nueva hora es \
             {promised_time}.] Disculpe la espera."
        }
        Kind::Ready => {
            "{brand}: {vehicle|su auto} ya se puede recoger.[ Cerramos a las {closing_time}.]"
        }
        Kind::NotReady => {
            "{brand}: disculpe, {vehicle|su auto} no ha quedado listo. Por favor espere nuestro \
             siguiente mensaje antes de venir."
        }
        Kind::MissedCall => {
            "{brand}: no pudimos contestar su llamada. Nadie atiende llamadas en este contacto; se la \
             devolveremos. Puede escribirnos por este medio[ o llamar al {shop_phone}]."
        }
        Kind::Code => {
            "{brand}: {code} es su clave. Vence en 10 minutos. Solo para la persona del mostrador."
        }
        Kind::Feedback => {
            "{brand}: gracias por traer {vehicle|su auto}. ¿Qué tal el servicio? Responda de 1 a 5; 5 \
             es lo mejor."
        }
        Kind::Thanks => {
            "{brand}: gracias por su respuesta.[ Si quiere, deje una reseña: {review_link}]"
        }
        Kind::Offer => {
            "{brand}: 15% menos en su siguiente visita con la clave {offer_code} hasta el {valid_until}. \
             Responda ALTO para terminar."
        }
    }
}

fn russian(kind: Kind) -> &'static str {
    match kind {
        Kind::VehicleOptIn => {
            "{brand}: будем писать о вашей машине (около 3-8 SMS за визит). Плата по тарифу \
             оператора. ПОМОЩЬ - справка, СТОП - прекратить."
        }
        Kind::OffersOptIn => {
            "{brand}, акции: вы подключены, до 2 SMS в месяц. Для покупки не обязательно. Плата по \
             тарифу оператора. ПОМОЩЬ - справка, СТОП - прекратить."
        }
        Kind::StopOne => "{brand}: вы отписаны, SMS от нас не будет. Передумаете - ответьте СТАРТ.",
        Kind::StopBoth => {
            "{brand}: вы отписаны, SMS не будет. Чтобы получать только новости о машине, ответьте \
             UPDATES."
        }
        Kind::StopPromo => {
            "{brand}: акций не будет. О вашей машине напишем, как и раньше. СТОП - прекратить и \
             это."
        }
        Kind::Help => {
            "{brand}[, {trade}]: справка по телефону {shop_phone|этого SMS}[ или на {shop_site}]. \
             Около 3-8 SMS за визит, плата по тарифу оператора. СТОП - прекратить."
        }
        Kind::Start => {
            "{brand}: новости о машине снова включены. Нужны и акции (до 2 в месяц, для покупки не \
             обязательно) - ответьте PROMO. ПОМОЩЬ - справка, СТОП - прекратить."
        }
        Kind::Status => "{brand}: {status}.[ Вопросы: {shop_phone}.]",
        Kind::NoStatus => {
            "{brand}: открытых заказов на этот номер нет. Ответьте на это SMS[ или позвоните: \
             {shop_phone}], и мы посмотрим."
        }
        Kind::AskForStart => "{brand}: чтобы снова получать наши SMS, ответьте СТАРТ.",
        Kind::Received => {
            "{brand}: {vehicle|ваша машина} у нас[, план - к {promised_time}]. Напишем, когда \
             будет готово."
        }
        Kind::Approval => {
            "{brand}: {vehicle|ваша машина} - предлагаем добавить: {line|ещё одну работу}[, плюс {price}]. \
             Согласны? Ответьте ДА или НЕТ."
        }
        Kind::NextInLine => "{brand}: {vehicle|ваша машина} - следующая[, около {promised_time}].",
        Kind::OnTrack => {
            "{brand}: {vehicle|ваша машина} - всё по плану[, будет готово к {promised_time}]."
        }
        Kind::RunningLate => {
            "{brand}: {vehicle|ваша машина} - нужно ещё время.[ Новый срок: {promised_time}.] \
             Извините за ожидание."
        }
        Kind::Ready => {
            "{brand}: {vehicle|ваша машина} - готово, можно забирать.[ Мы открыты до \
             {closing_time}.]"
        }
        Kind::NotReady => {
            "{brand}: извините, {vehicle|ваша машина} ещё не готова. Дождитесь нашего следующего \
             SMS."
        }
        Kind::MissedCall => {
            "{brand}: мы пропустили ваш звонок. На этом номере ответить некому, мы перезвоним. Можно \
             написать сюда SMS[ или позвонить: {shop_phone}]."
        }
        Kind::Code => {
            "{brand}: {code} - ваш код. Действует 10 минут. Называйте его только сотруднику за \
             стойкой."
        }
        Kind::Feedback => {
            "{brand}: спасибо за визит[ ({vehicle})]. Как мы справились? Ответьте цифрой от 1 до 5; 5 - отлично."
        }
        Kind::Thanks => "{brand}: спасибо за ответ.[ Отзыв можно оставить здесь: {review_link}]",
        Kind::Offer => {
            "{brand}: скидка 15% на следующий визит по коду {offer_code} до {valid_until}. Ответьте \
             СТОП, чтобы прекратить."
        }
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
