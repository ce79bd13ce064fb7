//! Lines that a modem says by itself.

use super::fields;

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
    /// Someone calls.
    Ring,
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
            "+CRING" | "+CLIP" => Self::Ring,
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

/// Huawei, ZTE, Quectel, SIMCom, u-blox and Telit talk, by the name before the colon.
#[rustfmt::skip]
const CHATTER: [&str; 41] = [
    "^RSSI", "^HCSQ", "^CSNR", "^DSFLOWRPT", "^BOOT", "^MODE", "^SRVST", "^SIMST", "^STIN",
    "^ANLEVEL", "^CERSSI", "^LWURC", "^LOCCHD", "^NDISSTAT", "^NDISEND", "^EARST", "^CEND",
    "^HCSQN", "^THERM", "^RFSWITCH",
    "+ZPASR", "+ZUSIMR", "+ZDONR", "+ZEND",
    "+QUSIM", "+QNITZ", "+QPSMTIMER", "+QSTK", "+QNWINFO",
    "+CGEV", "+CUSD", "+CIEV", "+CSSI", "+CSSU", "+CCWA", "+CUSATP", "+PACSP", "+STIN",
    "+UUSIMSTAT", "#STN", "+CFUN",
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

    proptest! {
        #[test]
        fn any_line_is_read(line in ".{0,60}") {
            let _ = Urc::of(&line);
        }
    }
}
