//! A data directory that is as new, made once: to make one costs more than a whole sequence.

use crate::support::bench::fast_directory;
use chrono::{DateTime, TimeDelta};
use readybell::domain::time::Now;
use readybell::store::Store;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Builder;

/// The shop's name.
pub const BRAND: &str = "Hardknocks";

/// A directory of its own with everything that a new one has.
pub fn copy() -> TempDir {
    let template = template();
    let directory = tempfile::tempdir_in(template.path()).unwrap();
    for name in ["readybell.db", "readybell.db-wal", "ballast"] {
        let (from, to) = (template.path().join(name), directory.path().join(name));
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

/// The directory that is copied. It is gone when nobody holds it any more.
pub fn template() -> Arc<TempDir> {
    static TEMPLATE: Mutex<Weak<TempDir>> = Mutex::new(Weak::new());
    let mut kept = TEMPLATE.lock().unwrap();
    if let Some(template) = kept.upgrade() {
        return template;
    }
    let template = Arc::new(
        tempfile::Builder::new()
            .prefix("readybell-model-")
            .tempdir_in(fast_directory())
            .unwrap(),
    );
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let now = beginning();
        // It has been here for a while: what was texted before it came would be let be.
        let mut before = now;
        before.wall -= TimeDelta::days(30);
        let store = Store::open(template.path(), before).await.unwrap();
        let mut settings = store.settings().await.unwrap();
        settings.brand = BRAND.to_owned();
        settings.undo_seconds = 0;
        settings.offers_unlocked = true;
        settings.limits.paced = false;
        let done = store.set_settings(settings, "Jo".to_owned(), now);
        done.await.unwrap();
    });
    *kept = Arc::downgrade(&template);
    template
}
