//! The languages that customers write in.

use serde::{Deserialize, Serialize};

/// A language that the classifier reads. The shop itself speaks [`Lang::SPOKEN`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// German.
    De,
    /// Russian.
    Ru,
}

impl Lang {
    /// Every language that is read.
    pub const ALL: [Self; 5] = [Self::En, Self::Es, Self::Fr, Self::De, Self::Ru];

    /// The languages that the shop's own texts come in.
    pub const SPOKEN: [Self; 3] = [Self::En, Self::Es, Self::Ru];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Ru => "ru",
        }
    }

    /// The language of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// What a page calls it, in its own words.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            Self::Fr => "Français",
            Self::De => "Deutsch",
            Self::Ru => "Русский",
        }
    }

    /// Itself if the shop speaks it, else the first of [`Lang::SPOKEN`].
    pub fn spoken(self) -> Self {
        match self {
            Self::En | Self::Fr | Self::De => Self::En,
            Self::Es => Self::Es,
            Self::Ru => Self::Ru,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
            assert!(Lang::SPOKEN.contains(&lang.spoken()));
        }
        assert_eq!(Lang::from_code("xx"), None);
    }
}
