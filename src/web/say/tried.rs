//! What was tried to put the modem right.

use super::words;

words! {
    /// A heading.
    title() = "What was tried", "Lo que se probó", "Что уже пробовали";
    /// Nothing has helped.
    look() = "A person must look at the modem: nothing that can be done from here has helped.",
        "Alguien tiene que mirar el módem: nada de lo que se puede hacer desde aquí ayudó.",
        "Модем должен посмотреть человек: ничто из возможного отсюда не помогло.";
    /// A step.
    escape() = "Freed from a prompt and asked again", "Se le sacó de la espera y se le preguntó otra vez", "Вывели из ожидания и спросили ещё раз";
    /// A step.
    set_up() = "Set up anew", "Se preparó de nuevo", "Настроили заново";
    /// A step.
    radio() = "Radio off and on", "Radio apagada y encendida", "Радио выключили и включили";
    /// A step.
    reset() = "Restarted", "Se reinició", "Перезапустили";
    /// A step.
    reopen() = "Port closed and opened again", "Puerto cerrado y abierto otra vez", "Порт закрыли и открыли снова";
    /// The last step.
    person() = "A person must look", "Alguien tiene que mirar", "Должен посмотреть человек";
}
