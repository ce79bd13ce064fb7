//! The first start.

use super::words;

words! {
    /// The title.
    title() = "Set up Readybell", "Configurar Readybell", "Настройка Readybell";
    /// After too many wrong codes.
    wait(seconds: u64) = "Too many wrong codes. Wait {seconds} s, then try again.",
        "Demasiados códigos incorrectos. Espere {seconds} s e inténtelo otra vez.",
        "Слишком много неверных кодов. Подождите {seconds} с и попробуйте снова.";
    /// The code is wrong or old.
    bad_link() = "This code is not good, or not any more. After a restart there is a new one.",
        "Este código no es válido, o ya no lo es. Después de un reinicio hay uno nuevo.",
        "Этот код не подходит или уже не действует. После перезапуска будет новый.";
    /// Where the code is told.
    find_code() = "The box tells a code of six digits: on a screen that is plugged into it, in its log, and on the light of each bay. There it begins with a long light; then count the blinks of each digit.",
        "La caja muestra un código de seis cifras: en una pantalla conectada a ella, en su registro y con la luz de cada bahía. Allí empieza con una luz larga; después cuente los destellos de cada cifra.",
        "Устройство сообщает код из шести цифр: на подключённом экране, в журнале и лампочкой каждого бокса. Там он начинается с долгого света; затем сосчитайте вспышки каждой цифры.";
    /// A field.
    code() = "The code of six digits", "El código de seis cifras", "Код из шести цифр";
    /// What the first form asks.
    who() = "First, who are you? You will be the owner, and can add others later.",
        "Primero, ¿quién es usted? Será la persona titular y podrá agregar a otras personas después.",
        "Сначала: кто вы? Вы будете владельцем и сможете добавить других потом.";
    /// No name, or too long a one.
    bad_name() = "Type your name, of at most 60 letters.", "Escriba su nombre, de 60 letras como máximo.", "Введите имя, не длиннее 60 знаков.";
    /// The second form.
    your_shop() = "Your shop", "Su taller", "Ваша мастерская";
    /// Nothing is final.
    later() = "All of it can be changed later in the settings.", "Todo se puede cambiar después en los ajustes.", "Всё это можно изменить потом в настройках.";
    /// The button.
    done() = "Done", "Listo", "Готово";
}
