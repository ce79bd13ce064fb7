//! The shop's own people, their screens, and the log of who changed what.

use super::{pick, words};
use crate::store::Role;

words! {
    /// A role.
    owner() = "owner", "titular", "владелец";
    /// A role.
    counter() = "counter", "mostrador", "стойка";
    /// A role.
    technician() = "technician", "taller", "механик";
    /// What an owner may do.
    owner_may() = "everything", "todo", "всё";
    /// What someone at the counter may do.
    counter_may() = "everything but the settings", "todo menos los ajustes", "всё, кроме настроек";
    /// What a technician may do.
    technician_may() = "the board, without phone numbers", "el tablero, sin números de teléfono", "доска, без номеров телефона";
    /// The page.
    title() = "People", "Personal", "Сотрудники";
    /// What the page is for.
    what() = "Who works here, and what each may do. A change of role signs the person out everywhere.",
        "Quién trabaja aquí y qué puede hacer. Un cambio de rol cierra todas las sesiones de la persona.",
        "Кто здесь работает и что кому можно. Смена роли завершает все сеансы человека.";
    /// A heading.
    add() = "Add somebody", "Agregar a alguien", "Добавить человека";
    /// The field.
    name() = "Name", "Nombre", "Имя";
    /// The field.
    role_of() = "Role", "Rol", "Роль";
    /// The field.
    language() = "Language of the pages", "Idioma de las páginas", "Язык страниц";
    /// The button.
    add_them() = "Add", "Agregar", "Добавить";
    /// A chip.
    waits_for_code() = "no password yet", "sin contraseña todavía", "пароля ещё нет";
    /// A chip.
    has_pin() = "PIN", "PIN", "PIN";
    /// A chip.
    disabled() = "may not sign in", "no puede entrar", "вход закрыт";
    /// On how many screens.
    on_screens(count: usize) = "signed in on {count}", "sesiones: {count}", "сеансов: {count}";
    /// The button.
    change_role() = "Change role", "Cambiar rol", "Сменить роль";
    /// The button.
    reset() = "Reset password", "Restablecer contraseña", "Сбросить пароль";
    /// The button.
    disable() = "May not sign in", "No puede entrar", "Закрыть вход";
    /// The button.
    enable() = "May sign in again", "Puede entrar otra vez", "Открыть вход";
    /// This is the owner who looks.
    you() = "you", "usted", "вы";
    /// What to do with it.
    code_for(name: &str) = "Give this to {name}. It is shown only now, and is good for 24 hours:",
        "Déselo a {name}. Se muestra solo ahora y vale 24 horas:",
        "Передайте: {name}. Код показан только сейчас и действует 24 часа:";
    /// And then.
    code_where() = "They open the sign-in page, tap “I have a one-time code”, and choose a password.",
        "En la página de entrada, que toque «Tengo un código de un solo uso» y elija una contraseña.",
        "На странице входа: «У меня есть одноразовый код», затем выбрать пароль.";
    /// No role was chosen.
    no_role() = "Choose a role.", "Elija un rol.", "Выберите роль.";
    /// A name that somebody has.
    taken(name: &str) = "Somebody is called {name} already. Choose another name.",
        "Ya hay alguien con el nombre {name}. Elija otro.",
        "Имя {name} уже занято. Выберите другое.";
    /// The last owner.
    last_owner() = "At least one owner has to stay. Make somebody else an owner first.",
        "Debe quedar al menos una persona titular. Dé primero ese rol a otra.",
        "Должен остаться хотя бы один владелец. Сначала назначьте другого.";
    /// The page.
    screens_title() = "Screens and sign-in", "Pantallas y entrada", "Экраны и вход";
    /// What the page is for.
    screens_what() = "Where people are signed in, and when a screen locks itself.",
        "Dónde hay sesiones abiertas y cuándo se bloquea una pantalla.",
        "Где выполнен вход и когда экран закрывается сам.";
    /// The field.
    lock_minutes() = "Minutes until an untouched screen locks", "Minutos hasta que se bloquea una pantalla sin uso", "Минут до закрытия экрана без касаний";
    /// Its hint.
    lock_hint() = "0 for never. It opens again with a PIN or a password.",
        "0 para nunca. Se abre otra vez con un PIN o una contraseña.",
        "0: никогда. Открывается PIN или паролем.";
    /// The tick.
    names_shown() = "Show the names on the sign-in page.", "Mostrar los nombres en la página de entrada.", "Показывать имена на странице входа.";
    /// What that means.
    names_hint() = "Anyone on the shop's network can read them there.",
        "Cualquiera en la red del taller puede leerlos ahí.",
        "Их сможет прочесть любой в сети мастерской.";
    /// Wrong minutes.
    bad_minutes() = "Type whole minutes, from 0 to 720.", "Escriba minutos enteros, de 0 a 720.", "Введите целые минуты, от 0 до 720.";
    /// A heading.
    signed_in() = "Signed in now", "Sesiones abiertas", "Открытые сеансы";
    /// The list is cut.
    sessions_cut(shown: &str) = "The {shown} used last are shown. More follow as these are signed out.", "Se muestran las {shown} usadas más recientemente. Si hay más, aparecen a medida que se cierran.", "Показаны {shown} последних. Если есть ещё, они появятся, когда эти будут завершены.";
    /// A heading.
    known_screens() = "Screens that take a PIN", "Pantallas que aceptan PIN", "Экраны, где подходит PIN";
    /// How many they are.
    known(count: usize) = "On {count} of them somebody has signed in with a password, so a PIN will do there. If one was lost or given away, forget them all: the next sign-in on each needs a password.",
        "En {count} alguien entró con contraseña, así que ahí basta un PIN. Si perdió o regaló alguna, olvídelas todas: la próxima entrada pedirá contraseña.",
        "Таких экранов: {count}. Там уже входили с паролем, поэтому хватит PIN. Если экран потерян или отдан, забудьте все: при следующем входе понадобится пароль.";
    /// The button.
    forget() = "Forget them all", "Olvidarlas todas", "Забыть все";
    /// The page.
    audit_title() = "Who changed what", "Quién cambió qué", "Кто что изменил";
    /// What the page is for.
    audit_what() = "Kept for ever, and never changed.", "Se guarda para siempre y nunca se cambia.", "Хранится всегда и не изменяется.";
    /// Older lines.
    older() = "Older", "Más antiguo", "Раньше";
    /// The newest lines.
    newest() = "Newest", "Lo más nuevo", "Новое";
    /// Nothing there.
    nothing() = "Nothing yet.", "Nada todavía.", "Пока ничего.";
    /// A choice of lines.
    all() = "All", "Todo", "Всё";
    /// A choice of lines.
    only_settings() = "Settings", "Ajustes", "Настройки";
    /// A choice of lines.
    only_staff() = "People", "Personal", "Сотрудники";
    /// A choice of lines.
    only_consent() = "Consent", "Consentimiento", "Согласия";
    /// A choice of lines.
    only_sign_in() = "Sign-ins", "Entradas", "Входы";
}

/// What a role is called.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => owner(),
        Role::Counter => counter(),
        Role::Technician => technician(),
    }
}

/// What someone of that role may do.
pub fn may(role: Role) -> &'static str {
    match role {
        Role::Owner => owner_may(),
        Role::Counter => counter_may(),
        Role::Technician => technician_may(),
    }
}

/// What somebody did, by its short name in the log. One that is not known is told as it is.
pub fn what_was_done(what: &str) -> &str {
    let known = match what {
        "settings" => ["changed settings", "cambió ajustes", "изменены настройки"],
        "staff-added" => ["added somebody", "agregó a alguien", "добавлен человек"],
        "staff-role" => ["changed a role", "cambió un rol", "изменена роль"],
        "staff-reset" => [
            "reset a password",
            "restableció una contraseña",
            "сброшен пароль",
        ],
        "staff-password" => ["chose a password", "eligió una contraseña", "выбран пароль"],
        "staff-pin" => ["changed a PIN", "cambió un PIN", "изменён PIN"],
        "staff-disabled" => ["closed a sign-in", "cerró una entrada", "закрыт вход"],
        "staff-enabled" => [
            "opened a sign-in again",
            "reabrió una entrada",
            "вход снова открыт",
        ],
        "sign-in" => ["signed in", "entró", "вход"],
        "sign-out" => ["ended a sign-in", "cerró una sesión", "завершён сеанс"],
        "screens-forgotten" => [
            "forgot the screens",
            "olvidó las pantallas",
            "экраны забыты",
        ],
        "set-up" => [
            "set Readybell up",
            "configuró Readybell",
            "Readybell настроен",
        ],
        "token-added" => [
            "made an API token",
            "creó un token de API",
            "создан токен API",
        ],
        "token-revoked" => [
            "revoked an API token",
            "revocó un token de API",
            "отозван токен API",
        ],
        "template" => ["changed a text", "cambió un texto", "изменён текст"],
        "wording" => [
            "changed consent wording",
            "cambió el texto de consentimiento",
            "изменён текст согласия",
        ],
        "modem" => ["the modem", "el módem", "модем"],
        "restored" => [
            "a backup restored",
            "copia restaurada",
            "восстановлена копия",
        ],
        "retention" => ["what is kept", "lo que se guarda", "срок хранения"],
        "backup" => ["made a backup", "hizo una copia", "резервная копия"],
        "taken-back" => ["took back", "deshizo", "отменено"],
        "bays" => ["bays", "puestos", "посты"],
        "light" => ["tested a light", "probó una luz", "проверена лампа"],
        "job" => ["job", "trabajo", "работа"],
        "task" => ["to do", "pendiente", "задача"],
        "text" => ["text", "mensaje", "SMS"],
        "consent" => ["consent", "consentimiento", "согласие"],
        "code" => ["code", "código", "код"],
        "unsure" => ["unsure text", "mensaje dudoso", "неясное SMS"],
        "clock" => ["clock", "reloj", "часы"],
        "customer" => ["customer", "cliente", "клиент"],
        "receipt" => ["receipt", "recibo", "чек"],
        "signing" => ["signature", "firma", "подпись"],
        other => return other,
    };
    pick(known)
}
