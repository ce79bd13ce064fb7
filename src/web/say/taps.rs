//! What can be taken back for a moment.

use super::words;
use crate::store::{Decision, Tapped, Unsure};

/// What was done, as a sentence behind the name of whom it was done to.
pub fn done(what: &Tapped) -> String {
    match what {
        Tapped::Task { outcome, .. } => noted(&super::deed::ended(outcome)),
        Tapped::Conversation { .. } => conversation().to_owned(),
        Tapped::Decided { decision, .. } => decided(*decision).to_owned(),
        Tapped::CalledOff { .. } => called_off().to_owned(),
        Tapped::Settled {
            decision: Unsure::Call,
            ..
        } => noted(super::asks::call_instead()),
        Tapped::Settled { .. } => noted(super::asks::it_arrived()),
        Tapped::Revoked { .. } => revoked().to_owned(),
        Tapped::ForgotScreens => forgot().to_owned(),
        Tapped::RemovedBay { .. } => removed().to_owned(),
    }
}

/// That it was taken back, as a line of the log.
pub fn taken_back(what: &Tapped) -> String {
    let about = match what {
        Tapped::Task { task, .. } => *task,
        Tapped::Conversation { contact } => *contact,
        Tapped::Decided { inbox, .. } => *inbox,
        Tapped::CalledOff { text } | Tapped::Settled { text, .. } => *text,
        Tapped::Revoked { token } => *token,
        Tapped::RemovedBay { bay } => *bay,
        Tapped::ForgotScreens => return forgot().to_owned(),
    };
    format!("{about}: {}", done(what))
}

fn decided(decision: Decision) -> &'static str {
    use super::thread;
    match decision {
        Decision::Keep => kept(),
        Decision::OptOut => thread::ended(),
        Decision::NoOffers => thread::ended_offers(),
        Decision::OnlyReady => thread::ended_progress(),
    }
}

words! {
    /// How a call or a task ended.
    noted(how: &str) = "Noted: “{how}”.", "Anotado: «{how}».", "Записано: «{how}».";
    /// A conversation.
    conversation() = "The conversation is done with.", "Conversación terminada.", "Разговор завершён.";
    /// An unclear text.
    kept() = "Kept: texts go on.", "Se mantiene: los mensajes siguen.", "Оставлено: сообщения продолжаются.";
    /// A text that waited.
    called_off() = "The text is called off.", "Mensaje anulado.", "SMS не уйдёт.";
    /// The token of a program.
    revoked() = "The token is revoked.", "Token revocado.", "Токен отозван.";
    /// The screens.
    forgot() = "Every screen asks for a password at the next sign-in.", "Cada pantalla pedirá contraseña la próxima vez.",
        "Каждый экран спросит пароль при следующем входе.";
    /// A bay.
    removed() = "The bay is removed.", "Puesto eliminado.", "Пост убран.";
}
