//! The bays: their names, their buttons and their lights.

use super::words;

words! {
    /// About bays.
    how() = "What people call each bay. Which bay has a button and a light is in the configuration file; here you see that they work.",
        "Cómo se llama cada puesto. Qué puesto tiene botón y luz está en el archivo de configuración; aquí se ve que funcionan.",
        "Как называется каждый пост. У какого поста есть кнопка и лампа, задано в файле настроек; здесь видно, что они работают.";
    /// A bay that is not in the configuration.
    by_hand() = "no button", "sin botón", "без кнопки";
    /// Adds one.
    add() = "Add a bay", "Agregar un puesto", "Добавить пост";
    /// About that.
    add_how() = "It has no button: its jobs are announced on the board.", "No tiene botón: sus trabajos se anuncian en el tablero.",
        "У него нет кнопки: о готовности сообщают на доске.";
    /// Takes one away.
    remove() = "Remove", "Eliminar", "Убрать";
    /// A job is in it.
    in_use() = "A job is in this bay. Move it first.", "Hay un trabajo en este puesto. Muévalo primero.", "На этом посту есть работа. Сначала переставьте её.";
    /// The fields.
    names() = "Names", "Nombres", "Названия";
    /// About them.
    names_how() = "An empty name is the number. Texts to customers say the number.", "Un nombre vacío es el número. Los mensajes a clientes dicen el número.",
        "Пустое название значит номер. В SMS клиентам стоит номер.";
    /// What is wrong with one.
    bad_name() = "At most 30 letters.", "30 letras como máximo.", "Не больше 30 знаков.";
    /// What is wrong with one.
    name_taken() = "Another bay is called that.", "Otro puesto ya se llama así.", "Так называется другой пост.";
    /// A bay.
    bay(number: i64) = "Bay {number}", "Puesto {number}", "Пост {number}";
    /// The button.
    light() = "Light it", "Encender", "Зажечь";
    /// What to see.
    lit(number: i64) = "The light of bay {number} flashes now: four short flashes, twice. If it stays dark, look at its wiring.",
        "La luz del puesto {number} parpadea ahora: cuatro destellos cortos, dos veces. Si sigue apagada, revise el cableado.",
        "Лампа поста {number} сейчас мигает: четыре коротких вспышки, дважды. Если темно, проверьте проводку.";
    /// There is no panel.
    no_panel() = "No buttons are configured on this machine.", "En esta máquina no hay botones configurados.", "На этой машине кнопки не настроены.";
    /// A bay in the middle of an announcement.
    busy() = "A “ready” counts down in this bay. Try its light afterwards.", "En este puesto corre la cuenta de un «listo». Pruebe la luz después.", "На этом посту идёт отсчёт «готово». Проверьте лампу потом.";
    /// About the button.
    button_how() = "To try a button, press it with no job in its bay: two short flashes, twice, say that it was heard.",
        "Para probar un botón, púlselo sin trabajo en el puesto: dos destellos cortos, dos veces, dicen que se oyó.",
        "Чтобы проверить кнопку, нажмите её без работы на посту: две короткие вспышки, дважды, значат, что нажатие услышано.";
}
