//! A command line into commands (ITU-T V.250 5.2).

/// What is asked of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `AT+CMGL`
    Exec,
    /// `AT+CMGL?`
    Read,
    /// `AT+CMGL=?`
    Test,
    /// `AT+CMGL=4`
    Set,
}

/// One command of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// In capitals: `+CMGS`, `^CURC`, or a basic one such as `E` or `&F`.
    pub name: String,
    /// How it is asked.
    pub kind: Kind,
    /// The parameters of [`Kind::Set`], or a basic command's number; quotes are taken off.
    pub args: Vec<String>,
}

impl Command {
    /// A parameter as a number; `absent` when it is missing or empty, None when it is no number.
    pub fn figure(&self, place: usize, absent: usize) -> Option<usize> {
        match self.args.get(place).map(String::as_str) {
            None | Some("") => Some(absent),
            Some(text) => text.parse().ok(),
        }
    }

    /// A parameter as it is written, empty when missing.
    pub fn word(&self, place: usize) -> &str {
        self.args.get(place).map_or("", String::as_str)
    }
}

/// The commands of a line; None when it isn't one.
pub(super) fn commands(line: &str) -> Option<Vec<Command>> {
    let line = line.trim();
    let (prefix, mut rest) = line.split_at_checked(2)?;
    if !prefix.eq_ignore_ascii_case("AT") {
        return None;
    }
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (command, after) = if rest.starts_with(['+', '^', '*', '%', '$', '#']) {
            let (one, after) = until_semicolon(rest);
            (extended(one)?, after)
        } else {
            basic(rest)?
        };
        found.push(command);
        rest = after.trim_start_matches([';', ' ']);
    }
    Some(found)
}

/// Up to the next semicolon outside quotes.
fn until_semicolon(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}

fn extended(text: &str) -> Option<Command> {
    let (name, kind, args) = match text.split_once('=') {
        Some((name, rest)) if rest.trim() == "?" => (name, Kind::Test, Vec::new()),
        Some((name, rest)) => (name, Kind::Set, arguments(rest)),
        None => match text.strip_suffix('?') {
            Some(name) => (name, Kind::Read, Vec::new()),
            None => (text, Kind::Exec, Vec::new()),
        },
    };
    let name = name.trim().to_ascii_uppercase();
    let fits = name.len() > 1 && name.bytes().skip(1).all(|b| b.is_ascii_alphanumeric());
    fits.then_some(Command { name, kind, args })
}

fn arguments(text: &str) -> Vec<String> {
    let mut args = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => args.push(String::new()),
            ' ' if !quoted => {}
            other => {
                if let Some(last) = args.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    args
}

/// A letter, perhaps after `&`, and a number; or `Sn=m`, `Sn?`.
fn basic(text: &str) -> Option<(Command, &str)> {
    let mut rest = text;
    let mut name = String::new();
    if let Some(after) = rest.strip_prefix('&') {
        name.push('&');
        rest = after;
    }
    let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    name.push(letter.to_ascii_uppercase());
    let (digits, mut rest) = leading_digits(rest.split_at_checked(1)?.1);
    let mut args = vec![digits.to_owned()];
    let mut kind = Kind::Exec;
    if name == "S" {
        if let Some(after) = rest.strip_prefix('?') {
            (kind, rest) = (Kind::Read, after);
        } else if let Some(after) = rest.strip_prefix('=') {
            let (value, after) = leading_digits(after);
            args.push(value.to_owned());
            (kind, rest) = (Kind::Set, after);
        }
    }
    Some((Command { name, kind, args }, rest))
}

fn leading_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Vec<(String, Kind, Vec<String>)>> {
        let found = commands(line)?;
        Some(
            found
                .into_iter()
                .map(|c| (c.name, c.kind, c.args))
                .collect(),
        )
    }

    fn one(name: &str, kind: Kind, args: &[&str]) -> (String, Kind, Vec<String>) {
        let args = args.iter().map(|a| (*a).to_owned()).collect();
        (name.to_owned(), kind, args)
    }

    #[test]
    fn lines_as_programs_write_them() {
        use Kind::{Exec, Read, Set, Test};
        for (line, wanted) in [
            ("AT", vec![]),
            ("at+cmgs=23", vec![one("+CMGS", Set, &["23"])]),
            ("AT+CPMS=?", vec![one("+CPMS", Test, &[])]),
            ("AT+CREG?", vec![one("+CREG", Read, &[])]),
            ("AT+CSQ", vec![one("+CSQ", Exec, &[])]),
            (
                "AT+CPMS=\"SM\",\"S;M\",",
                vec![one("+CPMS", Set, &["SM", "S;M", ""])],
            ),
            (
                "ATE0V1+CMEE=1;+CSQ",
                vec![
                    one("E", Exec, &["0"]),
                    one("V", Exec, &["1"]),
                    one("+CMEE", Set, &["1"]),
                    one("+CSQ", Exec, &[]),
                ],
            ),
            (
                "AT&FS0=0",
                vec![one("&F", Exec, &[""]), one("S", Set, &["0", "0"])],
            ),
            ("AT^CURC=0", vec![one("^CURC", Set, &["0"])]),
        ] {
            assert_eq!(read(line), Some(wanted), "{line}");
        }
    }

    #[test]
    fn what_is_no_command() {
        for line in ["", "A", "AX", "+CSQ", "AT+", "AT==", "AT+ä=1", "ATé", "äT"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
