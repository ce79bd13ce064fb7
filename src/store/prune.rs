//! What is over is forgotten: sessions that have ended, the keys of old requests, and (in
//! [`super::retention`]) what has been kept for long enough.

use super::codec::ms;
use super::{Store, StoreError};
use crate::domain::time::Now;
use chrono::TimeDelta;
use rusqlite::params;

/// A program may repeat a request for this long. A text waits no longer than 30 days, so a key
/// outlives its text.
const KEYS_KEPT: TimeDelta = TimeDelta::days(31);
/// The same for an opt-out, which waits for nothing.
const SUPPRESSION_KEYS_KEPT: TimeDelta = TimeDelta::days(7);
/// Rows that one transaction forgets at most: whoever wants to send waits no longer for it.
const AT_A_TIME: u32 = 500;

impl Store {
    /// Forgets what is over. A clock that may be wrong forgets nothing.
    ///
    /// # Errors
    /// When the database can't be written; what was forgotten stays forgotten.
    pub async fn forget(&self, now: Now) -> Result<(), StoreError> {
        if !now.trusted {
            return Ok(());
        }
        let many = usize::try_from(AT_A_TIME).unwrap_or(usize::MAX);
        while self.forget_sessions(AT_A_TIME, now).await? == many {}
        for (keys, kept) in [
            ("idempotency", KEYS_KEPT),
            ("suppression_key", SUPPRESSION_KEYS_KEPT),
        ] {
            while self.forget_keys(keys, ms(now.wall - kept)).await? == many {}
        }
        let copies = self.clone();
        // What can't be dropped stays; the store says so.
        let _ = tokio::task::spawn_blocking(move || copies.drop_copies(now)).await;
        self.let_go(now).await
    }

    async fn forget_keys(&self, table: &'static str, before: i64) -> Result<usize, StoreError> {
        self.write(move |tx| {
            let forgotten = tx.execute(
                &format!(
                    "DELETE FROM {table} WHERE (token_id, key) IN
                         (SELECT token_id, key FROM {table} WHERE at < ?1 LIMIT ?2)"
                ),
                params![before, AT_A_TIME],
            )?;
            Ok(forgotten)
        })
        .await
    }
}
