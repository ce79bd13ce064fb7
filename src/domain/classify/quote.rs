//! What in a text isn't the customer's own word: reactions, quotes of ours, signatures.

/// Whether the text is a phone's reaction to one of ours ("Liked “Your vehicle is ready”").
pub(super) fn is_reaction(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
    let Some((before, _)) = text.split_once(is_opening_quote) else {
        return is_reaction_to_a_picture(text);
    };
    let before = before.trim().to_lowercase().replace('’', "'");
    if before.chars().count() > 40 {
        return false;
    }
    if REACTIONS.iter().any(|known| before == *known) {
        return true;
    }
    let mut words = before.split_whitespace();
    let (first, second, third) = (words.next(), words.next(), words.next());
    match (first, second, third) {
        (Some(emoji), Some(to), None) => is_emoji(emoji) && TO.contains(&to),
        (Some("reacted" | "reaccionó" | "a"), Some(_), Some(_)) => {
            before.split_whitespace().any(is_emoji)
        }
        _ => false,
    }
}

/// The customer's own words: quoted lines, longer quotes and signatures are cut.
pub(super) fn own_words(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        let start = line.trim_start();
        if start.starts_with('>') || start.starts_with('＞') {
            continue;
        }
        if is_signature(start) {
            break;
        }
        kept.push_str(cut_at_signature(line));
        kept.push('\n');
    }
    let unquoted = without_long_quotes(&kept);
    if unquoted.chars().any(char::is_alphanumeric) {
        unquoted
    } else {
        kept
    }
}

/// How phones word a reaction, before the quote.
const REACTIONS: [&str; 47] = [
    "liked",
    "loved",
    "disliked",
    "laughed at",
    "emphasized",
    "emphasised",
    "questioned",
    "reacted to",
    "removed a like from",
    "removed a heart from",
    "removed a dislike from",
    "removed a laugh from",
    "removed an exclamation from",
    "removed a question mark from",
    "removed from",
    "le gustó",
    "le gusta",
    "le encantó",
    "le encanta",
    "no le gustó",
    "no le gusta",
    "le dio risa",
    "se rió de",
    "se rio de",
    "exclamó por",
    "enfatizó",
    "preguntó por",
    "cuestionó",
    "a aimé",
    "a adoré",
    "n'a pas aimé",
    "a ri de",
    "a ri à",
    "a souligné",
    "a mis en doute",
    "a exclamé",
    "a insisté sur",
    "gefällt",
    "gefällt nicht",
    "liebt",
    "lacht über",
    "betont",
    "hinterfragt",
    "понравилось",
    "не понравилось",
    "нравится",
    "выделено",
];

const TO: [&str; 9] = ["to", "a", "à", "auf", "zu", "an", "на", "к", "sur"];

fn is_reaction_to_a_picture(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "liked ",
        "loved ",
        "disliked ",
        "laughed at ",
        "emphasized ",
        "questioned ",
    ]
    .iter()
    .filter_map(|verb| lower.strip_prefix(verb))
    .any(|rest| {
        matches!(
            rest.trim(),
            "an image" | "a movie" | "an attachment" | "a photo" | "a video" | "a sticker"
        )
    })
}

fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF)
}

fn is_opening_quote(c: char) -> bool {
    matches!(c, '“' | '"' | '«' | '„' | '”' | '‟')
}

fn is_emoji(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| !c.is_alphanumeric() && !c.is_ascii())
}

const SIGNATURES: [&str; 16] = [
    "sent from",
    "sent via",
    "sent using",
    "get outlook",
    "enviado desde",
    "enviado con",
    "envoyé d",
    "envoye d",
    "envoyé à partir",
    "gesendet von",
    "von meinem iphone",
    "von meinem handy",
    "отправлено",
    "download the",
    "-----original",
    "begin forwarded",
];

fn is_signature(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.starts_with("--")
        || line.starts_with("__")
        || SIGNATURES.iter().any(|mark| lower.starts_with(mark))
        || (lower.starts_with("on ") && lower.trim_end().ends_with("wrote:"))
}

/// Some phones put the signature on the same line.
fn cut_at_signature(line: &str) -> &str {
    for mark in [
        "Sent from my ",
        "sent from my ",
        "Enviado desde mi ",
        "Envoyé de mon ",
        "Gesendet von ",
        "Отправлено с ",
    ] {
        if let Some((before, _)) = line.split_once(mark)
            && !before.trim().is_empty()
        {
            return before;
        }
    }
    line
}

/// A quote this long is of something; a shorter one is a word that was copied with its quotes.
const LONG_QUOTE: usize = 12;

fn without_long_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| is_opening_quote(*c)) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inside = from.strip_prefix(open).unwrap_or(from);
        let closes = |c: char| match open {
            '"' => c == '"',
            '«' => c == '»',
            '„' | '‟' => matches!(c, '“' | '”'),
            _ => matches!(c, '”' | '“'),
        };
        let Some((quoted, after)) = inside.split_once(closes) else {
            out.push_str(from);
            return out;
        };
        if quoted.chars().count() >= LONG_QUOTE {
            out.push_str(" . ");
        } else {
            out.push(' ');
            out.push_str(quoted);
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_of_both_kinds_of_phone() {
        for text in [
            "Liked “Your vehicle is ready. STOP to end.”",
            "Laughed at \"STOP to end\"",
            "👍 to “Your vehicle is ready”",
            "\u{200A}👍\u{200B} to “Your vehicle is ready”",
            "Reacted ❤️ to “Your vehicle is ready”",
            "A aimé « Reply STOP »",
            "Le gustó “Responda ALTO para terminar”",
            "Понравилось «СТОП - прекратить»",
            "Loved an image",
        ] {
            assert!(is_reaction(text), "{text}");
        }
        for text in [
            "I liked the install. STOP",
            "I said \"stop\"",
            "Loved it, thank you",
            "“STOP”",
        ] {
            assert!(!is_reaction(text), "{text}");
        }
    }

    #[test]
    fn quotes_and_signatures_are_not_the_customers_words() {
        for (text, own) in [
            ("> Reply STOP to opt out\nWhat?", "What?"),
            ("yes\nSent from my Galaxy", "yes"),
            ("Stop Sent from my iPhone", "Stop"),
            ("ok\n--\nJerry\nstop by", "ok"),
            ("\"STOP\"", "STOP"),
            ("what is “reply STOP to end” for", "what is  .  for"),
            ("“please stop texting me”", "“please stop texting me”"),
        ] {
            assert_eq!(own_words(text).trim(), own, "{text}");
        }
    }
}
