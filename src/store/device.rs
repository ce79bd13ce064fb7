//! The device's own secret: 32 random bytes in a file beside the database, so that a copy of the
//! database alone opens nothing that was sealed with it. A backup must hold both.

use super::StoreError;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Its file in the data directory.
pub(super) const FILE: &str = "device.key";

/// The device's secret.
pub(super) struct DeviceKey([u8; 32]);

impl DeviceKey {
    /// Reads it, or makes it at the first start.
    pub(super) fn of(directory: &Path) -> Result<Self, StoreError> {
        if let Some(key) = Self::there(directory)? {
            return Ok(key);
        }
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Self::put(directory, &key).map_err(unusable(directory))?;
        Ok(Self(key))
    }

    /// Reads it, if there is one.
    pub(super) fn there(directory: &Path) -> Result<Option<Self>, StoreError> {
        let mut key = [0_u8; 32];
        match File::open(directory.join(FILE)) {
            Ok(mut file) => {
                file.read_exact(&mut key).map_err(unusable(directory))?;
                Ok(Some(Self(key)))
            }
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(unusable(directory)(why)),
        }
    }

    /// Writes a key into a directory. Under another name first: half a key must never be found at the next
    /// start.
    pub(super) fn put(directory: &Path, key: &[u8; 32]) -> io::Result<()> {
        let fresh = directory.join("device.key.new");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(key)?;
        file.sync_all()?;
        std::fs::rename(&fresh, directory.join(FILE))?;
        File::open(directory)?.sync_all()
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn unusable(directory: &Path) -> impl Fn(io::Error) -> StoreError {
    let path = directory.join(FILE);
    move |why| StoreError::Directory {
        path: path.clone(),
        why,
    }
}

/// HMAC-SHA-256 of a value under the device's key, in hexadecimal digits. `about` tells what it is, so
/// that equal values of two kinds have nothing in common. Without the key, trying every value there is
/// tells nothing.
pub(super) fn keyed(key: &[u8], about: &str, value: &str) -> Result<String, StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    mac.update(about.as_bytes());
    mac.update(value.as_bytes());
    let hash = mac.finalize().into_bytes();
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_made_once_and_only_its_owner_may_read_it() {
        let directory = tempfile::tempdir().unwrap();
        let made = DeviceKey::of(directory.path()).unwrap();
        let found = DeviceKey::of(directory.path()).unwrap();
        assert_eq!(made.bytes(), found.bytes());
        assert_ne!(made.bytes(), &[0; 32]);
        let meta = std::fs::metadata(directory.path().join(FILE)).unwrap();
        assert_eq!(meta.permissions().mode() & 0o777, 0o600);
        std::fs::write(directory.path().join(FILE), b"short").unwrap();
        assert!(DeviceKey::of(directory.path()).is_err());
    }
}
