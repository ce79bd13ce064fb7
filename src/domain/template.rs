//! Templates: words with named variables.
//!
//! `{brand}: {vehicle|your vehicle} is ready[, bay {bay}]` has a variable that must be there, one
//! with a fallback, and a piece in square brackets that is left out when a variable in it is
//! missing. `{{` and `[[` stand for the signs themselves. An unknown variable is refused when the
//! template is saved, so that nothing is missing when the button is pressed.

pub use super::vars::{Variable, Vars};
use std::fmt;
use std::sync::Arc;

/// A template that names only known variables. A cheap clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    source: Arc<str>,
    parts: Arc<[Part]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Value(Variable, Option<String>),
    Optional(Vec<Part>),
}

/// Why words are no template. Positions count characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A variable that nobody fills in.
    #[error("{{{name}}} at character {position} is not known{}", did_you_mean(*nearest))]
    UnknownVariable {
        /// What was written.
        name: String,
        /// Where its brace is.
        position: usize,
        /// The known variable that looks most like it.
        nearest: Option<&'static str>,
    },
    /// A brace or bracket without its other half.
    #[error(
        "The {sign} at character {position} has no other half; write {sign}{sign} for the sign itself"
    )]
    Unpaired {
        /// The lone sign.
        sign: char,
        /// Where it is.
        position: usize,
    },
    /// A bracket inside brackets.
    #[error("The [ at character {position} is inside another [; only one level is possible")]
    Nested {
        /// Where it is.
        position: usize,
    },
    /// No words at all.
    #[error("The template is empty")]
    Empty,
}

fn did_you_mean(name: Option<&'static str>) -> String {
    name.map_or_else(String::new, |name| format!("; did you mean {{{name}}}?"))
}

/// The variables that must be known before this template can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Vec<Variable>);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|v| v.name()).collect();
        write!(f, "Not known yet: {}", names.join(", "))
    }
}

impl std::error::Error for Missing {}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// An unknown variable (with the nearest known one), or a sign without its other half.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        if source.trim().is_empty() {
            return Err(TemplateError::Empty);
        }
        let mut reader = Reader::new(source);
        let parts = reader.parts(None)?;
        Ok(Self {
            source: source.into(),
            parts: parts.into(),
        })
    }

    /// Words that are sent as they are, whatever signs are in them.
    pub fn literal(words: &str) -> Self {
        Self {
            source: words.into(),
            parts: [Part::Words(words.to_owned())].into(),
        }
    }

    /// What was parsed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The words between the variables, brackets opened.
    pub fn literals(&self) -> Vec<String> {
        fn collect(parts: &[Part], found: &mut Vec<String>) {
            for part in parts {
                match part {
                    Part::Words(words) => found.push(words.clone()),
                    Part::Value(..) => {}
                    Part::Optional(inner) => collect(inner, found),
                }
            }
        }
        let mut found = Vec::new();
        collect(&self.parts, &mut found);
        found
    }

    /// Every variable that is named, in order, each once.
    pub fn variables(&self) -> Vec<Variable> {
        fn collect(parts: &[Part], found: &mut Vec<Variable>) {
            for part in parts {
                match part {
                    Part::Value(variable, _) if !found.contains(variable) => found.push(*variable),
                    Part::Optional(inner) => collect(inner, found),
                    Part::Words(_) | Part::Value(..) => {}
                }
            }
        }
        let mut found = Vec::new();
        collect(&self.parts, &mut found);
        found
    }

    /// Whether the words name a variable whenever it is known: outside the brackets, or in some that
    /// depend on nothing else.
    pub fn always_names(&self, variable: Variable) -> bool {
        let names = |part: &Part| matches!(part, Part::Value(named, _) if *named == variable);
        let depends_on_another =
            |part: &Part| matches!(part, Part::Value(named, None) if *named != variable);
        self.parts.iter().any(|part| match part {
            Part::Optional(inner) => {
                inner.iter().any(names) && !inner.iter().any(depends_on_another)
            }
            Part::Words(_) | Part::Value(..) => names(part),
        })
    }

    /// The variables that have neither a value nor a fallback, each once.
    pub fn missing(&self, vars: &Vars) -> Vec<Variable> {
        let mut missing = Vec::new();
        for part in self.parts.iter() {
            if let Part::Value(variable, None) = part
                && vars.get(*variable).is_none()
                && !missing.contains(variable)
            {
                missing.push(*variable);
            }
        }
        missing
    }

    /// The words with every variable filled in.
    ///
    /// # Errors
    /// Names what is missing.
    pub fn render(&self, vars: &Vars) -> Result<String, Missing> {
        let missing = self.missing(vars);
        if !missing.is_empty() {
            return Err(Missing(missing));
        }
        let mut words = String::with_capacity(self.source.len() + 32);
        fill(&self.parts, vars, &mut words);
        Ok(words)
    }
}

fn fill(parts: &[Part], vars: &Vars, words: &mut String) {
    for part in parts {
        match part {
            Part::Words(text) => words.push_str(text),
            Part::Value(variable, fallback) => {
                words.push_str(
                    vars.get(*variable)
                        .or(fallback.as_deref())
                        .unwrap_or_default(),
                );
            }
            Part::Optional(inner) => {
                let whole = inner.iter().all(|part| match part {
                    Part::Value(variable, None) => vars.get(*variable).is_some(),
                    Part::Words(_) | Part::Value(..) | Part::Optional(_) => true,
                });
                if whole {
                    fill(inner, vars, words);
                }
            }
        }
    }
}

struct Reader<'a> {
    chars: std::iter::Peekable<std::iter::Enumerate<std::str::Chars<'a>>>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            chars: source.chars().enumerate().peekable(),
        }
    }

    /// Reads to the end, or to the `]` that closes the bracket opened at `opened`.
    fn parts(&mut self, opened: Option<usize>) -> Result<Vec<Part>, TemplateError> {
        let mut parts = Vec::new();
        let mut words = String::new();
        while let Some((at, sign)) = self.chars.next() {
            let position = at + 1;
            let doubled = matches!(sign, '{' | '}' | '[' | ']')
                && !(sign == ']' && opened.is_some())
                && self.chars.next_if(|(_, next)| *next == sign).is_some();
            match sign {
                _ if doubled => words.push(sign),
                '{' => {
                    flush(&mut words, &mut parts);
                    parts.push(self.variable(position)?);
                }
                '[' if opened.is_some() => return Err(TemplateError::Nested { position }),
                '[' => {
                    flush(&mut words, &mut parts);
                    let inner = self.parts(Some(position))?;
                    parts.push(Part::Optional(inner));
                }
                ']' if opened.is_some() => {
                    flush(&mut words, &mut parts);
                    return Ok(parts);
                }
                '}' | ']' => return Err(TemplateError::Unpaired { sign, position }),
                _ => words.push(sign),
            }
        }
        flush(&mut words, &mut parts);
        match opened {
            Some(position) => Err(TemplateError::Unpaired {
                sign: '[',
                position,
            }),
            None => Ok(parts),
        }
    }

    fn variable(&mut self, position: usize) -> Result<Part, TemplateError> {
        let mut inside = String::new();
        loop {
            match self.chars.next() {
                Some((_, '}')) => break,
                Some((_, '{')) | None => {
                    return Err(TemplateError::Unpaired {
                        sign: '{',
                        position,
                    });
                }
                Some((_, sign)) => inside.push(sign),
            }
        }
        let (name, fallback) = match inside.split_once('|') {
            Some((name, fallback)) => (name, Some(fallback.to_owned())),
            None => (inside.as_str(), None),
        };
        let name = name.trim();
        match Variable::from_name(name) {
            Some(variable) => Ok(Part::Value(variable, fallback)),
            None => Err(TemplateError::UnknownVariable {
                name: name.to_owned(),
                position,
                nearest: nearest_to(name),
            }),
        }
    }
}

fn flush(words: &mut String, parts: &mut Vec<Part>) {
    if !words.is_empty() {
        parts.push(Part::Words(std::mem::take(words)));
    }
}

/// The known name within two slips, or one that shares a word with what was written.
fn nearest_to(name: &str) -> Option<&'static str> {
    let plain = name.to_lowercase().replace([' ', '-'], "_");
    let by_slips = Variable::ALL
        .iter()
        .map(|(_, known, _)| (super::slips::distance(&plain, known), *known))
        .min()
        .filter(|(slips, _)| *slips <= 2)
        .map(|(_, known)| known);
    by_slips.or_else(|| {
        Variable::ALL
            .iter()
            .map(|(_, known, _)| *known)
            .find(|known| {
                plain
                    .split('_')
                    .any(|word| word.len() > 2 && known.split('_').any(|part| part == word))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vars() -> Vars {
        Vars::brand("House of Hardknocks").with(Variable::Vehicle, "2014 Silverado")
    }

    fn rendered(source: &str) -> String {
        Template::parse(source).unwrap().render(&vars()).unwrap()
    }

    #[test]
    fn values_fallbacks_and_optional_pieces() {
        assert_eq!(
            rendered("{brand}: {vehicle|your vehicle} is ready[, bay {bay}]."),
            "House of Hardknocks: 2014 Silverado is ready."
        );
        assert_eq!(
            rendered("{first_name|Hi}, {brand}"),
            "Hi, House of Hardknocks"
        );
        assert_eq!(rendered("[{vehicle}: ]done"), "2014 Silverado: done");
        assert_eq!(rendered("a {{b}} [[c]]"), "a {b} [c]");
        assert_eq!(rendered("{bay|}ok"), "ok");
    }

    #[test]
    fn what_is_missing_is_known_before_the_button() {
        let template = Template::parse("{brand}: {first_name}, by {promised_time}").unwrap();
        assert_eq!(
            template.missing(&vars()),
            [Variable::FirstName, Variable::PromisedTime]
        );
        let error = template.render(&vars()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Not known yet: first_name, promised_time"
        );
        let blank = Vars::brand("X").with(Variable::FirstName, "  ");
        assert_eq!(blank.get(Variable::FirstName), None);
    }

    #[test]
    fn an_unknown_variable_is_refused_with_place_and_likeness() {
        for (source, name, position, nearest) in [
            ("Hi {fist_name}", "fist_name", 4, Some("first_name")),
            ("{brnd}: hi", "brnd", 1, Some("brand")),
            ("é {Vehicle}", "Vehicle", 3, Some("vehicle")),
            ("{phone}", "phone", 1, Some("shop_phone")),
            ("{zzzzzz}", "zzzzzz", 1, None),
        ] {
            assert_eq!(
                Template::parse(source),
                Err(TemplateError::UnknownVariable {
                    name: name.to_owned(),
                    position,
                    nearest
                }),
                "{source}"
            );
        }
        let shown = Template::parse("{brnd}").unwrap_err().to_string();
        assert_eq!(
            shown,
            "{brnd} at character 1 is not known; did you mean {brand}?"
        );
    }

    #[test]
    fn a_lone_sign_is_refused() {
        for (source, sign, position) in [
            ("{brand", '{', 1),
            ("a } b", '}', 3),
            ("a [b", '[', 3),
            ("a ] b", ']', 3),
        ] {
            assert_eq!(
                Template::parse(source),
                Err(TemplateError::Unpaired { sign, position })
            );
        }
        assert_eq!(
            Template::parse("[a [b]]"),
            Err(TemplateError::Nested { position: 4 })
        );
        assert_eq!(Template::parse("  "), Err(TemplateError::Empty));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn no_source_panics(source in "[\\[\\]{}|a-z_ é]{0,40}") {
            if let Ok(template) = Template::parse(&source) {
                let _ = template.render(&Vars::default());
            }
        }

        #[test]
        fn values_are_never_read_as_templates(value in "[\\[\\]{}|a-z]{1,20}") {
            let vars = Vars::brand(&value);
            let words = Template::parse("{brand}").unwrap().render(&vars).unwrap();
            prop_assert_eq!(words, value);
        }
    }
}
