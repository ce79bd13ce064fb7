//! Published known answers for PDUs: every row of `tests/data/pdu_vectors.tsv`.

use readybell::cli::pdu::describe;
use readybell::wire::{Incoming, decode_from_phone, decode_listed, hex};
use std::process::Command;

/// A row of the data file.
pub struct Row {
    pub id: String,
    pub from_phone: bool,
    pub pdu: Vec<u8>,
    /// One JSON object, or `error: ` and why.
    pub expected: String,
}

/// The data file's rows.
pub fn rows() -> Vec<Row> {
    include_str!("../data/pdu_vectors.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<_> = line.split('\t').collect();
            Row {
                id: fields[0].to_owned(),
                from_phone: fields[1] == "mo",
                pdu: hex::decode(fields[2]).unwrap(),
                expected: fields[3].to_owned(),
            }
        })
        .collect()
}

#[test]
fn every_row_comes_out_as_expected() {
    let rows = rows();
    assert_eq!(rows.len(), 33);
    for row in rows {
        let said = match decode_listed(&row.pdu, None) {
            Ok(listed) => describe(&listed).to_string(),
            Err(error) => format!("error: {error}"),
        };
        assert_eq!(said, row.expected, "{}", row.id);
        assert_eq!(
            decode_from_phone(&row.pdu).is_ok(),
            said.contains("\"kind\":\"submit\""),
            "{}",
            row.id
        );
        assert!(!row.from_phone || decode_from_phone(&row.pdu).is_ok());
    }
}

/// Rows whose writer set bits that say nothing: the fill bit before the text, or zeros for the
/// filler after an odd number of digits.
const WRITTEN_OTHERWISE: [&str; 3] = ["concat8-1", "concat8-2", "MWI udh"];

#[test]
fn what_is_whole_is_written_as_it_was_read() {
    let mut written = 0;
    for row in rows() {
        let Ok(listed) = decode_listed(&row.pdu, None) else {
            continue;
        };
        let again = match &listed.incoming {
            Incoming::Deliver(deliver) if !deliver.data.cut => deliver.encode(),
            Incoming::Stored(submit) if !submit.data.cut => submit.encode(),
            Incoming::StatusReport(report) => report.encode(),
            _ => continue,
        };
        if WRITTEN_OTHERWISE.contains(&row.id.as_str()) {
            continue;
        }
        assert_eq!(
            hex::encode(&again.unwrap()),
            hex::encode(&listed.tpdu),
            "{}",
            row.id
        );
        written += 1;
    }
    assert_eq!(written, 24);
}

#[test]
fn the_program_prints_one_object_or_fails_with_a_reason() {
    let decode = |pdu: &str| {
        Command::new(env!("CARGO_BIN_EXE_readybell"))
            .args(["pdu", "decode", pdu])
            .output()
            .unwrap()
    };
    let row = rows().swap_remove(0);
    let good = decode(&hex::encode(&row.pdu));
    assert!(good.status.success());
    let said = String::from_utf8(good.stdout).unwrap();
    assert_eq!(said, row.expected + "\n");
    for pdu in ["", "xyz", "000ABF00"] {
        let bad = decode(pdu);
        assert_eq!(bad.status.code(), Some(65), "{pdu}");
        assert!(bad.stdout.is_empty());
        assert!(String::from_utf8_lossy(&bad.stderr).contains("cannot be read"));
    }
}
