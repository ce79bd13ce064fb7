//! How the modem stands, for the page, the light, the watchdog and the doctor.

use super::steps::Steps;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How the modem stands. Sent on each change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModemStatus {
    /// What it can do now.
    pub state: State,
    /// What is wrong and what to do, or `None` when nothing is. A modem that is `Ready` may have
    /// trouble too, such as a SIM that is nearly full.
    pub why: Option<Why>,
    /// Since when `state` is what it is, on the monotonic clock.
    pub since: Duration,
    /// Grows with each bring-up that succeeded; 0 before the first. A permit holds for one.
    pub session: u64,
    /// The port that was opened last; empty before.
    pub port: PathBuf,
    /// Who made the modem, in its own words; empty until it was asked.
    pub maker: String,
    /// Which model it is, in its own words.
    pub model: String,
    /// The SIM's identity as the store knows it; empty until it was read. Show no more than its
    /// last digits.
    pub sim: String,
    /// The network's name, in the modem's words; empty when there is none.
    pub operator: String,
    /// What the network thinks of the SIM.
    pub registration: Registration,
    /// Signal strength in dBm, where the modem knows it.
    pub signal_dbm: Option<i16>,
    /// The memories that hold inbound texts, as last seen.
    pub storages: Vec<StorageUse>,
    /// How status reports reach us.
    pub reports: Reports,
    /// What was tried lately to put it right.
    pub steps: Steps,
    /// Nothing that was tried has helped.
    pub needs_person: bool,
}

/// What the modem can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No port, or nobody answers there.
    Down,
    /// It answers and is being set up.
    Starting,
    /// It is set up and can be read, but has no network to send on.
    NotRegistered,
    /// It is set up and can be read; why nothing is sent is beside it.
    OnHold,
    /// It sends and receives.
    Ready,
}

/// What is wrong. `Display` says it in words that a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Why {
    /// Nothing was tried yet.
    NotOpenedYet,
    /// There is no such port: unplugged, or the path is wrong.
    PortMissing,
    /// No port answers as a modem does.
    NoModemFound,
    /// Another program holds the port.
    PortBusy,
    /// The daemon's user may not open it.
    PortForbidden,
    /// It can't be opened, for a reason of the system's.
    PortFailed {
        /// The system's words.
        words: String,
    },
    /// It was open, and then it was gone.
    Unplugged,
    /// The port is there and silent.
    NoAnswer,
    /// It restarted by itself and is set up again.
    Restarted,
    /// It refused a text for a reason of its own and is set up again.
    TextRefused,
    /// It takes no text, whatever was tried.
    TakesNoTexts,
    /// There is no SIM, or no contact to it.
    NoSim,
    /// The SIM is still starting up.
    SimBusy,
    /// The SIM fails, or the modem says it is the wrong one.
    SimFailed,
    /// The SIM asks for a PIN and none is configured.
    PinNeeded,
    /// The configured PIN was wrong. It is not tried again.
    PinRefused,
    /// The SIM asks for its PIN, and whoever only looks does not try it.
    PinNotTried,
    /// It gives no texts out: it has no memory that can be read, and announces nothing.
    CannotReceive,
    /// Another SIM is in the modem than the shop's.
    SimChanged,
    /// The SIM is in another network, and the owner has not said that texts go there.
    Roaming,
    /// Too many wrong PINs: it asks for the PUK, or something else that only a phone can enter.
    SimLocked,
    /// It refuses a command that nothing works without.
    CommandRefused {
        /// The command.
        command: String,
    },
    /// No network yet.
    Searching,
    /// The network turns the SIM away.
    RegistrationDenied,
    /// A memory is full: the network can't deliver, and STOPs wait.
    StorageFull,
    /// A memory is more than 80 % full.
    StorageNearlyFull,
    /// The SIM does not know its service center, without which nothing can be sent.
    NoServiceCenter,
    /// Nothing could be stored, so nothing is read or sent.
    NotStored,
    /// The daemon is stopping.
    Stopping,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::NotOpenedYet => "The modem has not been looked for yet.",
            Self::PortMissing => {
                "The modem is not there. Check its cable, then the port's path in the configuration."
            }
            Self::NoModemFound => {
                "No modem was found on any port. Check its cable and its power; `readybell doctor` \
                 says what was tried."
            }
            Self::PortBusy => {
                "Another program uses the modem. Stop it (ModemManager is a usual one)."
            }
            Self::PortForbidden => {
                "The modem's port may not be opened. Put the service's user into the group dialout."
            }
            Self::PortFailed { words } => {
                return write!(f, "The modem's port can't be opened: {words}.");
            }
            Self::Unplugged => {
                "The modem was unplugged or fell off. Check its cable and its power."
            }
            Self::NoAnswer => {
                "The modem does not answer. Unplug it and plug it in again; if that does not help, \
                 the port in the configuration may be the wrong one of several."
            }
            Self::Restarted => {
                "The modem restarted by itself. If it does so often, check its power."
            }
            Self::TextRefused => {
                "The modem refused a text for a reason of its own. It is set up again."
            }
            Self::TakesNoTexts => {
                "The modem takes no text, though it answers, and nothing that was tried has helped. \
                 Unplug it and plug it in again. Every few minutes one text is tried."
            }
            Self::NoSim => {
                "There is no SIM in the modem. Put it in, then unplug and replug the modem."
            }
            Self::SimBusy => "The SIM is starting up. This takes a few seconds.",
            Self::SimFailed => "The SIM fails. Take it out, clean it, and put it in again.",
            Self::PinNeeded => {
                "The SIM asks for its PIN. Put it into the configuration and restart."
            }
            Self::PinRefused => {
                "The SIM did not take the PIN in the configuration. It was tried once and is not tried \
                 again, because three wrong tries lock the SIM. Correct it and restart; or, if it is \
                 right, the owner lets it be tried once more on the modem's page."
            }
            Self::PinNotTried => {
                "The SIM asks for its PIN. Only Readybell itself enters it, and once: start it."
            }
            Self::CannotReceive => {
                "No text can be read from this modem, so a STOP could never come in, and nothing is \
                 sent. Use another modem."
            }
            Self::SimChanged => {
                "Another SIM is in the modem. Replies come in, and nothing is sent before the owner \
                 says on the modem's page that it is the shop's."
            }
            Self::Roaming => {
                "The SIM is in another network, where texts may cost more. Replies come in, and nothing \
                 is sent unless the owner allows it on the modem's page."
            }
            Self::SimLocked => {
                "The SIM is locked. Put it into a phone and unlock it there with its PUK."
            }
            Self::CommandRefused { command } => {
                return write!(
                    f,
                    "The modem refuses {command}, without which it can't be used. Readybell tries again."
                );
            }
            Self::Searching => "The modem has no network. Check the antenna and where it stands.",
            Self::RegistrationDenied => {
                "The network turns this SIM away. Ask the carrier whether the plan is active and \
                 the modem is on its list."
            }
            Self::StorageFull => {
                "The modem's memory for texts is full. Replies can't come in until it is emptied."
            }
            Self::StorageNearlyFull => "The modem's memory for texts is nearly full.",
            Self::NoServiceCenter => {
                "The SIM does not know the number of its service center. Put it into a phone and \
                 set it there; the carrier knows the number."
            }
            Self::NotStored => {
                "What the modem holds could not be stored, so it is left there. Check the disk."
            }
            Self::Stopping => "Readybell is stopping.",
        };
        f.write_str(words)
    }
}

/// The network registration (3GPP TS 27.007, `+CREG` and `+CEREG`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Not asked, or the modem does not know.
    #[default]
    Unknown,
    /// Not registered, and not looking.
    Idle,
    /// Looking for a network.
    Searching,
    /// Turned away.
    Denied,
    /// At home.
    Home,
    /// In another network.
    Roaming,
}

impl Registration {
    /// Whether texts can be sent.
    pub fn is_registered(self) -> bool {
        matches!(self, Self::Home | Self::Roaming)
    }
}

/// How status reports reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Reports {
    /// Not settled yet, or the modem gives none.
    #[default]
    None,
    /// The modem stores them and they are read like texts.
    Stored,
    /// They come straight over the line.
    Direct,
}

/// One of the modem's memories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageUse {
    /// `SM`, `ME` or `SR`.
    pub name: String,
    /// Places taken.
    pub used: u32,
    /// Places there are; 0 when the modem does not say.
    pub total: u32,
}

impl StorageUse {
    /// No place left.
    pub fn is_full(&self) -> bool {
        self.total > 0 && self.used >= self.total
    }

    /// More than 80 % taken.
    pub fn is_nearly_full(&self) -> bool {
        self.total > 0 && u64::from(self.used) * 5 > u64::from(self.total) * 4
    }
}

impl ModemStatus {
    /// Before anything was tried.
    pub fn unopened() -> Self {
        Self {
            state: State::Down,
            why: Some(Why::NotOpenedYet),
            since: Duration::ZERO,
            session: 0,
            port: PathBuf::new(),
            maker: String::new(),
            model: String::new(),
            sim: String::new(),
            operator: String::new(),
            registration: Registration::Unknown,
            signal_dbm: None,
            storages: Vec::new(),
            reports: Reports::None,
            steps: Steps::default(),
            needs_person: false,
        }
    }

    /// Whether it can be read, so that replies come in.
    pub fn can_be_read(&self) -> bool {
        matches!(
            self.state,
            State::Ready | State::OnHold | State::NotRegistered
        )
    }

    /// Whether a text can be handed over now.
    pub fn can_send(&self) -> bool {
        self.state == State::Ready
    }

    /// The signal as 0 to 4 bars, by the usual reading of `+CSQ` (from 2, 10, 15 and 20).
    pub fn bars(&self) -> Option<u8> {
        self.signal_dbm.map(|dbm| match dbm {
            i16::MIN..=-110 => 0,
            -109..=-94 => 1,
            -93..=-84 => 2,
            -83..=-74 => 3,
            _ => 4,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_trouble_above_four_fifths() {
        let of = |used, total| StorageUse {
            name: "SM".to_owned(),
            used,
            total,
        };
        assert!(!of(16, 20).is_nearly_full());
        assert!(of(17, 20).is_nearly_full());
        assert!(!of(19, 20).is_full());
        assert!(of(20, 20).is_full());
        assert!(!of(3, 0).is_full());
    }

    #[test]
    fn bars_follow_the_signal() {
        let with = |dbm| ModemStatus {
            signal_dbm: dbm,
            ..ModemStatus::unopened()
        };
        assert_eq!(with(None).bars(), None);
        assert_eq!(with(Some(-113)).bars(), Some(0));
        assert_eq!(with(Some(-105)).bars(), Some(1));
        assert_eq!(with(Some(-91)).bars(), Some(2));
        assert_eq!(with(Some(-79)).bars(), Some(3));
        assert_eq!(with(Some(-51)).bars(), Some(4));
    }
}
