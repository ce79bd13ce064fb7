//! Lines as modems say them.

use crate::wire::at::{CmsCode, Digest, Final, Item};
use proptest::prelude::*;

fn items(bytes: &[u8]) -> Vec<Item> {
    let mut digest = Digest::new();
    digest.push(bytes);
    std::iter::from_fn(|| digest.next_item()).collect()
}

fn line(text: &str) -> Item {
    Item::Line(text.to_owned())
}

fn with_pdu(head: &str, pdu: &str) -> Item {
    Item::WithPdu {
        head: head.to_owned(),
        pdu: pdu.to_owned(),
    }
}

const OK: Item = Item::Final(Final::Ok);
const PDU: &str = "07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07";

#[test]
fn an_echo_is_cut_and_so_is_none() {
    assert_eq!(
        items(b"AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n"),
        [line("+CSQ: 20,99"), OK]
    );
    assert_eq!(
        items(b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n"),
        [line("+CSQ: 20,99"), OK]
    );
    assert_eq!(items(b"at\r\r\nOK\r\n"), [OK]);
    assert_eq!(
        items(b"AT+CMGS=21\r\r\n> 0011000B91\x1a\r\n+CMGS: 5\r\n\r\nOK\r\n"),
        [Item::Prompt, line("+CMGS: 5"), OK]
    );
    assert_eq!(items(b"ATLAS II\r\n"), [line("ATLAS II")]);
}

#[test]
fn a_prompt_has_no_line_end() {
    assert_eq!(items(b"\r\n> "), [Item::Prompt]);
    assert_eq!(items(b"\r\n>"), [Item::Prompt]);
    assert_eq!(items(b">\r\n"), [Item::Prompt]);
    assert_eq!(
        items(b"\r\n> \r\n^RSSI: 18\r\n"),
        [Item::Prompt, line("^RSSI: 18")]
    );
    assert_eq!(items(b"+COPS: a > b\r\n"), [line("+COPS: a > b")]);
}

#[test]
fn ok_without_carriage_return() {
    assert_eq!(items(b"OK\n"), [OK]);
    assert_eq!(items(b"OK\r"), [OK]);
    assert_eq!(items(b"+CPIN: READY\r\n"), [line("+CPIN: READY")]);
}

#[test]
fn a_listing_keeps_each_pdu_with_its_head() {
    let said = format!("\r\n+CMGL: 0,1,,32\r\n{PDU}\r\n+CMGL: 3,0,\"\",32\r\n{PDU}\r\n\r\nOK\r\n");
    assert_eq!(
        items(said.as_bytes()),
        [
            with_pdu("+CMGL: 0,1,,32", PDU),
            with_pdu("+CMGL: 3,0,\"\",32", PDU),
            OK
        ]
    );
}

#[test]
fn unsolicited_lines_inside_a_reply_are_taken_out() {
    let said = format!(
        "\r\n+CMGR: 1,,32\r\n\r\n^RSSI: 18\r\n\r\n+CDS: 25\r\n0006D60B911326880736F4\r\n{PDU}\r\n\r\nOK\r\n"
    );
    assert_eq!(
        items(said.as_bytes()),
        [
            line("^RSSI: 18"),
            with_pdu("+CDS: 25", "0006D60B911326880736F4"),
            with_pdu("+CMGR: 1,,32", PDU),
            OK
        ]
    );
    let said =
        format!("\r\n+CMT: ,32\r\n{PDU}\r\n\r\n+CMGS: 5\r\n\r\n+CMTI: \"SM\",0\r\n\r\nOK\r\n");
    assert_eq!(
        items(said.as_bytes()),
        [
            with_pdu("+CMT: ,32", PDU),
            line("+CMGS: 5"),
            line("+CMTI: \"SM\",0"),
            OK
        ]
    );
}

#[test]
fn a_broadcast_is_taken_out_whole() {
    let said = format!("\r\n+CMGL: 1,1,,32\r\n\r\n+CBM: 88\r\n{PDU}\r\n{PDU}\r\n\r\nOK\r\n");
    assert_eq!(
        items(said.as_bytes()),
        [
            with_pdu("+CBM: 88", PDU),
            with_pdu("+CMGL: 1,1,,32", PDU),
            OK
        ]
    );
}

#[test]
fn zte_puts_a_comma_before_the_length_of_a_report() {
    assert_eq!(
        items(b"\r\n+CDS: ,25\r\n0006D60B911326880736F4\r\n"),
        [with_pdu("+CDS: ,25", "0006D60B911326880736F4")]
    );
}

#[test]
fn an_empty_place_has_no_pdu() {
    assert_eq!(
        items(b"\r\n+CMGR: 0,,0\r\n\r\nOK\r\n"),
        [line("+CMGR: 0,,0"), OK]
    );
    assert_eq!(
        items(b"\r\n+CMS ERROR: 321\r\n"),
        [Item::Final(Final::Cms(CmsCode(321)))]
    );
    assert_eq!(
        items(b"\r\nERROR\r\n\r\nOK\r\n"),
        [Item::Final(Final::Error), OK]
    );
}

#[test]
fn lost_line_ends_are_found() {
    let said = format!("+CMGL: 1,1,,32\r\n{PDU}+CMGL: 2,1,,32\r\n{PDU}OK\r\n");
    assert_eq!(
        items(said.as_bytes()),
        [
            with_pdu("+CMGL: 1,1,,32", PDU),
            with_pdu("+CMGL: 2,1,,32", PDU),
            OK
        ]
    );
    let said = format!("+CMGR: 1,,32 {PDU}\r\nOK\r\n");
    assert_eq!(items(said.as_bytes()), [with_pdu("+CMGR: 1,,32", PDU), OK]);
}

#[test]
fn text_mode_lines_wait_for_nothing() {
    assert_eq!(
        items(b"+CMT: \"+12025550143\",,\"26/11/21,14:02:03-20\"\r\nSTOP\r\n"),
        [
            line("+CMT: \"+12025550143\",,\"26/11/21,14:02:03-20\""),
            line("STOP")
        ]
    );
}

#[test]
fn boot_noise_does_not_matter() {
    assert_eq!(items(b"\0\0\0\r\nRDY\r\n"), [line("RDY")]);
    assert_eq!(items(b"\xF8\xFE\x80\r\nOK\r\n").last(), Some(&OK));
}

fn talk() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\r\nOK\r\n".to_vec()),
        Just(b"\r\n> ".to_vec()),
        Just(b"AT+CMGL=4\r".to_vec()),
        Just(b"\r\n+CMGL: 0,1,,32\r\n".to_vec()),
        Just(format!("{PDU}\r\n").into_bytes()),
        Just(b"\r\n+CMT: ,32\r\n".to_vec()),
        Just(b"\r\n+CDS: ,25\r\n".to_vec()),
        Just(b"\r\n+CMS ERROR: 38\r\n".to_vec()),
        Just(b"\r\n^RSSI: 18\r\n".to_vec()),
        Just(PDU.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..20),
        Just(vec![b'z'; 3000]),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_same_items_however_the_bytes_arrive(said in talk(), cuts in prop::collection::vec(1usize..50, 1..20)) {
        let mut digest = Digest::new();
        let mut heard = Vec::new();
        let mut rest = said.as_slice();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at((*cut).min(rest.len()));
            digest.push(now);
            heard.extend(std::iter::from_fn(|| digest.next_item()));
            rest = later;
        }
        prop_assert_eq!(heard, items(&said));
    }
}
