//! The locked screen.

use super::words;

words! {
    /// The title of the locked screen.
    title() = "Locked", "Bloqueado", "Закрыто";
    /// What to do about it.
    how() = "Choose your name, and type your PIN or your password.",
        "Elija su nombre y escriba su PIN o su contraseña.",
        "Выберите своё имя и введите PIN или пароль.";
    /// Whoever unlocks it.
    name() = "Your name", "Su nombre", "Ваше имя";
    /// The field.
    secret() = "PIN or password", "PIN o contraseña", "PIN или пароль";
    /// The field, for somebody without a PIN.
    password() = "Password", "Contraseña", "Пароль";
    /// How somebody without a PIN comes by one.
    no_pin_yet() = "No PIN yet: set one on your own page, under your name.",
        "Aún sin PIN: póngalo en su página, bajo su nombre.",
        "PIN пока нет: его можно задать на своей странице, под именем.";
    /// Beside a name: what that person opens it with.
    with_pin() = "PIN", "PIN", "PIN";
    /// Beside a name: what that person opens it with.
    with_password() = "password", "contraseña", "пароль";
    /// The button.
    unlock() = "Unlock", "Desbloquear", "Открыть";
    /// The other button.
    sign_out() = "Sign out", "Salir", "Выйти";
    /// What was typed is wrong.
    wrong() = "The PIN or the password is wrong.",
        "El PIN o la contraseña no es correcto.",
        "PIN или пароль не подходит.";
    /// After too many wrong tries.
    wait(seconds: u64) = "Too many wrong tries. Wait {seconds} s, then try again.",
        "Demasiados intentos fallidos. Espere {seconds} s y vuelva a intentar.",
        "Слишком много неверных попыток. Подождите {seconds} с и попробуйте снова.";
    /// What this lock leaves alone, and what to do at the end of the day.
    for_a_moment() = "Your conversations stay yours. Going home? Sign out: they go to whoever answers next.",
        "Sus conversaciones siguen siendo suyas. ¿Se va a casa? Salga: pasan a quien atienda después.",
        "Ваши разговоры остаются за вами. Уходите домой? Выйдите: их возьмёт тот, кто ответит дальше.";
    /// The screen was locked for the day.
    for_the_day() = "Locked for the day. Your conversations are free for whoever answers next.",
        "Bloqueado por hoy. Sus conversaciones quedan libres para quien atienda después.",
        "Закрыто до завтра. Ваши разговоры свободны для того, кто ответит дальше.";
    /// The choice of how to lock.
    choose() = "Lock this screen", "Bloquear esta pantalla", "Закрыть этот экран";
    /// Locks for a moment.
    moment() = "For a moment", "Por un momento", "Ненадолго";
    /// What it does.
    moment_means() = "Your conversations stay yours.", "Sus conversaciones siguen siendo suyas.", "Ваши разговоры остаются за вами.";
    /// Locks for the day.
    day() = "For the day", "Hasta mañana", "До завтра";
    /// What it does.
    day_means() = "Your open conversations go to whoever answers next, with this note.",
        "Sus conversaciones abiertas pasan a quien atienda después, con esta nota.",
        "Ваши открытые разговоры перейдут к тому, кто ответит дальше, с этой заметкой.";
    /// The note.
    note() = "A note for whoever answers next", "Una nota para quien atienda después", "Заметка для того, кто ответит дальше";
    /// The customer has signed.
    thanks() = "Thank you", "Gracias", "Спасибо";
    /// What the customer does then.
    hand_back() = "Please hand the screen back to us.",
        "Por favor, devuélvanos la pantalla.",
        "Пожалуйста, верните нам экран.";
    /// Whom the form below is for.
    for_staff() = "For the shop", "Para el taller", "Для мастерской";
    /// The customer is not done yet.
    back_to_signing() = "Back to the signature", "Volver a la firma", "Назад к подписи";
}
