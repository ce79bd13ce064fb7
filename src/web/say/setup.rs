//! The first start.

use super::words;

words! {
    /// The title.
    title() = "Set up Readybell", "Configurar Readybell", "Настройка Readybell";
    /// After too many wrong codes.
    wait(seconds: u64) = "Too many wrong codes. Wait {seconds} s, then open the link again.",
        "Demasiados códigos incorrectos. Espere {seconds} s y abra el enlace otra vez.",
        "Слишком много неверных кодов. Подождите {seconds} с и откройте ссылку снова.";
    /// The code is wrong or old.
    bad_link() = "This link is not good, or not any more. Restart Readybell: it prints a new one.",
        "Este enlace no es válido, o ya no lo es. Reinicie Readybell: imprime uno nuevo.",
        "Эта ссылка не подходит или уже не действует. Перезапустите Readybell, он покажет новую.";
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
