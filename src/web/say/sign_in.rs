//! Signing in, one-time codes, and the page about oneself.

use super::words;
use crate::web::password::{LONGEST, PasswordError, SHORTEST};

words! {
    /// The title and the button.
    sign_in() = "Sign in", "Entrar", "Вход";
    /// Above the names.
    who() = "Who are you?", "¿Quién es usted?", "Кто вы?";
    /// The field for a name that is not shown.
    name() = "Your name", "Su nombre", "Ваше имя";
    /// The field.
    password() = "Password", "Contraseña", "Пароль";
    /// The field on a screen that is known.
    secret() = "PIN or password", "PIN o contraseña", "PIN или пароль";
    /// Why a PIN won't do.
    first_here() = "The first time on this screen, type your password. After that, your PIN will do.",
        "La primera vez en esta pantalla, escriba su contraseña. Después basta el PIN.",
        "В первый раз на этом экране введите пароль. Потом хватит PIN.";
    /// Nobody was picked.
    no_name() = "Choose your name.", "Elija su nombre.", "Выберите своё имя.";
    /// Wrong.
    wrong() = "The name or the password is wrong.", "El nombre o la contraseña no es correcto.", "Имя или пароль не подходит.";
    /// A PIN on a screen that is not known.
    pin_here() = "A PIN won't do here yet. Type your password.",
        "Aquí el PIN todavía no sirve. Escriba su contraseña.",
        "PIN здесь пока не подходит. Введите пароль.";
    /// Below the form.
    owner_decides() = "Who may sign in is up to the owner.", "La persona titular decide quién puede entrar.", "Кому можно входить, решает владелец.";
    /// Below the form, without TLS.
    plain() = "This page comes over plain HTTP: someone who listens on the shop's network could read what you type. Keep guests on a network of their own.",
        "Esta página llega por HTTP sin cifrar: quien escuche en la red del taller podría leer lo que escribe. Deje a los invitados en otra red.",
        "Страница приходит по незащищённому HTTP: тот, кто слушает сеть мастерской, может прочесть ввод. Гостям дайте отдельную сеть.";
    /// Leads to the page for a one-time code.
    have_code() = "I have a one-time code", "Tengo un código de un solo uso", "У меня есть одноразовый код";
    /// Who forgot a password.
    forgot() = "Forgot it? The owner can reset it; the owner's own is reset on the machine: ",
        "¿Se le olvidó? La persona titular puede restablecerla; la suya propia se restablece en la máquina: ",
        "Не помните? Владелец может её сбросить; свой пароль владелец сбрасывает на самой машине: ";
    /// Readybell has no owner yet.
    not_set_up() = "Not set up yet", "Todavía sin configurar", "Ещё не настроено";
    /// Before a command.
    on_machine() = "On the machine: ", "En la máquina: ", "На машине: ";
    /// The language switch, for readers.
    language() = "Language", "Idioma", "Язык";
    /// The page on which a password is chosen.
    choose() = "Choose your password", "Elija su contraseña", "Выберите пароль";
    /// What the page is for.
    choose_how() = "The owner gave you a one-time code. It is good for 24 hours.",
        "La persona titular le dio un código de un solo uso. Vale 24 horas.",
        "У вас есть одноразовый код от владельца. Он действует 24 часа.";
    /// The field.
    code() = "One-time code", "Código de un solo uso", "Одноразовый код";
    /// The code is wrong.
    wrong_code() = "The name or the code is wrong, or the code is not good any more. Ask the owner for a new one.",
        "El nombre o el código no es correcto, o el código ya no vale. Pida otro a la persona titular.",
        "Имя или код не подходит, или код уже не действует. Попросите у владельца новый.";
    /// The field.
    new_password() = "New password", "Contraseña nueva", "Новый пароль";
    /// Its hint.
    password_hint() = "At least 8 letters. Three words in a row are easy to keep in mind.",
        "Al menos 8 letras. Tres palabras seguidas se recuerdan bien.",
        "Не меньше 8 знаков. Три слова подряд легко запомнить.";
    /// The field.
    again() = "The password again", "La contraseña otra vez", "Пароль ещё раз";
    /// They differ.
    not_same() = "This is not the same password.", "No es la misma contraseña.", "Пароли не совпадают.";
    /// The button.
    go_on() = "Go on", "Seguir", "Дальше";
    /// The page about oneself.
    you() = "You", "Usted", "Вы";
    /// The role, in words.
    you_are(role: &str) = "Signed in as {role}", "Rol: {role}", "Роль: {role}";
    /// A heading.
    your_language() = "Your language", "Su idioma", "Ваш язык";
    /// The button.
    save() = "Save", "Guardar", "Сохранить";
    /// A heading.
    your_pin() = "Your PIN", "Su PIN", "Ваш PIN";
    /// There is one.
    has_pin() = "You have a PIN. It unlocks a screen, and signs you in where somebody has signed in with a password before.",
        "Tiene un PIN. Desbloquea una pantalla, y permite entrar donde alguien ya entró con contraseña.",
        "У вас есть PIN. Он открывает экран и пускает там, где кто-то уже входил с паролем.";
    /// There is none.
    no_pin() = "4 to 8 digits that unlock a screen, and sign you in where somebody has signed in with a password before.",
        "De 4 a 8 cifras que desbloquean una pantalla y permiten entrar donde alguien ya entró con contraseña.",
        "От 4 до 8 цифр: они открывают экран и пускают там, где кто-то уже входил с паролем.";
    /// The field.
    new_pin() = "New PIN", "PIN nuevo", "Новый PIN";
    /// The field that proves it is really them.
    current() = "Your password now", "Su contraseña actual", "Ваш нынешний пароль";
    /// That is wrong.
    wrong_current() = "This is not your password.", "No es su contraseña.", "Это не ваш пароль.";
    /// The button.
    set_pin() = "Set the PIN", "Poner el PIN", "Задать PIN";
    /// The button.
    no_more_pin() = "Take the PIN away", "Quitar el PIN", "Убрать PIN";
    /// A heading.
    your_password() = "Your password", "Su contraseña", "Ваш пароль";
    /// What else happens.
    ends_others() = "You will be signed out on every other screen.",
        "Se cerrará su sesión en las demás pantallas.",
        "На всех других экранах сеанс завершится.";
    /// The button.
    change() = "Change it", "Cambiarla", "Сменить";
    /// A heading.
    your_screens() = "Where you are signed in", "Dónde tiene sesión abierta", "Где вы вошли";
    /// This very screen.
    this_one() = "this screen", "esta pantalla", "этот экран";
    /// A chip.
    locked() = "locked", "bloqueada", "закрыт";
    /// Ends a session.
    sign_out_there() = "Sign out", "Cerrar sesión", "Завершить";
    /// Ends this session.
    sign_out_here() = "Sign out on this screen", "Salir en esta pantalla", "Выйти на этом экране";
    /// Since when, and when used last.
    since(began: &str, seen: &str) = "since {began}, used {seen}", "desde {began}, usada {seen}", "с {began}, использован {seen}";
    /// A browser that did not say what it is.
    some_browser() = "a browser", "un navegador", "браузер";
    /// Something was saved.
    saved() = "Saved.", "Guardado.", "Сохранено.";
    /// The new PIN is in force.
    pin_saved() = "Your PIN has changed.", "Su PIN cambió.", "PIN изменён.";
    /// The new password is in force.
    password_saved() = "Your password has changed. Every other screen was signed out.",
        "Su contraseña cambió. Se cerraron las demás sesiones.",
        "Пароль изменён. Остальные сеансы завершены.";
    /// Too short.
    too_short(least: usize) = "Use at least {least} letters; three words in a row are easy to keep in mind.",
        "Use al menos {least} letras; tres palabras seguidas se recuerdan bien.",
        "Нужно не меньше {least} знаков; три слова подряд легко запомнить.";
    /// Too long.
    too_long(most: usize) = "Use at most {most} letters.", "Use {most} letras como máximo.", "Не больше {most} знаков.";
    /// Too plain.
    too_plain() = "That would be guessed at once. Three words in a row are easy to keep in mind.",
        "Se adivinaría enseguida. Tres palabras seguidas se recuerdan bien.",
        "Это сразу угадают. Три слова подряд легко запомнить.";
    /// A PIN that would be tried first.
    plain_pin() = "That PIN would be tried first. Choose one without a row of digits.",
        "Ese PIN se probaría primero. Elija uno sin cifras seguidas.",
        "Такой PIN пробуют первым. Выберите без цифр подряд.";
    /// No PIN.
    not_a_pin() = "A PIN is 4 to 8 digits.", "Un PIN tiene de 4 a 8 cifras.", "PIN: от 4 до 8 цифр.";
    /// The machine failed.
    not_hashed() = "The password could not be stored: there is too little memory. Try again.",
        "No se pudo guardar la contraseña: falta memoria. Intente otra vez.",
        "Пароль не удалось сохранить: мало памяти. Попробуйте ещё раз.";
}

/// What is wrong with a password.
pub fn lacks(why: PasswordError) -> String {
    match why {
        PasswordError::TooShort => too_short(SHORTEST),
        PasswordError::TooLong => too_long(LONGEST),
        PasswordError::TooPlain => too_plain().to_owned(),
        PasswordError::NoPin => not_a_pin().to_owned(),
        PasswordError::NotHashed => not_hashed().to_owned(),
    }
}

/// What is wrong with a PIN.
pub fn pin_lacks(why: PasswordError) -> String {
    match why {
        PasswordError::TooPlain => plain_pin().to_owned(),
        other => lacks(other),
    }
}
