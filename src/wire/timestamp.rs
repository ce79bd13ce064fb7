//! Service-centre times: seven octets of swapped digits with a zone (TS 23.040 9.2.3.11).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Timelike};

/// A time as the network wrote it. The octets are kept, because two texts are the same text only if
/// these are equal, and because some networks write junk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub [u8; 7]);

impl Timestamp {
    /// The time, or `None` when the octets are no time of this century.
    pub fn time(self) -> Option<DateTime<FixedOffset>> {
        let [year, month, day, hour, minute, second, zone] = self.0;
        let date = NaiveDate::from_ymd_opt(
            2000 + i32::try_from(digits(year)?).ok()?,
            digits(month)?,
            digits(day)?,
        )?;
        let local = date.and_hms_opt(digits(hour)?, digits(minute)?, digits(second)?)?;
        let quarters = i32::try_from(digits(zone & !SIGN)?).ok()?;
        let seconds = quarters * 15 * 60;
        let offset = if zone & SIGN == 0 {
            FixedOffset::east_opt(seconds)?
        } else {
            FixedOffset::west_opt(seconds)?
        };
        offset.from_local_datetime(&local).single()
    }

    /// The octets of a time. The year is kept modulo 100, the zone in whole quarters of an hour,
    /// and anything below a second is dropped.
    pub fn from_time(time: DateTime<FixedOffset>) -> Self {
        let seconds = time.offset().local_minus_utc();
        let sign = if seconds < 0 { SIGN } else { 0 };
        let zone = swapped(seconds.unsigned_abs() / (15 * 60)) | sign;
        let year = u32::try_from(time.year().rem_euclid(100)).unwrap_or(0);
        Self([
            swapped(year),
            swapped(time.month()),
            swapped(time.day()),
            swapped(time.hour()),
            swapped(time.minute()),
            swapped(time.second()),
            zone,
        ])
    }
}

/// The zone's sign: bit 3 of its first digit (TS 23.040 9.2.3.11).
const SIGN: u8 = 0x08;

fn digits(octet: u8) -> Option<u32> {
    let (tens, ones) = (octet & 0x0F, octet >> 4);
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

fn swapped(number: u32) -> u8 {
    let tens = u8::try_from(number / 10 % 10).unwrap_or(0);
    let ones = u8::try_from(number % 10).unwrap_or(0);
    (ones << 4) | tens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zones_have_a_sign() {
        let shown = |octets| Timestamp(octets).time().map(|t| t.to_rfc3339());
        assert_eq!(
            shown([0x20, 0x80, 0x62, 0x91, 0x73, 0x14, 0x48]).unwrap(),
            "2002-08-26T19:37:41-01:00"
        );
        assert_eq!(
            shown([0x11, 0x30, 0x92, 0x91, 0x02, 0x40, 0x61]).unwrap(),
            "2011-03-29T19:20:04+04:00"
        );
        assert_eq!(
            shown([0x10, 0x10, 0x10, 0x00, 0x00, 0x00, 0x0A]).unwrap(),
            "2001-01-01T00:00:00-05:00"
        );
    }

    #[test]
    fn junk_is_no_time() {
        for octets in [
            [0xFF; 7],
            [0x00; 7],
            [0x11, 0x31, 0x10, 0, 0, 0, 0],
            [0x11, 0x20, 0x03, 0, 0, 0, 0],
            [0x11, 0x10, 0x10, 0x42, 0, 0, 0],
            [0x11, 0x10, 0x10, 0, 0, 0, 0xF0],
        ] {
            assert_eq!(Timestamp(octets).time(), None, "{octets:02x?}");
        }
    }

    proptest! {
        #[test]
        fn times_come_back(seconds in 946_684_800i64 + 86_400..4_102_358_400, quarters in -79i32..=79) {
            let offset = FixedOffset::east_opt(quarters * 900).unwrap();
            let time = offset.timestamp_opt(seconds, 0).unwrap();
            prop_assert_eq!(Timestamp::from_time(time).time(), Some(time));
        }

        #[test]
        fn any_octets_are_read(octets in any::<[u8; 7]>()) {
            let _ = Timestamp(octets).time();
        }
    }
}
