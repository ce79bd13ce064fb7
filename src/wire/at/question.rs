//! What may be asked of a modem by hand: questions that change nothing and show no text.

use thiserror::Error;

/// A command of the list. There is no other way to make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question(String);

/// It is not on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "that may not be asked: only questions that change nothing and show no texts may, one at a time. \
     `readybell modem ask --list` has them"
)]
pub struct NotAQuestion;

/// The commands, word for word: those of the standards (ITU-T V.250, 3GPP TS 27.007 and 27.005) first,
/// then the makers' own, from their manuals. A maker's command that another doesn't know is an ERROR.
const LIST: &[&str] = &[
    "AT",
    "ATI",
    // Who it is.
    "AT+CGMI",
    "AT+CGMM",
    "AT+CGMR",
    "AT+CGSN",
    "AT+GMR",
    // Its SIM.
    "AT+CPIN?",
    "AT+CPINR",
    "AT+CIMI",
    "AT+CCID",
    "AT+ICCID",
    "AT+QCCID",
    "AT^ICCID?",
    "AT+CNUM",
    // Its network.
    "AT+CSQ",
    "AT+CESQ",
    "AT+CREG?",
    "AT+CGREG?",
    "AT+CEREG?",
    "AT+CIREG?",
    "AT+COPS?",
    "AT+CGATT?",
    "AT+CGDCONT?",
    "AT+CEER",
    "AT+CFUN?",
    "AT+CPAS",
    "AT+CBC",
    // Its clock.
    "AT+CCLK?",
    "AT+CTZU?",
    "AT+CTZR?",
    // How texts go and come.
    "AT+CSCA?",
    "AT+CMGF?",
    "AT+CSMS?",
    "AT+CSMS=?",
    "AT+CNMI?",
    "AT+CNMI=?",
    "AT+CPMS?",
    "AT+CPMS=?",
    "AT+CSMP?",
    "AT+CGSMS?",
    "AT+CSCS?",
    "AT+CMEE?",
    // Quectel.
    "AT+QNWINFO",
    "AT+QCSQ",
    "AT+QSPN",
    "AT+QINISTAT",
    "AT+QSIMSTAT?",
    "AT+QCFG=\"IMS\"",
    "AT+QURCCFG=\"URCPORT\"",
    "AT+QENG=\"SERVINGCELL\"",
    // SIMCom.
    "AT+CPSI?",
    "AT+CNSMOD?",
    // Huawei.
    "AT^SYSINFO",
    "AT^SYSINFOEX",
    "AT^HCSQ?",
    "AT^GETPORTMODE",
    "AT^CURC?",
    // Sierra.
    "AT!GSTATUS?",
    // Telit.
    "AT#RFSTS",
    "AT#CCID",
    // u-blox.
    "AT+UMNOPROF?",
];

/// How a file of the SIM is read: READ BINARY, READ RECORD and GET RESPONSE (TS 27.007 8.18).
const READS: [&str; 3] = ["176", "178", "192"];
/// The files that may be read (TS 31.102 4.2, TS 51.011 10): ICCID, SST, MSISDN, SMSP, SMSS, SPN, LOCI,
/// FPLMN and AD. Texts (6F3C) and phone books are not among them.
const FILES: [&str; 9] = [
    "12258", "28472", "28480", "28482", "28483", "28486", "28542", "28539", "28589",
];

impl Question {
    /// The command, if it may be asked; in whatever case it is written.
    ///
    /// # Errors
    /// When it is not on the list.
    pub fn of(command: &str) -> Result<Self, NotAQuestion> {
        // Longer than any on the list.
        if command.len() > 64 || !command.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            return Err(NotAQuestion);
        }
        let command = command.trim().to_ascii_uppercase();
        if LIST.contains(&command.as_str()) || reads_a_file(&command) {
            Ok(Self(command))
        } else {
            Err(NotAQuestion)
        }
    }

    /// As it is written on the line.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What may be asked, in words.
    pub fn list() -> impl Iterator<Item = String> {
        let files = FILES.iter().map(|file| format!("AT+CRSM=176,{file},…"));
        LIST.iter().map(|&command| command.to_owned()).chain(files)
    }
}

/// `AT+CRSM=read,file[,p1,p2,p3]`, with numbers alone.
fn reads_a_file(command: &str) -> bool {
    let Some(arguments) = command.strip_prefix("AT+CRSM=") else {
        return false;
    };
    let arguments: Vec<&str> = arguments.split(',').collect();
    let is_octet =
        |text: &&str| text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u8>().is_ok();
    match arguments.as_slice() {
        [read, file, rest @ ..] => {
            READS.contains(read)
                && FILES.contains(file)
                && matches!(rest.len(), 0 | 3)
                && rest.iter().all(is_octet)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn questions_that_change_nothing_may_be_asked() {
        for command in Question::list().filter(|command| !command.contains('…')) {
            assert_eq!(Question::of(&command).unwrap().as_str(), command);
        }
        for (written, asked) in [
            ("ati", "ATI"),
            (" at+csq ", "AT+CSQ"),
            ("AT+qcfg=\"ims\"", "AT+QCFG=\"IMS\""),
            ("AT+CRSM=176,28483,0,0,2", "AT+CRSM=176,28483,0,0,2"),
            ("AT+CRSM=192,12258", "AT+CRSM=192,12258"),
            ("AT+CRSM=178,28482,1,4,40", "AT+CRSM=178,28482,1,4,40"),
        ] {
            assert_eq!(Question::of(written).unwrap().as_str(), asked);
        }
    }

    #[test]
    fn nothing_else_may() {
        for command in [
            "",
            "A",
            "CSQ",
            "AT+CSQ;+CMGD=1,4",
            "AT+CSQ;",
            "AT+CSQ\rAT+CMGD=1,4",
            "AT+CSQ\r",
            "AT+CSQ\n",
            "AT+CSQ\0",
            "AT+CSQ\u{1a}",
            "\u{1b}AT",
            "AT+CSQ\u{2028}",
            "ÁT+CSQ",
            "AT +CSQ",
            "AT+CSQ AT+CSQ",
            "ATD+15550100",
            "ATD*99#",
            "ATZ",
            "AT&F",
            "ATE1",
            "ATI;D+15550100;",
            "A/",
            "+++",
            "AT+CMGS=20",
            "AT+CMGS=\"+15550100\"",
            "AT+CMSS=1",
            "AT+CMGW=20",
            "AT+CMGD=1",
            "AT+CMGL=4",
            "AT+CMGR=1",
            "AT+CFUN=1,1",
            "AT+CFUN=0",
            "AT+CPIN=\"1234\"",
            "AT+CPIN=1234",
            "AT+CLCK=\"SC\",0,\"1234\"",
            "AT+CPWD=\"SC\",\"1\",\"2\"",
            "AT+COPS=2",
            "AT+COPS=?",
            "AT+CUSD=1,\"*100#\"",
            "AT+CSCA=\"+1\"",
            "AT+CNMI=0,0,0,0,0",
            "AT+CPMS=\"ME\"",
            "AT+CNMA",
            "AT+QCFG=\"ims\",1",
            "AT+QURCCFG=\"urcport\",\"uart1\"",
            "AT+QPOWD",
            "AT^RESET",
            "AT!RESET",
            "AT+CPBR=1,10",
            "AT+CSIM=14,\"A0A40000023F00\"",
            // The texts on the SIM, and writing to it.
            "AT+CRSM=178,28476,1,4,176",
            "AT+CRSM=214,28483,0,0,2,\"0000\"",
            "AT+CRSM=220,28482,1,4,40",
            "AT+CRSM=176",
            "AT+CRSM=176,28483,0,0",
            "AT+CRSM=176,28483,0,0,256",
            "AT+CRSM=176,28483,0,0,-1",
            "AT+CRSM=176,28483,0,0,+2",
            "AT+CRSM=176,28483,0,0,",
            "AT+CRSM=176,28483,0,0,2,\"00\"",
            "AT+CRSM=176,28483,0,0,2;+CMGD=1",
            "AT+CRSM=0176,28483,0,0,2",
            "AT+CRSM=?",
        ] {
            assert_eq!(Question::of(command), Err(NotAQuestion), "{command:?}");
        }
        assert!(Question::of(&"A".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn what_is_allowed_is_one_command_on_one_line(command in ".{0,80}") {
            if let Ok(question) = Question::of(&command) {
                let asked = question.as_str();
                prop_assert!(asked.bytes().all(|b| b.is_ascii_graphic()));
                prop_assert!(asked.starts_with("AT") && !asked.contains(';'));
            }
        }

        #[test]
        fn whatever_is_added_to_a_question_makes_it_none(
            at in 0..LIST.len(),
            more in "[;,=?A-Z0-9\"\r\n\u{1a}+]{1,8}",
        ) {
            let command = format!("{}{more}", LIST[at]);
            let is_another = LIST.contains(&command.as_str());
            prop_assert_eq!(Question::of(&command).is_ok(), is_another);
        }
    }
}
