//! What the pages are given.

use super::WireTail;
use super::throttle::Throttle;
use super::tls::Tls;
use crate::desk::Desk;
use crate::domain::time::Now;
use crate::health::Health;
use crate::modem::{ModemStatus, SignalLog};
use crate::store::Store;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

/// What the pages need to know of the house. A cheap clone, built once by whoever serves.
#[derive(Clone)]
pub struct House {
    /// What the shop does.
    pub desk: Arc<Desk>,
    /// How the modem stands, now and on each change.
    pub modem: watch::Receiver<ModemStatus>,
    /// How well the network was heard over the last day.
    pub signals: SignalLog,
    /// How the machine itself is.
    pub health: watch::Receiver<Health>,
    /// The last lines that went over the modem's wire.
    pub wire: WireTail,
    /// By which names this machine may be called.
    pub hosts: Hosts,
    /// How browsers come by TLS. Without it, someone who listens on the LAN is not covered, and the
    /// pages say so.
    pub tls: Option<Arc<Tls>>,
    /// Where the backups are; one that is made by hand goes into the first.
    pub backups: Vec<PathBuf>,
    /// The age public key that they are encrypted for, if any.
    pub recipient: Option<String>,
    /// Ends the live updates when the program stops: they would keep it from stopping.
    pub closing: CancellationToken,
}

/// The names by which browsers may call this machine.
///
/// A page of a stranger can point a name of its own at an address on the LAN and then read what it
/// finds there (DNS rebinding). A plain address can't be pointed anywhere else, so every address is
/// allowed, and of names only those that are known.
#[derive(Debug, Clone, Default)]
pub struct Hosts(Arc<[String]>);

impl Hosts {
    /// `localhost`, every plain address, and these names.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(
            names
                .into_iter()
                .map(|name| name.trim_end_matches('.').to_ascii_lowercase())
                .collect(),
        )
    }

    /// Whether a `Host` header names this machine. The port does not matter.
    pub fn allow(&self, host: &str) -> bool {
        let name = match (host.strip_prefix('['), host.rsplit_once(':')) {
            (Some(rest), _) => rest.split(']').next().unwrap_or_default(),
            (None, Some((name, port))) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            (None, _) => host,
        };
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        name == "localhost"
            || name.parse::<IpAddr>().is_ok()
            || (!name.is_empty() && self.0.contains(&name))
    }
}

/// The house, and what the pages share among themselves.
#[derive(Clone)]
pub(super) struct Front {
    pub house: House,
    pub throttle: Arc<Throttle>,
    /// One password at a time: each takes 19 MB while it is hashed.
    pub hashing: Arc<Semaphore>,
    /// One backup at a time.
    pub backing_up: Arc<Semaphore>,
}

impl Front {
    pub fn new(house: House) -> Self {
        Self {
            house,
            throttle: Arc::default(),
            hashing: Arc::new(Semaphore::new(1)),
            backing_up: Arc::new(Semaphore::new(1)),
        }
    }

    /// Whether the pages are served over TLS.
    pub fn tls(&self) -> bool {
        self.house.tls.is_some()
    }

    pub fn desk(&self) -> &Desk {
        &self.house.desk
    }

    pub fn store(&self) -> &Store {
        &self.house.desk.store
    }

    pub fn now(&self) -> Now {
        self.house.desk.clock.now()
    }

    pub fn modem(&self) -> ModemStatus {
        self.house.modem.borrow().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_known_names_are_allowed_and_nothing_else() {
        let hosts = Hosts::new(["Readybell.local".to_owned(), "pi".to_owned()]);
        for host in [
            "192.168.1.20",
            "192.168.1.20:8080",
            "[fe80::1]:8080",
            "[::1]",
            "localhost:80",
            "readybell.local",
            "READYBELL.LOCAL.:8080",
            "pi:1",
        ] {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "readybell.local.evil.example",
            "192.168.1.20.evil.example",
            "pi:evil",
            "[evil]",
            "1.2.3",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
    }
}
