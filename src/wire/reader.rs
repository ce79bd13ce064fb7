//! Takes fields off the front of some bytes.

use super::WireError;

/// Bytes and how far they are read.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many octets have been taken.
    pub(super) fn taken(&self) -> usize {
        self.at
    }

    /// One octet; `field` names it in the error.
    pub(super) fn octet(&mut self, field: &'static str) -> Result<u8, WireError> {
        let octet = *self.bytes.get(self.at).ok_or(WireError::Truncated(field))?;
        self.at += 1;
        Ok(octet)
    }

    /// Exactly `count` octets.
    pub(super) fn take(
        &mut self,
        count: usize,
        field: &'static str,
    ) -> Result<&'a [u8], WireError> {
        let end = self.at.saturating_add(count);
        let slice = self
            .bytes
            .get(self.at..end)
            .ok_or(WireError::Truncated(field))?;
        self.at = end;
        Ok(slice)
    }

    /// Exactly `N` octets.
    pub(super) fn array<const N: usize>(
        &mut self,
        field: &'static str,
    ) -> Result<[u8; N], WireError> {
        let slice = self.take(N, field)?;
        slice.try_into().map_err(|_| WireError::Truncated(field))
    }

    /// Up to `count` octets, fewer when the bytes end sooner.
    pub(super) fn up_to(&mut self, count: usize) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let slice = rest.get(..count).unwrap_or(rest);
        self.at += slice.len();
        slice
    }
}
