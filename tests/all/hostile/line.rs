//! The modem's line: missing, no line at all, somebody else's, or full of rubbish.

use super::shop::count;
use crate::support::bench::Bench;
use serde_json::Value;

fn trouble(health: &Value) -> &str {
    health["modem"]["trouble"].as_str().unwrap_or_default()
}

#[test]
fn a_port_that_can_not_be_had_ends_nothing() {
    let shop = Bench::new();
    let mut daemon = shop.open();
    daemon.becomes("the port is missing", |now| trouble(now) == "port_missing");
    assert!(daemon.process.is_running());

    // Somebody else has it.
    let sim = shop.simulator(1);
    daemon.becomes("the modem came", |now| now["modem"]["state"] == "ready");
    let second = Bench::new();
    std::os::unix::fs::symlink(shop.file("modem"), second.file("modem")).unwrap();
    let other = second.open();
    other.becomes("the port is busy", |now| trouble(now) == "port_busy");
    assert_eq!(daemon.health()["modem"]["state"], "ready");
    drop(sim);
    daemon.becomes("it is gone", |now| now["modem"]["state"] == "down");

    // No serial port at all.
    for not_a_port in ["/dev/null", "/etc/hostname", "/"] {
        let shop = Bench::new();
        std::os::unix::fs::symlink(not_a_port, shop.file("modem")).unwrap();
        let daemon = shop.open();
        daemon.becomes(not_a_port, |now| {
            now["modem"]["state"] == "down" && trouble(now) != "not_opened_yet"
        });
        assert_eq!(daemon.health()["ready"], true);
        assert!(shop.log().contains("port"), "{}", shop.log());
    }
}

#[test]
fn rubbish_on_the_line_loses_no_text() {
    let shop = Bench::new();
    let mut sim = shop.simulator(1);
    let mut daemon = shop.open();
    daemon.is_ready();
    for line in [
        "garbage 5000",
        "garbage 40 each-line",
        "urc +CMTI: \"SM\",99999999999999999999",
        "urc +CMTI: \"SM\"",
        "urc +CMTI:",
        "urc +CMT: ,999\\nzz",
        "urc +CMT: \"\",24\\n0791",
        "urc +CDS: 300\\nFFFFFFFF",
        "urc +CDS: -1",
        "urc +CMGL: 1,1,,5\\n00",
        "urc +CMS ERROR: 99999999999",
        "urc +CREG: 1,\"\\u0000\",\"zz\"",
        "urc > ",
        "urc OK",
        "text +12025550143 first",
        "text +12025550144 STOP",
    ] {
        sim.tell(line);
    }
    sim.tell("garbage 0 each-line");
    sim.tell("text +12025550143 second");
    shop.counts(3, "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL");
    daemon.is_ready();
    assert!(daemon.process.is_running());
    for words in ["first", "second", "STOP"] {
        let sql = format!("SELECT count(*) FROM inbox WHERE words = '{words}'");
        assert_eq!(count(shop.data(), &sql), 1, "{words}");
    }
    drop(daemon);
    assert!(!shop.log().contains("panicked"), "{}", shop.log());
}
