//! Entries of `+CMGL` and `+CMGR` (TS 27.005 3.4.2 and 3.4.3), in the shapes that modems give them.

use super::fields::{self, Field};

/// The first line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the memory; 0 is a place too. `+CMGR` does not name it.
    pub index: Option<u16>,
    /// Its status, where the modem says so.
    pub status: Option<Status>,
    /// The length it is announced with: octets of the TPDU by the standard.
    pub length: Option<usize>,
}

impl Entry {
    /// Whether it says that the place is empty (`+CMGR: 0,,0`).
    pub fn is_empty_place(&self) -> bool {
        self.length == Some(0)
    }
}

/// What a memory place holds (TS 27.005 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Received, not yet listed.
    Unread,
    /// Received and listed before.
    Read,
    /// Stored to be sent.
    Unsent,
    /// Stored and sent.
    Sent,
}

/// Reads the first line of an entry; `None` when it is none.
///
/// The name may be missing, the status may be missing, in words or in quotes, and something may
/// follow the length.
pub fn entry(line: &str) -> Option<Entry> {
    if let Some(fields) = fields::after(line, "+CMGL:") {
        let (index, rest) = fields.split_first()?;
        let (status, length) = status_and_length(rest);
        return Some(Entry {
            index: Some(index.number()?),
            status,
            length,
        });
    }
    let fields = fields::after(line, "+CMGR:")?;
    let (status, length) = status_and_length(&fields);
    Some(Entry {
        index: None,
        status,
        length,
    })
}

/// The length in the first line of a PDU that is handed over at once (`+CMT: ,23`, `+CDS: 25`, and
/// ZTE's `+CDS: ,25`): octets of the TPDU by the standard.
pub fn announced_length(line: &str) -> Option<usize> {
    let fields = ["+CMT:", "+CDS:", "+CBM:"]
        .iter()
        .find_map(|prefix| fields::after(line, prefix))?;
    fields.last()?.number()
}

/// The status comes first unless there is only one value; the length is the first number after it.
fn status_and_length(fields: &[Field<'_>]) -> (Option<Status>, Option<usize>) {
    match fields {
        [only] => (None, only.number()),
        [first, rest @ ..] => {
            let length = rest
                .iter()
                .filter(|field| !field.quoted)
                .find_map(|field| field.number());
            (status(*first), length)
        }
        [] => (None, None),
    }
}

fn status(field: Field<'_>) -> Option<Status> {
    match field.text {
        "0" | "REC UNREAD" => Some(Status::Unread),
        "1" | "REC READ" => Some(Status::Read),
        "2" | "STO UNSENT" => Some(Status::Unsent),
        "3" | "STO SENT" => Some(Status::Sent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_shape() {
        use Status::{Read, Sent, Unread};
        for (line, index, status, length) in [
            ("+CMGL: 1,1,,23", Some(1), Some(Read), Some(23)),
            ("+CMGL: 0,0,\"\",159", Some(0), Some(Unread), Some(159)),
            ("+CMGL: 17,3,35", Some(17), Some(Sent), Some(35)),
            ("+CMGL:17,3,35,0", Some(17), Some(Sent), Some(35)),
            ("+CMGL: 4,,,23", Some(4), None, Some(23)),
            ("+CMGL: 4,,23", Some(4), None, Some(23)),
            ("+CMGL: 4,23", Some(4), None, Some(23)),
            ("+CMGL: 2,1,\"Ann, 12\",24", Some(2), Some(Read), Some(24)),
            ("+CMGL: 2,\"REC READ\",,24", Some(2), Some(Read), Some(24)),
            ("+CMGL: 2,1,\"\",24,0", Some(2), Some(Read), Some(24)),
            ("+CMGR: 0,,50", None, Some(Unread), Some(50)),
            ("+CMGR: 0,\"\",50", None, Some(Unread), Some(50)),
            ("+CMGR: 1,50", None, Some(Read), Some(50)),
            ("+CMGR: ,,50", None, None, Some(50)),
            ("+CMGR: 50", None, None, Some(50)),
            ("+CMGR: 1,,50,0", None, Some(Read), Some(50)),
        ] {
            let expected = Entry {
                index,
                status,
                length,
            };
            assert_eq!(entry(line), Some(expected), "{line}");
        }
        assert_eq!(entry("+CMGL: x,1,,23"), None);
        assert_eq!(entry("+CMTI: \"SM\",1"), None);
        assert!(entry("+CMGR: 0,,0").unwrap().is_empty_place());
    }

    #[test]
    fn lengths_of_what_is_handed_over() {
        for (line, length) in [
            ("+CMT: ,23", Some(23)),
            ("+CMT: \"Ann, Bob\",23", Some(23)),
            ("+CDS: 25", Some(25)),
            ("+CDS: ,25", Some(25)),
            ("+CBM: 88", Some(88)),
            ("+CMTI: \"SM\",1", None),
            ("+CMT:", None),
        ] {
            assert_eq!(announced_length(line), length, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in ".{0,60}") {
            let _ = announced_length(&format!("+CMT:{line}"));
            let _ = entry(&format!("+CMGL:{line}"));
            let _ = entry(&format!("+CMGR:{line}"));
        }
    }
}
