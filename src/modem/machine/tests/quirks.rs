//! Quirks that need no machinery of their own: what is done with every modem is enough for them. The
//! numbers are those of docs/modems.md.

use super::*;

/// Quirks 20, 24 and 25.
#[test]
fn smstools_zte_and_huawei_are_told_nothing_that_some_of_them_can_not_bear() {
    let entries: String = (0..3).map(|index| entry(index, TEXT)).collect();
    let held = format!("{entries}\r\n\r\nOK\r\n");
    let mut bench = Bench::new(Script::ec25().with("AT+CMGL=4", &held));
    bench.pass(Duration::from_secs(3));
    bench.script.set("AT+CMGL=4", "\r\nOK\r\n");
    bench.drain_and_send();
    for index in 0..3 {
        bench.assert_in_order(&[&format!("AT+CMGD={index}")]);
    }
    for command in &bench.log {
        let deletes = command.strip_prefix("AT+CMGD=");
        assert!(
            deletes.is_none_or(|place| !place.contains(',')),
            "many at once: {command}"
        );
    }
    // It would wipe the number of the service center on Qualcomm and ZTE; with 00 in front of the
    // PDU nothing has to be set. And the length is that of what follows it.
    bench.assert_never("AT+CSMP");
    bench.assert_in_order(&["AT+CMGS=9", "PDU 0001000181F100000161"]);
}

/// Quirk 18, as gammu and ModemManager met it: an empty place is listed as if it held something.
#[test]
fn a_place_that_is_listed_and_holds_nothing_hides_no_text_and_ends_no_drain() {
    for dummy in [
        "\r\n+CMGL: 1,0,,0\r\n",
        "\r\n+CMGL: 1,0,,0\r\n00",
        "\r\n+CMGL: 1,255,,7\r\n00FFFFFFFFFFFFFF",
        "\r\n+CMGL: 1,3,,0\r\n",
    ] {
        let mut bench = Bench::ready(Script::ec25());
        let held = format!("{dummy}{}\r\n\r\nOK\r\n", entry(2, TEXT));
        bench.script.set("AT+CMGL=4", &held);
        let ticket = bench.drain();
        bench.pass(Duration::from_secs(30));
        bench.assert_in_order(&["AT+CMGD=2", "deleted SM 2"]);
        assert!(bench.drained[&ticket].is_ok(), "{dummy:?}");
        bench.script.set("AT+CMGL=4", "\r\nOK\r\n");
        let part = bench.drain_and_send();
        assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 }, "{dummy:?}");
    }
}

/// Quirk 9: "the SIM is ready" and "texts are ready" are two things.
#[test]
fn sim800_says_sms_ready_and_is_read_anew() {
    let mut bench = Bench::ready(Script::ec25());
    bench.say("\r\nCall Ready\r\n\r\nSMS Ready\r\n");
    bench.pass(Duration::from_secs(2));
    bench.assert_in_order(&["AT+CMGL=4"]);
}
