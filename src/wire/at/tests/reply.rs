//! Single lines of answers as modems say them.

use crate::wire::at::reply::*;
use proptest::prelude::*;

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn references() {
    assert_eq!(reference("+CMGS: 17"), Some(17));
    assert_eq!(reference("+CMGS:0"), Some(0));
    assert_eq!(
        reference("+CMGS: 255,\"0001\""),
        Some(255),
        "an acknowledgement may follow"
    );
    assert_eq!(reference("+CMGS: 256"), Some(0), "it wraps");
    assert_eq!(reference("+CMGS: "), None);
    assert_eq!(reference("+CMGW: 1"), None);
}

#[test]
fn the_last_reference_that_the_sim_keeps() {
    for (line, kept) in [
        ("+CRSM: 144,0,\"11FF\"", Some(0x11)),
        ("+CRSM: 144,0,11FE", Some(0x11)),
        ("+CRSM:145, 16,\"00ff\"", Some(0)),
        // An unused file.
        ("+CRSM: 144,0,\"FFFF\"", Some(0xFF)),
        ("+CRSM: 144,0", None),
        ("+CRSM: 144,0,\"\"", None),
        ("+CRSM: 144,0,\"1\"", None),
        ("+CRSM: 106,130", None),
        ("+CRSM: 148,4,\"11FF\"", None),
        ("+CMGS: 17", None),
    ] {
        assert_eq!(last_reference(line), kept, "{line}");
    }
}

#[test]
fn memories_asked_for_and_set() {
    let memory = |name: &str, used, total| Memory {
        name: name.into(),
        used,
        total,
    };
    assert_eq!(
        memories("+CPMS: \"SM\",3,20,\"SM\",3,20,\"ME\",0,99").unwrap(),
        [
            memory("SM", 3, 20),
            memory("SM", 3, 20),
            memory("ME", 0, 99)
        ]
    );
    assert_eq!(
        memories("+CPMS: 3,20,3,20,0,99").unwrap(),
        [memory("", 3, 20), memory("", 3, 20), memory("", 0, 99)]
    );
    assert_eq!(
        memories("+CPMS: \"SM\",3,20").unwrap(),
        [memory("SM", 3, 20)]
    );
    assert_eq!(
        memories("+CPMS: 14,50,14,50").unwrap(),
        [memory("", 14, 50), memory("", 14, 50)],
        "Wavecom has two"
    );
    assert_eq!(memories("+CPMS: ,,,,,,,,"), None, "Nokia N79 has none");
    assert_eq!(memories("+CPMS: "), None);
    assert_eq!(memories("+CPMS: \"SM\",x,20"), None);
}

#[test]
fn memory_choices_in_every_shape() {
    for (line, first, second, third) in [
        (
            "+CPMS: (\"SM\",\"ME\"),(\"SM\"),(\"ME\",\"MT\")",
            &["SM", "ME"][..],
            &["SM"][..],
            &["ME", "MT"][..],
        ),
        // Wavecom.
        (
            "+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))",
            &["SM", "BM", "SR"],
            &["SM"],
            &["SM"],
        ),
        (
            "+CPMS: \"SM\",\"ME\"",
            &["SM", "ME"],
            &["SM", "ME"],
            &["SM", "ME"],
        ),
        ("+CPMS: (\"SM\"),\"SM\",\"SM\"", &["SM"], &["SM"], &["SM"]),
        // Nokia N79.
        ("+CPMS: (),(),()", &[], &[], &[]),
        ("+CPMS:", &[], &[], &[]),
        ("+CPMS: (SM,ME),(SM)", &["SM", "ME"], &["SM"], &["SM"]),
    ] {
        assert_eq!(
            memory_choices(line).unwrap(),
            [strings(first), strings(second), strings(third)],
            "{line}"
        );
    }
}

#[test]
fn registrations() {
    use Registration::{Denied, EmergencyOnly, Home, Off, Roaming, Searching, Unknown};
    for (line, asked, state) in [
        ("+CREG: 0,1", true, Home),
        ("+CREG: 2,1,\"00A1\",\"0B2C\",7", true, Home),
        ("+CREG: 5,\"00A1\",\"0B2C\"", false, Roaming),
        ("+CREG: 2", false, Searching),
        ("+CREG: 1", true, Home),
        ("+CEREG: 0,3", true, Denied),
        ("+CGREG: 0,0", true, Off),
        ("+CEREG: 0,4", true, Unknown),
        ("+CEREG: 0,6", true, Home),
        ("+CEREG: 0,8", true, EmergencyOnly),
    ] {
        assert_eq!(registration(line, asked), Some(state), "{line}");
    }
    assert!(Home.is_registered() && Roaming.is_registered() && !Searching.is_registered());
}

#[test]
fn signals() {
    assert_eq!(signal("+CSQ: 20,99"), Some(Some(-73)));
    assert_eq!(signal("+CSQ: 99,99"), Some(None));
    assert_eq!(signal("+CSQ: 0,0"), Some(Some(-113)));
    assert_eq!(signal("+CSQ: 31,0"), Some(Some(-51)));
    assert_eq!(signal("+CSQ: "), None);
}

#[test]
fn pin_states_in_every_dialect() {
    for (line, state) in [
        ("+CPIN: READY", PinState::Ready),
        ("+CPIN:READY", PinState::Ready),
        ("+CPIN: \"READY\"", PinState::Ready),
        ("+CPIN: SIM PIN", PinState::Pin),
        ("+CPIN: SIM PUK", PinState::Puk),
        ("+CPIN: NOT INSERTED", PinState::NoSim),
        ("+CPIN: NOT READY", PinState::NotReady),
        ("+CPIN: PH-NET PIN", PinState::Other("PH-NET PIN".into())),
    ] {
        assert_eq!(pin_state(line), Some(state), "{line}");
    }
}

#[test]
fn operators_and_service_centres() {
    assert_eq!(
        operator("+COPS: 0,0,\"T-Mobile\",7"),
        Some(Some("T-Mobile".into()))
    );
    assert_eq!(operator("+COPS: 0"), Some(None));
    assert_eq!(
        service_centre("+CSCA: \"+12063130004\",145").as_deref(),
        Some("+12063130004")
    );
    assert_eq!(
        numbers("+CNMI: 2,1,0,1,0", "+CNMI:"),
        Some(vec![2, 1, 0, 1, 0])
    );
    assert_eq!(numbers("+CNMI: (0,1)", "+CNMI:"), None);
}

#[test]
fn technologies_and_tries_left() {
    for (line, told) in [
        ("+COPS: 0,0,\"T-Mobile\",7", Some("LTE")),
        ("+COPS: 0,2,\"00101\",0", Some("2G")),
        ("+COPS: 0,0,\"Fake\",2", Some("3G")),
        ("+COPS: 0,0,\"Fake\",11", Some("5G")),
        ("+COPS: 0,0,\"Fake\",99", None),
        ("+COPS: 0,0,\"Fake\"", None),
        ("+COPS: 0", None),
        ("+CSQ: 0,0,0,7", None),
    ] {
        assert_eq!(technology(line), told, "{line}");
    }
    let pin = |left| Some(("SIM PIN".to_owned(), left));
    assert_eq!(tries_left("+CPINR: SIM PIN,3,3"), pin(3));
    assert_eq!(tries_left("+CPINR: \"SIM PIN\",1"), pin(1));
    assert_eq!(tries_left("+CPINR: SIM PIN"), None);
    assert_eq!(tries_left("+CPIN: SIM PIN,3,3"), None);
}

#[test]
fn texts_by_the_ims() {
    for (line, told) in [
        ("+CIREG: 0,1,5", Some(true)),
        ("+CIREG: 2,1,F", Some(true)),
        ("+CIREG: 0,1,1", Some(false)),
        ("+CIREG: 0,0", Some(false)),
        ("+CIREG: 0,1", None),
        ("+CREG: 0,1,5", None),
    ] {
        assert_eq!(texts_by_ims(line), told, "{line}");
    }
}

#[test]
fn clocks() {
    let shown = |line| clock(line).map(|time| time.to_rfc3339());
    assert_eq!(
        shown("+CCLK: \"26/11/21,14:02:03-20\"").unwrap(),
        "2026-11-21T14:02:03-05:00"
    );
    assert_eq!(
        shown("^NWTIME: 26/11/21,14:02:03+04,0").unwrap(),
        "2026-11-21T14:02:03+01:00"
    );
    assert_eq!(
        shown("+CCLK: \"2026/11/21,14:02:03+00\"").unwrap(),
        "2026-11-21T14:02:03+00:00"
    );
    assert_eq!(shown("+CCLK: \"26/11/21,14:02:03\""), None);
    assert_eq!(shown("+CCLK: \"\""), None);
}

proptest! {
    #[test]
    fn any_line_is_read(line in ".{0,80}") {
        for prefix in ["+CMGS:", "+CPMS:", "+CREG:", "+CSQ:", "+CPIN:", "+COPS:", "+CSCA:", "+CCLK:", "+CPINR:", "+CIREG:", ""] {
            let line = format!("{prefix}{line}");
            let _ = (reference(&line), memories(&line), memory_choices(&line), signal(&line));
            let _ = (registration(&line, true), registration(&line, false), pin_state(&line));
            let _ = (operator(&line), service_centre(&line), clock(&line));
            let _ = (technology(&line), tries_left(&line), texts_by_ims(&line));
        }
    }
}
