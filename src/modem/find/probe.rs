//! Asking a port, politely: one `AT`, and where nothing answers, ESC and one `AT` more.

use super::Verdict;
use crate::modem::port::Port;
use crate::modem::status::Why;
use crate::wire::at::{Digest, Final, Item};
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// A modem that is awake answers within a few milliseconds.
const LIMIT: Duration = Duration::from_secs(1);
/// The first `AT` after power-save gets no answer (quirk 8), and it sets the speed of a UART that
/// finds it by itself.
pub(super) const TRIES: usize = 2;
/// A modem whose program died before the end of a PDU still waits for it, and takes a bare `AT` for a part
/// of it. ESC ends that, and nothing is sent (TS 27.005 3.5.1); to everything else it means little.
const QUESTIONS: [&[u8]; TRIES] = [b"AT\r", b"\x1bAT\r"];
/// What begins each line of a receiver for positions (NMEA 0183).
const POSITION: [&str; 2] = ["$G", "$B"];

/// What came so far.
#[derive(Default)]
struct Heard {
    digest: Digest,
    anything: bool,
    positions: bool,
}

/// Opens the port and asks whether it takes commands; it stays open when it does.
pub(super) async fn probe(path: &Path, speed: u32, tries: usize) -> Result<Port, Verdict> {
    let mut port = Port::open(path, speed).map_err(|why| match why {
        Why::PortBusy => Verdict::Locked,
        Why::PortForbidden => Verdict::Forbidden,
        why => Verdict::Failed(why.to_string()),
    })?;
    let mut heard = Heard::default();
    for question in QUESTIONS.into_iter().take(tries) {
        if !port.write(question).await {
            return Err(Verdict::Gone);
        }
        match timeout(LIMIT, heard.answer(&mut port)).await {
            Ok(true) => return Ok(port),
            Ok(false) => return Err(Verdict::Gone),
            Err(_) if heard.positions => break,
            Err(_) => {}
        }
    }
    Err(heard.verdict())
}

impl Heard {
    /// Waits for an end as only a modem says it; false when the port is gone. ERROR is one too: some
    /// do not know a bare `AT`.
    async fn answer(&mut self, port: &mut Port) -> bool {
        while let Some(bytes) = port.read().await {
            self.anything = true;
            self.digest.push(bytes);
            while let Some(item) = self.digest.next_item() {
                match item {
                    Item::Final(Final::Call(_)) => {}
                    Item::Final(_) => return true,
                    Item::Line(line) => {
                        self.positions |= POSITION.iter().any(|start| line.starts_with(start));
                    }
                    _ => {}
                }
            }
        }
        false
    }

    fn verdict(&self) -> Verdict {
        match (self.positions, self.anything) {
            (true, _) => Verdict::Positions,
            (false, true) => Verdict::NoModem,
            (false, false) => Verdict::Silent,
        }
    }
}
