//! Foreign oracles: what we write, tshark and libgammu read as it was meant, and what libgammu and
//! python-gsmmodem-new write, we read. Each of them has errors of its own, so that those texts are
//! named here that one of them cannot carry.

mod paper;
mod programs;
mod texts;

use crate::pdu_vectors;
use chrono::{FixedOffset, TimeZone};
use programs::{Gammu, Pdu, dissect, find, gsmmodem_encode, shift_tables, tshark};
use readybell::domain::alphabet::{Encoding, segments};
use readybell::wire::shift::{self, Language};
use readybell::wire::{
    Address, Content, Deliver, Incoming, StatusReport, Submit, Timestamp, Validity,
    decode_from_phone, decode_listed, hex, join, split, with_smsc,
};
use std::collections::BTreeMap;

/// Every part of every text, from a phone and from the network.
fn parts_of(texts: &[String]) -> Vec<(Pdu, String)> {
    let number = Address::phone("+12025550143").unwrap();
    let mut parts = Vec::new();
    for (reference, words) in texts.iter().enumerate() {
        let reference = u8::try_from(reference % 256).unwrap();
        for data in split(words, reference).unwrap() {
            let meant = data.words().unwrap();
            let deliver = Deliver::new(
                number.clone(),
                Timestamp([0x62, 0x11, 0x12, 0x41, 0x20, 0x30, 0x0A]),
                data.clone(),
            );
            let submit = Submit::new(number.clone(), Validity::Relative(47), data);
            for (tpdu, from_phone) in [(submit.encode(), true), (deliver.encode(), false)] {
                let pdu = with_smsc(None, &tpdu.unwrap()).unwrap();
                parts.push((Pdu { pdu, from_phone }, meant.clone()));
            }
        }
    }
    parts
}

#[test]
fn the_texts_are_of_every_kind_and_length() {
    let mut seen: BTreeMap<(bool, usize), usize> = BTreeMap::new();
    for words in texts::five_hundred() {
        let segments = segments(&words);
        let wide = segments.encoding == Encoding::Ucs2;
        *seen.entry((wide, segments.parts)).or_default() += 1;
    }
    for wide in [false, true] {
        for parts in 1..=6 {
            let count = seen.get(&(wide, parts)).copied().unwrap_or(0);
            assert!(count >= 10, "{count} texts of {parts} parts, wide: {wide}");
        }
    }
}

#[test]
fn tshark_reads_what_we_write() {
    let parts = parts_of(&texts::five_hundred());
    let pdus: Vec<_> = parts.iter().map(|(pdu, _)| pdu).collect();
    let read = tshark(&pdus);
    assert_eq!(read.len(), parts.len());
    for ((pdu, meant), read) in parts.iter().zip(read) {
        assert_eq!(read.as_deref(), Some(meant.as_str()), "{pdu:?}");
    }
}

#[test]
fn tshark_reads_senders_times_and_validity() {
    let senders = [
        Address::phone("+12025550143"),
        Address::phone("2025550143"),
        Address::phone("*123#"),
        Address::phone("7"),
        Address::name("CarAudio"),
        Address::name("InternetSMS"),
    ];
    let mut pdus = Vec::new();
    let mut expected = Vec::new();
    for (at, sender) in senders.into_iter().enumerate() {
        let sender = sender.unwrap();
        let quarters = [-44, -1, 0, 1, 22, 56][at];
        let zone = FixedOffset::east_opt(quarters * 15 * 60).unwrap();
        let time = zone.with_ymd_and_hms(2026, 11, 21, 14, 2, 3).unwrap();
        let data = || split("Ready", 0).unwrap().swap_remove(0);
        let deliver = Deliver::new(sender.clone(), Timestamp::from_time(time), data());
        let fields = vec![
            ("gsm_sms.tp-oa", sender.value.clone()),
            ("gsm_sms.scts.month", "11".to_owned()),
            ("gsm_sms.scts.hour", "14".to_owned()),
            ("gsm_sms.scts.timezone", quarters.abs().to_string()),
        ];
        pdus.push((deliver.encode().unwrap(), false));
        expected.push(fields);
        if sender.is_name() {
            continue;
        }
        let mut submit = Submit::new(sender.clone(), Validity::Relative(167), data());
        submit.reference = 200;
        let fields = vec![
            ("gsm_sms.tp-da", sender.value.clone()),
            ("gsm_sms.tp-mr", "200".to_owned()),
            ("gsm_sms.tp-srr", "1".to_owned()),
            ("gsm_sms.vp.validity_period", "167".to_owned()),
        ];
        pdus.push((submit.encode().unwrap(), true));
        expected.push(fields);
        let report = StatusReport {
            more_waiting: false,
            answers_command: false,
            reference: 17,
            recipient: sender.clone(),
            sent_at: Timestamp::from_time(time),
            settled_at: Timestamp::from_time(time),
            status: 0x46,
        };
        let fields = vec![
            ("gsm_sms.tp-ra", sender.value),
            ("gsm_sms.tp-mr", "17".to_owned()),
            ("gsm_sms.scts.hour", "14".to_owned()),
        ];
        pdus.push((report.encode().unwrap(), false));
        expected.push(fields);
    }
    let pdus: Vec<_> = pdus
        .into_iter()
        .map(|(tpdu, from_phone)| Pdu {
            pdu: with_smsc(None, &tpdu).unwrap(),
            from_phone,
        })
        .collect();
    let packets = dissect(&pdus.iter().collect::<Vec<_>>());
    assert_eq!(packets.len(), expected.len());
    for (packet, fields) in packets.iter().zip(expected) {
        for (field, value) in fields {
            assert_eq!(
                find(packet, field),
                Some(value.as_str()),
                "{field}: {packet}"
            );
        }
    }
}

#[test]
fn libgammu_reads_what_we_write() {
    let parts = parts_of(&texts::five_hundred());
    let pdus: Vec<_> = parts.iter().map(|(pdu, _)| pdu).collect();
    let read = Gammu::build().decode(&pdus);
    assert_eq!(read.len(), parts.len());
    for ((pdu, meant), read) in parts.iter().zip(read) {
        assert_eq!(read.as_deref(), Some(meant.as_str()), "{pdu:?}");
    }
}

#[test]
fn we_read_what_libgammu_writes() {
    let texts = texts::five_hundred();
    for (words, parts) in texts.iter().zip(Gammu::build().encode(&texts)) {
        assert_eq!(&joined(&parts), words);
    }
}

#[test]
fn we_read_what_gsmmodem_writes() {
    let mut texts = texts::five_hundred();
    // It has no surrogate pairs.
    texts.retain(|words| words.chars().all(|c| c.len_utf16() == 1));
    assert_eq!(texts.len(), 400);
    for (words, parts) in texts.iter().zip(gsmmodem_encode(&texts)) {
        assert_eq!(&joined(&parts), words);
    }
}

#[test]
fn the_oracles_agree_on_the_published_answers() {
    let mut pdus = Vec::new();
    let mut meant = Vec::new();
    for row in pdu_vectors::rows() {
        let Ok(listed) = decode_listed(&row.pdu, None) else {
            continue;
        };
        let (content, cut) = match &listed.incoming {
            Incoming::Deliver(deliver) => (deliver.content(), deliver.data.cut),
            Incoming::Stored(submit) => (submit.content(), submit.data.cut),
            Incoming::StatusReport(_) => continue,
        };
        if let (Content::Text { words, .. }, false) = (content, cut) {
            let from_phone = matches!(listed.incoming, Incoming::Stored(_));
            let pdu = row.pdu;
            pdus.push(Pdu { pdu, from_phone });
            meant.push(Some(words));
        }
    }
    let pdus: Vec<_> = pdus.iter().collect();
    assert_eq!(pdus.len(), 18);
    assert_eq!(tshark(&pdus), meant);
    assert_eq!(Gammu::build().decode(&pdus), meant);
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<_> = parts
        .iter()
        .map(|part| decode_from_phone(&hex::decode(part).unwrap()).unwrap().data)
        .collect();
    join(&parts)
}

/// gsmcodecs follows the standard to the letter, but for the comma of the South Asian tables, which
/// it reads as an apostrophe; and the standard itself repeats a letter of Kannada by mistake.
#[test]
fn every_shift_table_is_that_of_the_standard() {
    let tables = shift_tables();
    assert_eq!(
        tables.len(),
        25,
        "13 languages, and Spanish has no locking table"
    );
    for table in tables {
        let language: u8 = table[0].parse().unwrap();
        let kind = table[1].as_str();
        let named = Some(Language(language));
        for (septet, meant) in (0..=127_u8).zip(&table[2..]).filter(|(at, _)| *at != 0x1B) {
            let ours = match kind {
                "locking" => shift::decode(&[septet], named, None),
                _ => shift::decode(&[0x1B, septet], None, named),
            };
            let expected = match (language, kind, septet) {
                (4.., "locking", 0x2C) => ',',
                (7, "locking", 0x24) => '\u{CA1}',
                _ => match meant.parse().ok().and_then(char::from_u32) {
                    Some(meant) => meant,
                    // A gap: a space, or what the default has there.
                    None if kind == "locking" => ' ',
                    None => continue,
                },
            };
            assert_eq!(
                ours,
                expected.to_string(),
                "{language} {kind} {septet:#04x}"
            );
        }
    }
}
