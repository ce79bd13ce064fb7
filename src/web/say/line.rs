//! The modem's page.

use super::words;

words! {
    /// The title.
    title() = "Modem", "Módem", "Модем";
    /// How it stands.
    works() = "It works: texts come and go.", "Funciona: los mensajes salen y llegan.", "Работает: SMS уходят и приходят.";
    /// How it stands.
    look() = "It works, but needs a look.", "Funciona, pero hay que revisarlo.", "Работает, но нужно взглянуть.";
    /// How it stands.
    starting() = "It is being set up. This takes a few seconds.", "Se está preparando. Tarda unos segundos.", "Настраивается. Это несколько секунд.";
    /// How it stands.
    no_network() = "It has no network: nothing can be sent.", "No tiene red: no se puede enviar nada.", "Нет сети: отправить ничего нельзя.";
    /// How it stands.
    on_hold() = "Replies come in, and nothing is sent.", "Las respuestas entran y no se envía nada.", "Ответы приходят, но ничего не отправляется.";
    /// How it stands.
    down() = "It is down: nothing comes or goes.", "No responde: no sale ni llega nada.", "Не отвечает: ничего не уходит и не приходит.";
    /// What is not known.
    unknown() = "not known", "no se sabe", "неизвестно";
    /// In the network.
    idle() = "not in a network, and not looking for one", "sin red, y sin buscarla", "не в сети и не ищет её";
    /// In the network.
    searching() = "looking for one", "buscando red", "ищет сеть";
    /// In the network.
    denied() = "turned away", "rechazado", "отказано";
    /// In the network.
    home() = "at home", "red propia", "домашняя";
    /// In the network.
    roaming() = "roaming", "itinerancia", "роуминг";
    /// About reports.
    no_reports() = "does not tell whether texts arrive", "no dice si los mensajes llegan", "не сообщает, доставлены ли SMS";
    /// About reports.
    reports() = "tells whether texts arrive", "dice si los mensajes llegan", "сообщает, доставлены ли SMS";
    /// A fact.
    network() = "Network", "Red", "Сеть";
    /// A fact.
    signal() = "Signal", "Señal", "Сигнал";
    /// A heading.
    over_day() = "Signal over the last day", "Señal del último día", "Сигнал за последние сутки";
    /// How far it went up and down.
    range(weakest: i16, usual: i16, best: i16) = "Weakest {weakest}, usual {usual}, best {best} dBm.", "La más débil {weakest}, la habitual {usual}, la mejor {best} dBm.", "Худший {weakest}, обычный {usual}, лучший {best} dBm.";
    /// Shows the rows.
    hours() = "The weakest of each hour", "La más débil de cada hora", "Худший за каждый час";
    /// How long there was none.
    lost(minutes: u32) = "{minutes} min without a network", "{minutes} min sin red", "{minutes} мин без сети";
    /// A fact.
    port() = "Port", "Puerto", "Порт";
    /// A fact.
    delivery() = "Delivery", "Entrega", "Доставка";
    /// A fact.
    last_read() = "Last read", "Última lectura", "Последнее чтение";
    /// A value.
    never() = "never so far", "todavía nunca", "пока ни разу";
    /// A value.
    sim_not_read() = "not read", "no leída", "не прочитана";
    /// A value.
    ends_in(end: &str) = "ends in {end}", "termina en {end}", "заканчивается на {end}";
    /// A value: how full a memory is.
    taken_of(used: u32, total: u32) = "{used} of {total} places taken", "{used} de {total} lugares ocupados", "занято {used} из {total}";
    /// A value: how full a memory is.
    taken(used: u32) = "{used} places taken", "{used} lugares ocupados", "занято: {used}";
    /// A memory.
    on_sim() = "Memory on the SIM", "Memoria de la SIM", "Память SIM";
    /// A memory.
    in_modem() = "Memory in the modem", "Memoria del módem", "Память модема";
    /// A memory.
    for_reports() = "Memory for reports", "Memoria de informes", "Память отчётов";
    /// A memory.
    other_memory(name: &str) = "Memory {name}", "Memoria {name}", "Память {name}";
    /// A heading.
    waiting() = "Texts that wait", "Mensajes en espera", "SMS в очереди";
    /// There are none.
    none() = "None.", "Ninguno.", "Нет.";
    /// Nobody known.
    nobody() = "Unknown", "Desconocido", "Неизвестно кто";
    /// How long a text is worth sending.
    until(time: &str) = "worth sending until {time}", "vale la pena hasta {time}", "имеет смысл до {time}";
    /// Leads to a conversation.
    texts() = "Texts", "Mensajes", "SMS";
    /// How many others there are.
    more(count: usize) = "And {count} more.", "Y {count} más.", "И ещё {count}.";
    /// A heading.
    machine() = "This machine", "Esta máquina", "Эта машина";
    /// A fact.
    clock() = "Clock", "Reloj", "Часы";
    /// The clock is trusted.
    right() = "known to be right", "se sabe que va bien", "точно верны";
    /// What vouches for it.
    by_service() = "a time service has set it", "lo ajustó un servicio de hora", "их установила служба времени";
    /// What vouches for it.
    by_person() = "somebody confirmed it", "alguien lo confirmó", "это подтвердил человек";
    /// What vouches for it.
    by_network() = "the mobile network says the same", "la red móvil dice lo mismo", "мобильная сеть говорит то же";
    /// What vouches for it.
    by_battery() = "set by a clock with a battery", "ajustado por un reloj con pila", "установлены по часам с батарейкой";
    /// A fact.
    network_time() = "Mobile network's time", "Hora de la red móvil", "Время мобильной сети";
    /// It agrees.
    same_time() = "the same", "la misma", "то же";
    /// It differs.
    network_ahead(hours: i64, minutes: i64) = "{hours} h {minutes} min ahead of this clock", "{hours} h {minutes} min por delante de este reloj", "на {hours} ч {minutes} мин впереди этих часов";
    /// It differs.
    network_behind(hours: i64, minutes: i64) = "{hours} h {minutes} min behind this clock", "{hours} h {minutes} min por detrás de este reloj", "на {hours} ч {minutes} мин позади этих часов";
    /// The clock is not.
    not_right() = "not known to be right", "no se sabe si va bien", "неизвестно, верны ли";
    /// What to do, before a command.
    set_it() = ". If it is wrong, set it on the machine (", ". Si está mal, ajústelo en la máquina (", ". Если неверны, установите их на машине (";
    /// What to do, after the command.
    or_connect() = "), or connect it to the internet for a minute; then confirm it above.", "), o conéctela a internet un minuto; después confírmelo arriba.", ") или подключите её к интернету на минуту; затем подтвердите выше.";
    /// A fact.
    disk() = "Disk", "Disco", "Диск";
    /// How much room there is.
    free(room: &str) = "{room} free", "{room} libres", "свободно {room}";
    /// The reserve was given up.
    ballast() = ". The reserve for inbound texts is in use.", ". Se está usando la reserva para mensajes entrantes.", ". Используется запас для входящих SMS.";
    /// A fact.
    connection() = "Connection", "Conexión", "Соединение";
    /// With TLS.
    encrypted() = "encrypted (TLS)", "cifrada (TLS)", "зашифровано (TLS)";
    /// Leads to the page about trust.
    trust() = "Trust this page on another device", "Confiar en esta página en otro dispositivo", "Доверять этой странице на другом устройстве";
    /// Without TLS.
    plain() = "plain HTTP: someone who listens on the shop's network could read along. Keep guests on a network of their own.",
        "HTTP sin cifrar: quien escuche en la red del taller podría leerlo. Deje a los invitados en otra red.",
        "HTTP без шифрования: тот, кто слушает сеть мастерской, может всё прочесть. Гостям дайте отдельную сеть.";
    /// A heading.
    wire() = "The wire", "El cable", "Провод";
    /// What it is.
    wire_what() = "What was said last between Readybell and the modem. It is not kept.",
        "Lo último que se dijeron Readybell y el módem. No se guarda.",
        "Последний обмен между Readybell и модемом. Он не хранится.";
    /// Nothing was said.
    nothing() = "Nothing yet.", "Nada todavía.", "Пока ничего.";
}
