//! Lines that a modem says by itself.

use super::fields;
use crate::wire::{Address, TypeOfNumber};

/// An unsolicited line, as far as anyone here cares.
///
/// Some of these names also begin an answer (`+CREG:`, `+CPIN:`, `+CUSD:`): who has asked for that
/// takes the line before asking [`Urc::of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Urc {
    /// A text was stored (`+CMTI`).
    TextStored(Place),
    /// A status report was stored (`+CDSI`). The memory it names may be wrong.
    ReportStored(Place),
    /// The first line of a text handed over at once (`+CMT`); the PDU is beside it.
    Text,
    /// The first line of a status report handed over at once (`+CDS`); the PDU is beside it.
    Report,
    /// The first line of a broadcast (`+CBM`); the PDU is beside it.
    Broadcast,
    /// Texts can be handled from now on.
    TextsReady,
    /// The modem has started, by itself or again: everything set before is lost.
    Started,
    /// The memory for texts is full.
    MemoryFull,
    /// The modem is switching itself off, or its power is too low.
    PowerFailing,
    /// Someone calls (`RING`, `+CRING`), and rings once more each time it comes.
    Ring,
    /// Who it is (`+CLIP`); `None` where the number is withheld, or none that can be read.
    Caller(Option<Address>),
    /// The registration changed; [`super::reply::registration`] reads the line.
    Registration,
    /// The state of the SIM; [`super::reply::pin_state`] reads the line.
    Sim,
    /// The network told the time; [`super::reply::clock`] reads the lines that hold all of it.
    Time,
    /// Talk that nothing here depends on.
    Chatter,
}

/// A place in the modem's memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `SM`, `ME`, `MT`, `SR`, …
    pub memory: String,
    /// 0 is a place too.
    pub index: u16,
}

impl Urc {
    /// What this line is when nobody asked for it; `None` when it is not known to come so.
    pub fn of(line: &str) -> Option<Self> {
        if let Some(place) = place(line, "+CMTI:") {
            return Some(Self::TextStored(place));
        }
        if let Some(place) = place(line, "+CDSI:") {
            return Some(Self::ReportStored(place));
        }
        if let Some(fields) = fields::after(line, "+CLIP:") {
            return Some(Self::Caller(caller(&fields)));
        }
        if let Some(urc) = whole(line) {
            return Some(urc);
        }
        let (name, rest) = line.split_once(':')?;
        Some(match name {
            "+CMT" => Self::Text,
            "+CDS" => Self::Report,
            "+CBM" => Self::Broadcast,
            "+CREG" | "+CGREG" | "+CEREG" => Self::Registration,
            "+CPIN" => Self::Sim,
            "+CTZV" | "+CTZE" | "+CTZDST" | "*PSUTTZ" | "^NWTIME" | "+NITZ" => Self::Time,
            "+CRING" => Self::Ring,
            "^SMMEMFULL" => Self::MemoryFull,
            "+QIND" => match rest.trim().trim_matches('"') {
                "SMS DONE" => Self::TextsReady,
                "smsfull" => Self::MemoryFull,
                _ => Self::Chatter,
            },
            "+CIEV" if rest.contains("SMSFULL") => Self::MemoryFull,
            _ if CHATTER.contains(&name) => Self::Chatter,
            _ => return None,
        })
    }
}

fn whole(line: &str) -> Option<Urc> {
    Some(match line {
        "RING" => Urc::Ring,
        "SMS Ready" | "SMS READY" | "SMS DONE" => Urc::TextsReady,
        "RDY" | "APP RDY" | "^SYSSTART" | "+SYSSTART" | "*ATREADY: 1" | "START" => Urc::Started,
        "NORMAL POWER DOWN"
        | "POWERED DOWN"
        | "UNDER-VOLTAGE POWER DOWN"
        | "UNDER-VOLTAGE WARNING"
        | "UNDER-VOLTAGE WARNNING"
        | "OVER-VOLTAGE POWER DOWN" => Urc::PowerFailing,
        "^SMMEMFULL" => Urc::MemoryFull,
        "Call Ready" | "CALL READY" | "PB DONE" | "CPIN READY" | "NO CARRIER" => Urc::Chatter,
        _ => return None,
    })
}

fn place(line: &str, prefix: &str) -> Option<Place> {
    let fields = fields::after(line, prefix)?;
    match fields.as_slice() {
        [memory, index, ..] => Some(Place {
            memory: memory.text.to_owned(),
            index: index.number()?,
        }),
        _ => None,
    }
}

/// `<number>,<type>,…` (TS 27.007 7.6). The type is that of TS 24.008 10.5.4.7; a plus says more than it.
fn caller(fields: &[fields::Field<'_>]) -> Option<Address> {
    let [number, rest @ ..] = fields else {
        return None;
    };
    let mut address = Address::phone(number.text).ok()?;
    let told = rest.first().and_then(|kind| kind.number::<u8>());
    if let (Some(told), TypeOfNumber::Unknown) = (told, address.kind) {
        address.kind = match TypeOfNumber::from_bits(told >> 4) {
            TypeOfNumber::Alphanumeric => TypeOfNumber::Unknown,
            kind => kind,
        };
    }
    Some(address)
}

/// Huawei, ZTE, Quectel, SIMCom, u-blox and Telit talk, by the name before the colon.
#[rustfmt::skip]
const CHATTER: [&str; 43] = [
    "^RSSI", "^HCSQ", "^CSNR", "^DSFLOWRPT", "^BOOT", "^MODE", "^SRVST", "^SIMST", "^STIN",
    "^ANLEVEL", "^CERSSI", "^LWURC", "^LOCCHD", "^NDISSTAT", "^NDISEND", "^EARST", "^CEND",
    "^HCSQN", "^THERM", "^RFSWITCH",
    "+ZPASR", "+ZUSIMR", "+ZDONR", "+ZEND",
    "+QUSIM", "+QNITZ", "+QPSMTIMER", "+QSTK", "+QNWINFO",
    "+CGEV", "+CUSD", "+CIEV", "+CSSI", "+CSSU", "+CCWA", "+CUSATP", "+PACSP", "+STIN",
    "+UUSIMSTAT", "#STN", "+CFUN",
    // SIMCom's own words on calls: they come beside RING, and when it is over.
    "MISSED_CALL", "VOICE CALL",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lines_that_matter() {
        let stored = |memory: &str, index| Place {
            memory: memory.into(),
            index,
        };
        for (line, urc) in [
            ("+CMTI: \"SM\",0", Urc::TextStored(stored("SM", 0))),
            ("+CMTI: ME,17", Urc::TextStored(stored("ME", 17))),
            ("+CDSI: \"SM\",0", Urc::ReportStored(stored("SM", 0))),
            ("+CMT: ,23", Urc::Text),
            ("+CDS: ,25", Urc::Report),
            ("+CREG: 1", Urc::Registration),
            ("+QIND: SMS DONE", Urc::TextsReady),
            ("SMS DONE", Urc::TextsReady),
            ("RDY", Urc::Started),
            ("^SMMEMFULL: \"SM\"", Urc::MemoryFull),
            ("UNDER-VOLTAGE WARNNING", Urc::PowerFailing),
            ("RING", Urc::Ring),
            ("^RSSI: 18", Urc::Chatter),
            // Huawei E3372, E173 and K3765.
            ("^HCSQ:\"LTE\",41,32,111,18", Urc::Chatter),
            ("^MODE:5,4", Urc::Chatter),
            ("^STIN: 0,0,0", Urc::Chatter),
            ("^DSFLOWRPT:00000078,00000000,00000000", Urc::Chatter),
            ("^SRVST:2", Urc::Chatter),
            ("^BOOT:27710117,0,0,0,75", Urc::Chatter),
            // SIM800, SIM900 and SIM7600.
            ("SMS Ready", Urc::TextsReady),
            ("Call Ready", Urc::Chatter),
            ("PB DONE", Urc::Chatter),
            // A broadcast: quirk 3.
            ("+CBM: 50", Urc::Broadcast),
            ("^NWTIME: 26/11/21,14:02:03+00,0", Urc::Time),
        ] {
            assert_eq!(Urc::of(line), Some(urc), "{line}");
        }
        for line in [
            "+CMGS: 5",
            "+CMGL: 1,1,,23",
            "+CSQ: 20,99",
            "+CMTI:",
            "hello",
        ] {
            assert_eq!(Urc::of(line), None, "{line}");
        }
    }

    #[test]
    fn who_calls_is_read_in_every_shape() {
        let number = |kind, digits: &str| {
            Some(Address {
                kind,
                ..Address::phone(digits).unwrap()
            })
        };
        let (abroad, here) = (TypeOfNumber::International, TypeOfNumber::National);
        for (line, caller) in [
            (
                "+CLIP: \"+15550134477\",145,\"\",0,\"\",0",
                number(abroad, "15550134477"),
            ),
            ("+CLIP: \"+15550134477\",145", number(abroad, "15550134477")),
            // Huawei and others leave the plus out.
            (
                "+CLIP: \"15550134477\",145,,,,0",
                number(abroad, "15550134477"),
            ),
            ("+CLIP:\"5550134477\",161", number(here, "5550134477")),
            (
                "+CLIP: \"5550134477\",129,\"\",,\"Luis, at work\",0",
                number(TypeOfNumber::Unknown, "5550134477"),
            ),
            ("+CLIP: 4711", number(TypeOfNumber::Unknown, "4711")),
            // A sender's type that is none of a number's.
            (
                "+CLIP: \"5550134477\",208",
                number(TypeOfNumber::Unknown, "5550134477"),
            ),
            // Withheld, unavailable, a payphone; then what is no number.
            ("+CLIP: \"\",128,,,,1", None),
            ("+CLIP: ,,,,,1", None),
            ("+CLIP: \"\",0,\"\",0,\"\",2", None),
            ("+CLIP: \"anonymous\",128", None),
            ("+CLIP: \"+\",145", None),
            ("+CLIP:", None),
        ] {
            assert_eq!(Urc::of(line), Some(Urc::Caller(caller)), "{line}");
        }
        for line in ["RING", "+CRING: VOICE"] {
            assert_eq!(Urc::of(line), Some(Urc::Ring), "{line}");
        }
        for line in ["MISSED_CALL: 02:14PM 5550134477", "VOICE CALL: END: 000003"] {
            assert_eq!(Urc::of(line), Some(Urc::Chatter), "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in ".{0,60}") {
            let _ = Urc::of(&line);
        }
    }
}
