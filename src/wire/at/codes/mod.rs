//! What the numbers after `+CMS ERROR:` and `+CME ERROR:` mean, and what they prove about a text.

mod cme;
mod cms;
mod sense;

pub use sense::{Refusal, Remedy, Sense};

use cme::CME;
use cms::CMS;

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

    /// What it comes down to; `None` for a code of the manufacturer's own, which proves nothing.
    pub fn sense(self) -> Option<Sense> {
        row(CMS, self.0).map(|row| row.1)
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
    /// The standard's meaning; `None` for a code of the manufacturer's own.
    pub fn meaning(self) -> Option<&'static str> {
        row(CME, self.0).map(|row| row.2)
    }

    /// What it comes down to; `None` for a code of the manufacturer's own, which proves nothing.
    pub fn sense(self) -> Option<Sense> {
        row(CME, self.0).map(|row| row.1)
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

/// A code, what it comes down to, and the words of the standard.
type Row = (u16, Sense, &'static str);

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

#[cfg(test)]
mod tests {
    use super::*;
    use Refusal::{Ambiguous, OfTheModem, Permanent, Temporary};

    /// Each number from 0 to 511 of one table, as a person would read it in the standard.
    fn classes(table: &'static [Row]) -> [Vec<u16>; 4] {
        [Permanent, Temporary, OfTheModem, Ambiguous].map(|class| {
            let rows = table.iter().filter(|row| row.1.refusal() == class);
            rows.map(|row| row.0).collect()
        })
    }

    #[test]
    fn every_cms_code_has_its_class() {
        let [permanent, temporary, of_the_modem, ambiguous] = classes(CMS);
        assert_eq!(
            permanent,
            [
                1, 8, 10, 21, 28, 29, 30, 50, 69, 95, 96, 97, 99, 128, 129, 130, 143, 144, 145,
                159, 160, 161, 175, 176, 193, 195, 196, 198, 199, 304, 305
            ]
        );
        assert_eq!(
            temporary,
            [22, 27, 38, 41, 42, 47, 111, 127, 192, 194, 255, 331]
        );
        assert_eq!(
            of_the_modem,
            [
                208, 209, 210, 211, 212, 213, 301, 302, 303, 310, 311, 312, 313, 314, 315, 316,
                317, 318, 320, 321, 322, 330, 340
            ]
        );
        assert_eq!(ambiguous, [17, 81, 98, 197, 300, 332, 500]);
    }

    #[test]
    fn every_cme_code_has_its_class() {
        let [permanent, temporary, of_the_modem, ambiguous] = classes(CME);
        assert_eq!(permanent, [24, 25, 26, 27, 56, 58, 62]);
        assert_eq!(temporary, [30, 115, 122]);
        assert_eq!(
            of_the_modem,
            [
                2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 32, 40, 41,
                42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 53, 54, 55, 57, 103, 106, 107, 108, 111,
                112, 113, 114, 125
            ]
        );
        // Failures of the modem itself, time-outs, and what is about packet data or group calls.
        let (of_the_line, of_data) = ambiguous.split_at(9);
        assert_eq!(of_the_line, [0, 1, 31, 52, 59, 60, 61, 63, 100]);
        let data = [126..=134, 140..=146, 148..=165, 171..=182];
        assert_eq!(of_data, data.into_iter().flatten().collect::<Vec<_>>());
    }

    #[test]
    fn what_no_standard_names_proves_nothing() {
        for number in (0..=u16::MAX).filter(|number| row(CMS, *number).is_none()) {
            assert_eq!(CmsCode(number).sense(), None);
        }
        for own in ["+CMS ERROR: 512", "+CMS ERROR: 4711", "+CME ERROR: 772"] {
            let said = crate::wire::at::Final::of(own).unwrap();
            assert_eq!(said.refusal(), Some(Ambiguous), "{own}");
        }
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
    fn numbers_and_words_stand_once_in_a_table_and_every_sense_somewhere() {
        for table in [CMS, CME] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
            for row in table {
                assert_eq!(code_of(table, row.2), Some(row.0), "{}", row.2);
            }
        }
        for sense in Sense::ALL {
            let found = CMS.iter().chain(CME).any(|row| row.1 == sense);
            assert!(found, "{sense:?}");
        }
    }
}
