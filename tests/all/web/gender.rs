//! No page takes anybody for a man or a woman.

use std::path::Path;

/// Endings with a choice of gender, in Russian and in Spanish.
const CHOICES: [&str; 9] = [
    "(а)",
    "(ла)",
    "(на)",
    "(ась)",
    "(лась)",
    "(ая)",
    "(a)",
    "(as)",
    "/a ",
];
/// Words for a person whose gender in Russian is the word's and not the person's.
const PEOPLE: [&str; 5] = ["клиент", "владелец", "сотрудник", "мастер", "техник"];
/// So many words behind such a word may say what that person did.
const NEAR: usize = 4;

/// What a line of Russian says of a person in the masculine: "клиент написал", "владелец должен".
fn masculine(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let sentences = lower.split(['.', '!', '?', ';', '"', '(']);
    sentences.into_iter().find_map(|sentence| {
        let words: Vec<&str> = sentence
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .collect();
        words.iter().enumerate().find_map(|(at, person)| {
            let near = words.iter().skip(at + 1).take(NEAR);
            let mut did = near.filter(|word| PEOPLE.contains(person) && is_masculine(word));
            did.next().map(|did| format!("{person} … {did}"))
        })
    })
}

/// A verb in the past, or a short adjective.
fn is_masculine(word: &str) -> bool {
    [
        "ал", "ил", "ел", "ёл", "ял", "ыл", "ул", "лся", "сам", "жен", "сен",
    ]
    .iter()
    .any(|ending| word.ends_with(ending))
}

fn found(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in source.lines().filter(|line| line.contains('"')) {
        for choice in CHOICES.into_iter().filter(|choice| line.contains(choice)) {
            found.push(format!("{choice} in {}", line.trim()));
        }
        found.extend(masculine(line).map(|what| format!("{what} in {}", line.trim())));
    }
    found
}

#[test]
fn no_words_of_the_pages_assume_a_gender() {
    let say = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/say");
    let mut files = 0;
    for file in std::fs::read_dir(say).unwrap() {
        let path = file.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        assert_eq!(found(&source), Vec::<String>::new(), "{}", path.display());
        files += 1;
    }
    assert!(files > 30, "{files}");
}

#[test]
fn the_search_can_fail() {
    for words in [
        "\"принял(а) {by}\"",
        "\"Клиент отписался.\"",
        "\"клиент подписался снова\"",
        "\"Владелец ещё не подтвердил\"",
        "\"сначала владелец должен посмотреть\"",
        "\"listo(a)\"",
    ] {
        assert_eq!(found(words).len(), 1, "{words}");
    }
    for words in [
        "\"Клиенту снова нужны SMS\"",
        "\"Кто изменил\"",
        "\"клиент. Срок вышел\"",
        "// принял(а)",
    ] {
        assert_eq!(found(words), Vec::<String>::new(), "{words}");
    }
}
