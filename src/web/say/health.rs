//! How the machine itself is, and what to do about it.

use super::words;

words! {
    /// A fact.
    heat() = "Heat of the processor", "Calor del procesador", "Температура процессора";
    /// A fact.
    power() = "Power supply", "Alimentación", "Питание";
    /// A value.
    enough() = "strong enough", "suficiente", "достаточное";
    /// A value.
    was_low() = "was too weak at some time since the start", "fue débil en algún momento desde el arranque", "после запуска было слишком слабым";
    /// A value.
    low() = "too weak", "demasiado débil", "слишком слабое";
    /// A fact.
    card() = "Card", "Tarjeta", "Карта памяти";
    /// A value.
    worn_to(percent: u32) = "{percent} % of its life used up", "{percent} % de su vida gastado", "израсходовано {percent} % ресурса";
    /// A fact.
    memory() = "Memory", "Memoria", "Память";
    /// A value, in megabytes.
    free_of(free: u64, total: u64) = "{free} of {total} MB free", "{free} de {total} MB libres", "свободно {free} из {total} МБ";
    /// An ailment.
    hot(degrees: i32) = "The processor has {degrees} °C and slows down. Give the box air, or a cooler place.",
        "El procesador está a {degrees} °C y va más lento. Dele aire a la caja, o un lugar más fresco.",
        "Процессор нагрелся до {degrees} °C и замедляется. Дайте устройству воздух или место прохладнее.";
    /// An ailment.
    low_power() = "The power supply is too weak now: the modem may fail when it sends. Use the machine's own supply and a short cable.",
        "La alimentación es demasiado débil ahora: el módem puede fallar al enviar. Use la fuente propia de la máquina y un cable corto.",
        "Питание сейчас слишком слабое: модем может сбоить при отправке. Возьмите родной блок питания и короткий кабель.";
    /// An ailment.
    power_was_low() = "The power supply was too weak at some time since the start. Use the machine's own supply and a short cable.",
        "La alimentación fue demasiado débil en algún momento desde el arranque. Use la fuente propia de la máquina y un cable corto.",
        "После запуска питание было слишком слабым. Возьмите родной блок питания и короткий кабель.";
    /// An ailment.
    worn(percent: u32) = "The card has used up {percent} % of its life. Make a backup, and replace it.",
        "La tarjeta ha gastado el {percent} % de su vida. Haga una copia de seguridad y cámbiela.",
        "Карта памяти израсходовала {percent} % ресурса. Сделайте резервную копию и замените карту.";
    /// An ailment.
    file_errors(count: u64) = "Errors were found in the file system: {count}. Make a backup, and replace the card.",
        "Se hallaron errores en el sistema de archivos: {count}. Haga una copia de seguridad y cambie la tarjeta.",
        "В файловой системе найдены ошибки: {count}. Сделайте резервную копию и замените карту.";
    /// An ailment.
    little_memory() = "Little memory is left. See what else runs on this machine.",
        "Queda poca memoria. Vea qué más corre en esta máquina.",
        "Памяти осталось мало. Посмотрите, что ещё работает на этой машине.";
    /// An ailment.
    rolled_back() = "The last upgrade did not come up, so the version before works on; nothing is lost. Install a newer version when there is one.",
        "La última actualización no arrancó, así que sigue la versión anterior; no se perdió nada. Instale una versión más nueva cuando la haya.",
        "Последнее обновление не запустилось, поэтому работает прежняя версия; ничего не потеряно. Установите более новую версию, когда она появится.";
    /// An ailment.
    stuck_button(bay: u16) = "The button in bay {bay} is stuck, or its wire is loose: presses there don't count. Free it, or look at the wire. Until then, announce here on the page.",
        "El botón de la bahía {bay} está atascado, o su cable está suelto: sus pulsaciones no cuentan. Libérelo, o revise el cable. Mientras tanto, avise aquí en la página.",
        "Кнопка в боксе {bay} залипла, или её провод отходит: нажатия там не считаются. Освободите кнопку или проверьте провод. Пока что сообщайте о готовности здесь, на странице.";
}
