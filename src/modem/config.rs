//! What the installer says about the modem.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What is written in the port's place where the program shall find it.
const AUTO: &str = "auto";

/// The `[modem]` table of the configuration file.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModemConfig {
    /// The serial port that takes AT commands, or `auto`. A name that survives a replug is best, as
    /// under `/dev/serial/by-id/`: `ttyUSB2` may be `ttyUSB5` tomorrow.
    pub port: PathBuf,
    /// Where `dev` and `sys` are in which the port is found: elsewhere in a container.
    #[serde(default = "root")]
    pub root: PathBuf,
    /// Bits a second. USB modems take any.
    #[serde(default = "usual_baud")]
    pub baud: u32,
    /// The SIM's PIN, when the SIM asks for one. One that was not taken is not tried again, by this run
    /// or a later one, before it is another or the owner says so: three wrong tries lock a SIM.
    #[serde(default)]
    pub pin: Option<String>,
}

impl ModemConfig {
    /// A modem at `port`, and the usual values for the rest.
    pub fn at(port: impl Into<PathBuf>) -> Self {
        Self {
            port: port.into(),
            root: root(),
            baud: usual_baud(),
            pin: None,
        }
    }

    /// A modem that is to be found by itself.
    pub fn auto() -> Self {
        Self::at(AUTO)
    }

    /// Whether the port is to be found.
    pub fn finds_port(&self) -> bool {
        self.port == Path::new(AUTO)
    }
}

impl std::fmt::Debug for ModemConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModemConfig")
            .field("port", &self.port)
            .field("baud", &self.baud)
            .field("pin", &self.pin.as_ref().map(|_| "…"))
            .finish()
    }
}

fn root() -> PathBuf {
    PathBuf::from("/")
}

fn usual_baud() -> u32 {
    115_200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_enough_and_the_pin_is_not_shown() {
        let config: ModemConfig = toml::from_str("port = \"/dev/modem\"").unwrap();
        assert_eq!(config, ModemConfig::at("/dev/modem"));

        let config: ModemConfig = toml::from_str("port = \"/dev/modem\"\npin = \"4711\"").unwrap();
        assert!(!format!("{config:?}").contains("4711"));
        assert!(toml::from_str::<ModemConfig>("port = \"/dev/modem\"\npni = \"1\"").is_err());
    }
}
