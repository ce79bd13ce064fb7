//! The inbox: the list of conversations.

use super::words;

words! {
    /// The page's title.
    title() = "Inbox", "Mensajes", "Входящие";
    /// Older conversations.
    older() = "Older", "Anteriores", "Более старые";
    /// Nobody has ever written.
    nobody() = "Nobody has written yet. What customers text to this number shows up here.",
        "Todavía no ha escrito nadie. Lo que la clientela escriba a este número aparece aquí.",
        "Пока никто не писал. То, что клиенты пришлют на этот номер, появится здесь.";
    /// Nothing waits.
    all_done() = "Nothing waits for an answer.", "Nada espera respuesta.", "Ответа никто не ждёт.";
    /// I answer nobody.
    none_mine() = "No conversation is yours. One becomes yours when you answer it.",
        "Ninguna conversación es suya. Una conversación pasa a ser suya cuando la contesta.",
        "За вами нет разговоров. Разговор становится вашим, когда вы отвечаете.";
    /// Nothing is done with.
    none_done() = "No conversation is done with yet.", "Todavía no hay conversaciones terminadas.",
        "Завершённых разговоров пока нет.";
    /// Beside the list.
    choose() = "Choose a conversation.", "Elija una conversación.", "Выберите разговор.";
    /// The texts that no phone sent.
    others() = "Names and services", "Nombres y servicios", "Имена и службы";
    /// Why those can't be answered.
    others_hint() = "These can't be answered: carriers, banks, codes, and what was on the SIM before.",
        "No se pueden contestar: operadoras, bancos, códigos y lo que ya estaba en la SIM.",
        "На них ответить нельзя: операторы, банки, коды и то, что уже лежало на SIM-карте.";
    /// Something that was on the SIM before.
    left_over() = "it lay on the SIM before Readybell came; nothing was done about it",
        "estaba en la SIM antes de que llegara Readybell; no se hizo nada con él",
        "лежало на SIM-карте до Readybell; с ним ничего не сделано";
    /// Before words of ours.
    you() = "You: ", "Usted: ", "Вы: ";
    /// The sender is not known.
    unknown_sender() = "Unknown sender", "Remitente desconocido", "Отправитель неизвестен";
    /// A chip: an unclear text waits.
    needs_decision() = "Needs a decision", "Hay que decidir", "Нужно решение";
    /// A chip: no more texts go there.
    opted_out() = "Opted out", "No quiere mensajes", "Сообщения отключены";
    /// A chip: this conversation is mine.
    yours() = "Yours", "Suya", "Ваш";
    /// A chip: this conversation is somebody else's.
    of(name: &str) = "{name}'s", "De {name}", "Отвечает {name}";
    /// What the three shelves are, for readers.
    shelves() = "Which conversations", "Qué conversaciones", "Какие разговоры";
    /// The shelf of everything that is not done.
    open() = "Open", "Abiertas", "Открытые";
    /// The shelf of mine.
    mine() = "Mine", "Mías", "Мои";
    /// The shelf of what is done.
    done() = "Done", "Terminadas", "Завершённые";
    /// Opens the form for the end of the day.
    going_home() = "Going home?", "¿Se va a casa?", "Уходите домой?";
    /// What to tell whoever comes next.
    note() = "A note for whoever answers them next", "Una nota para quien las siga", "Заметка для того, кто ответит дальше";
    /// Lets go of all of them.
    let_go_of_all() = "Let go of all of mine", "Dejar libres todas las mías", "Отпустить все мои";
    /// Lets go of all of them, and locks the screen.
    let_go_and_lock() = "Let go, and lock for the day", "Dejar libres y bloquear hasta mañana", "Отпустить и закрыть до завтра";
    /// Somebody has looked at them.
    looked() = "Done", "Visto", "Просмотрено";
    /// What came is a picture or a link.
    picture() = "A picture or a link came. This line receives words only: ask for it by e-mail, or have it described.",
        "Llegó una foto o un enlace. Esta línea solo recibe palabras: pídalo por correo o que se lo describan.",
        "Пришла картинка или ссылка. Эта линия принимает только слова: попросите прислать по почте или описать.";
    /// The same, in the list.
    picture_short() = "Picture or link", "Foto o enlace", "Картинка или ссылка";
    /// What came is data for a program.
    data() = "Data came, not words. It is kept as it came.",
        "Llegaron datos, no palabras. Se guardan tal como llegaron.",
        "Пришли данные, а не слова. Они сохранены как есть.";
    /// The voicemail says something.
    voicemail() = "The network says that the voicemail has changed.",
        "La red avisa que hubo un cambio en el buzón de voz.",
        "Сеть сообщает об изменении голосовой почты.";
    /// What came can't be read.
    unreadable() = "Something came that can't be read. It is kept as it came.",
        "Llegó algo que no se puede leer. Se guarda tal como llegó.",
        "Пришло то, что не удаётся прочитать. Оно сохранено как есть.";
}
