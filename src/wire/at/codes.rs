//! What the numbers after `+CMS ERROR:` and `+CME ERROR:` mean, and what they prove about a text.

/// What a refusal means for what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It will never go so: the number, the text or the subscription is at fault.
    Permanent,
    /// Not accepted now; it may go later.
    Temporary,
    /// Not accepted: the modem or the SIM is not ready for it.
    OfTheModem,
    /// It cannot be told whether the network accepted it.
    Ambiguous,
}

impl Refusal {
    /// Whether it proves that a text was not accepted.
    pub fn proves_non_acceptance(self) -> bool {
        self != Self::Ambiguous
    }
}

/// A code after `+CMS ERROR:` (TS 27.005 3.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CmsCode(pub u16);

/// A code after `+CME ERROR:` (TS 27.007 9.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CmeCode(pub u16);

impl CmsCode {
    /// The standard's meaning; `None` for a code of the manufacturer's own.
    pub fn meaning(self) -> Option<&'static str> {
        row(CMS, self.0).map(|row| row.2)
    }

    /// What it means for a text. Codes that are not in the standard are ambiguous.
    pub fn refusal(self) -> Refusal {
        row(CMS, self.0).map_or(Refusal::Ambiguous, |row| row.1)
    }

    /// Whether to ask again in a moment: SIM busy, or the device busy (515, which several
    /// manufacturers use so).
    pub fn is_busy(self) -> bool {
        matches!(self.0, 314 | 515)
    }

    /// The code of a meaning, for modems that write words.
    pub fn from_words(words: &str) -> Option<Self> {
        code_of(CMS, words).map(Self)
    }
}

impl CmeCode {
    /// The standard's meaning; `None` for a code that is not listed here.
    pub fn meaning(self) -> Option<&'static str> {
        row(CME, self.0).map(|row| row.2)
    }

    /// What it means for a text. Codes that are not in the standard are ambiguous.
    pub fn refusal(self) -> Refusal {
        row(CME, self.0).map_or(Refusal::Ambiguous, |row| row.1)
    }

    /// Whether to ask again in a moment: SIM busy.
    pub fn is_busy(self) -> bool {
        self.0 == 14
    }

    /// The code of a meaning, for modems that write words (`AT+CMEE=2`).
    pub fn from_words(words: &str) -> Option<Self> {
        code_of(CME, words).map(Self)
    }
}

type Row = (u16, Refusal, &'static str);

fn row(table: &'static [Row], code: u16) -> Option<&'static Row> {
    table.iter().find(|row| row.0 == code)
}

fn code_of(table: &'static [Row], words: &str) -> Option<u16> {
    let plain = |words: &str| -> String {
        words
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    let wanted = plain(words);
    table
        .iter()
        .find(|row| plain(row.2) == wanted)
        .map(|row| row.0)
}

use Refusal::{Ambiguous, OfTheModem, Permanent, Temporary};

/// 1 to 127: TS 24.011 E.2. 128 to 255: TS 23.040 9.2.3.22. 300 to 500: TS 27.005 3.2.5.
///
/// 197 is ambiguous, because the network has a text with this reference already; 300 and 500,
/// because a modem may fail after it has sent; 332, because the answer may have got lost.
#[rustfmt::skip]
const CMS: &[Row] = &[
    (1, Permanent, "unassigned number"),
    (8, Permanent, "operator determined barring"),
    (10, Permanent, "call barred"),
    (21, Permanent, "short message transfer rejected"),
    (22, Temporary, "memory capacity exceeded"),
    (27, Temporary, "destination out of order"),
    (28, Permanent, "unidentified subscriber"),
    (29, Permanent, "facility rejected"),
    (30, Permanent, "unknown subscriber"),
    (38, Temporary, "network out of order"),
    (41, Temporary, "temporary failure"),
    (42, Temporary, "congestion"),
    (47, Temporary, "resources unavailable"),
    (50, Permanent, "requested facility not subscribed"),
    (69, Permanent, "requested facility not implemented"),
    (81, Temporary, "invalid short message transfer reference value"),
    (95, Permanent, "invalid message"),
    (96, Permanent, "invalid mandatory information"),
    (97, Permanent, "message type non-existent or not implemented"),
    (98, Temporary, "message not compatible with short message protocol state"),
    (99, Permanent, "information element non-existent or not implemented"),
    (111, Temporary, "protocol error"),
    (127, Temporary, "interworking"),
    (128, Permanent, "telematic interworking not supported"),
    (129, Permanent, "short message type 0 not supported"),
    (130, Permanent, "cannot replace short message"),
    (143, Permanent, "unspecified TP-PID error"),
    (144, Permanent, "data coding scheme not supported"),
    (145, Permanent, "message class not supported"),
    (159, Permanent, "unspecified TP-DCS error"),
    (160, Permanent, "command cannot be actioned"),
    (161, Permanent, "command unsupported"),
    (175, Permanent, "unspecified TP-Command error"),
    (176, Permanent, "TPDU not supported"),
    (192, Temporary, "service center busy"),
    (193, Permanent, "no service center subscription"),
    (194, Temporary, "service center system failure"),
    (195, Permanent, "invalid address"),
    (196, Permanent, "destination barred"),
    (197, Ambiguous, "rejected as a duplicate"),
    (198, Permanent, "validity period format not supported"),
    (199, Permanent, "validity period not supported"),
    (208, OfTheModem, "SIM storage full"),
    (209, OfTheModem, "no storage capability in SIM"),
    (210, OfTheModem, "error in the phone"),
    (211, OfTheModem, "memory of the phone exceeded"),
    (212, OfTheModem, "SIM application toolkit busy"),
    (213, OfTheModem, "SIM data download error"),
    (255, Temporary, "unspecified error cause"),
    (300, Ambiguous, "ME failure"),
    (301, OfTheModem, "SMS service of ME reserved"),
    (302, OfTheModem, "operation not allowed"),
    (303, OfTheModem, "operation not supported"),
    (304, Permanent, "invalid PDU mode parameter"),
    (305, Permanent, "invalid text mode parameter"),
    (310, OfTheModem, "SIM not inserted"),
    (311, OfTheModem, "SIM PIN required"),
    (312, OfTheModem, "PH-SIM PIN required"),
    (313, OfTheModem, "SIM failure"),
    (314, OfTheModem, "SIM busy"),
    (315, OfTheModem, "SIM wrong"),
    (316, OfTheModem, "SIM PUK required"),
    (317, OfTheModem, "SIM PIN2 required"),
    (318, OfTheModem, "SIM PUK2 required"),
    (320, OfTheModem, "memory failure"),
    (321, OfTheModem, "invalid memory index"),
    (322, OfTheModem, "memory full"),
    (330, OfTheModem, "SMSC address unknown"),
    (331, Temporary, "no network service"),
    (332, Ambiguous, "network timeout"),
    (340, OfTheModem, "no +CNMA acknowledgement expected"),
    (500, Ambiguous, "unknown error"),
];

/// TS 27.007 9.2.1, the codes that have to do with a SIM, a network or the memory.
#[rustfmt::skip]
const CME: &[Row] = &[
    (0, Ambiguous, "phone failure"),
    (1, OfTheModem, "no connection to phone"),
    (2, OfTheModem, "phone adaptor link reserved"),
    (3, OfTheModem, "operation not allowed"),
    (4, OfTheModem, "operation not supported"),
    (5, OfTheModem, "PH-SIM PIN required"),
    (6, OfTheModem, "PH-FSIM PIN required"),
    (7, OfTheModem, "PH-FSIM PUK required"),
    (10, OfTheModem, "SIM not inserted"),
    (11, OfTheModem, "SIM PIN required"),
    (12, OfTheModem, "SIM PUK required"),
    (13, OfTheModem, "SIM failure"),
    (14, OfTheModem, "SIM busy"),
    (15, OfTheModem, "SIM wrong"),
    (16, OfTheModem, "incorrect password"),
    (17, OfTheModem, "SIM PIN2 required"),
    (18, OfTheModem, "SIM PUK2 required"),
    (20, OfTheModem, "memory full"),
    (21, OfTheModem, "invalid index"),
    (22, OfTheModem, "not found"),
    (23, OfTheModem, "memory failure"),
    (24, Permanent, "text string too long"),
    (25, Permanent, "invalid characters in text string"),
    (26, Permanent, "dial string too long"),
    (27, Permanent, "invalid characters in dial string"),
    (30, Temporary, "no network service"),
    (31, Ambiguous, "network timeout"),
    (32, Temporary, "network not allowed - emergency calls only"),
    (40, OfTheModem, "network personalization PIN required"),
    (41, OfTheModem, "network personalization PUK required"),
    (42, OfTheModem, "network subset personalization PIN required"),
    (43, OfTheModem, "network subset personalization PUK required"),
    (44, OfTheModem, "service provider personalization PIN required"),
    (45, OfTheModem, "service provider personalization PUK required"),
    (46, OfTheModem, "corporate personalization PIN required"),
    (47, OfTheModem, "corporate personalization PUK required"),
    (48, OfTheModem, "hidden key required"),
    (49, OfTheModem, "EAP method not supported"),
    (50, OfTheModem, "incorrect parameters"),
    (51, OfTheModem, "command implemented but currently disabled"),
    (52, OfTheModem, "command aborted by user"),
    (53, OfTheModem, "not attached to network due to MT functionality restrictions"),
    (54, OfTheModem, "modem not allowed - MT restricted to emergency calls only"),
    (55, OfTheModem, "operation not allowed because of MT functionality restrictions"),
    (100, Ambiguous, "unknown"),
    (103, Permanent, "illegal MS"),
    (106, Permanent, "illegal ME"),
    (111, Temporary, "PLMN not allowed"),
    (112, Temporary, "location area not allowed"),
    (113, Temporary, "roaming not allowed in this location area"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proves_nothing_is_ambiguous() {
        for code in [332, 500, 300, 197, 512, 515, 9999] {
            assert!(!CmsCode(code).refusal().proves_non_acceptance(), "{code}");
        }
        for code in [1, 38, 42, 304, 331, 310] {
            assert!(CmsCode(code).refusal().proves_non_acceptance(), "{code}");
        }
        assert_eq!(CmeCode(100).refusal(), Refusal::Ambiguous);
        assert_eq!(CmeCode(9999).refusal(), Refusal::Ambiguous);
    }

    #[test]
    fn words_find_their_code() {
        assert_eq!(CmeCode::from_words("SIM busy"), Some(CmeCode(14)));
        assert_eq!(
            CmsCode::from_words("No Network Service"),
            Some(CmsCode(331))
        );
        assert_eq!(CmsCode::from_words("gremlins"), None);
        assert!(CmeCode(14).is_busy() && CmsCode(314).is_busy() && CmsCode(515).is_busy());
    }

    #[test]
    fn tables_are_in_order_without_repeats() {
        for table in [CMS, CME] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
