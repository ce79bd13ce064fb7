//! How the last backup on the stick ended. It stands in a file beside the database: the page must not ask the
//! stick itself, because one that has died may never answer, and the command that backs up must not write to
//! the database.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
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
    /// Keeps it in a data directory. The page must be able to read what root has kept; nobody else comes into the
    /// directory.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn keep(&self, data: &Path) -> io::Result<()> {
        let draft = data.join("stick.new");
        fs::write(&draft, serde_json::to_vec(self)?)?;
        fs::set_permissions(&draft, Permissions::from_mode(0o644))?;
        fs::rename(&draft, data.join(FILE))
    }

    /// The last one of a data directory, if there was any.
    pub fn last(data: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(data.join(FILE)).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_can_read_what_root_has_kept() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(OnStick::last(data.path()), None);
        let kept = OnStick {
            at: DateTime::UNIX_EPOCH,
            ended: Err("full".to_owned()),
        };
        kept.keep(data.path()).unwrap();
        assert_eq!(OnStick::last(data.path()), Some(kept));
        let mode = fs::metadata(data.path().join(FILE)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o644);
    }
}
