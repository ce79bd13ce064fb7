//! A data directory that is as new, made once: to make one costs more than a whole sequence.

use crate::support::daemon::fast_directory;
use chrono::DateTime;
use readybell::domain::time::Now;
use readybell::store::Store;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Builder;

/// The shop's name.
pub const BRAND: &str = "Hardknocks";

/// A directory of its own with everything that a new one has.
pub fn copy() -> TempDir {
    let template = template();
    let beside = template.parent().unwrap_or(Path::new("/tmp"));
    let directory = tempfile::tempdir_in(beside).unwrap();
    for name in ["readybell.db", "readybell.db-wal", "ballast"] {
        let (from, to) = (template.join(name), directory.path().join(name));
        // Nobody writes to the ballast, which is large; where there is little room there is none.
        let _ = match name {
            "ballast" => std::fs::hard_link(from, to),
            _ => std::fs::copy(from, to).map(drop),
        };
    }
    directory
}

/// A Tuesday, two in the afternoon in Chicago.
pub fn beginning() -> Now {
    let wall = DateTime::parse_from_rfc3339("2026-11-24T14:00:00-06:00").unwrap();
    Now {
        wall: wall.to_utc(),
        mono: Duration::from_secs(1),
        trusted: true,
    }
}

fn template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, template) = TEMPLATE.get_or_init(|| {
        let directory = fast_directory();
        let directory = tempfile::Builder::new()
            .prefix("readybell-model-")
            .tempdir_in(directory)
            .unwrap();
        let template = directory.path().join("template");
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let now = beginning();
            let store = Store::open(&template, now).await.unwrap();
            let mut settings = store.settings().await.unwrap();
            settings.brand = BRAND.to_owned();
            settings.undo_seconds = 0;
            settings.offers_unlocked = true;
            settings.limits.paced = false;
            store
                .set_settings(settings, "Jo".to_owned(), now)
                .await
                .unwrap();
        });
        drop(runtime);
        (directory, template)
    });
    template
}
