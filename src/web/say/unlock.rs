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
