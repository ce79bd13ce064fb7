//! The program on the fake modems of python-gsmmodem, which say what real ones of these makers said.
//! They are replies and nothing more; `tests/foreign/fake_modem.py` adds a network, a prompt and one
//! memory, the same for all. So this shows that our commands and these makers' answers fit together, and
//! nothing about their timing, their memories or their networks.

use crate::support::bench::Bench;
use crate::support::process::Process;
use crate::support::seed;
use serde_json::json;
use std::path::Path;
use std::process::Command;

const CUSTOMER: &str = "+12065550134";
const TOKEN: &str = "rb_of_a_program";
const PIN: &str = "4711";
/// STOP from that number, in this shop's time (TS 23.040 9.2.2.1).
const STOP: &str = "07915155100099F9040B912160550531F400006211424120004A0453EA130A";

/// A shop with one of them on its port.
struct Shop {
    bench: Bench,
    modem: Process,
}

impl Shop {
    fn with(profile: &str, moods: &[&str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let cache = root.join("tests/.cache");
        let profiles = cache.join("fakemodems.py");
        assert!(
            profiles.exists(),
            "{} is missing: run `tests/run --needs`, which gets it",
            profiles.display()
        );
        let bench = Bench::new();
        let mut command = Command::new(cache.join("venv/bin/python"));
        command
            .arg(root.join("tests/foreign/fake_modem.py"))
            .args([profiles.as_os_str(), profile.as_ref()])
            .arg(bench.file("modem"))
            .args(moods);
        let mut modem = Process::start(profile, &mut command);
        modem.wait_for("ready");
        bench.write_config(format!(
            "data = {:?}\n[web]\naddress = \"127.0.0.1:0\"\n[modem]\nport = {:?}\npin = {PIN:?}\n",
            bench.data(),
            bench.file("modem")
        ));
        bench.with_store(async |store, now| {
            seed::set_up(store, now).await;
            seed::customer(store, CUSTOMER, now).await;
            let by = || "Sam".to_owned();
            let scopes = vec!["service".to_owned()];
            let added = store.add_token("till".to_owned(), TOKEN.to_owned(), scopes, by(), now);
            added.await.unwrap();
        });
        Self { bench, modem }
    }
}

/// Sets the modem up, names it, sends a text through it, takes a STOP in, and confirms it.
fn drives(profile: &str, moods: &[&str], maker: &str, model: &str) {
    let mut shop = Shop::with(profile, moods);
    let daemon = shop.bench.open();
    daemon.is_ready();
    let shown = shop.bench.run(&["modem"]);
    let shown = String::from_utf8_lossy(&shown.stdout);
    assert!(
        shown.contains(&format!("modem     {maker} {model}\n")),
        "{shown}"
    );
    assert!(shown.contains("network   Fake, at home, 3G\n"), "{shown}");

    let text = json!({ "to": CUSTOMER, "purpose": "service", "body": "It goes well." });
    let (status, answer) = daemon.ask(TOKEN, "POST", "/texts", &text);
    assert_eq!(status, 202, "{answer}");
    // SUBMIT by the SIM's own service center, to that number.
    let sent = shop.modem.wait_for("sent ");
    assert!(
        sent.starts_with("sent 00") && sent.contains("0B912160550531F4"),
        "{sent}"
    );
    let is_sent = "SELECT count(*) FROM outbox WHERE state = 'sent'";
    shop.bench.counts(1, is_sent);

    shop.modem.tell(STOP);
    shop.modem.wait_for("deleted 1");
    let confirmation = shop.modem.wait_for("sent ");
    assert!(confirmation.contains("0B912160550531F4"), "{confirmation}");
    let revoked = "SELECT count(*) FROM ledger WHERE event = 'revoke' AND actor = 'customer'";
    shop.bench.counts(1, revoked);
    let (status, refused) = daemon.ask(TOKEN, "POST", "/texts", &text);
    assert_eq!(
        (status, &refused["reason"]),
        (422, &json!("opted_out")),
        "{refused}"
    );
    let mut process = daemon.process;
    assert!(process.terminate().success());
}

#[test]
fn huawei_k3715_is_driven() {
    drives("HuaweiK3715", &[], "huawei", "K3715");
    drives("HuaweiK3715", &["pin", "busy"], "huawei", "K3715");
}

#[test]
fn huawei_e1752_is_driven_which_says_that_commands_are_not_supported() {
    drives("HuaweiE1752", &[], "huawei", "E1752");
    drives("HuaweiE1752", &["pin", "busy"], "huawei", "E1752");
}

#[test]
fn wavecom_is_driven_which_does_not_end_its_word_on_the_pin_and_is_busy_once_it_is_on() {
    let model = "MULTIBAND  900E  1800";
    drives("WavecomMultiband900E1800", &[], "WAVECOM MODEM", model);
    drives(
        "WavecomMultiband900E1800",
        &["pin", "busy", "asleep"],
        "WAVECOM MODEM",
        model,
    );
}

#[test]
fn qualcomm_m6280_is_driven_which_wants_its_pin_before_anything_else() {
    drives("QualcommM6280", &[], "QUALCOMM INCORPORATED", "M6280");
    drives(
        "QualcommM6280",
        &["pin", "busy"],
        "QUALCOMM INCORPORATED",
        "M6280",
    );
}

#[test]
fn zte_k3565_is_driven_which_tells_no_number_when_its_radio_is_asked_for() {
    drives("ZteK3565Z", &[], "ZTE INCORPORATED", "K3565-Z");
    drives("ZteK3565Z", &["pin", "busy"], "ZTE INCORPORATED", "K3565-Z");
}

/// It gives no text out: it offers no memory, lets none be chosen, and announces nothing. So a STOP could
/// never come in, and nothing may be sent through it.
#[test]
fn nokia_n79_is_not_driven_because_no_text_can_be_read_from_it() {
    let mut shop = Shop::with("NokiaN79", &[]);
    let daemon = shop.bench.open();
    daemon.becomes("it is on hold", |now| now["modem"]["state"] == "on_hold");
    shop.modem.wait_for("refused AT+CPMS=");
    shop.modem.wait_for("refused AT+CNMI=");
    let text = json!({ "to": CUSTOMER, "purpose": "service", "body": "It goes well." });
    assert_eq!(daemon.ask(TOKEN, "POST", "/texts", &text).0, 202);
    let shown = shop.bench.run(&["modem"]);
    let shown = String::from_utf8_lossy(&shown.stdout);
    assert!(shown.contains("modem     Nokia Nokia N79\n"), "{shown}");
    assert!(
        shown.contains("No text can be read from this modem"),
        "{shown}"
    );
    let mut process = daemon.process;
    assert!(process.terminate().success());
    shop.bench
        .counts(1, "SELECT count(*) FROM outbox WHERE state = 'queued'");
}
