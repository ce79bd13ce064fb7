//! From the lines of a listing to TPDUs.

use super::talk::{RawEntry, Reply};
use crate::store::Listed;
use crate::wire::at::listing::{Entry, Status, entry};
use crate::wire::{Incoming, decode_listed, hex};

/// What a listing held.
#[derive(Debug)]
pub(super) struct Listing {
    /// Whatever came in: texts, reports, and what is neither. Drafts and sent texts are left out.
    pub entries: Vec<Listed>,
    /// Every entry has all the octets it was announced with. One that has not may have lost some on
    /// the line, and must not be deleted for what is left of it.
    pub is_whole: bool,
    /// Half an octet is missing somewhere, or too much: no modem says so each time.
    pub is_torn: bool,
}

/// All of the reply to `AT+CMGL`.
pub(super) fn read(reply: &Reply) -> Listing {
    gather(reply, None)
}

/// The reply to `AT+CMGR`, which does not name the place it read.
pub(super) fn read_place(reply: &Reply, index: u32) -> Listing {
    gather(reply, Some(index))
}

/// Whether a TPDU is a text from someone, as far as its first octet tells (TS 23.040 9.2.3.1): a
/// status report is not.
pub(super) fn is_text(tpdu: &[u8]) -> bool {
    tpdu.first().is_none_or(|first| first & 0b11 != 0b10)
}

/// The TPDU in a PDU as a modem shows it, and whether it has all its octets.
pub(super) fn tpdu_of(pdu: &str, length: Option<usize>) -> (Vec<u8>, bool) {
    let Ok(bytes) = hex::decode(pdu) else {
        let even = pdu.get(..pdu.len() & !1).unwrap_or_default();
        return (hex::decode(even).unwrap_or_default(), false);
    };
    let after_smsc = after_service_center(&bytes);
    let has_all = |length: usize| length <= after_smsc.len() || length == bytes.len();
    let is_whole = length.is_none_or(has_all);
    match decode_listed(&bytes, length) {
        Ok(listed) => (listed.tpdu, is_whole),
        Err(_) => (after_smsc.to_vec(), is_whole),
    }
}

fn after_service_center(pdu: &[u8]) -> &[u8] {
    let octets = pdu.first().map_or(0, |octets| usize::from(*octets));
    pdu.get(octets + 1..).unwrap_or(pdu)
}

fn gather(reply: &Reply, place: Option<u32>) -> Listing {
    let mut listing = Listing {
        entries: Vec::new(),
        is_whole: true,
        is_torn: false,
    };
    for RawEntry { head, pdu } in &reply.entries {
        let Some(entry) = entry(head) else {
            listing.is_whole = false;
            continue;
        };
        let Some(index) = place.or(entry.index.map(u32::from)) else {
            listing.is_whole = false;
            continue;
        };
        if is_ours(&entry, pdu) {
            let (tpdu, is_whole) = tpdu_of(pdu, entry.length);
            listing.is_whole &= is_whole && is_clean(pdu, entry.length);
            listing.is_torn |= pdu.len() % 2 == 1;
            listing.entries.push(Listed { index, tpdu });
        }
    }
    // An entry whose PDU did not come.
    listing.is_whole &= !reply
        .lines
        .iter()
        .filter_map(|line| entry(line))
        .any(|entry| !entry.is_empty_place());
    listing
}

/// Whether a PDU can be read, and nothing but padding (quirk 18) goes on after its octets: otherwise
/// some may have come twice, or one in the place of another.
fn is_clean(pdu: &str, length: Option<usize>) -> bool {
    let bytes = hex::decode(pdu).unwrap_or_default();
    let rest = length.and_then(|length| after_service_center(&bytes).get(length..));
    let is_padding = |rest: &[u8]| rest.iter().all(|octet| *octet == 0xFF);
    decode_listed(&bytes, length).is_ok() && rest.is_none_or(is_padding)
}

/// Whether it came in: a draft, or a copy of a text that was sent, is somebody's own.
fn is_ours(entry: &Entry, pdu: &str) -> bool {
    let by_status = !matches!(entry.status, Some(Status::Unsent | Status::Sent));
    let decoded = hex::decode(pdu).map(|bytes| decode_listed(&bytes, entry.length));
    by_status
        && !matches!(
            decoded,
            Ok(Ok(crate::wire::Listed {
                incoming: Incoming::Stored(_),
                ..
            }))
        )
}
