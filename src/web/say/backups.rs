//! The last good backup.

use super::words;

words! {
    /// A fact.
    last() = "Last backup", "Última copia", "Последняя копия";
    /// There is none.
    none() = "There is no backup yet. One is made each night.",
        "Todavía no hay ninguna copia. Se hace una cada noche.",
        "Резервной копии ещё нет. Она делается каждую ночь.";
    /// Two nights were missed.
    too_old() = "Too old: two nights were missed. Is the stick full, or the disk? Why it failed, says ",
        "Demasiado vieja: faltan dos noches. ¿Está llena la memoria USB, o el disco? La razón la dice ",
        "Слишком старая: две ночи пропущены. Полна флешка или диск? Причину покажет ";
    /// A fact: the one on the stick.
    on_stick() = "On the stick", "En la memoria USB", "На флешке";
    /// A fact.
    stick_failed() = "it did not take the backup. Try the stick on a computer, or take another one. What it said:",
        "no aceptó la copia. Pruebe la memoria USB en un ordenador o use otra. Lo que dijo:",
        "копия не принята. Проверьте флешку на компьютере или возьмите другую. Причина:";
    /// A fact.
    stick_is_old() = "Nothing since: is it still plugged in?", "Nada desde entonces: ¿sigue conectada?", "С тех пор ничего: она ещё вставлена?";
    /// The alert.
    stick_refuses() = "The stick takes no backups. ", "La memoria USB no acepta copias. ", "Флешка не принимает копии. ";
    /// The alert.
    missing() = "Backup missing. ", "Falta la copia de seguridad. ", "Нет резервной копии. ";
    /// Makes one.
    make() = "Back up now", "Hacer una copia ahora", "Сделать копию сейчас";
    /// How it ended.
    made(size: &str) = "The backup is made and proved: {size}.", "La copia está hecha y comprobada: {size}.", "Копия сделана и проверена: {size}.";
    /// How it ended.
    failed() = "No backup was made. What was there before is there still.", "No se hizo ninguna copia. Lo que había sigue ahí.", "Копия не сделана. Прежние на месте.";
    /// Where the reason is.
    failed_why() = "Is the disk full, or is the folder not to be written? The reason is in ",
        "¿Está lleno el disco o no se puede escribir en la carpeta? La razón está en ",
        "Диск полон или в папку нельзя писать? Причина: ";
    /// It takes longer than a page waits.
    goes_on() = "The backup is being made. This page shows it when it is done.", "La copia se está haciendo. Esta página la muestra al terminar.", "Копия делается. Она появится здесь, когда будет готова.";
    /// The alert's words.
    old(ago: &str) = "The last one was made {ago}.", "La última se hizo {ago}.", "Последняя сделана {ago}.";
    /// Why that matters.
    why() = "If this machine's card dies, what came after the last backup is lost.", "Si falla la tarjeta de esta máquina, se pierde lo posterior a la última copia.", "Если карта этой машины откажет, всё после последней копии пропадёт.";
}
