//! The configuration file: what the installer sets.

use crate::modem::ModemConfig;
use crate::panel::{Bay, PanelConfig};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The configuration. A modem's port, a data directory and an address are enough.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The directory that holds the database. Made when it is not there.
    pub data: PathBuf,
    /// The page.
    pub web: WebConfig,
    /// The modem.
    pub modem: ModemConfig,
    /// The buttons and lights; none when it is left out.
    #[serde(default)]
    pub panel: Option<PanelConfig>,
    /// The backups.
    #[serde(default)]
    pub backup: BackupConfig,
    /// How many bays the shop has. The bays with a button count too.
    #[serde(default = "two")]
    pub bays: u16,
}

/// The `[web]` table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebConfig {
    /// Where the page listens, such as `0.0.0.0:80`.
    pub address: SocketAddr,
    /// The names under which browsers may ask for it, besides its IP addresses. Others are refused,
    /// so that no site on the internet can reach the page through a browser in the shop.
    #[serde(default = "names")]
    pub hosts: Vec<String>,
    /// Whether the page is encrypted.
    #[serde(default)]
    pub tls: TlsConfig,
    /// With `tls = "files"`: the certificate and what it hangs on, in PEM.
    #[serde(default)]
    pub certificate: PathBuf,
    /// With `tls = "files"`: its key, in PEM.
    #[serde(default)]
    pub key: PathBuf,
}

/// The `[backup]` table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupConfig {
    /// Where they are kept.
    #[serde(default = "backups")]
    pub directory: PathBuf,
    /// Where a USB stick is mounted when it is there. It gets each backup as well.
    #[serde(default)]
    pub stick: Option<PathBuf>,
    /// The age public key that they are encrypted for (`age1…`).
    #[serde(default)]
    pub recipient: Option<String>,
}

impl Default for BackupConfig {
    fn default() -> Self {
        Self {
            directory: backups(),
            stick: None,
            recipient: None,
        }
    }
}

impl BackupConfig {
    /// Where backups may be.
    pub fn places(&self) -> Vec<PathBuf> {
        let all = [Some(&self.directory), self.stick.as_ref()];
        all.into_iter().flatten().cloned().collect()
    }

    /// A stick counts while something is mounted there: else its files would fill the card that they are
    /// to outlive.
    pub fn stick_that_is_there(&self) -> Option<PathBuf> {
        let stick = self.stick.as_deref()?;
        let device = |path: &Path| rustix::fs::stat(path).ok().map(|found| found.st_dev);
        let outside = device(stick.parent()?)?;
        (device(stick)? != outside).then(|| stick.to_owned())
    }
}

fn backups() -> PathBuf {
    PathBuf::from("/var/backups/readybell")
}

/// Whether the page is encrypted, and whose certificate it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsConfig {
    /// Plain HTTP: someone who listens on the LAN can read along.
    #[default]
    Off,
    /// A certificate of the appliance's own authority, which each device takes in once.
    Internal,
    /// A certificate that somebody else keeps fresh.
    Files,
}

/// Why the configuration can't be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error(
        "the configuration {path} can't be read: {why}. Name another with --config; the README says how to make one"
    )]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The file says something that can't be.
    #[error("the configuration {path}: {why}")]
    Wrong {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        why: String,
    },
}

impl Config {
    /// Reads a configuration file. Unknown keys are refused, with their line.
    ///
    /// # Errors
    /// When the file can't be read, or says something that can't be.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let bytes = std::fs::read(path).map_err(|why| ConfigError::Unreadable {
            path: path.to_owned(),
            why,
        })?;
        let wrong = |why: String| ConfigError::Wrong {
            path: path.to_owned(),
            why,
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            let (good, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
            wrong(format!("line {line} is not UTF-8 text"))
        })?;
        let config: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        config
            .check()
            .map_err(|(table, why)| match line_of(&text, table) {
                Some(line) => wrong(format!("line {line}: {why}")),
                None => wrong(why),
            })?;
        Ok(config)
    }

    /// Checks what the types can't. Gives what the line to look at begins with, and what is wrong.
    fn check(&self) -> Result<(), (&'static str, String)> {
        if self.data.as_os_str().is_empty() {
            return Err(("data", "data names no directory".to_owned()));
        }
        if self.modem.port.as_os_str().is_empty() {
            return Err(("port", "port names no serial port".to_owned()));
        }
        let has_files =
            [&self.web.certificate, &self.web.key].map(|file| !file.as_os_str().is_empty());
        match (self.web.tls, has_files) {
            (TlsConfig::Files, [true, true])
            | (TlsConfig::Off | TlsConfig::Internal, [false, false]) => {}
            (TlsConfig::Files, _) => {
                let why = "tls = \"files\" needs the two lines certificate = \"…\" and key = \"…\" below it";
                return Err(("tls", why.to_owned()));
            }
            (_, [certificate, _]) => {
                let line = if certificate { "certificate" } else { "key" };
                return Err((line, format!("{line} is used with tls = \"files\" only")));
            }
        }
        match &self.panel {
            Some(panel) => panel.check().map_err(|error| ("[panel", error.to_string())),
            None => Ok(()),
        }
    }

    /// The numbers of the bays: as many as the shop has, and each that has a button.
    pub fn bay_numbers(&self) -> Vec<i64> {
        let with_button = self
            .panel
            .iter()
            .flat_map(|panel| &panel.bay)
            .map(|lines| lines.bay);
        let mut bays: Vec<i64> = (1..=self.bays)
            .map(Bay)
            .chain(with_button)
            .map(|bay| i64::from(bay.0))
            .collect();
        bays.sort_unstable();
        bays.dedup();
        bays
    }
}

/// The number of the first line that begins so.
fn line_of(text: &str, beginning: &str) -> Option<usize> {
    let mut lines = text.lines();
    let found = lines.position(|line| line.trim_start().starts_with(beginning));
    found.map(|before| before + 1)
}

fn two() -> u16 {
    2
}

fn names() -> Vec<String> {
    ["readybell.local", "readybell", "localhost"]
        .map(str::to_owned)
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, ConfigError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Config::read(file.path())
    }

    const LEAST: &str =
        "data = \"/d\"\n[web]\naddress = \"0.0.0.0:8080\"\n[modem]\nport = \"/dev/modem\"\n";

    #[test]
    fn a_port_a_directory_and_an_address_are_enough() {
        let config = read(LEAST).unwrap();
        assert_eq!(config.bay_numbers(), [1, 2]);
        assert!(config.panel.is_none());
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = read(&LEAST.replace("port", "prot"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 5") && error.contains("prot"),
            "{error}"
        );
    }

    #[test]
    fn the_example_is_right() {
        let config = toml::from_str::<Config>(include_str!("example.toml")).unwrap();
        assert_eq!(config.bay_numbers(), [1, 2]);
    }
}
