//! A receipt printer on USB or on the network: is it well, and here are bytes.

use std::io::{ErrorKind, Read, Write};
use std::net::ToSocketAddrs;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// Where a printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printer {
    /// The kernel's device of a USB printer, such as `/dev/usb/lp0`.
    Device(PathBuf),
    /// A host on the LAN and its port, usually 9100.
    Network(String),
}

/// Why nothing, or not everything, was printed. What was printed about stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// It can't be opened.
    #[error("the printer at {0} can't be reached: is it on, and plugged in?")]
    Unreachable(String),
    /// It says that the paper has run out.
    #[error("the printer is out of paper")]
    NoPaper,
    /// It says that it can't print: a cover is open, or the cutter is stuck.
    #[error("the printer is not ready: close its cover and look at its light")]
    NotReady,
    /// It stopped taking bytes.
    #[error("the printer stopped in the middle: look at its paper and its cable")]
    Stopped,
}

/// It is no place where a printer can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a device like /dev/usb/lp0, or an address like 192.168.1.50:9100")]
pub struct NoPrinter;

/// A printer that is on answers a connection within this time.
const CONNECTS_WITHIN: Duration = Duration::from_secs(3);
/// And tells its state within this. One that says nothing is believed to be well.
const TELLS_WITHIN: Duration = Duration::from_millis(800);
/// And takes the next bytes within this.
const TAKES_WITHIN: Duration = Duration::from_secs(10);
/// `DLE EOT n`: what is asked, and the bits that are bad news.
const QUESTIONS: [(u8, u8, PrintError); 2] = [
    // n = 4: paper end, both sensors.
    (4, 0b0110_0000, PrintError::NoPaper),
    // n = 1: offline.
    (1, 0b0000_1000, PrintError::NotReady),
];
/// In every answer to DLE EOT, bits 1 and 4 are on, and bits 0 and 7 are off.
const FIXED: (u8, u8) = (0b1001_0011, 0b0001_0010);

impl FromStr for Printer {
    type Err = NoPrinter;

    /// A device must be a printer's: nothing else on the machine is written to.
    fn from_str(typed: &str) -> Result<Self, NoPrinter> {
        let typed = typed.trim();
        let is_device = ["/dev/usb/lp", "/dev/lp"].iter().any(|start| {
            typed.strip_prefix(start).is_some_and(|number| {
                (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
            })
        });
        if is_device {
            return Ok(Self::Device(PathBuf::from(typed)));
        }
        let (host, port) = typed.rsplit_once(':').ok_or(NoPrinter)?;
        let host_fits = !host.is_empty()
            && host.len() <= 253
            && host.bytes().all(|b| {
                b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'[' | b']' | b':')
            });
        match port.parse::<u16>() {
            Ok(1..) if host_fits => Ok(Self::Network(typed.to_owned())),
            _ => Err(NoPrinter),
        }
    }
}

impl Printer {
    /// Asks the printer how it is, then gives it everything. Runs off the async threads.
    ///
    /// # Errors
    /// When it can't be reached, has no paper, is not ready, or stops in the middle.
    pub async fn print(&self, bytes: Vec<u8>) -> Result<(), PrintError> {
        let printer = self.clone();
        let printed = tokio::task::spawn_blocking(move || match printer {
            Self::Device(path) => {
                let name = path.display().to_string();
                let device = open(&path).map_err(|_| PrintError::Unreachable(name))?;
                talk(device, &bytes)
            }
            Self::Network(address) => {
                let unreachable = || PrintError::Unreachable(address.clone());
                let mut found = address.to_socket_addrs().map_err(|_| unreachable())?;
                let first = found.next().ok_or_else(unreachable)?;
                let line = std::net::TcpStream::connect_timeout(&first, CONNECTS_WITHIN)
                    .map_err(|_| unreachable())?;
                line.set_nonblocking(true).map_err(|_| unreachable())?;
                talk(line, &bytes)
            }
        });
        printed.await.unwrap_or(Err(PrintError::Stopped))
    }
}

fn open(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits();
    std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(i32::try_from(flags).unwrap_or_default())
        .open(path)
}

/// Asks, then writes. The line does not block.
fn talk<L: Read + Write>(mut line: L, bytes: &[u8]) -> Result<(), PrintError> {
    for (question, bad, why) in QUESTIONS {
        write_all(&mut line, &[0x10, 0x04, question])?;
        if answer(&mut line).is_some_and(|state| state & bad != 0) {
            return Err(why);
        }
    }
    write_all(&mut line, bytes)
}

fn answer<L: Read>(line: &mut L) -> Option<u8> {
    let until = Instant::now() + TELLS_WITHIN;
    let mut byte = [0_u8; 1];
    while Instant::now() < until {
        match line.read(&mut byte) {
            Ok(1) => {
                let [state] = byte;
                return (state & FIXED.0 == FIXED.1).then_some(state);
            }
            Ok(_) => return None,
            Err(error) if error.kind() == ErrorKind::WouldBlock => pause(),
            Err(_) => return None,
        }
    }
    None
}

fn write_all<L: Write>(line: &mut L, mut bytes: &[u8]) -> Result<(), PrintError> {
    let mut until = Instant::now() + TAKES_WITHIN;
    while !bytes.is_empty() {
        match line.write(bytes) {
            Ok(taken) if taken > 0 => {
                bytes = bytes.get(taken..).unwrap_or_default();
                until = Instant::now() + TAKES_WITHIN;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock && Instant::now() < until => {
                pause()
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            _ => return Err(PrintError::Stopped),
        }
    }
    Ok(())
}

/// Between two looks at a line that has nothing yet.
fn pause() {
    std::thread::sleep(Duration::from_millis(10));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    #[test]
    fn only_places_of_printers_are_taken() {
        for good in [
            "/dev/usb/lp0",
            "/dev/lp1",
            "192.168.1.50:9100",
            "printer.local:9100",
            "[fe80::1]:9100",
        ] {
            assert!(good.parse::<Printer>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "lp0",
            "/dev/sda",
            "/dev/usb/lp",
            "/dev/usb/lp0/../../sda",
            "/etc/passwd",
            "printer",
            ":9100",
            "host:0",
            "host:99999",
            "http://host:80/x",
            "a b:9100",
        ] {
            assert_eq!(bad.parse::<Printer>(), Err(NoPrinter), "{bad}");
        }
    }

    /// A line with answers on it.
    struct Line {
        answers: VecDeque<u8>,
        took: Vec<u8>,
        room: usize,
    }

    impl Read for Line {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            match (self.answers.pop_front(), into.first_mut()) {
                (Some(byte), Some(place)) => {
                    *place = byte;
                    Ok(1)
                }
                _ => Ok(0),
            }
        }
    }

    impl Write for Line {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let taken = bytes.len().min(self.room - self.took.len());
            self.took.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn tell(answers: &[u8], room: usize) -> (Result<(), PrintError>, Vec<u8>) {
        let mut line = Line {
            answers: answers.iter().copied().collect(),
            took: Vec::new(),
            room,
        };
        let told = talk(&mut line, b"words");
        (told, line.took)
    }

    #[test]
    fn a_printer_that_is_not_well_gets_nothing() {
        assert_eq!(
            tell(&[0x12, 0x12], 99),
            (Ok(()), b"\x10\x04\x04\x10\x04\x01words".to_vec())
        );
        assert_eq!(tell(&[], 99).0, Ok(()), "it says nothing");
        assert_eq!(
            tell(&[0x72], 99),
            (Err(PrintError::NoPaper), b"\x10\x04\x04".to_vec())
        );
        assert_eq!(tell(&[0x12, 0x1a], 99).0, Err(PrintError::NotReady));
        assert_eq!(tell(&[0x12, 0x12], 8).0, Err(PrintError::Stopped));
        assert_eq!(tell(&[0xff, 0xff], 99).0, Ok(()), "no answer of that kind");
    }
}
