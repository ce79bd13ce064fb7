//! Tells systemd that the service is ready and, as long as that is true, that it is well.
//!
//! systemd starts the service anew when it has heard nothing for `WatchdogSec` of its unit. It hears
//! something only while the store can be written, the modem's task takes up what it is asked, and the
//! page answers over its own socket. A modem that is unplugged does not count: that is the task's to heal.

use crate::modem::ModemHandle;
use crate::store::Store;
use sd_notify::NotifyState;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

/// What is asked on the page's socket. Any answer will do, be it that there is no such page.
const QUESTION: &[u8] = b"HEAD /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// How each answer begins.
const ANSWER: &[u8] = b"HTTP/1.1 ";
/// So many looks fit into the time after which systemd acts: one may fail.
const LOOKS: u32 = 3;

/// Who has to answer.
pub struct Watched {
    /// The store.
    pub store: Store,
    /// The modem's task.
    pub modem: ModemHandle,
    /// Where the page listens.
    pub page: SocketAddr,
}

/// Says that the service is ready. Outside systemd nothing happens.
pub fn ready() {
    let _ = sd_notify::notify(&[NotifyState::Ready]);
}

/// Says that the service is being stopped.
pub fn stopping() {
    let _ = sd_notify::notify(&[NotifyState::Stopping]);
}

/// Looks after the service until `stop`, where systemd asked for it.
pub async fn run(watched: Watched, stop: CancellationToken) {
    let Some(patience) = sd_notify::watchdog_enabled() else {
        return;
    };
    let pause = patience / LOOKS;
    loop {
        match watched.silent(pause).await {
            None => {
                let _ = sd_notify::notify(&[NotifyState::Watchdog]);
            }
            Some(who) => tracing::error!(who, "does not answer; systemd is told nothing"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

impl Watched {
    /// Who does not answer within `patience`, if anybody.
    async fn silent(&self, patience: Duration) -> Option<&'static str> {
        let (store, modem, page) = tokio::join!(
            tokio::time::timeout(patience, self.store.lives()),
            tokio::time::timeout(patience, self.modem.lives()),
            tokio::time::timeout(patience, answers(self.page)),
        );
        match (store, modem, page) {
            (Ok(Ok(())), Ok(Ok(())), Ok(Ok(()))) => None,
            (Ok(Ok(())), Ok(Ok(())), _) => Some("the page"),
            (Ok(Ok(())), _, _) => Some("the modem's task"),
            _ => Some("the store"),
        }
    }
}

/// Whether the page answers over its own socket.
pub(super) async fn answers(page: SocketAddr) -> std::io::Result<()> {
    let mut line = TcpStream::connect(within(page)).await?;
    line.write_all(QUESTION).await?;
    let mut start = [0_u8; ANSWER.len()];
    line.read_exact(&mut start).await?;
    match start == ANSWER {
        true => Ok(()),
        false => Err(std::io::ErrorKind::InvalidData.into()),
    }
}

/// Where the page is reached from within: every network card has no address of its own.
fn within(page: SocketAddr) -> SocketAddr {
    match page {
        SocketAddr::V4(at) if at.ip().is_unspecified() => (Ipv4Addr::LOCALHOST, at.port()).into(),
        SocketAddr::V6(at) if at.ip().is_unspecified() => (Ipv6Addr::LOCALHOST, at.port()).into(),
        page => page,
    }
}
