//! What a box that stood in for this one knows: a new card that ran before the backup was put on it, say. It took
//! STOPs into a ledger of its own, under a key of its own, so its journal tells nothing here.

use super::device::DeviceKey;
use super::erased::{self, PREFIX};
use super::journal::{Revoked, Told};
use super::{StoreError, open, schema};
use crate::domain::consent::ConsentEvent;
use std::path::Path;

/// A box that stood in.
pub(super) struct StandIn {
    pub key: DeviceKey,
    /// What it heard, under the key of ours. Whom it has erased itself, nobody can name.
    pub told: Told,
}

/// What lies in a data directory, if that is another box's.
///
/// # Errors
/// When it can't be read.
pub(super) fn of(directory: &Path, ours: &DeviceKey) -> Result<Option<StandIn>, StoreError> {
    let key = match DeviceKey::there(directory)? {
        Some(key) if key.bytes() != ours.bytes() => key,
        _ => return Ok(None),
    };
    let mut told = Told::default();
    if directory.join(open::FILE).exists() {
        let ledger = open::reader(directory)?;
        schema::check(&ledger)?;
        let mut rows = ledger.prepare(&format!(
            "{} WHERE event = ?1 ORDER BY ledger.id",
            Revoked::SELECT
        ))?;
        let rows = rows.query_map([ConsentEvent::Revoke.as_str()], Revoked::of_row)?;
        for row in rows {
            let mut revoked = row?;
            if revoked.contact.starts_with(PREFIX) {
                told.unreadable += 1;
            } else {
                revoked.contact = erased::under(ours.bytes(), &revoked.contact)?;
                told.revoked.push(revoked);
            }
        }
    }
    Ok(Some(StandIn { key, told }))
}
