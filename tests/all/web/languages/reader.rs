//! What a person reads on a page, out of its HTML: enough of a parser for the pages of ours, which close
//! what they open.

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr",
];
/// What is not there to be read in any language: commands to type, and what the wire said.
const TECHNICAL: &[&str] = &["script", "style", "code", "kbd", "svg", "pre"];
/// The attributes that are read, or read out.
const READ: &[&str] = &["title", "aria-label", "placeholder", "alt"];

/// Every text of a page that is in the page's own language: what stands in the elements, and what is in
/// the attributes that are shown. An element that says to be in another language is left out.
pub fn texts(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    // The open elements, and whether each is of the page's language.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut language = None;
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        let ours = open.last().is_none_or(|(_, ours)| *ours);
        if ours {
            found.push(plain(before));
        }
        let inside_script = open
            .last()
            .is_some_and(|(name, _)| name == "script" || name == "style");
        if inside_script && !tag.starts_with("/script") && !tag.starts_with("/style") {
            rest = tag;
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let (name, after) = name.split_once('>').expect("a closing tag that ends");
            let (opened, _) = open.pop().unwrap_or_default();
            assert_eq!(opened, name, "closed in another order");
            rest = after;
            continue;
        }
        let (name, attributes, after) = parsed(tag);
        rest = after;
        if name.starts_with('!') {
            continue;
        }
        let of = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted);
        let lang = of("lang").map(|(_, value)| value.clone());
        if name == "html" {
            language = lang.clone();
        }
        let ours =
            ours && (lang.is_none() || lang == language) && !TECHNICAL.contains(&name.as_str());
        if ours {
            let shown = attributes.iter().filter(|(attribute, value)| {
                let typed = name == "input"
                    && !of("type").is_some_and(|(_, kind)| {
                        matches!(kind.as_str(), "hidden" | "radio" | "checkbox")
                    });
                READ.contains(&attribute.as_str())
                    || attribute == "value" && typed
                    // What a script will show; one word alone may be a code.
                    || attribute.starts_with("data-") && value.contains(' ')
            });
            found.extend(shown.map(|(_, value)| plain(value)));
        }
        if !VOID.contains(&name.as_str()) && of("/").is_none() {
            open.push((name, ours));
        }
    }
    found.retain(|text| !text.trim().is_empty());
    found
}

/// The name and the attributes of a tag, and what follows it.
fn parsed(tag: &str) -> (String, Vec<(String, String)>, &str) {
    let end = tag.find([' ', '>', '/', '\n']).expect("a tag that ends");
    let (name, mut rest) = tag.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return (name.to_owned(), attributes, after);
        }
        let end = rest.find(['=', ' ', '>']).expect("an attribute that ends");
        let (attribute, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').expect("a value that ends");
                attributes.push((attribute.to_owned(), value.to_owned()));
                rest = after;
            }
            None => {
                attributes.push((attribute.to_owned(), String::new()));
                rest = after;
            }
        }
    }
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Without the names of a template's variables, "{vehicle|your car}": the words beside them are read.
pub fn without_variables(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |read, piece| {
        let name = |c: char| c.is_ascii_lowercase() || c == '_';
        read + " " + piece.trim_start_matches(name)
    })
}

/// The words of Latin letters in a text, three letters and more, in small letters.
pub fn latin_words(text: &str) -> Vec<String> {
    let is_latin = |c: char| c.is_alphabetic() && c < '\u{250}';
    // Part of a word of other letters, of an address or of a path, such as "host.example".
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '/' | '@' | '_' | '-' | ':')))
        .flat_map(|word| {
            let word = word.trim_matches(['.', '/', '@', '_', '-', ':']);
            let address =
                word.contains(['/', '@', '_', ':']) || word.contains('.') && !word.contains("..");
            // A hash, or a number of several parts.
            let number = word.chars().filter(char::is_ascii_digit).count() > 1;
            if address || number {
                vec![]
            } else {
                word.split(['-', '.']).collect()
            }
        })
        .filter(|word| word.chars().filter(|c| is_latin(*c)).count() >= 3)
        .map(str::to_lowercase)
        .collect()
}
