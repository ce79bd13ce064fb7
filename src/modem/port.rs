//! The serial port itself.

use super::config::ModemConfig;
use super::find::{self, PortSeen, Strangers};
use super::status::Why;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_serial::{ErrorKind, SerialPortBuilderExt, SerialStream};

/// A modem that takes nothing for so long is gone.
const WRITE_LIMIT: Duration = Duration::from_secs(5);

/// An open port, held exclusively (TIOCEXCL and flock).
#[derive(Debug)]
pub(super) struct Port {
    stream: SerialStream,
    buffer: Vec<u8>,
}

impl Port {
    /// Opens the port that is configured, or finds the modem's. It is looked for anew each time: what
    /// a name leads to may be another device than before. The name that was opened comes with it, and
    /// before it all that was looked at.
    pub(super) async fn reach(
        config: &ModemConfig,
        strangers: &mut Strangers,
    ) -> (Vec<PortSeen>, Result<(PathBuf, Self), Why>) {
        if !config.finds_port() {
            let port = Self::open(&config.port, config.baud);
            return (Vec::new(), port.map(|port| (config.port.clone(), port)));
        }
        let search = find::search(config, strangers).await;
        for PortSeen {
            path,
            what,
            verdict,
        } in &search.seen
        {
            tracing::debug!(port = %path.display(), %what, %verdict, "a port was looked at");
        }
        (search.seen, search.port)
    }

    /// Opens that port.
    pub(super) fn open(path: &Path, speed: u32) -> Result<Self, Why> {
        let stream = tokio_serial::new(path.to_string_lossy(), speed)
            .exclusive(true)
            .open_native_async()
            .map_err(|error| match error.kind {
                ErrorKind::Io(io::ErrorKind::NotFound) => Why::PortMissing,
                ErrorKind::Io(io::ErrorKind::PermissionDenied) => Why::PortForbidden,
                // So it calls a port that someone else holds exclusively.
                ErrorKind::NoDevice => Why::PortBusy,
                _ => Why::PortFailed {
                    words: error.description,
                },
            })?;
        Ok(Self {
            stream,
            buffer: vec![0; 4096],
        })
    }

    /// What the modem says next; `None` when it is gone. A port whose device went away gives an
    /// error or nothing, for ever.
    pub(super) async fn read(&mut self) -> Option<&[u8]> {
        match self.stream.read(&mut self.buffer).await {
            Ok(0) | Err(_) => None,
            Ok(count) => self.buffer.get(..count),
        }
    }

    /// Writes all of it; false when the modem is gone.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> bool {
        matches!(
            timeout(WRITE_LIMIT, self.stream.write_all(bytes)).await,
            Ok(Ok(()))
        )
    }
}
