//! What is kept of a contact point that was erased: a keyed hash of its address, in the address's
//! place. The ledger's rows stay, so when the number comes back, what it said counts again.

use super::StoreError;
use super::device::{DeviceKey, keyed};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// What every pseudonym begins with: no number and no e-mail address does.
pub(super) const PREFIX: &str = "erased:";

/// Gives the writing connection the device's key. The table is the connection's own, in memory: it is
/// in no file, and no other connection sees it.
pub(super) fn remember_key(writer: &Connection, key: &DeviceKey) -> Result<(), StoreError> {
    writer.pragma_update(None, "temp_store", "MEMORY")?;
    writer.execute_batch("CREATE TEMP TABLE device (key BLOB NOT NULL)")?;
    writer.execute(
        "INSERT INTO temp.device (key) VALUES (?1)",
        [key.bytes().as_slice()],
    )?;
    Ok(())
}

/// The pseudonym of an address.
pub(super) fn pseudonym(tx: &Transaction<'_>, address: &str) -> Result<String, StoreError> {
    let key: Vec<u8> = tx
        .prepare_cached("SELECT key FROM temp.device")?
        .query_row([], |row| row.get(0))?;
    under(&key, address)
}

/// The same under a device's key.
pub(super) fn under(key: &[u8], address: &str) -> Result<String, StoreError> {
    let hex = keyed(key, "contact point\n", address)?;
    Ok(format!("{PREFIX}{hex}"))
}

/// The contact point of an address that was erased and now comes back, if there is one.
pub(super) fn come_back(tx: &Transaction<'_>, address: &str) -> Result<Option<i64>, StoreError> {
    let any = tx
        .prepare_cached("SELECT 1 FROM contact_point WHERE address >= ?1 AND address < ?2")?
        .exists([PREFIX, "erased;"])?;
    if !any {
        return Ok(None);
    }
    let pseudonym = pseudonym(tx, address)?;
    let mut statement =
        tx.prepare_cached("UPDATE contact_point SET address = ?2 WHERE address = ?1 RETURNING id")?;
    Ok(statement
        .query_row(params![pseudonym, address], |row| row.get(0))
        .optional()?)
}
