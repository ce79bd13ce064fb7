//! The last good backup.

use super::words;

words! {
    /// A fact.
    last() = "Last backup", "Última copia", "Последняя копия";
    /// There is none.
    none() = "There is no backup yet. One is made each night, or now with ",
        "Todavía no hay ninguna copia. Se hace una cada noche, o ahora con ",
        "Резервной копии ещё нет. Она делается каждую ночь или сейчас командой ";
    /// Two nights were missed.
    too_old() = "Too old: two nights were missed. Is the stick full, or the disk? Why it failed, says ",
        "Demasiado vieja: faltan dos noches. ¿Está llena la memoria USB, o el disco? La razón la dice ",
        "Слишком старая: две ночи пропущены. Полна флешка или диск? Причину покажет ";
    /// The alert.
    missing() = "Backup missing. ", "Falta la copia de seguridad. ", "Нет резервной копии. ";
    /// The alert's words.
    old(ago: &str) = "The last one was made {ago}.", "La última se hizo {ago}.", "Последняя сделана {ago}.";
    /// Why that matters.
    why() = "If this machine's card dies, what came after the last backup is lost.", "Si falla la tarjeta de esta máquina, se pierde lo posterior a la última copia.", "Если карта этой машины откажет, всё после последней копии пропадёт.";
}
