//! What the modem says that the network's time is, as the script says it.

use super::parse::{Wrong, figure, next, one_of};

/// What `AT+CCLK?` answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkTime {
    /// The time of the simulated world, with its zone.
    Right,
    /// The same, where `AT+CTZU` has asked for it; else as unset.
    Asked,
    /// So many seconds more.
    Wrong(i64),
    /// The time from which the modem counts when nobody has told it one.
    Unset,
    /// Local time, without a zone.
    NoZone,
    /// Local time, and the zone zero.
    LocalAsUtc,
    /// UTC, and the local zone.
    UtcInZone,
}

/// The words after `network-time`.
pub(super) fn network_time<'a>(
    words: &mut impl Iterator<Item = &'a str>,
) -> Result<NetworkTime, Wrong> {
    match next(words, "what the network's time is")? {
        "off" => Ok(NetworkTime::Wrong(figure(next(words, "seconds")?)?)),
        what => one_of(
            what,
            &[
                ("right", NetworkTime::Right),
                ("asked", NetworkTime::Asked),
                ("unset", NetworkTime::Unset),
                ("no-zone", NetworkTime::NoZone),
                ("local-as-utc", NetworkTime::LocalAsUtc),
                ("utc-in-zone", NetworkTime::UtcInZone),
            ],
        ),
    }
}
