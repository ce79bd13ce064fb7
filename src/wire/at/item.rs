//! What the digest gives out.

use super::codes::{CmeCode, CmsCode, Refusal, Sense};
use crate::domain::why::Why;
use std::fmt;

/// One thing that the modem said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A line that is neither final nor followed by a PDU: information, or unsolicited.
    Line(String),
    /// A line and the PDU that followed it: `+CMGL`, `+CMGR`, and the unsolicited `+CMT`, `+CDS`
    /// and `+CBM`. Other lines that stood between them come out before.
    WithPdu {
        /// The first line.
        head: String,
        /// The second: hexadecimal digits, an odd number of them when some got lost.
        pdu: String,
    },
    /// A command is over.
    Final(Final),
    /// The modem waits for a PDU; only a PDU with Ctrl-Z, or ESC, ends it.
    Prompt,
    /// A line beyond all measure was thrown away.
    Overlong,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Final {
    /// It was carried out.
    Ok,
    /// It was not; the modem gives no reason.
    Error,
    /// `+CMS ERROR:` with a number, or with words that have one.
    Cms(CmsCode),
    /// `+CME ERROR:` with a number, or with words that have one.
    Cme(CmeCode),
    /// An error with words that the standard does not have, or another modem's own form
    /// (`MODEM ERROR: 5`).
    Other(String),
    /// The modem does not know the command (`COMMAND NOT SUPPORT`, `NA`).
    NotSupported,
    /// A call ended, or could not be made. It also comes unsolicited.
    Call(String),
}

/// As the modem says it.
impl fmt::Display for Final {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok => f.write_str("OK"),
            Self::Error => f.write_str("ERROR"),
            Self::Cms(code) => write!(f, "+CMS ERROR: {}", code.0),
            Self::Cme(code) => write!(f, "+CME ERROR: {}", code.0),
            Self::Other(line) | Self::Call(line) => f.write_str(line),
            Self::NotSupported => f.write_str("COMMAND NOT SUPPORT"),
        }
    }
}

impl Final {
    /// The end of a command that this line is, if it is one.
    pub fn of(line: &str) -> Option<Self> {
        let after = |prefix: &str| line.strip_prefix(prefix).map(str::trim);
        match line {
            "OK" => return Some(Self::Ok),
            "ERROR" => return Some(Self::Error),
            "NA" | "COMMAND NOT SUPPORT" => return Some(Self::NotSupported),
            "NO CARRIER" | "NO DIALTONE" | "BUSY" | "NO ANSWER" => {
                return Some(Self::Call(line.to_owned()));
            }
            _ => {}
        }
        if let Some(reason) = after("+CMS ERROR:").or_else(|| after("CMS ERROR:")) {
            let code = reason.parse().ok().map(CmsCode);
            return Some(
                code.or_else(|| CmsCode::from_words(reason))
                    .map_or_else(|| Self::Other(line.to_owned()), Self::Cms),
            );
        }
        if let Some(reason) = after("+CME ERROR:").or_else(|| after("CME ERROR:")) {
            let code = reason.parse().ok().map(CmeCode);
            return Some(
                code.or_else(|| CmeCode::from_words(reason))
                    .map_or_else(|| Self::Other(line.to_owned()), Self::Cme),
            );
        }
        after("MODEM ERROR:").map(|_| Self::Other(line.to_owned()))
    }

    /// What the standards make of it; `None` when it went well, or they say nothing.
    pub fn sense(&self) -> Option<Sense> {
        match self {
            Self::Cms(code) => code.sense(),
            Self::Cme(code) => code.sense(),
            Self::Ok | Self::Error | Self::Other(_) | Self::NotSupported | Self::Call(_) => None,
        }
    }

    /// What it means for a text whose PDU was handed over; `None` when it went well. A bare
    /// `ERROR`, a code of the manufacturer's own and words that no standard has prove nothing.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Ok => None,
            _ => Some(self.sense().map_or(Refusal::Ambiguous, Sense::refusal)),
        }
    }

    /// Whether to ask again in a moment.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Cms(code) => code.is_busy(),
            Self::Cme(code) => code.is_busy(),
            _ => false,
        }
    }

    /// Why a text did not go, as it is kept ([`Why`], or the modem's own words); empty when it went
    /// well.
    pub fn reason(&self) -> String {
        match self {
            Self::Ok => String::new(),
            Self::Error => Why::BareError.as_str().to_owned(),
            Self::Cms(code) => Why::Cms.with(&code.0.to_string()),
            Self::Cme(code) => Why::Cme.with(&code.0.to_string()),
            Self::Other(line) | Self::Call(line) => line.clone(),
            Self::NotSupported => Why::UnknownCommand.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_of_the_end() {
        for (line, end) in [
            ("OK", Some(Final::Ok)),
            ("ERROR", Some(Final::Error)),
            ("+CMS ERROR: 38", Some(Final::Cms(CmsCode(38)))),
            ("+CMS ERROR:500", Some(Final::Cms(CmsCode(500)))),
            (
                "+CMS ERROR: network timeout",
                Some(Final::Cms(CmsCode(332))),
            ),
            ("+CME ERROR: 14", Some(Final::Cme(CmeCode(14)))),
            ("+CME ERROR: SIM busy", Some(Final::Cme(CmeCode(14)))),
            (
                "+CME ERROR: gremlins",
                Some(Final::Other("+CME ERROR: gremlins".into())),
            ),
            (
                "MODEM ERROR: 5",
                Some(Final::Other("MODEM ERROR: 5".into())),
            ),
            ("COMMAND NOT SUPPORT", Some(Final::NotSupported)),
            ("NA", Some(Final::NotSupported)),
            ("NO CARRIER", Some(Final::Call("NO CARRIER".into()))),
            ("+CMGS: 5", None),
            ("OKAY", None),
        ] {
            assert_eq!(Final::of(line), end, "{line}");
        }
    }

    #[test]
    fn what_proves_nothing() {
        for line in [
            "ERROR",
            "+CMS ERROR: 332",
            "+CMS ERROR: 500",
            "+CMS ERROR: 777",
        ] {
            let refusal = Final::of(line).unwrap().refusal();
            assert_eq!(refusal, Some(Refusal::Ambiguous), "{line}");
        }
        assert_eq!(Final::Ok.refusal(), None);
        assert_eq!(Final::Cms(CmsCode(38)).reason(), "cms:38");
    }
}
