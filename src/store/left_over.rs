//! What lay on the SIM before Readybell came: it is shown, and nothing follows from it.

use super::codec::{instant, ms};
use super::{Store, StoreError, settings};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

/// The setting that holds when this shop's database was made, in milliseconds since 1970.
const INSTALLED: &str = "installed";

/// The reason that such a text is kept with.
pub(super) const REASON: &str = "left_over";

impl Store {
    /// Notes when this database was made: once, and by a clock that is right. What was left alone up to
    /// then and is newer has its turn.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn note_install(&self, now: Now) -> Result<(), StoreError> {
        if !now.trusted {
            return Ok(());
        }
        self.write_unheard(move |tx| {
            if settings::get(tx, INSTALLED)?.is_some() {
                return Ok(());
            }
            // This run began so long ago, perhaps by a clock that was wrong.
            let at = ms(now.wall - now.mono);
            settings::set(tx, INSTALLED, &at.to_string(), "", now)?;
            tx.execute(
                "UPDATE inbox SET applied_at = NULL WHERE reason = ?1 AND sc_at >= ?2",
                params![REASON, at],
            )?;
            Ok(())
        })
        .await
    }
}

/// Whether a text from a number that the shop does not know was sent before Readybell came. Nobody
/// can have meant it: no text of ours had gone. As long as nobody knows when that was, all such texts are
/// left alone.
pub(super) fn is_left_over(
    tx: &Transaction<'_>,
    sent: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let installed = installed(tx)?;
    Ok(sent.is_some_and(|sent| installed.is_none_or(|installed| sent < installed)))
}

/// When this shop's database was made; None until the time is known.
pub(super) fn installed(tx: &Transaction<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at = settings::get(tx, INSTALLED)?;
    Ok(at.and_then(|at| at.parse().ok()).map(instant))
}
