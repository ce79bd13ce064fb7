//! Any bytes are read as a PDU without a panic, what is read is written again as it was, and any
//! words survive being cut into parts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readybell::wire::{
    Address, Incoming, Submit, Validity, decode_from_phone, decode_listed, join, split, with_smsc,
};

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else {
        return;
    };
    match kind % 3 {
        0 => read(rest, None),
        1 => read(rest, rest.first().map(|length| usize::from(*length))),
        _ => send(&String::from_utf8_lossy(rest)),
    }
});

fn read(pdu: &[u8], length: Option<usize>) {
    let _ = decode_from_phone(pdu);
    let Ok(listed) = decode_listed(pdu, length) else {
        return;
    };
    let (again, cut) = match &listed.incoming {
        Incoming::Deliver(deliver) => {
            let _ = (deliver.content(), deliver.sent_at.time());
            (deliver.encode(), deliver.data.cut)
        }
        Incoming::Stored(submit) => {
            let _ = (submit.content(), submit.validity.duration());
            (submit.encode(), submit.data.cut)
        }
        Incoming::StatusReport(report) => {
            let _ = (report.outcome(), report.meaning());
            (report.encode(), false)
        }
    };
    if let (Ok(tpdu), false) = (again, cut) {
        let pdu = with_smsc(None, &tpdu).expect("no service center");
        let heard = decode_listed(&pdu, None).expect("what was written can be read");
        assert_eq!(heard.incoming, listed.incoming);
        assert_eq!(heard.tpdu, tpdu);
    }
}

fn send(words: &str) {
    let parts = split(words, 7).expect("an input is never so long");
    let to = Address::phone("+12025550143").expect("a number");
    let mut heard = Vec::new();
    for data in parts {
        let submit = Submit::new(to.clone(), Validity::Relative(47), data);
        let tpdu = submit.encode().expect("a part fits");
        let pdu = with_smsc(None, &tpdu).expect("no service center");
        heard.push(decode_from_phone(&pdu).expect("what was written can be read").data);
    }
    assert_eq!(join(&heard), words);
}
