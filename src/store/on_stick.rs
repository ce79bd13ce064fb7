//! How the last backup on the stick ended. It stands in a file beside the database: the page must not ask the
//! stick itself, because one that has died may never answer, and the command that backs up must not write to
//! the database.

use super::place;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

const FILE: &str = "stick.json";

/// The last try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnStick {
    /// When it was.
    pub at: DateTime<Utc>,
    /// How large the backup is, or why there is none.
    pub ended: Result<u64, String>,
}

impl OnStick {
    /// Keeps it in a data directory.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn keep(&self, data: &Path) -> io::Result<()> {
        let draft = data.join("stick.new");
        fs::write(&draft, serde_json::to_vec(self)?)?;
        let kept = place::put(&draft, &data.join(FILE));
        fs::remove_file(&draft)?;
        kept
    }

    /// The last one of a data directory, if there was any.
    pub fn last(data: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(data.join(FILE)).ok()?).ok()
    }
}
