//! What lay on the SIM before Readybell came: it is shown, and nothing follows from it.

use super::codec::{instant, ms};
use super::{Store, StoreError, settings};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::Transaction;

/// The setting that holds when this shop's database was made, in milliseconds since 1970.
const INSTALLED: &str = "installed";

/// The reason that such a text is kept with.
pub(super) const REASON: &str = "left_over";

impl Store {
    /// Notes when this database was made, once.
    pub(super) async fn note_install(&self, now: Now) -> Result<(), StoreError> {
        self.write_unheard(move |tx| match settings::get(tx, INSTALLED)? {
            Some(_) => Ok(()),
            None => settings::set(tx, INSTALLED, &ms(now.wall).to_string(), "", now),
        })
        .await
    }
}

/// Whether a text from a number that the shop does not know was sent before Readybell came. Nobody
/// can have meant it: no text of ours had gone.
pub(super) fn is_left_over(
    tx: &Transaction<'_>,
    sent: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    Ok(sent
        .zip(installed(tx)?)
        .is_some_and(|(sent, installed)| sent < installed))
}

/// When this shop's database was made.
pub(super) fn installed(tx: &Transaction<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at = settings::get(tx, INSTALLED)?;
    Ok(at.and_then(|at| at.parse().ok()).map(instant))
}
