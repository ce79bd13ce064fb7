//! What several tests need: programs, foreign and our own, started and stopped.

pub mod bench;
pub mod browser;
pub mod cuts;
pub mod daemon;
pub mod gateways;
pub mod hands;
pub mod phonesim;
pub mod ports;
pub mod process;
pub mod seed;
pub mod shop;
pub mod watch;
