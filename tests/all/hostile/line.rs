//! The modem's line: missing, no line at all, somebody else's, or full of rubbish.

use super::shop::{Shop, count, until};
use serde_json::Value;

fn trouble(health: &Value) -> &str {
    health["modem"]["trouble"].as_str().unwrap_or_default()
}

#[test]
fn a_port_that_can_not_be_had_ends_nothing() {
    let shop = Shop::new();
    let mut daemon = shop.open();
    daemon.becomes("the port is missing", |now| trouble(now) == "port_missing");
    assert!(daemon.running.is_running());

    // Somebody else has it.
    let sim = shop.modem();
    daemon.becomes("the modem came", |now| now["modem"]["state"] == "ready");
    let second = Shop::new();
    std::os::unix::fs::symlink(shop.path("modem"), second.path("modem")).unwrap();
    let other = second.open();
    other.becomes("the port is busy", |now| trouble(now) == "port_busy");
    assert_eq!(daemon.health()["modem"]["state"], "ready");
    drop(sim);
    daemon.becomes("it is gone", |now| now["modem"]["state"] == "down");

    // No serial port at all.
    for not_a_port in ["/dev/null", "/etc/hostname", "/"] {
        let shop = Shop::new();
        std::os::unix::fs::symlink(not_a_port, shop.path("modem")).unwrap();
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
    let shop = Shop::new();
    let mut sim = shop.modem();
    let mut daemon = shop.open();
    daemon.becomes("the modem is ready", |now| now["modem"]["state"] == "ready");
    let stored = || {
        count(
            &shop.data,
            "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL",
        )
    };
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
    until("the texts are stored", || stored() >= 3);
    daemon.becomes("the modem is ready", |now| now["modem"]["state"] == "ready");
    assert!(daemon.running.is_running());
    for words in ["first", "second", "STOP"] {
        let sql = format!("SELECT count(*) FROM inbox WHERE words = '{words}'");
        assert_eq!(count(&shop.data, &sql), 1, "{words}");
    }
    drop(daemon);
    assert!(!shop.log().contains("panicked"), "{}", shop.log());
}
