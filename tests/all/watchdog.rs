//! What systemd hears from the service: that it is ready, and that it is well while that is true.

use crate::support::bench::Bench;
use crate::support::process::PATIENCE;
use rusqlite::Connection;
use std::io::ErrorKind;
use std::os::unix::net::UnixDatagram;

/// systemd's end of the line.
struct Systemd(UnixDatagram);

impl Systemd {
    /// Listens where the bench's program will speak.
    fn of(bench: &mut Bench) -> Self {
        let path = bench.file("notify");
        bench.environment("NOTIFY_SOCKET", path.to_str().unwrap());
        bench.environment("WATCHDOG_USEC", "900000");
        let socket = UnixDatagram::bind(path).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(socket)
    }

    /// The next that it hears.
    fn hears(&self) -> String {
        let mut bytes = [0; 256];
        let length = self.0.recv(&mut bytes).expect("the service says something");
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }

    /// What it has heard and not yet taken up.
    fn heard(&self) -> usize {
        self.0.set_nonblocking(true).unwrap();
        let mut bytes = [0; 256];
        let heard = (0..)
            .take_while(|_| match self.0.recv(&mut bytes) {
                Ok(_) => true,
                Err(error) if error.kind() == ErrorKind::WouldBlock => false,
                Err(error) => panic!("{error}"),
            })
            .count();
        self.0.set_nonblocking(false).unwrap();
        heard
    }
}

#[test]
fn systemd_is_told_that_all_is_well_only_while_the_store_can_be_written() {
    let mut bench = Bench::new();
    let systemd = Systemd::of(&mut bench);
    let _sim = bench.simulator(1);
    let daemon = bench.open();
    assert_eq!(systemd.hears().trim(), "READY=1");
    assert_eq!(systemd.hears().trim(), "WATCHDOG=1");

    // Somebody holds the database and doesn't let go.
    let holder = Connection::open(bench.data().join("readybell.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let complaint = "does not answer";
    daemon.says(complaint, 1);
    systemd.heard();
    daemon.says(complaint, daemon.said(complaint) + 2);
    assert_eq!(systemd.heard(), 0, "systemd was told that all is well");

    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(systemd.hears().trim(), "WATCHDOG=1");
}

#[test]
fn without_a_modem_the_service_is_well_all_the_same() {
    let mut bench = Bench::new();
    let systemd = Systemd::of(&mut bench);
    let _daemon = bench.open();
    assert_eq!(systemd.hears().trim(), "READY=1");
    for _ in 0..3 {
        assert_eq!(systemd.hears().trim(), "WATCHDOG=1");
    }
}
