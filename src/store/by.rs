//! Who did something, and at which of the shop's screens.

use super::StoreError;
use super::staff::digest;
use rusqlite::{OptionalExtension, Row, Transaction};
use serde_json::Value;

/// Someone of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct By {
    /// Their name.
    pub name: String,
    /// Where they did it; none for the console, and for what goes by itself.
    pub terminal: Option<Terminal>,
}

/// A screen on which somebody is signed in, as evidence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    /// What kind of browser it is; empty where that is not known.
    pub screen: String,
    /// Where it was signed in from; empty where that is not known.
    pub address: String,
    /// The number under which its session is listed. It opens nothing.
    pub session: String,
}

impl From<&str> for By {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

impl From<String> for By {
    fn from(name: String) -> Self {
        Self {
            name,
            terminal: None,
        }
    }
}

impl By {
    /// Adds who it was, and where.
    pub(super) fn prove(&self, mut evidence: Value) -> Value {
        evidence["staff"] = self.name.clone().into();
        if let Some(terminal) = &self.terminal {
            terminal.prove(&mut evidence);
        }
        evidence
    }
}

impl Terminal {
    /// Adds where it was.
    pub(super) fn prove(&self, evidence: &mut Value) {
        let known = [self.screen.as_str(), self.address.as_str()];
        let known: Vec<&str> = known.into_iter().filter(|part| !part.is_empty()).collect();
        evidence["terminal"] = known.join(", ").into();
        evidence["session"] = self.session.clone().into();
    }

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            screen: row.get("screen")?,
            address: row.get("address")?,
            session: row.get("session")?,
        })
    }
}

/// The screen whose session has this token.
pub(super) fn terminal(tx: &Transaction<'_>, token: &str) -> Result<Option<Terminal>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT screen, address, {} AS session FROM session WHERE token_hash = ?1",
        super::screens::ID
    ))?;
    Ok(statement
        .query_row([digest(token)], Terminal::read)
        .optional()?)
}
