//! What was typed into a form, kept as it was typed, and what is wrong with it.

use super::errors::WebError;
use super::say;
use crate::domain::lang::Lang;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use maud::{Markup, html};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;

/// No form of ours has as many fields.
const MOST_FIELDS: usize = 1_000;

/// The fields of a form by name, without blanks around them.
#[derive(Debug, Clone, Default)]
pub struct Typed(HashMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(fields)) if make_sense(&fields) => Ok(fields.into_iter().collect()),
            Err(FormRejection::BytesRejection(error))
                if error.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(WebError::TooLarge)
            }
            Ok(_) | Err(_) => Err(WebError::Input(say::errors::no_form().to_owned())),
        }
    }
}

/// Whether a browser could have sent these fields from a page of ours: none twice, not thousands,
/// and words in all of them. (Bytes that are no words have become U+FFFD by now.)
fn make_sense(fields: &[(String, String)]) -> bool {
    let mut names = HashSet::new();
    fields.len() <= MOST_FIELDS
        && fields.iter().all(|(name, value)| {
            !value.contains(['\0', char::REPLACEMENT_CHARACTER]) && names.insert(name)
        })
}

/// Whether a letter turns the direction of all that stands behind it. In a name, that would make
/// the rest of a page read backwards.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl FromIterator<(String, String)> for Typed {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(fields: T) -> Self {
        let clean = |value: String| -> String {
            let value = value.replace("\r\n", "\n");
            let kept = value
                .chars()
                .filter(|c| *c == '\n' || !(c.is_control() || turns(*c)));
            kept.collect::<String>().trim().to_owned()
        };
        // A password is taken as it is.
        let as_it_is = |name: &str| matches!(name, "password" | "again" | "current" | "new");
        Self(
            fields
                .into_iter()
                .map(|(name, value)| match as_it_is(&name) {
                    true => (name, value),
                    false => (name, clean(value)),
                })
                .collect(),
        )
    }
}

impl Typed {
    /// A field; empty where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether a field was sent.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A field that our own pages fill in.
    ///
    /// # Errors
    /// When it isn't there or makes no sense: somebody built the request by hand.
    pub fn parse<T: FromStr>(&self, name: &'static str) -> Result<T, WebError> {
        let no_field = |_| WebError::Input(say::errors::no_field().to_owned());
        self.get(name).parse().map_err(no_field)
    }

    /// The page to go back to: a path of ours, or the board.
    pub fn back(&self) -> String {
        let back = self.get("back");
        let ours = back.starts_with('/')
            && !back.starts_with("//")
            && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        if ours {
            back.to_owned()
        } else {
            "/".to_owned()
        }
    }
}

/// What is wrong with a form, by field.
#[derive(Debug, Clone, Default)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// Notes what is wrong with a field. The first thing stands.
    pub fn add(&mut self, field: &str, why: impl Into<String>) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), why.into()));
        }
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, why)| why.as_str())
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A form as it is shown: what was typed, and what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong.
    pub errors: &'a Errors,
}

/// How a field of one line looks.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its name.
    pub name: &'a str,
    /// What people call it.
    pub label: &'a str,
    /// What helps to fill it in; empty for nothing.
    pub hint: &'a str,
    /// The kind of input: `text`, `tel`, `time`, `date`, `number`, `password`.
    pub kind: &'static str,
    /// What browsers may fill in.
    pub autocomplete: &'static str,
    /// The most letters.
    pub most: usize,
    /// Whether it has the focus when the page opens.
    pub first: bool,
    /// Whether Return leads to the next field.
    pub leads_on: bool,
}

impl<'a> Line<'a> {
    /// A field of words.
    pub fn words(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            hint: "",
            kind: "text",
            autocomplete: "off",
            most: 200,
            first: false,
            leads_on: false,
        }
    }

    /// The same, with the focus when the page opens.
    pub fn first(self, first: bool) -> Self {
        Self { first, ..self }
    }

    /// The same, where Return leads to the next field instead of sending a form that is half empty.
    pub fn leads_on(self) -> Self {
        Self {
            leads_on: true,
            ..self
        }
    }

    /// The same, with a hint.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// The same, of another kind.
    pub fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The same, for browsers to fill in.
    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }
}

impl Shown<'_> {
    /// A field of one line with its label, its hint and what is wrong with it.
    pub fn line(&self, line: Line<'_>) -> Markup {
        let error = self.errors.of(line.name);
        let value = if line.kind == "password" {
            ""
        } else {
            self.typed.get(line.name)
        };
        html! {
            label {
                (line.label)
                @if !line.hint.is_empty() { small { (line.hint) } }
                input type=(line.kind) name=(line.name) id=(line.name) value=(value)
                    maxlength=(line.most) autocomplete=(line.autocomplete)
                    inputmode=[(line.kind == "tel").then_some("tel")]
                    // Otherwise browsers count whole steps from the number that is there.
                    step=[(line.kind == "number").then_some("any")]
                    autofocus[line.first]
                    enterkeyhint=[line.leads_on.then_some("next")]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[error.map(|_| format!("{}-error", line.name))];
                (self.error(line.name))
            }
        }
    }

    /// A field of several lines.
    pub fn lines(&self, name: &'static str, label: &str, hint: &str, rows: u8) -> Markup {
        self.area(name, label, hint, rows, None)
    }

    /// The same for words in a language of their own, by whose name the field goes.
    pub fn lines_in(&self, lang: Lang, name: &'static str, rows: u8) -> Markup {
        self.area(name, lang.name(), "", rows, Some(lang.code()))
    }

    fn area(
        &self,
        name: &'static str,
        label: &str,
        hint: &str,
        rows: u8,
        lang: Option<&str>,
    ) -> Markup {
        let error = self.errors.of(name);
        html! {
            label {
                (label)
                @if !hint.is_empty() { small { (hint) } }
                textarea name=(name) id=(name) rows=(rows) maxlength="2000" lang=[lang]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[error.map(|_| format!("{name}-error"))] {
                    (self.typed.get(name))
                }
                (self.error(name))
            }
        }
    }

    /// A choice of one of a few.
    pub fn choice(&self, name: &'static str, label: &str, options: &[(&str, &str)]) -> Markup {
        html! {
            label {
                (label)
                select name=(name) id=(name) {
                    @for (value, words) in options {
                        option value=(value) selected[self.typed.get(name) == *value] { (words) }
                    }
                }
                (self.error(name))
            }
        }
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Markup {
        html! {
            @if let Some(why) = self.errors.of(name) {
                span.error id={ (name) "-error" } role="alert" { (why) }
            }
        }
    }
}
