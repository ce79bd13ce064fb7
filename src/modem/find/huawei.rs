//! Huawei's older sticks: their interfaces don't tell what they are for, and several of their ports answer,
//! of which only one announces what comes in. The stick itself tells which, to `AT^GETPORTMODE` (quirk 26).

use super::candidates::Candidate;
use super::table;
use crate::modem::port::Port;
use crate::wire::at::{Digest, Item};
use std::time::Duration;
use tokio::time::timeout;

/// It answers at once, or does not know the question.
const LIMIT: Duration = Duration::from_secs(1);
/// What the port for commands is called there.
const COMMANDS: &str = "PCUI:";

/// The other port of the same stick that is for commands, as the one that has just answered says.
pub(super) async fn named<'a>(
    answering: &Candidate,
    port: &mut Port,
    all: &'a [Candidate],
) -> Option<&'a Candidate> {
    if !table::tells_its_ports(answering) {
        return None;
    }
    let own = answering.usb.as_ref()?;
    let interface = timeout(LIMIT, interface(port)).await.ok().flatten()?;
    all.iter().find(|other| {
        let usb = other.usb.as_ref();
        usb.is_some_and(|usb| usb.device == own.device && usb.interface == interface)
            && interface != own.interface
    })
}

async fn interface(port: &mut Port) -> Option<u8> {
    let mut digest = Digest::new();
    let mut interface = None;
    if !port.write(b"AT^GETPORTMODE\r").await {
        return None;
    }
    while let Some(bytes) = port.read().await {
        digest.push(bytes);
        while let Some(item) = digest.next_item() {
            match item {
                Item::Line(line) => interface = interface.or_else(|| interface_in(&line)),
                Item::Final(_) => return interface,
                _ => {}
            }
        }
    }
    None
}

/// The number of the USB interface that a line of the answer gives to commands.
fn interface_in(line: &str) -> Option<u8> {
    let ports = line.strip_prefix("^GETPORTMODE:")?;
    let (_, number) = ports.split_once(COMMANDS)?;
    let number = number.split(',').next()?;
    number.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_for_commands_is_read_from_the_list() {
        for (line, interface) in [
            (
                "^GETPORTMODE:TYPE:WCDMA:huawei,MDM:0,DIAG:1,PCUI:2",
                Some(2),
            ),
            (
                "^GETPORTMODE: TYPE: WCDMA: QUALCOMM, PCUI: 3, NDIS: 1",
                Some(3),
            ),
            ("^GETPORTMODE:TYPE:WCDMA:huawei,MDM:0", None),
            ("^GETPORTMODE:PCUI:", None),
            ("^GETPORTMODE:PCUI:999", None),
            ("PCUI:2", None),
        ] {
            assert_eq!(interface_in(line), interface, "{line}");
        }
    }
}
