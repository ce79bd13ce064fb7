//! Ports for programs that are about to start.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

/// Below those that Linux gives to whoever asks for any (32768 on, `ip_local_port_range`): one of them could
/// go to a connection before its program has started.
const PORTS: Range<u32> = 20_000..32_768;

/// An address that stays free until its program has started, and while it starts again. No two tests get
/// the same. The port is free over IPv6 as well, because chromedriver wants both.
pub fn free_address() -> SocketAddr {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    loop {
        // Another run of the tests, beside this one, begins elsewhere.
        let nth = std::process::id() * 97 + GIVEN.fetch_add(1, Ordering::Relaxed);
        let port = PORTS.start + nth % (PORTS.end - PORTS.start);
        let port = u16::try_from(port).expect("it is below 32768");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if is_free(address) && is_free(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
            return address;
        }
    }
}

fn is_free(address: SocketAddr) -> bool {
    // A machine without IPv6 has another error.
    !matches!(TcpListener::bind(address), Err(why) if why.kind() == ErrorKind::AddrInUse)
}
