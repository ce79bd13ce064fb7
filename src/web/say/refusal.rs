//! What the network or the modem said to a text, and what a person can do about it.

use super::words;
use crate::wire::at::{CmeCode, CmsCode, Sense};

/// What the number after `+CMS ERROR:` means, with the number.
pub fn cms(code: &str) -> String {
    let number = code.parse().unwrap_or(u16::MAX);
    said(CmsCode(number).sense(), "CMS", code)
}

/// What the number after `+CME ERROR:` means, with the number.
pub fn cme(code: &str) -> String {
    let number = code.parse().unwrap_or(u16::MAX);
    said(CmeCode(number).sense(), "CME", code)
}

fn said(sense: Option<Sense>, table: &str, code: &str) -> String {
    let words = sense.map_or_else(own_code, plainly);
    format!("{words} ({table} {code})")
}

/// What a code comes down to, as a clause.
pub fn plainly(sense: Sense) -> &'static str {
    match sense {
        Sense::NoSuchNumber => no_such_number(),
        Sense::BadNumber => bad_number(),
        Sense::Barred => barred(),
        Sense::PlanForbids => plan_forbids(),
        Sense::NetworkRefuses => network_refuses(),
        Sense::BadText => bad_text(),
        Sense::PhoneFull => phone_full(),
        Sense::PhoneAway => phone_away(),
        Sense::NetworkDown => network_down(),
        Sense::NetworkBusy => network_busy(),
        Sense::Passing => passing(),
        Sense::NoNetwork => no_network(),
        Sense::NoAnswer => no_answer(),
        Sense::Repeat => repeat(),
        Sense::ModemFails => modem_fails(),
        Sense::NotAboutTexts => not_about_texts(),
        Sense::NotAdmitted => not_admitted(),
        Sense::NoSim => no_sim(),
        Sense::SimBusy => sim_busy(),
        Sense::SimFails => sim_fails(),
        Sense::PinWanted => pin_wanted(),
        Sense::PukWanted => puk_wanted(),
        Sense::LockedToCarrier => locked_to_carrier(),
        Sense::MemoryFull => memory_full(),
        Sense::MemoryFails => memory_fails(),
        Sense::NoServiceCenter => no_service_center(),
        Sense::NotNow => not_now(),
    }
}

words! {
    /// The number is wrong.
    no_such_number() = "this number does not exist; ask the customer for the right one",
        "ese número no existe; pida el correcto a quien lo dio",
        "такого номера нет; спросите у клиента верный";
    /// The number is wrong.
    bad_number() = "the network takes no such number; check it", "la red no acepta ese número; revíselo", "сеть не принимает такой номер; проверьте его";
    /// The carrier does not let it through.
    barred() = "the carrier blocks texts to this number", "la compañía bloquea los mensajes a ese número", "оператор не пропускает SMS на этот номер";
    /// The subscription does not allow it.
    plan_forbids() = "the shop's plan does not allow it; ask the carrier", "el plan del taller no lo permite; pregunte a la compañía", "тариф мастерской этого не позволяет; спросите оператора";
    /// It refused, and says no more.
    network_refuses() = "the network refused it", "la red lo rechazó", "сеть отклонила";
    /// The text itself is at fault.
    bad_text() = "the network takes no text like this one", "la red no acepta un mensaje así", "такое SMS сеть не принимает";
    /// At the customer's end.
    phone_full() = "the customer's phone has no room", "el teléfono de esa persona no tiene sitio", "в телефоне клиента нет места";
    /// At the customer's end.
    phone_away() = "the customer's phone is off or out of reach", "el teléfono de esa persona está apagado o lejos", "телефон клиента выключен или вне сети";
    /// For a while.
    network_down() = "the network is out of order", "la red no funciona", "сеть не работает";
    /// For a while.
    network_busy() = "the network is busy", "la red está saturada", "сеть перегружена";
    /// For a while.
    passing() = "a passing fault of the network", "un fallo pasajero de la red", "временный сбой сети";
    /// For a while.
    no_network() = "the modem has no network", "el módem no tiene red", "у модема нет сети";
    /// Nobody knows whether it went.
    no_answer() = "the network gave no answer", "la red no respondió", "сеть не ответила";
    /// Nobody knows whether it went.
    repeat() = "the network took it for a repeat", "la red lo tomó por una repetición", "сеть приняла его за повтор";
    /// Nobody knows whether it went.
    modem_fails() = "the modem failed and does not say why", "el módem falló sin decir por qué", "сбой модема, причина неизвестна";
    /// Nobody knows whether it went.
    not_about_texts() = "the modem named an error that is not about texts", "el módem dio un error que no es de mensajes", "модем назвал ошибку, которая не про SMS";
    /// The modem or its SIM may not use the network.
    not_admitted() = "the network does not admit this modem or its SIM; ask the carrier", "la red no admite este módem o su SIM; pregunte a la compañía", "сеть не допускает этот модем или SIM; спросите оператора";
    /// What the modem lacks.
    no_sim() = "there is no SIM in the modem", "no hay SIM en el módem", "в модеме нет SIM";
    /// What the modem lacks.
    sim_busy() = "the SIM is busy", "la SIM está ocupada", "SIM занята";
    /// What the modem lacks.
    sim_fails() = "the SIM fails", "la SIM falla", "SIM не работает";
    /// What the modem lacks.
    pin_wanted() = "the SIM asks for its PIN", "la SIM pide su PIN", "SIM просит PIN";
    /// What the modem lacks.
    puk_wanted() = "the SIM asks for its PUK", "la SIM pide su PUK", "SIM просит PUK";
    /// What the modem lacks.
    locked_to_carrier() = "the modem is locked to another carrier or SIM", "el módem está bloqueado para otra compañía o SIM", "модем привязан к другому оператору или SIM";
    /// What the modem lacks.
    memory_full() = "the modem's memory is full", "la memoria del módem está llena", "память модема заполнена";
    /// What the modem lacks.
    memory_fails() = "the modem's memory fails", "la memoria del módem falla", "сбой памяти модема";
    /// What the modem lacks.
    no_service_center() = "the SIM does not know its service center", "la SIM no tiene el número de su centro de mensajes", "SIM не знает номера своего центра SMS";
    /// What the modem lacks.
    not_now() = "the modem does not do it now", "el módem no lo hace ahora", "модем сейчас этого не делает";
    /// A number that no standard names.
    own_code() = "a code of the manufacturer's own", "un código propio del fabricante", "код самого изготовителя";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::web::say::within;
    use std::collections::HashSet;

    #[test]
    fn every_sense_is_told_in_every_language_in_words_of_its_own() {
        for lang in Lang::SPOKEN {
            let told = within(lang, || Sense::ALL.map(plainly));
            let different: HashSet<&str> = told.into_iter().collect();
            assert_eq!(different.len(), Sense::ALL.len(), "{lang:?}");
        }
    }

    #[test]
    fn a_refusal_keeps_its_number() {
        assert_eq!(cms("38"), "the network is out of order (CMS 38)");
        let spanish = within(Lang::Es, || cms("38"));
        assert_eq!(spanish, "la red no funciona (CMS 38)");
        let russian = within(Lang::Ru, || cme("512"));
        assert_eq!(russian, "код самого изготовителя (CME 512)");
    }
}
